//! Which slots a message fills or changes: by the slots' mappings, and by what was asked.
//!
//! In: what was understood of a message. Out: a wish for each slot, in the order of the flow. What
//! the open question takes is its own; only what is left may change what was said before.

use super::super::run::Run;
use super::Wish;
use super::wishes::Sense;
use crate::bot::{MappingKind, SlotId, SlotKind};
use crate::normalize::normalize;
use crate::policy::Asking;
use crate::state::Yield;
use crate::understand::reply::{Answered, Cue, Message, Question, takes_text};
use crate::value::{Timestamp, Value};

/// How a wish ends that is put as a question.
const MAY: [&str; 6] = ["ได้ไหม", "ได้มั้ย", "ได้มัย", "ได้ป่าว", "ได้เปล่า", "ได้หรือเปล่า"];

impl<'e> Run<'e> {
    /// What a message gives to the slots of the flows that are going on or begin.
    pub(super) fn fillings(&self, sense: &Sense) -> Vec<Wish> {
        let open = self.question();
        let asked = open.map(|asking| asking.slot);
        let mut wishes = Vec::new();
        let own = open.and_then(|asking| self.own_answer(asking, sense)).filter(|_| !self.asks_about(sense));
        let answered = own.as_ref().is_some_and(|(_, by_text)| !by_text);
        let mut taken: Vec<SlotId> = asked.into_iter().filter(|_| answered).collect();
        let mut same = false;
        let slots = self.slots_in_reach(sense);
        for slot in slots {
            if Some(slot) == asked {
                continue;
            }
            let called = self.is_called(slot, &sense.message);
            let contested = taken.iter().any(|other| self.shares(*other, slot));
            if contested && !(sense.changes && called) {
                continue;
            }
            let Some(value) = self.volunteered(slot, sense, called) else { continue };
            taken.push(slot);
            let value = self.moved(slot, value, &sense.message);
            match self.current(slot) {
                // `ตอนนี้ยังไม่สะดวก` is no new time
                Some(_) if value.get("grain").and_then(Value::as_text) == Some("second") => {}
                Some(current) if *current == value => same = true,
                Some(_) => wishes.push(Wish::Correct(slot, value)),
                None if self.is_fresh(slot) => {}
                None => wishes.push(Wish::Set(slot, value)),
            }
        }
        let corrects = wishes.iter().any(|wish| matches!(wish, Wish::Correct(..)));
        let own = own.and_then(|(value, by_text)| {
            let value = if by_text { self.remaining(value, &taken)? } else { value };
            Some((value, by_text))
        });
        if let (Some(asking), Some((value, by_text))) = (open, own) {
            // the words themselves are no answer where they change something, or ask for something else
            let truth = matches!(value, Value::Bool(_));
            // `โอเค งั้นเติมเลย` says yes, whatever else it sounds like
            let asked = !truth || sense.leads();
            let elsewhere = (by_text || truth) && (corrects || (asked && Self::digresses(sense)));
            let reopens = by_text && sense.changes && self.reopened(sense).is_some();
            if !elsewhere && !reopens {
                wishes.push(Wish::Set(asking.slot, value));
            }
        }
        if wishes.is_empty() && sense.starts.is_none() && sense.changes {
            wishes.extend(self.reopened(sense));
        }
        if wishes.is_empty() && same && open.is_some() && !Self::digresses(sense) {
            // what was said is known already: the question stands
            wishes.push(Wish::Repeat);
        }
        wishes
    }

    /// `ถอนฟันคุดกี่บาทอะ`: the clause that names one of several asks something that the bot answers.
    fn asks_about(&self, sense: &Sense) -> bool {
        let Some(asking) = self.question().filter(|_| sense.ruled && Self::digresses(sense)) else { return false };
        let slot = self.state.frame.slot(asking.slot);
        let named = sense.message.listed.iter().filter(|entity| entity.kind == slot);
        let mut clauses = sense.message.text().split_whitespace();
        let cues = self.engine.replies.cues;
        // `รูดบัตรได้มั้ยคะ` chooses
        let may = |clause: &str| MAY.iter().any(|end| cues.core(clause).ends_with(end));
        let asks = |clause: &&str| cues.is(normalize(clause).reading(), Cue::Question) && !may(clause);
        let asking: Vec<&str> = clauses.by_ref().filter(asks).collect();
        named.clone().next().is_some()
            && named.clone().all(|entity| asking.iter().any(|clause| clause.contains(entity.text.as_str())))
    }

