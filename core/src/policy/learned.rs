//! Past the script: what followed in the stories at the steps most like this moment.
//!
//! In: the examples that stories and rules make. Out: for a session that no rule and no story covers,
//! the action that most of the likest steps go on with, how sure that is, and the likest step itself.
//! Memory-based learning (Daelemans and van den Bosch, "Memory-Based Language Processing", 2005):
//! nothing is fitted, so opening stays quick and every choice names the step that it resembles.

use std::collections::{HashMap, HashSet};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Sketch {
    action: Option<ActionId>,
    form: Option<ActionId>,
    intent: Option<IntentId>,
    /// The number of its entities and slots; [`NEW`] where no story knows them together.
    known: u32,
}

/// What is known at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Known {
    entities: Vec<EntityId>,
    slots: Vec<(SlotId, Feature)>,
}

/// The number of what no story knows.
const NEW: u32 = u32::MAX;

/// The numbers of the last moments, the latest first; the rest is [`NEW`].
type Trail = [u32; DEPTH];

/// What followed once, after which moments.
#[derive(Clone, Debug)]
struct Example {
    trail: Trail,
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
    known: HashMap<Known, u32>,
    knowns: Vec<Known>,
    moments: Vec<Sketch>,
    examples: Vec<Example>,
    /// The actions that examples go on with are below this.
    actions: usize,
    /// Only while learning: the moments' numbers, the examples, the moments of this script so far.
    numbers: HashMap<Sketch, u32>,
    learned: HashSet<(Trail, ActionId)>,
    trail: Trail,
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

    /// A script begins.
    pub(crate) fn begin(&mut self) {
        self.trail = [NEW; DEPTH];
    }

    /// The next moment of a script.
    #[expect(clippy::cast_possible_truncation, reason = "the number of steps is bounded")]
    pub(crate) fn see(&mut self, moment: &Moment) {
        let seen = Seen { moment, action: moment.action, user: moment.user.as_ref() };
        let known = known(&seen, &RuleOnly::default());
        let next = self.knowns.len() as u32;
        let number = *self.known.entry(known).or_insert_with_key(|known| {
            self.knowns.push(known.clone());
            next
        });
        let sketch = sketch(&seen, &RuleOnly::default(), number);
        let next = self.moments.len() as u32;
        let number = *self.numbers.entry(sketch).or_insert(next);
        if number == next {
            self.moments.push(sketch);
        }
        self.trail.copy_within(..DEPTH - 1, 1);
        self.trail[0] = number;
    }

