//! `responses:`, in the domain or beside the examples.
//!
//! In: the node. Out: variations added to the bot, those of one name together. What a payload or a
//! condition names is remembered, to be looked up later.

use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Key, Node};
use crate::bot::payload::{self, Payload};
use crate::bot::{JsonValue, Response};
use crate::error::Code;
use crate::part::Part;
use crate::value::Value;

const KEYS: [&str; 11] = [
    "text",
    "buttons",
    "image",
    "custom",
    "attachment",
    "elements",
    "quick_replies",
    "channel",
    "condition",
    "metadata",
    "id",
];
/// Keys of other versions: they change how a channel shows the reply, not what it says.
const OTHER: [&str; 5] = ["button_type", "allow_multiple_choices", "template", "translation", "subtitle"];

/// Reads `responses:`.
pub(super) fn read(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`responses`") {
        if let Some(first) = reading.bot.domain.responses.iter().find(|r| r.name == key.text) {
            let (file, line) = reading.bot.place(first.origin);
            let message = format!("the response `{}` is defined in {file}:{line} already; that one counts", key.text);
            reading.note(Code::DuplicateName, key.place, message);
            continue;
        }
        match &node.content {
            Content::List(items) if items.is_empty() => {
                reading.note(Code::MissingKey, key.place, format!("the response `{}` has no variation", key.text));
            }
            Content::List(items) => items.iter().for_each(|item| variation(reading, key, item)),
            _ => {
                let message = format!(
                    "the response `{}` takes a list of variations, such as `- text: สวัสดีค่ะ`; this is {}",
                    key.text,
                    node.describe()
                );
                reading.wrong(Code::BadValue, if node.is_null() { key.place } else { node.place }, message);
                // The name is known all the same: whoever says it is not at fault.
                let (name, origin) = (key.text.clone(), reading.origin(key.place));
                reading.bot.domain.responses.push(Response { name, origin, ..Response::default() });
            }
        }
    }
}

fn variation(reading: &mut Reading, name: &Key, node: &Node) {
    let mut response = Response { name: name.text.clone(), origin: reading.origin(node.place), ..Response::default() };
    super::filters::read(reading, node);
    if let Content::Scalar { text, .. } = &node.content {
        if node.is_null() {
            return reading.missing("text", name.place, &format!("a variation of `{}`", name.text));
        }
        if let Some((key, _)) = text.split_once(':').filter(|(key, _)| KEYS.contains(key)) {
            reading.wrong(Code::BadValue, node.place, format!("a space is missing after `{key}:`"));
        }
        reading.whole(node);
        response.text.clone_from(text);
        return reading.bot.domain.responses.push(response);
    }
    for (key, node) in reading.map(node, "a variation") {
        field(reading, &mut response, key, node);
    }
    if response.text.is_empty() && response.parts.is_empty() && node.get("text").is_none() {
        reading.note(Code::MissingKey, node.place, format!("a variation of `{}` says nothing", name.text));
    }
    reading.bot.domain.responses.push(response);
}

fn field(reading: &mut Reading, response: &mut Response, key: &Key, node: &Node) {
    match key.text.as_str() {
        _ if node.is_null() && KEYS.contains(&key.text.as_str()) => {}
        "text" => response.text = text(reading, node).unwrap_or_default(),
        "buttons" | "quick_replies" => {
            let list: Vec<Value> = reading.list(node, "`buttons`").iter().map(|item| button(reading, item)).collect();
            if !list.is_empty() {
                response.parts.push(Part::Buttons { list });
            }
        }
        "image" => {
            if let Some(url) = reading.text(node, "`image`") {
                response.parts.push(Part::Image { url: url.to_owned(), alt: None });
            }
        }
        "attachment" => {
            let part = match node.scalar() {
                Some(url) => Part::File { url: url.to_owned(), name: None },
                None => Part::Custom { value: Value::map([("attachment", reading.value(node))]) },
            };
            response.parts.push(part);
        }
        "custom" => response.parts.push(Part::Custom { value: reading.value(node) }),
        "elements" => {
            let list = reading.list(node, "`elements`").iter().map(|item| reading.value(item)).collect();
            response.parts.push(Part::Cards { list });
        }
        "channel" => response.channel = reading.name(node, "`channel`").map(str::to_owned),
        "condition" => response.condition = Some(conditions(reading, node)),
        "metadata" => response.metadata = reading.value(node),
        "id" => {}
        other if OTHER.contains(&other) => {}
        _ => reading.unknown(key, &KEYS, false),
    }
}

