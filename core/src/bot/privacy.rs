//! Which personal data there is.

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
