//! An answer understood by what was asked: `สอง`, `อันแรก`, `ไม่เอา`, `ยืนยันค่ะ`.
//!
//! In: a message and the open question: the slot's type, the options that were shown, the words it
//! was asked in. Out: the value that it gives, or nothing. It knows no conversation: whether the
//! answer counts is decided by who asked.

mod cue;
mod filler;
mod number;
mod option;
mod truth;

use std::cell::OnceCell;
use std::sync::Arc;

use jiff::tz::TimeZone;

use cue::Signs;
pub(crate) use cue::{Cue, Cues};

use super::builtin::Builtin;
use super::entity::{Lookups, Synonyms};
use super::{Piece, TextReader};
use crate::bot::{Bot, MappingKind, Slot, SlotKind};
use crate::error::Error;
use crate::order;
use crate::text::{Span, Text};
use crate::understanding::Entity;
use crate::value::{Timestamp, Value};

/// Kinds that an answer of a number, a yes or one of several may be.
const KINDS: [&str; 9] =
    ["number", "ordinal", "choice", "answer", "quantity", "money", "duration", "percent", "weight"];

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// The open question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'q> {
    /// The slot that is asked for.
    pub(crate) slot: &'q str,
    pub(crate) kind: &'q SlotKind,
    /// Title and payload of what could be pressed.
    pub(crate) options: &'q [(String, String)],
    /// The words of the question.
    pub(crate) asked: &'q str,
}

/// A message, read for an answer.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) text: Text,
    pub(crate) pieces: Vec<Piece>,
    /// Values of categorical slots, by slot.
    pub(crate) listed: Vec<Entity>,
    /// Numbers, yes and no, ordinals: looked for when first needed.
    typed: OnceCell<Vec<Entity>>,
    /// What else stands in it, in bytes: a number that is a part of that is none.
    others: Vec<(usize, usize)>,
    now: Timestamp,
    signs: Signs,
}

/// What an answer is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answered {
    /// A value for the slot.
    Value(Value),
    /// One of the options, by its place.
    Option(usize),
}

/// Reads answers; compiled once for a bot.
#[derive(Debug)]
pub(crate) struct Replies {
    pub(crate) cues: &'static Cues,
    /// The values of categorical slots, with their synonyms, by slot.
    lookups: Lookups,
    synonyms: Synonyms,
    /// The last words of those that are several, with their slot and value: `M` of `ไซส์ M`.
    tails: Vec<(String, String, String)>,
    builtin: Builtin,
    zone: TimeZone,
    reader: Arc<TextReader>,
}

impl Replies {
    /// Compiles what the answers to a bot's questions may be.
    pub(crate) fn new(bot: &Bot, reader: &Arc<TextReader>) -> Result<Replies, Error> {
        let asking = !(bot.flows.is_empty() && bot.domain.forms.is_empty());
        // no flow collects a slot of a bot that has none
        let flowing = !bot.flows.is_empty();
        let slots = bot.domain.slots.iter().filter(|_| flowing);
        let lists: Vec<(&str, Vec<&str>)> =
            slots.filter_map(|slot| Some((slot.name.as_str(), words(bot, slot)?))).collect();
        Ok(Replies {
            cues: if asking { Cues::shared() } else { Cues::none() },
            lookups: Lookups::of(lists.iter().map(|(slot, words)| (*slot, words.as_slice()))),
            synonyms: Synonyms::new(&bot.nlu),
            tails: if flowing { tails(bot) } else { Vec::new() },
            builtin: Builtin::new(if asking { &KINDS } else { &[] })?,
            zone: TimeZone::get(&bot.settings.zone).unwrap_or(TimeZone::UTC),
            reader: Arc::clone(reader),
        })
    }

    /// Reads a message.
    pub(crate) fn read(&self, text: &str, now: Timestamp) -> Message {
        let mut pieces: Vec<Piece> = Vec::new();
        let text = self.reader.read(text, &mut pieces);
        self.read_cut((text, pieces), now)
    }

    /// The same of a text that has been cut into words already.
    pub(crate) fn read_cut(&self, (text, pieces): (Text, Vec<Piece>), now: Timestamp) -> Message {
        let mut listed = Vec::new();
        self.lookups.find(&super::entity::Reading { text: &text, pieces: &pieces, now }, &mut listed);
        order::by_key(&mut listed, |entity| {
            (entity.kind.clone(), std::cmp::Reverse(entity.span.end - entity.span.start))
        });
        for entity in &mut listed {
            self.synonyms.apply(entity);
        }
        let signs = self.cues.signs(text.reading());
        Message { text, pieces, listed, typed: OnceCell::new(), others: Vec::new(), now, signs }
    }

