//! Reminders: what is to happen later, unless the person writes first.

use serde::{Deserialize, Serialize};

use super::State;
use crate::value::Value;

/// The most reminders that are kept; the earliest due survive.
const MOST: usize = 8;

/// A reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Timer {
    /// When, in milliseconds.
    #[serde(rename = "a")]
    pub(crate) at: i64,
    /// The reminder's own name, for cancelling; may be empty.
    #[serde(rename = "n", default, skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
    /// The action to run, or with `intent` the intent to hear.
    #[serde(rename = "d")]
    pub(crate) does: String,
    #[serde(rename = "i", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) intent: bool,
    /// Dropped when the person writes before it is due.
    #[serde(rename = "k", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) kill: bool,
    /// Entities of the intent: a map, or a list of `{entity, value}`.
    #[serde(rename = "e", default, skip_serializing_if = "Value::is_null")]
    pub(crate) entities: Value,
}

impl State {
    /// Keeps a reminder, in order of time; one of the same name is replaced. False where there are
    /// too many or it is too large.
    pub(crate) fn remind(&mut self, timer: Timer) -> bool {
        if !timer.name.is_empty() {
            self.timers.retain(|other| other.name != timer.name);
        }
        let large = timer.name.len() + timer.does.len() > 256 || timer.entities.to_json().len() > 512;
        if large || self.timers.len() >= MOST {
            return false;
        }
        let place = self.timers.partition_point(|other| other.at <= timer.at);
        self.timers.insert(place, timer);
        true
    }

    /// Drops the reminders that match, each part only where it is given.
    pub(crate) fn cancel(&mut self, name: Option<&str>, does: Option<&str>) {
        self.timers
            .retain(|timer| name.is_some_and(|name| name != timer.name) || does.is_some_and(|does| does != timer.does));
    }

    /// The first reminder that is due.
    pub(crate) fn due(&mut self, now: i64) -> Option<Timer> {
        let due = self.timers.first().is_some_and(|timer| timer.at <= now);
        due.then(|| self.timers.remove(0))
    }

    /// The earliest time at which something happens by itself.
    pub(crate) fn next_due(&self) -> Option<i64> {
        let call = self.call.as_ref().map(|call| call.until);
        call.into_iter().chain(self.gather).chain(self.timers.first().map(|timer| timer.at)).min()
    }
}
