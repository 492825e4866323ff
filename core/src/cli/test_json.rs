//! The results of a bot's tests for machines: one JSON object.
//!
//! In: results. Out: `given` (intents and entities as written, counted as Rasa counts), `understood`
//! (the same stories where the trained understanding has to agree too), and the details.

use super::test_results::Results;
use crate::bot::Bot;
use crate::rehearse::{Coverage, Heard, Played, Tally};
use crate::value::Value;

/// The results as data.
pub(super) fn json(results: &Results<'_>) -> Value {
    let Tally { stories, passed, actions, right, understood, messages, agreed } = results.tally;
    let given = counts([("stories", stories), ("passed", passed), ("actions", actions), ("right", right)]);
    let heard = counts([("stories", stories), ("passed", understood), ("messages", messages), ("right", agreed)]);
    let details = results.played.iter().zip(&results.heard).map(|(played, heard)| story(results.bot, played, heard));
    let coverage = results.coverage.each_ref().map(|of| (of.what, covered(results.bot, of)));
    let mut pairs = vec![
        ("given", given),
        ("understood", heard),
        ("coverage", Value::map(coverage)),
        ("details", Value::List(details.collect())),
    ];
    if !results.tried.is_empty() {
        let good = results.tried.iter().filter(|tried| tried.failure.is_none()).count();
        pairs.push(("cases", counts([("cases", count(results.tried.len())), ("passed", count(good))])));
    }
    if let Some(acted) = &results.acted {
        let good = acted.iter().filter(|story| story.parted.is_none()).count();
        pairs.push(("live", counts([("stories", count(acted.len())), ("passed", count(good))])));
    }
    Value::map(pairs)
}

fn counts<const N: usize>(pairs: [(&str, u32); N]) -> Value {
    Value::map(pairs.map(|(name, count)| (name, Value::from(count))))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn covered(bot: &Bot, of: &Coverage) -> Value {
    let untried = of.untried.iter().map(|(name, origin)| {
        let (file, line) = bot.place(*origin);
        Value::map([("name", Value::from(name.as_str())), ("file", Value::from(file)), ("line", Value::from(line))])
    });
    let tried = count(of.all - of.untried.len());
    Value::map([
        ("all", Value::from(count(of.all))),
        ("tried", Value::from(tried)),
        ("untried", Value::List(untried.collect())),
    ])
}

fn story(bot: &Bot, story: &Played<'_>, heard: &[Heard]) -> Value {
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
