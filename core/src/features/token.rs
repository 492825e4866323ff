//! What is known of each unit of a text, as keys for the tagger: the unit, its neighbours, affixes,
//! shapes, and the lists it stands on.
//!
//! In: a reading, its pieces, marks. Out: units that a span may be made of, and the keys of each.
//! Keys are hashes: no dictionary, no allocation per unit.

use crate::learn::sequence::Steps;
use crate::text::{Span, Text};
use crate::tokenize::{Kind, Piece};

use super::fold::fold;

/// A piece of a reading that carries one label: a Thai cluster, a word or number of another script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Bytes of the reading.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The piece it is in, counted without white space.
    pub(crate) word: u32,
    /// Whether it begins its piece.
    pub(crate) first: bool,
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

/// The pieces without white space, Thai ones cut into clusters.
pub(crate) fn units(reading: &str, pieces: &[Piece], units: &mut Vec<Unit>) {
    units.clear();
    let mut spaced = true;
    let mut word = 0;
    for piece in pieces {
        if piece.kind == Kind::Space {
            spaced = true;
            continue;
        }
        let mut unit = Unit { start: piece.start, end: piece.end, word, first: true, spaced };
        if piece.kind == Kind::Thai {
            let mut before = None;
            for (at, ch) in reading[piece.start as usize..piece.end as usize].char_indices() {
                let at = piece.start + at as u32;
                if before.is_some_and(|before| !leads(before)) && !follows(ch) {
                    units.push(Unit { end: at, ..unit });
                    unit = Unit { start: at, first: false, spaced: false, ..unit };
                }
                before = Some(ch);
            }
        }
        units.push(unit);
        spaced = false;
        word += 1;
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
    mark: u32,
    spaced: bool,
}

/// Writes the keys of each unit.
pub(crate) fn steps(text: &Text, units: &[Unit], marks: &[Mark]) -> Steps {
    let reading = text.reading();
    let folded = fold(reading);
    let mut words: Vec<Trait> = Vec::with_capacity(units.len());
    let mut clusters: Vec<u32> = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let past = at + units[at..].iter().position(|unit| unit.word != units[at].word).unwrap_or(units.len() - at);
        let (start, end) = (units[at].start as usize, units[past - 1].end as usize);
        let mut own = spelling(&folded[start..end]);
        own.shape = shape(&reading[start..end]);
        own.mark = marked(text.span(start, end), marks);
        own.spaced = units[at].spaced;
        words.push(own);
        clusters
            .extend(units[at..past].iter().map(|unit| spelling(&folded[unit.start as usize..unit.end as usize]).word));
        at = past;
    }
    let mut steps = Steps::with_capacity(units.len(), units.len() * 64);
    for (at, unit) in units.iter().enumerate() {
        write(&words, unit, &mut steps);
        spell(&clusters, at, &mut steps);
        steps.close();
    }
    steps
}

/// The keys of the clusters around a unit.
fn spell(clusters: &[u32], at: usize, steps: &mut Steps) {
    let near = |by: isize| at.checked_add_signed(by).and_then(|at| clusters.get(at)).copied().unwrap_or(3);
    let mut key = |template: u32, value: u32| steps.push(mix(value, (template * 2).wrapping_mul(0x9e37_79b1)));
    for by in -4..=4_i32 {
        key(60 + (by + 4) as u32, near(by as isize));
    }
    for by in -3..=2_i32 {
        let by2 = by as isize;
        key(70 + (by + 3) as u32, mix(near(by2), near(by2 + 1)));
    }
    for by in -3..=1_i32 {
        let by2 = by as isize;
        key(80 + (by + 3) as u32, mix(mix(near(by2), near(by2 + 1)), near(by2 + 2)));
    }
    for by in -3..=0_i32 {
        let by2 = by as isize;
        key(90 + (by + 3) as u32, mix(mix(mix(near(by2), near(by2 + 1)), near(by2 + 2)), near(by2 + 3)));
    }
}

/// Hashes of a folded word and its ends.
fn spelling(word: &str) -> Trait {
    let mut own = Trait::default();
    let mut hash = 0x811c_9dc5_u32;
    let mut count = 0;
    for ch in word.chars() {
        hash = mix(hash, ch as u32);
        if count < 4 {
            own.heads[count] = hash;
        }
        count += 1;
    }
    own.word = mix(hash, 1);
    let mut hash = 0x1234_5678_u32;
    for (at, ch) in word.chars().rev().take(4).enumerate() {
        hash = mix(hash, ch as u32);
        own.tails[at] = hash;
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
        '\u{0E01}'..='\u{0E2E}' => 1,
        '\u{0E50}'..='\u{0E59}' => 3,
        '\u{0E00}'..='\u{0E7F}' => 1,
        _ if ch.is_numeric() => 3,
        _ if ch.is_lowercase() => 4,
        _ if ch.is_uppercase() => 5,
        _ if ch.is_alphabetic() => 6,
        _ => 16 + ch as u32,
    }
}

/// What stands over a word: the first mark that covers it, and whether it begins there.
fn marked(word: Span, marks: &[Mark]) -> u32 {
    let over = marks.iter().find(|mark| mark.span.start <= word.start && word.end <= mark.span.end);
    over.map_or(0, |mark| mix(mark.what, u32::from(mark.span.start == word.start)))
}

/// The keys of one unit: each template has a number of its own.
fn write(traits: &[Trait], unit: &Unit, steps: &mut Steps) {
    let at = unit.word as usize;
    let first_unit = u32::from(unit.first);
    let edge = Trait { word: 3, shape: 3, ..Trait::default() };
    let near = |by: isize| at.checked_add_signed(by).and_then(|at| traits.get(at)).copied().unwrap_or(edge);
    let window = [near(-3), near(-2), near(-1), near(0), near(1), near(2), near(3)];
    let [_, back, before, own, after, next, _] = window;
    let mut key =
        |template: u32, value: u32| steps.push(mix(value, (template * 2 + first_unit).wrapping_mul(0x9e37_79b1)));
    key(0, 0);
    for (place, near) in (1..).zip(&window) {
        key(place, near.word);
    }
    key(8, mix(before.word, own.word));
    key(9, mix(own.word, after.word));
    key(10, mix(back.word, before.word));
    key(11, mix(after.word, next.word));
    key(12, mix(before.word, after.word));
    for (length, (head, tail)) in (0..).zip(own.heads.iter().zip(&own.tails)) {
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
    for (place, near) in (33..).zip(&window[2..5]) {
        if near.mark != 0 {
            key(place, near.mark);
        }
    }
    if own.mark != 0 {
        key(36, mix(own.mark, before.word));
        key(37, mix(own.mark, after.word));
    }
    let first = traits.first().map_or(0, |first| first.word);
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
