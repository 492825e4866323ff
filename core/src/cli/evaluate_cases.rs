//! `sonthana evaluate cases`: built-in entities against cases that others wrote.
//!
//! In: JSONL of `{dim, text, reference_time, expected}`. Out: right, wrong and missed by dimension,
//! with the first misses, or one JSON object for machines. How a row is judged is in `judge`.
//! `more` counts those of the right in which something unlabelled was found beside.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::Value as Json;

use crate::cli::judge::{Verdict, judge};
use crate::cli::make::lines;
use crate::cli::{Console, Exit};

/// Built-in entities against labelled cases: JSONL rows of a text and what is in it.
#[derive(Debug, Args)]
pub(crate) struct Cases {
    /// The cases
    files: Vec<PathBuf>,
    /// How many misses to show a dimension
    #[arg(long, default_value_t = 5)]
    misses: usize,
    /// Only this dimension
    #[arg(long)]
    dim: Option<String>,
    /// Figures for machines
    #[arg(long)]
    json: bool,
}

/// The figures of one dimension.
#[derive(Debug, Default)]
struct Tally {
    right: usize,
    /// Of the right ones, those in which something unlabelled was found too.
    more: usize,
    wrong: usize,
    missed: usize,
    misses: Vec<String>,
}

/// Evaluates them.
pub(crate) fn run(options: &Cases, console: &mut Console<'_>) -> io::Result<Exit> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for file in &options.files {
        let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        for line in lines(std::slice::from_ref(file))? {
            let Ok(row) = serde_json::from_str::<Json>(&line) else { continue };
            let dim = row["dim"].as_str().unwrap_or("-");
            if options.dim.as_deref().is_some_and(|only| only != dim) {
                continue;
            }
            let policy = policy(&row);
            let tally = tallies.entry(format!("{name} {dim}{policy}")).or_default();
            count(tally, &row, options.misses);
        }
    }
    report(&tallies, options.json, console)?;
    Ok(Exit::Done)
}

/// Rows that are policy rather than gold are counted apart.
fn policy(row: &Json) -> &'static str {
    let kind = row["kind"].as_str().unwrap_or_default();
    let note = row["note"].as_str().unwrap_or_default();
    let disputed = note.contains("DISPUTED") || row["ambiguous"] == Json::Bool(true);
    match kind {
        "negative" => " negative",
        "refusal" | "clarify" | "disputed" | "ambiguous" => " policy",
        _ if disputed => " policy",
        _ => "",
    }
}

fn count(tally: &mut Tally, row: &Json, keep: usize) {
    let (verdict, got) = judge(row);
    match verdict {
        Verdict::Right => tally.right += 1,
        Verdict::More => {
            tally.right += 1;
            tally.more += 1;
        }
        Verdict::Wrong => tally.wrong += 1,
        Verdict::Missed => tally.missed += 1,
        Verdict::Unjudged => return,
    }
    if verdict != Verdict::Right && tally.misses.len() < keep {
        let expected = if row["expected"].is_null() { &row["expected_text"] } else { &row["expected"] };
        let text = row["text"].as_str().unwrap_or_default();
        tally.misses.push(format!("{text}\n        wants {expected}\n        got   {got}"));
    }
}

fn report(tallies: &BTreeMap<String, Tally>, json: bool, console: &mut Console<'_>) -> io::Result<()> {
    if json {
        let rows = tallies.iter().map(|(name, tally)| {
            let figures = serde_json::json!({"right": tally.right, "more": tally.more, "wrong": tally.wrong, "missed": tally.missed});
            (name.clone(), figures)
        });
        let mut object = serde_json::Map::new();
        object.extend(rows);
        return writeln!(console.out, "{}", Json::Object(object));
    }
    writeln!(
        console.out,
        "{:>6} {:>6} {:>6} {:>6} {:>6} {:>7}  cases",
        "n", "right", "more", "wrong", "missed", "right %"
    )?;
    for (name, tally) in tallies {
        let all = tally.right + tally.wrong + tally.missed;
        #[expect(clippy::cast_precision_loss, reason = "a percentage of few cases")]
        let share = tally.right as f64 * 100.0 / all.max(1) as f64;
        writeln!(
            console.out,
            "{all:>6} {:>6} {:>6} {:>6} {:>6} {share:>7.1}  {name}",
            tally.right, tally.more, tally.wrong, tally.missed
        )?;
        for miss in &tally.misses {
            writeln!(console.out, "      - {miss}")?;
        }
    }
    Ok(())
}
