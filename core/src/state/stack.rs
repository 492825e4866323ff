//! The flows that are going on: a stack of frames, the latest last.
//!
//! In memory a frame holds places; saved, it holds the flow's name and hash and the keys of its
//! steps, so that a conversation goes on under a changed bot: at the same step, else at the latest
//! question it had passed, else at the beginning, and never with an empty stack. What was filled
//! stays filled.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Frame;
use super::heard::cut;
use crate::bot::Flow;
use crate::value::Value;

/// The most flows that are going on at once.
pub(crate) const DEEPEST: usize = 12;
/// The most questions passed and options shown that a frame remembers.
const PASSED: usize = 48;
const OPTIONS: usize = 13;

/// A flow that is going on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Going {
    /// Its place among the flows.
    pub(crate) flow: u16,
    pub(crate) step: u16,
    pub(crate) why: Why,
    /// The step's question was asked and waits for its answer.
    pub(crate) asked: bool,
    /// The answer came, and is looked at when the flow goes on.
    pub(crate) answered: bool,
    /// The slot was emptied because its question is always asked.
    pub(crate) entered: bool,
    /// The host has looked at the answer.
    pub(crate) validated: bool,
    /// The questions that were passed, in order.
    pub(crate) passed: Vec<u16>,
    /// What a pattern knows: `context.…`.
    pub(crate) context: BTreeMap<String, Value>,
    /// Title and payload of what could be pressed at the open question.
    pub(crate) options: Vec<(String, String)>,
    /// An answer that was refused only because it says too little: a day without an hour.
    pub(crate) partial: Value,
}

/// Why a flow began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Why {
    /// Nothing else was going on.
    #[default]
    #[serde(rename = "s")]
    Start,
    /// It interrupts the one below.
    #[serde(rename = "i")]
    Interrupt,
    /// The one below called it.
    #[serde(rename = "c")]
    Call,
    /// A pattern repairs the conversation.
    #[serde(rename = "p")]
    Pattern,
}

/// What of a flow a state needs to know: its name, the keys of its steps, a hash of it.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) name: String,
    pub(crate) keys: Vec<String>,
    /// What each step does, which may outlive its key.
    does: Vec<String>,
    pub(crate) hash: u32,
}

impl Outline {
    /// The outline of a flow.
    pub(crate) fn of(flow: &Flow) -> Outline {
        let keys: Vec<String> = flow.steps.iter().map(|step| step.key.clone()).collect();
        let mut hash = 0x811C_9DC5_u32;
        let lead = flow
            .steps
            .iter()
            .flat_map(|step| step.next.iter().flat_map(|branch| branch.to.unwrap_or(u16::MAX).to_le_bytes()));
        for byte in keys.iter().flat_map(|key| key.bytes().chain([0])).chain(lead) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        let does = flow.steps.iter().map(|step| step.does.named()).collect();
        Outline { name: flow.name.clone(), keys, does, hash }
    }
}

