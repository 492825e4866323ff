//! Times in a text: recurrences, intervals, bounds, moments, each as far as it goes.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::{Grain, Period, step};
use super::class::{Class, NUMBERS, Set, set};
use super::day::Context;
use super::interval::interval;
use super::kind::Kind;
use super::moment::{Here, moment};
use super::recur::recurrence;
use super::token::{Sort, Tokens};
use super::{Body, Search};
use crate::value::Timestamp;

/// Finds the times of a text.
pub(super) fn find(search: &mut Search<'_>, now: Timestamp, zone: &TimeZone) {
    let past = (0..search.tokens.len()).any(|at| done(search, at));
    let Some(here) = Here::new(now, zone, past) else { return };
    let thai = search.tokens.thai;
    let home = zone.iana_name() == Some("Asia/Bangkok");
    let plain = Context { today: here.now.date(), month_first: !thai && !home, cue: false, birth: false };
    let mut at = 0;
    let mut named: Option<(Date, usize)> = None;
    while at < search.tokens.len() {
        if !may_begin(search, at) {
            at += 1;
            continue;
        }
        let t = &search.tokens;
        let birth = (at.saturating_sub(5)..at).any(|at| t.is(at, Class::Birth));
        let context = Context { birth, ..plain };
        // Read once, used by what asks for it: a range, the plain time, and where to go on.
        let first = moment(t, at, &context);
        let day = named.filter(|named| here.now.date() <= named.0 || told(t, named.1, at));
        let day = day.filter(|(_, end)| at - end <= FAR && (*end..=at).all(|at| t.near(at))).map(|(day, _)| day);
        let there = Here { day, ..here };
        let found = recurrence(t, at, here).or_else(|| interval(t, at, (&context, there), first.as_ref()));
        at = match found {
            Some((period, end)) if end > at => {
                let said = day.is_some() || first.as_ref().is_some_and(|first| first.day.is_some());
                named = one_day(&period).filter(|_| thai && said).map(|day| (day, end));
                search.add(Kind::Time, at, end, Body::Time(Box::new(period)));
                trim(search, at);
                end
            }
            // A date that does not exist hides no other: 31 กุมภาพันธ์ is not February.
            _ => first.map_or(at + 1, |found| found.end.max(at + 1)),
        };
    }
}

/// A day is forgotten after so many tokens.
const FAR: usize = 14;

/// The day that a time lies in: what follows without a day is of that one, พรุ่งนี้ช่วยโทรมาตอน 9 โมง.
fn one_day(period: &Period) -> Option<Date> {
    let from = period.from.filter(|_| period.every.is_none())?;
    let fine = period.at && period.grain <= Grain::Day;
    let within = !period.at && period.to.is_some_and(|to| step(from, Grain::Day, 1).is_some_and(|next| to <= next));
    (fine || within).then(|| from.date())
}

/// Whether a clock goes on telling of a day behind us: เมื่อวานไฟดับตอนบ่ายสาม, but not เมื่อวานสั่งไป ขอรับบ่ายสาม.
fn told(t: &Tokens<'_>, from: usize, at: usize) -> bool {
    let lead = t.is(at, Class::At)
        || t.slice(at, at + 1).starts_with("ตอน")
        || t.is(at, Class::PartMark)
        || at > 0 && t.is(at - 1, Class::At);
    lead && !(from..at).any(|at| t.is(at, Class::Choose) || t.slice(at, at + 1) == "จะ")
}

/// Whether a word says that something has been done: โอนไปแล้ว, or โอน with แล้ว after it.
fn done(search: &Search<'_>, at: usize) -> bool {
    let t = &search.tokens;
    match t.sense(at, Class::PastMark) {
        Some(1) => true,
        Some(3) => (at + 1..at + 12).any(|at| t.slice(at, at + 1) == "แล้ว"),
        _ => false,
    }
}

/// ตอน is part of ตอนบ่าย, but not of ตอน|บ่ายโมงครึ่ง: there it changes nothing.
fn trim(search: &mut Search<'_>, at: usize) {
    let t = &search.tokens;
    let clock = t.is(at, Class::Afternoon) && t.is(at, Class::Part) && super::clock::clock(t, at).is_some();
    let lead = ["ตอน", "ช่วง"].into_iter().find(|lead| t.slice(at, at + 1).starts_with(lead) && clock);
    if let (Some(lead), Some(found)) = (lead, search.found.last_mut()) {
        found.start += lead.len() as u32;
    }
}

/// Opaque text begins no time.
fn may_begin(search: &Search<'_>, at: usize) -> bool {
    match search.tokens.list[at].sort {
        Sort::Word(_) => {
            let own = search.tokens.senses(at).iter().any(|sense| sense.class.times(|| lasts(search, at)));
            own && leads_on(search, at)
        }
        Sort::Digits => !second_half(search, at) && leads_on(search, at),
        Sort::Letters => search.tokens.slice(at, at + 1).len() == 3,
        Sort::Mark(_) | Sort::Thai => false,
    }
}

/// Whether what follows a number lets it be a time: in a Thai text 150 บาท and สองแก้ว begin none.
fn leads_on(search: &Search<'_>, at: usize) -> bool {
    const COUNTED: Set = set(&[Class::Digit, Class::One, Class::Score, Class::Place, Class::Small, Class::Tens]);
    let t = &search.tokens;
    if !t.thai || t.digits(at).is_none() && (!t.any(at, &COUNTED) || t.any(at, &OWN)) {
        return true;
    }
    if at > 0 && (t.is(at - 1, Class::At) || t.mark(at - 1, '@')) {
        return true;
    }
    let mut end = at + 1;
    while end < at + 12 && t.near(end) && (t.digits(end).is_some() || t.any(end, &NUMBERS) && !t.any(end, &OWN)) {
        end += 1;
    }
    t.near(end)
        && match t.list[end].sort {
            Sort::Mark(mark) => matches!(mark, '/' | '-' | '–' | '—' | '~' | ':' | '.' | '\''),
            Sort::Letters => true,
            Sort::Word(_) => {
                let times = t.senses(end).iter().any(|sense| sense.class.times(|| lasts(search, end)));
                times || t.is(end, Class::To) || t.is(end, Class::OrdinalSuffix)
            }
            Sort::Digits | Sort::Thai => false,
        }
}

/// Words of numbers that are words of time too.
const OWN: Set = set(&[Class::Hour, Class::Month, Class::Weekday, Class::Ordinal, Class::Half, Class::Unit]);

/// Whether a unit is one of time.
fn lasts(search: &Search<'_>, at: usize) -> bool {
    search.tokens.units(at).any(|(_, unit)| unit.measure == super::unit::Measure::Duration)
}

/// The 3 of a refused 5-3 พฤษภาคม.
fn second_half(search: &Search<'_>, at: usize) -> bool {
    let t = &search.tokens;
    at >= 2 && t.glued(at) && t.glued(at - 1) && t.mark(at - 1, '-') && t.digits(at - 2).is_some()
}
