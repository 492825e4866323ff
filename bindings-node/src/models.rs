//! Models that stand alone: intents and learned entities, trained from examples.
//!
//! Training runs on the caller's thread or, as a promise, on Node's pool. Results go out as JSON.

use napi::bindgen_prelude::{AsyncTask, Buffer, ClassInstance};
use napi::{Env, Result, Task};
use napi_derive::napi;
use sonthana::host::{self, Unit};
use sonthana::{TaggedExample, TaggedSpan, Training};

use crate::encoder::Encoder;
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

fn owned(encoder: Option<ClassInstance<'_, Encoder>>) -> Option<host::encoder::Encoder> {
    encoder.map(|encoder| encoder.0.clone())
}

fn borrowed(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

#[napi]
impl IntentModel {
    /// Learns from texts and their intents, and from an encoder's vectors if there is one.
    #[napi(catch_unwind)]
    pub fn train(
        texts: Vec<String>,
        names: Vec<Option<String>>,
        refuse: f64,
        encoder: Option<ClassInstance<'_, Encoder>>,
    ) -> Result<IntentModel> {
        Intents(examples(texts, names), Training { refuse }, owned(encoder)).learn().map(IntentModel)
    }

    /// The same, as a promise.
    #[napi(catch_unwind)]
    pub fn train_async(
        texts: Vec<String>,
        names: Vec<Option<String>>,
        refuse: f64,
        encoder: Option<ClassInstance<'_, Encoder>>,
    ) -> AsyncTask<Intents> {
        AsyncTask::new(Intents(examples(texts, names), Training { refuse }, owned(encoder)))
    }

    /// A saved model, with the encoder that it was taught with if it was.
    #[napi(catch_unwind)]
    pub fn load(bytes: Buffer, encoder: Option<ClassInstance<'_, Encoder>>) -> Result<IntentModel> {
        given(host::encoder::load(&bytes, owned(encoder).as_ref())).map(IntentModel)
    }

    /// All intents or some, best first, as JSON.
    #[napi(catch_unwind)]
    pub fn rank(&self, text: String, within: Option<Vec<String>>) -> String {
        let ranking = match &within {
            None => self.0.rank(&text),
            Some(within) => self.0.rank_within(&text, &borrowed(within)),
        };
        host::plain(&ranking).to_json()
    }

    /// The probability that the text is in scope.
    #[napi(catch_unwind)]
    pub fn scope(&self, text: String) -> f64 {
        self.0.scope(&text)
    }

    /// The best intent of all or of some, as JSON.
    #[napi(catch_unwind)]
    pub fn predict(&self, text: String, within: Option<Vec<String>>) -> String {
        let best = match &within {
            None => self.0.predict(&text),
            Some(within) => self.0.predict_within(&text, &borrowed(within)),
        };
        host::plain(&best).to_json()
    }

    /// All that a text asks for, as JSON.
    #[napi(catch_unwind)]
    pub fn intents(&self, text: String) -> String {
        host::plain(&self.0.intents(&text)).to_json()
    }

    /// What each piece of a text says for or against an intent, as JSON.
    #[napi(catch_unwind)]
    pub fn explain(&self, text: String, name: Option<String>) -> Result<String> {
        let said = given(self.0.explain(&text, name.as_deref()))?;
        Ok(host::explanation(&text, Unit::Utf16, &said).to_json())
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
pub struct Intents(Examples, Training, Option<host::encoder::Encoder>);

impl Intents {
    fn learn(&self) -> Result<sonthana::IntentModel> {
        given(host::encoder::train(&self.0, self.1, self.2.as_ref()))
    }
}

impl Task for Intents {
    type Output = sonthana::IntentModel;
    type JsValue = IntentModel;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded(|| self.learn())
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
