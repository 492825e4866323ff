//! Conversations through the whole engine, with the host's actions stubbed.
//!
//! In: an engine, messages, and what actions answer. Out: the events of each turn and why each came
//! about. Time is made up and passes by a second a message; a call is answered at once.

use super::coverage::Reached;
use crate::action::Action;
use crate::engine::{Engine, Turn};
use crate::event::Event;
use crate::state::State;
use crate::trace::Decision;
use crate::understanding::Understanding;
use crate::value::{Timestamp, Value};

/// Calls of one turn, at most.
const CALLS: usize = 50;
/// Conversations begin at this time: 2026-11-21T10:00:00+07:00.
const START: i64 = 1_795_230_000_000;

/// A conversation on its way.
pub(crate) struct Live<'e> {
    engine: &'e Engine,
    state: State,
    now: Timestamp,
    /// Actions of the host that nobody stubbed.
    pub(crate) unstubbed: Vec<String>,
    /// What was decided and which steps of flows were come to.
    pub(crate) reached: Reached,
}

/// What happened in a turn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Happened {
    pub(crate) events: Vec<Value>,
    decisions: Vec<Decision>,
}

impl Happened {
    /// Why an event came about, by its place, with who decided.
    pub(crate) fn why(&self, at: usize) -> String {
        let decided = why(&self.decisions, &self.events, at);
        decided.map_or(String::new(), |decision| format!("{} ({})", decision.reason, decision.policy))
    }
}

/// The decision for the latest action up to an event; that for the last one where there is no such event.
pub(crate) fn why<'d>(decisions: &'d [Decision], events: &[Value], at: usize) -> Option<&'d Decision> {
    let key = |event: &'_ Value, key: &str| event.get(key).and_then(Value::as_text).unwrap_or_default().to_owned();
    let upto = events.iter().take(at.saturating_add(1));
    let names: Vec<String> =
        upto.filter(|event| key(event, "event") == "action").map(|event| key(event, "name")).collect();
    let name = names.last().filter(|_| at < events.len());
    let Some(name) = name else { return decisions.last() };
    let before = names.iter().filter(|other| *other == name).count();
    let mut own = decisions.iter().filter(|decision| decision.action == *name);
    own.nth(before - 1).or(decisions.last())
}

impl<'e> Live<'e> {
    /// A conversation that begins; with the bot's greeting where it has one.
    pub(crate) fn new(engine: &'e Engine, answer: impl FnMut(&str) -> Option<Value>) -> (Live<'e>, Happened) {
        let now = Timestamp(START);
        let turn = engine.start(now);
        let mut live =
            Live { engine, state: turn.state.clone(), now, unstubbed: Vec::new(), reached: Reached::default() };
        let happened = live.settle(turn, answer);
        (live, happened)
    }

    /// Something happens.
    pub(crate) fn event(&mut self, event: Event, answer: impl FnMut(&str) -> Option<Value>) -> Happened {
        self.now.0 += 1000;
        let turn = self.engine.turn(self.state.clone(), event, self.now);
        self.settle(turn, answer)
    }

    /// Somebody writes: a payload where the text is one.
    pub(crate) fn say(&mut self, text: &str, answer: impl FnMut(&str) -> Option<Value>) -> Happened {
        let event = if text.starts_with('/') {
            Event::Choice { name: text.to_owned(), value: Value::Null, text: None, id: None }
        } else {
            Event::message(text)
        };
        self.event(event, answer)
    }

    /// Somebody writes what is understood already.
    pub(crate) fn understood(&mut self, meant: Understanding, answer: impl FnMut(&str) -> Option<Value>) -> Happened {
        self.now.0 += 1000;
        let turn = self.engine.turn_understood(self.state.clone(), meant, self.now);
        self.settle(turn, answer)
    }

    /// Answers the calls of a turn until none is open.
    fn settle(&mut self, mut turn: Turn, mut answer: impl FnMut(&str) -> Option<Value>) -> Happened {
        let mut happened = Happened::default();
        for _ in 0..CALLS {
            happened.events.append(&mut turn.trace.events);
            happened.decisions.extend_from_slice(&turn.trace.decisions);
            self.reached.note(&mut turn.trace);
            let open = turn.actions.iter().rev().find_map(|action| match action {
                Action::Call { id, name, .. } => Some((id.clone(), name.clone())),
                _ => None,
            });
            let Some((id, name)) = open else { break };
            let value = answer(&name).unwrap_or_else(|| {
                if !self.unstubbed.contains(&name) {
                    self.unstubbed.push(name.clone());
                }
                Value::Null
            });
            turn = self.engine.turn(turn.state, Event::Answer { id, value }, self.now);
        }
        self.state = turn.state;
        happened
    }
}
