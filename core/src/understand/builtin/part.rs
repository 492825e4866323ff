//! One end of an amount: a number and its unit, compounds and halves summed.
//!
//! `2 บาท 50 สตางค์`, `ชั่วโมงครึ่ง`, `ครึ่งกิโล`, `a dollar`, `US$3 and fourteen`, `แบงค์พันสองใบ`.
//! A unit with several senses takes the one its neighbours suggest.

use super::class::{Class, NUMBERS};
use super::number::{Number, number, tidy};
use super::token::{Sort, Tokens};
use super::unit::{Measure, Unit, no_unit, unit_at};

/// A number with its unit, if any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
    pub(super) unit: Option<u16>,
    pub(super) also: Option<f64>,
    pub(super) about: bool,
    pub(super) digits: bool,
}

impl Part {
    fn of(start: usize, number: Number) -> Part {
        Part {
            start,
            end: number.end,
            low: number.low,
            high: number.high,
            step: number.step,
            unit: None,
            also: number.also,
            about: false,
            digits: number.digits,
        }
    }

    fn exact(start: usize, end: usize, value: f64, unit: u16) -> Part {
        Part { unit: Some(unit), ..Part::of(start, Number::plain(end, value, 1.0)) }
    }

    fn with(mut self, end: usize, unit: u16) -> Part {
        self.unit = Some(unit);
        self.end = end;
        self
    }
}

/// The part at a place.
pub(super) fn part(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let first = land_groups(t, at)
        .or_else(|| notes(t, at))
        .or_else(|| prefixed(t, at))
        .or_else(|| halved(t, at))
        .or_else(|| unit_first(t, at))
        .or_else(|| counted(t, at))?;
    let mut whole = compound(t, first);
    if let Some(unit) = whole.unit.map(|unit| t.unit(unit)) {
        land(t, &mut whole, unit);
    }
    Some(whole)
}

/// A unit by its name.
pub(super) fn named(name: &str) -> Option<u16> {
    super::grammar::named(name)
}

/// `2-1-50 ไร่`: ไร่, งาน and ตารางวา in one.
fn land_groups(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let groups = [t.digits(at)?.0, t.digits(at + 2)?.0, t.digits(at + 4)?.0];
    let joined = t.mark(at + 1, '-') && t.mark(at + 3, '-') && t.slice(at + 5, at + 6) == "ไร่";
    let id = named("square-wa")?;
    (joined && groups[0] < 1_000_000_000 && groups[1] < 4 && groups[2] < 100)
        .then(|| Part::exact(at, at + 6, (groups[0] * 400 + groups[1] * 100 + groups[2]) as f64, id))
}

/// แบงค์พันสองใบ, แบงค์ม่วง 3 ใบ.
fn notes(t: &Tokens<'_>, at: usize) -> Option<Part> {
    if !t.is(at, Class::Note) || !t.near(at + 1) {
        return None;
    }
    let (face, end) = match t.sense(at + 1, Class::NoteColour) {
        Some(face) => (f64::from(face), at + 2),
        None => {
            let (face, end) = face(t, at + 1)?;
            (face, end)
        }
    };
    let count = number(t, end).filter(|count| t.near(end) && t.is(count.end, Class::Note) && count.value().is_some());
    let single = count.is_none() && t.is(end, Class::Note) && t.is(end + 1, Class::Single) && t.near(end);
    let (many, end) = match count {
        Some(count) => (count.low, count.end + 1),
        None => (1.0, end + 2 * usize::from(single)),
    };
    if count.is_none() && t.slice(at, at + 1) == "ใบ" {
        return None;
    }
    Some(Part::exact(at, end, face * many, super::measure::baht(t)?))
}

/// What is printed on a note: พัน, ห้าร้อย, 100.
fn face(t: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    let digits = t.digits(at).map(|(value, _)| (value as f64, at + 1));
    let coefficient = t.sense(at, Class::Digit);
    let place = at + usize::from(coefficient.is_some());
    let words = t
        .sense(place, Class::Place)
        .map(|power| (f64::from(coefficient.unwrap_or(1)) * super::number::power(power), place + 1));
    digits.or(words).filter(|(face, _)| matches!(*face as u32, 20 | 50 | 100 | 500 | 1000))
}

