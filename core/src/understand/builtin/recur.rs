//! Recurrences as RFC 5545 rules: ทุกวันจันทร์, เดือนละครั้ง, วันเว้นวัน, every other week.
//!
//! Out: the rule and its first occurrence from now on. ทุกวันนี้ and ทุกวันหยุด are no recurrences.

use jiff::civil::DateTime;

use super::calendar::{Grain, Period, floor, midnight, on_or_after, step};
use super::class::Class;
use super::clock::{Clock, clock};
use super::date::day_number;
use super::day::unit_grain;
use super::hours::clocks;
use super::interval::Read;
use super::moment::{Here, Moment};
use super::number::number;
use super::reckon::band;
use super::token::Tokens;

/// A rule while it is read.
#[derive(Clone, Debug, Default)]
struct Rule {
    grain: Option<Grain>,
    interval: i64,
    /// Monday 1 to Sunday 7, in the order said.
    days: Vec<i32>,
    month_days: Vec<i32>,
    part: Option<i32>,
    clock: Option<Clock>,
    /// Where each occurrence ends: จันทร์-ศุกร์ 9.00-18.00 น.
    until: Option<Clock>,
}

/// The recurrence at a place.
pub(super) fn recurrence(t: &Tokens<'_>, at: usize, here: Here) -> Read {
    let (mut rule, mut end) = every(t, at)
        .or_else(|| rate(t, at))
        .or_else(|| alternate(t, at))
        .or_else(|| of_every(t, at))
        .or_else(|| hours(t, at))?;
    for _ in 0..3 {
        let mut from = end;
        while from < end + 2 && (t.is(from, Class::At) || t.is(from, Class::PartMark) || t.is(from, Class::On)) {
            from += 1;
        }
        if !t.near(from) {
            break;
        }
        if rule.clock.is_none()
            && let Some((first, last)) = clocks(t, from)
        {
            end = last.end;
            (rule.clock, rule.until) = (Some(first), Some(last));
        } else if rule.clock.is_none()
            && let Some(found) = clock(t, from).filter(|clock| !clock.weak || from > end)
        {
            end = found.end;
            rule.clock = Some(found);
        } else if rule.part.is_none()
            && let Some(part) = t.sense(from, Class::Part).filter(|_| rule.grain.is_some())
        {
            rule.part = Some(part);
            end = from + 1;
        } else if rule.days.is_empty()
            && (rule.grain == Some(Grain::Week) || rule.grain == Some(Grain::Day) && rule.part.is_some())
            && let Some((days, after)) = weekdays(t, from)
        {
            (rule.days, rule.grain) = (days, Some(Grain::Week));
            end = after;
        } else if rule.month_days.is_empty() && rule.grain == Some(Grain::Month) && t.is(from, Class::DayMark) {
            let (day, after) = day_number(t, from + 1)?;
            (rule.month_days, end) = (vec![day], after);
        } else {
            break;
        }
    }
    let first = rule.first(here.now)?;
    let mut period = Period::at(first, Grain::Day)?;
    period.every = Some(rule.text()?);
    if let (Some(start), Some(last)) = (rule.clock, rule.until) {
        let minutes = (last.hour - start.hour) * 60 + last.minute - start.minute;
        let minutes = if minutes <= 0 { minutes + 24 * 60 } else { minutes };
        (period.to, period.at) = (step(first, Grain::Minute, i64::from(minutes)), false);
    }
    Some((period, end))
}

/// Days of the week, then hours, without ทุก: จันทร์-ศุกร์ 9.00-18.00 น., วันธรรมดา 9 โมงถึงเที่ยง.
fn hours(t: &Tokens<'_>, at: usize) -> Option<(Rule, usize)> {
    let (days, end) = if t.is(at, Class::Workday) {
        (vec![1, 2, 3, 4, 5], at + 1)
    } else if t.is(at, Class::Weekend) {
        (vec![6, 7], at + 1)
    } else {
        weekdays(t, at).filter(|(days, _)| days.len() > 1)?
    };
    let mut from = end;
    while from < end + 3
        && (t.is(from, Class::At) || t.mark(from, ':') || t.mark(from, ',') || t.is(from, Class::Since))
    {
        from += 1;
    }
    let (first, last) = clocks(t, from).filter(|_| t.near(from))?;
    let rule = Rule { grain: Some(Grain::Week), interval: 1, days, ..Rule::default() };
    let after = last.end;
    Some((Rule { clock: Some(first), until: Some(last), ..rule }, after))
}

