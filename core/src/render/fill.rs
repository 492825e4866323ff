//! `{name}` in an authored text → what it stands for.
//!
//! In: a text and what is known. Out: the text. Ours leaves an unknown name as it is, alone, and
//! writes nothing for an unset slot; Rasa's way leaves the whole text and writes `None`.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Words;
use super::say::styled;
use crate::bot::Style;
use crate::value::Value;

/// The longest text that filling in may make, in bytes.
const LONGEST: usize = 64 * 1024;

/// A text with its names filled in.
pub(crate) fn fill(text: &str, words: &Words<'_>) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    if words.faithful { faithful(text, words) } else { sane(text, words) }
}

fn sane(text: &str, words: &Words<'_>) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(open);
        filled.push_str(before);
        if from.starts_with("{{") || from.starts_with("}}") {
            filled.push_str(&from[..1]);
            rest = &from[2..];
        } else if let Some((name, after)) = name(from) {
            match known(name, words) {
                Some((value, _)) if value.is_null() => {}
                Some((value, style)) if filled.len() < LONGEST => filled.push_str(&said(&value, style, words)),
                Some(_) => {}
                None => filled.push_str(&from[..from.len() - after.len()]),
            }
            rest = after;
        } else {
            filled.push_str(&from[..1]);
            rest = &from[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// What `drink` or `pickup|short` stands for, and its filters; a name with a `|` in it comes first.
fn known<'a>(name: &str, words: &Words<'a>) -> Option<(Cow<'a, Value>, Style)> {
    if let Some(value) = (words.known)(name) {
        return Some((value, Style::default()));
    }
    let (name, filters) = name.split_once('|')?;
    Some(((words.known)(name.trim())?, Style::parse(filters).ok()?))
}

/// A value in words. What the filters do not fit is said without them, at worst as it is.
fn said(value: &Value, style: Style, words: &Words<'_>) -> String {
    // `{quantity} แก้ว`: the author names the unit
    let bare = style == Style::default() && value.get("unit").is_some() && value.get("seconds").is_none();
    if let Some(number) = value.get("value").filter(|number| bare && number.as_number().is_some()) {
        return number.to_string();
    }
    styled(value, style, &words.hearer)
        .or_else(|| {
            styled(
                value,
                Style { shape: crate::bot::Shape::Plain, facet: crate::bot::Facet::Whole, ..style },
                &words.hearer,
            )
        })
        .unwrap_or_else(|| value.to_string())
}

/// As Python's `format` does it: `{{x}}` is `{x}`, but beside a name that is filled in nothing is.
fn faithful(text: &str, words: &Words<'_>) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let (mut rest, mut names, mut escaped) = (text, false, false);
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        filled.push_str(before);
        if let Some((inner, after)) = from.strip_prefix('{').and_then(name)
            && let Some(after) = after.strip_prefix('}')
        {
            let _ = write!(filled, "{{{inner}}}");
            (rest, escaped) = (after, true);
            continue;
        }
        names = true;
        let Some((name, after)) = name(from) else {
            filled.push('{');
            rest = &from[1..];
            continue;
        };
        let Some(value) = (words.known)(name) else { return text.to_owned() };
        if filled.len() < LONGEST {
            python(&value, false, &mut filled);
        }
        rest = after;
    }
    filled.push_str(rest);
    if names && escaped { text.to_owned() } else { filled }
}

/// The name in braces at the start of a text, and what follows.
fn name(from: &str) -> Option<(&str, &str)> {
    let inner = from.strip_prefix('{')?;
    let end = inner.find(['{', '}', '\n'])?;
    let (name, after) = inner.split_at(end);
    (!name.is_empty()).then_some(())?;
    Some((name, after.strip_prefix('}')?))
}

/// A value as Python's `str` writes it.
fn python(value: &Value, inner: bool, into: &mut String) {
    match value {
        Value::Null => into.push_str("None"),
        Value::Bool(flag) => into.push_str(if *flag { "True" } else { "False" }),
        Value::Text(text) if inner => {
            into.push('\'');
            into.push_str(&text.replace('\\', "\\\\").replace('\'', "\\'"));
            into.push('\'');
        }
        Value::Text(text) => into.push_str(text),
        Value::Number(_) => into.push_str(&value.to_string()),
        Value::List(list) => {
            into.push('[');
            for (place, item) in list.iter().enumerate() {
                into.push_str(if place > 0 { ", " } else { "" });
                python(item, true, into);
            }
            into.push(']');
        }
        Value::Map(map) => {
            into.push('{');
            for (place, (key, item)) in map.iter().enumerate() {
                into.push_str(if place > 0 { ", " } else { "" });
                python(&Value::from(key.as_str()), true, into);
                into.push_str(": ");
                python(item, true, into);
            }
            into.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::render::Hearer;
    use crate::value::Timestamp;

    fn filled(text: &str, faithful: bool) -> String {
        let known = |name: &str| match name {
            "drink" => Some(Cow::Owned(Value::from("ลาเต้"))),
            "size" => Some(Cow::Owned(Value::Null)),
            "hot" => Some(Cow::Owned(Value::Bool(true))),
            "n" => Some(Cow::Owned(Value::Number(1250.0))),
            "two" => Some(Cow::Owned(Value::from_json(r#"{"value":2,"unit":"cup"}"#).unwrap())),
            "at" => Some(Cow::Owned(Value::from("2026-12-05T15:30:00+07:00"))),
            _ => None,
        };
        let zone = jiff::tz::TimeZone::UTC;
        let hearer = Hearer { now: Some(Timestamp(0)), zone: &zone, thai: true };
        fill(text, &Words { known: &known, faithful, hearer })
    }

    #[test]
    fn an_unknown_name_stays_alone() {
        assert_eq!(filled("{drink} {colour} {n}{size}", false), "ลาเต้ {colour} 1250");
        assert_eq!(filled("{{drink}} { } {", false), "{drink} { } {");
        assert_eq!(filled("}} {drink", false), "} {drink");
    }

    #[test]
    fn filters_say_it_another_way() {
        assert_eq!(filled("{at|short}, {at | clock|words}", false), "5 ธ.ค. 69 15:30 น., บ่ายสามโมงครึ่ง");
        assert_eq!(filled("{n|grouped|thai-digits} {n|baht-text}", false), "๑,๒๕๐ หนึ่งพันสองร้อยห้าสิบบาทถ้วน");
        assert_eq!(filled("{two} แก้ว {two|short}", false), "2 แก้ว 2 แก้ว");
        // what does not fit says what it can; what is no filter or no name stays
        assert_eq!(filled("{drink|clock} {drink|upper} {other|short}", false), "ลาเต้ {drink|upper} {other|short}");
        assert_eq!(filled("{drink|short}", true), "{drink|short}");
    }

    #[test]
    fn rasas_way_on_request() {
        assert_eq!(filled("{drink} {size} {hot}", true), "ลาเต้ None True");
        assert_eq!(filled("{drink} {colour}", true), "{drink} {colour}");
        assert_eq!(filled("{drink} {{x}}", true), "{drink} {{x}}");
        assert_eq!(filled("{{x}} ค่ะ {{y}}", true), "{x} ค่ะ {y}");
    }
}
