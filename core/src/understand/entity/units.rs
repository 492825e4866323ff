//! A bot's own units and classifiers: `2 เซ็ต` is two of `set` where the bot says so.
//!
//! In: words of units by kind. Out: numbers that stand beside such a word, as the built-in kind would
//! give them: `{"value": 2, "unit": "set"}`. `เซ็ตนึง` and `เซ็ตเดียว` are one.

use jiff::tz::TimeZone;

use super::Reading;
use super::lookup::Lookups;
use crate::bot::Bot;
use crate::error::Error;
use crate::text::Span;
use crate::understand::builtin::Builtin;
use crate::understanding::Entity;
use crate::value::Value;

/// The words that make one of what stands before them.
const ONE: [&str; 4] = ["นึง", "หนึ่ง", "เดียว", "1"];

/// The units of one kind.
#[derive(Debug)]
pub(super) struct Units {
    kind: String,
    words: Lookups,
    numbers: Builtin,
}

impl Units {
    /// Those of a bot, a kind each.
    pub(super) fn of(bot: &Bot) -> Result<Vec<Units>, Error> {
        let kinds = bot.kinds.iter().filter(|own| !own.units.is_empty());
        kinds
            .map(|own| {
                let lists: Vec<(&str, Vec<&str>)> = own
                    .units
                    .iter()
                    .map(|(unit, words)| (unit.as_str(), words.iter().map(String::as_str).collect()))
                    .collect();
                let words = Lookups::of(lists.iter().map(|(unit, words)| (*unit, words.as_slice())));
                Ok(Units { kind: own.entity.clone(), words, numbers: Builtin::new(&["number"])? })
            })
            .collect()
    }

    /// Adds what a text counts in these units.
    pub(super) fn find(&self, reading: &Reading<'_>, zone: &TimeZone, found: &mut Vec<Entity>) {
        let mut words = Vec::new();
        self.words.find(reading, &mut words);
        if words.is_empty() {
            return;
        }
        let mut numbers = Vec::new();
        self.numbers.extract(reading.text, reading.now, zone, &mut numbers);
        let original = reading.text.original();
        for word in &words {
            let before = numbers.iter().find(|number| beside(original, number.span.end, word.span.start));
            let (span, mut value) = match before {
                Some(number) => (Span { start: number.span.start, end: word.span.end }, number.value.clone()),
                None => {
                    let after = original.get(word.span.end..).unwrap_or_default();
                    let Some(one) = ONE.iter().find(|one| after.starts_with(**one)) else { continue };
                    let end = word.span.end + one.len();
                    (Span { start: word.span.start, end }, Value::map([("value", Value::Number(1.0))]))
                }
            };
            if let Value::Map(map) = &mut value {
                map.insert("unit".to_owned(), Value::from(word.kind.as_str()));
            }
            let mut entity = Entity::new(&self.kind, original, span, "lookup");
            entity.value = value;
            found.push(entity);
        }
    }
}

/// Whether two places have nothing but a space between them.
fn beside(text: &str, end: usize, start: usize) -> bool {
    end <= start && start - end <= 3 && text.get(end..start).is_some_and(|gap| gap.trim().is_empty())
}
