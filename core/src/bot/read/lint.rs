//! What a careful reader of a bot would ask its author about.
//!
//! In: everything that was read. Out: notes only: texts that stand under two intents, intents that
//! nothing teaches, answers that are missing, names in braces that are nearly those of slots.

use std::collections::{BTreeMap, BTreeSet};

use super::defaults;
use super::reading::Reading;
use crate::bot::{Bot, Origin, Step, nearest, payload};
use crate::error::{Code, Problem};
use crate::order;
use crate::part::Part;
use crate::value::Value;

/// Looks the bot over.
pub(super) fn look(reading: &mut Reading) {
    let mut found = Vec::new();
    twice(reading, &mut found);
    untaught(reading, &mut found);
    unanswered(reading, &mut found);
    misspelt(reading, &mut found);
    for (code, origin, message) in found {
        reading.report(code, origin, message, false);
    }
}

/// A bot that says nothing when it is lost, or that nobody wrote anything for.
pub(super) fn silent(bot: &Bot) -> Option<Problem> {
    let (domain, nlu) = (&bot.domain, &bot.nlu);
    // What every bot has stands in no line.
    let named = domain.intents.iter().any(|intent| intent.origin.line > 0)
        || domain.slots.iter().any(|slot| slot.origin.line > 0)
        || !(domain.entities.is_empty() && domain.responses.is_empty());
    if !named && nlu.examples.is_empty() && nothing_to_do(bot) {
        let message = "nothing is written in this bot: it needs intents, responses, and rules, stories or flows";
        return Some(Problem::new(Code::MissingKey, message).at("domain.yml", 0, 0));
    }
    // Flows bring the words for what they cannot handle.
    if !bot.flows.is_empty() {
        return None;
    }
    let message = if nothing_to_do(bot) {
        "nobody wrote rules, stories or forms: whatever is said, the bot has nothing to do"
    } else {
        let says = |name: &str| bot.domain.responses.iter().any(|response| response.name == name);
        let hosted = bot.domain.actions.iter().any(|action| action.name == "action_default_fallback");
        let lost = bot.settings.last_resort.as_ref().is_some_and(|(_, name)| name == "action_default_fallback");
        if !lost || hosted || says("utter_default") {
            return None;
        }
        "the bot is silent where it is lost: write the response `utter_default`"
    };
    Some(Problem::new(Code::MissingKey, message).note())
}

fn nothing_to_do(bot: &Bot) -> bool {
    bot.flows.is_empty() && bot.rules.is_empty() && bot.stories.is_empty() && bot.domain.forms.is_empty()
}

type Found = Vec<(Code, Origin, String)>;

/// One text under two intents cannot be told apart.
fn twice(reading: &Reading, found: &mut Found) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let examples = &reading.bot.nlu.examples;
    for (index, example) in examples.iter().enumerate() {
        let before = *first.entry(example.text.as_str()).or_insert(index);
        if examples[before].intent != example.intent {
            let (file, line) = reading.bot.place(examples[before].origin);
            let message =
                format!("`{}` stands under `{}` too, in {file}:{line}", example.text, examples[before].intent);
            found.push((Code::DuplicateName, example.origin, message));
        }
    }
}

/// An intent of rules or stories that no example and no button leads to.
fn untaught(reading: &Reading, found: &mut Found) {
    let bot = &reading.bot;
    if bot.nlu.examples.is_empty() {
        return;
    }
    let base = |name: &str| name.split('/').next().unwrap_or_default().to_owned();
    let mut reached = order::set(bot.nlu.examples.iter().map(|example| base(&example.intent)));
    for part in bot.domain.responses.iter().flat_map(|response| &response.parts) {
        let Part::Buttons { list } = part else { continue };
        let payloads = list.iter().filter_map(|button| button.get("payload").and_then(Value::as_text));
        reached.extend(payloads.filter_map(payload::parse).flatten().map(|payload| base(&payload.intent)));
    }
    let mut wanted = BTreeSet::new();
    bot.rules.iter().chain(&bot.stories).for_each(|snippet| awaited(&snippet.steps, &mut wanted));
    for intent in bot.domain.intents.iter().filter(|intent| !defaults::INTENTS.contains(&intent.name.as_str())) {
        if wanted.contains(intent.name.as_str()) && !reached.contains(&intent.name) {
            let message = format!("the intent `{}` has no examples: only the host can bring it about", intent.name);
            found.push((Code::MissingKey, intent.origin, message));
        }
    }
}

/// A question of a retrieval intent without its answer.
fn unanswered(reading: &Reading, found: &mut Found) {
    let bot = &reading.bot;
    let answers = order::set(bot.domain.responses.iter().map(|response| response.name.as_str()));
    let mut told = BTreeSet::new();
    for example in bot.nlu.examples.iter().filter(|example| example.intent.contains('/')) {
        let answer = format!("utter_{}", example.intent);
        if !answers.contains(answer.as_str()) && told.insert(&example.intent) {
            let message = format!("`{}` has no answer; write the response `{answer}`", example.intent);
            found.push((Code::UnknownName, example.origin, message));
        }
    }
}

/// `{drnk}` in a reply where a slot is called `drink`. Other names may come from the host's actions.
fn misspelt(reading: &Reading, found: &mut Found) {
    let slots = order::set(reading.bot.domain.slots.iter().map(|slot| slot.name.as_str()));
    for response in &reading.bot.domain.responses {
        let mut rest = response.text.as_str();
        while let Some(open) = rest.find('{') {
            let inner = &rest[open + 1..];
            let Some(close) = inner.find(['{', '}', '\n']) else { break };
            let name = inner[..close].split('|').next().unwrap_or_default().trim();
            rest = &inner[close..];
            if !rest.starts_with('}') || slots.contains(name) {
                continue;
            }
            if let Some(near) = nearest::nearest(name, slots.iter().copied()) {
                let message = format!("no slot is called `{name}`, did you mean `{near}`?");
                found.push((Code::UnknownName, response.origin, message));
            }
        }
    }
}

/// The intents that steps wait for.
fn awaited<'b>(steps: &'b [Step], names: &mut BTreeSet<&'b str>) {
    for step in steps {
        match step {
            Step::User { intent: Some(intent), .. } => {
                names.insert(intent.split('/').next().unwrap_or_default());
            }
            Step::Or(branches, _) => branches.iter().for_each(|branch| awaited(&branch.0, names)),
            _ => {}
        }
    }
}
