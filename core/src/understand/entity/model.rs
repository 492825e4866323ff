//! Entities learned from annotated examples.
//!
//! In: texts with labelled spans. Out: a model that labels spans of new texts, with role and group
//! where they were taught and a probability for each. Training is deterministic: the same examples
//! give the same bytes.

use std::ops::Range;

use crate::error::Error;
use crate::features::token::{Mark, Unit, steps, units};
use crate::learn::bytes::{Reader, Writer, damaged, seal, unseal};
use crate::learn::chain::Chain;
use crate::learn::number::sigmoid;
use crate::learn::sample::Sample;
use crate::learn::sequence::{Lattice, Stretch};
use crate::learn::tags::{OUTSIDE, Tags, Traits};
use crate::text::{Span, Text};
use crate::understand::TextReader;
use crate::understand::romanized::Nobody;
use crate::understanding::Entity;
use crate::value::{Timestamp, Value};

use super::Reading;
use super::cut::{Split, cuts, place};

const KIND: [u8; 4] = *b"ENTI";
const VERSION: u16 = 1;
/// The most labels, kinds with their roles and groups: a chain weighs each pair of them.
pub(crate) const LABELS: usize = 1024;

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

/// What a label stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Label {
    name: String,
    role: Option<String>,
    group: Option<String>,
}

/// A learned finder of entities.
#[derive(Clone, Debug, Default)]
pub struct EntityModel {
    /// The k-th has the chain's labels `2k + 1` and `2k + 2`.
    pub(crate) labels: Vec<Label>,
    /// Words that may be cut, sorted.
    pub(crate) splits: Vec<Split>,
    pub(crate) chain: Chain,
    /// Margins as probabilities.
    pub(crate) slope: f32,
    pub(crate) shift: f32,
}

impl EntityModel {
    /// The entities of a text, in order, without overlaps; the first 64 KiB are read.
    pub fn predict(&self, text: &str) -> Vec<Entity> {
        let mut pieces = Vec::new();
        let text = TextReader::default().hear(text, &Nobody, &mut pieces);
        let mut found = Vec::new();
        self.tag(&Reading { text: &text, pieces: &pieces, now: Timestamp(0) }, &[], &mut found);
        found
    }

    /// Adds the entities of a text that is already read.
    pub(crate) fn tag(&self, reading: &Reading<'_>, marks: &[Mark], found: &mut Vec<Entity>) {
        let mut parts: Vec<Unit> = Vec::with_capacity(reading.pieces.len());
        units(reading.pieces, &cuts(reading, marks, &self.splits), &mut parts);
        let steps = steps(reading.text, &parts, marks);
        let (mut lattice, mut path) = (Lattice::default(), Vec::with_capacity(parts.len()));
        lattice.decode(&self.chain, &steps, &mut path);
        for stretch in lattice.stretches(&self.chain, &steps, &path) {
            let (start, end) = (parts[stretch.start].start as usize, parts[stretch.end - 1].end as usize);
            found.extend(self.entity(reading.text, start..end, &stretch));
        }
    }

    fn entity(&self, text: &Text, place: Range<usize>, found: &Stretch) -> Option<Entity> {
        let label = self.labels.get(usize::from(found.label - 1) / 2)?;
        let span = text.span(place.start, place.end);
        let mut entity = Entity::new(&label.name, text.original(), span, "model");
        entity.value = Value::from(&text.reading()[place]);
        entity.role.clone_from(&label.role);
        entity.group.clone_from(&label.group);
        let margin = f64::from(found.margin) * self.chain.unit();
        entity.score = sigmoid(margin * f64::from(self.slope) + f64::from(self.shift));
        Some(entity)
    }

