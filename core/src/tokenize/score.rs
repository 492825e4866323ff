//! Codes and the lattice's path → a score for each place where a word may begin.
//!
//! A place sees four letters to its left and four to its right, as single letters, pairs and triples.
//! Each of these has a row of eight weights, one for each place that sees it, so that a letter costs
//! three rows and three vector additions, however many features it takes part in.

use crate::tokenize::code::{ALPHABET, Code, EDGE};
use crate::tokenize::lattice::{Known, Word};

/// How far a place sees to each side, in letters; codes are padded by as many edges.
pub(crate) const WINDOW: usize = 4;

/// Weights of one single letter, pair or triple for the eight places that see it.
pub(crate) type Row = [u8; 8];

/// Lengths of the path's words beyond this one look alike.
const FAR: usize = 12;

/// How many different things the path can say about a place.
pub(crate) const PATHS: usize = 6 * (FAR + 1) * (FAR + 1);

/// Which row a triple shares; `bits` is the logarithm of how many there are.
#[inline]
pub(crate) fn triple(codes: [Code; 3], bits: u32) -> usize {
    let key = (u32::from(codes[0]) * 128 + u32::from(codes[1])) * 128 + u32::from(codes[2]);
    (key.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize
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
    /// What the path says, `PATHS` of them.
    pub(crate) paths: &'w [[u8; 2]],
    pub(crate) ones: &'w [Row],
    pub(crate) pairs: &'w [Row],
    pub(crate) triples: &'w [Row],
    /// The logarithm of how many triples there are.
    pub(crate) bits: u32,
}

impl Weights<'_> {
    /// Scores of the places `from..to` of padded codes: whether a word begins at that letter.
    ///
    /// `codes` is padded; `from` and `to` do not count the [`PADDING`].
    pub(crate) fn letters(&self, codes: &[Code], from: usize, to: usize, scores: &mut Vec<i16>) {
        scores.clear();
        scores.reserve(to - from);
        let mut sums = [0_i16; 8];
        // After the letter at `at`, lane 0 holds all there is to know of the place three before it.
        let codes = codes.get(from..(to + 2 * WINDOW + 2).min(codes.len())).unwrap_or_default();
        for (at, seen) in codes.windows(3).enumerate().take(to - from + 2 * WINDOW - 1) {
            let one = self.ones.get(seen[0] as usize).unwrap_or(&[0; 8]);
            let two = self.pairs.get(pair(seen[0], seen[1])).unwrap_or(&[0; 8]);
            let three = self.triples.get(triple([seen[0], seen[1], seen[2]], self.bits)).unwrap_or(&[0; 8]);
            let [_, a, b, c, d, e, f, g] = sums;
            let mut next = [a, b, c, d, e, f, g, 0];
            for lane in 0..8 {
                next[lane] += i16::from(one[lane] as i8) + i16::from(two[lane] as i8) + i16::from(three[lane] as i8);
            }
            sums = next;
            if at >= 2 * WINDOW - 1 {
                scores.push(sums[0] + self.bias);
            }
        }
    }

    /// What one thing the path says is worth.
    pub(crate) fn path(&self, path: usize) -> i16 {
        self.paths.get(path).map_or(0, |bytes| i16::from_le_bytes(*bytes))
    }
}

/// Calls `visit` with each place inside a run and what the path says about it.
#[inline]
pub(crate) fn paths(path: &[Word], mut visit: impl FnMut(usize, usize)) {
    let (mut start, mut before) = (0, None);
    for word in path {
        let end = word.end as usize;
        let unknown = usize::from(word.known == Known::No);
        if let Some((length, was_unknown)) = before {
            visit(start, say(2 + 2 * was_unknown + unknown, length, end - start));
        }
        for at in start + 1..end {
            visit(at, say(unknown, at - start, end - at));
        }
        before = Some((end - start, unknown));
        start = end;
    }
}

fn say(what: usize, left: usize, right: usize) -> usize {
    (what * (FAR + 1) + left.min(FAR)) * (FAR + 1) + right.min(FAR)
}

/// What codes are padded with: [`WINDOW`] edges before, two more than that after.
pub(crate) const PADDING: [Code; WINDOW + 2] = [EDGE; WINDOW + 2];
