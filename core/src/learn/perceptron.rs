//! Sequences with known labels → the weights of a chain: the averaged structured perceptron.
//!
//! In: steps with their labels. Out: weights. Every update is by one, so training is in whole
//! numbers and gives the same bytes everywhere (M. Collins, *Discriminative training methods for
//! hidden Markov models*, EMNLP 2002), with a margin asked for as in structural hinge loss.

use super::chain::{Chain, Row};
use super::sequence::{Lattice, Steps, Weights};
use super::table::Table;

/// A sequence to learn from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    pub(crate) steps: Steps,
    /// One label a step.
    pub(crate) labels: Vec<u16>,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Passes over the samples, at most.
    pub(crate) epochs: u32,
    /// What a wrong label is given beforehand.
    pub(crate) cost: i32,
    /// Keys seen less often are left out.
    pub(crate) least: u32,
}

/// What a key says of one label.
#[derive(Clone, Copy, Debug)]
struct Cell {
    label: u16,
    weight: i32,
    /// The sum of the weight over all moments up to `since`.
    total: i64,
    since: u32,
}

#[derive(Debug)]
struct Learner {
    labels: usize,
    rows: Vec<Vec<Cell>>,
    follow: Vec<Cell>,
    /// How many samples were seen.
    now: u32,
}

impl Weights for Learner {
    fn labels(&self) -> usize {
        self.labels
    }

    fn add(&self, keys: &[u32], scores: &mut [i32]) {
        for key in keys {
            for cell in &self.rows[*key as usize] {
                scores[usize::from(cell.label)] += cell.weight;
            }
        }
    }

    fn follow(&self, label: u16, next: u16) -> i32 {
        self.follow[usize::from(label) * self.labels + usize::from(next)].weight
    }
}

impl Cell {
    fn new(label: u16) -> Cell {
        Cell { label, weight: 0, total: 0, since: 0 }
    }

    fn change(&mut self, by: i32, now: u32) {
        self.total += i64::from(self.weight) * i64::from(now - self.since);
        self.since = now;
        self.weight += by;
    }

    /// The mean weight over all moments.
    #[expect(clippy::cast_precision_loss, reason = "sums of ones stay far below 2^53")]
    fn mean(&self, now: u32) -> f64 {
        let total = self.total + i64::from(self.weight) * i64::from(now - self.since);
        total as f64 / f64::from(now.max(1))
    }
}

/// Trains a chain over `labels` labels. Samples are read in a fixed shuffled order.
pub(crate) fn train(labels: usize, samples: &[&Sample], plan: Plan) -> Chain {
    let (keys, samples) = numbered(samples, plan.least);
    let mut learner =
        Learner { labels, rows: vec![Vec::new(); keys.len()], follow: vec![Cell::new(0); labels * labels], now: 0 };
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut lattice = Lattice::default();
    let mut path = Vec::new();
    for _ in 0..plan.epochs {
        shuffle(&mut order, &mut seed);
        let mut mistakes = 0_usize;
        for &place in &order {
            let sample = &samples[place];
            lattice.decode(&learner, &sample.steps, Some((&sample.labels, plan.cost)), &mut path);
            learner.now += 1;
            if path != sample.labels {
                mistakes += 1;
                learner.update(sample, &path);
            }
        }
        if mistakes == 0 {
            break;
        }
    }
    learner.chain(&keys)
}

impl Learner {
    fn update(&mut self, sample: &Sample, path: &[u16]) {
        let mut before = (0, 0);
        for (step, (gold, guess)) in sample.labels.iter().copied().zip(path.iter().copied()).enumerate() {
            if gold != guess {
                for key in sample.steps.keys(step) {
                    self.change(*key, gold, 1);
                    self.change(*key, guess, -1);
                }
            }
            if (before.0, gold) != (before.1, guess) {
                self.link(before.0, gold, 1);
                self.link(before.1, guess, -1);
            }
            before = (gold, guess);
        }
    }

    fn change(&mut self, key: u32, label: u16, by: i32) {
        let row = &mut self.rows[key as usize];
        let place = row.iter().position(|cell| cell.label == label).unwrap_or_else(|| {
            row.push(Cell::new(label));
            row.len() - 1
        });
        row[place].change(by, self.now);
    }

    fn link(&mut self, label: u16, next: u16, by: i32) {
        self.follow[usize::from(label) * self.labels + usize::from(next)].change(by, self.now);
    }

    fn chain(mut self, keys: &[u32]) -> Chain {
        let now = self.now + 1;
        let follow: Vec<f64> = self.follow.iter().map(|cell| cell.mean(now)).collect();
        let mut rows: Vec<(u32, Row)> = Vec::with_capacity(keys.len());
        for (key, row) in keys.iter().zip(&mut self.rows) {
            row.sort_unstable_by_key(|cell| cell.label);
            rows.push((*key, row.iter().map(|cell| (cell.label, cell.mean(now))).collect()));
        }
        Chain::new(self.labels, rows, &follow)
    }
}

/// The samples with row numbers in place of keys, without the rare keys; and the keys of the rows.
fn numbered(samples: &[&Sample], least: u32) -> (Vec<u32>, Vec<Sample>) {
    let mut table = Table::default();
    let mut keys: Vec<u32> = Vec::new();
    let mut counts: Vec<u32> = Vec::new();
    for key in samples.iter().flat_map(|sample| sample.steps.all()) {
        let row = table.insert(*key) as usize;
        if row == counts.len() {
            counts.push(0);
            keys.push(*key);
        }
        counts[row] += 1;
    }
    let often = |key: &u32| table.get(*key).filter(|row| counts[*row as usize] >= least);
    let number = |sample: &Sample| {
        let mut steps = Steps::default();
        for step in 0..sample.steps.len() {
            sample.steps.keys(step).iter().filter_map(often).for_each(|row| steps.push(row));
            steps.close();
        }
        Sample { steps, labels: sample.labels.clone() }
    };
    (keys, samples.iter().map(|sample| number(sample)).collect())
}

/// Fisher and Yates, with Marsaglia's xorshift.
#[expect(clippy::cast_possible_truncation, reason = "a remainder below the length")]
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(at, (*seed % (at as u64 + 1)) as usize);
    }
}
