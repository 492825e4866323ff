//! Flows run: what a message asks of them, what they do about it, and the repairs in between.
//!
//! In: a message that was taken in, or commands of a host's own model. Out: flows begun, corrected,
//! left; questions asked; actions run. Understanding gives wishes; from there on everything is
//! symbolic and the same for both.

mod advance;
mod ask;
mod commands;
mod ends;
mod fill;
mod meant;
mod obey;
mod said;
mod wishes;

use super::run::Run;
use crate::bot::SlotId;
use crate::policy::{Asking, Doing, FlowId};
use crate::state::{Going, LISTEN, Step, Why};
use crate::trace::Decision;
use crate::understand::reply::Message;
use crate::value::{Timestamp, Value};
pub(super) use ask::SILENCE;
pub(super) use wishes::{DIGRESSES, INSIDE};

/// What somebody wants of the flows.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    /// Begin this.
    Start(FlowId),
    /// Fill a slot that is asked for, or will be.
    Set(SlotId, Value),
    /// Change what was said before.
    Correct(SlotId, Value),
    /// Change it, without saying to what.
    Reopen(SlotId),
    Cancel,
    Skip,
    Unsure,
    /// A moment.
    Wait,
    Repeat,
    Restart,
    Handoff,
    /// One of these.
    Clarify(Vec<FlowId>),
    /// What nothing of the bot's own answers.
    Search(String),
    /// Nothing more.
    Enough,
}

impl Wish {
    /// What it is in the trace.
    fn name(&self) -> &'static str {
        match self {
            Wish::Start(_) => "start",
            Wish::Set(..) => "set",
            Wish::Correct(..) | Wish::Reopen(_) => "correct",
            Wish::Cancel => "cancel",
            Wish::Skip => "skip",
            Wish::Unsure => "unsure",
            Wish::Wait => "wait",
            Wish::Repeat => "repeat",
            Wish::Restart => "restart",
            Wish::Handoff => "handoff",
            Wish::Clarify(_) => "clarify",
            Wish::Search(_) => "answer",
            Wish::Enough => "enough",
        }
    }
}

impl<'e> Run<'e> {
    /// Whether the bot has flows of its own.
    pub(super) fn flowing(&self) -> bool {
        self.engine.flows.any()
    }

    /// A message as an answer is read from it; the one of this turn is cut into words only once.
    pub(super) fn reading(&mut self, text: &str) -> &mut Message {
        let engine = self.engine;
        let now = Timestamp(self.state.clock);
        if self.read.as_ref().is_some_and(|read| read.text() != text) {
            self.read = None;
        }
        self.read.get_or_insert_with(|| engine.replies.read(text, now))
    }

    /// What a message asks of the flows, and doing it; what is not theirs is for the rules.
    pub(super) fn heed(&mut self) {
        let wishes = self.wishes();
        self.follow(wishes);
    }

    /// Does what a host's model wished beside a question that a rule answers.
    pub(super) fn follow_and_answer(&mut self, wishes: Vec<Wish>) {
        self.state.handled = true;
        self.grant(wishes);
        self.state.steps.extend([Step::Predict {}, Step::Route {}]);
    }

    /// Does what is wished, unless a person should take over.
    pub(super) fn follow(&mut self, wishes: Vec<Wish>) {
        if !wishes.is_empty() && self.state.tone.failed {
            // no intent, but an answer or a command
            self.state.tone.failed = false;
            self.state.tone.fallbacks = self.state.tone.fallbacks.saturating_sub(1);
        }
        self.ask_routes();
        if matches!(self.state.steps.last(), Some(Step::Handoff { .. })) {
            return;
        }
        if wishes.is_empty() {
            self.state.steps.push(Step::Predict {});
            return;
        }
        if !self.state.tone.failed {
            self.state.tone.fallbacks = 0;
        }
        self.state.handled = true;
        self.grant(wishes);
        self.state.steps.push(Step::Advance {});
    }

