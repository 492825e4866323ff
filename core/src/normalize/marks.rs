//! Thai vowels and tones around their consonant, in one order and each once.
//!
//! In: characters from a leading vowel, or from the marks and vowels behind a consonant. Out: the same
//! in the order of the Thai keyboard's standard (WTT 2.0): lower or upper vowel, tone, ์, then ะ า ำ.

use crate::normalize::reading::{Item, Reading};
use crate::order;

const SARA_A: char = '\u{0E30}';
const SARA_AA: char = '\u{0E32}';
const SARA_AM: char = '\u{0E33}';
const NIKHAHIT: char = '\u{0E4D}';

/// เ แ โ ใ ไ.
pub(crate) fn leads(ch: char) -> bool {
    matches!(ch, 'เ'..='ไ')
}

/// A vowel, tone or sign behind a consonant.
pub(crate) fn trails(ch: char) -> bool {
    rank(ch).is_some() || spacing(ch)
}

/// ะ า ำ ๅ, which have a place of their own.
pub(crate) fn spacing(ch: char) -> bool {
    matches!(ch, SARA_A | SARA_AA | SARA_AM | '\u{0E45}')
}

/// Where a mark stands among those on one consonant.
pub(crate) fn rank(ch: char) -> Option<u8> {
    match ch {
        '\u{0E3A}' => Some(0),
        '\u{0E38}' | '\u{0E39}' => Some(1),
        '\u{0E31}' | '\u{0E34}'..='\u{0E37}' | '\u{0E47}' | NIKHAHIT => Some(2),
        '\u{0E48}'..='\u{0E4B}' => Some(3),
        '\u{0E4C}' | '\u{0E4E}' => Some(4),
        _ => None,
    }
}

/// Reads the leading vowels at `at`: เเ is แ, and no other is written twice.
pub(crate) fn leading(items: &[Item], at: usize, reading: &mut Reading<'_>) -> usize {
    let first = items[at].ch;
    let both = |ch: char| matches!(ch, 'เ' | 'แ');
    let same = |ch: char| if reading.repairs.ae { both(first) && both(ch) || ch == first } else { ch == first };
    let end = at + items[at..].iter().take_while(|item| same(item.ch)).count();
    if end - at == 1 || !reading.repairs.ae {
        reading.copy(&items[at..end]);
    } else {
        reading.push(if both(first) { 'แ' } else { first }, items[at].at);
        reading.repaired("sara-ae", items, at, end);
    }
    end
}

/// Reads the marks and vowels at `at`.
pub(crate) fn trailing(items: &[Item], at: usize, reading: &mut Reading<'_>) -> usize {
    let end = at + items[at..].iter().take_while(|item| trails(item.ch)).count();
    let typed = &items[at..end];
    if let ([only], true) = (typed, typed[0].ch != NIKHAHIT) {
        reading.push(only.ch, only.at);
        return end;
    }
    let read = if reading.repairs.marks { ordered(typed, reading) } else { typed.iter().map(|item| item.ch).collect() };
    let read = if reading.repairs.am { with_am(read) } else { read };
    if read.iter().copied().eq(typed.iter().map(|item| item.ch)) {
        reading.copy(typed);
        return end;
    }
    for &ch in &read {
        reading.push(ch, typed[0].at);
    }
    let long = typed.windows(3).any(|three| three[0].ch == three[1].ch && three[1].ch == three[2].ch);
    reading.repaired(if long { "elongation" } else { "marks" }, items, at, end);
    end
}

/// Marks by rank, each once, then vowels of their own place; those not twice in a row.
fn ordered(typed: &[Item], reading: &Reading<'_>) -> Vec<char> {
    let mut read: Vec<char> = Vec::with_capacity(typed.len().min(16));
    for item in typed.iter().filter(|item| !spacing(item.ch)) {
        if !read.contains(&item.ch) {
            read.push(item.ch);
        }
    }
    order::by_key(&mut read, |&ch| rank(ch));
    let marks = read.len();
    for item in typed.iter().filter(|item| spacing(item.ch)) {
        let last = read[marks..].last().copied();
        let drawn = last == Some(item.ch) || last == Some(SARA_AM) && item.ch == SARA_AA;
        if !(drawn && reading.repairs.elongation) {
            read.push(item.ch);
        }
    }
    read
}

/// ํ and า, a tone between or not, are ำ behind the tone; ํ before ำ says nothing more.
fn with_am(read: Vec<char>) -> Vec<char> {
    let mut out = Vec::with_capacity(read.len());
    for ch in read {
        let half = |out: &[char]| match *out {
            [.., NIKHAHIT] => Some(out.len() - 1),
            [.., NIKHAHIT, tone] if rank(tone) == Some(3) => Some(out.len() - 2),
            _ => None,
        };
        if !matches!(ch, SARA_AA | SARA_AM) {
            out.push(ch);
            continue;
        }
        let mut read_as = ch;
        while let Some(place) = half(&out) {
            out.remove(place);
            read_as = SARA_AM;
        }
        if out.last() != Some(&SARA_AM) {
            out.push(read_as);
        }
    }
    out
}
