//! What occurs in a message and how often: words, pairs of words, stems, pieces of words.
//!
//! In: a reading and its pieces. Out: hashed terms with counts, in order of first occurrence, a
//! block for words, one for stems, one for characters. Buffers are reused: reading a message of
//! ordinary length allocates nothing.

use crate::features::stem::stem;
use crate::features::words::{Meaning, bundled};
use crate::tokenize::{Kind, Piece};

/// Words and pairs of words; stems and pairs of stems; two to five characters.
pub(crate) const BLOCKS: usize = 3;
/// The longest run of characters that is a term; a Thai one, whose characters say more, is shorter.
const LONGEST: usize = 5;
const LONGEST_THAI: usize = 4;
/// Beyond so many distinct terms a block stops growing: a message of 10,000 characters is not read
/// more closely for being longer.
const MOST: usize = 40_000;

/// A term: a hash that knows its block, and how often it occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) hash: u32,
    pub(crate) count: u32,
}

/// The terms of a message, block after block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    list: Vec<Term>,
    meaning: Meaning,
    /// Where each block ends in `list`.
    ends: [usize; BLOCKS],
}

impl Counts {
    /// The terms of a block.
    pub(crate) fn block(&self, block: usize) -> &[Term] {
        &self.list[self.start(block)..self.ends[block]]
    }

    /// All terms.
    pub(crate) fn all(&self) -> &[Term] {
        &self.list
    }

    /// What the words mean together.
    pub(crate) fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    fn start(&self, block: usize) -> usize {
        if block == 0 { 0 } else { self.ends[block - 1] }
    }
}

/// Reads messages into [`Counts`], with the buffers that takes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    counts: Counts,
    /// Open addressing: one plus a term's place in `list`, of this block only.
    table: Vec<u32>,
    /// The reading in lower case; `words` are bytes of it.
    folded: String,
    words: Vec<Word>,
    characters: Vec<char>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    kind: Kind,
}

impl Terms {
    /// Reads a message; what was read before is forgotten.
    pub(crate) fn read(&mut self, reading: &str, pieces: &[Piece]) -> &Counts {
        self.counts.list.clear();
        self.fold(reading, pieces);
        self.words_and_pairs();
        self.close(0);
        self.stems_and_pairs();
        self.close(1);
        self.characters();
        self.close(2);
        &self.counts
    }

    fn fold(&mut self, reading: &str, pieces: &[Piece]) {
        self.folded.clear();
        self.words.clear();
        for piece in pieces {
            let text = reading.get(piece.start as usize..piece.end as usize).unwrap_or_default();
            let mut start = self.folded.len();
            for ch in text.chars() {
                // `what's` and `e-mail` are two words to whoever counts them.
                let cut = piece.kind == Kind::Word && matches!(ch, '\'' | '’' | '-' | '.');
                if cut {
                    self.word(start, piece.kind);
                    start = self.folded.len();
                }
                if ch.is_ascii() {
                    self.folded.push(ch.to_ascii_lowercase());
                } else {
                    self.folded.extend(ch.to_lowercase());
                }
                if cut {
                    self.word(start, Kind::Punctuation);
                    start = self.folded.len();
                }
            }
            self.word(start, piece.kind);
        }
    }

    /// What was folded since `start` is a word.
    fn word(&mut self, start: usize, kind: Kind) {
        let end = self.folded.len();
        if end > start {
            self.words.push(Word { start, end, kind });
        }
    }

    fn words_and_pairs(&mut self) {
        let mut before = None;
        let table = bundled();
        self.counts.meaning = Meaning::default();
        for at in 0..self.words.len() {
            let Word { start, end, kind } = self.words[at];
            if matches!(kind, Kind::Space | Kind::Punctuation) {
                continue;
            }
            let word = word(&self.folded[start..end]);
            self.count(0, word);
            if let (Some(table), Kind::Word | Kind::Thai) = (table, kind) {
                table.add(word, &mut self.counts.meaning);
            }
            if let Some(before) = before.replace(word) {
                self.count(0, pair(before, word));
            }
        }
    }

