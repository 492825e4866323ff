//! Everything named in a text: listed words, the author's patterns, learned names, built-in kinds.
//!
//! In: a text with its pieces. Out: entities in order of the text, without overlaps. Where finders
//! disagree, the surer source wins: the person's own values, regex, lookup, built-in, learned; within a source
//! the longest; what is only nearly a listed word comes last. A kind that the domain does not know is never found.

mod compose;
mod cut;
mod edge;
mod hours;
mod likeness;
mod lookup;
mod model;
mod near;
mod pattern;
mod session;
mod sound;
mod synonym;
#[cfg(test)]
mod tests;
mod trie;
mod units;

use jiff::tz::TimeZone;

use crate::bot::Bot;
use crate::error::{Code, Error};
use crate::features::token::Mark;
use crate::order;
use crate::text::Text;
use crate::tokenize::Piece;
use crate::understand::builtin::Builtin;
use crate::understand::{Context, TextReader};
use crate::understanding::Entity;
use crate::value::Timestamp;
use crate::value::Value;

use compose::compose;
pub(crate) use cut::learned;
use hours::Opening;
pub(crate) use lookup::{Lookups, key};
pub use model::{EntityModel, TaggedExample, TaggedSpan};
pub(crate) use model::{LABELS, Label, sample};
pub(crate) use near::{Near, NearHit};
use pattern::{Matcher, matchers};
pub(crate) use session::Own;
pub(crate) use synonym::Synonyms;
use units::Units;

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
    builtin: Option<Builtin>,
    units: Vec<Units>,
    /// Business hours that decide between the readings of a time.
    hours: Vec<Opening>,
    zone: TimeZone,
    model: Option<EntityModel>,
    /// The kinds the domain knows, sorted.
    kinds: Vec<String>,
    /// Built-in kinds that the author teaches himself, sorted: what he taught stands before ours.
    taught: Vec<String>,
}

impl Finder {
    /// Compiles a bot's finders.
    pub(crate) fn new(bot: &Bot, reader: &TextReader) -> Result<Finder, Error> {
        let mut finder = Finder::untaught(bot, reader)?;
        if !bot.models.entity.is_empty() {
            finder.model = Some(EntityModel::load(&bot.models.entity)?);
        }
        Ok(finder)
    }

    /// Compiles all but the learned finder: what training sees.
    pub(crate) fn untaught(bot: &Bot, reader: &TextReader) -> Result<Finder, Error> {
        let mut kinds: Vec<String> = bot.domain.entities.iter().map(|entity| entity.name.clone()).collect();
        kinds.extend(bot.settings.builtin.iter().cloned());
        order::sort(&mut kinds);
        kinds.dedup();
        let zone = TimeZone::get(&bot.settings.zone).map_err(|_| {
            let zone = &bot.settings.zone;
            Error::new(Code::BadValue, format!("no time zone is named `{zone}`; one is `Asia/Bangkok`"))
        })?;
        Ok(Finder {
            lookups: Lookups::new(&bot.nlu, bot.repairs, reader),
            patterns: matchers(bot)?,
            synonyms: Synonyms::new(&bot.nlu),
            builtin: builtin(bot, &kinds)?,
            units: Units::of(bot)?,
            hours: hours::of(bot),
            zone,
            model: None,
            taught: taught(bot),
            kinds,
        })
    }

    /// The entities of a text.
    pub(crate) fn find(&self, reading: &Reading<'_>, context: &Context<'_>) -> Vec<Entity> {
        let (mut found, mut marks) = (Vec::new(), Vec::new());
        if !context.given.is_empty() {
            Lookups::given(context.given).find(reading, &mut found);
        }
        self.scan(reading, &mut found, &mut marks);
        if let Some(builtin) = &self.builtin {
            builtin.adopt(reading.text, (reading.now, &self.zone), context.requested, &mut found);
        }
        context.own.iter().for_each(|own| session::find(own, reading, &mut found));
        if let Some(model) = &self.model {
            model.tag(reading, &marks, &mut found);
        }
        found.retain(|entity| self.kinds.binary_search(&entity.kind).is_ok());
        // What was asked for comes first among finders that are equally sure.
        let asked = |entity: &Entity| context.requested.contains(&entity.kind.as_str());
        compose(&mut found, |entity| self.rank(entity) * 2 + u8::from(!asked(entity)));
        for entity in &mut found {
            self.hours.iter().for_each(|hours| hours.choose(entity));
            if entity.source == "model"
                && let Some(word) = self.lookups.nearest(&entity.kind, &entity.text)
            {
                entity.value = Value::from(word);
            }
            self.synonyms.apply(entity);
        }
        found
    }

    /// What is found without learning, and its marks for the learned finder.
    pub(crate) fn scan(&self, reading: &Reading<'_>, found: &mut Vec<Entity>, marks: &mut Vec<Mark>) {
        for pattern in &self.patterns {
            pattern.find(reading, found);
        }
        self.lookups.find(reading, found);
        if let Some(builtin) = &self.builtin {
            builtin.extract_cut((reading.text, Some(reading.pieces)), reading.now, &self.zone, found);
        }
        self.units.iter().for_each(|units| units.find(reading, &self.zone, found));
        marks.extend(found.iter().map(|entity| Mark::new(entity.span, &entity.kind)));
        order::by_key(marks, |mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    }

    /// Whose word counts: less is more.
    fn rank(&self, entity: &Entity) -> u8 {
        match entity.source {
            "session" => 0,
            "regex" => 1,
            "lookup" if entity.score < 1.0 => 6,
            "lookup" => 2,
            "builtin" if self.taught.binary_search(&entity.kind).is_ok() => 5,
            "builtin" => 3,
            _ => 4,
        }
    }
}

/// The built-in kinds that the bot lists, or that its settings name.
fn builtin(bot: &Bot, kinds: &[String]) -> Result<Option<Builtin>, Error> {
    let off = |kind: &String| bot.kinds.iter().any(|own| own.plain && own.entity == *kind);
    let listed = kinds.iter().filter(|kind| !bot.settings.rasa || bot.settings.builtin.contains(kind));
    let listed = listed.filter(|kind| !off(kind));
    let names: Vec<&str> = listed.map(String::as_str).filter(|name| Builtin::knows(name)).collect();
    if names.is_empty() { Ok(None) } else { Builtin::new(&names).map(Some) }
}

/// The built-in kinds that examples, lookups or patterns of the bot teach and no setting names.
fn taught(bot: &Bot) -> Vec<String> {
    let annotated = bot.nlu.examples.iter().flat_map(|example| &example.annotations).map(|a| &a.entity);
    let listed = bot.nlu.lookups.iter().map(|lookup| &lookup.entity);
    let shaped = bot.nlu.patterns.iter().map(|pattern| &pattern.entity);
    let open = |name: &&String| !Builtin::shaped(name) && !bot.settings.builtin.contains(name);
    let mut names: Vec<String> = annotated.chain(listed).chain(shaped).filter(open).cloned().collect();
    order::sort(&mut names);
    names.dedup();
    names
}
