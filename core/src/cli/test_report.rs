//! The results of a bot's tests for people.
//!
//! In: results. Out: a line for each story and case; where one fails, what its author wrote, what the
//! bot does instead, and where to look.

use std::io::{self, Write};

use super::test_results::Results;
use crate::bot::{Bot, Origin};
use crate::order;
use crate::rehearse::{Acted, Coverage, Heard, Played, Tally, Tried};

/// Names of one list that are shown; the rest is counted.
const SHOWN: usize = 5;

/// Writes the results.
pub(super) fn write(results: &Results<'_>, out: &mut impl Write) -> io::Result<()> {
    let report = Report { bot: results.bot, root: results.root.display().to_string() };
    results.played.iter().try_for_each(|story| report.story(out, story))?;
    results.tried.iter().try_for_each(|tried| report.case(out, tried))?;
    results.acted.iter().flatten().try_for_each(|story| report.acted(out, story))?;
    report.sums(out, results)?;
    report.messages(out, results)?;
    if results.acted.is_some() || !results.tried.is_empty() {
        report.unstubbed(out, results)?;
    }
    let tries = !(results.played.is_empty() && results.tried.is_empty());
    results.coverage.iter().filter(|_| tries).try_for_each(|of| report.coverage(out, of))
}

struct Report<'b> {
    bot: &'b Bot,
    root: String,
}

impl Report<'_> {
    fn sums(&self, out: &mut impl Write, results: &Results<'_>) -> io::Result<()> {
        let Tally { stories, passed, actions, right, .. } = results.tally;
        if results.played.is_empty() && results.tried.is_empty() {
            return writeln!(
                out,
                "no tests: files of `tests` whose name starts with `test_` hold `stories:`, any file there `test_cases:`"
            );
        }
        if !results.played.is_empty() {
            writeln!(out, "{passed} of {stories} stories pass; {right} of {actions} actions are right")?;
        }
        if !results.tried.is_empty() {
            let good = results.tried.iter().filter(|tried| tried.failure.is_none()).count();
            writeln!(out, "{good} of {} test cases pass", results.tried.len())?;
        }
        if let Some(acted) = &results.acted {
            let good = acted.iter().filter(|story| story.parted.is_none()).count();
            writeln!(out, "acted out, {good} of {} stories go as written", acted.len())?;
        }
        Ok(())
    }

    fn story(&self, out: &mut impl Write, story: &Played<'_>) -> io::Result<()> {
        let Some(act) = story.acts.iter().find(|act| !act.right) else {
            return writeln!(out, "✓ {}", story.name);
        };
        writeln!(out, "✗ {}", story.name)?;
        writeln!(out, "    {} wants `{}`", self.place(act.origin), act.wanted)?;
        writeln!(out, "    but the bot goes on with `{}`: {}", act.got, act.decision.reason)?;
        if act.decision.line > 0 {
            writeln!(out, "    see {}/{}:{}", self.root, act.decision.file, act.decision.line)?;
        }
        act.decision.alternatives.iter().try_for_each(|other| writeln!(out, "    also possible: {other}"))
    }

    fn case(&self, out: &mut impl Write, tried: &Tried<'_>) -> io::Result<()> {
        let Some(failure) = &tried.failure else {
            return writeln!(out, "✓ {}", tried.case.name);
        };
        writeln!(out, "✗ {}", tried.case.name)?;
        writeln!(out, "    {} wants {}", self.place(failure.origin), failure.wanted)?;
        if failure.said.is_empty() {
            writeln!(out, "    but at the start:")?;
        } else {
            writeln!(out, "    but after “{}”:", failure.said)?;
        }
        if failure.happened.is_empty() {
            writeln!(out, "      nothing happens")?;
        }
        failure.happened.iter().try_for_each(|line| writeln!(out, "      {line}"))?;
        if failure.reason.is_empty() { Ok(()) } else { writeln!(out, "    because {}", failure.reason) }
    }

    fn acted(&self, out: &mut impl Write, story: &Acted) -> io::Result<()> {
        let Some(parted) = &story.parted else {
            return writeln!(out, "✓ {} (acted out)", story.name);
        };
        writeln!(out, "✗ {} (acted out)", story.name)?;
        writeln!(out, "    {} “{}”", self.place(parted.origin), parted.said)?;
        let both = parted.wanted.iter().zip(&parted.got).take_while(|(wanted, got)| wanted == got).count();
        for name in &parted.wanted[..both] {
            writeln!(out, "      {name}")?;
        }
        for name in &parted.wanted[both..] {
            writeln!(out, "    - {name}")?;
        }
        for name in &parted.got[both..] {
            writeln!(out, "    + {name}")?;
        }
        if parted.reason.is_empty() { Ok(()) } else { writeln!(out, "    because {}", parted.reason) }
    }

    fn messages(&self, out: &mut impl Write, results: &Results<'_>) -> io::Result<()> {
        let Tally { messages, agreed, .. } = results.tally;
        if messages > 0 {
            writeln!(out, "apart from that, {agreed} of {messages} messages are understood as annotated")?;
        }
        let mut said = Vec::new();
        for message in results.heard.iter().flatten().filter(|heard| !heard.slips.is_empty()) {
            let line = self.slips(message);
            if !said.contains(&line) {
                said.push(line);
            }
        }
        said.iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn slips(&self, heard: &Heard) -> String {
        let mut line = format!("  {} “{}”", self.place(heard.origin), heard.text);
        for slip in &heard.slips {
            let none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            line.push_str(&format!("\n    {}: {}, understood: {}", slip.what, none(&slip.wanted), none(&slip.got)));
        }
        line
    }

    fn unstubbed(&self, out: &mut impl Write, results: &Results<'_>) -> io::Result<()> {
        let acted = results.acted.iter().flatten().flat_map(|story| &story.unstubbed);
        let mut names: Vec<&String> = results.tried.iter().flat_map(|tried| &tried.unstubbed).chain(acted).collect();
        order::sort(&mut names);
        names.dedup();
        if names.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        writeln!(out, "nobody stubbed {}: they answered nothing (`stub_custom_actions:`)", names.join(", "))
    }

    fn coverage(&self, out: &mut impl Write, of: &Coverage) -> io::Result<()> {
        if of.all == 0 {
            return Ok(());
        }
        let what = if matches!(of.what, "flows" | "steps") { "are come to" } else { "decide something" };
        writeln!(out, "{} of {} {} {what} in these tests", of.all - of.untried.len(), of.all, of.what)?;
        for (name, origin) in of.untried.iter().take(SHOWN) {
            writeln!(out, "  never: {name} ({})", self.place(*origin))?;
        }
        let more = of.untried.len().saturating_sub(SHOWN);
        if more > 0 { writeln!(out, "  and {more} more") } else { Ok(()) }
    }

    fn place(&self, origin: Origin) -> String {
        let (file, line) = self.bot.place(origin);
        format!("{}/{file}:{line}", self.root)
    }
}
