//! Words as a double array: one load a letter, sixteen thousand words in a few hundred kilobytes.
//!
//! A cell is four bytes: where its children begin (18 bits), the letter that leads to it (7 bits) and
//! the cost of the word that ends there (7 bits, 0 for none). No two cells' children begin at the same
//! place, so the letter alone tells whose child a cell is. Reading never allocates and never fails.

use std::collections::{BTreeMap, VecDeque};

use crate::tokenize::code::{ALPHABET, Code};
use crate::tokenize::lattice::LONGEST;

/// What a word costs in the lattice, `1..=MAX_COST`; cheaper is more frequent.
pub(crate) type Cost = u8;

/// The dearest word.
pub(crate) const MAX_COST: Cost = 127;

const BASE_BITS: u32 = 18;
const BASE: u32 = (1 << BASE_BITS) - 1;

/// A set of words with costs, over cells held or borrowed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trie<C> {
    cells: C,
}

impl<C: AsRef<[[u8; 4]]>> Trie<C> {
    /// A trie over cells that [`build`] made.
    pub(crate) fn over(cells: C) -> Trie<C> {
        Trie { cells }
    }

    /// Its cells, to be stored.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn cells(&self) -> &[[u8; 4]] {
        self.cells.as_ref()
    }

    /// Where every word starts from.
    #[inline]
    pub(crate) fn root(&self) -> Root {
        Root(self.cells.as_ref().first().map_or(0, |root| u32::from_le_bytes(*root) & BASE))
    }

    /// What a letter leads to from a node that has children.
    #[inline]
    pub(crate) fn child(&self, node: Root, code: Code) -> Option<Cell> {
        let cell = self.cell(node, code);
        cell.is(code).then_some(cell)
    }

    /// The cell where a letter's would be; it may be another's.
    #[inline]
    pub(crate) fn cell(&self, node: Root, code: Code) -> Cell {
        Cell(self.cells.as_ref().get(node.0 as usize + code as usize).map_or(0, |cell| u32::from_le_bytes(*cell)))
    }

    /// Calls `found` with the length and cost of each word that `codes` begins with, shortest first.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn prefixes(&self, codes: &[Code], mut found: impl FnMut(usize, Cost)) {
        let mut node = self.root();
        for (at, &code) in codes.iter().enumerate() {
            let Some(cell) = self.child(node, code) else { return };
            if cell.cost() > 0 {
                found(at + 1, cell.cost());
            }
            node = cell.root();
        }
    }
}

impl<C: AsRef<[[u8; 4]]>> Trie<C> {
    /// Calls `found` with every word and its cost, in order of the codes.
    pub(crate) fn each(&self, mut found: impl FnMut(&[Code], Cost)) {
        let mut word: Vec<Code> = Vec::new();
        // Nodes on the way, each with the letter to be looked at next.
        let mut open = vec![(self.root(), 1)];
        while let Some((node, code)) = open.last_mut() {
            let (node, letter) = (*node, *code);
            if letter as usize >= ALPHABET {
                open.pop();
                word.pop();
                continue;
            }
            *code += 1;
            let Some(cell) = self.child(node, letter) else { continue };
            word.push(letter);
            if cell.cost() > 0 {
                found(&word, cell.cost());
            }
            let ends = cell.root().is_leaf() || word.len() == LONGEST;
            open.push((cell.root(), if ends { ALPHABET as Code } else { 1 }));
        }
    }
}

/// A node that has children: where they begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Root(u32);

impl Root {
    /// No letter leads on.
    #[inline]
    pub(crate) fn is_leaf(self) -> bool {
        self.0 == 0
    }
}

/// A node that a letter led to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell(u32);

impl Cell {
    /// Whether it is a letter that led here; no letter of a word has the code 0.
    #[inline]
    pub(crate) fn is(self, code: Code) -> bool {
        (self.0 >> BASE_BITS) & 127 == u32::from(code)
    }

    /// The cost of the word that ends here; 0 where none does.
    #[inline]
    pub(crate) fn cost(self) -> Cost {
        (self.0 >> 25) as Cost
    }

    /// The node to go on from; where no longer word does, no letter leads on.
    #[inline]
    pub(crate) fn root(self) -> Root {
        Root(self.0 & BASE)
    }
}

/// Builds tries from words in codes; more than one where they do not fit in the first.
pub(crate) fn build(words: &BTreeMap<Vec<Code>, Cost>) -> Vec<Trie<Vec<[u8; 4]>>> {
    let words: Vec<(&[Code], Cost)> =
        words.iter().filter(|(word, _)| !word.is_empty()).map(|(word, cost)| (word.as_slice(), *cost)).collect();
    let mut tries = Vec::new();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let mut taken = rest.len();
        let cells = loop {
            match Builder::default().place(&rest[..taken]) {
                Some(cells) => break cells,
                None => taken = taken.div_ceil(2),
            }
        };
        tries.push(Trie::over(cells));
        rest = &rest[taken..];
    }
    tries
}

