//! Sequences to learn from, made ready: rows in place of keys, in a fixed shuffled order.
//!
//! In: steps with their labels. Out: the same with dense row numbers, without rare keys. Nothing
//! here depends on the machine.

use super::sequence::Steps;
use super::table::Table;

/// A sequence to learn from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    pub(crate) steps: Steps,
    /// One label a step.
    pub(crate) labels: Vec<u16>,
}

/// The samples with row numbers in place of keys, without keys seen less than `least` times; and the
/// keys of the rows.
pub(crate) fn numbered(samples: &[&Sample], least: u32) -> (Vec<u32>, Vec<Sample>) {
    let mut all = Table::default();
    let mut counts: Vec<u32> = Vec::new();
    for key in samples.iter().flat_map(|sample| sample.steps.all()) {
        let row = all.insert(*key) as usize;
        if row == counts.len() {
            counts.push(0);
        }
        counts[row] += 1;
    }
    let often = |key: &u32| all.get(*key).is_some_and(|row| counts[row as usize] >= least);
    let (mut rows, mut keys) = (Table::default(), Vec::new());
    let mut numbered = Vec::with_capacity(samples.len());
    for sample in samples {
        let mut steps = Steps::default();
        for step in 0..sample.steps.len() {
            for key in sample.steps.keys(step).iter().filter(|key| often(key)) {
                let row = rows.insert(*key);
                if row as usize == keys.len() {
                    keys.push(*key);
                }
                steps.push(row);
            }
            steps.close();
        }
        numbered.push(Sample { steps, labels: sample.labels.clone() });
    }
    (keys, numbered)
}

/// Numbers without a visible order: G. Marsaglia's xorshift (2003).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The same dice every time.
    pub(crate) fn new() -> Dice {
        Dice(0x2545_f491_4f6c_dd1d)
    }

    /// The next 32 bits.
    pub(crate) fn roll(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as u32
    }

    /// Shuffles a list, as Fisher and Yates do.
    pub(crate) fn shuffle(&mut self, list: &mut [usize]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.roll() as usize % (at + 1));
        }
    }
}
