//! What occurs in a message and how often: words, pairs of words, stems, pieces of words.
//!
//! In: a reading and its pieces. Out: hashed terms with counts, in order of first occurrence, a
//! block for words, one for stems, one for characters, one for what words stand for. Buffers are reused: reading a message of
//! ordinary length allocates nothing.

use crate::features::concepts;
use crate::features::hash::{finish, salted, step};
use crate::features::stem::stem;
use crate::features::words::{Meaning, bundled};
use crate::tokenize::{Kind, Piece};

/// Words and pairs of words; stems and pairs of stems; runs of characters; concepts.
pub(crate) const BLOCKS: usize = 4;
/// The longest run of characters that is a term, where words count by what they mean: longer runs are words
/// over again, and push each other off the rows.
const LONGEST: usize = 4;
/// The same where words count by how they are written alone: a tone is told by turns of phrase.
const LONGEST_WRITTEN: usize = 5;
/// Beyond so many distinct terms a block stops growing: a message of 10,000 characters is not read
/// more closely for being longer.
const MOST: usize = 40_000;

/// What of a message's words counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// How they are written.
    Letters,
    /// And what they mean, by their vectors.
    Meanings,
    /// And what they stand for.
    Concepts,
}

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

/// Where a term was counted: its place in the list of [`Counts`], its first and its last piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sighting {
    pub(crate) term: usize,
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// Where everything stands that was counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sightings {
    pub(crate) terms: Vec<Sighting>,
    /// The words that may mean something, by their hash, each with its piece.
    pub(crate) words: Vec<(u32, u32)>,
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
    /// Kept only for those who ask where the terms stand.
    sightings: Option<Sightings>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    kind: Kind,
    /// The piece it is part of.
    piece: u32,
}

impl Terms {
    /// Reads a message; what was read before is forgotten.
    pub(crate) fn read(&mut self, reading: &str, pieces: &[Piece], read: Read) -> &Counts {
        self.counts.list.clear();
        // About what an ordinary message has; a long one makes room as it goes.
        self.counts.list.reserve((reading.len() * 5).min(2048));
        self.fold(reading, pieces);
        self.words_and_pairs(read != Read::Letters);
        self.close(0);
        self.stems_and_pairs();
        self.close(1);
        self.characters(if read == Read::Letters { LONGEST_WRITTEN } else { LONGEST });
        self.close(2);
        if read == Read::Concepts {
            self.concepts();
        }
        self.close(3);
        &self.counts
    }

    /// Reads a message, and tells where each of its terms stands.
    pub(crate) fn locate(&mut self, reading: &str, pieces: &[Piece], read: Read) -> (&Counts, Sightings) {
        self.sightings = Some(Sightings::default());
        self.read(reading, pieces, read);
        let sightings = self.sightings.take().unwrap_or_default();
        (&self.counts, sightings)
    }

    fn fold(&mut self, reading: &str, pieces: &[Piece]) {
        self.folded.clear();
        self.words.clear();
        for (number, piece) in (0..).zip(pieces) {
            let text = reading.get(piece.start as usize..piece.end as usize).unwrap_or_default();
            let mut start = self.folded.len();
            for ch in text.chars() {
                // `what's` and `e-mail` are two words to whoever counts them.
                let cut = piece.kind == Kind::Word && matches!(ch, '\'' | '’' | '-' | '.');
                if cut {
                    self.word(start, piece.kind, number);
                    start = self.folded.len();
                }
                if ch.is_ascii() {
                    self.folded.push(ch.to_ascii_lowercase());
                } else {
                    self.folded.extend(ch.to_lowercase());
                }
                if cut {
                    self.word(start, Kind::Punctuation, number);
                    start = self.folded.len();
                }
            }
            self.word(start, piece.kind, number);
        }
    }

    /// What was folded since `start` is a word.
    fn word(&mut self, start: usize, kind: Kind, piece: u32) {
        let end = self.folded.len();
        if end > start {
            self.words.push(Word { start, end, kind, piece });
        }
    }

    fn words_and_pairs(&mut self, meant: bool) {
        let mut before = None;
        let table = bundled().filter(|_| meant);
        self.counts.meaning = Meaning::default();
        for at in 0..self.words.len() {
            let Word { start, end, kind, piece } = self.words[at];
            if matches!(kind, Kind::Space | Kind::Punctuation) {
                continue;
            }
            let word = word(&self.folded[start..end]);
            self.count(0, word, piece, piece);
            if let (Some(table), Kind::Word | Kind::Thai) = (table, kind) {
                table.add(word, &mut self.counts.meaning);
                if let Some(sightings) = &mut self.sightings {
                    sightings.words.push((word, piece));
                }
            }
            if let Some((before, first)) = before.replace((word, piece)) {
                self.count(0, pair(before, word), first, piece);
            }
        }
    }

    /// What words stand for, alone or with those behind them.
    fn concepts(&mut self) {
        let Some(concepts) = concepts::bundled() else { return };
        let words = std::mem::take(&mut self.words);
        let said = |word: &&Word| !matches!(word.kind, Kind::Space | Kind::Punctuation);
        let mut at = 0;
        while at < words.len() {
            if !said(&&words[at]) {
                at += 1;
                continue;
            }
            let rest = words[at..].iter().filter(said).map(|word| &self.folded[word.start..word.end]);
            let Some((length, stands)) = concepts.longest(rest) else {
                at += 1;
                continue;
            };
            let mut form = (at..words.len()).filter(|at| said(&&words[*at])).take(length);
            let (first, last) = (form.next().unwrap_or(at), form.last());
            let last = last.unwrap_or(first);
            for concept in stands.into_iter().flatten() {
                self.count(3, concept, words[first].piece, words[last].piece);
            }
            at = last + 1;
        }
        self.words = words;
    }