/// Places nodes first-fit, the first letters first: what every text reads lies together.
#[derive(Default)]
struct Builder {
    cells: Vec<u32>,
    /// A cell is taken, by its child or as the place where somebody's children begin.
    taken: Vec<bool>,
    begun: Vec<bool>,
    /// Everything before is taken or too crowded to look at again.
    from: usize,
}

impl Builder {
    /// The cells of sorted words, or nothing where they need more than a base can say.
    fn place(mut self, words: &[(&[Code], Cost)]) -> Option<Vec<[u8; 4]>> {
        self.room(1);
        self.taken[0] = true;
        // A node: its cell, how many letters led to it, the words below it.
        let mut open = VecDeque::from([(0, 0, words)]);
        while let Some((cell, depth, below)) = open.pop_front() {
            let below = match below.first() {
                Some((word, cost)) if word.len() == depth => {
                    self.cells[cell] |= u32::from((*cost).clamp(1, MAX_COST)) << 25;
                    &below[1..]
                }
                _ => below,
            };
            let groups: Vec<_> = below.chunk_by(|a, b| a.0[depth] == b.0[depth]).collect();
            if groups.is_empty() {
                continue;
            }
            let letters: Vec<Code> = groups.iter().map(|group| group[0].0[depth]).collect();
            let base = self.fit(&letters)?;
            self.cells[cell] |= base as u32;
            for (group, letter) in groups.into_iter().zip(letters) {
                let child = base + letter as usize;
                self.cells[child] = u32::from(letter) << BASE_BITS;
                self.taken[child] = true;
                open.push_back((child, depth + 1, group));
            }
        }
        let used = self.taken.iter().rposition(|taken| *taken).map_or(0, |last| last + 1);
        Some(self.cells[..used].iter().map(|cell| cell.to_le_bytes()).collect())
    }

    /// A place where these children fit and nobody else's begin.
    fn fit(&mut self, letters: &[Code]) -> Option<usize> {
        let mut base = self.from.max(1);
        let mut tried = 0;
        loop {
            self.room(base + ALPHABET + 1);
            if !self.begun[base] && letters.iter().all(|&letter| !self.taken[base + letter as usize]) {
                break;
            }
            base += 1;
            tried += 1;
        }
        // Looking again at a crowded stretch would cost the square of its length.
        if tried > 512 {
            self.from = base - 256;
        }
        self.begun[base] = true;
        (base < BASE as usize).then_some(base)
    }

    fn room(&mut self, size: usize) {
        if self.cells.len() < size {
            let size = size.max(self.cells.len() * 2);
            self.cells.resize(size, 0);
            self.taken.resize(size, false);
            self.begun.resize(size, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize::code::code;

    fn trie(words: &[(&str, Cost)]) -> Vec<Trie<Vec<[u8; 4]>>> {
        build(&words.iter().map(|(word, cost)| (word.chars().map(code).collect(), *cost)).collect())
    }

    fn found(tries: &[Trie<Vec<[u8; 4]>>], text: &str) -> Vec<(usize, Cost)> {
        let codes: Vec<Code> = text.chars().map(code).collect();
        let mut out = Vec::new();
        for trie in tries {
            trie.prefixes(&codes, |length, cost| out.push((length, cost)));
        }
        out
    }

    #[test]
    fn finds_every_word_that_begins_a_text_and_no_other() {
        let tries = trie(&[("ตา", 9), ("ตาก", 20), ("กลม", 30), ("ตากลม", 40), ("มา", 3)]);
        assert_eq!(found(&tries, "ตากลมมา"), [(2, 9), (3, 20), (5, 40)]);
        assert_eq!(found(&tries, "กลมตา"), [(3, 30)]);
        assert_eq!(found(&tries, "ลม"), []);
        assert_eq!(found(&tries, ""), []);
        let mut all = Vec::new();
        tries[0].each(|word, cost| all.push((word.len(), cost)));
        assert_eq!(all, [(3, 30), (2, 9), (3, 20), (5, 40), (2, 3)]);
    }

    #[test]
    fn many_words_need_several_tries_and_lose_none() {
        let mut words = BTreeMap::new();
        for n in 0..200_000_u32 {
            let word: Vec<Code> = (0..6).map(|k| 1 + ((n >> (k * 5)) & 31) as Code).collect();
            words.insert(word, 1 + (n % 127) as Cost);
        }
        let tries = build(&words);
        for (word, cost) in words.iter().step_by(997) {
            let mut hit = false;
            for trie in &tries {
                trie.prefixes(word, |length, price| hit |= length == word.len() && price == *cost);
            }
            assert!(hit);
        }
    }
}