/// $20, THB 500, US$ 3.14, malaysian ringgit 42: a currency before its number.
fn prefixed(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let (id, unit) = t.units(at).find(|(_, unit)| unit.measure == Measure::Money)?;
    let thai = t.slice(at, at + 1).starts_with(super::token::is_thai);
    if thai || unit.factor != 1.0 || !t.near(at + 1) {
        return None;
    }
    let mut from = at + 1;
    if t.mark(from, '.') && t.glued(from) {
        from += 1;
    }
    let value = number(t, from).filter(|value| t.digits(from).is_some() || t.mark(from, '-') || value.end > from)?;
    let before = at > 0 && t.glued(at) && t.digits(at - 1).is_some();
    if before {
        return None;
    }
    let mut part = Part::of(at, value).with(value.end, id);
    part.digits = false;
    Some(part)
}

/// ครึ่งกิโล, half an hour, half a gallon, a quarter of an hour, tenth of a gallon.
fn halved(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let from =
        at + usize::from(t.is(at, Class::Article) && (t.is(at + 1, Class::Half) || t.is(at + 1, Class::Quarter)));
    let many = t.sense(from, Class::Small).filter(|many| {
        *many < 4 && (t.is(from + 1, Class::Quarter) || t.mark(from + 1, '-') && t.is(from + 2, Class::Quarter))
    });
    let from = many.map_or(from, |_| from + 1 + usize::from(t.mark(from + 1, '-')));
    let share = if let Some(many) = many {
        0.25 * f64::from(many)
    } else if t.is(from, Class::Half) {
        0.5
    } else if t.is(from, Class::Quarter) {
        0.25
    } else {
        1.0 / f64::from(t.sense(from, Class::Ordinal).filter(|nth| *nth > 2 && t.is(from + 1, Class::Of))?)
    };
    let mut next = from + 1;
    for class in [Class::Of, Class::Article] {
        next += usize::from(t.is(next, class) && t.near(next) && t.units(next).next().is_none());
    }
    if t.mark(next, '-') && t.glued(next) {
        next += 1;
    }
    if share == 0.25 && next == from + 1 && !t.is(next, Class::Unit) {
        return None;
    }
    let (id, unit) = unit_at(t, next, from)?;
    if share == 0.25 && unit.measure == Measure::Money && next == from + 1 {
        return None;
    }
    let (value, id) = finer(t, share, id, unit);
    Some(Part::exact(at, next + 1, value, id))
}

/// Half a kilo is 500 grams, half an hour 30 minutes: where the finer unit is what people say.
fn finer(t: &Tokens<'_>, value: f64, id: u16, unit: Unit) -> (f64, u16) {
    let name = match (unit.name, unit.measure) {
        ("kilogram", _) => "gram",
        ("hour", _) => "minute",
        ("minute", _) => "second",
        ("day", _) => "hour",
        ("year", _) => "month",
        ("month", _) => "day",
        ("week", _) => "day",
        ("decade", _) => "year",
        _ => return (value, id),
    };
    if value.fract() == 0.0 {
        return (value, id);
    }
    let Some(fine) = named(name) else { return (value, id) };
    let ratio = if unit.name == "month" { 30.0 } else { unit.factor / t.unit(fine).factor };
    let result = tidy(value * ratio);
    if result.fract() == 0.0 { (result, fine) } else { (value, id) }
}

