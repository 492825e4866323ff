//! What the classes of this binding share: printing, pickling, and the shape of a result.
//!
//! A class lists its fields in `__match_args__`; its text and its pickle follow from them.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

/// `Event.Message(text='สวัสดี')`: the fields by name, of a variant those that hold something.
pub(crate) fn repr(object: &Bound<'_, PyAny>, variant: bool) -> PyResult<String> {
    let class = object.get_type();
    let mut text = class.qualname()?.to_string();
    text.push('(');
    let mut first = true;
    for name in class.getattr("__match_args__")?.try_iter()? {
        let name = name?;
        let name = name.cast::<PyString>()?;
        let field = object.getattr(name)?;
        if variant && (field.is_none() || field.cast::<PyList>().is_ok_and(PyListMethods::is_empty)) {
            continue;
        }
        if !std::mem::take(&mut first) {
            text.push_str(", ");
        }
        text.push_str(&format!("{name}={}", field.repr()?));
    }
    text.push(')');
    Ok(text)
}

/// The class and its fields in order: what `pickle` and `copy` rebuild an object from.
pub(crate) fn reduce<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let class = object.get_type();
    let names = class.getattr("__match_args__")?;
    let fields = names.try_iter()?.map(|name| object.getattr(name?.cast::<PyString>()?));
    let fields = PyTuple::new(object.py(), fields.collect::<PyResult<Vec<_>>>()?)?;
    Ok(PyTuple::new(object.py(), [class.into_any(), fields.into_any()])?.into_any())
}

/// A frozen class of named fields, read from Python and rebuilt from them.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[pyclass(frozen, eq, get_all, module = "sonthana", from_py_object)]
        #[derive(Clone, PartialEq)]
        pub(crate) struct $name {
            $($(#[$about])* pub(crate) $field: $type,)*
        }

        #[pymethods]
        impl $name {
            #[classattr]
            fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                pyo3::types::PyTuple::new(py, [$(stringify!($field)),*])
            }

            #[new]
            #[allow(clippy::too_many_arguments, reason = "one a field")]
            fn new($($field: $type),*) -> $name {
                $name { $($field),* }
            }

            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                crate::record::repr(slf.as_any(), false)
            }

            fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
                crate::record::repr(slf.as_any(), false)?.into_pyobject(slf.py())?.hash()
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
                crate::record::reduce(slf.as_any())
            }
        }
    };
}
pub(crate) use record;
