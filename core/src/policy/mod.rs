//! `State` + `Understanding` → what to do, replies by name: rules, stories, forms, fallback, routing.
//!
//! The order of decisions is total: a given next action, the default intents, an active form, the
//! rules (the longest first), the stories, the fallback.

mod view;

pub(crate) use view::{Choice, Other, Policy, Source, SourceId, View};

use crate::bot::{Bot, Names};
use crate::error::Problem;
use crate::state::LISTEN;
use crate::trace::Decision;

/// The rules and stories of a bot, compiled for matching.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    sources: Vec<Source>,
}

impl Policies {
    /// Compiles the rules and stories of a bot; gives every contradiction that it finds.
    pub(crate) fn compile(_bot: &Bot, _names: &Names) -> Result<Policies, Vec<Problem>> {
        Ok(Policies::default())
    }

    /// Chooses the next action.
    pub(crate) fn decide(&self, view: &View<'_>) -> Choice {
        let action = view.history.followup().unwrap_or(LISTEN);
        Choice::new(action, Policy::Followup)
    }

    /// A rule or story.
    pub(crate) fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id as usize)
    }

    /// The name of the policy in Rasa's events: `RulePolicy`, `MemoizationPolicy`, …
    pub(crate) fn rasa(&self, policy: Policy) -> &'static str {
        match policy {
            Policy::Followup => "followup_action",
            Policy::Story => "MemoizationPolicy",
            _ => "RulePolicy",
        }
    }

    /// A choice in words, for the trace.
    pub(crate) fn explain(&self, _choice: &Choice, _bot: &Bot, _names: &Names) -> Decision {
        Decision::default()
    }
}
