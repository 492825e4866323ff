//! Day, part of day and clock put together: พรุ่งนี้เช้า 8 โมง, คืนนี้ตีหนึ่ง, tomorrow at 5pm.
//!
//! The pieces come in any order with small words between them. What they mean is for `reckon`.

use jiff::Timestamp as Instant;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::class::Class;
use super::clock::{Clock, Style, clock};
use super::day::{Context, Day, day};
use super::merge::merge;
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
