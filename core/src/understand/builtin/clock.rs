//! Times of day: the six-hour clock as Thais say it, `15.30 น.`, `3pm`, `half past two`.
//!
//! Out: an hour and minute with what is still open: bare N โมง of the afternoon or the old count,
//! an English hour without am or pm. The composer closes it with the part of day or the time now.

use super::class::Class;
use super::clock_english;
use super::number::number;
use super::token::{Sort, Tokens};
use super::unit::Measure;

/// How an hour was said, so that a bare number beside it can be read alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// โมง, with the part of day after it: 1 เช้า, 5 เย็น, 0 none.
    Hour(i32),
    /// ทุ่ม
    Evening,
    /// ตี
    Night,
    /// บ่าย
    Afternoon,
    /// As written, 24 hours.
    Plain,
    /// English, am or pm not said.
    Open,
    /// English, am 0 or pm 12.
    Meridiem(i32),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) end: usize,
    /// 0 to 24.
    pub(super) hour: i32,
    pub(super) minute: i32,
    pub(super) second: Option<i32>,
    pub(super) style: Style,
    /// The other hour it may be.
    pub(super) also: Option<i32>,
    /// Neither am nor pm nor a part of day is known.
    pub(super) open: bool,
    /// Only the hour was said.
    pub(super) round: bool,
    /// Offset of a named zone, in hours.
    pub(super) zone: Option<i32>,
    /// Needs a cue or a day beside it to be a time at all.
    pub(super) weak: bool,
}

impl Clock {
    pub(super) fn new(end: usize, hour: i32, minute: i32, style: Style) -> Clock {
        Clock { end, hour, minute, second: None, style, also: None, open: false, round: false, zone: None, weak: false }
    }
}

/// The time of day at a place.
pub(super) fn clock(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let mut found = countdown(t, at).or_else(|| base(t, at))?;
    if t.is(found.end, Class::Sharp) && t.near(found.end) {
        found.end += 1;
    }
    if let Some(zone) = t.sense(found.end, Class::Zone).filter(|_| t.near(found.end)) {
        found.zone = Some(zone);
        found.open = false;
        found.weak = false;
        found.end += 1;
    }
    Some(found)
}

fn base(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    named(t, at)
        .or_else(|| night(t, at))
        .or_else(|| afternoon(t, at))
        .or_else(|| counted(t, at))
        .or_else(|| written(t, at))
        .or_else(|| clock_english::clock(t, at))
}

/// อีกสิบนาทีห้าโมงเย็น is 16:50.
fn countdown(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    if !t.is(at, Class::Ahead) {
        return None;
    }
    let minutes = number(t, at + 1)?;
    let minute = t.units(minutes.end).any(|(_, unit)| unit.name == "minute");
    let clock =
        minute.then(|| base(t, minutes.end + 1)).flatten().filter(|clock| !clock.weak && clock.style != Style::Open)?;
    let total = clock.hour * 60 + clock.minute - i32::try_from(minutes.whole()?).ok()?;
    let total = total.rem_euclid(24 * 60);
    Some(Clock { hour: total / 60, minute: total % 60, also: None, round: false, ..clock })
}

/// เที่ยงครึ่ง, เที่ยงคืน, noon.
fn named(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let hour = t.sense(at, Class::Noon).or(t.sense(at, Class::Midnight))?;
    let thai = t.slice(at, at + 1).starts_with(super::token::is_thai);
    let mut clock = Clock::new(at + 1, hour, 0, Style::Plain);
    clock.round = true;
    if thai {
        minutes(t, &mut clock);
    }
    Some(clock)
}

