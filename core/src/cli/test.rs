//! `sonthana test DIR`: run a bot's conversation tests.
//!
//! In: a bot and its test stories, or with `--trace` a recorded conversation. Out: which stories pass
//! and where the others first part from what their author wrote, with the reason; and apart from
//! that, where the trained understanding differs from the annotations.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{Console, Exit};
use super::recorded::recorded;
use super::training::open;
use crate::bot::{Bot, Origin};
use crate::error::Problem;
use crate::rehearse::{Heard, Played, Rehearsal, Tally, hear};
use crate::understand::Understander;
use crate::value::{Timestamp, Value};

/// Run a bot's conversation tests.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// A bot directory or a built file.
    bot: PathBuf,
    /// Results as one line of JSON.
    #[arg(long)]
    json: bool,
    /// Play the stories that the bot learns from in place of its tests.
    #[arg(long, conflicts_with = "trace")]
    training: bool,
    /// Play a recorded conversation again and compare every event.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
}

/// Messages are understood as of this time: 2026-11-21T10:00:00+07:00.
const NOW: Timestamp = Timestamp(1_795_230_000_000);

impl Test {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        if let Some(trace) = &self.trace {
            return recorded(&self.bot, trace, self.json, console);
        }
        let bot = match open(&self.bot, console) {
            Ok(bot) => bot,
            Err(exit) => return Ok(exit),
        };
        let rehearsal = match Rehearsal::new(&bot) {
            Ok(rehearsal) => rehearsal,
            Err(problems) => return Ok(refuse(console, &problems)),
        };
        let stories = if self.training { &bot.stories } else { &bot.tests };
        let Ok(played) = rehearsal.given(stories) else {
            return Ok(console.fail("the stories have more ways through their checkpoints than can be followed"));
        };
        let understander = match Understander::new(&bot) {
            Ok(understander) => understander,
            Err(error) => return Ok(console.error(&error)),
        };
        let listen =
            |story: &Played<'_>| story.messages.iter().filter_map(|step| hear(&understander, step, NOW)).collect();
        let heard: Vec<Vec<Heard>> = played.iter().map(listen).collect();
        let tally = Tally::of(&played, &heard);
        if self.json {
            writeln!(console.out, "{}", json(&bot, &played, &heard, &tally).to_json())?;
        } else {
            Report { bot: &bot, root: &self.bot }.write(&mut console.out, &played, &heard, &tally)?;
        }
        Ok(if tally.passed == tally.stories { Exit::Done } else { Exit::Found })
    }
}

fn refuse(console: &Console<'_>, problems: &[Problem]) -> Exit {
    for problem in problems {
        console.say(&format!("sonthana: {problem}"));
    }
    Exit::Found
}

/// For people.
struct Report<'a> {
    bot: &'a Bot,
    root: &'a Path,
}

impl Report<'_> {
    fn write(
        &self,
        out: &mut impl Write,
        played: &[Played<'_>],
        heard: &[Vec<Heard>],
        tally: &Tally,
    ) -> io::Result<()> {
        for story in played {
            self.story(out, story)?;
        }
        if played.is_empty() {
            writeln!(out, "no test stories: files of `tests` whose name starts with `test_`, with `stories:` in them")?;
        }
        let Tally { stories, passed, actions, right, .. } = tally;
        writeln!(out, "{passed} of {stories} stories pass; {right} of {actions} actions are right")?;
        let mut said = Vec::new();
        for message in heard.iter().flatten().filter(|heard| !heard.slips.is_empty()) {
            let line = self.slips(message);
            if !said.contains(&line) {
                said.push(line);
            }
        }
        let Tally { messages, agreed, .. } = tally;
        if *messages > 0 {
            writeln!(out, "apart from that, {agreed} of {messages} messages are understood as annotated")?;
        }
        said.iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn story(&self, out: &mut impl Write, story: &Played<'_>) -> io::Result<()> {
        let Some(act) = story.acts.iter().find(|act| !act.right) else {
            return writeln!(out, "✓ {}", story.name);
        };
        writeln!(out, "✗ {}", story.name)?;
        writeln!(out, "    {} wants `{}`", self.place(act.origin), act.wanted)?;
        writeln!(out, "    but the bot goes on with `{}`: {}", act.got, act.decision.reason)?;
        if act.decision.line > 0 {
            writeln!(out, "    see {}:{}", self.root.join(&act.decision.file).display(), act.decision.line)?;
        }
        act.decision.alternatives.iter().try_for_each(|other| writeln!(out, "    also possible: {other}"))
    }

    fn slips(&self, heard: &Heard) -> String {
        let mut line = format!("  {} “{}”", self.place(heard.origin), heard.text);
        for slip in &heard.slips {
            let none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            line.push_str(&format!("\n    {}: {}, understood: {}", slip.what, none(&slip.wanted), none(&slip.got)));
        }
        line
    }

    fn place(&self, origin: Origin) -> String {
        let (file, line) = self.bot.place(origin);
        format!("{}:{line}", self.root.join(file).display())
    }
}

/// For machines.
fn json(bot: &Bot, played: &[Played<'_>], heard: &[Vec<Heard>], tally: &Tally) -> Value {
    let stories = played.iter().zip(heard).map(|(story, heard)| {
        let (file, line) = bot.place(story.origin);
        let acts = story.acts.iter().map(|act| {
            Value::map([
                ("wanted", Value::from(act.wanted.as_str())),
                ("got", Value::from(act.got.as_str())),
                ("right", Value::from(act.right)),
                ("policy", Value::from(act.policy)),
                ("score", Value::Number(act.decision.score)),
                ("reason", Value::from(act.decision.reason.as_str())),
                ("line", Value::from(bot.place(act.origin).1)),
            ])
        });
        Value::map([
            ("name", Value::from(story.name.as_str())),
            ("file", Value::from(file)),
            ("line", Value::from(line)),
            ("passed", Value::from(story.passed())),
            ("actions", Value::List(acts.collect())),
            ("messages", Value::List(heard.iter().map(|heard| message(bot, heard)).collect())),
        ])
    });
    let given =
        [("stories", tally.stories), ("passed", tally.passed), ("actions", tally.actions), ("right", tally.right)];
    let understood = [
        ("stories", tally.stories),
        ("passed", tally.understood),
        ("messages", tally.messages),
        ("right", tally.agreed),
    ];
    let counts = |pairs: [(&str, u32); 4]| Value::map(pairs.map(|(name, count)| (name, Value::from(count))));
    Value::map([
        ("given", counts(given)),
        ("understood", counts(understood)),
        ("details", Value::List(stories.collect())),
    ])
}

fn message(bot: &Bot, heard: &Heard) -> Value {
    let slips = heard.slips.iter().map(|slip| {
        Value::map([
            ("what", Value::from(slip.what)),
            ("wanted", Value::from(slip.wanted.as_str())),
            ("got", Value::from(slip.got.as_str())),
        ])
    });
    Value::map([
        ("text", Value::from(heard.text.as_str())),
        ("line", Value::from(bot.place(heard.origin).1)),
        ("right", Value::from(heard.slips.is_empty())),
        ("differs", Value::List(slips.collect())),
    ])
}
