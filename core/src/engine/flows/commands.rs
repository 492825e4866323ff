//! Commands of the host's own model, and payloads of buttons, as wishes.
//!
//! In: `Event::Commands`, `/SetSlots(size=ใหญ่)`. Out: the same wishes that understanding gives, so
//! that everything after is identical.

use super::super::run::Run;
use super::Wish;
use super::wishes::Sense;
use crate::event::Command;
use crate::order;
use crate::value::Value;

/// The most pairs of a payload that are read.
const MOST: usize = 32;

impl Run<'_> {
    /// What commands want; those that mean nothing to a flow are left.
    pub(in crate::engine) fn wishes_of(&mut self, list: Vec<Command>) -> (Vec<Wish>, Vec<Command>) {
        let (mut wishes, mut rest) = (Vec::new(), Vec::new());
        for command in list {
            match self.wish_of(&command) {
                Some(wish) => wishes.push(wish),
                None => rest.push(command),
            }
        }
        // a flow that begins decides where the values go
        order::by_key(&mut wishes, |wish| !matches!(wish, Wish::Start(_)));
        (wishes, rest)
    }

    fn wish_of(&mut self, command: &Command) -> Option<Wish> {
        Some(match command {
            Command::Start { name } => Wish::Start(self.engine.flows.named(name)?),
            Command::Set { name, value } | Command::Correct { name, value } => self.setting(name, value)?,
            Command::Cancel {} if !self.state.stack.is_empty() => Wish::Cancel,
            Command::Affirm {} => self.truth_wish(true)?,
            Command::Deny {} => self.truth_wish(false)?,
            Command::Skip {} if self.question().is_some() => Wish::Skip,
            Command::Repeat {} if !self.state.stack.is_empty() => Wish::Repeat,
            Command::Clarify { list } => {
                let flows: Vec<_> = list.iter().filter_map(|name| self.engine.flows.named(name)).take(8).collect();
                match flows[..] {
                    [] => return None,
                    [only] => Wish::Start(only),
                    _ => Wish::Clarify(flows),
                }
            }
            Command::Handoff {} => Wish::Handoff,
            Command::Answer { text } => Wish::Search(crate::state::cut(text, 512).to_owned()),
            _ => return None,
        })
    }

    /// A slot is set; one that was filled and is not asked for is corrected.
    fn setting(&mut self, name: &str, value: &Value) -> Option<Wish> {
        let slot = self.state.frame.names.slot(name)?;
        if !self.engine.flows.asks(slot) {
            return None;
        }
        let Some(value) = self.fitted(slot, value) else {
            self.set_named(name, value);
            return None;
        };
        let asked = self.question().is_some_and(|asking| asking.slot == slot);
        let filled = self.state.slots.get(usize::from(slot)).is_some_and(|held| !held.is_null());
        Some(if filled && !asked { Wish::Correct(slot, value) } else { Wish::Set(slot, value) })
    }

    /// The slots that a button names.
    pub(super) fn given_wishes(&mut self, given: &[(String, Value)], sense: &Sense) -> Vec<Wish> {
        let mut wishes: Vec<Wish> = sense.starts.map(Wish::Start).into_iter().collect();
        for (name, value) in given {
            wishes.extend(self.setting(name, value));
        }
        wishes
    }
}

/// The slots of a payload `/SetSlots(size=ใหญ่, milk="oat")`; none where it is no such payload.
pub(in crate::engine) fn set_slots(payload: &str) -> Option<Vec<(String, Value)>> {
    let inside = payload.trim().strip_prefix("/SetSlots(")?.strip_suffix(')')?;
    let pairs = inside.split(',').take(MOST).filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let value = value.trim();
        let plain = value.trim_matches(|ch| ch == '"' || ch == '\'');
        let value = match value {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            "null" | "None" => Value::Null,
            _ => Value::from(plain),
        };
        Some((name.trim().to_owned(), value))
    });
    Some(pairs.collect())
}
