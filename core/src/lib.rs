//! **sonthana** (สนทนา, "to converse"): an embeddable, Thai-aware conversation engine.
//!
//! A pure function of *(state, event, time)* gives *(state, actions, trace)*. The engine opens no
//! files, reads no clock and starts no threads during a turn; the host brings transport and storage.
//!
//! The modules below stand in the order the data flows: the vocabulary first, then the stages of a
//! turn, then the assembly that composes them.

// vocabulary
mod error;
mod order;
mod text;
mod value;
mod part;
mod event;
mod action;
mod understanding;
mod trace;
mod pattern;
mod expr;
mod data;
mod bot;
// stages
mod normalize;
mod tokenize;
mod features;
mod learn;
mod understand;
mod state;
mod policy;
mod render;
// assembly
mod engine;
#[doc(hidden)]
pub mod host;
mod train;
mod open;
#[cfg(feature = "onnx")]
mod encode;
#[cfg(feature = "cli")]
mod rehearse;
#[cfg(feature = "cli")]
pub mod cli;

pub use action::Action;
pub use bot::Bot;
#[cfg(feature = "onnx")]
pub use encode::Encoder;
pub use engine::{Engine, Turn};
pub use error::{Error, Problem};
pub use event::{Command, Event};
pub use normalize::Normalizer;
pub use part::Part;
pub use render::say;
pub use state::State;
pub use text::Span;
pub use tokenize::token::{Token, Tokenizer, tokenize, words};
pub use tokenize::{Kind, clusters, graphemes, sentences};
pub use trace::{Decision, Note, Trace};
pub use train::Training;
pub use understand::{
    EntityModel, IntentModel, Speller, Suggestion, TaggedExample, TaggedSpan, entities, redact, sentiment,
};
pub use understanding::{Entity, Evidence, Explanation, Intent, Sentiment, Understanding};
pub use value::{Timestamp, Value};

/// The text as the engine reads it: marks in order, sara am composed, digits, elongation folded.
///
/// ```
/// assert_eq!(sonthana::normalize("เเม่ค้า"), "แม่ค้า");
/// ```
pub fn normalize(text: &str) -> String {
    normalize::normalize(text).reading().to_owned()
}
