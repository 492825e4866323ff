//! `sonthana evaluate sentiment`: how often the tone of a message is heard as people hear it.
//!
//! In: labelled messages. Out: accuracy, macro-F1 and who was taken for whom; one JSON object with
//! `--json`; the messages heard otherwise with `--misses`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::cli::make::labelled;
use crate::cli::{Console, Exit};
use crate::train::sentiment::{TONES, Tally, tone};
use crate::understand::sentiment;

/// Tones against labels: lines of JSON with `text` and `label`, or lines of a label, a tab and a text.
#[derive(Debug, Args)]
pub(crate) struct EvaluateSentiment {
    /// The labelled messages: `negative`, `neutral`, `positive`, or `neg`, `neu`, `q`, `pos`
    file: PathBuf,
    /// Figures for machines
    #[arg(long)]
    json: bool,
    /// Every message that was heard otherwise
    #[arg(long, conflicts_with = "json")]
    misses: bool,
}

/// Evaluates it.
pub(crate) fn evaluate_sentiment(options: &EvaluateSentiment, console: &mut Console<'_>) -> io::Result<Exit> {
    let rows = labelled(&options.file)?;
    let tally = Tally::of(&rows, |text| Some(sentiment(text).label));
    let (accuracy, f1) = (tally.accuracy(), tally.f1());
    if options.json {
        let value = serde_json::json!({
            "messages": tally.count(), "accuracy": accuracy, "f1": f1, "tones": TONES, "confusion": tally.0,
        });
        writeln!(console.out, "{value}")?;
        return Ok(Exit::Done);
    }
    writeln!(console.out, "messages  {:>7}", tally.count())?;
    writeln!(console.out, "accuracy  {accuracy:>7.2} %")?;
    writeln!(console.out, "macro-F1  {f1:>7.2} %")?;
    writeln!(console.out, "\n{:<10}{:>10}{:>10}{:>10}", "heard as", TONES[0], TONES[1], TONES[2])?;
    for (name, row) in TONES.iter().zip(tally.0) {
        writeln!(console.out, "{name:<10}{:>10}{:>10}{:>10}", row[0], row[1], row[2])?;
    }
    if options.misses {
        writeln!(console.out)?;
        for (text, label) in &rows {
            let (Some(truth), heard) = (tone(label), sentiment(text)) else { continue };
            if truth != heard.label {
                writeln!(console.out, "{truth}, heard {} {:+.2}: {text}", heard.label, heard.score)?;
            }
        }
    }
    Ok(Exit::Done)
}
