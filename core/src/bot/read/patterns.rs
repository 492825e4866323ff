//! The patterns that a bot with flows does not write itself, and what they say.
//!
//! In: everything that was read. Out: the same with the bundled patterns and replies added, in the
//! bot's language, under the names that the bot left free. A bot without flows gets none.

use super::reading::Reading;
use super::{flows, responses};
use crate::bot::{Origin, yaml};
use crate::data::PATTERNS;
use crate::order;

/// Adds what is missing.
pub(super) fn add(reading: &mut Reading) {
    if reading.bot.flows.is_empty() {
        return;
    }
    let [patterns, thai, english] = PATTERNS;
    let own = reading.bot.flows.len();
    let (problems, uses) = (reading.problems.len(), reading.uses.len());
    let names: Vec<String> = reading.bot.flows.iter().map(|flow| flow.name.clone()).collect();
    let taken: Vec<String> = reading.bot.domain.responses.iter().map(|response| response.name.clone()).collect();
    rephrase(reading, &taken);
    let flows = std::mem::take(&mut reading.bot.flows);
    let responses = std::mem::take(&mut reading.bot.domain.responses);
    let node = |text: &str| yaml::parse("", text, &mut Vec::new());
    if let Some(node) = node(patterns).get("flows") {
        flows::read(reading, node);
    }
    let english = reading.bot.settings.language.starts_with("en").then_some(english);
    if let Some(node) = node(english.unwrap_or(thai)).get("responses") {
        responses::read(reading, node);
    }
    reading.bot.domain.responses.iter_mut().for_each(|reply| reply.origin = Origin::default());
    let added = std::mem::replace(&mut reading.bot.flows, flows);
    let replies = std::mem::replace(&mut reading.bot.domain.responses, responses);
    reading.bot.flows.extend(added.into_iter().filter(|flow| !names.contains(&flow.name)));
    // Some replies no pattern says; flows written for CALM may.
    let said = order::set(reading.uses.iter().map(|used| used.name.clone()));
    let free = |name: &String| {
        !taken.contains(name)
            && said.contains(name)
            && (name != "utter_ask_rephrase" || !taken.iter().any(|t| t == "utter_default"))
    };
    reading.bot.domain.responses.extend(replies.into_iter().filter(|reply| free(&reply.name)));
    reading.problems.truncate(problems);
    reading.uses.truncate(uses);
    for flow in &mut reading.bot.flows[own..] {
        flow.origin = Origin::default();
        flow.steps.iter_mut().for_each(|step| step.origin = Origin::default());
    }
}

/// A bot that says `utter_default` where it does not understand says it in flows too.
fn rephrase(reading: &mut Reading, taken: &[String]) {
    if taken.iter().any(|name| name == "utter_ask_rephrase") {
        return;
    }
    let variations = reading.bot.domain.responses.iter().filter(|response| response.name == "utter_default");
    let copies: Vec<_> = variations.cloned().collect();
    let copies = copies.into_iter().map(|mut copy| {
        "utter_ask_rephrase".clone_into(&mut copy.name);
        copy
    });
    reading.bot.domain.responses.extend(copies);
}
