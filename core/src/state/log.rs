//! The compact log of a session: what was done, said and set, in order, so that it can be saved and
//! taken back.
//!
//! Every entry is also a [`Fact`] of the [`History`] that policies look at; the history is worked
//! out from the log, never saved. Setting a slot remembers what it held, so taking back needs no
//! copies. What no rule or story can see any more is folded away.

use super::featurize::feature;
use super::history::{Fact, History};
use super::moment::{Feature, LoopState, UserSide};
use super::{LISTEN, State, Step};
use crate::bot::{ActionId, IntentId, SlotId};
use crate::value::Value;

/// Actions kept in any case, so that a person can go back a few turns.
const LEAST: usize = 12;
/// Actions kept at most, whatever the stories say.
const MOST: usize = 160;
/// Entries kept at most.
const ENTRIES: usize = 400;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    /// An action ran.
    Action { action: ActionId, hidden: bool },
    /// A person said something.
    User(UserSide),
    /// A slot was set; `before` takes it back.
    Slot { slot: SlotId, before: Value },
    /// A loop began or ended; `before` takes it back.
    Loop { now: Option<ActionId>, before: Option<ActionId> },
    /// An action refused to run.
    Rejected(ActionId),
    /// The next action was given.
    Followup(ActionId),
    /// The active loop was told that it was interrupted.
    Interrupted,
}

/// The log.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Log {
    pub(crate) entries: Vec<Entry>,
    /// Where a log that was cut begins.
    pub(crate) base: Option<Base>,
}

/// What was said and done last before the log begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Base {
    pub(crate) user: Option<UserSide>,
    pub(crate) action: Option<ActionId>,
}

impl State {
    /// Forgets what was said and done; slots and loop stay as they are.
    pub(crate) fn clear_log(&mut self) {
        self.log = Log::default();
        self.rebuild(self.doing());
    }

    /// Forgets the session: log, loop, slots.
    pub(crate) fn reset(&mut self) {
        for (slot, value) in self.frame.slots.iter().zip(&mut self.slots) {
            if *value != slot.initial {
                slot.initial.clone_into(value);
            }
        }
        self.log = Log::default();
        self.rebuild(None);
        self.said.clear();
        self.stack.clear();
        self.taken = 0;
    }

    /// The active form or loop.
    pub(crate) fn doing(&self) -> Option<ActionId> {
        self.history.form()
    }

    /// An action ran.
    pub(crate) fn log_action(&mut self, action: ActionId, hidden: bool) {
        let before = self.history.past().len();
        self.history.push(Fact::Action(action, hidden));
        let entries = &mut self.log.entries;
        if self.history.past().len() > before {
            entries.push(Entry::Action { action, hidden });
        } else {
            // the runs of a loop look like one: what was set since the earlier one stays
            let same = |entry: &Entry| matches!(entry, Entry::Action { action: other, .. } if *other == action);
            let earlier = entries.iter().rposition(same).map_or(0, |place| place + 1);
            let mut place = 0;
            entries.retain(|entry| {
                place += 1;
                place <= earlier || matches!(entry, Entry::Slot { .. } | Entry::Loop { .. })
            });
        }
        self.taken = if action == LISTEN { 0 } else { self.taken.saturating_add(1) };
    }

    /// A person said something.
    pub(crate) fn log_user(&mut self, user: UserSide) {
        self.heard_last(user.intent);
        self.note(Entry::User(user));
    }

    /// The intents of the last three messages; none where one was taken back.
    fn heard_last(&mut self, intent: Option<IntentId>) {
        if self.said.len() == 3 {
            self.said.remove(0);
        }
        self.said.push(intent);
    }

    /// A slot is set to a value that its type allows.
    pub(crate) fn log_slot(&mut self, slot: SlotId, value: Value) {
        let Some(place) = self.slots.get_mut(usize::from(slot)) else { return };
        let before = std::mem::replace(place, value);
        self.note(Entry::Slot { slot, before });
    }