    fn stems_and_pairs(&mut self) {
        let mut before = None;
        for at in 0..self.words.len() {
            let Word { start, end, kind, piece } = self.words[at];
            if matches!(kind, Kind::Space | Kind::Punctuation) {
                continue;
            }
            let word = &self.folded.as_bytes()[start..end];
            let cut = stem(word);
            let letters = word[..cut.keep].iter().copied().chain(cut.tail).map(u32::from);
            let word = hash(2, letters);
            self.count(1, word, piece, piece);
            if let Some((before, first)) = before.replace((word, piece)) {
                self.count(1, pair(before, word), first, piece);
            }
        }
    }

    /// Two characters in a row and more, within what stands between white space, its edges marked; a Thai run,
    /// whose characters say more, is shorter by one.
    fn characters(&mut self, most: usize) {
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
                let owners = self.owners(from, at);
                for start in 0..characters.len() {
                    let thai = matches!(characters[start], '\u{e00}'..='\u{e7f}');
                    let longest = if thai { most - 1 } else { most };
                    let mut state = salted(3);
                    for (n, &ch) in characters[start..].iter().take(longest).enumerate() {
                        state = step(state, u32::from(ch));
                        if n > 0 {
                            let owner = |at: usize| owners.get(at).copied().unwrap_or(0);
                            self.count(2, finish(state), owner(start), owner(start + n));
                        }
                    }
                }
            }
            at += 1;
        }
        self.characters = characters;
    }

    /// The piece of each character of some words, with the marked edges; empty where nobody asks.
    fn owners(&self, from: usize, to: usize) -> Vec<u32> {
        if self.sightings.is_none() || from == to {
            return Vec::new();
        }
        let words = &self.words[from..to];
        let length = |word: &Word| self.folded[word.start..word.end].chars().count();
        let mut owners = vec![words[0].piece];
        owners.extend(words.iter().flat_map(|word| std::iter::repeat_n(word.piece, length(word))));
        owners.push(words[words.len() - 1].piece);
        owners
    }

    /// Counts a term of the block that is being read, which reaches from a piece to another.
    fn count(&mut self, block: usize, hash: u32, first: u32, last: u32) {
        if let (Some(term), Some(sightings)) = (self.place(block, hash), &mut self.sightings) {
            sightings.terms.push(Sighting { term, first, last });
        }
    }

    /// Counts a term and gives its place in the list; none where the block is full.
    fn place(&mut self, block: usize, hash: u32) -> Option<usize> {
        let first = self.counts.start(block);
        let distinct = self.counts.list.len() - first;
        if (distinct + 1) * 2 > self.table.len() {
            self.grow(first);
        }
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        while self.table[slot] != 0 {
            let place = self.table[slot] as usize - 1;
            let term = &mut self.counts.list[place];
            if term.hash == hash {
                term.count += 1;
                return Some(place);
            }
            slot = (slot + 1) & mask;
        }
        (distinct < MOST).then(|| {
            self.counts.list.push(Term { hash, count: 1 });
            self.table[slot] = u32::try_from(self.counts.list.len()).unwrap_or(0);
            self.counts.list.len() - 1
        })
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

fn hash(salt: u64, symbols: impl Iterator<Item = u32>) -> u32 {
    finish(symbols.fold(salted(salt), step))
}

/// The hash of a word in lower case.
pub(crate) fn word(text: &str) -> u32 {
    hash(1, text.bytes().map(u32::from))
}

/// The hash of two words that stand together.
pub(crate) fn pair(first: u32, second: u32) -> u32 {
    finish(step(step(salted(7), first), second))
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
        terms.read(text.reading(), &pieces, Read::Concepts).clone()
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
    fn runs_are_longer_where_words_mean_nothing() {
        for (text, meant, written) in [("abcdef", 18, 22), ("กขคงจ", 12, 16)] {
            let text = normalize(text);
            let mut pieces = Vec::new();
            tokenize(&text, &mut pieces);
            let count = |read| Terms::default().read(text.reading(), &pieces, read).block(2).len();
            assert_eq!((count(Read::Meanings), count(Read::Letters)), (meant, written));
        }
    }

    #[test]
    fn every_count_was_seen_somewhere() {
        let text = normalize("ขอลาเต้ e-mail ลาเต้");
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let mut terms = Terms::default();
        let (counts, sightings) = terms.locate(text.reading(), &pieces, Read::Concepts);
        let mut seen = vec![0; counts.all().len()];
        for sighting in &sightings.terms {
            assert!(sighting.first <= sighting.last && (sighting.last as usize) < pieces.len());
            seen[sighting.term] += 1;
        }
        assert_eq!(seen, counts.all().iter().map(|term| term.count).collect::<Vec<_>>());
        assert!(terms.sightings.is_none());
    }

    #[test]
    fn a_buffer_remembers_nothing() {
        let mut terms = Terms::default();
        let mut pieces = Vec::new();
        for text in ["ยาวมาก ".repeat(3000).as_str(), "สวัสดี"] {
            let text = normalize(text);
            tokenize(&text, &mut pieces);
            assert_eq!(terms.read(text.reading(), &pieces, Read::Concepts), &read(text.original()));
        }
    }
}
