//! A sentence encoder of the user's: text in, a vector out, by the ONNX Runtime.
//!
//! In: the bytes of a model and of its `tokenizer.json`, and the runtime's shared library, which is
//! loaded when the first encoder is opened. Out: vectors of length one. A text that is asked for
//! alone is run alone, so that what is remembered of it is what would be computed again. Only in
//! builds with the feature `onnx`; see `docs/encoders.md`.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ort::environment::Environment;
use ort::session::{Session, SessionInputValue};
use ort::value::Tensor;
use tokenizers::Tokenizer;

use crate::error::{Code, Error};
use crate::train::Training;
use crate::train::intent::train_with;
use crate::train::pool::cores;
use crate::understand::encoding::{Encoding, Vectors};
use crate::understand::{IntentModel, TextReader};

/// Tokens of a text that are read, at most; sentence encoders are taught with 128 to 512.
const LONGEST: usize = 128;
/// Texts that are run together in training.
const BATCH: usize = 32;
/// Vectors that are remembered; when there are so many, all are forgotten.
const REMEMBERED: usize = 4_096;

/// The one environment of the process: the library is never unloaded.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// A sentence encoder, opened; cheap to clone, shared between models and threads.
#[derive(Clone)]
pub struct Encoder(Arc<Inner>);

struct Inner {
    session: Mutex<Session>,
    tokenizer: Tokenizer,
    /// The names of the inputs, in the model's order.
    inputs: Vec<String>,
    width: usize,
    mark: u64,
    remembered: Mutex<HashMap<String, Arc<[f32]>>>,
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoder {{ width: {}, mark: {:016x} }}", self.0.width, self.0.mark)
    }
}

impl Encoder {
    /// Opens a model (`model.onnx`) with its tokenizer (`tokenizer.json`) and the shared library of
    /// the ONNX Runtime, 1.17 or newer; without a path the library is that of `ORT_DYLIB_PATH`, or
    /// what the system finds by its usual name.
    ///
    /// # Errors
    /// `not-found` where a file is not there, `encoder-library` where the library is not, and
    /// `encoder-model` where the files are no sentence encoder.
    pub fn open(model: &Path, tokenizer: &Path, library: Option<&Path>) -> Result<Encoder, Error> {
        let environment = environment(library)?;
        let (model, tokenizer) = (bytes(model)?, bytes(tokenizer)?);
        let mark = mark(&[&model, &tokenizer]);
        let tokenizer = tokenized(&tokenizer)?;
        let session = session(&environment, &model).map_err(|error| faulty("model", &error))?;
        let inputs: Vec<String> = session.inputs().iter().map(|input| input.name().to_owned()).collect();
        if let Some(other) = inputs.iter().find(|name| fill(name, 0, 0).is_none()) {
            let message = format!(
                "the model wants an input `{other}`; a sentence encoder takes `input_ids`, `attention_mask` and `token_type_ids`"
            );
            return Err(Error::new(Code::EncoderModel, message));
        }
        let remembered = Mutex::new(HashMap::new());
        let mut inner = Inner { session: Mutex::new(session), tokenizer, inputs, width: 0, mark, remembered };
        let first = inner.run(&["a"])?.pop().unwrap_or_default();
        if first.is_empty() {
            return Err(Error::new(Code::EncoderModel, "the model gives no vector for a text"));
        }
        inner.width = first.len();
        Ok(Encoder(Arc::new(inner)))
    }

    /// The vectors of texts, each of length one, or of zeros where the model gives none.
    ///
    /// # Errors
    /// `encoder-model` where the model fails on a text.
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Error> {
        self.0.vectors(texts)
    }

    /// How many numbers a vector has.
    pub fn width(&self) -> usize {
        self.0.width
    }

    fn encoding(&self) -> Encoding {
        Encoding(Arc::clone(&self.0) as Arc<dyn Vectors>)
    }
}

