//! `test_cases:`, `fixtures:` and `stub_custom_actions:` of test files.
//!
//! In: their nodes. Out: cases added to the bot. An expectation that is not known is a mistake; one
//! that only another model could judge is kept and said not to be checked.

use super::reading::{Kind, Reading};
use crate::bot::case::{Case, Check, Expected, Round, Wording};
use crate::bot::node::{Content, Key, Node};
use crate::bot::{JsonValue, Origin};
use crate::error::Code;

const CASE: [&str; 4] = ["test_case", "fixtures", "metadata", "steps"];
const STEP: [&str; 8] =
    ["user", "bot", "utter", "slot_was_set", "slot_was_not_set", "assertions", "assertion_order_enabled", "metadata"];
const ASSERTIONS: [&str; 8] = [
    "bot_uttered",
    "slot_was_set",
    "slot_was_not_set",
    "action_executed",
    "flow_started",
    "flow_completed",
    "flow_cancelled",
    "pattern_clarification_contains",
];

/// Reads `test_cases:`.
pub(super) fn cases(reading: &mut Reading, node: &Node) {
    for item in reading.list(node, "`test_cases`") {
        for (key, _) in reading.map(item, "a test case") {
            if !CASE.contains(&key.text.as_str()) {
                reading.unknown(key, &CASE, false);
            }
        }
        let Some(name) = item.get("test_case") else {
            reading.missing("test_case", item.place, "an item of `test_cases`");
            continue;
        };
        let mut case = Case {
            name: reading.text(name, "the name").unwrap_or_default().to_owned(),
            origin: reading.origin(item.entries().first().map_or(item.place, |(key, _)| key.place)),
            ..Case::default()
        };
        for (name, place) in item.get("fixtures").map_or(Vec::new(), |node| reading.names(node, "`fixtures`")) {
            case.fixtures.push((name.to_owned(), reading.origin(place)));
        }
        rounds(reading, item, &mut case);
        reading.bot.cases.push(case);
    }
}

/// Reads `fixtures:`, a list of maps from a name to slots.
pub(super) fn fixtures(reading: &mut Reading, node: &Node) {
    for item in reading.list(node, "`fixtures`") {
        for (key, node) in reading.map(item, "a fixture") {
            let slots = slots(reading, node).into_iter().map(|(name, value, _)| (name, value.unwrap_or_default()));
            let slots = slots.collect();
            reading.bot.props.fixtures.push((key.text.clone(), slots));
        }
    }
}

/// Reads `stub_custom_actions:`.
pub(super) fn stubs(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`stub_custom_actions`") {
        let value = JsonValue(reading.value(node));
        reading.bot.props.stubs.push((key.text.clone(), value));
    }
}

/// Names of fixtures that no file has.
pub(super) fn settle(reading: &mut Reading) {
    let known: Vec<String> = reading.bot.props.fixtures.iter().map(|(name, _)| name.clone()).collect();
    let used = reading.bot.cases.iter().flat_map(|case| case.fixtures.clone());
    for (name, origin) in used.collect::<Vec<_>>() {
        if !known.contains(&name) {
            let hint = crate::bot::nearest::hint(&name, known.iter().map(String::as_str));
            reading.report(Code::UnknownName, origin, format!("unknown fixture `{name}`{hint}"), true);
        }
    }
}

fn rounds(reading: &mut Reading, item: &Node, case: &mut Case) {
    let steps = item.get("steps").map(|node| reading.list(node, "`steps`")).unwrap_or_default();
    // Where one step asserts, all steps that only compare are left out.
    let asserts = steps.iter().any(|step| step.get("assertions").is_some());
    for step in steps {
        for (key, _) in reading.map(step, "a step") {
            if !STEP.contains(&key.text.as_str()) {
                reading.unknown(key, &STEP, true);
            }
        }
        let origin = reading.origin(step.entries().first().map_or(step.place, |(key, _)| key.place));
        if let Some(node) = step.get("user") {
            let said = reading.words(node, "`user`").unwrap_or_default().trim().to_owned();
            let ordered = step.get("assertion_order_enabled").and_then(Node::flag).unwrap_or(false);
            case.rounds.push(Round { said: Some(said), origin, ordered, checks: Vec::new() });
        }
        if case.rounds.is_empty() {
            case.rounds.push(Round { origin, ..Round::default() });
        }
        let mut checks = Vec::new();
        match step.get("assertions") {
            Some(node) => assertions(reading, node, &mut checks),
            None if asserts => {}
            None => compared(reading, step, &mut checks),
        }
        if let Some(round) = case.rounds.last_mut() {
            round.checks.extend(checks);
        }
    }
}

/// `- bot: text`, `- utter: utter_x`, `- slot_was_set: [x, {y: 1}]`.
fn compared(reading: &mut Reading, step: &Node, checks: &mut Vec<Check>) {
    for (key, node) in step.entries() {
        let origin = reading.origin(key.place);
        match key.text.as_str() {
            "bot" => {
                let text = reading.words(node, "`bot`").unwrap_or_default().trim().to_owned();
                let wording = Some(Wording::Exact(text));
                checks.push(Check { origin, expected: Expected::Said { name: None, wording, buttons: Vec::new() } });
            }
            "utter" => {
                let name = response(reading, node);
                checks.push(Check { origin, expected: Expected::Said { name, wording: None, buttons: Vec::new() } });
            }
            "slot_was_set" | "slot_was_not_set" => slot_checks(reading, key, node, checks),
            _ => {}
        }
    }
}

