//! Words → Python's strings, those that come again made once.
//!
//! To make a string costs Python nearly as much as the core takes to cut the word. Words repeat: each has
//! one place in a list of fixed size, and the last Thai word that came there is kept. Strings never change,
//! so that two lists share one is not seen. Nothing here waits: where another thread has the list, words
//! are made.

use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

/// How many words are kept at most; a power of two.
const PLACES: usize = 2048;
/// Longer ones are never kept, in bytes: at most some 0.4 MB are.
const LONGEST: usize = 48;

/// A word and Python's string of it.
type Kept = Option<(Box<str>, Py<PyString>)>;

static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// A list of words as Python's strings.
pub(crate) fn list<'py>(py: Python<'py>, words: &[&str]) -> PyResult<Bound<'py, PyList>> {
    let Ok(mut kept) = KEPT.try_lock() else { return PyList::new(py, words) };
    kept.resize_with(PLACES, || None);
    PyList::new(py, words.iter().map(|word| string(py, word, &mut kept)))
}

fn string<'py>(py: Python<'py>, word: &str, kept: &mut [Kept]) -> Bound<'py, PyString> {
    // Numbers, addresses and names in Latin letters hardly come again.
    if word.len() > LONGEST || !word.starts_with(|ch| ('ก'..='๎').contains(&ch)) {
        return PyString::new(py, word);
    }
    match &mut kept[place(word)] {
        Some((same, string)) if **same == *word => string.bind(py).clone(),
        other => {
            let string = PyString::new(py, word);
            *other = Some((word.into(), string.clone().unbind()));
            string
        }
    }
}

/// Where a word has its place: its bytes, eight at a time, mixed.
fn place(word: &str) -> usize {
    let (eights, rest) = word.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mixed = eights.iter().chain([&last]).fold(0, |mixed: u64, bytes| {
        (mixed.rotate_left(5) ^ u64::from_le_bytes(*bytes)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    (mixed >> (64 - PLACES.ilog2())) as usize
}
