//! The latest message, as much of it as the conversation needs later: for forms, calls, summaries.
//!
//! In: an `Understanding`. Out: a small value that can be saved: texts are cut, lists are short.

use serde::{Deserialize, Serialize};

use crate::understanding::{Entity, Understanding};
use crate::value::Value;

/// The longest text that is kept of a message, in bytes.
const LONGEST: usize = 4096;
/// The longest text or value that is kept of an entity, in bytes.
const ENTITY: usize = 512;
/// The most entities that are kept of a message.
const MOST: usize = 24;
/// The most intents of the ranking that are kept.
const RANKED: usize = 3;

/// The latest message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Heard {
    #[serde(rename = "t", default, skip_serializing_if = "String::is_empty")]
    pub(crate) text: String,
    /// The intent's name, whether the domain knows it or not.
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub(crate) intent: Option<String>,
    #[serde(rename = "c", default, with = "plain", skip_serializing_if = "is_zero")]
    pub(crate) score: f64,
    #[serde(rename = "p", default, with = "plain", skip_serializing_if = "is_zero")]
    pub(crate) scope: f64,
    #[serde(rename = "m", default, with = "plain", skip_serializing_if = "is_zero")]
    pub(crate) sentiment: f64,
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) entities: Vec<Found>,
    /// The best intents, best first; after a fallback the first is `nlu_fallback`.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) ranking: Vec<Ranked>,
    /// The retrieval intent's full name.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub(crate) retrieval: Option<String>,
    /// Slots that a payload names and no mapping filled.
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) given: Vec<(String, Value)>,
}

/// An intent of the ranking.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ranked {
    #[serde(rename = "i")]
    pub(crate) intent: String,
    #[serde(rename = "c", with = "plain")]
    pub(crate) score: f64,
}

/// An entity of the latest message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Found {
    #[serde(rename = "k")]
    pub(crate) kind: String,
    #[serde(rename = "v")]
    pub(crate) value: Value,
    #[serde(rename = "t", default, skip_serializing_if = "String::is_empty")]
    pub(crate) text: String,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<String>,
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<String>,
    #[serde(rename = "s", default, skip_serializing_if = "String::is_empty")]
    pub(crate) source: String,
}

impl Heard {
    /// What is kept of an understanding.
    pub(crate) fn of(understanding: &Understanding) -> Heard {
        let ranked = |intent: &crate::understanding::Intent| {
            Some(Ranked { intent: intent.name.clone()?, score: rounded(intent.score) })
        };
        Heard {
            text: cut(&understanding.text, LONGEST).to_owned(),
            intent: understanding.intent.name.clone(),
            score: rounded(understanding.intent.score),
            scope: rounded(understanding.scope),
            sentiment: rounded(understanding.sentiment.score),
            entities: understanding.entities.iter().take(MOST).map(Found::of).collect(),
            ranking: understanding.ranking.iter().filter_map(ranked).take(RANKED).collect(),
            retrieval: understanding.retrieval.clone(),
            given: Vec::new(),
        }
    }
}

impl Found {
    fn of(entity: &Entity) -> Found {
        let value = if entity.value.to_json().len() > ENTITY {
            Value::from(cut(&entity.text, ENTITY))
        } else {
            entity.value.clone()
        };
        Found {
            kind: entity.kind.clone(),
            value,
            text: cut(&entity.text, ENTITY).to_owned(),
            role: entity.role.clone(),
            group: entity.group.clone(),
            source: entity.source.to_owned(),
        }
    }
}

/// To four places and never -0: what is saved stays short and is read back the same.
pub(crate) fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0 + 0.0
}

/// At most so many bytes of a text, cut on a character boundary.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Numbers as every language prints them: integral ones without a fraction.
pub(super) mod plain {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::value::Value;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(in crate::state) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        Value::Number(*number).serialize(serializer)
    }

    pub(in crate::state) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        f64::deserialize(deserializer)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn a_mood_of_nearly_nothing_is_zero_without_a_sign() {
        assert!(rounded(-0.000_01).is_sign_positive());
        assert_eq!(rounded(-0.123_46), -0.1235);
    }
}
