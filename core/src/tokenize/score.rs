//! Letters and the lattice's path → a score for each place where a word may begin.
//!
//! A place sees four letters to its left and four to its right, as single letters, pairs and triples.
//! A pair and the letter it begins with, and a triple, have a row of eight weights, one for each place
//! that sees it: a letter costs two rows and two vector additions, however many features it takes part
//! in.

use crate::tokenize::code::{ALPHABET, Code};
use crate::tokenize::lattice::Known;
use crate::tokenize::letter::Letter;

/// How far a place sees to each side, in letters.
pub(crate) const WINDOW: usize = 4;

/// Weights of one pair or triple for the eight places that see it.
pub(crate) type Row = [u8; 8];

/// Lengths of the path's words beyond this one look alike.
const FAR: usize = 12;

/// How many different things the path can say about a place.
pub(crate) const PATHS: usize = 6 * (FAR + 1) * (FAR + 1);

/// The logarithm of how many rows triples share.
const BITS: u32 = 14;

/// How many rows pairs have, and triples share.
pub(crate) const PAIRS: usize = ALPHABET * ALPHABET;
pub(crate) const TRIPLES: usize = 1 << BITS;

/// Which row a triple shares.
#[inline]
pub(crate) fn triple(codes: [Code; 3]) -> usize {
    let key = (u32::from(codes[0]) * 128 + u32::from(codes[1])) * 128 + u32::from(codes[2]);
    (key.wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

/// Which row a pair has.
#[inline]
pub(crate) fn pair(first: Code, second: Code) -> usize {
    first as usize * ALPHABET + second as usize
}

/// The weights, borrowed from a compiled file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights<'w> {
    /// What every place starts from.
    pub(crate) bias: i16,
    /// A score so low that nothing the path says makes a word begin there.
    pub(crate) floor: i16,
    /// What the path says.
    pub(crate) paths: &'w [[u8; 2]; PATHS],
    pub(crate) pairs: &'w [Row; PAIRS],
    pub(crate) triples: &'w [Row; TRIPLES],
}

/// How far the letters have been scored, and what is known of the eight places that are not done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Walk {
    /// The letter whose rows come next.
    next: usize,
    sums: Sums,
}

/// Eight sums of sixteen bits: those of the lanes 0, 2, 4, 6 and those of 1, 3, 5, 7.
///
/// Weights are stored with 128 added, so that sixteen of them never carry into the next lane. Moving on
/// by a letter moves the lanes down by one: the odd ones become the even ones as they are.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    even: u64,
    odd: u64,
}

/// What is added to a weight, and what all the additions come to in a sum.
pub(crate) const RAISE: i16 = 128;
const RAISED: i16 = 2 * 8 * RAISE;

impl Sums {
    /// Moves on by a letter and adds its rows; the sum that is complete.
    #[inline]
    fn add(&mut self, pair: Row, triple: Row) -> i16 {
        const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
        let (pair, triple) = (u64::from_le_bytes(pair), u64::from_le_bytes(triple));
        let (even, odd) = (self.odd, self.even >> 16);
        self.even = even + (pair & EVEN) + (triple & EVEN);
        self.odd = odd + (pair >> 8 & EVEN) + (triple >> 8 & EVEN);
        (self.even & 0xFFFF) as i16 - RAISED
    }
}

/// The [`Weights::floor`] of what the path says.
pub(crate) fn floor(paths: &[[u8; 2]; PATHS]) -> i16 {
    let most = paths.iter().map(|bytes| i16::from_le_bytes(*bytes)).max();
    most.unwrap_or(0).saturating_neg()
}

impl Weights<'_> {
    /// Scores the places within `from..to`, going on from where the walk stands if that is near; where
    /// the score is too low, no word may begin.
    ///
    /// Letters are padded (see `letter`); each place from `from + 1` on is scored.
    // By itself: within a greater function the loop has too few registers.
    #[inline(never)]
    pub(crate) fn letters(&self, letters: &mut [Letter], from: usize, to: usize, walk: &mut Walk) {
        let begin = from + 1 - WINDOW;
        if begin > walk.next {
            *walk = Walk { next: begin, ..Walk::default() };
        }
        let end = (to + WINDOW - 1).min(letters.len() - 2);
        let mut sums = walk.sums;
        let Some([first, second, ..]) = letters.get(walk.next..) else { return };
        let (mut first, mut second) = (first.code, second.code);
        for at in walk.next..end {
            let third = letters[at + 2].code;
            let pair = self.pairs.get(pair(first, second)).unwrap_or(&[RAISE as u8; 8]);
            let triple = self.triples[triple([first, second, third])];
            // Three places back all has been seen that a place sees.
            let place = &mut letters[at + 1 - WINDOW];
            place.score = sums.add(*pair, triple) + self.bias;
            place.begins &= place.score > self.floor;
            (first, second) = (second, third);
        }
        walk.next = walk.next.max(end);
        walk.sums = sums;
    }

    /// What one thing the path says is worth.
    #[inline]
    pub(crate) fn path(&self, path: usize) -> i16 {
        self.paths.get(path).map_or(0, |bytes| i16::from_le_bytes(*bytes))
    }
}

/// What the path says of a place within one of its words, `left` letters behind where the word begins
/// and `right` before where it ends.
#[inline]
pub(crate) fn within(known: Known, left: usize, right: usize) -> usize {
    say(usize::from(known == Known::No), left, right)
}

/// What it says of the place between two of its words, so and so many letters long.
#[inline]
pub(crate) fn between(known: [Known; 2], left: usize, right: usize) -> usize {
    let [before, after] = known.map(|known| usize::from(known == Known::No));
    say(2 + 2 * before + after, left, right)
}

#[inline]
fn say(what: usize, left: usize, right: usize) -> usize {
    (what * (FAR + 1) + left.min(FAR)) * (FAR + 1) + right.min(FAR)
}
