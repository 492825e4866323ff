//! Holidays by name: สงกรานต์, วันแม่, มาฆบูชา, Christmas; rules and tables are data.
//!
//! Fixed days, n-th weekdays, days counted from Easter, and lunar days from a table with the years
//! it is valid for. Outside those years nothing is found rather than something wrong.

use jiff::civil::Date;

use super::calendar::{Grain, Period, days, midnight, weekday};
use super::class::{Class, Set, set};
use super::day::{Context, Day, Rel, relation};
use super::token::Tokens;

/// When a holiday is, as `data/entities/holidays.tsv` says it.
#[derive(Debug)]
pub(super) enum Rule {
    /// Month, day, days it lasts.
    Fixed(i8, i8, i64),
    /// Month, weekday, which of them (from the end below 0), days after it.
    Nth(i8, i32, i8, i64),
    /// Days from Western Easter, days it lasts.
    Easter(i64, i64),
    /// The same from the Easter of the Orthodox churches.
    Orthodox(i64, i64),
    /// Year, month, day; nothing in other years.
    Dates(&'static [(i16, i8, i8)]),
}

/// A holiday: its name and when it is.
#[derive(Debug)]
pub(super) struct Holiday {
    pub(super) name: &'static str,
    pub(super) rule: Rule,
}

/// The holiday at a place: สงกรานต์ปีหน้า, last Christmas, ช่วงปีใหม่.
pub(super) fn holiday(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let before = relation(t, at).filter(|_| t.slice(at, at + 1).is_ascii());
    let from = at + usize::from(before.is_some());
    let index = t.sense(from, Class::Holiday)? as usize;
    let mut end = from + 1;
    let after = relation(t, end).filter(|_| !t.slice(end, end + 1).is_ascii() && before.is_none());
    end += usize::from(after.is_some());
    let mut year = None;
    if after.is_none() {
        let of = end + usize::from(t.is(end, Class::Of) || t.is(end, Class::In));
        let said = super::date::year(t, of, context)
            .filter(|(year, _, stop)| t.near(of) && (1900..2200).contains(year) && !counts(t, of, *stop));
        if let Some((found, _, stop)) = said {
            (year, end) = (Some(found), stop);
        }
    }
    let shift = match before.or(after) {
        Some(Rel::Last) => -1,
        _ => 0,
    };
    Some((Day::Holiday { index, year, shift }, end))
}

/// Whether two digits that could be a year are something else: สงกรานต์ 12-15 เม.ย., สงกรานต์ 15 คน.
fn counts(t: &Tokens<'_>, at: usize, stop: usize) -> bool {
    const OTHER: Set = set(&[Class::Month, Class::Unit, Class::Hour, Class::To, Class::Meridiem, Class::HourMark]);
    let short = t.digits(at).is_some_and(|(_, length)| length < 3);
    short
        && t.near(stop)
        && (t.any(stop, &OTHER) || ['-', '–', '/', '.', ':', '%'].iter().any(|mark| t.mark(stop, *mark)))
}

impl Holiday {
    /// Its first day in a year, and how many days it lasts.
    pub(super) fn in_year(&self, year: i32) -> Option<(Date, i64)> {
        let year = i16::try_from(year).ok()?;
        match &self.rule {
            Rule::Fixed(month, day, length) => Some((Date::new(year, *month, *day).ok()?, *length)),
            Rule::Nth(month, day, nth, more) => {
                let date = Date::new(year, *month, 1).ok()?.nth_weekday_of_month(*nth, weekday(*day)?).ok()?;
                Some((days(date, *more)?, 1))
            }
            Rule::Easter(offset, length) => Some((days(easter(year)?, *offset)?, *length)),
            Rule::Orthodox(offset, length) => Some((days(orthodox(year)?, *offset)?, *length)),
            Rule::Dates(dates) => {
                let (year, month, day) = *dates.iter().find(|(own, _, _)| *own == year)?;
                Some((Date::new(year, month, day).ok()?, 1))
            }
        }
    }

    /// Its next occurrence from a day on, or the last before it.
    pub(super) fn near(&self, today: Date, year: Option<i32>, shift: i32) -> Option<Period> {
        let now = i32::from(today.year());
        let (date, length) = match (year, shift) {
            (Some(year), _) => self.in_year(year)?,
            (None, -1) => (0..4).filter_map(|back| self.in_year(now - back)).find(|(date, _)| *date < today)?,
            _ => (0..4)
                .filter_map(|ahead| self.in_year(now + ahead))
                .find(|(date, length)| days(*date, *length).is_some_and(|end| end > today))?,
        };
        let mut period = Period::day(date)?;
        if length > 1 {
            period = Period::between(midnight(date), midnight(days(date, length)?), Grain::Day);
        }
        period.name = Some(self.name);
        Some(period)
    }
}

/// Western Easter, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Easter of the Orthodox churches: Julian, by Meeus's algorithm (same chapter), 13 days before the
/// Gregorian calendar from 1900 to 2099; none outside.
fn orthodox(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let julian = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1900..2100).contains(&y).then(|| days(julian, 13)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_easters() {
        let day = |date: Option<Date>| date.unwrap().to_string();
        assert_eq!([2018, 2025, 2026].map(|year| day(easter(year))), ["2018-04-01", "2025-04-20", "2026-04-05"]);
        assert_eq!([2018, 2025, 2026].map(|year| day(orthodox(year))), ["2018-04-08", "2025-04-20", "2026-04-12"]);
        assert_eq!(orthodox(2100), None);
    }
}
