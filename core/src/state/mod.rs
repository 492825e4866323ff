//! `State` + `Event` + `Understanding` → the next `State`: all transitions.
//!
//! A state is a value: a compact log of the session and what follows from it.

mod featurize;
mod history;
mod moment;

pub(crate) use featurize::{Label, feature, initial, message};
pub(crate) use history::{Fact, History, LISTEN, Past, SESSION_START};
pub(crate) use moment::{Feature, LoopState, Moment, UserSide};
