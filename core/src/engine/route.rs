//! A person takes over: by a route of the bot, by an action of a rule, by command.
//!
//! In: how the conversation stands. Out: a handoff with everything the person needs to know, or,
//! where nobody is there, what the bot says instead. After a handoff the bot is silent.

use super::flows::DIGRESSES;
use super::run::Run;
use crate::action::Action;
use crate::render::summarize;
use crate::state::{Chosen, Step};
use crate::trace::Decision;

impl Run<'_> {
    /// Asks the routes, once the message has filled its slots.
    pub(super) fn route(&mut self) {
        if self.state.tone.failed && self.state.filled() {
            // no intent, but an answer to a question
            self.state.tone.failed = false;
            self.state.tone.fallbacks = self.state.tone.fallbacks.saturating_sub(1);
        }
        let answers =
            self.asked_by_form().is_some_and(|slot| self.state.set_since(self.state.since_user()).contains(&slot));
        // what a form waits for is an answer before it is an intent that nobody is sure of
        let unsure = self.state.heard.as_ref().is_some_and(|heard| heard.score < DIGRESSES);
        let intent = self.state.heard.as_mut().filter(|_| unsure && answers).and_then(|heard| heard.intent.take());
        self.ask_routes();
        if let (Some(heard), Some(_)) = (&mut self.state.heard, &intent) {
            heard.intent = intent;
        }
    }

    /// The first route that applies decides; false where none does.
    pub(super) fn ask_routes(&mut self) -> bool {
        let engine = self.engine;
        let Some(verdict) = engine.router.route(&engine.bot, &self.state, self.state.clock) else { return false };
        let (file, line) = engine.bot.place(verdict.route.origin);
        let after = if verdict.open { "" } else { ", but nobody is there now" };
        self.trace.decisions.push(Decision {
            action: if verdict.open { "action_handoff" } else { "closed" }.to_owned(),
            policy: "routing".to_owned(),
            name: verdict.route.name.clone(),
            reason: format!("`{}` holds{after}", verdict.route.when),
            score: 1.0,
            file: file.to_owned(),
            line,
            alternatives: Vec::new(),
        });
        if !verdict.open {
            if verdict.place < 64 {
                self.state.tone.told |= 1 << verdict.place;
            }
            if let Some(closed) = verdict.queue.and_then(|queue| queue.closed.as_deref()) {
                self.say_or_note(closed);
            }
            return true;
        }
        self.state.steps.clear();
        if let Some(say) = &verdict.route.say {
            self.say_or_note(say);
        }
        let priority = verdict.route.priority.or(verdict.queue.map(|queue| queue.priority));
        let queue = (!verdict.route.queue.is_empty()).then(|| verdict.route.queue.clone());
        let reason = if verdict.route.reason.is_empty() { &verdict.route.name } else { &verdict.route.reason };
        self.state.steps.push(Step::Handoff { queue, priority, reason: reason.clone() });
        true
    }

    fn say_or_note(&mut self, response: &str) {
        if !self.say_response(response, &[]) {
            self.note("nothing-to-say", format!("no variation of `{response}` can be said here"));
        }
    }

    /// `action_handoff`: to the first queue, if somebody is there.
    pub(super) fn run_handoff(&mut self, chosen: &Chosen) {
        self.begin(chosen);
        let engine = self.engine;
        let queue = engine.bot.routing.queues.first();
        if engine.router.open(&engine.bot, queue, self.state.clock) {
            let intent = self.state.heard.as_ref().and_then(|heard| heard.intent.clone());
            let intent =
                intent.filter(|name| !self.flowing() || !matches!(name.as_str(), "nlu_fallback" | "out_of_scope"));
            let reason = intent.unwrap_or_else(|| "asked".to_owned());
            self.hand_over(queue.map(|queue| queue.name.clone()), queue.map(|queue| queue.priority), &reason);
            return;
        }
        if let Some(closed) = queue.and_then(|queue| queue.closed.as_deref()) {
            self.say_or_note(closed);
        }
        self.state.steps.push(Step::Predict {});
    }

    /// Gives the conversation to a person.
    pub(super) fn hand_over(&mut self, queue: Option<String>, priority: Option<u8>, reason: &str) {
        let (summary, value) = summarize(&self.state, &self.engine.bot.settings, reason);
        let priority = priority.filter(|priority| (1..=9).contains(priority));
        let id = self.id();
        self.actions.push(Action::Handoff { reason: reason.to_owned(), queue, priority, summary, value, id });
        self.state.steps.clear();
        self.listen();
        self.state.silent = true;
    }
}
