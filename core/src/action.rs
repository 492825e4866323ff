//! What we ask of the world: the closed list of actions.
//!
//! Variants may be added in later versions, fields never. Every `id` is `version.index`, so a host
//! can drop a delivery it has made before.

use serde::{Deserialize, Serialize};

use crate::part::Part;
use crate::value::{Timestamp, Value};

/// Something for the host to do, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Action {
    /// Send a reply.
    Say {
        /// The response's name in the bot, such as `utter_greet`; empty where the host's own action wrote it.
        name: String,
        /// The words, filled in.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
        /// Buttons, images, files, cards.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
        /// `version.index`.
        id: String,
    },
    /// Run a host action and send its result as `Answer`.
    Call {
        /// `version.index`, to be returned in the answer.
        id: String,
        /// The action's name.
        name: String,
        /// `{slots, message, events}`: enough for a rasa-sdk tracker.
        #[serde(default)]
        value: Value,
    },
    /// Send `Tick` at or after this time; replaces the wait before.
    Wait {
        /// When.
        until: Timestamp,
    },
    /// Give the conversation to a person; the bot is silent until `Resume`.
    Handoff {
        /// Why, as a short name from the bot's `routing`.
        reason: String,
        /// To whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<String>,
        /// 1 is the most urgent, 9 the least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<u8>,
        /// What is known, in a few lines a person reads at a glance.
        summary: String,
        /// The same as data: `{slots, intent, sentiment, messages, …}`.
        #[serde(default)]
        value: Value,
        /// `version.index`.
        id: String,
    },
    /// The conversation is over.
    End {},
}
