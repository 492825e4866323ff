//! Multinomial logistic regression, by stochastic gradients with feature dropout.
//!
//! Each step sees a random part of an example's features (Wager et al., "Dropout Training as
//! Adaptive Regularization", 2013), so no single feature is relied upon; steps are scaled per weight
//! (Duchi et al., "Adaptive Subgradient Methods", 2011) from a start that keeps rare features from
//! jumping, which is what lets the energy of the scores tell what is out of scope. One run is
//! sequential and depends on its input alone.

use crate::learn::matrix::{Matrix, random, shuffled};

/// Weights are padded to whole groups of so many classes.
const GROUP: usize = 8;
/// What the squared gradients of a weight start from.
const CAUTION: f32 = 1.0;
/// The first step's length.
const RATE: f32 = 0.5;
/// What a gradient has to exceed to be followed.
const LEAST: f32 = 1e-3;
/// How many features of 65,536 a step sees.
const SEEN: u64 = 26_214;

/// What to learn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Softmax<'a> {
    pub(crate) examples: &'a Matrix,
    /// The class of each example; one beyond the last: no class fits, and all should seem alike.
    pub(crate) classes: &'a [u32],
    /// The examples to learn from, by number.
    pub(crate) chosen: &'a [u32],
    /// How many feature rows there are.
    pub(crate) rows: usize,
    /// How many classes there are.
    pub(crate) count: usize,
    /// Passes over the examples.
    pub(crate) passes: u32,
}

/// Trained weights: for each row and then for the bias, a number per class.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    stride: usize,
    count: usize,
    weights: Vec<f32>,
}

/// Buffers of one run.
struct Run {
    dense: Dense,
    /// Squared gradients so far.
    squares: Vec<f32>,
    active: Vec<(u32, f32)>,
    scores: Vec<f32>,
    hot: Vec<(u32, f32)>,
    state: u64,
    rate: f32,
}

impl Softmax<'_> {
    /// Learns.
    pub(crate) fn learn(&self) -> Dense {
        let stride = self.count.div_ceil(GROUP) * GROUP;
        let size = (self.rows + 1) * stride;
        let mut run = Run {
            dense: Dense { stride, count: self.count, weights: vec![0.0; size] },
            squares: vec![CAUTION; size],
            active: Vec::new(),
            scores: vec![0.0; stride],
            hot: Vec::new(),
            state: 1,
            rate: RATE,
        };
        for pass in 0..self.passes {
            run.rate = RATE * (1.0 - pass as f32 / self.passes as f32).max(0.05);
            for at in shuffled(self.chosen.len(), 100 + u64::from(pass)) {
                let at = self.chosen[at as usize] as usize;
                run.step(self.examples.example(at), self.classes[at], self.rows);
            }
        }
        run.dense
    }
}

impl Run {
    fn step(&mut self, (rows, values): (&[u32], &[f32]), class: u32, bias: usize) {
        self.choose(rows, values);
        self.active.push((u32::try_from(bias).unwrap_or(0), 1.0));
        self.scores.fill(0.0);
        for &(row, value) in &self.active {
            add(&mut self.scores, self.dense.row(row), value);
        }
        if !self.gradient(class) {
            return;
        }
        if self.hot.len() * 4 < self.dense.count {
            self.follow_hot();
        } else {
            self.follow_all();
        }
    }

    /// Drops features at random; what is left weighs more.
    fn choose(&mut self, rows: &[u32], values: &[f32]) {
        const LOUDER: f32 = 65_536.0 / SEEN as f32;
        self.active.clear();
        let mut bits = 0;
        for (at, (&row, &value)) in rows.iter().zip(values).enumerate() {
            if at % 4 == 0 {
                bits = random(&mut self.state);
            }
            if bits & 0xffff < SEEN {
                self.active.push((row, value * LOUDER));
            }
            bits >>= 16;
        }
    }

