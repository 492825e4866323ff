//! Scores → probabilities that hold: temperature among classes, and whether any class fits at all.
//!
//! In: scores of examples that the model did not learn from, and how much of each it knew. Out: a
//! temperature (Guo et al., "On Calibration of Modern Neural Networks", 2017), lower the less likely a
//! message is in scope, and a curve that tells how likely that is, with a threshold that refuses a
//! promised share of what is in scope.

use crate::error::Error;
use crate::learn::bytes::{Reader, Writer};
use crate::learn::number::{exp, exp_below, ln, sigmoid};
use crate::learn::scope::{Curve, Signs};

/// How a model's scores become probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Calibration {
    /// Scores are multiplied by this before their energy is taken.
    pub(crate) sharpness: f32,
    /// How likely a message is in scope.
    pub(crate) curve: Curve,
    /// Below this probability of being in scope, a message is refused.
    pub(crate) threshold: f32,
    /// How a message that may be out of scope is heard; none: as sharply as any.
    pub(crate) wary: Option<Wary>,
}

/// Of a message that is likely out of scope the probabilities are nearer each other: nobody should be sure
/// what is meant by words that they never heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wary {
    /// Scores are multiplied by this before they are compared, where a message is surely in scope; by this
    /// times the chance that it is, elsewhere.
    pub(crate) sharpness: f32,
    /// The log-odds that a message is in scope, before it is read.
    pub(crate) before: f32,
}

/// Fewer trials than this tell nothing.
const ENOUGH: usize = 10;
/// The sharpness of few examples of a class.
const USUAL: f32 = 1.2;
/// How hard it is to be sharper than usual: so many trials of an expected surprise of one weigh as much as a
/// factor of e. Fifty examples that are all right say little of how sure to be of a message that is none.
const STAY: f64 = 20.0;

/// Nothing known: scores as they are, everything in scope.
impl Default for Calibration {
    fn default() -> Calibration {
        Calibration { sharpness: 1.0, curve: Curve::from(-1e6), threshold: 0.0, wary: None }
    }
}

impl Calibration {
    /// Turns the scores of a message of which a share is known into probabilities that add up to 1; gives the
    /// probability that it is in scope.
    pub(crate) fn apply(&self, scores: &[f32], known: f32, probabilities: &mut Vec<f64>) -> f64 {
        let energy = spread(scores, f64::from(self.sharpness), probabilities);
        let odds = self.curve.odds(Signs { energy, known: f64::from(known) });
        if let Some(wary) = self.wary {
            spread(scores, wary.sharpness(odds), probabilities);
        }
        sigmoid(odds)
    }

    /// What the scores of such a message are multiplied by.
    pub(crate) fn sharpness(&self, scores: &[f32], known: f32, buffer: &mut Vec<f64>) -> f64 {
        let Some(wary) = self.wary else { return f64::from(self.sharpness) };
        let energy = spread(scores, f64::from(self.sharpness), buffer);
        wary.sharpness(self.curve.odds(Signs { energy, known: f64::from(known) }))
    }

    /// Writes the numbers that every model has.
    pub(crate) fn write(&self, writer: &mut Writer) {
        for x in [self.sharpness, self.curve.middle, self.curve.slope, self.threshold] {
            writer.float(x);
        }
    }

    /// Reads the numbers that every model has.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Calibration, Error> {
        let sharpness = reader.float()?;
        let curve = Curve { middle: reader.float()?, slope: reader.float()?, known: 0.0 };
        Ok(Calibration { sharpness, curve, threshold: reader.float()?, wary: None })
    }

    /// Writes the numbers of a model that knows what is out of scope.
    pub(crate) fn write_wary(&self, wary: Wary, writer: &mut Writer) {
        for x in [self.curve.known, wary.sharpness, wary.before] {
            writer.float(x);
        }
    }

    /// Reads what [`Calibration::write_wary`] wrote.
    pub(crate) fn read_wary(&mut self, reader: &mut Reader<'_>) -> Result<(), Error> {
        self.curve.known = reader.float()?;
        self.wary = Some(Wary { sharpness: reader.float()?, before: reader.float()? });
        Ok(())
    }
}

impl Wary {
    /// From what is in scope, with its signs: what fits no class is as frequent as any one of them.
    fn learned(inside: &[(&Trial, u32)], signs: &[Signs], calibration: &Calibration) -> Wary {
        let classes = inside.first().map_or(1, |(trial, _)| trial.scores.len());
        let wary = Wary { sharpness: 1.0, before: ln(classes as f64) as f32 };
        let (most, part) =
            (f64::from(calibration.sharpness), |at: usize| wary.sharpness(calibration.curve.odds(signs[at])));
        Wary { sharpness: sharpness(inside, (most * 0.5, most * 2.0), part), ..wary }
    }

    fn sharpness(self, odds: f64) -> f64 {
        f64::from(self.sharpness) * sigmoid(odds + f64::from(self.before))
    }
}

