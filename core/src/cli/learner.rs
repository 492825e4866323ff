//! What the verbs that measure intents measure: examples to learn from, or who has learned.
//!
//! In: a path, to JSON lines, a bot directory, a saved `IntentModel` or a built bot. Out: who is asked,
//! a model by itself or a bot as it answers, and which texts it learned from, where that is known.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use super::evaluate_intents::EvaluateIntents;
use super::examples::{Row, authored, rows, taught};
use crate::bot::{Bot, Example, Settings};
#[cfg(feature = "onnx")]
use crate::encode::Encoder;
use crate::error::Error;
use crate::normalize::normalize;
use crate::tokenize::tokenize;
#[cfg(feature = "onnx")]
use crate::train::Training;
use crate::train::train;
use crate::understand::{IntentModel, Understander, fallback, known};
use crate::understanding::{Intent, Understanding};

/// Examples, or who has learned from some.
pub(super) enum Learner {
    Examples(Lessons),
    Asked(Asked, Option<Learned>),
}

/// What a path holds.
#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
pub(super) fn learner(path: &Path, args: &EvaluateIntents) -> Result<Learner, String> {
    if path.is_dir() {
        let bot = authored(path)?;
        let rows = taught(&bot);
        return Ok(Learner::Examples(Lessons { rows, bot: Some(Box::new(bot)).filter(|_| !encoded(args)) }));
    }
    let bytes = if path.is_file() { std::fs::read(path).map_err(|error| error.to_string())? } else { Vec::new() };
    let said = |error: Error| format!("{}: {error}", path.display());
    if bytes.starts_with(b"sonthana") {
        let bot = Bot::load(&bytes).map_err(said)?;
        let learned = Learned::new(&taught(&bot));
        return Ok(Learner::Asked(Asked::bot(&bot).map_err(said)?, Some(learned)));
    }
    if bytes.starts_with(b"SNTH") {
        return Ok(Learner::Asked(Asked::Model(Box::new(load(args, &bytes).map_err(said)?)), None));
    }
    Ok(Learner::Examples(Lessons { rows: rows(path, &args.label)?, bot: None }))
}

/// Labelled texts and how they are learned: by themselves, or with all else that their bot knows.
pub(super) struct Lessons {
    pub(super) rows: Vec<Row>,
    bot: Option<Box<Bot>>,
}

impl Lessons {
    /// Learns from some of the texts.
    pub(super) fn learn(&self, args: &EvaluateIntents, rows: &[Row]) -> Result<Asked, Error> {
        let Some(bot) = &self.bot else { return Ok(Asked::Model(Box::new(learn(args, rows)?))) };
        let example = |(text, name): &Row| {
            let intent = name.clone().unwrap_or_else(|| "nlu_fallback".to_owned());
            Example { intent, text: text.clone(), ..Example::default() }
        };
        let mut bot = Bot::clone(bot);
        bot.nlu.examples = rows.iter().map(example).collect();
        train(&mut bot, &mut |_| {})?;
        Asked::bot(&bot)
    }
}

/// Who is asked.
pub(super) enum Asked {
    Model(Box<IntentModel>),
    /// A bot as it answers outside a conversation: it reads with its own words, refuses where its
    /// fallback says so, and tells the answers of a retrieval intent apart.
    Bot {
        understander: Box<Understander>,
        settings: Box<Settings>,
        bytes: usize,
    },
}

/// What is said of a text.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The best of the ranking, refused or not.
    pub(super) best: Intent,
    pub(super) scope: f64,
    pub(super) refused: bool,
    /// How long the ranking took.
    pub(super) time: Duration,
}

impl Asked {
    fn bot(bot: &Bot) -> Result<Asked, Error> {
        let retrieval: usize = bot.models.retrieval.iter().map(|(_, model)| model.len()).sum();
        let bytes = bot.models.intent.len() + retrieval;
        let (understander, settings) = (Box::new(Understander::new(bot)?), Box::new(bot.settings.clone()));
        Ok(Asked::Bot { understander, settings, bytes })
    }

