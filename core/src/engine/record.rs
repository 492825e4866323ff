//! A turn as Rasa-shaped event JSON, for the trace and for the trackers of host actions.
//!
//! In: what happened. Out: one value per event, in Rasa's order and with Rasa's keys. It is a
//! record: nothing is decided by it.

use crate::bot::{ActionId, Response, SlotId};
use crate::part::Part;
use crate::render::Reply;
use crate::state::{Chosen, Entry, Found, Heard, State};
use crate::value::Value;

/// `{"event": kind}` with more keys.
pub(super) fn event<const N: usize>(kind: &str, more: [(&str, Value); N]) -> Value {
    Value::map(std::iter::once(("event", Value::from(kind))).chain(more))
}

/// A slot is set.
pub(super) fn slot(name: &str, value: Value) -> Value {
    event("slot", [("name", Value::from(name)), ("value", value)])
}

/// A loop begins, or ends.
pub(super) fn active_loop(name: Option<&str>) -> Value {
    event("active_loop", [("name", name.map_or(Value::Null, Value::from))])
}

/// An action ran.
pub(super) fn action(name: &str, chosen: &Chosen) -> Value {
    event(
        "action",
        [
            ("name", Value::from(name)),
            ("policy", policy(chosen)),
            ("confidence", Value::Number(chosen.score)),
            ("hide_rule_turn", Value::Bool(chosen.hidden)),
        ],
    )
}

/// An action that no policy chose ran.
pub(super) fn given(name: &str, score: Option<f64>) -> Value {
    event(
        "action",
        [
            ("name", Value::from(name)),
            ("policy", Value::Null),
            ("confidence", score.map_or(Value::Null, Value::Number)),
            ("hide_rule_turn", Value::Bool(false)),
        ],
    )
}

/// An action refused to run.
pub(super) fn rejected(name: &str, chosen: &Chosen) -> Value {
    event(
        "action_execution_rejected",
        [("name", Value::from(name)), ("policy", policy(chosen)), ("confidence", Value::Number(chosen.score))],
    )
}

fn policy(chosen: &Chosen) -> Value {
    if chosen.policy.is_empty() { Value::Null } else { Value::from(chosen.policy.as_str()) }
}

/// A person said something.
pub(super) fn user(heard: &Heard, text: &str) -> Value {
    let intent = heard.intent.as_deref().map_or(Value::Null, Value::from);
    let entities = heard.entities.iter().map(entity).collect();
    event("user", [("text", Value::from(text)), ("intent", intent), ("entities", Value::List(entities))])
}

fn entity(found: &Found) -> Value {
    let mut pairs = vec![("entity", Value::from(found.kind.as_str())), ("value", found.value.clone())];
    if let Some(role) = &found.role {
        pairs.push(("role", Value::from(role.as_str())));
    }
    if let Some(group) = &found.group {
        pairs.push(("group", Value::from(group.as_str())));
    }
    Value::map(pairs)
}

/// The bot said something; `name` is empty where the host wrote it.
pub(super) fn bot(name: &str, reply: &Reply, variation: Option<&Response>) -> Value {
    let mut data: Vec<(&str, Value)> = Vec::new();
    // Rasa repeats an image as the attachment where there is no other.
    let image = reply.parts.iter().find_map(|part| if let Part::Image { url, .. } = part { Some(url) } else { None });
    data.extend(image.map(|url| ("attachment", Value::from(url.as_str()))));
    for part in &reply.parts {
        data.push(match part {
            Part::Buttons { list } => ("buttons", Value::List(list.clone())),
            Part::Image { url, .. } => ("image", Value::from(url.as_str())),
            Part::File { url, .. } => ("attachment", Value::from(url.as_str())),
            Part::Cards { list } => ("elements", Value::List(list.clone())),
            Part::Custom { value } => ("custom", value.clone()),
            _ => continue,
        });
    }
    let text = if reply.text.is_empty() { Value::Null } else { Value::from(reply.text.as_str()) };
    let mut pairs = vec![("event", Value::from("bot")), ("text", text), ("data", Value::map(data))];
    if !name.is_empty() {
        pairs.push(("metadata", Value::map(metadata(name, variation))));
    }
    Value::map(pairs)
}