/// The hour as said: digits or one number word.
pub(super) fn hour(t: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    if let Some((value, length)) = t.digits(at) {
        let decimal = t.mark(at + 1, '.') && t.glued(at + 1) && t.digits(at + 2).is_some() && t.glued(at + 2);
        let grouped = t.mark(at + 1, ',') && t.glued(at + 1) && t.glued(at + 2) && t.digits(at + 2).is_some();
        return (length <= 2 && !decimal && !grouped).then_some((value as i32, at + 1));
    }
    if let Some(value) = t.sense(at, Class::Digit) {
        // ตีหนึ่งสิบนาที: nobody says หนึ่งสิบ for ten.
        let next = value != 1 && t.is(at + 1, Class::Place);
        return if next { small_number(t, at) } else { Some((value, at + 1)) };
    }
    if t.sense(at, Class::Place) == Some(1) {
        return small_number(t, at);
    }
    t.sense(at, Class::Small).filter(|value| (1..=12).contains(value)).map(|value| (value, at + 1))
}

/// An hour of one digit: ตีสามสิบห้า is 3:15, not 35.
fn small_hour(t: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    let whole = hour(t, at);
    let digit = t.sense(at, Class::Digit).map(|value| (value, at + 1));
    whole.filter(|(value, _)| *value <= 12).or(digit)
}

/// สิบ, สิบเอ็ด, ยี่สิบห้า.
fn small_number(t: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    let tens = t.sense(at, Class::Digit);
    let place = at + usize::from(tens.is_some());
    (t.sense(place, Class::Place) == Some(1)).then_some(())?;
    let ones = t.sense(place + 1, Class::Digit).or(t.sense(place + 1, Class::Eleventh)).filter(|_| t.near(place + 1));
    Some((tens.unwrap_or(1) * 10 + ones.unwrap_or(0), place + 1 + usize::from(ones.is_some())))
}

/// The number a person says for minutes.
fn minute_number(t: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    if let Some((value, length)) = t.digits(at) {
        return (length <= 2).then_some((value as i32, at + 1));
    }
    small_number(t, at).or_else(|| t.sense(at, Class::Digit).map(|value| (value, at + 1)))
}

/// ครึ่ง, สิบห้า, 15 นาที after an hour.
fn minutes(t: &Tokens<'_>, clock: &mut Clock) {
    let at = clock.end;
    if !t.near(at) {
        return;
    }
    // เที่ยง|ครึ่งชั่วโมง, but เที่ยงครึ่ง คืนวันที่ 14
    let share = t.is(at + 1, Class::Unit) && (t.glued(at + 1) || !t.glued(at)) || t.is(at + 1, Class::Place);
    if t.is(at, Class::Half) && !share {
        (clock.minute, clock.end, clock.round) = (30, at + 1, false);
        return;
    }
    let Some((value, end)) = minute_number(t, at) else { return };
    let marked = t.units(end).any(|(_, unit)| unit.name == "minute") && t.near(end);
    let counted =
        t.is(end, Class::Unit) || t.is(end, Class::Place) || t.is(end, Class::Hour) || t.is(end, Class::Evening);
    let dated = t.is(end, Class::Month) || t.mark(end, '/') || t.mark(end, ':') || t.mark(end, '.') || t.mark(end, '-');
    let long = t.digits(at).is_none_or(|(_, length)| length == 2);
    if value < 60 && (marked || (!counted && !dated && long && (value >= 5 || t.glued(at)))) {
        (clock.minute, clock.round) = (value, false);
        clock.end = end + usize::from(marked);
    }
}

/// ตีสาม, ตี 2 ครึ่ง.
fn night(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    if !t.is(at, Class::Night) || !t.near(at + 1) {
        return None;
    }
    let (value, end) = small_hour(t, at + 1)?;
    if !(1..=5).contains(&value) || counts_things(t, end) {
        return None;
    }
    let mut clock = Clock::new(end, value, 0, Style::Night);
    clock.round = true;
    minutes(t, &mut clock);
    Some(clock)
}

/// Whether a unit or classifier follows: บ่าย 2 คน is no time.
fn counts_things(t: &Tokens<'_>, at: usize) -> bool {
    t.near(at)
        && (t.units(at).any(|(_, unit)| unit.measure != Measure::Duration) || t.is(at, Class::Percent))
        && !t.is(at, Class::OrdinalMark)
        && !t.is(at, Class::Night)
}

