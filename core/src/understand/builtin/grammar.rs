//! The tables under `data/entities`, as the build compiled them: nothing is read or allocated here.
//!
//! Words with their senses, units, holidays, given names and function words. What the constants
//! hold is said in `build/words.rs`.

use super::class::{Class, Set};
use super::holiday::{Holiday, Rule};
use super::lexicon::{Lexicon, Sense};
use super::unit::{Measure, Unit};

include!(concat!(env!("OUT_DIR"), "/grammar.rs"));

/// The words of the grammar.
pub(super) static LEXICON: Lexicon = Lexicon {
    letters: LETTERS,
    children: CHILDREN,
    words: WORDS,
    spans: SPANS,
    senses: SENSES,
    classes: CLASSES,
    sets: SETS,
    signs: SIGNS,
};

/// A list of words in order, as one text.
#[derive(Debug)]
pub(super) struct Words {
    text: &'static str,
    /// Where each begins, and the end.
    starts: &'static [u16],
    /// A mark for each, or none for any.
    marks: &'static [bool],
}

impl Words {
    /// Whether a word is in the list; then whether it is marked.
    pub(super) fn find(&self, word: &str) -> Option<bool> {
        let at = self.place(word);
        (self.word(at) == Some(word)).then(|| self.marks.get(at).copied().unwrap_or(false))
    }

    /// Whether some word begins so.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.word(self.place(word)).is_some_and(|own| own.starts_with(word))
    }

    /// The first word that is not before this one.
    fn place(&self, word: &str) -> usize {
        let (mut from, mut to) = (0, self.starts.len().saturating_sub(1));
        while from < to {
            let at = usize::midpoint(from, to);
            if self.word(at).is_some_and(|own| own < word) {
                from = at + 1;
            } else {
                to = at;
            }
        }
        from
    }

    fn word(&self, at: usize) -> Option<&'static str> {
        Some(&self.text[usize::from(*self.starts.get(at)?)..usize::from(*self.starts.get(at + 1)?)])
    }
}

/// A unit by its number: those of `units.tsv`, then three for each currency.
pub(super) fn unit(id: u16) -> Unit {
    let id = usize::from(id);
    let Some(after) = id.checked_sub(UNITS.len()) else { return UNITS[id] };
    let (row, what) = (after / 3, after % 3);
    let name = CODES.get(4 * row..4 * row + 4).unwrap_or_default().trim_end();
    let factor = if what == 1 { 0.01 } else { 1.0 };
    let capitals = what == 2 && CAPITALS.get(row) == Some(&true);
    Unit { name, measure: Measure::Money, group: name, factor, per: name, capitals }
}

/// The number of a unit of `units.tsv`.
pub(super) fn named(name: &str) -> Option<u16> {
    UNITS.iter().position(|unit| unit.name == name).and_then(|at| u16::try_from(at).ok())
}

/// The number of a currency.
pub(super) fn currency(code: &str) -> Option<u16> {
    let row = CODES.as_bytes().chunks(4).position(|own| own.trim_ascii_end() == code.as_bytes())?;
    u16::try_from(UNITS.len() + 3 * row).ok()
}
