//! Stories, remembered: the same moments as in a story, the same next action.
//!
//! In: the examples that stories make. Out: for a session the action that followed in a story after
//! exactly these moments. Turns of rules that no story uses are not seen. An action that differs
//! between equal moments is forgotten, so nothing is ever guessed.

use std::collections::HashMap;

use crate::bot::{ActionId, SlotId};
use crate::state::{Feature, History, LISTEN, LoopState, Moment, UserSide};

use super::view::SourceId;

/// What only rules use: stories never see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleOnly {
    /// Sorted.
    pub(crate) slots: Vec<SlotId>,
    /// Sorted.
    pub(crate) forms: Vec<ActionId>,
}

/// What followed in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recalled {
    pub(crate) action: ActionId,
    pub(crate) source: SourceId,
}

/// The stories of a bot: every way to an action, ordered by its moments, the latest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// How many moments count; `None`: all.
    most: Option<usize>,
    /// Whether to try again without the earliest moments.
    augmented: bool,
    only: RuleOnly,
    /// The number of each moment.
    numbers: HashMap<Box<[u16]>, u32>,
    /// The moments of all stories, one story after the other.
    trail: Vec<u32>,
    /// Where the story begins that is being learned.
    start: usize,
    ways: Vec<Way>,
}

/// The last moments before an action of a story.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// After its last moment on the trail.
    end: u32,
    length: u32,
    /// `None`: two stories differ.
    recalled: Option<Recalled>,
}

/// A moment as stories see it.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) moment: &'a Moment,
    pub(crate) action: Option<ActionId>,
    pub(crate) user: Option<&'a UserSide>,
}

impl Memory {
    /// An empty memory of so many moments.
    pub(crate) fn new(most: Option<u32>, augmented: bool, only: RuleOnly) -> Memory {
        let most = most.map(|most| most.max(1) as usize);
        Memory { most, augmented, only, ..Memory::default() }
    }

    /// Whether it tries again without the earliest moments.
    pub(crate) fn augmented(&self) -> bool {
        self.augmented
    }

    /// A story begins.
    pub(crate) fn begin(&mut self) {
        self.start = self.trail.len();
    }

    /// Learns the next moment of a story, and what followed.
    #[expect(clippy::cast_possible_truncation, reason = "the number of steps is bounded")]
    pub(crate) fn learn(&mut self, moment: &Moment, recalled: Option<Recalled>) {
        let mut code = Vec::new();
        // A story's own slots and forms are never among those of rules alone.
        encode(Seen { moment, action: moment.action, user: moment.user.as_ref() }, &RuleOnly::default(), &mut code);
        let next = self.numbers.len() as u32;
        self.trail.push(*self.numbers.entry(code.into()).or_insert(next));
        if recalled.is_some() {
            let length = self.trail.len() - self.start;
            let length = self.most.map_or(length, |most| most.min(length)) as u32;
            self.ways.push(Way { end: self.trail.len() as u32, length, recalled });
        }
    }

    /// Orders what was learned; what differs between equal moments is forgotten, and given as the two
    /// moments after which it differs: how many were learned until then.
    pub(crate) fn finish(&mut self) -> Vec<[u32; 2]> {
        let (trail, mut differ) = (&self.trail, Vec::new());
        let order = |a: &Way, b: &Way| back(trail, a).cmp(back(trail, b));
        self.ways.sort_by(order);
        self.ways.dedup_by(|next, first| {
            let same = order(next, first).is_eq();
            if same && first.recalled.map(|known| known.action) != next.recalled.map(|other| other.action) {
                if first.recalled.is_some() {
                    differ.push([first.end, next.end]);
                }
                first.recalled = None;
            }
            same
        });
        differ
    }

