//! Examples → the numbers in a `Bot`: the only place with threads.
//!
//! In: a bot whose definition was read. Out: the same bot with its models filled in. What it learns
//! depends on the definition alone, not on the machine, the time or the number of threads.

mod alike;
pub(crate) mod entity;
pub(crate) mod intent;
pub(crate) mod lesson;
mod marks;
pub(crate) mod pool;
pub(crate) mod quality;
pub(crate) mod several;
pub(crate) mod slip;
#[cfg(feature = "cli")]
pub(crate) mod sentiment;
#[cfg(feature = "cli")]
pub(crate) mod segment;

use crate::bot::Bot;
use crate::error::Error;
use crate::order;
use crate::understand::{IntentModel, TextReader};

pub use intent::Training;

/// What is being trained, for those who watch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Progress {
    /// `intents`, `answers`, `entities`.
    pub(crate) stage: &'static str,
    /// How much of all is done, 0 to 1.
    pub(crate) done: f64,
}

/// Fills in the models of a bot.
///
/// Examples of retrieval intents (`faq/hours`) teach the intent `faq`, and a model of their own
/// tells the full names apart.
pub(crate) fn train(bot: &mut Bot, progress: &mut dyn FnMut(Progress)) -> Result<(), Error> {
    let threads = pool::cores();
    let (training, reader) = (Training { refuse: bot.hearing.refuse }, TextReader::new(bot));
    progress(Progress { stage: "intents", done: 0.0 });
    let examples = &bot.nlu.examples;
    let base = |name: &str| name.split('/').next().unwrap_or_default().to_owned();
    let list: Vec<(&str, String)> =
        examples.iter().map(|example| (example.text.as_str(), base(&example.intent))).collect();
    let list: Vec<(&str, Option<&str>)> = list.iter().map(|(text, name)| (*text, scope(name))).collect();
    bot.models.intent = optional(intent::train_with(&list, training, None, &reader, threads))?;
    progress(Progress { stage: "answers", done: 0.5 });
    let mut bases: Vec<String> =
        examples.iter().filter(|example| example.intent.contains('/')).map(|example| base(&example.intent)).collect();
    order::sort(&mut bases);
    bases.dedup();
    let mut retrieval = Vec::with_capacity(bases.len());
    for name in bases {
        let own = |intent: &str| intent.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let list: Vec<(&str, Option<&str>)> = examples
            .iter()
            .filter(|example| own(&example.intent))
            .map(|example| (example.text.as_str(), Some(example.intent.as_str())))
            .collect();
        let model = optional(intent::train_with(&list, training, None, &reader, threads))?;
        if !model.is_empty() {
            retrieval.push((name, model));
        }
    }
    bot.models.retrieval = retrieval;
    progress(Progress { stage: "entities", done: 0.8 });
    entity::train_entities(bot, &reader)?;
    progress(Progress { stage: "entities", done: 1.0 });
    Ok(())
}

/// `out_of_scope` is an intent like others to a bot's rules; only `nlu_fallback` means none at all.
fn scope(name: &str) -> Option<&str> {
    (name != "nlu_fallback").then_some(name)
}

/// A model's bytes; none where there is nothing to train.
fn optional(model: Result<IntentModel, Error>) -> Result<Vec<u8>, Error> {
    match model {
        Ok(model) => Ok(model.save()),
        Err(error) if error.code() == "nothing-to-train" => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
