//! Test cases of whole conversations: what is said, and what has to follow (`test_cases:`).
//!
//! In the syntax that builders of flows know. A case holds texts and expectations only; it is played
//! by `rehearse`, against the events of each turn.

use serde::{Deserialize, Serialize};

use super::Origin;
use super::domain::JsonValue;

/// A conversation to be played.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// The names of `fixtures`.
    pub(crate) fixtures: Vec<(String, Origin)>,
    pub(crate) rounds: Vec<Round>,
}

/// One message and what has to follow.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Round {
    /// `None`: what the bot says before anybody wrote.
    pub(crate) said: Option<String>,
    pub(crate) origin: Origin,
    /// `assertion_order_enabled`: the expectations are met one after the other.
    pub(crate) ordered: bool,
    pub(crate) checks: Vec<Check>,
}

/// One expectation with its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Check {
    pub(crate) origin: Origin,
    pub(crate) expected: Expected,
}

/// What has to be among the events of a turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Expected {
    /// `bot_uttered`, `utter`, `bot`: a reply of this name, of this text, with these buttons.
    Said { name: Option<String>, wording: Option<Wording>, buttons: Vec<(String, Option<String>)> },
    /// `slot_was_set`; without a value: to anything but null.
    Set(String, Option<JsonValue>),
    /// `slot_was_not_set`; without a value: to nothing.
    NotSet(String, Option<JsonValue>),
    /// `action_executed`.
    Ran(String),
    /// `flow_started`.
    Started(String),
    /// `flow_completed`, with the last step where it is given.
    Completed(String, Option<String>),
    /// `flow_cancelled`, with the step where it is given.
    Cancelled(String, Option<String>),
    /// `pattern_clarification_contains`: all of these are offered.
    Offered(Vec<String>),
    /// What only another model could judge (`generative_response_is_relevant`, …); not checked.
    Judged(String),
}

/// What a reply says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Wording {
    /// The whole text.
    Exact(String),
    /// A regular expression that is found in it.
    Pattern(String),
}

/// What `fixtures:` and `stub_custom_actions:` of all test files hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Props {
    /// Slots that are set before a case begins.
    pub(crate) fixtures: Vec<(String, Vec<(String, JsonValue)>)>,
    /// What the host's actions answer, by `action` or `case::action`.
    pub(crate) stubs: Vec<(String, JsonValue)>,
}

#[cfg(feature = "cli")]
impl Props {
    /// What an action answers in a case.
    pub(crate) fn stub(&self, case: &str, action: &str) -> Option<&JsonValue> {
        let own = |(name, _): &&(String, JsonValue)| name.split_once("::") == Some((case, action));
        let any = |(name, _): &&(String, JsonValue)| name == action;
        let mut stubs = self.stubs.iter();
        stubs.clone().find(own).or_else(|| stubs.find(any)).map(|(_, value)| value)
    }
}
