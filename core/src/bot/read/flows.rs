//! `flows:`, in the syntax builders know: a map of flows, each with its steps.
//!
//! In: the node. Out: flows whose steps stand in one list. Names are remembered, to be looked up once
//! everything is read; where a step leads to is settled at the end of each flow.

use super::flow_steps::Steps;
use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Key, Node};
use crate::bot::{Flow, Guard, Trigger};
use crate::error::Code;

const FLOW: [&str; 9] = [
    "name",
    "description",
    "if",
    "nlu_trigger",
    "persisted_slots",
    "steps",
    "always_include_in_prompt",
    "run_pattern_completed",
    "file_path",
];
/// The least score of an intent that starts a flow, where the author says nothing.
const THRESHOLD: f64 = 0.5;

/// Reads `flows:`.
pub(super) fn read(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`flows`") {
        let flow = flow(reading, key, node);
        match reading.bot.flows.iter().position(|other| other.name == flow.name) {
            None => reading.bot.flows.push(flow),
            Some(place) => {
                let (file, line) = reading.bot.place(reading.bot.flows[place].origin);
                let message = format!("the flow `{}` is defined in {file}:{line} already", flow.name);
                reading.wrong(Code::DuplicateName, key.place, message);
            }
        }
    }
}

fn flow(reading: &mut Reading, key: &Key, node: &Node) -> Flow {
    let mut flow =
        Flow { name: key.text.clone(), origin: reading.origin(key.place), completes: true, ..Flow::default() };
    for (key, node) in reading.map(node, "a flow") {
        match key.text.as_str() {
            "name" => flow.title = reading.text(node, "`name`").unwrap_or_default().trim().to_owned(),
            "if" => flow.guard = guard(reading, node),
            "nlu_trigger" => flow.triggers = triggers(reading, node),
            "persisted_slots" => {
                for (name, place) in reading.names(node, "`persisted_slots`") {
                    reading.uses(Kind::Slot, name, place, true);
                    flow.persisted.push(name.to_owned());
                }
            }
            "run_pattern_completed" => flow.completes = reading.flag(node, "`run_pattern_completed`").unwrap_or(true),
            "steps" => {
                let mut steps = Steps::new(&flow.name);
                flow.steps = steps.read(reading, node);
            }
            "description" | "always_include_in_prompt" | "file_path" => {}
            _ => reading.unknown(key, &FLOW, true),
        }
    }
    if node.get("steps").is_none() {
        reading.missing("steps", key.place, &format!("the flow `{}`", flow.name));
    }
    flow
}

/// A condition with its place.
pub(super) fn guard(reading: &mut Reading, node: &Node) -> Option<Guard> {
    let text = unbraced(reading.text(node, "`if`")?);
    let mut origin = reading.origin(node.place);
    // Inside quotes the expression begins one column further right.
    origin.column += u32::from(matches!(node.content, Content::Scalar { plain: false, block: false, .. }));
    Some(Guard { text, origin })
}

/// A condition without the braces of a template: `'{{context.reason}}' = 'x'` is `context.reason = 'x'`,
/// and `slots.{{context.collect}}` is `context.value`, what the slot that is asked for holds.
fn unbraced(text: &str) -> String {
    let mut plain = text.replace("slots.{{context.collect}}", "context.value");
    for (open, close) in [("'{{", "}}'"), ("\"{{", "}}\""), ("{{", "}}")] {
        plain = plain.replace(open, " ").replace(close, " ");
    }
    plain
}

fn triggers(reading: &mut Reading, node: &Node) -> Vec<Trigger> {
    let mut triggers = Vec::new();
    for item in reading.list(node, "`nlu_trigger`") {
        let Some(intent) = item.get("intent") else {
            let plain = item.scalar().is_some();
            if plain && let Some(name) = reading.name(item, "`nlu_trigger`") {
                reading.uses(Kind::Intent, name, item.place, true);
                triggers.push(Trigger { intent: name.to_owned(), threshold: THRESHOLD });
            } else {
                reading.missing("intent", item.place, "an item of `nlu_trigger`");
            }
            continue;
        };
        let mut threshold = THRESHOLD;
        let name = if let Content::Map(_) = intent.content {
            if let Some(node) = intent.get("confidence_threshold") {
                threshold = reading.number(node, "`confidence_threshold`", (0.0, 1.0)).unwrap_or(THRESHOLD);
            }
            for (key, _) in intent.entries() {
                if !["name", "confidence_threshold"].contains(&key.text.as_str()) {
                    reading.unknown(key, &["name", "confidence_threshold"], true);
                }
            }
            intent.get("name").unwrap_or(intent)
        } else {
            intent
        };
        if let Some(intent) = reading.name(name, "`intent`") {
            reading.uses(Kind::Intent, intent, name.place, true);
            triggers.push(Trigger { intent: intent.to_owned(), threshold });
        }
    }
    triggers
}
