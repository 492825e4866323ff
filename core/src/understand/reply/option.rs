//! One of several that were shown, by its title or its place: `อันแรก`, `เอาข้อสองละกัน`.
//!
//! In: a message, and titles with payloads. Out: the place of the one that is meant. A bare number is a
//! place only where little else stands beside it.

use super::{Message, Question, Replies, cue};
use crate::bot::SlotKind;
use crate::normalize::normalize;
use crate::understanding::Entity;
use crate::value::Value;

impl Replies {
    /// Which of so many a message means: `อันแรก`, `ข้อสอง`, `ตัวสุดท้าย`, or a bare number.
    pub(super) fn ordinal(&self, message: &Message, most: usize) -> Option<usize> {
        let whole = |entity: &&Entity| {
            let rest: usize = message.text.original().chars().count().saturating_sub(entity.text.chars().count());
            matches!(entity.kind.as_str(), "choice" | "ordinal") || (entity.kind == "number" && rest <= 8)
        };
        let mut found =
            self.typed(message).iter().filter(|entity| ["choice", "ordinal", "number"].contains(&entity.kind.as_str()));
        place(found.find(whole)?.value.get("value").and_then(Value::as_number)?, most)
    }

    /// The option whose title, or place, somebody says.
    pub(super) fn option(&self, message: &Message, question: &Question<'_>) -> Option<usize> {
        if question.options.is_empty() {
            return None;
        }
        let counted = !matches!(question.kind, SlotKind::Float(..));
        let ordinal = || self.ordinal(message, question.options.len()).filter(|_| counted);
        let placed = || self.placed(message, question.options.len()).filter(|_| counted);
        self.titled(message, question.options).or_else(ordinal).or_else(placed)
    }

    /// The option whose title somebody says.
    pub(super) fn titled(&self, message: &Message, options: &[(String, String)]) -> Option<usize> {
        let said = cue::squeezed(self.cues.core(message.text.reading()));
        options.iter().position(|(title, _)| {
            let title = cue::squeezed(normalize(title).reading());
            !title.is_empty() && (title == said || title == cue::squeezed(message.text.reading()))
        })
    }

    /// The option that a message names and does nothing else, by its title or its place.
    pub(crate) fn pressed(&self, message: &Message, options: &[(String, String)]) -> Option<usize> {
        self.titled(message, options).or_else(|| self.placed(message, options.len()))
    }

    /// The place that a message says and nothing else: `เอาอันแรกละกัน`.
    pub(super) fn placed(&self, message: &Message, most: usize) -> Option<usize> {
        let said = self.cues.core(message.reading());
        let said = ["เอาเป็น", "เอา", "ขอ"].iter().find_map(|verb| said.strip_prefix(verb)).unwrap_or(said);
        let mut found = Vec::new();
        self.builtin.extract(&normalize(said), message.now, &self.zone, &mut found);
        let only = found.iter().find(|entity| matches!(entity.kind.as_str(), "choice" | "ordinal"))?;
        let rest = said.replacen(&only.text, " ", 1);
        let alone = rest.split_whitespace().all(|word| self.cues.is_filler(word));
        place(only.value.get("value")?.as_number()?, most).filter(|_| alone)
    }
}

/// A place among so many, from the end where it is negative.
fn place(number: f64, most: usize) -> Option<usize> {
    #[expect(clippy::cast_possible_truncation, reason = "small whole numbers only")]
    let number = if number.fract() == 0.0 && number.abs() <= 50.0 { number as i64 } else { return None };
    let place = if number < 0 { i64::try_from(most).ok()? + number } else { number - 1 };
    usize::try_from(place).ok().filter(|place| *place < most)
}
