//! Why a turn came out as it did, as data.
//!
//! A trace is made anew each turn and is never needed to go on: hosts log it or throw it away.

use serde::{Deserialize, Serialize};

use crate::understanding::Understanding;
use crate::value::Value;

/// What happened in a turn and why.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// What was odd: a clamped time, a late answer, a value that was refused.
    pub notes: Vec<Note>,
    /// What the message was taken to mean.
    pub understanding: Option<Understanding>,
    /// Which policy chose which action, from what, against which alternatives.
    pub decisions: Vec<Decision>,
    /// The turn as Rasa-shaped event JSON.
    pub events: Vec<Value>,
    /// Steps of flows that the turn came to: a flow's place and a step's in it.
    pub(crate) reached: Vec<(u16, u16)>,
}

/// Something odd that was dealt with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// A stable kebab-case name, such as `clock-went-back`.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// One choice of one action.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Decision {
    /// The action that was chosen.
    pub action: String,
    /// `flow`, `rule`, `form`, `story`, `learned`, `fallback`, `routing`, `followup`, `session`,
    /// `default`.
    pub policy: String,
    /// The rule, story, form or route by name.
    pub name: String,
    /// One sentence: why it applied.
    pub reason: String,
    /// 0 to 1.
    pub score: f64,
    /// Where it was authored, where it was.
    pub file: String,
    /// Line, from 1; 0 where unknown.
    pub line: u32,
    /// What else applied, in order of precedence: `action (policy: name)`.
    pub alternatives: Vec<String>,
}

impl Note {
    /// A note.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Note {
        Note { code: code.to_owned(), message: message.into() }
    }
}
