//! A [`Day`] and the time now → a [`Period`].
//!
//! What is not said is ahead: the next fifteenth, the next Friday, the next Songkran. A date that
//! does not exist (31 กุมภาพันธ์) is none. The Thai defaults are those of everyday speech: วันX หน้า
//! is X of the next Monday week, with the nearest X as the other reading.

use jiff::civil::{Date, DateTime};

use super::calendar::{Grain, Period, days, floor, midnight, on_or_after, step};
use super::day::{Day, Fields, Rel};
use super::grammar::HOLIDAYS;
use super::nth_day::What;

/// Working days are counted one by one, about as far as anybody counts them.
const MOST_WORKDAYS: u64 = 400;

/// The period that a day means.
pub(super) fn resolve(day: &Day, now: DateTime) -> Option<Period> {
    let today = now.date();
    match day {
        Day::Relative(count) => Period::day(days(today, *count)?),
        Day::Weekday { day, rel } => weekday(*day, *rel, today),
        Day::Fields(fields) => resolve_fields(fields, today),
        Day::Unit { grain, count, edge } => unit(*grain, *count, *edge, now),
        Day::Weekend(count) => weekend(*count, today),
        Day::Offset { grain, count } => offset(*grain, *count, now),
        Day::Workdays(count) => Period::day(workdays(today, *count)?),
        Day::Stretch { grain, count } => stretch(*grain, *count, now),
        Day::Within { day, of } => {
            let period = resolve(of, now)?;
            Period::day(on_or_after(period.from?.date(), *day)?)
        }
        Day::Nth { n, what, of } => nth(*n, *what, of, now),
        Day::Holiday { index, year, shift } => HOLIDAYS.get(*index)?.near(today, *year, *shift),
        Day::Quarter { quarter, year } => {
            let year = year.unwrap_or(i32::from(today.year()));
            Period::at(first(year, quarter * 3 - 2)?, Grain::Quarter)
        }
        Day::Season { season, shift } => season_of(*season, *shift, today),
        Day::Now => Period::at(now, Grain::Second),
    }
}

/// The latest such day that is not ahead; none where a day says itself whether it is past.
pub(super) fn backwards(day: &Day, today: Date) -> Option<Day> {
    let (year, month) = (i32::from(today.year()), i32::from(today.month()));
    match day {
        Day::Weekday { day, rel: Rel::Bare } => Some(Day::Weekday { day: *day, rel: Rel::Last }),
        Day::Fields(fields) if fields.year.is_none() && fields.edge == 0 => {
            let day = fields.day.unwrap_or(1);
            let (year, month) = match fields.month {
                Some(named) if (named, day) <= (month, i32::from(today.day())) => (year, named),
                Some(named) => (year - 1, named),
                None if day <= i32::from(today.day()) => (year, month),
                None if month == 1 => (year - 1, 12),
                None => (year, month - 1),
            };
            Some(Day::Fields(Fields { year: Some(year), month: Some(month), ..*fields }))
        }
        Day::Holiday { index, year: None, shift: 0 } => Some(Day::Holiday { index: *index, year: None, shift: -1 }),
        _ => None,
    }
}

