//! Conversation tests: what a bot would do, compared with what its author wrote.
//!
//! In: a bot and its test stories, or a recorded conversation. Out: every action with what was
//! predicted instead and why. It is counted as Rasa counts: listening is an action to be predicted.

mod acted;
mod cases;
mod coverage;
mod folds;
mod given;
mod live;
mod recording;
mod tally;
#[cfg(test)]
mod tests;
mod trace;
mod understood;
#[cfg(test)]
mod vintage_tests;

pub(crate) use acted::{Acted, act_out};
pub(crate) use cases::{Tried, try_cases};
pub(crate) use coverage::{Coverage, Reached, coverage};
pub(crate) use folds::{Unplayed, folds};
pub(crate) use given::{Played, Rehearsal};
pub(crate) use recording::Recording;
pub(crate) use tally::Tally;
pub(crate) use trace::{Compared, compare};
pub(crate) use understood::{Heard, hear};
