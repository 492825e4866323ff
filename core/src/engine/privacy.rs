//! Personal data masked in what a turn leaves behind: `privacy:` of `config.yml`.
//!
//! In: a state and a trace at the end of a turn. Out: the same, with the texts of messages, replies
//! and entities masked, those too that wait to be read. Slots keep their values, for the conversation
//! needs them, and so does what is on its way to a slot; calls to the host's actions are not touched.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::run::Run;
use crate::bot::{Bot, MappingKind, Mask, Names, Privacy, SlotId};
use crate::error::Error;
use crate::order;
use crate::state::{Extractor, Heard, State, Step, cut, scalar};
use crate::text::Span;
use crate::trace::Trace;
use crate::understand::{Builtin, Context, personal, replaced};
use crate::understanding::{Entity, Understanding};
use crate::value::{Timestamp, Value};

/// The shortest value that is looked for in other texts, in bytes: less stands everywhere.
const SHORTEST: usize = 4;
/// The most values that are looked for.
const MOST: usize = 64;

/// The masks of a bot, compiled.
#[derive(Debug)]
pub(super) struct Veil {
    privacy: Privacy,
    /// The built-in ones of its kinds.
    builtin: Builtin,
    /// Slots that are filled from such kinds.
    slots: Vec<(SlotId, String)>,
    /// All kinds that some slot is filled from.
    taken: Vec<String>,
    /// Whether some slot takes messages as they are.
    texts: bool,
}

/// A value that may stand in a text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Secret {
    text: String,
    mask: String,
    /// Whether some slot is filled from its kind.
    taken: bool,
}

/// The masks at work on what one turn leaves.
pub(super) struct Cover<'a> {
    veil: &'a Veil,
    pub(super) names: &'a Names,
    /// What the bot finds in a text, its own kinds too.
    find: &'a dyn Fn(&str) -> Vec<Entity>,
    /// The longest first.
    secrets: Vec<Secret>,
    /// Texts that were masked: a message stands in several places.
    known: RefCell<BTreeMap<String, String>>,
    /// The message and what the bot finds in it.
    message: RefCell<Option<(String, Vec<Entity>)>>,
}

impl Run<'_> {
    /// Masks what the turn leaves behind, where the bot asks for it.
    pub(super) fn cover(&mut self) {
        let engine = self.engine;
        let Some(veil) = &engine.veil else { return };
        let (mut trace, mut queue) = (std::mem::take(&mut self.trace), std::mem::take(&mut self.state.queue));
        let (mut recent, mut heard) = (std::mem::take(&mut self.state.recent), self.state.heard.take());
        let mut timers = std::mem::take(&mut self.state.timers);
        let mut stack = std::mem::take(&mut self.state.stack);
        let (own, given) = (self.own(), self.listed());
        let context = Context { own: &own, given: &given, ..Context::default() };
        let find = |text: &str| engine.understander.entities(text, &context, Timestamp(self.state.clock));
        let secrets = veil.secrets(&self.state, &trace);
        let names = &engine.frame.names;
        let cover = Cover { veil, names, find: &find, secrets, known: RefCell::default(), message: RefCell::default() };
        cover.begin(&trace);
        if veil.privacy.state {
            let old = recent.len().saturating_sub(self.fresh);
            for (place, (_, text)) in recent.iter_mut().enumerate() {
                *text = if place < old { cover.again(text) } else { cover.text(text) };
            }
            cover.waiting(&mut queue, engine.bot.timing.burst > 0.0);
            timers.iter_mut().for_each(|timer| cover.named(&mut timer.entities));
            stack.iter_mut().flat_map(|going| &mut going.options).for_each(|option| cover.option(option));
            if let Some(heard) = &mut heard {
                cover.heard(heard, &self.state, &trace);
            }
        }
        if veil.privacy.trace {
            cover.trace(&mut trace);
        }
        (self.trace, self.state.stack) = (trace, stack);
        (self.state.queue, self.state.recent, self.state.heard, self.state.timers) = (queue, recent, heard, timers);
    }

    /// A text in a note, cut; masked first, for half a number is one too.
    pub(super) fn quoted(&self, text: &str, most: usize) -> String {
        let engine = self.engine;
        let Some(veil) = &engine.veil else { return cut(text, most).to_owned() };
        let find = |text: &str| engine.understander.entities(text, &Context::default(), Timestamp(self.state.clock));
        let names = &engine.frame.names;
        let cover = Cover {
            veil,
            names,
            find: &find,
            secrets: Vec::new(),
            known: RefCell::default(),
            message: RefCell::default(),
        };
        cut(&cover.text(text), most).to_owned()
    }
}