/// ทุกวัน, ทุกๆ 2 สัปดาห์, ทุกจันทร์ พุธ ศุกร์, ทุกวันที่ 25, ทุกสิ้นเดือน, every other day.
fn every(t: &Tokens<'_>, at: usize) -> Option<(Rule, usize)> {
    if !t.is(at, Class::Every) || !t.near(at + 1) {
        return None;
    }
    let mut from = at + 1;
    from += usize::from(t.slice(from, from + 1) == "ๆ");
    let new = |grain: Grain| Rule { grain: Some(grain), interval: 1, ..Rule::default() };
    if t.is(from, Class::Workday) {
        return Some((Rule { days: vec![1, 2, 3, 4, 5], ..new(Grain::Week) }, from + 1));
    }
    if t.is(from, Class::Weekend) {
        return Some((Rule { days: vec![6, 7], ..new(Grain::Week) }, from + 1));
    }
    if t.sense(from, Class::DayMark) == Some(1) {
        let (day, end) = day_number(t, from + 1)?;
        // ทุกวันที่ 1 ของเดือน
        let of = t.is(end, Class::Of) && t.slice(end + 1, end + 2) == "เดือน";
        let end = end + 2 * usize::from(of);
        let (month_days, end) = month_days(t, day, end);
        return Some((Rule { month_days, ..new(Grain::Month) }, end));
    }
    if let Some(edge) = t.sense(from, Class::Edge).filter(|_| unit_grain(t, from + 1) == Some(Grain::Month)) {
        let day = if edge == 4 || edge == 3 { -1 } else { 1 };
        return Some((Rule { month_days: vec![day], ..new(Grain::Month) }, from + 2));
    }
    let bare_week = t.slice(from, from + 1) == "อาทิตย์";
    if !bare_week && let Some((days, end)) = weekdays(t, from) {
        return Some((Rule { days, ..new(Grain::Week) }, end));
    }
    let other = usize::from(t.slice(from, from + 1).eq_ignore_ascii_case("other"));
    if other == 1
        && let Some((days, end)) = weekdays(t, from + 1)
    {
        return Some((Rule { days, interval: 2, ..new(Grain::Week) }, end));
    }
    if let Some(grain) = unit_grain(t, from + other) {
        return Some((Rule { interval: 1 + other as i64, ..new(grain) }, from + other + 1));
    }
    let night = t.slice(from, from + 1) == "คืน";
    if let Some(part) = t.sense(from, Class::Part).or(night.then_some(7)) {
        return Some((Rule { part: Some(part), ..new(Grain::Day) }, from + 1));
    }
    if t.is(from, Class::Half) && t.slice(from + 1, from + 2) == "ปี" {
        return Some((Rule { interval: 6, ..new(Grain::Month) }, from + 2));
    }
    let count = number(t, from)?;
    let grain = unit_grain(t, count.end).filter(|_| t.near(count.end))?;
    Some((Rule { interval: count.whole().filter(|many| (1..1000).contains(many))?, ..new(grain) }, count.end + 1))
}

/// ทุกวันที่ 1 **และ 16**: more days of the month, and the token after them.
fn month_days(t: &Tokens<'_>, day: i32, mut end: usize) -> (Vec<i32>, usize) {
    let mut days = vec![day];
    while days.len() < 5 && t.is(end, Class::And) && t.near(end + 1) {
        let from = end + 1 + usize::from(t.sense(end + 1, Class::DayMark) == Some(1));
        let Some((day, after)) = day_number(t, from).filter(|(_, after)| !t.is(*after, Class::Unit)) else { break };
        days.push(day);
        end = after;
    }
    (days, end)
}

/// A list of weekdays: จันทร์ พุธ ศุกร์, วันจันทร์และวันพุธ, จันทร์-ศุกร์.
fn weekdays(t: &Tokens<'_>, at: usize) -> Option<(Vec<i32>, usize)> {
    let one = |at: usize| {
        let mark = usize::from(t.slice(at, at + 1) == "วัน");
        let short = t.sense(at + mark, Class::WeekdayShort).filter(|_| mark == 1 || t.slice(at, at + 1).is_ascii());
        let day = t.sense(at + mark, Class::Weekday).or(short)?;
        Some((day, at + mark + 1))
    };
    let (day, mut end) = one(at)?;
    let mut days = vec![day];
    for _ in 0..6 {
        let mut next = end;
        let span = ['-', '–'].iter().any(|mark| t.mark(next, *mark)) || t.is(next, Class::To);
        next += usize::from(span || t.mark(next, ',') || t.is(next, Class::And));
        let Some((day, after)) = one(next).filter(|_| t.near(next)) else { break };
        if span {
            let last = *days.last()?;
            let count = (day - last).rem_euclid(7);
            days.extend((1..=count).map(|ahead| (last - 1 + ahead).rem_euclid(7) + 1));
        } else {
            days.push(day);
        }
        end = after;
    }
    Some((days, end))
}

/// วันละครั้ง, สัปดาห์ละ 2 ครั้ง.
fn rate(t: &Tokens<'_>, at: usize) -> Option<(Rule, usize)> {
    let grain = unit_grain(t, at)?;
    if !t.is(at + 1, Class::Each) {
        return None;
    }
    let count = number(t, at + 2);
    let end = count.map_or(at + 2, |count| count.end);
    t.is(end, Class::EachTime).then(|| (Rule { grain: Some(grain), interval: 1, ..Rule::default() }, end + 1))
}

