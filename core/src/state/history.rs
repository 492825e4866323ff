//! What happened in a session, as a policy sees it.
//!
//! In: [`Fact`]s in the order they happened. Out: one [`Moment`] before each action that counts, and
//! the current one. Rewinding forgets; a form that runs again on its happy path looks
//! like one long run. It never knows texts or values: those are in the state's log.

use crate::bot::{ActionId, SlotId};

use super::moment::{Feature, LoopState, Moment, UserSide};

/// `action_listen` in `Names::actions`.
pub(crate) const LISTEN: ActionId = 0;
/// `action_session_start` in `Names::actions`.
pub(crate) const SESSION_START: ActionId = 2;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fact {
    /// A message was understood.
    User(UserSide),
    /// A slot was set; `None` where nothing of it is featurised.
    Slot(SlotId, Option<Feature>),
    /// A loop became active, or none is.
    Loop(LoopState),
    /// An action was run; hidden: by a rule that no story uses (Rasa's `hide_rule_turn`).
    Action(ActionId, bool),
    /// An action refused to run.
    Rejected(ActionId),
    /// The active loop is told that the answer was to another question; no moment shows it.
    Interrupted(bool),
    /// The next action is given.
    Followup(ActionId),
    /// The last message never happened (Rasa's `rewind`).
    Rewind,
    /// The last action never happened (Rasa's `undo`).
    Undo,
}

/// The moment before an action that counts, and that action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    pub(crate) moment: Moment,
    /// What was done then.
    pub(crate) action: ActionId,
    /// By a rule that no story uses.
    pub(crate) hidden: bool,
    /// That action had been given by a follow-up.
    pub(crate) followup: bool,
    /// Where the action stands among the facts.
    at: usize,
}

/// A session so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct History {
    initial: Vec<(SlotId, Feature)>,
    facts: Vec<Fact>,
    past: Vec<Past>,
    now: Moment,
    status: Status,
    /// Every loop that was active.
    loops: Vec<ActionId>,
}

/// What is known now apart from the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Status {
    followup: Option<ActionId>,
    last: Option<ActionId>,
    said: Option<UserSide>,
    form: Option<ActionId>,
    rejected: bool,
    /// The action that refused to run, until one runs.
    refused: Option<ActionId>,
}

impl History {
    /// An empty session of a bot whose slots have these features at the start, sorted by slot.
    pub(crate) fn new(initial: Vec<(SlotId, Feature)>) -> History {
        let mut history = History { initial, ..History::default() };
        history.forget();
        history
    }

    /// What counts of what happened.
    pub(crate) fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The moments before each action that counts.
    pub(crate) fn past(&self) -> &[Past] {
        &self.past
    }

    /// The current moment.
    pub(crate) fn now(&self) -> &Moment {
        &self.now
    }

    /// The active loop.
    pub(crate) fn form(&self) -> Option<ActionId> {
        self.status.form
    }

    /// The active loop refused to run and has not run since.
    pub(crate) fn rejected(&self) -> bool {
        self.status.rejected
    }

    /// The action that refused to run, where none has run since.
    pub(crate) fn refused(&self) -> Option<ActionId> {
        self.status.refused
    }

    /// The last action, even where the moments count it as part of an earlier run of its form.
    pub(crate) fn last(&self) -> Option<ActionId> {
        self.status.last
    }

    /// The message that nothing was done about yet.
    pub(crate) fn said(&self) -> Option<&UserSide> {
        self.status.said.as_ref()
    }

    /// The next action, where it is given.
    pub(crate) fn followup(&self) -> Option<ActionId> {
        self.status.followup
    }

    /// Adds what happened.
    pub(crate) fn push(&mut self, fact: Fact) {
        match fact {
            Fact::Undo => {
                self.undo(|fact| matches!(fact, Fact::Action(..)));
                self.again();
            }
            Fact::Rewind => {
                self.undo(|fact| matches!(fact, Fact::User(_)));
                self.undo(|fact| matches!(fact, Fact::Action(..)));
                self.again();
            }
            Fact::Action(action, _) => match self.happy(action) {
                Some(start) => {
                    self.status.apply(&fact);
                    self.collapse(start);
                }
                None => self.append(fact),
            },
            fact => self.append(fact),
        }
    }

