//! The authored definition of a bot, parsed and checked; every part knows its place.
//!
//! In: the texts of a bot directory, by name. Out: a [`Bot`] and everything that is wrong or will
//! not be used. A `Bot` is inert: definition and trained numbers. It never touches the file system.

mod annotation;
mod builtin;
pub(crate) mod case;
mod domain;
mod escapes;
mod flow;
mod mask;
mod names;
mod nearest;
mod nlu;
mod node;
pub(crate) mod payload;
mod privacy;
mod read;
mod routing;
mod script;
mod settings;
mod slips;
mod store;
mod style;
mod variables;
mod yaml;

pub(crate) use builtin::{BUILTIN, MEASURED, OwnKind};
pub(crate) use domain::{
    ActionDef, Condition, Domain, EntityDef, Form, IntentDef, JsonValue, Mapping, MappingKind, Response, Session, Slot,
    SlotKind, Used,
};
pub(crate) use flow::{ASKING, Branch, Collect, Does, Flow, FlowStep, Guard, PATTERN, REPAIRS, Rejection, Trigger};
pub(crate) use mask::{Mask, kept_last};
pub(crate) use names::{ActionId, EntityId, IntentId, Names, SlotId};
pub(crate) use nlu::{Annotation, Example, Lookup, Nlu, Pattern, Synonym};
pub(crate) use privacy::{PERSONAL, Privacy};
pub(crate) use read::imports;
pub(crate) use routing::{Hours, Queue, Route, Routing};
pub(crate) use script::{Alternative, Snippet, Step, StepEntity};
pub(crate) use settings::{Fallback, Hearing, PolicySettings, Settings, Timing};
pub(crate) use style::{Facet, Shape, Style};

use serde::{Deserialize, Serialize};

use std::collections::BTreeMap;

use crate::error::Problem;
use crate::expr::Type;
use crate::text::Repairs;

/// An authored bot: domain, examples, rules, stories, settings and, once trained, its models.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Bot {
    /// The names of the files it was read from; an [`Origin`] points into this list.
    pub(crate) files: Vec<String>,
    pub(crate) domain: Domain,
    pub(crate) nlu: Nlu,
    pub(crate) rules: Vec<Snippet>,
    pub(crate) stories: Vec<Snippet>,
    /// Those of the bot, then the patterns it does not write itself.
    pub(crate) flows: Vec<Flow>,
    pub(crate) tests: Vec<Snippet>,
    pub(crate) cases: Vec<case::Case>,
    pub(crate) props: case::Props,
    pub(crate) routing: Routing,
    pub(crate) settings: Settings,
    pub(crate) timing: Timing,
    /// What is said of kinds beside Rasa's keys.
    pub(crate) kinds: Vec<OwnKind>,
    /// What is masked in what is stored and traced; `None`: nothing.
    pub(crate) privacy: Option<Privacy>,
    pub(crate) policies: PolicySettings,
    pub(crate) hearing: Hearing,
    /// How messages and examples are read.
    pub(crate) repairs: Repairs,
    /// What was read and will not be used.
    pub(crate) notes: Vec<Problem>,
    pub(crate) models: Models,
    /// A hash of the definition: states remember which version of the bot they come from.
    pub(crate) hash: u64,
}

/// The trained numbers of a bot, each a self-describing block of bytes (magic, version, checksum).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Models {
    /// An `IntentModel`; empty where the bot has no examples.
    #[serde(with = "store::block")]
    pub(crate) intent: Vec<u8>,
    /// An `EntityModel`; empty where no example is annotated.
    #[serde(with = "store::block")]
    pub(crate) entity: Vec<u8>,
    /// For each retrieval intent (`faq`), a model over its full names (`faq/hours`).
    pub(crate) retrieval: Vec<(String, Vec<u8>)>,
}

/// Where something was authored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    /// Index into `Bot::files`.
    pub(crate) file: u16,
    /// From 1; 0 where it was not authored but follows from a default.
    pub(crate) line: u32,
    /// In characters, from 1.
    pub(crate) column: u32,
}

impl Bot {
    /// Reads the texts of a bot directory, by name: the bot, not yet trained, and everything that is
    /// wrong or will not be used.
    pub(crate) fn define(files: &[(String, String)], variables: &BTreeMap<String, String>) -> (Bot, Vec<Problem>) {
        read::read(files, variables)
    }

    /// What would surprise its author once it runs: that it says nothing when it is lost.
    pub(crate) fn silent(&self) -> Option<Problem> {
        read::silent(self)
    }

    /// The type of a name in an expression, such as `slots.size`, `turns` or `open.shop`.
    pub(crate) fn name_type(&self, name: &str) -> Option<Type> {
        if name.starts_with("context.") {
            return Some(Type::Any);
        }
        if let Some(path) = name.strip_prefix("slots.") {
            let Some(slot) = self.domain.slots.iter().find(|s| s.name == path) else {
                // `slots.when.grain`: a part of what a slot of type `any` holds
                let (slot, _) = path.split_once('.')?;
                let slot = self.domain.slots.iter().find(|s| s.name == slot)?;
                return (slot.kind == SlotKind::Any).then_some(Type::Any);
            };
            return Some(match slot.kind {
                SlotKind::Text | SlotKind::Categorical(_) => Type::Text,
                SlotKind::Bool => Type::Bool,
                SlotKind::Float(..) => Type::Number,
                SlotKind::List => Type::List,
                SlotKind::Any => Type::Any,
            });
        }
        if let Some(hours) = name.strip_prefix("open.") {
            return self.routing.hours.iter().any(|h| h.name == hours).then_some(Type::Bool);
        }
        match name {
            "intent" => Some(Type::Text),
            "confidence" | "scope" | "sentiment" | "mood" | "fallbacks" | "turns" => Some(Type::Number),
            _ => None,
        }
    }

    /// The file and line of a place, empty and 0 where it was not authored.
    pub(crate) fn place(&self, origin: Origin) -> (&str, u32) {
        let file = self.files.get(usize::from(origin.file)).map_or("", String::as_str);
        if origin.line == 0 { ("", 0) } else { (file, origin.line) }
    }
}
