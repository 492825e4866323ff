//! Examples → an [`IntentModel`].
//!
//! In: texts with the names of their intents; no name: out of scope. Out: a model, the same bytes on
//! any number of threads and in any order of thread execution. Held-back folds calibrate it.

use std::collections::BTreeMap;

use crate::error::{Code, Error};
use crate::features::{Counts, Frequencies, Terms, Weighting};
use crate::learn::calibration::{Calibration, quantile, sharpness};
use crate::learn::hinge::{Hinge, LANES, Lane};
use crate::learn::matrix::{Matrix, shuffled};
use crate::learn::number::ln;
use crate::learn::weights::Weights;
use crate::normalize::normalize;
use crate::tokenize::tokenize;
use crate::train::pool::{cores, each};
use crate::understand::intent::IntentModel;
use crate::understand::known::{Known, key};

/// Hashed rows, as a power of two.
const BITS: u32 = 15;
/// The class of what is out of scope.
const NONE: u32 = u32::MAX;
/// What may be wrongly refused of what is in scope.
const REFUSED: f64 = 0.05;
/// The most intents of a model.
const MOST: usize = 20_000;

impl IntentModel {
    /// Learns from texts and the names of their intents; no name: the text is out of scope.
    ///
    /// The names themselves count as examples. Texts without a word are passed over;
    /// `nothing-to-train` where no named text is left.
    pub fn train(examples: &[(String, Option<String>)]) -> Result<IntentModel, Error> {
        let list: Vec<(&str, Option<&str>)> =
            examples.iter().map(|(text, name)| (text.as_str(), name.as_deref())).collect();
        train(&list, cores())
    }
}

/// Trains on a number of threads.
pub(crate) fn train(examples: &[(&str, Option<&str>)], threads: usize) -> Result<IntentModel, Error> {
    let lesson = Lesson::read(examples, threads)?;
    let calibration = lesson.calibrate(threads);
    let all: Vec<u32> = (0..lesson.matrix.len() as u32).collect();
    let weights = lesson.weights(&lesson.learn(&all, threads));
    Ok(IntentModel { names: lesson.names, weighting: lesson.weighting, weights, calibration, known: lesson.known })
}

/// The examples as numbers.
struct Lesson {
    names: Vec<String>,
    /// The examples proper come first, the names of the intents behind them.
    proper: usize,
    classes: Vec<u32>,
    matrix: Matrix,
    weighting: Weighting,
    known: Known,
}

impl Lesson {
    fn read(examples: &[(&str, Option<&str>)], threads: usize) -> Result<Lesson, Error> {
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        for name in examples.iter().filter(|(text, _)| !text.trim().is_empty()).filter_map(|(_, name)| *name) {
            numbers.insert(name, 0);
        }
        if numbers.is_empty() {
            return Err(Error::new(Code::NothingToTrain, "no intent has an example with a word in it"));
        }
        if numbers.len() > MOST {
            return Err(Error::new(Code::TooLarge, format!("{} intents; a model takes at most {MOST}", numbers.len())));
        }
        for (number, (_, at)) in (0..).zip(&mut numbers) {
            *at = number;
        }
        let kept: Vec<(&str, Option<&str>)> =
            examples.iter().copied().filter(|(text, _)| !text.trim().is_empty()).collect();
        let spoken: Vec<String> = numbers.keys().map(|name| spoken(name)).collect();
        let texts: Vec<&str> = kept.iter().map(|(text, _)| *text).chain(spoken.iter().map(String::as_str)).collect();
        let class = |name: Option<&str>| name.and_then(|name| numbers.get(name)).copied().unwrap_or(NONE);
        let classes: Vec<u32> = kept.iter().map(|(_, name)| class(*name)).chain(0..numbers.len() as u32).collect();
        let read = read_all(&texts, threads);
        let mut frequencies = Frequencies::new(BITS);
        for (counts, _) in &read {
            frequencies.add(counts.all());
        }
        let weighting = frequencies.weighting(ln);
        let mut matrix = Matrix::default();
        let mut features = Vec::new();
        let mut keys = Vec::new();
        for (at, (counts, key)) in read.iter().enumerate() {
            weighting.weigh(counts, &mut features);
            matrix.push(features.iter().copied());
            if let (Some(key), true, true) = (key, at < kept.len(), classes[at] != NONE) {
                keys.push((*key, classes[at]));
            }
        }
        let names = numbers.into_keys().map(str::to_owned).collect();
        Ok(Lesson { names, proper: kept.len(), classes, matrix, weighting, known: Known::new(keys) })
    }

    /// Weights of all classes, block by block.
    fn learn(&self, chosen: &[u32], threads: usize) -> Vec<Vec<Lane>> {
        let rows = self.weighting.rows();
        let hinge = Hinge { examples: &self.matrix, classes: &self.classes, chosen, rows, cost: 0.5, passes: 15 };
        each(self.names.len().div_ceil(LANES), threads, |block| hinge.block((block * LANES) as u32))
    }

    fn weights(&self, blocks: &[Vec<Lane>]) -> Weights {
        let k = self.names.len();
        let row = |row: usize| blocks.iter().flat_map(|block| block[row]).take(k).collect::<Vec<f32>>();
        let mut weights = Weights::new(row(self.weighting.rows()));
        for at in 0..self.weighting.rows() {
            weights.push(&row(at), 0.0);
        }
        weights
    }

