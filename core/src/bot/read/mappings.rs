//! The mappings of a slot: where its value comes from, and under which conditions.
//!
//! In: one item of `mappings:`. Out: a mapping, or a problem at its place. What it names is
//! remembered, to be looked up once everything is read.

use super::reading::{Kind, Reading};
use crate::bot::node::Node;
use crate::bot::{Condition, Mapping, MappingKind};
use crate::error::Code;

const MAPPING: [&str; 11] = [
    "type",
    "entity",
    "role",
    "group",
    "intent",
    "not_intent",
    "value",
    "conditions",
    "action",
    "allow_nlu_correction",
    "run_action_every_turn",
];
const MAPPINGS: [&str; 7] =
    ["from_entity", "from_text", "from_intent", "from_trigger_intent", "custom", "controlled", "from_llm"];

/// Reads one mapping.
pub(super) fn read(reading: &mut Reading, node: &Node) -> Option<Mapping> {
    for (key, _) in reading.map(node, "a mapping") {
        if !MAPPING.contains(&key.text.as_str()) {
            reading.unknown(key, &MAPPING, false);
        }
    }
    let Some(kind) = node.get("type") else {
        reading.missing("type", node.place, "a mapping");
        return None;
    };
    let kind = mapping_kind(reading, node, kind)?;
    let mut mapping = Mapping { origin: reading.origin(node.place), kind, ..Mapping::default() };
    for (key, list) in [("intent", &mut mapping.intents), ("not_intent", &mut mapping.excluded)] {
        let Some(names) = node.get(key) else { continue };
        for (name, place) in reading.names(names, &format!("`{key}`")) {
            reading.uses(Kind::Intent, name, place, false);
            list.push(name.to_owned());
        }
    }
    if let Some(conditions) = node.get("conditions") {
        for item in reading.list(conditions, "`conditions`") {
            mapping.conditions.extend(condition(reading, item));
        }
    }
    Some(mapping)
}

fn mapping_kind(reading: &mut Reading, node: &Node, kind: &Node) -> Option<MappingKind> {
    let name = reading.name(kind, "a mapping's `type`")?;
    let option = |reading: &mut Reading, key: &str| {
        let node = node.get(key).filter(|n| !n.is_null())?;
        reading.name(node, &format!("`{key}`")).map(str::to_owned)
    };
    match name {
        "from_entity" => {
            let Some(entity) = option(reading, "entity") else {
                reading.missing("entity", node.place, "a mapping `from_entity`");
                return None;
            };
            reading.uses(Kind::Entity, &entity, node.get("entity").map_or(node.place, |n| n.place), false);
            Some(MappingKind::Entity { entity, role: option(reading, "role"), group: option(reading, "group") })
        }
        "from_text" => Some(MappingKind::Text),
        "from_intent" | "from_trigger_intent" => {
            let Some(value) = node.get("value") else {
                reading.missing("value", node.place, &format!("a mapping `{name}`"));
                return None;
            };
            let value = reading.value(value);
            Some(if name == "from_intent" { MappingKind::Intent(value) } else { MappingKind::Trigger(value) })
        }
        "custom" | "controlled" => {
            let action = option(reading, "action");
            if let (Some(action), Some(node)) = (&action, node.get("action")) {
                reading.uses(Kind::Action, action, node.place, false);
            }
            Some(MappingKind::Custom(action))
        }
        "from_llm" => {
            reading.commanded += 1;
            Some(MappingKind::Model)
        }
        _ => {
            let hint = crate::bot::nearest::hint(name, MAPPINGS);
            let hint = if hint.is_empty() { format!("; known: {}", MAPPINGS.join(", ")) } else { hint };
            reading.wrong(Code::BadValue, kind.place, format!("unknown mapping `{name}`{hint}"));
            None
        }
    }
}

fn condition(reading: &mut Reading, node: &Node) -> Option<Condition> {
    let mut condition = Condition::default();
    let mut given = false;
    for (key, node) in reading.map(node, "a condition") {
        match key.text.as_str() {
            "active_loop" => {
                given = true;
                if !node.is_null() {
                    let name = reading.name(node, "`active_loop`")?;
                    reading.uses(Kind::Form, name, node.place, false);
                    condition.form = Some(name.to_owned());
                }
            }
            "requested_slot" if !node.is_null() => {
                let name = reading.name(node, "`requested_slot`")?;
                reading.uses(Kind::Slot, name, node.place, false);
                condition.requested = Some(name.to_owned());
            }
            "requested_slot" => {}
            _ => reading.unknown(key, &["active_loop", "requested_slot"], true),
        }
    }
    if !given {
        let message = "a condition without `active_loop` holds where no form is active";
        reading.note(Code::MissingKey, node.place, message);
    }
    Some(condition)
}
