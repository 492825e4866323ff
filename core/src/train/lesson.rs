//! Examples → numbers to learn from.
//!
//! In: texts with the names of their classes; no name: out of scope. Out: a [`Lesson`]: features,
//! classes, weighting and the keys of the examples. Texts are read on several threads.

use std::collections::BTreeMap;

use crate::error::{Code, Error};
use crate::features::{Counts, Frequencies, Read, Terms, Weighting};
use crate::learn::matrix::Matrix;
use crate::learn::number::ln;
use crate::train::pool::each;
use crate::train::slip::slips;
use crate::understand::TextReader;
use crate::understand::courtesy;
use crate::understand::encoding::{Encoding, rows};
use crate::understand::known::key;

/// Hashed rows as a power of two, unless that makes too many weights.
const BITS: u32 = 15;
/// Up to so many examples a class, on average, what words stand for counts: more of them say it themselves.
const FEW: usize = 40;
/// Rows times classes, at most.
const WEIGHTS: usize = 1 << 24;
/// The most classes of a model.
const CLASSES: usize = 8_192;

/// How many slips an example has that is written in a hurry.
const SLIPS: u32 = 2;

/// The class of what is out of scope.
pub(crate) const NONE: u32 = u32::MAX;

/// An example and the name of its class.
pub(crate) type Pair<'a> = (&'a str, Option<&'a str>);

/// Examples as numbers.
pub(crate) struct Lesson {
    /// Sorted.
    pub(crate) names: Vec<String>,
    /// The examples proper come first, the spoken names of the classes behind them.
    pub(crate) proper: usize,
    /// The class of each example.
    pub(crate) classes: Vec<u32>,
    /// What each example is remembered by.
    pub(crate) keys: Vec<Option<u64>>,
    pub(crate) matrix: Matrix,
    /// The examples as they are written in a hurry; none with an encoder, which is slow and bears slips.
    pub(crate) hurried: Option<Matrix>,
    pub(crate) weighting: Weighting,
    /// Sentence vectors, whose features stand in the rows behind those of the words.
    pub(crate) encoding: Option<Encoding>,
    /// Whether greetings and thanks around an example are passed over.
    pub(crate) courteous: bool,
}

