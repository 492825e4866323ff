//! `sonthana test DIR`: run a bot's conversation tests.
//!
//! In: a bot with test stories and test cases, or with `--trace` a recorded conversation. Out: which
//! pass and where the others first part from what their author wrote, with the reason; apart from
//! that, where the trained understanding differs; and which rules, stories, flows and steps no test
//! tries.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::console::{Console, Exit};
use super::recorded::recorded;
use super::test_results::Results;
use super::training::open;
use super::{test_json, test_junit, test_report, watch};
use crate::bot::Bot;
use crate::engine::Engine;
use crate::error::Problem;
use crate::rehearse::{
    Acted, Heard, Played, Reached, Rehearsal, Tally, Tried, Unplayed, act_out, coverage, folds, hear, try_cases,
};
use crate::understand::Understander;
use crate::value::Timestamp;

/// Run a bot's conversation tests.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// A bot directory or a built file.
    bot: PathBuf,
    /// Results as one line of JSON.
    #[arg(long)]
    json: bool,
    /// Write the results as JUnit XML, for a CI server.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Act the stories out too: slots are filled, forms run, host actions answer as stubbed.
    #[arg(long, conflicts_with = "trace")]
    live: bool,
    /// Run again whenever a file of the bot changes, until Ctrl-C.
    #[arg(long, conflicts_with = "json")]
    watch: bool,
    /// Play the stories that the bot learns from in place of its tests.
    #[arg(long, conflicts_with = "trace")]
    training: bool,
    /// Play each story that the bot learns from by a bot that learned from the others, in N parts.
    #[arg(long, value_name = "N", conflicts_with_all = ["trace", "training", "live"],
          value_parser = clap::value_parser!(u16).range(2..))]
    folds: Option<u16>,
    /// Play a recorded conversation again and compare every event.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
}

/// Messages are understood as of this time: 2026-11-21T10:00:00+07:00.
const NOW: Timestamp = Timestamp(1_795_230_000_000);

impl Test {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        if !self.watch {
            return self.once(console);
        }
        let mut seen = watch::stamp(&self.bot);
        let mut exit = self.once(console)?;
        console.say("watching; Ctrl-C ends");
        while !console.stopped() {
            console.flush()?;
            std::thread::sleep(watch::EVERY);
            let now = watch::stamp(&self.bot);
            if now != seen {
                seen = now;
                exit = self.once(console)?;
            }
        }
        Ok(exit)
    }

    fn once(&self, console: &mut Console<'_>) -> io::Result<Exit> {
        if let Some(trace) = &self.trace {
            return recorded(&self.bot, trace, self.json, console);
        }
        let bot = match open(&self.bot, console) {
            Ok(bot) => bot,
            Err(exit) => return Ok(exit),
        };
        let results = match self.results(&bot, console) {
            Ok(results) => results,
            Err(exit) => return Ok(exit),
        };
        if let Some(file) = &self.junit {
            std::fs::write(file, test_junit::xml(&results))?;
        }
        if self.json {
            writeln!(console.out, "{}", test_json::json(&results).to_json())?;
        } else {
            test_report::write(&results, &mut console.out)?;
        }
        Ok(if results.passed() { Exit::Done } else { Exit::Found })
    }

    fn results<'b>(&'b self, bot: &'b Bot, console: &Console<'_>) -> Result<Results<'b>, Exit> {
        let many = |()| console.fail("the stories have more ways through their checkpoints than can be followed");
        let played = self.play(bot).map_err(|unplayed| match unplayed {
            Unplayed::Problems(problems) => refuse(console, &problems),
            Unplayed::TooMany => many(()),
        })?;
        let understander = Understander::new(bot).map_err(|error| console.error(&error))?;
        let listen =
            |story: &Played<'_>| story.messages.iter().filter_map(|step| hear(&understander, step, NOW)).collect();
        // Training stories and folds have no texts; their messages are given.
        let heard: Vec<Vec<Heard>> = played.iter().map(listen).collect();
        let (mut tried, mut acted) = (Vec::new(), None);
        if self.folds.is_none() && (self.live || !bot.cases.is_empty()) {
            let engine = Engine::new(bot.clone()).map_err(|error| console.error(&error))?;
            tried = try_cases(&engine, &bot.cases, &bot.props);
            if self.live {
                acted = Some(act_out(&engine, self.stories(bot), &bot.props).map_err(|_| many(()))?);
            }
        }
        let tally = Tally::of(&played, &heard);
        let reached = lived(&tried, acted.as_deref().unwrap_or_default());
        let decided = played.iter().flat_map(|story| &story.acts).map(|act| &act.decision);
        let coverage = coverage(bot, decided.chain(&reached.decisions), &reached.steps);
        Ok(Results { bot, root: &self.bot, played, heard, tally, tried, acted, coverage })
    }

    fn stories<'b>(&self, bot: &'b Bot) -> &'b [crate::bot::Snippet] {
        if self.training { &bot.stories } else { &bot.tests }
    }

    fn play<'b>(&self, bot: &'b Bot) -> Result<Vec<Played<'b>>, Unplayed> {
        if let Some(parts) = self.folds {
            return folds(bot, usize::from(parts));
        }
        let rehearsal = Rehearsal::new(bot).map_err(Unplayed::Problems)?;
        rehearsal.given(self.stories(bot)).map_err(|_| Unplayed::TooMany)
    }
}

/// What conversations with the whole engine reached, together.
fn lived(tried: &[Tried<'_>], acted: &[Acted]) -> Reached {
    let mut all = Reached::default();
    for one in tried.iter().map(|tried| &tried.reached).chain(acted.iter().map(|story| &story.reached)) {
        all.decisions.extend_from_slice(&one.decisions);
        all.steps.extend(&one.steps);
    }
    all
}

fn refuse(console: &Console<'_>, problems: &[Problem]) -> Exit {
    for problem in problems {
        console.say(&format!("sonthana: {problem}"));
    }
    Exit::Found
}
