//! What the doors of other languages share: positions in their units, checks on what comes in, and
//! the JSON of what goes out. Not for applications; the names may change with any release.
//!
//! A number or a time comes in as the host has it and is refused or becomes ours; a turn goes out
//! the same in every language. Nothing here knows Python or JavaScript.

pub use crate::text::{Offsets, Unit};

use crate::error::{Code, Error};
use crate::event::Event;
use crate::value::{Timestamp, Value, checked};

/// How deep a value may be nested.
pub const DEPTH: usize = 127;

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
    serde_json::from_str(&Value::Map(fields.collect()).to_json()).map_err(|error| error.to_string())
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
    fn what_is_not_exact_is_refused() {
        assert_eq!(number(f64::NAN).unwrap_err().code(), "bad-number");
        assert_eq!(number(9_007_199_254_740_994.0).unwrap_err().code(), "bad-number");
        assert_eq!(time(f64::INFINITY).unwrap_err().code(), "bad-number");
        assert_eq!(time(-1.5).unwrap(), Timestamp(-2));
    }
}
