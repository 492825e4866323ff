//! Which day or period is meant: วันนี้, วันศุกร์หน้า, สิ้นเดือน, อีก 3 วัน, the first Monday of May.
//!
//! In: tokens and a place. Out: a [`Day`], still relative to now, so that two of them can be merged
//! (วันพุธ + สัปดาห์หน้า) before `resolve` turns them into a period.

use jiff::civil::Date;

use super::calendar::Grain;
use super::class::Class;
use super::token::{Sort, Tokens};
use super::{date, holiday, nth_day, offset};

/// What reading a date depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) today: Date,
    /// English outside Thailand: month before day.
    pub(super) month_first: bool,
    /// A word before says that a date follows: วันที่, กำหนดส่ง, on.
    pub(super) cue: bool,
    /// A word before says that somebody was born then: two digits are a year behind us.
    pub(super) birth: bool,
}

/// Which of the repeating ones: this, the next, the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rel {
    Bare,
    This,
    Next,
    Last,
    /// ที่จะถึง: the nearest ahead.
    Coming,
}

/// Parts of a date that were said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fields {
    pub(super) year: Option<i32>,
    pub(super) year_also: Option<i32>,
    pub(super) month: Option<i32>,
    pub(super) day: Option<i32>,
    pub(super) weekday: Option<i32>,
    /// 1 first third, 2 middle, 3 last third, 4 last day; 0 the whole.
    pub(super) edge: i32,
    /// Next 1, last -1, this or none 0.
    pub(super) shift: i32,
}

/// A day or period, relative to now.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Day {
    /// So many days from today.
    Relative(i64),
    Weekday {
        day: i32,
        rel: Rel,
    },
    Fields(Fields),
    /// A calendar unit, so many from the present one, and which part of it.
    Unit {
        grain: Grain,
        count: i64,
        edge: i32,
    },
    Weekend(i64),
    /// So much from now: months, or seconds.
    Offset {
        grain: Grain,
        count: i64,
    },
    /// So many working days from now, Monday to Friday.
    Workdays(i64),
    /// `last 2 weeks`: so many whole units before or after the present one.
    Stretch {
        grain: Grain,
        count: i64,
    },
    /// A weekday within another period.
    Within {
        day: i32,
        of: Box<Day>,
    },
    /// The n-th weekday or unit of a period; negative from its end.
    Nth {
        n: i64,
        what: nth_day::What,
        of: Box<Day>,
    },
    Holiday {
        index: usize,
        year: Option<i32>,
        shift: i32,
    },
    Quarter {
        quarter: i32,
        year: Option<i32>,
    },
    Season {
        season: i32,
        shift: i32,
    },
    Now,
}

/// The day at a place, and the token after it.
pub(super) fn day(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    if let Some(days) = t.sense(at, Class::Today) {
        return Some((Day::Relative(i64::from(days)), at + 1));
    }
    if t.is(at, Class::Now) {
        return Some((Day::Now, at + 1));
    }
    nth_day::nth(t, at, context)
        .or_else(|| marked(t, at, context))
        .or_else(|| offset::offset(t, at))
        .or_else(|| edged(t, at, context))
        .or_else(|| weekend(t, at))
        .or_else(|| weekday(t, at, context))
        .or_else(|| holiday::holiday(t, at, context))
        .or_else(|| nth_day::quarter(t, at))
        .or_else(|| date::date(t, at, context))
        .or_else(|| relative_unit(t, at))
        .or_else(|| nth_day::season(t, at))
}

/// วันที่ 15, วันที่ 15/10, on the 15th, the 15th.
fn marked(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let the = t.is(at, Class::The);
    if t.sense(at, Class::DayMark) != Some(1) && !the {
        return None;
    }
    let cued = Context { cue: !the || context.cue, ..*context };
    let from = at + 1;
    if !t.near(from) {
        return None;
    }
    if let Some(found) = date::date(t, from, &cued) {
        return Some(found);
    }
    let (day, end) = date::day_number(t, from)?;
    let ordinal = end > from + 1 || t.is(from, Class::Ordinal);
    let unit = t.units(end).any(|(_, unit)| unit.measure == super::unit::Measure::Duration)
        && t.near(end)
        && !t.slice(end, end + 1).starts_with("เดือน")
        && !t.is(end, Class::Weekday);
    if the
        && (!ordinal
            || unit
            || t.list.get(end).is_some_and(|next| next.sort == Sort::Letters)
            || t.slice(end, end + 1) == "one")
    {
        return None;
    }
    let unit = unit && t.slice(end, end + 1) != "อาทิตย์";
    let this = usize::from(!the && t.slice(end, end + 1) == "นี้" && t.near(end));
    (!unit && !t.mark(end, '/')).then(|| (Day::Fields(Fields { day: Some(day), ..Fields::default() }), end + this))
}

