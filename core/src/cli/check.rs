//! `sonthana check DIR [TEST]`: every mistake of a bot, where it stands and what would be right, and what
//! its examples are worth.
//!
//! In: a bot directory, a built file, or labelled texts; the texts of a test to look for among them. Out:
//! one line a problem in a pipe, the authored line with a caret on a terminal, one JSON object a line
//! with `--json`. Done where there are notes alone and the examples are worth what is asked of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use clap::Args;

use super::console::{Console, Exit};
use super::examples::{is_data, labelled, named, rows};
use crate::bot::{Bot, Origin};
use crate::error::Problem;
use crate::train::quality::{asked, look};

/// Find mistakes in a bot.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The bot directory, a built file, or JSON lines of {"text", "intent", "entities"}.
    bot: PathBuf,
    /// JSON lines of {"text"} that are asked later: those that are examples as well are told.
    test: Option<PathBuf>,
    /// The key of the label in JSON lines.
    #[arg(long, default_value = "intent")]
    label: String,
    /// Find fault where the examples are worth less, of 100.
    #[arg(long, value_name = "WORTH")]
    least: Option<f64>,
    /// One JSON object a line, for machines.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        let Checked { problems, worth } = match self.look() {
            Ok(checked) => checked,
            Err(error) => return Ok(console.fail(&error)),
        };
        let drawn = console.terminal() && !self.json;
        let mut pages = Pages { root: &self.bot, texts: BTreeMap::new() };
        for problem in &problems {
            if self.json {
                serde_json::to_writer(&mut console.out, problem).map_err(io::Error::from)?;
                writeln!(console.out)?;
            } else if drawn {
                writeln!(console.out, "{}\n", draw(problem, pages.line(problem)))?;
            } else {
                writeln!(console.out, "{}", line(problem))?;
            }
        }
        let mistakes = problems.iter().filter(|problem| problem.fatal).count();
        if !self.json {
            writeln!(console.out, "{}", summary(mistakes, problems.len() - mistakes))?;
        }
        let below = self.least.filter(|least| worth < *least);
        if let Some(least) = below {
            console.say(&format!("the examples are worth {worth:.0}, below {least}"));
        }
        Ok(if mistakes == 0 && below.is_none() { Exit::Done } else { Exit::Found })
    }

    /// Everything that is wrong, and what the examples are worth.
    fn look(&self) -> Result<Checked, String> {
        let data = is_data(&self.bot)?;
        let (mut bot, mut problems) = if data {
            (labelled(&self.bot, &self.label)?, Vec::new())
        } else {
            Bot::checked(&self.bot, &super::environment::variables())
        };
        let rows = self.test.as_deref().map_or(Ok(Vec::new()), |path| rows(path, &self.label))?;
        let file = u16::try_from(bot.files.len()).unwrap_or(u16::MAX);
        bot.files.extend(self.test.as_deref().map(named));
        let origin = |line| Origin { file, line, column: 1 };
        let own = rows.iter().zip(1..).map(|((text, _), line)| (text.as_str(), origin(line)));
        let asked: Vec<(&str, Origin)> = asked(&bot).into_iter().chain(own).collect();
        let found = look(&bot, &asked, data);
        problems.extend(found.problems);
        Ok(Checked { problems, worth: found.worth })
    }
}

/// What is told.
struct Checked {
    problems: Vec<Problem>,
    /// Of the examples, from 0 to 100.
    worth: f64,
}

/// `data/nlu.yml:3:5: error: sentence [code]`
fn line(problem: &Problem) -> String {
    let level = if problem.fatal { "error" } else { "note" };
    let place = match (problem.file.as_str(), problem.line) {
        ("", _) => String::new(),
        (file, 0) => format!("{file}: "),
        (file, line) => format!("{file}:{line}:{}: ", problem.column),
    };
    format!("{place}{level}: {} [{}]", problem.message, problem.code)
}

fn summary(mistakes: usize, notes: usize) -> String {
    let count = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    match (mistakes, notes) {
        (0, 0) => "nothing wrong".to_owned(),
        (0, notes) => format!("nothing wrong, {}", count(notes, "note")),
        (mistakes, 0) => count(mistakes, "mistake"),
        (mistakes, notes) => format!("{}, {}", count(mistakes, "mistake"), count(notes, "note")),
    }
}

/// The authored files, read once each.
struct Pages<'p> {
    root: &'p Path,
    texts: BTreeMap<String, Option<String>>,
}

impl Pages<'_> {
    /// The authored line of a problem.
    #[expect(clippy::disallowed_methods, reason = "shows the author's own file")]
    fn line(&mut self, problem: &Problem) -> Option<&str> {
        let index = (problem.line as usize).checked_sub(1)?;
        let path = self.root.join(&problem.file);
        let text = self.texts.entry(problem.file.clone()).or_insert_with(|| fs::read_to_string(path).ok());
        text.as_deref()?.lines().nth(index)
    }
}

/// The problem with its line and a caret.
fn draw(problem: &Problem, source: Option<&str>) -> String {
    let level = if problem.fatal { Level::ERROR } else { Level::NOTE };
    let title = level.primary_title(problem.message.as_str()).id(problem.code.as_str());
    let renderer = Renderer::styled();
    let Some(source) = source else {
        let place = if problem.file.is_empty() { String::new() } else { format!("\n --> {}", problem.file) };
        return format!("{}{place}", renderer.render(&[Group::with_title(title)]));
    };
    let snippet = Snippet::source(source)
        .path(problem.file.as_str())
        .line_start(problem.line as usize)
        .annotation(AnnotationKind::Primary.span(mark(source, problem.column)));
    renderer.render(&[title.element(snippet)])
}

/// The bytes of the word at a column.
fn mark(source: &str, column: u32) -> std::ops::Range<usize> {
    let before = (column as usize).saturating_sub(1);
    let start = source.char_indices().nth(before).map_or(source.len(), |(at, _)| at);
    let rest = &source[start..];
    let length = rest.find([' ', ':', ',', '}', ']']).filter(|length| *length > 0);
    let first = rest.chars().next().map_or(0, char::len_utf8);
    start..start + length.unwrap_or(rest.trim_end().len()).max(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn a_pipe_gets_one_line_a_problem() {
        let problem = Problem::new(Code::UnknownKey, "unknown key `เมณู`").at("domain.yml", 3, 5);
        assert_eq!(line(&problem), "domain.yml:3:5: error: unknown key `เมณู` [unknown-key]");
        assert_eq!(line(&problem.note()), "domain.yml:3:5: note: unknown key `เมณู` [unknown-key]");
        assert_eq!(line(&Problem::new(Code::NotFound, "none")), "error: none [not-found]");
        assert_eq!(summary(1, 2), "1 mistake, 2 notes");
    }

    #[test]
    fn a_terminal_gets_the_line_and_a_caret() {
        let problem = Problem::new(Code::UnknownKey, "unknown key `เมณู`").at("domain.yml", 3, 3);
        let drawn = draw(&problem, Some("  เมณู: x"));
        assert!(drawn.contains("domain.yml") && drawn.contains("เมณู: x") && drawn.contains('^'), "{drawn}");
        assert_eq!(mark("  เมณู: x", 3), 2..14);
        assert_eq!(mark("", 9), 0..0);
    }
}
