//! `slots:` with their types.
//!
//! In: the node. Out: slots added to the bot. Types written as Python paths (Rasa 2) get their short
//! names; a slot without mappings is remembered until all entities are known.

use super::reading::Reading;
use crate::bot::node::{Key, Node};
use crate::bot::{MappingKind, Slot, SlotKind};
use crate::error::Code;
use crate::value::Value;

const KEYS: [&str; 7] =
    ["type", "initial_value", "influence_conversation", "mappings", "values", "min_value", "max_value"];
/// Keys of other versions that change nothing here.
const OTHER: [&str; 7] =
    ["value_reset_delay", "is_builtin", "auto_fill", "shared_for_coexistence", "validation", "description", "metadata"];
const TYPES: [&str; 6] = ["text", "bool", "categorical", "float", "list", "any"];

/// Reads `slots:`.
pub(super) fn read(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`slots`") {
        if let Some(first) = reading.bot.domain.slots.iter().find(|s| s.name == key.text) {
            let (file, line) = reading.bot.place(first.origin);
            let message = format!("the slot `{}` is defined in {file}:{line} already; that one counts", key.text);
            reading.note(Code::DuplicateName, key.place, message);
            continue;
        }
        slot(reading, key, node);
    }
}

fn slot(reading: &mut Reading, key: &Key, node: &Node) {
    let mut slot = Slot { name: key.text.clone(), origin: reading.origin(key.place), ..Slot::default() };
    let foreign = node.get("type").and_then(Node::scalar).is_some_and(|kind| kind.contains('.'));
    for (key, _) in reading.map(node, "a slot") {
        if !foreign && !KEYS.contains(&key.text.as_str()) && !OTHER.contains(&key.text.as_str()) {
            reading.unknown(key, &KEYS, true);
        }
    }
    match node.get("type") {
        Some(kind) => slot.kind = slot_kind(reading, kind, node),
        None => reading.missing("type", key.place, &format!("the slot `{}`", key.text)),
    }
    slot.influences = slot.kind != SlotKind::Any && !unfeaturized(node);
    if let Some(flag) = node.get("influence_conversation") {
        let influences = reading.flag(flag, "`influence_conversation`").unwrap_or(slot.influences);
        if influences && slot.kind == SlotKind::Any {
            let message = "a slot of type `any` has no features, so it cannot influence the conversation";
            reading.wrong(Code::BadValue, flag.place, message);
        } else {
            slot.influences = influences;
        }
    }
    if let Some(value) = node.get("initial_value") {
        slot.initial = reading.value(value);
        initial(reading, &slot, value);
    }
    match node.get("mappings") {
        Some(mappings) => {
            for item in reading.list(mappings, "`mappings`") {
                slot.mappings.extend(super::mappings::read(reading, item));
            }
        }
        None => {
            let filled = node.get("auto_fill").and_then(Node::flag).unwrap_or(true);
            reading.unmapped.push((slot.name.clone(), filled));
        }
    }
    reading.bot.domain.slots.push(slot);
}

fn unfeaturized(node: &Node) -> bool {
    node.get("type").and_then(Node::scalar).is_some_and(|kind| kind.to_ascii_lowercase().contains("unfeaturized"))
}

fn slot_kind(reading: &mut Reading, kind: &Node, node: &Node) -> SlotKind {
    let Some(written) = reading.name(kind, "a slot's `type`") else { return SlotKind::Any };
    let homes = ["rasa.shared.core.slots.", "rasa.core.slots.", "rasa_core.slots."];
    let name = match homes.iter().find_map(|home| written.strip_prefix(home)) {
        Some(class) => {
            let short = short_name(class);
            reading.note(Code::Migrated, kind.place, format!("the type `{written}` is read as `{short}`"));
            short
        }
        None => written,
    };
    match name {
        "text" => SlotKind::Text,
        "bool" => SlotKind::Bool,
        "categorical" => categorical(reading, kind, node),
        "float" => float(reading, node),
        "list" => SlotKind::List,
        "any" => SlotKind::Any,
        "unfeaturized" => {
            reading.note(Code::Migrated, kind.place, "the type `unfeaturized` is read as `any`");
            SlotKind::Any
        }
        _ if name.contains('.') => {
            let message = format!("`{name}` is a Python class; the slot is read as `any` and has no features");
            reading.note(Code::Unused, kind.place, message);
            SlotKind::Any
        }
        _ => {
            let hint = crate::bot::nearest::hint(name, TYPES);
            let hint = if hint.is_empty() { format!("; known: {}", TYPES.join(", ")) } else { hint };
            reading.wrong(Code::BadValue, kind.place, format!("unknown type `{name}`{hint}"));
            SlotKind::Any
        }
    }
}

