//! Scores → probabilities that hold: temperature among classes, and whether any class fits at all.
//!
//! In: scores of examples that the model did not learn from. Out: one temperature (Guo et al., "On
//! Calibration of Modern Neural Networks", 2017), and a logistic curve over the free energy of the
//! scores (Liu et al., "Energy-based Out-of-distribution Detection", 2020) with a threshold that
//! refuses a promised share of what is in scope.

use crate::error::Error;
use crate::learn::bytes::{Reader, Writer};
use crate::learn::number::{exp, ln, sigmoid};

/// How a model's scores become probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Calibration {
    /// Scores are multiplied by this before they are compared.
    pub(crate) sharpness: f32,
    /// The energy where in scope and out of scope are equally likely.
    pub(crate) middle: f32,
    /// How fast the odds change with the energy.
    pub(crate) slope: f32,
    /// Below this probability of being in scope, a message is refused.
    pub(crate) threshold: f32,
}

/// Nothing known: scores as they are, everything in scope.
impl Default for Calibration {
    fn default() -> Calibration {
        Calibration { sharpness: 1.0, middle: -1e6, slope: 1.0, threshold: 0.0 }
    }
}

impl Calibration {
    /// The probability that a message of this energy is in scope.
    pub(crate) fn scope(&self, energy: f64) -> f64 {
        sigmoid((energy - f64::from(self.middle)) * f64::from(self.slope))
    }

    /// Turns scores into probabilities that add up to 1; gives the energy of the scores.
    pub(crate) fn apply(&self, scores: &[f32], probabilities: &mut Vec<f64>) -> f64 {
        let sharpness = f64::from(self.sharpness);
        let most = scores.iter().fold(f64::NEG_INFINITY, |most, &score| most.max(f64::from(score))) * sharpness;
        probabilities.clear();
        probabilities.extend(scores.iter().map(|&score| exp(f64::from(score) * sharpness - most)));
        let sum: f64 = probabilities.iter().sum();
        for probability in probabilities.iter_mut() {
            *probability /= sum;
        }
        most + ln(sum)
    }

    /// Writes the numbers.
    pub(crate) fn write(&self, writer: &mut Writer) {
        for x in [self.sharpness, self.middle, self.slope, self.threshold] {
            writer.float(x);
        }
    }

    /// Reads the numbers.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Calibration, Error> {
        let (sharpness, middle) = (reader.float()?, reader.float()?);
        Ok(Calibration { sharpness, middle, slope: reader.float()?, threshold: reader.float()? })
    }
}

/// The sharpness that makes held-back scores likeliest; `scores` holds a row for each class.
pub(crate) fn sharpness(scores: &[Vec<f32>], classes: &[u32]) -> f32 {
    let loss = |log: f64| {
        let sharpness = exp(log);
        scores.iter().zip(classes).map(|(row, &class)| surprise(row, class as usize, sharpness)).sum::<f64>()
    };
    if scores.is_empty() {
        return 4.0;
    }
    exp(lowest(ln(0.25), ln(64.0), loss)) as f32
}

/// Minus the log-probability of the right class.
fn surprise(row: &[f32], class: usize, sharpness: f64) -> f64 {
    let most = row.iter().fold(f64::NEG_INFINITY, |most, &score| most.max(f64::from(score)));
    let sum: f64 = row.iter().map(|&score| exp((f64::from(score) - most) * sharpness)).sum();
    ln(sum) - (f64::from(row[class]) - most) * sharpness
}

/// Where a function with one valley is lowest, by golden section in 24 steps.
fn lowest(mut from: f64, mut to: f64, f: impl Fn(f64) -> f64) -> f64 {
    const RATIO: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (to - RATIO * (to - from), from + RATIO * (to - from));
    let (mut at_a, mut at_b) = (f(a), f(b));
    for _ in 0..24 {
        if at_a <= at_b {
            (to, b, at_b) = (b, a, at_a);
            a = to - RATIO * (to - from);
            at_a = f(a);
        } else {
            (from, a, at_a) = (a, b, at_b);
            b = from + RATIO * (to - from);
            at_b = f(b);
        }
    }
    0.5 * (from + to)
}

/// The value below which a share of the values lies.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = (values.len() as f64 * share) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NEG_INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_scores_need_no_change() {
        // Two classes whose log-odds are 1: right in 73 of 100.
        let scores = vec![vec![1.0, 0.0]; 100];
        let classes: Vec<u32> = (0..100).map(|at| u32::from(at >= 73)).collect();
        assert!((sharpness(&scores, &classes) - 1.0).abs() < 0.02);
        let doubled = vec![vec![2.0, 0.0]; 100];
        assert!((sharpness(&doubled, &classes) - 0.5).abs() < 0.02);
    }

    #[test]
    fn probabilities_add_up() {
        let mut probabilities = Vec::new();
        let energy = Calibration::default().apply(&[1.0, 0.0, -3.0], &mut probabilities);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(energy > 1.0 && energy < 1.5);
    }

    #[test]
    fn a_twentieth_lies_below() {
        let mut values: Vec<f64> = (0..100).rev().map(f64::from).collect();
        assert_eq!(quantile(&mut values, 0.05), 5.0);
    }
}
