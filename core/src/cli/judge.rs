//! How one case is judged: its dimension's kinds are asked for, its expectation compared.
//!
//! Numbers count as equal after conversion of units; times when they are the same instant at the
//! grain that was expected. A row whose expectation is of another shape is not judged. A row with
//! `labels` is a whole message, read with all kinds on: each label's kind, piece of text and value
//! have to be found; what is found beside them is counted apart.

use jiff::Timestamp as Instant;
use jiff::civil::DateTime;
use serde_json::Value as Json;

use crate::understand::entities;
use crate::understanding::Entity;
use crate::value::Timestamp;

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    /// All that is labelled, and something beside it.
    More,
    Wrong,
    Missed,
    Unjudged,
}

/// Judges a row; also what was found, for the report.
pub(crate) fn judge(row: &Json) -> (Verdict, String) {
    if let Some(labels) = row["expected"]["labels"].as_array() {
        return message(row, labels);
    }
    let dim = row["dim"].as_str().unwrap_or_default();
    let Some(kinds) = kinds(dim) else { return (Verdict::Unjudged, String::new()) };
    let reference = row["reference_time"].as_str().unwrap_or("2026-01-21T10:00:00+07:00");
    let text = row["text"].as_str().unwrap_or_default();
    let (now, zone) = clock(reference);
    let found = entities(text, now, &zone, Some(kinds)).unwrap_or_default();
    let shown: Vec<String> =
        found.iter().map(|entity| format!("{} {:?} {}", entity.kind, entity.text, entity.value.to_json())).collect();
    let spec = row["expected_text"].as_str();
    let values: Vec<Json> = found.iter().map(value).collect();
    let right = if let Some(wanted) = spec {
        match spec_fits(wanted, &values) {
            Some(right) => right,
            None => return (Verdict::Unjudged, String::new()),
        }
    } else {
        match fits(dim, &row["expected"], &values, &found, reference) {
            Some(right) => right,
            None => return (Verdict::Unjudged, String::new()),
        }
    };
    let none = row["expected"]["none"] == Json::Bool(true);
    let verdict = match (right, found.is_empty()) {
        (true, _) => Verdict::Right,
        (false, true) if !none => Verdict::Missed,
        (false, _) => Verdict::Wrong,
    };
    (verdict, shown.join(" | "))
}

/// A whole message: right where every label is found, wrong where something else is said of one.
fn message(row: &Json, labels: &[Json]) -> (Verdict, String) {
    let (now, zone) = clock(row["reference_time"].as_str().unwrap_or("2026-01-21T10:00:00+07:00"));
    let found = entities(row["text"].as_str().unwrap_or_default(), now, &zone, None).unwrap_or_default();
    let shown: Vec<String> =
        found.iter().map(|entity| format!("{} {:?} {}", entity.kind, entity.text, entity.value.to_json())).collect();
    let is = |label: &Json, entity: &Entity| {
        label["kind"] == *entity.kind && label["text"] == *entity.text && labelled(&label["value"], &value(entity))
    };
    let right = labels.iter().all(|label| found.iter().any(|entity| is(label, entity)));
    let more = found.iter().any(|entity| !labels.iter().any(|label| is(label, entity)));
    let verdict = match (right, more) {
        (true, false) => Verdict::Right,
        (true, true) if labels.is_empty() => Verdict::Wrong,
        (true, true) => Verdict::More,
        (false, true) => Verdict::Wrong,
        (false, false) => Verdict::Missed,
    };
    (verdict, shown.join(" | "))
}

/// A value is the labelled one; other readings and what is counted may be left out of a label.
fn labelled(label: &Json, value: &Json) -> bool {
    let (Some(wanted), Some(ours)) = (label.as_object(), value.as_object()) else { return label == value };
    wanted.iter().all(|(key, part)| ours.get(key).is_some_and(|own| labelled(part, own) || alike(part, own)))
        && ours.keys().all(|key| wanted.contains_key(key) || matches!(key.as_str(), "also" | "of" | "seconds"))
}

