//! Persons and addresses, as they stand on an envelope.
//!
//! In: the values of the kinds `person` and `address`. Out: `คุณสมชาย ใจดี`, `99/9 หมู่ 4 ตำบลในเมือง
//! อำเภอเมืองขอนแก่น จังหวัดขอนแก่น 40000`; in Bangkok แขวง and เขต.

use super::Manner;
use crate::bot::Shape;
use crate::value::Value;

/// Parts of an address in the order of an envelope: the key, the Thai word, the short one, English.
const PARTS: [(&str, &str, &str, &str); 12] = [
    ("house", "", "", ""),
    ("room", "ห้อง ", "ห้อง ", "room "),
    ("floor", "ชั้น ", "ชั้น ", "floor "),
    ("building", "อาคาร", "อาคาร", ""),
    ("moo", "หมู่ ", "ม.", "moo "),
    ("village", "หมู่บ้าน", "หมู่บ้าน", ""),
    ("soi", "ซอย", "ซ.", "soi "),
    ("road", "ถนน", "ถ.", "road "),
    ("subdistrict", "ตำบล", "ต.", "tambon "),
    ("district", "อำเภอ", "อ.", "amphoe "),
    ("province", "จังหวัด", "จ.", ""),
    ("postcode", "", "", ""),
];
const BANGKOK: &str = "กรุงเทพมหานคร";

/// A person or an address; none for anything else.
pub(super) fn said(value: &Value, manner: &Manner<'_>) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_text).filter(|text| !text.is_empty());
    if text("first").or(text("last")).or(text("title")).is_some() {
        let title = text("title").unwrap_or_default();
        let joint = if title.is_empty() || title.ends_with(|ch: char| ch > '\u{0E00}') { "" } else { " " };
        let names: Vec<&str> = [text("first"), text("last")].into_iter().flatten().collect();
        return Some(format!("{title}{joint}{}", names.join(" ")).trim_end().to_owned());
    }
    let bangkok = text("province") == Some(BANGKOK);
    let parts: Vec<String> = PARTS
        .iter()
        .filter_map(|(key, thai, short, english)| {
            let held = value.get(key).filter(|held| matches!(held, Value::Text(_) | Value::Number(_)))?;
            let head = match (*key, manner.thai) {
                (_, false) => english,
                ("subdistrict", _) if bangkok => "แขวง",
                ("district", _) if bangkok => "เขต",
                ("province", _) if bangkok => "",
                _ if manner.style.shape == Shape::Short => short,
                _ => thai,
            };
            let held = held.to_string();
            let held = held.strip_prefix(head.trim_end()).filter(|_| !head.is_empty()).unwrap_or(&held).to_owned();
            Some(format!("{head}{held}"))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
