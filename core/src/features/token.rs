//! What is known of each unit of a text, as keys for the tagger: the unit, its neighbours, affixes,
//! shapes, and the lists it stands on.
//!
//! In: a reading, its pieces, marks. Out: units that a span may be made of, and the keys of each.
//! Keys are hashes: no dictionary, no allocation per unit.

use crate::learn::sequence::Steps;
use crate::text::{Span, Text};
use crate::tokenize::{Kind, Piece};

use super::fold::fold;

/// A piece of a reading that carries one label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Bytes of the reading.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether white space, or the beginning, stands before it.
    pub(crate) spaced: bool,
}

/// Something already known of a stretch of the text: a listed word, a pattern's or built-in hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Bytes of the original.
    pub(crate) span: Span,
    /// The name of what it is, hashed.
    pub(crate) what: u32,
}

impl Mark {
    /// A mark by the name of what was found.
    pub(crate) fn new(span: Span, name: &str) -> Mark {
        Mark { span, what: name.bytes().fold(5, |hash, byte| mix(hash, u32::from(byte))) }
    }
}

/// The pieces without white space, also cut at `cuts`: ascending bytes of the reading.
pub(crate) fn units(pieces: &[Piece], cuts: &[u32], units: &mut Vec<Unit>) {
    units.clear();
    let mut spaced = true;
    let mut cuts = cuts.iter().copied().peekable();
    for piece in pieces {
        if piece.kind == Kind::Space {
            spaced = true;
            continue;
        }
        let mut start = piece.start;
        while cuts.next_if(|cut| *cut <= start).is_some() {}
        while let Some(cut) = cuts.next_if(|cut| *cut < piece.end) {
            if cut > start {
                units.push(Unit { start, end: cut, spaced });
                (start, spaced) = (cut, false);
            }
        }
        units.push(Unit { start, end: piece.end, spaced });
        spaced = false;
    }
}

/// A vowel written before its consonant: เ แ โ ใ ไ.
pub(crate) fn leads(ch: char) -> bool {
    matches!(ch, '\u{0E40}'..='\u{0E44}')
}

/// What is written on, under or after its consonant: ะ ั า ำ ิ … ฺ ๅ ็ … ๎.
pub(crate) fn follows(ch: char) -> bool {
    matches!(ch, '\u{0E30}'..='\u{0E3A}' | '\u{0E45}' | '\u{0E47}'..='\u{0E4E}')
}

/// What a unit says by itself.
#[derive(Clone, Copy, Debug, Default)]
struct Trait {
    word: u32,
    /// Of one to four characters.
    heads: [u32; 4],
    tails: [u32; 4],
    shape: u32,
    /// 0: no mark.
    mark: u32,
    spaced: bool,
}

/// Writes the keys of each unit.
pub(crate) fn steps(text: &Text, units: &[Unit], marks: &[Mark]) -> Steps {
    let reading = text.reading();
    let folded = fold(reading);
    let mut traits: Vec<Trait> = Vec::with_capacity(units.len());
    for unit in units {
        let (start, end) = (unit.start as usize, unit.end as usize);
        let mut own = spelling(&folded[start..end]);
        own.shape = shape(&reading[start..end]);
        if !marks.is_empty() {
            own.mark = marked(text.span(start, end), marks);
        }
        own.spaced = unit.spaced;
        traits.push(own);
    }
    let mut steps = Steps::with_capacity(units.len(), units.len() * 48);
    for at in 0..units.len() {
        write(&traits, at, &mut steps);
        steps.close();
    }
    steps
}

/// The hash of a folded word.
pub(crate) fn spelled(word: &str) -> u32 {
    spelling(word).word
}

/// Hashes of a folded word and its ends.
fn spelling(word: &str) -> Trait {
    let mut own = Trait::default();
    let mut hash = 0x811c_9dc5_u32;
    for (at, ch) in word.chars().enumerate() {
        hash = mix(hash, ch as u32);
        if let Some(head) = own.heads.get_mut(at) {
            *head = hash;
        }
    }
    own.word = mix(hash, 1);
    let mut hash = 0x1234_5678_u32;
    for (tail, ch) in own.tails.iter_mut().zip(word.chars().rev()) {
        hash = mix(hash, ch as u32);
        *tail = hash;
    }
    own
}

