//! Intervals, deadlines and open ends: 9 โมงถึงบ่าย 3, 3-5 พ.ค., ภายในวันศุกร์, ก่อนเที่ยง.
//!
//! In: tokens, and the moments that are read among them. Out: a period. What one end leaves out the
//! other gives it: `ends` joins the two.

use super::calendar::{Grain, Period, step};
use super::class::Class;
use super::clock::{Clock, Style, clock, hour, of_style};
use super::date::day_number;
use super::day::{Context, Day, Fields};
use super::ends::{closest, join};
use super::moment::{Here, Moment, moment};
use super::offset::{length, steps};
use super::token::Tokens;
use super::vague::{month_day, vague};

/// A period read at a place: it and the token after it.
pub(super) type Read = Option<(Period, usize)>;

/// The interval, bound or plain time at a place.
pub(super) fn interval(t: &Tokens<'_>, at: usize, (context, here): (&Context, Here), first: Option<&Moment>) -> Read {
    let leads = [
        Class::Between,
        Class::Within,
        Class::BeforeTime,
        Class::After,
        Class::Since,
        Class::From,
        Class::Until,
        Class::When,
    ];
    let lead = leads.into_iter().filter(|class| t.is(at, *class));
    for class in lead {
        if let Some(found) = led(t, at, class, context, here) {
            return Some(found);
        }
    }
    first
        .and_then(|first| day_bound(t, first, context, here))
        .or_else(|| shifted(t, at, context, here))
        .or_else(|| range(t, at, (context, here), false, first))
        .or_else(|| plain(t, at, here, first?))
        .or_else(|| vague(t, at, here))
}

/// พรุ่งนี้หลังบ่ายสาม, วันศุกร์ก่อนเที่ยง, tomorrow after 3 pm: a day, and a bound by the clock on it.
fn day_bound(t: &Tokens<'_>, first: &Moment, context: &Context, here: Here) -> Read {
    let bare = first.clock.is_none() && first.part.is_none() && first.day.is_some() && !first.tonight;
    let leads = [Class::Within, Class::BeforeTime, Class::After, Class::Since];
    let class = leads.into_iter().find(|class| t.is(first.end, *class)).filter(|_| bare && t.near(first.end))?;
    let at = first.end + 1;
    let at = at + usize::from(t.near(at) && (t.is(at, Class::At) || t.is(at, Class::About)));
    let found = moment(t, at, &Context { cue: true, ..*context }).filter(|found| t.near(at) && found.day.is_none())?;
    found.clock?;
    if class == Class::Since && joint(t, found.end, false).is_some() {
        return None;
    }
    let end = found.end;
    let period = Moment { day: first.day.clone(), ..found }.resolve(here)?;
    let upper = matches!(class, Class::Within | Class::BeforeTime);
    let (from, to) = if upper { (None, period.from) } else { (period.from, None) };
    Some((Period { from, to, at: false, ..period }, end))
}

/// `three days after Easter`, 2 วันก่อนสงกรานต์.
fn shifted(t: &Tokens<'_>, at: usize, context: &Context, here: Here) -> Read {
    let gap = length(t, at).filter(|gap| t.near(gap.end))?;
    let sign = if t.is(gap.end, Class::After) {
        1
    } else if t.is(gap.end, Class::BeforeTime) || t.is(gap.end, Class::From) && t.slice(gap.end, gap.end + 1).is_ascii()
    {
        if t.is(gap.end, Class::From) { 1 } else { -1 }
    } else {
        return None;
    };
    let (grain, count) = steps(t, &gap, sign)?;
    let base = moment(t, gap.end + 1, context).filter(|_| t.near(gap.end + 1))?;
    let fine = base.clock.is_some() || grain >= Grain::Day;
    let period = base.resolve(here).filter(|_| fine)?;
    let from = step(period.from?, grain, count)?;
    let grain = if base.clock.is_some() { period.grain } else { Grain::Day };
    Some((Period::at(from, grain)?, base.end))
}

