//! Which personal data is masked in what is stored and traced: `privacy:` of `config.yml`.

use serde::{Deserialize, Serialize};

use super::Mask;

/// The built-in kinds that name a person, or reach one.
pub(crate) const PERSONAL: [&str; 12] = [
    "phone",
    "email",
    "id-card",
    "tax-id",
    "card",
    "bank-account",
    "promptpay",
    "passport",
    "plate",
    "address",
    "person",
    "handle",
];

/// What is masked, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Privacy {
    /// Kinds with their masks, built-in ones and the bot's own.
    pub(crate) kinds: Vec<(String, Mask)>,
    /// Whether the texts that the state keeps are masked.
    pub(crate) state: bool,
    /// Whether the trace and its events are masked.
    pub(crate) trace: bool,
}
