//! `sonthana evaluate entities TRAIN [TEST]`: learned entities on labelled data.
//!
//! In: files of JSON lines, `{"text", "entities": [{"start", "end", "entity"}]}`, places in code
//! points. Without a test the examples are judged in folds, each by a model that has not seen it.
//! `--shots` draws a few of each kind to learn from. Out: precision, recall and F1 of exact spans with
//! their roles and groups, by kind, by role and group, and over all, how many texts of the test were
//! learned from, the time to train and to predict.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::examples::lines;
use super::{Console, Exit};
use crate::learn::matrix::{random, shuffled};
use crate::order;
use crate::text::Span;
use crate::understand::{EntityModel, TaggedExample, TaggedSpan};

/// Score learned entities on labelled data.
#[derive(Debug, Args)]
pub(crate) struct EvaluateEntities {
    /// JSON lines to learn from: {"text", "entities": [{"start", "end", "entity"}]}, in code points.
    train: PathBuf,
    /// JSON lines to score on; without them the examples are judged in folds.
    test: Option<PathBuf>,
    /// How many folds.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=50))]
    folds: u8,
    /// Learn from texts with so many examples of each kind only, and as many with none, drawn at random.
    #[arg(long)]
    shots: Option<usize>,
    /// What the texts are drawn by.
    #[arg(long, default_value_t = 1, requires = "shots")]
    seed: u64,
    /// Draw, learn and ask so many times; the figures are those of all together.
    #[arg(long, default_value_t = 1, requires = "shots", value_parser = clap::value_parser!(u8).range(1..=50))]
    draws: u8,
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

/// A kind, its role and its group.
type Marked<'a> = (&'a String, &'a Option<String>, &'a Option<String>);

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
    /// Texts that were learned from too.
    leaked: u32,
    /// By tenths of the score: spans found, those of them that are right, and the sum of their scores.
    tenths: [(u32, u32, f64); 10],
    train: Duration,
    predictions: Vec<Duration>,
    bytes: usize,
}

/// Runs the verb.
pub(crate) fn evaluate_entities(args: &EvaluateEntities, console: &mut Console<'_>) -> io::Result<Exit> {
    let test = args.test.as_deref().map(|path| lines(path, example)).transpose();
    let (train, test) = match (lines(&args.train, example), test) {
        (Ok(train), Ok(test)) => (train, test),
        (Err(error), _) | (_, Err(error)) => return Ok(console.fail(&error)),
    };
    let mut parts = match test {
        Some(test) => vec![(train, test)],
        None => folded(&train, usize::from(args.folds)),
    };
    if let Some(shots) = args.shots {
        let seeds = args.seed..args.seed.saturating_add(u64::from(args.draws));
        let part = |seed, (learned, asked): &Part| (few(learned, shots, seed), asked.clone());
        parts = seeds.flat_map(|seed| parts.iter().map(move |own| part(seed, own))).collect();
    }
    let mut report = Report::default();
    for (learned, asked) in &parts {
        let clock = start();
        let model = match EntityModel::train(learned) {
            Ok(model) => model,
            Err(error) => return Ok(console.error(&error)),
        };
        report.train += clock.elapsed();
        report.bytes = report.bytes.max(model.save().len());
        let learned = order::set(learned.iter().map(|example| example.text.trim()));
        for example in asked {
            report.leaked += u32::from(learned.contains(example.text.trim()));
            report.ask(&model, example);
        }
        if console.stopped() {
            return Ok(Exit::Found);
        }
    }
    report.train /= u32::try_from(parts.len()).unwrap_or(1);
    order::sort(&mut report.predictions);
    if args.json { as_json(&report, console) } else { as_table(&report, console) }?;
    Ok(Exit::Done)
}

/// What is learned from, and what is asked.
type Part = (Vec<TaggedExample>, Vec<TaggedExample>);

