//! The whole bot, looked over: every name that is used, every reply that is missing.
//!
//! In: everything that was read. Out: the bot and all its problems, in the order of files and lines.
//! What Rasa refuses is a mistake; what it only warns about is a note.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Kind, Reading};
use super::{defaults, settings};
use crate::bot::names::DEFAULT_ACTIONS;
use crate::bot::{Bot, Snippet, Step, nearest};
use crate::error::{Code, Problem};
use crate::expr::Expr;
use crate::order;

/// Names of one kind, at most: they are numbered in sixteen bits.
const NAMES: usize = 60_000;

/// Completes and checks what was read.
pub(super) fn finish(mut reading: Reading) -> (Bot, Vec<Problem>) {
    defaults::complete(&mut reading);
    settings::settle(&mut reading);
    super::filters::report(&mut reading);
    super::cases::settle(&mut reading);
    if !reading.broken {
        let known = Known::of(&reading);
        names(&mut reading, &known);
        replies(&mut reading, &known);
        expressions(&mut reading);
        checkpoints(&mut reading);
        super::flow_check::look(&mut reading);
        super::lint::look(&mut reading);
    }
    sizes(&mut reading);
    if reading.commanded > 0 && reading.bot.flows.is_empty() {
        let message =
            format!("{} slots are filled by the host's model (`from_llm`), through commands", reading.commanded);
        reading.problems.push(Problem::new(Code::Unused, message).note());
    }
    let Reading { mut bot, mut problems, .. } = reading;
    order::by(&mut problems, |a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    problems.dedup();
    bot.hash = bot.fingerprint();
    bot.notes = problems.iter().filter(|problem| !problem.fatal).cloned().collect();
    (bot, problems)
}

/// Every name there is, by kind.
struct Known {
    sets: BTreeMap<u8, BTreeSet<String>>,
}

impl Known {
    fn of(reading: &Reading) -> Known {
        let domain = &reading.bot.domain;
        let mut known = Known { sets: BTreeMap::new() };
        known.add(Kind::Intent, domain.intents.iter().map(|i| i.name.as_str()));
        known.add(Kind::Entity, domain.entities.iter().map(|e| e.name.as_str()));
        let builtin = &reading.bot.settings.builtin;
        known.add(Kind::Entity, builtin.iter().map(String::as_str));
        known.add(Kind::Slot, domain.slots.iter().map(|s| s.name.as_str()));
        known.add(Kind::Form, domain.forms.iter().map(|f| f.name.as_str()));
        known.add(Kind::Form, ["action_two_stage_fallback"]);
        known.add(Kind::Response, domain.responses.iter().map(|r| r.name.as_str()));
        known.add(Kind::Response, domain.responses.iter().map(|r| base(&r.name)));
        known.add(Kind::Queue, reading.bot.routing.queues.iter().map(|q| q.name.as_str()));
        known.add(Kind::Hours, reading.bot.routing.hours.iter().map(|h| h.name.as_str()));
        known.add(Kind::Flow, reading.bot.flows.iter().map(|flow| flow.name.as_str()));
        known.add(Kind::Action, DEFAULT_ACTIONS);
        known.add(Kind::Action, domain.actions.iter().map(|a| a.name.as_str()));
        known.add(Kind::Action, domain.forms.iter().map(|f| f.name.as_str()));
        let responses = known.sets.get(&(Kind::Response as u8)).cloned().unwrap_or_default();
        known.sets.entry(Kind::Action as u8).or_default().extend(responses);
        known
    }

    fn add<'n>(&mut self, kind: Kind, names: impl IntoIterator<Item = &'n str>) {
        self.sets.entry(kind as u8).or_default().extend(names.into_iter().map(str::to_owned));
    }

    fn has(&self, kind: Kind, name: &str) -> bool {
        self.sets.get(&(kind as u8)).is_some_and(|set| set.contains(name))
    }

    fn hint(&self, kind: Kind, name: &str) -> String {
        nearest::hint(name, self.sets.get(&(kind as u8)).into_iter().flatten().map(String::as_str))
    }
}

