//! Whether a time is the expected one: the same start at the expected grain, the same ends.

use jiff::civil::DateTime;
use jiff::{Span, ToSpan};
use serde_json::Value as Json;

/// The start of what we found, in local time.
pub(crate) fn start(value: &Json) -> Option<DateTime> {
    let point = [&value["at"], &value["from"]["at"]].into_iter().find_map(|at| at.as_str());
    local(point?)
}

fn end(value: &Json) -> Option<DateTime> {
    local(value["to"]["at"].as_str()?)
}

/// `2026-01-22T15:00:00+07:00` without its offset, or a shorter form of it.
fn local(text: &str) -> Option<DateTime> {
    let text = text.replace(' ', "T");
    let bare = text.get(..19).unwrap_or(&text);
    let whole = match bare.len() {
        4 => format!("{bare}-01-01T00:00:00"),
        7 => format!("{bare}-01T00:00:00"),
        10 => format!("{bare}T00:00:00"),
        16 => format!("{bare}:00"),
        _ => bare.to_owned(),
    };
    whole.parse().ok()
}

/// A time cut to a grain, as text.
fn cut(at: DateTime, grain: &str) -> String {
    let text = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let size = match grain {
        "year" => 4,
        "month" | "quarter" => 7,
        "day" | "week" => 10,
        "hour" => 13,
        "minute" => 16,
        _ => 19,
    };
    text[..size].to_owned()
}

/// Whether a value is what a row of the cases expects.
pub(crate) fn fits(expected: &Json, value: &Json, reference: &str) -> bool {
    if let Some(rule) = expected["rrule"].as_str() {
        return value["every"] == *rule;
    }
    if let Some(offset) = expected["offset"].as_object() {
        return offset_fits(offset, &expected["grain"], value, reference);
    }
    let grain = expected["grain"].as_str().unwrap_or("minute");
    if let (Some(count), true) = (expected["day_offset"].as_i64(), expected["value"].is_null()) {
        let wanted = local(reference).and_then(|now| now.checked_add(count.days()).ok());
        return start(value).zip(wanted).is_some_and(|(ours, wanted)| ours.date() == wanted.date());
    }
    if expected["type"] == "holiday" {
        return holiday(expected, value);
    }
    if let Some(month) = expected["month"].as_i64() {
        return start(value).is_some_and(|at| i64::from(at.month()) == month);
    }
    if let Some(day) = expected["weekday"].as_i64() {
        return start(value).is_some_and(|at| i64::from(at.weekday().to_sunday_zero_offset()) == day % 7);
    }
    if let Some(clock) = expected["clock"].as_str() {
        return start(value).is_some_and(|at| at.strftime("%H:%M:%S").to_string().starts_with(clock));
    }
    if let Some(clock) = expected["from_clock"].as_str() {
        let ends = |at: Option<DateTime>, wanted: &str| at.is_some_and(|at| at.strftime("%H:%M").to_string() == wanted);
        return ends(start(value), clock) && expected["to_clock"].as_str().is_none_or(|to| ends(end(value), to));
    }
    if let Some(year) = expected["value"].as_i64() {
        return start(value).is_some_and(|at| i64::from(at.year()) == year);
    }
    if let Some(wanted) = expected["value"].as_str().and_then(local) {
        let last = |at: DateTime| at.checked_sub(1.second()).ok();
        let ours = start(value).or_else(|| end(value));
        let deadline = start(value).is_none().then(|| end(value).and_then(last)).flatten();
        return [ours, deadline].into_iter().flatten().any(|ours| cut(ours, grain) == cut(wanted, grain));
    }
    interval(expected, grain, value)
}

fn interval(expected: &Json, grain: &str, value: &Json) -> bool {
    let from = expected["from"].as_str().and_then(local);
    let start_fits = match from {
        Some(from) => start(value).is_some_and(|ours| cut(ours, grain) == cut(from, grain)),
        None => start(value).is_none(),
    };
    if !start_fits {
        return false;
    }
    let wanted =
        ["to_exclusive", "to_inclusive", "to"].into_iter().find_map(|key| expected[key].as_str()).and_then(local);
    let Some(wanted) = wanted else { return value["to"].is_null() };
    let Some(ours) = end(value).or_else(|| unit_end(value)) else { return false };
    let inclusive = !expected["to_inclusive"].is_null();
    let step: Span = match grain {
        "second" => 1.second(),
        "minute" => 1.minute(),
        "hour" => 1.hour(),
        "week" => 7.days(),
        "month" => 1.month(),
        "year" => 1.year(),
        _ => 1.day(),
    };
    let moved = if inclusive { wanted.checked_add(step) } else { wanted.checked_sub(step) };
    cut(ours, grain) == cut(wanted, grain) || moved.is_ok_and(|moved| cut(ours, grain) == cut(moved, grain))
}