impl Veil {
    /// The masks of a bot; none where it asks for none.
    pub(super) fn new(bot: &Bot, extractor: &Extractor) -> Result<Option<Veil>, Error> {
        let Some(privacy) = bot.privacy.clone() else { return Ok(None) };
        let names: Vec<&str> =
            privacy.kinds.iter().map(|(kind, _)| kind.as_str()).filter(|kind| Builtin::knows(kind)).collect();
        let builtin = Builtin::new(&names)?;
        let (mut slots, mut taken) = (Vec::new(), Vec::new());
        for (slot, def) in (0..).zip(&bot.domain.slots) {
            // a flow fills a slot from what is called like it
            let model = def.mappings.iter().any(|mapping| mapping.kind == MappingKind::Model);
            let kinds: Vec<&str> = extractor.kinds(slot).chain(model.then_some(def.name.as_str())).collect();
            let kind = kinds.iter().find(|kind| privacy.kinds.iter().any(|(known, _)| known == *kind));
            slots.extend(kind.map(|kind| (slot, (*kind).to_owned())));
            taken.extend(kinds.into_iter().map(str::to_owned));
        }
        Ok(Some(Veil { privacy, builtin, slots, taken, texts: extractor.takes_texts() }))
    }

    pub(super) fn mask(&self, kind: &str) -> Option<&Mask> {
        self.privacy.kinds.iter().find(|(known, _)| known == kind).map(|(_, mask)| mask)
    }

    /// Whether some slot is filled from a kind.
    pub(super) fn takes(&self, kind: &str) -> bool {
        self.taken.iter().any(|taken| taken == kind)
    }

    /// What the message said and what the slots hold of these kinds.
    fn secrets(&self, state: &State, trace: &Trace) -> Vec<Secret> {
        let mut secrets = Vec::new();
        let mut keep = |text: &str, kind: &str| {
            if let Some(mask) = self.mask(kind).filter(|_| text.len() >= SHORTEST && secrets.len() < MOST) {
                secrets.push(Secret { text: text.to_owned(), mask: mask.of(kind, text), taken: self.takes(kind) });
            }
        };
        let entities = trace.understanding.iter().flat_map(|understanding| &understanding.entities);
        for entity in entities {
            keep(&entity.text, &entity.kind);
            if let Some(Value::Text(text)) = scalar(&entity.value) {
                keep(&text, &entity.kind);
            }
        }
        for (slot, kind) in &self.slots {
            if let Some(Value::Text(text)) = state.slots.get(usize::from(*slot)).and_then(scalar) {
                keep(&text, kind);
            }
        }
        order::by(&mut secrets, |a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        secrets
    }

    /// What was found, with the built-in kinds that nobody asked the bot to find; in order, and none
    /// over another: of two the longer stays, and what the other had beyond it.
    fn pieces(&self, text: &str, found: Vec<Entity>) -> Vec<Entity> {
        let mut all: Vec<Entity> = found.into_iter().filter(|entity| self.mask(&entity.kind).is_some()).collect();
        all.extend(personal(text, &self.builtin));
        order::by_key(&mut all, |entity| (entity.span.start, std::cmp::Reverse(entity.span.end)));
        let mut at = 0;
        all.retain_mut(|entity| {
            if entity.span.start < at {
                entity.span.start = at.min(entity.span.end);
                text.get(entity.span.start..entity.span.end).unwrap_or_default().clone_into(&mut entity.text);
                entity.value = Value::from(entity.text.as_str());
            }
            at = at.max(entity.span.end);
            entity.span.start < entity.span.end
        });
        all
    }
}

impl Cover<'_> {
    /// Masks the message first: most of what a turn leaves are pieces of it.
    fn begin(&self, trace: &Trace) {
        let Some(understanding) = &trace.understanding else { return };
        let found = (self.find)(&understanding.text);
        *self.message.borrow_mut() = Some((understanding.text.clone(), found));
        self.text(&understanding.text);
    }