/// `utter_faq/hours` is said by `utter_faq`, and `faq/hours` is the intent `faq`.
fn base(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

fn names(reading: &mut Reading, known: &Known) {
    // A name that is wrong in a hundred places is told once, where it stands first.
    let mut told = BTreeSet::new();
    for used in std::mem::take(&mut reading.uses) {
        let name = if matches!(used.kind, Kind::Intent | Kind::Action) { base(&used.name) } else { &used.name };
        if known.has(used.kind, name) || !told.insert((used.kind as u8, name.to_owned(), used.fatal)) {
            continue;
        }
        let hint = known.hint(used.kind, name);
        let (what, home) = match used.kind {
            Kind::Intent => ("intent", "list it under `intents:`"),
            Kind::Entity => ("entity", "list it under `entities:`"),
            Kind::Slot => ("slot", "define it under `slots:`"),
            Kind::Action if name.starts_with("utter_") => ("response", "write it under `responses:`"),
            Kind::Action => ("action", "list it under `actions:`"),
            Kind::Form => ("form", "define it under `forms:`"),
            Kind::Response => ("response", "write it under `responses:`"),
            Kind::Queue => ("queue", "define it under `queues:`"),
            Kind::Hours => ("hours", "define them under `hours:`"),
            Kind::Flow => ("flow", "define it under `flows:`"),
        };
        let end = if hint.is_empty() { format!("; {home}") } else { hint };
        reading.report(Code::UnknownName, used.origin, format!("unknown {what} `{name}`{end}"), used.fatal);
    }
}

/// Replies that actions and forms want and nobody wrote.
fn replies(reading: &mut Reading, known: &Known) {
    let domain = &reading.bot.domain;
    let mut missing = Vec::new();
    for action in domain.actions.iter().filter(|a| a.name.starts_with("utter_")) {
        if !known.has(Kind::Response, &action.name) {
            missing.push((action.origin, format!("the action `{}` says nothing: it has no response", action.name)));
        }
    }
    for action in domain.actions.iter().filter(|a| !a.name.starts_with("utter_")) {
        if domain.responses.iter().any(|response| response.name == action.name) {
            let message = format!(
                "`{}` is listed as an action, so the host is called; a response that the bot says itself begins with `utter_`",
                action.name
            );
            missing.push((action.origin, message));
        }
    }
    for form in &domain.forms {
        for slot in &form.required {
            let asks = [
                format!("action_ask_{}_{slot}", form.name),
                format!("utter_ask_{}_{slot}", form.name),
                format!("action_ask_{slot}"),
                format!("utter_ask_{slot}"),
            ];
            if !asks.iter().any(|ask| known.has(Kind::Action, ask)) {
                let message = format!("the form `{}` cannot ask for `{slot}`: write `utter_ask_{slot}`", form.name);
                missing.push((form.origin, message));
            }
        }
    }
    for (origin, message) in missing {
        reading.report(Code::UnknownName, origin, message, false);
    }
}

/// The conditions of `routing`, parsed with the types of what they name.
fn expressions(reading: &mut Reading) {
    let mut faults = Vec::new();
    for route in reading.bot.routing.routes.iter().filter(|route| route.when_origin.line > 0) {
        if let Err(fault) = Expr::parse(&route.when, &|name| reading.bot.name_type(name)) {
            let mut origin = route.when_origin;
            origin.column = origin.column.saturating_add(fault.offset);
            faults.push((origin, fault.message));
        }
    }
    for (origin, message) in faults {
        reading.report(Code::BadExpression, origin, message, true);
    }
}

/// A story that goes on where none stops is never reached.
fn checkpoints(reading: &mut Reading) {
    let stories = &reading.bot.stories;
    let ends = order::set(stories.iter().filter_map(|story| checkpoint(story.steps.last())));
    let open: Vec<(Snippet, String)> = stories
        .iter()
        .filter_map(|story| Some((story, checkpoint(story.steps.first())?)))
        .filter(|(story, name)| !ends.contains(name) && story.steps.len() > 1)
        .map(|(story, name)| (Snippet { steps: Vec::new(), ..story.clone() }, name.to_owned()))
        .collect();
    for (story, name) in open {
        let message = format!("the story `{}` begins at `{name}`, where no story stops", story.name);
        reading.report(Code::UnknownName, story.origin, message, false);
    }
}

fn checkpoint(step: Option<&Step>) -> Option<&str> {
    if let Some(Step::Checkpoint(name, _)) = step { Some(name) } else { None }
}

fn sizes(reading: &mut Reading) {
    let domain = &reading.bot.domain;
    let labels: usize = domain.entities.iter().map(|e| 1 + e.roles.len() + e.groups.len()).sum();
    let actions = domain.actions.len() + domain.responses.len() + domain.forms.len();
    let counts =
        [("intents", domain.intents.len()), ("entities", labels), ("slots", domain.slots.len()), ("actions", actions)];
    for (what, count) in counts {
        if count > NAMES {
            reading.problems.push(Problem::new(Code::TooLarge, format!("{count} {what}; at most {NAMES} are read")));
        }
    }
}
