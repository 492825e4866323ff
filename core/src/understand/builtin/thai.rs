//! Thai number words: places, ellipsis, halves, adjacent ranges.
//!
//! สองร้อยห้าสิบเอ็ด is 251, ร้อยนึง 100, พันห้า 1,500, สองสามร้อย 200 to 300, ครึ่งล้าน 500,000,
//! หลักหมื่น 10,000 to 99,999. Digits read one by one are no number here.

use super::class::Class;
use super::number::{LONGEST, Number, power, scale_decimal, spoken_decimals};
use super::token::Tokens;

/// What has been read so far of one number.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    /// What ล้าน has closed.
    total: f64,
    /// What stands since.
    group: f64,
    /// The last place within the group, 7 before any.
    place: i32,
    /// Whether the first coefficient was said: หนึ่งล้านหนึ่ง is formal, ล้านหนึ่ง is not.
    formal: bool,
}

/// The number in Thai words at a place.
pub(super) fn number(t: &Tokens<'_>, at: usize) -> Option<Number> {
    if let Some(found) = opening(t, at) {
        return Some(found);
    }
    let mut sum = Sum { place: 7, formal: t.sense(at, Class::Digit) == Some(1), ..Sum::default() };
    let mut end = at;
    while end < at + LONGEST && (end == at || t.near(end)) {
        match term(t, end, &mut sum) {
            Step::Take(next) => end = next,
            Step::Done(number) => return Some(tail(t, number, at)),
            Step::Stop => break,
        }
    }
    if end == at || (sum.place == 7 && sum.total == 0.0) {
        return None;
    }
    let step = power(if sum.place == 7 { 6 } else { sum.place });
    Some(tail(t, Number::plain(end, sum.total + sum.group, step), at))
}

enum Step {
    Take(usize),
    Done(Number),
    Stop,
}

/// ครึ่งล้าน, หลักหมื่น, ซาว, เศษสามส่วนสี่, and what is only a digit.
fn opening(t: &Tokens<'_>, at: usize) -> Option<Number> {
    if t.is(at, Class::Half)
        && let Some(place) = t.sense(at + 1, Class::Place)
        && t.near(at + 1)
    {
        return Some(Number::plain(at + 2, power(place) / 2.0, power(place - 1)));
    }
    if t.is(at, Class::Band) && t.is(at + 1, Class::Place) {
        let (mut low, mut end) = (1.0, at + 1);
        while end < at + 4
            && let Some(place) = t.sense(end, Class::Place)
        {
            low *= power(place);
            end += 1;
        }
        return Some(Number { high: low * 10.0 - 1.0, ..Number::plain(end, low, low) });
    }
    if t.is(at, Class::Score) {
        let ones = t.sense(at + 1, Class::Digit).or(t.sense(at + 1, Class::Eleventh)).filter(|_| t.glued(at + 1));
        return Some(Number::plain(at + 1 + usize::from(ones.is_some()), 20.0 + f64::from(ones.unwrap_or(0)), 1.0));
    }
    None
}

/// One term: a coefficient with its place, or the last digit.
fn term(t: &Tokens<'_>, at: usize, sum: &mut Sum) -> Step {
    if let Some(place) = t.sense(at, Class::Place) {
        return bare_place(t, at, place, sum);
    }
    let eleventh = t.is(at, Class::Eleventh) && sum.place <= 6;
    if eleventh && t.sense(at + 1, Class::Place) == Some(6) {
        sum.group += 1.0;
        return Step::Take(at + 1);
    }
    if eleventh {
        return Step::Done(Number::plain(at + 1, sum.total + sum.group + 1.0, 1.0));
    }
    // The province ร้อยเอ็ด is one word of the lexicon, and a number.
    if sum.place > 2 && t.slice(at, at + 1) == "ร้อยเอ็ด" {
        return hundred_and_one(t, at + 1, 101.0, sum);
    }
    let Some(value) = t.sense(at, Class::Digit) else { return nueng(t, at, sum) };
    if let Some(done) = adjacent(t, at, value, sum) {
        return done;
    }
    if sum.place > 2 && t.slice(at + 1, at + 2) == "ร้อยเอ็ด" && t.glued(at + 1) {
        let hundreds = f64::from(value) * 100.0 + 1.0;
        return hundred_and_one(t, at + 2, hundreds, sum);
    }
    match t.sense(at + 1, Class::Place).filter(|_| t.near(at + 1)) {
        Some(6) if sum.place == 7 || sum.place < 6 || sum.group > 0.0 => {
            sum.total = (sum.total + sum.group + f64::from(value)) * 1e6;
            sum.group = 0.0;
            sum.place = 6;
            Step::Take(at + 2)
        }
        Some(place) if place < sum.place => {
            sum.group += f64::from(value) * power(place);
            sum.place = place;
            Step::Take(at + 2)
        }
        Some(_) => Step::Stop,
        None => last_digit(t, at, value, *sum),
    }
}

/// What ร้อยเอ็ด ends, or what ล้าน after it multiplies: หนึ่งร้อยเอ็ดล้าน is 101,000,000.
fn hundred_and_one(t: &Tokens<'_>, end: usize, value: f64, sum: &mut Sum) -> Step {
    if t.sense(end, Class::Place) == Some(6) && t.near(end) {
        sum.group += value;
        sum.place = 1;
        return Step::Take(end);
    }
    Step::Done(Number::plain(end, sum.total + sum.group + value, 1.0))
}

