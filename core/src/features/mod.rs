//! Pieces of a text → hashed features and their values.
//!
//! In: a reading and its pieces. Out: for a whole message, its [`Counts`] and their weights. Nothing
//! here knows what the features are for.

mod concepts;
pub(crate) mod fold;
mod hash;
mod stem;
mod terms;
pub(crate) mod token;
mod weighting;
pub(crate) mod words;

pub(crate) use terms::{Counts, Terms, word};
pub(crate) use weighting::{Frequencies, Weighting};

/// What the bundled table of words and the list of concepts are known by; none where they were left out.
pub(crate) fn meanings() -> Option<u32> {
    Some(words::bundled()?.id().rotate_left(1) ^ concepts::bundled()?.id())
}
