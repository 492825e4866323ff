//! Recurrences: an RFC 5545 rule as people say it.
//!
//! In: `FREQ=WEEKLY;BYDAY=MO` and its first occurrence. Out: `ทุกวันจันทร์`. Rules that the reader
//! never makes have no words.

use jiff::civil::{DateTime, Time};

use super::{Manner, clock, date};

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Frequencies with their units: one and many.
const UNITS: [(&str, &str, &str); 6] = [
    ("MINUTELY", "นาที", "minute"),
    ("HOURLY", "ชั่วโมง", "hour"),
    ("DAILY", "วัน", "day"),
    ("WEEKLY", "สัปดาห์", "week"),
    ("MONTHLY", "เดือน", "month"),
    ("YEARLY", "ปี", "year"),
];

/// The words of a rule.
pub(super) fn said(rule: &str, first: Option<DateTime>, manner: &Manner<'_>) -> Option<String> {
    let part = |key: &str| rule.split(';').find_map(|part| part.strip_prefix(key)?.strip_prefix('='));
    let (_, thai, english) = UNITS.iter().find(|(name, _, _)| part("FREQ") == Some(*name))?;
    let every: u32 = part("INTERVAL").map_or(Some(1), |text| text.parse().ok())?;
    let said = if let Some(days) = part("BYDAY") {
        weekdays(days, every, manner)?
    } else if let Some(day) = part("BYMONTHDAY") {
        match (day, manner.thai) {
            ("-1", true) => "ทุกสิ้นเดือน".to_owned(),
            ("-1", false) => "at the end of every month".to_owned(),
            (day, true) => format!("ทุกวันที่ {day}"),
            (day, false) => format!("every month on day {day}"),
        }
    } else {
        match (every, manner.thai) {
            (1, true) => format!("ทุก{thai}"),
            (1, false) => format!("every {english}"),
            (count, true) => format!("ทุก {count} {thai}"),
            (count, false) => format!("every {count} {english}s"),
        }
    };
    let clock = first.filter(|at| at.time() != Time::midnight()).map(|at| {
        if manner.words() {
            clock::spoken(at.hour(), at.minute(), manner.thai)
        } else {
            clock::written(at.hour(), at.minute(), 0, manner.thai)
        }
    });
    Some(match clock {
        Some(clock) => format!("{said} {clock}"),
        None => said,
    })
}

fn weekdays(days: &str, every: u32, manner: &Manner<'_>) -> Option<String> {
    let places: Option<Vec<usize>> = days.split(',').map(|day| DAYS.iter().position(|known| *known == day)).collect();
    let places = places?;
    let (first, last) = (*places.first()?, *places.last()?);
    let run = places.len() > 2 && places.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let name = |day: usize| date::weekday(day, manner.thai);
    let list = if run {
        format!("{}{}{}", name(first), manner.pick("ถึง", " to "), name(last))
    } else {
        let names: Vec<&str> = places.iter().map(|day| name(*day)).collect();
        names.join(manner.pick(" ", ", "))
    };
    match (every, manner.thai) {
        (1, true) => Some(format!("ทุกวัน{list}")),
        (1, false) => Some(format!("every {list}")),
        (count, true) => Some(format!("ทุก {count} สัปดาห์ วัน{list}")),
        (count, false) => Some(format!("every {count} weeks on {list}")),
    }
}
