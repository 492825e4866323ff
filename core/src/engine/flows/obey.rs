//! Wishes are done: flows begin, slots are set and corrected, questions are left out.
//!
//! In: wishes, in order. Out: the stack and the slots as they are wanted; what is to be said about it
//! stands on top of the stack as a pattern.

use super::super::record;
use super::super::run::Run;
use super::Wish;
use crate::bot::SlotId;
use crate::policy::FlowId;
use crate::state::{DEEPEST, Going, Why};
use crate::value::Value;

impl Run<'_> {
    /// Does what is wished.
    pub(super) fn grant(&mut self, wishes: Vec<Wish>) {
        let mut corrected: Vec<SlotId> = Vec::new();
        let begins = wishes.iter().any(|wish| matches!(wish, Wish::Start(_)));
        let leaves = wishes.contains(&Wish::Cancel);
        for wish in &wishes {
            if let Wish::Start(flow) = wish {
                if leaves {
                    self.leave_for_another();
                }
                self.start_flow(*flow);
            }
        }
        for wish in wishes {
            let (name, reason) = (wish.name(), self.because(&wish));
            let (flow, step) =
                self.state.stack.last().map_or((None, None), |going| (Some(going.flow), Some(going.step)));
            self.decided(name, flow, step, reason);
            match wish {
                Wish::Start(_) => {}
                Wish::Set(slot, value) => self.fill(slot, value),
                Wish::Correct(slot, value) => {
                    self.set_slot(slot, value);
                    corrected.push(slot);
                }
                Wish::Reopen(slot) => {
                    if let Some(held) = self.state.slots.get(usize::from(slot)).filter(|held| !held.is_null()) {
                        self.remember_held(slot, held.clone());
                    }
                    self.set_slot(slot, Value::Null);
                    self.go_back(&[slot]);
                }
                Wish::Cancel if begins => {}
                Wish::Cancel => self.cancel_flow(),
                Wish::Skip => self.skip_question(),
                Wish::Unsure => self.unsure(),
                Wish::Wait => self.push_pattern("pattern_wait", []),
                Wish::Repeat => self.say_again(),
                Wish::Restart => self.start_over(),
                Wish::Handoff => self.push_pattern("pattern_human_handoff", []),
                Wish::Clarify(flows) => self.clarify(&flows),
                Wish::Search(text) => self.push_pattern("pattern_search", [("question", Value::from(text))]),
                Wish::Enough => self.push_pattern("pattern_nothing_more", []),
            }
        }
        if let Some(going) = self.state.stack.last_mut().filter(|going| going.asked && !going.answered) {
            // what was given was not what was asked
            going.asked = false;
        }
        if !corrected.is_empty() && self.go_back(&corrected) {
            let names = corrected.iter().map(|slot| Value::from(self.state.frame.slot(*slot))).collect();
            self.push_pattern("pattern_correction", [("corrected_slots", Value::List(names))]);
        }
    }

    fn because(&self, wish: &Wish) -> String {
        let slot = |slot: &SlotId| self.state.frame.slot(*slot);
        match wish {
            Wish::Start(_) => "the message starts this flow".to_owned(),
            Wish::Set(name, _) => format!("the message gives `{}`", slot(name)),
            Wish::Correct(name, _) => format!("the message changes `{}`, which was filled before", slot(name)),
            Wish::Reopen(name) => format!("the message wants `{}` changed", slot(name)),
            Wish::Clarify(_) => "the message could start several flows".to_owned(),
            _ => "the message steers the conversation".to_owned(),
        }
    }

    /// Begins a flow on top of what is going on.
    pub(super) fn start_flow(&mut self, flow: FlowId) {
        let Some(plan) = self.engine.flows.get(flow) else { return };
        if self.state.stack.iter().any(|going| going.flow == flow) {
            return;
        }
        if self.state.stack.len() >= DEEPEST {
            self.note(
                "too-many-flows",
                format!("{DEEPEST} flows are going on already; `{}` does not begin", plan.name),
            );
            return;
        }
        self.state.stack.retain(Self::is_business);
        let below = self.state.stack.last_mut();
        let why = if plan.pattern {
            Why::Pattern
        } else if below.is_some() {
            Why::Interrupt
        } else {
            Why::Start
        };
        if let Some(below) = below {
            below.asked = false;
            let interrupted = below.flow;
            self.flow_event("flow_interrupted", interrupted);
        }
        self.flow_event("flow_started", flow);
        self.state.stack.push(Going::new(flow, why));
    }

    /// An event of a flow in the trace.
    pub(super) fn flow_event(&mut self, kind: &str, flow: FlowId) {
        let name = self.engine.flows.get(flow).map_or("", |flow| &flow.name);
        let step = self.state.stack.iter().rev().find(|going| going.flow == flow).map_or(0, |going| going.step);
        let keys = self.state.frame.flows.get(usize::from(flow)).map(|outline| &outline.keys);
        let key = keys.and_then(|keys| keys.get(usize::from(step))).cloned().unwrap_or_default();
        self.trace.events.push(record::event(kind, [("flow_id", Value::from(name)), ("step_id", Value::from(key))]));
    }

    /// Fills a slot; where it was asked for, the question is answered.
    fn fill(&mut self, slot: SlotId, value: Value) {
        self.set_slot(slot, value);
        let answers = self.question().is_some_and(|asking| asking.slot == slot);
        if let Some(going) = self.state.stack.last_mut().filter(|_| answers) {
            going.answered = true;
        }
    }

    /// The flows that have passed the question for one of these slots go back to it; false where none has.
    fn go_back(&mut self, slots: &[SlotId]) -> bool {
        let engine = self.engine;
        let mut any = false;
        for going in self.state.stack.iter_mut().filter(|going| Self::is_business(going)) {
            let asks = |step: &u16| {
                let step = engine.flows.step(going.flow, *step).map(|step| &step.does);
                matches!(step, Some(crate::policy::Doing::Collect(asking)) if slots.contains(&asking.slot))
            };
            let Some(place) = going.passed.iter().position(asks) else { continue };
            let step = going.passed[place];
            going.passed.truncate(place);
            going.go(step);
            // the new value stands: it is not asked for again even where the question is always asked
            going.answered = true;
            any = true;
        }
        any
    }

    /// The open question is left out where it may be.
    fn skip_question(&mut self) {
        let Some(asking) = self.question() else { return };
        if let Some(value) = asking.skip.clone() {
            let value = self.fitted(asking.slot, &value).unwrap_or_default();
            self.fill(asking.slot, value);
            return;
        }
        self.push_pattern("pattern_skip_question", []);
    }

    /// Somebody cannot say: `utter_help_<slot>` helps, where the bot has it.
    fn unsure(&mut self) {
        let slot = self.question().map(|asking| self.state.frame.slot(asking.slot).to_owned());
        let help = slot.map(|slot| format!("utter_help_{slot}"));
        if let Some(help) = help.filter(|help| !self.engine.plan.variations(&self.engine.bot, help).is_empty()) {
            self.say_response(&help, &[]);
            self.ask_anew();
            return;
        }
        self.push_pattern("pattern_not_sure", []);
    }

    /// Says again what was asked, or what was said last.
    pub(super) fn say_again(&mut self) {
        if self.state.stack.is_empty() {
            self.repeat();
            return;
        }
        self.push_pattern("pattern_repeat", []);
    }

    /// The flow that is going on begins again, and nothing of it is kept; without one, everything.
    fn start_over(&mut self) {
        let Some(flow) = self.state.stack.iter().rev().find(|going| Self::is_business(going)).map(|going| going.flow)
        else {
            self.reset_session();
            self.push_pattern("pattern_restart", []);
            return;
        };
        while let Some(going) = self.state.stack.pop() {
            if Self::is_business(&going) {
                self.empty(going.flow, &[]);
            }
        }
        self.flow_event("flow_started", flow);
        self.state.stack.push(Going::new(flow, Why::Start));
        self.push_pattern("pattern_restart", []);
    }

    /// Asks which of several flows is meant.
    fn clarify(&mut self, flows: &[FlowId]) {
        let plans = || flows.iter().filter_map(|flow| self.engine.flows.get(*flow));
        let titles: Vec<String> = plans().map(|flow| flow.title.clone()).collect();
        let options: Vec<(String, String)> =
            plans().map(|flow| (flow.title.clone(), format!("/{}", flow.name))).collect();
        let listed: Vec<String> = (1..).zip(&titles).map(|(n, title)| format!("{n}) {title}")).collect();
        self.push_pattern(
            "pattern_clarification",
            [
                ("options", Value::from(listed.join(" "))),
                ("names", Value::List(titles.into_iter().map(Value::Text).collect())),
            ],
        );
        if let Some(going) = self.state.stack.last_mut() {
            going.offer(options.into_iter());
        }
    }
}
