//! Models that stand alone: intents and learned entities, trained from examples.
//!
//! Training runs on the caller's thread or, as a promise, on Node's pool. Results go out as JSON.

use napi::bindgen_prelude::{AsyncTask, Buffer};
use napi::{Env, Result, Task};
use napi_derive::napi;
use sonthana::host::{self, Unit};
use sonthana::{TaggedExample, TaggedSpan};

use crate::error::{given, guarded, wrong_type};

/// A classifier of sentences.
#[napi]
pub struct IntentModel(sonthana::IntentModel);

/// A finder of entities.
#[napi]
pub struct EntityModel(sonthana::EntityModel);

/// Texts with their intents, `null` for out of scope.
type Examples = Vec<(String, Option<String>)>;

fn examples(texts: Vec<String>, names: Vec<Option<String>>) -> Examples {
    texts.into_iter().zip(names).collect()
}

#[napi]
impl IntentModel {
    /// Learns from texts and their intents.
    #[napi(catch_unwind)]
    pub fn train(texts: Vec<String>, names: Vec<Option<String>>) -> Result<IntentModel> {
        given(sonthana::IntentModel::train(&examples(texts, names))).map(IntentModel)
    }

    /// The same, as a promise.
    #[napi(catch_unwind)]
    pub fn train_async(texts: Vec<String>, names: Vec<Option<String>>) -> AsyncTask<Intents> {
        AsyncTask::new(Intents(examples(texts, names)))
    }

    /// A saved model.
    #[napi(catch_unwind)]
    pub fn load(bytes: Buffer) -> Result<IntentModel> {
        given(sonthana::IntentModel::load(&bytes)).map(IntentModel)
    }

    /// All intents, best first, as JSON.
    #[napi(catch_unwind)]
    pub fn rank(&self, text: String) -> String {
        host::plain(&self.0.rank(&text)).to_json()
    }

    /// The probability that the text is in scope.
    #[napi(catch_unwind)]
    pub fn scope(&self, text: String) -> f64 {
        self.0.scope(&text)
    }

    /// The best intent, as JSON.
    #[napi(catch_unwind)]
    pub fn predict(&self, text: String) -> String {
        host::plain(&self.0.predict(&text)).to_json()
    }

    /// The model as bytes.
    #[napi(catch_unwind)]
    pub fn save(&self) -> Buffer {
        self.0.save().into()
    }
}

/// A span as it comes from JSON: `[start, end, name, role, group]`.
type Found = (usize, usize, String, Option<String>, Option<String>);

/// A text and its spans.
type Tagged = (String, Vec<Found>);

fn tagged(json: &str) -> Result<Vec<TaggedExample>> {
    let read = host::read::<Vec<Tagged>>(json).map_err(|why| wrong_type(&why))?;
    read.into_iter().map(|(text, spans)| example(text, spans)).collect()
}

fn example(text: String, found: Vec<Found>) -> Result<TaggedExample> {
    let mut spans = Vec::with_capacity(found.len());
    for (start, end, name, role, group) in found {
        let span = given(host::span(&text, Unit::Utf16, start, end))?;
        spans.push(TaggedSpan { span, name, role, group });
    }
    Ok(TaggedExample { text, spans })
}

#[napi]
impl EntityModel {
    /// Learns from texts and their spans, as JSON.
    #[napi(catch_unwind)]
    pub fn train(json: String) -> Result<EntityModel> {
        given(sonthana::EntityModel::train(&tagged(&json)?)).map(EntityModel)
    }

    /// The same, as a promise.
    #[napi(catch_unwind)]
    pub fn train_async(json: String) -> Result<AsyncTask<Tags>> {
        Ok(AsyncTask::new(Tags(tagged(&json)?)))
    }

    /// A saved model.
    #[napi(catch_unwind)]
    pub fn load(bytes: Buffer) -> Result<EntityModel> {
        given(sonthana::EntityModel::load(&bytes)).map(EntityModel)
    }

    /// The entities of a text, as JSON.
    #[napi(catch_unwind)]
    pub fn predict(&self, text: String) -> String {
        host::entities(&text, Unit::Utf16, &self.0.predict(&text)).to_json()
    }

    /// The model as bytes.
    #[napi(catch_unwind)]
    pub fn save(&self) -> Buffer {
        self.0.save().into()
    }
}

/// Training of an intent model.
pub struct Intents(Examples);

impl Task for Intents {
    type Output = sonthana::IntentModel;
    type JsValue = IntentModel;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded(|| given(sonthana::IntentModel::train(&self.0)))
    }

    fn resolve(&mut self, _env: Env, model: Self::Output) -> Result<IntentModel> {
        Ok(IntentModel(model))
    }
}

/// Training of an entity model.
pub struct Tags(Vec<TaggedExample>);

impl Task for Tags {
    type Output = sonthana::EntityModel;
    type JsValue = EntityModel;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded(|| given(sonthana::EntityModel::train(&self.0)))
    }

    fn resolve(&mut self, _env: Env, model: Self::Output) -> Result<EntityModel> {
        Ok(EntityModel(model))
    }
}