/// The relation after a Thai word or before an English one.
pub(super) fn relation(t: &Tokens<'_>, at: usize) -> Option<Rel> {
    if !t.near(at) {
        return None;
    }
    if t.is(at, Class::Coming) {
        return Some(Rel::Coming);
    }
    if t.is(at, Class::Next) {
        let first = t.slice(at, at + 1);
        return (first != "ต่อไป" || !t.glued(at + 1)).then_some(Rel::Next);
    }
    if t.is(at, Class::This) {
        return Some(Rel::This);
    }
    // วันศุกร์|ก่อนเที่ยง is a bound; วันศุกร์ก่อน the one before.
    let bound = t.slice(at, at + 1) == "ก่อน" && super::clock::clock(t, at + 1).is_some();
    (t.is(at, Class::Last) && !bound).then_some(Rel::Last)
}

fn thai(t: &Tokens<'_>, at: usize) -> bool {
    t.slice(at, at + 1).starts_with(super::token::is_thai)
}

/// วันศุกร์, ศุกร์หน้า, next friday, วันศุกร์ที่ 16 ตุลาคม, Fri, Jul 18.
fn weekday(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let before = relation(t, at).filter(|_| !thai(t, at));
    let mark = t.slice(at, at + 1) == "วัน";
    let mut from = at + usize::from(before.is_some() || mark);
    from += usize::from(mark && t.mark(from, '.'));
    let full = t.sense(from, Class::Weekday).filter(|_| t.near(from) || from == at);
    let short = t.sense(from, Class::WeekdayShort);
    let day = full.or(short)?;
    let mut end = from + 1;
    end += usize::from(full.is_none() && t.mark(end, '.') && t.glued(end));
    let english = !thai(t, from);
    let rel = before.or_else(|| relation(t, end).filter(|_| !english && thai(t, end)));
    let after = usize::from(before.is_none() && rel.is_some());
    if full.is_none() && english && !plausible(t, from, end, before) {
        return None;
    }
    if english && t.is(end, Class::After) && t.is(end + 1, Class::Next) {
        let of = Box::new(Day::Now);
        return Some((Day::Nth { n: 2, what: nth_day::What::Weekday(day), of }, end + 2));
    }
    if rel.is_none()
        && let Some(found) = dated(t, day, end, context)
    {
        return Some(found);
    }
    let named = full.is_some() && (rel.is_some() || context.cue);
    let message = from == 0 && past_particles(t, end) >= t.len();
    if !(mark || english || named || message) {
        return None;
    }
    let week = full == Some(7) && !mark && !english && rel.is_some();
    if week {
        return None;
    }
    Some((Day::Weekday { day, rel: rel.unwrap_or(Rel::Bare) }, end + after))
}

/// The token after particles: what follows a whole message.
fn past_particles(t: &Tokens<'_>, from: usize) -> usize {
    (from..t.len()).find(|at| !t.is(*at, Class::Particle)).unwrap_or(t.len())
}

/// `sat` is a day where it is written like one.
fn plausible(t: &Tokens<'_>, from: usize, end: usize, before: Option<Rel>) -> bool {
    let capital = t.slice(from, from + 1).starts_with(|letter: char| letter.is_ascii_uppercase());
    before.is_some()
        || capital
        || end > from + 1
        || t.len() <= 3
        || t.mark(end, ',')
        || t.is(from.wrapping_sub(1), Class::On)
        || t.is(end, Class::At)
        || t.is(end, Class::Part)
}

/// A weekday that a date pins: วันศุกร์ที่ 16 ตุลาคม, Tuesday the 19th, Fri, Jul 18.
fn dated(t: &Tokens<'_>, day: i32, end: usize, context: &Context) -> Option<(Day, usize)> {
    let mut next = end;
    let comma = t.mark(next, ',');
    next += usize::from(comma);
    let mark = t.is(next, Class::DayMark) || t.is(next, Class::The);
    next += usize::from(mark);
    if !t.near(next) {
        return None;
    }
    let cued = Context { cue: mark && !t.is(next - 1, Class::The), ..*context };
    if let Some((Day::Fields(fields), after)) = date::date(t, next, &cued)
        && fields.day.is_some()
    {
        return Some((Day::Fields(Fields { weekday: Some(day), ..fields }), after));
    }
    let (number, after) = date::day_number(t, next).filter(|_| mark)?;
    let fields = Fields { day: Some(number), weekday: Some(day), ..Fields::default() };
    // วันเสาร์ที่ 28 นี้
    let this = t.slice(after, after + 1) == "นี้" && t.near(after);
    Some((Day::Fields(fields), after + usize::from(this)))
}

