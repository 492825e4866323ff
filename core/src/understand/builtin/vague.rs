//! Days that are said loosely or counted within a month: อีก 2-3 วัน, สองสามวันก่อน, 1-3 เดือนหน้า.
//!
//! A range of lengths from now is the interval from the nearer end to the farther one, both included.

use super::calendar::{Grain, Period};
use super::class::Class;
use super::date::day_number;
use super::day::{Context, Day, Fields};
use super::interval::Read;
use super::measure::amount;
use super::moment::{Here, Moment};
use super::part::Part;
use super::resolve::resolve;
use super::token::Tokens;
use super::unit::Measure;

/// อีก 2-3 วัน, สองสามวันก่อน, 2-3 วันที่แล้ว, ภายใน 2-3 วัน, in 2-3 days.
pub(super) fn vague(t: &Tokens<'_>, at: usize, here: Here) -> Read {
    let within = t.slice(at, at + 1) == "ภายใน";
    let ahead = within || t.is(at, Class::Ahead) && t.near(at + 1);
    let mut from = at + usize::from(ahead);
    from += usize::from(t.is(from, Class::About));
    let found = amount(t, from).filter(|found| found.rate.is_none())?;
    let (low, high) = (found.low?, found.high?);
    if low >= high {
        return None;
    }
    let counted = t.is(found.end, Class::DaysAgo) && found.unit.is_none();
    let unit = if counted { super::part::named("day")? } else { found.unit? };
    let end = found.end;
    let sign = if ahead {
        1
    } else if t.near(end) && (t.is(end, Class::Ago) || counted) {
        -1
    } else if t.near(end) && t.is(end, Class::Later) && t.slice(end, end + 1) != "หน้า" {
        1
    } else {
        return None;
    };
    let ends = (t.unit(unit).measure == Measure::Duration).then_some((low, high))?;
    let reach = |count: f64| resolve(&super::offset::day(t, &of(count, unit), sign)?, here.now);
    let (one, two) = (reach(ends.0)?, reach(ends.1)?);
    let (first, last) = if sign > 0 { (one, two) } else { (two, one) };
    let to = if last.grain >= Grain::Day { last.to? } else { last.from? };
    let mut period = Period::between(first.from?, to, first.grain);
    if within {
        period.from = None;
    }
    Some((period, end + usize::from(!ahead)))
}

/// So many of a unit.
fn of(count: f64, unit: u16) -> Part {
    Part {
        start: 0,
        end: 0,
        low: count,
        high: count,
        step: 1.0,
        unit: Some(unit),
        also: None,
        about: false,
        digits: false,
    }
}

/// วันที่ 1-**3 เดือนหน้า** is a day of a month, not three months on.
pub(super) fn month_day(t: &Tokens<'_>, at: usize, context: &Context) -> Option<Moment> {
    let (day, after) = day_number(t, at)?;
    let (unit, end) = super::day::relative_unit(t, after).filter(|_| t.near(after))?;
    let day = super::merge::merge(&Day::Fields(Fields { day: Some(day), ..Fields::default() }), &unit, context)?;
    Some(Moment { day: Some(day), end, ..Moment::default() })
}
