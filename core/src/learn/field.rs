//! Sequences with known labels → the weights of a chain: a conditional random field.
//!
//! In: steps with their labels. Out: weights. Each sequence in turn moves the weights towards what
//! makes its labels likelier (J. Lafferty and others, *Conditional random fields*, ICML 2001), each
//! weight at its own pace (AdaGrad, J. Duchi and others, JMLR 2011). Some keys are left out at
//! random, so that no key is relied on alone.

use crate::order;

use super::beam::{Beam, Follow};
use super::chain::{Chain, Row};
use super::sample::{Dice, Sample, numbered};
use super::tags::{OUTSIDE, Tags};

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Passes over the samples.
    pub(crate) epochs: u32,
    /// Keys seen less often are left out.
    pub(crate) least: u32,
    /// The size of a weight's first step.
    pub(crate) rate: f32,
    /// Of 256 keys, how many are left out of a step.
    pub(crate) drop: u32,
}

/// Smaller differences of probability move nothing.
const SMALL: f32 = 0.02;

/// What a key says of one column of the tags.
#[derive(Clone, Copy, Debug)]
struct Cell {
    column: u16,
    weight: f32,
    /// The sum of the squares of its gradients.
    spent: f32,
}

struct Learner {
    tags: Tags,
    rows: Vec<Vec<Cell>>,
    follow: Follow,
    /// As [`Cell::spent`], for pairs, and for classes of pairs.
    spent: Vec<f32>,
    shared: Vec<f32>,
    plan: Plan,
    dice: Dice,
}

/// What one sequence needs; reused from sequence to sequence.
#[derive(Default)]
struct Room {
    beam: Beam,
    /// The rows of each step that were not left out.
    rows: Vec<u32>,
    ends: Vec<usize>,
    /// By column, and by tag.
    columns: Vec<f32>,
    scores: Vec<f32>,
    /// By how much each column is to move, and which of them.
    pulls: Vec<f32>,
    pulled: Vec<u16>,
    pairs: Vec<(u16, u16, f32)>,
}

/// Trains a chain over tags. Samples are read in a fixed shuffled order.
pub(crate) fn train(tags: &Tags, samples: &[&Sample], plan: Plan) -> Chain {
    let (keys, samples) = numbered(samples, plan.least);
    let follow = Follow::new(tags);
    let mut learner = Learner {
        tags: tags.clone(),
        rows: vec![Vec::new(); keys.len()],
        shared: vec![0.0; follow.classes()],
        follow,
        spent: vec![0.0; tags.len() * tags.len()],
        plan,
        dice: Dice::new(),
    };
    let mut order: Vec<usize> = (0..samples.len()).filter(|at| !samples[*at].labels.is_empty()).collect();
    let mut room = Room { pulls: vec![0.0; tags.columns()], ..Room::default() };
    for _ in 0..plan.epochs {
        learner.dice.shuffle(&mut order);
        for &place in &order {
            learner.read(&samples[place], &mut room);
            room.beam.weigh(&learner.follow);
            learner.update(&samples[place].labels, &mut room);
        }
    }
    learner.chain(&keys)
}

impl Learner {
    fn read(&mut self, sample: &Sample, room: &mut Room) {
        room.beam.clear();
        room.rows.clear();
        room.ends.clear();
        for (step, gold) in sample.labels.iter().enumerate() {
            room.columns.clear();
            room.columns.resize(self.tags.columns(), 0.0);
            for row in sample.steps.keys(step) {
                if self.dice.roll() & 255 < self.plan.drop {
                    continue;
                }
                room.rows.push(*row);
                for cell in &self.rows[*row as usize] {
                    room.columns[usize::from(cell.column)] += cell.weight;
                }
            }
            room.ends.push(room.rows.len());
            let scores = if self.tags.is_plain() {
                &room.columns
            } else {
                let columns = |tag| self.tags.speaking(tag).iter().map(|column| room.columns[usize::from(*column)]);
                room.scores.clear();
                room.scores.extend(self.tags.all().map(|tag| columns(tag).sum::<f32>()));
                &room.scores
            };
            room.beam.push(scores, &self.follow, *gold);
        }
    }

    fn update(&mut self, labels: &[u16], room: &mut Room) {
        let mut start = 0;
        for (step, (gold, end)) in labels.iter().zip(&room.ends).enumerate() {
            for node in room.beam.step(step) {
                let pull = f32::from(u8::from(node.label == *gold)) - node.chance;
                for column in self.tags.speaking(node.label) {
                    let sum = &mut room.pulls[usize::from(*column)];
                    if *sum == 0.0 {
                        room.pulled.push(*column);
                    }
                    *sum += pull;
                }
                if step == 0 && pull.abs() > SMALL {
                    self.link(OUTSIDE, node.label, pull);
                }
            }
            for column in room.pulled.drain(..) {
                let pull = std::mem::take(&mut room.pulls[usize::from(column)]);
                if pull.abs() > SMALL {
                    let rows = &room.rows[start..*end];
                    let rate = self.plan.rate * self.tags.pace(column);
                    rows.iter().for_each(|row| self.change(*row, column, rate, pull));
                }
            }
            start = *end;
            room.beam.pairs(step, &self.follow, &mut room.pairs);
            for (before, label, chance) in &room.pairs {
                let right = *label == *gold && labels[step - 1] == *before;
                let pull = f32::from(u8::from(right)) - chance;
                if pull.abs() > SMALL {
                    self.link(*before, *label, pull);
                }
            }
        }
    }

    fn change(&mut self, row: u32, column: u16, rate: f32, pull: f32) {
        let row = &mut self.rows[row as usize];
        let place = row.iter().position(|cell| cell.column == column).unwrap_or_else(|| {
            row.push(Cell { column, weight: 0.0, spent: 0.0 });
            row.len() - 1
        });
        let cell = &mut row[place];
        cell.weight += step(rate, &mut cell.spent, pull);
    }

    fn link(&mut self, tag: u16, next: u16, pull: f32) {
        let place = self.follow.place(tag, next);
        let by = step(self.plan.rate, &mut self.spent[place], pull);
        self.follow.add(place, by);
        if let Some(class) = self.follow.class(place) {
            let by = step(self.plan.rate, &mut self.shared[class], pull);
            self.follow.add_alike(class, by);
        }
    }

    fn chain(mut self, keys: &[u32]) -> Chain {
        let follow: Vec<f64> = {
            let finite = |weight: &f32| if weight.is_finite() { f64::from(*weight) } else { 0.0 };
            self.follow.weights().iter().map(finite).collect()
        };
        // In use no key is left out: each then counts for what it counted on average.
        let keep = f64::from(256 - self.plan.drop.min(255)) / 256.0;
        let mut rows: Vec<(u32, Row)> = Vec::with_capacity(keys.len());
        for (key, row) in keys.iter().zip(&mut self.rows) {
            order::by_key(row, |cell| cell.column);
            rows.push((*key, row.iter().map(|cell| (cell.column, f64::from(cell.weight) * keep)).collect()));
        }
        Chain::new(self.tags, rows, &follow)
    }
}

/// The next step of a weight; what was spent on it makes its steps smaller.
fn step(rate: f32, spent: &mut f32, pull: f32) -> f32 {
    *spent += pull * pull;
    rate * pull / (spent.sqrt() + 1e-3)
}