/// สัปดาห์หน้า, เดือนที่แล้ว, ปีนี้, next week, this month, the following year.
pub(super) fn relative_unit(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let the = at + usize::from(t.is(at, Class::The) && !thai(t, at));
    if t.is(at, Class::Whole) && !thai(t, at) {
        let grain = unit_grain(t, at + 1).filter(|grain| *grain >= Grain::Week)?;
        return Some((Day::Unit { grain, count: 0, edge: 0 }, at + 2));
    }
    let before = relation(t, the).filter(|_| !thai(t, the));
    let from = if before.is_some() { the + 1 } else { at };
    let grain = unit_grain(t, from)?;
    let after = |at: usize| thai(t, from) && (grain >= Grain::Day || t.glued(at));
    let rel = before.or_else(|| relation(t, from + 1).filter(|_| after(from + 1)))?;
    let end = from + 1 + usize::from(before.is_none());
    Some((unit_day(grain, rel)?, end))
}

/// The calendar unit a token names.
pub(super) fn unit_grain(t: &Tokens<'_>, at: usize) -> Option<Grain> {
    let (_, unit) = t.units(at).find(|(_, unit)| unit.measure == super::unit::Measure::Duration)?;
    let word = t.slice(at, at + 1);
    if word.len() < 3 && !matches!(word, "yr" | "wk" | "mo") || word == "คืน" {
        return None;
    }
    Grain::named(unit.name).filter(|(_, many)| *many == 1).map(|(grain, _)| grain)
}

fn unit_day(grain: Grain, rel: Rel) -> Option<Day> {
    let count = match rel {
        Rel::Next | Rel::Coming => 1,
        Rel::Last => -1,
        Rel::This | Rel::Bare => 0,
    };
    Some(match grain {
        Grain::Day => Day::Relative(count),
        grain => Day::Unit { grain, count, edge: 0 },
    })
}

/// ต้นเดือนหน้า, สิ้นเดือน, ปลายปี, end of the month, late March, beginning of 2017.
fn edged(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let the = at + usize::from(t.is(at, Class::The));
    if let Some(found) = nth_day::acronym(t, the) {
        return Some(found);
    }
    let edge = t.sense(the, Class::Edge)?;
    let mut from = the + 1;
    from += usize::from(t.is(from, Class::Of) && t.near(from));
    from += usize::from(t.is(from, Class::The));
    from += usize::from(t.is(from, Class::At) && !thai(t, from));
    if !t.near(from) {
        return None;
    }
    let late = !thai(t, the) && edge == 3;
    let whole = |grain: Grain| if late && grain == Grain::Year { 5 } else { edge };
    if let Some((found, end)) = relative_unit(t, from)
        && let Day::Unit { grain, count, .. } = found
        && grain >= Grain::Week
    {
        return Some((Day::Unit { grain, count, edge: whole(grain) }, end));
    }
    if let Some((Day::Fields(fields), end)) = date::date(t, from, &Context { cue: true, ..*context })
        && fields.day.is_none()
    {
        return Some((Day::Fields(Fields { edge, ..fields }), end));
    }
    let (month, _) = date::month(t, from).unwrap_or((0, false));
    if month > 0 {
        return Some((Day::Fields(Fields { month: Some(month), edge, ..Fields::default() }), from + 1));
    }
    let grain = unit_grain(t, from).filter(|grain| *grain >= Grain::Week)?;
    Some((Day::Unit { grain, count: 0, edge: whole(grain) }, from + 1))
}

/// เสาร์อาทิตย์นี้, สุดสัปดาห์หน้า, next weekend.
fn weekend(t: &Tokens<'_>, at: usize) -> Option<(Day, usize)> {
    let before = relation(t, at).filter(|_| !thai(t, at));
    let from = at + usize::from(before.is_some());
    t.sense(from, Class::Weekend).filter(|_| from == at || t.near(from))?;
    let rel = before.or_else(|| relation(t, from + 1).filter(|_| thai(t, from + 1)));
    let end = from + 1 + usize::from(before.is_none() && rel.is_some());
    let count = match rel {
        Some(Rel::Next) => 1,
        Some(Rel::Last) => -1,
        _ => 0,
    };
    Some((Day::Weekend(count), end))
}
