//! The cheapest way to read Latin words, as Thai or as they stand.
//!
//! In: Latin words, and what their reader knows. Out: the words of the best reading, each with its letters. A
//! noisy channel: what a Thai word costs, what its spelling costs, whether the reader knows it and the two
//! together, against what the letters cost as English (A. Viterbi, 1967).

use crate::features::word;
use crate::text::Text;
use crate::tokenize::Piece;
use crate::understand::layout::strange;

use super::lexicon::{Lexicon, Spelled};
use super::{Knows, english};

/// What it costs to write Thai in Latin letters, and to stop doing so.
const BEGINS: i32 = 80;
const STOPS: i32 = 24;
/// What each word costs, and one that ends within a Latin word.
const WORD: i32 = 6;
const GLUED: i32 = 6;
/// What a word or a pair of words gains that the reader knows, and what a rare one costs that it does not.
const KNOWN: i32 = 14;
const PAIR: i32 = 14;
const RARE: i32 = 10;
/// Rarer words cost more than this.
const FREQUENT: i32 = 62;
/// What a known Latin word costs, and a short one, and one amid Thai.
const LATIN: i32 = 44;
const SHORT: i32 = 34;
const AMID: i32 = 10;
/// How many ways are kept at a place.
const WAYS: usize = 6;

/// A way to read the letters up to a place.
#[derive(Clone, Copy)]
struct Way<'w> {
    cost: i32,
    /// Whether Thai is being written.
    thai: bool,
    /// The last word, if it was read as Thai, and by its hash.
    said: Option<&'w str>,
    last: u32,
    /// Where it began, and the number of the way to there.
    from: (usize, usize),
}

/// A word of the best way: the letters that it stands for, and what they say in Thai.
pub(super) type Said<'w> = (usize, usize, Option<&'w str>);

/// Latin words that stand together.
pub(super) struct Stretch<'s> {
    letters: Vec<u8>,
    /// For each place, the end of the Latin word that begins there, or 0.
    begins: Vec<usize>,
    /// Whether a Latin word ends at a place.
    ends: Vec<bool>,
    own: &'s Lexicon,
    knows: &'s dyn Knows,
    ways: Vec<Vec<Way<'s>>>,
}

impl<'s> Stretch<'s> {
    pub(super) fn new(text: &Text, words: &[Piece], own: &'s Lexicon, knows: &'s dyn Knows) -> Stretch<'s> {
        let mut letters: Vec<u8> = Vec::new();
        let mut spans = Vec::new();
        for piece in words {
            let start = letters.len();
            let own = &text.reading().as_bytes()[piece.start as usize..piece.end as usize];
            letters.extend(own.iter().map(u8::to_ascii_lowercase));
            spans.push((start, letters.len()));
        }
        let (mut begins, mut ends) = (vec![0; letters.len() + 1], vec![false; letters.len() + 1]);
        for (start, end) in spans {
            begins[start] = end;
            ends[end] = true;
        }
        let ways = vec![Vec::new(); letters.len() + 1];
        Stretch { letters, begins, ends, own, knows, ways }
    }

    /// The cheapest way through; empty where nothing is read as Thai.
    pub(super) fn path(mut self) -> Vec<Said<'s>> {
        let start = Way { cost: 0, thai: false, said: None, last: 0, from: (usize::MAX, 0) };
        self.ways[0] = vec![start, Way { cost: BEGINS, thai: true, ..start }];
        let mut found: Vec<Spelled<'s>> = Vec::new();
        for at in 0..self.letters.len() {
            let mut ways = std::mem::take(&mut self.ways[at]);
            ways.sort_by_key(|way| way.cost);
            ways.truncate(WAYS);
            found.clear();
            if ways.iter().any(|way| way.thai) {
                Lexicon::language().spelled(&self.letters, at, &self.ends, &mut found);
                self.own.spelled(&self.letters, at, &self.ends, &mut found);
            }
            for (number, way) in ways.iter().enumerate() {
                self.latin(at, number, way);
                found.iter().filter(|_| way.thai).for_each(|spelled| self.thai(at, number, way, spelled));
            }
            self.ways[at] = ways;
        }
        self.back()
    }

    /// Reads the Latin word that begins at a place as it stands.
    fn latin(&mut self, at: usize, number: usize, way: &Way<'s>) {
        let end = self.begins[at];
        if end == 0 {
            return;
        }
        let own = std::str::from_utf8(&self.letters[at..end]).unwrap_or_default();
        let hash = word(own);
        let length = i32::try_from(own.len()).unwrap_or(LATIN);
        let cost = match own.len() {
            1 if matches!(own, "a" | "i") => SHORT,
            2.. if self.knows.lists(own) => SHORT,
            2..4 if english(own) => SHORT,
            4.. if english(own) => LATIN,
            _ => strange(own, length),
        };
        let next = Way { cost: way.cost + cost, said: None, last: hash, from: (at, number), ..*way };
        if way.thai {
            self.put(end, Way { cost: next.cost + AMID, ..next });
            self.put(end, Way { cost: next.cost + STOPS, thai: false, ..next });
        } else {
            self.put(end, next);
            self.put(end, Way { cost: next.cost + BEGINS, thai: true, ..next });
        }
    }

    /// Reads letters as a Thai word.
    fn thai(&mut self, at: usize, number: usize, way: &Way<'s>, spelled: &Spelled<'s>) {
        let hash = word(spelled.word);
        let known = self.knows.word(hash);
        let mut cost = way.cost + spelled.cost + WORD + asks(way.said, Some(spelled.word));
        cost += match known {
            true => -KNOWN,
            false if spelled.cost > FREQUENT => RARE,
            false => 0,
        };
        if known && way.last != 0 && self.knows.pair(way.last, hash) {
            cost -= PAIR;
        }
        let ends = self.ends[spelled.end];
        cost += if ends { 0 } else { GLUED };
        let next = Way { cost, thai: true, said: Some(spelled.word), last: hash, from: (at, number) };
        self.put(spelled.end, next);
        if ends {
            self.put(spelled.end, Way { cost: cost + STOPS, thai: false, ..next });
        }
    }

    /// Keeps a way, if it is the cheapest that says the same last.
    fn put(&mut self, at: usize, way: Way<'s>) {
        let ways = &mut self.ways[at];
        match ways.iter_mut().find(|own| own.thai == way.thai && own.last == way.last) {
            Some(own) if own.cost <= way.cost => {}
            Some(own) => *own = way,
            None => ways.push(way),
        }
    }

    /// The words of the cheapest way to the end.
    fn back(&self) -> Vec<Said<'s>> {
        let mut at = self.letters.len();
        let total = |way: &&Way<'s>| way.cost + asks(way.said, None);
        let mut way = self.ways[at].iter().min_by_key(total);
        let mut path = Vec::new();
        while let Some(own) = way.filter(|own| own.from.0 != usize::MAX) {
            path.push((own.from.0, at, own.said));
            at = own.from.0;
            way = self.ways[at].get(own.from.1);
        }
        path.reverse();
        if path.iter().any(|(.., said)| said.is_some()) { path } else { Vec::new() }
    }
}

/// Whether ไม่ and ไหม, which are spelled alike, stand where they may: a question ends in ไหม.
fn asks(word: Option<&str>, next: Option<&str>) -> i32 {
    let ends = next.is_none_or(|next| ["ค่ะ", "คะ", "ครับ", "คับ", "จ้า", "นะ"].contains(&next));
    match word {
        Some("ไม่" | "ใหม่") if ends => 16,
        Some("ไหม") if !ends => 18,
        Some("ไหม") => 4,
        _ => 0,
    }
}
