//! Day, part of day and clock put together: พรุ่งนี้เช้า 8 โมง, คืนนี้ตีหนึ่ง, tomorrow at 5pm.
//!
//! The pieces come in any order with small words between them. What one leaves open another closes:
//! เย็น makes 8 โมง 20:00; a clock without a day is the next such time.

use jiff::Timestamp as Instant;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::calendar::{Grain, Period, midnight, step};
use super::class::Class;
use super::clock::{Clock, Style, clock};
use super::day::{Context, Day, day};
use super::merge::merge;
use super::resolve::resolve;
use super::token::{Sort, Tokens};
use crate::value::Timestamp;

/// Now, where the writer is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    pub(super) now: DateTime,
    /// Seconds east of UTC.
    pub(super) offset: i32,
    /// What is spoken of has happened: โอนไปแล้ว 9.45 น.
    pub(super) past: bool,
    /// The day that was named before in the message: พรุ่งนี้ช่วยโทรมาตอน 9 โมง.
    pub(super) day: Option<Date>,
}

impl Here {
    /// A moment as a zone sees it; none outside the calendar.
    pub(super) fn new(now: Timestamp, zone: &TimeZone, past: bool) -> Option<Here> {
        let zoned = Instant::from_millisecond(now.0).ok()?.to_zoned(zone.clone());
        Some(Here { now: zoned.datetime(), offset: zoned.offset().seconds(), past, day: None })
    }
}

/// What has been read of one time.
#[derive(Clone, Debug, Default)]
pub(super) struct Moment {
    pub(super) day: Option<Day>,
    /// The part of day: its row in the table.
    pub(super) part: Option<i32>,
    pub(super) clock: Option<Clock>,
    pub(super) end: usize,
    /// A word said that it is a time: ตอน, เวลา, at.
    pub(super) cue: bool,
    /// The day was said as a part of today: คืนนี้, this morning.
    pub(super) tonight: bool,
}

/// The time at a place.
pub(super) fn moment(t: &Tokens<'_>, at: usize, context: &Context) -> Option<Moment> {
    let mut found = Moment { end: at, ..Moment::default() };
    let mut cued = at > 0 && (context.cue || t.is(at - 1, Class::At)) || appointed(t, at);
    for _ in 0..6 {
        if !next_piece(t, at, &mut found, context, &mut cued) {
            break;
        }
    }
    let weak = found.clock.is_some_and(|clock| clock.weak);
    let beside = found.day.is_some() || found.part.is_some();
    let lone_part = found.part.is_some() && found.day.is_none() && found.clock.is_none();
    let trailing = weak && !beside && !found.cue;
    // คืนวันที่ 14 หกโมงเย็น: something is given back then.
    let back = t.slice(at, at + 1) == "คืน" && found.clock.as_ref().is_some_and(by_day);
    let stands = (!lone_part || part_stands(t, at)) && !back;
    (found.end > at && !trailing && stands).then_some(found)
}

/// คิว 11.30, จองไว้ 18.30, 9.15 ว่างไหม: what stands beside `HH.MM` makes a time of it.
fn appointed(t: &Tokens<'_>, at: usize) -> bool {
    let Some((hour, _)) = t.digits(at).filter(|_| t.mark(at + 1, '.') && t.near(at)) else { return false };
    let before = |back: usize, class: Class| at >= back && t.is(at - back, class);
    // รอบ|หนัง 20.40
    let word = at > 1 && t.list[at - 1].sort == Sort::Thai && t.glued(at - 1);
    let late = hour > 12 && before(1, Class::Choose);
    let free = t.sense(at + 3, Class::Appointed) == Some(2) && t.near(at + 3);
    before(1, Class::Appointed) || word && before(2, Class::Appointed) || late || free
}

/// A part of day alone is a time only with ตอน or ช่วง: เย็น is also "cool".
fn part_stands(t: &Tokens<'_>, at: usize) -> bool {
    let word = t.slice(at, at + 1);
    word.starts_with("ตอน")
        || word.starts_with("ช่วง")
        || t.is(at, Class::PartAlone)
        || word.ends_with('ๆ')
        || (word.is_ascii() && (at > 0 && t.is(at - 1, Class::PartMark)))
        || t.sense(at, Class::Part).is_some_and(|part| (10..=11).contains(&part))
}

/// Reads the next piece, past at most three small words; gives whether there was one.
fn next_piece(t: &Tokens<'_>, at: usize, found: &mut Moment, context: &Context, cued: &mut bool) -> bool {
    let first = found.end == at;
    found.cue |= *cued;
    if first {
        return take(t, at, found, context);
    }
    let start = found.end;
    for from in start..start + 4 {
        if !t.near(from) {
            return false;
        }
        if take(t, from, found, context) {
            return true;
        }
        if !small(t, from) {
            return false;
        }
        *cued |= t.is(from, Class::At);
        found.cue |= *cued;
    }
    false
}

