//! An answer understood by what was asked: `สอง`, `อันแรก`, `ไม่เอา`, `ยืนยันค่ะ`.
//!
//! In: a message and the open question: the slot's type, the options that were shown, the words it
//! was asked in. Out: the value that it gives, or nothing. It knows no conversation: whether the
//! answer counts is decided by who asked.

mod cue;

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
use crate::normalize::normalize;
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
    builtin: Builtin,
    zone: TimeZone,
    reader: Arc<TextReader>,
}

impl Replies {
    /// Compiles what the answers to a bot's questions may be.
    pub(crate) fn new(bot: &Bot, reader: &Arc<TextReader>) -> Result<Replies, Error> {
        // a bot without flows asks nothing here
        let flowing = !bot.flows.is_empty();
        let slots = bot.domain.slots.iter().filter(|_| flowing);
        let lists: Vec<(&str, Vec<&str>)> =
            slots.filter_map(|slot| Some((slot.name.as_str(), words(bot, slot)?))).collect();
        Ok(Replies {
            cues: if flowing { Cues::shared() } else { Cues::none() },
            lookups: Lookups::of(lists.iter().map(|(slot, words)| (*slot, words.as_slice()))),
            synonyms: Synonyms::new(&bot.nlu),
            builtin: Builtin::new(if flowing { &KINDS } else { &[] })?,
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
        listed.sort_by_key(|entity| (entity.kind.clone(), std::cmp::Reverse(entity.span.end - entity.span.start)));
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
        let taken_back = |entity: &Entity| ["ไม่ใช่", "ไม่เอา"].iter().any(|no| before(entity).ends_with(no));
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

    /// The value that the words are but for a slip: `ขุดหินปูน`.
    fn slip(&self, message: &Message, slot: &str) -> Option<Value> {
        let word = self.lookups.nearest(slot, self.cues.core(message.text()))?;
        let mut entity = Entity::new(slot, word, Span { start: 0, end: word.len() }, "lookup");
        self.synonyms.apply(&mut entity);
        Some(entity.value)
    }

    /// How many of something named by one of these words: `3 คืน`.
    pub(crate) fn counted(&self, message: &Message, words: &[&str]) -> Option<Value> {
        let counts = |entity: &&Entity| matches!(entity.kind.as_str(), "quantity" | "duration");
        let named = |entity: &&Entity| words.iter().any(|word| entity.text.contains(word));
        self.typed(message).iter().filter(counts).find(named).map(|entity| entity.value.clone())
    }

    /// The number that a message gives, in the unit that was asked for.
    pub(crate) fn number(&self, message: &Message, asked: &str) -> Option<Value> {
        let plain = ["number", "quantity", "money", "percent", "duration", "weight", "choice"];
        let entity = self.typed(message).iter().rfind(|entity| plain.contains(&entity.kind.as_str()))?;
        Some(self.in_unit(entity, asked).unwrap_or_else(|| entity.value.clone()))
    }

    /// The numbers that may answer a question, the last one first: bare ones, money, what it counts.
    pub(crate) fn numbers(&self, message: &Message, asked: &str) -> Vec<Value> {
        let plain = |entity: &Entity| matches!(entity.kind.as_str(), "number" | "money").then(|| entity.value.clone());
        let value = |entity: &Entity| plain(entity).or_else(|| self.in_unit(entity, asked));
        self.typed(message).iter().rev().filter_map(value).collect()
    }

    /// So many of what a question counts: `5 วัน` to `ไปกี่วันคะ`.
    pub(crate) fn many(&self, message: &Message, asked: &str) -> Option<Value> {
        self.typed(message).iter().find_map(|entity| self.in_unit(entity, asked))
    }

    /// The only bare number of a message.
    pub(crate) fn lone_number(&self, message: &Message) -> Option<Value> {
        let mut bare = self.typed(message).iter().filter(|entity| entity.kind == "number");
        let only = bare.next().filter(|_| bare.next().is_none())?;
        Some(only.value.clone())
    }

    /// How many of the unit that a question counts: to `ไปกี่วันคะ`, `5 วัน` are 5 and `อาทิตย์นึง` is 7.
    fn in_unit(&self, entity: &Entity, asked: &str) -> Option<Value> {
        let unit = asked.split_once("กี่")?.1;
        if !matches!(entity.kind.as_str(), "quantity" | "duration") {
            return None;
        }
        let ends = entity.text.char_indices().skip(1).filter_map(|(at, _)| entity.text.get(at..));
        if ends.filter(|end| end.chars().count() >= 2).any(|end| unit.starts_with(end)) {
            return Some(entity.value.clone());
        }
        let mut one = Vec::new();
        self.builtin.extract(&normalize(&format!("1 {unit}")), Timestamp(0), &self.zone, &mut one);
        let one = one.into_iter().find(|entity| entity.kind == "duration")?;
        let ratio = long(&entity.value)? / long(&one.value)?;
        Some(Value::Number(ratio)).filter(|_| entity.kind == "duration" && ratio > 0.0 && ratio.is_finite())
    }

    /// Which of so many a message means: `อันแรก`, `ข้อสอง`, `ตัวสุดท้าย`, or a bare number.
    fn ordinal(&self, message: &Message, most: usize) -> Option<usize> {
        let whole = |entity: &&Entity| {
            let rest: usize = message.text.original().chars().count().saturating_sub(entity.text.chars().count());
            matches!(entity.kind.as_str(), "choice" | "ordinal") || (entity.kind == "number" && rest <= 8)
        };
        let mut found =
            self.typed(message).iter().filter(|entity| ["choice", "ordinal", "number"].contains(&entity.kind.as_str()));
        let number = found.find(whole)?.value.get("value").and_then(Value::as_number)?;
        #[expect(clippy::cast_possible_truncation, reason = "small whole numbers only")]
        let number = if number.fract() == 0.0 && number.abs() <= 50.0 { number as i64 } else { return None };
        let place = if number < 0 { i64::try_from(most).ok()? + number } else { number - 1 };
        usize::try_from(place).ok().filter(|place| *place < most)
    }

    /// `บ่ายสอง` after `พรุ่งนี้`: the hour that a message gives, on the day that was given before. None
    /// where the message names a day itself: then it does not depend on when it is read.
    pub(crate) fn on_day(&self, message: &Message, day: &Value) -> Option<Value> {
        let start = day.get("at").and_then(Value::as_text)?.parse::<jiff::Timestamp>().ok()?;
        let start = start.to_zoned(self.zone.clone()).start_of_day().ok()?;
        let first = start.timestamp().as_millisecond();
        let clock = Builtin::new(&["time"]).ok()?;
        let read = |now: i64| {
            let mut found = Vec::new();
            clock.extract(&message.text, Timestamp(now), &self.zone, &mut found);
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
    pub(crate) fn at_hour(&self, message: &Message, day: &Value, held: &Value) -> Option<Value> {
        let grain = |value: &Value| value.get("grain").and_then(Value::as_text).map(str::to_owned);
        let clock = grain(held).filter(|grain| matches!(grain.as_str(), "hour" | "minute" | "second"))?;
        if grain(day)? != "day" || !self.cues.is(message.reading(), Cue::Hour) {
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

    /// The option whose title, or place, somebody says.
    fn option(&self, message: &Message, question: &Question<'_>) -> Option<usize> {
        if question.options.is_empty() {
            return None;
        }
        let said = cue::squeezed(self.cues.core(message.text.reading()));
        let named = question.options.iter().position(|(title, _)| {
            let title = cue::squeezed(normalize(title).reading());
            !title.is_empty() && (title == said || title == cue::squeezed(message.text.reading()))
        });
        let counted = !matches!(question.kind, SlotKind::Float(..));
        named.or_else(|| self.ordinal(message, question.options.len()).filter(|_| counted))
    }

    /// Yes or no: in words of their own, or in those of the question.
    fn truth(&self, message: &Message, question: &Question<'_>) -> Option<bool> {
        let reading = message.text.reading();
        let yes = self.cues.is(reading, Cue::Affirm);
        let no = self.cues.is(reading, Cue::Deny);
        if yes != no {
            return Some(yes);
        }
        // `ไม่ๆ กดผิด ไม่ได้จะยกเลิก`
        let first = reading.split_once(char::is_whitespace).map(|(first, _)| first);
        if first.is_some_and(|first| self.cues.is(first, Cue::Deny)) {
            return Some(false);
        }
        // the question's own words before a general yes or no: `ยกเลิกเลยค่ะ`
        let leaves = || first.is_some_and(|first| self.cues.is(first, Cue::Cancel)).then_some(false);
        self.echo(message, question.asked).or_else(leaves).or_else(|| {
            let entity = self.typed(message).iter().find(|entity| entity.kind == "answer")?;
            entity.value.get("value").and_then(Value::as_bool)
        })
    }

    /// Yes or no by the question's verb, in the whole of a message or in its first clause: `ส่งมาเลยค่ะ ด่วนๆ`.
    pub(crate) fn echo(&self, message: &Message, asked: &str) -> Option<bool> {
        let reading = message.reading();
        let first = || {
            let (first, rest) = reading.split_once(char::is_whitespace)?;
            self.echoed(first, asked).filter(|_| !message.changes() && !rest.contains("ไม่") && !rest.contains("แต่"))
        };
        // `เกรงใจจัง ขอไม่จองดีกว่านะคะ`
        let last = || self.echoed(reading.rsplit_once(char::is_whitespace)?.1, asked).filter(|yes| !yes);
        self.echoed(reading, asked).or_else(first).or_else(last)
    }

    /// The verb of the question, repeated: `ยืนยันการจองไหมคะ` → `ยืนยันค่ะ`, `ไม่ยืนยัน`.
    fn echoed(&self, reading: &str, asked: &str) -> Option<bool> {
        let asked = cue::squeezed(normalize(asked).reading());
        let said = cue::squeezed(self.cues.core(reading));
        let denied = ["ขอไม่", "ยังไม่", "ไม่"].iter().find_map(|no| said.strip_prefix(no));
        let verb = denied.unwrap_or(&said);
        let verb = ["แล้ว", "เลย", "ได้", "มา", "ไป"].iter().find_map(|end| verb.strip_suffix(end)).unwrap_or(verb);
        let long = verb.chars().count() >= 2 && verb.chars().count() <= 24;
        let question = ["ไหม", "มั้ย", "หรือเปล่า", "หรือไม่", "รึเปล่า", "ใช่ไหม", "?"].iter().any(|mark| asked.contains(mark));
        (long && question && asked.contains(verb)).then_some(denied.is_none())
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

/// How long a duration is: seconds, or months where it has none, which are told apart by their sign.
fn long(duration: &Value) -> Option<f64> {
    let number = |key: &str| duration.get(key).and_then(Value::as_number);
    let months = match duration.get("unit").and_then(Value::as_text)? {
        "year" => 12.0,
        "quarter" => 3.0,
        _ => 1.0,
    };
    number("seconds").or_else(|| Some(number("value")? * -months))
}

/// The values of a categorical slot and their synonyms; none for other slots.
fn words<'b>(bot: &'b Bot, slot: &'b Slot) -> Option<Vec<&'b str>> {
    let SlotKind::Categorical(values) = &slot.kind else { return None };
    let synonyms = bot.nlu.synonyms.iter().filter(|synonym| values.contains(&synonym.value));
    let synonyms = synonyms.flat_map(|synonym| synonym.words.iter());
    Some(values.iter().chain(synonyms).map(String::as_str).collect())
}

/// Whether a slot takes whatever is said in answer to its question.
pub(crate) fn takes_text(mappings: &[crate::bot::Mapping]) -> bool {
    mappings.iter().any(|mapping| matches!(mapping.kind, MappingKind::Text | MappingKind::Model))
}
