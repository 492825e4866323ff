//! `sonthana evaluate segmentation`: how well words agree with gold.
//!
//! In: files of gold. Out: figures for people, or one JSON object for machines with `--json`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::cli::make::lines;
use crate::cli::{Console, Exit};
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
    let gold = lines(&options.gold)?;
    let measure = segment::evaluate(&gold);
    let (precision, recall, f1) = (measure.precision(), measure.recall(), measure.f1());
    if options.json {
        let value = serde_json::json!({
            "texts": gold.len(), "words": measure.gold, "found": measure.found, "right": measure.right,
            "precision": precision, "recall": recall, "f1": f1,
        });
        writeln!(console.out, "{value}")?;
    } else {
        writeln!(console.out, "texts      {:>7}", gold.len())?;
        writeln!(console.out, "words      {:>7}", measure.gold)?;
        writeln!(console.out, "precision  {precision:>7.2} %")?;
        writeln!(console.out, "recall     {recall:>7.2} %")?;
        writeln!(console.out, "F1         {f1:>7.2} %")?;
    }
    Ok(Exit::Done)
}
