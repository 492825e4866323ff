//! `domain.yml` or one file of `domain/`: intents, entities, actions, forms, sessions.
//!
//! In: the tree of one file. Out: its parts, added to the bot. Lists of several files are joined; of
//! maps the first file wins. Slots and responses have readers of their own.

use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Key, Node, Place};
use crate::bot::{ActionDef, EntityDef, Form, IntentDef, OwnKind, Used};
use crate::error::Code;

/// The keys of a domain.
const KEYS: [&str; 12] = [
    "intents",
    "entities",
    "slots",
    "responses",
    "forms",
    "actions",
    "e2e_actions",
    "session_config",
    "config",
    "routing",
    "version",
    "templates",
];

/// Seconds until a call of a host action counts as failed.
const TIMEOUT: u32 = 30;

/// Reads one file of the domain.
pub(super) fn read(reading: &mut Reading, root: &Node) {
    for (key, node) in reading.map(root, "a domain") {
        match key.text.as_str() {
            "intents" => intents(reading, node),
            "entities" => entities(reading, node),
            "slots" => super::slots::read(reading, node),
            "responses" => super::responses::read(reading, node),
            "templates" => {
                reading.note(Code::Migrated, key.place, "`templates` is read as `responses`, its name since Rasa 2");
                super::responses::read(reading, node);
            }
            "forms" => super::forms::read(reading, node),
            "actions" => actions(reading, node),
            "session_config" => session(reading, node),
            "config" => config(reading, node),
            "routing" => super::routing::read(reading, node),
            "e2e_actions" | "version" => {}
            "pipeline" | "policies" => {
                let message = format!("`{}` belongs into `config.yml`; here it is not read", key.text);
                reading.note(Code::Unused, key.place, message);
            }
            // A domain may stand in one file with data that has its own reader.
            "nlu" | "rules" | "stories" | "flows" => {}
            _ => reading.unknown(key, &KEYS, false),
        }
    }
}

/// An item of a list that is a name or `{name: options}`.
fn named<'n>(reading: &mut Reading, node: &'n Node, what: &str) -> Option<(&'n str, Place, Option<&'n Node>)> {
    if let Content::Map(entries) = &node.content {
        let [(key, options)] = entries.as_slice() else {
            let message = format!("{what} is a name or one `name: {{options}}`; indent the options under the name");
            reading.wrong(Code::BadValue, node.place, message);
            // The name is known all the same: whoever uses it is not at fault.
            return entries.first().map(|(key, _)| (key.text.as_str(), key.place, None));
        };
        return Some((key.text.as_str(), key.place, Some(options)));
    }
    Some((reading.name(node, what)?, node.place, None))
}

/// Whether a name is new. In one file a second one is a mistake; several files may share it.
fn fresh(reading: &mut Reading, before: Option<u16>, what: &str, name: &str, place: Place) -> bool {
    let Some(file) = before else { return true };
    if file == reading.file {
        reading.wrong(Code::DuplicateName, place, format!("the {what} `{name}` is listed twice"));
    }
    false
}

fn intents(reading: &mut Reading, node: &Node) {
    for item in reading.list(node, "`intents`") {
        let Some((name, place, options)) = named(reading, item, "an intent") else { continue };
        let before = reading.bot.domain.intents.iter().find(|i| i.name == name).map(|i| i.origin.file);
        if !fresh(reading, before, "intent", name, place) {
            continue;
        }
        let mut intent = IntentDef { name: name.to_owned(), origin: reading.origin(place), ..IntentDef::default() };
        for (key, node) in options.map_or(&[][..], |node| reading.map(node, "an intent's options")) {
            intent_option(reading, &mut intent, key, node);
        }
        reading.bot.domain.intents.push(intent);
    }
}

fn intent_option(reading: &mut Reading, intent: &mut IntentDef, key: &Key, node: &Node) {
    match key.text.as_str() {
        "use_entities" => {
            intent.used = match node.flag() {
                Some(true) => Used::All,
                Some(false) => Used::Some(Vec::new()),
                None => Used::Some(entity_names(reading, node, "`use_entities`")),
            }
        }
        "ignore_entities" => intent.ignored = entity_names(reading, node, "`ignore_entities`"),
        "is_retrieval_intent" => {}
        "triggers" => {
            if let Some(action) = reading.name(node, "`triggers`") {
                reading.uses(Kind::Action, action, node.place, true);
                reading.triggers.push((intent.name.clone(), action.to_owned(), reading.origin(key.place)));
            }
        }
        _ => reading.unknown(key, &["use_entities", "ignore_entities"], false),
    }
}