    /// What followed in a story after the moments of a session.
    pub(crate) fn recall(&self, history: &History) -> Option<Recalled> {
        if self.ways.is_empty() {
            return None;
        }
        let mut tried = Vec::new();
        let mut seen = seen(history);
        self.slice(&mut seen);
        if let Some(found) = self.find(&seen) {
            return Some(found);
        }
        if !self.augmented {
            return None;
        }
        let all = history.past().len();
        for index in self.most.map_or(0, |most| all.saturating_sub(most))..all {
            let tail = history.tail(index);
            let mut seen = self::seen(&tail);
            self.slice(&mut seen);
            let key = self.key(&seen);
            if key != tried {
                if let Some(found) = self.find(&seen) {
                    return Some(found);
                }
                tried = key;
            }
        }
        None
    }

    fn slice(&self, seen: &mut Vec<Seen<'_>>) {
        if let Some(most) = self.most {
            seen.drain(..seen.len().saturating_sub(most));
        }
    }

    fn key(&self, seen: &[Seen<'_>]) -> Vec<Option<u32>> {
        let mut buffer = Vec::new();
        let id = |moment: &Seen<'_>| {
            encode(*moment, &self.only, &mut buffer);
            self.numbers.get(buffer.as_slice()).copied()
        };
        seen.iter().map(id).collect()
    }

    fn find(&self, seen: &[Seen<'_>]) -> Option<Recalled> {
        let mut code = Vec::new();
        let number = |moment: &Seen<'_>| {
            encode(*moment, &self.only, &mut code);
            self.numbers.get(code.as_slice()).copied()
        };
        let numbers: Vec<u32> = seen.iter().rev().map(number).collect::<Option<_>>()?;
        let place = self.ways.binary_search_by(|way| back(&self.trail, way).cmp(numbers.iter().copied())).ok()?;
        self.ways[place].recalled
    }
}

/// The moments of a way, the latest first.
fn back<'t>(trail: &'t [u32], way: &Way) -> impl Iterator<Item = u32> + 't {
    trail[(way.end - way.length) as usize..way.end as usize].iter().rev().copied()
}

/// The moments of a session without the turns of rules that no story uses.
pub(crate) fn seen(history: &History) -> Vec<Seen<'_>> {
    let past = history.past().iter().map(|past| (&past.moment, past.hidden, past.followup));
    let now = (history.now(), false, history.followup().is_some());
    let mut all: Vec<Seen<'_>> = Vec::with_capacity(history.past().len() + 1);
    let mut hidden = false;
    let mut before = None;
    for (moment, hides, followup) in past.chain(std::iter::once(now)) {
        if !hidden {
            before = moment.action;
        }
        // A given action and a form that goes on do not change whether a turn is hidden.
        let goes_on = matches!((moment.action, moment.form), (Some(action), LoopState::Active(form)) if action == form);
        if !followup && !goes_on {
            hidden = hides;
        }
        if hidden {
            continue;
        }
        let mut user = moment.user.as_ref();
        if let Some(last) = all.last()
            && moment.action.is_some_and(|action| action != LISTEN)
        {
            user = last.user;
        }
        all.push(Seen { moment, action: before, user });
    }
    all
}