    /// The slots that the flows ask for, those of a flow that begins first; each once.
    fn slots_in_reach(&self, sense: &Sense) -> Vec<SlotId> {
        let going = self.state.stack.iter().rev().map(|going| going.flow);
        let mut slots: Vec<SlotId> = Vec::new();
        for flow in sense.starts.into_iter().chain(going) {
            let Some(plan) = self.engine.flows.get(flow) else { continue };
            slots.extend(plan.collects.iter().filter(|slot| !slots.contains(slot)).copied().collect::<Vec<_>>());
        }
        slots
    }

    /// The words of an answer without what other slots took of them; none where nothing is left.
    fn remaining(&self, value: Value, taken: &[SlotId]) -> Option<Value> {
        let Value::Text(text) = &value else { return Some(value) };
        let mut rest = text.clone();
        let heard = self.state.heard.as_ref()?;
        for slot in taken {
            let kinds: Vec<&str> = self.engine.extractor.kinds(*slot).collect();
            for found in
                heard.entities.iter().filter(|found| kinds.contains(&found.kind.as_str()) && !found.text.is_empty())
            {
                rest = rest.replacen(&found.text, " ", 1);
            }
        }
        if rest == *text {
            return Some(value);
        }
        let rest = self.engine.replies.cues.core(&rest).to_owned();
        (rest.chars().count() >= 2 && !self.is_lead_in(&rest)).then_some(Value::Text(rest))
    }

    /// Whether nothing is left but the word for what was given: `เบอร์` of `เบอร์ 0812345678`.
    fn is_lead_in(&self, rest: &str) -> bool {
        self.called_here().any(|word| rest.starts_with(word) && rest.len() <= word.len() * 2)
    }

    /// A new hour on the day that the slot holds.
    fn moved(&self, slot: SlotId, value: Value, message: &Message) -> Value {
        let Some(held) = self.current(slot).filter(|held| held.get("grain").is_some()) else { return value };
        let replies = &self.engine.replies;
        replies.on_day(message, held).or_else(|| replies.at_hour(message, &value, held)).unwrap_or(value)
    }

    /// What a slot holds.
    fn current(&self, slot: SlotId) -> Option<&Value> {
        self.state.slots.get(usize::from(slot)).filter(|value| !value.is_null())
    }

    /// Whether a slot is only filled when it is asked for.
    fn is_fresh(&self, slot: SlotId) -> bool {
        let flows = self.engine.flows.askers(slot).iter().filter_map(|flow| self.engine.flows.get(*flow));
        flows.filter_map(|flow| flow.asking(slot)).any(|(_, asking)| asking.fresh)
    }

    /// The answer to the open question, and whether it is only the words themselves.
    fn own_answer(&self, asking: &Asking, sense: &Sense) -> Option<(Value, bool)> {
        if let Some(value) = self.typed(sense) {
            return Some((value, false));
        }
        let text = sense.message.text();
        if text.is_empty() || !(self.takes_text(asking.slot) || asking.forced) {
            return None;
        }
        if !asking.forced && Self::digresses(sense) {
            return None;
        }
        let def = self.engine.bot.domain.slots.get(usize::from(asking.slot))?;
        let raw = def.mappings.iter().any(|mapping| mapping.kind == MappingKind::Text);
        let words = if raw { text } else { self.engine.replies.cues.bare(text) };
        self.fitted(asking.slot, &Value::from(words)).map(|value| (value, true))
    }

    /// The answer that the slot's mappings or its type find.
    pub(super) fn typed(&self, sense: &Sense) -> Option<Value> {
        self.typed_in(&sense.message)
    }

    pub(super) fn typed_in(&self, message: &Message) -> Option<Value> {
        let asking = self.question()?;
        let def = self.state.frame.slots.get(usize::from(asking.slot))?;
        if let Yield::Value(value) = self.engine.extractor.named(&self.state, asking.slot) {
            return Some(self.completed(value, message));
        }
        let options = self.state.stack.last().map(|going| going.options.as_slice()).unwrap_or_default();
        let asked = self.words_asked();
        let slot = self.state.frame.slot(asking.slot);
        let question = Question { slot, kind: &def.kind, options, asked };
        match self.engine.replies.answer(message, &question)? {
            Answered::Value(value) => self.fitted(asking.slot, &value),
            Answered::Option(place) => {
                let (_, payload) = options.get(place)?;
                self.option_value(asking.slot, payload, place)
            }
        }
    }

    /// The words of the bot's that are to be answered.
    fn words_asked(&self) -> &str {
        self.state.recent.iter().rev().find(|(bot, _)| *bot).map_or("", |(_, text)| text.as_str())
    }