fn assertions(reading: &mut Reading, node: &Node, checks: &mut Vec<Check>) {
    for item in reading.list(node, "`assertions`") {
        for (key, node) in reading.map(item, "an assertion") {
            assertion(reading, key, node, checks);
        }
    }
}

fn assertion(reading: &mut Reading, key: &Key, node: &Node, checks: &mut Vec<Check>) {
    let origin = reading.origin(key.place);
    let expected = match key.text.as_str() {
        "bot_uttered" => uttered(reading, node),
        "slot_was_set" | "slot_was_not_set" => return slot_checks(reading, key, node, checks),
        "action_executed" => {
            let Some(name) = reading.name(node, "`action_executed`") else { return };
            reading.uses(Kind::Action, name, node.place, false);
            Expected::Ran(name.to_owned())
        }
        "flow_started" => Expected::Started(flow(reading, node, &key.text).0),
        "flow_completed" => {
            let (flow, step) = flow(reading, node, &key.text);
            Expected::Completed(flow, step)
        }
        "flow_cancelled" => {
            let (flow, step) = flow(reading, node, &key.text);
            Expected::Cancelled(flow, step)
        }
        "pattern_clarification_contains" => {
            let names = reading.names(node, "`pattern_clarification_contains`");
            Expected::Offered(names.into_iter().map(|(name, _)| name.to_owned()).collect())
        }
        judged if judged.starts_with("generative_response_") => {
            let message = format!("`{judged}` asks another model for its opinion; it is not checked");
            reading.note(Code::Unused, key.place, message);
            Expected::Judged(judged.to_owned())
        }
        _ => return reading.unknown(key, &ASSERTIONS, true),
    };
    checks.push(Check { origin, expected });
}

fn uttered(reading: &mut Reading, node: &Node) -> Expected {
    let (mut name, mut wording, mut buttons) = (None, None, Vec::new());
    if node.scalar().is_some() {
        return Expected::Said { name: response(reading, node), wording, buttons };
    }
    for (key, node) in reading.map(node, "`bot_uttered`") {
        match key.text.as_str() {
            "utter_name" => name = response(reading, node),
            "text_matches" => {
                wording = reading.text(node, "`text_matches`").map(|text| Wording::Pattern(text.trim().to_owned()));
            }
            "buttons" => {
                for item in reading.list(node, "`buttons`") {
                    let part = |key: &str| item.get(key).and_then(Node::scalar).map(str::to_owned);
                    buttons.push((part("title").unwrap_or_default(), part("payload")));
                }
            }
            _ => reading.unknown(key, &["utter_name", "text_matches", "buttons"], true),
        }
    }
    Expected::Said { name, wording, buttons }
}

fn response(reading: &mut Reading, node: &Node) -> Option<String> {
    let name = reading.name(node, "a response's name")?;
    reading.uses(Kind::Response, name, node.place, false);
    Some(name.to_owned())
}

/// `flow` or `{flow_id: flow, flow_step_id: step}`.
fn flow(reading: &mut Reading, node: &Node, what: &str) -> (String, Option<String>) {
    if node.scalar().is_some() {
        return (reading.name(node, what).unwrap_or_default().to_owned(), None);
    }
    let step = node.get("flow_step_id").and_then(Node::scalar).map(str::to_owned);
    let Some(flow) = node.get("flow_id") else {
        reading.missing("flow_id", node.place, &format!("`{what}`"));
        return (String::new(), step);
    };
    (reading.name(flow, "`flow_id`").unwrap_or_default().to_owned(), step)
}

fn slot_checks(reading: &mut Reading, key: &Key, node: &Node, checks: &mut Vec<Check>) {
    let set = key.text == "slot_was_set";
    for (name, value, origin) in slots(reading, node) {
        let expected = if set { Expected::Set(name, value) } else { Expected::NotSet(name, value) };
        checks.push(Check { origin, expected });
    }
}

/// Slots as names, as `{slot: value}`, or as `{name: slot, value: value}`.
fn slots(reading: &mut Reading, node: &Node) -> Vec<(String, Option<JsonValue>, Origin)> {
    let single = std::slice::from_ref(node);
    let items = if let Content::List(items) = &node.content { items.as_slice() } else { single };
    let mut found = Vec::new();
    for item in items {
        if let (Some(name), true) = (item.get("name").and_then(Node::scalar), item.entries().len() <= 2) {
            let value = item.get("value").map(|node| JsonValue(reading.value(node)));
            reading.uses(Kind::Slot, name, item.place, false);
            found.push((name.to_owned(), value, reading.origin(item.place)));
        } else if let Content::Map(entries) = &item.content {
            for (key, node) in entries {
                reading.uses(Kind::Slot, &key.text, key.place, false);
                let value = JsonValue(reading.value(node));
                found.push((key.text.clone(), Some(value), reading.origin(key.place)));
            }
        } else if let Some(name) = reading.name(item, "a slot") {
            reading.uses(Kind::Slot, name, item.place, false);
            found.push((name.to_owned(), None, reading.origin(item.place)));
        }
    }
    found
}
