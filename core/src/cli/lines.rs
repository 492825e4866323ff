//! `tokenize`, `understand`, `entities`, `sentiment`: a line of text in, a line of JSON out.
//!
//! `-` reads standard input. Positions are counted in code points.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use serde_json::{Value as Json, json};

use super::chat::instant;
use super::console::{Console, Exit};
use super::training::engine;
use crate::text::{Offsets, Unit};
use crate::understanding::Entity;
use crate::value::Timestamp;

/// Cut text into tokens.
#[derive(Debug, Args)]
pub(super) struct Tokenize {
    /// The text, or `-` for the lines of standard input.
    #[arg(allow_hyphen_values = true)]
    text: String,
}

/// Say how a text feels.
#[derive(Debug, Args)]
pub(super) struct Feel {
    /// The text, or `-` for the lines of standard input.
    #[arg(allow_hyphen_values = true)]
    text: String,
}

/// Find built-in entities: numbers, money, times, phones, ...
#[derive(Debug, Args)]
pub(super) struct Find {
    /// The text, or `-` for the lines of standard input.
    #[arg(allow_hyphen_values = true)]
    text: String,
    /// The time to count from, such as 2026-11-21T10:00:00+07:00; otherwise the clock.
    #[arg(long, value_parser = instant)]
    now: Option<Timestamp>,
    /// The IANA time zone.
    #[arg(long, default_value = "Asia/Bangkok")]
    zone: String,
    /// Only these kinds, separated by commas.
    #[arg(long, value_delimiter = ',')]
    kinds: Option<Vec<String>>,
}

/// Say what a bot understands from a text.
#[derive(Debug, Args)]
pub(super) struct Understand {
    /// A bot directory or a built file.
    bot: PathBuf,
    /// The text, or `-` for the lines of standard input.
    #[arg(allow_hyphen_values = true)]
    text: String,
    /// The time to count from; otherwise the clock.
    #[arg(long, value_parser = instant)]
    now: Option<Timestamp>,
}

impl Tokenize {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        console.lines(&self.text, |console, line| {
            let tokens: Vec<&str> = crate::tokenize::token::words(line);
            write_line(console, &json!({"text": line, "words": tokens}))
        })?;
        Ok(Exit::Done)
    }
}

impl Feel {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        console.lines(&self.text, |console, line| {
            let feeling = crate::understand::sentiment(line);
            write_line(
                console,
                &json!({"text": line, "label": feeling.label, "score": feeling.score, "scores": feeling.scores}),
            )
        })?;
        Ok(Exit::Done)
    }
}

impl Find {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        let now = self.now.unwrap_or_else(clock);
        let kinds: Option<Vec<&str>> = self.kinds.as_ref().map(|kinds| kinds.iter().map(String::as_str).collect());
        let mut exit = Exit::Done;
        console.lines(&self.text, |console, line| {
            match crate::understand::entities(line, now, &self.zone, kinds.as_deref()) {
                Ok(found) => write_line(console, &json!({"text": line, "entities": entities(line, &found)})),
                Err(error) => {
                    exit = console.fail(&error.to_string());
                    Ok(())
                }
            }
        })?;
        Ok(exit)
    }
}

impl Understand {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        let engine = match engine(&self.bot, console) {
            Ok(engine) => engine,
            Err(exit) => return Ok(exit),
        };
        let now = self.now.unwrap_or_else(clock);
        console.lines(&self.text, |console, line| {
            let found = engine.understand(line, now);
            let ranking: Vec<Json> =
                found.ranking.iter().map(|intent| json!({"name": intent.name, "score": intent.score})).collect();
            let read = json!({
                "text": line,
                "intent": {"name": found.intent.name, "score": found.intent.score},
                "ranking": ranking,
                "scope": found.scope,
                "entities": entities(line, &found.entities),
                "sentiment": {"label": found.sentiment.label, "score": found.sentiment.score},
            });
            write_line(console, &read)
        })?;
        Ok(Exit::Done)
    }
}

fn entities(line: &str, found: &[Entity]) -> Vec<Json> {
    let mut offsets = Offsets::new(line, Unit::CodePoint);
    let mut one = |entity: &Entity| {
        let mut fields = json!({
            "kind": entity.kind,
            "text": entity.text,
            "start": offsets.at(entity.span.start),
            "end": offsets.at(entity.span.end),
            "value": entity.value,
            "score": entity.score,
        });
        for (key, label) in [("role", &entity.role), ("group", &entity.group)] {
            if let (Some(label), Some(fields)) = (label, fields.as_object_mut()) {
                fields.insert(key.to_owned(), json!(label));
            }
        }
        fields
    };
    found.iter().map(&mut one).collect()
}

fn write_line(console: &mut Console<'_>, json: &Json) -> io::Result<()> {
    writeln!(console.out, "{json}")
}

#[expect(clippy::disallowed_methods, reason = "this is a host: it brings the clock")]
fn clock() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
