//! Which rules and stories a bot's tests try, and which they never reach.
//!
//! In: a bot and the decisions that were made. Out: for rules and for stories how many there are and
//! those that decided nothing, with their places.

use std::collections::BTreeSet;

use crate::bot::{Bot, Origin, Snippet};
use crate::trace::Decision;

/// How much of one kind was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage<'b> {
    /// `rules` or `stories`.
    pub(crate) what: &'static str,
    pub(crate) all: usize,
    pub(crate) untried: Vec<(&'b str, Origin)>,
}

/// What decisions reached.
pub(crate) fn coverage<'b, 'd>(bot: &'b Bot, decisions: impl Iterator<Item = &'d Decision>) -> [Coverage<'b>; 2] {
    let mut seen: BTreeSet<(&str, &str, u32)> = BTreeSet::new();
    let mut joined: BTreeSet<&str> = BTreeSet::new();
    for decision in decisions {
        seen.insert((decision.policy.as_str(), decision.file.as_str(), decision.line));
        // stories that checkpoints join stand under the place of the first and the names of all
        if decision.policy == "story" && decision.name.contains(" > ") {
            joined.extend(decision.name.split(" > "));
        }
    }
    let covered = |what, policy, snippets: Vec<&'b Snippet>| {
        let tried = |snippet: &&Snippet| {
            let (file, line) = bot.place(snippet.origin);
            seen.contains(&(policy, file, line)) || policy == "story" && joined.contains(snippet.name.as_str())
        };
        let all = snippets.len();
        let untried = snippets.into_iter().filter(|snippet| !tried(snippet));
        Coverage { what, all, untried: untried.map(|snippet| (snippet.name.as_str(), snippet.origin)).collect() }
    };
    // What is said when a conversation begins is carried out, not decided.
    let rules = bot.rules.iter().filter(|rule| !rule.greets()).collect();
    [covered("rules", "rule", rules), covered("stories", "story", bot.stories.iter().collect())]
}
