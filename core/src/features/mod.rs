//! Pieces of a text → hashed features and their values.
//!
//! In: a reading and its pieces. Out: for a whole message, its [`Counts`] and their weights. Nothing
//! here knows what the features are for.

pub(crate) mod fold;
mod stem;
mod terms;
pub(crate) mod token;
mod weighting;
pub(crate) mod words;

#[cfg(any(feature = "cli", test))]
pub(crate) use terms::word;
pub(crate) use terms::{Counts, Terms};
pub(crate) use weighting::{Frequencies, Weighting};
