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

/// How a stretch of the path is known; of two equals the better known wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// In the user's dictionary.
    User,
    /// In the language's.
    Yes,
    /// In none.
    No,
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

/// The best way known to reach a place: its cost, where its last word began, how that is known; in
/// one number, so that the cheaper is the smaller, and of two equals the one whose last word is longer.
type Step = u64;

const UNREACHED: Step = u64::MAX;

fn step(cost: u32, from: usize, known: Known) -> Step {
    u64::from(cost) << 32 | (from as u64) << 2 | known as u64
}

fn cost(step: Step) -> u32 {
    (step >> 32) as u32
}

/// Buffers of the lattice, kept from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lattice {
    steps: Vec<Step>,
    path: Vec<Word>,
}

impl Lattice {
    /// The cheapest path over `codes`, whose words begin only where `begins` says.
    ///
    /// `begins` has an entry for each letter and one for the end; `codes` is shorter than 2^30.
    pub(crate) fn path(&mut self, codes: &[Code], begins: &[bool], words: Words<'_>) -> &[Word] {
        let end = codes.len();
        let begins = &begins[..=end];
        self.steps.clear();
        self.steps.resize(end + 1, UNREACHED);
        let steps = &mut self.steps[..];
        steps[0] = step(0, 0, Known::No);
        // An unknown stretch that has been begun and not yet ended: the cheapest one is enough.
        let mut open = UNREACHED;
        for at in 0..=end {
            if begins[at] {
                steps[at] = steps[at].min(open);
                let reached = cost(steps[at]);
                relax(steps, codes, begins, (at, reached), words);
                open = open.min(step(reached.saturating_add(words.unknown.open), at, Known::No));
            }
            open = open.saturating_add(u64::from(words.unknown.letter) << 32);
        }
        self.trace(end)
    }

    fn trace(&mut self, end: usize) -> &[Word] {
        self.path.clear();
        let mut at = end;
        while at > 0 {
            let step = self.steps[at];
            let known = match step & 3 {
                0 => Known::User,
                1 => Known::Yes,
                _ => Known::No,
            };
            self.path.push(Word { end: at as u32, known });
            // A word has a letter: the walk ends whatever the steps say.
            at = ((step >> 2) as usize & 0x3FFF_FFFF).min(at - 1);
        }
        self.path.reverse();
        &self.path
    }
}

/// Offers the words that begin at `at`, which costs `reached`, to the places where they end.
#[inline]
fn relax(steps: &mut [Step], codes: &[Code], begins: &[bool], (at, reached): (usize, u32), words: Words<'_>) {
    let ahead = &codes[at..codes.len().min(at + LONGEST)];
    let (steps, begins) = (&mut steps[at..], &begins[at..]);
    let mut offer = |length: usize, price: u8, known: Known| {
        if begins[length] {
            let step = step(reached.saturating_add(u32::from(price)), at, known);
            steps[length] = steps[length].min(step);
        }
    };
    words.own.prefixes(ahead, |length, price| offer(length, price, Known::Yes));
    for trie in words.user {
        trie.prefixes(ahead, |length, price| offer(length, price, Known::User));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::tokenize::code::code;
    use crate::tokenize::score::{PADDING, WINDOW};
    use crate::tokenize::thai::places;
    use crate::tokenize::trie::build;

    fn path(words: &[(&str, u8)], text: &str) -> Vec<(String, Known)> {
        let words: BTreeMap<Vec<Code>, u8> =
            words.iter().map(|(word, cost)| (word.chars().map(code).collect(), *cost)).collect();
        let own = build(&words);
        let cells = own.first().map(|trie| trie.cells().to_vec()).unwrap_or_default();
        let codes: Vec<Code> = text.chars().map(code).collect();
        let padded = [&PADDING[..WINDOW], &codes, &PADDING].concat();
        let mut begins = Vec::new();
        places(&padded, 0, codes.len(), &mut begins);
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