    /// What is personal in a text, in order.
    pub(super) fn found(&self, text: &str) -> Vec<Entity> {
        self.veil.pieces(text, self.read(text))
    }

    /// What the bot finds in a text; the message is read once.
    fn read(&self, text: &str) -> Vec<Entity> {
        if let Some((_, found)) = self.message.borrow().as_ref().filter(|(message, _)| message == text) {
            return found.clone();
        }
        (self.find)(text)
    }

    /// Whether a text is a name that the bot's author gave, which nobody's data is: `/ask_menu`, `drink`.
    fn is_name(&self, text: &str) -> bool {
        let (names, name) = (self.names, text.strip_prefix('/').unwrap_or(text));
        names.action(name).is_some()
            || names.intent(name).is_some()
            || names.slot(name).is_some()
            || names.entity(name).is_some()
    }

    /// What stands for a piece.
    pub(super) fn hides(&self, entity: &Entity) -> Option<String> {
        self.veil.mask(&entity.kind).map(|mask| mask.of(&entity.kind, &entity.text))
    }

    /// Whether some slot is filled from a kind.
    pub(super) fn takes(&self, kind: &str) -> bool {
        self.veil.takes(kind)
    }

    /// A text, masked.
    pub(super) fn text(&self, text: &str) -> String {
        if let Some(masked) = self.known.borrow().get(text) {
            return masked.clone();
        }
        // A piece that stands in a text as it is kept hides nothing: the value of an entity.
        if self.is_name(text) || self.known.borrow().values().any(|kept| kept.contains(text)) {
            return text.to_owned();
        }
        let masked = replaced(text, &self.found(text), &|entity| self.hides(entity));
        let masked = self.without_secrets(masked, false);
        self.known.borrow_mut().insert(text.to_owned(), masked.clone());
        masked
    }

    /// A text that was masked by an earlier turn: what is a secret by now may stand in it.
    fn again(&self, text: &str) -> String {
        let found = personal(text, &self.veil.builtin);
        self.without_secrets(replaced(text, &found, &|entity| self.hides(entity)), false)
    }

