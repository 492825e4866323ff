//! The small parts of an address: house, room, floor, building, moo, village, soi, road.
//!
//! `99/9 ม.4 ซ.สุขใจ 3 ถ.มิตรภาพ`, `คอนโด ABC ชั้น 12 ห้อง 1204`. A name runs to the next space or
//! the next part; a number after it belongs to a soi or road (พระราม 9).

use super::boundary::name_end;
use super::class::Class;
use super::token::{Sort, Tokens, digit, is_thai};
use crate::tokenize::Piece;
use crate::value::Value;

/// Parts that stand together.
#[derive(Clone, Debug)]
pub(super) struct Street {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) end_token: usize,
    pub(super) parts: Vec<(&'static str, Value)>,
    pub(super) cued: bool,
}

const PARTS: [(Class, &str); 8] = [
    (Class::House, "house"),
    (Class::Room, "room"),
    (Class::Floor, "floor"),
    (Class::Building, "building"),
    (Class::Moo, "moo"),
    (Class::Village, "village"),
    (Class::Soi, "soi"),
    (Class::Road, "road"),
];

/// The parts that start at a place; one at least is named by its word.
pub(super) fn street(t: &Tokens<'_>, pieces: &[Piece], at: usize) -> Option<Street> {
    // ตึก in สตึก is no building, and แขวงถนนนครไชยศรี is no road.
    let start = t.list.get(at)?.start as usize;
    let inside = t.text[..start].ends_with(is_thai)
        && pieces.binary_search_by_key(&start, |piece| piece.start as usize).is_err();
    if inside || at > 0 && t.glued(at) && t.is(at - 1, Class::Subdistrict) {
        return None;
    }
    let mut found = Street { start: 0, end: 0, end_token: at, parts: Vec::new(), cued: false };
    let mut next = at;
    if let Some((value, end)) = house(t, at).filter(|(_, end)| part_at(t, *end).is_some() && t.near(*end)) {
        found.parts.push(("house", Value::Text(value)));
        next = end;
        found.end = t.list[end - 1].end as usize;
    }
    while found.parts.len() < 8 && (next == at || t.near(next)) {
        let from = next + usize::from(t.mark(next, ',') && next > at);
        let Some(part) = part(t, pieces, from) else { break };
        if found.parts.iter().any(|(known, _)| *known == part.name) {
            break;
        }
        found.cued |= matches!(part.name, "house" | "moo" | "soi" | "road" | "village" | "building");
        found.parts.push((part.name, Value::Text(part.value)));
        next = part.end;
        found.end = part.byte;
        if found.end != t.list[next - 1].end as usize {
            break;
        }
    }
    if next == at || !found.cued {
        return None;
    }
    found.start = t.list[at].start as usize;
    found.end_token = next;
    Some(found)
}

fn part_at(t: &Tokens<'_>, at: usize) -> Option<(&'static str, usize)> {
    let (_, name) = PARTS.into_iter().find(|(class, _)| t.is(at, *class))?;
    let after = at + 1 + usize::from(t.mark(at + 1, ':'));
    Some((name, after))
}

/// `99/9`, `๑๒`, `123/45-46`: the number in Arabic digits and the token after it.
fn house(t: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    t.digits(at).filter(|(_, length)| *length <= 5)?;
    let mut end = at + 1;
    for _ in 0..3 {
        let joint = (t.mark(end, '/') || t.mark(end, '-')) && t.glued(end) && t.glued(end + 1);
        if !joint || t.digits(end + 1).is_none() {
            break;
        }
        end += 2;
    }
    Some((arabic(t.slice(at, end)), end))
}

fn arabic(text: &str) -> String {
    text.chars().map(|letter| digit(letter).map_or(letter, |value| char::from(b'0' + value))).collect()
}

/// One part: its name, its value, the token after it and the byte where it ends.
struct Part {
    name: &'static str,
    value: String,
    end: usize,
    byte: usize,
}

fn part(t: &Tokens<'_>, pieces: &[Piece], at: usize) -> Option<Part> {
    let (name, from) = part_at(t, at)?;
    let whole = |value: String, end: usize| Part { name, value, end, byte: t.list[end - 1].end as usize };
    if !t.near(from) {
        return None;
    }
    match name {
        "house" | "moo" | "floor" => {
            let from = from + usize::from(t.is(from, Class::OrdinalMark));
            let (value, end) = house(t, from).or_else(|| {
                let found = super::number::number(t, from).filter(|_| t.digits(from).is_none())?;
                Some((found.whole()?.to_string(), found.end))
            })?;
            Some(whole(value, end))
        }
        "room" => {
            let (value, end) = code(t, from)?;
            Some(whole(value, end))
        }
        _ => {
            let (value, end) = title(t, from, name)?;
            let (start, to) = (t.list[from].start as usize, t.list[end - 1].end as usize);
            if !t.text[start..].starts_with(is_thai) {
                return Some(whole(value, end));
            }
            // ถนนข้าวสาร|กันได้เลย: the name ends before a function word.
            let byte = name_end(t.text, pieces, start, to);
            let value = if byte < to { arabic(&t.text[start..byte]) } else { value };
            (byte > start).then_some(Part { name, value, end, byte })
        }
    }
}

/// A room: `1204`, `A12`, `12/3`.
fn code(t: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let letters = matches!(t.list.get(at)?.sort, Sort::Letters) && t.digits(at + 1).is_some() && t.glued(at + 1);
    let (_, end) = house(t, at + usize::from(letters))?;
    (!t.is(end, Class::Unit) || part_at(t, end).is_some()).then(|| (arabic(t.slice(at, end)), end))
}

/// A name up to a space or the next part, with a number after it where one may follow.
fn title(t: &Tokens<'_>, at: usize, name: &str) -> Option<(String, usize)> {
    let mut end = at;
    while end < at + 12 && end < t.len() && (end == at || t.list[end].space == 0) {
        let boundary = part_at(t, end).is_some() || t.is(end, Class::Subdistrict) || t.is(end, Class::District);
        if end > at && boundary || matches!(t.list[end].sort, Sort::Mark(mark) if !matches!(mark, '-' | '.' | '/')) {
            break;
        }
        end += 1;
    }
    if end == at {
        return None;
    }
    let spaced = t.list.get(end).is_some_and(|token| token.space == 1);
    // หมู่บ้านพฤกษา 15 ซอย 4
    let phase =
        name == "village" && part_at(t, end + 1).is_some_and(|(next, _)| matches!(next, "soi" | "road" | "house"));
    if (matches!(name, "soi" | "road") || phase)
        && spaced
        && t.digits(at).is_none()
        && t.digits(end).is_some_and(|(_, length)| length <= 3)
        && !t.is(end + 1, Class::Unit)
    {
        end = house(t, end)?.1;
    }
    // ซ.รามคำแหง 24 แยก 12
    if name == "soi" && t.slice(end, end + 1) == "แยก" && t.near(end) && t.digits(end + 1).is_some() {
        end += 2;
    }
    Some((arabic(t.slice(at, end)), end))
}