    /// The model as bytes: magic, version, checksum, weights.
    pub fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.labels.len() as u64);
        for label in &self.labels {
            writer.block(label.name.as_bytes());
            for part in [&label.role, &label.group] {
                writer.number(u64::from(part.is_some()));
                writer.block(part.as_deref().unwrap_or_default().as_bytes());
            }
        }
        writer.number(self.splits.len() as u64);
        for (word, at) in &self.splits {
            writer.number(u64::from(*word));
            writer.number(u64::from(*at));
        }
        writer.float(self.slope);
        writer.float(self.shift);
        self.chain.write(&mut writer);
        seal(KIND, VERSION, &writer.bytes)
    }

    /// A saved model; `bot-damaged` or `bot-too-new` where the bytes are not one.
    pub fn load(bytes: &[u8]) -> Result<EntityModel, Error> {
        let mut reader = Reader::new(unseal(KIND, VERSION, bytes)?);
        let mut model = EntityModel::default();
        for _ in 0..reader.count()? {
            let name = reader.text()?.to_owned();
            let mut part = || -> Result<Option<String>, Error> {
                let there = reader.number()? == 1;
                let text = reader.text()?;
                Ok(there.then(|| text.to_owned()))
            };
            let (role, group) = (part()?, part()?);
            model.labels.push(Label { name, role, group });
        }
        if model.labels.len() > LABELS {
            return Err(damaged());
        }
        for _ in 0..reader.count()? {
            let word = u32::try_from(reader.number()?).map_err(|_| damaged())?;
            model.splits.push((word, u16::try_from(reader.number()?).map_err(|_| damaged())?));
        }
        if !model.splits.is_sorted() {
            return Err(damaged());
        }
        (model.slope, model.shift) = (reader.float()?, reader.float()?);
        model.chain = Chain::read(Label::tags(&model.labels), &mut reader)?;
        if reader.done() { Ok(model) } else { Err(damaged()) }
    }
}

impl Label {
    /// The label of a span.
    pub(crate) fn of(span: &TaggedSpan) -> Label {
        Label { name: span.name.clone(), role: span.role.clone(), group: span.group.clone() }
    }

    /// The tags of labels: what is alike in them is told by equal numbers.
    pub(crate) fn tags(labels: &[Label]) -> Tags {
        let alike = |same: &dyn Fn(&Label) -> bool| labels.iter().position(same).map_or(0, |at| at + 1);
        let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let traits = |label: &Label| Traits {
            name: number(alike(&|other| other.name == label.name)),
            role: label.role.as_ref().map_or(0, |_| number(alike(&|other| other.role == label.role))),
            group: label.group.as_ref().map_or(0, |_| number(alike(&|other| other.group == label.group))),
        };
        Tags::new(&labels.iter().map(traits).collect::<Vec<_>>())
    }
}

/// A read example as steps with their labels; `labels` is sorted.
pub(crate) fn sample(
    reading: &Reading<'_>,
    spans: &[TaggedSpan],
    labels: &[Label],
    marks: &[Mark],
    splits: &[Split],
) -> Sample {
    let text = reading.text;
    let mut placed: Vec<(u32, u32, u16)> = Vec::with_capacity(spans.len());
    for span in spans {
        let (start, end) = (place(text, span.span.start), place(text, span.span.end));
        let Ok(label) = labels.binary_search(&Label::of(span)) else { continue };
        if start < end && placed.iter().all(|other| other.1 <= start || end <= other.0) {
            placed.push((start, end, u16::try_from(label * 2 + 1).unwrap_or(OUTSIDE)));
        }
    }
    let mut parts = Vec::new();
    let mut edges = cuts(reading, marks, splits);
    edges.extend(placed.iter().flat_map(|span| [span.0, span.1]));
    edges.sort_unstable();
    units(reading.pieces, &edges, &mut parts);
    let mut last = None;
    let mut label = |unit: &Unit| {
        let over = placed.iter().position(|span| span.0 <= unit.start && unit.end <= span.1);
        let goes_on = over.is_some() && over == last;
        last = over;
        over.map_or(OUTSIDE, |place| placed[place].2 + u16::from(goes_on))
    };
    let labels = parts.iter().map(&mut label).collect();
    Sample { steps: steps(text, &parts, marks), labels }
}