fn alike(one: &Json, two: &Json) -> bool {
    one.as_f64().zip(two.as_f64()).is_some_and(|(one, two)| same(one, two))
}

fn value(entity: &Entity) -> Json {
    serde_json::from_str(&entity.value.to_json()).unwrap_or(Json::Null)
}

fn kinds(dim: &str) -> Option<&'static [&'static str]> {
    Some(match dim {
        "time" | "month" | "weekday" | "year" | "holiday" | "recurrence" | "clock" | "reldate" | "absdate"
        | "interval" | "recur" => &["time"],
        _ if dim.starts_with("datetime.duration") => &["duration"],
        _ if dim.starts_with("datetime.") && !dim.ends_with("timezone") => &["time", "duration"],
        "numeral" | "number" | "digits" | "number.number" => &["number"],
        "amountofmoney" | "money" | "numberwithunit.currency" => &["money"],
        "ordinal" | "number.ordinal" => &["ordinal"],
        "percent" | "number.percent" => &["percent"],
        "duration" => &["duration"],
        "quantity" => &["quantity", "weight", "volume"],
        "distance" => &["distance"],
        "area" => &["area"],
        "temperature" | "numberwithunit.temperature" => &["temperature"],
        "volume" => &["volume"],
        "measure" | "numberwithunit.dimension" => {
            &["distance", "area", "temperature", "percent", "volume", "weight", "quantity"]
        }
        "phonenumber" | "phone" | "sequence.phonenumber" => &["phone"],
        "email" | "sequence.email" => &["email"],
        "url" | "sequence.url" => &["url"],
        "creditcardnumber" => &["card"],
        "national_id" => &["id-card", "tax-id"],
        "plate" => &["plate"],
        "address" => &["address", "place"],
        "choice.boolean" => &["answer"],
        _ => return None,
    })
}

/// The reference as an instant, and a zone of its offset.
fn clock(reference: &str) -> (Timestamp, String) {
    if let Ok(instant) = reference.parse::<Instant>() {
        let zone = match reference.get(reference.len().saturating_sub(6)..) {
            Some("+07:00") => "Asia/Bangkok".to_owned(),
            Some(offset) if offset.starts_with('-') => format!("Etc/GMT+{}", offset[1..3].trim_start_matches('0')),
            Some(offset) if offset.starts_with('+') => format!("Etc/GMT-{}", offset[1..3].trim_start_matches('0')),
            _ => "UTC".to_owned(),
        };
        let zone = if zone.ends_with(['+', '-']) { "UTC".to_owned() } else { zone };
        return (Timestamp(instant.as_millisecond()), zone);
    }
    let civil = reference.parse::<DateTime>().ok().and_then(|at| at.to_zoned(jiff::tz::TimeZone::UTC).ok());
    (Timestamp(civil.map_or(0, |at| at.timestamp().as_millisecond())), "UTC".to_owned())
}

/// Whether what was found is what was expected; none where the row cannot be judged.
fn fits(dim: &str, expected: &Json, values: &[Json], found: &[Entity], reference: &str) -> Option<bool> {
    if expected["none"] == Json::Bool(true) {
        return Some(values.is_empty());
    }
    if expected["refuse"] == Json::Bool(true) {
        return None;
    }
    if let Some(list) = expected["entities"].as_array() {
        return Some(listed(dim, list, values, found));
    }
    let any = |test: &dyn Fn(&Json) -> bool| Some(values.iter().any(test));
    if kinds(dim) == Some(&["time"]) {
        return any(&|value| super::judge_time::fits(expected, value, reference));
    }
    if dim == "address" {
        return any(&|value| {
            expected.as_object().is_some_and(|parts| parts.iter().all(|(key, part)| value[key.as_str()] == *part))
        });
    }
    if dim == "duration"
        && let Some(wanted) = length(expected)
    {
        return any(&|value| length_of(value) == Some(wanted));
    }
    if matches!(dim, "phonenumber") {
        return any(&|value| phone(expected, value));
    }
    if let Some(wanted) = expected["value"].as_str() {
        return any(&|value| value["value"] == *wanted || value["number"] == *wanted);
    }
    any(&|value| amount(expected, value))
}

