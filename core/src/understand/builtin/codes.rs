//! Codes of letters and digits: tracking numbers, orders, passports, plates.
//!
//! UPU S10 numbers carry a check digit; couriers' own formats do not. A plate is two Thai consonants
//! and a number; abbreviations such as กม and พศ are plates only after a word that says so.

use super::Search;
use super::class::Class;
use super::kind::Kind;
use super::phone::cued;
use super::token::{Sort, Tokens, digit, is_thai};
use crate::value::Value;

/// Finds them all.
pub(super) fn find(search: &mut Search<'_>) {
    for at in 0..search.tokens.len() {
        let token = search.tokens.list[at];
        let head = matches!(token.sort, Sort::Letters | Sort::Word(_) | Sort::Thai) || token.sort == Sort::Digits;
        if !head {
            continue;
        }
        if search.wants(Kind::Plate) && digit_near(&search.tokens, at) {
            plate(search, token.start as usize, at);
        }
        latin(search, at);
        order(search, at);
    }
}

/// Whether digits stand at a token or among the three after it.
fn digit_near(t: &Tokens<'_>, at: usize) -> bool {
    (at..at + 4).any(|at| t.digits(at).is_some())
}

/// A piece of ASCII letters and digits that starts at a token: its text and end.
fn code(t: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let start = t.list.get(at)?.start as usize;
    let before = t.text[..start].chars().next_back();
    if before.is_some_and(|before| before.is_ascii_alphanumeric() || matches!(before, '@' | '.' | '/' | '_')) {
        return None;
    }
    let rest = &t.text[start..];
    let size = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let after = rest[size..].chars().next();
    (size > 0 && !matches!(after, Some('@' | '.')) || after == Some('.') && rest.len() == size + 1)
        .then(|| (rest[..size].to_ascii_uppercase(), start + size))
}

fn latin(search: &mut Search<'_>, at: usize) {
    let t = &search.tokens;
    let start = t.list[at].start as usize;
    if let Some((value, end)) = spaced(t, start)
        && let Some(valid) = s10(&value)
    {
        let pairs = [("value", Value::text(value)), ("valid", Value::Bool(valid))];
        return search.add_bytes(Kind::Tracking, start, end, Value::map(pairs));
    }
    let Some((value, end)) = code(t, at) else { return };
    let letters = value.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let passport = letters == 2 && value.len() == 9 && digits == 7;
    let parcel = cued(t, at, Class::ParcelCue) && digits >= 6 && value.len() >= 8 && letters > 0;
    if letters > 0 && passport && (cued(t, at, Class::PassportCue) || at == 0 && end == t.text.len()) {
        search.add_bytes(Kind::Passport, start, end, Value::map([("value", Value::text(value.as_str()))]));
    }
    let prefixes = ["TH", "SPXTH", "SPX", "LEX", "KEX", "KERRY", "NV", "NJV", "JT", "JNT", "DHL", "FLASH", "SHP"];
    let courier = letters >= 2 && digits >= 8 && prefixes.iter().any(|prefix| value.starts_with(prefix));
    if courier || parcel {
        search.add_bytes(Kind::Tracking, start, end, Value::map([("value", Value::text(value))]));
    }
}

/// Letters and digits with single spaces between groups: `eb 1234 5678 5 th`.
fn spaced(t: &Tokens<'_>, start: usize) -> Option<(String, usize)> {
    let rest = &t.text[start..];
    let before = t.text[..start].chars().next_back();
    if !rest.starts_with(|letter: char| letter.is_ascii_alphabetic())
        || before.is_some_and(|before| before.is_ascii_alphanumeric())
    {
        return None;
    }
    let mut value = String::with_capacity(13);
    for (at, letter) in rest.char_indices() {
        if letter.is_ascii_alphanumeric() {
            value.push(letter.to_ascii_uppercase());
            if value.len() == 13 {
                let end = start + at + 1;
                let whole = !t.text[end..].starts_with(|letter: char| letter.is_ascii_alphanumeric());
                return whole.then_some((value, end));
            }
        } else if letter != ' ' || value.len() < 2 {
            return None;
        }
    }
    None
}

/// UPU S10: two letters, eight digits and a check digit, two letters; whether the check holds.
fn s10(value: &str) -> Option<bool> {
    let bytes = value.as_bytes();
    let shape = bytes.len() == 13
        && bytes[..2].iter().chain(&bytes[11..]).all(u8::is_ascii_uppercase)
        && bytes[2..11].iter().all(u8::is_ascii_digit);
    if !shape {
        return None;
    }
    let sum: u32 =
        bytes[2..10].iter().zip([8, 6, 4, 2, 3, 5, 9, 7]).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        check => check,
    };
    Some(check == u32::from(bytes[10] - b'0'))
}

/// `ออเดอร์ #A-10293`, `order no. 5531-X`.
fn order(search: &mut Search<'_>, at: usize) {
    let t = &search.tokens;
    if !t.is(at, Class::OrderCue) {
        signed_order(search, at.saturating_sub(1));
        return;
    }
    let mut next = at + 1;
    while next < at + 5
        && (t.mark(next, '#')
            || t.mark(next, ':')
            || t.mark(next, '.')
            || t.is(next, Class::OrderCue)
            || t.is(next, Class::PhoneCue)
            || matches!(t.slice(next, next + 1), "คือ" | "เลขที่" | "หมายเลข" | "ที่" | "นี้" | "no" | "id"))
    {
        next += 1;
    }
    let Some(token) = t.list.get(next).filter(|_| t.near(next)) else { return };
    let start = token.start as usize;
    let rest = &t.text[start..];
    let size = rest
        .bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'))
        .unwrap_or(rest.len());
    let value = rest[..size].trim_end_matches(['-', '_']);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let unit = t.digits(next).is_some() && t.is(next + 1, Class::Unit) && !t.mark(next - 1, '#');
    if digits >= 3 && !unit || digits >= 1 && t.mark(next - 1, '#') {
        search.add_bytes(Kind::Order, start, start + value.len(), Value::map([("value", Value::text(value))]));
    }
}