    /// The numbers, yes and no, and ordinals of a message.
    pub(crate) fn typed<'m>(&self, message: &'m Message) -> &'m [Entity] {
        message.typed.get_or_init(|| {
            let mut typed = Vec::new();
            let cut = (&message.text, Some(message.pieces.as_slice()));
            self.builtin.extract_cut(cut, message.now, &self.zone, &mut typed);
            let spare = |entity: &Entity| {
                message.others.iter().all(|(start, end)| entity.span.start < *start || entity.span.end > *end)
            };
            typed.retain(spare);
            typed
        })
    }

    /// The words of the values in a message, as they were written.
    pub(crate) fn values<'m>(&self, message: &'m Message) -> impl Iterator<Item = &'m str> {
        message.listed.iter().chain(self.typed(message)).map(|entity| entity.text.as_str())
    }

    /// What a message answers to a question.
    pub(crate) fn answer(&self, message: &Message, question: &Question<'_>) -> Option<Answered> {
        if let Some(place) = self.option(message, question) {
            return Some(Answered::Option(place));
        }
        let value = match question.kind {
            SlotKind::Bool => self.truth(message, question).map(Value::Bool),
            SlotKind::Float(..) => self.number(message, question.asked),
            SlotKind::Categorical(values) => self.category(message, question.slot, None).or_else(|| {
                self.ordinal(message, values.len())
                    .and_then(|place| values.get(place))
                    .map(|value| Value::from(value.as_str()))
                    .or_else(|| self.part(message, values))
                    .or_else(|| self.tail(message, question.slot))
                    .or_else(|| self.slip(message, question.slot))
            }),
            _ => None,
        };
        value.map(Answered::Value)
    }

    /// The value of a categorical slot that a message names: the longest, and only one; but for one
    /// that it takes back (`ไม่ใช่ขูดหินปูน อุดฟันค่ะ`, `อุดฟัน เอ้ย ขูดหินปูน`).
    pub(crate) fn category(&self, message: &Message, slot: &str, not: Option<&Value>) -> Option<Value> {
        let text = message.text();
        let before = |entity: &Entity| text.get(..entity.span.start).unwrap_or_default().trim_end();
        let taken_back = |entity: &Entity| {
            let before = before(entity);
            // `ไม่โอนนะคะ จ่ายเงินสด`
            self.cues.ends(before, Cue::Not) || self.cues.ends(before, Cue::Instead) || before.ends_with("ไม่")
        };
        let wanted = |entity: &&Entity| entity.kind == slot && Some(&entity.value) != not && !taken_back(entity);
        let mut found = message.listed.iter().filter(wanted);
        let first = found.next()?;
        let overlaps = |other: &Entity| other.span.start < first.span.end && first.span.start < other.span.end;
        let mut last = first;
        for other in found.filter(|other| other.value != first.value && !overlaps(other)) {
            let (one, two) = if other.span.start > last.span.start { (last, other) } else { (other, last) };
            let between = text.get(one.span.end..two.span.start).unwrap_or_default();
            last = Some(two).filter(|_| self.cues.is(between, Cue::Change))?;
        }
        Some(last.value.clone())
    }

    /// The one value that the words are a part of: `สวีท` of `ห้องสวีท`.
    fn part(&self, message: &Message, values: &[String]) -> Option<Value> {
        let said = self.cues.core(message.text()).to_lowercase();
        if said.chars().count() < 3 {
            return None;
        }
        let mut fits = values.iter().filter(|value| value.to_lowercase().contains(&said));
        let only = fits.next().filter(|_| fits.next().is_none())?;
        Some(Value::from(only.as_str()))
    }

    /// The value that the words are the last one of, beside the slot's own name: `M`, `size M`.
    fn tail(&self, message: &Message, slot: &str) -> Option<Value> {
        let said = self.cues.core(message.text()).to_lowercase();
        let said = said.strip_prefix(slot).unwrap_or(&said).trim_start();
        let mut fits = self.tails.iter().filter(|(own, tail, _)| own == slot && tail == said);
        let (_, _, value) = fits.next()?;
        fits.all(|(_, _, other)| other == value).then(|| Value::from(value.as_str()))
    }

    /// The value that the words are but for a slip: `ขุดหินปูน`.
    fn slip(&self, message: &Message, slot: &str) -> Option<Value> {
        let word = self.lookups.nearest(slot, self.cues.core(message.text()))?;
        let mut entity = Entity::new(slot, word, Span { start: 0, end: word.len() }, "lookup");
        self.synonyms.apply(&mut entity);
        Some(entity.value)
    }

    /// `บ่ายสอง` after `พรุ่งนี้`: the hour that a text gives, on the day that was given before. None
    /// where it names a day itself: then it does not depend on when it is read.
    pub(crate) fn on_day(&self, text: &Text, day: &Value) -> Option<Value> {
        let start = day.get("at").and_then(Value::as_text)?.parse::<jiff::Timestamp>().ok()?;
        let start = start.to_zoned(self.zone.clone()).start_of_day().ok()?;
        let first = start.timestamp().as_millisecond();
        let clock = Builtin::new(&["time"]).ok()?;
        let read = |now: i64| {
            let mut found = Vec::new();
            clock.extract(text, Timestamp(now), &self.zone, &mut found);
            found.pop().map(|entity| entity.value)
        };
        let at = |value: &Value| {
            let at = value.get("at").and_then(Value::as_text)?.parse::<jiff::Timestamp>().ok()?;
            Some(at.as_millisecond())
        };
        let early = read(first)?;
        let late = read(first + DAY - 60_000)?;
        let hour = matches!(early.get("grain").and_then(Value::as_text), Some("hour" | "minute" | "second"));
        let apart = at(&late)? - at(&early)?;
        (hour && (apart - DAY).abs() <= DAY / 24).then_some(early)
    }

    /// `วันเสาร์แทน เวลาเดิม`: the day of a value at the hour that was given before.
    pub(crate) fn at_hour(&self, day: &Value, held: &Value) -> Option<Value> {
        let grain = |value: &Value| value.get("grain").and_then(Value::as_text).map(str::to_owned);
        let clock = grain(held).filter(|grain| matches!(grain.as_str(), "hour" | "minute" | "second"))?;
        if grain(day)? != "day" {
            return None;
        }
        let zoned = |value: &Value| {
            let at = value.get("at").and_then(Value::as_text)?.parse::<jiff::Timestamp>().ok()?;
            Some(at.to_zoned(self.zone.clone()))
        };
        let at = zoned(day)?.date().to_datetime(zoned(held)?.time()).to_zoned(self.zone.clone()).ok()?;
        let at = at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        Some(Value::map([("at", Value::from(at)), ("grain", Value::from(clock))]))
    }
}