/// `Xx` for `Bangkok`, `d` for `2500`, `X.X` for `U.S`: runs of one class count once.
fn shape(word: &str) -> u32 {
    let mut hash = 7;
    let mut last = 0;
    for ch in word.chars() {
        let class = class(ch);
        if class != last {
            hash = mix(hash, class);
            last = class;
        }
    }
    hash
}

fn class(ch: char) -> u32 {
    match ch {
        '\u{0E50}'..='\u{0E59}' => 3,
        '\u{0E00}'..='\u{0E7F}' => 1,
        _ if ch.is_numeric() => 3,
        _ if ch.is_lowercase() => 4,
        _ if ch.is_uppercase() => 5,
        _ if ch.is_alphabetic() => 6,
        _ => 16 + ch as u32,
    }
}

/// What stands over a unit: the first mark that covers it, and whether it begins there.
fn marked(unit: Span, marks: &[Mark]) -> u32 {
    let over = marks.iter().find(|mark| mark.span.start <= unit.start && unit.end <= mark.span.end);
    over.map_or(0, |mark| mix(mark.what, u32::from(mark.span.start == unit.start)))
}

/// The keys of one unit: each template has a number of its own.
fn write(traits: &[Trait], at: usize, steps: &mut Steps) {
    const EDGE: Trait = Trait { word: 3, heads: [0; 4], tails: [0; 4], shape: 3, mark: 0, spaced: false };
    let near = |by: isize| at.checked_add_signed(by).and_then(|at| traits.get(at)).unwrap_or(&EDGE);
    let window = [near(-3), near(-2), near(-1), near(0), near(1), near(2), near(3)];
    let [_, back, before, own, after, next, _] = window;
    let mut key = |template: u32, value: u32| steps.push(mix(value, template.wrapping_mul(0x9e37_79b1)));
    key(0, 0);
    for (place, near) in (1..).zip(window) {
        key(place, near.word);
    }
    key(8, mix(before.word, own.word));
    key(9, mix(own.word, after.word));
    key(10, mix(back.word, before.word));
    key(11, mix(after.word, next.word));
    key(12, mix(before.word, after.word));
    for (length, (head, tail)) in (0..).zip(own.heads.iter().zip(&own.tails)).filter(|(_, (head, _))| **head != 0) {
        key(13 + length, *head);
        key(17 + length, *tail);
    }
    key(21, before.tails[2]);
    key(22, after.heads[2]);
    key(23, before.heads[2]);
    key(24, after.tails[2]);
    key(25, own.shape);
    key(26, before.shape);
    key(27, after.shape);
    key(28, mix(before.shape, own.shape));
    key(29, mix(own.shape, after.shape));
    key(30, mix(mix(before.shape, own.shape), after.shape));
    let gap = u32::from(own.spaced) * 2 + u32::from(after.spaced);
    key(31, gap);
    key(32, mix(gap, own.shape));
    for (place, near) in (33..).zip([before, own, after]).filter(|(_, near)| near.mark != 0) {
        key(place, near.mark);
    }
    if own.mark != 0 {
        key(36, mix(own.mark, before.word));
        key(37, mix(own.mark, after.word));
    }
    let first = near(0_isize.wrapping_sub_unsigned(at)).word;
    key(38, first);
    key(39, mix(first, own.shape));
    key(40, mix(first, before.word));
    key(41, mix(first, own.word));
}

/// Mixes a number into a hash so that every bit moves.
fn mix(hash: u32, value: u32) -> u32 {
    let both = (u64::from(hash) << 32 | u64::from(value)) ^ 0x2545_f491_4f6c_dd1d;
    let product = both.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (product >> 32) as u32 ^ (product >> 15) as u32
}
