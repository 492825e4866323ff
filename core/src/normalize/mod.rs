//! Raw text → [`Text`]: marks in order, digits, repeats; the original is never lost.
//!
//! In: what a person typed. Out: the same with a reading in which one thing is written one way, and
//! for each place of the reading the place it came from. A text that needs no repair is only looked
//! at. Reading a reading changes nothing, and the time is in proportion to the length, for any text.

mod fold;
mod letters;
mod marks;
mod normalizer;
mod plain;
mod reading;

use std::ops::Range;

pub use crate::normalize::normalizer::Normalizer;
pub(crate) use crate::normalize::plain::{Watch, slots};
use crate::normalize::reading::Reading;
use crate::text::{Repairs, Text};

/// Reads what was written.
pub(crate) fn normalize(raw: &str) -> Text {
    normalize_with(raw, Repairs::default())
}

/// Reads what was written, with some of the repairs.
pub(crate) fn normalize_with(raw: &str, repairs: Repairs) -> Text {
    let (plain, reached) = plain::plain(raw);
    if plain == raw.len() { Text::verbatim(raw) } else { repair(raw, (plain, reached), repairs) }
}

/// Reads a text of which the first bytes are known to need no repair, and what may need one is reached.
fn repair(raw: &str, (mut plain, mut reached): (usize, usize), repairs: Repairs) -> Text {
    let mut reading = Reading::new(raw, repairs);
    let mut from = 0;
    loop {
        reading.verbatim(from..plain);
        from = plain::parting(raw, reached);
        stretch(&mut reading, plain..from);
        // What is behind may need no repair again.
        let (more, next) = plain::plain(&raw[from..]);
        (plain, reached) = (from + more, from + next);
        if plain == raw.len() {
            reading.verbatim(from..plain);
            return reading.finish();
        }
    }
}

