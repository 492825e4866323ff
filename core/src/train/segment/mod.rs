//! Gold, word lists and raw text → the segmenter that ships.
//!
//! A slow teacher learns from the gold and a lexicon, cuts the raw text, and counts its words; with
//! these counts the lexicon speaks the language of the raw text, and a second teacher learns with it.
//! What that one believes about the raw text, and the gold, is what the fast student learns.

mod evidence;
mod lexicon;
pub(crate) mod line;
pub(crate) mod measure;
mod student;
mod teacher;

use std::collections::BTreeMap;

use crate::normalize::normalize;
use crate::tokenize;
use crate::tokenize::code::Code;
use crate::tokenize::letter::read;
use crate::tokenize::model::Model;
use crate::tokenize::thai::{Marks, Surface};
use crate::tokenize::trie::Trie;
use crate::train::pool::{cores, each};
use crate::train::segment::lexicon::Lexicon;
use crate::train::segment::line::{Line, split};
use crate::train::segment::measure::Measure;
use crate::train::segment::student::Lesson;
use crate::train::segment::teacher::{Teacher, Tries};

/// How often the gold counts against raw text.
const GOLD: usize = 5;
/// A word must occur so often in raw text to be counted.
const LEAST: f64 = 3.0;
/// What the counts weigh against the list of frequencies.
const WEIGHT: f64 = 1.0;
/// How many words the shipped dictionary has.
const WORDS: usize = 20_000;
/// How many times the raw text is cut and counted.
const ROUNDS: usize = 1;

/// What a segmenter is made from, as text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    /// Lines of tokens joined by `|`.
    pub(crate) gold: Vec<String>,
    /// Lines as the gold's that are learned from and never measured on.
    pub(crate) extra: Vec<String>,
    /// A word a line.
    pub(crate) words: String,
    /// A word and how often it occurs, a tab between, a line.
    pub(crate) frequencies: String,
    /// Lines of text.
    pub(crate) raw: Vec<String>,
}

/// Makes a segmenter; gives the bytes of its compiled file. `progress` is told what is being done.
pub(crate) fn train(sources: &Sources, progress: &mut dyn FnMut(&str)) -> Vec<u8> {
    progress("reading");
    let gold: Vec<Line> = sources.gold.iter().chain(&sources.extra).map(|line| Line::gold(line)).collect();
    let raw = every(&sources.raw, |line| Line::raw(line));
    let base = Lexicon::read(&sources.words, &sources.frequencies);
    let mut lexicon = base.clone();
    let mut tries = lexicon.tries();
    let mut teacher = Teacher::train(gold.iter(), &tries);
    for _ in 0..ROUNDS {
        progress("cutting and counting the raw text");
        lexicon = base.with(&count(&teacher, &raw, &tries), LEAST, WEIGHT);
        tries = lexicon.tries();
        teacher = Teacher::train(gold.iter(), &tries);
    }
    progress("labelling the raw text");
    let labels = every(&raw, |line| teacher.label(line, &tries));
    let mut lessons: Vec<Lesson<'_>> =
        raw.iter().zip(labels).map(|(line, labels)| Lesson { line, labels, times: 1 }).collect();
    lessons.extend(gold.iter().map(|line| Lesson { line, labels: certain(line, &teacher, &tries), times: GOLD }));
    progress("teaching the student");
    let shipped = lexicon.top(WORDS).tries();
    student::train(&lessons, shipped.first().unwrap_or(&Trie::over(Vec::new())))
}

/// Trains on all but every `folds`th line of gold and measures on those, for each of the folds; the sum.
pub(crate) fn validate(sources: &Sources, folds: usize, progress: &mut dyn FnMut(&str)) -> Measure {
    let mut measure = Measure::default();
    for fold in 0..folds {
        let mut part = sources.clone();
        part.gold =
            sources.gold.iter().enumerate().filter(|(n, _)| n % folds != fold).map(|(_, line)| line.clone()).collect();
        let bytes = train(&part, progress);
        let model = Model::read(&bytes).unwrap_or_else(Model::empty);
        for line in sources.gold.iter().skip(fold).step_by(folds) {
            add(&mut measure, line, &model);
        }
        progress(&format!("fold {}: F1 {:.2} so far", fold + 1, measure.f1()));
    }
    measure
}

/// Measures the bundled segmenter on lines of gold.
pub(crate) fn evaluate(gold: &[String]) -> Measure {
    let mut measure = Measure::default();
    for line in gold {
        add(&mut measure, line, tokenize::bundled());
    }
    measure
}

/// Measures a model on a line of gold.
pub(crate) fn add(measure: &mut Measure, line: &str, model: &Model<'_>) {
    let (text, gold) = split(line);
    let read_as = normalize(&text);
    let mut letters = Vec::new();
    let mut found = Vec::new();
    read(read_as.reading(), &mut letters);
    let breaks: Vec<u32> = read_as.breaks().map(|byte| byte as u32).collect();
    let marks = Marks { reading: read_as.reading(), breaks: &breaks, whole: &[] };
    Surface::cut(marks, &mut letters, model, &[], |piece| {
        found.push(read_as.span(piece.start as usize, piece.end as usize).start);
    });
    measure.add(&text, &found, &gold);
}

/// Gold's own labels for the places that a teacher would label.
fn certain(line: &Line, teacher: &Teacher, tries: &Tries) -> Vec<(usize, f32)> {
    teacher.label(line, tries).into_iter().map(|(at, _)| (at, f32::from(u8::from(line.gold[at])))).collect()
}

/// How often each Thai word occurs in raw text, as a teacher cuts it.
fn count(teacher: &Teacher, raw: &[Line], tries: &Tries) -> BTreeMap<Vec<Code>, f64> {
    let mut counts = BTreeMap::new();
    for (line, labels) in raw.iter().zip(every(raw, |line| teacher.label(line, tries))) {
        let begins: Vec<usize> = labels.iter().filter(|label| label.1 > 0.5).map(|label| label.0).collect();
        for &(from, to) in &line.runs {
            let inside = begins.iter().copied().filter(|&at| from < at && at < to);
            let mut start = from;
            for end in inside.chain([to]) {
                *counts.entry(line.letters((start, end)).to_vec()).or_insert(0.0) += 1.0;
                start = end;
            }
        }
    }
    counts
}

/// Does the same to every item of a list, on all cores; the results in the list's order.
fn every<T: Sync, R: Send>(list: &[T], act: impl Fn(&T) -> R + Sync) -> Vec<R> {
    each(list.len(), cores(), |at| act(&list[at]))
}
