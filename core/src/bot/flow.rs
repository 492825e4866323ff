//! Flows: what the bot does step by step, and the patterns that repair a conversation.
//!
//! Steps stand in one list, nested ones too: a branch names the step it leads to by its place. Keys
//! of steps are stable (the authored `id`, else what the step does), so that a conversation finds
//! its place again when the bot is changed under it.

use serde::{Deserialize, Serialize};

use super::Origin;
use super::domain::JsonValue;

/// What the names of patterns begin with.
pub(crate) const PATTERN: &str = "pattern_";

/// The flow that asks, where a bot writes one.
pub(crate) const ASKING: &str = "pattern_collect_information";
/// The patterns that run by themselves.
pub(crate) const REPAIRS: [&str; 19] = [
    ASKING,
    "pattern_correction",
    "pattern_continue_interrupted",
    "pattern_cancel_flow",
    "pattern_clarification",
    "pattern_skip_question",
    "pattern_not_sure",
    "pattern_wait",
    "pattern_repeat",
    "pattern_repeat_bot_messages",
    "pattern_restart",
    "pattern_human_handoff",
    "pattern_cannot_handle",
    "pattern_internal_error",
    "pattern_completed",
    "pattern_nothing_more",
    "pattern_search",
    "pattern_session_start",
    "pattern_user_silence",
];

/// A flow.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Flow {
    /// Its key under `flows:`.
    pub(crate) name: String,
    /// `name:`, as people are told it.
    pub(crate) title: String,
    pub(crate) origin: Origin,
    /// `if:`: whether it may be started by what somebody says.
    pub(crate) guard: Option<Guard>,
    /// `nlu_trigger:`.
    pub(crate) triggers: Vec<Trigger>,
    /// `persisted_slots:`.
    pub(crate) persisted: Vec<String>,
    /// `run_pattern_completed`.
    pub(crate) completes: bool,
    /// The first is where it begins.
    pub(crate) steps: Vec<FlowStep>,
}

/// A condition as written, and where.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Guard {
    pub(crate) text: String,
    pub(crate) origin: Origin,
}

/// An intent that starts a flow.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Trigger {
    pub(crate) intent: String,
    /// The least score, 0 to 1.
    pub(crate) threshold: f64,
}

/// One step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FlowStep {
    /// The authored `id`, or what it does: `collect size`, `utter_done#2`.
    pub(crate) key: String,
    pub(crate) origin: Origin,
    pub(crate) does: Does,
    /// The first whose condition holds decides; the last has none.
    pub(crate) next: Vec<Branch>,
}

/// What a step does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Does {
    /// Asks for a slot that is not filled.
    Collect(Collect),
    /// Says a response or runs an action.
    Action(String),
    /// Sets slots.
    Set(Vec<(String, JsonValue)>),
    /// Goes over to another flow.
    Link(String),
    /// Runs another flow and comes back.
    Call(String),
    /// Only its `next` counts.
    Noop,
}

/// A question.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Collect {
    pub(crate) slot: String,
    /// The response that asks; `utter_ask_<slot>` where none is given.
    pub(crate) utter: Option<String>,
    /// Asked even where the slot is filled already.
    pub(crate) fresh: bool,
    /// The slot is emptied when the flow ends.
    pub(crate) resets: bool,
    /// `force_slot_filling`: whatever is said is the answer.
    pub(crate) forced: bool,
    pub(crate) rejections: Vec<Rejection>,
    /// `skip:`, ours: what the slot holds where somebody leaves the question out.
    pub(crate) skip: Option<JsonValue>,
    /// `called:`, ours: words for what it asks, as in `ขอเปลี่ยนวัน`.
    pub(crate) called: Vec<String>,
}

/// An answer that is not taken, and what is said then.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rejection {
    pub(crate) when: Guard,
    pub(crate) utter: String,
    /// `ask: false`, ours: what is said asks already.
    pub(crate) repeats: bool,
}

/// Where a step leads.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Branch {
    pub(crate) when: Option<Guard>,
    /// The place of a step; none: the flow ends.
    pub(crate) to: Option<u16>,
}

impl Does {
    /// What it does, in words: the key of a step that has no `id`.
    pub(crate) fn named(&self) -> String {
        match self {
            Does::Collect(collect) => format!("collect {}", collect.slot),
            Does::Action(name) => name.clone(),
            Does::Set(slots) => format!("set {}", slots.first().map_or("", |(slot, _)| slot)),
            Does::Link(flow) => format!("link {flow}"),
            Does::Call(flow) => format!("call {flow}"),
            Does::Noop => "noop".to_owned(),
        }
    }

    /// Whether it is the question itself, by one of its names in `pattern_collect_information`.
    pub(crate) fn asks(&self) -> bool {
        let Does::Action(name) = self else { return false };
        let name = name.replace(['{', '}', ' '], "");
        matches!(name.as_str(), "context.utter" | "context.collect_action")
    }
}

impl Flow {
    /// Whether it is one of the patterns that repair a conversation.
    pub(crate) fn is_pattern(&self) -> bool {
        self.name.starts_with(PATTERN)
    }

    /// What people are told: its `name`, or its key in words.
    pub(crate) fn title(&self) -> String {
        if self.title.is_empty() { self.name.replace('_', " ") } else { self.title.clone() }
    }

    /// Its questions, in order.
    pub(crate) fn collects(&self) -> impl Iterator<Item = &Collect> {
        self.steps.iter().filter_map(|step| if let Does::Collect(collect) = &step.does { Some(collect) } else { None })
    }
}
