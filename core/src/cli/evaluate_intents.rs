//! `sonthana evaluate intents TRAIN [TEST]`: learned intents on labelled data.
//!
//! In: files of JSON lines, `{"text", "intent"}`, a bot directory, or a model that has learned; an intent
//! that is null or `oos` is out of scope. Without a test the examples are judged in folds, each by a model
//! that has not seen it.
//! Out: a table, one JSON object or an HTML page; the code of a finding where a floor is not reached.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::examples::{Row, dealt, few, rows};
use super::learner::{Asked, Learned, Learner, Lessons, learner, start};
use super::noise::NOISES;
use super::report::{Answer, Report, as_comparison, as_json, as_table, compared, page};
use super::{Console, Exit};
use crate::error::Error;
use crate::understanding::Intent;

/// Score learned intents on labelled data.
#[derive(Debug, Args)]
pub(crate) struct EvaluateIntents {
    /// What to learn from: JSON lines of {"text", "intent"}, null or "oos" is out of scope; or a bot
    /// directory. A saved model or a built bot is asked as it is.
    train: PathBuf,
    /// What to score on; without it the examples are judged in folds.
    test: Option<PathBuf>,
    /// How many folds.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=50))]
    folds: u8,
    /// The key of the label.
    #[arg(long, default_value = "intent")]
    pub(super) label: String,
    /// Learn from so many examples of each intent only, drawn at random.
    #[arg(long)]
    shots: Option<usize>,
    /// What the examples are drawn by.
    #[arg(long, default_value_t = 1, requires = "shots")]
    seed: u64,
    /// Draw, learn and ask so many times; the figures are those of all together.
    #[arg(long, default_value_t = 1, requires = "shots", value_parser = clap::value_parser!(u8).range(1..=50))]
    draws: u8,
    /// Also learn from an eighth, a quarter and half of the examples.
    #[arg(long)]
    curve: bool,
    /// Also ask every text with noise: slips, dropped tones, spaces, Thai in Latin letters, the other keyboard.
    #[arg(long)]
    noise: bool,
    /// Learn from OTHER too, or ask the model OTHER, and show what differs on the same texts.
    #[arg(long, value_name = "OTHER", requires = "test")]
    compare: Option<PathBuf>,
    /// Find fault where a figure is lower: --least accuracy=90
    #[arg(long, value_name = "FIGURE=VALUE", value_parser = bound)]
    least: Vec<Bound>,
    /// Find fault where a figure is higher: --most calibration=5
    #[arg(long, value_name = "FIGURE=VALUE", value_parser = bound)]
    most: Vec<Bound>,
    /// Write a page to look at.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// One JSON object in place of a table.
    #[arg(long)]
    json: bool,
    /// A folder with `model.onnx` and `tokenizer.json`: learn with its sentence vectors too.
    #[cfg(feature = "onnx")]
    #[arg(long)]
    pub(super) encoder: Option<PathBuf>,
}

/// What a figure must reach.
type Bound = (String, f64);

/// What is measured, and with how much of the examples.
struct Plan<'a> {
    args: &'a EvaluateIntents,
    test: Option<Vec<Row>>,
}

/// Runs the verb.
pub(crate) fn evaluate_intents(args: &EvaluateIntents, console: &mut Console<'_>) -> io::Result<Exit> {
    let test = match args.test.as_deref().map(|path| rows(path, &args.label)).transpose() {
        Ok(test) => test,
        Err(error) => return Ok(console.fail(&error)),
    };
    let plan = Plan { args, test };
    let report = match plan.report(&args.train, console) {
        Ok(report) => report,
        Err(exit) => return Ok(exit),
    };
    let other = match args.compare.as_deref().map(|path| plan.report(path, console)).transpose() {
        Ok(other) => other,
        Err(exit) => return Ok(exit),
    };
    let both = other.as_ref().map(|other| compared(&report, other));
    if let Some(path) = &args.html {
        std::fs::write(path, page(&report, both.as_ref()))?;
    }
    match &both {
        _ if args.json => as_json(&report, both.as_ref(), console)?,
        Some(both) => as_comparison(both, console)?,
        None => as_table(&report, console)?,
    }
    judge(args, &report, console)
}