/// A frame as it is saved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SavedGoing {
    #[serde(rename = "f")]
    pub(super) flow: String,
    #[serde(rename = "h", default)]
    hash: u32,
    #[serde(rename = "k")]
    key: String,
    /// What the step does, where its key does not say so.
    #[serde(rename = "d", default, skip_serializing_if = "String::is_empty")]
    does: String,
    #[serde(rename = "w", default, skip_serializing_if = "is_start")]
    pub(super) why: Why,
    /// Asked 1, answered 2, entered 4, validated 8.
    #[serde(rename = "a", default, skip_serializing_if = "is_none")]
    flags: u8,
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    passed: Vec<String>,
    #[serde(rename = "c", default, skip_serializing_if = "BTreeMap::is_empty")]
    context: BTreeMap<String, Value>,
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<(String, String)>,
    #[serde(rename = "r", default, skip_serializing_if = "Value::is_null")]
    partial: Value,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_none(flags: &u8) -> bool {
    *flags == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_start(why: &Why) -> bool {
    *why == Why::Start
}

impl Going {
    /// A flow at its beginning.
    pub(crate) fn new(flow: u16, why: Why) -> Going {
        Going { flow, why, ..Going::default() }
    }

    /// Goes to another step.
    pub(crate) fn go(&mut self, step: u16) {
        (self.step, self.partial) = (step, Value::Null);
        (self.asked, self.answered, self.entered, self.validated) = (false, false, false, false);
        self.options.clear();
    }

    /// Remembers that its question is answered.
    pub(crate) fn pass(&mut self) {
        if let Some(place) = self.passed.iter().position(|step| *step == self.step) {
            self.passed.truncate(place);
        }
        if self.passed.len() == PASSED {
            self.passed.remove(0);
        }
        self.passed.push(self.step);
    }

    /// Keeps what can be pressed.
    pub(crate) fn offer(&mut self, options: impl Iterator<Item = (String, String)>) {
        let short = |text: String, most: usize| cut(&text, most).to_owned();
        let kept = options.map(|(title, payload)| (short(title, 80), short(payload, 160)));
        self.options = kept.take(OPTIONS).collect();
    }

    /// About how many bytes it takes when saved.
    pub(super) fn weight(&self) -> usize {
        let options: usize = self.options.iter().map(|(title, payload)| 16 + 2 * (title.len() + payload.len())).sum();
        let context: usize = self.context.iter().map(|(key, value)| key.len() + 8 + super::weight(value)).sum();
        96 + options + context + self.passed.len() * 48 + super::weight(&self.partial)
    }

    /// As it is saved.
    pub(super) fn save(&self, frame: &Frame) -> Option<SavedGoing> {
        let outline = frame.flows.get(usize::from(self.flow))?;
        let key = |step: &u16| outline.keys.get(usize::from(*step)).cloned();
        let does = outline.does.get(usize::from(self.step)).filter(|does| Some(*does) != key(&self.step).as_ref());
        Some(SavedGoing {
            does: does.cloned().unwrap_or_default(),
            flow: outline.name.clone(),
            hash: outline.hash,
            key: key(&self.step)?,
            why: self.why,
            flags: u8::from(self.asked)
                | u8::from(self.answered) << 1
                | u8::from(self.entered) << 2
                | u8::from(self.validated) << 3,
            passed: self.passed.iter().filter_map(key).collect(),
            context: self.context.clone(),
            options: self.options.clone(),
            partial: self.partial.clone(),
        })
    }

    /// From what was saved; none where the bot has no such flow any more.
    pub(super) fn restore(saved: SavedGoing, frame: &Frame) -> Option<Going> {
        let flow = frame.flows.iter().position(|outline| outline.name == saved.flow)?;
        let outline = frame.flows.get(flow)?;
        let place = |key: &String| outline.keys.iter().position(|own| own == key).and_then(|at| u16::try_from(at).ok());
        let mut passed: Vec<u16> = saved.passed.iter().filter_map(place).collect();
        passed.truncate(PASSED);
        let alike = |does: &str| outline.does.iter().position(|own| own == does).and_then(|at| u16::try_from(at).ok());
        // a step under another key is known by what it does
        let says = if saved.does.is_empty() { &saved.key } else { &saved.does };
        let step = place(&saved.key).or_else(|| alike(says));
        // the step is gone: the latest question that was passed is looked at again, and then what follows it
        let nearest = step.or_else(|| passed.last().copied()).unwrap_or(0);
        let flag = |bit: u8| step.is_some() && saved.flags & bit != 0;
        let mut options = saved.options;
        options.truncate(OPTIONS);
        Some(Going {
            flow: u16::try_from(flow).ok()?,
            step: nearest,
            why: saved.why,
            asked: flag(1),
            answered: flag(2),
            entered: flag(4),
            validated: flag(8),
            passed,
            context: saved.context,
            options,
            partial: saved.partial,
        })
    }
}
