//! `privacy:` of `config.yml`: which personal data is masked in what is stored and traced.
//!
//! In: the node. Out: kinds with their masks, and where they count. `privacy: {kinds: [phone, card],
//! mask: "•••{last4}", in: [state, trace]}`; what is left out is all of it.

use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Node};
use crate::bot::{BUILTIN, Mask, PERSONAL, Privacy};
use crate::error::Code;

const KEYS: [&str; 3] = ["kinds", "mask", "in"];

/// Reads `privacy:`; `true` asks for all of it.
pub(super) fn read(reading: &mut Reading, node: &Node) {
    let mut privacy = Privacy { kinds: Vec::new(), state: true, trace: true };
    match node.flag() {
        Some(false) => return,
        Some(true) => {}
        None => {
            for (key, _) in reading.map(node, "`privacy`") {
                if !KEYS.contains(&key.text.as_str()) {
                    reading.unknown(key, &KEYS, true);
                }
            }
        }
    }
    let mask = node.get("mask").and_then(|node| mask(reading, node)).unwrap_or_default();
    match node.get("kinds").filter(|node| !node.is_null()) {
        Some(node) => kinds(reading, node, &mask, &mut privacy),
        None => privacy.kinds.extend(PERSONAL.map(|kind| (kind.to_owned(), mask.clone()))),
    }
    if let Some(node) = node.get("in") {
        (privacy.state, privacy.trace) = (false, false);
        for (name, place) in reading.names(node, "`in`") {
            match name {
                "state" => privacy.state = true,
                "trace" => privacy.trace = true,
                _ => reading.wrong(Code::BadValue, place, format!("`in` lists `state` and `trace`, not `{name}`")),
            }
        }
    }
    reading.bot.privacy = Some(privacy);
}

/// A list of kinds, or a map from a kind to its mask.
fn kinds(reading: &mut Reading, node: &Node, common: &Mask, privacy: &mut Privacy) {
    if let Content::Map(entries) = &node.content {
        for (key, node) in entries {
            let own = if node.is_null() { None } else { mask(reading, node) };
            known(reading, &key.text, key.place);
            privacy.kinds.push((key.text.clone(), own.unwrap_or_else(|| common.clone())));
        }
        return;
    }
    for (name, place) in reading.names(node, "`kinds`") {
        known(reading, name, place);
        privacy.kinds.push((name.to_owned(), common.clone()));
    }
}

/// A built-in kind, or else an entity of the bot.
fn known(reading: &mut Reading, name: &str, place: crate::bot::node::Place) {
    if !BUILTIN.contains(&name) {
        reading.uses(Kind::Entity, name, place, true);
    }
}

fn mask(reading: &mut Reading, node: &Node) -> Option<Mask> {
    match Mask::parse(reading.text(node, "`mask`")?) {
        Ok(mask) => Some(mask),
        Err(message) => {
            reading.wrong(Code::BadValue, node.place, message);
            None
        }
    }
}