/// The end of a calendar unit said as `at`.
fn unit_end(value: &Json) -> Option<DateTime> {
    let at = local(value["at"].as_str()?)?;
    let span = match value["grain"].as_str()? {
        "week" => 7.days(),
        "month" => 1.month(),
        "quarter" => 3.months(),
        "year" => 1.year(),
        "day" => 1.day(),
        _ => return None,
    };
    at.checked_add(span).ok()
}

fn offset_fits(offset: &serde_json::Map<String, Json>, grain: &Json, value: &Json, reference: &str) -> bool {
    let Some(now) = local(reference) else { return false };
    let Some((unit, count)) = offset.iter().next().and_then(|(unit, count)| Some((unit.as_str(), count.as_i64()?)))
    else {
        return false;
    };
    let Some(ours) = start(value) else { return false };
    if let Some(day) = unit.strip_prefix("weekday:") {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let ahead = ours.date().since(now.date()).map_or(0, |span| span.get_days());
        let right = names.get(ours.weekday().to_monday_zero_offset() as usize) == Some(&day);
        return right && if count < 0 { ahead < 0 } else { (0..=14).contains(&ahead) };
    }
    let span = match unit {
        "seconds" => count.seconds(),
        "minutes" => count.minutes(),
        "hours" => count.hours(),
        "days" => count.days(),
        "weeks" => (7 * count).days(),
        "months" => count.months(),
        "quarters" => (3 * count).months(),
        _ => count.years(),
    };
    let Ok(wanted) = now.checked_add(span) else { return false };
    match grain.as_str().unwrap_or("day") {
        "week" => (ours.date().since(wanted.date()).map_or(9, |span| span.get_days())).abs() < 7,
        "quarter" => (ours.month() - 1) / 3 == (wanted.month() - 1) / 3 && ours.year() == wanted.year(),
        grain => cut(ours, grain) == cut(wanted, grain),
    }
}

fn holiday(expected: &Json, value: &Json) -> bool {
    let Some(ours) = start(value) else { return false };
    let listed = expected["dates"].as_array();
    if let Some(dates) = listed {
        return dates.iter().filter_map(|date| local(date.as_str()?)).any(|date| date.date() == ours.date());
    }
    if let Some(month) = expected["month"].as_i64() {
        return i64::from(ours.month()) == month && Some(i64::from(ours.day())) == expected["day"].as_i64();
    }
    true
}

/// Whether a Recognizers-Text resolution has our start among its values.
pub(crate) fn resolves(resolution: &Json, value: &Json) -> bool {
    let mut wanted = Vec::new();
    gather(resolution, &mut wanted);
    let also = value["also"].as_array().cloned().unwrap_or_default();
    let ours: Vec<DateTime> = start(value).into_iter().chain(also.iter().filter_map(start)).collect();
    let seconds = value["seconds"].as_f64();
    wanted.iter().any(|wanted| {
        let duration = seconds.is_some() && wanted.parse::<f64>().ok() == seconds;
        duration
            || ours.iter().any(|ours| {
                let full = ours.strftime("%Y-%m-%d %H:%M:%S").to_string();
                let clock = wanted.len() == 8 && wanted.contains(':');
                if clock {
                    full.ends_with(wanted.as_str())
                } else {
                    wanted.len() >= 7 && full.starts_with(wanted.as_str())
                }
            })
    })
}

fn gather(value: &Json, wanted: &mut Vec<String>) {
    const KEYS: [&str; 9] =
        ["value", "start", "date", "dateTime", "time", "startDate", "startDateTime", "startTime", "duration"];
    match value {
        Json::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Json::String(text) if KEYS.contains(&key.as_str()) => wanted.push(text.clone()),
                    other => gather(other, wanted),
                }
            }
        }
        Json::Array(list) => list.iter().for_each(|inner| gather(inner, wanted)),
        _ => {}
    }
}
