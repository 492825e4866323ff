//! Which rules, stories, flows and steps a bot's tests try, and which they never reach.
//!
//! In: a bot, the decisions that were made and the steps that were come to. Out: for each kind how
//! many there are and those that no test tries, with their places. Only what the bot's author wrote
//! counts, not the patterns that come with the engine.

use std::collections::BTreeSet;

use crate::bot::{Bot, Origin, Snippet};
use crate::trace::{Decision, Trace};

/// How much of one kind was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// `rules`, `stories`, `flows` or `steps`.
    pub(crate) what: &'static str,
    pub(crate) all: usize,
    pub(crate) untried: Vec<(String, Origin)>,
}

/// What conversations reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reached {
    pub(crate) decisions: Vec<Decision>,
    /// A flow's place and a step's in it.
    pub(crate) steps: BTreeSet<(u16, u16)>,
}

impl Reached {
    /// Takes what a turn reached out of its trace.
    pub(crate) fn note(&mut self, trace: &mut Trace) {
        self.decisions.append(&mut trace.decisions);
        self.steps.extend(trace.reached.drain(..));
    }
}

/// What decisions and steps reached.
pub(crate) fn coverage<'d>(
    bot: &Bot,
    decisions: impl Iterator<Item = &'d Decision>,
    steps: &BTreeSet<(u16, u16)>,
) -> [Coverage; 4] {
    let mut seen: BTreeSet<(&str, &str, u32)> = BTreeSet::new();
    let mut joined: BTreeSet<&str> = BTreeSet::new();
    for decision in decisions {
        seen.insert((decision.policy.as_str(), decision.file.as_str(), decision.line));
        // stories that checkpoints join stand under the place of the first and the names of all
        if decision.policy == "story" && decision.name.contains(" > ") {
            joined.extend(decision.name.split(" > "));
        }
    }
    let covered = |what, policy, snippets: Vec<&Snippet>| {
        let tried = |snippet: &&Snippet| {
            let (file, line) = bot.place(snippet.origin);
            seen.contains(&(policy, file, line)) || policy == "story" && joined.contains(snippet.name.as_str())
        };
        let all = snippets.len();
        let untried = snippets.into_iter().filter(|snippet| !tried(snippet));
        Coverage { what, all, untried: untried.map(|snippet| (snippet.name.clone(), snippet.origin)).collect() }
    };
    // What is said when a conversation begins is carried out, not decided.
    let rules = bot.rules.iter().filter(|rule| !rule.greets()).collect();
    let [flows, steps] = walked(bot, steps);
    [covered("rules", "rule", rules), covered("stories", "story", bot.stories.iter().collect()), flows, steps]
}

/// Flows that were begun, and steps that were come to.
fn walked(bot: &Bot, reached: &BTreeSet<(u16, u16)>) -> [Coverage; 2] {
    let mut flows = Coverage { what: "flows", ..Coverage::default() };
    let mut steps = Coverage { what: "steps", ..Coverage::default() };
    let own = (0..).zip(&bot.flows).filter(|(_, flow)| flow.origin != Origin::default());
    for (place, flow) in own {
        flows.all += 1;
        steps.all += flow.steps.len();
        if reached.range((place, 0)..=(place, u16::MAX)).next().is_none() {
            flows.untried.push((flow.name.clone(), flow.origin));
        }
        let missed = (0..).zip(&flow.steps).filter(|(step, _)| !reached.contains(&(place, *step)));
        steps.untried.extend(missed.map(|(_, step)| (format!("{}: {}", flow.name, step.key), step.origin)));
    }
    [flows, steps]
}