fn entity_names(reading: &mut Reading, node: &Node, what: &str) -> Vec<String> {
    let names = reading.names(node, what);
    for (name, place) in &names {
        reading.uses(Kind::Entity, name, *place, false);
    }
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

fn entities(reading: &mut Reading, node: &Node) {
    for item in reading.list(node, "`entities`") {
        let Some((name, place, options)) = named(reading, item, "an entity") else { continue };
        let before = reading.bot.domain.entities.iter().find(|e| e.name == name).map(|e| e.origin.file);
        if !fresh(reading, before, "entity", name, place) {
            continue;
        }
        let origin = reading.origin(place);
        let mut entity = EntityDef { name: name.to_owned(), origin, influences: true, ..EntityDef::default() };
        let mut own = OwnKind { entity: name.to_owned(), ..OwnKind::default() };
        for (key, node) in options.map_or(&[][..], |node| reading.map(node, "an entity's options")) {
            let owned = |names: Vec<(&str, Place)>| names.into_iter().map(|(name, _)| name.to_owned()).collect();
            match key.text.as_str() {
                "roles" => entity.roles = owned(reading.names(node, "`roles`")),
                "groups" => entity.groups = owned(reading.names(node, "`groups`")),
                "influence_conversation" => {
                    entity.influences = reading.flag(node, "`influence_conversation`").unwrap_or(true);
                }
                _ if super::kinds::read(reading, &mut own, key, node) => {}
                _ => reading.unknown(key, &super::kinds::KEYS, false),
            }
        }
        if own != (OwnKind { entity: name.to_owned(), ..OwnKind::default() }) {
            reading.bot.kinds.push(own);
        }
        reading.bot.domain.entities.push(entity);
    }
}

fn actions(reading: &mut Reading, node: &Node) {
    for item in reading.list(node, "`actions`") {
        let Some((name, place, options)) = named(reading, item, "an action") else { continue };
        let before = reading.bot.domain.actions.iter().find(|a| a.name == name).map(|a| a.origin.file);
        if !fresh(reading, before, "action", name, place) {
            continue;
        }
        let mut action = ActionDef { name: name.to_owned(), origin: reading.origin(place), timeout: TIMEOUT };
        for (key, node) in options.map_or(&[][..], |node| reading.map(node, "an action's options")) {
            match key.text.as_str() {
                "send_domain" => {}
                "timeout" => {
                    let seconds = reading.number(node, "`timeout`", (1.0, 86_400.0)).unwrap_or(f64::from(TIMEOUT));
                    action.timeout = seconds.round() as u32;
                }
                _ => reading.unknown(key, &["send_domain", "timeout"], false),
            }
        }
        reading.bot.domain.actions.push(action);
    }
}

fn session(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`session_config`") {
        match key.text.as_str() {
            "session_expiration_time" => {
                let minutes = reading.number(node, "`session_expiration_time`", (0.0, f64::INFINITY));
                reading.bot.domain.session.minutes = minutes.unwrap_or(60.0);
            }
            "carry_over_slots_to_new_session" => {
                let carry = reading.flag(node, "`carry_over_slots_to_new_session`");
                reading.bot.domain.session.carry = carry.unwrap_or(true);
            }
            "start_session_after_expiry" => {}
            _ => {
                let known = ["session_expiration_time", "carry_over_slots_to_new_session"];
                reading.unknown(key, &known, false);
            }
        }
    }
}

fn config(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`config`") {
        if key.text == "store_entities_as_slots" {
            reading.bot.domain.store = reading.flag(node, "`store_entities_as_slots`").unwrap_or(true);
        } else {
            reading.unknown(key, &["store_entities_as_slots"], false);
        }
    }
}

/// Adds a form, if it is the first of its name.
pub(super) fn add_form(reading: &mut Reading, form: Form) {
    if let Some(first) = reading.bot.domain.forms.iter().find(|f| f.name == form.name) {
        let (file, line) = reading.bot.place(first.origin);
        let message = format!("the form `{}` is defined in {file}:{line} already; that one counts", form.name);
        reading.report(Code::DuplicateName, form.origin, message, false);
        return;
    }
    reading.bot.domain.forms.push(form);
}
