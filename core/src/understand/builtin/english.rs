//! English number words: `two hundred and fifty-one`, `one and a half million`, `three dozen`.
//!
//! Fractions of a unit (`half an hour`) are read where the unit is; here only what stands alone.

use super::class::Class;
use super::number::{LONGEST, Number, power, spoken_decimals, tidy};
use super::token::Tokens;

/// The number in English words at a place.
pub(super) fn number(t: &Tokens<'_>, at: usize) -> Option<Number> {
    let article = t.is(at, Class::Article);
    let from = at + usize::from(article);
    if article && !t.near(from) {
        return None;
    }
    if article && !collectives(t, from) {
        return None;
    }
    if let Some(count) = t.sense(from, Class::Couple).filter(|_| article) {
        let end = from + 1 + usize::from(t.is(from + 1, Class::Of));
        return Some(Number::plain(end, f64::from(count), 1.0));
    }
    if t.is(at, Class::Couple) {
        return None;
    }
    let (mut total, mut group, mut step, mut end) = (0.0, 0.0, 1.0, from);
    let mut last = f64::MAX;
    while end < from + LONGEST {
        let next = joined(t, end, from);
        let Some((value, hundred)) = word(t, next) else { break };
        match hundred {
            None if value < last && !(group > 0.0 && last < 10.0) => {
                group += value;
                last = if value >= 20.0 { 10.0 } else { 0.0 };
                step = 1.0;
            }
            Some(factor) if factor == 100.0 && group < 100.0 => {
                group = if group == 0.0 { factor } else { group * factor };
                (last, step) = (100.0, factor);
            }
            Some(factor) if factor > 100.0 => {
                if group == 0.0 && total > 0.0 {
                    total *= factor;
                } else {
                    total += if group == 0.0 { factor } else { group * factor };
                }
                group = 0.0;
                (last, step) = (1000.0, factor);
            }
            _ => break,
        }
        end = next + 1;
    }
    if t.near(end)
        && let Some(count) = dozen(t, end).filter(|_| article || end > from)
    {
        let many = if end == from { 1.0 } else { total + group };
        return Some(Number::plain(end + 1, many * f64::from(count), 1.0));
    }
    if end == from {
        return None;
    }
    let number = Number::plain(end, total + group, step);
    Some(fraction(t, number))
}

/// Whether `a` may open a number here: a hundred, a dozen, a couple.
fn collectives(t: &Tokens<'_>, at: usize) -> bool {
    [Class::Hundred, Class::Scale, Class::Collective, Class::Couple].iter().any(|class| t.is(at, *class))
}

/// An English collective.
fn dozen(t: &Tokens<'_>, at: usize) -> Option<i32> {
    t.sense(at, Class::Collective).filter(|_| !t.slice(at, at + 1).starts_with(super::token::is_thai))
}

/// Past a hyphen or `and` that joins number words.
fn joined(t: &Tokens<'_>, at: usize, from: usize) -> usize {
    if at == from {
        return at;
    }
    let hyphen = (t.mark(at, '-') || t.mark(at, '—') || t.mark(at, '–')) && t.glued(at) && t.glued(at + 1);
    if hyphen && word(t, at + 1).is_some() && t.is(at - 1, Class::Tens) {
        return at + 1;
    }
    let large = t.is(at - 1, Class::Hundred) || t.is(at - 1, Class::Scale);
    if large && t.is(at, Class::And) && t.near(at + 1) && word(t, at + 1).is_some_and(|(_, factor)| factor.is_none()) {
        return at + 1;
    }
    at
}

/// A number word: its value, or the factor it multiplies by.
fn word(t: &Tokens<'_>, at: usize) -> Option<(f64, Option<f64>)> {
    if !t.near(at) {
        return None;
    }
    let plain = t.sense(at, Class::Small).or(t.sense(at, Class::Tens));
    if let Some(value) = plain {
        return Some((f64::from(value), None));
    }
    t.sense(at, Class::Hundred).or(t.sense(at, Class::Scale)).map(|exponent| (0.0, Some(power(exponent))))
}

/// `3 million`, `4.7 billion`, `three thousand millions`.
pub(super) fn scales(t: &Tokens<'_>, number: Number) -> Number {
    let (mut end, mut value, mut step) = (number.end, number.low, 1.0);
    while end < number.end + 3
        && t.near(end)
        && let Some(exponent) = t.sense(end, Class::Scale)
    {
        value *= power(exponent);
        step = power(exponent);
        end += 1;
    }
    Number { digits: true, ..Number::plain(end, tidy(value), step) }
}

/// `point two`, `two point two million`, and a dozen of them.
fn fraction(t: &Tokens<'_>, number: Number) -> Number {
    let end = number.end;
    if t.is(end, Class::Point)
        && t.near(end)
        && let Some((below, after)) = spoken_decimals(t, end + 1)
    {
        let decimal = Number::plain(after, number.low + below, 0.0);
        return if t.is(after, Class::Scale) { scales(t, decimal) } else { decimal };
    }
    number
}

/// `third`, `twenty-fifth`, `31st`, `the 2nd`: the value and the token after it.
pub(super) fn ordinal(t: &Tokens<'_>, at: usize) -> Option<(i64, usize)> {
    if let Some((value, length)) = t.digits(at) {
        let suffix = t.is(at + 1, Class::OrdinalSuffix) && t.glued(at + 1);
        return (suffix && length < 5).then_some((value as i64, at + 2));
    }
    if let Some(tens) = t.sense(at, Class::Tens) {
        let hyphen = t.mark(at + 1, '-') || t.mark(at + 1, '—') || t.mark(at + 1, '–');
        let last = at + 1 + usize::from(hyphen);
        let ones = t.sense(last, Class::Ordinal).filter(|ones| (1..10).contains(ones) && t.near(last))?;
        return Some((i64::from(tens + ones), last + 1));
    }
    let value = t.sense(at, Class::Ordinal)?;
    (!t.slice(at, at + 1).starts_with(super::token::is_thai)).then_some((i64::from(value), at + 1))
}