/// A time without a second end; `เป็นต้นไป` after it opens it.
fn plain(t: &Tokens<'_>, at: usize, here: Here, found: &Moment) -> Read {
    // นัดไว้บ่ายสอง, at half past two: they are late.
    let agreed = (at.saturating_sub(2)..at).any(|at| t.sense(at, Class::PastMark) == Some(7));
    let here = Here { past: here.past || agreed, ..here };
    let waited = |at: usize| t.sense(at, Class::PastMark) == Some(4);
    // โอนไปตอน|สามทุ่ม
    let before = at.saturating_sub(usize::from(at > 0 && t.is(at - 1, Class::At)));
    let done = before > 0 && t.sense(before - 1, Class::PastMark) == Some(1)
        || found.clock.is_none() && (found.end..found.end + 3).any(waited)
        || (at.saturating_sub(4)..at).any(|at| t.sense(at, Class::PastMark) == Some(6))
        || billed(t, at, found);
    let mut period = if done { found.resolve_past(here)? } else { found.resolve(here)? };
    let mut end = found.end;
    if t.is(end, Class::Onwards) && t.near(end) {
        (period.to, period.at) = (None, false);
        end += 1;
    } else if let Some((length, after)) = lasting(t, end) {
        period.to = step(period.from?, Grain::Minute, length);
        period.at = false;
        end = after;
    }
    Some((period, end))
}

/// บิลค่าไฟเดือน ธ.ค.: the latest such month.
fn billed(t: &Tokens<'_>, at: usize, found: &Moment) -> bool {
    let month = matches!(&found.day, Some(Day::Fields(Fields { day: None, month: Some(_), year: None, .. })));
    month && (at.saturating_sub(2)..at).any(|at| t.sense(at, Class::PastMark) == Some(5))
}

/// `16h for 30 mins`: the minutes and the token after them.
fn lasting(t: &Tokens<'_>, at: usize) -> Option<(i64, usize)> {
    if !t.is(at, Class::For) || !t.near(at + 1) {
        return None;
    }
    let found = length(t, at + 1)?;
    match steps(t, &found, 1)? {
        (Grain::Minute, count) => Some((count, found.end)),
        (Grain::Hour, count) => Some((count * 60, found.end)),
        _ => None,
    }
}

fn led(t: &Tokens<'_>, at: usize, class: Class, context: &Context, here: Here) -> Read {
    let mut from = at + 1;
    for _ in 0..3 {
        let small = t.mark(from, ':')
            || t.is(from, Class::About)
            || t.is(from, Class::At) && !t.is(from, Class::Within)
            || t.is(from, Class::Within) && class == Class::Within
            || t.is(from, Class::Between);
        from += usize::from(small && t.near(from));
    }
    if !t.near(from) {
        return None;
    }
    let cued = Context { cue: true, ..*context };
    match class {
        Class::Between | Class::Since | Class::From => {
            let both = range(t, from, (&cued, here), true, None);
            let open = class != Class::Between && !lone_month(t, from, at);
            both.or_else(|| if open { since(t, at, from, context, here) } else { None })
        }
        // ไม่เกิน 1500 is no year
        Class::Within if t.is(at, Class::Most) => within(t, from, context, here),
        Class::Within => within(t, from, &cued, here),
        // ไปถึงบ่ายสาม is when somebody arrives
        Class::Until if at == 0 && t.slice(at, at + 1) == "ไปถึง" => None,
        Class::Until => bound(t, from, &cued, here, true).filter(|_| t.slice(at, at + 1) != "ถึง" || t.len() > 2),
        Class::BeforeTime => bound(t, from, &cued, here, false),
        Class::When => {
            // เมื่อ belongs to the time where it makes a difference: เมื่อวันศุกร์, not เมื่อ 2 วันก่อน.
            let found = moment(t, from, &cued)?;
            let past = found.resolve_past(here)?;
            (found.resolve(here)?.from != past.from).then_some((past, found.end))
        }
        _ => after(t, from, context, here),
    }
}

/// จากมีนา is a name as likely as a month.
fn lone_month(t: &Tokens<'_>, from: usize, at: usize) -> bool {
    t.slice(at, at + 1) == "จาก" && t.is(from, Class::Month) && !t.is(from + 1, Class::Onwards)
}

/// เลื่อนจากพรุ่งนี้|เป็นวันศุกร์: from one time to another, not from it on.
fn moved(t: &Tokens<'_>, at: usize) -> bool {
    let rest = t.list.get(at).map_or("", |token| &t.text[token.start as usize..]);
    ["เป็น", "ไป", "มาเป็น"].iter().any(|word| rest.starts_with(word))
}

