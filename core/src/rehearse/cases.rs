//! Test cases of whole conversations, played and checked.
//!
//! In: an engine and cases. Out: for each the first expectation that is not met, with what happened
//! instead. An expectation looks at the events of its own turn, in whatever order, unless the case
//! asks for their order.

use super::coverage::Reached;
use super::live::{Happened, Live};
use crate::bot::case::{Case, Check, Expected, Props, Round, Wording};
use crate::bot::{JsonValue, Origin};
use crate::engine::Engine;
use crate::event::Event;
use crate::pattern;
use crate::value::Value;

/// A case, played.
#[derive(Clone, Debug)]
pub(crate) struct Tried<'c> {
    pub(crate) case: &'c Case,
    pub(crate) failure: Option<Failure>,
    /// Actions of the host that nobody stubbed.
    pub(crate) unstubbed: Vec<String>,
    pub(crate) reached: Reached,
}

/// The first expectation that was not met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    pub(crate) origin: Origin,
    /// In words.
    pub(crate) wanted: String,
    pub(crate) said: String,
    /// What happened in the turn, in words.
    pub(crate) happened: Vec<String>,
    pub(crate) reason: String,
}

/// Plays cases.
pub(crate) fn try_cases<'c>(engine: &Engine, cases: &'c [Case], props: &Props) -> Vec<Tried<'c>> {
    cases.iter().map(|case| play(engine, case, props)).collect()
}

fn play<'c>(engine: &Engine, case: &'c Case, props: &Props) -> Tried<'c> {
    let answer = |name: &str| props.stub(&case.name, name).map(|stub| stub.0.clone());
    let (mut live, mut happened) = Live::new(engine, answer);
    let fixtures = case
        .fixtures
        .iter()
        .filter_map(|(name, _)| props.fixtures.iter().find(|(known, _)| known == name).map(|(_, slots)| slots));
    for (name, JsonValue(value)) in fixtures.flatten() {
        live.event(Event::Set { name: name.clone(), value: value.clone() }, answer);
    }
    let mut failure = None;
    for round in &case.rounds {
        if let Some(said) = &round.said {
            happened = live.say(said, answer);
        }
        failure = review(round, &happened);
        if failure.is_some() {
            break;
        }
    }
    Tried { case, failure, unstubbed: live.unstubbed, reached: live.reached }
}

fn review(round: &Round, happened: &Happened) -> Option<Failure> {
    let mut from = 0;
    for Check { origin, expected } in &round.checks {
        let start = if round.ordered { from } else { 0 };
        match met(expected, &happened.events[start.min(happened.events.len())..]) {
            Some(place) => from = start + place + 1,
            None => {
                return Some(Failure {
                    origin: *origin,
                    wanted: describe(expected),
                    said: round.said.clone().unwrap_or_default(),
                    happened: happened.events.iter().filter_map(told).collect(),
                    reason: happened.why(acted(&happened.events)),
                });
            }
        }
    }
    None
}

/// The place of the last action that is more than listening.
fn acted(events: &[Value]) -> usize {
    let act = |event: &Value| text(event, "event") == "action" && text(event, "name") != "action_listen";
    events.iter().rposition(act).unwrap_or(usize::MAX)
}

/// Where an expectation is met; what must not be is met before everything.
fn met(expected: &Expected, events: &[Value]) -> Option<usize> {
    let find = |kind: &str, test: &dyn Fn(&Value) -> bool| {
        events.iter().position(|event| text(event, "event") == kind && test(event))
    };
    let flow = |kind: &str, flow: &str, step: &Option<String>| {
        find(kind, &|event| {
            text(event, "flow_id") == flow && step.as_ref().is_none_or(|step| text(event, "step_id") == step)
        })
    };
    match expected {
        Expected::Said { name, wording, buttons } => find("bot", &|event| {
            name.as_ref().is_none_or(|name| uttered(event) == name)
                && wording.as_ref().is_none_or(|wording| says(wording, text(event, "text")))
                && buttons.iter().all(|button| offers(event, button))
        }),
        Expected::Set(name, value) => find("slot", &|event| text(event, "name") == name && holds(event, value)),
        Expected::NotSet(name, value) => {
            let set = find("slot", &|event| text(event, "name") == name && holds(event, value));
            set.is_none().then_some(0)
        }
        Expected::Ran(name) => find("action", &|event| text(event, "name") == name),
        Expected::Started(name) => flow("flow_started", name, &None),
        Expected::Completed(name, step) => flow("flow_completed", name, step),
        Expected::Cancelled(name, step) => flow("flow_cancelled", name, step),
        Expected::Offered(names) => find("bot", &|event| names.iter().all(|name| offers_flow(event, name))),
        Expected::Judged(_) => Some(0),
    }
}