    /// Whether a message repeats the verb of the open question: `ไม่เปลี่ยนดีกว่าค่ะ` to `เปลี่ยนเลยไหมคะ`.
    pub(in crate::engine) fn echoes(&self, message: &Message) -> bool {
        self.is_truth() && self.engine.replies.echo(message, self.words_asked()).is_some()
    }

    /// A day that was given before and an hour that is given now are one time.
    fn completed(&self, value: Value, message: &Message) -> Value {
        let partial = self.state.stack.last().map(|going| &going.partial).filter(|partial| !partial.is_null());
        let joined = partial.and_then(|day| self.engine.replies.on_day(message, day));
        joined.unwrap_or(value)
    }

    /// Whether a message holds an answer to the open question and nothing else: `สองคืนค่ะ`.
    pub(in crate::engine) fn is_bare(&self, message: &Message) -> bool {
        if self.typed_in(message).is_none() {
            return false;
        }
        let heard = self.state.heard.iter().flat_map(|heard| heard.entities.iter().map(|found| found.text.as_str()));
        // `ห้องคู่ เบอร์ 0812345678 ค่ะ` answers too, what was asked and more
        let mut called: Vec<&str> = self.called_here().collect();
        called.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let words = heard.chain(self.engine.replies.values(message)).chain(called);
        let mut rest = message.text().to_owned();
        for word in words.filter(|word| !word.is_empty()) {
            rest = rest.replacen(word, " ", 1);
        }
        self.engine.replies.cues.is_filler(&rest)
    }

    /// A value for a slot that nobody asked for just now.
    fn volunteered(&self, slot: SlotId, sense: &Sense, called: bool) -> Option<Value> {
        if let Yield::Value(value) = self.engine.extractor.named(&self.state, slot) {
            return Some(value);
        }
        let def = self.state.frame.slots.get(usize::from(slot))?;
        let model = def.mappings.iter().any(|mapping| mapping.kind == MappingKind::Model);
        let value = match def.kind {
            SlotKind::Categorical(_) => {
                let not = self.current(slot).filter(|_| sense.changes);
                self.engine.replies.category(&sense.message, self.state.frame.slot(slot), not)
            }
            SlotKind::Float(..) if sense.changes && called => {
                self.engine.replies.number(&sense.message, self.wording(slot))
            }
            SlotKind::Float(..) if sense.changes && self.current(slot).is_some() => self.another(slot, sense),
            SlotKind::Float(..) if called => {
                let words: Vec<&str> = self.called(slot).collect();
                self.engine.replies.counted(&sense.message, &words)
            }
            SlotKind::Float(..) if self.current(slot).is_none() => self.counted(slot, sense),
            SlotKind::Text if sense.changes && takes_text(&def.mappings) => {
                let named = called.then(|| self.after_called(slot, &sense.message)).flatten();
                named.or_else(|| self.in_place_of(slot, &sense.message))
            }
            _ => None,
        };
        let entity = || {
            let heard = self.state.heard.as_ref()?;
            heard
                .entities
                .iter()
                .rev()
                .find(|found| found.kind == self.state.frame.slot(slot))
                .map(|found| found.value.clone())
        };
        let value = value.or_else(|| model.then(entity).flatten())?;
        self.fitted(slot, &value)
    }

    /// `ไม่ใช่ 200 ค่ะ 100 พอ`, where the flows hold only one number: another one than that.
    fn another(&self, slot: SlotId, sense: &Sense) -> Option<Value> {
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
    fn counted(&self, slot: SlotId, sense: &Sense) -> Option<Value> {
        if let Some(many) = self.engine.replies.many(&sense.message, self.wording(slot)) {
            return Some(many);
        }
        let money = self.engine.extractor.kinds(slot).any(|kind| matches!(kind, "money" | "amount-of-money"));
        let other = |other: &SlotId| self.is_number(*other) && *other != slot;
        let alone = !self.slots_in_reach(sense).iter().any(other);
        (money && alone && sense.starts.is_some()).then(|| self.engine.replies.lone_number(&sense.message)).flatten()
    }

    fn is_number(&self, slot: SlotId) -> bool {
        let def = self.state.frame.slots.get(usize::from(slot));
        def.is_some_and(|def| matches!(def.kind, SlotKind::Float(..)))
    }

    /// The words of the question for a slot.
    fn wording(&self, slot: SlotId) -> &'e str {
        let (flows, bot) = (&self.engine.flows, &self.engine.bot);
        let plans = flows.askers(slot).iter().filter_map(|flow| flows.get(*flow));
        let asking = plans.filter_map(|flow| flow.asking(slot)).map(|(_, asking)| asking).next();
        let said = asking.and_then(|asking| self.engine.plan.variations(bot, &asking.utter).first());
        said.map_or("", |response| response.text.as_str())
    }