impl Plan<'_> {
    /// Learns and measures, or measures what has learned.
    fn report(&self, path: &Path, console: &Console<'_>) -> Result<Report, Exit> {
        let mut report = Report { name: short(path), ..Report::default() };
        match learner(path, self.args).map_err(|error| console.fail(&error))? {
            Learner::Examples(lessons) => self.learned(&lessons, &mut report, console)?,
            Learner::Asked(asked, learned) => {
                let (Some(test), Some(path)) = (&self.test, &self.args.test) else {
                    return Err(console.fail("a model is judged on a file: give one behind it"));
                };
                report.how = format!("on {}", short(path));
                ask(&asked, learned.as_ref(), test, &mut report);
                if self.args.noise {
                    disturb(&asked, test, &mut report);
                }
            }
        }
        Ok(report)
    }

    fn learned(&self, lessons: &Lessons, report: &mut Report, console: &Console<'_>) -> Result<(), Exit> {
        let mut parts = self.all_parts(&lessons.rows, &mut report.how);
        let steps = parts.len() + if self.args.curve { 3 } else { 0 };
        let bar = console.progress(steps as u64, "training");
        for (learned, asked) in &parts {
            answer(self.args, lessons, (learned, asked), report).map_err(|error| console.error(&error))?;
            bar.inc(1);
            if console.stopped() {
                return Err(Exit::Found);
            }
        }
        if self.args.curve {
            let (learned, asked) = parts.swap_remove(0);
            for share in [8, 4, 2] {
                let part = taken(&learned, share);
                let mut one = Report::default();
                answer(self.args, lessons, (&part, &asked), &mut one).map_err(|error| console.error(&error))?;
                report.curve.push((part.len(), one.accuracy()));
                bar.inc(1);
            }
            report.curve.push((learned.len(), report.accuracy()));
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// What is learned from and what is asked then; as often as examples are drawn.
    fn all_parts(&self, train: &[Row], how: &mut String) -> Vec<(Vec<Row>, Vec<Row>)> {
        let &EvaluateIntents { shots, seed, draws, .. } = self.args;
        let Some(shots) = shots else { return self.parts(train, how) };
        let seeds = seed..seed.saturating_add(u64::from(draws));
        let parts = seeds.flat_map(|seed| self.parts(&few(train, shots, seed), how)).collect();
        let _ = write!(how, ", {shots} examples an intent, drawn {draws} times from seed {seed}");
        parts
    }

    /// What is learned from and what is asked then: once with a test, else once a fold.
    fn parts(&self, train: &[Row], how: &mut String) -> Vec<(Vec<Row>, Vec<Row>)> {
        if let (Some(test), Some(path)) = (&self.test, &self.args.test) {
            *how = format!("on {}", short(path));
            return vec![(train.to_vec(), test.clone())];
        }
        let folds = usize::from(self.args.folds);
        *how = format!("in {folds} folds");
        let fold = dealt(train, folds);
        let side = |n: usize, inside: bool| {
            train.iter().zip(&fold).filter(|(_, fold)| (**fold == n) == inside).map(|(row, _)| row.clone()).collect()
        };
        (0..folds).map(|n| (side(n, false), side(n, true))).collect()
    }
}

/// Every so-manieth example of each intent.
fn taken(rows: &[Row], share: usize) -> Vec<Row> {
    let place = dealt(rows, share);
    rows.iter().zip(place).filter(|(_, place)| *place == 0).map(|(row, _)| row.clone()).collect()
}

/// Learns from some texts and asks about others.
fn answer(
    args: &EvaluateIntents,
    lessons: &Lessons,
    (learned, texts): (&[Row], &[Row]),
    report: &mut Report,
) -> Result<(), Error> {
    let clock = start();
    let asked = lessons.learn(args, learned)?;
    report.train += clock.elapsed();
    ask(&asked, Some(&Learned::new(learned)), texts, report);
    if args.noise {
        disturb(&asked, texts, report);
    }
    Ok(())
}

/// Asks about texts.
fn ask(asked: &Asked, learned: Option<&Learned>, texts: &[Row], report: &mut Report) {
    report.bytes = report.bytes.max(asked.bytes());
    report.answers.reserve(texts.len());
    for (text, meant) in texts {
        let said = asked.ask(text);
        report.answers.push(Answer {
            text: text.clone(),
            meant: meant.clone(),
            score: said.best.score,
            found: named(said.best, meant.as_deref()),
            scope: said.scope,
            refused: said.refused,
            learned: learned.is_some_and(|learned| learned.holds(text)),
            time: said.time.max(Duration::from_nanos(1)),
        });
    }
}

/// What was found, as a test names it: to one that says `faq`, `faq/hours` is that.
fn named(best: Intent, meant: Option<&str>) -> String {
    let found = best.name.unwrap_or_default();
    let base = found.split('/').next().filter(|base| Some(*base) == meant);
    base.map(str::to_owned).unwrap_or(found)
}

/// Asks the texts in scope again, with each kind of noise; one that changes no text says nothing.
fn disturb(asked: &Asked, texts: &[Row], report: &mut Report) {
    report.noise.resize(NOISES.len(), (0, 0));
    for ((_, noise), (right, all)) in NOISES.iter().zip(&mut report.noise) {
        let inside = texts.iter().zip(1..).filter(|((_, meant), _)| meant.is_some());
        let noisy: Vec<_> = inside.map(|((text, meant), seed)| (text, noise(text, seed), meant)).collect();
        if noisy.iter().all(|(text, noisy, _)| *text == noisy) {
            continue;
        }
        let is_right = |text: &str, meant: &Option<String>| Some(named(asked.best(text), meant.as_deref())) == *meant;
        *right += noisy.iter().filter(|(_, text, meant)| is_right(text, meant)).count();
        *all += noisy.len();
    }
}

/// A path by its last two parts.
fn short(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}

/// `accuracy=90`
fn bound(text: &str) -> Result<Bound, String> {
    let (name, value) = text.split_once('=').ok_or("write FIGURE=VALUE, such as accuracy=90")?;
    let value = value.trim_end_matches('%').parse().map_err(|_| format!("`{value}` is not a number"))?;
    Ok((name.to_owned(), value))
}

/// Whether every figure is within what was asked of it.
fn judge(args: &EvaluateIntents, report: &Report, console: &Console<'_>) -> io::Result<Exit> {
    let figures = report.figures();
    let mut exit = Exit::Done;
    let floors = args.least.iter().map(|bound| (bound, true)).chain(args.most.iter().map(|bound| (bound, false)));
    for ((name, wanted), least) in floors {
        let Some(figure) = figures.iter().find(|figure| figure.key == name) else {
            let known: Vec<&str> = figures.iter().map(|figure| figure.key).collect();
            return Ok(console.fail(&format!("no figure is called `{name}`; there are {}", known.join(", "))));
        };
        if (least && figure.value < *wanted) || (!least && figure.value > *wanted) {
            let side = if least { "below" } else { "above" };
            console.say(&format!("{} {:.2} {} is {side} {wanted}", figure.label, figure.value, figure.unit));
            exit = Exit::Found;
        }
    }
    Ok(exit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_has_a_name_and_a_number() {
        assert_eq!(bound("accuracy=90%"), Ok(("accuracy".to_owned(), 90.0)));
        assert!(bound("accuracy").is_err() && bound("accuracy=much").is_err());
    }

    #[test]
    fn each_example_is_asked_once_by_a_model_that_has_not_seen_it() {
        let row = |n: usize| (format!("ข้อความที่ {n}"), Some(format!("intent{}", n % 3)));
        let train: Vec<Row> = (0..12).map(row).collect();
        let Alone { args } = clap::Parser::parse_from(["x", "train.jsonl", "--folds", "4"]);
        let plan = Plan { args: &args, test: None };
        let parts = plan.parts(&train, &mut String::new());
        let mut asked: Vec<&Row> = parts.iter().flat_map(|(_, asked)| asked).collect();
        asked.sort();
        assert_eq!((parts.len(), asked.len()), (4, 12));
        asked.dedup();
        assert_eq!(asked.len(), 12);
        assert!(parts.iter().all(|(learned, asked)| asked.iter().all(|row| !learned.contains(row))));
        assert_eq!(taken(&train, 2).len(), 6);
    }

    #[test]
    fn every_draw_is_learned_from_and_asked() {
        let row = |n: usize| (format!("ข้อความที่ {n}"), Some(format!("intent{}", n % 3)));
        let train: Vec<Row> = (0..60).map(row).collect();
        let Alone { args } = clap::Parser::parse_from(["x", "a.jsonl", "b.jsonl", "--shots", "5", "--draws", "3"]);
        let plan = Plan { args: &args, test: Some(train[..7].to_vec()) };
        let parts = plan.all_parts(&train, &mut String::new());
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|(learned, asked)| learned.len() == 15 && *asked == train[..7]));
        assert!(parts[0].0 != parts[1].0 && parts[1].0 != parts[2].0);
    }

    /// The verb's arguments as a command of their own.
    #[derive(Debug, clap::Parser)]
    struct Alone {
        #[command(flatten)]
        args: EvaluateIntents,
    }
}
