//! `sonthana evaluate segmentation`: how well words agree with gold.
//!
//! In: files of gold. Out: figures for people, or one JSON object for machines with `--json`.

use std::hint::black_box;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::make::lines;
use crate::cli::{Console, Exit};
use crate::tokenize::token::words;
use crate::train::segment;

/// Words against gold: a text a line, its tokens joined by `|`.
#[derive(Debug, Args)]
pub(crate) struct Segmentation {
    /// The gold
    gold: Vec<PathBuf>,
    /// Figures for machines
    #[arg(long)]
    json: bool,
}

/// Evaluates it.
pub(crate) fn run(options: &Segmentation, console: &mut Console<'_>) -> io::Result<Exit> {
    // Nothing has been cut in this process yet.
    let start = start();
    let gold = lines(&options.gold)?;
    let measure = segment::evaluate(&gold);
    let (precision, recall, f1) = (measure.precision(), measure.recall(), measure.f1());
    if options.json {
        let value = serde_json::json!({
            "texts": gold.len(), "words": measure.gold, "found": measure.found, "right": measure.right,
            "precision": precision, "recall": recall, "f1": f1, "start": start,
        });
        writeln!(console.out, "{value}")?;
    } else {
        writeln!(console.out, "texts      {:>7}", gold.len())?;
        writeln!(console.out, "words      {:>7}", measure.gold)?;
        writeln!(console.out, "precision  {precision:>7.2} %")?;
        writeln!(console.out, "recall     {recall:>7.2} %")?;
        writeln!(console.out, "F1         {f1:>7.2} %")?;
        writeln!(console.out, "start      {:>7.3} ms", start * 1000.0)?;
    }
    Ok(Exit::Done)
}

/// What getting ready takes, in seconds: how much longer the first text of a process takes than the same again.
fn start() -> f64 {
    let first = timed();
    (first - timed()).max(0.0)
}

#[expect(clippy::disallowed_methods, reason = "the command line measures")]
fn timed() -> f64 {
    let start = Instant::now();
    black_box(words(black_box("ร้านเปิดกี่โมงคะ")));
    start.elapsed().as_secs_f64()
}
