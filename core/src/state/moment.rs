//! What a policy sees of one moment of a conversation (Rasa calls it a tracker state).
//!
//! A conversation is a list of moments, one before each action and the current one. Rules and
//! stories are turned into the same shape when a bot is compiled, so matching compares integers.

use crate::bot::{ActionId, EntityId, IntentId, SlotId};

/// One moment: who said what, what is known, what was done last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Moment {
    /// The latest message of the session; it stays while the bot acts.
    pub(crate) user: Option<UserSide>,
    /// The featurised slots that are not at zero, sorted by slot.
    pub(crate) slots: Vec<(SlotId, Feature)>,
    /// The action before; `None` at the very beginning.
    pub(crate) action: Option<ActionId>,
    /// The active form or loop.
    pub(crate) form: LoopState,
}

/// The message's side of a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct UserSide {
    /// `None` for an end-to-end text or an intent outside the domain.
    pub(crate) intent: Option<IntentId>,
    /// The used entities, sorted by their names and without repeats.
    pub(crate) entities: Vec<EntityId>,
}

/// A slot as a policy sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Feature {
    /// Text, or a non-empty list: set to whatever.
    Set,
    /// A boolean.
    Bool(bool),
    /// The index of a categorical value; `u16::MAX` is any other.
    Category(u16),
    /// The bits of `(clamp(v) - min) / (max - min)`.
    Number(u64),
    /// Only in rules: has to be unset (`slot_was_set: {x: null}`).
    Unset,
}

/// The loop of a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum LoopState {
    /// No loop is active.
    #[default]
    None,
    /// This form or loop action is.
    Active(ActionId),
    /// Only in rules: none may be (`active_loop: null`).
    MustBeNone,
}
