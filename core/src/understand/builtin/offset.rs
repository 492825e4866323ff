//! So much from now: อีก 3 วัน, 2 ชั่วโมงที่แล้ว, in half an hour, 3 days ago, last 2 weeks.
//!
//! Days and weeks give days, months and years give days, hours and less give instants.

use super::calendar::Grain;
use super::class::Class;
use super::day::{Day, unit_grain};
use super::number::number;
use super::part::{Part, part};
use super::token::{Tokens, is_thai};
use super::unit::Measure;

/// The offset at a place.
pub(super) fn offset(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    ahead(t, at)
        .or_else(|| trailing(t, at))
        .or_else(|| days_ago(t, at))
        .or_else(|| stretch(t, at))
        .or_else(|| weekdays(t, at))
}

/// A length of time at a place; a bare Thai unit is one of it.
pub(super) fn length(t: &Tokens<'_>, at: usize) -> Option<Part> {
    let found = part(t, at).filter(|found| is_time(t, found) && found.low == found.high);
    found.or_else(|| {
        let (id, unit) = t.units(at).find(|(_, unit)| unit.measure == Measure::Duration)?;
        let thai = t.slice(at, at + 1).starts_with(is_thai) && unit.name != "day";
        let end = at + 1;
        thai.then_some(Part {
            start: at,
            end,
            low: 1.0,
            high: 1.0,
            step: 1.0,
            unit: Some(id),
            also: None,
            about: false,
            digits: false,
        })
    })
}

fn is_time(t: &Tokens<'_>, found: &Part) -> bool {
    found.unit.is_some_and(|unit| t.unit(unit).measure == Measure::Duration)
}

/// The grain and count of a length: 2 weeks, 150 minutes, 18 months.
pub(super) fn steps(t: &Tokens<'_>, found: &Part, sign: i64) -> Option<(Grain, i64)> {
    let unit = t.unit(found.unit?);
    let (grain, many) = Grain::named(unit.name)?;
    let whole = found.low.fract() == 0.0 && found.low.abs() < 1e5;
    if whole {
        return Some((grain, sign * found.low as i64 * many));
    }
    let seconds = found.low * unit.factor;
    (unit.group == "time" && seconds.abs() < 1e8).then_some((Grain::Second, sign * seconds as i64))
}

/// The day so far from now.
pub(super) fn day(t: &Tokens<'_>, found: &Part, sign: i64) -> Option<Day> {
    if t.unit(found.unit?).name == "business-day" && found.low.fract() == 0.0 && found.low.abs() <= 400.0 {
        return Some(Day::Workdays(sign * found.low as i64));
    }
    let (grain, count) = steps(t, found, sign)?;
    Some(Day::Offset { grain, count })
}

/// อีก 3 วัน (ข้างหน้า), ในอีก 3 ชม., in 2 hours, in a couple of minutes.
fn ahead(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    if !t.is(at, Class::Ahead) || !t.near(at + 1) {
        return None;
    }
    let mut from = at + 1;
    from += usize::from(t.is(from, Class::About));
    let found = length(t, from)?;
    let mut end = found.end;
    // ใน + a bare unit is no offset: ในสัปดาห์หน้า.
    let bare = end == from + 1 && !t.slice(at, at + 1).contains("อีก");
    if bare && t.slice(at, at + 1).starts_with(is_thai) {
        return None;
    }
    end += usize::from(t.is(end, Class::Later) && t.near(end) && t.slice(end, end + 1) != "หน้า");
    Some((day(t, &found, 1)?, end))
}

/// 3 **วันที่ผ่านมา**: the tables have it as one word, since วันที่ is another.
fn days_ago(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let count = number(t, at).filter(|count| t.is(count.end, Class::DaysAgo) && t.near(count.end))?;
    Some((Day::Offset { grain: Grain::Day, count: -count.whole()? }, count.end + 1))
}

/// 3 วันที่แล้ว, สองอาทิตย์ก่อน, 3 days ago, two years from now.
fn trailing(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let thai_unit = t.is(at, Class::Unit) && t.slice(at, at + 1).starts_with(is_thai);
    if thai_unit && !t.is(at + 1, Class::Half) && !t.is(at + 1, Class::One) {
        return None;
    }
    let found = part(t, at).filter(|found| is_time(t, found) && found.low == found.high)?;
    let end = found.end;
    if !t.near(end) {
        return None;
    }
    if t.is(end, Class::Ago) {
        return Some((day(t, &found, -1)?, end + 1));
    }
    if t.is(end, Class::Later) {
        return Some((day(t, &found, 1)?, end + 1));
    }
    None
}

/// `last 2 weeks`, `next three days`, `past 2 hours`: whole units beside the present one.
fn stretch(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let the = at + usize::from(t.is(at, Class::The));
    let sign = if t.is(the, Class::Next) && t.slice(the, the + 1).is_ascii() {
        1
    } else if t.is(the, Class::Last) && t.slice(the, the + 1).is_ascii() {
        -1
    } else {
        return None;
    };
    let count = number(t, the + 1)?;
    let grain = unit_grain(t, count.end)?;
    let many = count.whole().filter(|many| (1..10_000).contains(many))?;
    if t.slice(the, the + 1).eq_ignore_ascii_case("upcoming") {
        return Some((Day::Unit { grain, count: many, edge: 0 }, count.end + 1));
    }
    Some((Day::Stretch { grain, count: sign * many }, count.end + 1))
}

/// `3 fridays from now`, `2 thursdays ago`, `2 upcoming weeks`.
fn weekdays(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let count = number(t, at)?;
    let many = count.whole().filter(|many| (1..1000).contains(many))?;
    let end = count.end;
    if t.slice(end, end + 1).eq_ignore_ascii_case("upcoming") {
        return Some((Day::Unit { grain: unit_grain(t, end + 1)?, count: many, edge: 0 }, end + 2));
    }
    let day = t.sense(end, Class::Weekday).filter(|_| t.slice(end, end + 1).is_ascii() && t.near(end))?;
    let n = if t.is(end + 1, Class::Later) {
        many
    } else if t.is(end + 1, Class::Ago) {
        -many
    } else {
        return None;
    };
    let what = super::nth_day::What::Weekday(day);
    Some((Day::Nth { n, what, of: Box::new(Day::Now) }, end + 2))
}
