//! What every bot has without saying so: default intents, automatic slots, built-in kinds, and the
//! mappings that Rasa 2 left unsaid.
//!
//! In: everything that was read. Out: the bot completed; what was migrated is noted.

use super::pipeline::DUCKLING;
use super::reading::Reading;
use crate::bot::{IntentDef, Mapping, MappingKind, Origin, Slot, SlotKind, Snippet, Step};
use crate::error::{Code, Problem};
use crate::order;

/// The intents every bot has.
pub(super) const INTENTS: [&str; 5] = ["restart", "back", "out_of_scope", "session_start", "nlu_fallback"];
/// The slots of the action that looks into a knowledge base.
const KNOWLEDGE: [&str; 3] =
    ["knowledge_base_listed_objects", "knowledge_base_last_object", "knowledge_base_last_object_type"];
/// Completes the bot.
pub(super) fn complete(reading: &mut Reading) {
    super::forms::settle(reading);
    triggers(reading);
    unmapped(reading);
    super::slots::settle(reading);
    slots(reading);
    builtin(reading);
    let intents = &mut reading.bot.domain.intents;
    for name in INTENTS {
        if !intents.iter().any(|intent| intent.name == name) {
            intents.push(IntentDef { name: name.to_owned(), ..IntentDef::default() });
        }
    }
    order::by(intents, |a, b| a.name.cmp(&b.name));
}

/// `triggers` of an intent is a rule: where no rule begins with the intent, one is written.
fn triggers(reading: &mut Reading) {
    for (intent, action, origin) in std::mem::take(&mut reading.triggers) {
        let begins =
            |rule: &Snippet| matches!(rule.steps.first(), Some(Step::User { intent: Some(i), .. }) if *i == intent);
        if !reading.bot.rules.iter().any(begins) {
            let message = format!("`triggers` is read as a rule: `{intent}`, then `{action}`");
            reading.report(Code::Migrated, origin, message, false);
            let user = Step::User { intent: Some(intent.clone()), text: None, entities: Vec::new(), origin };
            let steps = vec![user, Step::Action(action, origin)];
            let rule = Snippet { name: format!("{intent} triggers"), origin, steps, wait: true, ..Snippet::default() };
            reading.bot.rules.push(rule);
        }
    }
}

/// A slot without mappings takes the entity of its name, as in Rasa 2.
fn unmapped(reading: &mut Reading) {
    for (name, filled) in std::mem::take(&mut reading.unmapped) {
        let domain = &mut reading.bot.domain;
        let entity = domain.entities.iter().any(|entity| entity.name == name);
        let Some(slot) = domain.slots.iter_mut().find(|slot| slot.name == name) else { continue };
        let origin = slot.origin;
        let kind = if entity && filled {
            MappingKind::Entity { entity: name.clone(), role: None, group: None }
        } else {
            MappingKind::Custom(None)
        };
        let what = if entity && filled { "takes the entity of its name" } else { "is set by actions only" };
        // Where a form of Rasa 2 fills it, that is told there.
        let told = !slot.mappings.is_empty();
        if told && !(entity && filled) {
            continue;
        }
        slot.mappings.push(Mapping { origin, kind, ..Mapping::default() });
        let message = format!("the slot `{name}` has no `mappings`: it {what}");
        if !join(reading, origin, &message) {
            reading.report(Code::Migrated, origin, message, false);
        }
    }
}

/// Adds to what is noted of a slot's type already; false where nothing is.
fn join(reading: &mut Reading, origin: Origin, message: &str) -> bool {
    let bot = &reading.bot;
    let (file, line) = bot.place(origin);
    let next = bot.domain.slots.iter().map(|slot| slot.origin).filter(|other| other.file == origin.file);
    let end = next.map(|other| other.line).filter(|other| *other > line).min().unwrap_or(u32::MAX);
    let own = |problem: &&mut Problem| {
        problem.code == Code::Migrated.name() && problem.message.starts_with("the type `") && problem.file == file
    };
    let mut noted = reading.problems.iter_mut().filter(own);
    let Some(problem) = noted.find(|problem| (line..end).contains(&problem.line)) else { return false };
    problem.message.push_str("; ");
    problem.message.push_str(message);
    true
}

fn slots(reading: &mut Reading) {
    let domain = &mut reading.bot.domain;
    let knowledge = domain.actions.iter().any(|action| action.name == "action_query_knowledge_base");
    let automatic = [("requested_slot", SlotKind::Text), ("session_started_metadata", SlotKind::Any)];
    let known = KNOWLEDGE.into_iter().filter(|_| knowledge).map(|name| (name, SlotKind::Any));
    for (name, kind) in automatic.into_iter().chain(known) {
        if !domain.slots.iter().any(|slot| slot.name == name) {
            let custom = Mapping { kind: MappingKind::Custom(None), ..Mapping::default() };
            domain.slots.push(Slot { name: name.to_owned(), kind, mappings: vec![custom], ..Slot::default() });
        }
    }
}

/// The names of Duckling's dimensions: those that the domain does not list become ours.
fn builtin(reading: &mut Reading) {
    let entities = &reading.bot.domain.entities;
    let builtin = &mut reading.bot.settings.builtin;
    for name in builtin.iter_mut() {
        let ours = DUCKLING.iter().find(|(dimension, _)| dimension == name).map(|(_, kind)| *kind);
        if let Some(ours) = ours.filter(|_| !entities.iter().any(|entity| entity.name == *name)) {
            ours.clone_into(name);
        }
    }
    order::sort(builtin);
    builtin.dedup();
}
