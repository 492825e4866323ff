//! Messages that wait are kept without the personal data in them: behind an open call, in a burst.
//!
//! In: the events of the queue at the end of a turn. Out: the same, masked, but for what some slot of
//! the bot is filled from: that is on its way to the slot and stands as the slot will hold it, so that
//! the message means later what it meant. What no slot takes is gone for good.

use super::privacy::Cover;
use crate::bot::payload;
use crate::event::{Command, Event};
use crate::part::Part;
use crate::state::scalar;
use crate::understand::replaced;
use crate::understanding::Entity;
use crate::value::Value;

impl Cover<'_> {
    /// The events that wait; messages of a burst are read as one, so a number may stand in two.
    pub(super) fn waiting(&self, queue: &mut [Event], burst: bool) {
        let message = |event: &Event| matches!(event, Event::Message { .. });
        for events in queue.chunk_by_mut(|a, b| burst && message(a) && message(b)) {
            self.texts(events);
            events.iter_mut().for_each(|event| self.rest(event));
        }
    }

    /// The texts of messages, read as one.
    fn texts(&self, events: &mut [Event]) {
        let (mut whole, mut starts) = (String::new(), Vec::new());
        let mut texts: Vec<&mut String> = Vec::new();
        for event in events {
            let Event::Message { text, .. } = event else { return };
            starts.push(whole.len());
            whole.push_str(text);
            whole.push(' ');
            texts.push(text);
        }
        let home = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
        let mut masked = vec![String::new(); texts.len()];
        let mut at = 0;
        for entity in self.found(&whole) {
            for (place, ch) in whole.char_indices().filter(|(place, _)| (at..entity.span.start).contains(place)) {
                masked[home(place)].push(ch);
            }
            masked[home(entity.span.start)].push_str(&self.kept(&entity));
            at = entity.span.end;
        }
        for (place, ch) in whole.char_indices().filter(|(place, _)| *place >= at) {
            masked[home(place)].push(ch);
        }
        for (text, masked) in texts.into_iter().zip(masked) {
            let masked = masked.strip_suffix(' ').map_or(masked.as_str(), |masked| masked);
            *text = self.without_secrets(masked.to_owned(), true);
        }
    }

    /// What stands for a piece of a text that is read later.
    fn kept(&self, entity: &Entity) -> String {
        if !self.takes(&entity.kind) {
            return self.hides(entity).unwrap_or_default();
        }
        let whole = |key: &String| matches!(key.as_str(), "value" | "number" | "valid" | "bank" | "issuer");
        match (&entity.value, scalar(&entity.value)) {
            (Value::Map(map), Some(Value::Text(plain))) if map.keys().all(whole) => plain,
            _ => entity.text.clone(),
        }
    }

    fn later(&self, text: &str) -> String {
        let masked = replaced(text, &self.found(text), &|entity| Some(self.kept(entity)));
        self.without_secrets(masked, true)
    }

    /// All else that an event holds.
    fn rest(&self, event: &mut Event) {
        match event {
            Event::Message { parts, .. } => {
                // of the parts only what was heard best is read
                parts.retain(|part| matches!(part, Part::Alternatives { .. }));
                for part in parts {
                    let Part::Alternatives { list } = part else { continue };
                    list.truncate(1);
                    list.iter_mut().for_each(|heard| self.deep(heard));
                }
            }
            Event::Choice { name, value, text, .. } => {
                let payload = |text: &str| matches!(payload::parse(text), Some(Ok(_)));
                let masked = self.later(name);
                let broken = payload(name) && !payload(&masked);
                *name = if broken { name.split('{').next().unwrap_or_default().to_owned() } else { masked };
                self.named(value);
                *text = text.as_deref().map(|text| self.later(text));
            }
            Event::Commands { list, text, .. } => {
                list.iter_mut().for_each(|command| self.command(command));
                *text = text.as_deref().map(|text| self.later(text));
            }
            _ => {}
        }
    }

    /// What can be pressed at an open question. A payload is on its way to a slot, as is the title
    /// where there is none; what a slot is filled from stands in a title as it was shown, for it may be
    /// typed.
    pub(super) fn option(&self, (title, payload): &mut (String, String)) {
        if payload.is_empty() {
            return;
        }
        let masked = replaced(title, &self.found(title), &|entity| {
            if self.takes(&entity.kind) { Some(entity.text.clone()) } else { self.hides(entity) }
        });
        *title = self.without_secrets(masked, true);
    }

    fn command(&self, command: &mut Command) {
        match command {
            Command::Set { name, value } | Command::Correct { name, value } => self.pair(name, value),
            Command::Answer { text } => *text = self.later(text),
            _ => {}
        }
    }

    /// Values by the names of slots or kinds: a map, or a list of `{entity, value}`.
    pub(super) fn named(&self, value: &mut Value) {
        match value {
            Value::Map(map) => map.iter_mut().for_each(|(name, value)| self.pair(name, value)),
            Value::List(list) => {
                for item in list {
                    let name = item.get("entity").or_else(|| item.get("name")).and_then(Value::as_text);
                    let name = name.unwrap_or_default().to_owned();
                    if let Value::Map(map) = item
                        && let Some(value) = map.get_mut("value")
                    {
                        self.pair(&name, value);
                    }
                }
            }
            other => self.deep(other),
        }
    }

    /// A value by the name of a slot or a kind: what a slot takes stays.
    pub(super) fn pair(&self, name: &str, value: &mut Value) {
        if self.names.slot(name).is_some() || self.takes(name) {
            return;
        }
        match self.hidden(name, value) {
            Value::Null => self.deep(value),
            hidden => *value = hidden,
        }
    }

    fn deep(&self, value: &mut Value) {
        match value {
            Value::Text(text) => *text = self.later(text),
            Value::List(list) => list.iter_mut().for_each(|item| self.deep(item)),
            Value::Map(map) => map.values_mut().for_each(|item| self.deep(item)),
            _ => {}
        }
    }
}
