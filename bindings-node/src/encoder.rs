//! Sentence encoders of the user's, as further features of an `IntentModel`.
//!
//! The class is there in every build; without the feature `onnx` opening one says how to get it.

use napi::Result;
use napi_derive::napi;
use sonthana::host::encoder;

use crate::error::given;

/// A sentence encoder, opened.
#[napi]
pub struct Encoder(pub(crate) encoder::Encoder);

#[napi]
impl Encoder {
    /// Opens a model with its tokenizer and the shared library of the ONNX Runtime.
    #[napi(catch_unwind)]
    pub fn open(model: String, tokenizer: String, library: Option<String>) -> Result<Encoder> {
        given(encoder::open(&model, &tokenizer, library.as_deref())).map(Encoder)
    }

    /// The vectors of texts.
    #[napi(catch_unwind)]
    pub fn encode(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>> {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        given(self.0.encode(&texts))
    }

    /// How many numbers a vector has.
    #[napi(catch_unwind)]
    pub fn width(&self) -> u32 {
        u32::try_from(self.0.width()).unwrap_or(u32::MAX)
    }
}
