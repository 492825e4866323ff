//! Past the script: what followed in the stories at the steps most like this moment.
//!
//! In: the examples that stories and rules make. Out: for a session that no rule and no story covers,
//! the action that most of the likest steps go on with, how sure that is, and the likest step itself.
//! Memory-based learning (Daelemans and van den Bosch, "Memory-Based Language Processing", 2005):
//! nothing is fitted, so opening stays quick and every choice names the step that it resembles.

use std::collections::HashMap;

use crate::bot::{ActionId, EntityId, IntentId, Origin, SlotId};
use crate::learn::number::exp;
use crate::state::{Feature, LISTEN, LoopState, Moment};

use super::memory::{RuleOnly, Seen};
use super::view::SourceId;

/// Moments that are compared, at most.
const DEPTH: usize = 5;
/// Steps that are compared for one decision, at most: the first of each list.
const MOST: usize = 256;
/// How much less a moment counts than the one after it.
const FADE: f64 = 0.5;
/// How sharply a likeness turns into a vote.
const SHARP: f64 = 14.0;
/// What a likeness is worth where only the last action is the same, not the intent.
const LOOSE: f64 = 0.8;

/// What parts of two moments weigh in their likeness.
#[derive(Clone, Copy)]
struct Weights {
    action: f64,
    intent: f64,
    entities: f64,
    slots: f64,
    form: f64,
}

const NOW: Weights = Weights { action: 0.0, intent: 3.0, entities: 3.0, slots: 3.0, form: 4.0 };
const BEFORE: Weights = Weights { action: 2.0, intent: 2.0, entities: 0.5, slots: 0.5, form: 0.5 };

/// A moment as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sketch {
    action: Option<ActionId>,
    form: Option<ActionId>,
    intent: Option<IntentId>,
    entities: Vec<EntityId>,
    slots: Vec<(SlotId, Feature)>,
}

/// What followed once, after which moments.
#[derive(Clone, Debug)]
struct Example {
    /// The latest first, by number.
    trail: Vec<u32>,
    action: ActionId,
    source: SourceId,
    origin: Origin,
}

/// Examples after one action and one message.
type Key = (Option<ActionId>, Option<IntentId>);

/// What stories show, to be compared with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Learned {
    depth: usize,
    only: RuleOnly,
    moments: Vec<Sketch>,
    numbers: HashMap<Sketch, u32>,
    examples: Vec<Example>,
    known: HashMap<(Vec<u32>, ActionId), u32>,
    /// By the last action and the intent.
    close: HashMap<Key, Vec<u32>>,
    /// By the last action alone; of stories, then of rules.
    loose: [HashMap<ActionId, Vec<u32>>; 2],
}

/// An action that steps go on with.
struct Candidate {
    action: ActionId,
    votes: f64,
    /// Of its likest step.
    likeness: f64,
    place: u32,
}

/// A choice by likeness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Resembled {
    pub(crate) action: ActionId,
    /// 0 to 1: the share of votes for the action, less where even its likest step is not very like.
    pub(crate) score: f64,
    pub(crate) source: SourceId,
    /// Where the likest step stands.
    pub(crate) origin: Origin,
}

impl Learned {
    /// Nothing learned yet; compares at most so many moments.
    pub(crate) fn new(most: Option<u32>, only: RuleOnly) -> Learned {
        let depth = most.map_or(DEPTH, |most| (most as usize).clamp(1, DEPTH));
        Learned { depth, only, ..Learned::default() }
    }

    /// Learns what followed after moments, the latest last.
    pub(crate) fn learn(&mut self, moments: &[&Moment], rule: bool, (action, source, origin): (ActionId, u32, Origin)) {
        let trail: Vec<u32> = moments.iter().rev().take(self.depth).map(|moment| self.number(moment)).collect();
        let Some(last) = moments.last() else { return };
        #[expect(clippy::cast_possible_truncation, reason = "the number of steps is bounded")]
        let place = self.examples.len() as u32;
        if *self.known.entry((trail.clone(), action)).or_insert(place) != place {
            return;
        }
        self.examples.push(Example { trail, action, source, origin });
        if !rule {
            let intent = last.user.as_ref().and_then(|user| user.intent);
            self.close.entry((last.action, intent)).or_default().push(place);
        }
        if let Some(before) = last.action.filter(|before| *before != LISTEN) {
            self.loose[usize::from(rule)].entry(before).or_default().push(place);
        }
    }

    /// Whether nothing was learned.
    pub(crate) fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// Forgets what only learning needs.
    pub(crate) fn finish(&mut self) {
        (self.numbers, self.known) = Default::default();
    }

