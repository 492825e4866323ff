//! Numbers: digits, Thai words, English words, and mixtures of them.
//!
//! In: tokens and a place. Out: the longest number there with its lowest place, so that `กว่า` can
//! open the gap to the next step, and its other reading where speech leaves it open (พันห้า is
//! 1,500, rarely 1,005). Work is bounded by [`LONGEST`] tokens a number.

use super::class::{Class, NUMBERS};
use super::english;
use super::token::{Tokens, digit};

/// No number is read over more tokens than this.
pub(super) const LONGEST: usize = 40;

/// A number or a range of numbers at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// The token after the last.
    pub(super) end: usize,
    pub(super) low: f64,
    /// Equal to `low` unless a range is said: สองสามร้อย, ยี่สิบกว่า.
    pub(super) high: f64,
    /// One step of the lowest place that was said: 100 for สองร้อย.
    pub(super) step: f64,
    /// The other reading.
    pub(super) also: Option<f64>,
    /// In digits rather than in words.
    pub(super) digits: bool,
}

impl Number {
    /// A plain number.
    pub(super) fn plain(end: usize, value: f64, step: f64) -> Number {
        Number { end, low: value, high: value, step, also: None, digits: false }
    }

    /// The value, if it is one number.
    pub(super) fn value(&self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    /// A small whole number, if it is one.
    pub(super) fn whole(&self) -> Option<i64> {
        let value = self.value()?;
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 10^9")]
        (value.fract() == 0.0 && value.abs() < 1e9).then_some(value as i64)
    }
}

/// The nearest number that a person would write: 0.1 + 0.2 is 0.3.
pub(super) fn tidy(value: f64) -> f64 {
    // As many decimals as a double of that size can hold: a satang up to 10^13.
    let scale = match value.abs() {
        size if size >= 1e13 => 1.0,
        size if size >= 1e9 => 100.0,
        _ => 1e6,
    };
    (value * scale).round() / scale
}

/// Ten to a small power.
pub(super) fn power(exponent: i32) -> f64 {
    const POWERS: [f64; 19] =
        [1., 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];
    POWERS[exponent.clamp(0, 18) as usize]
}

/// The number at a place.
pub(super) fn number(t: &Tokens<'_>, at: usize) -> Option<Number> {
    let (minus, from) = sign(t, at);
    let mut number = unsigned(t, from)?;
    if t.is(number.end, Class::Over) && t.near(number.end) && number.value().is_some() && number.step >= 1.0 {
        if number.low >= 10.0 {
            (number.low, number.high) = (number.low + 1.0, number.low + number.step.max(10.0) - 1.0);
        } else {
            number.high = number.low + 1.0;
        }
        number.also = None;
        number.end += 1;
    }
    if minus {
        (number.low, number.high) = (-number.high, -number.low);
        number.also = number.also.map(|also| -also);
    }
    Some(number)
}

/// A minus sign or word before a number, and where the number starts.
fn sign(t: &Tokens<'_>, at: usize) -> (bool, usize) {
    if t.is(at, Class::Minus) && t.near(at + 1) {
        return (true, at + 1);
    }
    let written = t.mark(at, '-') || t.mark(at, '−');
    let free = at == 0 || !t.glued(at);
    if written && free && t.digits(at + 1).is_some() && (t.glued(at + 1) || at == 0 || t.list[at - 1].space == 0) {
        return (true, at + 1);
    }
    if written && at == 0 && t.digits(at + 1).is_some() {
        return (true, at + 1);
    }
    (false, at)
}

fn unsigned(t: &Tokens<'_>, at: usize) -> Option<Number> {
    if t.digits(at).is_none() && !t.any(at, &NUMBERS) && !t.mark(at, '.') && t.slice(at, at + 1) != "ร้อยเอ็ด"
    {
        return None;
    }
    if let Some(number) = figures(t, at) {
        return Some(after_figures(t, number));
    }
    if let Some(number) = thai(t, at) {
        return Some(number);
    }
    if t.is(at, Class::Point)
        && t.near(at + 1)
        && let Some((fraction, end)) = decimals(t, at + 1)
    {
        return Some(scaled(t, Number::plain(end, fraction, 0.0)));
    }
    english::number(t, at)
}

/// `1,250.50` `๑,๒๕๐` `.75` `1/5`
pub(super) fn figures(t: &Tokens<'_>, at: usize) -> Option<Number> {
    if t.mark(at, '.') && t.digits(at + 1).is_some() && t.glued(at + 1) && !(at > 0 && t.glued(at)) {
        let value = parse(t, at, at + 2)?;
        return Some(Number { digits: true, ..Number::plain(at + 2, value, 0.0) });
    }
    let (value, length) = t.digits(at)?;
    if length > 15 {
        return None;
    }
    let mut end = at + 1;
    while length <= 3
        && t.mark(end, ',')
        && t.glued(end)
        && t.glued(end + 1)
        && t.digits(end + 1).is_some_and(|(_, length)| length == 3)
        && end - at < 10
    {
        end += 2;
    }
    let whole = if end > at + 1 { parse(t, at, end)? } else { value as f64 };
    let fraction = t.mark(end, '.') && t.glued(end) && t.glued(end + 1) && t.digits(end + 1).is_some();
    let next = end + 2;
    let again =
        (t.mark(next, '.') || t.mark(next, ':')) && t.glued(next) && t.glued(next + 1) && t.digits(next + 1).is_some();
    if fraction && !again {
        return Some(Number { digits: true, ..Number::plain(next, parse(t, at, next)?, 0.0) });
    }
    let slash = t.mark(end, '/') && t.glued(end) && t.glued(end + 1);
    if slash
        && let Some((below, _)) = t.digits(end + 1)
        && below > 0
        && !(t.mark(end + 2, '/') && t.glued(end + 2))
    {
        // 50/60 บาท are two prices, 10/12 no share that anybody names.
        let two = whole >= 10.0 && !matches!(below, 100 | 1000);
        if two && whole < below as f64 && money_next(t, end + 2) {
            return Some(Number { high: below as f64, digits: true, ..Number::plain(end + 2, whole, 1.0) });
        }
        return Some(Number { digits: true, ..Number::plain(end + 2, tidy(whole / below as f64), 0.0) });
    }
    let mut step = 1.0;
    while whole > 0.0 && step < 1e12 && whole % (step * 10.0) == 0.0 {
        step *= 10.0;
    }
    Some(Number { digits: true, ..Number::plain(end, whole, step) })
}

/// The number that tokens of digits, commas and a dot spell.
fn parse(t: &Tokens<'_>, from: usize, to: usize) -> Option<f64> {
    let mut plain = String::with_capacity(24);
    for letter in t.slice(from, to).chars() {
        match digit(letter) {
            Some(value) => plain.push(char::from(b'0' + value)),
            None if letter == '.' => plain.push('.'),
            None => {}
        }
    }
    plain.parse().ok()
}

/// What may follow figures: `1.5 ล้าน` `3 แสน 5` `5k` `2.3 พันล้าน` `1 จุด 1` `two million`.
fn after_figures(t: &Tokens<'_>, number: Number) -> Number {
    let end = number.end;
    if t.is(end, Class::Point)
        && t.near(end)
        && t.near(end + 1)
        && let Some((fraction, end)) = decimals(t, end + 1)
    {
        return scaled(t, Number { digits: true, ..Number::plain(end, number.low + fraction, 0.0) });
    }
    if t.is(end, Class::Share)
        && let Some((below, _)) = t.digits(end + 1)
        && below > 0
    {
        return Number { end: end + 2, ..Number::plain(end + 2, tidy(number.low / below as f64), 0.0) };
    }
    if let Some(exponent) = t.sense(end, Class::Suffix).filter(|_| t.glued(end)) {
        let upper = t.slice(end, end + 1) == "M" || exponent != 6;
        // 89B is baht, 1.5B and 3B are billions.
        let baht = t.slice(end, end + 1) == "B" && number.low >= 10.0 && number.low.fract() == 0.0;
        let upper = upper && !baht;
        let free = !t
            .list
            .get(end + 1)
            .is_some_and(|next| next.space == 0 && matches!(next.sort, super::token::Sort::Letters));
        if upper && free {
            let value = tidy(number.low * power(exponent));
            return Number { digits: true, ..Number::plain(end + 1, value, power(exponent)) };
        }
    }
    if t.near(end) && t.is(end, Class::Place) {
        return places(t, number);
    }
    if t.near(end) && t.is(end, Class::Scale) {
        return english::scales(t, number);
    }
    number
}

/// Digits read one by one after a decimal point: their fraction and the token after them.
fn decimals(t: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    if let Some((value, length)) = t.digits(at) {
        return Some((value as f64 / power(i32::from(length)), at + 1));
    }
    let (mut value, mut count, mut end) = (0.0, 0, at);
    while count < 12
        && t.near(end)
        && let Some(next) = t.sense(end, Class::Digit).or_else(|| small_digit(t, end))
    {
        if t.is(end + 1, Class::Place) && count > 0 && t.sense(end + 1, Class::Place) != Some(6) {
            break;
        }
        value = value * 10.0 + f64::from(next);
        count += 1;
        end += 1;
    }
    (count > 0).then(|| (value / power(count), end))
}

fn small_digit(t: &Tokens<'_>, at: usize) -> Option<i32> {
    t.sense(at, Class::Small).filter(|value| *value < 10)
}

/// A decimal may be scaled: หนึ่งจุดห้าล้าน, two point two million.
fn scaled(t: &Tokens<'_>, number: Number) -> Number {
    if !t.near(number.end) {
        return number;
    }
    if t.is(number.end, Class::Place) {
        return places(t, number);
    }
    if t.is(number.end, Class::Scale) { english::scales(t, number) } else { number }
}

/// A coefficient in figures or with a decimal, then places: 1.5 ล้าน, 2.3 พันล้าน, 3 แสน 5.
fn places(t: &Tokens<'_>, number: Number) -> Number {
    let mut value = number.low;
    let (mut end, mut step) = (number.end, 1.0);
    let mut lowest = 7;
    while end < number.end + 6
        && t.near(end)
        && let Some(place) = t.sense(end, Class::Place)
    {
        if place > lowest && place != 6 {
            break;
        }
        value *= power(place);
        step *= power(place);
        lowest = place;
        end += 1;
    }
    let mut result = Number { digits: true, ..Number::plain(end, tidy(value), step) };
    if t.is(end, Class::Half) && t.glued(end) {
        result = Number { end: end + 1, ..Number::plain(end + 1, value + step / 2.0, step / 10.0) };
        return result;
    }
    rest(t, result, lowest)
}

/// What follows a place: 3 แสน **5**, 2 หมื่น **5 พัน**, 12 ล้าน **สามแสน**.
fn rest(t: &Tokens<'_>, number: Number, place: i32) -> Number {
    let at = number.end;
    if !t.near(at) || place < 2 {
        return number;
    }
    let tail = match t.digits(at) {
        Some((value, 1)) if !t.mark(at + 1, '.') && !t.mark(at + 1, ',') && !t.mark(at + 1, ':') => {
            if let Some(next) = t.sense(at + 1, Class::Place).filter(|next| *next < place) {
                let deeper = Number::plain(at + 2, number.low + value as f64 * power(next), power(next));
                return rest(t, deeper, next);
            }
            if t.units(at + 1).next().is_some() && !t.glued(at) && !money_next(t, at + 1) {
                return number;
            }
            (place >= 3).then(|| Number::plain(at + 1, number.low + value as f64 * power(place - 1), power(place - 1)))
        }
        Some(_) => None,
        None => thai(t, at).filter(|next| next.value().is_some() && next.low < number.step).map(|next| {
            let lone = next.end == at + 1 && next.low < 10.0 && place >= 3 && t.is(at, Class::Digit);
            let value = if lone { next.low * power(place - 1) } else { next.low };
            Number { also: None, ..Number::plain(next.end, number.low + value, next.step) }
        }),
    };
    tail.unwrap_or(number)
}

fn money_next(t: &Tokens<'_>, at: usize) -> bool {
    t.units(at).any(|(_, unit)| unit.measure == super::unit::Measure::Money)
}

/// A number in Thai words.
pub(super) fn thai(t: &Tokens<'_>, at: usize) -> Option<Number> {
    super::thai::number(t, at)
}

pub(super) fn spoken_decimals(t: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    decimals(t, at)
}

pub(super) fn scale_decimal(t: &Tokens<'_>, number: Number) -> Number {
    scaled(t, number)
}
