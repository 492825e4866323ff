//! `sonthana evaluate intents TRAIN TEST`: learned intents on labelled data.
//!
//! In: two files of JSON lines, `{"text", "intent"}`; an intent that is null or `oos` is out of scope.
//! Out: accuracy, macro-F1, calibration, how well scope tells in from out, time to train and to
//! predict, and the pairs that are confused most.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::{Console, Exit};
#[cfg(feature = "onnx")]
use crate::encode::Encoder;
#[cfg(feature = "onnx")]
use crate::train::Training;
use crate::understand::IntentModel;

/// Bins of the calibration error.
const BINS: usize = 15;

/// Score learned intents on labelled data.
#[derive(Debug, Args)]
pub(crate) struct EvaluateIntents {
    /// JSON lines to learn from: {"text", "intent"}; null or "oos" is out of scope.
    train: PathBuf,
    /// JSON lines to score on.
    test: PathBuf,
    /// The key of the label.
    #[arg(long, default_value = "intent")]
    label: String,
    /// Learn from so many examples of each intent only.
    #[arg(long)]
    shots: Option<usize>,
    /// One JSON object in place of a table.
    #[arg(long)]
    json: bool,
    /// A folder with `model.onnx` and `tokenizer.json`: learn with its sentence vectors too.
    #[cfg(feature = "onnx")]
    #[arg(long)]
    encoder: Option<PathBuf>,
}

type Row = (String, Option<String>);

/// Right, found and there, of one intent.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: u32,
    found: u32,
    gold: u32,
}

/// Everything the verb says; shares in percent.
#[derive(Debug, Default)]
struct Report {
    intents: BTreeMap<String, Count>,
    confused: BTreeMap<(String, String), u32>,
    bins: [(f64, f64); BINS],
    inside: Vec<f64>,
    outside: Vec<f64>,
    /// In scope and refused; out of scope and refused; at the model's own threshold.
    refused: (u32, u32),
    times: Vec<Duration>,
    train: Duration,
    bytes: usize,
}

/// Runs the verb.
pub(crate) fn evaluate_intents(args: &EvaluateIntents, console: &mut Console<'_>) -> io::Result<Exit> {
    let (train, test) = match (rows(&args.train, &args.label), rows(&args.test, &args.label)) {
        (Ok(train), Ok(test)) => (few(train, args.shots), test),
        (Err(error), _) | (_, Err(error)) => return Ok(console.fail(&error)),
    };
    let clock = start();
    let model = match learn(args, &train) {
        Ok(model) => model,
        Err(error) => return Ok(console.error(&error)),
    };
    let mut report = Report { train: clock.elapsed(), bytes: model.save().len(), ..Report::default() };
    for row in &test {
        report.look(&model, row);
    }
    if args.json { as_json(&report, console) } else { as_table(&report, console) }?;
    Ok(Exit::Done)
}

#[cfg(not(feature = "onnx"))]
fn learn(_: &EvaluateIntents, train: &[Row]) -> Result<IntentModel, crate::error::Error> {
    IntentModel::train(train)
}

#[cfg(feature = "onnx")]
fn learn(args: &EvaluateIntents, train: &[Row]) -> Result<IntentModel, crate::error::Error> {
    let Some(folder) = &args.encoder else { return IntentModel::train(train) };
    let encoder = Encoder::open(&folder.join("model.onnx"), &folder.join("tokenizer.json"), None)?;
    IntentModel::train_encoded(train, Training::default(), &encoder)
}

#[expect(clippy::disallowed_methods, reason = "the command line measures")]
fn start() -> Instant {
    Instant::now()
}

impl Report {
    fn look(&mut self, model: &IntentModel, (text, name): &Row) {
        let clock = start();
        let ranking = model.rank(text);
        self.times.push(clock.elapsed());
        let scope = model.scope(text);
        let refused = u32::from(model.predict(text).name.is_none());
        let Some(name) = name else {
            self.outside.push(scope);
            self.refused.1 += refused;
            return;
        };
        self.inside.push(scope);
        self.refused.0 += refused;
        let Some(best) = ranking.into_iter().next() else { return };
        let found = best.name.unwrap_or_default();
        let right = found == *name;
        let bin = &mut self.bins[bin(best.score)];
        *bin = (bin.0 + best.score, bin.1 + f64::from(u8::from(right)));
        self.intents.entry(found.clone()).or_default().found += 1;
        let count = self.intents.entry(name.clone()).or_default();
        count.gold += 1;
        count.right += u32::from(right);
        if !right {
            *self.confused.entry((name.clone(), found)).or_default() += 1;
        }
    }

    fn accuracy(&self) -> f64 {
        percent(self.intents.values().map(|count| count.right).sum(), self.inside.len())
    }

    /// Over the intents that the test knows.
    fn macro_f1(&self) -> f64 {
        let known: Vec<&Count> = self.intents.values().filter(|count| count.gold > 0).collect();
        let sum: f64 = known.iter().map(|count| percent(2 * count.right, (count.found + count.gold) as usize)).sum();
        sum / known.len().max(1) as f64
    }

    fn calibration(&self) -> f64 {
        let off: f64 = self.bins.iter().map(|(scores, right)| (scores - right).abs()).sum();
        100.0 * off / self.inside.len().max(1) as f64
    }

