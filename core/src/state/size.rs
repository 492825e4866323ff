//! How large a state is, and how it is kept small.
//!
//! In: a state. Out: the same, with its oldest and largest parts given up where it would be over the
//! limit. The usual state is far below and is not looked at twice.

use super::State;
use super::log::Entry;
use crate::value::Value;

/// The most bytes of a saved state.
const LARGEST: usize = 64 * 1024;
/// From this estimate on the state is measured.
const SUSPECT: usize = 12 * 1024;
/// The most bytes that the log may hold of what slots held before.
const LOG: usize = 10 * 1024;

/// About how many bytes of JSON a value takes; never less.
pub(crate) fn weight(value: &Value) -> usize {
    match value {
        Value::Null => 4,
        Value::Bool(_) => 5,
        Value::Number(_) => 24,
        Value::Text(text) => 2 + text_weight(text),
        Value::List(list) => 2 + list.iter().map(|item| 1 + weight(item)).sum::<usize>(),
        Value::Map(map) => 2 + map.iter().map(|(key, item)| 4 + text_weight(key) + weight(item)).sum::<usize>(),
    }
}

fn text_weight(text: &str) -> usize {
    text.bytes().map(|byte| if byte < b' ' { 6 } else { 1 + usize::from(matches!(byte, b'"' | b'\\')) }).sum()
}

impl State {
    /// Gives up what is too much; true where that was more than the log's oldest entries.
    pub(crate) fn shrink(&mut self) -> bool {
        for keep in [12, 4, 1, 0] {
            if self.log_weight() <= LOG {
                break;
            }
            self.fold_to(keep);
        }
        if self.log_weight() > LOG {
            self.fold_all();
        }
        if self.estimate() <= SUSPECT || self.save().len() <= LARGEST {
            return false;
        }
        self.recent.clear();
        self.ids.clear();
        self.before.clear();
        for going in &mut self.stack {
            going.context.clear();
            going.options.clear();
        }
        self.fold_all();
        if let Some(heard) = &mut self.heard {
            heard.entities.clear();
            heard.given.clear();
        }
        if self.save().len() > LARGEST {
            self.steps.clear();
            self.call = None;
            self.queue.clear();
            self.timers.clear();
            self.stack.clear();
            self.heard = None;
        }
        true
    }

    fn log_weight(&self) -> usize {
        let entry = |entry: &Entry| match entry {
            Entry::Slot { before, .. } => 32 + weight(before),
            Entry::User(user) => 32 + user.entities.len() * 24,
            _ => 40,
        };
        self.log.entries.iter().map(entry).sum()
    }

    fn estimate(&self) -> usize {
        let slots: usize = self.slots.iter().map(|value| 16 + weight(value)).sum();
        let heard = self.heard.as_ref().map_or(0, |heard| {
            text_weight(&heard.text) + heard.entities.iter().map(|found| 64 + 2 * weight(&found.value)).sum::<usize>()
        });
        let open = if self.steps.is_empty() && self.call.is_none() { 0 } else { SUSPECT };
        let waiting = (self.queue.len() + self.timers.len()) * 1024;
        let going: usize = self.stack.iter().map(super::Going::weight).sum();
        let before: usize = self.before.iter().map(|(_, value)| 32 + weight(value)).sum();
        going + before + slots + heard + open + waiting + self.log_weight() + self.ids.len() * 64
    }
}
