//! Multinomial logistic regression, by stochastic gradients with feature dropout.
//!
//! Each step sees a random part of an example's features (Wager et al., "Dropout Training as
//! Adaptive Regularization", 2013), so no single feature is relied upon; steps are scaled per weight
//! (Duchi et al., "Adaptive Subgradient Methods", 2011) from a start that keeps rare features from
//! jumping, which is what lets the energy of the scores tell what is out of scope. Some steps see an
//! example as it is written in a hurry, some nothing of what words mean: neither is leant on. A run is sequential
//! and depends on its input and its number alone; several are averaged.

use crate::learn::matrix::{Matrix, chance, random, shuffled};

/// Weights are padded to whole groups of so many classes.
const GROUP: usize = 8;
/// The first step's length.
const RATE: f32 = 0.4;
/// What a gradient has to exceed to be followed.
const LEAST: f32 = 0.01;
/// How many features of 65,536 a step sees.
const SEEN: u64 = 32_768;
/// How many steps of 65,536 see an example as it is written in a hurry.
const HURRIED: u64 = 19_661;
/// How many steps of 65,536 see the hashed rows alone: a misspelt word has no meaning.
const BLIND: u64 = 9_830;
/// A number that no row has yet.
const NEW: u32 = u32::MAX;

/// What to learn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Softmax<'a> {
    pub(crate) examples: &'a Matrix,
    /// The same examples as they are written in a hurry; none: only as they are.
    pub(crate) hurried: Option<&'a Matrix>,
    /// The class of each example; one beyond the last: no class fits, and all should seem alike.
    pub(crate) classes: &'a [u32],
    /// The examples to learn from, by number.
    pub(crate) chosen: &'a [u32],
    /// How many feature rows there are.
    pub(crate) rows: usize,
    /// How many of them stand for hashed terms; those behind are seen together or not at all.
    pub(crate) hashed: usize,
    /// How many classes there are.
    pub(crate) count: usize,
    /// Passes over the examples.
    pub(crate) passes: u32,
    /// How often to learn anew, in another order and with other features dropped; the weights are the
    /// mean. What was chance in one run evens out, and the model is no larger.
    pub(crate) runs: u32,
}

/// Trained weights: for each row and then for the bias, a number per class.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    count: usize,
    weights: Vec<f32>,
}

/// Rows in the order of how often they occur: those read all the time lie together.
struct Order {
    /// The place of each row, [`NEW`] where it does not occur; the bias comes first.
    places: Vec<u32>,
    /// How many places there are.
    used: usize,
    /// Whether the row of a place is behind the hashed ones.
    behind: Vec<bool>,
}

/// Buffers of one run.
struct Run<'a> {
    order: &'a Order,
    stride: usize,
    count: usize,
    /// For each place its weights, then the length of a step of each: one over the root of one plus
    /// the squared gradients so far.
    cells: Vec<f32>,
    active: Vec<(u32, f32)>,
    scores: Vec<f32>,
    hot: Vec<(u32, f32)>,
    state: u64,
    rate: f32,
}

