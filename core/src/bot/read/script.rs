//! `rules:` and `stories:`, those of tests too.
//!
//! In: the node. Out: snippets. Names are remembered with their places, to be looked up later: what a
//! rule or story does has to exist, what a test says may be anything.

use super::reading::Reading;
use super::steps;
use crate::bot::node::{Key, Node};
use crate::bot::{Snippet, Step};
use crate::error::Code;

/// What a snippet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Rule,
    Story,
    Test,
}

const RULE: [&str; 6] = ["rule", "steps", "condition", "conversation_start", "wait_for_user_input", "metadata"];
const STORY: [&str; 3] = ["story", "steps", "metadata"];

/// Reads `rules:` or `stories:`.
pub(super) fn read(reading: &mut Reading, node: &Node, sort: Sort) {
    let (what, key) = if sort == Sort::Rule { ("`rules`", "rule") } else { ("`stories`", "story") };
    for item in reading.list(node, what) {
        let entries = reading.map(item, &format!("a {key}"));
        let known: &[&str] = if sort == Sort::Rule { &RULE } else { &STORY };
        let (other, home) = if sort == Sort::Rule { ("story", "stories") } else { ("rule", "rules") };
        if let Some((other, _)) = entries.iter().find(|(k, _)| k.text == other).filter(|_| item.get(key).is_none()) {
            let message = format!("a {} stands under `{home}:`, and this is {what}", other.text);
            reading.wrong(Code::UnknownKey, other.place, message);
            continue;
        }
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.text.as_str())) {
            reading.unknown(key, known, false);
        }
        let Some(name) = item.get(key) else {
            reading.missing(key, item.place, &format!("an item of {what}"));
            continue;
        };
        let snippet = snippet(reading, item, name, sort);
        match sort {
            Sort::Rule => reading.bot.rules.push(snippet),
            Sort::Story => reading.bot.stories.push(snippet),
            Sort::Test => reading.bot.tests.push(snippet),
        }
    }
}

fn snippet(reading: &mut Reading, item: &Node, name: &Node, sort: Sort) -> Snippet {
    let title = if name.is_null() { "" } else { reading.text(name, "the name").unwrap_or_default() };
    let place = item.entries().first().map_or(item.place, |(key, _): &(Key, Node)| key.place);
    let mut snippet =
        Snippet { name: title.to_owned(), origin: reading.origin(place), wait: true, ..Snippet::default() };
    if let Some(node) = item.get("conversation_start") {
        snippet.start = reading.flag(node, "`conversation_start`").unwrap_or(false);
    }
    if let Some(node) = item.get("wait_for_user_input") {
        snippet.wait = reading.flag(node, "`wait_for_user_input`").unwrap_or(true);
    }
    if let Some(node) = item.get("condition") {
        snippet.condition = steps::read(reading, node, "`condition`", sort);
        for step in &snippet.condition {
            if !matches!(step, Step::Slots(..) | Step::Loop(..)) {
                let message = "a `condition` holds `slot_was_set` and `active_loop` only";
                reading.report(Code::BadValue, reading.origin(node.place), message, true);
            }
        }
    }
    match item.get("steps") {
        Some(node) if !node.is_null() => snippet.steps = steps::read(reading, node, "`steps`", sort),
        Some(_) => reading.note(Code::MissingKey, place, format!("`{title}` has no steps")),
        None => reading.missing("steps", place, &format!("`{title}`")),
    }
    snippet
}