    /// `ไม่ใช่ญี่ปุ่นค่ะ เกาหลี` → `เกาหลี`, where the slot holds `ญี่ปุ่น`.
    fn in_place_of(&self, slot: SlotId, message: &Message) -> Option<Value> {
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
    fn after_called(&self, slot: SlotId, message: &Message) -> Option<Value> {
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
    fn reopened(&self, sense: &Sense) -> Option<Wish> {
        let filled = |slot: &SlotId| self.current(*slot).is_some();
        let slots = self.slots_in_reach(sense);
        slots.into_iter().find(|slot| filled(slot) && self.is_called(*slot, &sense.message)).map(Wish::Reopen)
    }

    /// The words for what a slot holds.
    pub(super) fn called(&self, slot: SlotId) -> impl Iterator<Item = &'e str> + use<'e> {
        let flows = &self.engine.flows;
        let plans = flows.askers(slot).iter().filter_map(|flow| flows.get(*flow));
        let asked = plans.filter_map(move |flow| flow.asking(slot));
        asked.flat_map(|(_, asking)| asking.called.iter().map(String::as_str)).filter(|word| !word.is_empty())
    }

    /// The words for all that the flows that are going on ask for.
    fn called_here(&self) -> impl Iterator<Item = &'e str> {
        let flows = self.state.stack.iter().filter_map(|going| self.engine.flows.get(going.flow));
        flows.flat_map(|flow| &flow.collects).flat_map(|slot| self.called(*slot))
    }

    fn is_called(&self, slot: SlotId, message: &Message) -> bool {
        self.called(slot).any(|word| message.reading().contains(word))
    }

    /// Whether two slots take the same entity, so that it can be only one's.
    fn shares(&self, asked: SlotId, other: SlotId) -> bool {
        let mut kinds = self.engine.extractor.kinds(asked);
        kinds.any(|kind| self.engine.extractor.kinds(other).any(|twin| twin == kind))
    }

    /// Whether whatever is said may be the answer.
    pub(super) fn takes_text(&self, slot: SlotId) -> bool {
        self.state
            .frame
            .slots
            .get(usize::from(slot))
            .is_some_and(|def| matches!(def.kind, SlotKind::Text | SlotKind::Any) && takes_text(&def.mappings))
    }

    /// The option on top that somebody names.
    pub(super) fn chosen_option(&self, message: &Message) -> Option<(usize, String)> {
        let options = self.state.stack.last()?.options.as_slice();
        let question = Question { slot: "", kind: &SlotKind::Any, options, asked: "" };
        let float = self.question().is_some_and(|asking| {
            self.state
                .frame
                .slots
                .get(usize::from(asking.slot))
                .is_some_and(|def| matches!(def.kind, SlotKind::Float(..)))
        });
        match self.engine.replies.answer(message, &question) {
            Some(Answered::Option(place)) if !float => Some((place, options.get(place)?.1.clone())),
            _ => None,
        }
    }

    /// What an option sets: a payload's slot, else its words.
    pub(super) fn option_value(&self, slot: SlotId, payload: &str, place: usize) -> Option<Value> {
        let name = self.state.frame.slot(slot);
        if let Some(pairs) = super::commands::set_slots(payload) {
            let (_, value) = pairs.into_iter().find(|(other, _)| other == name)?;
            return self.fitted(slot, &value);
        }
        if payload.starts_with('/') {
            let parsed = crate::bot::payload::parse(payload)?.ok()?;
            let kinds: Vec<&str> = self.engine.extractor.kinds(slot).collect();
            let own = |key: &String| key == name || kinds.contains(&key.as_str());
            if let Some((_, value)) = parsed.entities.into_iter().find(|(key, _)| own(key)) {
                return self.fitted(slot, &value);
            }
            return match parsed.intent.as_str() {
                "affirm" | "yes" => self.fitted(slot, &Value::Bool(true)),
                "deny" | "no" => self.fitted(slot, &Value::Bool(false)),
                _ => None,
            };
        }
        let title = self.state.stack.last().and_then(|going| going.options.get(place)).map(|(title, _)| title.as_str());
        let said = if payload.is_empty() { title.unwrap_or_default() } else { payload };
        let def = self.state.frame.slots.get(usize::from(slot))?;
        let message = self.engine.replies.read(said, Timestamp(self.state.clock));
        let question = Question { slot: name, kind: &def.kind, options: &[], asked: "" };
        match self.engine.replies.answer(&message, &question) {
            Some(Answered::Value(value)) => self.fitted(slot, &value),
            _ => self.fitted(slot, &Value::from(said)),
        }
    }
}
