//! Everything named in a text: listed words, the author's patterns, learned names, built-in kinds.
//!
//! In: a text with its pieces. Out: entities in order of the text, without overlaps. Where finders
//! disagree, the surer source wins: regex, then lookup, then built-in, then learned; within a source
//! the longest. A kind that the domain does not know is never found.

mod compose;
mod edge;
mod fold;
mod lookup;
mod model;
mod pattern;
mod synonym;
mod trie;

use crate::bot::Bot;
use crate::error::Error;
use crate::text::Text;
use crate::tokenize::Piece;
use crate::understand::Context;
use crate::understanding::Entity;
use crate::value::Timestamp;

use compose::compose;
use lookup::Lookups;
pub use model::{EntityModel, TaggedExample, TaggedSpan};
use pattern::{Matcher, matchers};
use synonym::Synonyms;

/// One text, read once for all finders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) text: &'a Text,
    pub(crate) pieces: &'a [Piece],
    pub(crate) now: Timestamp,
}

/// A bot's finders, compiled.
#[derive(Debug)]
pub(crate) struct Finder {
    lookups: Lookups,
    patterns: Vec<Matcher>,
    synonyms: Synonyms,
    model: Option<EntityModel>,
    /// The kinds the domain knows, sorted.
    kinds: Vec<String>,
}

impl Finder {
    /// Compiles a bot's finders.
    pub(crate) fn new(bot: &Bot) -> Result<Finder, Error> {
        let mut kinds: Vec<String> = bot.domain.entities.iter().map(|entity| entity.name.clone()).collect();
        kinds.sort_unstable();
        let bytes = &bot.models.entity;
        let model = if bytes.is_empty() { None } else { Some(EntityModel::load(bytes)?) };
        let lookups = Lookups::new(&bot.nlu, &kinds);
        let patterns = matchers(bot, &kinds)?;
        Ok(Finder { lookups, patterns, synonyms: Synonyms::new(&bot.nlu), model, kinds })
    }

    /// The entities of a text.
    pub(crate) fn find(&self, reading: &Reading<'_>, _context: &Context<'_>) -> Vec<Entity> {
        let mut found = Vec::new();
        for pattern in &self.patterns {
            pattern.find(reading, &mut found);
        }
        let mut hits = Vec::new();
        self.lookups.hits(reading, &mut hits);
        for hit in &hits {
            self.lookups.entities(reading, hit, &mut found);
        }
        if let Some(model) = &self.model {
            model.tag(reading, &mut found);
        }
        found.retain(|entity| self.kinds.binary_search(&entity.kind).is_ok());
        compose(&mut found);
        for entity in &mut found {
            self.synonyms.apply(entity);
        }
        found
    }
}
