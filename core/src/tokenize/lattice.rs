//! Thai letters → the cheapest way to cover them with known words and unknown stretches.
//!
//! A unigram lattice: a known word costs what the dictionary says, an unknown stretch costs to open and
//! then by the letter. One pass forward and one back, linear in the letters (words have a longest).
//! What it finds is a witness for the scores, not the verdict; only a user's words are.

use crate::tokenize::code::Code;
use crate::tokenize::trie::Trie;

/// The longest word that may take part, in letters.
pub(crate) const LONGEST: usize = 48;

/// What an unknown stretch costs, in the units of word costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// To begin one.
    pub(crate) open: u32,
    /// For each letter of it.
    pub(crate) letter: u32,
}

/// How a stretch of the path is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// In no dictionary.
    No,
    /// In the language's.
    Yes,
    /// In the user's.
    User,
}

/// One word of the path: it ends at `end`, where the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) end: u32,
    pub(crate) known: Known,
}

/// The dictionaries a lattice draws its words from.
#[derive(Clone, Copy)]
pub(crate) struct Words<'w> {
    /// The language's.
    pub(crate) own: &'w Trie<&'w [[u8; 4]]>,
    /// The user's.
    pub(crate) user: &'w [Trie<Vec<[u8; 4]>>],
    pub(crate) unknown: Unknown,
}

/// The best way known to reach a place: cost, where its last word began, how that is known.
#[derive(Clone, Copy, Debug)]
struct Step {
    cost: u32,
    from: u32,
    known: Known,
}

const UNREACHED: Step = Step { cost: u32::MAX, from: 0, known: Known::No };

/// Buffers of the lattice, kept from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lattice {
    steps: Vec<Step>,
    path: Vec<Word>,
}

impl Lattice {
    /// The cheapest path over `codes`, whose words begin only where `begins` says.
    ///
    /// `begins` has an entry for each letter and one for the end.
    pub(crate) fn path(&mut self, codes: &[Code], begins: &[bool], words: Words<'_>) -> &[Word] {
        let end = codes.len();
        debug_assert!(begins.len() > end);
        self.steps.clear();
        self.steps.resize(end + 1, UNREACHED);
        self.steps[0].cost = 0;
        // An unknown stretch that has been begun and not yet ended: the cheapest one is enough.
        let mut open = UNREACHED;
        for at in 0..=end {
            if begins[at] {
                if open.cost < self.steps[at].cost {
                    self.steps[at] = open;
                }
                let cost = self.steps[at].cost;
                if at < end {
                    self.relax(codes, begins, at, words);
                }
                if cost.saturating_add(words.unknown.open) < open.cost {
                    open = Step { cost: cost + words.unknown.open, from: at as u32, known: Known::No };
                }
            }
            open.cost = open.cost.saturating_add(words.unknown.letter);
        }
        self.trace(end)
    }

    /// Offers the words that begin at `at` to the places where they end.
    #[inline]
    fn relax(&mut self, codes: &[Code], begins: &[bool], at: usize, words: Words<'_>) {
        let cost = self.steps[at].cost;
        let ahead = &codes[at..codes.len().min(at + LONGEST)];
        let mut offer = |length: usize, price: u8, known: Known| {
            let to = at + length;
            let sum = cost.saturating_add(u32::from(price));
            if begins[to] && sum < self.steps[to].cost {
                self.steps[to] = Step { cost: sum, from: at as u32, known };
            }
        };
        words.own.prefixes(ahead, |length, price| offer(length, price, Known::Yes));
        for trie in words.user {
            trie.prefixes(ahead, |length, price| offer(length, price, Known::User));
        }
    }

    fn trace(&mut self, end: usize) -> &[Word] {
        self.path.clear();
        let mut at = end;
        while at > 0 {
            let Step { from, known, .. } = self.steps[at];
            self.path.push(Word { end: at as u32, known });
            at = from as usize;
        }
        self.path.reverse();
        &self.path
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::tokenize::code::{code, may_begin};
    use crate::tokenize::trie::build;

    fn path(words: &[(&str, u8)], text: &str) -> Vec<(String, Known)> {
        let words: BTreeMap<Vec<Code>, u8> =
            words.iter().map(|(word, cost)| (word.chars().map(code).collect(), *cost)).collect();
        let own = build(&words);
        let cells = own.first().map(|trie| trie.cells().to_vec()).unwrap_or_default();
        let codes: Vec<Code> = text.chars().map(code).collect();
        let begins: Vec<bool> = (0..=codes.len()).map(|at| may_begin(&codes, at)).collect();
        let own = Trie::over(cells.as_slice());
        let words = Words { own: &own, user: &[], unknown: Unknown { open: 54, letter: 21 } };
        let letters: Vec<char> = text.chars().collect();
        let mut start = 0;
        let mut lattice = Lattice::default();
        let cut = |word: &Word| {
            let text = letters[start..word.end as usize].iter().collect();
            start = word.end as usize;
            (text, word.known)
        };
        lattice.path(&codes, &begins, words).iter().map(cut).collect()
    }

    #[test]
    fn frequent_words_win() {
        let words = [("ตา", 30), ("ตาก", 40), ("กลม", 40), ("ลม", 35), ("นั่ง", 30)];
        let found: Vec<String> = path(&words, "นั่งตากลม").into_iter().map(|word| word.0).collect();
        assert_eq!(found, ["นั่ง", "ตา", "กลม"]);
    }

    #[test]
    fn what_is_in_no_dictionary_is_one_stretch() {
        let found = path(&[("ไป", 20), ("กับ", 20)], "ไปกับซารางเฮ");
        assert_eq!(found[2], ("ซารางเฮ".to_owned(), Known::No));
        assert!(path(&[], "").is_empty());
    }
}
