//! How many: the numbers of a message, in the unit that a question counts.
//!
//! In: a message and the words of a question. Out: numbers, last ones first where several could be meant.

use super::{Message, Replies};
use crate::normalize::normalize;
use crate::understanding::Entity;
use crate::value::{Timestamp, Value};

/// The most letters between a word and the number that belongs to it.
const BESIDE: usize = 8;
/// Classifiers that count things of any kind.
const PIECES: [&str; 3] = ["ชิ้น", "อัน", "รายการ"];

impl Replies {
    /// How many of something named by one of these words: `3 คืน`.
    pub(crate) fn counted(&self, message: &Message, words: &[&str]) -> Option<Value> {
        let counts = |entity: &&Entity| matches!(entity.kind.as_str(), "quantity" | "duration");
        let named = |entity: &&Entity| words.iter().any(|word| entity.text.contains(word));
        self.typed(message).iter().filter(counts).find(named).map(|entity| entity.value.clone())
    }

    /// The number right after one of these words: `เก็บปลายทางด้วย 990`.
    pub(crate) fn beside(&self, message: &Message, words: &[&str]) -> Option<Value> {
        let text = message.text();
        let from = words.iter().filter_map(|word| text.find(word).map(|at| at + word.len())).max()?;
        let bare = |entity: &&Entity| matches!(entity.kind.as_str(), "number" | "money" | "quantity");
        let close = |entity: &&Entity| {
            text.get(from..entity.span.start).is_some_and(|between| between.chars().count() <= BESIDE)
        };
        self.typed(message).iter().filter(bare).find(close).map(|entity| entity.value.clone())
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
    pub(super) fn in_unit(&self, entity: &Entity, asked: &str) -> Option<Value> {
        if let Some(number) = dozens(entity) {
            return Some(number);
        }
        let unit = asked.split_once("กี่")?.1;
        if !matches!(entity.kind.as_str(), "quantity" | "duration") {
            return None;
        }
        // `กล่องใหญ่สามใบ` to `กี่ชิ้นคะ`: whatever things are counted by
        if entity.kind == "quantity" && PIECES.iter().any(|piece| unit.starts_with(piece)) && !counts_people(entity) {
            return Some(entity.value.clone());
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
}

/// Twelve of each dozen: `โหลนึง`.
fn dozens(entity: &Entity) -> Option<Value> {
    let dozen = entity.value.get("unit").and_then(Value::as_text) == Some("dozen");
    Some(Value::Number(entity.value.get("value").and_then(Value::as_number).filter(|_| dozen)? * 12.0))
}

fn counts_people(entity: &Entity) -> bool {
    matches!(entity.value.get("unit").and_then(Value::as_text), Some("person" | "time" | "night" | "table"))
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
