//! Rules: what follows in a few given moments, wherever in a conversation they come.
//!
//! In: the examples that rules and stories make. Out: for a session the action that the rules ask
//! for and why. The longest rule that matches wins; an active form goes before all rules until it
//! refuses; a rule that would listen inside a form hands back to the form.

use std::collections::HashMap;

use crate::bot::{ActionId, IntentId, Names};
use crate::order;
use crate::state::{History, LISTEN, LoopState, Moment};

use super::key::ends_with;
use super::view::{Other, Policy, SourceId};

/// A rule, learned: when a session ends with these moments, this action follows.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) moments: Vec<Moment>,
    pub(crate) action: ActionId,
    pub(crate) source: SourceId,
    /// The length of its text.
    pub(crate) length: usize,
}

/// What scripts show inside a form, after it refused.
#[derive(Clone, Debug)]
pub(crate) struct Unhappy {
    pub(crate) moments: Vec<Moment>,
    pub(crate) lesson: Lesson,
}

/// What is learned from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lesson {
    /// The form comes back after a question of somebody else: its answer is not validated.
    Interrupted,
    /// Something else than the form follows here.
    NotTheForm,
}

/// Why the rules ask for an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Because {
    /// A rule, by its place.
    Rule(u32),
    /// An active form goes on.
    Form(ActionId),
    /// An active form ran and waits for an answer.
    Waiting(ActionId),
    /// A default intent, by its action.
    Default(ActionId),
    /// No rule applies.
    Nothing,
}

/// What the rules say.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) action: Option<ActionId>,
    pub(crate) because: Because,
    pub(crate) interrupted: bool,
}

/// All rules of a bot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) rules: Vec<Rule>,
    /// By the last action and the intent, the longest first.
    index: HashMap<(Option<ActionId>, Option<IntentId>), Vec<u32>>,
    /// By the form and the last action.
    unhappy: HashMap<(ActionId, Option<ActionId>), Vec<Unhappy>>,
    /// `restart`, `back` and `session_start`.
    defaults: Vec<(IntentId, ActionId)>,
    /// Taken out: a story says otherwise.
    removed: Vec<u32>,
    /// What no story uses, sorted.
    hidden: Vec<Because>,
}

impl Rules {
    /// Orders rules for matching.
    pub(crate) fn new(rules: Vec<Rule>, unhappy: Vec<Unhappy>, names: &Names) -> Rules {
        let mut all = Rules { rules, ..Rules::default() };
        all.reorder();
        for entry in unhappy {
            let Some(last) = entry.moments.last() else { continue };
            let LoopState::Active(form) = last.form else { continue };
            all.unhappy.entry((form, last.action)).or_default().push(entry);
        }
        for (intent, action) in
            [("restart", "action_restart"), ("back", "action_back"), ("session_start", "action_session_start")]
        {
            all.defaults.extend(names.intent(intent).zip(names.action(action)));
        }
        all
    }

    /// Takes a rule out: a story says otherwise.
    pub(crate) fn remove(&mut self, place: u32) {
        let Some(last) = self.rules[place as usize].moments.last() else { return };
        let intent = last.user.as_ref().and_then(|user| user.intent);
        if let Some(list) = self.index.get_mut(&(last.action, intent)) {
            list.retain(|other| *other != place);
        }
        self.removed.push(place);
    }