/// วันเว้นวัน, สัปดาห์เว้นสัปดาห์.
fn alternate(t: &Tokens<'_>, at: usize) -> Option<(Rule, usize)> {
    // มาเว้นวัน, but not เว้นวันเสาร์.
    if t.is(at, Class::Alternate)
        && let Some(grain) = unit_grain(t, at + 1).filter(|_| t.glued(at + 1) && !t.is(at + 2, Class::Weekday))
    {
        return Some((Rule { grain: Some(grain), interval: 2, ..Rule::default() }, at + 2));
    }
    let grain = unit_grain(t, at)?;
    let same = t.is(at + 1, Class::Alternate) && unit_grain(t, at + 2) == Some(grain);
    same.then(|| (Rule { grain: Some(grain), interval: 2, ..Rule::default() }, at + 3))
}

/// วันที่ 15 ของทุกเดือน.
fn of_every(t: &Tokens<'_>, at: usize) -> Option<(Rule, usize)> {
    let monthly = |day: i32, end: usize| {
        (Rule { grain: Some(Grain::Month), interval: 1, month_days: vec![day], ..Rule::default() }, end)
    };
    if t.sense(at, Class::DayMark) != Some(1) {
        return None;
    }
    let (day, mut end) = day_number(t, at + 1)?;
    end += usize::from(t.is(end, Class::Of));
    (t.is(end, Class::Every) && unit_grain(t, end + 1) == Some(Grain::Month)).then(|| monthly(day, end + 2))
}

impl Rule {
    fn text(&self) -> Option<String> {
        let (frequency, mut interval) = match self.grain? {
            Grain::Second => ("SECONDLY", self.interval),
            Grain::Minute => ("MINUTELY", self.interval),
            Grain::Hour => ("HOURLY", self.interval),
            Grain::Day if self.interval % 7 == 0 => ("WEEKLY", self.interval / 7),
            Grain::Day => ("DAILY", self.interval),
            Grain::Week => ("WEEKLY", self.interval),
            Grain::Month => ("MONTHLY", self.interval),
            Grain::Quarter => ("MONTHLY", 3 * self.interval),
            Grain::Year => ("YEARLY", self.interval),
        };
        interval = interval.max(1);
        let mut text = format!("FREQ={frequency}");
        if interval > 1 {
            text.push_str(&format!(";INTERVAL={interval}"));
        }
        if !self.days.is_empty() {
            const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
            let names: Vec<&str> =
                self.days.iter().filter_map(|day| NAMES.get(usize::try_from(day - 1).ok()?).copied()).collect();
            text.push_str(&format!(";BYDAY={}", names.join(",")));
        }
        if !self.month_days.is_empty() {
            let days: Vec<String> = self.month_days.iter().map(i32::to_string).collect();
            text.push_str(&format!(";BYMONTHDAY={}", days.join(",")));
        }
        Some(text)
    }

    /// The first occurrence from now on.
    fn first(&self, now: DateTime) -> Option<DateTime> {
        let minutes = match (self.clock, self.part) {
            (Some(clock), part) => {
                let (hour, _) = Moment { part, ..Moment::default() }.hour(&clock);
                i64::from(hour) * 60 + i64::from(clock.minute)
            }
            (None, Some(part)) => i64::from(band(part).0) * 60,
            (None, None) => 0,
        };
        let timed = self.clock.is_some() || self.part.is_some();
        let on = |day: DateTime| step(day, Grain::Minute, minutes);
        let ahead = |at: &DateTime| if timed { *at >= now } else { *at >= midnight(now.date()) };
        let today = midnight(now.date());
        match (self.grain?, self.month_days.as_slice()) {
            (Grain::Second | Grain::Minute | Grain::Hour, _) => floor(now, Grain::Second),
            (Grain::Week, _) if !self.days.is_empty() => {
                let next = |day: &i32| {
                    let first = on(midnight(on_or_after(now.date(), *day)?))?;
                    if ahead(&first) { Some(first) } else { step(first, Grain::Day, 7) }
                };
                self.days.iter().filter_map(next).min()
            }
            (Grain::Month, [_, ..]) => (0..14).find_map(|count| {
                let month = step(floor(now, Grain::Month)?, Grain::Month, count)?;
                let date = |day: &i32| {
                    let day = *day;
                    let base = if day < 0 { month.date().last_of_month() } else { month.date().first_of_month() };
                    let date = step(midnight(base), Grain::Day, i64::from(if day < 0 { 0 } else { day - 1 }))?;
                    (date.month() == month.month()).then(|| on(date)).flatten().filter(ahead)
                };
                self.month_days.iter().filter_map(date).min()
            }),
            _ => {
                let first = on(today)?;
                if ahead(&first) { Some(first) } else { step(first, Grain::Day, 1) }
            }
        }
    }
}