/// The event with the variables that a host's action gave its reply: Rasa keeps them as metadata.
pub(super) fn with_extra(event: Value, extra: &[(String, Value)]) -> Value {
    const OWN: [&str; 9] =
        ["response", "template", "text", "buttons", "quick_replies", "custom", "image", "attachment", "elements"];
    let Value::Map(mut map) = event else { return event };
    if let Some(Value::Map(metadata)) = map.get_mut("metadata") {
        let full = |value: &Value| !["null", "false", "0", "\"\"", "[]", "{}"].contains(&value.to_json().as_str());
        let extra = extra.iter().filter(|(key, value)| !OWN.contains(&key.as_str()) && full(value));
        metadata.extend(extra.cloned());
    }
    Value::Map(map)
}

/// What Rasa says of a variation beside its words.
fn metadata<'n>(name: &str, variation: Option<&Response>) -> Vec<(&'n str, Value)> {
    // `utter_faq` says `utter_faq/hours`.
    let said = variation.map_or(name, |variation| &variation.name);
    let mut pairs = vec![("utter_action", Value::from(said))];
    let Some(variation) = variation else { return pairs };
    if let Some(channel) = &variation.channel {
        pairs.push(("channel", Value::from(channel.as_str())));
    }
    if let Some(conditions) = &variation.condition {
        let condition = conditions.iter().map(|(slot, value)| {
            let name = Value::from(slot.as_str());
            Value::map([("type", Value::from("slot")), ("name", name), ("value", value.0.clone())])
        });
        pairs.push(("condition", Value::List(condition.collect())));
    }
    if !variation.metadata.is_null() {
        pairs.push(("metadata", variation.metadata.clone()));
    }
    pairs
}

/// What a host action is told: enough for a rasa-sdk tracker. Slots that it is to check come last,
/// after the form that asks for it.
pub(super) fn tracker(state: &State, form: Option<ActionId>, candidates: &[(SlotId, Value)]) -> Value {
    let frame = &*state.frame;
    let mut slots: Vec<(String, Value)> = state.slots().into_iter().collect();
    for (id, value) in candidates {
        slots.push((frame.slot(*id).to_owned(), value.clone()));
    }
    let mut events = since_user(state);
    if let Some(form) = form {
        if let Some(requested) = state.requested() {
            events.push(slot("requested_slot", Value::from(frame.slot(requested))));
        }
        events.push(given(frame.action(form), None));
    }
    events.extend(candidates.iter().map(|(id, value)| slot(frame.slot(*id), value.clone())));
    let last = state.history.last().map_or(Value::Null, |action| Value::from(frame.action(action)));
    Value::map([
        ("action", last),
        ("active", state.active().map_or(Value::Null, Value::from)),
        ("events", Value::List(events)),
        ("message", state.heard.as_ref().map_or(Value::Null, message)),
        ("slots", Value::map(slots)),
    ])
}

/// The latest message as Rasa's parse data.
fn message(heard: &Heard) -> Value {
    let ranked =
        |name: &str, score: f64| Value::map([("name", Value::from(name)), ("confidence", Value::Number(score))]);
    let intent = heard.intent.as_deref().map_or(Value::Null, |name| ranked(name, heard.score));
    let ranking = heard.ranking.iter().map(|intent| ranked(&intent.intent, intent.score));
    Value::map([
        ("text", Value::from(heard.text.as_str())),
        ("intent", intent),
        ("entities", Value::List(heard.entities.iter().map(entity).collect())),
        ("intent_ranking", Value::List(ranking.collect())),
    ])
}

/// What happened since the latest message, as events.
fn since_user(state: &State) -> Vec<Value> {
    let frame = &*state.frame;
    let start = state.since_user();
    let mut now = state.slots.clone();
    let mut events = Vec::new();
    for entry in state.log.entries.iter().skip(start).rev() {
        events.push(match entry {
            Entry::Action { action, .. } => given(frame.action(*action), None),
            Entry::Slot { slot: id, before } => {
                let value = now.get_mut(usize::from(*id)).map(|now| std::mem::replace(now, before.clone()));
                slot(frame.slot(*id), value.unwrap_or_default())
            }
            Entry::Loop { now, .. } => active_loop(now.map(|action| frame.action(action))),
            Entry::Rejected(action) => {
                event("action_execution_rejected", [("name", Value::from(frame.action(*action)))])
            }
            Entry::Followup(action) => event("followup", [("name", Value::from(frame.action(*action)))]),
            Entry::User(_) | Entry::Interrupted => continue,
        });
    }
    if let Some(heard) = state.heard.as_ref().filter(|_| start > 0) {
        events.push(user(heard, &heard.text));
    }
    events.reverse();
    events
}