fn short_name(class: &str) -> &str {
    match class {
        "TextSlot" => "text",
        "BooleanSlot" => "bool",
        "CategoricalSlot" => "categorical",
        "FloatSlot" => "float",
        "ListSlot" => "list",
        "UnfeaturizedSlot" => "unfeaturized",
        _ => "any",
    }
}

fn categorical(reading: &mut Reading, kind: &Node, node: &Node) -> SlotKind {
    let Some(values) = node.get("values") else {
        reading.note(Code::MissingKey, kind.place, "a categorical slot without `values` has no features");
        return SlotKind::Categorical(Vec::new());
    };
    let items = reading.list(values, "`values`");
    let values = items.iter().filter_map(|item| {
        if item.is_null() { Some("None".to_owned()) } else { reading.text(item, "a value").map(str::to_owned) }
    });
    SlotKind::Categorical(values.collect())
}

fn float(reading: &mut Reading, node: &Node) -> SlotKind {
    let every = (f64::NEG_INFINITY, f64::INFINITY);
    let least = node.get("min_value").and_then(|n| reading.number(n, "`min_value`", every)).unwrap_or(0.0);
    let most = node.get("max_value").and_then(|n| reading.number(n, "`max_value`", every)).unwrap_or(1.0);
    if least >= most {
        let place = node.get("max_value").or(node.get("min_value")).map_or(node.place, |n| n.place);
        reading.wrong(Code::BadValue, place, format!("`min_value` {least} has to be below `max_value` {most}"));
    }
    SlotKind::Float(least, most)
}

/// An initial value that the type cannot hold never takes effect.
fn initial(reading: &mut Reading, slot: &Slot, node: &Node) {
    if !fits(&slot.kind, &slot.initial) {
        let message = format!("the slot `{}` cannot hold {}", slot.name, node.describe());
        reading.note(Code::BadValue, node.place, message);
    }
}

/// Whether a slot of this type takes an authored value.
fn fits(kind: &SlotKind, value: &Value) -> bool {
    let text = value.to_string().to_lowercase();
    match (kind, value) {
        (_, Value::Null) | (SlotKind::Any | SlotKind::Text | SlotKind::List, _) => true,
        (SlotKind::Bool, value) => value.as_bool().is_some() || matches!(text.as_str(), "0" | "1" | "true" | "false"),
        (SlotKind::Float(..), value) => value.as_number().is_some() || text.trim().parse::<f64>().is_ok(),
        (SlotKind::Categorical(values), _) => values.is_empty() || values.iter().any(|v| v.to_lowercase() == text),
    }
}

/// The values that mappings from intents give, wherever they stand: what does not fit is refused in a turn.
pub(super) fn settle(reading: &mut Reading) {
    let mut misfits = Vec::new();
    for slot in &reading.bot.domain.slots {
        for mapping in &slot.mappings {
            let (MappingKind::Intent(value) | MappingKind::Trigger(value)) = &mapping.kind else { continue };
            if !fits(&slot.kind, value) {
                misfits.push((mapping.origin, format!("the slot `{}` cannot hold `{value}`", slot.name)));
            }
        }
    }
    for (origin, message) in misfits {
        reading.report(Code::BadValue, origin, message, false);
    }
}
