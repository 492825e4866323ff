//! What the host knows to be this person's: order numbers, member ids, held by a slot.
//!
//! In: a text and the values of kinds. Out: where the text names one of them, whatever its case and
//! without regard to spaces, hyphens and the like: `so 123456` is `SO-123456`. Bounded: so many
//! values of so many bytes, one walk over the text for each.

use super::Reading;
use super::edge::{Edge, edge};
use crate::understanding::Entity;
use crate::value::Value;

/// Values of a kind, at most.
const MOST: usize = 64;
/// The longest value, in bytes.
const LONGEST: usize = 64;
/// The shortest, in letters and digits: less would be found everywhere.
const SHORTEST: usize = 2;

/// A person's own values of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    /// The kind they are of.
    pub(crate) kind: String,
    /// As the host wrote them.
    pub(crate) values: Vec<String>,
    /// Whether the kind is a built-in one, whose value is `{"value": …}`.
    pub(crate) shaped: bool,
}

/// Finds a person's values in a text.
pub(crate) fn find(own: &Own, reading: &Reading<'_>, found: &mut Vec<Entity>) {
    let text = reading.text.reading();
    for value in own.values.iter().take(MOST).filter(|value| value.len() <= LONGEST) {
        let letters: Vec<char> = value.chars().filter(|ch| !parts(*ch)).map(folded).collect();
        let Some(first) = letters.first().filter(|_| letters.len() >= SHORTEST) else { continue };
        let mut from = 0;
        for (start, ch) in text.char_indices() {
            if start < from || folded(ch) != *first {
                continue;
            }
            let Some(end) = reaches(&text[start..], &letters).map(|length| start + length) else { continue };
            let word = |at| edge(text, reading.pieces, at) == Edge::Word;
            if !word(start) || !word(end) {
                continue;
            }
            let mut entity = Entity::new(&own.kind, reading.text.original(), reading.text.span(start, end), "session");
            let held = Value::from(value.as_str());
            entity.value = if own.shaped { Value::map([("value", held)]) } else { held };
            found.push(entity);
            from = end;
        }
    }
}

/// How many bytes of a text spell the letters, with separators between them.
fn reaches(text: &str, letters: &[char]) -> Option<usize> {
    let mut next = letters.iter();
    let mut wanted = next.next()?;
    let mut gap = 0;
    for (at, ch) in text.char_indices() {
        if folded(ch) == *wanted {
            gap = 0;
            match next.next() {
                Some(letter) => wanted = letter,
                None => return Some(at + ch.len_utf8()),
            }
        } else if parts(ch) && gap < 2 {
            gap += 1;
        } else {
            return None;
        }
    }
    None
}

/// What may stand between the letters of a code.
fn parts(ch: char) -> bool {
    matches!(ch, ' ' | '-' | '_' | '/' | '.' | '#')
}

fn folded(ch: char) -> char {
    match ch {
        '๐'..='๙' => char::from_digit(u32::from(ch) - u32::from('๐'), 10).unwrap_or(ch),
        _ => ch.to_lowercase().next().unwrap_or(ch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::{Piece, tokenize};
    use crate::value::Timestamp;

    fn found(values: &[&str], text: &str) -> Vec<(String, String)> {
        let text = normalize(text);
        let mut pieces: Vec<Piece> = Vec::new();
        tokenize(&text, &mut pieces);
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let own = Own { kind: "order".into(), values, shaped: false };
        let mut entities = Vec::new();
        find(&own, &Reading { text: &text, pieces: &pieces, now: Timestamp(0) }, &mut entities);
        entities.into_iter().map(|entity| (entity.text, entity.value.to_string())).collect()
    }

    #[test]
    fn however_it_is_typed() {
        for typed in ["SO-123456", "so123456", "so 123456", "SO-๑๒๓๔๕๖"] {
            let text = format!("เช็คออเดอร์{typed}ให้หน่อยค่ะ");
            assert_eq!(found(&["SO-123456"], &text), [(typed.to_owned(), "SO-123456".to_owned())], "{typed}");
        }
        assert!(found(&["SO-123456"], "so-1234567").is_empty());
        assert!(found(&["SO-123456", "", "x"], "123456 x").is_empty());
    }
}
