//! Sentence vectors from outside, as features beside our own.
//!
//! In: the part of a text that is read, and whoever makes vectors of texts. Out: feature rows behind
//! those of the words. A model remembers whose vectors it was taught with and takes no others. Nothing
//! here knows how a vector is made; one that cannot be made is left out.

use std::fmt;
use std::sync::Arc;

use crate::error::{Code, Error};
use crate::learn::bytes::{Reader, Writer, damaged};

/// The widest vectors that are taken.
const WIDEST: usize = 4_096;
/// How loud a vector of length one speaks beside the words, whose blocks have length one too.
const LOUD: f32 = 3.0;

/// Makes vectors of texts.
pub(crate) trait Vectors: fmt::Debug + Send + Sync {
    /// The numbers of a vector.
    fn width(&self) -> usize;
    /// What tells one maker of vectors from another: a hash of all it is made of.
    fn mark(&self) -> u64;
    /// The vector of a text, of length one; the same whenever it is asked for.
    fn vector(&self, text: &str) -> Option<Arc<[f32]>>;
    /// The vectors of many texts.
    #[cfg_attr(not(feature = "onnx"), allow(dead_code))]
    fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Error>;
}

/// The vectors that a model was taught with.
#[derive(Clone, Debug)]
pub(crate) struct Encoding(pub(crate) Arc<dyn Vectors>);

impl PartialEq for Encoding {
    fn eq(&self, other: &Encoding) -> bool {
        self.0.mark() == other.0.mark()
    }
}

impl Encoding {
    /// How many rows of features there are.
    pub(crate) fn width(&self) -> usize {
        self.0.width()
    }

    /// Adds the features of a text, in rows from `first` on.
    pub(crate) fn weigh(&self, text: &str, first: usize, features: &mut Vec<(u32, f32)>) {
        if let Some(vector) = self.0.vector(text) {
            features.extend(rows(first, &vector));
        }
    }

    /// Writes whose vectors they are.
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.number(self.0.mark() >> 1);
        writer.number(self.width() as u64);
    }

    /// Reads what [`Encoding::write`] wrote and holds it against the vectors that are there.
    pub(crate) fn read(reader: &mut Reader<'_>, given: Option<&Encoding>) -> Result<Encoding, Error> {
        let (mark, width) = (reader.number()?, reader.number()?);
        if width == 0 || width > WIDEST as u64 {
            return Err(damaged());
        }
        match given {
            Some(own) if own.0.mark() >> 1 == mark && own.width() as u64 == width => Ok(own.clone()),
            Some(_) => Err(missing("the model was taught with another encoder; open that one, or train again")),
            None => Err(missing("the model was taught with an encoder: load it together with that encoder")),
        }
    }
}

/// The features of a vector.
pub(crate) fn rows(first: usize, vector: &[f32]) -> impl Iterator<Item = (u32, f32)> {
    let first = u32::try_from(first).unwrap_or(0);
    (first..).zip(vector).map(|(row, &value)| (row, value * LOUD))
}

fn missing(message: &str) -> Error {
    Error::new(Code::EncoderMissing, message)
}
