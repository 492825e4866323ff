//! The assembly: *(state, event, time)* → *(state, actions, trace)*.
//!
//! An [`Engine`] is compiled once from a [`Bot`], never changes and is shared between threads. It
//! composes the stages; what each of them decides is in its own room. A turn never fails and never
//! blocks: what is odd about an event becomes a note.

use std::sync::Arc;

use crate::action::Action;
use crate::bot::{Bot, Names};
use crate::error::Error;
use crate::event::Event;
use crate::state::{Frame, State, restore};
use crate::trace::Trace;
use crate::understand::{Context, Understander};
use crate::understanding::Understanding;
use crate::value::Timestamp;

/// A bot, compiled: immutable, `Send + Sync`, one for all its conversations.
#[derive(Debug)]
pub struct Engine {
    bot: Bot,
    frame: Arc<Frame>,
    understander: Understander,
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
    /// Compiles a bot; its contradictions and broken models are found here.
    pub fn new(bot: Bot) -> Result<Engine, Error> {
        let names = Names::of(&bot);
        let understander = Understander::new(&bot)?;
        let frame = Arc::new(Frame::new(&bot, names, 12));
        Ok(Engine { bot, frame, understander })
    }

    /// An empty state; actions only where the bot has a greeting rule.
    pub fn start(&self, now: Timestamp) -> Turn {
        Turn { state: State::new(Arc::clone(&self.frame), now.0), actions: Vec::new(), trace: Trace::default() }
    }

    /// One step of a conversation.
    pub fn turn(&self, state: State, event: Event, now: Timestamp) -> Turn {
        let mut turn = Turn { state, actions: Vec::new(), trace: Trace::default() };
        turn.state.version += 1;
        turn.state.clock = turn.state.clock.max(now.0);
        if let Event::Message { text, .. } = event {
            turn.trace.understanding = Some(self.understander.understand(&text, &Context::default(), now));
        }
        turn
    }

    /// The state of a saved text, whichever language and version of the bot it comes from.
    ///
    /// # Errors
    /// `state-unreadable` where it is not a saved state, `state-too-new` where it is of a newer format.
    pub fn restore(&self, saved: &str) -> Result<State, Error> {
        restore(&self.frame, saved).map(|(state, _)| state)
    }

    /// What a message means to this bot, outside any conversation.
    pub(crate) fn understand(&self, text: &str, now: Timestamp) -> Understanding {
        self.understander.understand(text, &Context::default(), now)
    }

    /// The order of decisions, as text.
    pub fn explain(&self) -> String {
        format!("{} rules, {} stories\n", self.bot.rules.len(), self.bot.stories.len())
    }
}
