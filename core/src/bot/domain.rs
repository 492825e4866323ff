//! The domain: intents, entities, slots, responses, forms, actions, sessions.
//!
//! Names are kept as authored; `Names` gives them numbers. Orders matter and are Rasa's: intents
//! sorted, slots and forms as written.

use serde::{Deserialize, Serialize};

use super::Origin;
use crate::part::Part;
use crate::value::{Value, as_json};

/// Everything `domain.yml` or `domain/` says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Domain {
    /// Sorted by name; the default intents included.
    pub(crate) intents: Vec<IntentDef>,
    /// As written.
    pub(crate) entities: Vec<EntityDef>,
    /// As written: the order of extraction. The automatic ones (`requested_slot`, …) come last.
    pub(crate) slots: Vec<Slot>,
    /// By name, in order of first appearance.
    pub(crate) responses: Vec<Response>,
    /// As written.
    pub(crate) forms: Vec<Form>,
    /// The host's actions: those listed under `actions:`.
    pub(crate) actions: Vec<ActionDef>,
    pub(crate) session: Session,
    /// Rasa's `config: {store_entities_as_slots}`: entities of story steps fill `from_entity` slots.
    pub(crate) store: bool,
}

/// An intent and which entities count with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct IntentDef {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) used: Used,
    /// `ignore_entities`.
    pub(crate) ignored: Vec<String>,
}

/// `use_entities`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Used {
    /// `true` or absent.
    #[default]
    All,
    /// A list; `[]` and `false` are none.
    Some(Vec<String>),
}

/// An entity with its roles and groups.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct EntityDef {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) roles: Vec<String>,
    pub(crate) groups: Vec<String>,
    /// `influence_conversation`.
    pub(crate) influences: bool,
}

/// A slot.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) kind: SlotKind,
    /// `influence_conversation`.
    pub(crate) influences: bool,
    #[serde(with = "as_json")]
    pub(crate) initial: Value,
    pub(crate) mappings: Vec<Mapping>,
}

/// What a slot holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum SlotKind {
    #[default]
    Text,
    Bool,
    /// The values, as authored.
    Categorical(Vec<String>),
    /// Smallest and largest.
    Float(f64, f64),
    List,
    Any,
}

/// One way a slot is filled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Mapping {
    pub(crate) origin: Origin,
    pub(crate) kind: MappingKind,
    /// Only with one of these intents; empty: any.
    pub(crate) intents: Vec<String>,
    /// Not with these.
    pub(crate) excluded: Vec<String>,
    /// One of these has to hold; empty: always.
    pub(crate) conditions: Vec<Condition>,
}

/// Where a mapping takes its value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum MappingKind {
    /// `from_entity`.
    Entity { entity: String, role: Option<String>, group: Option<String> },
    /// `from_text`.
    #[default]
    Text,
    /// `from_intent`, with its value.
    Intent(#[serde(with = "as_json")] Value),
    /// `from_trigger_intent`, with its value.
    Trigger(#[serde(with = "as_json")] Value),
    /// `custom` (or `controlled`), with the host action that fills it.
    Custom(Option<String>),
    /// `from_llm`: by what was asked, as the slot's type takes it; a host's own model may set it too.
    Model,
}

/// `{active_loop, requested_slot}` of a mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Condition {
    /// `None`: no form is active (`active_loop: null`).
    pub(crate) form: Option<String>,
    pub(crate) requested: Option<String>,
}

/// One variation of a response. Variations of one name stand together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Response {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) text: String,
    /// Buttons, image, attachment, custom, cards, with `{slot}` still in them. Each part is its JSON.
    #[serde(with = "parts_as_json")]
    pub(crate) parts: Vec<Part>,
    pub(crate) channel: Option<String>,
    /// `condition: [{type: slot, name, value}]`; `None` where there is none.
    pub(crate) condition: Option<Vec<(String, JsonValue)>>,
    /// Anything else under `metadata`.
    #[serde(with = "as_json")]
    pub(crate) metadata: Value,
}

/// A value inside a container of a built bot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct JsonValue(#[serde(with = "as_json")] pub(crate) Value);

/// A form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Form {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) required: Vec<String>,
    /// `ignored_intents`.
    pub(crate) ignored: Vec<String>,
}

/// An action that the host runs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ActionDef {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// Seconds until a call counts as failed.
    pub(crate) timeout: u32,
}

/// `session_config`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    /// Minutes without a message until a new session; 0 is never.
    pub(crate) minutes: f64,
    /// `carry_over_slots_to_new_session`.
    pub(crate) carry: bool,
}

impl Default for Session {
    fn default() -> Session {
        Session { minutes: 60.0, carry: true }
    }
}

mod parts_as_json {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::part::Part;

    pub(super) fn serialize<S: Serializer>(parts: &[Part], serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(parts).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Part>, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map_err(serde::de::Error::custom)
    }
}