    /// Turns scores into gradients; false where there is nothing to learn.
    fn gradient(&mut self, class: u32) -> bool {
        let count = self.dense.count;
        let scores = &mut self.scores[..count];
        let most = scores.iter().fold(f32::NEG_INFINITY, |most, &score| most.max(score));
        let mut sum = 0.0;
        for score in scores.iter_mut() {
            *score = quick_exp(*score - most);
            sum += *score;
        }
        let known = (class as usize) < count;
        let share = if known { 0.0 } else { 1.0 / count as f32 };
        self.hot.clear();
        for (at, score) in (0..).zip(scores.iter_mut()) {
            *score = *score / sum - if at == class { 1.0 } else { share };
            if score.abs() > LEAST {
                self.hot.push((at, *score));
            }
        }
        self.scores[count..].fill(0.0);
        !self.hot.is_empty()
    }

    fn follow_hot(&mut self) {
        for &(row, value) in &self.active {
            let start = row as usize * self.dense.stride;
            let weights = &mut self.dense.weights[start..start + self.dense.stride];
            let squares = &mut self.squares[start..start + self.dense.stride];
            for &(at, slope) in &self.hot {
                let slope = value * slope;
                let square = &mut squares[at as usize];
                *square += slope * slope;
                weights[at as usize] -= self.rate * slope / square.sqrt();
            }
        }
    }

    fn follow_all(&mut self) {
        for &(row, value) in &self.active {
            let start = row as usize * self.dense.stride;
            let weights = self.dense.weights[start..start + self.dense.stride].chunks_exact_mut(GROUP);
            let squares = self.squares[start..start + self.dense.stride].chunks_exact_mut(GROUP);
            for ((weights, squares), slopes) in weights.zip(squares).zip(self.scores.chunks_exact(GROUP)) {
                for k in 0..GROUP {
                    let slope = value * slopes[k];
                    squares[k] += slope * slope;
                    weights[k] -= self.rate * slope / squares[k].sqrt();
                }
            }
        }
    }
}

impl Dense {
    /// A row's weights, padded.
    fn row(&self, row: u32) -> &[f32] {
        let start = row as usize * self.stride;
        &self.weights[start..start + self.stride]
    }

    /// A row's weights, a number per class; the row behind the last is the bias.
    pub(crate) fn weights(&self, row: usize) -> &[f32] {
        &self.weights[row * self.stride..][..self.count]
    }

    /// The scores of an example; its values are multiplied by `louder`.
    pub(crate) fn score(&self, (rows, values): (&[u32], &[f32]), louder: f32) -> Vec<f32> {
        let bias = self.weights.len() / self.stride - 1;
        let mut scores = self.weights[bias * self.stride..].to_vec();
        for (&row, &value) in rows.iter().zip(values) {
            add(&mut scores, self.row(row), value * louder);
        }
        scores.truncate(self.count);
        scores
    }
}

/// Adds a multiple of a row to scores of the same padded length.
fn add(scores: &mut [f32], row: &[f32], value: f32) {
    for (scores, row) in scores.chunks_exact_mut(GROUP).zip(row.chunks_exact(GROUP)) {
        for k in 0..GROUP {
            scores[k] += value * row[k];
        }
    }
}

/// e to the power of an `x` of at most 0, to six digits, by fixed arithmetic.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "-126 <= k <= 0")]
fn quick_exp(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let k = (x * std::f32::consts::LOG2_E - 0.5) as i32;
    let r = x - k as f32 * std::f32::consts::LN_2;
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    p * f32::from_bits(((k + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_classes_apart() {
        let mut examples = Matrix::default();
        let mut classes = Vec::new();
        for i in 0..200_u32 {
            examples.push([(i % 20, 1.0), (20 + i % 30, 0.5)]);
            classes.push(i % 20);
        }
        let chosen: Vec<u32> = (0..200).collect();
        let learned =
            Softmax { examples: &examples, classes: &classes, chosen: &chosen, rows: 64, count: 20, passes: 20 }
                .learn();
        for at in 0..20 {
            let scores = learned.score(examples.example(at), 1.0);
            let best = (0..20).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
            assert_eq!(best, Some(at));
        }
    }

    #[test]
    fn quick_exponentials_are_near() {
        for i in 0..800 {
            let x = i as f32 * -0.1;
            assert!((quick_exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }
}
