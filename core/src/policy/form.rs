//! What a form needs next, and how it asks.
//!
//! In: a form, the slots, what was just filled. Out: the slot to ask for, the action that asks,
//! whether an answer counts. It changes nothing: the engine does.

use crate::bot::{ActionId, Bot, Names, SlotId};
use crate::state::State;

/// A form, compiled.
#[derive(Clone, Debug)]
pub(crate) struct FormPlan {
    pub(crate) action: ActionId,
    name: String,
    pub(crate) required: Vec<SlotId>,
    /// `validate_<form>`, where the host has it.
    pub(crate) validate: Option<ActionId>,
    /// How each required slot is asked for.
    asks: Vec<Option<ActionId>>,
}

impl FormPlan {
    /// The forms of a bot; those whose name is the host's action are the host's.
    pub(crate) fn all(bot: &Bot, names: &Names) -> Vec<FormPlan> {
        let hosted = |name: &str| bot.domain.actions.iter().any(|action| action.name == name);
        let forms = bot.domain.forms.iter().filter(|form| !hosted(&form.name));
        let plan = forms.filter_map(|form| {
            let validate = format!("validate_{}", form.name);
            let required: Vec<SlotId> = form.required.iter().filter_map(|name| names.slot(name)).collect();
            let asks = required.iter().map(|slot| ask(names, &form.name, *slot)).collect();
            Some(FormPlan {
                action: names.action(&form.name)?,
                name: form.name.clone(),
                validate: names.action(&validate).filter(|_| hosted(&validate)),
                asks,
                required,
            })
        });
        plan.collect()
    }

    /// The first required slot that is not filled.
    pub(crate) fn missing(&self, state: &State) -> Option<SlotId> {
        let empty = |slot: &SlotId| state.slots.get(usize::from(*slot)).is_none_or(crate::value::Value::is_null);
        self.required.iter().copied().find(empty)
    }

    /// The action that asks for a slot; `None`: nobody does.
    pub(crate) fn asking(&self, names: &Names, slot: SlotId) -> Option<ActionId> {
        match self.required.iter().position(|required| *required == slot) {
            Some(place) => self.asks.get(place).copied().flatten(),
            None => ask(names, &self.name, slot),
        }
    }

    /// What of the slots that were set since the last message answers this form.
    pub(crate) fn candidates(&self, state: &State) -> Vec<SlotId> {
        let requested = state.requested();
        let mut slots = state.set_since(state.since_user());
        slots.retain(|slot| self.required.contains(slot) || requested == Some(*slot));
        slots
    }
}

fn ask(names: &Names, form: &str, slot: SlotId) -> Option<ActionId> {
    let slot = names.slots.get(usize::from(slot))?;
    let ways = [
        format!("action_ask_{form}_{slot}"),
        format!("utter_ask_{form}_{slot}"),
        format!("action_ask_{slot}"),
        format!("utter_ask_{slot}"),
    ];
    ways.iter().find_map(|name| names.action(name))
}
