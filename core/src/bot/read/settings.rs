//! `config.yml`: what of it still has a meaning, and a note for each thing that has none.
//!
//! In: the tree. Out: the bot's settings. The pipeline and the policies of Rasa are replaced by the
//! engine's own; their thresholds are kept. Our keys: `zone`, `compatibility`, `limit`, `learned`,
//! `silence`, `burst`, `privacy`, `refuse`, `several`, `normalize`.

use std::collections::BTreeMap;

use super::reading::{Kind, Reading};
use crate::bot::Fallback;
use crate::bot::node::{Key, Node};
use crate::bot::variables::expand;
use crate::error::Code;
use crate::text::Repairs;

const KEYS: [&str; 15] = [
    "language",
    "zone",
    "compatibility",
    "limit",
    "learned",
    "silence",
    "burst",
    "privacy",
    "refuse",
    "several",
    "normalize",
    "pipeline",
    "policies",
    "routing",
    "version",
];
/// Keys of Rasa that name a recipe or an assistant and change nothing here.
const OTHER: [&str; 8] = [
    "recipe",
    "assistant_id",
    "importers",
    "imports",
    "additional_languages",
    "tracker_store_endpoint",
    "validation",
    "spaces",
];

/// Reads `config.yml`. Variables are filled only where something is read.
pub(super) fn read(reading: &mut Reading, root: &mut Node, variables: &BTreeMap<String, String>, file: &str) {
    let crate::bot::node::Content::Map(entries) = &mut root.content else {
        reading.map(root, "`config.yml`");
        return;
    };
    for (key, node) in entries.iter_mut() {
        if !matches!(key.text.as_str(), "pipeline" | "policies") && !OTHER.contains(&key.text.as_str()) {
            expand(node, variables, file, &mut reading.problems);
        }
        entry(reading, key, node);
    }
}

fn entry(reading: &mut Reading, key: &Key, node: &Node) {
    match key.text.as_str() {
        "language" if !node.is_null() => {
            let language = reading.name(node, "`language`").unwrap_or_default();
            language.clone_into(&mut reading.bot.settings.language);
        }
        "zone" => zone(reading, node),
        "compatibility" => match node.scalar() {
            Some("rasa") => reading.bot.settings.rasa = true,
            _ => reading.wrong(Code::BadValue, node.place, "`compatibility` takes `rasa` or is left out"),
        },
        "limit" => {
            if let Some(limit) = reading.number(node, "`limit`", (1.0, 100.0)) {
                reading.bot.settings.limit = limit.round() as u32;
            }
        }
        "silence" => {
            if let Some(seconds) = reading.number(node, "`silence`", (0.0, 86_400.0)) {
                reading.bot.timing.silence = seconds;
            }
        }
        "burst" => {
            if let Some(seconds) = reading.number(node, "`burst`", (0.0, 60.0)) {
                reading.bot.timing.burst = seconds;
            }
        }
        "privacy" => super::privacy::read(reading, node),
        // Read last, whatever the order: it overrules what the policies say.
        "learned" => reading.learned = reading.flag(node, "`learned`"),
        "refuse" => {
            if let Some(share) = reading.number(node, "`refuse`", (0.0, 0.5)) {
                reading.bot.hearing.refuse = share;
            }
        }
        "several" => {
            if let Some(several) = reading.flag(node, "`several`") {
                reading.bot.hearing.several = several;
            }
        }
        "normalize" => normalize(reading, node),
        "pipeline" => super::pipeline::pipeline(reading, node),
        "policies" => super::pipeline::policies(reading, node),
        "routing" => super::routing::read(reading, node),
        "language" | "version" => {}
        other if OTHER.contains(&other) => {}
        other if super::domain_key(other) => {
            let message = format!("`{other}` belongs to the domain; here it is not read");
            reading.note(Code::Unused, key.place, message);
        }
        _ => reading.unknown(key, &KEYS, false),
    }
}

/// `normalize: {elongation: false}`: the repairs that are not made.
fn normalize(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`normalize`") {
        let Some(on) = reading.flag(node, &format!("`{}`", key.text)) else { continue };
        if !reading.bot.repairs.switch(&key.text, on) {
            reading.unknown(key, &Repairs::NAMES, false);
        }
    }
}

fn zone(reading: &mut Reading, node: &Node) {
    let Some(name) = reading.name(node, "`zone`") else { return };
    match jiff::tz::TimeZone::get(name) {
        Ok(_) => name.clone_into(&mut reading.bot.settings.zone),
        Err(_) => {
            let near = ["Asia/Bangkok", "Asia/Vientiane", "Asia/Singapore", "Asia/Tokyo", "Europe/London", "UTC"];
            let hint = crate::bot::nearest::hint(name, near);
            let message = format!("`{name}` is no time zone of the IANA database, such as `Asia/Bangkok`{hint}");
            reading.wrong(Code::BadValue, node.place, message);
        }
    }
}

/// What follows from the whole bot: the fallback that a rule or story relies on.
pub(super) fn settle(reading: &mut Reading) {
    let mentioned = reading.uses.iter().any(|u| u.kind == Kind::Intent && u.name == "nlu_fallback");
    let policies = &mut reading.bot.policies;
    match reading.learned {
        Some(true) => drop(policies.learned.get_or_insert(Some(5))),
        Some(false) => policies.learned = None,
        None => {}
    }
    let settings = &mut reading.bot.settings;
    if settings.fallback.is_none() && (mentioned || !reading.pipeline) {
        settings.fallback = Some(Fallback { threshold: 0.3, ambiguity: 0.1 });
    }
}
