//! Rules, stories and test stories: one shape for all three.

use serde::{Deserialize, Deserializer, Serialize};

use super::Origin;
use super::domain::JsonValue;

/// A rule, a story or a test story.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Snippet {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// A rule's `condition:`; only `Slots` and `Loop` steps.
    pub(crate) condition: Vec<Step>,
    pub(crate) steps: Vec<Step>,
    /// `conversation_start`.
    pub(crate) start: bool,
    /// `wait_for_user_input`.
    pub(crate) wait: bool,
}

impl Snippet {
    /// Whether this is what the bot does when a conversation begins: a rule that starts with the
    /// intent `session_start` and with an action other than `action_session_start`.
    pub(crate) fn greets(&self) -> bool {
        let first = self.steps.iter().find_map(|step| match step {
            Step::Action(name, _) => Some(name.as_str()),
            _ => None,
        });
        let starts =
            matches!(self.steps.first(), Some(Step::User { intent: Some(name), .. }) if name == "session_start");
        starts && first != Some("action_session_start")
    }
}

/// One step, with its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Step {
    /// `- intent: greet`, with `entities:`; in tests `- user: |` with it.
    User { intent: Option<String>, text: Option<String>, entities: Vec<StepEntity>, origin: Origin },
    /// `- or:`, each alternative a list of steps (in practice one).
    Or(Vec<Alternative>, Origin),
    /// `- action: utter_greet`; `...` is `Rest`.
    Action(String, Origin),
    /// `- bot: text` of an end-to-end story.
    Bot(String, Origin),
    /// `- slot_was_set:`; `None`: set to anything (the name alone); null: unset.
    Slots(Vec<(String, Option<JsonValue>)>, Origin),
    /// `- active_loop: f`; `None` is null.
    Loop(Option<String>, Origin),
    /// `- checkpoint: c`.
    Checkpoint(String, Origin),
    /// `- action: ...` of a rule.
    Rest(Origin),
}

impl Step {
    /// Where it was authored.
    pub(crate) fn origin(&self) -> Origin {
        match self {
            Step::User { origin, .. } => *origin,
            Step::Or(_, origin)
            | Step::Action(_, origin)
            | Step::Bot(_, origin)
            | Step::Slots(_, origin)
            | Step::Loop(_, origin)
            | Step::Checkpoint(_, origin)
            | Step::Rest(origin) => *origin,
        }
    }
}

/// One branch of an `or`; it holds no `or` itself.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Alternative(pub(crate) Vec<Step>);

impl<'de> Deserialize<'de> for Alternative {
    /// Branches are read flat, so that damaged bytes cannot nest without end.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Alternative, D::Error> {
        Ok(Alternative(Vec::<Flat>::deserialize(deserializer)?.into_iter().map(Step::from).collect()))
    }
}

/// A step that is no `or`: the variants stand as in [`Step`].
#[derive(Deserialize)]
enum Flat {
    User { intent: Option<String>, text: Option<String>, entities: Vec<StepEntity>, origin: Origin },
    Or(Never),
    Action(String, Origin),
    Bot(String, Origin),
    Slots(Vec<(String, Option<JsonValue>)>, Origin),
    Loop(Option<String>, Origin),
    Checkpoint(String, Origin),
    Rest(Origin),
}

/// What cannot be read.
enum Never {}

impl<'de> Deserialize<'de> for Never {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Never, D::Error> {
        Err(serde::de::Error::custom("an `or` inside an `or`"))
    }
}

impl From<Flat> for Step {
    fn from(step: Flat) -> Step {
        match step {
            Flat::User { intent, text, entities, origin } => Step::User { intent, text, entities, origin },
            Flat::Or(never) => match never {},
            Flat::Action(name, origin) => Step::Action(name, origin),
            Flat::Bot(text, origin) => Step::Bot(text, origin),
            Flat::Slots(slots, origin) => Step::Slots(slots, origin),
            Flat::Loop(name, origin) => Step::Loop(name, origin),
            Flat::Checkpoint(name, origin) => Step::Checkpoint(name, origin),
            Flat::Rest(origin) => Step::Rest(origin),
        }
    }
}

/// An entity of a user step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepEntity {
    pub(crate) entity: String,
    pub(crate) role: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) value: JsonValue,
    /// Bytes of the user step's text, in tests that annotate.
    pub(crate) span: Option<(u32, u32)>,
}
