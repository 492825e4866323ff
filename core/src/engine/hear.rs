//! A message comes in: what it means, what is kept of it, what follows.
//!
//! In: a text, a button, a reminder's intent. Out: an understanding in the trace, a user entry in
//! the log, and the steps that answer it. Payloads are not understood but read.

use super::record;
use super::run::Run;
use crate::bot::BUILTIN;
use crate::bot::payload::{self, Payload};
use crate::event::Event;
use crate::part::Part;
use crate::state::{Heard, Label, State, Step, Timer, cut, message, rounded, scalar};
use crate::text::{Span, Text};
use crate::understand::{Context, Own, fallback};
use crate::understanding::{Entity, Intent, Understanding};
use crate::value::{Timestamp, Value};

/// How much of the mood is the latest message's.
const FRESH: f64 = 0.4;
/// The most values of a payload that are read.
const MOST: usize = 32;

/// A message as it is taken in.
struct Message {
    understanding: Understanding,
    /// As it stands in the trace.
    shown: String,
    /// Values for slots that a payload names.
    given: Vec<(String, Value)>,
}

impl Run<'_> {
    /// Takes a message in and plans the answer to it.
    pub(super) fn hear(&mut self, event: Event) {
        (self.steer, self.written) = (None, None);
        let message = match event {
            Event::Message { text, parts, channel, language, .. } => {
                if let Some(channel) = channel {
                    self.state.channel = Some(cut(&channel, 64).to_owned());
                }
                let mut text = if text.is_empty() { transcript(&parts).unwrap_or(text) } else { text };
                if self.given.is_none()
                    && let Some((wish, question)) = self.wish_and_question(&text)
                {
                    self.state.queue.insert(0, Event::message(wish));
                    text = question.to_owned();
                }
                self.written(text, language.as_deref())
            }
            Event::Choice { name, value, text, .. } => self.chosen(&name, &value, text),
            Event::Commands { list, text, .. } => {
                self.obey(list, &text.unwrap_or_default());
                return;
            }
            _ => return,
        };
        self.take_in(message);
        if self.steers_form() {
            return;
        }
        if self.flowing() && (self.state.doing().is_none() || !self.state.stack.is_empty()) {
            self.state.steps.extend([Step::Heed {}, first_extract()]);
            return;
        }
        self.state.steps.extend([Step::Predict {}, Step::Route {}, first_extract()]);
    }

    /// A text that a person wrote.
    fn written(&mut self, text: String, language: Option<&str>) -> Message {
        if let Some(understanding) = self.given.take() {
            return Message { shown: understanding.text.clone(), understanding, given: Vec::new() };
        }
        if self.engine.bot.settings.rasa
            && let Some(Ok(payload)) = payload::parse(&text)
            && self.state.frame.names.intent(&payload.intent).is_some()
        {
            let mut message = self.read(payload, text.clone(), &[]);
            message.understanding.text = text;
            return message;
        }
        if let Some(payload) = self.pressed_in_form(&text) {
            let mut message = self.read(payload, text.clone(), &[]);
            message.understanding.text = text;
            return message;
        }
        Message { understanding: self.understood(&text, language), shown: text, given: Vec::new() }
    }

    /// What a text means, as this conversation expects it.
    pub(super) fn understood(&mut self, text: &str, language: Option<&str>) -> Understanding {
        let asked = self.question().map(|asking| asking.slot);
        let asked = asked.or_else(|| self.state.requested().filter(|_| self.state.doing().is_some()));
        let requested: Vec<&str> = asked.into_iter().flat_map(|slot| self.engine.extractor.kinds(slot)).collect();
        let own = self.own();
        let given = self.listed();
        let context = Context { allowed: None, requested: &requested, own: &own, given: &given, language };
        let now = Timestamp(self.state.clock);
        let (mut understanding, mut read) = self.engine.understander.understand_cut(text, &context, now);
        // Who writes Thai in Latin letters may answer with a name: where any words will do, they stay.
        let anew = read.0.is_retyped() || read.0.is_reread() && (asked.is_none() || !requested.is_empty());
        let anew = anew.then(|| read.0.reading().to_owned());
        let text = anew.as_deref().unwrap_or(text);
        if let Some(anew) = &anew {
            let written = std::mem::take(&mut read).0;
            (understanding, read) = self.engine.understander.understand_cut(anew, &context, now);
            let code = if written.is_retyped() { "other-layout" } else { "latin-letters" };
            self.note(code, format!("read as: {anew}"));
            self.written = Some(written);
        }
        let lost = fallback(&understanding, &self.engine.bot.settings) && !self.agree(&understanding);
        let example = || self.engine.understander.is_example(&read.0, &read.1);
        let plain = self.plainly(text, lost).or_else(|| self.answering(text, &understanding));
        let plain = plain.filter(|_| lost || !example());
        self.steer = self.form_cue(text, &understanding, plain.is_some() || (!lost && example()));
        self.read = self.flowing().then(|| self.engine.replies.read_cut(read, now));
        for entity in &understanding.entities {
            self.several_readings(entity);
        }
        let settings = &self.engine.bot.settings;
        if let Some(name) = plain {
            let score = understanding.ranking.first().map_or(0.0, |best| best.score);
            understanding.intent = Intent { name: Some(name), score };
            return understanding;
        }
        if let (true, Some(limits)) = (lost, settings.fallback) {
            let lost = Intent { name: Some("nlu_fallback".to_owned()), score: limits.threshold };
            understanding.intents.clear();
            understanding.ranking.insert(0, lost.clone());
            understanding.intent = lost;
        }
        understanding
    }

    /// Says in the trace which of several readings was taken, and why.
    fn several_readings(&mut self, entity: &Entity) {
        let (Some(why), Value::Map(map)) = (entity.why, &entity.value) else { return };
        let Some(taken) = map.get("at").or(map.get("amount")).or(map.get("value")) else { return };
        let others = map.get("also").map(|also| format!(", not {}", also.to_json())).unwrap_or_default();
        let message = format!("{} is {}{others}: {why}", entity.kind, taken.to_json());
        self.note("several-readings", message);
    }

    /// The person's own values of kinds, which the host gave in slots.
    pub(super) fn own(&self) -> Vec<Own> {
        let mut list = Vec::new();
        for kind in &self.engine.bot.kinds {
            let Some(value) = kind.session.as_deref().and_then(|slot| self.state.slot(slot)) else { continue };
            let values: Vec<String> = match value {
                Value::List(list) => list.iter().take(MOST).filter_map(scalar).map(|item| item.to_string()).collect(),
                other => scalar(other).map(|item| item.to_string()).into_iter().collect(),
            };
            if !values.is_empty() {
                let shaped = BUILTIN.contains(&kind.entity.as_str());
                list.push(Own { kind: kind.entity.clone(), values, shaped });
            }
        }
        list
    }

    /// What slots of this conversation list for the bot's lookups.
    pub(super) fn listed(&self) -> Vec<(&str, Vec<&str>)> {
        let own = self.engine.bot.nlu.lookups.iter().filter(|lookup| !lookup.slot.is_empty());
        let listed = own.filter_map(|lookup| Some((lookup.entity.as_str(), texts(self.state.slot(&lookup.slot)?))));
        listed.filter(|(_, words)| !words.is_empty()).collect()
    }

    /// A button: a payload, or the text of one.
    fn chosen(&mut self, name: &str, value: &Value, text: Option<String>) -> Message {
        let slashed = if name.starts_with('/') { name.to_owned() } else { format!("/{name}") };
        let payload = payload::parse(&slashed).and_then(Result::ok);
        let known = payload.filter(|payload| self.state.frame.names.intent(&payload.intent).is_some());
        let Some(payload) = known else {
            return self.written(text.filter(|_| name.is_empty()).unwrap_or_else(|| name.to_owned()), None);
        };
        let pairs: Vec<(String, Value)> = match value {
            Value::Map(map) => map.iter().take(MOST).map(|(key, value)| (key.clone(), value.clone())).collect(),
            Value::Null => Vec::new(),
            _ => {
                self.note("value-refused", "the value of a choice is a map of slots");
                Vec::new()
            }
        };
        let mut message = self.read(payload, slashed.clone(), &pairs);
        message.understanding.text = match text {
            Some(text) => text,
            None if self.engine.bot.settings.rasa => slashed,
            None => String::new(),
        };
        message
    }

    /// What a payload says.
    fn read(&self, payload: Payload, shown: String, pairs: &[(String, Value)]) -> Message {
        let span = Span { start: payload.span.0 as usize, end: payload.span.1 as usize };
        let intent = Intent { name: Some(payload.intent), score: payload.confidence.clamp(0.0, 1.0) };
        let mut understanding = Understanding {
            intents: vec![intent.clone()],
            ranking: vec![intent.clone()],
            intent,
            scope: 1.0,
            ..Understanding::default()
        };
        let mut given = Vec::new();
        let several = |(name, value): &(String, Value)| match value {
            Value::List(list) => list.iter().map(|item| (name.clone(), item.clone())).collect(),
            value => vec![(name.clone(), value.clone())],
        };
        let known = |name: &str| self.engine.bot.domain.entities.iter().any(|entity| entity.name == name);
        for (name, value) in payload.entities.into_iter().chain(pairs.iter().flat_map(several)).take(MOST) {
            if known(&name) {
                let mut entity = Entity::new(&name, &shown, span, "payload");
                entity.value = value.clone();
                understanding.entities.push(entity);
            }
        }
        for (name, value) in pairs {
            if self.state.frame.names.slot(name).is_some() {
                given.push((name.clone(), value.clone()));
            }
        }
        Message { understanding, shown, given }
    }

    /// Keeps what was understood and records it.
    fn take_in(&mut self, taken: Message) {
        let Message { understanding, shown, given } = taken;
        let mut heard = Heard::of(&understanding);
        heard.given = given;
        self.remember(false, if understanding.text.is_empty() { &shown } else { &understanding.text });
        self.log_heard(heard, &shown);
        let clock = self.state.clock;
        if let Some(session) = &mut self.state.session {
            session.heard = clock;
        }
        let fresh = self.felt(&understanding);
        let heard = self.state.heard.as_mut().filter(|_| fresh != understanding.sentiment.score);
        if let Some(heard) = heard {
            heard.sentiment = rounded(fresh);
        }
        let tone = &mut self.state.tone;
        tone.mood = if tone.turns == 0 { rounded(fresh) } else { rounded(tone.mood * (1.0 - FRESH) + fresh * FRESH) };
        tone.turns = tone.turns.saturating_add(1);
        let lost = self.state.said.last().is_none_or(|said| said.is_none() || *said == self.engine.plan.lost[0]);
        self.state.tone.failed = false;
        if lost {
            self.failed();
        }
        self.state.handled = false;
        self.trace.understanding = Some(match self.written.take() {
            Some(text) => as_written(understanding, &text),
            None => understanding,
        });
    }

    /// This turn leads nowhere; counted once.
    pub(super) fn failed(&mut self) {
        let tone = &mut self.state.tone;
        if !tone.failed {
            tone.fallbacks = tone.fallbacks.saturating_add(1);
            tone.failed = true;
        }
    }

    /// Records a message in the log and the trace.
    pub(super) fn log_heard(&mut self, heard: Heard, shown: &str) {
        self.trace.events.push(record::user(&heard, shown));
        let labels = heard.entities.iter().map(|found| Label {
            kind: &found.kind,
            role: found.role.as_deref(),
            group: found.group.as_deref(),
        });
        let user = message(&self.engine.bot, &self.state.frame.names, heard.intent.as_deref(), labels);
        self.state.log_user(user);
        self.state.heard = Some(heard);
    }

    /// A reminder's intent, as if somebody had said it.
    pub(super) fn hear_reminder(&mut self, timer: &Timer) {
        if self.state.session.is_none() {
            self.begin_session();
        }
        let intent = Intent { name: Some(timer.does.clone()), score: 1.0 };
        let mut understanding = Understanding { intent, scope: 1.0, ..Understanding::default() };
        for (kind, value) in listed(&timer.entities) {
            let mut entity = Entity::new(&kind, "", Span::default(), "given");
            entity.value = value;
            understanding.entities.push(entity);
        }
        self.log_heard(Heard::of(&understanding), &format!("EXTERNAL: {}", timer.does));
        self.state.handled = false;
        self.trace.understanding = Some(understanding);
        self.state.steps.extend([Step::Predict {}, first_extract()]);
    }

    /// Somebody writes while a person has the conversation, or nobody has.
    pub(super) fn overhear(&mut self, event: &Event) {
        if let Event::Message { text, .. } = event {
            self.remember(false, text);
        }
        let clock = self.state.clock;
        if let Some(session) = &mut self.state.session {
            session.heard = clock;
        }
        self.note("handed-over", "a person has the conversation; the bot is silent until `Resume`");
    }
}

