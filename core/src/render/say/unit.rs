//! What units and currencies are called, read from the tables that `entities` reads them with.
//!
//! In: a unit's English name or an ISO 4217 code. Out: the first Thai word of its row, which is the
//! one that is said (`cup` is `แก้ว`), or the English one. Short forms are those people write.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::data::entities::{CURRENCIES, UNITS};

/// What one unit or currency is called.
#[derive(Clone, Copy, Debug, Default)]
struct Names {
    thai: Option<&'static str>,
    english: Option<&'static str>,
    sign: Option<&'static str>,
    hundredth: (Option<&'static str>, Option<&'static str>),
}

/// Short forms that people write in place of the word.
const SHORT: [(&str, &str, &str); 16] = [
    ("second", "วิ", "sec"),
    ("minute", "นาที", "min"),
    ("hour", "ชม.", "hr"),
    ("millimetre", "มม.", "mm"),
    ("centimetre", "ซม.", "cm"),
    ("metre", "ม.", "m"),
    ("kilometre", "กม.", "km"),
    ("milligram", "มก.", "mg"),
    ("gram", "ก.", "g"),
    ("kilogram", "กก.", "kg"),
    ("millilitre", "มล.", "ml"),
    ("litre", "ล.", "l"),
    ("square-metre", "ตร.ม.", "sqm"),
    ("square-wa", "ตร.ว.", "sq wa"),
    ("celsius", "°C", "°C"),
    ("fahrenheit", "°F", "°F"),
];
/// Rows whose first Thai word is an abbreviation.
const FULL: [(&str, &str); 6] = [
    ("millimetre", "มิลลิเมตร"),
    ("centimetre", "เซนติเมตร"),
    ("kilometre", "กิโลเมตร"),
    ("millilitre", "มิลลิลิตร"),
    ("milligram", "มิลลิกรัม"),
    ("kilogram", "กิโลกรัม"),
];

fn is_thai(word: &&str) -> bool {
    word.starts_with(|ch: char| ('\u{0E01}'..='\u{0E4E}').contains(&ch))
}

fn is_english(word: &&str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The names of all units, by their English singular.
fn units() -> &'static BTreeMap<&'static str, Names> {
    static TABLE: OnceLock<BTreeMap<&str, Names>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: BTreeMap<&str, Names> = BTreeMap::new();
        for line in UNITS.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(name), Some(words)) = (cells.next(), cells.nth(3)) else { continue };
            table.entry(name).or_insert_with(|| Names {
                thai: words.split(' ').find(|word| is_thai(word) && !word.contains('_')),
                ..Names::default()
            });
        }
        table
    })
}

/// The names of all currencies, by their code.
fn currencies() -> &'static BTreeMap<&'static str, Names> {
    static TABLE: OnceLock<BTreeMap<&str, Names>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = BTreeMap::new();
        for line in CURRENCIES.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(code), Some(words)) = (cells.next(), cells.nth(1)) else { continue };
            let cents = cells.next().unwrap_or_default();
            let first = |list: &'static str, wanted: fn(&&str) -> bool| list.split(' ').find(wanted);
            let one =
                |word: &&str| word.chars().count() == 1 && !word.starts_with(char::is_alphanumeric) && !is_thai(word);
            let names = Names {
                thai: first(words, is_thai),
                english: first(words, is_english),
                sign: words.split(' ').find(one).or(words.split(' ').find(|word| *word == "฿")),
                hundredth: (first(cents, is_thai), first(cents, is_english)),
            };
            table.insert(code, names);
        }
        table
    })
}

/// What a unit is called; none for one that no table has.
pub(super) fn of(name: &str, thai: bool, short: bool) -> Option<&'static str> {
    if short && let Some((_, in_thai, in_english)) = SHORT.iter().find(|(unit, _, _)| *unit == name) {
        return Some(if thai { in_thai } else { in_english });
    }
    if !thai {
        return units().keys().find(|known| **known == name).copied();
    }
    let full = FULL.iter().find(|(unit, _)| *unit == name).map(|(_, word)| *word);
    full.or_else(|| units().get(name)?.thai)
}

/// What a currency is called; its code where no word is known. English says codes but for baht.
pub(super) fn currency(code: &str, thai: bool) -> &str {
    let names = currencies().get(code);
    match (thai, code) {
        (true, _) => names.and_then(|names| names.thai).unwrap_or(code),
        (false, "THB") => names.and_then(|names| names.english).unwrap_or(code),
        (false, _) => code,
    }
}

/// The sign before an amount, such as `฿`.
pub(super) fn sign(code: &str) -> Option<&'static str> {
    currencies().get(code)?.sign
}

/// What a hundredth is called, such as `สตางค์`.
pub(super) fn hundredth(code: &str, thai: bool) -> Option<&'static str> {
    let (in_thai, in_english) = currencies().get(code)?.hundredth;
    if thai { in_thai } else { in_english }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_thai_word_is_the_one_that_is_said() {
        let said =
            ["cup", "hour", "kilogram", "piece", "person", "box", "rai"].map(|name| of(name, true, false).unwrap());
        assert_eq!(said, ["แก้ว", "ชั่วโมง", "กิโลกรัม", "ชิ้น", "คน", "กล่อง", "ไร่"]);
        assert_eq!(of("hour", true, true), Some("ชม."));
        assert_eq!(of("gizmo", true, false), None);
    }

    #[test]
    fn currencies_have_names_and_signs() {
        assert_eq!((currency("THB", true), currency("USD", true), currency("XYZ", true)), ("บาท", "ดอลลาร์", "XYZ"));
        assert_eq!((sign("THB"), sign("USD"), sign("EUR")), (Some("฿"), Some("$"), Some("€")));
        assert_eq!((hundredth("THB", true), hundredth("THB", false)), (Some("สตางค์"), Some("satang")));
    }
}
