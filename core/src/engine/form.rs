//! Forms run: they begin, check what was answered, ask for the next slot, end.
//!
//! In: a decision to run a form. Out: slots checked by the host where it wants to, a question, or
//! the end. A form whose question was not answered refuses to run, so that rules can answer instead.

use super::plan::Kind;
use super::record;
use super::run::Run;
use crate::bot::{ActionId, SlotId};
use crate::state::{After, Chosen, Entry, LISTEN, Step};
use crate::value::Value;

impl Run<'_> {
    /// Runs the form at a place of the plan.
    pub(super) fn run_form(&mut self, place: usize, chosen: Chosen) {
        let Some(plan) = self.engine.plan.forms.get(place) else { return };
        let form = plan.action;
        if self.state.doing() != Some(form) {
            self.begin(&chosen);
            let at = self.state.log.entries.len();
            self.trace.events.push(record::active_loop(Some(self.state.frame.action(form))));
            if !self.engine.bot.settings.rasa {
                self.forget_answers(form, &plan.required);
            }
            self.state.log_loop(Some(form));
            let extract = Step::Extract { from: 0, found: Vec::new(), ran: Vec::new(), form: Some((form, at)) };
            self.state.steps.extend([Step::Predict {}, Step::Form { form, at }, extract]);
            return;
        }
        let asked = self.state.history.last() == Some(LISTEN) && !chosen.interrupts;
        let candidates = if asked { plan.candidates(&self.state) } else { Vec::new() };
        let answered = !candidates.is_empty();
        match plan.validate {
            Some(action) => {
                let values = self.values(&candidates);
                self.call(action, After::Form { form, chosen, answered, asked }, &values);
            }
            None if asked && !answered && self.state.requested().is_some() => self.reject(&chosen),
            None => {
                self.begin(&chosen);
                self.form_resumes(form);
            }
        }
    }

    /// A form that ended before asks anew: a second order is not the first one again. What was said
    /// since its end stays.
    fn forget_answers(&mut self, form: ActionId, required: &[SlotId]) {
        let entries = &self.state.log.entries;
        let ended = |entry: &Entry| matches!(entry, Entry::Loop { now: None, before } if *before == Some(form));
        let Some(end) = entries.iter().rposition(ended) else { return };
        let since = &entries[end..];
        let said =
            |slot: &SlotId| since.iter().any(|entry| matches!(entry, Entry::Slot { slot: set, .. } if set == slot));
        let old: Vec<SlotId> = required.iter().copied().filter(|slot| !said(slot)).collect();
        for slot in old {
            if let Some(value) = self.state.slots.get(usize::from(slot)).filter(|value| !value.is_null()) {
                self.remember_held(slot, value.clone());
                self.set_slot(slot, Value::Null);
            }
        }
    }

    /// The form was allowed to run: what it does begins here.
    pub(super) fn form_resumes(&mut self, form: ActionId) {
        let at = self.state.log.entries.len();
        self.state.steps.extend([Step::Predict {}, Step::Form { form, at }]);
    }

    /// A form has begun and looked for its slots: the host may check those that are filled.
    pub(super) fn prefilled(&mut self, form: ActionId, at: usize, found: Vec<(SlotId, Value)>) {
        let plan = self.engine.plan.forms.iter().find(|plan| plan.action == form);
        let Some((plan, action)) = plan.and_then(|plan| Some((plan, plan.validate?))) else {
            self.set_all(found);
            return;
        };
        let mut filled = self.values(&plan.required);
        for (slot, value) in &mut filled {
            if let Some((_, new)) = found.iter().find(|(other, _)| other == slot) {
                new.clone_into(value);
            }
        }
        filled.retain(|(_, value)| !value.is_null());
        self.call(action, After::Prefilled { form, at, found }, &filled);
    }

    fn values(&self, slots: &[SlotId]) -> Vec<(SlotId, Value)> {
        let value = |slot: &SlotId| self.state.slots.get(usize::from(*slot)).cloned().unwrap_or_default();
        slots.iter().map(|slot| (*slot, value(slot))).collect()
    }

    /// The form asks for what is missing, or ends.
    pub(super) fn form_goes_on(&mut self, form: ActionId, at: usize) {
        let Some(plan) = self.engine.plan.forms.iter().find(|plan| plan.action == form) else { return };
        let Some(requested) = self.state.frame.requested else { return };
        if self.state.doing().is_some_and(|active| active != form) {
            return;
        }
        let set = |entry: &Entry| matches!(entry, Entry::Slot { slot, .. } if *slot == requested);
        let told = self.state.log.entries.iter().skip(at).any(set);
        let asks = self.state.requested();
        let over = self.state.doing().is_none() || (told && asks.is_none());
        let next = if over {
            None
        } else if told {
            asks
        } else {
            plan.missing(&self.state)
        };
        let Some(slot) = next else {
            // a check that ends the form as it begins says so once
            let begun = matches!(self.state.log.entries.get(at), Some(Entry::Loop { now, .. }) if *now == Some(form));
            if !(over && begun) {
                self.set_slot(requested, Value::Null);
            }
            self.trace.events.push(record::active_loop(None));
            self.state.log_loop(None);
            return;
        };
        if !told {
            let name = self.state.frame.slot(slot).to_owned();
            self.set_slot(requested, Value::Text(name));
        }
        self.ask(form, slot);
    }

    /// Asks for a slot of a form.
    fn ask(&mut self, form: ActionId, slot: SlotId) {
        let plan = self.engine.plan.forms.iter().find(|plan| plan.action == form);
        let action = plan.and_then(|plan| plan.asking(&self.state.frame.names, slot));
        match action.map(|action| (action, self.engine.plan.kind(action))) {
            Some((action, Kind::Host(_))) => self.call(action, After::Ask {}, &[]),
            Some((action, Kind::Response)) => self.say_named(action, &[]),
            _ => {
                let name = self.state.frame.slot(slot).to_owned();
                self.note("nothing-to-say", format!("nothing asks for `{name}`; write `utter_ask_{name}`"));
            }
        }
    }

    /// Asks the active form's question once more; false where none is asked.
    pub(super) fn ask_again(&mut self) -> bool {
        let asked = self.state.doing().zip(self.state.requested());
        if let Some((form, slot)) = asked {
            self.ask(form, slot);
        }
        asked.is_some()
    }
}
