//! A day, a month or a year, in either era.
//!
//! In: a date, today where it is known, what is wanted. Out: `5 ธ.ค.`, `วันเสาร์ที่ 5 ธันวาคม 2569`,
//! `พรุ่งนี้`. The Buddhist era is 543 years ahead of the common one.

use jiff::civil::Date;

use super::Manner;
use crate::bot::Shape;

const THAI_SHORT: [&str; 12] =
    ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];
const THAI_LONG: [&str; 12] = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
];
const SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const THAI_DAYS: [&str; 7] = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A weekday, from 0 for Monday.
pub(super) fn weekday(day: usize, thai: bool) -> &'static str {
    if thai { THAI_DAYS[day % 7] } else { DAYS[day % 7] }
}

fn month(date: Date, long: bool, thai: bool) -> &'static str {
    let names = match (thai, long) {
        (true, true) => &THAI_LONG,
        (true, false) => &THAI_SHORT,
        (false, true) => &LONG,
        (false, false) => &SHORT,
    };
    names[usize::from(date.month().unsigned_abs()).saturating_sub(1) % 12]
}

/// A year in the era that is wanted; the era is named where it is not the language's own.
fn year(date: Date, manner: &Manner<'_>, two: bool) -> String {
    let buddhist = manner.buddhist();
    let year = i32::from(date.year()) + if buddhist { 543 } else { 0 };
    match (manner.thai, buddhist) {
        (true, true) if two => format!("{:02}", year.rem_euclid(100)),
        (true, false) if two => year.to_string(),
        (true, false) => format!("ค.ศ. {year}"),
        (false, true) => format!("{year} BE"),
        _ => year.to_string(),
    }
}

/// A date of the grain `day`, `week`, `month`, `quarter` or `year`.
pub(super) fn said(date: Date, grain: &str, manner: &Manner<'_>) -> String {
    let form = manner.style.shape;
    let long = matches!(form, Shape::Long | Shape::Words);
    match grain {
        "year" if manner.thai && manner.buddhist() => format!("ปี {}", year(date, manner, false)),
        "year" => year(date, manner, false),
        "quarter" => {
            let quarter = (date.month() + 2) / 3;
            let head = if manner.thai { "ไตรมาส" } else { "Q" };
            let gap = if manner.thai { " " } else { "" };
            format!("{head}{gap}{quarter} {}", year(date, manner, false))
        }
        "month" => format!("{} {}", month(date, long, manner.thai), year(date, manner, false)),
        _ => day(date, manner),
    }
}

fn day(date: Date, manner: &Manner<'_>) -> String {
    let today = manner.today();
    let near = today.and_then(|today| near(date, today, manner));
    let number = date.day();
    let year_too = today.is_none_or(|today| today.year() != date.year()) || manner.style.buddhist.is_some();
    let weekday = weekday(usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()), manner.thai);
    match manner.style.shape {
        Shape::Iso => date.to_string(),
        Shape::Short => format!("{number} {} {}", month(date, false, manner.thai), year(date, manner, true)),
        Shape::Long => full(date, weekday, true, manner),
        Shape::Words => near.unwrap_or_else(|| full(date, weekday, year_too, manner)),
        Shape::Relative => near
            .or_else(|| today.and_then(|today| distant(date, today, manner.thai)))
            .unwrap_or_else(|| full(date, weekday, year_too, manner)),
        _ => near.unwrap_or_else(|| {
            let head = format!("{number} {}", month(date, false, manner.thai));
            if year_too { format!("{head} {}", year(date, manner, false)) } else { head }
        }),
    }
}

fn full(date: Date, weekday: &str, year_too: bool, manner: &Manner<'_>) -> String {
    let month = month(date, true, manner.thai);
    let head = match manner.thai {
        true => format!("วัน{weekday}ที่ {} {month}", date.day()),
        false => format!("{weekday} {} {month}", date.day()),
    };
    if year_too { format!("{head} {}", year(date, manner, false)) } else { head }
}

/// A day that has a name of its own.
fn near(date: Date, today: Date, manner: &Manner<'_>) -> Option<String> {
    let days = today.until(date).ok()?.get_days();
    let names = match days {
        -2 => ("เมื่อวานซืน", "the day before yesterday"),
        -1 => ("เมื่อวาน", "yesterday"),
        0 => ("วันนี้", "today"),
        1 => ("พรุ่งนี้", "tomorrow"),
        2 => ("มะรืนนี้", "the day after tomorrow"),
        _ => return None,
    };
    let plain = matches!(manner.style.shape, Shape::Words | Shape::Relative);
    // what is written keeps to the two that are read at a glance
    (plain || (0..=1).contains(&days)).then(|| (if manner.thai { names.0 } else { names.1 }).to_owned())
}

/// อีก 5 วัน, 3 วันที่แล้ว; up to two months away.
fn distant(date: Date, today: Date, thai: bool) -> Option<String> {
    let days = today.until(date).ok()?.get_days();
    let count = days.unsigned_abs();
    match (days > 0, thai) {
        _ if count > 60 => None,
        (true, true) => Some(format!("อีก {count} วัน")),
        (true, false) => Some(format!("in {count} days")),
        (false, true) => Some(format!("{count} วันที่แล้ว")),
        (false, false) => Some(format!("{count} days ago")),
    }
}
