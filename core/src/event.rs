//! What the world tells us: the closed list of events, and the commands a host's own model speaks.
//!
//! Variants may be added in later versions, fields never. All fields but the first are optional.

use serde::{Deserialize, Serialize};

use crate::part::Part;
use crate::value::Value;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Event {
    /// A person wrote.
    Message {
        /// The text as it was written, of any length; what is beyond 64 KiB is not read.
        text: String,
        /// The channel's identifier: a repeated one changes nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// What came with the text.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
        /// The channel's name, such as `line`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
        /// A BCP 47 tag, where the host knows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// A button was pressed or a digit dialled.
    Choice {
        /// The payload: an intent's name, with or without `/`, or `/intent{"slot": …}`.
        name: String,
        /// Values for slots, by name.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        value: Value,
        /// What the button showed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The channel's identifier: a repeated one changes nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// A host action's result.
    Answer {
        /// The `id` of the call.
        id: String,
        /// `{slots, replies, events, error}`; `error` is `failed` or `rejected`.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        value: Value,
    },
    /// Time passed: everything due fires.
    Tick {},
    /// The host sets a slot.
    Set {
        /// The slot.
        name: String,
        /// Its value; null unsets it.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        value: Value,
    },
    /// The host's own model understood the message.
    Commands {
        /// What it understood, in order.
        list: Vec<Command>,
        /// The message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The channel's identifier: a repeated one changes nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// The human agent hands back, or a pause ends.
    Resume {},
}

/// One thing that a person meant, said symbolically.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Command {
    /// Begin a flow, form or intent by name.
    Start {
        /// Which.
        name: String,
    },
    /// Fill a slot.
    Set {
        /// The slot.
        name: String,
        /// Its value.
        #[serde(default)]
        value: Value,
    },
    /// Change a slot that was filled before.
    Correct {
        /// The slot.
        name: String,
        /// Its new value.
        #[serde(default)]
        value: Value,
    },
    /// Leave what is being done.
    Cancel {},
    /// Yes.
    Affirm {},
    /// No.
    Deny {},
    /// Leave this question out.
    Skip {},
    /// Say that again.
    Repeat {},
    /// It could be one of several.
    Clarify {
        /// The candidates, best first.
        list: Vec<String>,
    },
    /// A question to the knowledge base.
    Answer {
        /// The question.
        text: String,
    },
    /// Ask for a person.
    Handoff {},
}

impl Event {
    /// A person wrote a text.
    pub fn message(text: impl Into<String>) -> Event {
        Event::Message { text: text.into(), id: None, parts: Vec::new(), channel: None, language: None }
    }

    /// A button with this payload was pressed.
    pub fn choice(name: impl Into<String>) -> Event {
        Event::Choice { name: name.into(), value: Value::Null, text: None, id: None }
    }

    /// A host action answered.
    pub fn answer(id: impl Into<String>, value: Value) -> Event {
        Event::Answer { id: id.into(), value }
    }

    /// The host sets a slot.
    pub fn set(name: impl Into<String>, value: Value) -> Event {
        Event::Set { name: name.into(), value }
    }

    /// The identifier that makes a repeated delivery harmless, where one was given.
    pub fn id(&self) -> Option<&str> {
        match self {
            Event::Message { id, .. } | Event::Choice { id, .. } | Event::Commands { id, .. } => id.as_deref(),
            _ => None,
        }
    }
}