/// Texts drawn by a seed until each kind has so many examples, in the order of the file: a text is taken
/// where a kind that is named in it has too few yet; texts that name nothing are a kind.
fn few(examples: &[TaggedExample], shots: usize, seed: u64) -> Vec<TaggedExample> {
    let mut seed = seed;
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut kept: Vec<u32> = Vec::new();
    for at in shuffled(examples.len(), random(&mut seed)) {
        let spans = &examples[at as usize].spans;
        let kinds = || spans.iter().map(|span| Some(span.name.as_str())).chain(spans.is_empty().then_some(None));
        if kinds().any(|kind| counts.get(&kind).is_none_or(|count| *count < shots)) {
            kinds().for_each(|kind| *counts.entry(kind).or_default() += 1);
            kept.push(at);
        }
    }
    kept.sort_unstable();
    kept.into_iter().map(|at| examples[at as usize].clone()).collect()
}

/// What is learned from and what is asked, a fold each. Texts are dealt out in turn, and a text that
/// stands several times lies in one fold: what is asked is never learned from.
fn folded(examples: &[TaggedExample], folds: usize) -> Vec<Part> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parts = vec![(Vec::new(), Vec::new()); folds];
    for example in examples {
        let next = seen.len();
        let own = *seen.entry(example.text.trim()).or_insert(next) % folds;
        for (fold, (learned, asked)) in parts.iter_mut().enumerate() {
            if fold == own { asked.push(example.clone()) } else { learned.push(example.clone()) }
        }
    }
    parts
}

#[expect(clippy::disallowed_methods, reason = "the command line measures")]
fn start() -> Instant {
    Instant::now()
}

impl Report {
    fn ask(&mut self, model: &EntityModel, example: &TaggedExample) {
        let clock = start();
        let found = model.predict(&example.text);
        self.predictions.push(clock.elapsed());
        let mut all_right = found.len() == example.spans.len();
        for span in &example.spans {
            self.count((&span.name, &span.role, &span.group), |count| count.gold += 1);
        }
        for entity in &found {
            let own = (&entity.kind, &entity.role, &entity.group);
            let same = |span: &TaggedSpan| span.span == entity.span && (&span.name, &span.role, &span.group) == own;
            let right = u32::from(example.spans.iter().any(same));
            all_right &= right == 1;
            self.count(own, |count| {
                count.found += 1;
                count.right += right;
            });
            let tenth = &mut self.tenths[tenth(entity.score)];
            *tenth = (tenth.0 + 1, tenth.1 + right, tenth.2 + entity.score);
        }
        self.whole.gold += 1;
        self.whole.right += u32::from(all_right);
    }

    /// Counts for all, for a kind, and for its role and group where it has them.
    fn count(&mut self, (kind, role, group): Marked<'_>, add: impl Fn(&mut Count)) {
        add(&mut self.all);
        add(self.kinds.entry(kind.clone()).or_default());
        if role.is_some() || group.is_some() {
            let part = |name: &str, part: &Option<String>| part.as_ref().map(|part| format!(", {name} {part}"));
            let (role, group) = (part("role", role), part("group", group));
            let label = format!("{kind}{}{}", role.unwrap_or_default(), group.unwrap_or_default());
            add(self.kinds.entry(label).or_default());
        }
    }

    /// How far the mean score of found spans is from the share that is right, by tenths, weighted.
    fn calibration(&self) -> f64 {
        let off: f64 = self.tenths.iter().map(|(_, right, scores)| (scores - f64::from(*right)).abs()).sum();
        100.0 * off / f64::from(self.all.found.max(1))
    }

    /// Seconds of a prediction, in the median.
    fn predict(&self) -> f64 {
        self.predictions.get(self.predictions.len() / 2).copied().unwrap_or_default().as_secs_f64()
    }
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
    if report.leaked > 0 {
        writeln!(
            out,
            "{} of {} texts were learned from: they say nothing about new ones",
            report.leaked, report.whole.gold
        )?;
    }
    writeln!(out, "calibration error {:.1} %", report.calibration())?;
    writeln!(out, "trained in {:.2} s, {} bytes", report.train.as_secs_f64(), report.bytes)?;
    writeln!(out, "a prediction takes {:.1} µs in the median", report.predict() * 1e6)
}