/// ร้อย alone counts one; ล้าน multiplies everything before it.
fn bare_place(t: &Tokens<'_>, at: usize, place: i32, sum: &mut Sum) -> Step {
    if place == 6 {
        let before = sum.total + sum.group;
        if before == 0.0 && at > 0 && t.digits(at - 1).is_some() {
            return Step::Stop;
        }
        sum.total = if before == 0.0 { 1e6 } else { before * 1e6 };
        sum.group = 0.0;
        sum.place = 6;
        return Step::Take(at + 1);
    }
    if place < sum.place {
        sum.group += power(place);
        sum.place = place;
        return Step::Take(at + 1);
    }
    Step::Stop
}

/// ร้อยนึง: a one that follows its place multiplies it.
fn nueng(t: &Tokens<'_>, at: usize, sum: &mut Sum) -> Step {
    if t.is(at, Class::One) && (1..=6).contains(&sum.place) && t.glued(at) {
        return Step::Done(Number::plain(at + 1, sum.total + sum.group, power(sum.place)));
    }
    Step::Stop
}

/// สองสามร้อย, ห้าหกคน, ยี่สิบสามสิบ: two neighbours that share a place.
fn adjacent(t: &Tokens<'_>, at: usize, value: i32, sum: &Sum) -> Option<Step> {
    let same = |at: usize, value: i32| t.sense(at, Class::Digit).filter(|next| *next == value + 1 && t.glued(at));
    let base = sum.total + sum.group;
    if let Some(next) = same(at + 1, value) {
        let place = t.sense(at + 2, Class::Place).filter(|_| t.glued(at + 2));
        if place.is_none() && (t.is(at + 2, Class::Digit) || (at > 0 && t.is(at - 1, Class::Digit) && t.glued(at))) {
            return None;
        }
        let mut step = power(place.unwrap_or(0));
        let mut end = at + 2 + usize::from(place.is_some());
        if place.is_some() && t.sense(end, Class::Place) == Some(6) {
            step *= 1e6;
            end += 1;
        }
        if step >= power(sum.place) {
            return None;
        }
        let number = Number::plain(end, base + f64::from(value) * step, step);
        return Some(Step::Done(Number { high: base + f64::from(next) * step, ..number }));
    }
    // ยี่สิบ สามสิบ
    let place = t.sense(at + 1, Class::Place)?;
    let next = same(at + 2, value)?;
    if t.sense(at + 3, Class::Place) != Some(place) || place >= sum.place {
        return None;
    }
    let number = Number::plain(at + 4, base + f64::from(value) * power(place), power(place));
    Some(Step::Done(Number { high: base + f64::from(next) * power(place), ..number }))
}

/// The digit that ends a number: after พัน and above it counts the next lower place.
fn last_digit(t: &Tokens<'_>, at: usize, value: i32, sum: Sum) -> Step {
    let base = sum.total + sum.group;
    let value = f64::from(value);
    if sum.place == 7 {
        // A digit among digits is being spelled, not counted.
        let spelled = t.is(at + 1, Class::Digit) && t.near(at + 1);
        let inside = at > 0 && t.is(at - 1, Class::Digit) && t.near(at);
        return if spelled || inside { Step::Stop } else { Step::Done(Number::plain(at + 1, value, 1.0)) };
    }
    if t.is(at + 1, Class::Digit) && t.glued(at + 1) && sum.place > 1 {
        return Step::Stop;
    }
    let one = value == 1.0 && sum.formal;
    match sum.place {
        3..=6 if !one && value > 0.0 => {
            let step = power(sum.place - 1);
            let number = Number::plain(at + 1, base + value * step, step);
            Step::Done(Number { also: Some(base + value), ..number })
        }
        2 if !sum.formal && value > 1.0 => {
            Step::Done(Number { also: Some(base + value * 10.0), ..Number::plain(at + 1, base + value, 1.0) })
        }
        _ => Step::Done(Number::plain(at + 1, base + value, 1.0)),
    }
}

/// จุด and its digits, ส่วน and its denominator, a closing ครึ่ง.
fn tail(t: &Tokens<'_>, number: Number, from: usize) -> Number {
    let end = number.end;
    let plain = number.value().is_some();
    if plain
        && t.is(end, Class::Point)
        && t.near(end)
        && let Some((fraction, after)) = spoken_decimals(t, end + 1)
    {
        let whole = if number.also.is_some() { number.also.unwrap_or(number.low) } else { number.low };
        return scale_decimal(t, Number::plain(after, whole + fraction, 0.0));
    }
    if plain
        && t.is(end, Class::Share)
        && let Some(below) = self::number(t, end + 1).filter(|below| below.low > 0.0)
    {
        return Number::plain(below.end, super::number::tidy(number.low / below.low), 0.0);
    }
    let places = end > from && t.is(end - 1, Class::Place);
    if plain && places && number.step >= 100.0 && t.is(end, Class::Half) && t.glued(end) {
        return Number::plain(end + 1, number.low + number.step / 2.0, number.step / 10.0);
    }
    number
}
