//! The likeliest labels of each step of a sequence, and how likely each is among them.
//!
//! In: scores for the labels of each step, and for labels that follow each other. Out: probabilities
//! of labels and of pairs of labels, by the forward-backward algorithm over a pruned lattice. Sums
//! are scaled at each step and taken in a fixed order.

use crate::order;

use super::number::exp;
use super::tags::{OUTSIDE, Tags};

/// How many labels of a step are followed up.
const WIDTH: usize = 8;

/// Scores for tags that follow each other. Where tags remember, pairs that are alike move together too:
/// that another drink begins another group is learned once.
#[derive(Clone, Debug)]
pub(crate) struct Follow {
    labels: usize,
    weights: Vec<f32>,
    /// The exponentials of the weights, kept beside them: they are asked for far more than changed.
    odds: Vec<f32>,
    /// The class of each pair, and the legal pairs of each class; none where no tag remembers.
    class: Vec<usize>,
    alike: Vec<Vec<usize>>,
}

impl Follow {
    /// All weights zero; minus infinity for labels that may not follow each other.
    pub(crate) fn new(tags: &Tags) -> Follow {
        let pairs = || tags.all().flat_map(|a| tags.all().map(move |b| tags.legal(a, b)));
        let weights = pairs().map(|legal| if legal { 0.0 } else { f32::NEG_INFINITY }).collect();
        let odds = pairs().map(|legal| f32::from(u8::from(legal))).collect();
        let mut follow = Follow { labels: tags.len(), weights, odds, class: Vec::new(), alike: Vec::new() };
        if tags.remembers() {
            follow.sort(tags);
        }
        follow
    }

    /// Puts pairs that are alike into classes.
    fn sort(&mut self, tags: &Tags) {
        let of: Vec<u64> = tags.all().flat_map(|a| tags.all().map(move |b| tags.alike(a, b))).collect();
        let mut classes = of.clone();
        order::sort(&mut classes);
        classes.dedup();
        self.alike = vec![Vec::new(); classes.len()];
        for (place, own) in of.iter().enumerate() {
            let class = classes.partition_point(|class| class < own);
            self.class.push(class);
            if self.weights[place].is_finite() {
                self.alike[class].push(place);
            }
        }
    }

    /// How many classes of pairs there are.
    pub(crate) fn classes(&self) -> usize {
        self.alike.len()
    }

    /// The class of the pair at a place, where pairs have classes.
    pub(crate) fn class(&self, place: usize) -> Option<usize> {
        self.class.get(place).copied()
    }

    /// The place of a pair.
    pub(crate) fn place(&self, label: u16, next: u16) -> usize {
        usize::from(label) * self.labels + usize::from(next)
    }

    /// The weights of all pairs.
    pub(crate) fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Moves a weight.
    pub(crate) fn add(&mut self, place: usize, step: f32) {
        self.weights[place] += step;
        self.odds[place] = exp(f64::from(self.weights[place])) as f32;
    }

    /// Moves the weights of a class.
    pub(crate) fn add_alike(&mut self, class: usize, step: f32) {
        for at in 0..self.alike[class].len() {
            self.add(self.alike[class][at], step);
        }
    }

    fn odds(&self, label: u16, next: u16) -> f32 {
        self.odds[self.place(label, next)]
    }

    fn row(&self, label: u16) -> &[f32] {
        &self.weights[self.place(label, 0)..][..self.labels]
    }
}

/// A label of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) label: u16,
    /// The score of the best path that ends here.
    best: f32,
    /// The exponential of its own score, the step's best being one.
    own: f32,
    /// How likely what comes before and after makes it, scaled.
    before: f32,
    after: f32,
    /// How likely it is.
    pub(crate) chance: f32,
}

/// The kept labels of a sequence; reused from sequence to sequence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beam {
    nodes: Vec<Node>,
    ends: Vec<usize>,
    /// The best path to each label of the step that is added.
    reach: Vec<f32>,
    order: Vec<Node>,
}

