//! Whether the trained understanding agrees with what a test story says of its messages.
//!
//! In: messages with text, intent and annotated entities. Out: each one that is understood otherwise.
//! Payloads (`/greet`) and messages without text say nothing about understanding.

use crate::bot::{Origin, Step, StepEntity};
use crate::order;
use crate::understand::{Context, Understander};
use crate::understanding::{Entity, Understanding};
use crate::value::{Timestamp, Value};

/// A message, understood.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) text: String,
    pub(crate) origin: Origin,
    /// Nothing where the understanding agrees.
    pub(crate) slips: Vec<Slip>,
}

/// One thing that was understood otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slip {
    /// `intent` or `entities`.
    pub(crate) what: &'static str,
    pub(crate) wanted: String,
    pub(crate) got: String,
}

/// Understands a message of a story; nothing where it has no text to understand.
pub(crate) fn hear(understander: &Understander, step: &Step, now: Timestamp) -> Option<Heard> {
    let Step::User { intent, text: Some(text), entities, origin } = step else { return None };
    if text.starts_with('/') {
        return None;
    }
    let understood = understander.understand(text, &Context::default(), now);
    let mut slips = Vec::new();
    if let Some(wanted) = intent {
        let got = meant(&understood, wanted.contains('/'));
        if got != wanted {
            slips.push(Slip { what: "intent", wanted: wanted.clone(), got: got.to_owned() });
        }
    }
    let wanted: Vec<String> = entities.iter().map(annotated).collect();
    let got: Vec<String> = understood.entities.iter().map(|found| self::found(found, entities)).collect();
    if !same(&wanted, &got) {
        slips.push(Slip { what: "entities", wanted: wanted.join(", "), got: got.join(", ") });
    }
    Some(Heard { text: text.clone(), origin: *origin, slips })
}

fn meant(understood: &Understanding, full: bool) -> &str {
    let full = understood.retrieval.as_deref().filter(|_| full);
    full.or(understood.intent.name.as_deref()).unwrap_or("nlu_fallback")
}

fn annotated(entity: &StepEntity) -> String {
    let span = entity.span.map_or(String::new(), |(start, end)| format!(" {start}..{end}"));
    format!("{}{span} = {}", entity.entity, entity.value.0)
}

/// A found entity as its annotation would say it: a value that has parts says its text.
fn found(entity: &Entity, annotations: &[StepEntity]) -> String {
    let value = match &entity.value {
        Value::Map(_) => {
            let said = annotations.iter().find(|said| said.entity == entity.kind && spans(said, entity));
            said.map_or_else(|| entity.text.clone(), |said| said.value.0.to_string())
        }
        value => value.to_string(),
    };
    format!("{} {}..{} = {value}", entity.kind, entity.span.start, entity.span.end)
}

fn spans(said: &StepEntity, entity: &Entity) -> bool {
    said.span.is_some_and(|(start, end)| (start as usize, end as usize) == (entity.span.start, entity.span.end))
}

/// The same entities, in whatever order.
fn same(wanted: &[String], got: &[String]) -> bool {
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        order::sort(&mut list);
        list
    };
    sorted(wanted) == sorted(got)
}
