//! Times: a day, a time of day, an interval, a deadline.
//!
//! In: the value of the kind `time`. Out: words in the manner that is wanted. The end of an interval
//! of days is the day before its exclusive end: `{"from": 26, "to": 29}` is `26-28 พ.ย.`.

use jiff::civil::{Date, DateTime, Time};

use super::{Manner, clock, date, recurrence};
use crate::bot::{Facet, Shape};
use crate::value::Value;

/// Whether a grain has a time of day.
fn has_clock(grain: &str) -> bool {
    matches!(grain, "second" | "minute" | "hour")
}

/// The value of a time.
pub(super) fn said(value: &Value, manner: &Manner<'_>) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(Value::as_text);
    let grain = text("grain").unwrap_or("minute");
    if let Some(rule) = text("every") {
        return recurrence::said(rule, text("at").and_then(local), manner);
    }
    if let Some(at) = text("at") {
        if manner.style.shape == Shape::Iso && manner.style.facet == Facet::Whole && has_clock(grain) {
            return Some(at.to_owned());
        }
        return instant(local(at)?, grain, manner);
    }
    let end = |key: &str| value.get(key).and_then(|end| end.get("at")).and_then(Value::as_text).and_then(local);
    match (end("from"), end("to")) {
        (Some(from), Some(to)) => between(from, to, grain, manner),
        (Some(from), None) => {
            let from = instant(from, grain, manner)?;
            Some(if manner.thai {
                format!("ตั้งแต่{}{from}เป็นต้นไป", gap(&from))
            } else {
                format!("from {from} on")
            })
        }
        (None, Some(to)) if has_clock(grain) => {
            let to = instant(to, grain, manner)?;
            Some(if manner.thai { format!("ก่อน{}{to}", gap(&to)) } else { format!("before {to}") })
        }
        (None, Some(to)) => {
            let last = instant(last_day(to)?, "day", manner)?;
            Some(if manner.thai { format!("ภายใน{}{last}", gap(&last)) } else { format!("by {last}") })
        }
        (None, None) => None,
    }
}

/// Thai words join; digits stand apart.
fn gap(text: &str) -> &'static str {
    if text.starts_with(|ch: char| ch.is_ascii_digit()) { " " } else { "" }
}

/// The local time of a text with an offset: `2026-11-22T15:00:00+07:00`.
fn local(at: &str) -> Option<DateTime> {
    at.get(..19)?.parse().ok()
}

/// A text that is a time: a date alone, or one with a time of day. Midnight sharp is the day.
pub(super) fn written(text: &str, manner: &Manner<'_>) -> Option<String> {
    let bytes = text.as_bytes();
    if !(bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[0].is_ascii_digit()) {
        return None;
    }
    if bytes.len() == 10 {
        let day: Date = text.parse().ok()?;
        return instant(day.at(0, 0, 0, 0), "day", manner);
    }
    let at = local(text).filter(|_| bytes.len() <= 40 && matches!(bytes[10], b'T' | b' '))?;
    let day = at.time() == Time::midnight() && manner.style.facet != Facet::Clock;
    if manner.style.shape == Shape::Iso && manner.style.facet == Facet::Whole {
        return Some(text.to_owned());
    }
    instant(at, if day { "day" } else { "minute" }, manner)
}