impl Lesson {
    /// Reads examples; `spoken`: the names themselves are examples too, and words count by what they
    /// mean beside what they are. Texts of nothing but white
    /// space are passed over; it is an error if no named text is left.
    pub(crate) fn read(examples: &[Pair<'_>], spoken: bool, threads: usize) -> Result<Lesson, Error> {
        Lesson::encoded(examples, spoken, None, &TextReader::default(), threads)
    }

    /// Reads examples, with sentence vectors as further features.
    pub(crate) fn encoded(
        examples: &[Pair<'_>],
        spoken: bool,
        encoding: Option<Encoding>,
        reader: &TextReader,
        threads: usize,
    ) -> Result<Lesson, Error> {
        let kept: Vec<Pair<'_>> = examples.iter().copied().filter(|(text, _)| !text.trim().is_empty()).collect();
        let numbers = numbered(&kept)?;
        let count = u32::try_from(numbers.len()).unwrap_or(NONE);
        let said: Vec<String> = if spoken { numbers.keys().map(|name| aloud(name)).collect() } else { Vec::new() };
        let texts: Vec<&str> = kept.iter().map(|(text, _)| *text).chain(said.iter().map(String::as_str)).collect();
        let class = |name: Option<&str>| name.and_then(|name| numbers.get(name)).copied().unwrap_or(NONE);
        let extra = if spoken { count } else { 0 };
        let classes = kept.iter().map(|(_, name)| class(*name)).chain(0..extra).collect();
        let few = kept.len() <= FEW * numbers.len();
        let wanted = if few { Read::Concepts } else { Read::Meanings };
        let table = wanted.table().filter(|_| spoken);
        let courteous = spoken && !numbers.keys().any(|name| name.contains('+'));
        let how = (Read::by(table), courteous);
        let read = read_all(&texts, reader, how, threads);
        let mut frequencies = Frequencies::new(bits(numbers.len()));
        for (counts, _) in &read {
            frequencies.add(counts.all());
        }
        let weighting = frequencies.weighting(ln).with_words(table);
        let mut matrix = Matrix::default();
        let mut features = Vec::new();
        let vectors = vectors(encoding.as_ref(), &texts, reader, courteous)?;
        for (at, (counts, _)) in read.iter().enumerate() {
            weighting.weigh(counts, &mut features);
            features.extend(vectors.get(at).into_iter().flat_map(|vector| rows(weighting.rows(), vector)));
            matrix.push(features.iter().copied());
        }
        let hurried = (spoken && encoding.is_none()).then(|| hurried(&texts, &weighting, reader, (courteous, threads)));
        let keys = read.into_iter().map(|(_, key)| key).collect();
        let names = numbers.into_keys().map(str::to_owned).collect();
        Ok(Lesson { names, proper: kept.len(), classes, keys, matrix, hurried, weighting, encoding, courteous })
    }

    /// How many rows of features there are.
    pub(crate) fn rows(&self) -> usize {
        self.weighting.rows() + self.encoding.as_ref().map_or(0, Encoding::width)
    }

    /// All examples, by number.
    pub(crate) fn all(&self) -> Vec<u32> {
        (0..u32::try_from(self.matrix.len()).unwrap_or(NONE)).collect()
    }
}

/// The features of each text with slips of the fingers, the same ones each time.
fn hurried(texts: &[&str], weighting: &Weighting, reader: &TextReader, how: (bool, usize)) -> Matrix {
    let (courteous, threads) = how;
    let typed: Vec<String> = texts.iter().zip(1..).map(|(text, seed)| slips(text, SLIPS, seed << 32)).collect();
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    let (mut matrix, mut features) = (Matrix::default(), Vec::new());
    for (counts, _) in &read_all(&typed, reader, (Read::by(weighting.words()), courteous), threads) {
        weighting.weigh(counts, &mut features);
        matrix.push(features.iter().copied());
    }
    matrix
}

/// The sentence vector of each text as a message is read; none without an encoder.
fn vectors(
    encoding: Option<&Encoding>,
    texts: &[&str],
    reader: &TextReader,
    courteous: bool,
) -> Result<Vec<Vec<f32>>, Error> {
    let Some(encoding) = encoding else { return Ok(Vec::new()) };
    let mut pieces = Vec::new();
    let mut said = |text: &&str| {
        let text = reader.read(text, &mut pieces);
        let matter = if courteous { courtesy::matter(text.reading(), &pieces) } else { 0..pieces.len() };
        let ends = pieces[matter.clone()].first().zip(pieces[matter].last());
        let said = ends.map_or("", |(first, last)| &text.reading()[first.start as usize..last.end as usize]);
        said.trim().to_owned()
    };
    let read: Vec<String> = texts.iter().map(&mut said).collect();
    encoding.0.vectors(&read.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The names, sorted, with their numbers.
fn numbered<'a>(kept: &[Pair<'a>]) -> Result<BTreeMap<&'a str, u32>, Error> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    numbers.extend(kept.iter().filter_map(|(_, name)| *name).map(|name| (name, 0)));
    if numbers.is_empty() {
        return Err(Error::new(Code::NothingToTrain, "no example has both words and a name to learn"));
    }
    if numbers.len() > CLASSES {
        let message = format!("{} names to tell apart; a model takes at most {CLASSES}", numbers.len());
        return Err(Error::new(Code::TooLarge, message));
    }
    for (number, at) in (0..).zip(numbers.values_mut()) {
        *at = number;
    }
    Ok(numbers)
}

/// How many rows there is room for.
fn bits(classes: usize) -> u32 {
    (WEIGHTS / classes.max(1)).ilog2().min(BITS)
}

/// Terms and key of each text; without its courtesies, where they are passed over.
fn read_all(texts: &[&str], reader: &TextReader, how: (Read, bool), threads: usize) -> Vec<(Counts, Option<u64>)> {
    const CHUNK: usize = 256;
    let chunks: Vec<&[&str]> = texts.chunks(CHUNK).collect();
    let read = each(chunks.len(), threads, |at| {
        let (mut terms, mut pieces) = (Terms::default(), Vec::new());
        let mut read = Vec::with_capacity(CHUNK);
        for text in chunks[at] {
            let text = reader.read(text, &mut pieces);
            let matter = if how.1 { courtesy::matter(text.reading(), &pieces) } else { 0..pieces.len() };
            let counts = terms.read(text.reading(), &pieces[matter], how.0).clone();
            read.push((counts, key(text.reading(), &pieces)));
        }
        read
    });
    read.into_iter().flatten().collect()
}

/// A name as a person would say it: `card_arrival`, `BookFlight` and `faq/hours` in words.
fn aloud(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for ch in name.chars() {
        if ch.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        words.push(if ch.is_ascii() && !ch.is_ascii_alphanumeric() { ' ' } else { ch });
        before = ch;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spoken() {
        assert_eq!(aloud("card_arrival"), "card arrival");
        assert_eq!(aloud("BookFlight"), "Book Flight");
        assert_eq!(aloud("faq/เวลาเปิด"), "faq เวลาเปิด");
    }

    #[test]
    fn many_classes_have_fewer_rows() {
        assert_eq!((bits(1), bits(150), bits(512), bits(1000), bits(8192)), (15, 15, 15, 14, 11));
    }

    #[test]
    fn blank_examples_are_passed_over() {
        let lesson = Lesson::read(&[("a", Some("x")), (" \n", Some("y")), ("b", None)], true, 1).unwrap();
        assert_eq!((lesson.names.len(), lesson.proper, lesson.classes), (1, 2, vec![0, NONE, 0]));
    }
}
