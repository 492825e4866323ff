//! A host action has answered, failed or refused: its replies, slots and events join the
//! conversation, and the turn goes on where it stopped.
//!
//! In: `{slots, replies, events, error}`. Out: actions, entries of the log. Whatever a host sends is
//! taken as far as it makes sense and noted where it does not.

use super::record;
use super::run::Run;
use crate::bot::SlotId;
use crate::part::Part;
use crate::render::Reply;
use crate::state::{After, Chosen, LISTEN, OpenCall, Step};
use crate::value::Value;

/// The most replies and events of one answer.
const MOST: usize = 64;

/// What a host action came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    failed: bool,
    rejected: bool,
    slots: Vec<(String, Value)>,
    replies: Vec<Value>,
    pub(super) events: Vec<Value>,
}

impl Outcome {
    /// An action that failed.
    pub(super) fn failure() -> Outcome {
        Outcome { failed: true, ..Outcome::default() }
    }

    /// Whether one of its events refuses the action.
    fn refuses(&self) -> bool {
        self.rejected || self.events.iter().any(|event| kind(event) == "action_execution_rejected")
    }

    /// Whether it sets a slot other than the one that is asked for.
    fn sets(&self) -> bool {
        let others = |name: &str| name != "requested_slot";
        let in_events = self.events.iter().filter(|event| kind(event) == "slot");
        self.slots.iter().any(|(name, _)| others(name))
            || in_events.filter_map(|event| event.get("name")?.as_text()).any(others)
    }
}

/// The kind of a Rasa event.
pub(super) fn kind(event: &Value) -> &str {
    event.get("event").and_then(Value::as_text).unwrap_or_default()
}