/// บ่ายโมง, บ่ายสองโมงครึ่ง, บ่าย 3, บ่าย 3:30.
fn afternoon(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    if !t.is(at, Class::Afternoon) || !t.near(at + 1) {
        return None;
    }
    if t.is(at + 1, Class::Hour) && t.glued(at + 1) {
        let mut clock = Clock::new(at + 2, 13, 0, Style::Afternoon);
        clock.round = true;
        minutes(t, &mut clock);
        return Some(clock);
    }
    let (value, end) = small_hour(t, at + 1)?;
    if !(1..=5).contains(&value) {
        return None;
    }
    let mut clock = Clock::new(end, value + 12, 0, Style::Afternoon);
    clock.round = true;
    if t.is(end, Class::Hour) {
        clock.end = end + 1;
    } else if counts_things(t, end) {
        return None;
    }
    minutes(t, &mut clock);
    Some(clock)
}

/// N โมง, N ทุ่ม, N น., N นาฬิกา.
fn counted(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    if t.is(at, Class::Evening) {
        let one = t.is(at + 1, Class::One) && t.glued(at + 1);
        let followed = one || t.is(at + 1, Class::Half) || t.is(at + 1, Class::Sharp);
        if at > 0 && t.glued(at) && (t.is(at - 1, Class::Digit) || t.is(at - 1, Class::Place)) {
            return None;
        }
        let opaque = t.glued(at + 1) && t.list.get(at + 1).is_some_and(|next| next.sort == Sort::Thai);
        let mut clock = Clock::new(at + 1 + usize::from(one), 19, 0, Style::Evening);
        clock.round = true;
        minutes(t, &mut clock);
        return (followed || !opaque).then_some(clock);
    }
    let (value, end) = hour(t, at)?;
    let inside = at > 0 && t.glued(at) && (t.is(at - 1, Class::Digit) || t.is(at - 1, Class::Place));
    if inside && t.digits(at).is_none() {
        return None;
    }
    if at > 0
        && t.glued(at)
        && (t.digits(at).is_some() && (t.mark(at - 1, ':') || t.mark(at - 1, '.') || t.mark(at - 1, '/')))
    {
        return None;
    }
    if !t.near(end) {
        return None;
    }
    styled(t, value, end)
}

/// An hour with the word after it.
fn styled(t: &Tokens<'_>, value: i32, end: usize) -> Option<Clock> {
    if t.is(end, Class::Hour) {
        let part =
            t.sense(end + 1, Class::Part).filter(|part| matches!(part, 1 | 4 | 5) && t.near(end + 1)).unwrap_or(0);
        let mut clock = of_style(value, Style::Hour(part))?;
        clock.end = end + 1 + usize::from(part != 0);
        minutes(t, &mut clock);
        let late = t.sense(clock.end, Class::Part).filter(|part| matches!(part, 1 | 4 | 5) && t.near(clock.end));
        if part == 0
            && let Some(part) = late
        {
            let kept = (clock.minute, clock.end + 1);
            clock = of_style(value, Style::Hour(part))?;
            (clock.minute, clock.end) = kept;
        }
        return Some(clock);
    }
    if t.is(end, Class::Evening) {
        let mut clock = of_style(value, Style::Evening)?;
        clock.end = end + 1;
        minutes(t, &mut clock);
        return Some(clock);
    }
    if t.is(end, Class::HourMark) && hour_mark(t, end) {
        let mut clock = of_style(value, Style::Plain)?;
        clock.end = end + 1;
        if t.slice(end, end + 1) == "นาฬิกา" {
            minutes(t, &mut clock);
            seconds(t, &mut clock);
        }
        return Some(clock);
    }
    None
}

fn seconds(t: &Tokens<'_>, clock: &mut Clock) {
    if let Some((value, end)) = minute_number(t, clock.end).filter(|(value, _)| *value < 60)
        && t.units(end).any(|(_, unit)| unit.name == "second")
    {
        (clock.second, clock.end) = (Some(value), end + 1);
    }
}

/// A lone น marks an hour only where no Thai word goes on.
fn hour_mark(t: &Tokens<'_>, at: usize) -> bool {
    let bare = t.slice(at, at + 1) == "น";
    !(bare && t.glued(at + 1) && t.slice(at + 1, at + 2).starts_with(super::token::is_thai))
}

