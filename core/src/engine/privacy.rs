//! Personal data masked in what a turn leaves behind: `privacy:` of `config.yml`.
//!
//! In: a state and a trace at the end of a turn. Out: the same, with the texts of messages, replies
//! and entities masked. Slots keep their values, for the conversation needs them, and so do calls to
//! the host's actions; the latest message stays as it is while a call or a form still reads it.

use crate::bot::{Bot, Mask, Privacy, SlotId};
use crate::error::Error;
use crate::state::{Extractor, State, scalar};
use crate::text::Span;
use crate::trace::Trace;
use crate::understand::{Builtin, personal};
use crate::understanding::{Entity, Understanding};
use crate::value::Value;

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
}

/// Values that may stand in a text, with their masks, the longest first.
type Secrets = Vec<(String, String)>;

impl Veil {
    /// The masks of a bot; none where it asks for none.
    pub(super) fn new(bot: &Bot, extractor: &Extractor) -> Result<Option<Veil>, Error> {
        let Some(privacy) = bot.privacy.clone() else { return Ok(None) };
        let names: Vec<&str> =
            privacy.kinds.iter().map(|(kind, _)| kind.as_str()).filter(|kind| Builtin::knows(kind)).collect();
        let builtin = Builtin::new(&names)?;
        let mut slots = Vec::new();
        for slot in (0..bot.domain.slots.len()).filter_map(|slot| SlotId::try_from(slot).ok()) {
            let kind = extractor.kinds(slot).find(|kind| privacy.kinds.iter().any(|(known, _)| known == kind));
            slots.extend(kind.map(|kind| (slot, kind.to_owned())));
        }
        Ok(Some(Veil { privacy, builtin, slots }))
    }

    /// Masks what a turn leaves behind.
    pub(super) fn draw(&self, state: &mut State, trace: &mut Trace) {
        let secrets = self.secrets(state, trace);
        if self.privacy.trace {
            if let Some(understanding) = &mut trace.understanding {
                self.understanding(understanding);
            }
            for event in &mut trace.events {
                self.event(event, state, &secrets);
            }
            for note in &mut trace.notes {
                note.message = self.text(&note.message, &secrets);
            }
        }
        if !self.privacy.state {
            return;
        }
        for (_, text) in &mut state.recent {
            *text = self.text(text, &secrets);
        }
        // a message that is still read keeps what slots will need of it
        let read = state.steps.is_empty() && state.call.is_none();
        if let Some(heard) = state.heard.as_mut().filter(|_| read) {
            heard.text = self.text(&heard.text, &secrets);
            for (_, value) in &mut heard.given {
                self.value(value, &secrets);
            }
            for found in &mut heard.entities {
                if let Some(mask) = self.mask(&found.kind) {
                    found.text = mask.of(&found.kind, &found.text);
                    found.value = Value::from(found.text.as_str());
                }
            }
        }
    }

    fn mask(&self, kind: &str) -> Option<&Mask> {
        self.privacy.kinds.iter().find(|(known, _)| known == kind).map(|(_, mask)| mask)
    }

    /// What the message said and what the slots hold of these kinds.
    fn secrets(&self, state: &State, trace: &Trace) -> Secrets {
        let mut secrets = Secrets::new();
        let mut keep = |text: &str, kind: &str| {
            if let Some(mask) = self.mask(kind).filter(|_| text.len() >= SHORTEST && secrets.len() < MOST) {
                secrets.push((text.to_owned(), mask.of(kind, text)));
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
        secrets.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        secrets
    }

    /// A text, masked.
    fn text(&self, text: &str, secrets: &Secrets) -> String {
        let found = personal(text, &self.builtin);
        let mut masked = crate::understand::replaced(text, &found, &|entity| {
            self.mask(&entity.kind).map(|mask| mask.of(&entity.kind, &entity.text))
        });
        for (secret, mask) in secrets.iter().filter(|(secret, mask)| !mask.contains(secret.as_str())) {
            if masked.contains(secret.as_str()) {
                masked = masked.replace(secret.as_str(), mask);
            }
        }
        masked
    }

    /// What a message was taken to mean: its text is masked, and entities stand where they stood.
    fn understanding(&self, understanding: &mut Understanding) {
        let mut spans: Vec<Entity> =
            understanding.entities.iter().filter(|entity| self.mask(&entity.kind).is_some()).cloned().collect();
        for found in personal(&understanding.text, &self.builtin) {
            if spans.iter().all(|other| found.span.end <= other.span.start || other.span.end <= found.span.start) {
                spans.push(found);
            }
        }
        spans.sort_by_key(|entity| entity.span.start);
        let (mut masked, mut at, mut moved) = (String::new(), 0, Vec::new());
        for entity in &spans {
            let Some(mask) = self.mask(&entity.kind).filter(|_| entity.span.start >= at) else { continue };
            masked.push_str(understanding.text.get(at..entity.span.start).unwrap_or_default());
            let start = masked.len();
            masked.push_str(&mask.of(&entity.kind, &entity.text));
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
    fn event(&self, event: &mut Value, state: &State, secrets: &Secrets) {
        let slot = event.get("event").and_then(Value::as_text) == Some("slot");
        let name = event.get("name").and_then(Value::as_text).and_then(|name| state.frame.names.slot(name));
        let kind = self.slots.iter().find(|(id, _)| slot && Some(*id) == name).map(|(_, kind)| kind.clone());
        let Value::Map(map) = event else { return };
        for (key, value) in map {
            match (&kind, key.as_str()) {
                (_, "event" | "name" | "policy" | "intent") => {}
                (Some(kind), "value") if !value.is_null() => *value = self.hidden(kind, value),
                _ => self.value(value, secrets),
            }
        }
    }

    fn hidden(&self, kind: &str, value: &Value) -> Value {
        let text = scalar(value).map_or_else(|| value.to_string(), |plain| plain.to_string());
        self.mask(kind).map_or(Value::Null, |mask| Value::from(mask.of(kind, &text)))
    }

    /// Every text in a value; an entity of these kinds loses its value.
    fn value(&self, value: &mut Value, secrets: &Secrets) {
        let entity = value.get("entity").and_then(Value::as_text).filter(|kind| self.mask(kind).is_some());
        if let Some(kind) = entity.map(str::to_owned) {
            if let Value::Map(map) = value
                && let Some(held) = map.get_mut("value")
            {
                *held = self.hidden(&kind, held);
            }
            return;
        }
        match value {
            Value::Text(text) => *text = self.text(text, secrets),
            Value::List(list) => list.iter_mut().for_each(|item| self.value(item, secrets)),
            Value::Map(map) => map.values_mut().for_each(|item| self.value(item, secrets)),
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
