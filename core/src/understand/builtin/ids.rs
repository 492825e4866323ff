//! Numbers that name somebody or something: id cards, tax ids, cards, accounts, PromptPay.
//!
//! A check digit decides where there is one; a word before decides where lengths overlap. What looks
//! right and fails its check is reported as not valid only where a word or the grouping asks for it.

use super::class::Class;
use super::kind::Kind;
use super::phone::{Run, cued, written};
use super::token::Tokens;
use super::{Body, Search};
use crate::value::Value;

/// Banks, in the order of the table `names.tsv`.
pub(super) const BANKS: [&str; 18] = [
    "KBANK", "SCB", "BBL", "KTB", "BAY", "TTB", "GSB", "BAAC", "GHB", "KKP", "TISCO", "UOB", "CIMB", "LHB", "ICBC",
    "IBANK", "CITI", "SCBT",
];

/// Finds them all.
pub(super) fn find(search: &mut Search<'_>) {
    let mut at = 0;
    while at < search.tokens.len() {
        let Some(run) = search.tokens.digits(at).and_then(|_| written(&search.tokens, at)) else {
            at += 1;
            continue;
        };
        let end = run.end;
        classify(search, &run);
        at = end.max(at + 1);
    }
}

fn classify(search: &mut Search<'_>, run: &Run) {
    let t = &search.tokens;
    let digits = run.digits.as_str();
    let at = run.start;
    if t.glued(at) && at > 0 && t.slice(at - 1, at).ends_with(|letter: char| letter.is_ascii_alphanumeric()) {
        return;
    }
    if cued(t, at, Class::PromptPay)
        && let Some(value) = promptpay(digits)
    {
        let pairs = [("value", Value::Text(value))];
        search.add(Kind::PromptPay, at, run.end, Body::Value(Value::map(pairs)));
        return;
    }
    if digits.len() == 13 {
        return citizen(search, run);
    }
    if let Some(bank) = account(t, run) {
        let mut pairs = vec![("value", Value::text(digits))];
        if let Some(bank) = bank {
            pairs.push(("bank", Value::text(bank)));
        }
        search.add(Kind::BankAccount, at, run.end, Body::Value(Value::map(pairs)));
    }
    card(search, run);
    let mobile = digits.len() == 10 && ["06", "08", "09"].iter().any(|head| digits.starts_with(head));
    if cued(t_of(search), at, Class::ParcelCue) && (8..=20).contains(&digits.len()) && !mobile {
        search.add(Kind::Tracking, at, run.end, Body::Value(Value::map([("value", Value::text(digits))])));
    }
}

fn t_of<'a, 't>(search: &'a Search<'t>) -> &'a Tokens<'t> {
    &search.tokens
}

fn promptpay(digits: &str) -> Option<String> {
    match digits.len() {
        10 if digits.starts_with('0') => Some(format!("+66{}", &digits[1..])),
        13 if digits.starts_with("0066") => Some(format!("+66{}", &digits[4..])),
        13 | 15 => Some(digits.to_owned()),
        _ => None,
    }
}

/// The check digit of the 13-digit number: weights 13 down to 2, modulo 11.
pub(super) fn citizen_valid(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let same = values.iter().all(|value| Some(value) == values.first());
    let sum: u32 = values.iter().take(12).zip((2..=13).rev()).map(|(value, weight)| value * weight).sum();
    values.len() == 13 && !same && (11 - sum % 11) % 10 == values[12]
}

fn citizen(search: &mut Search<'_>, run: &Run) {
    let t = &search.tokens;
    let valid = citizen_valid(&run.digits);
    let tax = cued(t, run.start, Class::TaxCue) || run.digits.starts_with('0');
    let asked = tax && cued(t, run.start, Class::TaxCue) || cued(t, run.start, Class::IdCue);
    let alone = run.start == 0 && run.end >= t.len();
    let grouped = run.groups == 5;
    if !(asked || valid || alone || grouped) {
        return;
    }
    let kind = if tax { Kind::TaxId } else { Kind::IdCard };
    let pairs = [("value", Value::text(run.digits.as_str())), ("valid", Value::Bool(valid))];
    search.add(kind, run.start, run.end, Body::Value(Value::map(pairs)));
}

/// Whether a run is a bank account, and of which bank.
fn account<'b>(t: &Tokens<'_>, run: &Run) -> Option<Option<&'b str>> {
    if !matches!(run.digits.len(), 10 | 12) {
        return None;
    }
    let bank = (1..=5)
        .filter(|back| run.start >= *back)
        .find_map(|back| t.sense(run.start - back, Class::Bank).or(t.sense(run.start - back, Class::BankWeak)));
    let after = |class: Class| (run.end..run.end + 3).find_map(|at| t.sense(at, class));
    let bank = bank.or_else(|| after(Class::Bank));
    let said = cued(t, run.start, Class::AccountCue);
    let shape = run.groups == 4 && shape(t, run) == [3, 1, 5, 1];
    let phone = run.digits.starts_with("06") || run.digits.starts_with("08") || run.digits.starts_with("09");
    let strong = shape || said || bank.is_some() && !(phone && cued(t, run.start, Class::PhoneCue));
    strong.then(|| bank.and_then(|bank| BANKS.get(usize::try_from(bank).ok()?).copied()))
}

fn shape(t: &Tokens<'_>, run: &Run) -> Vec<u8> {
    (run.start..run.end).filter_map(|at| t.digits(at).map(|(_, length)| length)).collect()
}

/// Payment cards: 13 to 19 digits with a known prefix and the Luhn check.
fn card(search: &mut Search<'_>, run: &Run) {
    let t = &search.tokens;
    let Some(issuer) = issuer(&run.digits) else { return };
    let valid = luhn(&run.digits);
    let asked = cued(t, run.start, Class::CardCue);
    let fours = shape(t, run) == [4, 4, 4, 4];
    let tidy = run.groups == 1 || fours || matches!(shape(t, run).as_slice(), [4, 6, 5] | [4, 6, 4]);
    if !tidy || !(valid || asked || fours) {
        return;
    }
    let pairs =
        [("value", Value::text(run.digits.as_str())), ("issuer", Value::text(issuer)), ("valid", Value::Bool(valid))];
    search.add(Kind::Card, run.start, run.end, Body::Value(Value::map(pairs)));
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .enumerate()
        .map(|(at, digit)| {
            if at % 2 == 0 {
                digit
            } else if digit > 4 {
                digit * 2 - 9
            } else {
                digit * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn issuer(digits: &str) -> Option<&'static str> {
    let head = |size: usize| digits.get(..size).and_then(|head| head.parse::<u32>().ok()).unwrap_or(0);
    let length = digits.len();
    Some(match (head(1), head(2), head(3), head(4)) {
        (4, ..) if matches!(length, 13 | 16 | 19) => "visa",
        (_, 51..=55, ..) | (.., 2221..=2720) if length == 16 => "mastercard",
        (_, 34 | 37, ..) if length == 15 => "amex",
        (.., 3528..=3589) if length == 16 => "jcb",
        (_, 65, ..) | (_, _, 644..=649, _) | (.., 6011) if length == 16 => "discover",
        (_, 36 | 38 | 39, ..) | (_, _, 300..=305, _) if length == 14 => "diners",
        (_, 62, ..) if (16..=19).contains(&length) => "unionpay",
        _ => return None,
    })
}
