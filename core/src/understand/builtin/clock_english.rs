//! Times of day as written in English: `3pm`, `half past two`, `ten to noon`, `15h30`, `at 8`.
//!
//! An hour without am or pm is open; a bare number is a time only after `at` or beside a day, and
//! then weak: the composer decides.

use super::class::Class;
use super::clock::{Clock, Style, hour, of_style};
use super::number::number;
use super::token::Tokens;

/// The time of day at a place.
pub(super) fn clock(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    past(t, at).or_else(|| spoken(t, at)).or_else(|| hours(t, at)).or_else(|| packed(t, at))
}

/// am, pm, in the morning after a time: closes it.
pub(super) fn meridiem(t: &Tokens<'_>, clock: Clock) -> Option<Clock> {
    let mut end = clock.end;
    let the = usize::from(t.is(end, Class::PartMark) && t.is(end + 1, Class::Meridiem));
    end += the;
    let letter = t.slice(end, end + 1);
    let short = t.glued(end) && (letter.eq_ignore_ascii_case("a") || letter.eq_ignore_ascii_case("p"));
    let half = match t.sense(end, Class::Meridiem) {
        Some(half) if t.near(end) => half,
        _ if short && (t.digits(clock.end - 1).is_some()) => i32::from(letter.eq_ignore_ascii_case("p")) * 12,
        _ => return None,
    };
    if !(1..=12).contains(&clock.hour) {
        // 15:00 pm is 15:00 all the same.
        return (half == 12 && clock.hour > 12).then_some(Clock { end: end + 1, ..clock });
    }
    let hour = clock.hour % 12 + half;
    let mut end = end + 1;
    if t.mark(end, '.') && t.glued(end) && t.slice(end - 1, end).contains('.') {
        end += 1;
    }
    Some(Clock { end, hour, open: false, weak: false, style: Style::Meridiem(half), ..clock })
}

/// `3pm`, `3 o'clock`, `15h`, `15h30`, `at 8`.
fn hours(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let (value, end) = hour(t, at)?;
    if !t.near(end) && t.list.get(end).is_some() {
        return weak(t, value, end, at);
    }
    let mut base = Clock { end, round: true, ..Clock::new(end, value, 0, Style::Plain) };
    if t.slice(end, end + 1).eq_ignore_ascii_case("h") && t.glued(end) && t.digits(at).is_some() && value < 24 {
        base.end = end + 1;
        if let Some((minute, 2)) = t.digits(end + 1).filter(|(minute, _)| *minute < 60 && t.glued(end + 1)) {
            base.minute = minute as i32;
            base.end = end + 2;
        }
        base.round = false;
        return Some(base);
    }
    if let Some(closed) = meridiem(t, base) {
        return Some(closed);
    }
    if t.is(end, Class::OClock) {
        let found = Clock { end: end + 1, ..of_style(value, Style::Open)? };
        return Some(meridiem(t, found).unwrap_or(found));
    }
    weak(t, value, end, at)
}

/// A bare hour: a time only beside a day or after `at`.
fn weak(t: &Tokens<'_>, value: i32, end: usize, at: usize) -> Option<Clock> {
    let latin = !t.slice(at, at + 1).starts_with(super::token::is_thai);
    // 8 in the evening, 3 in the AM: no inches.
    let within = t.is(end, Class::In) && t.is(end + 1, Class::The) && t.near(end + 1) && (1..=12).contains(&value);
    if let Some(half) = t.sense(end + 2, Class::Meridiem).filter(|_| within && latin) {
        return Some(Clock { end: end + 3, ..of_style(value, Style::Meridiem(half))? });
    }
    let unit = t.is(end, Class::Unit) && !(within && t.is(end + 2, Class::Part));
    let fits = latin && (1..=12).contains(&value) && !unit && !t.is(end, Class::OrdinalSuffix);
    let ordinal =
        t.mark(end, '/') || t.mark(end, ':') || t.mark(end, '.') && t.glued(end + 1) || t.is(end, Class::Month);
    let code = t.digits(at).is_some_and(|(_, length)| length > 2);
    if !fits || ordinal || code {
        return None;
    }
    Some(Clock { end, weak: true, ..of_style(value, Style::Open)? })
}

/// `half past three`, `quarter to noon`, `15 minutes past 3pm`, `ten past two`, `half three`.
fn past(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let from = at + usize::from(t.is(at, Class::Article) && t.is(at + 1, Class::Quarter));
    let (minutes, mut end) = if t.is(from, Class::Half) {
        (30, from + 1)
    } else if t.is(from, Class::Quarter) {
        (15, from + 1)
    } else {
        let found = number(t, from)?;
        (i32::try_from(found.whole()?).ok().filter(|value| (1..60).contains(value))?, found.end)
    };
    if t.units(end).any(|(_, unit)| unit.name == "minute") {
        end += 1;
    }
    let bare_half = t.is(from, Class::Half) && end == from + 1 && t.is(end, Class::Small);
    let (sign, next) = if bare_half {
        (1, end)
    } else if t.is(end, Class::Past) {
        (1, end + 1)
    } else if t.is(end, Class::Before) && t.slice(end, end + 1) != "of" {
        (-1, end + 1)
    } else {
        return None;
    };
    let base = hours(t, next).or_else(|| named(t, next))?;
    if base.minute != 0 || !base.round && base.hour == 0 {
        return None;
    }
    let total = (base.hour * 60 + sign * minutes).rem_euclid(24 * 60);
    let hour = if base.open && total < 60 { total / 60 + 12 } else { total / 60 };
    Some(Clock { hour, minute: total % 60, round: false, weak: false, also: None, ..base })
}

fn named(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let hour = t.sense(at, Class::Noon).or(t.sense(at, Class::Midnight))?;
    Some(Clock { round: true, ..Clock::new(at + 1, hour, 0, Style::Plain) })
}

/// `ten thirty am`, `seven thirty`, `four twenty-three`.
fn spoken(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let hour = t.sense(at, Class::Small).filter(|hour| (1..=12).contains(hour))?;
    let tens = t.sense(at + 1, Class::Tens).filter(|tens| *tens <= 50 && t.near(at + 1))?;
    let mut end = at + 2;
    end += usize::from(t.mark(end, '-'));
    let ones = t.sense(end, Class::Small).filter(|ones| (1..10).contains(ones) && t.near(end));
    end = if ones.is_some() { end + 1 } else { at + 2 };
    let base = Clock { end, round: false, minute: tens + ones.unwrap_or(0), ..of_style(hour, Style::Open)? };
    meridiem(t, base).or(Some(Clock { weak: true, ..base }))
}

/// `1030` after `at`.
fn packed(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let (value, length) = t.digits(at)?;
    let (hour, minute) = ((value / 100) as i32, (value % 100) as i32);
    let code = t.glued(at + 1) && (t.mark(at + 1, '-') || t.mark(at + 1, '.') || t.mark(at + 1, '/'));
    if !matches!(length, 3 | 4) || hour > 23 || minute > 59 || code {
        return None;
    }
    let open = (1..=12).contains(&hour) && length == 3 || (10..=12).contains(&hour);
    let base =
        Clock { open, weak: true, ..Clock::new(at + 1, hour, minute, if open { Style::Open } else { Style::Plain }) };
    meridiem(t, base).or_else(|| (at > 0 && t.is(at - 1, Class::At)).then_some(base))
}