/// ชั่วโมงครึ่ง, กิโลนึง, บาทเดียว, a dollar, an hour and a half.
fn unit_first(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let article = t.is(at, Class::Article) && t.near(at + 1) && t.units(at).next().is_none();
    let from = at + usize::from(article);
    let (id, unit) = unit_at(t, from, at)?;
    if article && unit.measure == Measure::Money && number(t, from + 1).is_some() && t.near(from + 1) {
        return prefixed(t, from).map(|part| Part { start: at, ..part });
    }
    if article {
        let end = from + 1;
        if let Some(after) = and_half(t, end) {
            let (value, id) = finer(t, 1.0 + after.0, id, unit);
            return Some(Part::exact(at, after.1, value, id));
        }
        return Some(Part::exact(at, end, 1.0, id));
    }
    let thai = t.slice(from, from + 1).starts_with(super::token::is_thai);
    if !thai || !t.near(from + 1) || at > 0 && t.glued(at) && t.digits(at - 1).is_some() {
        return None;
    }
    if t.is(from + 1, Class::Half) {
        let (value, id) = finer(t, 1.5, id, unit);
        return Some(Part::exact(at, from + 2, value, id));
    }
    let one =
        t.is(from + 1, Class::Single) || t.slice(from + 1, from + 2) == "นึง" || t.slice(from + 1, from + 2) == "หนึ่ง";
    let alone = !t.is(from + 2, Class::Unit) && !t.is(from + 2, Class::Place) && !t.is(from + 2, Class::Digit);
    (one && alone && t.glued(from + 1)).then(|| Part::exact(at, from + 2, 1.0, id))
}

/// `and a half`, `and half`, `and a quarter`: the fraction and the token after it.
fn and_half(t: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    if !t.is(at, Class::And) {
        return None;
    }
    let mut next = at + 1;
    next += usize::from(t.is(next, Class::Article) || t.slice(next, next + 1).eq_ignore_ascii_case("an"));
    if t.is(next, Class::Half) {
        return Some((0.5, next + 1));
    }
    let many = t.sense(next, Class::Small).filter(|many| *many < 4);
    let quarter = next + usize::from(many.is_some());
    t.is(quarter, Class::Quarter).then(|| (0.25 * f64::from(many.unwrap_or(1)), quarter + 1))
}

/// A number, then perhaps a unit.
fn counted(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let value = number(t, at)?;
    let part = Part::of(at, value);
    let mut next = value.end;
    if let Some((more, after)) = and_half(t, next).filter(|_| value.value().is_some()) {
        let unit_from = after + usize::from(t.is(after, Class::Of));
        if let Some((id, unit)) = unit_at(t, unit_from, at) {
            let (sum, id) = finer(t, value.low + more, id, unit);
            return Some(Part::exact(at, unit_from + 1, sum, id));
        }
        if t.is(after, Class::Scale) {
            let scaled = super::english::scales(t, Number::plain(after, value.low + more, 0.1));
            return Some(Part::of(at, scaled));
        }
    }
    if t.is(next, Class::More) && t.near(next) && t.units(next + 1).any(|(_, unit)| unit.measure == Measure::Duration) {
        next += 1;
    }
    if t.mark(next, '-') && t.glued(next) && t.glued(next + 1) && t.is(next + 1, Class::Unit) {
        next += 1;
    }
    // คนหนึ่ง ที่สูบ: no serving.
    let that = t.slice(next, next + 1) == "ที่" && !value.digits && t.list[next].space > 0 && t.glued(next + 1);
    if that && t.list.get(next + 1).is_some_and(|token| token.sort == Sort::Thai) {
        return Some(part);
    }
    // 89B is baht; 1.5B and 3B have been read as billions.
    if t.slice(next, next + 1) == "B"
        && t.glued(next)
        && value.digits
        && value.low >= 10.0
        && let Some(baht) = super::measure::baht(t)
    {
        return Some(part.with(next + 1, baht));
    }
    let Some((id, unit)) = unit_at(t, next, at).filter(|_| t.near(next)) else { return Some(part) };
    // 500/500 เดือนละ 599: the unit is the price's.
    let priced = t.is(next + 1, Class::Each) && t.near(next + 2) && {
        let bound = [Class::About, Class::Most, Class::Least].into_iter().any(|class| t.is(next + 2, class));
        // 2 แผงละเท่าไหร่
        let asked = ["เท่าไหร่", "เท่าไร", "กี่"].contains(&t.slice(next + 2, next + 3));
        bound || asked || t.digits(next + 2).is_some() || t.any(next + 2, &NUMBERS)
    };
    if priced || no_unit(t, next, unit, value.low) {
        return Some(part);
    }
    let mut part = part.with(next + 1, id);
    let end = part.end;
    if t.is(end, Class::Half) && t.near(end) && !t.is(end + 1, Class::Unit) && value.value().is_some() {
        let (sum, id) = finer(t, value.low + 0.5, id, unit);
        return Some(Part { also: None, ..Part::exact(at, end + 1, sum, id) });
    }
    if let Some((more, after)) = and_half(t, end).filter(|_| unit.measure != Measure::Quantity) {
        let (sum, id) = finer(t, value.low + more, id, unit);
        return Some(Part::exact(at, after, sum, id));
    }
    if value.low.fract() != 0.0 && value.value().is_some() && unit.measure == Measure::Duration {
        let (sum, id) = finer(t, value.low, id, unit);
        (part.low, part.high, part.unit) = (sum, sum, Some(id));
    }
    Some(part)
}

