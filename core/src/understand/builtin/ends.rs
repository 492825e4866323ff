//! Two ends of an interval, joined: จันทร์ถึงพุธหน้า, 3-5 พ.ค., 11-1pm.
//!
//! In: the moment at each end. Out: the period between them. What one end leaves out the other gives
//! it: the day, the month, the year, the part of day. The end of days is the midnight after the last
//! one, that of clock times the time itself. A clock range that ends before it starts runs over
//! midnight; a date range is rolled, or refused.

use super::calendar::{Grain, Period, step};
use super::clock::{Clock, Style, of_style};
use super::day::{Day, Rel};
use super::interval::Read;
use super::moment::{Here, Moment};

/// The first of two hours, before the second: 11-1pm starts at 11.
pub(super) fn closest(value: i32, second: &Clock) -> Option<Clock> {
    let found = of_style(value, second.style)?;
    match second.style {
        Style::Meridiem(12) if found.hour > second.hour => of_style(value, Style::Meridiem(0)),
        Style::Hour(5) if value > 7 => of_style(value, Style::Hour(0)),
        _ => Some(found),
    }
}

/// The period from one moment to another.
pub(super) fn join(mut first: Moment, mut second: Moment, here: Here) -> Read {
    let end = second.end;
    let own_day = second.day.is_some();
    let now = second.day == Some(Day::Now);
    if first.day.is_none() && !now {
        first.day.clone_from(&second.day);
    }
    // จันทร์ถึงพุธหน้า: both of the next week.
    if let (Some(Day::Weekday { rel, .. }), Some(Day::Weekday { rel: Rel::Next, .. })) = (&mut first.day, &second.day)
        && *rel == Rel::Bare
    {
        *rel = Rel::Next;
    }
    if let (Some(Day::Fields(one)), Some(Day::Fields(two))) = (&mut first.day, &second.day) {
        if one.month.is_none() {
            (one.month, one.year, one.year_also) = (two.month, two.year, two.year_also);
        } else if one.year.is_none() && two.year.is_some() {
            let before = one.month > two.month;
            one.year = two.year.map(|year| year - i32::from(before));
        }
    }
    if let (Some(one), Some(two)) = (&mut first.clock, &second.clock) {
        shade(one, two);
    }
    if second.day.is_none() && second.clock.is_some() {
        second.day.clone_from(&first.day);
        second.part = second.part.or(first.part);
    }
    let start = if now { first.resolve_past(here)? } else { first.resolve(here)? };
    let from = start.from?;
    let relative = matches!(
        second.day,
        Some(
            Day::Relative(_)
                | Day::Offset { .. }
                | Day::Unit { .. }
                | Day::Now
                | Day::Weekday { rel: Rel::Next | Rel::This | Rel::Last, .. }
        ) | None
    );
    let there =
        if relative || second.clock.is_some() && second.day == first.day { here } else { Here { now: from, ..here } };
    let finish = second.resolve(there)?;
    let mut to = if second.clock.is_some() || now { finish.from? } else { finish.to? };
    if to <= from {
        let clocks = first.clock.is_some() && second.clock.is_some();
        if !clocks || own_day && second.day != first.day {
            return None;
        }
        to = step(to, Grain::Day, 1).filter(|to| *to > from)?;
    }
    if second.day.is_none() {
        while let Some(earlier) = step(to, Grain::Day, -1).filter(|earlier| *earlier > from) {
            to = earlier;
        }
    }
    Some((Period::between(from, to, start.grain.min(finish.grain)), end))
}

/// An open first hour takes the half of the day that puts it before the second.
pub(super) fn shade(one: &mut Clock, two: &Clock) {
    let known = matches!(two.style, Style::Meridiem(_));
    if one.open && known && matches!(one.style, Style::Open | Style::Plain) {
        let later = one.hour % 12 + 12;
        one.hour = if two.hour >= 12 && (later, one.minute) < (two.hour, two.minute) { later } else { one.hour % 12 };
        one.open = false;
    }
    if one.style == Style::Hour(0) && matches!(two.style, Style::Hour(1)) && one.hour > 12 {
        one.hour = one.hour - 12 + if one.hour - 12 < 6 { 6 } else { 0 };
    }
}
