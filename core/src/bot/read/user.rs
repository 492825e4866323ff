//! A user turn of a rule, story or test: an intent, a text, or both, with entities.
//!
//! In: the step's node. Out: one step. Entities are taken from `entities:` or from the annotations of
//! the text; a text that is a payload gives both the intent and the entities.

use super::reading::{Kind, Reading};
use super::script::Sort;
use crate::bot::node::{Content, Node, Place};
use crate::bot::{JsonValue, Step, StepEntity, annotation, payload};
use crate::error::Code;
use crate::value::Value;

/// Reads the step.
pub(super) fn read(reading: &mut Reading, item: &Node, sort: Sort) -> Step {
    let origin = reading.origin(item.entries().first().map_or(item.place, |(key, _)| key.place));
    let mut intent = item.get("intent").filter(|node| !node.is_null()).and_then(|node| {
        let name = reading.name(node, "`intent`")?;
        Some((name.trim_start_matches('/').to_owned(), node.place))
    });
    let (mut text, mut entities) = (None, Vec::new());
    if let Some(node) = item.get("user") {
        let written = reading.words(node, "`user`").unwrap_or_default().trim();
        text = Some(written.to_owned());
        match payload::parse(written) {
            Some(Ok(payload)) => {
                intent.get_or_insert((payload.intent, node.place));
                entities = payload.entities.into_iter().map(|(name, value)| plain(name, value)).collect();
            }
            Some(Err(message)) => reading.note(Code::BadValue, node.place, message),
            None => {
                let (plain, found) = annotated(reading, written, node.place);
                (text, entities) = (Some(plain), found);
            }
        }
    }
    if let Some(node) = item.get("entities").filter(|_| entities.is_empty()) {
        entities = listed(reading, node);
    }
    if let Some((name, place)) = &intent {
        reading.uses(Kind::Intent, name, *place, false);
    } else if text.is_none() {
        reading.missing("intent", item.place, "a user turn");
    }
    if sort != Sort::Test {
        let place = item.place;
        entities.iter().for_each(|entity| reading.uses(Kind::Entity, &entity.entity, place, false));
    }
    Step::User { intent: intent.map(|(name, _)| name), text, entities, origin }
}

fn plain(entity: String, value: Value) -> StepEntity {
    StepEntity { entity, value: JsonValue(value), ..StepEntity::default() }
}

/// The text without its annotations, and the entities that they make.
fn annotated(reading: &mut Reading, written: &str, place: Place) -> (String, Vec<StepEntity>) {
    let (text, annotations, faults) = annotation::parse(written);
    for fault in faults {
        reading.report(Code::BadAnnotation, reading.origin(place), fault.message, fault.fatal);
    }
    let entities = annotations.into_iter().map(|found| {
        let piece = &text[found.start as usize..found.end as usize];
        StepEntity {
            entity: found.entity,
            role: found.role,
            group: found.group,
            value: JsonValue(Value::Text(found.value.unwrap_or_else(|| piece.to_owned()))),
            span: Some((found.start, found.end)),
        }
    });
    let entities = entities.collect();
    (text, entities)
}

/// `entities:` as a list of names, of `{city: x}`, with `role` and `group` beside it.
fn listed(reading: &mut Reading, node: &Node) -> Vec<StepEntity> {
    let mut found = Vec::new();
    for item in reading.list(node, "`entities`") {
        let Content::Map(entries) = &item.content else {
            if let Some(name) = reading.name(item, "an entity") {
                found.push(plain(name.to_owned(), Value::text("")));
            }
            continue;
        };
        let mut entity = StepEntity::default();
        let explicit = item.get("entity").is_some();
        for (key, node) in entries {
            match key.text.as_str() {
                "role" => entity.role = reading.name(node, "`role`").map(str::to_owned),
                "group" => entity.group = reading.name(node, "`group`").map(str::to_owned),
                "entity" => entity.entity = reading.name(node, "`entity`").unwrap_or_default().to_owned(),
                "value" if explicit => entity.value = JsonValue(reading.value(node)),
                "start" | "end" | "extractor" | "confidence" if explicit => {}
                name if !explicit && entity.entity.is_empty() => {
                    name.clone_into(&mut entity.entity);
                    entity.value = JsonValue(reading.value(node));
                }
                _ => reading.unknown(key, &["role", "group"], true),
            }
        }
        found.push(entity);
    }
    found
}
