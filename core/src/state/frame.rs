//! What a state needs to know of its bot: names, slots, which actions are loops.
//!
//! In: a bot. Out: a [`Frame`] that every state of an engine shares, so that a state holds numbers
//! in memory and names only when it is saved. It never changes.

use super::stack::Outline;
use crate::bot::{ActionId, Bot, Names, Slot, SlotId};

/// The frame of one version of one bot.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) names: Names,
    pub(crate) slots: Vec<Slot>,
    /// For each action: whether it is a form or a loop of ours.
    pub(crate) loops: Vec<bool>,
    /// The slot that a form is asking for.
    pub(crate) requested: Option<SlotId>,
    /// The flows, in the order of the bot.
    pub(crate) flows: Vec<Outline>,
    /// `Bot::hash`.
    pub(crate) hash: u64,
    /// How many moments back a policy looks, at most.
    pub(crate) horizon: usize,
}

impl Frame {
    /// The frame of a bot whose policies look `horizon` moments back.
    pub(crate) fn new(bot: &Bot, names: Names, horizon: usize) -> Frame {
        let mut loops = vec![false; names.actions.len()];
        let forms = bot.domain.forms.iter().map(|form| form.name.as_str());
        for name in forms.chain(["action_two_stage_fallback"]) {
            let hosted = bot.domain.actions.iter().any(|action| action.name == name);
            if let (Some(action), false) = (names.action(name), hosted) {
                loops[usize::from(action)] = true;
            }
        }
        let requested = names.slot("requested_slot");
        let flows = bot.flows.iter().map(Outline::of).collect();
        Frame { slots: bot.domain.slots.clone(), loops, requested, flows, hash: bot.hash, horizon, names }
    }

    /// Whether an action is a form or a loop of ours.
    pub(crate) fn is_loop(&self, action: ActionId) -> bool {
        self.loops.get(usize::from(action)).copied().unwrap_or(false)
    }

    /// An action's name.
    pub(crate) fn action(&self, action: ActionId) -> &str {
        self.names.actions.get(usize::from(action)).map_or("", String::as_str)
    }

    /// A slot's name.
    pub(crate) fn slot(&self, slot: SlotId) -> &str {
        self.names.slots.get(usize::from(slot)).map_or("", String::as_str)
    }
}