/// The softmax of scores times a sharpness; gives their energy.
fn spread(scores: &[f32], sharpness: f64, probabilities: &mut Vec<f64>) -> f64 {
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

/// How a model did on an example it had not learned from.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    pub(crate) scores: Vec<f32>,
    /// The share of it, 0 to 1, that the model knew.
    pub(crate) known: f32,
    /// The right class; `None`: no class fits.
    pub(crate) class: Option<u32>,
    /// Whether somebody said that no class fits, rather than its class being held back.
    pub(crate) given: bool,
}

/// Learns from trials; `refused`: the share of what is in scope that may be refused.
pub(crate) fn calibrate(trials: &[Trial], refused: f64) -> Calibration {
    let inside: Vec<(&Trial, u32)> = trials.iter().filter_map(|trial| Some((trial, trial.class?))).collect();
    let mut calibration =
        Calibration { sharpness: sharpness(&inside, (0.25, 16.0), |_| 1.0), ..Calibration::default() };
    if inside.len() < ENOUGH {
        return calibration;
    }
    let mut buffer = Vec::new();
    let mut signs = |trial: &Trial| Signs {
        energy: spread(&trial.scores, f64::from(calibration.sharpness), &mut buffer),
        known: f64::from(trial.known),
    };
    let said = trials.iter().filter(|trial| trial.given).count();
    let outside = |trial: &&Trial| trial.class.is_none() && (trial.given || said < ENOUGH);
    let outside: Vec<Signs> = trials.iter().filter(outside).map(&mut signs).collect();
    let own: Vec<Signs> = inside.iter().map(|(trial, _)| signs(trial)).collect();
    let share = refusable(refused, inside.len());
    if outside.len() < ENOUGH {
        calibration.curve = Curve::from(quantile(&own, share, |signs| signs.energy));
    } else {
        calibration.curve = Curve::fit(&own, &outside);
        calibration.wary = Some(Wary::learned(&inside, &own, &calibration));
    }
    let least = quantile(&own, share, |signs| calibration.curve.odds(*signs));
    // A hair lower: rounding must not refuse the one that sets the promise.
    calibration.threshold = (sigmoid(least) * 0.999_999) as f32;
    calibration
}

/// The share that is refused of so many, for a promise that no more are refused of others.
fn refusable(promised: f64, count: usize) -> f64 {
    // One and a half standard errors lower, as what holds for a sample should hold beyond it; but not so low
    // that the oddest of few examples decides alone.
    let margin = 1.5 * (promised * (1.0 - promised) / count as f64).sqrt();
    promised - margin.min(0.5 * promised)
}

/// The sharpness that makes scores likeliest, each trial's multiplied by its part of it; what is usual where
/// there are few.
fn sharpness(trials: &[(&Trial, u32)], (from, to): (f64, f64), part: impl Fn(usize) -> f64) -> f32 {
    if trials.len() < ENOUGH {
        return USUAL;
    }
    let loss = |log: f64| {
        let (sharpness, beyond) = (exp(log), (log - ln(f64::from(USUAL))).max(0.0));
        let one = |(at, (trial, class)): (usize, &(&Trial, u32))| {
            surprise(&trial.scores, *class as usize, sharpness * part(at))
        };
        trials.iter().enumerate().map(one).sum::<f64>() + STAY * beyond * beyond
    };
    exp(lowest(ln(from), ln(to), loss)) as f32
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

/// The figure below which a share of the figures lies.
pub(crate) fn quantile<T>(list: &[T], share: f64, figure: impl Fn(&T) -> f64) -> f64 {
    let mut values: Vec<f64> = list.iter().map(figure).collect();
    values.sort_unstable_by(f64::total_cmp);
    let at = (values.len() as f64 * share) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NEG_INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trials(spread: f32) -> Vec<Trial> {
        let trial =
            |at: u32| Trial { scores: vec![spread, 0.0], known: 1.0, class: Some(u32::from(at >= 73)), given: false };
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
            (0..400).map(|at| Trial { scores: scores(at, 4.0), known: 1.0, class: Some(0), given: false }).collect();
        trials.extend((0..200).map(|at| Trial { scores: scores(at, 2.5), known: 0.5, class: None, given: true }));
        let calibration = calibrate(&trials, 0.05);
        let mut buffer = Vec::new();
        let mut refused = |given: bool| {
            let below = |trial: &&Trial| {
                let scope = calibration.apply(&trial.scores, trial.known, &mut buffer);
                scope < f64::from(calibration.threshold)
            };
            trials.iter().filter(|trial| trial.given == given).filter(below).count()
        };
        assert!(refused(false) <= 20 && refused(true) > 50);
    }

    #[test]
    fn probabilities_add_up() {
        let mut probabilities = Vec::new();
        assert!(Calibration::default().apply(&[1.0, 0.0, -3.0], 1.0, &mut probabilities) > 0.999);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let energy = spread(&[1.0, 0.0, -3.0], 1.0, &mut probabilities);
        assert!(energy > 1.0 && energy < 1.5);
    }

    #[test]
    fn a_twentieth_lies_below() {
        let values: Vec<f64> = (0..100).rev().map(f64::from).collect();
        assert_eq!(quantile(&values, 0.05, |x| *x), 5.0);
    }
}
