//! `State` + `Understanding` → what to do, replies by name: rules, stories, forms, fallback, routing.
//!
//! The order of decisions is total: a given next action, the default intents, an active form, the
//! rules (the longest first), the stories, the steps of stories most like the moment, the fallback.
//! An action that has just refused to run is not chosen again.

mod compile;
mod contradiction;
mod expand;
mod flows;
mod form;
mod incomplete;
mod key;
mod learned;
mod memory;
mod routing;
mod rules;
mod scripts;
mod session;
mod view;

#[cfg(test)]
mod tests;

// What conversation tests need beside the door.
#[cfg(feature = "cli")]
pub(crate) use expand::{Path, TooMany, expand};
pub(crate) use flows::{Asking, Doing, FlowId, Flows};
pub(crate) use form::FormPlan;
pub(crate) use routing::Router;
#[cfg(feature = "cli")]
pub(crate) use scripts::{Kind, Line, UNKNOWN, Writer};
pub(crate) use session::expired;
pub(crate) use view::{Choice, Other, Policy, Source, SourceId, View};

use crate::bot::{ActionId, Bot, Names};
use crate::error::Problem;
use crate::state::{History, LISTEN};
use crate::trace::Decision;

use learned::{Learned, Resembled};
use memory::{Memory, seen};
use rules::{Because, Rules, Verdict};

/// The rules and stories of a bot, compiled for matching.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    rules: Rules,
    memory: Memory,
    learned: Learned,
    sources: Vec<Source>,
    /// The action where nothing else is known, and its score.
    fallback: Option<(f64, ActionId)>,
    differ: Vec<Problem>,
}

impl Policies {
    /// Compiles the rules and stories of a bot; gives every contradiction that it finds.
    pub(crate) fn compile(bot: &Bot, names: &Names) -> Result<Policies, Vec<Problem>> {
        let compile::Compiled { rules, memory, learned, sources, differ } = compile::compile(bot, names)?;
        let fallback = bot.settings.last_resort.as_ref();
        let fallback = fallback.and_then(|(score, name)| names.action(name).map(|action| (*score, action)));
        Ok(Policies { rules, memory, learned, sources, fallback, differ })
    }

    /// Where two stories differ: notes.
    pub(crate) fn differ(self) -> Vec<Problem> {
        self.differ
    }

    /// Chooses the next action.
    pub(crate) fn decide(&self, view: &View<'_>) -> Choice {
        let history = view.history;
        if let Some(action) = history.followup() {
            return Choice::new(action, Policy::Followup);
        }
        let verdict = self.rules.decide(history);
        let allowed = |action: &ActionId| history.refused() != Some(*action);
        if let Some(action) = verdict.action.filter(allowed) {
            return self.by_rules(view, &verdict, action);
        }
        let mut choice = if let Some(found) = self.memory.recall(history).filter(|found| allowed(&found.action)) {
            Choice { source: Some(found.source), ..Choice::new(found.action, Policy::Story) }
        } else if let Some(found) = self.resembled(history) {
            let Resembled { action, score, source, origin } = found;
            Choice { source: Some(source), step: Some(origin), score, ..Choice::new(action, Policy::Learned) }
        } else {
            let (score, action) = self.fallback.filter(|(_, action)| allowed(action)).unwrap_or((0.0, LISTEN));
            let hidden = self.rules.hidden(verdict.because);
            Choice { score, hidden, ..Choice::new(action, Policy::Fallback) }
        };
        choice.interrupted = verdict.interrupted;
        choice
    }

    /// What steps like this moment go on with, where that is surer than the fallback.
    fn resembled(&self, history: &History) -> Option<Resembled> {
        if self.learned.is_empty() {
            return None;
        }
        let least = self.fallback.map_or(0.0, |(score, _)| score);
        let found = self.learned.resemble(&seen(history), |action| history.refused() != Some(action))?;
        Some(found).filter(|found| found.score > least)
    }

    fn by_rules(&self, view: &View<'_>, verdict: &Verdict, action: ActionId) -> Choice {
        let (policy, source, blind) = match verdict.because {
            Because::Rule(place) => (Policy::Rule, self.rules.rules.get(place as usize).map(|rule| rule.source), false),
            Because::Default(_) => (Policy::Default, None, false),
            Because::Form(_) => (Policy::Form, None, !view.history.rejected()),
            Because::Waiting(_) => (Policy::Form, None, true),
            Because::Nothing => (Policy::Fallback, None, false),
        };
        let hidden = self.rules.hidden(verdict.because);
        Choice { source, hidden, blind, interrupted: verdict.interrupted, ..Choice::new(action, policy) }
    }

    /// What else applied, in order of precedence.
    fn others(&self, view: &View<'_>, choice: &Choice) -> Vec<Other> {
        let mut others = self.rules.others(view.history, choice.source);
        if !matches!(choice.policy, Policy::Story | Policy::Learned)
            && let Some(found) = self.memory.recall(view.history)
        {
            others.push(Other { action: found.action, policy: Policy::Story, source: Some(found.source) });
        }
        others
    }

    /// A rule or story.
    pub(crate) fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id as usize)
    }

    /// The name of the policy in Rasa's events: `RulePolicy`, `MemoizationPolicy`, …
    pub(crate) fn rasa(&self, policy: Policy) -> &'static str {
        match policy {
            Policy::Followup => "followup_action",
            Policy::Story if self.memory.augmented() => "AugmentedMemoizationPolicy",
            Policy::Story => "MemoizationPolicy",
            Policy::Learned => "TEDPolicy",
            _ => "RulePolicy",
        }
    }

    /// A choice from a view in words, with what else applied: for the trace.
    pub(crate) fn explain(&self, view: &View<'_>, choice: &Choice, (bot, names): (&Bot, &Names)) -> Decision {
        let named = |id: ActionId| names.actions.get(usize::from(id)).cloned().unwrap_or_default();
        let source = choice.source.and_then(|id| self.source(id));
        let active = view.history.form().map(named);
        let mut forms = bot.domain.forms.iter();
        let form =
            forms.find(|form| choice.policy == Policy::Form && source.is_none() && active.as_ref() == Some(&form.name));
        let origin = choice.step.or(source.map(|source| source.origin)).or(form.map(|form| form.origin));
        let (file, line) = origin.map_or(("", 0), |origin| bot.place(origin));
        let name = source.map(|source| &source.name).or(form.map(|form| &form.name)).cloned().unwrap_or_default();
        let reason = match choice.policy {
            Policy::Followup => "the action before asked for it".to_owned(),
            Policy::Default => "the intent always means this".to_owned(),
            Policy::Form if choice.action == LISTEN => "the form has asked and waits for the answer".to_owned(),
            Policy::Form => "the active form goes on".to_owned(),
            Policy::Rule => format!("the rule `{name}` is the longest that matches"),
            Policy::Story => format!("the conversation is as in the story `{name}`"),
            Policy::Learned => format!("no story went like this; it is most like this step of `{name}`"),
            Policy::Fallback => "no rule matches and no story went like this".to_owned(),
        };
        let other = |other: &Other| {
            let source = other.source.and_then(|id| self.source(id)).map_or("", |source| &source.name);
            format!("{} ({}: {source})", named(other.action), other.policy.name())
        };
        Decision {
            action: named(choice.action),
            policy: choice.policy.name().to_owned(),
            name,
            reason,
            score: choice.score,
            file: file.to_owned(),
            line,
            alternatives: self.others(view, choice).iter().map(other).collect(),
        }
    }
}