    /// Learns from two thirds and looks at the rest, three times.
    fn calibrate(&self, threads: usize) -> Calibration {
        const FOLDS: usize = 3;
        let order = shuffled(self.proper, 7);
        let (mut scores, mut classes) = (Vec::new(), Vec::new());
        for fold in 0..FOLDS {
            let held = |at: usize| at < self.proper && order[at] as usize % FOLDS == fold;
            let (out, chosen): (Vec<u32>, Vec<u32>) = (0..self.matrix.len() as u32).partition(|at| held(*at as usize));
            let blocks = self.learn(&chosen, threads);
            for at in out.into_iter().map(|at| at as usize).filter(|at| self.classes[*at] != NONE) {
                scores.push(self.score(at, &blocks));
                classes.push(self.classes[at]);
            }
        }
        let mut calibration = Calibration { sharpness: sharpness(&scores, &classes), ..Calibration::default() };
        let mut buffer = Vec::new();
        let mut energies: Vec<f64> = scores.iter().map(|scores| calibration.apply(scores, &mut buffer)).collect();
        let least = quantile(&mut energies, REFUSED);
        calibration.middle = least as f32;
        calibration.threshold = if least.is_finite() { 0.5 } else { 0.0 };
        if !least.is_finite() {
            calibration.middle = -1e6;
        }
        calibration
    }

    fn score(&self, at: usize, blocks: &[Vec<Lane>]) -> Vec<f32> {
        let (rows, values) = self.matrix.example(at);
        let mut scores = Vec::with_capacity(blocks.len() * LANES);
        for block in blocks {
            let mut lane = block[self.weighting.rows()];
            for (&row, &value) in rows.iter().zip(values) {
                for k in 0..LANES {
                    lane[k] += value * block[row as usize][k];
                }
            }
            scores.extend(lane);
        }
        scores.truncate(self.names.len());
        scores
    }
}

/// Terms and key of each text.
fn read_all(texts: &[&str], threads: usize) -> Vec<(Counts, Option<u64>)> {
    const CHUNK: usize = 256;
    let chunks: Vec<&[&str]> = texts.chunks(CHUNK).collect();
    let read = each(chunks.len(), threads, |at| {
        let (mut terms, mut pieces) = (Terms::default(), Vec::new());
        let mut read = Vec::with_capacity(CHUNK);
        for text in chunks[at] {
            let text = normalize(crate::understand::clipped(text));
            tokenize(&text, &mut pieces);
            read.push((terms.read(text.reading(), &pieces).clone(), key(text.reading(), &pieces)));
        }
        read
    });
    read.into_iter().flatten().collect()
}

/// An intent's name as a person would say it: `card_arrival`, `BookFlight` and `faq/hours` in words.
fn spoken(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for ch in name.chars() {
        if ch.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        words.push(if ch.is_alphanumeric() || ch > '\u{7f}' { ch } else { ' ' });
        before = ch;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: [(&str, Option<&str>); 8] = [
        ("เปิดกี่โมง", Some("hours")),
        ("ปิดกี่โมงคะ", Some("hours")),
        ("วันนี้ร้านเปิดไหม", Some("hours")),
        ("ขอลาเต้แก้วนึง", Some("order")),
        ("เอาชาเย็นสองแก้วค่ะ", Some("order")),
        ("สั่งกาแฟเย็นหวานน้อย", Some("order")),
        ("cancel my order", Some("cancel")),
        ("ยกเลิกออเดอร์ค่ะ", Some("cancel")),
    ];

    #[test]
    fn learns_and_comes_back() {
        let model = train(&EXAMPLES, 1).unwrap();
        assert_eq!(model.predict("ร้านเปิดกี่โมงคะ").name.as_deref(), Some("hours"));
        assert_eq!(model.rank("ขอชาเย็นแก้วนึง")[0].name.as_deref(), Some("order"));
        let again = IntentModel::load(&model.save()).unwrap();
        assert_eq!(again, model);
        assert_eq!(again.rank("ยกเลิกค่ะ"), model.rank("ยกเลิกค่ะ"));
    }

    #[test]
    fn threads_do_not_matter() {
        let many: Vec<(String, String)> = (0..300)
            .map(|at| (format!("word{} thing{} again{at}", at % 7, at % 40), format!("intent{}", at % 40)))
            .collect();
        let list: Vec<(&str, Option<&str>)> =
            many.iter().map(|(text, name)| (text.as_str(), Some(name.as_str()))).collect();
        let one = train(&list, 1).unwrap().save();
        assert_eq!(one, train(&list, 2).unwrap().save());
        assert_eq!(one, train(&list, 3).unwrap().save());
    }

    #[test]
    fn odd_lessons_are_a_model_or_a_clear_error() {
        assert_eq!(train(&[], 1).unwrap_err().code(), "nothing-to-train");
        assert_eq!(train(&[("  ", Some("a")), ("x", None)], 1).unwrap_err().code(), "nothing-to-train");
        let one = train(&[("hello", Some("greet")), ("", Some("greet"))], 1).unwrap();
        assert_eq!(one.predict("hello").name.as_deref(), Some("greet"));
        assert!((one.rank("anything")[0].score - 1.0).abs() < 1e-9);
        let twice = train(&[("same", Some("a")), ("same", Some("b"))], 1).unwrap();
        assert_eq!(twice.rank("same").len(), 2);
    }

    #[test]
    fn names_are_spoken() {
        assert_eq!(spoken("card_arrival"), "card arrival");
        assert_eq!(spoken("BookFlight"), "Book Flight");
        assert_eq!(spoken("faq/เวลาเปิด"), "faq เวลาเปิด");
    }
}