/// Recognizers-Text: every expected entity is found with its value, and nothing where none is.
fn listed(dim: &str, list: &[Json], values: &[Json], found: &[Entity]) -> bool {
    if list.is_empty() {
        return values.is_empty();
    }
    list.iter().all(|wanted| {
        let text = wanted["text"].as_str().unwrap_or_default().to_lowercase();
        let resolution = &wanted["resolution"];
        values.iter().zip(found).any(|(value, entity)| {
            let place = entity.text.to_lowercase();
            let overlap = place.contains(&text) || text.contains(&place);
            overlap
                && (resolution.is_null()
                    || dim.starts_with("datetime") && super::judge_time::resolves(resolution, value)
                    || plain(resolution, value))
        })
    })
}

/// A single value: a number, a text, a truth.
fn plain(resolution: &Json, value: &Json) -> bool {
    let wanted = &resolution["value"];
    let ours = if value["amount"].is_null() { &value["value"] } else { &value["amount"] };
    if let (Some(one), Some(two)) = (number(wanted), number(ours)) {
        return same(one, two);
    }
    let whole = |text: &Json| text.as_str().map(str::to_lowercase);
    wanted == ours
        || whole(wanted).is_some() && (whole(wanted) == whole(ours) || whole(wanted) == whole(&value["number"]))
        || wanted.is_string() && !value["number"].is_null()
}

fn number(value: &Json) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim_end_matches('%').parse().ok())
}

/// A length as months and seconds: `{"hours": 1}`, `{"months": 13}`.
fn length(expected: &Json) -> Option<(f64, f64)> {
    let mut total = (0.0, 0.0);
    let mut known = false;
    for (key, count) in expected.as_object()? {
        let (months, seconds) = match key.as_str() {
            "years" => (12.0, 0.0),
            "months" => (1.0, 0.0),
            "weeks" => (0.0, 604_800.0),
            "days" => (0.0, 86_400.0),
            "hours" => (0.0, 3600.0),
            "minutes" => (0.0, 60.0),
            "seconds" => (0.0, 1.0),
            _ => continue,
        };
        known = true;
        total = (total.0 + months * count.as_f64()?, total.1 + seconds * count.as_f64()?);
    }
    known.then_some(total)
}

fn length_of(value: &Json) -> Option<(f64, f64)> {
    if let Some(seconds) = value["seconds"].as_f64() {
        return Some((0.0, seconds));
    }
    let many = match value["unit"].as_str()? {
        "month" => 1.0,
        "quarter" => 3.0,
        "year" => 12.0,
        _ => return None,
    };
    Some((value["value"].as_f64()? * many, 0.0))
}

fn same(one: f64, two: f64) -> bool {
    (one - two).abs() <= 1e-6 * one.abs().max(1.0)
}

fn phone(expected: &Json, value: &Json) -> bool {
    let ours = value["number"].as_str().unwrap_or_default();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let ext = value["ext"].as_str().unwrap_or_default();
    let with = format!("{}{ext}", digits(ours));
    let wants = |key: &str| expected[key].as_str().is_some_and(|wanted| digits(wanted) == with);
    let national = expected["value"].as_str().is_some_and(|wanted| {
        wanted.strip_prefix('0').is_some_and(|rest| digits(ours) == format!("66{}", digits(rest)))
    });
    wants("e164") || wants("value") || national
}

