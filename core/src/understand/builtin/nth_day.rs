//! The n-th day of a period: `first monday of last month`, `last day of october`, quarters, EOM.

use super::calendar::Grain;
use super::class::Class;
use super::day::{Context, Day, Rel, day, relation, unit_grain};
use super::emit::nth as ordinal;
use super::token::Tokens;

/// What is counted within a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Weekday(i32),
    Unit(Grain),
    Weekend,
}

/// วันศุกร์แรกของเดือนหน้า, ศุกร์สุดท้ายของเดือน, วันเสาร์ที่สองของเดือน.
fn thai(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let from = at + usize::from(t.slice(at, at + 1) == "วัน");
    let day = t.sense(from, Class::Weekday)?;
    let mark = t.is(from + 1, Class::OrdinalMark);
    let (n, end) = if mark {
        let found = super::number::number(t, from + 2)?;
        (found.whole().filter(|n| (1..=5).contains(n))?, found.end)
    } else {
        (i64::from(t.sense(from + 1, Class::Ordinal).filter(|n| matches!(n, 1 | -1))?), from + 2)
    };
    if !t.is(end, Class::Of) || !t.near(end + 1) {
        return None;
    }
    let (of, end) = super::day::day(t, end + 1, context).or_else(|| {
        let grain = unit_grain(t, end + 1).filter(|grain| *grain >= Grain::Month)?;
        Some((Day::Unit { grain, count: 0, edge: 0 }, end + 2))
    })?;
    let wide = match &of {
        Day::Fields(fields) => fields.day.is_none(),
        Day::Unit { grain, .. } => *grain >= Grain::Month,
        _ => false,
    };
    wide.then_some((Day::Nth { n, what: What::Weekday(day), of: Box::new(of) }, end))
}

/// `the third last week of 2018`, `first wednesday of october 2014`, `last weekend of July`.
pub(super) fn nth(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let the = at + usize::from(t.is(at, Class::The));
    if !t.slice(the, the + 1).is_ascii() {
        return thai(t, at, context);
    }
    let (n, after) = count(t, the)?;
    let (what, end) = what(t, after)?;
    if n == 1 && matches!(what, What::Unit(Grain::Second)) {
        return None;
    }
    let mut next = end;
    if !(t.is(next, Class::Of) || t.is(next, Class::In) || t.is(next, Class::From))
        || !t.slice(next, next + 1).is_ascii()
    {
        return None;
    }
    next += 1;
    let plain = next + usize::from(t.is(next, Class::The));
    let (of, end) = day(t, next, context).or_else(|| day(t, plain, context)).or_else(|| {
        let grain = unit_grain(t, plain)?;
        Some((Day::Unit { grain, count: 0, edge: 0 }, plain + 1))
    })?;
    let wide = match &of {
        Day::Fields(fields) => fields.day.is_none(),
        Day::Unit { grain, .. } => *grain >= Grain::Week,
        Day::Quarter { .. } | Day::Season { .. } => true,
        _ => false,
    };
    wide.then_some((Day::Nth { n, what, of: Box::new(of) }, end))
}

fn count(t: &Tokens<'_>, at: usize) -> Option<(i64, usize)> {
    if t.slice(at, at + 1).eq_ignore_ascii_case("last") {
        return Some((-1, at + 1));
    }
    let (n, end, _) = ordinal(t, at).filter(|(n, _, _)| (1..400).contains(n))?;
    let from_end = t.slice(end, end + 1).eq_ignore_ascii_case("last");
    Some(if from_end { (-n, end + 1) } else { (n, end) })
}

fn what(t: &Tokens<'_>, at: usize) -> Option<(What, usize)> {
    if !t.near(at) {
        return None;
    }
    if let Some(day) = t.sense(at, Class::Weekday) {
        return Some((What::Weekday(day), at + 1));
    }
    if t.is(at, Class::Weekend) {
        return Some((What::Weekend, at + 1));
    }
    if t.is(at, Class::Unit) && t.slice(at + 1, at + 2).eq_ignore_ascii_case("end") {
        return Some((What::Weekend, at + 2));
    }
    unit_grain(t, at).filter(|grain| *grain >= Grain::Day).map(|grain| (What::Unit(grain), at + 1))
}

/// `third quarter`, `4th qtr of 2018`, `2018Q4`, ไตรมาส 2.
pub(super) fn quarter(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let the = at + usize::from(t.is(at, Class::The));
    if let Some((value, length)) = t.digits(the)
        && let Some((quarter, 1)) = t.digits(the + 2).filter(|_| t.slice(the + 1, the + 2).eq_ignore_ascii_case("q"))
        && matches!(length, 2 | 4)
        && (1..=4).contains(&quarter)
    {
        let year = if length == 2 { 2000 + value as i32 } else { value as i32 };
        return Some((Day::Quarter { quarter: quarter as i32, year: Some(year) }, the + 3));
    }
    let thai = t.slice(the, the + 1) == "ไตรมาส";
    if thai {
        let from = the + 1 + usize::from(t.is(the + 1, Class::OrdinalMark));
        let found = super::number::number(t, from).filter(|_| t.near(from))?;
        let quarter = found.whole().filter(|quarter| (1..=4).contains(quarter))?;
        return Some((Day::Quarter { quarter: quarter as i32, year: None }, found.end));
    }
    let (n, end, _) = ordinal(t, the).filter(|(n, _, _)| (1..=4).contains(n))?;
    if unit_grain(t, end) != Some(Grain::Quarter) {
        return None;
    }
    let mut after = end + 1;
    let year =
        t.digits(after + 1).filter(|(_, length)| *length == 4 && t.is(after, Class::Of)).map(|(year, _)| year as i32);
    after += if year.is_some() { 2 } else { 0 };
    Some((Day::Quarter { quarter: n as i32, year }, after))
}

/// `this summer`, `last winter`.
pub(super) fn season(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let before = relation(t, at).filter(|_| t.slice(at, at + 1).is_ascii());
    let from = at + usize::from(before.is_some());
    let season = t.sense(from, Class::Season)?;
    let after = relation(t, from + 1).filter(|_| !t.slice(from, from + 1).is_ascii());
    let shift = match before.or(after) {
        Some(Rel::Last) => -1,
        Some(Rel::Next) => 1,
        Some(_) => 0,
        None => return None,
    };
    Some((Day::Season { season, shift }, from + 1 + usize::from(after.is_some())))
}

/// EOM, EOY, BOM, BOY, EOD.
pub(super) fn acronym(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let word = t.slice(at, at + 1);
    if word.len() != 3 || !word.is_ascii() {
        return None;
    }
    let (grain, edge) = match word.to_ascii_lowercase().as_str() {
        "eom" => (Grain::Month, 3),
        "eoy" => (Grain::Year, 5),
        "bom" => (Grain::Month, 1),
        "boy" if word == "BOY" => (Grain::Year, 1),
        _ => return None,
    };
    Some((Day::Unit { grain, count: 0, edge }, at + 1))
}
