//! [`Text`](crate::text::Text) → [`Understanding`]: intents, entities and tone of one message.
//!
//! In: what a person wrote, what the conversation expects of it, the time. Out: a ranking, a scope,
//! entities in order, a sentiment. The text is normalised and cut once and everybody reads the same
//! pieces. Nothing here ever fails: at worst, nothing is understood.

pub(crate) mod entity;

use crate::bot::{Bot, Settings};
use crate::error::Error;
use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::{Piece, tokenize};
use crate::understanding::{Intent, Understanding};
use crate::value::Timestamp;

pub use entity::{EntityModel, TaggedExample, TaggedSpan};
use entity::{Finder, Reading};

/// The longest text that is read, in bytes; what follows is left unread.
const LONGEST: usize = 64 * 1024;

/// Reads messages for one bot; compiled once, shared by all turns.
#[derive(Debug)]
pub(crate) struct Understander {
    finder: Finder,
}

/// What the conversation expects of the next message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context<'a> {
    /// Only these intents may be chosen; `None`: any.
    pub(crate) allowed: Option<&'a [&'a str]>,
    /// The entity kinds that would fill the requested slot; empty where nothing is asked.
    pub(crate) requested: &'a [&'a str],
    /// The language the host says it is in, such as `th`; `None`: find out.
    pub(crate) language: Option<&'a str>,
}

impl Understander {
    /// Compiles a bot's lookups, patterns and models; a damaged model or a bad pattern is refused.
    pub(crate) fn new(bot: &Bot) -> Result<Understander, Error> {
        Ok(Understander { finder: Finder::new(bot)? })
    }

    /// What a message means.
    pub(crate) fn understand(&self, text: &str, context: &Context<'_>, now: Timestamp) -> Understanding {
        let text = normalize(clipped(text));
        let mut pieces: Vec<Piece> = Vec::with_capacity(text.reading().len() / 6 + 4);
        tokenize(&text, &mut pieces);
        let reading = Reading { text: &text, pieces: &pieces, now };
        let mut understanding = Understanding { text: text.original().to_owned(), ..Understanding::default() };
        self.rank(&text, &pieces, context, &mut understanding);
        understanding.entities = self.finder.find(&reading, context);
        understanding
    }

    fn rank(&self, _text: &Text, _pieces: &[Piece], _context: &Context<'_>, into: &mut Understanding) {
        into.scope = 1.0;
        into.intent = into.ranking.first().cloned().unwrap_or_default();
    }
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
fn clipped(text: &str) -> &str {
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
    fn long_texts_are_cut_between_characters() {
        let text = "ก".repeat(LONGEST);
        assert_eq!(clipped(&text).len(), LONGEST - LONGEST % 3);
    }
}
