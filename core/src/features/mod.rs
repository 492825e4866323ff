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

pub(crate) use terms::{Counts, Terms, word};
pub(crate) use weighting::{Frequencies, Weighting};
