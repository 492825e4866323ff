//! `sonthana make`: the compiled files of `core/src/data`, from their sources.
//!
//! In: files of sources. Out: one compiled file, the same bytes from the same sources on any machine.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::{Console, Exit};
use crate::features::word;
use crate::features::words::{WIDTH, pack};
use crate::train::pool::cores;
use crate::train::segment::{self, Sources};
use crate::train::sentiment::{self, Tally, tone};

/// What to make.
#[derive(Debug, Subcommand)]
pub(crate) enum Make {
    /// The Thai segmenter, from gold, word lists and raw text
    Segmentation(Segmentation),
    /// The tones of Thai messages, from labelled ones
    Sentiment(Sentiment),
    /// What words mean, from vectors of `tools/words.py`
    Words(Vectors),
}

#[derive(Debug, Args)]
pub(crate) struct Sentiment {
    /// A directory with `train.jsonl` and `valid.jsonl`: {"text", "label"}, labels pos, neg, neu, q
    #[arg(long)]
    data: PathBuf,
    /// More to learn from, each text as if it stood there several times: a label, a tab, a text
    #[arg(long, num_args = 1..)]
    extra: Vec<PathBuf>,
    /// Where to write
    #[arg(short, long)]
    output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Vectors {
    /// A line a word: the word, a tab, 64 numbers with spaces between
    vectors: PathBuf,
    /// Where to write
    #[arg(short, long)]
    output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Segmentation {
    /// Gold: a text a line, its tokens joined by `|`
    #[arg(long, required = true)]
    gold: Vec<PathBuf>,
    /// More gold, learned from and never measured on
    #[arg(long)]
    extra: Vec<PathBuf>,
    /// A word a line
    #[arg(long, required = true)]
    words: Vec<PathBuf>,
    /// A word, a tab, how often it occurs, a line
    #[arg(long, required = true)]
    frequencies: Vec<PathBuf>,
    /// Raw text: a text a line, or JSON lines with a `text`
    #[arg(long, num_args = 1..)]
    raw: Vec<PathBuf>,
    /// Make nothing, but measure with so many folds of the gold
    #[arg(long)]
    folds: Option<usize>,
    /// Where to write
    #[arg(short, long, required_unless_present = "folds")]
    output: Option<PathBuf>,
}

/// Makes it.
pub(crate) fn run(what: &Make, console: &mut Console<'_>) -> io::Result<Exit> {
    match what {
        Make::Segmentation(options) => segmentation(options, console),
        Make::Sentiment(options) => sentiment(options, console),
        Make::Words(options) => vectors(options, console),
    }
}

fn segmentation(options: &Segmentation, console: &mut Console<'_>) -> io::Result<Exit> {
    let sources = Sources {
        gold: lines(&options.gold)?,
        extra: lines(&options.extra)?,
        words: lines(&options.words)?.join("\n"),
        frequencies: lines(&options.frequencies)?.join("\n"),
        raw: lines(&options.raw)?.iter().map(|line| text(line)).collect(),
    };
    let mut progress = |stage: &str| console.say(stage);
    if let Some(folds) = options.folds {
        let measure = segment::validate(&sources, folds.max(2), &mut progress);
        console.say(&format!("F1 {:.2}", measure.f1()));
    }
    if let Some(output) = &options.output {
        let bytes = segment::train(&sources, &mut progress);
        std::fs::write(output, &bytes)?;
        console.say(&format!("{} bytes", bytes.len()));
    }
    Ok(Exit::Done)
}

/// How often a line of `extra` counts: few lines of how customers speak beside many of social media.
const TIMES: usize = 8;

/// Learns from `train.jsonl` and `extra` alone, so that what is said of `valid.jsonl` is of messages held back.
fn sentiment(options: &Sentiment, console: &mut Console<'_>) -> io::Result<Exit> {
    let mut rows = labelled(&options.data.join("train.jsonl"))?;
    for path in &options.extra {
        rows.extend(labelled(path)?.into_iter().flat_map(|row| std::iter::repeat_n(row, TIMES)));
    }
    let held = labelled(&options.data.join("valid.jsonl"))?;
    console.say(&format!("learning from {} messages", rows.len()));
    let model = sentiment::train(&rows, cores()).map_err(io::Error::other)?;
    let tally = Tally::of(&held, |text| model.rank(text).into_iter().next().and_then(|intent| intent.name));
    let (accuracy, f1, count) = (tally.accuracy(), tally.f1(), tally.count());
    console.say(&format!("held back: accuracy {accuracy:.2} %, macro-F1 {f1:.2} %, {count} messages"));
    let bytes = model.save();
    std::fs::write(&options.output, &bytes)?;
    console.say(&format!("{} bytes", bytes.len()));
    Ok(Exit::Done)
}

/// Words are hashed as they are read in a message.
fn vectors(options: &Vectors, console: &mut Console<'_>) -> io::Result<Exit> {
    let mut words = Vec::new();
    for (line, number) in read(&options.vectors)?.lines().zip(1..) {
        let parse = || {
            let (name, numbers) = line.split_once('\t')?;
            let numbers: Vec<f32> = numbers.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
            Some((word(crate::normalize::normalize(&name.to_lowercase()).reading()), numbers.try_into().ok()?))
        };
        let Some(pair) = parse() else {
            return Ok(console.fail(&format!("{}:{number}: not a word and {WIDTH} numbers", options.vectors.display())));
        };
        words.push(pair);
    }
    let bytes = pack(&words);
    std::fs::write(&options.output, &bytes)?;
    console.say(&format!("{} words, {} bytes", words.len(), bytes.len()));
    Ok(Exit::Done)
}

/// Texts with the labels of their tones: a line of JSON with `text` and `label`, or a label, a tab and a text.
///
/// # Errors
/// A file without a line, a line that is neither, and a label that is no tone: by file and line.
pub(crate) fn labelled(path: &Path) -> io::Result<Vec<(String, String)>> {
    let text = read(path)?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let row = |(line, number): (&str, usize)| {
        label(line).map_err(|wrong| io::Error::other(format!("{}:{number}: {wrong}", path.display())))
    };
    let rows = lines.map(row).collect::<io::Result<Vec<_>>>()?;
    if rows.is_empty() {
        return Err(io::Error::other(format!("{}: not one labelled text", path.display())));
    }
    Ok(rows)
}

/// The text of a line and its label.
fn label(line: &str) -> Result<(String, String), String> {
    #[derive(serde::Deserialize)]
    struct Row {
        text: String,
        label: String,
    }
    let row = match line.split_once('\t').filter(|_| !line.starts_with('{')) {
        Some((label, text)) => Row { text: text.to_owned(), label: label.to_owned() },
        None => serde_json::from_str(line)
            .map_err(|_| "neither JSON with `text` and `label` nor a label, a tab and a text".to_owned())?,
    };
    match tone(&row.label) {
        Some(_) => Ok((row.text, row.label)),
        None => Err(format!("`{}` is no tone; write negative, neutral or positive", row.label)),
    }
}

/// The lines of several files, without the empty ones.
pub(crate) fn lines(paths: &[PathBuf]) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    for path in paths {
        let text = read(path)?;
        lines.extend(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    }
    Ok(lines)
}

#[expect(clippy::disallowed_methods, reason = "the command line reads what it is given")]
fn read(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

/// A line of raw text, or the `text` of a line of JSON.
pub(super) fn text(line: &str) -> String {
    let json = line.starts_with('{').then(|| serde_json::from_str::<serde_json::Value>(line).ok()).flatten();
    let text = json.as_ref().and_then(|value| value.get("text")).and_then(serde_json::Value::as_str);
    text.unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stands_before_its_text() {
        let pair = |text: &str, label: &str| Ok((text.to_owned(), label.to_owned()));
        assert_eq!(label("neg\tรอนานมาก"), pair("รอนานมาก", "neg"));
        assert_eq!(label(r#"{"text": "a\tb", "label": "q"}"#), pair("a\tb", "q"));
        assert!(label("joy\tเย้").is_err_and(|wrong| wrong.contains("`joy` is no tone")));
        assert!(label("รอนานมาก").is_err_and(|wrong| wrong.contains("a label, a tab and a text")));
    }
}
