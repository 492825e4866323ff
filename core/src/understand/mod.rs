//! [`Text`](crate::text::Text) → [`Understanding`]: intents, entities and tone of one message.
//!
//! In: what a person wrote, what the conversation expects of it, the time. Out: a ranking, a scope,
//! entities in order, a sentiment. The text is normalised and cut once and everybody reads the same
//! pieces. Nothing here ever fails: at worst, nothing is understood.

pub(crate) mod builtin;
pub(crate) mod clause;
pub(crate) mod courtesy;
pub(crate) mod encoding;
pub(crate) mod entity;
pub(crate) mod explain;
pub(crate) mod intent;
pub(crate) mod keyboard;
pub(crate) mod known;
pub(crate) mod layout;
pub(crate) mod polarity;
pub(crate) mod redact;
pub(crate) mod reader;
pub(crate) mod reply;
pub(crate) mod romanized;
pub(crate) mod sentiment;
pub(crate) mod spell;
pub(crate) mod several;

use std::sync::Arc;

use crate::bot::{Bot, Settings};
use crate::error::Error;
use crate::order;
use crate::text::Text;
use crate::tokenize::Piece;
use crate::understanding::{Entity, Intent, Understanding};
use crate::value::Timestamp;

pub use builtin::entities;
pub(crate) use builtin::{Builtin, is_given_name};
pub use entity::{EntityModel, TaggedExample, TaggedSpan};
pub(crate) use entity::{Finder, LABELS, Label, Own, Reading, learned, sample};
pub use intent::IntentModel;
use intent::Scratch;
pub(crate) use reader::TextReader;
#[cfg(feature = "cli")]
pub(crate) use reader::listed;
pub use redact::redact;
pub(crate) use redact::{personal, replaced};
pub use sentiment::sentiment;
pub use spell::{Speller, Suggestion};

/// The longest text that is read, in bytes; what follows is left unread.
const LONGEST: usize = 64 * 1024;

/// How many intents a ranking shows.
const RANKED: usize = 10;

/// Reads messages for one bot; compiled once, shared by all turns.
#[derive(Debug)]
pub(crate) struct Understander {
    finder: Finder,
    /// None where the bot has no examples.
    intents: Option<IntentModel>,
    /// For each retrieval intent, a model over its full names.
    retrieval: Vec<(String, IntentModel)>,
    /// Whether a message may ask for several things: the bot says so, or names an intent `a+b`.
    several: bool,
    /// Whether a message may be out of scope: only where the bot has a fallback to answer it.
    refuses: bool,
    /// How messages are read.
    pub(crate) reader: Arc<TextReader>,
}

/// What the conversation expects of the next message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context<'a> {
    /// Only these intents may be chosen; `None`: any.
    pub(crate) allowed: Option<&'a [&'a str]>,
    /// The entity kinds that would fill the requested slot; empty where nothing is asked.
    pub(crate) requested: &'a [&'a str],
    /// The person's own values of kinds, which the host gave in slots.
    pub(crate) own: &'a [Own],
    /// Words that this conversation knows besides the bot's lookups, by entity kind.
    pub(crate) given: &'a [(&'a str, Vec<&'a str>)],
    /// The language the host says it is in, such as `th`; `None`: find out.
    #[expect(dead_code, reason = "all models read all languages alike; what the host says is kept for those to come")]
    pub(crate) language: Option<&'a str>,
}

impl Understander {
    /// Compiles a bot's lookups, patterns and models; a damaged model or a bad pattern is refused.
    pub(crate) fn new(bot: &Bot) -> Result<Understander, Error> {
        let bytes = &bot.models.intent;
        let intents = if bytes.is_empty() { None } else { Some(IntentModel::load(bytes)?) };
        let load = |(name, bytes): &(String, Vec<u8>)| Ok((name.clone(), IntentModel::load(bytes)?));
        let retrieval = bot.models.retrieval.iter().map(load).collect::<Result<_, Error>>()?;
        let refuses = bot.settings.fallback.is_some() && !bot.settings.rasa;
        let joined = |model: &IntentModel| model.names.iter().any(|name| name.contains('+'));
        let several = bot.hearing.several || intents.as_ref().is_some_and(joined);
        let reader = Arc::new(TextReader::new(bot));
        Ok(Understander { finder: Finder::new(bot, &reader)?, intents, retrieval, several, refuses, reader })
    }

    /// Reads a message, and what is Thai in Latin letters with what the bot's examples say.
    fn hear(&self, text: &str, pieces: &mut Vec<Piece>) -> Text {
        match &self.intents {
            Some(model) => self.reader.hear(text, model, pieces),
            None => self.reader.hear(text, &romanized::Nobody, pieces),
        }
    }

    /// What a message means.
    pub(crate) fn understand(&self, text: &str, context: &Context<'_>, now: Timestamp) -> Understanding {
        self.understand_cut(text, context, now).0
    }

    /// The same, with the text as it was read and cut.
    pub(crate) fn understand_cut(
        &self,
        text: &str,
        context: &Context<'_>,
        now: Timestamp,
    ) -> (Understanding, (Text, Vec<Piece>)) {
        let mut pieces: Vec<Piece> = Vec::with_capacity(text.len().min(LONGEST) / 6 + 4);
        let text = self.hear(text, &mut pieces);
        let reading = Reading { text: &text, pieces: &pieces, now };
        let mut understanding = Understanding { text: text.original().to_owned(), ..Understanding::default() };
        self.rank(&text, &pieces, context, &mut understanding);
        understanding.entities = self.finder.find(&reading, context);
        (understanding, (text, pieces))
    }

