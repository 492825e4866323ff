//! The assembly: *(state, event, time)* → *(state, actions, trace)*.
//!
//! An [`Engine`] is compiled once from a [`Bot`], never changes and is shared between threads. It
//! composes the stages; what each of them decides is in its own room. A turn never fails and never
//! blocks: what is odd about an event becomes a note.

mod act;
mod agree;
mod answer;
mod commands;
mod defaults;
mod events;
mod explain;
mod felt;
mod flows;
mod form;
mod hear;
mod plan;
mod privacy;
mod record;
mod route;
mod run;
mod session;
mod slots;
mod steer;
#[cfg(test)]
mod tests;
mod waiting;

use std::sync::Arc;

use crate::action::Action;
use crate::bot::{Bot, Names};
use crate::error::Error;
use crate::event::Event;
use crate::policy::{Flows, Policies, Router};
use crate::state::{Extractor, Frame, State, restore};
use crate::trace::{Note, Trace};
use crate::understand::reply::Replies;
use crate::understand::{Context, Understander};
use crate::understanding::Understanding;
use crate::value::Timestamp;

use plan::Plan;
use privacy::Veil;
use run::Run;

/// A bot, compiled: immutable, `Send + Sync`, one for all its conversations.
#[derive(Debug)]
pub struct Engine {
    bot: Bot,
    frame: Arc<Frame>,
    understander: Understander,
    extractor: Extractor,
    policies: Policies,
    router: Router,
    flows: Flows,
    replies: Replies,
    plan: Plan,
    /// Masks personal data, where the bot asks for it.
    veil: Option<Veil>,
}

/// What comes out of a turn.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Turn {
    /// Where the conversation stands now.
    pub state: State,
    /// What the host is to do, in order.
    pub actions: Vec<Action>,
    /// What happened and why.
    pub trace: Trace,
}

impl Engine {
    /// Compiles a bot.
    ///
    /// # Errors
    /// The first of its contradictions (`contradiction`), faulty conditions (`bad-expression`) and
    /// damaged models (`bot-damaged`).
    pub fn new(bot: Bot) -> Result<Engine, Error> {
        let names = Names::of(&bot);
        let understander = Understander::new(&bot)?;
        let policies = Policies::compile(&bot, &names).map_err(first)?;
        let router = Router::compile(&bot).map_err(first)?;
        let flows = Flows::compile(&bot, &names).map_err(first)?;
        let replies = Replies::new(&bot, &understander.reader)?;
        let extractor = Extractor::new(&bot, &names);
        let veil = Veil::new(&bot, &extractor)?;
        let plan = Plan::new(&bot, &names);
        let frame = Arc::new(Frame::new(&bot, names, plan::horizon(&bot)));
        Ok(Engine { bot, frame, understander, extractor, policies, router, flows, replies, plan, veil })
    }

    /// An empty state; actions only where the bot has a greeting rule: one that begins with the
    /// intent `session_start`.
    pub fn start(&self, now: Timestamp) -> Turn {
        let mut notes = Vec::new();
        let clock = run::within_reach(now, &mut notes);
        let mut run = Run::new(self, State::new(Arc::clone(&self.frame), clock));
        run.trace.notes = notes;
        run.greet();
        run.finish()
    }

    /// One step of a conversation: what happened, and what is to be done about it.
    ///
    /// It never fails: what is odd is a note in the trace. An event whose id was seen before gives
    /// the same state and nothing to do.
    pub fn turn(&self, state: State, event: Event, now: Timestamp) -> Turn {
        let mut run = Run::new(self, self.adopted(state));
        run.accept(event, now, None);
        run.finish()
    }

    /// The same for a message that is understood already, as conversation tests give it.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn turn_understood(&self, state: State, understanding: Understanding, now: Timestamp) -> Turn {
        let mut run = Run::new(self, self.adopted(state));
        let event = Event::message(understanding.text.clone());
        run.accept(event, now, Some(understanding));
        run.finish()
    }

    /// The state of a saved text, whichever language and version of the bot it comes from.
    ///
    /// A state of another version of the bot resumes at the same step; the next turn notes it.
    ///
    /// # Errors
    /// `state-unreadable` where it is not a saved state, `state-too-new` where it is of a newer format.
    pub fn restore(&self, saved: &str) -> Result<State, Error> {
        restore(&self.frame, saved)
    }

    /// What a message means to this bot, outside any conversation.
    pub(crate) fn understand(&self, text: &str, now: Timestamp) -> Understanding {
        self.understander.understand(text, &Context::default(), now)
    }

    /// The order of decisions, as text.
    pub fn explain(&self) -> String {
        explain::explain(&self.bot, &self.plan, &self.frame.names)
    }

    /// A state of another engine, read again with the names of this one.
    fn adopted(&self, state: State) -> State {
        if Arc::ptr_eq(&state.frame, &self.frame) {
            return state;
        }
        self.restore(&state.save()).unwrap_or_else(|_| State::new(Arc::clone(&self.frame), state.clock))
    }
}

fn first(problems: Vec<crate::error::Problem>) -> Error {
    let first = problems.into_iter().find(|problem| problem.fatal);
    first.map_or_else(|| Error::new(crate::error::Code::BotDamaged, "the bot does not compile"), Error::from)
}

/// Adds a note to a list.
fn note(notes: &mut Vec<Note>, code: &str, message: impl Into<String>) {
    const MOST: usize = 64;
    if notes.len() < MOST {
        notes.push(Note::new(code, message));
    }
}
