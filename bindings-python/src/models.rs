//! Models that stand alone: intents and learned entities, trained from examples.
//!
//! Training releases the GIL. A model pickles as the bytes that it saves.

use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use sonthana::host::{self, Unit};
use sonthana::{TaggedExample, TaggedSpan};

use crate::door::Text;
use crate::encoder::Encoder;
use crate::error::raise;
use crate::results::{self, Entity, Explanation, Intent};

/// A classifier of sentences.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct IntentModel(Arc<sonthana::IntentModel>);

/// A finder of entities.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct EntityModel(Arc<sonthana::EntityModel>);

#[pymethods]
impl IntentModel {
    /// Learns from texts and their intents; `None` is out of scope. At most a share of `refuse` of
    /// what is in scope is refused. An `encoder` adds its sentence vectors.
    #[staticmethod]
    #[pyo3(signature = (examples, refuse = 0.05, encoder = None))]
    fn train(
        py: Python<'_>,
        examples: &Bound<'_, PyAny>,
        refuse: f64,
        encoder: Option<PyRef<'_, Encoder>>,
    ) -> PyResult<IntentModel> {
        let pair = |pair: PyResult<Bound<'_, PyAny>>| {
            let (text, name) = two::<Text, Option<Text>>(&pair?)?;
            Ok((text.0, name.map(|name| name.0)))
        };
        let examples = examples.try_iter()?.map(pair).collect::<PyResult<Vec<_>>>()?;
        let training = sonthana::Training { refuse };
        let encoder = encoder.as_ref().map(|encoder| &encoder.0);
        let model = py.detach(|| host::encoder::train(&examples, training, encoder));
        model.map(|model| IntentModel(Arc::new(model))).map_err(|error| raise(py, &error))
    }

    /// All intents or those of `within`, best first.
    #[pyo3(signature = (text, within = None))]
    fn rank(&self, text: Text, within: Option<Vec<Text>>) -> Vec<Intent> {
        let ranking = match within {
            None => self.0.rank(&text.0),
            Some(within) => self.0.rank_within(&text.0, &names(&within)),
        };
        ranking.into_iter().map(Intent::from).collect()
    }

    /// The probability that the text is in scope at all.
    fn scope(&self, text: Text) -> f64 {
        self.0.scope(&text.0)
    }

    /// The best intent, of all or of those of `within`; one without a name where the text is out of
    /// scope.
    #[pyo3(signature = (text, within = None))]
    fn predict(&self, text: Text, within: Option<Vec<Text>>) -> Intent {
        match within {
            None => self.0.predict(&text.0).into(),
            Some(within) => self.0.predict_within(&text.0, &names(&within)).into(),
        }
    }

    /// All that the text asks for, in its order; empty where it is out of scope.
    fn intents(&self, text: Text) -> Vec<Intent> {
        self.0.intents(&text.0).into_iter().map(Intent::from).collect()
    }

    /// What each piece of the text says for or against an intent: the named one, or the best.
    #[pyo3(signature = (text, name = None))]
    fn explain(&self, py: Python<'_>, text: Text, name: Option<Text>) -> PyResult<Explanation> {
        let said = self.0.explain(&text.0, name.as_ref().map(|name| name.0.as_str()));
        said.map(|said| results::explanation(&text.0, said)).map_err(|error| raise(py, &error))
    }

    /// The model as bytes.
    fn save<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.save())
    }

    /// A saved model, with the encoder that it was taught with if it was.
    #[staticmethod]
    #[pyo3(signature = (bytes, encoder = None))]
    fn load(py: Python<'_>, bytes: &[u8], encoder: Option<PyRef<'_, Encoder>>) -> PyResult<IntentModel> {
        let model = host::encoder::load(bytes, encoder.as_ref().map(|encoder| &encoder.0));
        model.map(|model| IntentModel(Arc::new(model))).map_err(|error| raise(py, &error))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        (slf.get_type().getattr("load")?, (slf.get().save(slf.py()),)).into_pyobject(slf.py())
    }
}

#[pymethods]
impl EntityModel {
    /// Learns from texts and their spans: `(start, end, name)`, then a role and a group.
    #[staticmethod]
    fn train(py: Python<'_>, examples: &Bound<'_, PyAny>) -> PyResult<EntityModel> {
        let examples = examples.try_iter()?.map(|pair| tagged(&pair?)).collect::<PyResult<Vec<_>>>()?;
        let model = py.detach(|| sonthana::EntityModel::train(&examples));
        model.map(|model| EntityModel(Arc::new(model))).map_err(|error| raise(py, &error))
    }

    /// The entities of a text, in order, without overlaps.
    fn predict(&self, text: Text) -> Vec<Entity> {
        results::entities(&text.0, self.0.predict(&text.0))
    }

    /// The model as bytes.
    fn save<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.save())
    }

    /// A saved model.
    #[staticmethod]
    fn load(py: Python<'_>, bytes: &[u8]) -> PyResult<EntityModel> {
        let model = sonthana::EntityModel::load(bytes);
        model.map(|model| EntityModel(Arc::new(model))).map_err(|error| raise(py, &error))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        (slf.get_type().getattr("load")?, (slf.get().save(slf.py()),)).into_pyobject(slf.py())
    }
}

fn names(within: &[Text]) -> Vec<&str> {
    within.iter().map(|name| name.0.as_str()).collect()
}

/// An example: a text and what it teaches.
fn two<A, B>(pair: &Bound<'_, PyAny>) -> PyResult<(A, B)>
where
    A: for<'a, 'py> FromPyObject<'a, 'py, Error = PyErr>,
    B: for<'a, 'py> FromPyObject<'a, 'py>,
{
    let fields = pair.try_iter()?.collect::<PyResult<Vec<_>>>()?;
    let [first, second] = fields.as_slice() else {
        return Err(PyTypeError::new_err("an example is a pair of a text and what it teaches"));
    };
    Ok((first.extract()?, second.extract().map_err(Into::into)?))
}

fn tagged(pair: &Bound<'_, PyAny>) -> PyResult<TaggedExample> {
    let (text, list) = two::<Text, Py<PyAny>>(pair)?;
    let list = list.bind(pair.py());
    let mut spans = Vec::new();
    for item in list.try_iter()? {
        let fields = item?.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        let [start, end, name, more @ ..] = fields.as_slice() else {
            return Err(PyTypeError::new_err("a span is (start, end, name), then a role and a group"));
        };
        let named = |at: usize| more.get(at).map_or(Ok(None), PyAnyMethods::extract::<Option<Text>>);
        let (role, group) = (named(0)?, named(1)?);
        let span = host::span(&text.0, Unit::CodePoint, start.extract()?, end.extract()?);
        spans.push(TaggedSpan {
            span: span.map_err(|error| raise(pair.py(), &error))?,
            name: name.extract::<Text>()?.0,
            role: role.map(|role| role.0),
            group: group.map(|group| group.0),
        });
    }
    Ok(TaggedExample { text: text.0, spans })
}