    /// Adds what happened where it is known that a form's run is not one with an earlier run.
    pub(crate) fn append(&mut self, fact: Fact) {
        self.step(&fact, self.facts.len());
        self.status.apply(&fact);
        self.facts.push(fact);
    }

    /// The same session as if it had begun with its `index`-th action that counts.
    pub(crate) fn tail(&self, index: usize) -> History {
        let mut tail = History::new(self.initial.clone());
        tail.loops.clone_from(&self.loops);
        let start = self.past.get(index).map_or(self.facts.len(), |past| past.at);
        for fact in &self.facts[start..] {
            tail.push(fact.clone());
        }
        tail
    }

    fn forget(&mut self) {
        self.facts.clear();
        self.past.clear();
        self.loops.clear();
        self.now = Moment { slots: self.initial.clone(), ..Moment::default() };
        self.status = Status { followup: Some(LISTEN), ..Status::default() };
    }

    /// Moves the current moment on by a fact at a place.
    fn step(&mut self, fact: &Fact, at: usize) {
        match fact {
            Fact::User(user) => self.now.user = Some(user.clone()),
            Fact::Slot(slot, feature) => set(&mut self.now.slots, *slot, *feature),
            Fact::Loop(form) => {
                self.now.form = *form;
                if let LoopState::Active(form) = form
                    && !self.loops.contains(form)
                {
                    self.loops.push(*form);
                }
            }
            Fact::Action(action, hidden) => {
                self.past.push(Past {
                    moment: self.now.clone(),
                    action: *action,
                    hidden: *hidden,
                    followup: self.status.followup.is_some(),
                    at,
                });
                self.now.action = Some(*action);
            }
            _ => {}
        }
    }

    /// Where the form ran before, if this run only goes on with it.
    fn happy(&self, form: ActionId) -> Option<usize> {
        if !self.loops.contains(&form) {
            return None;
        }
        let mut next = None;
        for (at, fact) in self.facts.iter().enumerate().rev() {
            match fact {
                Fact::Loop(LoopState::None) => return None,
                Fact::Rejected(action) if *action == form => return None,
                Fact::User(_) if next.is_some_and(|next| next != form) => return None,
                Fact::Action(action, _) if *action == form => return Some(at),
                Fact::Action(action, _) => next = Some(*action),
                _ => {}
            }
        }
        None
    }

    /// Removes all that is no setting of slots or loops after the form's earlier run: both count as one.
    fn collapse(&mut self, start: usize) {
        let mut place = 0;
        self.facts.retain(|fact| {
            place += 1;
            place <= start + 1 || matches!(fact, Fact::Slot(..) | Fact::Loop(_))
        });
        self.past.retain(|past| past.at <= start);
        if let Some(last) = self.past.pop() {
            let status = self.status.clone();
            self.status.followup = last.followup.then_some(LISTEN);
            self.now = last.moment;
            self.replay(last.at);
            self.status = status;
        }
    }

    /// Removes facts from the end, up to and including the first of a kind.
    fn undo(&mut self, last: impl Fn(&Fact) -> bool) {
        while let Some(fact) = self.facts.pop() {
            if last(&fact) {
                break;
            }
        }
    }

    /// Finds everything anew from the facts.
    fn again(&mut self) {
        let facts = std::mem::take(&mut self.facts);
        self.forget();
        self.facts = facts;
        self.replay(0);
    }

    fn replay(&mut self, from: usize) {
        let facts = std::mem::take(&mut self.facts);
        for (at, fact) in facts.iter().enumerate().skip(from) {
            self.step(fact, at);
            self.status.apply(fact);
        }
        self.facts = facts;
    }
}

