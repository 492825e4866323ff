//! Sentence encoders behind the doors of other languages, the same in builds with and without `onnx`.
//!
//! In: paths, examples, saved models, and perhaps an encoder. Out: what the core gives; in a build without
//! the feature, opening an encoder is an error that says so, and everything else works as ever.

use std::path::Path;

#[cfg(feature = "onnx")]
pub use crate::encode::Encoder;
use crate::error::Error;
use crate::train::Training;
use crate::understand::IntentModel;

/// A sentence encoder; this build has none.
#[cfg(not(feature = "onnx"))]
#[derive(Clone, Debug)]
pub enum Encoder {}

#[cfg(not(feature = "onnx"))]
impl Encoder {
    /// Says how to get a build that has one.
    pub fn open(_model: &Path, _tokenizer: &Path, _library: Option<&Path>) -> Result<Encoder, Error> {
        let message = "this build of sonthana has no sentence encoders; build it with the feature `onnx` \
                       (`MATURIN_PEP517_ARGS=\"--features onnx\" pip install ./bindings-python`, or \
                       `SONTHANA_FEATURES=onnx npm install ./bindings-node`)";
        Err(Error::new(crate::error::Code::EncoderLibrary, message))
    }

    /// Never: there is no encoder.
    pub fn encode(&self, _texts: &[&str]) -> Result<Vec<Vec<f32>>, Error> {
        match *self {}
    }

    /// Never: there is no encoder.
    pub fn width(&self) -> usize {
        match *self {}
    }
}

/// Opens an encoder by paths, each as text.
pub fn open(model: &str, tokenizer: &str, library: Option<&str>) -> Result<Encoder, Error> {
    Encoder::open(Path::new(model), Path::new(tokenizer), library.map(Path::new))
}

/// Learns, with an encoder if there is one.
pub fn train(
    examples: &[(String, Option<String>)],
    training: Training,
    encoder: Option<&Encoder>,
) -> Result<IntentModel, Error> {
    match encoder {
        None => IntentModel::train_with(examples, training),
        #[cfg(feature = "onnx")]
        Some(encoder) => IntentModel::train_encoded(examples, training, encoder),
        #[cfg(not(feature = "onnx"))]
        Some(encoder) => match *encoder {},
    }
}

/// Loads a saved model, with the encoder that it was taught with if it was.
pub fn load(bytes: &[u8], encoder: Option<&Encoder>) -> Result<IntentModel, Error> {
    match encoder {
        None => IntentModel::load(bytes),
        #[cfg(feature = "onnx")]
        Some(encoder) => IntentModel::load_encoded(bytes, encoder),
        #[cfg(not(feature = "onnx"))]
        Some(encoder) => match *encoder {},
    }
}
