//! How often words occur → what they cost.
//!
//! In: a word list, a list of frequencies, and counts from text that a teacher has cut. Out: costs for
//! the lattice. A word of the list that nobody has counted is still a word, only a dear one.

use std::collections::BTreeMap;

use crate::learn::number::ln;
use crate::order;
use crate::tokenize::code::{Code, code, is_thai};
use crate::tokenize::lattice::LONGEST;
use crate::tokenize::thai::takes_part;
use crate::tokenize::trie::{Cost, MAX_COST, Trie, build};

/// Costs are natural logarithms in sixths.
pub(crate) const UNIT: f64 = 6.0;

/// What a listed word counts for that occurs nowhere.
const LISTED: f64 = 0.3;

/// A word that is not listed must occur so often in the list of frequencies.
const RARE: f64 = 5.0;

/// Words and how often they occur.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    counts: BTreeMap<Vec<Code>, f64>,
}

impl Lexicon {
    /// From a word a line, and a word and its frequency a line.
    pub(crate) fn read(words: &str, frequencies: &str) -> Lexicon {
        let mut counts: BTreeMap<Vec<Code>, f64> = words.lines().filter_map(word).map(|word| (word, LISTED)).collect();
        for line in frequencies.lines() {
            let Some((text, count)) = line.split_once('\t') else { continue };
            let (Some(word), Ok(count)) = (word(text), count.trim().parse::<f64>()) else { continue };
            if count >= RARE || counts.contains_key(&word) {
                *counts.entry(word).or_insert(0.0) += count;
            }
        }
        Lexicon { counts }
    }

    /// The same with counts of other text, scaled so that all of it weighs `weight` times all of this.
    pub(crate) fn with(&self, counted: &BTreeMap<Vec<Code>, f64>, least: f64, weight: f64) -> Lexicon {
        let mut counts = self.counts.clone();
        let scale = weight * self.total() / counted.values().sum::<f64>().max(1.0);
        for (word, count) in counted.iter().filter(|(_, count)| **count >= least) {
            *counts.entry(word.clone()).or_insert(0.0) += count * scale;
        }
        Lexicon { counts }
    }

    /// The most frequent words only.
    pub(crate) fn top(&self, most: usize) -> Lexicon {
        let mut ranked: Vec<(&Vec<Code>, f64)> = self.counts.iter().map(|(word, count)| (word, *count)).collect();
        order::by(&mut ranked, |a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        Lexicon { counts: ranked.into_iter().take(most).map(|(word, count)| (word.clone(), count)).collect() }
    }

    /// Its words with their costs, in as many tries as they need.
    pub(crate) fn tries(&self) -> Vec<Trie<Vec<[u8; 4]>>> {
        let total = self.total();
        build(&self.counts.iter().map(|(word, count)| (word.clone(), cost(*count, total))).collect())
    }

    fn total(&self) -> f64 {
        self.counts.values().sum()
    }
}

fn cost(count: f64, total: f64) -> Cost {
    (-ln(count / total) * UNIT).round().clamp(1.0, f64::from(MAX_COST)) as Cost
}

/// A word in codes, if it is one that the lattice can use.
fn word(text: &str) -> Option<Vec<Code>> {
    let codes: Vec<Code> = text.trim().chars().map(code).collect();
    let fits = !codes.is_empty() && codes.len() <= LONGEST && codes.iter().all(|&code| takes_part(code));
    (fits && is_thai(codes[0])).then_some(codes)
}
