//! The steps of a rule, a story or a test.
//!
//! In: a list of nodes. Out: steps: user turns with their entities, actions, slots, loops,
//! checkpoints, alternatives. A step that is none of these is a mistake.

use super::reading::{Kind, Reading};
use super::script::Sort;
use super::user;
use crate::bot::node::{Content, Node, Place};
use crate::bot::{Alternative, JsonValue, Step};
use crate::error::Code;

const KEYS: [&str; 8] = ["intent", "user", "action", "slot_was_set", "active_loop", "or", "checkpoint", "bot"];
/// Keys that stand beside one of the above.
const BESIDE: [&str; 2] = ["entities", "metadata"];

/// Reads a list of steps.
pub(super) fn read(reading: &mut Reading, node: &Node, what: &str, sort: Sort) -> Vec<Step> {
    let mut steps = Vec::new();
    for item in reading.list(node, what) {
        step(reading, item, sort, &mut steps);
    }
    steps
}

fn step(reading: &mut Reading, item: &Node, sort: Sort, steps: &mut Vec<Step>) {
    if item.is_null() {
        return reading.note(Code::MissingKey, item.place, "an empty step is left out");
    }
    if item.scalar().is_some_and(|text| text.trim() == "...") {
        return steps.push(Step::Rest(reading.origin(item.place)));
    }
    let entries = reading.map(item, "a step");
    let mut first = true;
    for (key, node) in entries {
        let origin = reading.origin(key.place);
        match key.text.as_str() {
            "intent" | "user" if first => steps.push(user::read(reading, item, sort)),
            "intent" | "user" => continue,
            "action" => steps.extend(action(reading, node, key.place, sort)),
            "bot" => {
                let text = reading.words(node, "`bot`").unwrap_or_default().trim().to_owned();
                steps.push(Step::Bot(text, origin));
            }
            "slot_was_set" => {
                let slots = slots(reading, node);
                steps.push(Step::Slots(slots, origin));
            }
            "active_loop" | "form" => steps.extend(active_loop(reading, node, key.place)),
            "checkpoint" => {
                if let Some(name) = reading.name(node, "`checkpoint`") {
                    steps.push(Step::Checkpoint(name.to_owned(), origin));
                }
            }
            "or" => steps.push(Step::Or(alternatives(reading, node, sort), origin)),
            other if BESIDE.contains(&other) => continue,
            _ => reading.unknown(key, &KEYS, !entries.iter().any(|(key, _)| KEYS.contains(&key.text.as_str()))),
        }
        if !first && key.text != "slot_was_set" {
            let message = format!("`{}` is a step of its own: begin it with a hyphen", key.text);
            reading.note(Code::BadValue, key.place, message);
        }
        first = false;
    }
    if first && !entries.is_empty() && entries.iter().all(|(key, _)| BESIDE.contains(&key.text.as_str())) {
        reading.wrong(Code::MissingKey, item.place, format!("a step has one of the keys {}", KEYS.join(", ")));
    }
}

fn action(reading: &mut Reading, node: &Node, place: Place, sort: Sort) -> Option<Step> {
    let name = reading.name(node, "`action`")?;
    if name == "..." {
        return Some(Step::Rest(reading.origin(place)));
    }
    reading.uses(Kind::Action, name, node.place, sort != Sort::Test);
    Some(Step::Action(name.to_owned(), reading.origin(place)))
}

fn active_loop(reading: &mut Reading, node: &Node, place: Place) -> Option<Step> {
    let origin = reading.origin(place);
    // `- form: {name: f}` and `- active_loop: {name: f}` stood in stories of Rasa 1 and 2.
    let node = if let Content::Map(_) = node.content { node.get("name").unwrap_or(node) } else { node };
    if node.is_null() {
        return Some(Step::Loop(None, origin));
    }
    let name = reading.name(node, "`active_loop`")?;
    reading.uses(Kind::Form, name, node.place, false);
    Some(Step::Loop(Some(name.to_owned()), origin))
}

/// `slot_was_set` as a list of names and maps, as one map, or as one name.
fn slots(reading: &mut Reading, node: &Node) -> Vec<(String, Option<JsonValue>)> {
    let single = std::slice::from_ref(node);
    let items = if let Content::List(items) = &node.content { items.as_slice() } else { single };
    let mut found = Vec::new();
    for item in items {
        if let Content::Map(entries) = &item.content {
            for (key, value) in entries {
                reading.uses(Kind::Slot, &key.text, key.place, false);
                found.push((key.text.clone(), Some(JsonValue(reading.value(value)))));
            }
        } else if let Some(name) = reading.name(item, "`slot_was_set`") {
            reading.uses(Kind::Slot, name, item.place, false);
            found.push((name.to_owned(), None));
        }
    }
    found
}

fn alternatives(reading: &mut Reading, node: &Node, sort: Sort) -> Vec<Alternative> {
    let mut found = Vec::new();
    for item in reading.list(node, "`or`") {
        let mut steps = Vec::new();
        match &item.content {
            Content::List(items) => items.iter().for_each(|item| step(reading, item, sort, &mut steps)),
            _ => step(reading, item, sort, &mut steps),
        }
        for step in &steps {
            if !matches!(step, Step::User { .. } | Step::Slots(..) | Step::Loop(..)) {
                let message = "`or` takes user turns and `slot_was_set` only";
                reading.wrong(Code::BadValue, item.place, message);
            }
        }
        found.push(Alternative(steps));
    }
    if found.is_empty() {
        reading.wrong(Code::MissingKey, node.place, "`or` needs alternatives");
    }
    found
}
