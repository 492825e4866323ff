//! Recorded conversations, played again through the whole engine.
//!
//! In: an engine, a recording and what the host's actions answered. Out: how many events are the
//! same, and the first that differs, with the reason that the trace gives. Messages are understood as
//! recorded; calls are answered at once.

use std::collections::BTreeMap;

use super::live::why;
use super::recording::{Conversation, Recording, answer, comparable};
use crate::action::Action;
use crate::bot::Names;
use crate::engine::{Engine, Turn};
use crate::event::Event;
use crate::value::{Timestamp, Value};

/// Calls of one turn, at most.
const CALLS: usize = 50;

/// A conversation, compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    pub(crate) name: String,
    pub(crate) turns: u32,
    pub(crate) events: u32,
    /// Events that are the same, up to the first that is not.
    pub(crate) same: u32,
    pub(crate) difference: Option<Difference>,
}

/// The first event that differs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Difference {
    /// From 1.
    pub(crate) turn: usize,
    /// From 1.
    pub(crate) event: usize,
    /// What was said.
    pub(crate) said: String,
    pub(crate) wanted: Option<Value>,
    pub(crate) got: Option<Value>,
    /// Why the latest decision was made.
    pub(crate) reason: String,
}

/// Plays all conversations of a recording.
pub(crate) fn compare(
    engine: &Engine,
    names: &Names,
    recording: &Recording,
    answers: &BTreeMap<String, Value>,
) -> Vec<Compared> {
    let player = Player { engine, names, answers };
    recording.conversations.iter().map(|conversation| player.play(conversation)).collect()
}

struct Player<'a> {
    engine: &'a Engine,
    names: &'a Names,
    answers: &'a BTreeMap<String, Value>,
}

impl Player<'_> {
    fn play(&self, conversation: &Conversation) -> Compared {
        let mut compared = Compared { name: conversation.name.clone(), ..Compared::default() };
        let mut now = Timestamp(1_795_230_000_000);
        let mut state = self.engine.start(now).state;
        for (place, taken) in conversation.turns.iter().enumerate() {
            now.0 += 1000;
            let mut understanding = taken.understanding.clone();
            if understanding.retrieval.is_none() {
                // The answer of a retrieval intent was chosen by text.
                understanding.retrieval = self.engine.understand(&understanding.text, now).retrieval;
            }
            let turn = self.engine.turn_understood(state, understanding, now);
            let (turn, events) = self.finish(turn, &taken.events, now);
            compared.turns += 1;
            compared.events += u32::try_from(taken.events.len()).unwrap_or(u32::MAX);
            if compared.difference.is_none() {
                let first =
                    (0..taken.events.len().max(events.len())).find(|at| taken.events.get(*at) != events.get(*at));
                compared.same += u32::try_from(first.unwrap_or(events.len())).unwrap_or(u32::MAX);
                compared.difference = first.map(|at| Difference {
                    turn: place + 1,
                    event: at + 1,
                    said: taken.understanding.text.clone(),
                    wanted: taken.events.get(at).cloned(),
                    got: events.get(at).cloned(),
                    reason: why(&turn.trace.decisions, &events, at).map_or(String::new(), |by| by.reason.clone()),
                });
            }
            state = turn.state;
        }
        compared
    }

    /// Answers the calls of a turn until none is open; gives all its events.
    fn finish(&self, mut turn: Turn, wanted: &[Value], now: Timestamp) -> (Turn, Vec<Value>) {
        let mut events: Vec<Value> = turn.trace.events.iter().map(comparable).collect();
        for _ in 0..CALLS {
            let open = turn.actions.iter().rev().find_map(|action| match action {
                Action::Call { id, name, .. } => Some((id.clone(), name.clone())),
                _ => None,
            });
            let Some((id, name)) = open else { break };
            let coming = wanted.get(events.len()..).unwrap_or_default();
            let value = answer(self.answers.get(&name), &name, coming, self.names);
            let mut decisions = turn.trace.decisions;
            turn = self.engine.turn(turn.state, Event::Answer { id, value }, now);
            decisions.append(&mut turn.trace.decisions);
            turn.trace.decisions = decisions;
            events.extend(turn.trace.events.iter().map(comparable));
        }
        (turn, events)
    }
}