    /// What the likest steps go on with; the moments of a session, the latest last.
    ///
    /// A message whose intent no story has is answered by none: it is for the fallback.
    pub(crate) fn resemble(&self, seen: &[Seen<'_>], allowed: impl Fn(ActionId) -> bool) -> Option<Resembled> {
        let last = seen.last()?;
        let intent = last.user.and_then(|user| user.intent);
        let now: Vec<Sketch> = seen.iter().rev().take(self.depth).map(|seen| sketch(seen, &self.only)).collect();
        let close = self.close.get(&(last.action, intent));
        let loose = |place: usize| last.action.and_then(|action| self.loose[place].get(&action));
        let (list, worth) = match (close, loose(0), loose(1)) {
            (Some(list), ..) => (list, 1.0),
            (None, Some(list), _) | (None, None, Some(list)) => (list, LOOSE),
            _ => return None,
        };
        self.vote(&now, list, &allowed).map(|found| Resembled { score: found.score * worth, ..found })
    }

    fn vote(&self, now: &[Sketch], list: &[u32], allowed: &impl Fn(ActionId) -> bool) -> Option<Resembled> {
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut sum = 0.0;
        for place in list.iter().take(MOST) {
            let example = &self.examples[*place as usize];
            if !allowed(example.action) {
                continue;
            }
            let likeness = self.likeness(now, &example.trail);
            let vote = exp((likeness - 1.0) * SHARP);
            sum += vote;
            match candidates.iter_mut().find(|known| known.action == example.action) {
                Some(known) => {
                    known.votes += vote;
                    if likeness > known.likeness {
                        (known.likeness, known.place) = (likeness, *place);
                    }
                }
                None => candidates.push(Candidate { action: example.action, votes: vote, likeness, place: *place }),
            }
        }
        // The first of equals: the order of the stories.
        let first = candidates.iter().rev().max_by(|a, b| a.votes.total_cmp(&b.votes))?;
        let example = &self.examples[first.place as usize];
        // A step that is hardly like the moment makes nobody sure, even where it is the only one.
        let score = first.votes / sum * (1.0 + first.likeness) / 2.0;
        Some(Resembled { action: first.action, score, source: example.source, origin: example.origin })
    }

    /// 0 to 1.
    fn likeness(&self, now: &[Sketch], trail: &[u32]) -> f64 {
        let (mut matched, mut total) = (0.0, 0.0);
        let mut fade = 1.0;
        for at in 0..now.len().max(trail.len()).min(self.depth) {
            let weights = if at == 0 { NOW } else { BEFORE };
            total += fade * (weights.action + weights.intent + weights.entities + weights.slots + weights.form);
            if let (Some(now), Some(then)) = (now.get(at), trail.get(at)) {
                matched += fade * alike(now, &self.moments[*then as usize], weights);
            }
            fade *= FADE;
        }
        matched / total
    }

    #[expect(clippy::cast_possible_truncation, reason = "the number of steps is bounded")]
    fn number(&mut self, moment: &Moment) -> u32 {
        let seen = Seen { moment, action: moment.action, user: moment.user.as_ref() };
        let sketch = sketch(&seen, &RuleOnly::default());
        let next = self.moments.len() as u32;
        let number = *self.numbers.entry(sketch.clone()).or_insert(next);
        if number == next {
            self.moments.push(sketch);
        }
        number
    }
}

fn sketch(seen: &Seen<'_>, only: &RuleOnly) -> Sketch {
    let slots = seen
        .moment
        .slots
        .iter()
        .filter(|(slot, feature)| *feature != Feature::Unset && only.slots.binary_search(slot).is_err());
    Sketch {
        action: seen.action,
        form: match seen.moment.form {
            LoopState::Active(form) if only.forms.binary_search(&form).is_err() => Some(form),
            _ => None,
        },
        intent: seen.user.and_then(|user| user.intent),
        entities: seen.user.map_or(Vec::new(), |user| user.entities.clone()),
        slots: slots.copied().collect(),
    }
}

fn alike(a: &Sketch, b: &Sketch, weights: Weights) -> f64 {
    let same = |same: bool| f64::from(u8::from(same));
    weights.action * same(a.action == b.action)
        + weights.intent * same(a.intent == b.intent)
        + weights.form * same(a.form == b.form)
        + weights.entities * shared(&a.entities, &b.entities)
        + weights.slots * shared(&a.slots, &b.slots)
}

/// The common part of two lists; 1 where both are empty.
#[expect(clippy::cast_precision_loss, reason = "lists of a moment are short")]
fn shared<T: PartialEq>(a: &[T], b: &[T]) -> f64 {
    let both = a.iter().filter(|item| b.contains(item)).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 1.0 } else { both as f64 / all as f64 }
}
