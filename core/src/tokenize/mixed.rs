//! A user's words that are not wholly Thai letters: `iPhone15โปร`, `7-11`, `New York`.
//!
//! In: such words, then a reading and its letters. Out: where they stand in it, none within another
//! word or number, in order. One pass over the reading whatever the number of words; capital letters
//! and small ones are the same.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::tokenize::code::{DIGIT, LETTER, is_thai};
use crate::tokenize::letter::Letter;
use crate::tokenize::script::script;
use crate::tokenize::shape::shape;
use crate::tokenize::{Kind, Piece};

/// Words to be found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mixed {
    finder: Option<AhoCorasick>,
}

impl Mixed {
    /// For words as they are read; those that are one token anyway need not be found.
    pub(crate) fn new(words: &[String]) -> Mixed {
        let open = |word: &&String| shape(word, 0, None).0 < word.len();
        let words: Vec<&String> = words.iter().filter(open).collect();
        if words.is_empty() {
            return Mixed::default();
        }
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
        Mixed { finder: builder.build(words).ok() }
    }

    /// Where they stand.
    pub(crate) fn find(&self, reading: &str, letters: &[Letter]) -> Vec<Piece> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let piece = |(start, end): (usize, usize)| {
            let (start, end) = (start as u32, end as u32);
            let (first, after) = (place(letters, start), place(letters, end));
            let kind = if is_thai(letters[first].code) { Kind::Thai } else { Kind::Word };
            (parts(reading, letters, first) && parts(reading, letters, after)).then_some(Piece { start, end, kind })
        };
        finder.find_iter(reading).filter_map(|found| piece((found.start(), found.end()))).collect()
    }
}

/// The letter at a byte; edges stand before the first.
fn place(letters: &[Letter], byte: u32) -> usize {
    let (first, _) = crate::tokenize::thai::whole(letters);
    first + letters[first..].partition_point(|letter| letter.start < byte)
}

/// Whether a word may begin or end at a letter: not within a number or a word of a script with spaces.
fn parts(reading: &str, letters: &[Letter], at: usize) -> bool {
    let inner = |at: usize| {
        let spaced = || reading[letters[at].start as usize..].chars().next().is_some_and(|ch| script(ch).is_none());
        matches!(letters[at].code, LETTER | DIGIT) && spaced()
    };
    letters[at].begins && !(inner(at - 1) && inner(at))
}
