//! Test stories acted out: slots are filled, forms run, and the host's actions answer.
//!
//! In: an engine and stories, with their intents and entities given. Out: for each the first turn in
//! which the bot does other things than the story has. What an action of the host sets is what the
//! story says after it, unless a stub says more.

use std::cell::RefCell;

use super::coverage::Reached;
use super::live::Live;
use crate::bot::case::Props;
use crate::bot::{JsonValue, Origin, Snippet, Step, StepEntity};
use crate::engine::Engine;
use crate::policy::{Path, TooMany, expand};
use crate::text::Span;
use crate::understanding::{Entity, Intent, Understanding};
use crate::value::{Timestamp, Value};

/// Messages are understood as of this time: 2026-11-21T10:00:00+07:00.
const NOW: Timestamp = Timestamp(1_795_230_000_000);

/// A story, acted out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acted {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) parted: Option<Parted>,
    /// Actions of the host that neither the story nor a stub answers.
    pub(crate) unstubbed: Vec<String>,
    pub(crate) reached: Reached,
}

/// Where the bot parts from the story.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parted {
    pub(crate) origin: Origin,
    pub(crate) said: String,
    pub(crate) wanted: Vec<String>,
    pub(crate) got: Vec<String>,
    /// Why the bot did what the story has not.
    pub(crate) reason: String,
}

/// A message of a story and what is done then.
struct Part<'s> {
    message: Option<&'s Step>,
    origin: Origin,
    acts: Vec<Wanted<'s>>,
}

/// An action of a story and the slots that it sets.
struct Wanted<'s> {
    name: &'s str,
    slots: Vec<(&'s str, &'s JsonValue)>,
    done: bool,
}

/// Acts stories out.
pub(crate) fn act_out(engine: &Engine, stories: &[Snippet], props: &Props) -> Result<Vec<Acted>, TooMany> {
    Ok(expand(stories)?.iter().map(|path| act(engine, path, props)).collect())
}

fn act(engine: &Engine, path: &Path<'_>, props: &Props) -> Acted {
    let mut acted = Acted { name: path.name.clone(), origin: path.origin, ..Acted::default() };
    let (mut live, _) = Live::new(engine, |_| None);
    for part in parts(path) {
        let Some(step) = part.message else { continue };
        let (understanding, acts) = (given(engine, step), RefCell::new(part.acts));
        let said = understanding.text.clone();
        let happened = live.understood(understanding, |name| {
            let own = props.stub(&path.name, name).map(|stub| stub.0.clone());
            own.or_else(|| told(&mut acts.borrow_mut(), name))
        });
        let wanted: Vec<String> = acts.borrow().iter().map(|act| base(act.name).to_owned()).collect();
        let actions = happened.events.iter().enumerate().filter(|(_, event)| kind(event) == "action");
        let names = actions.filter_map(|(at, event)| Some((at, event.get("name")?.as_text()?)));
        let (places, got): (Vec<usize>, Vec<String>) =
            names.filter(|(_, name)| !QUIET.contains(name)).map(|(at, name)| (at, name.to_owned())).unzip();
        if wanted != got {
            let same = wanted.iter().zip(&got).take_while(|(wanted, got)| wanted == got).count();
            let reason = happened.why(places.get(same).copied().unwrap_or(usize::MAX));
            acted.parted = Some(Parted { origin: part.origin, said, wanted, got, reason });
            break;
        }
    }
    (acted.unstubbed, acted.reached) = (live.unstubbed, live.reached);
    acted
}

/// Actions that stories do not write down.
const QUIET: [&str; 2] = ["action_listen", "action_session_start"];

fn kind(event: &Value) -> &str {
    event.get("event").and_then(Value::as_text).unwrap_or_default()
}

/// `utter_faq/hours` is said by `utter_faq`.
fn base(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

/// The messages of a story, each with what is done then.
fn parts<'s>(path: &Path<'s>) -> Vec<Part<'s>> {
    let mut parts = vec![Part { message: None, origin: path.origin, acts: Vec::new() }];
    for step in path.steps.iter().copied() {
        match step {
            Step::User { origin, .. } => {
                parts.push(Part { message: Some(step), origin: *origin, acts: Vec::new() });
            }
            Step::Action(name, _) if QUIET.contains(&name.as_str()) => {}
            Step::Action(name, _) => {
                let part = parts.last_mut();
                part.into_iter().for_each(|part| part.acts.push(Wanted { name, slots: Vec::new(), done: false }));
            }
            Step::Slots(slots, _) => {
                let act = parts.last_mut().and_then(|part| part.acts.last_mut());
                let known = slots.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_ref()?)));
                act.into_iter().for_each(|act| act.slots.extend(known.clone()));
            }
            _ => {}
        }
    }
    parts
}

/// What the story says that an action sets, each time it is called.
fn told(acts: &mut [Wanted<'_>], name: &str) -> Option<Value> {
    let act = acts.iter_mut().find(|act| act.name == name && !act.done)?;
    act.done = true;
    let slots = act.slots.iter().map(|(name, value)| (*name, value.0.clone()));
    Some(Value::map([("slots", Value::map(slots))]))
}

/// A message as the story has it understood.
fn given(engine: &Engine, step: &Step) -> Understanding {
    let Step::User { intent, text, entities, .. } = step else { return Understanding::default() };
    let name = intent.as_deref().map(|intent| base(intent).to_owned());
    let words = text.clone().unwrap_or_else(|| format!("/{}", intent.as_deref().unwrap_or_default()));
    // What the bot finds at an annotated place has the value that its kind has: a time is no text.
    let known = if text.as_ref().is_some_and(|text| !text.starts_with('/')) {
        engine.understand(&words, NOW).entities
    } else {
        Vec::new()
    };
    let intent_found = Intent { name, score: 1.0 };
    Understanding {
        ranking: vec![intent_found.clone()],
        intent: intent_found,
        scope: 1.0,
        entities: entities.iter().map(|entity| found(entity, &words, &known)).collect(),
        retrieval: intent.clone().filter(|intent| intent.contains('/')),
        text: words,
        ..Understanding::default()
    }
}

fn found(given: &StepEntity, words: &str, known: &[Entity]) -> Entity {
    let span = given.span.map_or(Span::default(), |(start, end)| Span { start: start as usize, end: end as usize });
    let mut entity = Entity::new(&given.entity, words, span, "given");
    let own = known.iter().find(|own| own.kind == given.entity && own.span == span);
    entity.value = own.map_or_else(|| given.value.0.clone(), |own| own.value.clone());
    (entity.role, entity.group) = (given.role.clone(), given.group.clone());
    entity
}