impl Softmax<'_> {
    /// Learns.
    pub(crate) fn learn(&self) -> Dense {
        let order = self.order();
        let examples = self.placed(&order, self.examples);
        let hurried = self.hurried.map(|hurried| self.placed(&order, hurried));
        let both = (&examples, hurried.as_ref());
        let mut dense = self.run(0, &order, both);
        for run in 1..self.runs {
            dense.add(&self.run(u64::from(run), &order, both));
        }
        if self.runs > 1 {
            dense.scale(1.0 / self.runs as f32);
        }
        dense
    }

    /// One run, by its number.
    fn run(&self, number: u64, order: &Order, (examples, hurried): (&Matrix, Option<&Matrix>)) -> Dense {
        let stride = self.count.div_ceil(GROUP) * GROUP;
        let mut run = Run {
            order,
            stride,
            count: self.count,
            cells: [vec![0.0; stride], vec![1.0; stride]].concat().repeat(order.used),
            active: Vec::new(),
            scores: vec![0.0; stride],
            hot: Vec::new(),
            state: 1 + number,
            rate: RATE,
        };
        for pass in 0..self.passes {
            run.rate = RATE * (1.0 - pass as f32 / self.passes as f32).max(0.05);
            for at in shuffled(self.chosen.len(), 100 + 1000 * number + u64::from(pass)) {
                let class = self.classes[self.chosen[at as usize] as usize];
                let seen = hurried.filter(|_| chance(&mut run.state, HURRIED)).unwrap_or(examples);
                run.step(seen.example(at as usize), class);
            }
        }
        run.dense()
    }

    fn order(&self) -> Order {
        let mut often = vec![0_u32; self.rows];
        for &at in self.chosen {
            for &row in self.examples.example(at as usize).0 {
                often[row as usize] += 1;
            }
        }
        let mut rows: Vec<u32> = (0..).take(self.rows).filter(|&row| often[row as usize] > 0).collect();
        rows.sort_by_key(|&row| (std::cmp::Reverse(often[row as usize]), row));
        let mut places = vec![NEW; self.rows + 1];
        places[self.rows] = 0;
        for (place, &row) in (1..).zip(&rows) {
            places[row as usize] = place;
        }
        let behind = [false].into_iter().chain(rows.iter().map(|row| *row as usize >= self.hashed)).collect();
        Order { places, used: rows.len() + 1, behind }
    }

    /// The chosen examples, with places for rows; what only a slip brought has none.
    fn placed(&self, order: &Order, of: &Matrix) -> Matrix {
        let mut placed = Matrix::default();
        for &at in self.chosen {
            let (rows, values) = of.example(at as usize);
            let features = rows.iter().map(|&row| order.places[row as usize]).zip(values.iter().copied());
            placed.push(features.filter(|(place, _)| *place != NEW));
        }
        placed
    }
}

impl Run<'_> {
    fn step(&mut self, (rows, values): (&[u32], &[f32]), class: u32) {
        self.choose(rows, values);
        self.active.push((0, 1.0));
        self.add_up();
        self.gradient(class);
        if self.hot.is_empty() {
            return;
        }
        if self.hot.len() * 4 < self.count {
            self.follow_hot();
        } else {
            self.follow_all();
        }
    }

    /// Drops features at random, and now and then all behind the hashed ones; what is left weighs more.
    fn choose(&mut self, rows: &[u32], values: &[f32]) {
        const LOUDER: f32 = 65_536.0 / SEEN as f32;
        self.active.clear();
        self.active.resize(rows.len(), (0, 0.0));
        let blind = chance(&mut self.state, BLIND);
        let (mut bits, mut kept) = (0, 0);
        for (at, (&row, &value)) in rows.iter().zip(values).enumerate() {
            if at % 4 == 0 {
                bits = random(&mut self.state);
            }
            // Written over by the next one where it is dropped: no processor foresees a coin.
            self.active[kept] = (row, value * LOUDER);
            kept += usize::from((bits & 0xffff < SEEN) & !(blind & self.order.behind[row as usize]));
            bits >>= 16;
        }
        self.active.truncate(kept);
    }

    /// The scores of what is active, four rows at a time.
    fn add_up(&mut self) {
        self.scores.fill(0.0);
        let row = |place: u32| &self.cells[place as usize * self.stride * 2..][..self.stride];
        let (fours, rest) = self.active.as_chunks::<4>();
        for &[(a, x), (b, y), (c, z), (d, w)] in fours {
            add_rows(&mut self.scores, [row(a), row(b), row(c), row(d)], [x, y, z, w]);
        }
        for &(place, value) in rest {
            add_row(&mut self.scores, row(place), value);
        }
    }

    /// Turns scores into gradients, and lists those worth following.
    fn gradient(&mut self, class: u32) {
        let count = self.count;
        let most = self.scores[..count].iter().fold(f32::NEG_INFINITY, |most, &score| most.max(score));
        let mut sums = [0.0; GROUP];
        self.scores[count..].fill(f32::NEG_INFINITY);
        for scores in self.scores.chunks_exact_mut(GROUP) {
            for k in 0..GROUP {
                scores[k] = quick_exp(scores[k] - most);
                sums[k] += scores[k];
            }
        }
        let scale = 1.0 / sums.iter().sum::<f32>();
        let share = if (class as usize) < count { 0.0 } else { 1.0 / count as f32 };
        for score in &mut self.scores {
            *score = *score * scale - share;
        }
        if let Some(score) = self.scores[..count].get_mut(class as usize) {
            *score -= 1.0;
        }
        self.scores[count..].fill(0.0);
        self.hot.clear();
        for (first, scores) in (0..).step_by(GROUP).zip(self.scores.chunks_exact(GROUP)) {
            if scores.iter().any(|score| score.abs() > LEAST) {
                let all = (first..).zip(scores.iter().copied());
                self.hot.extend(all.filter(|(_, score)| score.abs() > LEAST));
            }
        }
    }

    fn follow_hot(&mut self) {
        for &(place, value) in &self.active {
            let start = place as usize * self.stride * 2;
            let (weights, paces) = self.cells[start..start + self.stride * 2].split_at_mut(self.stride);
            for &(at, slope) in &self.hot {
                let at = at as usize;
                follow(&mut weights[at], &mut paces[at], value * slope, self.rate);
            }
        }
    }

    fn follow_all(&mut self) {
        for &(place, value) in &self.active {
            let start = place as usize * self.stride * 2;
            let (weights, paces) = self.cells[start..start + self.stride * 2].split_at_mut(self.stride);
            follow_row(weights, paces, &self.scores, (value, self.rate));
        }
    }

    /// The weights, back in the order of rows.
    fn dense(&self) -> Dense {
        let places = &self.order.places;
        let mut weights = vec![0.0; places.len() * self.count];
        for (row, &place) in weights.chunks_exact_mut(self.count).zip(places) {
            if place != NEW {
                row.copy_from_slice(&self.cells[place as usize * self.stride * 2..][..self.count]);
            }
        }
        Dense { count: self.count, weights }
    }
}