/// A number in the style of the hour beside it.
pub(super) fn of_style(value: i32, style: Style) -> Option<Clock> {
    let mut clock = Clock::new(0, value, 0, style);
    clock.round = true;
    clock.hour = match (style, value) {
        (Style::Hour(1), 1..=5) => {
            clock.also = (value == 5).then_some(5);
            6 + value
        }
        (Style::Hour(1), 6..=11) => value,
        (Style::Hour(4), 1..=5) | (Style::Hour(5), 1..=7) => value + 12,
        (Style::Hour(0), 7..=12) => {
            clock.open = true;
            value
        }
        (Style::Hour(0), 1..=6) => {
            clock.open = true;
            clock.also = Some(if value == 6 { 6 } else { value + 6 });
            value + 12
        }
        (Style::Evening, 1..=5) => value + 18,
        (Style::Night, 1..=5) => value,
        (Style::Afternoon, 1..=5) => value + 12,
        (Style::Plain, 0..=24) => value,
        (Style::Open, 1..=12) => {
            clock.open = true;
            value
        }
        (Style::Meridiem(half), 1..=12) => value % 12 + half,
        _ => return None,
    };
    Some(clock)
}

/// `3:25 หลังเที่ยง`, `10:00 ก่อนเที่ยง`
fn noon_side(t: &Tokens<'_>, clock: Clock) -> Option<Clock> {
    let end = clock.end;
    let half = if t.is(end, Class::After) {
        12
    } else if t.is(end, Class::BeforeTime) {
        0
    } else {
        return None;
    };
    let side = t.is(end + 1, Class::Noon) && t.glued(end + 1) && (1..=12).contains(&clock.hour);
    side.then(|| Clock { end: end + 2, hour: clock.hour % 12 + half, style: Style::Meridiem(half), ..clock })
}

/// `15:30`, `15.30 น.`, `๙.๐๐`, `09:27:57`, `15:30น`.
fn written(t: &Tokens<'_>, at: usize) -> Option<Clock> {
    let (hour, length) = t.digits(at)?;
    let colon = t.mark(at + 1, ':');
    if length > 2 || hour > 24 || !(colon || t.mark(at + 1, '.')) || !t.glued(at + 1) || !t.glued(at + 2) {
        return None;
    }
    let (minute, length) = t.digits(at + 2)?;
    let before =
        at > 0 && t.glued(at) && matches!(t.list[at - 1].sort, Sort::Mark('.' | ':' | '/' | '$' | '฿') | Sort::Letters);
    if length != 2 || minute > 59 || (hour == 24 && minute > 0) || before {
        return None;
    }
    let mut clock = Clock::new(at + 3, hour as i32, minute as i32, Style::Plain);
    let end = clock.end;
    if colon
        && t.mark(end, ':')
        && t.glued(end)
        && let Some((second, 2)) = t.digits(end + 1).filter(|(second, _)| *second < 60)
    {
        clock.second = Some(second as i32);
        clock.end = end + 2;
    } else if t.glued(end) && (t.mark(end, '.') || t.mark(end, ':') || t.mark(end, '%')) && t.digits(end + 1).is_some()
    {
        return None;
    }
    if t.is(clock.end, Class::HourMark) && t.near(clock.end) && hour_mark(t, clock.end) {
        clock.end += 1;
        return Some(clock);
    }
    if let Some(open) = clock_english::meridiem(t, clock).or_else(|| noon_side(t, clock)) {
        return Some(open);
    }
    if !colon {
        let counted = t.is(clock.end, Class::Unit) && !super::unit::names_day(t, clock.end);
        let thing = t.near(clock.end) && (counted || t.is(clock.end, Class::Percent) || t.is(clock.end, Class::Place));
        clock.weak = true;
        return (!thing).then_some(clock);
    }
    clock.open = (1..=12).contains(&clock.hour)
        && length == 2
        && t.digits(at).is_some_and(|(_, length)| length == 1 || hour > 9)
        && !t.thai;
    Some(clock)
}
