//! Sentence encoders of the user's, as further features of an `IntentModel`.
//!
//! The class is there in every build; without the feature `onnx` opening one says how to get it.
//! Running one releases the GIL.

use pyo3::prelude::*;
use sonthana::host::encoder;

use crate::door::Text;
use crate::error::raise;

/// A sentence encoder, opened.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct Encoder(pub(crate) encoder::Encoder);

#[pymethods]
impl Encoder {
    /// Opens `model.onnx` with its `tokenizer.json` and the shared library of the ONNX Runtime.
    #[staticmethod]
    #[pyo3(signature = (model, tokenizer, library = None))]
    fn open(py: Python<'_>, model: Text, tokenizer: Text, library: Option<Text>) -> PyResult<Encoder> {
        let library = library.as_ref().map(|library| library.0.as_str());
        let opened = py.detach(|| encoder::open(&model.0, &tokenizer.0, library));
        opened.map(Encoder).map_err(|error| raise(py, &error))
    }

    /// The vectors of texts, each of length one.
    fn encode(&self, py: Python<'_>, texts: Vec<Text>) -> PyResult<Vec<Vec<f32>>> {
        let texts: Vec<&str> = texts.iter().map(|text| text.0.as_str()).collect();
        py.detach(|| self.0.encode(&texts)).map_err(|error| raise(py, &error))
    }

    /// How many numbers a vector has.
    #[getter]
    fn width(&self) -> usize {
        self.0.width()
    }
}