    /// Learns what followed after the moment that was just seen.
    pub(crate) fn learn(&mut self, last: &Moment, rule: bool, (action, source, origin): (ActionId, u32, Origin)) {
        let mut trail = self.trail;
        trail[self.depth.min(DEPTH)..].fill(NEW);
        if !self.learned.insert((trail, action)) {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the number of steps is bounded")]
        let place = self.examples.len() as u32;
        self.actions = self.actions.max(usize::from(action) + 1);
        self.examples.push(Example { trail, action, source, origin });
        let keep = |list: &mut Vec<u32>| {
            if list.len() < MOST {
                list.push(place);
            }
        };
        if !rule {
            let intent = last.user.as_ref().and_then(|user| user.intent);
            keep(self.close.entry((last.action, intent)).or_default());
        }
        if let Some(before) = last.action.filter(|before| *before != LISTEN) {
            keep(self.loose[usize::from(rule)].entry(before).or_default());
        }
    }

    /// Whether nothing was learned.
    pub(crate) fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// Forgets what only learning needs.
    pub(crate) fn finish(&mut self) {
        (self.numbers, self.learned) = Default::default();
    }

    /// What the likest steps go on with; the moments of a session, the latest last.
    ///
    /// A message whose intent no story has is answered by none: it is for the fallback.
    pub(crate) fn resemble(&self, seen: &[Seen<'_>], allowed: impl Fn(ActionId) -> bool) -> Option<Resembled> {
        let last = seen.last()?;
        let intent = last.user.and_then(|user| user.intent);
        let now: Vec<(Sketch, Known)> = seen.iter().rev().take(self.depth).map(|seen| self.sketched(seen)).collect();
        let close = self.close.get(&(last.action, intent));
        let loose = |place: usize| last.action.and_then(|action| self.loose[place].get(&action));
        let (list, worth) = match (close, loose(0), loose(1)) {
            (Some(list), ..) => (list, 1.0),
            (None, Some(list), _) | (None, None, Some(list)) => (list, LOOSE),
            _ => return None,
        };
        self.vote(&now, list, &allowed).map(|found| Resembled { score: found.score * worth, ..found })
    }

    #[expect(clippy::cast_possible_truncation, reason = "candidates are a few hundred at most")]
    fn vote(&self, now: &[(Sketch, Known)], list: &[u32], allowed: &impl Fn(ActionId) -> bool) -> Option<Resembled> {
        let mut candidates: Vec<Candidate> = Vec::new();
        // Where the candidate of an action stands: a search among them would cost their number squared.
        let mut held = vec![NEW; self.actions];
        let mut sum = 0.0;
        for place in list {
            let example = &self.examples[*place as usize];
            if !allowed(example.action) {
                continue;
            }
            let likeness = self.likeness(now, &example.trail);
            let vote = exp((likeness - 1.0) * SHARP);
            sum += vote;
            let held = &mut held[usize::from(example.action)];
            match candidates.get_mut(*held as usize) {
                Some(known) => {
                    known.votes += vote;
                    if likeness > known.likeness {
                        (known.likeness, known.place) = (likeness, *place);
                    }
                }
                None => {
                    *held = candidates.len() as u32;
                    candidates.push(Candidate { action: example.action, votes: vote, likeness, place: *place });
                }
            }
        }
        // The first of equals: the order of the stories.
        let first = candidates.iter().rev().max_by(|a, b| a.votes.total_cmp(&b.votes))?;
        let example = &self.examples[first.place as usize];
        // A step that is hardly like the moment makes nobody sure, even where it is the only one.
        let score = first.votes / sum * (1.0 + first.likeness) / 2.0;
        Some(Resembled { action: first.action, score, source: example.source, origin: example.origin })
    }

    fn sketched(&self, seen: &Seen<'_>) -> (Sketch, Known) {
        let known = known(seen, &self.only);
        let number = self.known.get(&known).copied().unwrap_or(NEW);
        (sketch(seen, &self.only, number), known)
    }

    /// 0 to 1.
    fn likeness(&self, now: &[(Sketch, Known)], trail: &Trail) -> f64 {
        let (mut matched, mut total) = (0.0, 0.0);
        let mut fade = 1.0;
        for (at, then) in trail.iter().enumerate().take(self.depth) {
            let then = self.moments.get(*then as usize);
            if then.is_none() && at >= now.len() {
                break;
            }
            let weights = if at == 0 { NOW } else { BEFORE };
            total += fade * (weights.action + weights.intent + weights.entities + weights.slots + weights.form);
            if let (Some(now), Some(then)) = (now.get(at), then) {
                matched += fade * self.alike(now, then, weights);
            }
            fade *= FADE;
        }
        matched / total
    }

    fn alike(&self, (a, known): &(Sketch, Known), b: &Sketch, weights: Weights) -> f64 {
        let same = |same: bool| f64::from(u8::from(same));
        let (entities, slots) = match self.knowns.get(b.known as usize) {
            Some(then) if a.known != b.known => {
                (shared(&known.entities, &then.entities), shared(&known.slots, &then.slots))
            }
            _ => (1.0, 1.0),
        };
        weights.action * same(a.action == b.action)
            + weights.intent * same(a.intent == b.intent)
            + weights.form * same(a.form == b.form)
            + weights.entities * entities
            + weights.slots * slots
    }
}

fn sketch(seen: &Seen<'_>, only: &RuleOnly, known: u32) -> Sketch {
    let form = match seen.moment.form {
        LoopState::Active(form) if only.forms.binary_search(&form).is_err() => Some(form),
        _ => None,
    };
    Sketch { action: seen.action, form, intent: seen.user.and_then(|user| user.intent), known }
}

fn known(seen: &Seen<'_>, only: &RuleOnly) -> Known {
    let slots = seen.moment.slots.iter();
    let slots =
        slots.filter(|(slot, feature)| *feature != Feature::Unset && only.slots.binary_search(slot).is_err()).copied();
    Known { entities: seen.user.map_or(Vec::new(), |user| user.entities.clone()), slots: slots.collect() }
}

/// The common part of two lists; 1 where both are empty.
#[expect(clippy::cast_precision_loss, reason = "lists of a moment are short")]
fn shared<T: PartialEq>(a: &[T], b: &[T]) -> f64 {
    let both = a.iter().filter(|item| b.contains(item)).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 1.0 } else { both as f64 / all as f64 }
}
