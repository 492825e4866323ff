//! sonthana for Python: the engine of the core behind Python's own types.
//!
//! Each function and class converts, calls the core and converts back; turns and training release
//! the GIL. Behaviour lives in the core, names and defaults in `python/sonthana/__init__.pyi`.

#![allow(clippy::needless_pass_by_value, reason = "PyO3 hands over what is owned")]

mod command;
mod door;
mod encoder;
mod engine;
mod error;
mod kept;
mod models;
mod record;
mod results;
mod text;
mod vocabulary;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::command::_command;
    #[pymodule_export]
    use crate::encoder::Encoder;
    #[pymodule_export]
    use crate::engine::{Bot, Engine, State, Trace, Turn};
    #[pymodule_export]
    use crate::error::SonthanaError;
    #[pymodule_export]
    use crate::models::{EntityModel, IntentModel};
    #[pymodule_export]
    use crate::results::{
        Decision, Entity, Evidence, Explanation, Intent, Note, Problem, Sentiment, Suggestion, Token, Understanding,
    };
    #[pymodule_export]
    use crate::text::{
        Normalizer, Speller, Tokenizer, clusters, entities, graphemes, normalize, redact, say, sentences, sentiment,
        tokenize, words,
    };
    #[pymodule_export]
    use crate::vocabulary::{Action, Command, Event, Part};
}
