//! Examples → an [`IntentModel`].
//!
//! In: texts with the names of their intents; no name: out of scope. Out: a model, the same bytes on
//! any number of threads. Folds that are held back tell how sure a score may be; intents that are
//! held back whole stand for what is out of scope.

use crate::error::{Code, Error};
use crate::learn::calibration::{Calibration, Trial, calibrate};
use crate::learn::matrix::occurring;
use crate::learn::softmax::{Dense, Softmax};
use crate::learn::weights::Weights;
use crate::train::lesson::{Lesson, NONE, Pair};
use crate::train::pool::{cores, each};
use crate::train::several;
use crate::understand::TextReader;
use crate::understand::encoding::Encoding;
use crate::understand::intent::IntentModel;
use crate::understand::known::Known;

/// With fewer intents than this none is held back whole.
const FEW: usize = 4;
/// From so many examples on one run is steady; of fewer, as many runs as come to this are averaged:
/// an example more or less then hardly moves a score that it has nothing to do with.
const STEADY: usize = 2_400;
/// The most runs.
const RUNS: u32 = 4;

/// What training promises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// The share of messages in scope that may be refused, 0 to 0.5; the more, the more of what is
    /// out of scope is refused too. The threshold is set on held-back examples.
    pub refuse: f64,
}

impl Default for Training {
    fn default() -> Training {
        Training { refuse: 0.05 }
    }
}

impl IntentModel {
    /// Learns from texts and the names of their intents; no name: the text is out of scope.
    ///
    /// The names themselves count as examples. Texts without a word are passed over;
    /// `nothing-to-train` where no named text is left, `too-large` beyond 8,192 intents.
    pub fn train(examples: &[(String, Option<String>)]) -> Result<IntentModel, Error> {
        IntentModel::train_with(examples, Training::default())
    }

    /// Learns like [`IntentModel::train`], with other promises; `bad-value` where one is out of range.
    pub fn train_with(examples: &[(String, Option<String>)], training: Training) -> Result<IntentModel, Error> {
        let list: Vec<Pair<'_>> = examples.iter().map(|(text, name)| (text.as_str(), name.as_deref())).collect();
        train_with(&list, training, None, &TextReader::default(), cores())
    }
}

