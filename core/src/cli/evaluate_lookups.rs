//! `sonthana evaluate lookups WORDS MESSAGES`: what a list finds, where it should and where it should not.
//!
//! In: a file with a listed word a line, and messages that name none of them: JSON lines with a `text`,
//! or a text a line. Out: how often a list is found in those messages all the same, as written and
//! nearly so; how often a listed word is found with a slip in it; and the time that a message takes.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use super::make::{lines, text};
use super::slips::SLIPS;
use super::{Console, Exit};
use crate::bot::{Bot, Lookup};
use crate::understand::entity::{Lookups, key};
use crate::understand::{Reading, TextReader};
use crate::understanding::Entity;
use crate::value::{Timestamp, Value};

/// Listed words that get a slip of each kind, at most.
const DRAWN: usize = 1_000;
/// Where the words with a slip stand.
const FRAMES: [(&str, &str); 3] = [("ไป", "ครับ"), ("", ""), ("อยู่ ", " ค่ะ")];

/// Score lists of words on messages and on drawn slips.
#[derive(Debug, Args)]
pub(crate) struct EvaluateLookups {
    /// A listed word a line.
    words: PathBuf,
    /// Messages that name none of them: JSON lines with a `text`, or a text a line.
    messages: PathBuf,
    /// Lines of two words with a tab between: what is written, and the listed word that is meant.
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// One JSON object in place of a table, with every word that was found in the messages.
    #[arg(long)]
    json: bool,
}

/// A kind of slip: how many were drawn, and for how many the word was found, or another one.
struct Drawn {
    kind: &'static str,
    all: u32,
    right: u32,
    other: u32,
}

/// Everything the verb says.
#[derive(Default)]
struct Report {
    words: usize,
    build: Duration,
    messages: usize,
    /// Text, listed word and score of what was found in the messages.
    found: Vec<(String, String, f64)>,
    times: Vec<(usize, Duration)>,
    drawn: Vec<Drawn>,
}

/// Runs the verb.
pub(crate) fn evaluate_lookups(args: &EvaluateLookups, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = lines(std::slice::from_ref(&args.words))?;
    let messages: Vec<String> = lines(std::slice::from_ref(&args.messages))?.iter().map(|line| text(line)).collect();
    let clock = start();
    let lists = Lists::new(words.clone());
    let mut report =
        Report { words: words.len(), build: clock.elapsed(), messages: messages.len(), ..Report::default() };
    for message in &messages {
        report.hear(&lists, message);
    }
    report.times.sort_unstable();
    report.draw(&lists, &words);
    if let Some(pairs) = &args.pairs {
        let pairs = lines(std::slice::from_ref(pairs))?;
        let pairs = pairs.iter().filter_map(|line| line.split_once('\t'));
        report.drawn.push(judged("pairs", pairs, &lists));
    }
    if args.json { as_json(&report, console) } else { as_table(&report, console) }?;
    Ok(Exit::Done)
}

#[expect(clippy::disallowed_methods, reason = "the command line measures")]
fn start() -> Instant {
    Instant::now()
}

impl Report {
    fn hear(&mut self, lists: &Lists, message: &str) {
        let (found, took) = lists.find(message);
        self.times.push((message.chars().count(), took));
        self.found.extend(found.into_iter().map(|entity| (entity.text.clone(), listed(&entity), entity.score)));
    }

    fn draw(&mut self, lists: &Lists, words: &[String]) {
        let step = (words.len() / DRAWN).max(1);
        let chosen: Vec<(&String, u64)> = words.iter().step_by(step).take(DRAWN).zip(1..).collect();
        for (kind, slip) in SLIPS {
            let written: Vec<(String, &str)> =
                chosen.iter().filter_map(|(word, seed)| Some((slip(word, *seed)?, word.as_str()))).collect();
            let pairs = written.iter().map(|(written, word)| (written.as_str(), *word));
            self.drawn.push(judged(kind, pairs, lists));
        }
    }

    /// The median time of messages of 30 to 50 characters, or of all where there is none.
    fn median(&self) -> Duration {
        let usual = |time: &&(usize, Duration)| (30..=50).contains(&time.0);
        let mut times: Vec<Duration> = self.times.iter().filter(usual).map(|time| time.1).collect();
        if times.is_empty() {
            times = self.times.iter().map(|time| time.1).collect();
        }
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }

    /// How many words were found in the messages, as written and nearly.
    fn counts(&self) -> (usize, usize) {
        let written = self.found.iter().filter(|(_, _, score)| *score >= 1.0).count();
        (written, self.found.len() - written)
    }
}