impl Status {
    fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::User(user) => {
                self.said = Some(user.clone());
                self.followup = None;
            }
            Fact::Loop(form) => {
                self.form = if let LoopState::Active(form) = form { Some(*form) } else { None };
                self.rejected = false;
            }
            Fact::Action(action, _) => {
                self.last = Some(*action);
                (self.said, self.followup, self.refused) = (None, None, None);
                self.rejected &= self.form != Some(*action);
            }
            Fact::Rejected(action) => {
                self.rejected |= self.form == Some(*action);
                self.refused = Some(*action);
            }
            Fact::Followup(action) => self.followup = Some(*action),
            _ => {}
        }
    }
}

/// Sets or removes a slot in a sorted list.
fn set(slots: &mut Vec<(SlotId, Feature)>, slot: SlotId, feature: Option<Feature>) {
    match (slots.binary_search_by_key(&slot, |pair| pair.0), feature) {
        (Ok(at), Some(feature)) => slots[at].1 = feature,
        (Ok(at), None) => {
            slots.remove(at);
        }
        (Err(at), Some(feature)) => slots.insert(at, (slot, feature)),
        (Err(_), None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: ActionId = 20;
    const UTTER: ActionId = 21;

    fn said(intent: u16) -> Fact {
        Fact::User(UserSide { intent: Some(intent), entities: Vec::new() })
    }

    fn of(facts: impl IntoIterator<Item = Fact>) -> History {
        let mut history = History::new(Vec::new());
        facts.into_iter().for_each(|fact| history.push(fact));
        history
    }

    fn actions(history: &History) -> Vec<ActionId> {
        history.past().iter().map(|past| past.action).collect()
    }

    #[test]
    fn a_form_that_runs_again_counts_once() {
        let active = Fact::Loop(LoopState::Active(FORM));
        let history = of([
            Fact::Action(LISTEN, false),
            said(1),
            Fact::Action(FORM, false),
            active,
            Fact::Action(LISTEN, false),
            said(2),
            Fact::Slot(3, Some(Feature::Set)),
            Fact::Action(FORM, false),
        ]);
        assert_eq!(actions(&history), [LISTEN, FORM]);
        assert_eq!(history.now().user.as_ref().and_then(|user| user.intent), Some(1));
        assert_eq!(history.now().slots, [(3, Feature::Set)]);
        assert_eq!(history.now().form, LoopState::Active(FORM));
        assert_eq!(history.last(), Some(FORM));
    }

    #[test]
    fn an_unhappy_path_is_not_folded_away() {
        let history = of([
            Fact::Action(LISTEN, false),
            said(1),
            Fact::Action(FORM, false),
            Fact::Loop(LoopState::Active(FORM)),
            Fact::Action(LISTEN, false),
            said(2),
            Fact::Rejected(FORM),
            Fact::Action(UTTER, false),
            Fact::Action(FORM, false),
        ]);
        assert_eq!(actions(&history), [LISTEN, FORM, LISTEN, UTTER, FORM]);
        assert!(!history.rejected());
    }

    #[test]
    fn a_rewind_forgets_the_message_and_what_followed() {
        let mut history = of([
            Fact::Action(LISTEN, false),
            said(1),
            Fact::Action(UTTER, false),
            Fact::Action(LISTEN, false),
            said(2),
            Fact::Slot(3, Some(Feature::Set)),
            Fact::Action(3, false),
        ]);
        history.push(Fact::Rewind);
        assert_eq!(actions(&history), [LISTEN, UTTER]);
        assert!(history.now().slots.is_empty());
        assert_eq!(history.followup(), None);
        history.push(Fact::Rewind);
        assert_eq!(actions(&history), [] as [ActionId; 0]);
        assert_eq!(history.followup(), Some(LISTEN));
    }

    #[test]
    fn a_tail_forgets_what_was_set_before() {
        let history = of([
            Fact::Action(LISTEN, false),
            said(1),
            Fact::Slot(3, Some(Feature::Set)),
            Fact::Action(UTTER, false),
            Fact::Action(LISTEN, false),
            said(2),
        ]);
        let tail = history.tail(1);
        assert_eq!(actions(&tail), [UTTER, LISTEN]);
        assert!(tail.now().slots.is_empty());
        assert!(tail.past()[1].moment.user.is_none());
    }
}
