//! A reading → its letters, one after the other, with room for what the stages find out about each.
//!
//! In: a reading. Out: for each character its code, whether a word may begin there by the rules that no
//! Thai text breaks, and where it stands; edges before and after. All that the segmenter needs lies in
//! this one list: a text costs one allocation, and none where the list is kept.

use crate::normalize::{Watch, slots};
use crate::tokenize::code::{self, Behind, Code, EDGE, THANTHAKHAT, is_thai, silences};
use crate::tokenize::lattice::{Step, UNREACHED};

/// Edges before the first letter: how far a place sees to its left, and the two places that the walk
/// over the rows passes before the first that counts.
pub(crate) const BEFORE: usize = 6;
/// Edges after the last: how far a place sees to its right, and as far as a triple reaches from there.
pub(crate) const AFTER: usize = 6;

/// One character, and what is known of the place before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    /// What character it is.
    pub(crate) code: Code,
    /// Whether a word may begin here.
    pub(crate) begins: bool,
    /// How much the letters around want a word to begin here.
    pub(crate) score: i16,
    /// Where it stands, in bytes of the reading.
    pub(crate) start: u32,
    /// The lattice's best way here, then its path from here.
    pub(crate) step: Step,
}

/// Reads letters into a list that is emptied first.
pub(crate) fn read(reading: &str, letters: &mut Vec<Letter>) {
    each(reading, letters, |ch| Some(code::slot(ch)), |_, _| true);
}

/// The same for a text as it was written; no where it may not read so, and then the list is of no use.
// By itself: within a greater function the loop has too few registers.
#[inline(never)]
pub(crate) fn read_plain(raw: &str, letters: &mut Vec<Letter>) -> bool {
    let mut watch = Watch::new(raw);
    each(raw, letters, |ch| Watch::far(ch).map(|_| code::slot(ch)), |at, slot| watch.plain(at, slot))
}

/// `watch` sees each character; its no ends the reading, and so does that of `far`; then the answer is no.
#[inline(always)]
fn each(
    reading: &str,
    letters: &mut Vec<Letter>,
    far: impl Fn(char) -> Option<u8>,
    mut watch: impl FnMut(usize, u8) -> bool,
) -> bool {
    letters.clear();
    letters.reserve(reading.len() / 2 + BEFORE + AFTER);
    letters.extend([Letter::edge(0); BEFORE]);
    let mut behind = Behind::default();
    let reached = slots(reading, far, |at, slot| {
        let (code, begins) = behind.read(slot);
        letters.push(Letter { code, begins, score: 0, start: at as u32, step: UNREACHED });
        if code == THANTHAKHAT {
            silence(letters);
        }
        watch(at, slot)
    });
    letters.extend([Letter::edge(reading.len()); AFTER]);
    reached == reading.len()
}

/// A silenced letter, the last but one or two, begins nothing behind another of Thai.
fn silence(letters: &mut [Letter]) {
    if let [.., third, second, first, mark] = letters {
        let silenced = match silences(mark.code, [second.code, first.code]) {
            1 if is_thai(second.code) => first,
            2 if is_thai(third.code) => second,
            _ => return,
        };
        silenced.begins = false;
    }
}

impl Letter {
    fn edge(at: usize) -> Letter {
        Letter { code: EDGE, begins: true, score: 0, start: at as u32, step: UNREACHED }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(text: &str) -> String {
        let mut letters = Vec::new();
        read(text, &mut letters);
        let mut out = String::new();
        for (ch, letter) in text.chars().zip(&letters[BEFORE..]) {
            if letter.begins && letter.start > 0 {
                out.push('|');
            }
            out.push(ch);
        }
        out
    }

    #[test]
    fn words_begin_where_a_cluster_does() {
        assert_eq!(begins("น้ำแข็ง"), "น้ำ|แข็|ง");
        assert_eq!(begins("วันนี้"), "วัน|นี้");
        assert_eq!(begins("ตั้งใจ"), "ตั้ง|ใจ");
        assert_eq!(begins("ศุกร์พันธุ์"), "ศุ|กร์|พันธุ์");
        assert_eq!(begins("a์ก์ร"), "a|์ก์|ร");
    }

    #[test]
    fn edges_stand_around_a_text() {
        let mut letters = Vec::new();
        for text in ["", "ก", "กา a"] {
            read(text, &mut letters);
            assert_eq!(letters.len(), BEFORE + text.chars().count() + AFTER);
            assert_eq!(letters[letters.len() - AFTER].start as usize, text.len());
        }
    }
}
