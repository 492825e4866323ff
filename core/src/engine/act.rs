//! Deciding, and carrying a decision out: saying, calling, running a form or an action of ours.
//!
//! In: the policies' choice. Out: actions for the host, entries of the log, a decision in the trace.
//! At most `limit` actions follow one message.

use std::borrow::Cow;

use super::plan::{Kind, Own};
use super::record;
use super::run::Run;
use crate::action::Action;
use crate::bot::{ActionId, SlotId};
use crate::part::Part;
use crate::policy::{Choice, Policy, View};
use crate::render::{Hearer, Reply, Words, choose, render};
use crate::state::{After, Chosen, Entry, LISTEN, OpenCall, Step};
use crate::value::{Timestamp, Value};

impl Run<'_> {
    /// Decides what to do next.
    pub(super) fn predict(&mut self) {
        let (engine, faithful) = (self.engine, self.engine.bot.settings.rasa);
        if self.state.paused && !self.restarting() {
            if !faithful {
                self.listen();
            }
            return;
        }
        if self.state.taken >= engine.bot.settings.limit {
            if !faithful {
                let limit = engine.bot.settings.limit;
                self.note("too-many-actions", format!("{limit} actions followed one message; the bot listens again"));
                self.listen();
            }
            return;
        }
        let mut choice = engine.policies.decide(&View { history: &self.state.history });
        if choice.policy == Policy::Fallback && self.flowing() && self.cannot_handle() {
            return;
        }
        let instead = if faithful { None } else { self.instead(&choice) };
        let view = View { history: &self.state.history };
        let mut decision = engine.policies.explain(&view, &choice, (&engine.bot, &self.state.frame.names));
        if let Some((action, reason)) = instead {
            choice.action = action;
            decision.alternatives.insert(0, format!("{} ({})", decision.action, decision.policy));
            self.state.frame.action(action).clone_into(&mut decision.action);
            decision.reason = reason.to_owned();
        }
        self.trace.decisions.push(decision);
        let policy = engine.policies.rasa(choice.policy).to_owned();
        let (action, score, hidden) = (choice.action, choice.score, choice.hidden);
        self.run(Chosen { action, policy, score, hidden, interrupts: choice.interrupted });
    }

    /// What helps more than the last resort: somebody who was answered need not hear that they were
    /// not understood, and a form that nobody left asks its question again.
    fn instead(&self, choice: &Choice) -> Option<(ActionId, &'static str)> {
        let rests = choice.policy == Policy::Learned && choice.action == LISTEN;
        if choice.policy != Policy::Fallback && !rests {
            return None;
        }
        let answered = self.state.history.last().is_some_and(|last| last != LISTEN) || self.state.handled;
        let form = self.state.doing().filter(|form| matches!(self.engine.plan.kind(*form), Kind::Form(_)));
        match (answered, form) {
            (true, Some(form)) if self.state.history.last() != Some(form) => {
                Some((form, "no rule goes on from here, so the form asks again"))
            }
            _ if rests => None,
            (true, _) => Some((LISTEN, "the message was answered and no rule goes on from here")),
            (false, _) => None,
        }
    }

    fn restarting(&self) -> bool {
        let said = self.state.history.now().user.as_ref().and_then(|user| user.intent);
        said.is_some() && said == self.state.frame.names.intent("restart")
    }

    /// Carries a decision out.
    pub(super) fn run(&mut self, chosen: Chosen) {
        match self.engine.plan.kind(chosen.action) {
            Kind::Own(Own::Listen) => {
                self.begin(&chosen);
                self.settle();
                self.ask_after_digression();
            }
            Kind::Host(_) => {
                let action = chosen.action;
                self.call(action, After::Action { chosen }, &[]);
            }
            Kind::Form(place) => self.run_form(place, chosen),
            Kind::Own(own) => self.run_own(own, &chosen),
            Kind::Response => {
                self.begin(&chosen);
                self.say_named(chosen.action, &[]);
                self.state.steps.push(Step::Predict {});
            }
            Kind::Nothing => {
                self.begin(&chosen);
                self.state.steps.push(Step::Predict {});
            }
        }
    }

    /// Records that an action runs.
    pub(super) fn begin(&mut self, chosen: &Chosen) {
        if chosen.interrupts {
            self.trace.events.push(record::event("loop_interrupted", [("is_interrupted", Value::Bool(true))]));
            self.state.note(Entry::Interrupted);
        }
        self.looked_at(chosen);
        self.trace.events.push(record::action(self.state.frame.action(chosen.action), chosen));
        self.state.log_action(chosen.action, chosen.hidden);
    }

    /// Records that a policy decided by the latest message.
    pub(super) fn looked_at(&mut self, chosen: &Chosen) {
        let by_policy = !chosen.policy.is_empty() && chosen.policy != "followup_action";
        if by_policy && self.state.history.last() == Some(LISTEN) {
            let text = [("use_text_for_featurization", Value::Bool(false))];
            self.trace.events.push(record::event("user_featurization", text));
        }
    }

    /// The bot listens: the turn of this message is over.
    fn settle(&mut self) {
        if !self.state.tone.failed {
            self.state.tone.fallbacks = 0;
        }
        self.state.handled = false;
    }

    /// An action refused to run: another one is looked for.
    pub(super) fn reject(&mut self, chosen: &Chosen) {
        self.trace.events.push(record::rejected(self.state.frame.action(chosen.action), chosen));
        self.state.log_rejection(chosen.action);
        self.state.steps.push(Step::Predict {});
    }

    /// Says a response by its action.
    pub(super) fn say_named(&mut self, action: ActionId, extra: &[(String, Value)]) {
        let name = self.state.frame.action(action).to_owned();
        if !self.say_response(&name, extra) {
            self.note("nothing-to-say", format!("no variation of `{name}` can be said here"));
        }
    }

    /// Says a response by its name; false where it has nothing to say.
    pub(super) fn say_response(&mut self, name: &str, extra: &[(String, Value)]) -> bool {
        self.say_response_with(name, extra, Vec::new())
    }

    /// The same with more parts.
    pub(super) fn say_response_with(&mut self, name: &str, extra: &[(String, Value)], parts: Vec<Part>) -> bool {
        let engine = self.engine;
        let mut variations = engine.plan.variations(&engine.bot, name);
        let retrieved = self.state.heard.as_ref().and_then(|heard| heard.retrieval.as_deref());
        if let Some(full) = retrieved.filter(|_| variations.is_empty()) {
            let full = format!("utter_{full}");
            if full.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')) {
                variations = engine.plan.variations(&engine.bot, &full);
            }
        }
        let number = if variations.len() > 1 { self.state.draw() } else { 0 };
        let faithful = engine.bot.settings.rasa;
        let slot = |name: &str| self.slot_value(name);
        let channel = self.state.channel.as_deref();
        let Some(response) = choose(variations, &slot, channel, faithful, number) else { return false };
        let known = |name: &str| {
            let extra = extra.iter().find(|(key, _)| key == name).map(|(_, value)| Cow::Owned(value.clone()));
            extra.or_else(|| self.state.slot(name).map(|value| Cow::Owned(value.clone())))
        };
        let thai = !engine.bot.settings.language.starts_with("en");
        let hearer = Hearer { now: Some(Timestamp(self.state.clock)), zone: engine.router.zone(), thai };
        let mut reply = render(response, &Words { known: &known, faithful, hearer });
        reply.parts.extend(parts);
        let event = record::bot(name, &reply, Some(response));
        self.say_event(name, &reply, if faithful { record::with_extra(event, extra) } else { event });
        true
    }

    /// Says a reply.
    pub(super) fn say(&mut self, name: &str, reply: &Reply) {
        self.say_event(name, reply, record::bot(name, reply, None));
    }

    fn say_event(&mut self, name: &str, reply: &Reply, event: Value) {
        self.trace.events.push(event);
        self.state.handled = true;
        for (text, parts) in reply.messages() {
            self.remember(true, &text);
            let id = self.id();
            self.actions.push(Action::Say { name: name.to_owned(), text, parts, id });
        }
    }

    /// Asks the host to run an action; the turn stops here until it answers.
    pub(super) fn call(&mut self, action: ActionId, after: After, candidates: &[(SlotId, Value)]) {
        let Kind::Host(timeout) = self.engine.plan.kind(action) else { return };
        let id = self.id();
        let name = self.state.frame.action(action).to_owned();
        let until = self.state.clock.saturating_add(i64::from(timeout) * 1000);
        let form = match &after {
            After::Form { form, .. } | After::Prefilled { form, .. } => Some(*form),
            _ => None,
        };
        let value = record::tracker(&self.state, form, candidates);
        self.actions.push(Action::Call { id: id.clone(), name, value });
        self.state.call = Some(OpenCall { id, until, action, after });
    }
}
