//! Messages that a model is for, and messages that it is not for → the chance that one is in scope.
//!
//! In: two signs of each message: the energy of its scores, and how much of it the model knows. Out: a
//! logistic curve over both (Liu et al., "Energy-based Out-of-distribution Detection", 2020, for the
//! first). Knows no words; sums are made in the order of the input.

use crate::learn::number::sigmoid;

/// What tells whether a message is in scope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Signs {
    /// The logarithm of the sum of the exponentials of its scores.
    pub(crate) energy: f64,
    /// The share of it, 0 to 1, that was seen in training.
    pub(crate) known: f64,
}

/// The log-odds that a message is in scope, of messages that are so half of the time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Curve {
    /// The energy at which a message that is wholly known is as likely to be in scope as not.
    pub(crate) middle: f32,
    /// How fast the log-odds change with the energy.
    pub(crate) slope: f32,
    /// How fast they change with the share that is known.
    pub(crate) known: f32,
}

/// Newton's steps; the last ones change nothing.
const STEPS: u32 = 30;
/// The longest step of a weight.
const LONGEST: f64 = 2.0;
/// What holds weights near 0, in examples.
const HELD: f64 = 0.3;
/// The least slope: more energy never speaks against a message.
const FLAT: f64 = 1e-3;

/// A message as the curve sees it: two signs about their means, and one.
type Point = [f64; 3];

impl Curve {
    /// Of messages of which nothing is known but the energy where the odds are even.
    pub(crate) fn from(middle: f64) -> Curve {
        Curve { middle: middle as f32, slope: 1.0, known: 0.0 }
    }

    /// The log-odds of a message.
    pub(crate) fn odds(&self, signs: Signs) -> f64 {
        (signs.energy - f64::from(self.middle)) * f64::from(self.slope) + (signs.known - 1.0) * f64::from(self.known)
    }

    /// The curve that makes both sides likeliest, each side counting half; neither may be empty.
    pub(crate) fn fit(inside: &[Signs], outside: &[Signs]) -> Curve {
        let all = || inside.iter().chain(outside);
        let (energy, wide) = spread(all().map(|signs| signs.energy));
        let (known, broad) = spread(all().map(|signs| signs.known));
        let point = |signs: &Signs| [(signs.energy - energy) / wide, (signs.known - known) / broad, 1.0];
        let points: Vec<Point> = all().map(point).collect();
        let [a, b, c] = newton(&points, inside.len());
        let (slope, share) = ((a / wide).max(FLAT), (b / broad).max(0.0));
        // The odds are slope (energy - its mean) + share (known - its mean) + c.
        let middle = energy - (c + share * (1.0 - known)) / slope;
        Curve { middle: middle as f32, slope: slope as f32, known: share as f32 }
    }
}

/// The mean, and how far from it numbers are.
fn spread(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = numbers.clone().count().max(1) as f64;
    let mean = numbers.clone().sum::<f64>() / count;
    let square = numbers.map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
    (mean, square.sqrt().max(1e-6))
}

/// The weights of a logistic regression in which the first so many points are right.
fn newton(points: &[Point], right: usize) -> Point {
    let half = points.len() as f64 / 2.0;
    let counts = |at: usize| if at < right { half / right as f64 } else { half / (points.len() - right) as f64 };
    let mut weights = [0.0; 3];
    for _ in 0..STEPS {
        let mut gradient = [-HELD * weights[0], -HELD * weights[1], 0.0];
        let mut bend = [[HELD, 0.0, 0.0], [0.0, HELD, 0.0], [0.0, 0.0, 1e-6]];
        for (at, point) in points.iter().enumerate() {
            let chance = sigmoid(point.iter().zip(weights).map(|(x, weight)| x * weight).sum());
            let miss = (f64::from(u8::from(at < right)) - chance) * counts(at);
            let curved = chance * (1.0 - chance) * counts(at);
            for (row, x) in point.iter().enumerate() {
                gradient[row] += miss * x;
                for (cell, y) in bend[row].iter_mut().zip(point) {
                    *cell += curved * x * y;
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solved(bend, gradient)) {
            *weight += step.clamp(-LONGEST, LONGEST);
        }
    }
    weights
}

/// The solution of three equations whose matrix is positive definite.
fn solved(mut rows: [Point; 3], mut right: Point) -> Point {
    for at in 0..3 {
        for below in at + 1..3 {
            let factor = rows[below][at] / rows[at][at];
            let above = rows[at];
            for (cell, x) in rows[below].iter_mut().zip(above).skip(at) {
                *cell -= factor * x;
            }
            right[below] -= factor * right[at];
        }
    }
    for at in (0..3).rev() {
        let rest: f64 = (at + 1..3).map(|column| rows[at][column] * right[column]).sum();
        right[at] = (right[at] - rest) / rows[at][at];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(from: f64, known: f64) -> Vec<Signs> {
        (0..200)
            .map(|at| Signs { energy: from + f64::from(at % 40) * 0.1, known: known + f64::from(at % 7) * 0.05 })
            .collect()
    }

    #[test]
    fn both_signs_speak() {
        let curve = Curve::fit(&some(4.0, 0.6), &some(2.0, 0.3));
        assert!(curve.slope > 0.5 && curve.known > 0.5, "{curve:?}");
        let odds = |energy, known| curve.odds(Signs { energy, known });
        assert!(odds(7.0, 0.9) > 1.0 && odds(3.0, 0.3) < -1.0);
        assert!(odds(5.0, 0.9) > odds(5.0, 0.3) && odds(6.0, 0.5) > odds(4.0, 0.5));
    }

    #[test]
    fn neither_ever_speaks_the_other_way() {
        let curve = Curve::fit(&some(2.0, 0.3), &some(4.0, 0.6));
        assert!(curve.slope > 0.0 && curve.known >= 0.0 && curve.middle.is_finite());
        let alike = Curve::fit(&[Signs { energy: 1.0, known: 1.0 }; 12], &[Signs { energy: 1.0, known: 1.0 }; 12]);
        assert!(alike.odds(Signs { energy: 1.0, known: 1.0 }).abs() < 1e-3);
    }

    #[test]
    fn equations_are_solved() {
        let found = solved([[4.0, 1.0, 0.5], [1.0, 3.0, 0.0], [0.5, 0.0, 2.0]], [1.0, 2.0, 3.0]);
        let back = |row: Point| row.iter().zip(found).map(|(a, x)| a * x).sum::<f64>();
        assert!((back([4.0, 1.0, 0.5]) - 1.0).abs() < 1e-12 && (back([0.5, 0.0, 2.0]) - 3.0).abs() < 1e-12);
    }
}