    /// A loop begins or ends.
    pub(crate) fn log_loop(&mut self, now: Option<ActionId>) {
        let before = self.doing();
        self.note(Entry::Loop { now, before });
    }

    /// An action refused to run.
    pub(crate) fn log_rejection(&mut self, action: ActionId) {
        self.taken = self.taken.saturating_add(1);
        self.note(Entry::Rejected(action));
    }

    /// Adds an entry and its fact.
    pub(crate) fn note(&mut self, entry: Entry) {
        if let Some(fact) = self.fact(&entry) {
            self.history.push(fact);
        }
        self.log.entries.push(entry);
    }

    fn fact(&self, entry: &Entry) -> Option<Fact> {
        Some(match entry {
            Entry::Action { action, hidden } => Fact::Action(*action, *hidden),
            Entry::User(user) => Fact::User(user.clone()),
            Entry::Slot { slot, .. } => Fact::Slot(*slot, self.feature(*slot)),
            Entry::Loop { now, .. } => Fact::Loop(now.map_or(LoopState::None, LoopState::Active)),
            Entry::Rejected(action) => Fact::Rejected(*action),
            Entry::Followup(action) => Fact::Followup(*action),
            Entry::Interrupted => Fact::Interrupted(true),
        })
    }

    fn feature(&self, slot: SlotId) -> Option<Feature> {
        let at = usize::from(slot);
        feature(self.frame.slots.get(at)?, self.slots.get(at)?)
    }

    /// Works the history out anew; `active` is the loop that is active where the log ends.
    pub(super) fn rebuild(&mut self, active: Option<ActionId>) {
        let entries = std::mem::take(&mut self.log.entries);
        let mut after = Vec::new();
        let mut began = active;
        for entry in entries.iter().rev() {
            match entry {
                Entry::Slot { slot, before } => {
                    if let Some(place) = self.slots.get_mut(usize::from(*slot)) {
                        after.push(std::mem::replace(place, before.clone()));
                    }
                }
                Entry::Loop { before, .. } => began = *before,
                _ => {}
            }
        }
        let known = (0..).zip(&self.slots).filter_map(|(slot, _)| Some((slot, self.feature(slot)?)));
        self.history = History::new(known.collect());
        if let Some(form) = began {
            self.history.append(Fact::Loop(LoopState::Active(form)));
        }
        if let Some(base) = &self.log.base {
            let facts = [base.user.clone().map(Fact::User), base.action.map(|action| Fact::Action(action, false))];
            facts.into_iter().flatten().for_each(|fact| self.history.append(fact));
        }
        for entry in &entries {
            if let Entry::Slot { slot, .. } = entry
                && let Some(place) = self.slots.get_mut(usize::from(*slot))
                && let Some(value) = after.pop()
            {
                *place = value;
            }
            if let Some(fact) = self.fact(entry) {
                self.history.append(fact);
            }
        }
        self.log.entries = entries;
    }

    /// Takes entries back to and including the last one of each kind in turn, slots included. Gives
    /// the slots that were taken back, the latest first.
    fn undo(&mut self, kinds: &[fn(&Entry) -> bool], fact: Fact) -> Vec<SlotId> {
        let (mut taken, mut active, mut whole) = (Vec::new(), self.doing(), true);
        for wanted in kinds {
            let mut found = false;
            while !found && let Some(entry) = self.log.entries.pop() {
                found = wanted(&entry);
                match entry {
                    Entry::Slot { slot, before } => {
                        if let Some(place) = self.slots.get_mut(usize::from(slot)) {
                            *place = before;
                            taken.push(slot);
                        }
                    }
                    Entry::Loop { before, .. } => active = before,
                    _ => {}
                }
            }
            whole &= found;
        }
        if whole {
            self.history.push(fact);
        } else {
            // what came before was folded away, or never was
            self.rebuild(active);
        }
        taken
    }

