//! Phone numbers: written in any grouping, spoken digit by digit, with extensions, short codes.
//!
//! Thai numbers come out as E.164; others only where `+` names a country. Numbers that no operator
//! has, such as ten digits from 01, are none. A cue (โทร, เบอร์) lets a short code through.

use super::class::Class;
use super::kind::Kind;
use super::token::{Sort, Tokens};
use super::{Body, Search};
use crate::value::Value;

/// A run of digits, with the separators of a written number, as plain digits.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) digits: String,
    /// How many tokens of digits.
    pub(super) groups: usize,
    pub(super) plus: bool,
    bracket: bool,
}

/// Finds phone numbers.
pub(super) fn find(search: &mut Search<'_>) {
    if !search.wants(Kind::Phone) {
        return;
    }
    let mut at = 0;
    while at < search.tokens.len() {
        let run = written(&search.tokens, at).or_else(|| spoken(&search.tokens, at));
        let Some(run) = run else {
            at += 1;
            continue;
        };
        let end = run.end;
        record(search, &run);
        at = end.max(at + 1);
    }
}

fn record(search: &mut Search<'_>, run: &Run) {
    let t = &search.tokens;
    let cue = cued(t, run.start, Class::PhoneCue);
    let glued_letters = run.start > 0
        && t.glued(run.start)
        && matches!(t.list[run.start - 1].sort, Sort::Letters | Sort::Mark('.' | '#' | '$' | '/' | '-'));
    let alone = run.start == 0 && run.end >= t.len();
    let number = plan(run, cue).or_else(|| known_code(search, run).filter(|_| alone));
    let t = &search.tokens;
    let Some(number) = number.filter(|_| !glued_letters || cue) else { return };
    let mut pairs = vec![("number", Value::text(number))];
    let mut end = run.end;
    if t.is(end, Class::Extension) && t.near(end) {
        let dot = usize::from(t.mark(end + 1, '.'));
        if t.digits(end + 1 + dot).is_some_and(|(_, length)| length <= 6) {
            pairs.push(("ext", Value::text(t.slice(end + 1 + dot, end + 2 + dot))));
            end += 2 + dot;
        }
    }
    search.add(Kind::Phone, run.start, end, Body::Value(Value::map(pairs)));
}

/// A short code that is the whole message: the well-known ones, and any where no number is asked for.
fn known_code(search: &Search<'_>, run: &Run) -> Option<String> {
    const KNOWN: [&str; 12] =
        ["191", "199", "1669", "1155", "1193", "1323", "1422", "1330", "1506", "1556", "1784", "1197"];
    let digits = run.digits.as_str();
    let free = matches!(digits.len(), 3..=5) && digits.starts_with('1') && !search.wants(Kind::Number);
    (run.groups == 1 && (free || KNOWN.contains(&digits))).then(|| digits.to_owned())
}

/// Whether one of the three tokens before a place is a cue.
pub(super) fn cued(t: &Tokens<'_>, at: usize, class: Class) -> bool {
    (1..=4).any(|back| at >= back && t.is(at - back, class))
}

/// `081-234-5678` `+66 81 234 5678` `(02) 123 4567` `๐๘๑๒๓๔๕๖๗๘`
pub(super) fn written(t: &Tokens<'_>, at: usize) -> Option<Run> {
    let mut run = Run { start: at, end: at, ..Run::default() };
    let mut next = at;
    if t.mark(next, '(') && t.mark(next + 1, '+') {
        next += 1;
    }
    if t.mark(next, '+') {
        run.plus = true;
        next += 1;
    } else if t.mark(next, '(') && t.digits(next + 1).is_some() {
        run.bracket = true;
        next += 1;
    }
    t.digits(next)?;
    if at > 0 && t.digits(at - 1).is_some() && t.glued(at) {
        return None;
    }
    while run.digits.len() < 20 && t.digits(next).is_some() {
        run.digits.extend(
            t.slice(next, next + 1).chars().filter_map(super::token::digit).map(|digit| char::from(b'0' + digit)),
        );
        run.groups += 1;
        next += 1;
        run.end = next;
        let mut gap = next;
        while gap < next + 3 && ['-', '.', '(', ')', '–'].iter().any(|mark| t.mark(gap, *mark)) {
            gap += 1;
        }
        if run.bracket && t.mark(next, ')') {
            run.end = next;
        }
        // 0812345678 200 บาท: after a whole number a space begins another.
        let whole = gap == next && plan(&run, false).is_some_and(|number| number.starts_with("+66"));
        if gap < t.len() && t.near(gap) && t.digits(gap).is_some() && run.digits.len() < 18 && !whole {
            next = gap;
        } else {
            break;
        }
    }
    Some(run)
}

