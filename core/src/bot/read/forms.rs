//! `forms:`, in the shape of Rasa 3 and in those of Rasa 2.
//!
//! In: the node. Out: forms added to the bot. The mappings that Rasa 2 wrote inside a form go to the
//! slots, under the condition that the form is asking for them.

use super::domain::add_form;
use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Key, Node};
use crate::bot::{Condition, Form, Mapping, Slot};
use crate::error::Code;

/// Reads `forms:`.
pub(super) fn read(reading: &mut Reading, node: &Node) {
    if let Content::List(items) = &node.content {
        return items.iter().for_each(|item| listed(reading, item));
    }
    for (key, node) in reading.map(node, "`forms`") {
        form(reading, key, node);
    }
}

/// `forms: [order_form]` of Rasa 2: what is required stood in Python.
fn listed(reading: &mut Reading, item: &Node) {
    if let [(key, node)] = item.entries() {
        return form(reading, key, node);
    }
    let Some(name) = reading.name(item, "a form") else { return };
    let message = format!("the form `{name}` lists no slots; the host's `validate_{name}` has to ask for them");
    reading.note(Code::Migrated, item.place, message);
    let origin = reading.origin(item.place);
    add_form(reading, Form { name: name.to_owned(), origin, ..Form::default() });
}

fn form(reading: &mut Reading, key: &Key, node: &Node) {
    let mut form = Form { name: key.text.clone(), origin: reading.origin(key.place), ..Form::default() };
    let entries = reading.map(node, "a form");
    let old = !entries.is_empty()
        && entries.iter().all(|(key, node)| {
            !matches!(key.text.as_str(), "required_slots" | "ignored_intents")
                && matches!(node.content, Content::List(_))
        });
    if old {
        required(reading, &mut form, node);
    }
    for (key, node) in entries.iter().filter(|_| !old) {
        match key.text.as_str() {
            "required_slots" => required(reading, &mut form, node),
            "ignored_intents" => {
                for (name, place) in reading.names(node, "`ignored_intents`") {
                    reading.uses(Kind::Intent, name, place, false);
                    form.ignored.push(name.to_owned());
                }
            }
            _ => reading.unknown(key, &["required_slots", "ignored_intents"], true),
        }
    }
    add_form(reading, form);
}

fn required(reading: &mut Reading, form: &mut Form, node: &Node) {
    let Content::Map(entries) = &node.content else {
        for (name, place) in reading.names(node, "`required_slots`") {
            reading.uses(Kind::Slot, name, place, true);
            form.required.push(name.to_owned());
        }
        return;
    };
    for (key, node) in entries {
        form.required.push(key.text.clone());
        reading.uses(Kind::Slot, &key.text, key.place, true);
        let condition = Condition { form: Some(form.name.clone()), requested: Some(key.text.clone()) };
        let single = std::slice::from_ref(node);
        let items = if node.get("type").is_some() { single } else { reading.list(node, "a slot's mappings") };
        for item in items {
            let Some(mut mapping) = super::mappings::read(reading, item) else { continue };
            mapping.conditions = vec![condition.clone()];
            adopt(reading, &key.text, mapping);
        }
        let message = format!("the mappings of `{}` move from the form to the slot, where Rasa 3 has them", key.text);
        reading.note(Code::Migrated, key.place, message);
    }
}

/// Keeps a form's mapping until its slot is read: domains write slots and forms in any order.
fn adopt(reading: &mut Reading, slot: &str, mapping: Mapping) {
    match reading.adopted.iter_mut().find(|(name, _)| name == slot) {
        Some((_, mappings)) => mappings.push(mapping),
        None => reading.adopted.push((slot.to_owned(), vec![mapping])),
    }
}

/// Gives the slots the mappings that forms had, before their own.
pub(super) fn settle(reading: &mut Reading) {
    for (name, mappings) in std::mem::take(&mut reading.adopted) {
        let Some(slot) = reading.bot.domain.slots.iter_mut().find(|slot: &&mut Slot| slot.name == name) else {
            continue;
        };
        slot.mappings.splice(0..0, mappings);
    }
}