impl Run<'_> {
    /// An answer to a call.
    pub(super) fn answer(&mut self, id: &str, value: &Value) {
        let Some(call) = self.state.call.take_if(|call| call.id == id) else {
            let id = self.quoted(id, 64);
            self.note(
                "unknown-answer",
                format!("no open call has the id `{id}`; it may have been answered or timed out"),
            );
            return;
        };
        let outcome = self.outcome(value);
        self.resolve(call, &outcome);
    }

    fn outcome(&mut self, value: &Value) -> Outcome {
        let list = |key: &str| value.get(key).and_then(Value::as_list).unwrap_or_default();
        let mut outcome = Outcome {
            slots: match value.get("slots") {
                Some(Value::Map(map)) => map.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
                _ => Vec::new(),
            },
            replies: list("replies").iter().chain(list("responses")).take(MOST).cloned().collect(),
            events: list("events").iter().take(MOST).cloned().collect(),
            ..Outcome::default()
        };
        outcome.slots.truncate(MOST);
        match value.get("error") {
            None | Some(Value::Null) => {}
            Some(Value::Text(error)) if error == "rejected" => outcome.rejected = true,
            Some(error) => {
                outcome = Outcome::failure();
                let error = self.quoted(&error.to_string(), 200);
                self.note("call-failed", format!("the host's action failed: {error}"));
            }
        }
        if !matches!(value, Value::Map(_) | Value::Null) {
            self.note("answer-unreadable", "an answer is a map of slots, replies, events and error");
        }
        outcome
    }

    /// Goes on where a call stopped the turn.
    pub(super) fn resolve(&mut self, call: OpenCall, outcome: &Outcome) {
        match call.after {
            After::Action { chosen } => self.after_action(&chosen, outcome),
            After::Mapping {} => self.after_mapping(outcome),
            After::Mappings { found } => {
                let at = self.state.log.entries.len();
                self.apply(outcome);
                self.set_unmentioned(found, at);
            }
            After::Inner { mut found, form, at } => {
                let slots = self.named(outcome);
                found.retain(|(slot, _)| !slots.iter().any(|(other, _)| other == slot));
                found.extend(slots);
                self.say_replies(outcome);
                self.state.steps.push(Step::Prefilled { form, at, found });
            }
            After::Prefilled { at, found, .. } => {
                self.apply(outcome);
                self.set_unmentioned(found, at);
            }
            After::Form { form, chosen, answered, asked } => {
                let open = self.state.requested().is_some();
                let silent = asked && !answered && open && !outcome.sets() && !outcome.failed;
                if outcome.rejected || (silent && !outcome.refuses()) {
                    self.reject(&chosen);
                } else if outcome.refuses() {
                    self.refused_by_event(&chosen, outcome);
                } else if outcome.failed && self.engine.bot.settings.rasa {
                    self.begin(&chosen);
                    self.state.steps.push(Step::Predict {});
                } else {
                    self.begin(&chosen);
                    self.form_resumes(form);
                    self.apply(outcome);
                }
            }
            After::Ask {} => self.apply(outcome),
            After::Flow { chosen } => self.after_flow_action(&chosen, outcome),
            After::Valid {} => self.after_validation(outcome),
            After::Session {} => {
                self.apply(outcome);
                if self.state.history.last() != Some(LISTEN) {
                    self.trace.events.push(record::given("action_listen", None));
                    self.state.log_action(LISTEN, false);
                }
            }
        }
    }

    fn after_action(&mut self, chosen: &Chosen, outcome: &Outcome) {
        if outcome.rejected {
            self.reject(chosen);
            return;
        }
        if outcome.refuses() {
            self.refused_by_event(chosen, outcome);
            return;
        }
        self.begin(chosen);
        self.state.steps.push(Step::Predict {});
        self.state.handled = true;
        self.apply(outcome);
    }

    /// An action refused by an event of its own: what else it said and set stays.
    fn refused_by_event(&mut self, chosen: &Chosen, outcome: &Outcome) {
        self.state.steps.push(Step::Predict {});
        self.apply(outcome);
        if self.state.history.refused().is_none() {
            self.state.log_rejection(chosen.action);
        }
    }

    /// An action of a flow: where it failed, the flow cannot go on as if it had not.
    fn after_flow_action(&mut self, chosen: &Chosen, outcome: &Outcome) {
        self.begin(chosen);
        self.state.steps.push(Step::Advance {});
        self.state.handled = true;
        if outcome.failed || outcome.rejected {
            self.break_flow();
            return;
        }
        self.apply(outcome);
        if !self.state.silent && self.stands_at(chosen.action) {
            self.lead_on();
        }
    }

    /// The host has looked at an answer: an emptied slot is asked for again.
    fn after_validation(&mut self, outcome: &Outcome) {
        if let Some(going) = self.state.stack.last_mut() {
            going.validated = true;
        }
        self.state.steps.push(Step::Advance {});
        self.apply(outcome);
        let asked = self.state.stack.last().filter(|going| going.answered).is_some();
        if let Some(going) = self.state.stack.last_mut().filter(|_| asked) {
            going.asked = false;
        }
    }

    /// What a custom mapping says joins what was found.
    fn after_mapping(&mut self, outcome: &Outcome) {
        self.say_replies(outcome);
        let slots = self.named(outcome);
        if let Some(Step::Extract { found, .. }) = self.state.steps.last_mut() {
            found.extend(slots);
        }
    }

    /// The slots of an outcome, from its map and its events, as the slots hold them.
    fn named(&mut self, outcome: &Outcome) -> Vec<(SlotId, Value)> {
        let in_events = outcome.events.iter().filter(|event| kind(event) == "slot").filter_map(|event| {
            Some((event.get("name")?.as_text()?.to_owned(), event.get("value").cloned().unwrap_or_default()))
        });
        let all: Vec<(String, Value)> = outcome.slots.iter().cloned().chain(in_events).collect();
        let mut named = Vec::new();
        for (name, value) in all {
            let slot = self.state.frame.names.slot(&name);
            match slot.and_then(|slot| Some((slot, self.fitted(slot, &value)?))) {
                Some(pair) => named.push(pair),
                None => self.note("value-refused", format!("no slot `{name}` takes the value")),
            }
        }
        named
    }

    /// Replies first, then slots, then events, as Rasa orders them.
    fn apply(&mut self, outcome: &Outcome) {
        self.say_replies(outcome);
        for (name, value) in &outcome.slots {
            self.set_named(name, value);
        }
        for event in &outcome.events {
            self.happen(event);
        }
    }

    fn say_replies(&mut self, outcome: &Outcome) {
        for reply in &outcome.replies {
            self.say_reply(reply);
        }
    }

    /// A reply of the host: a response by name with variables, or words of its own.
    pub(super) fn say_reply(&mut self, reply: &Value) {
        let text = |key: &str| reply.get(key).and_then(Value::as_text).filter(|text| !text.is_empty());
        if let Some(name) = text("response").or_else(|| text("template")) {
            let extra: Vec<(String, Value)> = match reply {
                Value::Map(map) => map.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
                _ => Vec::new(),
            };
            if !self.say_response(name, &extra) {
                let name = self.quoted(name, 64);
                self.note("nothing-to-say", format!("no variation of `{name}` can be said here"));
            }
            return;
        }
        let own = match reply {
            Value::Text(text) => text.as_str(),
            _ => text("text").unwrap_or_default(),
        };
        let reply = Reply { text: crate::state::cut(own, 64 * 1024).to_owned(), parts: parts(reply) };
        if reply.text.is_empty() && reply.parts.is_empty() {
            self.note("nothing-to-say", "a reply of the host has neither text nor parts");
            return;
        }
        self.say("", &reply);
    }
}

/// What comes with a reply of the host, in Rasa's keys or ours.
fn parts(reply: &Value) -> Vec<Part> {
    let mut parts = Vec::new();
    let list = |key: &str| reply.get(key).and_then(Value::as_list).filter(|list| !list.is_empty());
    let text = |key: &str| reply.get(key).and_then(Value::as_text).filter(|text| !text.is_empty());
    if let Some(list) = list("buttons").or_else(|| list("quick_replies")) {
        parts.push(Part::Buttons { list: list.to_vec() });
    }
    if let Some(custom) = reply.get("custom").or_else(|| reply.get("json_message")).filter(|value| is_full(value)) {
        parts.push(Part::Custom { value: custom.clone() });
    }
    if let Some(url) = text("image") {
        parts.push(Part::Image { url: url.to_owned(), alt: None });
    }
    if let Some(url) = text("attachment") {
        parts.push(Part::File { url: url.to_owned(), name: None });
    }
    if let Some(list) = list("elements") {
        parts.push(Part::Cards { list: list.to_vec() });
    }
    let ours = list("parts").unwrap_or_default().iter();
    parts.extend(ours.filter_map(|part| serde_json::from_str::<Part>(&part.to_json()).ok()));
    parts
}

fn is_full(value: &Value) -> bool {
    !matches!(value, Value::Null) && value.as_map().is_none_or(|map| !map.is_empty())
}