/// A small word between two pieces.
fn small(t: &Tokens<'_>, at: usize) -> bool {
    let latin = t.slice(at, at + 1).is_ascii();
    let word =
        [Class::At, Class::On, Class::PartMark, Class::Of, Class::About].into_iter().any(|class| t.is(at, class));
    t.mark(at, ',') || word || latin && (t.is(at, Class::From) || t.is(at, Class::Between))
}

/// Reads one piece at a place into what has been found.
fn take(t: &Tokens<'_>, at: usize, found: &mut Moment, context: &Context) -> bool {
    if let Some(shift) =
        t.sense(at, Class::Tonight).filter(|_| found.day.is_none() || found.clock.is_some() && found.part.is_none())
    {
        if found.day.is_none() {
            (found.day, found.part, found.tonight) = (Some(Day::Relative(i64::from(shift))), Some(7), true);
            found.end = at + 1;
            return true;
        }
        return false;
    }
    if let Some(part) = t.sense(at, Class::PartAlone).filter(|_| found.day.is_none() && found.part.is_none()) {
        (found.day, found.part, found.tonight) = (Some(Day::Relative(0)), Some(part), true);
        found.end = at + 1;
        return true;
    }
    let clock_here = if found.clock.is_none() { clock(t, at) } else { None };
    let day_here = day(t, at, context);
    let clock_first = match (&clock_here, &day_here) {
        (Some(clock), Some((_, end))) => clock.end > *end || clock.end == *end && !clock.weak,
        (Some(_), None) => true,
        _ => false,
    };
    if clock_first && let Some(clock) = clock_here.filter(|clock| !clock.weak || weak_fits(t, at, clock, found)) {
        found.end = clock.end;
        found.clock = Some(clock);
        return true;
    }
    if let Some((day, end)) = day_here {
        let merged = match &found.day {
            None => Some(day),
            Some(before) => merge(before, &day, context),
        };
        if let Some(day) = merged {
            found.day = Some(day);
            found.end = end;
            return true;
        }
        return false;
    }
    if let Some(part) = t.sense(at, Class::Part).filter(|_| found.part.is_none())
        && (found.day.is_some()
            || found.clock.is_some()
            || found.end == at && !(at > 0 && t.glued(at) && t.list[at - 1].sort == Sort::Thai)
            || found.end == at && day(t, at + 1, context).is_some() && t.near(at + 1)
            || part_stands(t, at))
        && !(found.end == at && counted_night(t, at))
        && !(t.slice(at, at + 1) == "คืน" && found.clock.as_ref().is_some_and(by_day))
    {
        found.part = Some(part);
        // ช่วงสาย ๆ
        found.end = at + 1 + usize::from(t.slice(at + 1, at + 2) == "ๆ" && t.near(at + 1));
        return true;
    }
    false
}

/// Whether a clock is surely not one of the night.
fn by_day(clock: &Clock) -> bool {
    match clock.style {
        Style::Hour(part) => part > 0,
        Style::Plain => (6..18).contains(&clock.hour),
        style => style == Style::Afternoon,
    }
}

/// 2 คืน วันที่ 14: nights that are counted, no part of that day.
fn counted_night(t: &Tokens<'_>, at: usize) -> bool {
    let number = at > 0 && (t.digits(at - 1).is_some() || t.is(at - 1, Class::Digit) || t.is(at - 1, Class::Place));
    number && t.near(at) && t.is(at, Class::Unit)
}

/// A bare number is an hour only after `at` or beside a day that leaves it open.
fn weak_fits(t: &Tokens<'_>, at: usize, clock: &Clock, found: &Moment) -> bool {
    let beside = found.day.is_some() || found.part.is_some();
    let said_at = at > 0 && (t.is(at - 1, Class::At) || t.mark(at - 1, '@'));
    match clock.style {
        Style::Open => said_at || beside && !is_wide(found) || follows_day(t, clock.end),
        _ => said_at || beside || found.cue,
    }
}

fn is_wide(found: &Moment) -> bool {
    !matches!(&found.day, Some(Day::Relative(_) | Day::Weekday { .. })) && found.part.is_none()
}

/// `9 tomorrow`, `8 tonight`: an hour right before a day of speech.
fn follows_day(t: &Tokens<'_>, at: usize) -> bool {
    // a table for 4 tomorrow 7pm
    let clocked = || t.near(at + 1) && clock(t, at + 1).is_some_and(|clock| !clock.weak);
    t.near(at)
        && !clocked()
        && t.slice(at, at + 1).is_ascii()
        && (t.is(at, Class::Today) || t.is(at, Class::Tonight) || t.is(at, Class::PartAlone))
}

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
