//! The words of the grammar: the longest that stands at a place, and its senses.
//!
//! A trie over letters, a byte each, compiled from the tables under `data/entities` by the build. The
//! children of a node stand side by side, in order; a word has one or more senses.

use super::class::{Class, Set};
use super::letter::{code, fold};

/// One meaning of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sense {
    pub(super) class: Class,
    pub(super) value: i16,
}

/// The compiled grammar words; `build/words.rs` says what is where.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) letters: &'static [u8],
    pub(super) children: &'static [u16],
    pub(super) words: &'static [u16],
    pub(super) spans: &'static [u16],
    pub(super) senses: &'static [Sense],
    pub(super) classes: &'static [u8],
    pub(super) sets: &'static [Set],
    pub(super) signs: &'static [char],
}

/// The bit of an abbreviation that counts only beside a number or alone: `มค*` in the tables.
const SHY: u16 = 1 << 15;

/// The lexicon; a test may put another in its place.
#[cfg(not(test))]
pub(super) fn lexicon() -> &'static Lexicon {
    &super::grammar::LEXICON
}

#[cfg(test)]
pub(super) use super::lines::lexicon;

impl Lexicon {
    fn step(&self, node: usize, letter: u8) -> Option<usize> {
        let (from, to) = (usize::from(self.children[node]), usize::from(self.children[node + 1]));
        let row = &self.letters[from..to];
        // Only the root has many children.
        let at = if node == 0 { row.binary_search(&letter).ok() } else { row.iter().position(|own| *own == letter) };
        at.map(|at| from + at)
    }

    /// The longest word at the start of `text` whose end `fits` accepts: its bytes and its number.
    /// `fits` also hears whether the word is an abbreviation.
    pub(super) fn longest(&self, text: &str, fits: impl Fn(usize, bool) -> bool) -> Option<(usize, u16)> {
        let mut best = None;
        let mut node = 0;
        for (at, written) in text.char_indices() {
            let Some(next) = code(fold(written), self.signs).and_then(|letter| self.step(node, letter)) else { break };
            node = next;
            let word = self.words[node];
            let end = at + written.len_utf8();
            if word != 0 && fits(end, word & SHY != 0) {
                best = Some((end, (word & !SHY) - 1));
            }
        }
        best
    }

    /// The classes of a word.
    fn set(&self, word: u16) -> &Set {
        &self.sets[usize::from(self.classes[usize::from(word)])]
    }

    /// Whether a word has a sense of a class.
    pub(super) fn has(&self, word: u16, class: Class) -> bool {
        let class = class as usize;
        self.set(word)[class / 64] & (1 << (class % 64)) != 0
    }

    /// Whether a word has a sense of one of these classes.
    pub(super) fn any(&self, word: u16, classes: &Set) -> bool {
        self.set(word).iter().zip(classes).any(|(own, asked)| own & asked != 0)
    }

    /// The senses of a word.
    pub(super) fn senses(&self, word: u16) -> &'static [Sense] {
        let word = usize::from(word);
        &self.senses[usize::from(self.spans[word])..usize::from(self.spans[word + 1])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let (end, word) = lexicon().longest("ไม่เกินกว่านี้", |_, _| true).unwrap();
        assert_eq!(end, "ไม่เกินกว่า".len());
        assert!(lexicon().senses(word).iter().any(|sense| sense.class == Class::Most));
    }
}
