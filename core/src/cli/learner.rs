//! What the verbs that measure intents measure: examples to learn from, or a model that has learned.
//!
//! In: a path, to JSON lines, a bot directory, a saved `IntentModel` or a built bot. Out: a model, and
//! which texts it learned from, where that is known.

use std::collections::BTreeSet;
use std::path::Path;

use super::evaluate_intents::EvaluateIntents;
use super::examples::{Row, rows};
use crate::bot::Bot;
#[cfg(feature = "onnx")]
use crate::encode::Encoder;
use crate::error::Error;
use crate::normalize::normalize;
use crate::tokenize::tokenize;
#[cfg(feature = "onnx")]
use crate::train::Training;
use crate::understand::IntentModel;
use crate::understand::known;

/// Examples, or a model.
pub(super) enum Learner {
    Examples(Vec<Row>),
    Model(Box<IntentModel>),
}

/// What a path holds.
#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
pub(super) fn learner(path: &Path, args: &EvaluateIntents) -> Result<Learner, String> {
    let bytes = if path.is_file() { std::fs::read(path).map_err(|error| error.to_string())? } else { Vec::new() };
    let said = |error: Error| format!("{}: {error}", path.display());
    let model = if bytes.starts_with(b"sonthana") {
        Bot::load(&bytes).and_then(|bot| IntentModel::load(&bot.models.intent)).map_err(said)?
    } else if bytes.starts_with(b"SNTH") {
        load(args, &bytes).map_err(said)?
    } else {
        return Ok(Learner::Examples(rows(path, &args.label)?));
    };
    Ok(Learner::Model(Box::new(model)))
}

/// Learns, with an encoder if one is asked for.
#[cfg(not(feature = "onnx"))]
pub(super) fn learn(_: &EvaluateIntents, train: &[Row]) -> Result<IntentModel, Error> {
    IntentModel::train(train)
}

#[cfg(not(feature = "onnx"))]
fn load(_: &EvaluateIntents, bytes: &[u8]) -> Result<IntentModel, Error> {
    IntentModel::load(bytes)
}

/// Learns, with an encoder if one is asked for.
#[cfg(feature = "onnx")]
pub(super) fn learn(args: &EvaluateIntents, train: &[Row]) -> Result<IntentModel, Error> {
    match encoder(args)? {
        None => IntentModel::train(train),
        Some(encoder) => IntentModel::train_encoded(train, Training::default(), &encoder),
    }
}

#[cfg(feature = "onnx")]
fn load(args: &EvaluateIntents, bytes: &[u8]) -> Result<IntentModel, Error> {
    match encoder(args)? {
        None => IntentModel::load(bytes),
        Some(encoder) => IntentModel::load_encoded(bytes, &encoder),
    }
}

#[cfg(feature = "onnx")]
fn encoder(args: &EvaluateIntents) -> Result<Option<Encoder>, Error> {
    let open = |folder: &Path| Encoder::open(&folder.join("model.onnx"), &folder.join("tokenizer.json"), None);
    args.encoder.as_deref().map(open).transpose()
}

/// Texts as the model remembers them: case, spaces and politeness do not count.
pub(super) struct Learned(BTreeSet<u64>);

impl Learned {
    /// Of texts that are learned from.
    pub(super) fn new(rows: &[Row]) -> Learned {
        Learned(rows.iter().filter_map(|(text, _)| key(text)).collect())
    }

    /// Whether one says the same.
    pub(super) fn holds(&self, text: &str) -> bool {
        key(text).is_some_and(|key| self.0.contains(&key))
    }
}

fn key(text: &str) -> Option<u64> {
    let text = normalize(text);
    let mut pieces = Vec::new();
    tokenize(&text, &mut pieces);
    known::key(text.reading(), &pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_learned_is_known_however_it_is_typed() {
        let learned = Learned::new(&[("ร้านเปิดกี่โมง".to_owned(), Some("hours".to_owned()))]);
        assert!(learned.holds("ร้านเปิดกี่โมงคะ") && learned.holds("ร้าน เปิด กี่โมง"));
        assert!(!learned.holds("ร้านปิดกี่โมง") && !learned.holds(" "));
    }
}
