//! Sessions begin and end, and conversations are taken up under a changed bot.
//!
//! In: the time, and where the conversation stood. Out: a new session with what is carried over;
//! notes where the bot is not the one that it was.

use super::plan::Kind;
use super::record;
use super::run::Run;
use crate::bot::SlotId;
use crate::policy::expired;
use crate::state::{After, LISTEN, SESSION_START, Session};
use crate::value::Value;

impl Run<'_> {
    /// Goes on with a state of another version of the bot, and says so.
    pub(super) fn take_up(&mut self) {
        if self.state.resumed.take().is_some() {
            self.note("other-bot-version", "the state comes from another version of the bot and goes on with this one");
            self.moved = self.state.call.is_none() && self.state.stack.last().is_some_and(|going| !going.asked);
        }
        for flow in std::mem::take(&mut self.state.lost) {
            self.note("flow-removed", format!("the flow `{flow}` was going on and is no more; what it filled is kept"));
        }
    }

    pub(super) fn session_is_over(&self) -> bool {
        let config = &self.engine.bot.domain.session;
        self.state.session.is_none_or(|session| expired(config, session.heard, self.state.clock))
    }

    /// Lets the host start the session, where `action_session_start` is its own. It is given one
    /// chance; whatever it answers, the session has begun.
    pub(super) fn session_by_host(&mut self) -> bool {
        if !matches!(self.engine.plan.kind(SESSION_START), Kind::Host(_)) {
            return false;
        }
        self.reset_session();
        self.trace.events.push(record::given("action_session_start", Some(1.0)));
        self.trace.events.push(record::event("session_started", []));
        self.call(SESSION_START, After::Session {}, &[]);
        true
    }

    /// A new session: what was said and done is forgotten, slots are carried over if the bot says so.
    pub(super) fn begin_session(&mut self) {
        self.trace.events.push(record::given("action_session_start", Some(1.0)));
        self.trace.events.push(record::event("session_started", []));
        self.reset_session();
        self.trace.events.push(record::given("action_listen", None));
        self.state.log_action(LISTEN, false);
    }

    pub(super) fn reset_session(&mut self) {
        let settings = &self.engine.bot.settings;
        let carry = self.engine.bot.domain.session.carry;
        let told = if carry && settings.rasa { self.state.settings() } else { Vec::new() };
        let slots = self.state.frame.slots.iter().zip(&self.state.slots).zip(0..);
        let set = slots.filter(|((slot, value), _)| carry && (settings.rasa || **value != slot.initial));
        let kept: Vec<(SlotId, Value)> = set.map(|((_, value), id)| (id, value.clone())).collect();
        self.state.reset();
        self.state.tone = Default::default();
        self.state.heard = None;
        let clock = self.state.clock;
        self.state.session = Some(Session { start: clock, heard: clock });
        if !carry {
            return;
        }
        for (slot, value) in told {
            self.set_slot(slot, value);
        }
        let requested = self.state.frame.requested;
        for (id, value) in kept {
            let same = self.state.slots.get(usize::from(id)) == Some(&value);
            if !same && Some(id) != requested {
                self.set_slot(id, value);
            }
        }
    }

    /// What was done to greet is not part of any story: the log begins as after a session start.
    pub(super) fn greeted(&mut self) {
        self.state.clear_log();
        self.state.log_action(LISTEN, false);
    }
}