/// Trains on a number of threads.
#[cfg(test)]
pub(crate) fn train(examples: &[Pair<'_>], threads: usize) -> Result<IntentModel, Error> {
    train_with(examples, Training::default(), None, &TextReader::default(), threads)
}

/// Trains with promises on a number of threads.
pub(crate) fn train_with(
    examples: &[Pair<'_>],
    training: Training,
    encoding: Option<Encoding>,
    reader: &TextReader,
    threads: usize,
) -> Result<IntentModel, Error> {
    if !(0.0..=0.5).contains(&training.refuse) {
        return Err(Error::new(Code::BadValue, "`refuse` is a share between 0 and 0.5, such as 0.05"));
    }
    let lesson = Lesson::encoded(examples, true, encoding, reader, threads)?;
    let passes = passes(lesson.proper);
    let (weights, calibration) = fit(&lesson, passes, training.refuse, threads);
    let parts = several::parts(&lesson, passes, threads).map(Box::new);
    let keys = lesson.keys.iter().zip(&lesson.classes).take(lesson.proper);
    let known = keys.filter(|(_, class)| **class != NONE).filter_map(|(key, class)| Some(((*key)?, *class))).collect();
    let Lesson { names, weighting, encoding, courteous, .. } = lesson;
    let known = Known::new(known);
    Ok(IntentModel { names, weighting, weights, calibration, known, parts, encoding, courteous })
}

/// Passes over so many examples: 9 over many thousands, 15 over a few thousand, up to 40 over a few hundred,
/// which alone gain from more of them.
fn passes(proper: usize) -> u32 {
    let passes = |steps: usize| u32::try_from(steps / proper.max(1)).unwrap_or(u32::MAX);
    passes(60_000).clamp(9, 15).max(passes(12_000).min(40))
}

/// Learns from the whole lesson, and from its folds how sure to be.
pub(crate) fn fit(lesson: &Lesson, passes: u32, refuse: f64, threads: usize) -> (Weights, Calibration) {
    let (count, tried) = division(lesson.proper);
    let folds = folds(lesson, count);
    let jobs = folds.iter().flatten().max().map_or(0, |fold| (*fold as usize + 1).min(tried));
    // The whole lesson first: it takes longest.
    let done = each(jobs + 1, threads, |job| match job.checked_sub(1) {
        None => (Some(weights(lesson, &learn(lesson, &lesson.all(), passes, runs(lesson)))), Vec::new()),
        Some(number) => (None, fold(lesson, &folds, u32::try_from(number).unwrap_or(0), passes)),
    });
    let (mut weights, mut trials) = (Weights::new(vec![0.0; lesson.names.len()]), Vec::new());
    for (whole, part) in done {
        weights = whole.unwrap_or(weights);
        trials.extend(part);
    }
    (weights, calibrate(&trials, refuse))
}

/// How many folds there are, and how many of them are tried: many examples tell enough from few.
fn division(proper: usize) -> (u32, usize) {
    match proper {
        0..1_000 => (8, 8),
        1_000..3_000 => (8, 3),
        3_000..6_000 => (6, 2),
        _ => (5, 1),
    }
}

/// The fold in which each example is held back, none for names; equal examples share a fold, and
/// the examples of a class are spread evenly. Classes of one or two examples are never held back.
fn folds(lesson: &Lesson, count: u32) -> Vec<Option<u32>> {
    let mut order: Vec<usize> = (0..lesson.proper).collect();
    order.sort_by_key(|&at| (lesson.classes[at], lesson.keys[at], at));
    let mut folds = vec![None; lesson.matrix.len()];
    for class in order.chunk_by(|&a, &b| lesson.classes[a] == lesson.classes[b]) {
        let groups: Vec<&[usize]> = class.chunk_by(|&a, &b| lesson.keys[a] == lesson.keys[b]).collect();
        if groups.len() < 3 {
            continue;
        }
        for (turn, at) in (0_u32..).zip(groups).flat_map(|(turn, group)| group.iter().map(move |at| (turn, *at))) {
            folds[at] = Some(turn % count);
        }
    }
    folds
}

/// Whether a class is held back whole in a fold: about one in eight.
fn absent(lesson: &Lesson, class: u32, fold: u32) -> bool {
    lesson.names.len() >= FEW && class != NONE && class % 8 == fold
}

/// Learns without a fold and looks at what was held back.
fn fold(lesson: &Lesson, folds: &[Option<u32>], fold: u32, passes: u32) -> Vec<Trial> {
    let held = |at: u32| folds[at as usize] == Some(fold);
    let gone = |at: u32| absent(lesson, lesson.classes[at as usize], fold);
    let chosen: Vec<u32> = lesson.all().into_iter().filter(|&at| !held(at) && !gone(at)).collect();
    if chosen.is_empty() {
        return Vec::new();
    }
    let dense = learn(lesson, &chosen, passes, 1);
    let seen = occurring(&lesson.matrix, &chosen, lesson.rows());
    let mut trials = Vec::new();
    // Of what is held back whole every example is out of scope, in whichever fold it stands.
    for at in (0..lesson.proper).filter(|&at| held(at as u32) || gone(at as u32)) {
        let class = lesson.classes[at];
        let example = lesson.matrix.example(at);
        let (values, known) = as_new(lesson, example, &seen);
        let scores = dense.score((example.0, &values));
        // What is really out of scope teaches more than intents that are only held back.
        let class = (class != NONE && !gone(at as u32)).then_some(class);
        trials.push(Trial { scores, known, class, given: lesson.classes[at] == NONE });
    }
    trials
}

/// The values of a held-back example as those of a new message: what was never seen does not count
/// to the length of a message, but the example was weighed as if all of it had been seen. What words
/// mean, in the rows behind the hashed ones, does not depend on what was seen. Also the share of it that was.
pub(crate) fn as_new(lesson: &Lesson, (rows, values): (&[u32], &[f32]), seen: &[bool]) -> (Vec<f32>, f32) {
    let hashed = |row: u32| (row as usize) < lesson.weighting.hashed();
    let (mut all, mut known) = (0.0_f32, 0.0_f32);
    for (&row, &value) in rows.iter().zip(values).filter(|(row, _)| hashed(**row)) {
        all += value * value;
        known += if seen[row as usize] { value * value } else { 0.0 };
    }
    let louder = if known > 0.0 { (all / known).sqrt() } else { 1.0 };
    let values = rows.iter().zip(values).map(|(&row, &value)| if hashed(row) { value * louder } else { value });
    (values.collect(), if all > 0.0 { known / all } else { 0.0 })
}

/// How often the whole is learned: a fold, which only tells how sure to be, is learned once.
pub(crate) fn runs(lesson: &Lesson) -> u32 {
    u32::try_from(STEADY / lesson.proper.max(1)).unwrap_or(RUNS).clamp(1, RUNS)
}

pub(crate) fn learn(lesson: &Lesson, chosen: &[u32], passes: u32, runs: u32) -> Dense {
    let rows = lesson.rows();
    let (examples, classes, count) = (&lesson.matrix, &lesson.classes, lesson.names.len());
    let (hurried, hashed) = (lesson.hurried.as_ref(), lesson.weighting.hashed());
    Softmax { examples, hurried, classes, chosen, rows, hashed, count, passes, runs }.learn()
}

pub(crate) fn weights(lesson: &Lesson, dense: &Dense) -> Weights {
    let rows = lesson.rows();
    let mut weights = Weights::new(dense.weights(rows).to_vec());
    for row in 0..rows {
        weights.push(dense.weights(row), 0.0);
    }
    weights
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
        let text = |at: i32| format!("word{} thing{} again{at}", at % 7, at % 40);
        let many: Vec<(String, String)> = (0..300).map(|at| (text(at), format!("intent{}", at % 40))).collect();
        let list: Vec<Pair<'_>> = many.iter().map(|(text, name)| (text.as_str(), Some(name.as_str()))).collect();
        let one = train(&list, 1).unwrap().save();
        for threads in [1, 2, 2, 3] {
            assert!(one == train(&list, threads).unwrap().save(), "{threads} threads");
        }
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
        let long = "ยาว ".repeat(100_000);
        assert!(train(&[(long.as_str(), Some("a")), ("b", Some("b"))], 1).is_ok());
    }

    #[test]
    fn a_thousand_intents() {
        let many: Vec<(String, String)> = (0..1000).map(|at| (format!("say number{at}"), format!("n{at}"))).collect();
        let list: Vec<Pair<'_>> = many.iter().map(|(text, name)| (text.as_str(), Some(name.as_str()))).collect();
        let model = train(&list, 2).unwrap();
        assert_eq!(model.predict("say number512").name.as_deref(), Some("n512"));
    }

    #[test]
    fn equal_examples_are_held_back_together() {
        let mut list: Vec<Pair<'_>> = vec![("same", Some("a")), ("one", Some("a")), ("Same!", Some("a"))];
        list.extend([("two", Some("a")), ("three", Some("a")), ("only", Some("b"))]);
        let lesson = Lesson::read(&list, true, 1).unwrap();
        let folds = folds(&lesson, 3);
        assert_eq!(folds[0], folds[2]);
        assert!(folds[0].is_some() && folds[5].is_none() && folds[6].is_none());
    }
}
