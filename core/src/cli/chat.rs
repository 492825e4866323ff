//! `sonthana chat DIR`: talk to a bot in the terminal.
//!
//! In: lines, from a terminal with line editing or from a pipe. Out: what the bot says, with its
//! buttons as numbered choices; `/trace` shows why. The host's actions are answered with "done" (or
//! by hand, with `--ask`), so every bot can be talked to without its host.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::console::{Console, Exit};
use super::talk::{Reply, Talk};
use super::training::engine;
use crate::value::Timestamp;

/// Talk to a bot in the terminal.
#[derive(Debug, Args)]
pub(super) struct Chat {
    /// A bot directory or a built file.
    bot: PathBuf,
    /// Pretend it is this time, such as 2026-11-21T10:00:00+07:00; otherwise the clock is used.
    #[arg(long, value_parser = instant)]
    now: Option<Timestamp>,
    /// Ask for the answers of host actions (JSON) in place of answering "done".
    #[arg(long)]
    ask: bool,
}

const HELP: &str = "  พิมพ์คุยได้เลย · type to talk · a number presses a button
  /greet{\"name\": \"…\"}  what a button with this payload says
  /trace    why the last turn came out as it did
  /state    what the bot knows now
  /events   the last turn as Rasa-shaped events
  /tick     let time pass: everything due fires
  /restart  begin again
  /quit     leave (or Ctrl-D)";

impl Chat {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        let engine = match engine(&self.bot, console) {
            Ok(engine) => engine,
            Err(exit) => return Ok(exit),
        };
        let person = io::stdin().is_terminal();
        let mut input = if person { Input::terminal() } else { Input::Pipe };
        if person {
            console.say("สนทนา · /help shows what else can be typed, Ctrl-D leaves");
        }
        let mut talk = Talk::new(&engine, self.now());
        show(console, &talk.begun())?;
        while !console.stopped() {
            let Some(line) = input.line(console)? else { break };
            if !self.respond(&mut talk, line.trim(), &mut input, console)? {
                break;
            }
        }
        Ok(Exit::Done)
    }

    /// One line; false to leave.
    fn respond(
        &self,
        talk: &mut Talk<'_>,
        line: &str,
        input: &mut Input,
        console: &mut Console<'_>,
    ) -> io::Result<bool> {
        let now = self.now();
        let mut replies = match line {
            "" => return Ok(true),
            "/quit" | "/exit" => return Ok(false),
            "/help" => vec![Reply::Aside(HELP.to_owned())],
            "/trace" => vec![Reply::Aside(talk.why())],
            "/state" => vec![Reply::Aside(talk.known())],
            "/events" => vec![Reply::Aside(talk.events())],
            "/tick" => talk.tick(now),
            "/restart" => talk.restart(now),
            _ => talk.hear(line, now),
        };
        loop {
            show(console, &replies)?;
            let Some(call) = talk.open_call() else { return Ok(true) };
            let answer = if self.ask { input.answer(&call.name, console)? } else { String::new() };
            replies = talk.answer(&call, &answer, now);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is a host: it brings the clock")]
    fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        })
    }
}

/// `2026-11-21T10:00:00+07:00` → milliseconds.
pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    let read: Result<jiff::Timestamp, _> = text.parse();
    read.map(|instant| Timestamp(instant.as_millisecond())).map_err(|error| error.to_string())
}

/// Where lines come from.
enum Input {
    Terminal(Box<DefaultEditor>),
    Pipe,
}

impl Input {
    fn terminal() -> Input {
        DefaultEditor::new().map_or(Input::Pipe, |editor| Input::Terminal(Box::new(editor)))
    }

    fn line(&mut self, console: &mut Console<'_>) -> io::Result<Option<String>> {
        console.flush()?;
        match self {
            Input::Terminal(editor) => typed(editor, "คุณ ▸ "),
            Input::Pipe => {
                let mut bytes = Vec::new();
                if io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
                    return Ok(None);
                }
                let line = String::from_utf8_lossy(&bytes).trim().to_owned();
                writeln!(console.out, "คุณ ▸ {line}")?;
                Ok(Some(line))
            }
        }
    }

    /// Asks the person what a host action answers; JSON, or nothing for "done".
    fn answer(&mut self, name: &str, console: &mut Console<'_>) -> io::Result<String> {
        console.flush()?;
        let line = match self {
            Input::Terminal(editor) => typed(editor, &format!("{name} → "))?,
            Input::Pipe => self.line(console)?,
        };
        Ok(line.unwrap_or_default())
    }
}

fn typed(editor: &mut DefaultEditor, prompt: &str) -> io::Result<Option<String>> {
    match editor.readline(prompt) {
        Ok(line) => {
            // History is a comfort: a line that cannot be remembered is still a line.
            let _ = editor.add_history_entry(&line);
            Ok(Some(line))
        }
        Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
        Err(error) => Err(io::Error::other(error)),
    }
}

fn show(console: &mut Console<'_>, replies: &[Reply]) -> io::Result<()> {
    for reply in replies {
        match reply {
            Reply::Said(text) => {
                let mut lines = text.lines();
                writeln!(console.out, "บอท ▸ {}", lines.next().unwrap_or_default())?;
                for line in lines {
                    writeln!(console.out, "      {line}")?;
                }
            }
            Reply::Aside(text) => {
                let (dim, plain) = if console.terminal() { ("\x1b[2m", "\x1b[0m") } else { ("", "") };
                writeln!(console.out, "{dim}{text}{plain}")?;
            }
        }
    }
    console.flush()
}
