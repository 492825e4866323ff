//! `State` + `Event` + `Understanding` → the next `State`: all transitions.
//!
//! A state is a value: a compact log of the session and what follows from it. In memory it holds
//! numbers for names and shares the bot's [`Frame`]; saved, it is JSON with names. It never grows
//! beyond 64 KiB, whatever happens to it.

mod extract;
mod featurize;
mod fill;
mod frame;
mod heard;
mod history;
mod log;
#[cfg(test)]
mod log_tests;
mod moment;
mod saved;
mod size;
mod stack;
mod steps;
mod timers;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub(crate) use extract::{Extractor, Yield};
pub(crate) use featurize::{Label, feature, initial, message};
pub(crate) use fill::{LARGEST, fit, scalar};
pub(crate) use frame::Frame;
pub(crate) use heard::{Found, Heard, Ranked, cut, rounded};
pub(crate) use history::{Fact, History, LISTEN, SESSION_START};
pub(crate) use log::{Entry, Log};
pub(crate) use moment::{Feature, LoopState, Moment, UserSide};
pub(crate) use saved::restore;
pub(crate) use size::weight;
pub(crate) use stack::{DEEPEST, Going, Why};
pub(crate) use steps::{After, Chosen, OpenCall, Step};
pub(crate) use timers::Timer;

use crate::bot::{IntentId, SlotId};
use crate::event::Event;
use crate::value::Value;

/// The most events that wait while a call is open.
pub(crate) const QUEUE: usize = 8;
/// How many event ids are remembered.
const IDS: usize = 16;

/// Where one conversation stands: a value, passed into each turn and given back by it.
///
/// It is small (under 4 KB after ten ordinary turns, never over 64 KiB) and saves to JSON that any
/// language restores with `Engine.restore`.
#[derive(Clone)]
pub struct State {
    pub(crate) frame: Arc<Frame>,
    pub(crate) version: u64,
    pub(crate) seed: u64,
    /// The latest time that was seen, in milliseconds.
    pub(crate) clock: i64,
    ids: Vec<String>,
    pub(crate) session: Option<Session>,
    pub(crate) slots: Vec<Value>,
    pub(crate) log: Log,
    /// The log as policies see it.
    pub(crate) history: History,
    /// Actions since the last `action_listen`.
    pub(crate) taken: u32,
    pub(crate) heard: Option<Heard>,
    /// The intents of the last three messages, the latest last.
    pub(crate) said: Vec<Option<IntentId>>,
    pub(crate) tone: Tone,
    /// The last few messages, for the summary of a handoff: whether it was the bot, and what.
    pub(crate) recent: Vec<(bool, String)>,
    pub(crate) queue: Vec<Event>,
    pub(crate) call: Option<OpenCall>,
    pub(crate) steps: Vec<Step>,
    pub(crate) timers: Vec<Timer>,
    /// The flows that are going on, the latest last.
    pub(crate) stack: Vec<Going>,
    /// Flows that were going on and that this version of the bot has not; until a turn says so.
    pub(crate) lost: Vec<String>,
    /// What slots held when a flow ended and emptied them: `เหมือนเดิม`.
    pub(crate) before: Vec<(SlotId, Value)>,
    /// Until when short messages are gathered into one, in milliseconds.
    pub(crate) gather: Option<i64>,
    /// The message of this turn was answered, or at least something came of it.
    pub(crate) handled: bool,
    /// The version of the bot it was restored from, where that is another one and it was not used yet.
    pub(crate) resumed: Option<u64>,
    /// A person has taken over.
    pub(crate) silent: bool,
    pub(crate) paused: bool,
    pub(crate) channel: Option<String>,
}

/// Since when, and when the person last wrote; milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) start: i64,
    pub(crate) heard: i64,
}

/// How the conversation goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tone {
    /// The running sentiment, -1 to 1.
    pub(crate) mood: f64,
    /// Messages of the session.
    pub(crate) turns: u32,
    /// Messages in a row that led nowhere.
    pub(crate) fallbacks: u32,
    /// This turn counts as one.
    pub(crate) failed: bool,
    /// Routes whose "nobody is there" was said in this session, by their place.
    pub(crate) told: u64,
}