/// Reads a stretch of a text that ends at a space or with the text.
fn stretch(reading: &mut Reading<'_>, Range { start, end }: Range<usize>) {
    // With the space: what a repair is of ends where the next character stands.
    let items = letters::letters(start..(end + 1).min(reading.raw.len()), reading);
    let mut at = 0;
    while let Some(item) = items.get(at).filter(|item| (item.at as usize) < end) {
        at = match item.ch {
            ch if marks::leads(ch) => marks::leading(&items, at, reading),
            ch if marks::trails(ch) => marks::trailing(&items, at, reading),
            _ => fold::run(&items, at, reading),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(raw: &str) -> String {
        normalize(raw).reading().to_owned()
    }

    /// The same without a look at what needs no repair.
    fn whole(raw: &str, repairs: Repairs) -> Text {
        let mut reading = Reading::new(raw, repairs);
        stretch(&mut reading, 0..raw.len());
        reading.finish()
    }

    #[test]
    fn what_stands_behind_a_space_counts() {
        for raw in ["ดีกกกก 55555 บาท กกกก", "ๆๆ 55555  บ าท ๆๆ", "e\u{301} 55555\u{200B} คน  ๆๆ", "ๆๆ ก 5555 + \u{301}"]
        {
            let repairs = Repairs::default();
            assert_eq!(read(raw), whole(raw, repairs).reading());
        }
    }

    #[test]
    fn sara_am_is_one_however_it_was_typed() {
        for typed in ["น\u{E4D}\u{E49}\u{E32}", "น\u{E49}\u{E4D}\u{E32}", "น\u{E33}\u{E49}", "น\u{E49}\u{E33}"]
        {
            assert_eq!(read(typed), "น้ำ");
        }
        assert_eq!(read("ท\u{E4D}\u{E32}งาน"), "ทำงาน");
    }

    #[test]
    fn marks_stand_in_order_and_once() {
        assert_eq!(read("ก\u{E48}\u{E34}น"), "กิ่น");
        assert_eq!(read("พันธ\u{E4C}\u{E38}"), "พันธุ์");
        assert_eq!(read("ที\u{E48}\u{E48}"), "ที่");
        assert_eq!(read("เเม่คเเต่"), "แม่คแต่");
        assert_eq!(read("มา\u{E49}"), "ม้า");
        assert_eq!(read("เกาะก็สิทธิ์ครู่ฤๅ"), "เกาะก็สิทธิ์ครู่ฤๅ");
    }

    #[test]
    fn elongation_folds_and_words_stay_whole() {
        let folded = [
            ("มากกกกก", "มาก"),
            ("ฮ่าาาาา", "ฮ่า"),
            ("จ้าาา", "จ้า"),
            ("ดีีีี", "ดี"),
            ("ค่ะะะะ", "ค่ะ"),
            ("ครรรรับ", "ครับ"),
            ("มากกกกกินข้าว", "มากกินข้าว"),
            ("งงงงง", "งง"),
            ("5555555", "555"),
            ("ขำ55555+", "ขำ555+"),
            ("จริงๆๆๆ", "จริงๆ"),
            ("sooooo", "soo"),
        ];
        for (raw, wanted) in folded {
            assert_eq!(read(raw), wanted);
        }
        for whole in ["ระบบ", "กก", "ต้นกกกำลังโต", "ธรรม", "พรรครวม", "ยังงงๆ", "555", "1000", "รหัส 55555 บาท"]
        {
            assert_eq!(read(whole), whole);
        }
        assert_eq!(normalize("มากกกก").repairs[0].kind, "elongation");
    }

    #[test]
    fn digits_widths_and_other_scripts() {
        assert_eq!(read("๑๒๓ １２"), "123 12");
        assert_eq!(read("กา\u{200B}แฟ\u{FEFF}"), "กาแฟ");
        assert_eq!(normalize("กา\u{200B}แฟ").breaks().collect::<Vec<_>>(), [6]);
        assert_eq!(read("cafe\u{301}"), "caf\u{e9}");
        assert_eq!(read("👩\u{200D}👩\u{200D}👧"), "👩\u{200D}👩\u{200D}👧");
    }

    #[test]
    fn a_repair_can_be_switched_off() {
        let all = Repairs::default();
        let off = |repairs: Repairs, raw: &str| whole(raw, repairs).reading().to_owned();
        assert_eq!(off(Repairs { digits: false, ..all }, "๑๒"), "๑๒");
        assert_eq!(off(Repairs { elongation: false, ..all }, "มากกกก"), "มากกกก");
        assert_eq!(off(Repairs { ae: false, ..all }, "เเม่"), "เเม่");
        assert_eq!(off(Repairs { am: false, ..all }, "ท\u{E4D}\u{E32}"), "ท\u{E4D}\u{E32}");
        assert_eq!(off(Repairs { marks: false, ..all }, "ก\u{E48}\u{E34}"), "ก\u{E48}\u{E34}");
        assert_eq!(off(Repairs { width: false, ..all }, "ก\u{200B}ก"), "ก\u{200B}ก");
        assert_eq!(off(Repairs { composition: false, ..all }, "e\u{301}"), "e\u{301}");
    }

    #[test]
    fn any_text_costs_no_more_than_its_length() {
        for piece in ["ก", "\u{E49}", "าะ", "5", "เ", "e\u{301}", "\u{200B}", "ๆ", "\u{301}", "กง"] {
            let raw = piece.repeat(200_000 / piece.len());
            let text = normalize(&raw);
            assert_eq!(text.span(0, text.reading().len()).end, raw.len());
        }
    }

    /// Text as people type it, and as nobody should.
    fn messy() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            8 => "[ก-ฮ]",
            8 => "[ะ-ฺเ-๎]",
            2 => "[กงรบ5ๆาๅaเ ]{1,6}",
            1 => "(5{4,6}|ๆๆ|ก{4}) {0,2}(บ ?าท|คน|ๆ|\u{200B})? {0,3}",
            1 => "[๐-๙0-9０-９.,+]",
            1 => "[\u{200B}-\u{200F}\u{2060}\u{FEFF}\u{AD}]",
            1 => "\\PC",
            1 => "[\u{300}-\u{330}e가-깋ᄀ-ᇿ\u{212A}\u{1100}]",
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reading_a_reading_changes_nothing(raw in messy()) {
            let text = normalize(&raw);
            let again = read(text.reading());
            prop_assert_eq!(again.as_str(), text.reading());
        }

        #[test]
        fn nor_does_reading_it_with_some_repairs_only(raw in messy(), on in proptest::collection::vec(any::<bool>(), 7)) {
            let mut repairs = Repairs::default();
            for (name, on) in Repairs::NAMES.into_iter().zip(on) {
                repairs.switch(name, on);
            }
            let text = normalize_with(&raw, repairs);
            let again = normalize_with(text.reading(), repairs);
            prop_assert_eq!(again.reading(), text.reading());
        }

        #[test]
        fn what_is_plain_needs_no_repair(raw in messy()) {
            let text = whole(&raw, Repairs::default());
            prop_assert_eq!(text.reading(), read(&raw));
            prop_assert_eq!(text.repairs, normalize(&raw).repairs);
        }

        #[test]
        fn the_original_is_covered_in_order(raw in messy()) {
            let text = normalize(&raw);
            prop_assert_eq!(text.original(), raw.as_str());
            let mut joined = String::new();
            let mut start = 0;
            for (at, ch) in text.reading().char_indices() {
                let end = at + ch.len_utf8();
                let span = text.span(at, end);
                prop_assert!(start <= span.start && span.start <= span.end);
                joined.push_str(&raw[span.start..span.end]);
                start = span.end;
            }
            prop_assert!(text.reading().is_empty() || joined == raw);
        }
    }
}
