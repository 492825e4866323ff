//! How Python's values become ours and go back.
//!
//! Text with a lone surrogate is read with U+FFFD in its place, one for one, so positions hold.
//! Numbers that are not exact and values nested too deep are refused. Nothing here knows a turn.

use std::borrow::Cow;
use std::convert::Infallible;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use sonthana::{Timestamp, Value, host};

use crate::error::raise;

/// Something of the core with its Python counterpart.
pub(crate) trait Door: Sized {
    /// The core's type.
    type Core;
    /// To the core.
    fn give(self) -> Self::Core;
    /// From the core; an error where this binding is older than the core.
    fn take(core: Self::Core) -> PyResult<Self>;
}

/// Text, any `str`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) String);

/// Plain data: `None`, `bool`, `int`, `float`, `str`, lists and dicts of them.
#[derive(Clone, PartialEq)]
pub(crate) struct Plain(pub(crate) Value);

/// Milliseconds since 1970, an `int` or a `float`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time(pub(crate) Timestamp);

/// The characters of a `str`, with U+FFFD for each lone surrogate.
pub(crate) fn read<'a>(text: &'a Bound<'_, PyString>) -> PyResult<Cow<'a, str>> {
    if let Ok(text) = text.to_str() {
        return Ok(Cow::Borrowed(text));
    }
    let bytes: Vec<u8> = text.call_method1("encode", ("utf-32-le", "surrogatepass"))?.extract()?;
    let points = bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    Ok(Cow::Owned(points.map(|point| char::from_u32(point).unwrap_or('\u{FFFD}')).collect()))
}

fn value(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if depth > host::DEPTH {
        return Err(raise(object.py(), &host::too_deep()));
    }
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = object.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::Text(read(text)?.into_owned()));
    }
    if let Ok(number) = object.cast::<PyInt>() {
        return integer(number);
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return host::number(number.value()).map_err(|error| raise(object.py(), &error));
    }
    if let Ok(map) = object.cast::<PyDict>() {
        let entries = map.iter().map(|(key, item)| Ok((key.extract::<Text>()?.0, value(&item, depth + 1)?)));
        return Ok(Value::Map(entries.collect::<PyResult<_>>()?));
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        let items = object.try_iter()?.map(|item| value(&item?, depth + 1));
        return Ok(Value::List(items.collect::<PyResult<_>>()?));
    }
    let name = object.get_type().qualname()?;
    Err(PyTypeError::new_err(format!("a value is None, bool, int, float, str, list or dict, not {name}")))
}

/// An integer within 2^53, which a double holds exactly.
#[expect(clippy::cast_precision_loss, reason = "checked")]
fn integer(number: &Bound<'_, PyInt>) -> PyResult<Value> {
    match number.extract::<i64>() {
        Ok(small) if small.unsigned_abs() <= 1 << 53 => Ok(Value::Number(small as f64)),
        _ => Err(raise(number.py(), &host::bad_number())),
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Text> {
        Ok(Text(read(object.cast::<PyString>()?.as_any().cast()?)?.into_owned()))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Plain {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Plain> {
        value(&object, 0).map(Plain)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Time {
    type Error = PyErr;

    #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 only a time no clock shows")]
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Time> {
        let time = if object.is_instance_of::<PyBool>() {
            return Err(PyTypeError::new_err("a time is an int or a float of milliseconds, not bool"));
        } else if let Ok(float) = object.cast::<PyFloat>() {
            host::time(float.value())
        } else {
            let whole = object
                .call_method0("__index__")
                .map_err(|_| PyTypeError::new_err("a time is an int or a float of milliseconds since 1970"))?;
            host::time(whole.extract::<i64>().map_or(f64::INFINITY, |whole| whole as f64))
        };
        time.map(Time).map_err(|error| raise(object.py(), &error))
    }
}

impl<'py> IntoPyObject<'py> for &Text {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(PyString::new(py, &self.0))
    }
}

impl<'py> IntoPyObject<'py> for &Plain {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        show(&self.0, py)
    }
}

impl<'py> IntoPyObject<'py> for &Time {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        self.0.0.into_pyobject(py)
    }
}

/// A value as Python's own: integral numbers are `int`.
#[expect(clippy::cast_possible_truncation, reason = "integral and within 2^53")]
pub(crate) fn show<'py>(value: &Value, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any(),
        Value::Number(number) if number.fract() == 0.0 => (*number as i64).into_pyobject(py)?.into_any(),
        Value::Number(number) => PyFloat::new(py, *number).into_any(),
        Value::Text(text) => PyString::new(py, text).into_any(),
        Value::List(list) => {
            let items = list.iter().map(|item| show(item, py)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        Value::Map(map) => {
            let dict = PyDict::new(py);
            for (key, item) in map {
                dict.set_item(key, show(item, py)?)?;
            }
            dict.into_any()
        }
    })
}

macro_rules! door {
    ($($name:ty = $core:ty, $give:expr, $take:expr;)*) => { $(
        impl Door for $name {
            type Core = $core;
            fn give(self) -> $core { ($give)(self) }
            fn take(core: $core) -> PyResult<Self> { Ok(($take)(core)) }
        }
    )* };
}

door! {
    Text = String, |text: Text| text.0, Text;
    Plain = Value, |plain: Plain| plain.0, Plain;
    Time = Timestamp, |time: Time| time.0, Time;
    f64 = f64, |number| number, |number| number;
    u8 = u8, |number| number, |number| number;
}

impl<T: Door> Door for Option<T> {
    type Core = Option<T::Core>;

    fn give(self) -> Option<T::Core> {
        self.map(T::give)
    }

    fn take(core: Option<T::Core>) -> PyResult<Self> {
        core.map(T::take).transpose()
    }
}

impl<T: Door> Door for Vec<T> {
    type Core = Vec<T::Core>;

    fn give(self) -> Vec<T::Core> {
        self.into_iter().map(T::give).collect()
    }

    fn take(core: Vec<T::Core>) -> PyResult<Self> {
        core.into_iter().map(T::take).collect()
    }
}
