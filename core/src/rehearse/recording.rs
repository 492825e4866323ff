//! A recorded conversation: what was said and every event that followed.
//!
//! In: JSON as Rasa's traces have it, one conversation (`turns`) or several (`conversations`), and
//! what the host's actions answered. Out: turns to play again. Events are made comparable: what only
//! tells when and where they were recorded is left out.

use crate::bot::Names;
use crate::text::Span;
use crate::understanding::{Entity, Intent, Understanding};
use crate::value::Value;

/// Recorded conversations with one bot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recording {
    pub(crate) conversations: Vec<Conversation>,
    /// The bot was refused when it was trained.
    pub(crate) refused: bool,
    /// A learned policy of Rasa decided somewhere; else the recording was made without one.
    pub(crate) learned: bool,
}

/// One of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conversation {
    pub(crate) name: String,
    pub(crate) turns: Vec<Taken>,
}

/// One turn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) understanding: Understanding,
    /// Comparable.
    pub(crate) events: Vec<Value>,
}

impl Recording {
    /// Reads a recording; nothing where the JSON is not one.
    pub(crate) fn read(json: &str) -> Option<Recording> {
        let root = Value::from_json(json)?;
        let refused = root.get("train_error").is_some_and(|error| !error.is_null());
        let one = |value: &Value| -> Option<Conversation> {
            let name = ["story", "pin", "name"].iter().find_map(|key| value.get(key)?.as_text());
            let turns = value.get("turns")?.as_list()?.iter().map(turn).collect();
            Some(Conversation { name: name.unwrap_or_default().to_owned(), turns })
        };
        let conversations = match root.get("conversations").and_then(Value::as_list) {
            Some(list) => list.iter().map(one).collect::<Option<Vec<_>>>()?,
            None => one(&root).into_iter().collect(),
        };
        let policies = conversations.iter().flat_map(|one: &Conversation| &one.turns).flat_map(|turn| &turn.events);
        let mut policies = policies.filter_map(|event| event.get("policy")?.as_text());
        let learned = policies.any(|policy| policy.contains("TEDPolicy"));
        let known = refused || root.get("conversations").is_some() || !conversations.is_empty();
        known.then_some(Recording { conversations, refused, learned })
    }
}

fn turn(value: &Value) -> Taken {
    let events: Vec<Value> = value.get("events").and_then(Value::as_list).unwrap_or_default().to_vec();
    let mut understanding = value.get("user").map(understood).unwrap_or_default();
    // A fallback's ranking is not recorded; its second place is what the bot asked about.
    if let Some(second) = events.iter().find_map(asked) {
        understanding.ranking.push(Intent { name: Some(second), score: 0.1 });
    }
    Taken { understanding, events: events.iter().map(comparable).collect() }
}

/// What a message was taken to mean.
fn understood(user: &Value) -> Understanding {
    let text = |key: &str| user.get(key).and_then(Value::as_text);
    let intent = Intent { name: text("intent").map(str::to_owned), score: 1.0 };
    let payload = text("intent").map(|intent| format!("/{intent}"));
    let words = text("text").or(payload.as_deref()).unwrap_or_default();
    let entities = user.get("entities").and_then(Value::as_list).unwrap_or_default();
    let entity = |found: &Value| {
        let part = |key: &str| found.get(key).and_then(Value::as_text).map(str::to_owned);
        let mut entity = Entity::new(&part("entity").unwrap_or_default(), words, Span::default(), "given");
        entity.value = found.get("value").cloned().unwrap_or_default();
        (entity.role, entity.group) = (part("role"), part("group"));
        entity
    };
    Understanding {
        text: words.to_owned(),
        ranking: vec![intent.clone()],
        intent,
        scope: 1.0,
        entities: entities.iter().map(entity).collect(),
        retrieval: text("full_intent").map(str::to_owned),
        ..Understanding::default()
    }
}

