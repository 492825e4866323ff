//! Times in a text: recurrences, intervals, bounds, moments, each as far as it goes.

use jiff::Timestamp as Instant;
use jiff::tz::TimeZone;

use super::class::Class;
use super::day::Context;
use super::interval::interval;
use super::kind::Kind;
use super::moment::{Here, moment};
use super::recur::recurrence;
use super::token::{Sort, is_thai};
use super::{Body, Search};
use crate::value::Timestamp;

/// Finds the times of a text.
pub(super) fn find(search: &mut Search<'_>, now: Timestamp, zone: &TimeZone) {
    let Ok(instant) = Instant::from_millisecond(now.0) else { return };
    let zoned = instant.to_zoned(zone.clone());
    let here = Here { now: zoned.datetime(), offset: zoned.offset().seconds() };
    let thai = search.tokens.text.chars().any(is_thai);
    let home = zone.iana_name() == Some("Asia/Bangkok");
    let context = Context { today: here.now.date(), month_first: !thai && !home, cue: false };
    let mut at = 0;
    while at < search.tokens.len() {
        if !may_begin(search, at) {
            at += 1;
            continue;
        }
        let t = &search.tokens;
        let found = recurrence(t, at, here).or_else(|| interval(t, at, &context, here));
        at = match found {
            Some((period, end)) if end > at => {
                search.add(Kind::Time, at, end, Body::Time(Box::new(period)));
                end
            }
            // A date that does not exist hides no other: 31 กุมภาพันธ์ is not February.
            _ => moment(t, at, &context).map_or(at + 1, |found| found.end.max(at + 1)),
        };
    }
}

/// Opaque text begins no time.
fn may_begin(search: &Search<'_>, at: usize) -> bool {
    match search.tokens.list[at].sort {
        Sort::Word(_) => !search.tokens.is(at, Class::Stop) || search.tokens.senses(at).len() > 1,
        Sort::Digits => !second_half(search, at),
        Sort::Letters => search.tokens.slice(at, at + 1).len() == 3,
        Sort::Mark(_) | Sort::Thai => false,
    }
}

/// The 3 of a refused 5-3 พฤษภาคม.
fn second_half(search: &Search<'_>, at: usize) -> bool {
    let t = &search.tokens;
    at >= 2 && t.glued(at) && t.glued(at - 1) && t.mark(at - 1, '-') && t.digits(at - 2).is_some()
}