    /// Takes back the last thing said and everything since, and the listening before it.
    ///
    /// With `keep`, what was set stays set: only what was said and done is forgotten. Gives the slots
    /// that stayed.
    pub(crate) fn rewind(&mut self, keep: bool) -> Vec<SlotId> {
        let (values, active) = (keep.then(|| self.slots.clone()), self.doing());
        let kinds: [fn(&Entry) -> bool; 2] =
            [|entry| matches!(entry, Entry::User(_)), |entry| matches!(entry, Entry::Action { .. })];
        let taken = self.undo(&kinds, Fact::Rewind);
        // what was said before is no part of a row any more
        self.heard_last(None);
        let Some(values) = values else { return Vec::new() };
        let mut kept: Vec<SlotId> = Vec::new();
        for slot in taken {
            if !kept.contains(&slot) {
                kept.push(slot);
            }
        }
        kept.reverse();
        for slot in &kept {
            let value = values.get(usize::from(*slot)).cloned().unwrap_or_default();
            self.log_slot(*slot, value);
        }
        if active != self.doing() {
            self.log_loop(active);
        }
        kept
    }

    /// Takes back the last action and everything since.
    pub(crate) fn undo_action(&mut self) {
        self.undo(&[|entry| matches!(entry, Entry::Action { .. })], Fact::Undo);
    }

    /// The slots that were set since a place in the log, each once, in order of their last setting.
    pub(crate) fn set_since(&self, place: usize) -> Vec<SlotId> {
        let mut slots: Vec<SlotId> = Vec::new();
        for entry in self.log.entries.iter().skip(place).rev() {
            if let Entry::Slot { slot, .. } = entry
                && !slots.contains(slot)
            {
                slots.push(*slot);
            }
        }
        slots.reverse();
        slots
    }

    /// Every setting of a slot that the log holds, in order.
    pub(crate) fn settings(&self) -> Vec<(SlotId, Value)> {
        let (mut now, mut all) = (self.slots.clone(), Vec::new());
        for entry in self.log.entries.iter().rev() {
            if let Entry::Slot { slot, before } = entry
                && let Some(place) = now.get_mut(usize::from(*slot))
            {
                all.push((*slot, std::mem::replace(place, before.clone())));
            }
        }
        all.reverse();
        all
    }

    /// The place in the log after the latest message.
    pub(crate) fn since_user(&self) -> usize {
        self.log.entries.iter().rposition(|entry| matches!(entry, Entry::User(_))).map_or(0, |place| place + 1)
    }

    /// Folds away what nobody can see any more.
    pub(crate) fn fold(&mut self) {
        let keep = self.frame.horizon.clamp(LEAST, MOST);
        if self.history.past().len() > keep + LEAST || self.log.entries.len() > ENTRIES {
            self.fold_to(keep);
        }
    }

    /// Folds away all but the last so many actions, and all but [`ENTRIES`] entries.
    pub(crate) fn fold_to(&mut self, keep: usize) {
        let entries = &self.log.entries;
        let places = entries.iter().enumerate().rev();
        let mut actions = places.filter(|(_, entry)| matches!(entry, Entry::Action { .. })).map(|(place, _)| place + 1);
        let end = actions.nth(keep).unwrap_or(0).max(entries.len().saturating_sub(ENTRIES));
        if end == 0 {
            return;
        }
        let active = self.doing();
        self.fold_first(end, active);
    }

    /// Folds the whole log away.
    pub(super) fn fold_all(&mut self) {
        let active = self.doing();
        let end = self.log.entries.len();
        self.fold_first(end, active);
    }

    fn fold_first(&mut self, end: usize, active: Option<ActionId>) {
        let steps = self.steps.iter_mut().filter_map(Step::since);
        let places = steps.chain(self.call.as_mut().and_then(|call| call.after.since()));
        places.for_each(|place| *place = place.saturating_sub(end));
        let mut base = self.log.base.take().unwrap_or_default();
        for entry in self.log.entries.drain(..end) {
            match entry {
                Entry::User(user) => base.user = Some(user),
                Entry::Action { action, .. } => base.action = Some(action),
                _ => {}
            }
        }
        self.log.base = Some(base);
        self.rebuild(active);
    }
}