/// The text of a reply. A name without quotes, `{drink}`, is a map to YAML: the author meant text.
fn text(reading: &mut Reading, node: &Node) -> Option<String> {
    if let [(key, value)] = node.entries()
        && value.is_null()
    {
        let message = format!("`{{{}}}` without quotes is a map; write \"{{{}}}\"", key.text, key.text);
        reading.wrong(Code::BadValue, node.place, message);
        return None;
    }
    super::filters::read(reading, node);
    reading.words(node, "`text`").map(str::to_owned)
}

fn button(reading: &mut Reading, node: &Node) -> Value {
    let known = ["title", "payload", "url", "type", "content_type", "image_url", "webview_height_ratio"];
    for (key, node) in reading.map(node, "a button") {
        match key.text.as_str() {
            "title" => {
                super::filters::read(reading, node);
                reading.words(node, "`title`");
            }
            "payload" if node.scalar().is_none() => {
                reading.text(node, &format!("`{}`", key.text));
            }
            "payload" => named(reading, node),
            other if known.contains(&other) => {}
            _ => reading.unknown(key, &known[..3], false),
        }
    }
    if node.get("title").is_none() && node.get("image_url").is_none() {
        reading.note(Code::MissingKey, node.place, "a button needs the key `title`");
    }
    texts(reading, node)
}

/// A button's values: titles and payloads are text even where they look like numbers.
fn texts(reading: &mut Reading, node: &Node) -> Value {
    Value::map(node.entries().iter().map(|(key, node)| {
        let value = match (key.text.as_str(), node.scalar()) {
            ("title" | "payload" | "url", Some(text)) => Value::text(text),
            _ => reading.value(node),
        };
        (key.text.clone(), value)
    }))
}

/// The intent and the entities of a payload such as `/order{"drink": "ลาเต้"}`, or with `{{ }}`: when
/// it is said, a doubled brace is one.
fn named(reading: &mut Reading, node: &Node) {
    let Some(text) = node.scalar() else { return };
    let said = text.contains("{{").then(|| text.replace("{{", "{").replace("}}", "}"));
    match payload::parse(said.as_deref().unwrap_or(text)) {
        Some(Ok(Payload { intent, entities, .. })) => {
            reading.uses(Kind::Intent, &intent, node.place, false);
            for (entity, _) in entities {
                reading.uses(Kind::Entity, &entity, node.place, false);
            }
        }
        Some(Err(message)) => reading.note(Code::BadValue, node.place, message),
        None => {}
    }
}

fn conditions(reading: &mut Reading, node: &Node) -> Vec<(String, JsonValue)> {
    let mut list = Vec::new();
    for item in reading.list(node, "`condition`") {
        for (key, _) in reading.map(item, "a condition") {
            if !["type", "name", "value"].contains(&key.text.as_str()) {
                reading.unknown(key, &["type", "name", "value"], true);
            }
        }
        if let Some(kind) = item.get("type")
            && kind.scalar() != Some("slot")
        {
            reading.wrong(Code::BadValue, kind.place, "a condition of a response has the type `slot`");
        }
        let Some(name) = item.get("name") else {
            reading.missing("name", item.place, "a condition of a response");
            continue;
        };
        let Some(slot) = reading.name(name, "`name`") else { continue };
        reading.uses(Kind::Slot, slot, name.place, false);
        let value = item.get("value").map_or(Value::Null, |node| reading.value(node));
        list.push((slot.to_owned(), JsonValue(value)));
    }
    list
}
