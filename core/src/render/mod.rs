//! What to do → [`Action`](crate::action::Action)s with the words filled in.
//!
//! In: a response of the bot, what is known, the channel. Out: texts and parts to say, each text a
//! message of its own. Variations are chosen by condition, by channel, then by the state's own
//! sequence of numbers; nothing is random and nothing is sent.

mod choose;
mod fill;
mod say;
mod summary;

use std::borrow::Cow;

pub(crate) use choose::choose;
pub(crate) use fill::fill;
pub(crate) use say::Hearer;
pub use say::say;
pub(crate) use summary::summarize;

use crate::bot::Response;
use crate::part::Part;
use crate::value::Value;

/// What the words of a reply can name: variables of the reply first, then slots.
pub(crate) struct Words<'a> {
    /// A value by name; `None` where the name is not known, null where it is not set.
    pub(crate) known: &'a dyn Fn(&str) -> Option<Cow<'a, Value>>,
    /// As Rasa fills them in (`compatibility: rasa`).
    pub(crate) faithful: bool,
    /// Who hears it, and when: structured values are said in words.
    pub(crate) hearer: Hearer<'a>,
}

/// One reply, filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reply {
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
}

/// A variation with its words filled in.
pub(crate) fn render(response: &Response, words: &Words<'_>) -> Reply {
    Reply {
        text: fill(&response.text, words),
        parts: response.parts.iter().map(|part| part_filled(part, words)).collect(),
    }
}

impl Reply {
    /// The messages to send: a blank line in a text begins another; what comes with it comes last.
    pub(crate) fn messages(&self) -> Vec<(String, Vec<Part>)> {
        let buttons = self.parts.iter().any(|part| matches!(part, Part::Buttons { .. }));
        if buttons || !self.text.contains("\n\n") {
            return if self.text.is_empty() && self.parts.is_empty() {
                Vec::new()
            } else {
                vec![(self.text.clone(), self.parts.clone())]
            };
        }
        let texts = self.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
        let mut messages: Vec<(String, Vec<Part>)> = texts.map(|text| (text.to_owned(), Vec::new())).collect();
        match messages.last_mut() {
            Some(last) => last.1.clone_from(&self.parts),
            None if !self.parts.is_empty() => messages.push((String::new(), self.parts.clone())),
            None => {}
        }
        messages
    }
}

fn part_filled(part: &Part, words: &Words<'_>) -> Part {
    let text = |text: &String| fill(text, words);
    let list = |list: &Vec<Value>| list.iter().map(|value| value_filled(value, words)).collect();
    match part {
        Part::Image { url, alt } => Part::Image { url: text(url), alt: alt.as_ref().map(text) },
        Part::File { url, name } => Part::File { url: text(url), name: name.as_ref().map(text) },
        Part::Audio { url } => Part::Audio { url: text(url) },
        Part::Buttons { list: buttons } => Part::Buttons { list: list(buttons) },
        Part::Cards { list: cards } => Part::Cards { list: list(cards) },
        Part::Custom { value } => Part::Custom { value: value_filled(value, words) },
        other => other.clone(),
    }
}

/// Every text in a value, filled in.
fn value_filled(value: &Value, words: &Words<'_>) -> Value {
    match value {
        Value::Text(text) => Value::Text(fill(text, words)),
        Value::List(list) => Value::List(list.iter().map(|item| value_filled(item, words)).collect()),
        Value::Map(map) => Value::map(map.iter().map(|(key, item)| (key.clone(), value_filled(item, words)))),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_line_begins_another_message() {
        let reply =
            Reply { text: "หนึ่ง\n\nสอง\n".into(), parts: vec![Part::Audio { url: "u".into() }] };
        let messages = reply.messages();
        assert_eq!(messages.len(), 2);
        assert!(messages[0].1.is_empty() && messages[1].1.len() == 1);
        assert_eq!(messages[1].0, "สอง");
        let buttons = Reply { text: "ก\n\nข".into(), parts: vec![Part::Buttons { list: vec![] }] };
        assert_eq!(buttons.messages().len(), 1);
    }
}