    /// The size of the model, saved.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Asked::Model(model) => model.save().len(),
            Asked::Bot { bytes, .. } => *bytes,
        }
    }

    /// What it makes of the words of a text.
    pub(super) fn ask(&self, text: &str) -> Said {
        let clock = start();
        match self {
            Asked::Model(model) => {
                let best = model.rank(text).into_iter().next().unwrap_or_default();
                let time = clock.elapsed();
                Said { best, scope: model.scope(text), refused: model.predict(text).name.is_none(), time }
            }
            Asked::Bot { understander, settings, .. } => {
                let read = understander.meant(text);
                let time = clock.elapsed();
                Said { refused: fallback(&read, settings), scope: read.scope, best: first(read), time }
            }
        }
    }

    /// The best of its ranking alone.
    pub(super) fn best(&self, text: &str) -> Intent {
        match self {
            Asked::Model(model) => model.rank(text).into_iter().next().unwrap_or_default(),
            Asked::Bot { understander, .. } => first(understander.meant(text)),
        }
    }
}

/// The best of a bot's ranking; one that has answers by the name of the answer: `faq/hours`.
fn first(read: Understanding) -> Intent {
    let best = read.ranking.into_iter().next().unwrap_or_default();
    let answer = read.retrieval.filter(|_| read.intent.name == best.name);
    Intent { name: answer.or(best.name), ..best }
}

#[expect(clippy::disallowed_methods, reason = "the command line measures")]
pub(super) fn start() -> Instant {
    Instant::now()
}

/// Learns, with an encoder if one is asked for.
#[cfg(not(feature = "onnx"))]
fn learn(_: &EvaluateIntents, train: &[Row]) -> Result<IntentModel, Error> {
    IntentModel::train(train)
}

#[cfg(not(feature = "onnx"))]
fn encoded(_: &EvaluateIntents) -> bool {
    false
}

#[cfg(not(feature = "onnx"))]
fn load(_: &EvaluateIntents, bytes: &[u8]) -> Result<IntentModel, Error> {
    IntentModel::load(bytes)
}

/// Learns, with an encoder if one is asked for.
#[cfg(feature = "onnx")]
fn learn(args: &EvaluateIntents, train: &[Row]) -> Result<IntentModel, Error> {
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
fn encoded(args: &EvaluateIntents) -> bool {
    args.encoder.is_some()
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

    /// A bot whose menu is not in any dictionary, and which answers two questions by one intent.
    fn bot(settings: &str) -> Bot {
        let nlu = "nlu:\n- lookup: item\n  examples: |\n    - โกปี๊\n\
            - intent: order\n  examples: |\n    - เอาโกปี๊\n    - ขอโกปี๊หน่อย\n    - สั่งโกปี๊แก้วนึง\n\
            - intent: faq/hours\n  examples: |\n    - เปิดกี่โมง\n    - ปิดกี่ทุ่ม\n    - วันอาทิตย์เปิดไหม\n\
            - intent: faq/place\n  examples: |\n    - ร้านอยู่ตรงไหน\n    - ไปร้านยังไง\n    - อยู่ชั้นอะไร\n";
        let domain = format!(
            "intents: [order, faq]\nresponses:\n  utter_faq/hours:\n  - text: แปดโมง\n  utter_faq/place:\n  - text: ชั้นสอง\n{settings}"
        );
        let files = [("data/nlu.yml", nlu.to_owned()), ("domain.yml", domain)];
        Bot::define(&files.map(|(name, text)| (name.to_owned(), text)), &std::collections::BTreeMap::new()).0
    }

    #[test]
    fn a_bot_is_asked_as_it_answers() {
        let Alone { args } = clap::Parser::parse_from(["x", "bot"]);
        let bot = bot("");
        let lessons = Lessons { rows: taught(&bot), bot: Some(Box::new(bot)) };
        let asked = lessons.learn(&args, &lessons.rows).unwrap();
        let mut trained = Bot::clone(lessons.bot.as_ref().unwrap());
        train(&mut trained, &mut |_| {}).unwrap();
        let model = IntentModel::load(&trained.models.intent).unwrap();
        assert_eq!(asked.best("เปิดกี่โมงคะ").name.as_deref(), Some("faq/hours"));
        // The model by itself cuts โกปี๊ to pieces, which it never saw in training.
        let (own, alone) = (asked.best("เพิ่มโกปี๊อีก"), &model.rank("เพิ่มโกปี๊อีก")[0]);
        assert!(own.name.as_deref() == Some("order") && own.score > alone.score, "{own:?} {alone:?}");
        assert!(!asked.ask("ฝนตกไหมที่เชียงใหม่").refused, "a bot without a fallback refuses nothing");
    }

    /// The verb's arguments as a command of their own.
    #[derive(Debug, clap::Parser)]
    struct Alone {
        #[command(flatten)]
        args: EvaluateIntents,
    }
}
