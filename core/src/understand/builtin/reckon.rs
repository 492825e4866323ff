//! What was read of one time → the period that it means: เย็น makes 8 โมง 20:00.
//!
//! In: a moment and now. Out: a period with its grain and its other readings; a clock without a day is
//! the next such time, or the latest where it is told of what has happened. Reads no text.

use jiff::civil::DateTime;

use super::calendar::{Grain, Period, midnight, step};
use super::clock::{Clock, Style};
use super::day::Day;
use super::moment::{Here, Moment};
use super::resolve::resolve;

/// From and to, in hours, of a part of day; past 24 it runs into the next day.
pub(super) fn band(part: i32) -> (i32, i32) {
    match part {
        1 => (6, 10),
        2 => (9, 11),
        3 => (11, 13),
        4 => (13, 16),
        5 => (16, 19),
        6 => (18, 21),
        7 => (18, 24),
        8 => (21, 26),
        9 => (4, 6),
        10 => (13, 17),
        11 => (17, 21),
        12 => (18, 21),
        13 => (6, 9),
        21 => (0, 12),
        23 => (12, 14),
        24 => (12, 19),
        25 | 27 => (18, 24),
        28 => (0, 9),
        29 => (21, 24),
        _ => (0, 24),
    }
}

impl Moment {
    /// The latest such time that is not ahead: เมื่อวันศุกร์, สั่งไปวันที่ 15. What was said of the other
    /// direction stays, and so does the coming one among the other readings.
    pub(super) fn resolve_past(&self, here: Here) -> Option<Period> {
        let ahead = self.resolve(here);
        if self.day.is_none() && here.day.is_some() {
            return ahead;
        }
        let today = here.now.date();
        let day = match &self.day {
            Some(day) => super::resolve::backwards(day, today),
            None => Some(Day::Relative(0)),
        };
        let Some(day) = day else { return ahead };
        let moved = Moment { day: Some(day), ..self.clone() };
        let mut period = moved.resolve(here)?;
        if self.day.is_none() && period.from.is_some_and(|from| from > here.now) {
            period = Moment { day: Some(Day::Relative(-1)), ..self.clone() }.resolve(here)?;
        }
        let other = ahead.and_then(|ahead| ahead.from).filter(|from| Some(*from) != period.from);
        if other.is_some() {
            period.why = Some("what is spoken of has been done");
        }
        period.also.splice(0..0, other);
        Some(period)
    }

    /// The period that is meant, and why where it could be another.
    pub(super) fn resolve(&self, here: Here) -> Option<Period> {
        let mut period = self.reckon(here)?;
        if !period.also.is_empty() {
            period.why = period.why.or_else(|| self.why());
        }
        Some(period)
    }

    /// Why the default reading stands before the others.
    fn why(&self) -> Option<&'static str> {
        match (&self.day, &self.clock) {
            (Some(Day::Weekday { rel: super::day::Rel::Next, .. }), _) => Some("a weekday with หน้า is the next week's"),
            (Some(Day::Fields(fields)), _) if fields.year_also.is_some() => {
                Some("a year of two digits is of the nearer era")
            }
            (_, Some(clock)) if clock.style == Style::Hour(0) => {
                Some("an hour from 1 to 5 without a part of day is of the afternoon")
            }
            (_, Some(clock)) if clock.style == Style::Hour(1) => Some("โมงเช้า up to 5 is counted from six"),
            (None, Some(_)) => Some("it is the first still to come"),
            _ => None,
        }
    }

    fn reckon(&self, here: Here) -> Option<Period> {
        let now = here.now;
        let Some(clock) = self.clock else { return self.without_clock(here) };
        let (hour, also) = self.hour(&clock);
        let Some(day) = &self.day else { return next(here, &clock, (hour, also), self.part.is_none()) };
        let period = resolve(day, now)?;
        let date = period.from?.date();
        if period.grain < Grain::Day || !period.at && period.grain != Grain::Day {
            return None;
        }
        let open_today = matches!(day, Day::Weekday { rel: super::day::Rel::Bare, .. });
        let mut from = at(midnight(date), hour, &clock)?;
        if open_today && let Some(week) = step(from, Grain::Day, -7).filter(|earlier| *earlier > now) {
            from = week;
        }
        from = shift_zone(from, &clock, here)?;
        let mut result = Period::at(from, grain(&clock))?;
        result.also = also.into_iter().filter_map(|hour| at(midnight(date), hour, &clock)).collect();
        for other in &period.also {
            result.also.extend(at(midnight(other.date()), hour, &clock));
        }
        result.name = period.name;
        Some(result)
    }

    fn without_clock(&self, here: Here) -> Option<Period> {
        let now = here.now;
        let period = match &self.day {
            Some(day) => resolve(day, now)?,
            None => Period::day(here.day.unwrap_or(now.date()))?,
        };
        let Some(part) = self.part else { return Some(period) };
        let (from, to) = band(part);
        let day = midnight(period.from?.date());
        let mut start = step(day, Grain::Hour, i64::from(from))?;
        let mut end = step(day, Grain::Hour, i64::from(to))?;
        if self.day.is_none() && here.day.is_none() && end <= now {
            (start, end) = (step(start, Grain::Day, 1)?, step(end, Grain::Day, 1)?);
        }
        Some(Period::between(start, end, Grain::Hour))
    }

    /// The hour with the part of day applied, up to 30, and the other hour it may be.
    pub(super) fn hour(&self, clock: &Clock) -> (i32, Option<i32>) {
        let Some(part) = self.part else { return (clock.hour, clock.also) };
        let said = clock.hour;
        let (bare, open) = match clock.style {
            Style::Hour(0) => (if (13..=18).contains(&said) { said - 12 } else { said }, true),
            Style::Open => (said, true),
            Style::Plain => (said, clock.open),
            _ => (said, false),
        };
        let night = matches!(part, 6..=8 | 25 | 27 | 29);
        if open {
            let hour = match part {
                1 | 9 | 13 | 2 | 21 | 28 => bare % 12,
                4 | 10 | 24 | 5 | 12 | 11 if bare < 12 => bare + 12,
                6..=8 | 25 | 27 | 29 if (5..12).contains(&bare) => bare + 12,
                6..=8 | 25 | 27 | 29 if bare == 12 => 24,
                6..=8 | 25 | 27 | 29 if bare < 5 => {
                    if self.tonight {
                        24 + bare
                    } else {
                        bare
                    }
                }
                _ => said,
            };
            return (hour, None);
        }
        if night && said < 6 && (self.tonight || clock.style == Style::Night && part == 7) {
            return (said + 24, None);
        }
        (said, clock.also)
    }
}

