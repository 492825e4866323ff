//! Phone numbers, grouped as Thais write them.
//!
//! In: E.164 or a short code. Out: `081-234-5678`, `02-123-4567`, `053-123-456`, `1800-123-456`;
//! numbers of other countries stay as they are. Spoken, each digit is said.

use super::Manner;
use super::number::each;

/// Whether a text is a number in international form.
pub(super) fn is_number(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|rest| (7..=15).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// A number with its extension.
pub(super) fn said(number: &str, ext: Option<&str>, manner: &Manner<'_>) -> String {
    let plain = number.strip_prefix("+66").map_or_else(|| number.to_owned(), |rest| format!("0{rest}"));
    let groups = groups(&plain);
    let mut said = if manner.words() {
        let spoken: Vec<String> = groups.iter().map(|group| each(group, manner.thai)).collect();
        spoken.join(" ")
    } else {
        groups.join("-")
    };
    if let Some(ext) = ext {
        said.push_str(manner.pick(" ต่อ ", " ext. "));
        said.push_str(ext);
    }
    said
}

/// The groups of a national number.
fn groups(plain: &str) -> Vec<&str> {
    let cuts: &[usize] = match (plain.len(), plain.get(..2).unwrap_or_default()) {
        _ if !plain.bytes().all(|byte| byte.is_ascii_digit()) => &[],
        (9, "02") => &[2, 5],
        (9, _) if plain.starts_with('0') => &[3, 6],
        (10, "18" | "19") => &[4, 7],
        (10, _) if plain.starts_with('0') => &[3, 6],
        _ => &[],
    };
    let mut groups = Vec::with_capacity(cuts.len() + 1);
    let mut from = 0;
    for cut in cuts {
        groups.push(&plain[from..*cut]);
        from = *cut;
    }
    groups.push(&plain[from..]);
    groups
}
