//! Conversation tests: what a bot would do, compared with what its author wrote.
//!
//! In: a bot and its test stories, or a recorded conversation. Out: every action with what was
//! predicted instead and why. It is counted as Rasa counts: listening is an action to be predicted.

mod given;
mod recording;
mod tally;
#[cfg(test)]
mod tests;
mod trace;
mod understood;

pub(crate) use given::{Played, Rehearsal};
pub(crate) use recording::Recording;
pub(crate) use tally::Tally;
pub(crate) use trace::{Compared, compare};
pub(crate) use understood::{Heard, hear};
