//! What a bot says of a kind of entity beside Rasa's keys: its own patterns, words and values.
//!
//! In: an option below `entities:`. Out: patterns, lookups and units of the bot, whether the built-in
//! reader of the kind is on, and the slot that holds a person's own values.
//! `order: {pattern: "SO-\\d{6}", from_slot: orders}`.

use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Key, Node};
use crate::bot::{BUILTIN, Lookup, MEASURED, OwnKind, nearest};
use crate::error::Code;

/// The keys, Rasa's first.
pub(super) const KEYS: [&str; 8] =
    ["roles", "groups", "influence_conversation", "pattern", "words", "from_slot", "hours", "builtin"];
/// Words of one kind, at most.
const WORDS: usize = 100_000;

/// Reads one of our keys; false where it is none.
pub(super) fn read(reading: &mut Reading, own: &mut OwnKind, key: &Key, node: &Node) -> bool {
    match key.text.as_str() {
        "pattern" => patterns(reading, own, node),
        "words" => words(reading, own, node),
        "from_slot" => {
            if let Some(slot) = reading.name(node, "`from_slot`") {
                reading.uses(Kind::Slot, slot, node.place, true);
                own.session = Some(slot.to_owned());
            }
        }
        "hours" => {
            if let Some(name) = reading.name(node, "`hours`") {
                reading.uses(Kind::Hours, name, node.place, true);
                own.hours = Some(name.to_owned());
            }
            if own.entity != "time" {
                let message =
                    format!("`{}` has no readings that `hours` could decide between: only `time` has", own.entity);
                reading.wrong(Code::BadValue, key.place, message);
            }
        }
        "builtin" => {
            own.plain = reading.flag(node, "`builtin`") == Some(false);
            if !BUILTIN.contains(&own.entity.as_str()) {
                let hint = nearest::hint(&own.entity, BUILTIN);
                let message =
                    format!("`{}` is no built-in kind{hint}: there is nothing to switch on or off", own.entity);
                reading.wrong(Code::UnknownName, key.place, message);
            }
        }
        _ => return false,
    }
    true
}

fn patterns(reading: &mut Reading, own: &mut OwnKind, node: &Node) {
    own.shaped = BUILTIN.contains(&own.entity.as_str());
    for (pattern, place) in reading.names(node, "`pattern`") {
        super::nlu::add_pattern(reading, &own.entity, pattern, place);
    }
}

/// A list is words of the kind; a map is words of units: `{set: [เซ็ต, ชุดสุดคุ้ม]}`.
fn words(reading: &mut Reading, own: &mut OwnKind, node: &Node) {
    let Content::Map(units) = &node.content else {
        let words: Vec<String> =
            reading.names(node, "`words`").into_iter().take(WORDS).map(|(word, _)| word.to_owned()).collect();
        let origin = reading.origin(node.place);
        return reading.bot.nlu.lookups.push(Lookup { entity: own.entity.clone(), words, origin, ..Lookup::default() });
    };
    if !MEASURED.contains(&own.entity.as_str()) {
        let message = format!(
            "`words` of `{}` are a list; a map from a unit to its words is for {}",
            own.entity,
            MEASURED.map(|kind| format!("`{kind}`")).join(", ")
        );
        return reading.wrong(Code::BadValue, node.place, message);
    }
    for (unit, node) in units {
        let words = reading.names(node, "the words of a unit").into_iter().take(WORDS);
        let words: Vec<String> = words.map(|(word, _)| word.to_owned()).collect();
        own.units.push((unit.text.clone(), words));
    }
}