fn as_json(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let of = |count: &Count| {
        serde_json::json!({
            "spans": count.gold, "precision": count.precision(), "recall": count.recall(), "f1": count.f1(),
        })
    };
    let mut kinds = serde_json::Map::new();
    kinds.extend(report.kinds.iter().map(|(kind, count)| (kind.clone(), of(count))));
    let object = serde_json::json!({
        "all": of(&report.all),
        "kinds": kinds,
        "texts": percent(report.whole.right, report.whole.gold),
        "calibration": report.calibration(),
        "leaked": percent(report.leaked, report.whole.gold),
        "train": report.train.as_secs_f64(),
        "predict": report.predict(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_in_a_fold_is_not_learned_from() {
        let texts = ["ไปเชียงใหม่", "ไปภูเก็ต", "ไปเชียงใหม่ ", "ขอบคุณ", "ไปสตูล"];
        let examples = texts.map(|text| TaggedExample { text: text.into(), spans: Vec::new() });
        let parts = folded(&examples, 2);
        assert_eq!(parts.iter().map(|(_, asked)| asked.len()).sum::<usize>(), texts.len());
        for (learned, asked) in &parts {
            assert_eq!(learned.len() + asked.len(), texts.len());
            assert!(asked.iter().all(|example| learned.iter().all(|own| own.text.trim() != example.text.trim())));
        }
        assert_eq!(parts[0].1.iter().filter(|example| example.text.starts_with("ไปเชียงใหม่")).count(), 2);
    }

    #[test]
    fn a_few_of_each_kind_are_drawn_by_a_seed() {
        let span = |name: &str| TaggedSpan { name: name.into(), ..TaggedSpan::default() };
        let example = |at: usize| {
            let spans = [vec![], vec![span("a")], vec![span("a"), span("b")]][at % 3].clone();
            TaggedExample { text: at.to_string(), spans }
        };
        let examples: Vec<TaggedExample> = (0..60).map(example).collect();
        let drawn = few(&examples, 5, 1);
        let count = |of: &dyn Fn(&TaggedExample) -> bool| drawn.iter().filter(|example| of(example)).count();
        assert_eq!((count(&|own| own.spans.is_empty()), count(&|own| own.spans.len() == 2)), (5, 5));
        assert!(count(&|own| !own.spans.is_empty()) >= 5 && drawn.len() <= 15);
        assert_eq!(drawn, few(&examples, 5, 1));
        assert_ne!(drawn, few(&examples, 5, 2));
        assert_eq!(few(&examples, 100, 1), examples);
    }

    #[test]
    fn roles_and_groups_count_and_are_told_apart() {
        let text = "ลาเต้เล็กกับชาเย็นใหญ่";
        let span = |piece: &str, name: &str, group: &str| {
            let start = text.find(piece).unwrap();
            let span = Span { start, end: start + piece.len() };
            TaggedSpan { span, name: name.into(), role: None, group: Some(group.into()) }
        };
        let spans = |first, second| {
            vec![
                span("ลาเต้", "drink", first),
                span("เล็ก", "size", first),
                span("ชาเย็น", "drink", second),
                span("ใหญ่", "size", second),
            ]
        };
        let taught = TaggedExample { text: text.into(), spans: spans("1", "2") };
        let model = EntityModel::train(std::slice::from_ref(&taught)).unwrap();
        let mut report = Report::default();
        report.ask(&model, &taught);
        report.ask(&model, &TaggedExample { spans: spans("2", "1"), ..taught });
        assert_eq!((report.all.right, report.all.found, report.all.gold), (4, 8, 8));
        let names: Vec<&str> = report.kinds.keys().map(String::as_str).collect();
        assert_eq!(names, ["drink", "drink, group 1", "drink, group 2", "size", "size, group 1", "size, group 2"]);
        assert_eq!((report.kinds["size"].gold, report.kinds["size, group 2"].gold), (4, 2));
    }

    #[test]
    fn places_are_counted_in_code_points() {
        let named = |start, end| Named { start, end, entity: "city".into(), role: None, group: None };
        let row = |start, end| Row { text: "ไปตาก".into(), entities: vec![named(start, end)] };
        assert_eq!(example(row(2, 5)).unwrap().spans[0].span, Span { start: 6, end: 15 });
        assert!(example(row(2, 6)).is_err());
    }
}
