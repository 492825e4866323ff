//! Rasa's events, as a host action sends them: each changes the conversation as it does there.
//!
//! In: one event as JSON. Out: entries of the log, reminders, a pause. Kinds that mean nothing here
//! are left out; unknown ones are noted.

use jiff::civil::DateTime;

use super::answer::kind;
use super::record;
use super::run::Run;
use crate::state::{Entry, LISTEN, SESSION_START, Timer, cut};
use crate::value::Value;

impl Run<'_> {
    /// Something happened in the host's action.
    pub(super) fn happen(&mut self, event: &Value) {
        let name = event.get("name").and_then(Value::as_text);
        match kind(event) {
            "slot" => {
                let value = event.get("value").cloned().unwrap_or_default();
                self.set_named(name.unwrap_or_default(), &value);
            }
            "followup" => self.follow_up(name.unwrap_or_default()),
            "active_loop" | "form" => self.change_loop(name),
            "pause" => {
                self.trace.events.push(record::event("pause", []));
                self.state.paused = true;
            }
            "resume" => {
                self.trace.events.push(record::event("resume", []));
                self.state.paused = false;
            }
            "restart" => {
                self.trace.events.push(record::event("restart", []));
                self.state.reset();
                self.state.note(Entry::Followup(SESSION_START));
            }
            "reset_slots" => self.reset_slots(),
            "session_started" => {
                // said by `begin` of the session already
            }
            "rewind" => self.rewind(false),
            "undo" => {
                self.trace.events.push(record::event("undo", []));
                self.state.undo_action();
            }
            "reminder" => self.remind(event),
            "cancel_reminder" => {
                let does = event.get("action").or_else(|| event.get("intent")).and_then(Value::as_text);
                self.state.cancel(name, does);
                self.trace.events.push(event.clone());
            }
            "bot" => self.say_reply(event),
            "action_execution_rejected" => self.refuse(name),
            "action" if name == Some("action_listen") && self.state.history.last() != Some(LISTEN) => {
                self.trace.events.push(record::given("action_listen", None));
                self.state.log_action(LISTEN, false);
            }
            "action" | "user" | "user_featurization" | "loop_interrupted" | "entities" | "agent" | "export" => {}
            other => {
                let other = self.quoted(other, 64);
                self.note("unknown-event", format!("the host's event `{other}` is not one that is known"));
            }
        }
    }

    fn follow_up(&mut self, name: &str) {
        self.trace.events.push(record::event("followup", [("name", Value::from(cut(name, 128)))]));
        match self.state.frame.names.action(name) {
            Some(action) => self.state.note(Entry::Followup(action)),
            None => {
                let name = self.quoted(name, 64);
                self.note("unknown-action", format!("the next action `{name}` is none of the bot's"));
            }
        }
    }

    /// A host's action refuses by an event: no policy is named, as none was asked.
    fn refuse(&mut self, name: Option<&str>) {
        let Some(action) = name.and_then(|name| self.state.frame.names.action(name)) else { return };
        let shown = Value::from(self.state.frame.action(action));
        let nobody = [("name", shown), ("policy", Value::Null), ("confidence", Value::Null)];
        self.trace.events.push(record::event("action_execution_rejected", nobody));
        self.state.log_rejection(action);
    }

    fn change_loop(&mut self, name: Option<&str>) {
        let action = name.and_then(|name| self.state.frame.names.action(name));
        let known = action.is_some_and(|action| self.state.frame.is_loop(action));
        if name.is_some() && !known {
            self.note("unknown-form", "the host's event names a form that the bot does not have");
            return;
        }
        self.trace.events.push(record::active_loop(name));
        self.state.log_loop(action);
    }

    fn reset_slots(&mut self) {
        self.trace.events.push(record::event("reset_slots", []));
        for slot in (0..).take(self.state.slots.len()) {
            let at = usize::from(slot);
            let initial = self.state.frame.slots.get(at).map(|def| def.initial.clone()).unwrap_or_default();
            if self.state.slots.get(at) != Some(&initial) {
                self.state.log_slot(slot, initial);
            }
        }
    }

    fn remind(&mut self, event: &Value) {
        let text = |key: &str| event.get(key).and_then(Value::as_text);
        let intent = text("intent").filter(|name| !name.is_empty());
        let does = intent.or_else(|| text("action")).unwrap_or_default();
        let when = text("date_time").or_else(|| text("trigger_date_time")).unwrap_or_default();
        let at = match event.get("at").and_then(Value::as_number) {
            #[expect(clippy::cast_possible_truncation, reason = "within 2^53")]
            Some(milliseconds) => Some(milliseconds as i64),
            None => self.instant(when),
        };
        let Some(at) = at.filter(|_| !does.is_empty()) else {
            self.note("reminder-dropped", "a reminder needs a date_time and an intent or an action");
            return;
        };
        let kept = self.state.remind(Timer {
            at,
            name: text("name").unwrap_or_default().to_owned(),
            does: does.strip_prefix("EXTERNAL: ").unwrap_or(does).to_owned(),
            intent: intent.is_some(),
            kill: event.get("kill_on_user_msg").and_then(Value::as_bool).unwrap_or(false),
            entities: event.get("entities").cloned().unwrap_or_default(),
        });
        if !kept {
            self.note("reminder-dropped", "there are too many reminders already, or this one is too large");
            return;
        }
        self.trace.events.push(event.clone());
    }

    /// An ISO 8601 time in milliseconds; without an offset it is in the bot's zone.
    fn instant(&self, text: &str) -> Option<i64> {
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            return Some(instant.as_millisecond());
        }
        let local: DateTime = text.parse().ok()?;
        let zoned = local.to_zoned(self.engine.router.zone().clone()).ok()?;
        Some(zoned.timestamp().as_millisecond())
    }
}
