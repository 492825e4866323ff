//! The parts that work on one text: normalisation, tokens, sentences, entities, sentiment, redaction, and values in words.
//!
//! Each function reads a `str`, calls the core and gives Python's own lists. Positions are code
//! points of the `str` that was passed.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use sonthana::host::{self, Offsets, Unit};

use crate::door::{Plain, Text, Time, read};
use crate::error::raise;
use crate::kept;
use crate::results::{self, Entity, Sentiment, Suggestion, Token};

/// How a text is read: marks in order, composed, without what is not meant.
#[pyfunction]
pub(crate) fn normalize(text: &Bound<'_, PyString>) -> PyResult<String> {
    Ok(sonthana::normalize(&read(text)?))
}

/// The tokens of a text; joined, they are the text.
#[pyfunction]
pub(crate) fn tokenize(text: &Bound<'_, PyString>) -> PyResult<Vec<Token>> {
    let text = read(text)?;
    Ok(tokens(&text, &sonthana::tokenize(&text)))
}

/// The texts of the tokens, without white space.
#[pyfunction]
pub(crate) fn words<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
    kept::list(text.py(), &sonthana::words(&read(text)?))
}

/// The sentences of a text.
#[pyfunction]
pub(crate) fn sentences<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
    PyList::new(text.py(), sonthana::sentences(&read(text)?))
}

/// The Thai character clusters of a text.
#[pyfunction]
pub(crate) fn clusters<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
    PyList::new(text.py(), sonthana::clusters(&read(text)?))
}

/// The characters of a text as a reader sees them.
#[pyfunction]
pub(crate) fn graphemes<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
    PyList::new(text.py(), sonthana::graphemes(&read(text)?))
}

/// The built-in entities of a text, all kinds or those asked for.
#[pyfunction]
#[pyo3(signature = (text, now, zone = Text("Asia/Bangkok".to_owned()), kinds = None), text_signature = "(text, now, zone='Asia/Bangkok', kinds=None)")]
pub(crate) fn entities(
    text: &Bound<'_, PyString>,
    now: Time,
    zone: Text,
    kinds: Option<Vec<Text>>,
) -> PyResult<Vec<Entity>> {
    let (py, text) = (text.py(), read(text)?);
    let kinds: Option<Vec<&str>> = kinds.as_ref().map(|kinds| kinds.iter().map(|kind| kind.0.as_str()).collect());
    let found = sonthana::entities(&text, now.0, &zone.0, kinds.as_deref());
    Ok(results::entities(&text, found.map_err(|error| raise(py, &error))?))
}

/// How the writer of a text feels about it.
#[pyfunction]
pub(crate) fn sentiment(text: &Bound<'_, PyString>) -> PyResult<Sentiment> {
    Ok(sonthana::sentiment(&read(text)?).into())
}

/// A text with what is personal masked, all kinds of it or those asked for.
#[pyfunction]
#[pyo3(signature = (text, kinds = None, mask = None), text_signature = "(text, kinds=None, mask=None)")]
pub(crate) fn redact(text: &Bound<'_, PyString>, kinds: Option<Vec<Text>>, mask: Option<Text>) -> PyResult<String> {
    let kinds: Option<Vec<&str>> = kinds.as_ref().map(|kinds| kinds.iter().map(|kind| kind.0.as_str()).collect());
    let mask = mask.as_ref().map(|mask| mask.0.as_str());
    sonthana::redact(&read(text)?, kinds.as_deref(), mask).map_err(|error| raise(text.py(), &error))
}

/// A value in words, as people say it.
#[pyfunction]
#[pyo3(signature = (value, style = None, now = None, zone = Text("Asia/Bangkok".to_owned()), language = Text("th".to_owned())), text_signature = "(value, style=None, now=None, zone='Asia/Bangkok', language='th')")]
pub(crate) fn say(
    value: &Bound<'_, PyAny>,
    style: Option<Text>,
    now: Option<Time>,
    zone: Text,
    language: Text,
) -> PyResult<String> {
    let (py, plain) = (value.py(), value.extract::<Plain>()?);
    let style = style.as_ref().map(|style| style.0.as_str());
    let said = sonthana::say(&plain.0, style, now.map(|now| now.0), &zone.0, &language.0);
    said.map_err(|error| raise(py, &error))
}

/// Cuts texts into tokens, knowing some words of the user's besides its own.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct Tokenizer(sonthana::Tokenizer);

#[pymethods]
impl Tokenizer {
    #[new]
    #[pyo3(signature = (words = Vec::new()), text_signature = "(words=())")]
    fn new(words: Vec<Text>) -> Tokenizer {
        Tokenizer(sonthana::Tokenizer::new(words.iter().map(|word| &word.0)))
    }

    /// The tokens of a text; joined, they are the text.
    fn tokenize(&self, text: &Bound<'_, PyString>) -> PyResult<Vec<Token>> {
        let text = read(text)?;
        Ok(tokens(&text, &self.0.tokenize(&text)))
    }

    /// The texts of the tokens, without white space.
    fn words<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
        kept::list(text.py(), &self.0.words(&read(text)?))
    }
}

/// Reads texts as the engine does, without some of the repairs.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct Normalizer(sonthana::Normalizer);

#[pymethods]
impl Normalizer {
    #[new]
    #[pyo3(signature = (without = Vec::new()), text_signature = "(without=())")]
    fn new(py: Python<'_>, without: Vec<Text>) -> PyResult<Normalizer> {
        let made = sonthana::Normalizer::new(without.iter().map(|name| &name.0));
        made.map(Normalizer).map_err(|error| raise(py, &error))
    }

    /// The text as it is read.
    fn normalize(&self, text: &Bound<'_, PyString>) -> PyResult<String> {
        Ok(self.0.normalize(&read(text)?))
    }
}

/// Finds slips of spelling and of the keyboard's layout.
#[pyclass(frozen, module = "sonthana")]
pub(crate) struct Speller(sonthana::Speller);

#[pymethods]
impl Speller {
    #[new]
    #[pyo3(signature = (words = Vec::new()), text_signature = "(words=())")]
    fn new(words: Vec<Text>) -> Speller {
        Speller(sonthana::Speller::new(words.iter().map(|word| &word.0)))
    }

    /// What may have been meant, in order of the text.
    fn suggest(&self, text: &Bound<'_, PyString>) -> PyResult<Vec<Suggestion>> {
        let text = read(text)?;
        Ok(results::suggestions(&text, self.0.suggest(&text)))
    }
}

fn tokens(text: &str, tokens: &[sonthana::Token<'_>]) -> Vec<Token> {
    let mut offsets = Offsets::new(text, Unit::CodePoint);
    let token = |token: &sonthana::Token<'_>| Token {
        text: Text(token.text.to_owned()),
        start: offsets.at(token.span.start),
        end: offsets.at(token.span.end),
        kind: Text(host::kind(token.kind).to_owned()),
    };
    tokens.iter().map(token).collect()
}