fn text<'e>(event: &'e Value, key: &str) -> &'e str {
    event.get(key).and_then(Value::as_text).unwrap_or_default()
}

/// The response that a reply comes from.
fn uttered(event: &Value) -> &str {
    event.get("metadata").map_or("", |metadata| text(metadata, "utter_action"))
}

/// A slot's event holds the value; without one, anything but null.
fn holds(event: &Value, wanted: &Option<JsonValue>) -> bool {
    let value = event.get("value").cloned().unwrap_or_default();
    match wanted {
        None => !value.is_null(),
        Some(JsonValue(wanted)) => value == *wanted || value.to_string() == wanted.to_string(),
    }
}

/// A pattern that is no regular expression is looked for as it stands.
fn says(wording: &Wording, text: &str) -> bool {
    match wording {
        Wording::Exact(wanted) => text.trim() == wanted,
        Wording::Pattern(pattern) => match pattern::builder(pattern, false).build() {
            Ok(pattern) => pattern.is_match(text),
            Err(_) => text.contains(pattern.as_str()),
        },
    }
}

fn buttons(event: &Value) -> &[Value] {
    event.get("data").and_then(|data| data.get("buttons")?.as_list()).unwrap_or_default()
}

fn offers(event: &Value, (title, payload): &(String, Option<String>)) -> bool {
    let same = |button: &Value| {
        text(button, "title") == title && payload.as_ref().is_none_or(|payload| text(button, "payload") == payload)
    };
    buttons(event).iter().any(same)
}

/// A flow is offered by a button, or by its name in the words.
fn offers_flow(event: &Value, name: &str) -> bool {
    let button =
        |button: &Value| text(button, "payload").trim_start_matches('/') == name || text(button, "title") == name;
    buttons(event).iter().any(button) || text(event, "text").contains(name)
}

fn describe(expected: &Expected) -> String {
    let value =
        |value: &Option<JsonValue>| value.as_ref().map_or(String::new(), |value| format!(" to {}", value.0.to_json()));
    let step = |step: &Option<String>| step.as_ref().map_or(String::new(), |step| format!(" at the step `{step}`"));
    match expected {
        Expected::Said { name, wording, buttons } => {
            let mut said = "a reply".to_owned();
            if let Some(name) = name {
                said.push_str(&format!(" `{name}`"));
            }
            match wording {
                Some(Wording::Exact(text)) => said.push_str(&format!(" “{text}”")),
                Some(Wording::Pattern(pattern)) => said.push_str(&format!(" that matches `{pattern}`")),
                None => {}
            }
            for (title, _) in buttons {
                said.push_str(&format!(" with the button “{title}”"));
            }
            said
        }
        Expected::Set(name, wanted) => format!("the slot `{name}` set{}", value(wanted)),
        Expected::NotSet(name, wanted) => format!("the slot `{name}` not set{}", value(wanted)),
        Expected::Ran(name) => format!("the action `{name}`"),
        Expected::Started(name) => format!("the flow `{name}` started"),
        Expected::Completed(name, at) => format!("the flow `{name}` completed{}", step(at)),
        Expected::Cancelled(name, at) => format!("the flow `{name}` cancelled{}", step(at)),
        Expected::Offered(names) => format!("a choice between {}", names.join(", ")),
        Expected::Judged(what) => what.clone(),
    }
}

/// An event in words; nothing where it says nothing of interest.
fn told(event: &Value) -> Option<String> {
    Some(match text(event, "event") {
        "user" => {
            let intent = text(event, "intent");
            format!("understood as {}", if intent.is_empty() { "nothing" } else { intent })
        }
        "bot" if uttered(event).is_empty() => format!("says “{}”", text(event, "text")),
        "bot" => format!("`{}` says “{}”", uttered(event), text(event, "text")),
        "action" if text(event, "name") == "action_listen" => return None,
        "action" => format!("`{}` runs", text(event, "name")),
        "slot" => {
            format!("slot {} = {}", text(event, "name"), event.get("value").cloned().unwrap_or_default().to_json())
        }
        "active_loop" => format!("active loop: {}", event.get("name").cloned().unwrap_or_default()),
        kind if kind.starts_with("flow_") => format!("{kind} {} {}", text(event, "flow_id"), text(event, "step_id")),
        "action_execution_rejected" => format!("`{}` refuses", text(event, "name")),
        "rewind" => "the message is taken back".to_owned(),
        _ => return None,
    })
}