/// Thai measures without an everyday English one convert: 3 ขีด is 300 grams.
fn land(_t: &Tokens<'_>, part: &mut Part, unit: Unit) {
    let base = match unit.name {
        "khit" | "baht-weight" | "salueng-weight" => "gram",
        "rai" | "ngan" | "square-wa" => "square-metre",
        "wa" | "sok" => "metre",
        _ => return,
    };
    let Some(id) = named(base) else { return };
    part.low = tidy(part.low * unit.factor);
    part.high = tidy(part.high * unit.factor);
    part.unit = Some(id);
}

/// `2 ชั่วโมง 15 นาที`, `7 feet, 10 inches`, `20 rupees 43`, `1 hour fifteen`.
fn compound(t: &Tokens<'_>, first: Part) -> Part {
    let mut whole = first;
    for _ in 0..3 {
        let Some(id) = whole.unit else { break };
        let unit = t.unit(id);
        if unit.group == "-" || whole.low != whole.high {
            break;
        }
        let mut at = whole.end;
        let comma = t.mark(at, ',');
        let joined = t.is(at, Class::And) || comma;
        at += usize::from(joined);
        if !t.near(at) || (comma && t.glued(at)) {
            break;
        }
        let Some(next) = prefixed_free(t, at) else { break };
        let Some(sum) = add(t, whole, unit, next, joined) else { break };
        whole = sum;
    }
    whole
}

fn prefixed_free(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let found = halved(t, at).or_else(|| counted(t, at))?;
    (found.low == found.high).then_some(found)
}

/// The sum of two parts, in the finer unit; money stays in its currency.
fn add(t: &Tokens<'_>, whole: Part, unit: Unit, next: Part, joined: bool) -> Option<Part> {
    let sum =
        |value: f64, id: u16| Part { also: None, digits: false, ..Part::exact(whole.start, next.end, tidy(value), id) };
    let Some(next_id) = next.unit else {
        let small = next.low.fract() == 0.0 && next.low > 0.0 && next.low < 100.0 && next.end <= next.start + 3;
        let latin = !t.slice(whole.end - 1, whole.end).starts_with(super::token::is_thai);
        if unit.measure == Measure::Money
            && unit.factor == 1.0
            && small
            && latin
            && (joined || whole.low.fract() == 0.0)
        {
            return Some(sum(whole.low + next.low / 100.0, whole.unit?));
        }
        if unit.name == "hour" && small && next.low < 60.0 && latin {
            let minute = named("minute")?;
            return Some(sum(whole.low * 60.0 + next.low, minute));
        }
        return None;
    };
    let next_unit = t.unit(next_id);
    if unit.measure == Measure::Money {
        let cents = next_unit.measure == Measure::Money && next_unit.factor < 1.0 && unit.factor == 1.0;
        let same = next_unit.group == unit.group || (cents && (next_unit.group == "USD" || next_unit.group == "GBP"));
        let id = whole.unit?;
        return (cents && same && next.low < 100.0).then(|| sum(whole.low + next.low * next_unit.factor, id));
    }
    // สามวันสองคืน is three days.
    if unit.name == "day" && next_unit.name == "day" && next.low < whole.low {
        return Some(sum(whole.low, whole.unit?));
    }
    if unit.group != next_unit.group || next_unit.factor >= unit.factor || unit.measure == Measure::Quantity {
        return None;
    }
    Some(sum(whole.low * (unit.factor / next_unit.factor) + next.low, next_id))
}
