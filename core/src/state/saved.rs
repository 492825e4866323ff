//! A state as text: short keys, names in place of numbers, nothing that can be worked out again.
//!
//! In: a state, or a text and the frame of the bot that goes on with it. Out: the other. A text of
//! another version of the bot is read as far as its names are still known; what is unreadable or of
//! a newer format is refused with a code.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::heard::cut;
use super::heard::plain;
use super::log::{Base, Entry};
use super::moment::UserSide;
use super::stack::{DEEPEST, Going, SavedGoing, Why};
use super::steps::After;
use super::{Frame, Heard, OpenCall, QUEUE, Session, State, Step, Timer, Tone};
use crate::bot::PATTERN;
use crate::error::{Code, Error};
use crate::event::Event;
use crate::order;
use crate::value::Value;

/// The format that is written.
const FORMAT: u32 = 1;
/// The longest text that is read, in bytes; what we write is at most a quarter of it.
const LONGEST: usize = 256 * 1024;
/// The most steps and log entries that are read.
const MOST: usize = 2048;

#[derive(Serialize, Deserialize)]
struct Saved {
    v: u32,
    bot: String,
    n: u64,
    seed: String,
    now: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ids: Vec<String>,
    /// Start and last message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<(i64, i64)>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    slots: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<Start>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    log: Vec<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    active: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    taken: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heard: Option<Heard>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    said: Vec<Option<String>>,
    #[serde(default, with = "plain", skip_serializing_if = "is_default")]
    mood: f64,
    #[serde(default, skip_serializing_if = "is_default")]
    turns: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    fallbacks: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    failed: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    told: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recent: Vec<(u8, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    queue: Vec<Event>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call: Option<OpenCall<String, String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    steps: Vec<Step<String, String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    timers: Vec<Timer>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stack: Vec<SavedGoing>,
    /// Flows that were going on and are not in the bot any more, until a turn says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lost: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    before: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gather: Option<i64>,
    #[serde(default, skip_serializing_if = "is_default")]
    handled: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    silent: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    paused: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
}

/// Where a log that was cut begins: who had said what, and what was done.
#[derive(Serialize, Deserialize)]
struct Start {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    u: Option<(Option<String>, Vec<String>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    a: Option<String>,
}

/// A log entry.
#[derive(Serialize, Deserialize)]
enum Line {
    #[serde(rename = "a")]
    Action(String),
    #[serde(rename = "h")]
    Hidden(String),
    #[serde(rename = "i")]
    Intent(Option<String>),
    #[serde(rename = "u")]
    User(Option<String>, Vec<String>),
    #[serde(rename = "s")]
    Slot(String, Value),
    /// A slot that was unset before.
    #[serde(rename = "n")]
    New(String),
    #[serde(rename = "l")]
    Loop(Option<String>, Option<String>),
    #[serde(rename = "x")]
    Rejected(String),
    #[serde(rename = "f")]
    Followup(String),
    #[serde(rename = "o")]
    Interrupted(u8),
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The text of a state.
pub(crate) fn save(state: &State) -> String {
    let frame = &*state.frame;
    let action = |id: u16| frame.action(id).to_owned();
    let keep_action = |id: &u16| Some(action(*id));
    let keep_slot = |id: &u16| Some(frame.slot(*id).to_owned());
    let intent = |id: u16| frame.names.intents.get(usize::from(id)).cloned();
    let slots = frame.slots.iter().zip(&state.slots).filter(|(def, value)| def.initial != **value);
    let saved = Saved {
        v: FORMAT,
        bot: format!("{:016x}", state.resumed.unwrap_or(frame.hash)),
        n: state.version,
        seed: format!("{:016x}", state.seed),
        now: state.clock,
        ids: state.ids.clone(),
        session: state.session.map(|session| (session.start, session.heard)),
        slots: named(slots.map(|(def, value)| (def.name.as_str(), value))),
        base: state.log.base.as_ref().map(|base| Start {
            u: base.user.as_ref().map(|user| (user.intent.and_then(intent), labels(frame, user))),
            a: base.action.map(action),
        }),
        log: state.log.entries.iter().map(|entry| line(frame, entry)).collect(),
        active: state.doing().map(action),
        taken: state.taken,
        heard: state.heard.clone(),
        said: state.said.iter().map(|said| said.and_then(intent)).collect(),
        mood: state.tone.mood,
        turns: state.tone.turns,
        fallbacks: state.tone.fallbacks,
        failed: state.tone.failed,
        told: if state.tone.told == 0 { String::new() } else { format!("{:x}", state.tone.told) },
        recent: state.recent.iter().map(|(bot, text)| (u8::from(*bot), text.clone())).collect(),
        queue: state.queue.clone(),
        call: state.call.as_ref().and_then(|call| call.map(&keep_action, &keep_slot)),
        steps: state.steps.iter().filter_map(|step| step.map(&keep_action, &keep_slot)).collect(),
        timers: state.timers.clone(),
        stack: state.stack.iter().filter_map(|going| going.save(frame)).collect(),
        lost: state.lost.clone(),
        before: named(state.before.iter().map(|(slot, value)| (frame.slot(*slot), value))),
        gather: state.gather,
        handled: state.handled,
        silent: state.silent,
        paused: state.paused,
        channel: state.channel.clone(),
    };
    serde_json::to_string(&saved).unwrap_or_default()
}

/// Values by name; a few, so each is put in its place and nothing is sorted first.
fn named<'a>(pairs: impl Iterator<Item = (&'a str, &'a Value)>) -> BTreeMap<String, Value> {
    let mut named = BTreeMap::new();
    named.extend(pairs.map(|(name, value)| (name.to_owned(), value.clone())));
    named
}

fn labels(frame: &Frame, user: &UserSide) -> Vec<String> {
    user.entities.iter().filter_map(|id| frame.names.entities.get(usize::from(*id)).cloned()).collect()
}

fn line(frame: &Frame, entry: &Entry) -> Line {
    let name = |id: &u16| frame.action(*id).to_owned();
    match entry {
        Entry::Action { action, hidden: false } => Line::Action(name(action)),
        Entry::Action { action, .. } => Line::Hidden(name(action)),
        Entry::User(user) => {
            let intent = user.intent.and_then(|id| frame.names.intents.get(usize::from(id)).cloned());
            if user.entities.is_empty() { Line::Intent(intent) } else { Line::User(intent, labels(frame, user)) }
        }
        Entry::Slot { slot, before } if before.is_null() => Line::New(frame.slot(*slot).to_owned()),
        Entry::Slot { slot, before } => Line::Slot(frame.slot(*slot).to_owned(), before.clone()),
        Entry::Loop { now, before } => Line::Loop(now.as_ref().map(name), before.as_ref().map(name)),
        Entry::Rejected(action) => Line::Rejected(name(action)),
        Entry::Followup(action) => Line::Followup(name(action)),
        Entry::Interrupted => Line::Interrupted(1),
    }
}

/// The state of a text.
pub(crate) fn restore(frame: &Arc<Frame>, text: &str) -> Result<State, Error> {
    #[derive(Deserialize)]
    struct Head {
        v: u32,
    }
    let unreadable =
        |why: &dyn std::fmt::Display| Error::new(Code::StateUnreadable, format!("not a saved state: {why}"));
    if text.len() > LONGEST {
        return Err(unreadable(&"it is longer than any that is written"));
    }
    let head: Head = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    if head.v > FORMAT {
        let message = format!("the state has format {}, this version of sonthana reads up to {FORMAT}", head.v);
        return Err(Error::new(Code::StateTooNew, message));
    }
    let saved: Saved = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    if saved.log.len() > MOST || saved.steps.len() > MOST || saved.queue.len() > QUEUE * 4 {
        return Err(unreadable(&"it has more entries than any that is written"));
    }
    let hex = |text: &str| u64::from_str_radix(text, 16);
    let seed = hex(&saved.seed).map_err(|error| unreadable(&error))?;
    let from = hex(&saved.bot).map_err(|error| unreadable(&error))?;
    let told = if saved.told.is_empty() { 0 } else { hex(&saved.told).map_err(|error| unreadable(&error))? };
    let mut state = State::new(Arc::clone(frame), saved.now);
    (state.seed, state.tone.told) = (seed, told);
    refill(&mut state, saved);
    state.resumed = (from != frame.hash).then_some(from);
    Ok(state)
}

fn refill(state: &mut State, saved: Saved) {
    let frame = Arc::clone(&state.frame);
    let names = &frame.names;
    let action = |name: &String| names.action(name);
    let slot = |name: &String| names.slot(name);
    for (name, value) in &saved.slots {
        if let Some(place) = names.slot(name).and_then(|id| state.slots.get_mut(usize::from(id))) {
            value.clone_into(place);
        }
    }
    let base = |start: Start| Base {
        user: start.u.map(|(intent, entities)| user(&frame, intent.as_deref(), &entities)),
        action: start.a.as_ref().and_then(action),
    };
    state.log.base = saved.base.map(base);
    state.log.entries = saved.log.into_iter().filter_map(|line| entry(&frame, line)).collect();
    state.rebuild(saved.active.as_ref().and_then(action));
    state.version = saved.n;
    state.ids = saved.ids;
    state.session = saved.session.map(|(start, heard)| Session { start, heard });
    state.taken = saved.taken;
    state.heard = saved.heard;
    state.said = saved.said.iter().map(|said| said.as_deref().and_then(|name| names.intent(name))).collect();
    let told = state.tone.told;
    let (mood, turns, fallbacks, failed) = (saved.mood, saved.turns, saved.fallbacks, saved.failed);
    state.tone = Tone { mood, turns, fallbacks, failed, told };
    state.recent = saved.recent.into_iter().map(|(bot, text)| (bot != 0, text)).collect();
    state.queue = saved.queue;
    state.call = saved.call.and_then(|call| call.map(&action, &slot));
    state.steps = saved.steps.iter().filter_map(|step| step.map(&action, &slot)).collect();
    state.timers = saved.timers;
    state.lost = saved.lost.iter().take(DEEPEST).map(|name| cut(name, 64).to_owned()).collect();
    restack(state, saved.stack);
    state.before = saved.before.iter().filter_map(|(name, value)| Some((slot(name)?, value.clone()))).collect();
    state.gather = saved.gather;
    state.handled = saved.handled;
    (state.silent, state.paused, state.channel) = (saved.silent, saved.paused, saved.channel);
}

/// The flows that were going on, as far as the bot has them; those that it has not are lost.
fn restack(state: &mut State, saved: Vec<SavedGoing>) {
    let frame = Arc::clone(&state.frame);
    // why the flow began that is gone, until the next one stands on it
    let mut gone: Option<Why> = None;
    for going in saved.into_iter().take(2 * DEEPEST) {
        let (name, why) = (cut(&going.flow, 64).to_owned(), going.why);
        match Going::restore(going, &frame) {
            Some(mut going) => {
                let below = gone.take();
                if let Some(below) = below.filter(|_| going.why == Why::Call) {
                    // what it had called goes on by itself
                    going.why = below;
                }
                state.stack.push(going);
            }
            None => {
                if !name.starts_with(PATTERN) && state.lost.len() < DEEPEST {
                    state.lost.push(name);
                }
                gone = Some(gone.filter(|_| why == Why::Call).unwrap_or(why));
            }
        }
    }
    // nothing is there that an answer could go on with
    state
        .call
        .take_if(|call| gone.is_some() && matches!(call.after, After::Flow { .. } | After::Ask {} | After::Valid {}));
}

/// A log entry of a line; `None` where its name is not known any more.
fn entry(frame: &Frame, line: Line) -> Option<Entry> {
    let names = &frame.names;
    let action = |name: Option<String>| name.and_then(|name| names.action(&name));
    Some(match line {
        Line::Action(name) => Entry::Action { action: names.action(&name)?, hidden: false },
        Line::Hidden(name) => Entry::Action { action: names.action(&name)?, hidden: true },
        Line::Intent(intent) => Entry::User(user(frame, intent.as_deref(), &[])),
        Line::User(intent, entities) => Entry::User(user(frame, intent.as_deref(), &entities)),
        Line::Slot(name, before) => Entry::Slot { slot: names.slot(&name)?, before },
        Line::New(name) => Entry::Slot { slot: names.slot(&name)?, before: Value::Null },
        Line::Loop(now, before) => Entry::Loop { now: action(now), before: action(before) },
        Line::Rejected(name) => Entry::Rejected(names.action(&name)?),
        Line::Followup(name) => Entry::Followup(names.action(&name)?),
        Line::Interrupted(_) => Entry::Interrupted,
    })
}

fn user(frame: &Frame, intent: Option<&str>, entities: &[String]) -> UserSide {
    let mut known: Vec<&String> = entities.iter().filter(|label| frame.names.entity(label).is_some()).collect();
    order::sort(&mut known);
    let entities = known.into_iter().filter_map(|label| frame.names.entity(label)).collect();
    UserSide { intent: intent.and_then(|name| frame.names.intent(name)), entities }
}
