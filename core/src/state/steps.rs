//! What a conversation still has to do when a turn stops at a call: small steps that can be saved.
//!
//! A step names actions `A` and slots `S`: by number in memory, by name in the saved text, so that a
//! state resumes with a new version of its bot. The stack of steps is bounded; nothing here runs.

use serde::{Deserialize, Serialize};

use crate::bot::{ActionId, SlotId};
use crate::value::Value;

/// One thing to do next; the last of the stack comes first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step<A = ActionId, S = SlotId> {
    /// Fill slots from the latest message, from this slot on; for this form, where one begins.
    Extract { from: u16, found: Vec<(S, Value)>, ran: Vec<A>, form: Option<(A, usize)> },
    /// Ask the routes whether a person should take over.
    Route {},
    /// Decide what to do.
    Predict {},
    /// Do it.
    Run { chosen: Chosen<A> },
    /// A form was activated and its slots were looked for: check those that are filled.
    Prefilled { form: A, at: usize, found: Vec<(S, Value)> },
    /// A form goes on: ask for the next slot, or end. What it did begins at this place in the log.
    Form { form: A, at: usize },
    /// What a route says is said: hand over.
    Handoff { queue: Option<String>, priority: Option<u8>, reason: String },
    /// Find what the message asks of the flows.
    Heed {},
    /// The flow on top goes on.
    Advance {},
    /// Wait for the next message.
    Listen {},
    /// The conversation was greeted: what was done for it is not part of any story.
    Greeted {},
}

/// A decision on its way to be carried out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Chosen<A = ActionId> {
    pub(crate) action: A,
    /// Rasa's name of the policy; empty where there is none.
    pub(crate) policy: String,
    #[serde(with = "super::heard::plain")]
    pub(crate) score: f64,
    /// Not seen by the policies that learn.
    pub(crate) hidden: bool,
    /// The form's question was interrupted: the answer to it is not checked.
    pub(crate) interrupts: bool,
}

/// A host action that has not answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OpenCall<A = ActionId, S = SlotId> {
    /// The `id` of the call.
    pub(crate) id: String,
    /// The time at which it counts as failed, in milliseconds.
    pub(crate) until: i64,
    pub(crate) action: A,
    pub(crate) after: After<A, S>,
}

/// What an answer is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum After<A = ActionId, S = SlotId> {
    /// A decision of a policy.
    Action { chosen: Chosen<A> },
    /// A `custom` mapping: its slots join those found.
    Mapping {},
    /// `action_validate_slot_mappings`.
    Mappings { found: Vec<(S, Value)> },
    /// `action_validate_slot_mappings` where a form begins.
    Inner { found: Vec<(S, Value)>, form: A, at: usize },
    /// `validate_<form>` where it begins.
    Prefilled { form: A, at: usize, found: Vec<(S, Value)> },
    /// `validate_<form>` of an answer; without an answer to it, it can be rejected where it `asked`.
    Form { form: A, chosen: Chosen<A>, answered: bool, asked: bool },
    /// A question, or a part of an action: its events simply join.
    Ask {},
    /// `action_session_start`.
    Session {},
    /// An action of a flow.
    Flow { chosen: Chosen<A> },
    /// `validate_<slot>` of a flow's question.
    Valid {},
}

impl<A, S> Step<A, S> {
    /// The same step with other names; `None` where one of them is not known any more.
    pub(crate) fn map<B, T>(
        &self,
        action: &dyn Fn(&A) -> Option<B>,
        slot: &dyn Fn(&S) -> Option<T>,
    ) -> Option<Step<B, T>> {
        Some(match self {
            Step::Extract { from, found, ran, form } => Step::Extract {
                from: *from,
                found: pairs(found, slot),
                ran: ran.iter().filter_map(action).collect(),
                form: form.as_ref().and_then(|(form, at)| Some((action(form)?, *at))),
            },
            Step::Route {} => Step::Route {},
            Step::Predict {} => Step::Predict {},
            Step::Run { chosen } => Step::Run { chosen: chosen.map(action)? },
            Step::Prefilled { form, at, found } => {
                Step::Prefilled { form: action(form)?, at: *at, found: pairs(found, slot) }
            }
            Step::Form { form, at } => Step::Form { form: action(form)?, at: *at },
            Step::Handoff { queue, priority, reason } => {
                Step::Handoff { queue: queue.clone(), priority: *priority, reason: reason.clone() }
            }
            Step::Heed {} => Step::Heed {},
            Step::Advance {} => Step::Advance {},
            Step::Listen {} => Step::Listen {},
            Step::Greeted {} => Step::Greeted {},
        })
    }
}

impl<A, S> Step<A, S> {
    /// The place in the log that it looks back to.
    pub(super) fn since(&mut self) -> Option<&mut usize> {
        match self {
            Step::Extract { form: Some((_, at)), .. } | Step::Prefilled { at, .. } | Step::Form { at, .. } => Some(at),
            _ => None,
        }
    }
}

impl<A, S> After<A, S> {
    /// The place in the log that it looks back to.
    pub(super) fn since(&mut self) -> Option<&mut usize> {
        match self {
            After::Inner { at, .. } | After::Prefilled { at, .. } => Some(at),
            _ => None,
        }
    }
}

impl<A> Chosen<A> {
    /// The same with another name of the action.
    pub(crate) fn map<B>(&self, action: &dyn Fn(&A) -> Option<B>) -> Option<Chosen<B>> {
        Some(Chosen {
            action: action(&self.action)?,
            policy: self.policy.clone(),
            score: self.score,
            hidden: self.hidden,
            interrupts: self.interrupts,
        })
    }
}

impl<A, S> OpenCall<A, S> {
    /// The same with other names.
    pub(crate) fn map<B, T>(
        &self,
        action: &dyn Fn(&A) -> Option<B>,
        slot: &dyn Fn(&S) -> Option<T>,
    ) -> Option<OpenCall<B, T>> {
        let after = match &self.after {
            After::Action { chosen } => After::Action { chosen: chosen.map(action)? },
            After::Mapping {} => After::Mapping {},
            After::Mappings { found } => After::Mappings { found: pairs(found, slot) },
            After::Inner { found, form, at } => {
                After::Inner { found: pairs(found, slot), form: action(form)?, at: *at }
            }
            After::Prefilled { form, at, found } => {
                After::Prefilled { form: action(form)?, at: *at, found: pairs(found, slot) }
            }
            After::Form { form, chosen, answered, asked } => {
                After::Form { form: action(form)?, chosen: chosen.map(action)?, answered: *answered, asked: *asked }
            }
            After::Ask {} => After::Ask {},
            After::Session {} => After::Session {},
            After::Flow { chosen } => After::Flow { chosen: chosen.map(action)? },
            After::Valid {} => After::Valid {},
        };
        Some(OpenCall { id: self.id.clone(), until: self.until, action: action(&self.action)?, after })
    }
}

fn pairs<S, T>(found: &[(S, Value)], slot: &dyn Fn(&S) -> Option<T>) -> Vec<(T, Value)> {
    found.iter().filter_map(|(name, value)| Some((slot(name)?, value.clone()))).collect()
}
