//! What the engine has to look up in a turn, compiled: who runs which action, which response is
//! where, how forms ask.
//!
//! In: a bot and its names. Out: tables by number. Whatever the host declares as its own action is
//! the host's, also where it has the name of one of ours.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use crate::bot::{ActionId, Bot, Does, Names, Response, Step};
use crate::policy::FormPlan;

/// Seconds until a call counts as failed, unless the bot says otherwise.
const TIMEOUT: u32 = 30;

/// Who runs an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The host, with this many seconds to answer.
    Host(u32),
    /// It is said.
    Response,
    /// The form at this place of the plan.
    Form(usize),
    /// One of ours.
    Own(Own),
    /// Nothing: it only stands in the log.
    Nothing,
}

/// The actions every bot has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    Listen,
    Restart,
    Session,
    Fallback,
    Deactivate,
    Affirmation,
    Rephrase,
    TwoStage,
    Back,
    Revert,
    Extract,
    Handoff,
}

/// The tables.
#[derive(Debug)]
pub(super) struct Plan {
    kinds: Vec<Kind>,
    /// Where the variations of each response are, by name.
    responses: HashMap<String, Range<usize>>,
    pub(super) forms: Vec<FormPlan>,
    /// What the bot does when a conversation begins, before anybody wrote.
    pub(super) greeting: Vec<ActionId>,
    /// `action_validate_slot_mappings`, where the host has it.
    pub(super) mappings: Option<ActionId>,
    /// The intents that mean "not understood": `nlu_fallback`, `out_of_scope`.
    pub(super) lost: [Option<u16>; 2],
    /// For each intent whether a rule or a story waits for it.
    ruled: Vec<bool>,
    /// The words of each intent's examples, once they were needed.
    pub(super) words: Vec<OnceLock<BTreeSet<String>>>,
}

impl Plan {
    pub(super) fn new(bot: &Bot, names: &Names) -> Plan {
        let forms = FormPlan::all(bot, names);
        let responses = responses(&bot.domain.responses);
        let kinds = names.actions.iter().zip(0..).map(|(name, id)| kind(bot, &forms, name, id)).collect();
        let hosted = |name: &str| bot.domain.actions.iter().any(|action| action.name == name);
        let validate = "action_validate_slot_mappings";
        Plan {
            kinds,
            responses,
            greeting: greeting(bot, names),
            mappings: names.action(validate).filter(|_| hosted(validate)),
            ruled: ruled(bot, names),
            words: names.intents.iter().map(|_| OnceLock::new()).collect(),
            lost: [names.intent("nlu_fallback"), names.intent("out_of_scope")],
            forms,
        }
    }

    /// Who runs an action.
    pub(super) fn kind(&self, action: ActionId) -> Kind {
        self.kinds.get(usize::from(action)).copied().unwrap_or(Kind::Nothing)
    }

    /// Whether a rule or a story waits for an intent.
    pub(super) fn is_ruled(&self, intent: u16) -> bool {
        self.ruled.get(usize::from(intent)).copied().unwrap_or(false)
    }

    /// The variations of a response.
    pub(super) fn variations<'b>(&self, bot: &'b Bot, name: &str) -> &'b [Response] {
        let range = self.responses.get(name).cloned().unwrap_or_default();
        bot.domain.responses.get(range).unwrap_or_default()
    }
}

fn kind(bot: &Bot, forms: &[FormPlan], name: &str, id: ActionId) -> Kind {
    let said = name.starts_with("utter_");
    if let Some(action) = bot.domain.actions.iter().find(|action| action.name == name)
        && !said
    {
        return Kind::Host(if action.timeout == 0 { TIMEOUT } else { action.timeout });
    }
    if let Some(place) = forms.iter().position(|form| form.action == id) {
        return Kind::Form(place);
    }
    let own = match name {
        "action_listen" => Own::Listen,
        "action_restart" => Own::Restart,
        "action_session_start" => Own::Session,
        "action_default_fallback" => Own::Fallback,
        "action_deactivate_loop" => Own::Deactivate,
        "action_default_ask_affirmation" => Own::Affirmation,
        "action_default_ask_rephrase" => Own::Rephrase,
        "action_two_stage_fallback" => Own::TwoStage,
        "action_back" => Own::Back,
        "action_revert_fallback_events" => Own::Revert,
        "action_extract_slots" => Own::Extract,
        "action_handoff" | "action_human_handoff" => Own::Handoff,
        "action_unlikely_intent" | "..." => return Kind::Nothing,
        _ => return Kind::Response,
    };
    Kind::Own(own)
}

fn responses(list: &[Response]) -> HashMap<String, Range<usize>> {
    let mut ranges: HashMap<String, Range<usize>> = HashMap::new();
    for (place, response) in list.iter().enumerate() {
        let range = ranges.entry(response.name.clone()).or_insert(place..place);
        if range.end == place {
            range.end = place + 1;
        }
    }
    ranges
}

/// The intents of rules and stories.
fn ruled(bot: &Bot, names: &Names) -> Vec<bool> {
    let mut ruled = vec![false; names.intents.len()];
    let steps = bot.rules.iter().chain(&bot.stories).flat_map(|snippet| &snippet.steps);
    for step in steps {
        if let Step::User { intent: Some(intent), .. } = step
            && let Some(id) = names.intent(intent.split('/').next().unwrap_or_default())
            && let Some(place) = ruled.get_mut(usize::from(id))
        {
            *place = true;
        }
    }
    ruled
}

/// The actions of the first rule that begins with the intent `session_start`.
fn greeting(bot: &Bot, names: &Names) -> Vec<ActionId> {
    let begins = |steps: &[Step]| matches!(steps.first(), Some(Step::User { intent: Some(intent), .. }) if intent == "session_start");
    let Some(rule) = bot.rules.iter().find(|rule| begins(&rule.steps)) else {
        let start = bot.flows.iter().find(|flow| flow.name == "pattern_session_start");
        let steps = start.map(|flow| flow.steps.as_slice()).unwrap_or_default();
        let actions =
            steps.iter().filter_map(|step| if let Does::Action(name) = &step.does { Some(name) } else { None });
        return actions.filter(|name| *name != "action_session_start").filter_map(|name| names.action(name)).collect();
    };
    let actions = rule.steps.iter().filter_map(|step| match step {
        Step::Action(name, _) if !matches!(name.as_str(), "action_session_start" | "action_listen") => {
            names.action(name)
        }
        _ => None,
    });
    actions.collect()
}

/// How many actions back a rule or story of the bot can look, at most.
pub(super) fn horizon(bot: &Bot) -> usize {
    let steps = |list: &[Step]| list.iter().filter(|step| !matches!(step, Step::Slots(..) | Step::Loop(..))).count();
    let glued = bot.stories.iter().any(|story| story.steps.iter().any(|step| matches!(step, Step::Checkpoint(..))));
    let longest = bot.rules.iter().chain(&bot.stories).map(|snippet| steps(&snippet.steps)).max().unwrap_or(0);
    // a listening before each message and at the end; checkpoints glue stories
    let all: usize = if glued { bot.stories.iter().map(|story| steps(&story.steps)).sum() } else { longest };
    all.max(longest).saturating_mul(2).saturating_add(4)
}
