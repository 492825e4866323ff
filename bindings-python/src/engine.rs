//! `Bot`, `Engine`, `State`, `Turn`, `Trace`: conversations.
//!
//! Opening, training and turns release the GIL. A state is a value: it saves, compares by what it
//! saves, and a turn never changes the one it was given.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};
use sonthana::{Value, host};

use crate::door::{Door, Plain, Text, Time, show};
use crate::error::raise;
use crate::results::{Decision, Note, Problem, Understanding};
use crate::vocabulary::{Action, Event};

/// An authored bot with its trained numbers.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct Bot(Arc<sonthana::Bot>);

#[pymethods]
impl Bot {
    /// Opens a directory (and trains it) or a built file; `variables` are the values of `${VAR}`.
    #[staticmethod]
    #[pyo3(signature = (path, variables = None))]
    fn open(py: Python<'_>, path: PathBuf, variables: Option<BTreeMap<String, String>>) -> PyResult<Bot> {
        let bot = py.detach(|| sonthana::Bot::open_with(&path, &variables.unwrap_or_default()));
        bot.map(|bot| Bot(Arc::new(bot))).map_err(|error| raise(py, &error))
    }

    /// Opens files by name, each a text or plain data, with no file system.
    #[staticmethod]
    #[pyo3(signature = (files, variables = None))]
    fn read(py: Python<'_>, files: &Bound<'_, PyDict>, variables: Option<BTreeMap<String, String>>) -> PyResult<Bot> {
        let mut texts = Vec::with_capacity(files.len());
        for (name, file) in files {
            let text = match file.extract::<Plain>()?.0 {
                Value::Text(text) => text,
                data @ (Value::Map(_) | Value::List(_)) => data.to_json(),
                _ => return Err(PyTypeError::new_err("a file is a str or a dict")),
            };
            texts.push((name.extract::<Text>()?.0, text));
        }
        let bot = py.detach(|| sonthana::Bot::read_with(&texts, &variables.unwrap_or_default()));
        bot.map(|bot| Bot(Arc::new(bot))).map_err(|error| raise(py, &error))
    }

    /// A built bot.
    #[staticmethod]
    fn load(py: Python<'_>, bytes: &[u8]) -> PyResult<Bot> {
        sonthana::Bot::load(bytes).map(|bot| Bot(Arc::new(bot))).map_err(|error| raise(py, &error))
    }

    /// Everything that is wrong with a directory, not just the first.
    #[staticmethod]
    fn check(py: Python<'_>, path: PathBuf) -> Vec<Problem> {
        py.detach(|| sonthana::Bot::check(&path)).iter().map(Problem::from).collect()
    }

    /// The bot as bytes: a built file.
    fn save<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.save())
    }

    /// What was read and will not be used.
    #[getter]
    fn notes(&self) -> Vec<Problem> {
        self.0.notes().iter().map(Problem::from).collect()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        (slf.get_type().getattr("load")?, (slf.get().save(slf.py()),)).into_pyobject(slf.py())
    }
}

/// A bot, compiled once: immutable, for any number of conversations and threads.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct Engine(Arc<sonthana::Engine>);

#[pymethods]
impl Engine {
    #[new]
    fn new(py: Python<'_>, bot: &Bot) -> PyResult<Engine> {
        let engine = py.detach(|| host::engine(&bot.0));
        engine.map(|engine| Engine(Arc::new(engine))).map_err(|error| raise(py, &error))
    }

    /// A conversation begins: an empty state, and actions where the bot greets.
    fn start(&self, py: Python<'_>, now: Time) -> PyResult<Turn> {
        Turn::of(py, py.detach(|| self.0.start(now.0)))
    }

    /// Something happened: the next state, what to do, and why.
    fn turn(&self, py: Python<'_>, state: &State, event: Event, now: Time) -> PyResult<Turn> {
        let (state, event) = (host::copy(&state.0), event.give());
        Turn::of(py, py.detach(|| self.0.turn(state, event, now.0)))
    }

    /// A state that was saved, here or in another language.
    fn restore(&self, py: Python<'_>, saved: Text) -> PyResult<State> {
        self.0.restore(&saved.0).map(State).map_err(|error| raise(py, &error))
    }

    /// The order of decisions, in words.
    fn explain(&self) -> String {
        self.0.explain()
    }
}

/// A value per conversation.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct State(sonthana::State);

#[pymethods]
impl State {
    /// How many events were accepted.
    #[getter]
    fn version(&self) -> u64 {
        self.0.version()
    }

    /// The slots that are set, by name.
    #[getter]
    fn slots<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        show(&Value::map(self.0.slots()), py)
    }

    /// The active form or flow.
    #[getter]
    fn active(&self) -> Option<&str> {
        self.0.active()
    }

    /// What is waited for.
    #[getter]
    fn waiting(&self) -> Option<&str> {
        self.0.waiting()
    }

    /// The state as JSON, the same text in every language.
    fn save(&self) -> String {
        self.0.save()
    }

    fn __repr__(&self) -> String {
        format!("<sonthana.State version={} active={:?}>", self.0.version(), self.0.active().unwrap_or_default())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<State>().is_ok_and(|other| self.0.save() == other.get().0.save())
    }

    fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
        slf.get().save().into_pyobject(slf.py())?.hash()
    }
}

/// What a turn gave.
#[pyclass(frozen, get_all, module = "sonthana")]
pub(crate) struct Turn {
    /// The state after it.
    state: Py<State>,
    /// What to do, in order.
    actions: Py<PyList>,
    /// Why.
    trace: Py<Trace>,
}

impl Turn {
    fn of(py: Python<'_>, turn: sonthana::Turn) -> PyResult<Turn> {
        let actions = turn.actions.into_iter().map(Action::take).collect::<PyResult<Vec<_>>>()?;
        Ok(Turn {
            state: Py::new(py, State(turn.state))?,
            actions: PyList::new(py, actions)?.unbind(),
            trace: Py::new(py, Trace(turn.trace))?,
        })
    }
}

#[pymethods]
impl Turn {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("state", "actions", "trace")
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (state, actions) = (self.state.get().__repr__(), self.actions.bind(py).repr()?);
        Ok(format!("<sonthana.Turn state={state} actions={actions}>"))
    }
}

/// Why a turn came out as it did.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct Trace(sonthana::Trace);

#[pymethods]
impl Trace {
    /// What was odd.
    #[getter]
    fn notes(&self) -> Vec<Note> {
        self.0.notes.iter().map(Note::from).collect()
    }

    /// What the message was taken to mean.
    #[getter]
    fn understanding(&self) -> Option<Understanding> {
        self.0.understanding.as_ref().map(Understanding::from)
    }

    /// Which policy chose which action, from what, against which alternatives.
    #[getter]
    fn decisions(&self) -> Vec<Decision> {
        self.0.decisions.iter().map(Decision::from).collect()
    }

    /// The turn as Rasa-shaped events.
    #[getter]
    fn events<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.0.events.iter().map(|event| show(event, py)).collect()
    }
}
