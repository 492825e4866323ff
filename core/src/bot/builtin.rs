//! The names of the built-in kinds, as authors write them.
//!
//! What they mean is known to `understand` alone; a test there holds the two lists together.

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