    /// What a message means in words alone: no entities.
    pub(crate) fn meant(&self, text: &str) -> Understanding {
        let mut pieces: Vec<Piece> = Vec::new();
        let text = self.hear(text, &mut pieces);
        let mut understanding = Understanding::default();
        self.rank(&text, &pieces, &Context::default(), &mut understanding);
        understanding
    }

    /// What is named in a text, and nothing else of it.
    pub(crate) fn entities(&self, text: &str, context: &Context<'_>, now: Timestamp) -> Vec<Entity> {
        let mut pieces: Vec<Piece> = Vec::new();
        let text = self.hear(text, &mut pieces);
        self.finder.find(&Reading { text: &text, pieces: &pieces, now }, context)
    }

    /// Whether a message is one of the bot's own examples, word for word.
    pub(crate) fn is_example(&self, text: &Text, pieces: &[Piece]) -> bool {
        self.intents.as_ref().is_some_and(|model| model.is_example(text, pieces))
    }

    fn rank(&self, text: &Text, pieces: &[Piece], context: &Context<'_>, into: &mut Understanding) {
        let mut scratch = Scratch::default();
        into.sentiment = sentiment::read(text, pieces, &mut scratch);
        let Some(model) = &self.intents else { return };
        into.scope = model.read(text, pieces, &mut scratch);
        model.best(context.allowed, RANKED, &mut scratch, &mut into.ranking);
        let best = into.ranking.first().cloned().unwrap_or_default();
        let accepted = !self.refuses || model.accepts(into.scope);
        into.intent = if accepted { best } else { Intent { name: None, score: best.score } };
        if self.several && context.allowed.is_none() {
            into.intents = several::several(model, text, pieces, &mut scratch);
            divide(model, into);
        } else if accepted {
            into.intents.extend(into.intent.name.is_some().then(|| into.intent.clone()));
        }
        let named = |(name, _): &&(String, IntentModel)| into.intent.name.as_ref() == Some(name);
        if let Some((_, answers)) = self.retrieval.iter().find(named) {
            answers.read(text, pieces, &mut scratch);
            let mut full = Vec::new();
            answers.best(None, 1, &mut scratch, &mut full);
            into.retrieval = full.pop().and_then(|intent| intent.name);
        }
    }
}

/// What a message means that asks for several things: the intent that joins them where one is declared
/// (`check_balance+change_package`), else the first.
fn divide(model: &IntentModel, into: &mut Understanding) {
    if into.intents.len() < 2 {
        return;
    }
    let mut asked: Vec<&str> = into.intents.iter().filter_map(|intent| intent.name.as_deref()).collect();
    order::sort(&mut asked);
    let same = |name: &&String| {
        let mut parts: Vec<&str> = several::parts(name).collect();
        order::sort(&mut parts);
        parts == asked
    };
    let score = into.intents.iter().fold(1.0, |least: f64, intent| least.min(intent.score));
    let joined = model.names.iter().find(same).cloned().map(|name| Intent { name: Some(name), score });
    let Some(chosen) = joined.or_else(|| into.intents.first().cloned()) else { return };
    into.ranking.retain(|intent| intent.name != chosen.name);
    let rest = (1.0 - chosen.score).max(0.0);
    let sum: f64 = into.ranking.iter().map(|intent| intent.score).sum();
    for intent in &mut into.ranking {
        intent.score *= if sum > rest { rest / sum } else { 1.0 };
    }
    into.ranking.insert(0, chosen.clone());
    into.ranking.truncate(RANKED);
    into.intent = chosen;
}

/// Whether a message counts as not understood: out of scope, below the threshold, or ambiguous.
///
/// Always false for a bot that has no fallback.
pub(crate) fn fallback(understanding: &Understanding, settings: &Settings) -> bool {
    let Some(limits) = settings.fallback else { return false };
    let score = |rank: usize| understanding.ranking.get(rank).map(|intent: &Intent| intent.score);
    let best = score(0).unwrap_or(0.0);
    let ambiguous = score(1).is_some_and(|second| best - second < limits.ambiguity);
    understanding.intent.name.is_none() || best < limits.threshold || ambiguous
}

/// The part of a text that is read: at most [`LONGEST`] bytes, cut on a character boundary.
pub(crate) fn clipped(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::Fallback;

    fn scored(scores: &[f64]) -> Understanding {
        let ranking: Vec<Intent> =
            scores.iter().map(|&score| Intent { name: Some(format!("intent{score}")), score }).collect();
        let intent = ranking.first().cloned().unwrap_or_default();
        Understanding { ranking, intent, scope: 1.0, ..Understanding::default() }
    }

    #[test]
    fn fallback_is_rasas() {
        let limits = Fallback { threshold: 0.3, ambiguity: 0.1 };
        let settings = Settings { fallback: Some(limits), ..Settings::default() };
        assert!(fallback(&scored(&[0.29]), &settings));
        assert!(fallback(&scored(&[0.5, 0.45]), &settings));
        assert!(!fallback(&scored(&[0.5, 0.3]), &settings));
        assert!(fallback(&scored(&[]), &settings));
        assert!(!fallback(&scored(&[]), &Settings::default()));
    }

    #[test]
    fn the_built_in_kinds_are_those_that_authors_may_name() {
        assert_eq!(crate::bot::BUILTIN.iter().find(|kind| !Builtin::knows(kind)), None);
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "ก".repeat(LONGEST);
        assert_eq!(clipped(&text).len(), LONGEST - LONGEST % 3);
    }
}