/// Writes a moment as numbers; equal moments and only they give equal numbers.
fn encode(seen: Seen<'_>, only: &RuleOnly, code: &mut Vec<u16>) {
    const NONE: u16 = u16::MAX;
    code.clear();
    code.push(seen.action.unwrap_or(NONE));
    code.push(match seen.moment.form {
        LoopState::Active(form) if only.forms.binary_search(&form).is_err() => form,
        _ => NONE,
    });
    match seen.user {
        None => code.push(NONE - 1),
        Some(user) => {
            code.push(user.intent.unwrap_or(NONE));
            code.extend_from_slice(&user.entities);
        }
    }
    // Slots follow after a mark, each with four numbers more or none.
    code.push(NONE - 1);
    for (slot, feature) in &seen.moment.slots {
        if only.slots.binary_search(slot).is_ok() {
            continue;
        }
        code.push(*slot);
        match feature {
            Feature::Set => code.push(0),
            Feature::Bool(flag) => code.push(1 + u16::from(*flag)),
            Feature::Unset => code.push(3),
            Feature::Category(value) => code.extend([4, *value]),
            Feature::Number(bits) => {
                code.push(5);
                code.extend((0..4).map(|part| u16::try_from(bits >> (16 * part) & 0xffff).unwrap_or_default()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Fact;

    fn said(intent: u16) -> Fact {
        Fact::User(UserSide { intent: Some(intent), entities: Vec::new() })
    }

    fn of(facts: &[Fact]) -> History {
        let mut history = History::new(Vec::new());
        facts.iter().for_each(|fact| history.push(fact.clone()));
        history
    }

    fn act(action: ActionId) -> Fact {
        Fact::Action(action, false)
    }

    /// Learns every action of a story.
    fn remember(memory: &mut Memory, facts: &[Fact]) {
        memory.begin();
        for past in of(facts).past() {
            memory.learn(&past.moment, Some(Recalled { action: past.action, source: 0 }));
        }
        memory.finish();
    }

    fn action(memory: &Memory, facts: &[Fact]) -> Option<ActionId> {
        memory.recall(&of(facts)).map(|found| found.action)
    }

    fn story() -> Vec<Fact> {
        vec![act(LISTEN), said(1), act(21), act(LISTEN), said(2), act(22), act(LISTEN)]
    }

    #[test]
    fn the_whole_prefix_has_to_be_the_same() {
        let mut memory = Memory::new(None, false, RuleOnly::default());
        remember(&mut memory, &story());
        assert_eq!(action(&memory, &story()[..5]), Some(22));
        assert_eq!(action(&memory, &[act(LISTEN), said(2)]), None);
        let slot = Fact::Slot(0, Some(Feature::Set));
        assert_eq!(action(&memory, &[act(LISTEN), said(1), slot]), None);
    }

    #[test]
    fn the_last_moments_are_enough_where_only_they_count() {
        let mut memory = Memory::new(Some(1), false, RuleOnly::default());
        remember(&mut memory, &story());
        assert_eq!(action(&memory, &[act(LISTEN), said(9), act(30), act(LISTEN), said(2)]), Some(22));
    }

    #[test]
    fn two_stories_that_differ_say_nothing() {
        let mut memory = Memory::new(None, false, RuleOnly::default());
        remember(&mut memory, &story());
        remember(&mut memory, &[act(LISTEN), said(1), act(23)]);
        assert_eq!(action(&memory, &story()[..2]), None);
        assert_eq!(action(&memory, &story()[..5]), Some(22));
    }

    #[test]
    fn augmented_memory_forgets_from_the_front() {
        let mut memory = Memory::new(None, true, RuleOnly::default());
        remember(&mut memory, &[act(LISTEN), said(1), act(21), act(LISTEN), said(2), act(22)]);
        let slot = Fact::Slot(0, Some(Feature::Set));
        let facts = [act(LISTEN), said(7), slot, act(33), act(LISTEN), said(1), act(21), act(LISTEN), said(2)];
        let plain = Memory { augmented: false, ..memory.clone() };
        assert_eq!(action(&plain, &facts), None);
        // The front can only be forgotten down to a prefix that begins without an action.
        assert_eq!(action(&memory, &facts), Some(22));
    }

    #[test]
    fn turns_of_rules_are_not_seen() {
        let mut memory = Memory::new(None, false, RuleOnly { slots: vec![4], forms: Vec::new() });
        remember(&mut memory, &story());
        let mut facts = story()[..4].to_vec();
        facts.extend([said(5), Fact::Slot(4, Some(Feature::Set)), Fact::Action(40, true), Fact::Action(LISTEN, true)]);
        facts.push(said(2));
        assert_eq!(action(&memory, &facts), Some(22));
    }
}
