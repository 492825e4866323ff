//! Numbers of something: durations, quantities with their classifier, ranges and bounds.
//!
//! In: a value with a `unit`, or with `from` and `to`. Out: `2 ชั่วโมง 15 นาที`, `3 แก้ว`,
//! `ไม่เกิน 10 กล่อง`. The unit is that of the value; hours and minutes are split where both are whole.

use super::{Manner, numeric, unit};
use crate::bot::Shape;
use crate::value::Value;

/// The value of an amount.
pub(super) fn said(value: &Value, manner: &Manner<'_>) -> Option<String> {
    if manner.style.shape == Shape::Relative || matches!(manner.style.shape, Shape::Baht | Shape::BahtText) {
        return None;
    }
    let count = |inner: &Value| numeric(&inner.to_string(), manner);
    let Some(name) = value.get("unit").and_then(Value::as_text) else { return range(value, manner, &count) };
    let short = manner.style.shape == Shape::Short;
    let said = match value.get("value") {
        Some(inner) => {
            let number = inner.as_number()?;
            let split = if matches!(name, "second" | "minute" | "hour") { clocked(number, name) } else { None };
            let parts = split.unwrap_or_else(|| vec![(number, name)]);
            let parts: Option<Vec<String>> = parts.iter().map(|(number, name)| one(*number, name, manner)).collect();
            let said = parts?.join(if manner.words() && manner.thai { "" } else { " " });
            if value.get("about").and_then(Value::as_bool) == Some(true) {
                format!("{}{said}", about(&said, manner))
            } else {
                said
            }
        }
        None => {
            let said = range(value, manner, &count)?;
            let words = unit::of(name, manner.thai, short).unwrap_or(name);
            if manner.thai { joined(&said, words, manner) } else { with_unit(&said, &plural(2.0, words)) }
        }
    };
    let of = value.get("of").and_then(Value::as_text).filter(|_| manner.style.shape != Shape::Plain);
    Some(match (of, manner.thai) {
        (Some(of), true) => format!("{of} {said}"),
        (Some(of), false) => format!("{said} of {of}"),
        (None, _) => said,
    })
}

/// A number with its unit.
fn one(value: f64, name: &str, manner: &Manner<'_>) -> Option<String> {
    let number = numeric(&Value::Number(value).to_string(), manner)?;
    let short = manner.style.shape == Shape::Short;
    let words = unit::of(name, manner.thai, short).unwrap_or(name);
    Some(if manner.thai { joined(&number, words, manner) } else { format!("{number} {}", plural(value, words)) })
}

fn joined(number: &str, words: &str, manner: &Manner<'_>) -> String {
    if manner.words() { format!("{number}{words}") } else { with_unit(number, words) }
}

/// A number and what it counts; a bound such as `10 ขึ้นไป` keeps its end behind both.
pub(super) fn with_unit(said: &str, words: &str) -> String {
    for end in [" ขึ้นไป", " or more"] {
        if let Some(number) = said.strip_suffix(end) {
            return format!("{number} {words}{end}");
        }
    }
    format!("{said} {words}")
}

/// English units past one.
fn plural(value: f64, words: &str) -> String {
    if (value - 1.0).abs() < f64::EPSILON {
        return words.to_owned();
    }
    match words {
        "foot" => "feet".to_owned(),
        "inch" | "box" | "dish" | "glass" | "bunch" => format!("{words}es"),
        "person" => "people".to_owned(),
        "celsius" | "fahrenheit" | "pair" | "rai" | "ngan" | "wa" | "sok" | "baht" => words.to_owned(),
        _ if words.len() <= 2 || !words.ends_with(|ch: char| ch.is_ascii_lowercase()) => words.to_owned(),
        _ => match words.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
            _ => format!("{words}s"),
        },
    }
}

/// 135 minutes are 2 hours and 15 minutes.
fn clocked(value: f64, name: &str) -> Option<Vec<(f64, &'static str)>> {
    let factor = match name {
        "second" => 1.0,
        "minute" => 60.0,
        _ => 3600.0,
    };
    let seconds = (value * factor * 1000.0).round() / 1000.0;
    if seconds.fract() != 0.0 || !(1.0..86_400.0).contains(&seconds) {
        return None;
    }
    let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
    let parts = [(hours, "hour"), ((rest / 60.0).floor(), "minute"), (rest % 60.0, "second")];
    Some(parts.into_iter().filter(|(count, _)| *count > 0.0).collect())
}

/// A range or a bound of numbers.
pub(super) fn range(value: &Value, manner: &Manner<'_>, said: &dyn Fn(&Value) -> Option<String>) -> Option<String> {
    let end = |key: &str| value.get(key).map(|inner| said(inner).ok_or(()));
    let text = match (end("from").transpose().ok()?, end("to").transpose().ok()?) {
        (Some(from), Some(to)) if manner.words() => format!("{from}{}{to}", manner.pick("ถึง", " to ")),
        (Some(from), Some(to)) => format!("{from}-{to}"),
        (Some(from), None) if manner.thai => format!("{from} ขึ้นไป"),
        (Some(from), None) => format!("{from} or more"),
        (None, Some(to)) => format!("{}{to}", manner.pick("ไม่เกิน ", "up to ")),
        (None, None) => return None,
    };
    if value.get("about").and_then(Value::as_bool) == Some(true) {
        return Some(format!("{}{text}", about(&text, manner)));
    }
    Some(text)
}

/// ประมาณ, with a space before digits.
pub(super) fn about(said: &str, manner: &Manner<'_>) -> &'static str {
    match (manner.thai, said.starts_with(|ch: char| ch.is_ascii_digit())) {
        (true, true) => "ประมาณ ",
        (true, false) => "ประมาณ",
        (false, _) => "about ",
    }
}