/// From a time on; behind us where it is said of what has been done (สั่งตั้งแต่วันจันทร์ยังไม่ได้).
fn since(t: &Tokens<'_>, lead: usize, at: usize, context: &Context, here: Here) -> Read {
    let cued = Context { cue: context.month_first, ..*context };
    let found = moment(t, at, &cued)?;
    let mut end = found.end;
    let onwards = t.is(end, Class::Onwards) && t.near(end);
    if !onwards && t.slice(lead, lead + 1) == "จาก" && moved(t, end) {
        return None;
    }
    let marked = |at: usize| t.is(at, Class::PastMark);
    let told = || (lead.saturating_sub(4)..lead).any(marked) || (end..end + 6).any(marked) || lately(&found, here);
    let done = t.slice(lead, lead + 1) == "ตั้งแต่" && told();
    let mut period = if done && !onwards { found.resolve_past(here)? } else { found.resolve(here)? };
    end += usize::from(onwards);
    (period.to, period.at) = (None, false);
    Some((period, end))
}

/// Whether a day of the year has been within two months, so that the next one is far: ตั้งแต่ 10 พ.ย.
fn lately(found: &Moment, here: Here) -> bool {
    let dated = matches!(&found.day, Some(Day::Fields(Fields { month: Some(_), year: None, .. })));
    let since = if dated { found.resolve_past(here).and_then(|past| past.from) } else { None };
    since.is_some_and(|since| since <= here.now && step(since, Grain::Day, 62).is_some_and(|end| end > here.now))
}

/// ภายใน 3 วัน, ภายในวันศุกร์, within 2 weeks, by the end of the month.
fn within(t: &Tokens<'_>, at: usize, context: &Context, here: Here) -> Read {
    if let Some(found) = length(t, at)
        && !t.is(found.end, Class::Ago)
        && !(t.is(found.end, Class::This) && (found.end == at + 1 || t.glued(found.end)))
        && !(t.is(found.end, Class::Next) || t.is(found.end, Class::Last))
        && let Some(day) = super::offset::day(t, &found, 1)
        && (found.end > at + 1 || found.low != 1.0 || t.slice(at, at + 1).starts_with(super::token::is_thai))
    {
        let period = super::resolve::resolve(&day, here.now)?;
        let english = from_now(t, at);
        let to = if period.grain == Grain::Day && !english { period.to } else { period.from };
        let from = english.then_some(here.now);
        return Some((Period { from, to, at: false, ..period }, found.end));
    }
    let (mut period, end) = bound(t, at, context, here, true)?;
    period.from = from_now(t, at).then_some(here.now);
    Some((period, end))
}

/// `by` and `within` begin now.
fn from_now(t: &Tokens<'_>, at: usize) -> bool {
    let word = t.slice(at - 1, at);
    word.eq_ignore_ascii_case("by") || word.eq_ignore_ascii_case("within")
}

/// Up to a time, the whole of it included or not.
fn bound(t: &Tokens<'_>, at: usize, context: &Context, here: Here, whole: bool) -> Read {
    let found = moment(t, at, context)?;
    let period = found.resolve(here)?;
    let to = if whole && found.clock.is_none() { period.to } else { period.from };
    Some((Period { from: None, to, at: false, ..period }, found.end))
}

fn after(t: &Tokens<'_>, at: usize, context: &Context, here: Here) -> Read {
    let found = moment(t, at, context).filter(|found| found.day != Some(Day::Now))?;
    let period = found.resolve(here)?;
    let from = if found.clock.is_none() && found.part.is_none() { period.to } else { period.from };
    Some((Period { from, to: None, at: false, ..period }, found.end))
}

/// Past what joins two ends.
pub(super) fn joint(t: &Tokens<'_>, at: usize, between: bool) -> Option<usize> {
    let dash = ['-', '–', '—', '~'].iter().any(|mark| t.mark(at, *mark)) || t.slice(at, at + 1) == "~";
    let word =
        t.is(at, Class::To) || t.is(at, Class::Until) && t.slice(at, at + 1) != "ยัน" || between && t.is(at, Class::And);
    if !(dash || word) || !t.near(at) || !t.near(at + 1) {
        return None;
    }
    let mut next = at + 1;
    next += usize::from(t.is(next, Class::About) || t.is(next, Class::At));
    Some(next)
}

