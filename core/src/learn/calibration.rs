//! Scores → probabilities that hold: temperature among classes, and whether any class fits at all.
//!
//! In: scores of examples that the model did not learn from. Out: one temperature (Guo et al., "On
//! Calibration of Modern Neural Networks", 2017), and a logistic curve over the free energy of the
//! scores (Liu et al., "Energy-based Out-of-distribution Detection", 2020) with a threshold that
//! refuses a promised share of what is in scope.

use crate::error::Error;
use crate::learn::bytes::{Reader, Writer};
use crate::learn::number::{exp, exp_below, ln, sigmoid};

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

/// Fewer trials than this tell nothing.
const ENOUGH: usize = 10;
/// The sharpness of few examples of a class.
const USUAL: f32 = 1.7;

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
        probabilities.extend(scores.iter().map(|&score| exp_below(f64::from(score) * sharpness - most)));
        let sum: f64 = probabilities.iter().sum();
        let scale = 1.0 / sum;
        for probability in probabilities.iter_mut() {
            *probability *= scale;
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

/// How a model did on an example it had not learned from.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    pub(crate) scores: Vec<f32>,
    /// The right class; `None`: no class fits.
    pub(crate) class: Option<u32>,
    /// Whether somebody said that no class fits, rather than its class being held back.
    pub(crate) given: bool,
}

/// Learns from trials; `refused`: the share of what is in scope that may be refused.
pub(crate) fn calibrate(trials: &[Trial], refused: f64) -> Calibration {
    let fitting: Vec<(&[f32], u32)> =
        trials.iter().filter_map(|trial| Some((trial.scores.as_slice(), trial.class?))).collect();
    let mut calibration = Calibration { sharpness: sharpness(&fitting), ..Calibration::default() };
    let mut buffer = Vec::new();
    let mut energy = |trial: &Trial| calibration.apply(&trial.scores, &mut buffer);
    let mut inside: Vec<f64> = trials.iter().filter(|trial| trial.class.is_some()).map(&mut energy).collect();
    let said = trials.iter().filter(|trial| trial.given).count();
    let outside = |trial: &&Trial| trial.class.is_none() && (trial.given || said < ENOUGH);
    let outside: Vec<f64> = trials.iter().filter(outside).map(&mut energy).collect();
    if inside.len() < ENOUGH {
        return calibration;
    }
    // One and a half standard errors lower: a promise made on a sample should hold beyond it.
    let margin = 1.5 * (refused * (1.0 - refused) / inside.len() as f64).sqrt();
    let least = quantile(&mut inside, (refused - margin).max(0.0));
    (calibration.middle, calibration.slope) = match outside.len() {
        0..ENOUGH => (least as f32, 1.0),
        _ => curve(&inside, &outside),
    };
    // A hair lower: rounding must not refuse the one that sets the promise.
    calibration.threshold = (calibration.scope(least) * 0.999_999) as f32;
    calibration
}

/// The logistic curve over energies that makes both sides likeliest, each side counting half: its
/// middle and its slope.
fn curve(inside: &[f64], outside: &[f64]) -> (f32, f32) {
    let mean = |energies: &[f64]| energies.iter().sum::<f64>() / energies.len() as f64;
    let centre = 0.5 * (mean(inside) + mean(outside));
    let square = |energies: &[f64]| energies.iter().map(|e| (e - centre) * (e - centre)).sum::<f64>();
    let spread = ((square(inside) + square(outside)) / (inside.len() + outside.len()) as f64).sqrt().max(1e-6);
    let loss = |slope: f64, shift: f64| -> f64 {
        let side = |energies: &[f64], sign: f64| {
            let surprise = |e: &f64| -ln(sigmoid(sign * (slope * (e - centre) / spread - shift)).max(1e-300));
            energies.iter().map(surprise).sum::<f64>() / energies.len() as f64
        };
        side(inside, 1.0) + side(outside, -1.0) + 1e-3 * slope * slope
    };
    // One valley in each direction; the shift that suits a slope is found inside the search for it.
    let shift = |slope: f64| lowest(-4.0, 4.0, |shift| loss(slope, shift));
    let log = lowest(ln(0.05), ln(20.0), |log| loss(exp(log), shift(exp(log))));
    let slope = exp(log);
    ((centre + spread * shift(slope) / slope) as f32, (slope / spread) as f32)
}

/// The sharpness that makes scores likeliest; what is usual where there are few.
fn sharpness(trials: &[(&[f32], u32)]) -> f32 {
    if trials.len() < ENOUGH {
        return USUAL;
    }
    let loss = |log: f64| {
        let sharpness = exp(log);
        trials.iter().map(|(row, class)| surprise(row, *class as usize, sharpness)).sum::<f64>()
    };
    exp(lowest(ln(0.25), ln(16.0), loss)) as f32
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

    fn trials(spread: f32) -> Vec<Trial> {
        let trial = |at: u32| Trial { scores: vec![spread, 0.0], class: Some(u32::from(at >= 73)), given: false };
        (0..100).map(trial).collect()
    }

    #[test]
    fn honest_scores_need_no_change() {
        // Two classes whose log-odds are 1: right in 73 of 100.
        assert!((calibrate(&trials(1.0), 0.05).sharpness - 1.0).abs() < 0.02);
        assert!((calibrate(&trials(2.0), 0.05).sharpness - 0.5).abs() < 0.02);
    }

    #[test]
    fn the_promise_is_kept() {
        let scores = |at: u32, top: f32| vec![top + (at % 100) as f32 * 0.02, 0.0, 0.0];
        let mut trials: Vec<Trial> =
            (0..400).map(|at| Trial { scores: scores(at, 4.0), class: Some(0), given: false }).collect();
        trials.extend((0..200).map(|at| Trial { scores: scores(at, 2.5), class: None, given: true }));
        let calibration = calibrate(&trials, 0.05);
        let mut buffer = Vec::new();
        let mut refused = |given: bool| {
            let below = |trial: &&Trial| {
                let scope = calibration.scope(calibration.apply(&trial.scores, &mut buffer));
                scope < f64::from(calibration.threshold)
            };
            trials.iter().filter(|trial| trial.given == given).filter(below).count()
        };
        assert!(refused(false) <= 20 && refused(true) > 50);
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
