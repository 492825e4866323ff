//! Numbers for names, so that the stages compare integers.
//!
//! The order of actions is Rasa's, because ties resolve to the lowest number: the default actions,
//! then the host's, the responses (sorted), the forms.

use std::collections::HashMap;

use crate::order;

use super::Bot;

/// An action's place in `Names::actions`; 0 is `action_listen`.
pub(crate) type ActionId = u16;
/// An intent's place in `Domain::intents`.
pub(crate) type IntentId = u16;
/// A slot's place in `Domain::slots`.
pub(crate) type SlotId = u16;
/// A place in `Names::entities`: `city`, or `city#role`, `city#group`.
pub(crate) type EntityId = u16;

/// The actions every bot has, in Rasa's order; ours come last.
pub(crate) const DEFAULT_ACTIONS: [&str; 15] = [
    "action_listen",
    "action_restart",
    "action_session_start",
    "action_default_fallback",
    "action_deactivate_loop",
    "action_revert_fallback_events",
    "action_default_ask_affirmation",
    "action_default_ask_rephrase",
    "action_two_stage_fallback",
    "action_unlikely_intent",
    "action_back",
    "...",
    "action_extract_slots",
    // ours: give the conversation to a person
    "action_handoff",
    "action_human_handoff",
];

/// All names of a bot, numbered. Lookups only: nothing iterates the maps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) actions: Vec<String>,
    /// Entity labels as they enter a policy's view.
    pub(crate) entities: Vec<String>,
    pub(crate) intents: Vec<String>,
    pub(crate) slots: Vec<String>,
    action_ids: HashMap<String, ActionId>,
    intent_ids: HashMap<String, IntentId>,
    slot_ids: HashMap<String, SlotId>,
    entity_ids: HashMap<String, EntityId>,
}

impl Names {
    /// Numbers the names of a bot.
    pub(crate) fn of(bot: &Bot) -> Names {
        let domain = &bot.domain;
        let mut responses: Vec<&str> = domain.responses.iter().map(|r| base(&r.name)).collect();
        order::sort(&mut responses);
        let given = domain.actions.iter().map(|a| a.name.as_str());
        let forms = domain.forms.iter().map(|f| f.name.as_str());
        let mut names = Names::default();
        for name in DEFAULT_ACTIONS.into_iter().chain(given).chain(responses).chain(forms) {
            number(&mut names.actions, &mut names.action_ids, name.to_owned());
        }
        for entity in &domain.entities {
            number(&mut names.entities, &mut names.entity_ids, entity.name.clone());
            for label in entity.roles.iter().chain(&entity.groups) {
                number(&mut names.entities, &mut names.entity_ids, format!("{}#{label}", entity.name));
            }
        }
        for intent in &domain.intents {
            number(&mut names.intents, &mut names.intent_ids, intent.name.clone());
        }
        for slot in &domain.slots {
            number(&mut names.slots, &mut names.slot_ids, slot.name.clone());
        }
        names
    }

    /// An action's number.
    pub(crate) fn action(&self, name: &str) -> Option<ActionId> {
        self.action_ids.get(name).copied()
    }

    /// An intent's number.
    pub(crate) fn intent(&self, name: &str) -> Option<IntentId> {
        self.intent_ids.get(name).copied()
    }

    /// A slot's number.
    pub(crate) fn slot(&self, name: &str) -> Option<SlotId> {
        self.slot_ids.get(name).copied()
    }

    /// An entity label's number.
    pub(crate) fn entity(&self, label: &str) -> Option<EntityId> {
        self.entity_ids.get(label).copied()
    }
}

/// `utter_faq/hours` is said by the action `utter_faq`.
fn base(response: &str) -> &str {
    response.split('/').next().unwrap_or(response)
}

#[expect(clippy::cast_possible_truncation, reason = "the reader refuses bots with more names")]
fn number(list: &mut Vec<String>, ids: &mut HashMap<String, u16>, name: String) {
    if !ids.contains_key(&name) {
        ids.insert(name.clone(), list.len() as u16);
        list.push(name);
    }
}
