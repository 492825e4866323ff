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

/// The stories of a bot as a tree of moments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// How many moments count; `None`: all.
    most: Option<usize>,
    /// Whether to try again without the earliest moments.
    augmented: bool,
    only: RuleOnly,
    moments: HashMap<Box<[u16]>, u32>,
    children: HashMap<(u32, u32), u32>,
    leaves: Vec<Leaf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Leaf {
    #[default]
    None,
    One(Recalled),
    /// Two stories differ.
    Ambiguous,
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
        Memory { most, augmented, only, leaves: vec![Leaf::None], ..Memory::default() }
    }

    /// Whether it tries again without the earliest moments.
    pub(crate) fn augmented(&self) -> bool {
        self.augmented
    }

    /// Learns what followed after moments.
    pub(crate) fn learn(&mut self, moments: &[&Moment], recalled: Recalled) {
        let first = self.most.map_or(0, |most| moments.len().saturating_sub(most));
        let mut node = 0;
        let mut buffer = Vec::new();
        for moment in &moments[first..] {
            let seen = Seen { moment, action: moment.action, user: moment.user.as_ref() };
            // A story's own slots and forms are never among those of rules alone.
            encode(seen, &RuleOnly::default(), &mut buffer);
            let id = self.moment(&buffer);
            node = self.child(node, id);
        }
        let Some(leaf) = self.leaves.get_mut(node as usize) else { return };
        *leaf = match *leaf {
            Leaf::None => Leaf::One(recalled),
            Leaf::One(known) if known.action == recalled.action => *leaf,
            _ => Leaf::Ambiguous,
        };
    }

    /// What followed in a story after the moments of a session.
    pub(crate) fn recall(&self, history: &History) -> Option<Recalled> {
        if self.leaves.len() <= 1 {
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
        for index in 0..history.past().len() {
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
            self.moments.get(buffer.as_slice()).copied()
        };
        seen.iter().map(id).collect()
    }

    fn find(&self, seen: &[Seen<'_>]) -> Option<Recalled> {
        let mut buffer = Vec::new();
        let mut node = 0;
        for moment in seen {
            encode(*moment, &self.only, &mut buffer);
            let id = *self.moments.get(buffer.as_slice())?;
            node = *self.children.get(&(node, id))?;
        }
        if let Leaf::One(found) = self.leaves[node as usize] { Some(found) } else { None }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the number of steps is bounded")]
    fn moment(&mut self, code: &[u16]) -> u32 {
        if let Some(id) = self.moments.get(code) {
            return *id;
        }
        let id = self.moments.len() as u32;
        self.moments.insert(code.into(), id);
        id
    }

    #[expect(clippy::cast_possible_truncation, reason = "the number of steps is bounded")]
    fn child(&mut self, node: u32, moment: u32) -> u32 {
        let next = self.leaves.len() as u32;
        let child = *self.children.entry((node, moment)).or_insert(next);
        if child == next {
            self.leaves.push(Leaf::None);
        }
        child
    }
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
        let history = of(facts);
        for (index, past) in history.past().iter().enumerate() {
            let moments: Vec<&Moment> = history.past()[..=index].iter().map(|past| &past.moment).collect();
            memory.learn(&moments, Recalled { action: past.action, source: 0 });
        }
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