    fn stems_and_pairs(&mut self) {
        let mut before = None;
        for at in 0..self.words.len() {
            let Word { start, end, kind } = self.words[at];
            if matches!(kind, Kind::Space | Kind::Punctuation) {
                continue;
            }
            let word = &self.folded.as_bytes()[start..end];
            let cut = stem(word);
            let letters = word[..cut.keep].iter().copied().chain(cut.tail).map(u32::from);
            let word = hash(2, letters);
            self.count(1, word);
            if let Some(before) = before.replace(word) {
                self.count(1, pair(before, word));
            }
        }
    }

    /// Two to five characters in a row, within what stands between white space, its edges marked.
    fn characters(&mut self) {
        let mut characters = std::mem::take(&mut self.characters);
        let mut at = 0;
        while at < self.words.len() {
            let from = at;
            while at < self.words.len() && self.words[at].kind != Kind::Space {
                at += 1;
            }
            if at > from {
                characters.clear();
                characters.push(' ');
                characters.extend(self.folded[self.words[from].start..self.words[at - 1].end].chars());
                characters.push(' ');
                for start in 0..characters.len() {
                    let thai = matches!(characters[start], '\u{e00}'..='\u{e7f}');
                    let longest = if thai { LONGEST_THAI } else { LONGEST };
                    let mut state = SEED ^ 3;
                    for (n, &ch) in characters[start..].iter().take(longest).enumerate() {
                        state = step(state, u32::from(ch));
                        if n > 0 {
                            self.count(2, finish(state));
                        }
                    }
                }
            }
            at += 1;
        }
        self.characters = characters;
    }

    /// Counts a term of the block that is being read.
    fn count(&mut self, block: usize, hash: u32) {
        let first = self.counts.start(block);
        let distinct = self.counts.list.len() - first;
        if (distinct + 1) * 2 > self.table.len() {
            self.grow(first);
        }
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        while self.table[slot] != 0 {
            let term = &mut self.counts.list[self.table[slot] as usize - 1];
            if term.hash == hash {
                term.count += 1;
                return;
            }
            slot = (slot + 1) & mask;
        }
        if distinct < MOST {
            self.counts.list.push(Term { hash, count: 1 });
            self.table[slot] = u32::try_from(self.counts.list.len()).unwrap_or(0);
        }
    }

    fn grow(&mut self, first: usize) {
        let size = (self.table.len() * 2).max(1024);
        self.table.clear();
        self.table.resize(size, 0);
        for at in first..self.counts.list.len() {
            let mut slot = self.counts.list[at].hash as usize & (size - 1);
            while self.table[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.table[slot] = u32::try_from(at + 1).unwrap_or(0);
        }
    }

    fn close(&mut self, block: usize) {
        self.counts.ends[block] = self.counts.list.len();
        self.table.fill(0);
    }
}

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

fn step(state: u64, symbol: u32) -> u64 {
    (state.rotate_left(5) ^ u64::from(symbol)).wrapping_mul(SEED)
}

/// The high bits of a state, which depend on all of its symbols.
fn finish(state: u64) -> u32 {
    u32::try_from((state ^ state >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).unwrap_or(0)
}

fn hash(salt: u64, symbols: impl Iterator<Item = u32>) -> u32 {
    finish(symbols.fold(SEED ^ salt, step))
}

/// The hash of a word in lower case.
pub(crate) fn word(text: &str) -> u32 {
    hash(1, text.bytes().map(u32::from))
}

fn pair(first: u32, second: u32) -> u32 {
    finish(step(step(SEED ^ 7, first), second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;

    fn read(text: &str) -> Counts {
        let text = normalize(text);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let mut terms = Terms::default();
        terms.read(text.reading(), &pieces).clone()
    }

    #[test]
    fn words_stems_and_characters() {
        let terms = read("Cards  CARDS card");
        let counts: Vec<u32> = terms.block(0).iter().map(|term| term.count).collect();
        assert_eq!(counts, [2, 1, 1, 1]);
        let counts: Vec<u32> = terms.block(1).iter().map(|term| term.count).collect();
        assert_eq!(counts, [3, 2]);
        assert!(!terms.block(2).is_empty());
        assert_eq!(terms.all().len(), 6 + terms.block(2).len());
    }

    #[test]
    fn a_buffer_remembers_nothing() {
        let mut terms = Terms::default();
        let mut pieces = Vec::new();
        for text in ["ยาวมาก ".repeat(3000).as_str(), "สวัสดี"] {
            let text = normalize(text);
            tokenize(&text, &mut pieces);
            assert_eq!(terms.read(text.reading(), &pieces), &read(text.original()));
        }
    }
}
