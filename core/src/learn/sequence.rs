//! Tags for the steps of a sequence: a linear chain over begin, inside and outside.
//!
//! In: for each step, the keys of what is known of it. Out: one tag a step, the best legal
//! sequence by Viterbi over the likeliest tags of each step, in whole numbers. It knows no words.

use super::tags::{OUTSIDE, Tags};

/// How many labels of a step are followed up.
const BEAM: usize = 10;
/// What is said of labels that may not follow each other: below any score of a step.
pub(crate) const NEVER: i32 = i32::MIN / 4;

/// The keys of the steps of one sequence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    keys: Vec<u32>,
    ends: Vec<u32>,
}

impl Steps {
    /// Room for a sequence.
    pub(crate) fn with_capacity(steps: usize, keys: usize) -> Steps {
        Steps { keys: Vec::with_capacity(keys), ends: Vec::with_capacity(steps) }
    }

    /// A key of the step that is being written.
    pub(crate) fn push(&mut self, key: u32) {
        self.keys.push(key);
    }

    /// Ends the step that is being written.
    #[expect(clippy::cast_possible_truncation, reason = "texts are at most 64 KiB")]
    pub(crate) fn close(&mut self) {
        self.ends.push(self.keys.len() as u32);
    }

    /// How many steps there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The keys of all steps.
    pub(crate) fn all(&self) -> &[u32] {
        &self.keys
    }

    /// The keys of a step.
    pub(crate) fn keys(&self, step: usize) -> &[u32] {
        let start = if step == 0 { 0 } else { self.ends[step - 1] as usize };
        &self.keys[start..self.ends[step] as usize]
    }
}

/// Steps that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    /// The step after the last.
    pub(crate) end: usize,
    /// The tag that begins it, without what it remembers.
    pub(crate) label: u16,
    /// By how much its surest alternative is beaten where it is beaten least.
    pub(crate) margin: i32,
}

/// Scores for labels, and for labels that follow each other.
pub(crate) trait Weights {
    /// The tags.
    fn tags(&self) -> &Tags;
    /// Adds what the keys of a step say of each column.
    fn add(&self, keys: &[u32], columns: &mut [i32]);
    /// What a label says of each next one, [`NEVER`] of what may not follow; before the first step
    /// stands [`OUTSIDE`].
    fn follow(&self, label: u16) -> &[i32];
}

/// The lattice of one sequence; reused from sequence to sequence in training.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lattice {
    /// What the keys of a step say of each tag.
    scores: Vec<i32>,
    /// What they say of each column, where tags have several.
    columns: Vec<i32>,
    kept: Vec<Node>,
    /// Where the nodes of each step end.
    ends: Vec<u32>,
    order: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    score: i32,
    label: u16,
    /// The place of the node before, in the step before.
    back: u16,
}

impl Lattice {
    /// The best legal labels of a sequence.
    pub(crate) fn decode(&mut self, weights: &impl Weights, steps: &Steps, out: &mut Vec<u16>) {
        out.clear();
        self.kept.clear();
        self.ends.clear();
        for step in 0..steps.len() {
            self.weigh(weights, steps.keys(step));
            self.advance(weights, step);
        }
        self.trace(out);
    }

    /// What the keys of one step say.
    fn weigh(&mut self, weights: &impl Weights, keys: &[u32]) {
        let tags = weights.tags();
        self.scores.clear();
        self.scores.resize(tags.columns(), 0);
        weights.add(keys, &mut self.scores);
        if !tags.is_plain() {
            std::mem::swap(&mut self.scores, &mut self.columns);
            let columns = |tag: u16| tags.speaking(tag).iter().map(|column| self.columns[usize::from(*column)]);
            let own = tags.all().map(|tag| columns(tag).sum::<i32>());
            self.scores.clear();
            self.scores.extend(own);
        }
    }