    /// Neither flows nor rules know what to do: that is said, and the open question asked again.
    /// False where something was done already.
    pub(super) fn cannot_handle(&mut self) -> bool {
        let answered = self.state.history.last().is_some_and(|last| last != LISTEN) || self.state.handled;
        if answered {
            self.state.steps.push(Step::Advance {});
            self.ask_anew();
            return true;
        }
        if self.moved {
            self.note("question-gone", "what was asked is not in this version of the bot; the flow goes on");
            self.state.steps.push(Step::Advance {});
            self.ask_anew();
            return true;
        }
        self.failed();
        if self.ask_routes() {
            self.ask_anew();
            if !matches!(self.state.steps.last(), Some(Step::Handoff { .. })) {
                self.state.steps.push(Step::Advance {});
            }
            return true;
        }
        self.decided("pattern_cannot_handle", None, None, "neither a flow nor a rule knows what is meant".to_owned());
        self.push_pattern("pattern_cannot_handle", []);
        self.state.steps.push(Step::Advance {});
        true
    }

    /// A rule has answered something in between: the flow goes on.
    pub(super) fn ask_after_digression(&mut self) {
        if self.flowing() && self.state.stack.last().is_some() && !self.actions.is_empty() {
            self.ask_anew();
            self.state.steps.push(Step::Advance {});
        }
    }

    /// Nobody has answered for long.
    pub(super) fn break_silence(&mut self) {
        if self.question().is_none() {
            return;
        }
        self.hushed = true;
        self.push_pattern(SILENCE, []);
        self.state.steps.push(Step::Advance {});
    }

    /// A flow that goes round in circles is broken off.
    pub(super) fn break_round(&mut self) {
        self.break_flow();
        while let Some(going) = self.state.stack.pop() {
            if self.engine.flows.get(going.flow).is_some_and(|flow| flow.name == "pattern_internal_error") {
                break;
            }
        }
        self.say_in_flow("utter_internal_error_rasa");
        self.ask_anew();
        self.listen();
    }

    /// The question that waits for an answer, of the flow on top.
    pub(super) fn question(&self) -> Option<&'e Asking> {
        let going = self.state.stack.last().filter(|going| going.asked)?;
        match &self.engine.flows.step(going.flow, going.step)?.does {
            Doing::Collect(asking) => Some(asking),
            _ => None,
        }
    }

    /// What a name of an expression holds: `slots.…`, `context.…`, `turns`.
    pub(super) fn known(&self, name: &str) -> Value {
        if let Some(key) = name.strip_prefix("context.") {
            let contexts = self.state.stack.iter().rev().map(|going| &going.context);
            return contexts.filter_map(|context| context.get(key)).next().cloned().unwrap_or_default();
        }
        self.engine.router.value(&self.engine.bot, &self.state, self.state.clock, name)
    }

    /// Whether the flow of a frame is somebody's business, not a repair.
    pub(super) fn is_business(going: &Going) -> bool {
        going.why != Why::Pattern
    }

    /// Notes in the trace what was decided, and where it was authored.
    pub(super) fn decided(&mut self, action: &str, flow: Option<FlowId>, step: Option<u16>, reason: String) {
        let bot = &self.engine.bot;
        let flow = flow.and_then(|flow| bot.flows.get(usize::from(flow)));
        let origin = flow.map(|flow| {
            step.and_then(|step| flow.steps.get(usize::from(step))).map_or(flow.origin, |step| step.origin)
        });
        let (file, line) = origin.map_or(("", 0), |origin| bot.place(origin));
        self.trace.decisions.push(Decision {
            action: action.to_owned(),
            policy: "flow".to_owned(),
            name: flow.map(|flow| flow.name.clone()).unwrap_or_default(),
            reason,
            score: 1.0,
            file: file.to_owned(),
            line,
            alternatives: Vec::new(),
        });
    }
}
