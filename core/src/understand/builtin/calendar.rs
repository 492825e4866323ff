//! Civil calendar arithmetic: periods, their grains, and how they print.
//!
//! All times are local and civil until they leave; a period is half open. Steps beyond the calendar
//! give nothing, never a panic.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use crate::value::Value;

/// How fine a time was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Grain {
    /// Its name outside.
    pub(super) fn name(self) -> &'static str {
        match self {
            Grain::Second => "second",
            Grain::Minute => "minute",
            Grain::Hour => "hour",
            Grain::Day => "day",
            Grain::Week => "week",
            Grain::Month => "month",
            Grain::Quarter => "quarter",
            Grain::Year => "year",
        }
    }

    /// The grain of a unit of time by its name.
    pub(super) fn named(name: &str) -> Option<(Grain, i64)> {
        Some(match name {
            "second" => (Grain::Second, 1),
            "minute" => (Grain::Minute, 1),
            "hour" => (Grain::Hour, 1),
            "day" => (Grain::Day, 1),
            "week" => (Grain::Week, 1),
            "fortnight" => (Grain::Week, 2),
            "month" => (Grain::Month, 1),
            "quarter" => (Grain::Quarter, 1),
            "year" => (Grain::Year, 1),
            "decade" => (Grain::Year, 10),
            _ => return None,
        })
    }

    /// This many of them, as far as a calendar goes.
    pub(super) fn span(self, count: i64) -> Option<Span> {
        let of = Span::new();
        match self {
            Grain::Second => of.try_seconds(count),
            Grain::Minute => of.try_minutes(count),
            Grain::Hour => of.try_hours(count),
            Grain::Day => of.try_days(count),
            Grain::Week => of.try_weeks(count),
            Grain::Month => of.try_months(count),
            Grain::Quarter => of.try_months(count.checked_mul(3)?),
            Grain::Year => of.try_years(count),
        }
        .ok()
    }
}

/// A half-open stretch of local time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Period {
    pub(super) from: Option<DateTime>,
    pub(super) to: Option<DateTime>,
    pub(super) grain: Grain,
    /// One instant or calendar unit, said as `at`; otherwise an interval.
    pub(super) at: bool,
    /// Other readings of `from`, best first.
    pub(super) also: Vec<DateTime>,
    /// A holiday's name.
    pub(super) name: Option<&'static str>,
    /// A recurrence, RFC 5545.
    pub(super) every: Option<String>,
    /// Why this one of several readings, where there are several.
    pub(super) why: Option<&'static str>,
}

impl Period {
    /// One calendar unit or instant.
    pub(super) fn at(from: DateTime, grain: Grain) -> Option<Period> {
        let to = step(from, grain, 1)?;
        Some(Period {
            from: Some(from),
            to: Some(to),
            grain,
            at: true,
            also: Vec::new(),
            name: None,
            every: None,
            why: None,
        })
    }

    /// An interval.
    pub(super) fn between(from: DateTime, to: DateTime, grain: Grain) -> Period {
        Period {
            from: Some(from),
            to: Some(to),
            grain,
            at: false,
            also: Vec::new(),
            name: None,
            every: None,
            why: None,
        }
    }

    /// A day.
    pub(super) fn day(date: Date) -> Option<Period> {
        Period::at(midnight(date), Grain::Day)
    }
}

/// The start of a day.
pub(super) fn midnight(date: Date) -> DateTime {
    date.at(0, 0, 0, 0)
}

/// So many grains on.
pub(super) fn step(from: DateTime, grain: Grain, count: i64) -> Option<DateTime> {
    from.checked_add(grain.span(count)?).ok()
}

/// So many days on.
pub(super) fn days(date: Date, count: i64) -> Option<Date> {
    date.checked_add(Grain::Day.span(count)?).ok()
}

/// The start of the calendar unit that holds a time; weeks begin on Monday.
pub(super) fn floor(at: DateTime, grain: Grain) -> Option<DateTime> {
    let date = at.date();
    Some(match grain {
        Grain::Second => date.at(at.hour(), at.minute(), at.second(), 0),
        Grain::Minute => date.at(at.hour(), at.minute(), 0, 0),
        Grain::Hour => date.at(at.hour(), 0, 0, 0),
        Grain::Day => midnight(date),
        Grain::Week => midnight(days(date, -i64::from(date.weekday().to_monday_zero_offset()))?),
        Grain::Month => midnight(Date::new(date.year(), date.month(), 1).ok()?),
        Grain::Quarter => midnight(Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).ok()?),
        Grain::Year => midnight(Date::new(date.year(), 1, 1).ok()?),
    })
}

/// Monday 1 to Sunday 7.
pub(super) fn weekday(number: i32) -> Option<Weekday> {
    Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()
}

/// The first day with a weekday on or after a date.
pub(super) fn on_or_after(date: Date, number: i32) -> Option<Date> {
    let ahead = (number - 1 - i32::from(date.weekday().to_monday_zero_offset())).rem_euclid(7);
    weekday(number)?;
    days(date, i64::from(ahead))
}

fn instant(at: DateTime, zone: &TimeZone) -> Value {
    let text = match zone.to_ambiguous_zoned(at).compatible() {
        Ok(zoned) => {
            let seconds = zoned.offset().seconds();
            let (sign, size) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
            format!("{}T{}{sign}{:02}:{:02}", at.date(), clock(at), size / 3600, size / 60 % 60)
        }
        Err(_) => format!("{}T{}Z", at.date(), clock(at)),
    };
    Value::Text(text)
}

fn clock(at: DateTime) -> String {
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

fn point(at: DateTime, zone: &TimeZone) -> Value {
    Value::map([("at", instant(at, zone))])
}

/// A period as plain data, in the shapes of the design.
pub(super) fn value(period: &Period, zone: &TimeZone) -> Option<Value> {
    let mut map = BTreeMap::new();
    let mut put = |key: &str, value: Value| map.insert(key.to_owned(), value);
    if let Some(rule) = &period.every {
        put("every", Value::text(rule.as_str()));
        if let Some(from) = period.from {
            put("at", instant(from, zone));
        }
        if let Some(to) = period.to.filter(|_| !period.at) {
            put("to", point(to, zone));
        }
        return Some(Value::Map(map));
    }
    put("grain", Value::text(period.grain.name()));
    if period.at {
        put("at", instant(period.from?, zone));
    } else {
        if let Some(from) = period.from {
            put("from", point(from, zone));
        }
        if let Some(to) = period.to {
            put("to", point(to, zone));
        }
    }
    if let Some(name) = period.name {
        put("name", Value::text(name));
    }
    if !period.also.is_empty() {
        let grain = Value::text(period.grain.name());
        let other = |at: &DateTime| Value::map([("at", instant(*at, zone)), ("grain", grain.clone())]);
        put("also", Value::List(period.also.iter().map(other).collect()));
    }
    Some(Value::Map(map))
}