// Where the time goes, over plain slices and apart, so that it is reckoned several classes at once.

#[inline(never)]
fn add_rows(scores: &mut [f32], rows: [&[f32]; 4], [x, y, z, w]: [f32; 4]) {
    let count = scores.len();
    let [a, b, c, d] = [&rows[0][..count], &rows[1][..count], &rows[2][..count], &rows[3][..count]];
    for (at, score) in scores.iter_mut().enumerate() {
        *score += (x * a[at] + y * b[at]) + (z * c[at] + w * d[at]);
    }
}

#[inline(never)]
fn add_row(scores: &mut [f32], row: &[f32], value: f32) {
    for (score, weight) in scores.iter_mut().zip(row) {
        *score += value * weight;
    }
}

#[inline(never)]
fn follow_row(weights: &mut [f32], paces: &mut [f32], slopes: &[f32], (value, rate): (f32, f32)) {
    for ((weight, pace), slope) in weights.iter_mut().zip(paces).zip(slopes) {
        follow(weight, pace, value * slope, rate);
    }
}

/// One step of one weight. A squared gradient more makes the next steps shorter by
/// `(1 + t)^(-1/2)`, here the first terms of its series: no root and no division.
#[inline]
fn follow(weight: &mut f32, pace: &mut f32, slope: f32, rate: f32) {
    let t = (slope * slope * *pace * *pace).min(0.5);
    *pace -= *pace * t * (0.5 - 0.375 * t);
    *weight -= rate * slope * *pace;
}

impl Dense {
    fn add(&mut self, other: &Dense) {
        for (weight, more) in self.weights.iter_mut().zip(&other.weights) {
            *weight += more;
        }
    }

    fn scale(&mut self, by: f32) {
        for weight in &mut self.weights {
            *weight *= by;
        }
    }

    /// A row's weights, a number per class; the row behind the last is the bias.
    pub(crate) fn weights(&self, row: usize) -> &[f32] {
        &self.weights[row * self.count..][..self.count]
    }

    /// The scores of an example.
    pub(crate) fn score(&self, (rows, values): (&[u32], &[f32])) -> Vec<f32> {
        let mut scores = self.weights[self.weights.len() - self.count..].to_vec();
        for (&row, &value) in rows.iter().zip(values) {
            for (score, weight) in scores.iter_mut().zip(self.weights(row as usize)) {
                *score += value * weight;
            }
        }
        scores
    }
}

/// e to the power of an `x` of at most 0, to six digits, by fixed arithmetic and without a branch.
fn quick_exp(x: f32) -> f32 {
    /// Added to a small number, rounds it to a whole one, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.max(-80.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let r = x - (rounded - ROUND) * std::f32::consts::LN_2;
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    p * f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23))
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
        let (examples, classes, chosen) = (&examples, &classes, &chosen);
        let learn = |runs, hurried| {
            Softmax { examples, hurried, classes, chosen, rows: 64, hashed: 60, count: 20, passes: 20, runs }.learn()
        };
        for learned in [learn(1, None), learn(3, Some(examples))] {
            for at in 0..20 {
                let scores = learned.score(examples.example(at));
                let best = (0..20).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
                assert_eq!(best, Some(at));
            }
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