fn grain(clock: &Clock) -> Grain {
    match clock.style {
        _ if clock.second.is_some() => Grain::Second,
        Style::Meridiem(_) | Style::Open if clock.round => Grain::Hour,
        _ => Grain::Minute,
    }
}

fn at(day: DateTime, hour: i32, clock: &Clock) -> Option<DateTime> {
    let seconds = i64::from(hour) * 3600 + i64::from(clock.minute) * 60 + i64::from(clock.second.unwrap_or(0));
    step(day, Grain::Minute, seconds / 60).and_then(|at| step(at, Grain::Second, seconds % 60))
}

/// A time said in a named zone, in the local one; the offset of now stands for that of the day.
fn shift_zone(at: DateTime, clock: &Clock, here: Here) -> Option<DateTime> {
    match clock.zone {
        Some(zone) => step(at, Grain::Second, i64::from(here.offset) - i64::from(zone) * 3600),
        None => Some(at),
    }
}

/// The next time that a clock shows.
fn next(here: Here, clock: &Clock, (hour, also): (i32, Option<i32>), free: bool) -> Option<Period> {
    let now = here.now;
    let today = midnight(now.date());
    if let Some(day) = here.day.filter(|_| clock.zone.is_none()) {
        let mut period = Period::at(at(midnight(day), hour, clock)?, grain(clock))?;
        period.also.extend(also.and_then(|hour| at(midnight(day), hour, clock)));
        return Some(period);
    }
    // เที่ยงคืนครึ่ง without a day: the next 00:30.
    let hour = if hour == 24 && clock.minute > 0 { 0 } else { hour };
    let upcoming = |hour: i32| -> Option<DateTime> {
        let found = at(today, hour, clock)?;
        if found < now { step(found, Grain::Day, 1) } else { Some(found) }
    };
    let passed = at(today, hour, clock).filter(|passed| here.past && *passed < now);
    if let Some(passed) =
        passed.filter(|_| clock.zone.is_none() && !(clock.open && free && clock.style != Style::Hour(0)))
    {
        let mut period = Period::at(passed, grain(clock))?;
        period.why = Some("what is spoken of has been done");
        period.also.extend(also.and_then(|hour| at(today, hour, clock)).filter(|other| *other < now));
        period.also.extend(upcoming(hour));
        return Some(period);
    }
    let mut first = upcoming(hour)?;
    let mut other = also.and_then(upcoming);
    let english = clock.open && free && matches!(clock.style, Style::Open | Style::Plain);
    if english && (1..=12).contains(&hour) {
        let later = upcoming(if hour == 12 { 24 } else { hour + 12 })?;
        other = Some(first.max(later));
        first = first.min(later);
    }
    // หกโมง is as often six in the morning: the one that is still to come first.
    let six = clock.style == Style::Hour(0) && (hour, also) == (18, Some(6));
    if six && let Some(morning) = other.filter(|morning| *morning < first) {
        (first, other) = (morning, Some(first));
    }
    first = shift_zone(first, clock, here)?;
    let mut period = Period::at(first, grain(clock))?;
    period.also.extend(other);
    if english || six {
        period.why = Some("it is the first still to come");
    }
    Some(period)
}
