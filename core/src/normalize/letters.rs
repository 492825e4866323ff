//! What was written, character by character: no width, digits, other scripts.
//!
//! In: raw text. Out: its characters with where they stand, without those of no width, digits as
//! ASCII, other scripts composed. What belongs together in Thai is not looked at here.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::normalize::reading::{Item, Reading};
use crate::text::Repair;

/// The characters of a piece of a text, one way of writing each.
pub(crate) fn letters(piece: Range<usize>, reading: &mut Reading<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(piece.len() / 2);
    for (at, ch) in reading.raw[piece.clone()].char_indices() {
        let (start, end) = ((piece.start + at) as u32, (piece.start + at + ch.len_utf8()) as u32);
        if reading.repairs.width && no_width(ch, items.last()) {
            reading.note(if ch == '\u{200B}' { Repair::BREAK } else { "width" }, start, end);
            continue;
        }
        let ascii = if reading.repairs.digits { digit(ch) } else { None };
        if ascii.is_some() {
            reading.note("digits", start, end);
        }
        items.push(Item { ch: ascii.unwrap_or(ch), at: start });
    }
    let far = |item: &Item| !item.ch.is_ascii() && !thai(item.ch);
    if reading.repairs.composition && items.iter().any(far) { compose(&items, reading) } else { items }
}

/// Whether a character shows nothing and joins nothing.
fn no_width(ch: char, before: Option<&Item>) -> bool {
    match ch {
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        // Joiners mean something in emoji and in scripts whose letters join, not in Thai or ASCII.
        '\u{200C}' | '\u{200D}' => before.is_none_or(|item| reads_as_ascii(item.ch) || thai(item.ch)),
        _ => false,
    }
}

/// ASCII, and the three signs (of kelvin, the Greek question mark, varia) that compose to it.
fn reads_as_ascii(ch: char) -> bool {
    ch.is_ascii() || matches!(ch, '\u{212A}' | '\u{37E}' | '\u{1FEF}')
}

fn digit(ch: char) -> Option<char> {
    let zero = match ch {
        '๐'..='๙' => '๐',
        '０'..='９' => '０',
        _ => return None,
    };
    char::from_digit(ch as u32 - zero as u32, 10)
}

fn thai(ch: char) -> bool {
    ('\u{0E00}'..='\u{0E7F}').contains(&ch)
}

/// Composes what is not Thai.
fn compose(items: &[Item], reading: &mut Reading<'_>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let end = at + chunk(&items[at..]);
        if !(end - at == 1 && stable(items[at].ch)) {
            composed(items, at..end, &mut out, reading);
        } else {
            out.push(items[at]);
        }
        at = end;
    }
    out
}

/// A character and all that may compose with it: nothing beyond can change what it becomes.
fn chunk(items: &[Item]) -> usize {
    if thai(items[0].ch) {
        return 1;
    }
    1 + items[1..].iter().take_while(|item| !thai(item.ch) && !stable(item.ch)).count()
}

/// A character that composition leaves alone whatever stands before it.
fn stable(ch: char) -> bool {
    ch.is_ascii()
        || thai(ch)
        || canonical_combining_class(ch) == 0 && is_nfc_quick(std::iter::once(ch)) == IsNormalized::Yes
}

fn composed(items: &[Item], range: Range<usize>, out: &mut Vec<Item>, reading: &mut Reading<'_>) {
    let chunk = &items[range.clone()];
    let before = out.len();
    let mut same = 0;
    for (n, ch) in chunk.iter().map(|item| item.ch).nfc().enumerate() {
        // What is as it was keeps its place, up to the first that is not.
        same += usize::from(same == n && chunk.get(n).is_some_and(|item| item.ch == ch));
        out.push(Item { ch, at: chunk[n.min(same).min(chunk.len() - 1)].at });
    }
    if out[before..].iter().map(|item| item.ch).eq(chunk.iter().map(|item| item.ch)) {
        out.truncate(before);
        out.extend_from_slice(chunk);
    } else {
        reading.repaired("composition", items, range.start, range.end);
    }
}
