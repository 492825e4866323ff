//! A question is asked, and its answer looked at: by the flow's rejections, by the host.
//!
//! In: a `collect` step. Out: a question to the person, a call to the host, or the way on.

use super::super::plan::Kind;
use super::super::run::Run;
use crate::action::Action;
use crate::bot::SlotId;
use crate::part::Part;
use crate::policy::{Asking, Doing, FlowId};
use crate::state::{After, Going, Step, Timer, Why};
use crate::value::Value;

/// The name of the reminder that nobody answers.
pub(in crate::engine) const SILENCE: &str = "pattern_user_silence";

impl Run<'_> {
    /// The question on top: asked, answered, or refused.
    pub(super) fn collect(&mut self, asking: &Asking) {
        let Some(going) = self.state.stack.last_mut() else { return };
        if going.asked && !going.answered {
            return self.wait_for_answer();
        }
        if asking.fresh && !going.answered && !going.entered {
            going.entered = true;
            if self.held(asking.slot).is_some() {
                self.set_slot(asking.slot, Value::Null);
            }
        }
        if self.held(asking.slot).is_none() && !self.left_out(asking) {
            return self.ask_for(asking);
        }
        if self.refused(asking) {
            return;
        }
        let validated = self.state.stack.last().is_none_or(|going| going.validated);
        if let Some(action) = asking.validate.filter(|_| !validated) {
            let value = self.held(asking.slot).cloned().unwrap_or_default();
            self.call(action, After::Valid {}, &[(asking.slot, value)]);
            return;
        }
        if let Some(going) = self.state.stack.last_mut() {
            going.pass();
        }
        self.lead_on();
        self.state.steps.push(Step::Advance {});
    }

    fn held(&self, slot: SlotId) -> Option<&Value> {
        self.state.slots.get(usize::from(slot)).filter(|value| !value.is_null())
    }

    /// Whether the question was answered by leaving it out.
    fn left_out(&self, asking: &Asking) -> bool {
        self.state.stack.last().is_some_and(|going| going.answered) && asking.skip.as_ref().is_some_and(Value::is_null)
    }

    /// Asks; the flow waits for the answer.
    fn ask_for(&mut self, asking: &Asking) {
        if let Some(going) = self.state.stack.last_mut() {
            (going.asked, going.answered, going.validated) = (true, false, false);
            going.options.clear();
        }
        if let Some(pattern) = self.engine.flows.asking().filter(|pattern| !self.is_going(*pattern)) {
            let mut going = Going::new(pattern, Why::Pattern);
            let slot = Value::from(self.state.frame.slot(asking.slot));
            going.context = [("collect", slot), ("utter", Value::from(asking.utter.as_str()))]
                .map(|(key, value)| (key.to_owned(), value))
                .into();
            self.state.stack.push(going);
            self.state.steps.push(Step::Advance {});
            return;
        }
        self.put(asking);
    }

    fn is_going(&self, flow: FlowId) -> bool {
        self.state.stack.iter().any(|going| going.flow == flow)
    }

    /// The pattern that asks has come to the question itself, which is asked once.
    pub(super) fn ask_in_pattern(&mut self) {
        let engine = self.engine;
        let first = self.state.stack.last_mut().is_some_and(|going| going.context.remove("utter").is_some());
        let below = self.state.stack.iter().rev().nth(1).and_then(|going| engine.flows.step(going.flow, going.step));
        self.lead_on();
        match below.map(|step| &step.does) {
            Some(Doing::Collect(asking)) if first => self.put(asking),
            _ => self.state.steps.push(Step::Advance {}),
        }
    }

    /// `action_listen` of a flow; where the pattern that asks listens, its work is done.
    pub(super) fn listen_in_flow(&mut self) {
        let top = self.state.stack.last().map(|going| going.flow);
        if top.is_some() && top == self.engine.flows.asking() {
            self.state.stack.pop();
            self.state.steps.push(Step::Advance {});
            return;
        }
        self.lead_on();
        self.listen();
    }

    /// Says the question, or has the host ask it.
    fn put(&mut self, asking: &Asking) {
        self.state.steps.push(Step::Advance {});
        if let Some(action) = asking.ask.filter(|action| matches!(self.engine.plan.kind(*action), Kind::Host(_))) {
            self.call(action, After::Ask {}, &[]);
            return;
        }
        if !self.say_in_flow(&asking.utter) {
            let name = self.state.frame.slot(asking.slot).to_owned();
            self.note("nothing-to-say", format!("nothing asks for `{name}`; write `utter_ask_{name}`"));
        }
    }

    /// Says a response with the words that the patterns know.
    pub(super) fn say_in_flow(&mut self, name: &str) -> bool {
        let mut extra: Vec<(String, Value)> = Vec::new();
        for going in self.state.stack.iter().rev() {
            extra.extend(going.context.iter().map(|(key, value)| (format!("context.{key}"), value.clone())));
        }
        self.say_response(name, &extra)
    }

    /// Asks which of several flows is meant, with a button for each.
    pub(super) fn ask_which(&mut self, name: &str) {
        let Some(going) = self.state.stack.last() else { return };
        let button = |(title, payload): &(String, String)| {
            Value::map([("title", Value::from(title.as_str())), ("payload", Value::from(payload.as_str()))])
        };
        let list = going.options.iter().map(button).collect();
        let extra: Vec<(String, Value)> =
            going.context.iter().map(|(key, value)| (format!("context.{key}"), value.clone())).collect();
        self.say_response_with(name, &extra, vec![Part::Buttons { list }]);
        if let Some(going) = self.state.stack.last_mut() {
            going.asked = true;
        }
        self.listen();
    }

    /// The turn ends at an open question.
    fn wait_for_answer(&mut self) {
        let pressed = self.actions.iter().rev().find_map(|action| match action {
            Action::Say { parts, .. } => parts.iter().find_map(|part| match part {
                Part::Buttons { list } => Some(list.clone()),
                _ => None,
            }),
            _ => None,
        });
        let text = |button: &Value, key: &str| button.get(key).and_then(Value::as_text).unwrap_or_default().to_owned();
        if let Some(going) = self.state.stack.last_mut().filter(|going| going.options.is_empty())
            && let Some(list) = pressed
        {
            going.offer(list.iter().map(|button| (text(button, "title"), text(button, "payload"))));
        }
        self.await_silence();
        self.listen();
    }

    /// Somebody who says nothing is asked again, once.
    fn await_silence(&mut self) {
        let seconds = self.engine.bot.timing.silence;
        if seconds <= 0.0 || self.hushed {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most a day")]
        let wait = (seconds * 1000.0) as i64;
        let at = self.state.clock.saturating_add(wait);
        let (name, does) = (SILENCE.to_owned(), SILENCE.to_owned());
        self.state.remind(Timer { at, name, does, intent: false, kill: true, entities: Value::Null });
    }

    /// An answer that the flow does not take: why is said, and the question asked again.
    fn refused(&mut self, asking: &Asking) -> bool {
        let held = self.held(asking.slot).cloned().unwrap_or_default();
        let verdict = asking.rejections.iter().find(|rejection| rejection.when.holds(&|name| self.known(name)));
        let Some(rejection) = verdict else { return false };
        self.set_slot(asking.slot, Value::Null);
        let said = self.say_in_flow(&rejection.utter);
        if let Some(going) = self.state.stack.last_mut() {
            (going.answered, going.asked, going.validated) = (false, false, false);
            if held.get("grain").is_some() {
                going.partial = held;
            }
            if !rejection.repeats && said {
                going.asked = true;
            }
        }
        self.state.steps.push(Step::Advance {});
        true
    }
}
