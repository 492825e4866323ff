//! What the doors of other languages share: positions in their units, checks on what comes in, and
//! the JSON of what goes out. Not for applications; the names may change with any release.
//!
//! A number or a time comes in as the host has it and is refused or becomes ours; a turn goes out
//! the same in every language. Nothing here knows Python or JavaScript.

pub mod encoder;

pub use crate::text::{Offsets, Unit};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bot::Bot;
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::event::Event;
use crate::state::State;
use crate::text::Span;
use crate::tokenize::Kind;
use crate::trace::Trace;
use crate::understand::Suggestion;
use crate::understanding::{Entity, Explanation, Understanding};
use crate::value::{Timestamp, Value, checked};

/// How deep a value may be nested.
pub const DEPTH: usize = 127;

/// What a message means to a bot, outside any conversation: for measuring.
pub fn understand(engine: &Engine, text: &str, now: Timestamp) -> Understanding {
    engine.understand(text, now)
}

/// An engine for a bot that stays.
///
/// # Errors
/// Those of [`Engine::new`].
pub fn engine(bot: &Bot) -> Result<Engine, Error> {
    Engine::new(bot.clone())
}

/// A state once more.
pub fn copy(state: &State) -> State {
    state.clone()
}

/// A number from a host: finite and, where integral, within 2^53.
pub fn number(number: f64) -> Result<Value, Error> {
    checked(number).ok_or_else(bad_number)
}

/// A time from a host, in milliseconds: any finite number.
#[expect(clippy::cast_possible_truncation, reason = "the fraction of a millisecond is dropped; a cast saturates")]
pub fn time(milliseconds: f64) -> Result<Timestamp, Error> {
    if milliseconds.is_finite() {
        Ok(Timestamp(milliseconds.floor() as i64))
    } else {
        Err(Error::new(Code::BadNumber, "a time is a finite number of milliseconds since 1970"))
    }
}

/// The refusal of a number that is not finite or not exact.
pub fn bad_number() -> Error {
    Error::new(Code::BadNumber, "a number has to be finite and, where it is an integer, within 2^53")
}

/// The refusal of a value nested deeper than [`DEPTH`].
pub fn too_deep() -> Error {
    Error::new(Code::TooLarge, format!("a value is nested over {DEPTH} deep, or within itself"))
}

/// What an error says, as JSON with the place and the whole sentence as `text`.
pub fn refusal(error: &Error) -> String {
    let place = |number: Option<u32>| number.map_or(Value::Null, Value::from);
    Value::map([
        ("code", Value::from(error.code())),
        ("text", Value::from(error.to_string())),
        ("file", error.file().map_or(Value::Null, Value::from)),
        ("line", place(error.line())),
        ("column", place(error.column())),
    ])
    .to_json()
}

/// Reads an event from JSON in which a null field counts as absent; says what is wrong otherwise.
pub fn event(json: &str) -> Result<Event, String> {
    let first = match serde_json::from_str(json) {
        Ok(event) => return Ok(event),
        Err(error) => error.to_string(),
    };
    let Some(value) = Value::from_json(json) else { return Err(first) };
    let Value::Map(fields) = &value else { return Err("an event is an object with a `type`".to_owned()) };
    let fields =
        fields.iter().filter(|(_, field)| !field.is_null()).map(|(name, field)| match (name.as_str(), field) {
            ("parts" | "list", Value::List(list)) => (name.clone(), Value::List(list.iter().map(present).collect())),
            _ => (name.clone(), field.clone()),
        });
    serde_json::from_str(&Value::map(fields).to_json()).map_err(|error| error.to_string())
}

/// A part or a command without the fields that are null.
fn present(item: &Value) -> Value {
    match item {
        Value::Map(fields) => {
            Value::map(fields.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())))
        }
        other => other.clone(),
    }
}

/// The bytes of a host's half-open range; `bad-value` where it is not a piece of the text.
pub fn span(text: &str, unit: Unit, start: usize, end: usize) -> Result<Span, Error> {
    match (byte(text, unit, start), byte(text, unit, end)) {
        (Some(start), Some(end)) if start <= end => Ok(Span { start, end }),
        _ => Err(Error::new(Code::BadValue, format!("{start}..{end} is not a piece of {text:?}"))),
    }
}

/// The byte of a host's position, where it is on a character boundary.
pub fn byte(text: &str, unit: Unit, position: usize) -> Option<usize> {
    let mut count = 0;
    for (byte, ch) in text.char_indices() {
        if count >= position {
            return (count == position).then_some(byte);
        }
        count += match unit {
            Unit::Byte => ch.len_utf8(),
            Unit::CodePoint => 1,
            Unit::Utf16 => ch.len_utf16(),
        };
    }
    (count == position).then_some(text.len())
}

/// A token's kind by name.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Thai => "thai",
        Kind::Word => "word",
        Kind::Number => "number",
        Kind::Space => "space",
        Kind::Punctuation => "punctuation",
        Kind::Emoji => "emoji",
        Kind::Url => "url",
        Kind::Email => "email",
        Kind::Hashtag => "hashtag",
        Kind::Handle => "handle",
    }
}

/// Anything of ours as JSON, under the names it is saved with.
pub fn json(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).unwrap_or_default()
}

