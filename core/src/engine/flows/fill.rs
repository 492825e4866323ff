//! Which slots a message fills or changes: by the slots' mappings, and by what was asked.
//!
//! In: what was understood of a message. Out: a wish for each slot, in the order of the flow. What
//! the open question takes is its own; only what is left may change what was said before.

use super::super::run::Run;
use super::Wish;
use super::wishes::Sense;
use crate::bot::{MappingKind, SlotId, SlotKind};
use crate::normalize::normalize;
use crate::order;
use crate::policy::Asking;
use crate::state::Yield;
use crate::understand::reply::{Answered, Cue, Message, Question, takes_text};
use crate::value::{Timestamp, Value};

impl<'e> Run<'e> {
    /// What a message gives to the slots of the flows that are going on or begin.
    pub(super) fn fillings(&self, sense: &Sense) -> Vec<Wish> {
        let open = self.question();
        let asked = open.map(|asking| asking.slot);
        let mut wishes = Vec::new();
        let own = open
            .and_then(|asking| self.own_answer(asking, sense))
            .filter(|(value, _)| !open.is_some_and(|asking| self.asks_about(asking.slot, value, sense)));
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
            if !sense.changes && self.asks_about(slot, &value, sense) {
                continue;
            }
            taken.push(slot);
            let value = self.moved(slot, value);
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

    /// The slots that the flows ask for, those of a flow that begins first; each once.
    pub(super) fn slots_in_reach(&self, sense: &Sense) -> Vec<SlotId> {
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
                let Some((before, after)) = rest.split_once(&found.text) else { continue };
                // `น้ำตาลค่ะ เบอร์ 0812345678`
                let close = before.trim_end();
                let before = self.called(*slot).find_map(|word| close.strip_suffix(word)).unwrap_or(before);
                rest = format!("{before} {after}");
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

    /// A new hour on the day that the slot holds, or so many more.
    fn moved(&self, slot: SlotId, value: Value) -> Value {
        self.joined(slot, &value).unwrap_or(value)
    }

    /// What a slot holds.
    pub(super) fn current(&self, slot: SlotId) -> Option<&Value> {
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
        if !asking.forced && (Self::digresses(sense) || (sense.telling && self.is_name(asking.slot))) {
            return None;
        }
        let def = self.engine.bot.domain.slots.get(usize::from(asking.slot))?;
        let raw = def.mappings.iter().any(|mapping| mapping.kind == MappingKind::Text);
        let words = if raw { text } else { self.engine.replies.cues.bare(text) };
        self.fitted(asking.slot, &Value::from(words)).map(|value| (value, true))
    }

    /// Whether a slot holds somebody's name.
    pub(super) fn is_name(&self, slot: SlotId) -> bool {
        self.engine.extractor.kinds(slot).any(|kind| kind == "person")
    }

    /// The answer that the slot's mappings or its type find.
    pub(super) fn typed(&self, sense: &Sense) -> Option<Value> {
        self.typed_in(&sense.message)
    }

    pub(super) fn typed_in(&self, message: &Message) -> Option<Value> {
        let asking = self.question()?;
        let def = self.state.frame.slots.get(usize::from(asking.slot))?;
        if let Yield::Value(value) = self.engine.extractor.named(&self.state, asking.slot) {
            return Some(self.completed(asking.slot, value, message));
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

    /// Whether the words of the open question begin so: `แพ้` in `แพ้ยาอะไรไหมคะ`.
    pub(super) fn asks_with(&self, verb: &str) -> bool {
        let asked: String = self.words_asked().split_whitespace().collect();
        verb.chars().count() >= 2 && asked.contains(verb)
    }

    /// Whether a clause says no in the words of the open question.
    pub(super) fn echoes_no(&self, clause: &str) -> bool {
        let message = self.engine.replies.read(clause, Timestamp(self.state.clock));
        self.is_truth() && self.engine.replies.echo(&message, self.words_asked()) == Some(false)
    }

    /// A day that was given before and an hour that is given now are one time; so are a new day and the
    /// hour of before (`วันจันทร์ เวลาเดิมค่ะ`), and what is left of a slip (`บ่ายสองวันเสาร์ เอ๊ย วันอาทิตย์`).
    fn completed(&self, slot: SlotId, value: Value, message: &Message) -> Value {
        let replies = &self.engine.replies;
        let partial = self.state.stack.last().map(|going| &going.partial).filter(|partial| !partial.is_null());
        let text = self.words_of_value(&value).map_or_else(|| message.text.clone(), normalize);
        if let Some(joined) = partial.and_then(|day| replies.on_day(&text, day)) {
            return joined;
        }
        let again = replies.cues.is(message.reading(), Cue::Hour);
        let before = self.state.before.iter().find(|(other, _)| again && *other == slot).map(|(_, held)| held);
        before.and_then(|held| replies.at_hour(&value, held)).or_else(|| self.slipped(&value)).unwrap_or(value)
    }

    /// The words that a value was read from.
    fn words_of_value(&self, value: &Value) -> Option<&str> {
        let heard = self.state.heard.as_ref()?;
        heard.entities.iter().find(|found| found.value == *value).map(|found| found.text.as_str())
    }

    /// The day that is meant at the hour of the day that was not: two times with a slip between them.
    fn slipped(&self, value: &Value) -> Option<Value> {
        let heard = self.state.heard.as_ref()?;
        let mut times = heard.entities.iter().filter(|found| found.kind == "time");
        let (first, last) = (times.next()?, times.next()?);
        let between = heard.text.split_once(&first.text)?.1.split_once(&last.text)?.0;
        let slip = last.value == *value && self.engine.replies.cues.ends(between, Cue::Oops);
        self.engine.replies.at_hour(value, &first.value).filter(|_| slip)
    }

    /// Whether a message holds an answer to the open question and nothing else: `สองคืนค่ะ`.
    pub(in crate::engine) fn is_bare(&self, message: &Message) -> bool {
        if self.typed_in(message).is_none() {
            return false;
        }
        let heard = self.state.heard.iter().flat_map(|heard| heard.entities.iter().map(|found| found.text.as_str()));
        // `ห้องคู่ เบอร์ 0812345678 ค่ะ` answers too, what was asked and more
        let mut called: Vec<&str> = self.called_here().collect();
        order::by_key(&mut called, |word| std::cmp::Reverse(word.len()));
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
        if called && let Some(value) = self.does_without(slot, &sense.message) {
            return self.fitted(slot, &value);
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
                let counted = self.engine.replies.counted(&sense.message, &words);
                counted.or_else(|| self.engine.replies.beside(&sense.message, &words))
            }
            SlotKind::Float(..) if self.current(slot).is_none() => self.counted(slot, sense),
            SlotKind::Text if sense.changes && takes_text(&def.mappings) => {
                let named = called.then(|| self.after_called(slot, &sense.message)).flatten();
                named
                    .or_else(|| self.in_place_of(slot, &sense.message))
                    .or_else(|| self.other_name(slot, &sense.message))
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

    pub(super) fn is_number(&self, slot: SlotId) -> bool {
        let def = self.state.frame.slots.get(usize::from(slot));
        def.is_some_and(|def| matches!(def.kind, SlotKind::Float(..)))
    }

    /// The words of the question for a slot.
    pub(super) fn wording(&self, slot: SlotId) -> &'e str {
        let (flows, bot) = (&self.engine.flows, &self.engine.bot);
        let plans = flows.askers(slot).iter().filter_map(|flow| flows.get(*flow));
        let asking = plans.filter_map(|flow| flow.asking(slot)).map(|(_, asking)| asking).next();
        let said = asking.and_then(|asking| self.engine.plan.variations(bot, &asking.utter).first());
        said.map_or("", |response| response.text.as_str())
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

    pub(super) fn is_called(&self, slot: SlotId, message: &Message) -> bool {
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
