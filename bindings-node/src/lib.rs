//! sonthana for Node: the doors that `index.js` makes natural.
//!
//! Plain data crosses as JSON, in the core's own serialisation; token lists cross as positions that
//! JavaScript slices. Every door catches unwinding, so a bug of ours is an `Error` and not an abort.

#![allow(
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "napi registers what is public, and hands over what is owned"
)]

mod command;
mod encoder;
mod engine;
mod error;
mod models;
mod text;