/// Reads JSON of a host; says what is wrong otherwise.
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

/// Anything of ours as plain data, under the names it is saved with.
pub fn plain(thing: &impl Serialize) -> Value {
    Value::from_json(&json(thing)).unwrap_or_default()
}

/// The entities of a text, with positions in the host's unit.
pub fn entities(text: &str, unit: Unit, found: &[Entity]) -> Value {
    let mut offsets = Offsets::new(text, unit);
    Value::List(found.iter().map(|entity| one(entity, &mut offsets)).collect())
}

fn one(entity: &Entity, offsets: &mut Offsets<'_>) -> Value {
    let mut fields = vec![
        ("kind", Value::from(entity.kind.as_str())),
        ("text", Value::from(entity.text.as_str())),
        ("start", position(offsets.at(entity.span.start))),
        ("end", position(offsets.at(entity.span.end))),
        ("value", entity.value.clone()),
        ("score", Value::Number(entity.score)),
        ("source", Value::from(entity.source)),
    ];
    fields.extend(entity.role.as_deref().map(|role| ("role", Value::from(role))));
    fields.extend(entity.group.as_deref().map(|group| ("group", Value::from(group))));
    Value::map(fields)
}

/// Suggestions as plain data, with positions in the host's unit.
pub fn suggestions(text: &str, unit: Unit, found: &[Suggestion]) -> Value {
    let mut offsets = Offsets::new(text, unit);
    let one = |suggestion: &Suggestion| {
        Value::map([
            ("text", Value::from(suggestion.text.as_str())),
            ("start", position(offsets.at(suggestion.span.start))),
            ("end", position(offsets.at(suggestion.span.end))),
            ("value", Value::from(suggestion.value.as_str())),
            ("score", Value::Number(suggestion.score)),
            ("kind", Value::from(suggestion.kind)),
        ])
    };
    Value::List(found.iter().map(one).collect())
}

#[expect(clippy::cast_precision_loss, reason = "texts are shorter than 2^53")]
fn position(at: usize) -> Value {
    Value::Number(at as f64)
}

/// An explanation as plain data, with positions in the host's unit.
pub fn explanation(text: &str, unit: Unit, said: &Explanation) -> Value {
    let mut offsets = Offsets::new(text, unit);
    let evidence = said.evidence.iter().map(|piece| {
        Value::map([
            ("text", Value::from(piece.text.as_str())),
            ("start", position(offsets.at(piece.span.start))),
            ("end", position(offsets.at(piece.span.end))),
            ("weight", Value::Number(piece.weight)),
        ])
    });
    Value::map([
        ("name", said.name.as_deref().map_or(Value::Null, Value::from)),
        ("score", Value::Number(said.score)),
        ("logit", Value::Number(said.logit)),
        ("bias", Value::Number(said.bias)),
        ("known", Value::Bool(said.known)),
        ("evidence", Value::List(evidence.collect())),
    ])
}

/// A trace as plain data, with positions in the host's unit.
pub fn trace(trace: &Trace, unit: Unit) -> Value {
    Value::map([
        ("notes", plain(&trace.notes)),
        ("understanding", trace.understanding.as_ref().map_or(Value::Null, |found| understanding(found, unit))),
        ("decisions", plain(&trace.decisions)),
        ("events", Value::List(trace.events.clone())),
    ])
}

fn understanding(found: &Understanding, unit: Unit) -> Value {
    Value::map([
        ("text", Value::from(found.text.as_str())),
        ("intent", plain(&found.intent)),
        ("intents", plain(&found.intents)),
        ("ranking", plain(&found.ranking)),
        ("scope", Value::Number(found.scope)),
        ("entities", entities(&found.text, unit, &found.entities)),
        ("sentiment", plain(&found.sentiment)),
        ("retrieval", found.retrieval.as_deref().map_or(Value::Null, Value::from)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_absent_in_events() {
        let json = r#"{"type":"message","text":"ก","id":null,"parts":[{"type":"image","url":"u","alt":null}]}"#;
        assert_eq!(event(json).unwrap().id(), None);
        assert_eq!(event(r#"{"type":"message","text":"ก","parts":null}"#), Ok(Event::message("ก")));
        assert!(event(r#"{"type":"mesage"}"#).unwrap_err().contains("mesage"));
        assert!(event(r#"{"type":"message","text":5}"#).unwrap_err().contains("string"));
    }

    #[test]
    fn positions_come_back_as_bytes() {
        let text = "ก😀ข";
        for byte_at in [0, 3, 7, 10] {
            for unit in [Unit::Byte, Unit::CodePoint, Unit::Utf16] {
                assert_eq!(byte(text, unit, Offsets::new(text, unit).at(byte_at)), Some(byte_at));
            }
        }
        assert_eq!(byte(text, Unit::Utf16, 2), None);
        assert_eq!(byte(text, Unit::CodePoint, 4), None);
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        assert_eq!(number(f64::NAN).unwrap_err().code(), "bad-number");
        assert_eq!(number(9_007_199_254_740_994.0).unwrap_err().code(), "bad-number");
        assert_eq!(time(f64::INFINITY).unwrap_err().code(), "bad-number");
        assert_eq!(time(-1.5).unwrap(), Timestamp(-2));
    }
}