impl IntentModel {
    /// Learns like [`IntentModel::train_with`], with an encoder's sentence vectors as further
    /// features; `encoder-model` where the encoder fails on a text.
    pub fn train_encoded(
        examples: &[(String, Option<String>)],
        training: Training,
        encoder: &Encoder,
    ) -> Result<IntentModel, Error> {
        let list: Vec<_> = examples.iter().map(|(text, name)| (text.as_str(), name.as_deref())).collect();
        train_with(&list, training, Some(encoder.encoding()), &TextReader::default(), cores())
    }

    /// Loads a model that was taught with an encoder: `encoder-missing` where it was another.
    pub fn load_encoded(bytes: &[u8], encoder: &Encoder) -> Result<IntentModel, Error> {
        IntentModel::read_with(bytes, Some(&encoder.encoding()))
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.mark)
    }
}

impl Vectors for Inner {
    fn width(&self) -> usize {
        self.width
    }

    fn mark(&self) -> u64 {
        self.mark
    }

    fn vector(&self, text: &str) -> Option<Arc<[f32]>> {
        if let Some(known) = held(&self.remembered).get(text) {
            return Some(Arc::clone(known));
        }
        let vector: Arc<[f32]> = self.run(&[text]).ok()?.pop()?.into();
        let mut remembered = held(&self.remembered);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(text.to_owned(), Arc::clone(&vector));
        Some(vector)
    }

    /// Texts of a length run together, so that none is padded; what is remembered plays no part.
    fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Error> {
        let mut order: Vec<(usize, usize)> = (0..texts.len()).map(|at| (self.ids(texts[at]).len(), at)).collect();
        order.sort_unstable_by(|a, b| (a.0, texts[a.1]).cmp(&(b.0, texts[b.1])));
        let mut vectors = vec![Vec::new(); texts.len()];
        for same in order.chunk_by(|a, b| a.0 == b.0).flat_map(|same| same.chunks(BATCH)) {
            let batch: Vec<&str> = same.iter().map(|(_, at)| texts[*at]).collect();
            for ((_, at), vector) in same.iter().zip(self.run(&batch)?) {
                vectors[*at] = vector;
            }
        }
        Ok(vectors)
    }
}

impl Inner {
    /// The tokens of a text, at most [`LONGEST`]; one at least.
    fn ids(&self, text: &str) -> Vec<i64> {
        let encoding = self.tokenizer.encode(text, true);
        let mut ids: Vec<i64> =
            encoding.map(|encoding| encoding.get_ids().iter().map(|id| i64::from(*id)).collect()).unwrap_or_default();
        if let (true, Some(&last)) = (ids.len() > LONGEST, ids.last()) {
            // The mark of the end stays where it is wanted.
            ids.truncate(LONGEST);
            ids[LONGEST - 1] = last;
        }
        if ids.is_empty() { vec![0] } else { ids }
    }

