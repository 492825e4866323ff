//! The names of the built-in kinds, as authors write them, and what a bot says of a kind.
//!
//! The one list of names: `understand` gives each its meaning, in this order, which is also that in
//! which one wins over another of equal length.

use serde::{Deserialize, Serialize};

/// What a bot says of a kind of entity beside Rasa's keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OwnKind {
    pub(crate) entity: String,
    /// `builtin: false`: the built-in reader of this kind is off.
    pub(crate) plain: bool,
    /// Patterns of a built-in kind: the value is `{"value": …}`, as that kind's is.
    pub(crate) shaped: bool,
    /// `from_slot`: the slot that holds a person's own values.
    pub(crate) session: Option<String>,
    /// `hours`: the business hours, by their name under `routing:`, that decide between readings of a time.
    pub(crate) hours: Option<String>,
    /// `words: {set: [เซ็ต]}`: units of the bot's own, with their words.
    pub(crate) units: Vec<(String, Vec<String>)>,
}

/// Every built-in kind.
pub(crate) const BUILTIN: [&str; 31] = [
    "email",
    "url",
    "hashtag",
    "handle",
    "id-card",
    "tax-id",
    "promptpay",
    "bank-account",
    "card",
    "passport",
    "tracking",
    "order",
    "phone",
    "plate",
    "address",
    "person",
    "place",
    "time",
    "money",
    "percent",
    "duration",
    "temperature",
    "distance",
    "area",
    "volume",
    "weight",
    "quantity",
    "choice",
    "ordinal",
    "answer",
    "number",
];

/// The kinds that are a number of some unit, to which an author may add units of his own.
pub(crate) const MEASURED: [&str; 5] = ["quantity", "weight", "volume", "distance", "area"];