    /// The nodes of a step from those of the step before; the best has the score 0.
    fn advance(&mut self, weights: &impl Weights, step: usize) {
        let own = &self.scores;
        self.order.clear();
        self.order.extend((0..).zip(own).map(|(label, _)| Node { score: NEVER, label, back: 0 }));
        let start = if step < 2 { 0 } else { self.ends[step - 2] as usize };
        let end = if step == 0 { 0 } else { self.ends[step - 1] as usize };
        const FIRST: [Node; 1] = [Node { score: 0, label: OUTSIDE, back: 0 }];
        let before = if step == 0 { &FIRST } else { &self.kept[start..end] };
        for (place, last) in (0_u16..).zip(before) {
            for (node, follow) in self.order.iter_mut().zip(weights.follow(last.label)) {
                let score = last.score + follow;
                if score > node.score {
                    (node.score, node.back) = (score, place);
                }
            }
        }
        self.order.iter_mut().zip(own).for_each(|(node, own)| node.score += own);
        self.order.retain(|node| node.score > NEVER / 2);
        if self.order.len() > BEAM {
            self.order.select_nth_unstable_by(BEAM - 1, |a, b| b.score.cmp(&a.score).then(a.label.cmp(&b.label)));
            self.order.truncate(BEAM);
        }
        let most = self.order.iter().map(|node| node.score).max().unwrap_or(0);
        self.order.iter_mut().for_each(|node| node.score -= most);
        self.kept.extend_from_slice(&self.order);
        self.ends.push(u32::try_from(self.kept.len()).unwrap_or(u32::MAX));
    }

    fn trace(&self, out: &mut Vec<u16>) {
        let mut back = None;
        for step in (0..self.ends.len()).rev() {
            let start = if step == 0 { 0 } else { self.ends[step - 1] as usize };
            let nodes = &self.kept[start..self.ends[step] as usize];
            let top =
                || nodes.iter().enumerate().max_by(|(_, a), (_, b)| a.score.cmp(&b.score).then(b.label.cmp(&a.label)));
            let node = match back {
                None => top().map(|(_, node)| node),
                Some(place) => nodes.get(usize::from(place)),
            };
            let Some(node) = node else { break };
            out.push(node.label);
            back = Some(node.back);
        }
        out.reverse();
    }

    /// The stretches of a path: first step, step after the last, the tag that begins it, margin.
    pub(crate) fn stretches(&mut self, weights: &impl Weights, steps: &Steps, path: &[u16]) -> Vec<Stretch> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < path.len() {
            let start = at;
            at += 1;
            let base = weights.tags().base(path[start]);
            if base == OUTSIDE {
                continue;
            }
            while path.get(at).is_some_and(|label| *label == path[start] + 1) {
                at += 1;
            }
            let mut margin = i32::MAX;
            for step in start..(at + 1).min(path.len()) {
                self.weigh(weights, steps.keys(step));
                margin = margin.min(self.margin(weights, path, step));
            }
            found.push(Stretch { start, end: at, label: base, margin });
        }
        found
    }

    /// By how much the tag of a step that was weighed beats the best other one, its neighbours being
    /// as they are but for what they remember.
    fn margin(&self, weights: &impl Weights, path: &[u16], step: usize) -> i32 {
        let (tags, scores) = (weights.tags(), &self.scores);
        let before = if step == 0 { OUTSIDE } else { path[step - 1] };
        let follow = weights.follow(before);
        let next = path.get(step + 1).map(|next| tags.base(*next));
        let after = |tag: u16| next.map_or(0, |next| weights.follow(tag)[usize::from(tags.behind(tag, next))]);
        let score = |tag: u16| scores[usize::from(tag)] + follow[usize::from(tag)] + after(tag);
        let own = path[step];
        let others = tags.all().filter(|tag| *tag != own).map(score);
        others.filter(|score| *score > NEVER / 2).max().map_or(0, |other| score(own) - other)
    }
}