    /// Runs texts that have the same number of tokens.
    fn run(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Error> {
        let ids: Vec<Vec<i64>> = texts.iter().map(|text| self.ids(text)).collect();
        let (rows, length) = (ids.len(), ids.first().map_or(0, Vec::len));
        let mut session = held(&self.session);
        let mut inputs: Vec<(&str, SessionInputValue<'_>)> = Vec::with_capacity(self.inputs.len());
        for name in &self.inputs {
            let data = fill(name, rows, length).unwrap_or_else(|| ids.concat());
            let data = if data.is_empty() { ids.concat() } else { data };
            let tensor = Tensor::from_array(([rows, length], data)).map_err(|error| faulty("model", &error))?;
            inputs.push((name.as_str(), tensor.into()));
        }
        let outputs = session.run(inputs).map_err(|error| faulty("model", &error))?;
        let (shape, values) = outputs[0].try_extract_tensor::<f32>().map_err(|error| faulty("model", &error))?;
        pooled(shape, values, rows).ok_or_else(|| {
            Error::new(
                Code::EncoderModel,
                format!("the model's first output has the shape {shape:?}, which is no vector a text or a token"),
            )
        })
    }
}

/// What an input is filled with; empty: the tokens themselves. `None`: no input of an encoder.
fn fill(name: &str, rows: usize, length: usize) -> Option<Vec<i64>> {
    match name {
        "input_ids" => Some(Vec::new()),
        "attention_mask" => Some(vec![1; rows * length]),
        "token_type_ids" => Some(vec![0; rows * length]),
        _ => None,
    }
}

/// A vector a text: as the model gives it, or the mean over the tokens.
fn pooled(shape: &[i64], values: &[f32], rows: usize) -> Option<Vec<Vec<f32>>> {
    let size = |at: usize| shape.get(at).and_then(|size| usize::try_from(*size).ok()).filter(|size| *size > 0);
    let (tokens, width) = match shape.len() {
        2 => (1, size(1)?),
        3 => (size(1)?, size(2)?),
        _ => return None,
    };
    if size(0)? != rows || values.len() != rows * tokens * width {
        return None;
    }
    let mean = |text: &[f32]| {
        let mut mean = vec![0.0_f32; width];
        for token in text.chunks_exact(width) {
            mean.iter_mut().zip(token).for_each(|(sum, value)| *sum += value);
        }
        let square: f32 = mean.iter().map(|value| value * value).sum();
        let scale = if square.is_finite() && square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        mean.iter_mut().for_each(|value| *value = if scale > 0.0 { *value * scale } else { 0.0 });
        mean
    };
    Some(values.chunks_exact(tokens * width).map(mean).collect())
}

fn session(environment: &Environment, model: &[u8]) -> ort::Result<Session> {
    // One thread: sums in one order.
    let builder = Session::builder(environment)?;
    let mut builder = builder.with_intra_threads(1)?;
    builder.commit_from_memory(model)
}

fn tokenized(bytes: &[u8]) -> Result<Tokenizer, Error> {
    let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| faulty("tokenizer", &error))?;
    tokenizer.with_padding(None);
    tokenizer.with_truncation(None).map_err(|error| faulty("tokenizer", &error))?;
    Ok(tokenizer)
}

/// The process's environment; the first to ask loads the library.
fn environment(library: Option<&Path>) -> Result<Environment, Error> {
    let mut own = held(&ENVIRONMENT);
    if let Some(environment) = own.as_ref() {
        return Ok(environment.clone());
    }
    let path = library.map_or_else(usual, Path::to_path_buf);
    let absent = |why: &dyn fmt::Display| {
        let message = format!(
            "the ONNX Runtime is not at `{}` ({why}); install it (`pip install onnxruntime`, or a release of \
             github.com/microsoft/onnxruntime) and give the path of its shared library, or set ORT_DYLIB_PATH",
            path.display()
        );
        Error::new(Code::EncoderLibrary, message)
    };
    let environment = ort::init_from(&path).map_err(|error| absent(&error))?.build().map_err(|error| absent(&error))?;
    *own = Some(environment.clone());
    Ok(environment)
}

/// Where the library is if nobody says so.
#[expect(clippy::disallowed_methods, reason = "opening an encoder looks where the runtime's users say it is")]
fn usual() -> PathBuf {
    let name = if cfg!(windows) {
        "onnxruntime.dll"
    } else if cfg!(target_vendor = "apple") {
        "libonnxruntime.dylib"
    } else {
        "libonnxruntime.so"
    };
    std::env::var_os("ORT_DYLIB_PATH").map_or_else(|| PathBuf::from(name), PathBuf::from)
}

#[expect(clippy::disallowed_methods, reason = "opening an encoder reads its files")]
fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| Error::new(Code::NotFound, format!("{}: {error}", path.display())))
}

fn faulty(what: &str, error: &dyn fmt::Display) -> Error {
    Error::new(Code::EncoderModel, format!("the encoder's {what} cannot be used: {error}"))
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A hash of files.
fn mark(files: &[&[u8]]) -> u64 {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    files.iter().flat_map(|file| file.iter()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| fold(hash, *byte))
}
