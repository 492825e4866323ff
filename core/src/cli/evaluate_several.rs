//! `sonthana evaluate several TRAIN TEST`: messages that ask for several things, on labelled data.
//!
//! In: two files of JSON lines, `{"text", "intents": […]}`. Out: precision, recall and F1 over all
//! intents of all messages, the mean F1 of the intents, and the share of messages wholly right.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

use super::examples::lines;
use super::{Console, Exit};
use crate::understand::IntentModel;

/// Score several intents a message on labelled data.
#[derive(Debug, Args)]
pub(crate) struct Several {
    /// JSON lines to learn from: {"text", "intents": [...]}.
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
    intents: Vec<String>,
}

/// There, found, and both.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    gold: u32,
    found: u32,
    right: u32,
}

impl Count {
    fn f1(self) -> f64 {
        percent(2 * self.right, self.gold + self.found)
    }
}

fn percent(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
}

/// Runs the verb.
pub(crate) fn run(args: &Several, console: &mut Console<'_>) -> io::Result<Exit> {
    let (train, test) = match (lines(&args.train, Ok::<Row, _>), lines(&args.test, Ok::<Row, _>)) {
        (Ok(train), Ok(test)) => (train, test),
        (Err(error), _) | (_, Err(error)) => return Ok(console.fail(&error)),
    };
    let joined = |row: Row| {
        let name = (!row.intents.is_empty()).then(|| row.intents.join("+"));
        (row.text, name)
    };
    let examples: Vec<(String, Option<String>)> = train.into_iter().map(joined).collect();
    let model = match IntentModel::train(&examples) {
        Ok(model) => model,
        Err(error) => return Ok(console.error(&error)),
    };
    let (mut all, mut each, mut whole) = (Count::default(), BTreeMap::<String, Count>::new(), Count::default());
    for row in &test {
        let found: Vec<String> = model.intents(&row.text).into_iter().filter_map(|intent| intent.name).collect();
        let right = found.iter().filter(|name| row.intents.contains(name)).count();
        whole.gold += 1;
        whole.right += u32::from(right == found.len() && right == row.intents.len());
        for name in &row.intents {
            each.entry(name.clone()).or_default().gold += 1;
            all.gold += 1;
        }
        for name in &found {
            let right = u32::from(row.intents.contains(name));
            for count in [&mut all, each.entry(name.clone()).or_default()] {
                count.found += 1;
                count.right += right;
            }
        }
    }
    let known: Vec<f64> = each.values().filter(|count| count.gold > 0).map(|count| count.f1()).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let (precision, recall) = (percent(all.right, all.found), percent(all.right, all.gold));
    let exact = percent(whole.right, whole.gold);
    let out = &mut console.out;
    if args.json {
        let object = serde_json::json!({
            "precision": precision, "recall": recall, "f1": all.f1(), "macro": mean, "texts": exact,
        });
        writeln!(out, "{object}")?;
    } else {
        writeln!(out, "precision {precision:.1}   recall {recall:.1}   F1 {:.2}", all.f1())?;
        writeln!(out, "mean F1 of {} intents {mean:.2}   messages wholly right {exact:.1} %", known.len())?;
    }
    Ok(Exit::Done)
}