/// What was understood of a text as it was read, with the places where that was written.
fn as_written(mut understanding: Understanding, text: &Text) -> Understanding {
    for entity in &mut understanding.entities {
        let Span { start, end } = entity.span;
        if end <= text.reading().len() {
            entity.span = text.span(start, end);
            entity.text = text.original().get(entity.span.start..entity.span.end).unwrap_or_default().to_owned();
        }
    }
    understanding.text = text.original().to_owned();
    understanding
}

/// From the first slot on.
pub(super) fn first_extract() -> Step {
    Step::Extract { from: 0, found: Vec::new(), ran: Vec::new(), form: None }
}

/// Entities as Rasa writes them: a map, or a list of `{entity, value}`.
fn listed(value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Map(map) => map.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        Value::List(list) => list
            .iter()
            .filter_map(|item| {
                let name = item.get("entity").or_else(|| item.get("name"))?.as_text()?;
                Some((name.to_owned(), item.get("value").cloned().unwrap_or_default()))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The texts of a value: one, or those of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text.as_str()],
        Value::List(list) => list.iter().filter_map(Value::as_text).collect(),
        _ => Vec::new(),
    }
}

/// What a speech recogniser heard best.
fn transcript(parts: &[Part]) -> Option<String> {
    parts.iter().find_map(|part| match part {
        Part::Alternatives { list } => Some(list.first()?.get("text")?.as_text()?.to_owned()),
        _ => None,
    })
}

impl State {
    /// Whether anything was set since the latest message.
    pub(super) fn filled(&self) -> bool {
        !self.set_since(self.since_user()).is_empty()
    }
}
