//! `State` + `Event` + `Understanding` → the next `State`: all transitions.
//!
//! A state is a value: a compact log of the session and what follows from it.

mod moment;

pub(crate) use moment::{Feature, LoopState, Moment, UserSide};
