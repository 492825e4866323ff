//! Flows end: completed, cancelled, broken; and patterns begin that say so.
//!
//! In: a flow that is over. Out: its slots emptied (and remembered for `เหมือนเดิม`), the flow below
//! resumed, the pattern that tells people where they are.

use super::super::run::Run;
use crate::bot::SlotId;
use crate::policy::FlowId;
use crate::state::{DEEPEST, Going, Why, weight};
use crate::value::Value;

/// The most slots, and bytes of one, that are remembered after a flow.
const REMEMBERED: usize = 16;
const LARGEST: usize = 256;

impl Run<'_> {
    /// Puts a pattern on top, with what it is to know.
    pub(super) fn push_pattern<const N: usize>(&mut self, name: &str, context: [(&str, Value); N]) {
        let Some(flow) = self.engine.flows.named(name) else { return };
        if self.state.stack.len() >= 2 * DEEPEST {
            return;
        }
        self.state.stack.retain(|going| going.flow != flow);
        if let Some(below) = self.state.stack.last_mut() {
            below.asked = false;
        }
        let mut going = Going::new(flow, Why::Pattern);
        going.context.extend(context.into_iter().map(|(key, value)| (key.to_owned(), value)));
        self.state.stack.push(going);
    }

    /// The question on top is asked once more.
    pub(super) fn ask_anew(&mut self) {
        if let Some(going) = self.state.stack.last_mut() {
            going.asked = false;
        }
    }

    /// Empties what a flow asked for, but not what another one needs; what it held is remembered.
    pub(super) fn empty(&mut self, flow: FlowId, kept: &[SlotId]) {
        let Some(plan) = self.engine.flows.get(flow) else { return };
        let needed = |slot: &SlotId| {
            let others = self.state.stack.iter().filter_map(|going| self.engine.flows.get(going.flow));
            kept.contains(slot) || others.flat_map(|other| &other.collects).any(|other| other == slot)
        };
        let over: Vec<SlotId> = plan.resets.iter().copied().filter(|slot| !needed(slot)).collect();
        for slot in over {
            let Some(value) = self.state.slots.get(usize::from(slot)).cloned() else { continue };
            let initial =
                self.state.frame.slots.get(usize::from(slot)).map(|def| def.initial.clone()).unwrap_or_default();
            if value == initial {
                continue;
            }
            self.remember_held(slot, value);
            self.set_slot(slot, initial);
        }
    }

    /// Keeps what a slot held for `เหมือนเดิม`.
    pub(in crate::engine) fn remember_held(&mut self, slot: SlotId, value: Value) {
        self.state.before.retain(|(other, _)| *other != slot);
        if self.state.before.len() < REMEMBERED && weight(&value) <= LARGEST {
            self.state.before.push((slot, value));
        }
    }

    /// The flow on top is over.
    pub(super) fn end_flow(&mut self) {
        let Some(going) = self.state.stack.last() else { return };
        let (flow, why) = (going.flow, going.why);
        if why == Why::Pattern {
            self.state.stack.pop();
            self.empty(flow, &[]);
            return;
        }
        self.flow_event("flow_completed", flow);
        self.state.stack.pop();
        if why == Why::Call {
            self.lead_on();
            return;
        }
        self.empty(flow, &[]);
        if self.return_below() {
            return;
        }
        if self.engine.flows.get(flow).is_some_and(|flow| flow.completes) {
            self.push_pattern("pattern_completed", [("previous_flow_name", self.title(flow))]);
        }
    }

    /// The flow below goes on, and says so; false where there is none.
    fn return_below(&mut self) -> bool {
        let Some(below) = self.state.stack.last().map(|going| going.flow) else { return false };
        self.flow_event("flow_resumed", below);
        let title = self.title(self.business().unwrap_or(below));
        self.push_pattern(
            "pattern_continue_interrupted",
            [("previous_flow_name", title.clone()), ("interrupted_flow_name", title)],
        );
        true
    }

    /// The flow that somebody is in, called ones aside.
    fn business(&self) -> Option<FlowId> {
        let mut frames = self.state.stack.iter().rev().filter(|going| Self::is_business(going));
        frames.find(|going| going.why != Why::Call).map(|going| going.flow)
    }

    fn title(&self, flow: FlowId) -> Value {
        Value::from(self.engine.flows.get(flow).map_or("", |flow| flow.title.as_str()))
    }

    /// The flow that somebody is in is left, with all that it called.
    pub(super) fn cancel_flow(&mut self) {
        let Some(flow) = self.drop_business() else { return };
        let title = self.title(flow);
        self.return_below();
        self.push_pattern("pattern_cancel_flow", [("canceled_name", title)]);
    }

    /// The flow that somebody is in is left because another one begins.
    pub(super) fn leave_for_another(&mut self) {
        self.drop_business();
    }

    /// A pattern goes on without the flows below it.
    pub(super) fn leave_interrupted(&mut self) {
        let below = self.state.stack.iter().rposition(Self::is_business).map_or(0, |place| place + 1);
        let patterns = self.state.stack.split_off(below);
        while self.drop_business().is_some() {}
        self.state.stack.extend(patterns);
    }

    /// Something went wrong in a flow: it cannot go on as if it had not.
    pub(in crate::engine) fn break_flow(&mut self) {
        let flow = self.drop_business();
        let title = flow.map_or(Value::Null, |flow| self.title(flow));
        self.return_below();
        self.push_pattern("pattern_internal_error", [("canceled_name", title)]);
    }

    /// Takes the flow on top away, with what it called and what repairs it.
    fn drop_business(&mut self) -> Option<FlowId> {
        while let Some(going) = self.state.stack.last() {
            let (flow, why) = (going.flow, going.why);
            if why != Why::Pattern {
                self.flow_event("flow_cancelled", flow);
            }
            self.state.stack.pop();
            if why != Why::Pattern {
                self.empty(flow, &[]);
            }
            if matches!(why, Why::Start | Why::Interrupt) {
                return Some(flow);
            }
        }
        None
    }
}