/// A list as a bot has it: its words take part in cutting the messages too.
struct Lists {
    reader: TextReader,
    lookups: Lookups,
}

impl Lists {
    fn new(words: Vec<String>) -> Lists {
        let mut bot = Bot::default();
        bot.nlu.lookups.push(Lookup { entity: "listed".into(), words, ..Lookup::default() });
        let reader = TextReader::new(&bot);
        let lookups = Lookups::new(&bot.nlu, bot.repairs, &reader);
        Lists { reader, lookups }
    }

    /// What is listed in a message, and how long the search took.
    fn find(&self, message: &str) -> (Vec<Entity>, Duration) {
        let (mut pieces, mut found) = (Vec::new(), Vec::new());
        let text = self.reader.read(message, &mut pieces);
        let clock = start();
        self.lookups.find(&Reading { text: &text, pieces: &pieces, now: Timestamp(0) }, &mut found);
        (found, clock.elapsed())
    }
}

/// The listed word that was found.
fn listed(entity: &Entity) -> String {
    if let Value::Text(value) = &entity.value { value.clone() } else { entity.text.clone() }
}

/// Whether words are found that are written otherwise; what is itself a listed word, or reads like
/// the one that is meant, is no slip.
fn judged<'p>(kind: &'static str, pairs: impl Iterator<Item = (&'p str, &'p str)>, lists: &Lists) -> Drawn {
    let mut drawn = Drawn { kind, all: 0, right: 0, other: 0 };
    let find = |message: &str| lists.find(message).0;
    for ((written, word), (before, after)) in pairs.zip(FRAMES.into_iter().cycle()) {
        if key(written) == key(word) || find(written).iter().any(|entity| entity.score >= 1.0) {
            continue;
        }
        let found = find(&[before, written, after].concat());
        let right = found.iter().any(|entity| key(&listed(entity)) == key(word));
        drawn.all += 1;
        drawn.right += u32::from(right);
        drawn.other += u32::from(!right && !found.is_empty());
    }
    drawn
}

fn percent(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
}

fn as_table(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let out = &mut console.out;
    let (written, nearly) = report.counts();
    writeln!(out, "{} words, read in {:.2} s", report.words, report.build.as_secs_f64())?;
    writeln!(out, "a message of some 40 characters takes {:.1} µs in the median", report.median().as_secs_f64() * 1e6)?;
    writeln!(out, "found in {} messages: {written} as written, {nearly} nearly so", report.messages)?;
    for (text, word, score) in report.found.iter().filter(|found| found.2 < 1.0).take(20) {
        writeln!(out, "    {text} for {word}, {score:.2}")?;
    }
    writeln!(out, "{:<24} {:>6} {:>8} {:>14}", "slip", "drawn", "found", "another found")?;
    for Drawn { kind, all, right, other } in &report.drawn {
        writeln!(out, "{kind:<24} {all:>6} {:>6.1} % {:>12.1} %", percent(*right, *all), percent(*other, *all))?;
    }
    Ok(())
}

fn as_json(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let (written, nearly) = report.counts();
    let drawn = report.drawn.iter().map(|drawn| {
        let (found, other) = (percent(drawn.right, drawn.all), percent(drawn.other, drawn.all));
        (drawn.kind.to_owned(), json!({"drawn": drawn.all, "found": found, "other": other}))
    });
    let mut slips = serde_json::Map::new();
    slips.extend(drawn);
    let object = json!({
        "words": report.words,
        "build": report.build.as_secs_f64(),
        "median": report.median().as_secs_f64(),
        "messages": report.messages,
        "written": written,
        "nearly": nearly,
        "slips": slips,
        "found": report.found,
    });
    writeln!(console.out, "{object}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_judged_by_the_word_that_is_meant() {
        let words: Vec<String> = ["เชียงใหม่", "ภูเก็ต", "สุราษฎร์ธานี"].map(str::to_owned).into();
        let lists = Lists::new(words);
        let pairs = [("เชียงไหม่", "เชียงใหม่"), ("พูเก็ต", "ภูเก็ต"), ("ภูเก็ต", "ภูเก็ต"), ("ขอนแก่น", "ภูเก็ต")];
        let drawn = judged("pairs", pairs.into_iter(), &lists);
        assert_eq!((drawn.all, drawn.right, drawn.other), (3, 2, 0));
        let mut report = Report::default();
        report.hear(&lists, "ไปเชียงใหม่มาครับ");
        report.hear(&lists, "ไปตลาดมาครับ");
        assert_eq!((report.counts(), report.times.len()), ((1, 0), 2));
    }
}