/// Units in the base of their group, so that 2 kg are 2,000 g.
fn base(unit: &str) -> (&str, f64) {
    match unit {
        "kilogram" => ("gram", 1000.0),
        "milligram" => ("gram", 0.001),
        "kilometre" => ("metre", 1000.0),
        "centimetre" => ("metre", 0.01),
        "millimetre" => ("metre", 0.001),
        "foot" => ("inch", 12.0),
        "yard" => ("inch", 36.0),
        "mile" => ("inch", 63360.0),
        "m" => ("metre", 1.0),
        "square_metre" => ("square-metre", 1.0),
        "km/h" => ("kilometre-per-hour", 1.0),
        "millilitre" => ("litre", 0.001),
        "hectolitre" => ("litre", 100.0),
        "pint" | "gallon" | "cup" => (unit, 1.0),
        "$" | "bucks" => ("USD", 1.0),
        "cent" => ("USD", 0.01),
        "£" => ("GBP", 1.0),
        "€" => ("EUR", 1.0),
        other => (other, 1.0),
    }
}

fn amount(expected: &Json, value: &Json) -> bool {
    let unit = expected["unit"].as_str();
    let ours = value["unit"].as_str().or(value["currency"].as_str());
    let (wanted, factor) = unit.map_or(("", 1.0), base);
    let (own, own_factor) = ours.map_or(("", 1.0), base);
    let loose = matches!(wanted, "" | "unknown" | "unnamed" | "dinar" | "riyal" | "rial") || wanted == own;
    if let (Some(seconds), false) = (expected["normalized_seconds"].as_f64(), value["seconds"].is_null()) {
        return value["seconds"].as_f64().is_some_and(|ours| same(ours, seconds));
    }
    let scale = if loose && wanted != own { 1.0 } else { factor };
    let end = |key: &str, ours: &str| match (number(&expected[key]), number(&value[ours])) {
        (None, None) => true,
        (Some(one), Some(two)) => same(one * scale, two * if loose && wanted != own { 1.0 } else { own_factor }),
        _ => false,
    };
    let single = if value["amount"].is_null() { "value" } else { "amount" };
    loose && end("value", single) && end("from", "from") && end("to", "to")
}

/// The examples of the specification, where their value is written plainly.
fn spec_fits(wanted: &str, values: &[Json]) -> Option<bool> {
    let wanted = wanted.split(" (").next().unwrap_or(wanted);
    let bare = wanted.trim_end_matches(" THB").trim_end_matches(" in a money slot");
    if bare.starts_with('+') {
        let number = bare.split(' ').next().unwrap_or(bare);
        return Some(values.iter().any(|value| value["number"] == *number));
    }
    let years = bare.len() == 4 && values.iter().any(|value| value["grain"] == "year");
    if let (Ok(number), false) = (bare.parse::<f64>(), years) {
        let ours =
            |value: &Json| self::number(if value["amount"].is_null() { &value["value"] } else { &value["amount"] });
        return Some(values.iter().any(|value| ours(value).is_some_and(|ours| same(ours, number))));
    }
    if let Some((from, to)) = bare.split_once("..")
        && let (Ok(from), Ok(to)) = (from.parse::<f64>(), to.parse::<f64>())
    {
        let fits = |value: &Json| number(&value["from"]) == Some(from) && number(&value["to"]) == Some(to);
        return Some(values.iter().any(fits));
    }
    let start = wanted.split([' ', '.']).next().unwrap_or_default();
    let date = start.len() >= 4 && start.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let clock = start.len() == 5 && start.as_bytes()[2] == b':';
    if wanted.starts_with("FREQ") {
        let rule = wanted.split(' ').next().unwrap_or_default();
        return Some(values.iter().any(|value| value["every"] == *rule));
    }
    if date || clock {
        let shown = |value: &Json| super::judge_time::start(value).map(|at| at.to_string());
        let fits = |at: String| if clock { at.get(11..16) == Some(start) } else { at.starts_with(start) };
        return Some(values.iter().filter_map(shown).any(fits));
    }
    None
}