impl State {
    /// An empty state.
    pub(crate) fn new(frame: Arc<Frame>, clock: i64) -> State {
        let slots = frame.slots.iter().map(|slot| slot.initial.clone()).collect();
        let mut state = State {
            frame,
            version: 0,
            seed: mixed(clock.unsigned_abs()),
            clock,
            ids: Vec::new(),
            session: None,
            slots,
            log: Log::default(),
            history: History::default(),
            taken: 0,
            heard: None,
            said: Vec::new(),
            tone: Tone::default(),
            recent: Vec::new(),
            queue: Vec::new(),
            call: None,
            steps: Vec::new(),
            timers: Vec::new(),
            stack: Vec::new(),
            lost: Vec::new(),
            before: Vec::new(),
            gather: None,
            handled: false,
            resumed: None,
            silent: false,
            paused: false,
            channel: None,
        };
        state.clear_log();
        state
    }

    /// Grows by one with each accepted event: hosts compare and swap on it.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The slots that are set, by name.
    pub fn slots(&self) -> BTreeMap<String, Value> {
        let named = self.frame.names.slots.iter().zip(&self.slots);
        let shown = named.filter(|(name, value)| !value.is_null() && !is_inner(name));
        shown.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The form or flow that is active, by name.
    pub fn active(&self) -> Option<&str> {
        let flow = self.stack.iter().rev().find(|going| going.why != Why::Pattern);
        let flow = flow.and_then(|going| self.frame.flows.get(usize::from(going.flow)));
        flow.map(|flow| flow.name.as_str()).or_else(|| self.doing().map(|action| self.frame.action(action)))
    }

    /// What the conversation waits for: `call`, `person` (it is handed over), `resume` (it is paused)
    /// or, in the usual case of the next message, nothing.
    pub fn waiting(&self) -> Option<&str> {
        if self.call.is_some() {
            Some("call")
        } else if self.silent {
            Some("person")
        } else if self.paused {
            Some("resume")
        } else {
            None
        }
    }

    /// The state as JSON, the same bytes in every language.
    pub fn save(&self) -> String {
        saved::save(self)
    }

    /// A slot's value by its name.
    pub(crate) fn slot(&self, name: &str) -> Option<&Value> {
        self.slots.get(usize::from(self.frame.names.slot(name)?))
    }

    /// Whether an event of this id was seen; if not, it is from now on.
    pub(crate) fn seen(&mut self, id: &str) -> bool {
        let plain = id.len() <= 64 && !id.bytes().any(|byte| byte < b' ');
        let id = if plain { id.to_owned() } else { long_id(id) };
        if self.ids.contains(&id) {
            return true;
        }
        if self.ids.len() == IDS {
            self.ids.remove(0);
        }
        self.ids.push(id);
        false
    }

    /// The next number of the state's own sequence, for choosing between variations.
    pub(crate) fn draw(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.seed)
    }

    /// How much of a recent message is kept, in bytes.
    pub(crate) const LINE: usize = 240;

    /// Keeps a message for the summary of a handoff; the oldest goes. It is cut where the turn ends.
    pub(crate) fn remember(&mut self, bot: bool, text: &str) {
        const MOST: usize = 6;
        if text.is_empty() {
            return;
        }
        if self.recent.len() == MOST {
            self.recent.remove(0);
        }
        let text = text.replace(|ch: char| ch.is_control(), " ");
        self.recent.push((bot, text));
    }
}

/// Slots of the machinery, which are nobody's data.
pub(crate) fn is_inner(name: &str) -> bool {
    name == "session_started_metadata"
}

/// An id too long to keep: its length and a hash.
fn long_id(id: &str) -> String {
    let hash = id
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    format!("#{}:{hash:016x}", id.len())
}

/// SplitMix64's finaliser (Steele, Lea, Flood 2014).
fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "State({})", self.save())
    }
}

/// Equal where the saved texts are.
impl PartialEq for State {
    fn eq(&self, other: &State) -> bool {
        self.save() == other.save()
    }
}