    /// The rules that were not taken out.
    pub(crate) fn active(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.rules).map(|(place, _)| place).filter(|place| !self.removed.contains(place))
    }

    /// Says what no story uses, in order.
    pub(crate) fn hide(&mut self, hidden: Vec<Because>) {
        debug_assert!(hidden.is_sorted());
        self.hidden = hidden;
    }

    /// Whether no story uses it, so that stories do not see its turns.
    pub(crate) fn hidden(&self, because: Because) -> bool {
        self.hidden.binary_search(&because).is_ok()
    }

    /// What the rules say of a session.
    pub(crate) fn decide(&self, history: &History) -> Verdict {
        let sure = |action, because| Verdict { action: Some(action), because, interrupted: false };
        if let Some(action) = self.preset(history) {
            return sure(action, Because::Default(action));
        }
        if let Some(form) = history.form().filter(|_| !history.rejected() && history.last().is_some()) {
            return if history.last() == Some(form) {
                sure(LISTEN, Because::Waiting(form))
            } else {
                sure(form, Because::Form(form))
            };
        }
        self.look(history)
    }

    /// The best rules that match, the longest first, at most `most`.
    pub(crate) fn matching(&self, history: &History, most: usize) -> Vec<u32> {
        let now = history.now();
        let intent = now.user.as_ref().and_then(|user| user.intent);
        let any = self.index.get(&(now.action, None));
        let own = intent.and_then(|intent| self.index.get(&(now.action, Some(intent))));
        let (mut any, mut own) = (any.into_iter().flatten().peekable(), own.into_iter().flatten().peekable());
        let mut found = Vec::new();
        while found.len() < most {
            let next = match (own.peek(), any.peek()) {
                (None, None) => break,
                (Some(_), None) => own.next(),
                (None, Some(_)) => any.next(),
                (Some(a), Some(b)) if self.rank(**a) <= self.rank(**b) => own.next(),
                _ => any.next(),
            };
            found.extend(next.filter(|place| ends_with(history, &self.rules[**place as usize].moments)));
        }
        found
    }

    /// The other rules that match, for the trace.
    pub(crate) fn others(&self, history: &History, chosen: Option<SourceId>) -> Vec<Other> {
        let rules = self.matching(history, 4).into_iter().map(|place| &self.rules[place as usize]);
        let other = |rule: &Rule| Other { action: rule.action, policy: Policy::Rule, source: Some(rule.source) };
        rules.filter(|rule| Some(rule.source) != chosen).map(other).collect()
    }

    fn preset(&self, history: &History) -> Option<ActionId> {
        let said = history.said().filter(|_| history.last() == Some(LISTEN))?;
        self.defaults.iter().find(|(intent, _)| Some(*intent) == said.intent).map(|(_, action)| *action)
    }

    fn look(&self, history: &History) -> Verdict {
        let nothing = Verdict { action: None, because: Because::Nothing, interrupted: false };
        let best = self.matching(history, 1).first().copied();
        let mut verdict = best.map_or(nothing, |place| Verdict {
            action: Some(self.rules[place as usize].action),
            because: Because::Rule(place),
            interrupted: false,
        });
        let Some(form) = history.form() else { return verdict };
        let lists = self.unhappy.get(&(form, history.now().action));
        let learned = |lesson| {
            let mut all = lists.into_iter().flatten();
            all.any(|entry| entry.lesson == lesson && ends_with(history, &entry.moments))
        };
        let general = best.is_some_and(|place| {
            let rule = &self.rules[place as usize];
            let inside = rule.moments.last().is_some_and(|last| matches!(last.form, LoopState::Active(_)));
            rule.action == LISTEN && !inside
        });
        if general {
            if !learned(Lesson::NotTheForm) {
                return Verdict { action: Some(form), because: Because::Form(form), interrupted: false };
            }
            verdict.action = None;
        }
        verdict.interrupted = learned(Lesson::Interrupted);
        verdict
    }

    /// The longer first, then as authored.
    fn rank(&self, place: u32) -> (std::cmp::Reverse<usize>, u32) {
        (std::cmp::Reverse(self.rules[place as usize].length), place)
    }

    fn reorder(&mut self) {
        for (place, rule) in (0..).zip(&self.rules) {
            let Some(last) = rule.moments.last() else { continue };
            let intent = last.user.as_ref().and_then(|user| user.intent);
            self.index.entry((last.action, intent)).or_default().push(place);
        }
        let rules = &self.rules;
        let rank = |place: &u32| (std::cmp::Reverse(rules[*place as usize].length), *place);
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for list in self.index.values_mut() {
            order::by_key(list, rank);
        }
    }
}