/// `#SP-44120`, `#44120`: the sign and a number of four digits or more, with capitals before it.
fn signed_order(search: &mut Search<'_>, at: usize) {
    let t = &search.tokens;
    if !t.mark(at, '#') || at > 0 && t.glued(at) && t.is(at - 1, Class::OrderCue) {
        return;
    }
    let start = t.list[at].end as usize;
    let rest = &t.text[start..];
    let size = rest.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-')).unwrap_or(rest.len());
    let value = &rest[..size];
    let letters = value.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = value[letters..].strip_prefix('-').unwrap_or(&value[letters..]);
    let joined = value.len() > letters + digits.len();
    let fits = letters <= 4 && digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits && (letters == 0 && !joined || letters > 0 && joined) {
        search.add_bytes(Kind::Order, start, start + size, Value::map([("value", Value::text(value))]));
    }
}

/// Abbreviations of two consonants.
const ABBREVIATIONS: [&str; 26] = [
    "กม", "ซม", "มม", "กก", "มก", "มล", "ชม", "พศ", "คศ", "มค", "กพ", "พค", "กค", "สค", "กย", "ตค", "พย", "ธค", "ตร",
    "บช", "ธน", "สน", "รพ", "รร", "นน", "อบ",
];

/// `1กข 1234`, `กข-1234 กรุงเทพมหานคร`, `70-1234 นครปฐม`.
fn plate(search: &mut Search<'_>, start: usize, at: usize) {
    let t = &search.tokens;
    let said = (1..=4).any(|back| at >= back && t.sense(at - back, Class::PlateCue) == Some(1));
    let car = !said && cued(t, at, Class::PlateCue);
    let Some((value, end, class)) = plate_text(&t.text[start..], said) else { return };
    let end = start + end;
    let before = t.text[..start].chars().next_back();
    if before
        .is_some_and(|before| is_thai(before) && !said || digit(before).is_some() || before == '-' || before == '/')
    {
        return;
    }
    let next = t.list.partition_point(|token| (token.start as usize) < end);
    let province = t.sense(next, Class::Province).filter(|_| t.near(next));
    let alone = start == 0 && end == t.text.len();
    let sure = match class {
        Plate::Truck => province.is_some(),
        Plate::Digit => true,
        Plate::Letters => said || car || province.is_some() || alone,
    };
    if !sure {
        return;
    }
    let mut pairs = vec![("value", Value::Text(value))];
    let mut stop = end;
    if let Some(province) = province {
        let name = super::gazetteer::province(province as u16).map(|area| area.name);
        pairs.extend(name.map(|name| ("province", Value::text(name))));
        stop = t.list[next].end as usize;
    }
    search.add_bytes(Kind::Plate, start, stop, Value::map(pairs));
}

enum Plate {
    /// 1กข 1234
    Digit,
    /// กข 1234
    Letters,
    /// 70-1234
    Truck,
}

fn plate_text(text: &str, said: bool) -> Option<(String, usize, Plate)> {
    let letters: Vec<(usize, char)> = text.char_indices().take(12).collect();
    let consonant = |at: usize| letters.get(at).is_some_and(|(_, letter)| ('ก'..='ฮ').contains(letter));
    let number = |at: usize| letters.get(at).and_then(|(_, letter)| digit(*letter));
    let byte = |at: usize| letters.get(at).map_or(text.len(), |(at, _)| *at);
    let lead = number(0).filter(|lead| *lead > 0 && consonant(1));
    if let (Some(one), Some(two), true) =
        (number(0), number(1), letters.get(2).is_some_and(|(_, letter)| *letter == '-'))
    {
        let tail: Vec<u8> = (3..7).map_while(number).collect();
        let whole = tail.len() == 4 && number(7).is_none() && letters.get(7).is_none_or(|(_, letter)| *letter != '-');
        return whole.then(|| (format!("{one}{two}-{}", shown(&tail)), byte(7), Plate::Truck));
    }
    let from = usize::from(lead.is_some());
    let mut end = from;
    while consonant(end) && end < from + 3 {
        end += 1;
    }
    let count = end - from;
    if !(count == 2 || matches!(count, 1 | 3) && lead.is_none() && said) {
        return None;
    }
    let head = &text[byte(from)..byte(end)];
    let mut next = end;
    while letters.get(next).is_some_and(|(_, letter)| matches!(letter, ' ' | '-')) && next < end + 2 {
        next += 1;
    }
    let tail: Vec<u8> = (next..next + 4).map_while(number).collect();
    let after = letters.get(next + tail.len()).map(|(_, letter)| *letter);
    let runs_on =
        after.is_some_and(|after| digit(after).is_some() || matches!(after, '.' | '/' | '-' | ',' | ':' | '%'));
    if tail.is_empty() || tail[0] == 0 || runs_on || (ABBREVIATIONS.contains(&head) && !said && lead.is_none()) {
        return None;
    }
    let lead_text = lead.map(|lead| lead.to_string()).unwrap_or_default();
    let class = if lead.is_some() { Plate::Digit } else { Plate::Letters };
    Some((format!("{lead_text}{head} {}", shown(&tail)), byte(next + tail.len()), class))
}

fn shown(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}
