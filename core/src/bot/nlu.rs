//! What a bot learns from: examples, synonyms, lookups and patterns.

use serde::{Deserialize, Serialize};

use super::Origin;

/// Everything under `nlu:`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Nlu {
    pub(crate) examples: Vec<Example>,
    pub(crate) synonyms: Vec<Synonym>,
    pub(crate) lookups: Vec<Lookup>,
    pub(crate) patterns: Vec<Pattern>,
}

/// One example: `ขอ[ลาเต้](drink)เย็นค่ะ`, taken apart.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Example {
    /// As authored: `faq/hours` for retrieval intents.
    pub(crate) intent: String,
    pub(crate) text: String,
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) origin: Origin,
}

/// An entity in an example.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Annotation {
    /// Bytes of `Example::text`.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) entity: String,
    pub(crate) role: Option<String>,
    pub(crate) group: Option<String>,
    /// Where it differs from the text.
    pub(crate) value: Option<String>,
}

/// Words that stand for a value; those that annotations imply are here too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Synonym {
    pub(crate) value: String,
    pub(crate) words: Vec<String>,
    pub(crate) origin: Origin,
}

/// The words of an entity.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lookup {
    pub(crate) entity: String,
    pub(crate) words: Vec<String>,
    /// `fuzzy: 0`: words count only as they are written.
    pub(crate) exact: bool,
    /// `slot`: a slot whose texts are listed too, for its conversation only; or empty.
    pub(crate) slot: String,
    pub(crate) origin: Origin,
}

/// A regular expression of an entity.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Pattern {
    pub(crate) entity: String,
    pub(crate) pattern: String,
    pub(crate) origin: Origin,
}
