//! `sonthana evaluate entities TRAIN TEST`: learned entities on labelled data.
//!
//! In: two files of JSON lines, `{"text", "entities": [{"start", "end", "entity"}]}`, places in code
//! points. Out: precision, recall and F1 of exact spans, by kind and over all, the time to train and
//! the median time to predict.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::examples::lines;
use super::{Console, Exit};
use crate::text::Span;
use crate::understand::{EntityModel, TaggedExample, TaggedSpan};

/// Score learned entities on labelled data.
#[derive(Debug, Args)]
pub(crate) struct EvaluateEntities {
    /// JSON lines to learn from: {"text", "entities": [{"start", "end", "entity"}]}, in code points.
    train: PathBuf,
    /// JSON lines to score on.
    test: PathBuf,
    /// One JSON object in place of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    entities: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    start: usize,
    end: usize,
    entity: String,
    role: Option<String>,
    group: Option<String>,
}

/// How often a kind was there, was found, and was found where it is.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Count {
    gold: u32,
    found: u32,
    right: u32,
}

impl Count {
    fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    fn f1(self) -> f64 {
        percent(2 * self.right, self.gold + self.found)
    }
}

fn percent(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
}

/// Everything the verb says.
#[derive(Debug, Default)]
struct Report {
    all: Count,
    kinds: BTreeMap<String, Count>,
    /// Of texts, those with every span right and none besides.
    whole: Count,
    /// Mean score of found spans less the share that is right, by tenths of the score, weighted.
    calibration: f64,
    train: Duration,
    predict: Duration,
    bytes: usize,
}

/// Runs the verb.
pub(crate) fn evaluate_entities(args: &EvaluateEntities, console: &mut Console<'_>) -> io::Result<Exit> {
    let (train, test) = match (lines(&args.train, example), lines(&args.test, example)) {
        (Ok(train), Ok(test)) => (train, test),
        (Err(error), _) | (_, Err(error)) => return Ok(console.fail(&error)),
    };
    let clock = start();
    let model = match EntityModel::train(&train) {
        Ok(model) => model,
        Err(error) => return Ok(console.error(&error)),
    };
    let mut report = score(&model, &test);
    report.train = clock.elapsed() - report.train;
    report.bytes = model.save().len();
    if args.json { as_json(&report, console) } else { as_table(&report, console) }?;
    Ok(Exit::Done)
}

#[expect(clippy::disallowed_methods, reason = "the command line measures")]
fn start() -> Instant {
    Instant::now()
}

fn score(model: &EntityModel, test: &[TaggedExample]) -> Report {
    let clock = start();
    let mut report = Report::default();
    let mut times = Vec::with_capacity(test.len());
    let mut tenths = [(0_u32, 0_u32, 0.0_f64); 10];
    for example in test {
        let began = start();
        let found = model.predict(&example.text);
        times.push(began.elapsed());
        let mut all_right = found.len() == example.spans.len();
        for span in &example.spans {
            report.all.gold += 1;
            report.kinds.entry(span.name.clone()).or_default().gold += 1;
        }
        for entity in &found {
            let same =
                |span: &TaggedSpan| span.span == entity.span && span.name == entity.kind && span.role == entity.role;
            let right = u32::from(example.spans.iter().any(same));
            all_right &= right == 1;
            let kind = report.kinds.entry(entity.kind.clone()).or_default();
            for count in [kind, &mut report.all] {
                count.found += 1;
                count.right += right;
            }
            let tenth = &mut tenths[tenth(entity.score)];
            *tenth = (tenth.0 + 1, tenth.1 + right, tenth.2 + entity.score);
        }
        report.whole.gold += 1;
        report.whole.right += u32::from(all_right);
    }
    let off: f64 = tenths.iter().map(|(_, right, scores)| (scores - f64::from(*right)).abs()).sum();
    report.calibration = 100.0 * off / f64::from(report.all.found.max(1));
    times.sort_unstable();
    report.predict = times.get(times.len() / 2).copied().unwrap_or_default();
    report.train = clock.elapsed();
    report
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=9")]
fn tenth(score: f64) -> usize {
    (score * 10.0).clamp(0.0, 9.0) as usize
}

fn as_table(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let out = &mut console.out;
    writeln!(out, "{:<28} {:>6} {:>9} {:>7} {:>6}", "kind", "spans", "precision", "recall", "F1")?;
    let all = std::iter::once(("all", &report.all));
    for (kind, count) in report.kinds.iter().map(|(kind, count)| (kind.as_str(), count)).chain(all) {
        let (precision, recall, f1) = (count.precision(), count.recall(), count.f1());
        writeln!(out, "{kind:<28} {:>6} {precision:>9.1} {recall:>7.1} {f1:>6.2}", count.gold)?;
    }
    writeln!(out, "texts wholly right {:.1} %", percent(report.whole.right, report.whole.gold))?;
    writeln!(out, "calibration error {:.1} %", report.calibration)?;
    writeln!(out, "trained in {:.2} s, {} bytes", report.train.as_secs_f64(), report.bytes)?;
    writeln!(out, "a prediction takes {:.1} µs in the median", report.predict.as_secs_f64() * 1e6)
}

fn as_json(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let of = |count: &Count| {
        serde_json::json!({
            "spans": count.gold, "precision": count.precision(), "recall": count.recall(), "f1": count.f1(),
        })
    };
    let kinds: serde_json::Map<String, serde_json::Value> =
        report.kinds.iter().map(|(kind, count)| (kind.clone(), of(count))).collect();
    let object = serde_json::json!({
        "all": of(&report.all),
        "kinds": kinds,
        "texts": percent(report.whole.right, report.whole.gold),
        "calibration": report.calibration,
        "train": report.train.as_secs_f64(),
        "predict": report.predict.as_secs_f64(),
        "bytes": report.bytes,
    });
    writeln!(console.out, "{object}")
}

/// An example by bytes; an error where a span is none of the text.
fn example(row: Row) -> Result<TaggedExample, &'static str> {
    let mut places: Vec<usize> = row.text.char_indices().map(|(at, _)| at).collect();
    places.push(row.text.len());
    let place = |at: usize| places.get(at).copied().ok_or("a span ends beyond its text");
    let span = |named: Named| -> Result<TaggedSpan, &'static str> {
        let (start, end) = (place(named.start)?, place(named.end)?);
        Ok(TaggedSpan { span: Span { start, end }, name: named.entity, role: named.role, group: named.group })
    };
    let spans = row.entities.into_iter().map(span).collect::<Result<_, _>>()?;
    Ok(TaggedExample { text: row.text, spans })
}