/// The intent that the first button of a question ("did you mean …?") stands for.
fn asked(event: &Value) -> Option<String> {
    let name = event.get("metadata")?.get("utter_action")?.as_text()?;
    let buttons = event.get("data")?.get("buttons")?.as_list()?;
    let payload = buttons.first()?.get("payload")?.as_text()?;
    (name == "action_default_ask_affirmation").then(|| payload.trim_start_matches('/').to_owned())
}

/// An event without what is not compared.
pub(crate) fn comparable(event: &Value) -> Value {
    let Value::Map(map) = event else { return event.clone() };
    let kind = event.get("event").and_then(Value::as_text).unwrap_or_default();
    let mut map = map.clone();
    for key in ["timestamp", "action_text", "input_channel", "message_id", "parse_data", "metadata"] {
        if key != "metadata" || kind != "bot" {
            map.remove(key);
        }
    }
    match kind {
        "user" => {
            if let Some(name) = event.get("intent").and_then(|intent| intent.get("name")) {
                map.insert("intent".to_owned(), name.clone());
            }
            let entities = event.get("entities").and_then(Value::as_list).unwrap_or_default();
            map.insert("entities".to_owned(), Value::List(entities.iter().map(plain).collect()));
        }
        "bot" => {
            if let Some(Value::Map(data)) = map.get_mut("data") {
                data.retain(|_, value| !value.is_null());
            }
        }
        _ => {}
    }
    Value::Map(map)
}

/// An entity by kind, value, role and group.
fn plain(entity: &Value) -> Value {
    let keys = ["entity", "value", "role", "group"];
    let pairs = keys.into_iter().filter_map(|key| Some((key, entity.get(key)?.clone())));
    Value::map(pairs.filter(|(_, value)| !value.is_null()))
}

/// What a host action answers: as given (JSON, `fails`, `rejects`), else as the events that are still
/// to come have it.
pub(crate) fn answer(given: Option<&Value>, name: &str, coming: &[Value], names: &Names) -> Value {
    if let Some(text) = given.and_then(Value::as_text) {
        if text.starts_with("fails") {
            return Value::map([("error", Value::from("failed"))]);
        }
        if text.starts_with("rejects") {
            return Value::map([("error", Value::from("rejected"))]);
        }
        if let Some(value @ Value::Map(_)) = Value::from_json(text) {
            return value;
        }
    } else if let Some(value @ Value::Map(_)) = given {
        return value.clone();
    } else {
        return Value::Null;
    }
    recorded(name, coming, names)
}

/// What follows an action in a recording. What a check (`validate_f`) answers stands after its form;
/// the slot that the form asks for next is the form's own. What asks for a slot or fills one leaves no
/// action: its events are the next ones.
fn recorded(name: &str, coming: &[Value], names: &Names) -> Value {
    let kind = |event: &Value| event.get("event").and_then(Value::as_text).unwrap_or_default().to_owned();
    let checks = name.strip_prefix("validate_").filter(|form| names.action(form).is_some());
    let named = |event: &Value| event.get("name").and_then(Value::as_text) == Some(checks.unwrap_or(name));
    let start = coming.iter().position(|event| kind(event) == "action").filter(|start| named(&coming[*start]));
    let after = coming.iter().skip(start.map_or(0, |start| start + 1));
    let (mut events, mut replies) = (Vec::new(), Vec::new());
    for event in after.take_while(|event| kind(event) != "action") {
        let own = checks.is_some() && event.get("name").and_then(Value::as_text) == Some("requested_slot");
        match kind(event).as_str() {
            "slot" if !own => events.push(event.clone()),
            "followup" | "pause" | "resume" | "restart" | "reset_slots" | "undo" | "reminder" | "cancel_reminder"
                if start.is_some() && checks.is_none() =>
            {
                events.push(event.clone());
            }
            "bot" if event.get("metadata").is_none_or(Value::is_null) => {
                replies.push(Value::map([("text", event.get("text").cloned().unwrap_or_default())]));
            }
            _ => {}
        }
    }
    Value::map([("events", Value::List(events)), ("replies", Value::List(replies))])
}
