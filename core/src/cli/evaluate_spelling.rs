//! `sonthana evaluate spelling WORDS [TEXTS]`: suggestions for slips, on slips that are drawn.
//!
//! In: words, a line each or those that a bot lists, and texts without slips. Out: how often the word that
//! was meant is the first suggestion and among the first three, and how many texts get one that need none.
//! The same seed draws the same slips.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::make::{lines, text};
use super::noise::NOISES;
use super::training::open;
use super::{Console, Exit};
use crate::order;
use crate::text::Span;
use crate::understand::{Speller, listed};

/// How many kinds of noise are slips of spelling: the first ones.
const SLIPS: usize = 3;
/// Shorter words are never suggested.
const SHORTEST: usize = 5;
/// What stands before and after a word in a message.
const FRAME: [&str; 2] = ["ขอ", "หน่อยค่ะ"];

/// Score suggestions for slips of spelling.
#[derive(Debug, Args)]
pub(crate) struct Spelling {
    /// A word a line; or a bot, whose lookups and synonyms are the words
    words: PathBuf,
    /// A text a line, or JSON lines with a `text`, that need no suggestion; else the bot's examples
    texts: Option<PathBuf>,
    /// How many slips are drawn for each word
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=1000))]
    draws: u64,
    /// What they are drawn by
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Figures for machines
    #[arg(long)]
    json: bool,
}

/// Words, and texts without slips.
type Given = (Vec<String>, Vec<String>);

/// Slips that were drawn, and where the word that was meant stands among the suggestions.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    drawn: u32,
    first: u32,
    three: u32,
}

/// Runs the verb.
pub(crate) fn run(args: &Spelling, console: &mut Console<'_>) -> io::Result<Exit> {
    let (mut words, mut texts) = match read(&args.words, console) {
        Ok(read) => read?,
        Err(exit) => return Ok(exit),
    };
    if let Some(path) = &args.texts {
        texts = lines(std::slice::from_ref(path))?.iter().map(|line| text(line)).collect();
    }
    order::sort(&mut words);
    words.dedup();
    let speller = Speller::new(&words);
    let slips: Vec<(&str, Found)> = NOISES[..SLIPS]
        .iter()
        .map(|(name, noise)| (*name, drawn(&speller, &words, (args.draws, args.seed), *noise)))
        .collect();
    let alarms = texts.iter().filter(|text| !speller.suggest(text).is_empty()).count();
    let alarms = share(alarms as u32, texts.len() as u32);
    if args.json {
        let kind = |(name, found): &(&str, Found)| {
            let (first, three) = (share(found.first, found.drawn), share(found.three, found.drawn));
            serde_json::json!({ "noise": name, "drawn": found.drawn, "first": first, "three": three })
        };
        let kinds: Vec<serde_json::Value> = slips.iter().map(kind).collect();
        let value = serde_json::json!({ "words": words.len(), "slips": kinds, "texts": texts.len(), "alarms": alarms });
        writeln!(console.out, "{value}")?;
        return Ok(Exit::Done);
    }
    writeln!(console.out, "{:<16} {:>7} {:>8} {:>8}", "", "drawn", "first", "three")?;
    for (name, found) in slips {
        let (first, three) = (share(found.first, found.drawn), share(found.three, found.drawn));
        writeln!(console.out, "{name:<16} {:>7} {first:>6.1} % {three:>6.1} %", found.drawn)?;
    }
    writeln!(console.out, "{:<16} {:>7} {alarms:>6.1} % with a suggestion", "texts as they are", texts.len())?;
    Ok(Exit::Done)
}

/// The words and, of a bot, the examples.
fn read(path: &Path, console: &Console<'_>) -> Result<io::Result<Given>, Exit> {
    let words = || lines(&[path.to_owned()]);
    match path.is_file().then(words) {
        Some(Ok(words)) => Ok(Ok((words.iter().map(|word| word.trim().to_owned()).collect(), Vec::new()))),
        // A built bot is no text.
        Some(Err(error)) if error.kind() != io::ErrorKind::InvalidData => Ok(Err(error)),
        _ => {
            let bot = open(path, console)?;
            let texts = bot.nlu.examples.iter().map(|example| example.text.clone()).collect();
            Ok(Ok((listed(&bot.nlu).map(str::to_owned).collect(), texts)))
        }
    }
}

/// Draws slips in the words, each within a message, and looks for the word that was meant.
fn drawn(speller: &Speller, words: &[String], (draws, seed): (u64, u64), noise: fn(&str, u64) -> String) -> Found {
    let mut found = Found::default();
    let long = words.iter().filter(|word| word.chars().count() >= SHORTEST);
    for (number, word) in (seed..).zip(long) {
        let mut typed: Vec<String> = (0..draws).map(|draw| noise(word, number.wrapping_mul(draws) + draw)).collect();
        order::sort(&mut typed);
        typed.dedup();
        // A slip may give another word, which is then none.
        for typed in typed.iter().filter(|typed| words.binary_search(typed).is_err()) {
            let place = Span { start: FRAME[0].len(), end: FRAME[0].len() + typed.len() };
            let mut meant = speller.suggest(&FRAME.join(typed));
            meant.retain(|one| one.span.start < place.end && place.start < one.span.end);
            order::by(&mut meant, |a, b| b.score.total_cmp(&a.score));
            let rank = meant.iter().position(|one| one.value == *word);
            found.drawn += 1;
            found.first += u32::from(rank == Some(0));
            found.three += u32::from(rank.is_some_and(|rank| rank < 3));
        }
    }
    found
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
}
