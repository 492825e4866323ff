//! Drawn and mutated texts: nothing panics, spans are pieces of the text in order, work is bounded.
//!
//! `entities`, `redact` and `say` on texts that are put together from the words they know, then hurt.
//! A short run is part of the tests; a long one is
//! `CASES=5000000 cargo test --release -p sonthana --features cli --test drawn -- --ignored`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, clippy::cast_possible_truncation)]
#![allow(clippy::print_stdout)]

use sonthana::{Timestamp, Value, entities, redact, say};

const NOW: Timestamp = Timestamp(1_795_230_000_000);
const ZONE: &str = "Asia/Bangkok";

/// What texts are put together from: words of all readers, marks alone, other scripts, odd spaces.
const PIECES: &[&str] = &[
    "พรุ่งนี้",
    "มะรืน",
    "วัน",
    "ศุกร์",
    "หน้า",
    "บ่าย",
    "สาม",
    "โมง",
    "ครึ่ง",
    "ทุ่ม",
    "ตี",
    "เที่ยงคืน",
    "ถึง",
    "ตั้งแต่",
    "ภายใน",
    "ทุก",
    "เว้น",
    "อาทิตย์",
    "สิ้นเดือน",
    "5 ธ.ค. 69",
    "๕",
    "ธันวาคม",
    "๒๕๖๙",
    "31/02/2569",
    "30/2/69",
    "25.99 น.",
    "15:30",
    "99:99",
    "2026-12-05",
    "สอง",
    "พัน",
    "ห้า",
    "ล้าน",
    "ร้อย",
    "เอ็ด",
    "ยี่สิบ",
    "กว่า",
    "ไม่เกิน",
    "จุด",
    "ลบ",
    "999999999999999999999",
    "1e308",
    "0.0000001",
    "3 แสน 5",
    "k",
    "บาท",
    "สตางค์",
    "฿",
    "$",
    "USD",
    "กิโลละ",
    "แบงค์",
    "ใบ",
    "แก้ว",
    "กาแฟ",
    "กิโล",
    "ไร่",
    "2-1-50",
    "งาน",
    "ตร.ว.",
    "องศา",
    "%",
    "ร้อยละ",
    "ชั่วโมง",
    "นาที",
    "เดือน",
    "ปี",
    "081-234-5678",
    "+66",
    "ต่อ 12",
    "1669",
    "a.b@shop.co.th",
    "https://x.y/ก?z=1",
    "#โปร",
    "@line_99",
    "1-1017-00230-70-8",
    "4111 1111 1111 1111",
    "EB123456785TH",
    "1กข 1234",
    "กรุงเทพมหานคร",
    "ต.ในเมือง",
    "อ.เมือง",
    "จ.ขอนแก่น",
    "40000",
    "ซอย",
    "ม.4",
    "คุณ",
    "สมชาย",
    "ใจดี",
    "น.ส.",
    "ใช่",
    "ไม่",
    "อันที่",
    "ค่ะ",
    "นะ",
    "ๆ",
    "ฯ",
    "tomorrow",
    "at",
    "half past",
    "noon",
    "next",
    "Friday",
    "from",
    "to",
    "twenty",
    "-",
    "one",
    "hundred",
    "dollars",
    "feet",
    "10 inches",
    "every",
    "other",
    "third",
    "yes",
    " ",
    "  ",
    "\n",
    "\u{200b}",
    "\u{0e33}",
    "\u{0e4d}",
    "\u{0e48}",
    "\u{0e38}",
    "\u{fe0f}",
    "👩‍👩‍👧",
    "🏳️‍🌈",
    "𝟓",
    "٣",
    "½",
    "é",
    "e\u{301}",
    "\u{202e}",
    "中",
    "\0",
    ".",
    ",",
    "/",
    ":",
    "(",
    "{kind}",
];

struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    /// A text of up to a dozen pieces, in half of the cases hurt afterwards.
    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(12) {
            text.push_str(PIECES[self.below(PIECES.len())]);
            if self.below(3) == 0 {
                text.push(' ');
            }
        }
        if self.below(2) == 0 {
            for _ in 0..=self.below(4) {
                text = self.hurt(&text);
            }
        }
        text
    }

    /// A character is lost, doubled, exchanged or any other; or a part stands twice.
    fn hurt(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        if chars.is_empty() {
            return text.to_owned();
        }
        let at = self.below(chars.len());
        match self.below(6) {
            0 => drop(chars.remove(at)),
            1 => chars.insert(at, chars[at]),
            2 => chars.swap(at, 0),
            3 => chars[at] = char::from_u32(self.below(0x11_0000) as u32).unwrap_or('\u{FFFD}'),
            4 => chars[at] = char::from_u32(0x0E01 + self.below(0x5A) as u32).unwrap_or('ก'),
            _ => {
                let part: Vec<char> = chars[at..].iter().copied().take(12).collect();
                chars.splice(at..at, part);
            }
        }
        chars.into_iter().collect()
    }

    /// Plain data with the keys that values have, rightly and wrongly.
    fn value(&mut self, depth: usize) -> Value {
        const KEYS: &[&str] = &[
            "at", "from", "to", "grain", "every", "amount", "currency", "value", "unit", "seconds", "of", "per",
            "number", "ext", "about", "first", "title", "house", "province", "also",
        ];
        match self.below(if depth == 0 { 4 } else { 7 }) {
            0 => Value::Null,
            1 => Value::Number([0.0, -0.0, 1.0, -7.5, 1e-9, 9_007_199_254_740_992.0, 1e300][self.below(7)]),
            2 => Value::text(self.text()),
            3 => {
                let known = [
                    "2026-11-22T15:00:00+07:00",
                    "9999-12-31T23:59:59+07:00",
                    "-009999-01-01T00:00:00",
                    "0001-01-01",
                    "day",
                    "minute",
                    "year",
                    "week",
                ];
                let rules = [
                    "FREQ=WEEKLY;BYDAY=MO,TU",
                    "FREQ=MONTHLY;BYMONTHDAY=-1",
                    "FREQ=DAILY;INTERVAL=99999999999",
                    "THB",
                    "XXX",
                    "hour",
                    "cup",
                    "-0.995",
                ];
                Value::from(if self.below(2) == 0 { known[self.below(8)] } else { rules[self.below(8)] })
            }
            4 => Value::Bool(true),
            5 => Value::List((0..self.below(4)).map(|_| self.value(depth - 1)).collect()),
            _ => Value::map(
                (0..self.below(6)).map(|_| (KEYS[self.below(KEYS.len())], self.value(depth - 1))).collect::<Vec<_>>(),
            ),
        }
    }
}

const STYLES: &[&str] = &[
    "",
    "short",
    "long",
    "words",
    "relative",
    "iso",
    "date",
    "clock",
    "be|long",
    "ce|short",
    "grouped",
    "baht",
    "baht-text",
    "thai-digits",
    "mask",
    "english|words",
    "english|long",
    "clock|words",
    "date|relative",
];

/// One text through all doors; what is wrong with it, if anything is.
fn look(text: &str, draw: &mut Draw) -> Result<usize, String> {
    let found = entities(text, NOW, ZONE, None).map_err(|error| error.to_string())?;
    let mut at = 0;
    for entity in &found {
        let (start, end) = (entity.span.start, entity.span.end);
        if start < at || start >= end || text.get(start..end) != Some(entity.text.as_str()) {
            return Err(format!("{} stands at {start}..{end}, after {at}", entity.kind));
        }
        at = end;
        let style = STYLES[draw.below(STYLES.len())];
        let said = say(&entity.value, Some(style).filter(|style| !style.is_empty()), Some(NOW), ZONE, "th");
        let said = said.unwrap_or_default();
        if said.len() > 64 * (entity.value.to_json().len() + 16) {
            return Err(format!("{} bytes are said of {}", said.len(), entity.value.to_json()));
        }
        // rules and times beyond the calendar's reach have no words
        let timed = ["at", "every", "grain"].iter().any(|key| entity.value.get(key).is_some());
        if style.is_empty() && said.is_empty() && !timed {
            return Err(format!("nothing is said of {}", entity.value.to_json()));
        }
    }
    let masked = redact(text, None, Some("•")).map_err(|error| error.to_string())?;
    if masked.len() > text.len() + 3 * found.len().max(text.len()) {
        return Err(format!("masked, it has {} bytes", masked.len()));
    }
    Ok(found.len())
}

fn run(cases: u64, seed: u64) -> (u64, usize) {
    let (mut draw, mut found) = (Draw(seed), 0);
    for case in 0..cases {
        let text = draw.text();
        match look(&text, &mut draw) {
            Ok(count) => found += count,
            Err(why) => panic!("case {case} of seed {seed}, {text:?}: {why}"),
        }
        let value = draw.value(3);
        let style = STYLES[1 + draw.below(STYLES.len() - 1)];
        let said = say(&value, Some(style), Some(NOW), ZONE, if case % 2 == 0 { "th" } else { "en" });
        assert!(said.is_err() || said.unwrap().len() < 1 << 20, "case {case} of seed {seed}");
    }
    (cases, found)
}

#[test]
fn a_few_thousand() {
    let (_, found) = run(5_000, 1);
    assert!(found > 5_000, "only {found} entities: the texts are not what the readers know");
}

#[test]
fn a_long_text_of_them() {
    let mut draw = Draw(2);
    let text: String = (0..2_000).map(|_| draw.text()).collect();
    look(&text, &mut draw).unwrap();
}

#[test]
#[ignore = "long: CASES says how many, SEED where to begin"]
fn millions() {
    let given =
        |name: &str, otherwise: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (cases, found) = run(given("CASES", 1_000_000), given("SEED", 3));
    println!("{cases} texts, {found} entities, nothing wrong");
}
