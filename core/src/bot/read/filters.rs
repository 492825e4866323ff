//! The filters in a text of a response: `{pickup|short}`.
//!
//! In: a node with text. Out: for each filter that is none, what is wrong and where, to be reported
//! once all slots are known: behind a slot it is a mistake, behind anything else it may be meant, as in
//! Rasa, where `{yes|no}` is only text.

use super::reading::Reading;
use crate::bot::Style;
use crate::bot::node::{Content, Node, Place};
use crate::error::Code;

/// Remembers the faulty filters of a text.
pub(super) fn read(reading: &mut Reading, node: &Node) {
    let Content::Scalar { text, plain, block, .. } = &node.content else { return };
    let mut from = 0;
    while let Some(open) = text[from..].find('{') {
        let start = from + open + 1;
        let Some(length) = text[start..].find(['{', '}', '\n']) else { return };
        let inner = &text[start..start + length];
        from = start + length;
        let Some((name, filters)) = inner.split_once('|') else { continue };
        let Err((offset, filter)) = Style::parse(filters) else { continue };
        let at = start + name.len() + 1 + offset;
        let quoted = !plain && !block;
        let origin = reading.origin(place(&text[..at], node.place, quoted));
        reading.filters.push((name.trim().to_owned(), Style::unknown(filter), origin));
    }
}

/// Where a text ends that begins at a place.
fn place(before: &str, start: Place, quoted: bool) -> Place {
    let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(0);
    let lines = u32::try_from(before.matches('\n').count()).unwrap_or(0);
    let last = before.rsplit('\n').next().unwrap_or(before);
    Place { line: start.line + lines, column: start.column + count(last) + u32::from(quoted) }
}

/// Reports them: all names are known now.
pub(super) fn report(reading: &mut Reading) {
    for (name, message, origin) in std::mem::take(&mut reading.filters) {
        let slot = reading.bot.domain.slots.iter().any(|slot| slot.name == name);
        let fatal = slot && !reading.bot.settings.rasa;
        reading.report(Code::UnknownName, origin, message, fatal);
    }
}
