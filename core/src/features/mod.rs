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

pub(crate) use terms::{Counts, Read, Term, Terms, pair, word};
pub(crate) use weighting::{Frequencies, Weighting};

impl Read {
    /// By what a model knows the tables that it reads messages by: the vectors of words, or those and the list
    /// of concepts; none where they are left out.
    pub(crate) fn table(self) -> Option<u32> {
        let words = words::bundled()?.id();
        match self {
            Read::Letters => None,
            Read::Meanings => Some(words),
            Read::Concepts => Some(words.rotate_left(1) ^ concepts::bundled()?.id()),
        }
    }

    /// How a model reads that knows its tables by this.
    pub(crate) fn by(table: Option<u32>) -> Read {
        match table {
            None => Read::Letters,
            words if words == Read::Meanings.table() => Read::Meanings,
            _ => Read::Concepts,
        }
    }
}