impl Message {
    /// The text as it was written.
    pub(crate) fn text(&self) -> &str {
        self.text.original()
    }

    /// The text as it is read.
    pub(crate) fn reading(&self) -> &str {
        self.text.reading()
    }

    /// Forgets numbers that are only a part of something else: those of `เบอร์ 0812345678`.
    ///
    /// `others` are kind and words of what the bot looks for in every message.
    pub(crate) fn spare<'o>(&mut self, others: impl Iterator<Item = (&'o str, &'o str)>) {
        let original = self.text.original();
        let whole = others.filter(|(kind, text)| !text.is_empty() && (Builtin::shaped(kind) || *kind == "time"));
        let places =
            whole.flat_map(|(_, text)| original.match_indices(text).map(|(start, text)| (start, start + text.len())));
        self.others = places.collect();
        self.typed = OnceCell::new();
    }

    /// The cue that it is.
    pub(crate) fn cue(&self) -> Option<Cue> {
        self.signs.cue
    }

    /// Whether what it says replaces what was said before.
    pub(crate) fn changes(&self) -> bool {
        self.signs.changes
    }

    /// Whether it asks something itself: `มีที่จอดรถมั้ย`.
    pub(crate) fn asks(&self) -> bool {
        self.signs.asks
    }
}

/// The values of a categorical slot and their synonyms; none for other slots.
fn words<'b>(bot: &'b Bot, slot: &'b Slot) -> Option<Vec<&'b str>> {
    let SlotKind::Categorical(values) = &slot.kind else { return None };
    let synonyms = bot.nlu.synonyms.iter().filter(|synonym| values.contains(&synonym.value));
    let synonyms = synonyms.flat_map(|synonym| synonym.words.iter());
    Some(values.iter().chain(synonyms).map(String::as_str).collect())
}

/// The last words of the synonyms of categorical slots.
fn tails(bot: &Bot) -> Vec<(String, String, String)> {
    let mut tails = Vec::new();
    for slot in &bot.domain.slots {
        let SlotKind::Categorical(values) = &slot.kind else { continue };
        for synonym in bot.nlu.synonyms.iter().filter(|synonym| values.contains(&synonym.value)) {
            let last = |word: &String| Some(word.rsplit_once(' ')?.1.to_lowercase());
            let words = synonym.words.iter().filter_map(last);
            tails.extend(words.map(|word| (slot.name.clone(), word, synonym.value.clone())));
        }
    }
    tails
}

/// Whether a slot takes whatever is said in answer to its question.
pub(crate) fn takes_text(mappings: &[crate::bot::Mapping]) -> bool {
    mappings.iter().any(|mapping| matches!(mapping.kind, MappingKind::Text | MappingKind::Model))
}