/// Two ends joined.
fn range(t: &Tokens<'_>, at: usize, (context, here): (&Context, Here), between: bool, known: Option<&Moment>) -> Read {
    let list = t.is(at + usize::from(t.slice(at, at + 1) == "วัน"), Class::Weekday);
    let context = if list { Context { cue: true, ..*context } } else { *context };
    if let Some(found) = numbers(t, at, &context, here, between) {
        return Some(this_month(t, at, found));
    }
    let first = match known {
        _ if list || between => moment(t, at, &context),
        known => known.cloned(),
    };
    let first = first.or_else(|| dotted(t, at))?;
    let from = joint(t, first.end, between)?;
    let dots = first.clock.is_some_and(|clock| clock.weak);
    let second = match moment(t, from, &Context { cue: list || dots || context.cue, ..context }) {
        Some(second) => second,
        None => like(t, from, &first)?,
    };
    join(first, second, here).map(|found| this_month(t, at, found))
}

/// Past the last word of วันที่ 14-16 **นี้**.
fn this_month(t: &Tokens<'_>, at: usize, (period, end): (Period, usize)) -> (Period, usize) {
    let this = t.is(at, Class::DayMark) && period.grain == Grain::Day && t.slice(end, end + 1) == "นี้" && t.near(end);
    (period, end + usize::from(this))
}

/// `9.00–10.30 น.`, `10.00-20.00`: a dot makes a clock where น. follows the second, or where both ends
/// look like one.
fn dotted(t: &Tokens<'_>, at: usize) -> Option<Moment> {
    let first = clock(t, at).filter(|clock| clock.style == Style::Plain)?;
    let from = joint(t, first.end, false)?;
    let second = clock(t, from).filter(|clock| clock.style == Style::Plain)?;
    let hours = |clock: &Clock| clock.weak && clock.minute % 5 == 0;
    let both = hours(&first) && hours(&second) && first.hour < second.hour && t.thai;
    let both = both && t.digits(at).is_some_and(|(_, length)| length == 2);
    if second.weak && !both {
        return None;
    }
    (second.end > from).then(|| Moment { clock: Some(first), end: first.end, ..Moment::default() })
}

/// A bare number in the likeness of the first end: July 13-**15**, บ่ายสองถึง**สี่**.
pub(super) fn like(t: &Tokens<'_>, at: usize, first: &Moment) -> Option<Moment> {
    if let Some(clock) = first.clock {
        let (value, end) = hour(t, at)?;
        let counted = t.is(end, Class::Unit) && t.near(end);
        let clock = (!counted).then(|| of_style(value, clock.style)).flatten()?;
        return Some(Moment { clock: Some(Clock { end, ..clock }), end, ..Moment::default() });
    }
    let Some(Day::Fields(fields)) = &first.day else { return None };
    fields.day?;
    let (day, end) = day_number(t, at + usize::from(t.is(at, Class::The)))?;
    let fields = Fields { day: Some(day), weekday: None, ..*fields };
    Some(Moment { day: Some(Day::Fields(fields)), end, ..Moment::default() })
}

/// A bare number before the joint: **3**-5 พฤษภาคม, **9**-11 โมงเช้า, from **13th** to 15th July.
fn numbers(t: &Tokens<'_>, at: usize, context: &Context, here: Here, between: bool) -> Read {
    let marked = at + usize::from(t.sense(at, Class::DayMark) == Some(1) || t.is(at, Class::The));
    let (value, end) = day_number(t, marked).or_else(|| hour(t, marked))?;
    let from = joint(t, end, between)?;
    let inside = |mark: char| at > 0 && t.mark(at - 1, mark);
    if t.glued(at) && t.digits(at).is_some() && ['-', '/', '.', ':'].into_iter().any(inside) {
        return None;
    }
    let cued = Context { cue: context.cue || marked > at, ..*context };
    let within = if marked > at { month_day(t, from, context) } else { None };
    let mut second = within.or_else(|| moment(t, from, &cued))?;
    let mut first = Moment::default();
    match (&second.day, second.clock) {
        (Some(Day::Fields(fields)), None) if fields.day.is_some() => {
            let same = if marked > at && fields.month.is_none() { None } else { fields.month };
            first.day = Some(Day::Fields(Fields { day: Some(value), month: same, weekday: None, ..*fields }));
            if same.is_some() && fields.day.is_some_and(|last| last <= value) {
                return None;
            }
        }
        (_, Some(clock)) if marked == at && !clock.weak && !(t.is(from, Class::Noon) && t.is(end, Class::Before)) => {
            first.clock = Some(closest(value, &clock)?);
            first.day = second.day.clone();
            first.part = second.part;
        }
        _ => return None,
    }
    first.end = end;
    if first.day.is_some() && second.clock.is_some() {
        second.day = first.day.clone();
    }
    join(first, second, here)
}
