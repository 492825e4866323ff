//! `SonthanaError`: what opening, building and restoring raise.
//!
//! An error of the core becomes an exception with `.code .file .line .column`; the wrong type from
//! the host is Python's own `TypeError` and is raised where it comes in.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use sonthana::Error;

pyo3::create_exception!(
    sonthana,
    SonthanaError,
    PyValueError,
    "Why a bot did not open, a model did not load or a state was not restored."
);

/// The exception for an error of the core.
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    let raised = SonthanaError::new_err(error.to_string());
    let value = raised.value(py);
    let set = value
        .setattr("code", error.code())
        .and_then(|()| value.setattr("file", error.file()))
        .and_then(|()| value.setattr("line", error.line()))
        .and_then(|()| value.setattr("column", error.column()));
    set.err().unwrap_or(raised)
}
