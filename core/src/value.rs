//! Plain values: what slots, calls and answers hold. And the time, which is passed in.
//!
//! A value prints the same in every language: maps sorted by key, integral numbers without a
//! fraction. Non-finite numbers and integers beyond 2^53 never get in.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// The largest integer a double holds exactly.
pub(crate) const LARGEST: f64 = 9_007_199_254_740_992.0;

/// Plain data: null, a boolean, text, a double, a list or a map sorted by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing; for a slot, unset.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A finite IEEE double, at most 2^53 where integral.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A map, sorted by key.
    Map(BTreeMap<String, Value>),
}

impl Value {
    /// Text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// A map from pairs.
    pub fn map<K: Into<String>>(pairs: impl IntoIterator<Item = (K, Value)>) -> Value {
        // One by one: a map of three fields needs no list to be sorted first, and one sort less is compiled per caller.
        let mut map = BTreeMap::new();
        for (key, value) in pairs {
            map.insert(key.into(), value);
        }
        Value::Map(map)
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The number, if it is a number.
    pub fn as_number(&self) -> Option<f64> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Value]> {
        if let Value::List(list) = self { Some(list) } else { None }
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&BTreeMap<String, Value>> {
        if let Value::Map(map) = self { Some(map) } else { None }
    }

    /// The value under a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map().and_then(|map| map.get(key))
    }

    /// The value as JSON, the same bytes on every machine.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads JSON; `None` where it is not JSON, is nested over 127 deep, or holds a number that is
    /// not exact.
    pub fn from_json(text: &str) -> Option<Value> {
        serde_json::from_str(text).ok()
    }
}

/// A number prints as Rust prints a double, integral ones without a fraction.
pub(crate) fn print_number(number: f64, f: &mut impl fmt::Write) -> fmt::Result {
    if number == 0.0 { f.write_char('0') } else { write!(f, "{number}") }
}

/// Text as it is; everything else as JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => print_number(*number, f),
            other => f.write_str(&other.to_json()),
        }
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Bool(flag)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(f64::from(number))
    }
}

/// Checks a number at the door: finite, and exact where integral.
pub(crate) fn checked(number: f64) -> Option<Value> {
    (number.is_finite() && (number.fract() != 0.0 || number.abs() <= LARGEST)).then_some(Value::Number(number))
}

#[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
fn exact(size: u64, negative: bool) -> Option<Value> {
    let number = if size > 1 << 53 { return None } else { size as f64 };
    Some(Value::Number(if negative { -number } else { number }))
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            #[expect(clippy::cast_possible_truncation, reason = "integral and within 2^53")]
            Value::Number(number) if number.fract() == 0.0 && number.abs() <= LARGEST => {
                serializer.serialize_i64(*number as i64)
            }
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(list) => list.serialize(serializer),
            Value::Map(map) => map.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

const INEXACT: &str = "a number that is finite and, where integral, within 2^53";

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Value, E> {
        exact(number.unsigned_abs(), number < 0).ok_or_else(|| E::custom(INEXACT))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Value, E> {
        exact(number, false).ok_or_else(|| E::custom(INEXACT))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Value, E> {
        checked(number).ok_or_else(|| E::custom(INEXACT))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry()? {
            map.insert(key, value);
        }
        Ok(Value::Map(map))
    }
}

/// Stored inside a built bot, whose encoding does not describe itself, a value is its JSON.
pub(crate) mod as_json {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::value::Value;

    pub(crate) fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.to_json())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let text = String::deserialize(deserializer)?;
        Value::from_json(&text).ok_or_else(|| serde::de::Error::custom("a value that is not JSON"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integral_numbers_print_without_a_fraction() {
        let value = Value::from_json(r#"{"b":2.0,"a":[1,0.5,-0.0],"ก":null}"#).unwrap();
        assert_eq!(value.to_json(), r#"{"a":[1,0.5,0],"b":2,"ก":null}"#);
        assert_eq!(Value::Number(3.0).to_string(), "3");
    }

    #[test]
    fn a_double_comes_back_as_it_was() {
        for bits in [0x3f9d_6e16_3d85_c6d7_u64, 0x3fe0_0000_0000_0001, 0x0000_0000_0000_0001] {
            let value = Value::Number(f64::from_bits(bits));
            assert_eq!(Value::from_json(&value.to_json()), Some(value));
        }
    }

    #[test]
    fn inexact_numbers_are_refused() {
        assert_eq!(Value::from_json("9007199254740993"), None);
        assert_eq!(Value::from_json("1e999"), None);
        assert_eq!(Value::from_json("9007199254740992"), Some(Value::Number(LARGEST)));
    }
}
