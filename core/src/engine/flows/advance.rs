//! The flow on top goes on, one step at a time, until it asks something, waits for the host or ends.
//!
//! In: the stack. Out: actions, a question, an empty stack. Every step is counted by the turn, so a
//! flow that goes round in circles is broken off.

use super::super::plan::{Kind, Own};
use super::super::run::Run;
use crate::bot::ActionId;
use crate::policy::{Doing, FlowId};
use crate::state::{After, Chosen, DEEPEST, Going, LISTEN, Step, Why};

impl Run<'_> {
    /// One step of the flow on top.
    pub(in crate::engine) fn advance(&mut self) {
        let Some(going) = self.state.stack.last() else {
            self.flows_are_done();
            return;
        };
        let (flow, step) = (going.flow, going.step);
        let engine = self.engine;
        self.trace.reached.push((flow, step));
        let Some(plan) = engine.flows.step(flow, step) else {
            self.end_flow();
            self.state.steps.push(Step::Advance {});
            return;
        };
        match &plan.does {
            Doing::Collect(asking) => return self.collect(asking),
            Doing::Action(action) => return self.act(*action),
            Doing::Set(slots) => {
                for (slot, value) in slots {
                    let value = self.fitted(*slot, value).unwrap_or_default();
                    self.set_slot(*slot, value);
                }
                self.lead_on();
            }
            Doing::Link(to) => self.link(*to),
            Doing::Call(called) => self.call_flow(*called),
            Doing::Ask => return self.ask_in_pattern(),
            Doing::Leave => {
                self.leave_interrupted();
                self.lead_on();
            }
            Doing::Noop => self.lead_on(),
        }
        self.state.steps.push(Step::Advance {});
    }

    /// To the step that follows, or to the end.
    pub(in crate::engine) fn lead_on(&mut self) {
        let Some(going) = self.state.stack.last() else { return };
        let engine = self.engine;
        let next = engine.flows.step(going.flow, going.step).and_then(|step| step.next(&|name| self.known(name)));
        match next {
            Some(step) => {
                if let Some(going) = self.state.stack.last_mut() {
                    going.go(step);
                }
            }
            None => self.end_flow(),
        }
    }

    /// Nothing is going on any more: the bot listens, or a form that was interrupted asks again.
    fn flows_are_done(&mut self) {
        if self.state.doing().is_some() && self.state.history.last() != Some(LISTEN) {
            self.state.steps.push(Step::Predict {});
            return;
        }
        self.listen();
        self.state.handled = false;
    }

    /// Runs an action of a flow.
    fn act(&mut self, action: ActionId) {
        let chosen = Chosen { action, policy: "FlowPolicy".to_owned(), score: 1.0, hidden: true, interrupts: false };
        match self.engine.plan.kind(action) {
            Kind::Host(_) => {
                self.call(action, After::Flow { chosen }, &[]);
                return;
            }
            Kind::Response => {
                self.begin(&chosen);
                let name = self.state.frame.action(action).to_owned();
                if name == "utter_human_handoff" && !self.somebody_is_there() {
                    // the queue says itself that nobody is there
                } else if name == "utter_clarification_options_rasa" {
                    self.ask_which(&name);
                    return;
                } else if !self.say_in_flow(&name) {
                    self.note("nothing-to-say", format!("no variation of `{name}` can be said here"));
                }
            }
            Kind::Own(Own::Handoff) => {
                self.lead_on();
                self.state.steps.push(Step::Advance {});
                self.run_handoff(&chosen);
                if let Some(Step::Predict {}) = self.state.steps.last() {
                    self.state.steps.pop();
                }
                return;
            }
            Kind::Own(Own::Restart) => return self.run_own(Own::Restart, &chosen),
            Kind::Own(Own::Listen) => return self.listen_in_flow(),
            Kind::Form(_) => {
                // a form inside a flow: rules take over until it ends
                self.lead_on();
                self.run(chosen);
                return;
            }
            Kind::Own(_) | Kind::Nothing => self.begin(&chosen),
        }
        self.lead_on();
        self.state.steps.push(Step::Advance {});
    }

    /// Whether the flow on top is at the step of this action: where the bot was changed while the host
    /// was at work, it is taken there.
    pub(in crate::engine) fn stands_at(&mut self, action: ActionId) -> bool {
        let Some(going) = self.state.stack.last_mut() else { return false };
        let (engine, flow) = (self.engine, going.flow);
        let does = |step: u16| engine.flows.step(flow, step).map(|step| &step.does);
        let acts = |step: u16| matches!(does(step), Some(Doing::Action(own)) if *own == action);
        if acts(going.step) {
            return true;
        }
        let Some(step) = (0..).take_while(|step| does(*step).is_some()).find(|step| acts(*step)) else { return false };
        going.go(step);
        true
    }

    /// Whether the first queue has somebody.
    fn somebody_is_there(&self) -> bool {
        let queue = self.engine.bot.routing.queues.first();
        self.engine.router.open(&self.engine.bot, queue, self.state.clock)
    }

    /// Over to another flow; what both ask for is kept.
    fn link(&mut self, to: FlowId) {
        let Some(going) = self.state.stack.pop() else { return };
        self.flow_event("flow_completed", going.flow);
        let kept = self.engine.flows.get(to).map(|flow| flow.collects.clone()).unwrap_or_default();
        self.empty(going.flow, &kept);
        if self.state.stack.iter().any(|other| other.flow == to) {
            return;
        }
        self.flow_event("flow_started", to);
        self.state.stack.push(Going::new(to, going.why));
    }

    /// Another flow, and back.
    fn call_flow(&mut self, called: FlowId) {
        if self.state.stack.len() >= DEEPEST {
            self.note("too-many-flows", "flows call each other without end; the call is left out");
            self.lead_on();
            return;
        }
        self.flow_event("flow_started", called);
        self.state.stack.push(Going::new(called, Why::Call));
    }
}