impl Beam {
    /// Forgets the last sequence.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.ends.clear();
    }

    /// Adds a step with the scores of its labels; the right one is always kept.
    pub(crate) fn push(&mut self, scores: &[f32], follow: &Follow, gold: u16) {
        self.reach.clear();
        match self.ends.len().checked_sub(1) {
            None => self.reach.extend_from_slice(follow.row(OUTSIDE)),
            Some(last) => {
                self.reach.resize(scores.len(), f32::NEG_INFINITY);
                for node in &self.nodes[self.range(last)] {
                    for (best, weight) in self.reach.iter_mut().zip(follow.row(node.label)) {
                        *best = best.max(node.best + weight);
                    }
                }
            }
        }
        self.order.clear();
        for ((label, score), reach) in (0..).zip(scores).zip(&self.reach) {
            if *reach > f32::NEG_INFINITY {
                self.order.push(Node { label, best: reach + score, own: *score, before: 0.0, after: 0.0, chance: 0.0 });
            }
        }
        if self.order.len() > WIDTH {
            self.order.select_nth_unstable_by(WIDTH - 1, |a, b| b.best.total_cmp(&a.best).then(a.label.cmp(&b.label)));
            if let Some(place) = self.order.iter().position(|node| node.label == gold).filter(|place| *place >= WIDTH) {
                self.order.swap(WIDTH - 1, place);
            }
            self.order.truncate(WIDTH);
        }
        let most = self.order.iter().fold(f32::NEG_INFINITY, |most, node| most.max(node.own));
        for node in &mut self.order {
            node.own = exp(f64::from(node.own - most)) as f32;
        }
        self.nodes.extend_from_slice(&self.order);
        self.ends.push(self.nodes.len());
    }

    /// Fills in how likely each label is.
    pub(crate) fn weigh(&mut self, follow: &Follow) {
        for step in 0..self.ends.len() {
            let (done, here) = self.around(step);
            for node in &mut *here {
                let into: f32 = if step == 0 {
                    follow.odds(OUTSIDE, node.label)
                } else {
                    done.iter().map(|last| last.before * follow.odds(last.label, node.label)).sum()
                };
                node.before = node.own * into;
            }
            let sum: f32 = here.iter().map(|node| node.before).sum();
            here.iter_mut().for_each(|node| node.before /= sum);
        }
        for step in (0..self.ends.len()).rev() {
            let range = self.range(step);
            let next = self.ends.get(step + 1).copied().unwrap_or(range.end);
            let (here, next) = self.nodes[range.start..next].split_at_mut(range.len());
            for node in &mut *here {
                let onto = |after: &Node| after.after * after.own * follow.odds(node.label, after.label);
                node.after = if next.is_empty() { 1.0 } else { next.iter().map(onto).sum() };
            }
            let sum: f32 = here.iter().map(|node| node.after).sum();
            here.iter_mut().for_each(|node| node.after /= sum);
            let sum: f32 = here.iter().map(|node| node.before * node.after).sum();
            here.iter_mut().for_each(|node| node.chance = node.before * node.after / sum);
        }
    }

    /// The labels of a step.
    pub(crate) fn step(&self, step: usize) -> &[Node] {
        &self.nodes[self.range(step)]
    }

    /// How likely each pair of labels is at a step and the one before, into a list emptied first.
    pub(crate) fn pairs(&self, step: usize, follow: &Follow, pairs: &mut Vec<(u16, u16, f32)>) {
        pairs.clear();
        let Some(last) = step.checked_sub(1) else { return };
        let mut sum = 0.0;
        for before in self.step(last) {
            for node in self.step(step) {
                let weight = before.before * follow.odds(before.label, node.label) * node.own * node.after;
                if weight > 0.0 {
                    sum += weight;
                    pairs.push((before.label, node.label, weight));
                }
            }
        }
        pairs.iter_mut().for_each(|pair| pair.2 /= sum);
    }

    fn range(&self, step: usize) -> std::ops::Range<usize> {
        let start = if step == 0 { 0 } else { self.ends[step - 1] };
        start..self.ends[step]
    }

    /// The nodes of the step before, and those of a step.
    fn around(&mut self, step: usize) -> (&[Node], &mut [Node]) {
        let range = self.range(step);
        let before = if step == 0 { 0 } else { self.range(step - 1).start };
        let (done, here) = self.nodes[..range.end].split_at_mut(range.start);
        (&done[before..], here)
    }
}
