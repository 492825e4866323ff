//! A value as people say it beside a question: taken back, put in place of another, left out, counted.
//!
//! In: a message and a slot that was not asked for just now. Out: the value that it gives to the slot, or
//! whether it only asks about one. It sets nothing.

use super::super::run::Run;
use super::Wish;
use super::wishes::Sense;
use crate::bot::SlotId;
use crate::normalize::normalize;
use crate::understand::is_given_name;
use crate::understand::reply::{Cue, Message};
use crate::value::Value;

/// How a wish ends that is put as a question.
const MAY: [&str; 8] = ["ได้ไหม", "ได้มั้ย", "ได้มัย", "ได้ป่าว", "ได้เปล่า", "ได้หรือเปล่า", "ว่างไหม", "ว่างมั้ย"];
/// The most letters between ไม่ and what is left out: `ไม่เก็บเงินปลายทาง`.
const LEAD_IN: usize = 8;

impl Run<'_> {
    /// `ไม่เก็บปลายทางดีกว่า`: what may be left out is to be left out.
    pub(super) fn does_without(&self, slot: SlotId, message: &Message) -> Option<Value> {
        let flows = &self.engine.flows;
        let plans = flows.askers(slot).iter().filter_map(|flow| flows.get(*flow));
        let skip = plans.filter_map(|flow| flow.asking(slot)).find_map(|(_, asking)| asking.skip.clone())?;
        let without = |clause: &str| {
            let said = self.engine.replies.cues.core(clause);
            let what = said.strip_prefix("ไม่").filter(|what| !what.starts_with("ใช่"));
            what.is_some_and(|what| {
                self.called(slot).filter_map(|word| what.find(word)).any(|at| at <= LEAD_IN * "ก".len())
            })
        };
        (!skip.is_null() && message.reading().split_whitespace().any(without)).then_some(skip)
    }

    /// `ชื่อผิด สมหญิงค่ะ`, `เอ๊ย สมหญิงค่ะ`: another name than the one that the slot of a person holds.
    pub(super) fn other_name(&self, slot: SlotId, message: &Message) -> Option<Value> {
        let held = self.current(slot)?.as_text()?;
        let cues = self.engine.replies.cues;
        let (first, name) = message.text().trim().split_once(char::is_whitespace)?;
        let name = cues.bare(name);
        let slip = cues.ends(cues.bare(first), Cue::Oops) && is_given_name(name);
        let wrong = || {
            let told = cues.core(first);
            let about = self.is_name(slot) && self.called(slot).any(|word| told.contains(word));
            about && told.ends_with("ผิด") && cues.signs(name).steers().is_none()
        };
        let plain = !name.contains(|ch: char| ch.is_whitespace() || ch.is_ascii_digit()) && name.chars().count() >= 2;
        (self.is_name(slot) && plain && !held.contains(name) && (slip || wrong())).then(|| Value::from(name))
    }

    /// `ไม่ใช่ 200 ค่ะ 100 พอ`, where the flows hold only one number: another one than that.
    pub(super) fn another(&self, slot: SlotId, sense: &Sense) -> Option<Value> {
        let open = self.question().is_some_and(|asking| self.is_number(asking.slot));
        let other = |other: &SlotId| self.is_number(*other) && *other != slot && self.current(*other).is_some();
        if open || self.slots_in_reach(sense).iter().any(other) {
            return None;
        }
        let numbers = self.engine.replies.numbers(&sense.message, self.wording(slot));
        let held = self.current(slot);
        numbers.iter().filter_map(|value| self.fitted(slot, value)).find(|value| Some(value) != held)
    }

    /// So many of what the slot's own question counts (`ไป 5 วัน` to `ไปกี่วันคะ`), or the only number
    /// of a wish that begins a flow which wants to know one sum (`เติมเงิน 100`).
    pub(super) fn counted(&self, slot: SlotId, sense: &Sense) -> Option<Value> {
        if let Some(many) = self.engine.replies.many(&sense.message, self.wording(slot)) {
            return Some(many);
        }
        let money = self.engine.extractor.kinds(slot).any(|kind| matches!(kind, "money" | "amount-of-money"));
        let other = |other: &SlotId| self.is_number(*other) && *other != slot;
        let alone = !self.slots_in_reach(sense).iter().any(other);
        (money && alone && sense.starts.is_some()).then(|| self.engine.replies.lone_number(&sense.message)).flatten()
    }

    /// `ไม่ใช่ญี่ปุ่นค่ะ เกาหลี` → `เกาหลี`, where the slot holds `ญี่ปุ่น`.
    pub(super) fn in_place_of(&self, slot: SlotId, message: &Message) -> Option<Value> {
        let held = self.current(slot)?.as_text().filter(|held| !held.is_empty())?;
        let cues = self.engine.replies.cues;
        let (before, after) = message.text().split_once(held)?;
        let before = ["ไม่ใช่", "ไม่เอา", "เปลี่ยนจาก"].iter().find_map(|no| before.trim_end().strip_suffix(no))?;
        let mut rest = cues.core(after);
        for lead in ["แต่เป็น", "เอาเป็น", "เป็น", "เอา"] {
            rest = rest.strip_prefix(lead).unwrap_or(rest).trim_start();
        }
        let rest = if cues.is_filler(rest) { cues.core(before) } else { rest };
        (!cues.is_filler(rest)).then(|| Value::from(rest))
    }

    /// `เปลี่ยนชื่อเป็นสมหญิงค่ะ` → `สมหญิง`.
    pub(super) fn after_called(&self, slot: SlotId, message: &Message) -> Option<Value> {
        let text = message.text();
        let from = self.called(slot).filter_map(|word| text.find(word).map(|at| at + word.len())).max()?;
        let rest = text.get(from..)?;
        let value = ["เป็น", "คือ", "ต้องเป็น", " to ", " is "]
            .iter()
            .find_map(|mark| rest.split_once(mark))
            .map(|(_, value)| value)?;
        let value = self.engine.replies.cues.bare(value);
        (!value.is_empty()).then(|| Value::from(value))
    }

    /// A slot that was filled and that somebody wants changed without saying to what.
    pub(super) fn reopened(&self, sense: &Sense) -> Option<Wish> {
        let filled = |slot: &SlotId| self.current(*slot).is_some();
        let slots = self.slots_in_reach(sense);
        slots.into_iter().find(|slot| filled(slot) && self.is_called(*slot, &sense.message)).map(Wish::Reopen)
    }

    /// `ถอนฟันคุดกี่บาทอะ`, `ปกติวันอาทิตย์เปิดไหมคะ`: the clause that gives a value asks something that the
    /// bot answers, and gives none.
    pub(super) fn asks_about(&self, slot: SlotId, value: &Value, sense: &Sense) -> bool {
        if !(sense.ruled && Self::digresses(sense)) {
            return false;
        }
        let name = self.state.frame.slot(slot);
        let listed = sense.message.listed.iter().filter(|entity| entity.kind == name);
        let mut named: Vec<&str> = listed.map(|entity| entity.text.as_str()).collect();
        let kinds: Vec<&str> = self.engine.extractor.kinds(slot).collect();
        let heard = self.state.heard.iter().flat_map(|heard| &heard.entities);
        let own = heard.filter(|found| kinds.contains(&found.kind.as_str()));
        named.extend(own.map(|found| found.text.as_str()));
        named.retain(|text| !text.is_empty());
        let cues = self.engine.replies.cues;
        let open = self.question().is_some_and(|asking| asking.slot == slot);
        // `รูดบัตรได้มั้ยคะ` chooses
        let may = |clause: &str| open && MAY.iter().any(|end| cues.core(clause).ends_with(end));
        let asks = |clause: &&str| cues.is(normalize(clause).reading(), Cue::Question) && !may(clause);
        let asking: Vec<&str> = sense.message.text().split_whitespace().filter(asks).collect();
        let inside =
            |text: &&str| asking.iter().any(|clause| text.split_whitespace().any(|word| clause.contains(word)));
        !matches!(value, Value::Bool(_)) && !named.is_empty() && named.iter().all(inside)
    }
}
