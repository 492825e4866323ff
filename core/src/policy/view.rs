//! What a policy sees and what it chooses.
//!
//! In: a session's [`History`]. Out: one [`Choice`] of one action with its origin. Neither holds
//! texts or slot values, so the same history always gives the same choice.

use crate::bot::{ActionId, Origin};
use crate::state::History;

/// What a policy sees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// The moments of the session, the loop and how it fares.
    pub(crate) history: &'a History,
}

/// A rule or story: its place in the list of [`Source`]s.
pub(crate) type SourceId = u32;

/// Where a choice was authored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// The rule's or story's name; several, joined by ` > `, where checkpoints glue them.
    pub(crate) name: String,
    pub(crate) origin: Origin,
}

/// Who chose, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Policy {
    /// A given next action.
    Followup,
    /// The intents `restart`, `back` and `session_start`.
    Default,
    /// An active form goes on.
    Form,
    /// A rule.
    Rule,
    /// A story.
    Story,
    /// Steps of stories that are like this moment.
    Learned,
    /// Nothing else knew.
    Fallback,
}

/// One choice of one action.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) action: ActionId,
    pub(crate) policy: Policy,
    /// 0 to 1.
    pub(crate) score: f64,
    /// The rule or story.
    pub(crate) source: Option<SourceId>,
    /// The step of the story that the moment resembles.
    pub(crate) step: Option<Origin>,
    /// By a rule that no story uses (`hide_rule_turn` of the action event).
    pub(crate) hidden: bool,
    /// The choice did not look at the message (Rasa's no-user prediction).
    pub(crate) blind: bool,
    /// The loop is told that it was interrupted, before the action (`loop_interrupted`).
    pub(crate) interrupted: bool,
}

/// What else applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Other {
    pub(crate) action: ActionId,
    pub(crate) policy: Policy,
    pub(crate) source: Option<SourceId>,
}

impl Policy {
    /// Its name in a trace.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Policy::Followup => "followup",
            Policy::Default => "default",
            Policy::Form => "form",
            Policy::Rule => "rule",
            Policy::Story => "story",
            Policy::Learned => "learned",
            Policy::Fallback => "fallback",
        }
    }
}

impl Choice {
    /// A choice by a policy, with full confidence.
    pub(crate) fn new(action: ActionId, policy: Policy) -> Choice {
        Choice { action, policy, score: 1.0, source: None, step: None, hidden: false, blind: false, interrupted: false }
    }
}