fn instant(at: DateTime, grain: &str, manner: &Manner<'_>) -> Option<String> {
    if !has_clock(grain) {
        return (manner.style.facet != Facet::Clock).then(|| date::said(at.date(), grain, manner));
    }
    let mut clock = time_of_day(at, manner);
    // เที่ยงคืน is the end of the day before; เที่ยงคืนครึ่ง of a day is either, so it is written
    let night = manner.words() && manner.thai && at.hour() == 0 && manner.style.facet == Facet::Whole;
    if night && at.minute() > 0 {
        let day = date::said(at.date(), "day", manner);
        clock = clock::written(at.hour(), at.minute(), at.second(), true);
        return Some(format!("{day} {clock}"));
    }
    let day = if night { at.date().yesterday().ok()? } else { at.date() };
    match manner.style.facet {
        Facet::Clock => Some(clock),
        Facet::Date => Some(date::said(at.date(), "day", manner)),
        Facet::Whole => {
            let day = date::said(day, "day", manner);
            Some(match (manner.words(), manner.thai) {
                (true, true) if day.ends_with(|ch: char| ch.is_ascii_digit()) => format!("{day} {clock}"),
                // a month or a named day and the clock are told apart by a space, as people write them
                (true, true) if day.contains(' ') => format!("{day} {clock}"),
                (true, true) => format!("{day}{clock}"),
                (true, false) => format!("{day} at {clock}"),
                _ if manner.style.shape == Shape::Long && manner.thai => format!("{day} เวลา {clock}"),
                _ => format!("{day} {clock}"),
            })
        }
    }
}

fn time_of_day(at: DateTime, manner: &Manner<'_>) -> String {
    match manner.style.shape {
        Shape::Words => clock::spoken(at.hour(), at.minute(), manner.thai),
        Shape::Iso => clock::written(at.hour(), at.minute(), at.second(), false),
        _ => clock::written(at.hour(), at.minute(), at.second(), manner.thai),
    }
}

/// The last day before an exclusive end.
fn last_day(to: DateTime) -> Option<DateTime> {
    if to.time() == Time::midnight() { Some(to.date().yesterday().ok()?.at(0, 0, 0, 0)) } else { Some(to) }
}

fn between(from: DateTime, to: DateTime, grain: &str, manner: &Manner<'_>) -> Option<String> {
    let spoken = matches!(manner.style.shape, Shape::Words | Shape::Long | Shape::Relative);
    let join = match (spoken, manner.thai) {
        (true, true) => "ถึง",
        (true, false) => " to ",
        _ => "-",
    };
    if has_clock(grain) {
        let head = instant(from, grain, manner)?;
        let same = from.date() == to.date()
            || to.date().yesterday().is_ok_and(|day| day == from.date()) && to.hour() < from.hour();
        let tail = if same { time_of_day(to, manner) } else { instant(to, grain, manner)? };
        // `15:00 น.-17:00 น.`: one mark of the hour is enough
        let head = if join == "-" { head.trim_end_matches(" น.") } else { head.as_str() };
        let end = if same || spoken { join.to_owned() } else { format!(" {join} ") };
        return (manner.style.facet != Facet::Date).then(|| format!("{head}{end}{tail}"));
    }
    if matches!(grain, "month" | "quarter" | "year") {
        let last = to.date().yesterday().ok()?.at(0, 0, 0, 0);
        let (first, last) = (instant(from, grain, manner)?, instant(last, grain, manner)?);
        return Some(if first == last { first } else { format!("{first} {} {last}", join.trim()) });
    }
    let last = last_day(to)?;
    if last.date() == from.date() {
        return instant(from, "day", manner);
    }
    days(from.date(), last.date(), join, manner)
}

/// 26-28 พ.ย.; the month once where it is the same.
fn days(from: Date, last: Date, join: &str, manner: &Manner<'_>) -> Option<String> {
    let style = crate::bot::Style { shape: if join == "-" { Shape::Plain } else { Shape::Long }, ..manner.style };
    // no day of an interval is `today`: both ends look alike
    let short = manner.style.shape == Shape::Short;
    let style = if short { crate::bot::Style { shape: Shape::Short, ..style } } else { style };
    let hearer = super::Hearer { now: None, zone: manner.hearer.zone, thai: manner.thai };
    let apart = Manner { style, hearer: &hearer, thai: manner.thai };
    if manner.style.facet == Facet::Clock {
        return None;
    }
    if manner.style.shape == Shape::Iso {
        return Some(format!("{from}/{last}"));
    }
    let tail = date::said(last, "day", &apart);
    let month = from.month() == last.month() && from.year() == last.year();
    if month && join == "-" {
        return Some(format!("{}-{tail}", from.day()));
    }
    Some(format!("{} {} {tail}", date::said(from, "day", &apart), join.trim()))
}