fn first(year: i32, month: i32) -> Option<DateTime> {
    date(year, month, 1).map(midnight)
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// So many working days on, holidays not counted out.
fn workdays(today: Date, count: i64) -> Option<Date> {
    if count.unsigned_abs() > MOST_WORKDAYS {
        return None;
    }
    let mut date = today;
    for _ in 0..count.unsigned_abs() {
        date = days(date, count.signum())?;
        while date.weekday().to_monday_one_offset() > 5 {
            date = days(date, count.signum())?;
        }
    }
    Some(date)
}

fn weekday(day: i32, rel: Rel, today: Date) -> Option<Period> {
    let ahead = on_or_after(days(today, 1)?, day)?;
    let monday = floor(midnight(today), Grain::Week)?.date();
    match rel {
        Rel::Bare | Rel::Coming => Period::day(ahead),
        Rel::This => Period::day(on_or_after(today, day)?),
        Rel::Next => {
            let next = on_or_after(days(monday, 7)?, day)?;
            let mut period = Period::day(next)?;
            if ahead != next {
                period.also.push(midnight(ahead));
            }
            Some(period)
        }
        Rel::Last => {
            let back = on_or_after(days(today, -7)?, day)?;
            Period::day(if back < today { back } else { days(back, -7)? })
        }
    }
}

fn resolve_fields(fields: &Fields, today: Date) -> Option<Period> {
    if fields.edge > 0 {
        return edge_of(fields, today);
    }
    let now = i32::from(today.year());
    let mut period = match (fields.year, fields.month, fields.day) {
        (Some(year), Some(month), Some(day)) => Period::day(date(year, month, day)?)?,
        (None, Some(month), Some(day)) => {
            // Eight years reach over a 29 February.
            let dates = (0..9).filter_map(|ahead| date(now + ahead, month, day));
            let fits = |date: &Date| *date >= today && weekday_fits(fields, *date);
            Period::day(dates.clone().find(fits).or_else(|| dates.clone().find(|date| *date >= today))?)?
        }
        (year, None, Some(day)) => {
            let month = year.map_or(today.first_of_month(), |year| date(year, 1, 1).unwrap_or(today));
            let dates = (0..40).filter_map(|ahead| {
                let month = step(midnight(month), Grain::Month, ahead)?.date();
                date(i32::from(month.year()), i32::from(month.month()), day)
            });
            Period::day(dates.filter(|date| *date >= today).find(|date| weekday_fits(fields, *date))?)?
        }
        (Some(year), Some(month), None) => Period::at(first(year, month)?, Grain::Month)?,
        (None, Some(month), None) => {
            let this = first(now, month)?;
            let passed = this < floor(midnight(today), Grain::Month)?;
            let shift = match fields.shift {
                -1 => i32::from(passed) - 1,
                shift => i32::from(passed) + shift,
            };
            Period::at(first(now + shift, month)?, Grain::Month)?
        }
        (Some(year), None, None) => Period::at(first(year, 1)?, Grain::Year)?,
        (None, None, None) => return None,
    };
    if let Some(other) = fields.year_also {
        let moved = match (fields.month, fields.day) {
            (Some(month), Some(day)) => date(other, month, day).map(midnight),
            (month, None) => first(other, month.unwrap_or(1)),
            _ => None,
        };
        period.also.extend(moved);
    }
    Some(period)
}

fn weekday_fits(fields: &Fields, date: Date) -> bool {
    fields.weekday.is_none_or(|day| i32::from(date.weekday().to_monday_one_offset()) == day)
}

fn edge_of(fields: &Fields, today: Date) -> Option<Period> {
    let whole = resolve_fields(&Fields { edge: 0, ..*fields }, today)?;
    edge(whole.from?, whole.grain, fields.edge)
}

/// A third of a period, or its last day.
fn edge(from: DateTime, grain: Grain, which: i32) -> Option<Period> {
    let to = step(from, grain, 1)?;
    let day = |count: i64| step(from, Grain::Day, count);
    let month = |count: i64| step(from, Grain::Month, count);
    let (start, end, fine) = match (grain, which) {
        (_, 4) => return Period::at(step(to, Grain::Day, -1)?, Grain::Day),
        (Grain::Month, 1) => (from, day(10)?, Grain::Day),
        (Grain::Month, 2) => (day(10)?, day(20)?, Grain::Day),
        (Grain::Month, _) => (day(20)?, to, Grain::Day),
        (Grain::Year, 1) => (from, month(3)?, Grain::Month),
        (Grain::Year, 2) => (month(4)?, month(8)?, Grain::Month),
        (Grain::Year, 5) => (month(8)?, to, Grain::Month),
        (Grain::Year, _) => (month(9)?, to, Grain::Month),
        (Grain::Week, 1) => (from, day(3)?, Grain::Day),
        (Grain::Week, 2) => (day(2)?, day(4)?, Grain::Day),
        (Grain::Week, _) => (day(4)?, to, Grain::Day),
        (Grain::Quarter, 1) => (from, month(1)?, Grain::Month),
        (Grain::Quarter, 2) => (month(1)?, month(2)?, Grain::Month),
        (Grain::Quarter, _) => (month(2)?, to, Grain::Month),
        _ => return None,
    };
    Some(Period::between(start, end, fine))
}

fn unit(grain: Grain, count: i64, which: i32, now: DateTime) -> Option<Period> {
    let from = step(floor(now, grain)?, grain, count)?;
    if which > 0 { edge(from, grain, which) } else { Period::at(from, grain) }
}

fn weekend(count: i64, today: Date) -> Option<Period> {
    let monday = floor(midnight(today), Grain::Week)?;
    let saturday = step(monday, Grain::Day, 5 + 7 * count)?;
    Some(Period::between(saturday, step(saturday, Grain::Day, 2)?, Grain::Day))
}

fn offset(grain: Grain, count: i64, now: DateTime) -> Option<Period> {
    let at = step(now, grain, count)?;
    match grain {
        Grain::Second => Period::at(at, Grain::Second),
        Grain::Minute | Grain::Hour => Period::at(floor(at, Grain::Second)?, Grain::Minute),
        _ => Period::day(at.date()),
    }
}

fn stretch(grain: Grain, count: i64, now: DateTime) -> Option<Period> {
    let here = floor(now, grain)?;
    let (from, to) = if count > 0 {
        (step(here, grain, 1)?, step(here, grain, count + 1)?)
    } else {
        (step(here, grain, count)?, here)
    };
    Some(Period::between(from, to, grain))
}

fn nth(n: i64, what: What, of: &Day, now: DateTime) -> Option<Period> {
    if *of == Day::Now {
        let What::Weekday(day) = what else { return None };
        let base =
            if n > 0 { on_or_after(days(now.date(), 1)?, day)? } else { on_or_after(days(now.date(), -7)?, day)? };
        return Period::day(days(base, 7 * if n > 0 { n - 1 } else { n + 1 })?);
    }
    let period = resolve(of, now)?;
    let (from, to) = (period.from?, period.to?);
    let found = match what {
        What::Weekday(day) if n > 0 => Period::day(days(on_or_after(from.date(), day)?, 7 * (n - 1))?)?,
        What::Weekday(day) => Period::day(days(on_or_after(days(to.date(), -7)?, day)?, 7 * (n + 1))?)?,
        What::Weekend => {
            let saturday = if n > 0 { on_or_after(from.date(), 6)? } else { on_or_after(days(to.date(), -7)?, 6)? };
            let saturday = midnight(days(saturday, 7 * if n > 0 { n - 1 } else { n + 1 })?);
            Period::between(saturday, step(saturday, Grain::Day, 2)?, Grain::Day)
        }
        What::Unit(Grain::Week) => {
            let start = if n > 0 {
                let first = floor(from, Grain::Week)?;
                let whole = if first < from { step(first, Grain::Week, 1)? } else { first };
                step(whole, Grain::Week, n - 1)?
            } else {
                let last = floor(to, Grain::Week)?;
                step(last, Grain::Week, if last < to { n + 1 - 1 } else { n })?
            };
            Period::at(start, Grain::Week)?
        }
        What::Unit(grain) => {
            let start = if n > 0 { step(from, grain, n - 1)? } else { step(to, grain, n)? };
            Period::at(start, grain)?
        }
    };
    (found.from? < to && found.to? > from).then_some(found)
}

/// Summer from 21 June, autumn from 23 September, winter from 21 December, spring from 20 March.
fn season_of(season: i32, shift: i32, today: Date) -> Option<Period> {
    let starts = [(6, 21), (9, 23), (12, 21), (3, 20)];
    let at = usize::try_from(season - 1).ok().filter(|at| *at < 4)?;
    let (month, day) = starts[at];
    let (next_month, next_day) = starts[(at + 1) % 4];
    let year = i32::from(today.year()) + shift;
    let end_year = year + i32::from(season == 3);
    let end = date(end_year, next_month, next_day)?;
    if end <= today && shift == 0 {
        return season_of(season, 1, today);
    }
    Some(Period::between(midnight(date(year, month, day)?), midnight(end), Grain::Day))
}
