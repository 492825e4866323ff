//! A value on its way into a slot: what the slot's type makes of it.
//!
//! In: a slot and whatever was found or sent. Out: a value of the slot's type, or nothing where it
//! cannot be one. Structured entities give a scalar to a scalar slot and themselves to `any`.

use super::heard::cut;
use crate::bot::{Slot, SlotKind};
use crate::value::Value;

/// The most bytes of JSON that a slot takes.
pub(crate) const LARGEST: usize = 4096;

/// What becomes of a value in a slot; `None`: the slot cannot hold it.
///
/// With `faithful` (`compatibility: rasa`) scalars are taken as they are.
pub(crate) fn fit(slot: &Slot, value: &Value, faithful: bool) -> Option<Value> {
    if value.is_null() {
        return Some(Value::Null);
    }
    if !finite(value) {
        return None;
    }
    let value = match &slot.kind {
        SlotKind::Bool | SlotKind::Float(..) if faithful => Some(scalar(value).unwrap_or_else(|| value.clone())),
        SlotKind::Any => Some(value.clone()),
        SlotKind::List => Some(match value {
            Value::List(_) => value.clone(),
            other => Value::List(vec![other.clone()]),
        }),
        SlotKind::Text => match scalar(value) {
            Some(value) if faithful => Some(value),
            Some(Value::Text(text)) => Some(Value::Text(text)),
            Some(other) => Some(Value::Text(other.to_string())),
            None => Some(value.clone()),
        },
        SlotKind::Bool => truth(value).map(Value::Bool),
        SlotKind::Float(..) => number(value).map(Value::Number),
        SlotKind::Categorical(values) => {
            let plain = scalar(value).unwrap_or_else(|| value.clone());
            let text = plain.to_string().to_lowercase();
            let known = values.iter().find(|known| known.to_lowercase() == text);
            Some(known.filter(|_| !faithful).map_or(plain, |known| Value::from(known.as_str())))
        }
    };
    value.map(bounded)
}

/// Whether every number is one that can be written down.
fn finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => crate::value::checked(*number).is_some(),
        Value::List(list) => list.iter().all(finite),
        Value::Map(map) => map.values().all(finite),
        _ => true,
    }
}

/// Long texts are cut, other large values are refused by becoming null.
fn bounded(value: Value) -> Value {
    if value.to_json().len() <= LARGEST {
        return value;
    }
    match value {
        // an escape takes up to six bytes
        Value::Text(text) if text.len() > LARGEST / 6 && text.bytes().any(|byte| byte < b' ') => {
            Value::from(cut(&text, LARGEST / 6))
        }
        Value::Text(text) => Value::from(cut(&text, LARGEST - 2 - text.matches(['"', '\\']).count().min(LARGEST / 2))),
        _ => Value::Null,
    }
}

/// The plain value of a structured one: what a text or a number slot wants.
pub(crate) fn scalar(value: &Value) -> Option<Value> {
    match value {
        Value::Map(map) => {
            let keys = ["value", "amount", "number", "at", "from", "to"];
            let (key, inner) = keys.iter().find_map(|key| Some((key, map.get(*key)?)))?;
            let plain = scalar(inner)?;
            let postpone = matches!(*key, "from" | "to") && map.contains_key("from") && map.contains_key("to");
            if postpone { None } else { Some(plain) }
        }
        Value::List(_) | Value::Null => None,
        plain => Some(plain.clone()),
    }
}

fn truth(value: &Value) -> Option<bool> {
    match scalar(value)? {
        Value::Bool(flag) => Some(flag),
        Value::Number(1.0) => Some(true),
        Value::Number(0.0) => Some(false),
        Value::Text(text) if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
        Value::Text(text) if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
        _ => None,
    }
}

/// A number, also from text with Thai digits and thousands separators: `๒,๕๐๐`.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match scalar(value)? {
        Value::Number(number) => Some(number),
        Value::Text(text) => {
            let digit = |ch: char| match ch {
                '๐'..='๙' => char::from_digit(u32::from(ch) - u32::from('๐'), 10).unwrap_or(ch),
                other => other,
            };
            let plain: String = text.trim().chars().filter(|ch| *ch != ',').map(digit).collect();
            let shaped = plain.starts_with(|ch: char| ch.is_ascii_digit() || ch == '-' || ch == '.');
            plain.parse::<f64>().ok().filter(|number| shaped && crate::value::checked(*number).is_some())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(kind: SlotKind) -> Slot {
        Slot { kind, ..Slot::default() }
    }

    fn put(kind: SlotKind, json: &str) -> Option<String> {
        fit(&slot(kind), &Value::from_json(json).unwrap(), false).map(|value| value.to_json())
    }

    #[test]
    fn a_slot_takes_the_scalar_its_type_wants() {
        let money = r#"{"amount":"2500.50","currency":"THB"}"#;
        assert_eq!(put(SlotKind::Text, money).as_deref(), Some(r#""2500.50""#));
        assert_eq!(put(SlotKind::Float(0.0, 1.0), money).as_deref(), Some("2500.5"));
        assert_eq!(put(SlotKind::Any, money).as_deref(), Some(money));
        assert_eq!(put(SlotKind::Bool, r#"{"value":true}"#).as_deref(), Some("true"));
        assert_eq!(put(SlotKind::Text, r#"{"from":{"at":"a"},"grain":"day"}"#).as_deref(), Some(r#""a""#));
    }

    #[test]
    fn what_is_not_of_the_type_is_refused() {
        assert_eq!(put(SlotKind::Float(0.0, 1.0), r#""สองแก้ว""#), None);
        assert_eq!(put(SlotKind::Float(0.0, 1.0), r#""๒,๕๐๐""#).as_deref(), Some("2500"));
        assert_eq!(put(SlotKind::Float(0.0, 1.0), r#""inf""#), None);
        assert_eq!(put(SlotKind::Bool, r#""ครับ""#), None);
        let sizes = SlotKind::Categorical(vec!["Small".into(), "ใหญ่".into()]);
        assert_eq!(put(sizes.clone(), r#""small""#).as_deref(), Some(r#""Small""#));
        assert_eq!(put(sizes, r#""กลาง""#).as_deref(), Some(r#""กลาง""#));
        let inside = Value::List(vec![Value::Number(f64::NAN)]);
        assert_eq!(fit(&slot(SlotKind::Any), &inside, true), None);
    }

    #[test]
    fn a_slot_is_bounded() {
        for text in ["ก".repeat(100_000), "\u{1}".repeat(100_000), "\"".repeat(100_000)] {
            let value = fit(&slot(SlotKind::Text), &Value::from(text), false).unwrap();
            assert!(value.to_json().len() <= LARGEST, "{}", value.to_json().len());
        }
    }
}