    /// The chance that something in scope scores higher than something out of it.
    fn auroc(&self) -> f64 {
        let mut all: Vec<(f64, bool)> = self.inside.iter().map(|&scope| (scope, true)).collect();
        all.extend(self.outside.iter().map(|&scope| (scope, false)));
        all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (mut below, mut sum) = (0.0, 0.0);
        for equal in all.chunk_by(|a, b| a.0 == b.0) {
            let inside = equal.iter().filter(|(_, inside)| *inside).count() as f64;
            let outside = equal.len() as f64 - inside;
            sum += inside * (below + outside * 0.5);
            below += outside;
        }
        100.0 * sum / (self.inside.len() * self.outside.len()).max(1) as f64
    }

    /// What is refused out of scope where one in twenty in scope is.
    fn recall(&self) -> f64 {
        let mut inside = self.inside.clone();
        inside.sort_unstable_by(f64::total_cmp);
        let least = inside.get(inside.len() / 20).copied().unwrap_or_default();
        percent(self.outside.iter().filter(|scope| **scope < least).count() as u32, self.outside.len())
    }

    fn median(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e6)
    }

    /// The pairs confused most often: meant, found, how often.
    fn pairs(&self) -> Vec<(&str, &str, u32)> {
        let mut pairs: Vec<_> = self.confused.iter().map(|((a, b), n)| (a.as_str(), b.as_str(), *n)).collect();
        pairs.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
        pairs.truncate(10);
        pairs
    }
}

fn percent(part: u32, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / whole as f64 }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is from 0 to 1")]
fn bin(score: f64) -> usize {
    ((score * BINS as f64) as usize).min(BINS - 1)
}

fn as_table(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let out = &mut console.out;
    writeln!(out, "texts                 {:>7} in scope, {} out", report.inside.len(), report.outside.len())?;
    writeln!(out, "accuracy              {:>7.2} %", report.accuracy())?;
    writeln!(out, "macro-F1              {:>7.2} %", report.macro_f1())?;
    writeln!(out, "calibration error     {:>7.2} %", report.calibration())?;
    writeln!(out, "wrongly refused       {:>7.2} %", percent(report.refused.0, report.inside.len()))?;
    if !report.outside.is_empty() {
        writeln!(out, "rightly refused       {:>7.2} %", percent(report.refused.1, report.outside.len()))?;
        writeln!(out, "scope, AUROC          {:>7.2} %", report.auroc())?;
        writeln!(out, "refused of out at 5 % {:>7.2} %", report.recall())?;
    }
    writeln!(out, "trained in            {:>7.2} s, {} bytes", report.train.as_secs_f64(), report.bytes)?;
    writeln!(out, "a ranking takes       {:>7.1} µs in the median", report.median())?;
    for (meant, found, times) in report.pairs() {
        writeln!(out, "{times:>4} × {meant} taken for {found}")?;
    }
    Ok(())
}

fn as_json(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let pairs: Vec<_> =
        report.pairs().into_iter().map(|(a, b, n)| serde_json::json!({"meant": a, "found": b, "times": n})).collect();
    let out = !report.outside.is_empty();
    let object = serde_json::json!({
        "accuracy": report.accuracy(),
        "macro": report.macro_f1(),
        "calibration": report.calibration(),
        "refused": percent(report.refused.0, report.inside.len()),
        "scope": out.then(|| serde_json::json!({
            "refused": percent(report.refused.1, report.outside.len()),
            "auroc": report.auroc(),
            "recall": report.recall(),
        })),
        "train": report.train.as_secs_f64(),
        "predict": report.median(),
        "bytes": report.bytes,
        "confused": pairs,
    });
    writeln!(console.out, "{object}")
}

/// Texts with their labels.
#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
fn rows(path: &Path, label: &str) -> Result<Vec<Row>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let parse = |(line, number): (&str, u32)| {
        let row: serde_json::Value =
            serde_json::from_str(line).map_err(|error| format!("{}:{number}: {error}", path.display()))?;
        let text = row.get("text").and_then(serde_json::Value::as_str);
        let text = text.ok_or_else(|| format!("{}:{number}: no `text`", path.display()))?;
        let name = row.get(label).and_then(serde_json::Value::as_str).filter(|name| *name != "oos");
        Ok((text.to_owned(), name.map(str::to_owned)))
    };
    lines.map(parse).collect()
}

/// The first examples of each intent, in the order of the file.
fn few(rows: Vec<Row>, shots: Option<usize>) -> Vec<Row> {
    let Some(shots) = shots else { return rows };
    let mut seen: BTreeMap<Option<String>, usize> = BTreeMap::new();
    let mut keep = |row: &Row| {
        let count = seen.entry(row.1.clone()).or_default();
        *count += 1;
        *count <= shots
    };
    rows.into_iter().filter(|row| keep(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_small_case() {
        let report = Report { inside: vec![0.9, 0.8, 0.4], outside: vec![0.5, 0.1], ..Report::default() };
        assert!((report.auroc() - 100.0 * 5.0 / 6.0).abs() < 1e-9);
        assert_eq!(report.recall(), 50.0);
        let row = |name: &str| (name.to_owned(), Some(name.to_owned()));
        assert_eq!(few(vec![row("a"), row("b"), row("a")], Some(1)).len(), 2);
    }
}
