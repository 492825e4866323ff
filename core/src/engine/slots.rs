//! Slots are set: from messages by their mappings, by the host, by answers.
//!
//! In: what was found or sent. Out: entries of the log, events of the trace. A value that the slot's
//! type cannot hold is refused with a note; what all slots hold together is bounded.

use super::record;
use super::run::Run;
use crate::bot::{ActionId, SlotId};
use crate::normalize::normalize;
use crate::state::{After, LARGEST, Step, Yield, fit, weight};
use crate::understand::reply::{Cue, Cues};
use crate::value::Value;

/// The most bytes of JSON that all slots may hold together.
const ROOM: usize = 16 * 1024;

impl Run<'_> {
    /// Sets a slot and records it.
    pub(super) fn set_slot(&mut self, slot: SlotId, value: Value) {
        let mut value = value;
        let large = weight(&value);
        if large > 64 {
            let held: usize = self.state.slots.iter().map(weight).sum();
            if held + large > ROOM {
                let name = self.state.frame.slot(slot).to_owned();
                self.note("slots-full", format!("there is no room for a value of {large} bytes in `{name}`"));
                value = Value::Null;
            }
        }
        let name = self.state.frame.slot(slot).to_owned();
        self.trace.events.push(record::slot(&name, value.clone()));
        self.state.log_slot(slot, value);
    }

    /// Sets a slot by name to what its type makes of a value.
    pub(super) fn set_named(&mut self, name: &str, value: &Value) {
        let Some(slot) = self.state.frame.names.slot(name) else {
            self.note("unknown-slot", format!("there is no slot `{name}`; its value is dropped"));
            if self.engine.bot.settings.rasa {
                self.trace.events.push(record::slot(name, value.clone()));
            }
            return;
        };
        match self.fitted(slot, value) {
            Some(fitted) => {
                if weight(&fitted) < weight(value) && weight(value) > LARGEST {
                    self.note("value-cut", format!("a value of `{name}` is longer than {LARGEST} bytes and is cut"));
                }
                self.set_slot(slot, fitted);
            }
            None => {
                let value = self.quoted(&value.to_json(), 80);
                self.note("value-refused", format!("`{name}` cannot hold {value}"));
            }
        }
    }

    /// What a slot's type makes of a value.
    pub(super) fn fitted(&self, slot: SlotId, value: &Value) -> Option<Value> {
        let def = self.state.frame.slots.get(usize::from(slot))?;
        fit(def, value, self.engine.bot.settings.rasa)
    }

    /// The host sets a slot outside of a message.
    pub(super) fn set_by_host(&mut self, name: &str, value: &Value) {
        if self.state.session.is_none() {
            self.begin_session();
        }
        self.set_named(name, value);
    }

    /// Fills slots from the latest message, from one slot on.
    pub(super) fn extract(
        &mut self,
        from: u16,
        mut found: Vec<(SlotId, Value)>,
        mut ran: Vec<ActionId>,
        form: Option<(ActionId, usize)>,
    ) {
        let engine = self.engine;
        for slot in (from..).take(engine.extractor.len().saturating_sub(usize::from(from))) {
            if form.is_none() && engine.flows.asks(slot) {
                // what a flow asks for is filled where the flow wants it
                continue;
            }
            match engine.extractor.look(&self.state, slot) {
                Yield::Nothing => {}
                Yield::Value(value) => found.push((slot, value)),
                Yield::Ask(action) if ran.contains(&action) || !self.is_hosted(action) => {}
                Yield::Ask(action) => {
                    ran.push(action);
                    self.state.steps.push(Step::Extract { from: slot.saturating_add(1), found, ran, form });
                    self.call(action, After::Mapping {}, &[]);
                    return;
                }
            }
        }
        if form.is_none() {
            self.add_given(&mut found);
            self.keep_open(&mut found);
            self.join_held(&mut found);
            self.add_as_before(&mut found);
        }
        match (engine.plan.mappings, form) {
            (Some(action), None) => self.call(action, After::Mappings { found: found.clone() }, &found),
            (Some(action), Some((form, at))) => {
                self.call(action, After::Inner { found: found.clone(), form, at }, &found);
            }
            (None, Some((form, at))) => self.state.steps.push(Step::Prefilled { form, at, found }),
            (None, None) => self.set_all(found),
        }
    }

    /// `ยังไม่ถูกค่ะ ขอหวานน้อย`: where a form asks for yes or no and something that it holds is changed,
    /// neither was said to what it will hold.
    fn keep_open(&self, found: &mut Vec<(SlotId, Value)>) {
        let Some(asked) = self.state.requested().filter(|_| !self.engine.bot.settings.rasa) else { return };
        let form = self.engine.plan.forms.iter().find(|plan| self.state.doing() == Some(plan.action));
        let Some(form) = form.filter(|_| found.iter().any(|(slot, value)| *slot == asked && value.as_bool().is_some()))
        else {
            return;
        };
        let held = |slot: &SlotId| self.state.slots.get(usize::from(*slot)).filter(|value| !value.is_null());
        let changes = |(slot, value): &(SlotId, Value)| {
            *slot != asked && form.required.contains(slot) && held(slot).is_some_and(|held| held != value)
        };
        if found.iter().any(changes) {
            found.retain(|(slot, _)| *slot != asked);
        }
    }

    /// A new hour on the day that a form holds (`เวลาเปลี่ยนเป็นสิบโมงครึ่ง`), and so many more (`ขอเพิ่มอีกแก้วนึง`).
    fn join_held(&self, found: &mut [(SlotId, Value)]) {
        let form = self.engine.plan.forms.iter().find(|plan| self.state.doing() == Some(plan.action));
        let Some(form) = form.filter(|_| !self.engine.bot.settings.rasa) else { return };
        for (slot, value) in found.iter_mut().filter(|(slot, _)| form.required.contains(slot)) {
            if let Some(joined) = self.joined(*slot, value) {
                *value = joined;
            }
        }
    }

    /// What a value comes to beside the one that the slot holds; none where it takes its place.
    pub(super) fn joined(&self, slot: SlotId, value: &Value) -> Option<Value> {
        let held = self.state.slots.get(usize::from(slot)).filter(|held| !held.is_null())?;
        let heard = self.state.heard.as_ref()?;
        let (replies, cues) = (&self.engine.replies, Cues::shared());
        if let (Some(more), Some(held)) = (value.as_number(), held.as_number()) {
            return cues.is(normalize(&heard.text).reading(), Cue::More).then_some(Value::Number(held + more));
        }
        value.get("grain").and(held.get("grain"))?;
        let read = heard.entities.iter().find(|read| read.value == *value)?;
        let joined = replies.on_day(&normalize(&read.text), held);
        let again = || cues.is(normalize(&heard.text).reading(), Cue::Hour);
        joined.or_else(|| replies.at_hour(value, held).filter(|_| again()))
    }

    /// `เอาเหมือนเมื่อกี้เลยค่ะ` in a form that ended once: what it still needs, as it was then.
    fn add_as_before(&self, found: &mut Vec<(SlotId, Value)>) {
        let form = self.engine.plan.forms.iter().find(|plan| self.state.doing() == Some(plan.action));
        let (Some(form), Some(heard)) = (form, &self.state.heard) else { return };
        let empty = |slot: &SlotId| self.state.slots.get(usize::from(*slot)).is_some_and(Value::is_null);
        let truth = |slot: &SlotId| {
            self.state.frame.slots.get(usize::from(*slot)).is_some_and(|def| def.kind == crate::bot::SlotKind::Bool)
        };
        let asked = self.state.requested().filter(|slot| !found.iter().any(|(other, _)| other == slot));
        if self.state.before.is_empty() || asked.is_none() {
            return;
        }
        if Cues::shared().is(normalize(&heard.text).reading(), Cue::Same) {
            let missing = form
                .required
                .iter()
                .filter(|slot| empty(slot) && !truth(slot) && found.iter().all(|(other, _)| other != *slot));
            let held = |slot: &SlotId| self.state.before.iter().find(|(other, _)| other == slot).cloned();
            found.extend(missing.filter_map(held).collect::<Vec<_>>());
        }
    }

    /// The slots that a payload names and no mapping filled.
    fn add_given(&mut self, found: &mut Vec<(SlotId, Value)>) {
        let Some(given) = self.state.heard.as_mut().map(|heard| std::mem::take(&mut heard.given)) else { return };
        for (name, value) in given {
            let Some(slot) = self.state.frame.names.slot(&name) else { continue };
            if found.iter().any(|(other, _)| *other == slot) {
                continue;
            }
            if let Some(value) = self.fitted(slot, &value) {
                found.push((slot, value));
            }
        }
    }

    pub(super) fn set_all(&mut self, found: Vec<(SlotId, Value)>) {
        for (slot, value) in found {
            self.set_slot(slot, value);
        }
    }

    /// Sets what was found and not mentioned since a place in the log.
    pub(super) fn set_unmentioned(&mut self, found: Vec<(SlotId, Value)>, at: usize) {
        let mentioned = self.state.set_since(at);
        self.set_all(found.into_iter().filter(|(slot, _)| !mentioned.contains(slot)).collect());
    }

    pub(super) fn is_hosted(&self, action: ActionId) -> bool {
        matches!(self.engine.plan.kind(action), super::plan::Kind::Host(_))
    }
}