/// ศูนย์แปดหนึ่ง สองสามสี่ ห้าหกเจ็ดแปด, with โท for two and ห้าสองตัว for 55.
fn spoken(t: &Tokens<'_>, at: usize) -> Option<Run> {
    let mut run = Run { start: at, end: at, groups: 1, ..Run::default() };
    let mut next = at;
    while next < t.len() && run.digits.len() < 14 && (next == at || t.near(next)) {
        let said = t.sense(next, Class::Digit).or(t.sense(next, Class::Small).filter(|digit| *digit < 10));
        let double = t.sense(next, Class::Double);
        let Some(value) = said.or(double) else { break };
        let letter = char::from(b'0' + value as u8);
        next += 1;
        let times = t.sense(next, Class::Digit).filter(|_| t.slice(next + 1, next + 2) == "ตัว");
        if let Some(times) = times {
            for _ in 0..times {
                run.digits.push(letter);
            }
            next += 2;
        } else {
            run.digits.push(letter);
        }
        run.end = next;
    }
    (run.digits.len() >= 8).then_some(run)
}

/// The number in the plan of its country, or none where it is no phone number.
fn plan(run: &Run, cue: bool) -> Option<String> {
    let digits = run.digits.as_str();
    if run.plus {
        if let Some(national) = digits.strip_prefix("66") {
            let national = national.strip_prefix('0').unwrap_or(national);
            return thai(&format!("0{national}"))
                .or_else(|| (cue && national.len() >= 8).then(|| format!("+66{national}")));
        }
        return (8..=15).contains(&digits.len()).then(|| format!("+{digits}"));
    }
    if let Some(national) = digits.strip_prefix("0066") {
        return thai(&format!("0{}", national.strip_prefix('0').unwrap_or(national)));
    }
    if let Some(national) = digits.strip_prefix("66").filter(|national| national.len() == 9 || national.len() == 8) {
        return thai(&format!("0{national}"));
    }
    if let Some(found) = thai(digits) {
        return Some(found);
    }
    if matches!(digits.len(), 3 | 4) && cue && run.groups == 1 && short(digits) {
        return Some(digits.to_owned());
    }
    let foreign = run.groups >= 3 && (run.bracket || cue) || run.groups == 3 && grouped(digits);
    (foreign && (10..=12).contains(&digits.len()) && !digits.starts_with('0')).then(|| digits.to_owned())
}

fn grouped(digits: &str) -> bool {
    digits.len() == 10 && !digits.starts_with('0') && !digits.starts_with('1')
}

/// A Thai number in national form → E.164, toll-free and premium as they are.
fn thai(digits: &str) -> Option<String> {
    let bytes = digits.as_bytes();
    match (bytes.len(), bytes.first()?, bytes.get(1)?) {
        (10, b'0', b'6' | b'8' | b'9') => Some(format!("+66{}", &digits[1..])),
        (9, b'0', b'2'..=b'5' | b'7') => Some(format!("+66{}", &digits[1..])),
        (10, b'1', b'8' | b'9') if digits.starts_with("1800") || digits.starts_with("1900") => Some(digits.to_owned()),
        (13, b'0', b'0') if digits.starts_with("001800") => Some(digits.to_owned()),
        _ => None,
    }
}

/// Emergency and service codes.
fn short(digits: &str) -> bool {
    digits.starts_with('1') && digits != "100" && digits != "1000"
}
