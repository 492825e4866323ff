//! Structured values said back as people say them: times, money, quantities.
//!
//! In: an entity's value as a slot of type `any` holds it, and when it is now. Out: words, or nothing
//! for a value that has no spoken form here. `{"at": "2026-11-22T15:00:00+07:00", "grain": "minute"}`
//! is `พรุ่งนี้ 15:00 น.` on the 21st, `22 พ.ย. 15:00 น.` before.

use jiff::Timestamp as Instant;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::value::{Timestamp, Value};

/// When and to whom something is said.
pub(crate) struct Hearer<'a> {
    pub(crate) now: Timestamp,
    pub(crate) zone: &'a TimeZone,
    /// The bot speaks Thai; English otherwise.
    pub(crate) thai: bool,
}

const THAI_MONTHS: [&str; 12] =
    ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The words for a structured value.
pub(crate) fn spoken(value: &Value, hearer: &Hearer<'_>) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_text);
    if let Some(at) = text("at") {
        return time(at, text("grain").unwrap_or("minute"), hearer);
    }
    if let Some(amount) = text("amount") {
        let currency = text("currency").unwrap_or("THB");
        let unit = if currency == "THB" && hearer.thai { "บาท" } else { currency };
        return Some(format!("{} {unit}", grouped(amount)));
    }
    value.get("value").filter(|inner| value.get("unit").is_some() && inner.as_number().is_some()).map(Value::to_string)
}

fn time(at: &str, grain: &str, hearer: &Hearer<'_>) -> Option<String> {
    let local: DateTime = at.get(..19)?.parse().ok()?;
    let now = Instant::from_millisecond(hearer.now.0).ok()?.to_zoned(hearer.zone.clone());
    let day = day(local.date(), now.date(), grain, hearer.thai)?;
    if !matches!(grain, "second" | "minute" | "hour") {
        return Some(day);
    }
    let end = if hearer.thai { " น." } else { "" };
    Some(format!("{day} {:02}:{:02}{end}", local.hour(), local.minute()))
}

fn day(date: Date, today: Date, grain: &str, thai: bool) -> Option<String> {
    let months = if thai { &THAI_MONTHS } else { &MONTHS };
    let month = months.get(usize::try_from(date.month()).ok()?.checked_sub(1)?)?;
    let year = i32::from(date.year()) + if thai { 543 } else { 0 };
    Some(match grain {
        "year" => year.to_string(),
        "month" | "quarter" => format!("{month} {year}"),
        _ if date == today => if thai { "วันนี้" } else { "today" }.to_owned(),
        _ if today.tomorrow().is_ok_and(|next| date == next) => {
            if thai { "พรุ่งนี้" } else { "tomorrow" }.to_owned()
        }
        _ if date.year() == today.year() => format!("{} {month}", date.day()),
        _ => format!("{} {month} {year}", date.day()),
    })
}

/// `2500.50` → `2,500.50`.
fn grouped(amount: &str) -> String {
    let (whole, fraction) = amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(json: &str, thai: bool) -> Option<String> {
        let zone = TimeZone::get("Asia/Bangkok").unwrap();
        // 2026-11-21T10:00+07:00, a Saturday
        let hearer = Hearer { now: Timestamp(1_795_230_000_000), zone: &zone, thai };
        spoken(&Value::from_json(json).unwrap(), &hearer)
    }

    #[test]
    fn times_as_people_say_them() {
        let at = |at: &str, grain: &str| said(&format!(r#"{{"at":"{at}","grain":"{grain}"}}"#), true).unwrap();
        assert_eq!(at("2026-11-21T15:00:00+07:00", "minute"), "วันนี้ 15:00 น.");
        assert_eq!(at("2026-11-22T09:30:00+07:00", "minute"), "พรุ่งนี้ 09:30 น.");
        assert_eq!(at("2026-11-25T00:00:00+07:00", "day"), "25 พ.ย.");
        assert_eq!(at("2027-01-02T00:00:00+07:00", "day"), "2 ม.ค. 2570");
        assert_eq!(at("2027-01-01T00:00:00+07:00", "month"), "ม.ค. 2570");
        assert_eq!(said(r#"{"at":"2026-11-22T15:00:00+07:00","grain":"hour"}"#, false).unwrap(), "tomorrow 15:00");
    }

    #[test]
    fn money_and_quantities() {
        assert_eq!(said(r#"{"amount":"2500.50","currency":"THB"}"#, true).unwrap(), "2,500.50 บาท");
        assert_eq!(said(r#"{"amount":"-1000","currency":"USD"}"#, true).unwrap(), "-1,000 USD");
        assert_eq!(said(r#"{"value":3,"unit":"cup"}"#, true).unwrap(), "3");
    }

    #[test]
    fn what_has_no_words_stays() {
        assert_eq!(said(r#"{"at":"soon"}"#, true), None);
        assert_eq!(said(r#"{"at":"ก2026-11-22T15:00:00"}"#, true), None);
        assert_eq!(said("{}", true), None);
    }
}
