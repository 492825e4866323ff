//! Values said back as people say them: what `entities` reads, the other way round.
//!
//! In: a value as a slot or an entity holds it, filters, when and to whom. Out: words, or nothing for
//! a value that has no such words. `{"at": "2026-11-22T15:00:00+07:00", "grain": "minute"}` is
//! `พรุ่งนี้ 15:00 น.` on the 21st and, with `words`, `พรุ่งนี้บ่ายสามโมง`.

mod amount;
mod clock;
mod date;
mod money;
mod number;
mod people;
mod phone;
mod recurrence;
#[cfg(test)]
mod tests;
mod time;
mod unit;

use jiff::Timestamp as Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::bot::{Facet, Shape, Style, kept_last};
use crate::error::{Code, Error};
use crate::value::{Timestamp, Value};

/// When and to whom something is said.
pub(crate) struct Hearer<'a> {
    /// `None`: at no known time, so that no day is `today`.
    pub(crate) now: Option<Timestamp>,
    pub(crate) zone: &'a TimeZone,
    /// The bot speaks Thai; English otherwise.
    pub(crate) thai: bool,
}

/// What is wanted, settled: filters and hearer in one.
struct Manner<'a> {
    style: Style,
    hearer: &'a Hearer<'a>,
    thai: bool,
}

impl Manner<'_> {
    fn buddhist(&self) -> bool {
        self.style.buddhist.unwrap_or(self.thai)
    }

    fn today(&self) -> Option<Date> {
        let now = Instant::from_millisecond(self.hearer.now?.0).ok()?;
        Some(now.to_zoned(self.hearer.zone.clone()).date())
    }

    /// In words, as they are spoken.
    fn words(&self) -> bool {
        self.style.shape == Shape::Words
    }

    fn pick(&self, thai: &'static str, english: &'static str) -> &'static str {
        if self.thai { thai } else { english }
    }
}

/// A value in words: an entity's value, a number, or a text that holds a time or a phone number.
///
/// `style` is one or more filters joined by `|`, such as `words` or `short|thai-digits`; without one
/// it is said as a reply would say it. `now` decides what `today` is. `zone` is an IANA name and
/// `language` begins with `th` or `en`. Refused are an unknown filter (`unknown-name`), an unknown
/// zone and a value that has no such words (`bad-value`).
///
/// ```
/// use sonthana::{Value, say};
/// let price = Value::from_json(r#"{"amount": "121.50", "currency": "THB"}"#).unwrap();
/// let said = say(&price, Some("baht-text"), None, "Asia/Bangkok", "th").unwrap();
/// assert_eq!(said, "หนึ่งร้อยยี่สิบเอ็ดบาทห้าสิบสตางค์");
/// ```
pub fn say(
    value: &Value,
    style: Option<&str>,
    now: Option<Timestamp>,
    zone: &str,
    language: &str,
) -> Result<String, Error> {
    let zone = TimeZone::get(zone)
        .map_err(|_| Error::new(Code::BadValue, format!("no time zone is named `{zone}`; one is `Asia/Bangkok`")))?;
    let filters = style.unwrap_or_default();
    let read = if filters.is_empty() { Ok(Style::default()) } else { Style::parse(filters) };
    let read = read.map_err(|(_, name)| Error::new(Code::UnknownName, Style::unknown(name)))?;
    let hearer = Hearer { now, zone: &zone, thai: !language.starts_with("en") };
    styled(value, read, &hearer).ok_or_else(|| {
        let filters = if filters.is_empty() { "in words".to_owned() } else { format!("as `{filters}`") };
        let shown: String = value.to_json().chars().take(80).collect();
        Error::new(Code::BadValue, format!("{shown} cannot be said {filters}"))
    })
}

/// A value with filters; none where they do not fit it.
pub(crate) fn styled(value: &Value, style: Style, hearer: &Hearer<'_>) -> Option<String> {
    let manner = Manner { style, hearer, thai: style.thai.unwrap_or(hearer.thai) };
    let said = said(value, &manner)?;
    let said = if style.mask { kept_last(&said, 4) } else { said };
    Some(if style.digits { number::thai_digits(&said) } else { said })
}

fn said(value: &Value, manner: &Manner<'_>) -> Option<String> {
    match value {
        Value::Map(_) => structured(value, manner),
        Value::Number(_) => numeric(&value.to_string(), manner),
        Value::Text(text) => written(text, manner),
        Value::Bool(flag) => Some(truth(*flag, manner).to_owned()),
        Value::List(list) => {
            let items: Option<Vec<String>> = list.iter().take(64).map(|item| said(item, manner)).collect();
            Some(listed(&items?, manner))
        }
        Value::Null => None,
    }
}

/// ลาเต้ ชาเขียว และโกโก้.
fn listed(items: &[String], manner: &Manner<'_>) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            let (comma, and) = if manner.thai { (" ", " และ") } else { (", ", " and ") };
            format!("{}{and}{last}", first.join(comma))
        }
    }
}

fn truth(flag: bool, manner: &Manner<'_>) -> &'static str {
    if flag { manner.pick("ใช่", "yes") } else { manner.pick("ไม่ใช่", "no") }
}

/// The value of an entity.
fn structured(value: &Value, manner: &Manner<'_>) -> Option<String> {
    let has = |key: &str| value.get(key).is_some();
    if has("at") || has("every") || has("grain") {
        return time::said(value, manner);
    }
    if manner.style.facet != Facet::Whole {
        return None;
    }
    if has("currency") || has("amount") {
        return money::said(value, manner);
    }
    if has("unit") {
        return amount::said(value, manner);
    }
    if let Some(number) = value.get("number").and_then(Value::as_text) {
        return Some(phone::said(number, value.get("ext").and_then(Value::as_text), manner));
    }
    if let Some(inner) = value.get("value") {
        return said(inner, manner);
    }
    if has("from") || has("to") {
        return amount::said(value, manner);
    }
    people::said(value, manner)
}

/// A number, alone.
fn numeric(number: &str, manner: &Manner<'_>) -> Option<String> {
    match manner.style.shape {
        _ if manner.style.facet != Facet::Whole => None,
        Shape::Words => number::words(number, manner.thai),
        Shape::Grouped | Shape::Long => Some(number::grouped(number)),
        Shape::Baht | Shape::BahtText => money::one(number, "THB", manner),
        Shape::Plain | Shape::Short | Shape::Iso => Some(number.to_owned()),
        Shape::Relative => None,
    }
}

/// A text that holds a time, a number or a phone number, as slots of type `text` do.
fn written(text: &str, manner: &Manner<'_>) -> Option<String> {
    if let Some(said) = time::written(text, manner) {
        return Some(said);
    }
    if phone::is_number(text) {
        return Some(phone::said(text, None, manner));
    }
    match manner.style.shape {
        _ if manner.style.facet != Facet::Whole => None,
        Shape::Plain => Some(text.to_owned()),
        _ if number::decimal(text).is_some() => numeric(text, manner),
        Shape::Words | Shape::Short | Shape::Long => Some(text.to_owned()),
        _ => None,
    }
}
