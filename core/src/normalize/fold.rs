//! Letters drawn out for feeling: มากกกก, งงงงง, จริงๆๆ, sooooo, 5555555.
//!
//! In: characters from the first of a run of one. Out: the run as it is, or as a dictionary would
//! write it. No real word may suffer: three of a consonant at least, and what comes next counts.

use crate::normalize::marks::trails;
use crate::normalize::reading::{Item, Reading};

/// Reads the run of one character at `at`.
pub(crate) fn run(items: &[Item], at: usize, reading: &mut Reading<'_>) -> usize {
    let ch = items[at].ch;
    let count = items[at..].iter().take_while(|item| item.ch == ch).count();
    let end = at + count;
    let keep = if count > 1 && reading.repairs.elongation { kept(items, at, end, reading) } else { count };
    if keep >= count {
        reading.copy(&items[at..end]);
        return end;
    }
    // The last one may begin the next syllable: it keeps its own place.
    reading.copy(&items[at..at + keep.min(1)]);
    for _ in 1..keep {
        reading.push(ch, items[end - 1].at);
    }
    reading.repaired("elongation", items, at, end);
    end
}

/// How many of the run `at..end` are read.
fn kept(items: &[Item], at: usize, end: usize, reading: &Reading<'_>) -> usize {
    let count = end - at;
    match items[at].ch {
        'ก'..='ฮ' if count >= 3 => consonants(items, at, end, reading),
        'ๆ' => 1,
        '5' if count >= 4 && laughs(items, at, end) => 3,
        ch if ch.is_ascii_alphabetic() && count >= 4 && !code(items, at, end) => 2,
        _ => count,
    }
}

/// ก่าาา is not asked here, มากกกก is; กกกำ is กก and กำ.
fn consonants(items: &[Item], at: usize, end: usize, reading: &Reading<'_>) -> usize {
    let count = end - at;
    // As it was read, not as it was typed: a reading of the reading must decide alike.
    let before = |back: usize| reading.last(back);
    let next = items.get(end).is_some_and(|item| trails(item.ch));
    let ch = items[at].ch;
    if next && matches!(ch, 'ร' | 'ล' | 'ว') {
        return if count > 3 { 1 } else { count };
    }
    let drawn = count - usize::from(next);
    if drawn < 3 {
        return count;
    }
    let fresh = !before(1).is_some_and(|ch| ('ก'..='๎').contains(&ch) && ch != 'ๆ');
    // ระบบ, and งง, which is a word: also behind a syllable that is closed (ฉันงงง) or may be (ยังงง).
    let system = ch == 'บ' && before(1) == Some('ะ') && before(2) == Some('ร');
    let closed = before(1).is_some_and(|ch| ('ก'..='ฮ').contains(&ch)) && before(2).is_some_and(trails);
    let maybe = before(1) == Some('\u{0E31}') && count == 3;
    match ch {
        'ง' if maybe => count,
        'ง' if closed => 2 + usize::from(next),
        _ if fresh || system => 2 + usize::from(next),
        _ => 1 + usize::from(next),
    }
}

/// 55555 is laughter unless it is part of a number, a price or a code.
fn laughs(items: &[Item], at: usize, end: usize) -> bool {
    let numeric = |ch: char| ch.is_ascii_digit() || matches!(ch, '.' | ',' | '-' | '/' | ':' | '#' | '฿' | '$' | '%');
    let before = at.checked_sub(1).map(|at| items[at].ch);
    let after = items.get(end).map(|item| item.ch);
    if before.is_some_and(|ch| numeric(ch) || ch.is_ascii_alphabetic())
        || after.is_some_and(|ch| ch.is_ascii_alphabetic())
    {
        return false;
    }
    let digit = |at: usize| items.get(at).is_some_and(|item| item.ch.is_ascii_digit());
    if after.is_some_and(|ch| matches!(ch, '฿' | '%') || numeric(ch) && digit(end + 1)) || digit(end) {
        return false;
    }
    let ahead: Vec<char> = items[end..].iter().map(|item| item.ch).filter(|ch| *ch != ' ').take(3).collect();
    let unit = ["บาท", "ดอล", "ชิ้", "คน", "หน่"].iter().any(|unit| ahead.starts_with(&unit.chars().collect::<Vec<_>>()));
    !unit && (end - at >= 5 || after == Some('+'))
}

/// Part of a code, an address or a handle rather than of a word.
fn code(items: &[Item], at: usize, end: usize) -> bool {
    let odd = |item: &Item| item.ch.is_ascii_digit() || matches!(item.ch, '@' | '_' | '/' | '-' | '.');
    at.checked_sub(1).is_some_and(|at| odd(&items[at])) || items.get(end).is_some_and(odd)
}
