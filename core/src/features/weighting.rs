//! Counts → numbers: frequent terms weigh less, long messages no more than short ones.
//!
//! In: the [`Counts`] of a message. Out: feature rows with values, each block of length one. What
//! was never seen in training has no row and no weight. Built once from the examples.

use crate::features::terms::{BLOCKS, Counts, Term};
use crate::features::words::{Meaning, WIDTH};

/// How much each hashed row weighs: the inverse document frequency, in sixteenths; 0 is unseen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weighting {
    weights: Vec<u8>,
    /// The most that a row weighs: as much as what was never seen.
    most: u8,
    shift: u32,
    /// The word table that gives the rows behind the hashed ones; none where there are no such rows.
    words: Option<u32>,
}

/// How much the meaning of all words counts beside a block of length one.
const MEANING: f32 = 2.5;

/// 1 + ln n for small n: how much a repeated term counts.
const REPEATED: [f32; 9] =
    [0.0, 1.0, 1.693_147_2, 2.098_612_3, 2.386_294_4, 2.609_438, 2.791_759_5, 2.945_91, 3.079_441_5];

impl Weighting {
    /// From stored weights; `None` unless their number is a power of two from 2^8 to 2^20.
    pub(crate) fn from_bytes(weights: &[u8]) -> Option<Weighting> {
        let rows = weights.len();
        (rows.is_power_of_two() && (1 << 8..=1 << 20).contains(&rows)).then(|| Weighting {
            weights: weights.to_vec(),
            most: most(weights),
            shift: 32 - rows.trailing_zeros(),
            words: None,
        })
    }

    /// The weights as they are stored, a byte a row.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.weights
    }

    /// The same, with rows for the meaning of words by the table of this name.
    pub(crate) fn with_words(mut self, words: Option<u32>) -> Weighting {
        self.words = words;
        self
    }

    /// The word table that gives meaning, if any does.
    pub(crate) fn words(&self) -> Option<u32> {
        self.words
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.hashed() + if self.words.is_some() { WIDTH } else { 0 }
    }

    /// How many rows stand for hashed terms; those of meaning come behind them.
    pub(crate) fn hashed(&self) -> usize {
        self.weights.len()
    }

    /// The rows of meaning, behind the hashed ones.
    pub(crate) fn meanings(&self) -> std::ops::Range<u32> {
        let first = u32::try_from(self.hashed()).unwrap_or(0);
        first..first + if self.words.is_some() { WIDTH as u32 } else { 0 }
    }

    /// What the sum of the words' vectors is multiplied by; none where meaning has no rows or no word
    /// is known.
    pub(crate) fn meant(&self, meaning: &Meaning) -> Option<f32> {
        self.words.and(meaning.scale()).map(|scale| scale * MEANING)
    }

    /// Whether a term has a row with a weight: it then has a feature.
    pub(crate) fn knows(&self, term: Term) -> bool {
        self.weights[(term.hash >> self.shift) as usize] != 0
    }

    /// The rows and values of a message, into a buffer that is emptied first; gives the share of
    /// the message, 0 to 1, that was seen in training: the mean over blocks of what their square length
    /// would be, had all of it been seen.
    pub(crate) fn weigh(&self, terms: &Counts, out: &mut Vec<(u32, f32)>) -> f32 {
        out.clear();
        out.reserve(terms.all().len() + WIDTH);
        let most = f32::from(self.most);
        let (mut known, mut blocks) = (0.0_f32, 0.0_f32);
        for block in 0..BLOCKS {
            let start = out.len();
            let (mut square, mut strange) = (0.0, 0.0);
            for term in terms.block(block) {
                let row = term.hash >> self.shift;
                let weight = self.weights[row as usize];
                if weight == 0 {
                    strange += most * repeated(*term) * most * repeated(*term);
                    continue;
                }
                let value = f32::from(weight) * repeated(*term);
                square += value * value;
                out.push((row, value));
            }
            if square + strange > 0.0 {
                known += square / (square + strange);
                blocks += 1.0;
            }
            let scale = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
            for (_, value) in &mut out[start..] {
                *value *= scale;
            }
        }
        if let Some(scale) = self.meant(terms.meaning()) {
            out.extend(self.meanings().zip(terms.meaning().sum.iter().map(|x| x * scale)));
        }
        if blocks > 0.0 { known / blocks } else { 0.0 }
    }
}

fn most(weights: &[u8]) -> u8 {
    weights.iter().copied().max().unwrap_or(0)
}

fn repeated(term: Term) -> f32 {
    REPEATED[(term.count as usize).min(REPEATED.len() - 1)]
}

/// Counts in how many examples each row occurs.
#[derive(Clone, Debug)]
pub(crate) struct Frequencies {
    rows: Vec<u32>,
    /// The example that counted a row last.
    last: Vec<u32>,
    examples: u32,
    shift: u32,
}

impl Frequencies {
    /// For `2^bits` rows, 8 to 20.
    pub(crate) fn new(bits: u32) -> Frequencies {
        let bits = bits.clamp(8, 20);
        Frequencies { rows: vec![0; 1 << bits], last: vec![0; 1 << bits], examples: 0, shift: 32 - bits }
    }

    /// Adds an example's terms.
    pub(crate) fn add(&mut self, terms: &[Term]) {
        self.examples += 1;
        for term in terms {
            let row = (term.hash >> self.shift) as usize;
            if self.last[row] != self.examples {
                self.last[row] = self.examples;
                self.rows[row] += 1;
            }
        }
    }

    /// The weights: `16 (1 + ln((n + 1) / (d + 1)))` for a row that occurs in `d` of `n` examples.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=255")]
    pub(crate) fn weighting(&self, ln: fn(f64) -> f64) -> Weighting {
        let n = f64::from(self.examples) + 1.0;
        let weigh = |&d: &u32| match d {
            0 => 0,
            _ => ((1.0 + ln(n / (f64::from(d) + 1.0))) * 16.0 + 0.5).clamp(1.0, 255.0) as u8,
        };
        let weights: Vec<u8> = self.rows.iter().map(weigh).collect();
        Weighting { most: most(&weights), weights, shift: self.shift, words: None }
    }
}
