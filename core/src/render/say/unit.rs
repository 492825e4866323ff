//! What units and currencies are called, from the tables that `entities` reads them with, as the build
//! has cut them to what is said.
//!
//! In: a unit's English name or an ISO 4217 code. Out: the first Thai word of its row, which is the
//! one that is said (`cup` is `แก้ว`), or the English one. Short forms are those people write.

use crate::data::entities::{SAID_CURRENCIES, SAID_UNITS};

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

/// A cell of the row that begins with a name, if anything is in it. The tables are short and read through.
fn cell(table: &'static str, name: &str, place: usize) -> Option<&'static str> {
    let begins = |line: &&str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with('\t'));
    let row = table.lines().find(begins)?;
    row.split('\t').nth(place).filter(|word| !word.is_empty())
}

/// What a unit is called; none for one that no table has.
pub(super) fn of(name: &str, thai: bool, short: bool) -> Option<&'static str> {
    if short && let Some((_, in_thai, in_english)) = SHORT.iter().find(|(unit, _, _)| *unit == name) {
        return Some(if thai { in_thai } else { in_english });
    }
    if !thai {
        return cell(SAID_UNITS, name, 0);
    }
    let full = FULL.iter().find(|(unit, _)| *unit == name).map(|(_, word)| *word);
    full.or_else(|| cell(SAID_UNITS, name, 1))
}

/// What a currency is called; its code where no word is known. English says codes but for baht.
pub(super) fn currency(code: &str, thai: bool) -> &str {
    match (thai, code) {
        (true, _) => cell(SAID_CURRENCIES, code, 1).unwrap_or(code),
        (false, "THB") => cell(SAID_CURRENCIES, code, 2).unwrap_or(code),
        (false, _) => code,
    }
}

/// The sign before an amount, such as `฿`.
pub(super) fn sign(code: &str) -> Option<&'static str> {
    cell(SAID_CURRENCIES, code, 3)
}

/// What a hundredth is called, such as `สตางค์`.
pub(super) fn hundredth(code: &str, thai: bool) -> Option<&'static str> {
    cell(SAID_CURRENCIES, code, if thai { 4 } else { 5 })
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