    /// A text without the values that are known, or those alone of them that no slot takes.
    pub(super) fn without_secrets(&self, text: String, later: bool) -> String {
        let mut text = text;
        for Secret { text: secret, mask, .. } in self.secrets.iter().filter(|secret| !later || !secret.taken) {
            if !mask.contains(secret.as_str()) && text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), mask);
            }
        }
        text
    }

    fn trace(&self, trace: &mut Trace) {
        for event in &mut trace.events {
            self.event(event);
        }
        for note in &mut trace.notes {
            note.message = self.text(&note.message);
        }
        if let Some(understanding) = &mut trace.understanding {
            self.understanding(understanding);
        }
    }

    /// The latest message: while a turn is open, what slots may still take of it stays.
    fn heard(&self, heard: &mut Heard, state: &State, trace: &Trace) {
        let open = !state.steps.is_empty() || state.call.is_some();
        let read = self.veil.texts && state.steps.iter().any(|step| matches!(step, Step::Extract { .. }));
        if !read {
            // the whole of it is masked and then cut, for half a number is one too
            let whole = trace.understanding.as_ref().map(|understanding| understanding.text.as_str());
            let whole = whole.filter(|whole| whole.starts_with(&heard.text)).unwrap_or(&heard.text);
            heard.text = cut(&self.text(whole), heard.text.len().max(64)).to_owned();
        }
        for (name, value) in &mut heard.given {
            if open { self.pair(name, value) } else { self.value(value) }
        }
        for found in &mut heard.entities {
            let taken = open && self.takes(&found.kind);
            let Some(mask) = self.veil.mask(&found.kind) else {
                let masked = self.text(&found.text);
                if !taken && masked != found.text {
                    (found.value, found.text) = (Value::from(masked.as_str()), masked);
                }
                continue;
            };
            let masked = mask.of(&found.kind, &found.text);
            if !taken {
                (found.value, found.text) = (Value::from(masked.as_str()), masked);
            } else if scalar(&found.value).is_some() {
                found.text = masked;
            }
        }
    }

    /// What a message was taken to mean: its text is masked, and entities stand where they stood.
    fn understanding(&self, understanding: &mut Understanding) {
        // what a payload or the host says of a text is not what stands in it
        let mut found = self.read(&understanding.text);
        found.extend(understanding.entities.iter().cloned());
        let spans = self.veil.pieces(&understanding.text, found);
        let (mut masked, mut at, mut moved) = (String::new(), 0, Vec::new());
        for entity in &spans {
            let Some(mask) = self.hides(entity) else { continue };
            masked.push_str(understanding.text.get(at..entity.span.start).unwrap_or_default());
            let start = masked.len();
            masked.push_str(&mask);
            moved.push((entity.span, Span { start, end: masked.len() }));
            at = entity.span.end;
        }
        masked.push_str(understanding.text.get(at..).unwrap_or_default());
        for entity in &mut understanding.entities {
            let touched = moved.iter().any(|(old, _)| old.start < entity.span.end && entity.span.start < old.end);
            entity.span =
                Span { start: place(entity.span.start, &moved, false), end: place(entity.span.end, &moved, true) };
            entity.text = masked.get(entity.span.start..entity.span.end).unwrap_or_default().to_owned();
            if touched {
                entity.value = Value::from(entity.text.as_str());
            }
        }
        understanding.text = masked;
    }

    /// One event of the trace.
    fn event(&self, event: &mut Value) {
        let slot = event.get("event").and_then(Value::as_text) == Some("slot");
        let name = event.get("name").and_then(Value::as_text).and_then(|name| self.names.slot(name));
        let kind = self.veil.slots.iter().find(|(id, _)| slot && Some(*id) == name).map(|(_, kind)| kind.clone());
        let Value::Map(map) = event else { return };
        for (key, value) in map {
            match (&kind, key.as_str()) {
                (_, "event" | "name" | "policy" | "intent") => {}
                (Some(kind), "value") if !value.is_null() => *value = self.hidden(kind, value),
                _ => self.value(value),
            }
        }
    }

    pub(super) fn hidden(&self, kind: &str, value: &Value) -> Value {
        let text = scalar(value).map_or_else(|| value.to_string(), |plain| plain.to_string());
        self.veil.mask(kind).map_or(Value::Null, |mask| Value::from(mask.of(kind, &text)))
    }

    /// Every text in a value; an entity of these kinds loses its value.
    pub(super) fn value(&self, value: &mut Value) {
        let entity = value.get("entity").and_then(Value::as_text).filter(|kind| self.veil.mask(kind).is_some());
        if let Some(kind) = entity.map(str::to_owned) {
            if let Value::Map(map) = value
                && let Some(held) = map.get_mut("value")
            {
                *held = self.hidden(&kind, held);
            }
            return;
        }
        match value {
            Value::Text(text) => *text = self.text(text),
            Value::List(list) => list.iter_mut().for_each(|item| self.value(item)),
            Value::Map(map) => map.values_mut().for_each(|item| self.value(item)),
            _ => {}
        }
    }
}

/// A place of the text as it was, in the masked text; inside a mask, its start or its end.
fn place(at: usize, moved: &[(Span, Span)], end: bool) -> usize {
    let mut shift = (0, 0);
    for (old, new) in moved {
        if at >= old.end {
            shift = (old.end, new.end);
        } else if at > old.start {
            return if end { new.end } else { new.start };
        }
    }
    at - shift.0 + shift.1
}
