//! A number with what bounds it and what it is a number of: money, durations, lengths, things.
//!
//! `ไม่เกิน 3,000 บาท`, `300-500 บาท`, `2 ชั่วโมงครึ่ง`, `7 feet 10 inches`, `กิโลละ 80`. Without a
//! unit it is a plain number. The value shapes are those of the design: `value` or `from` and `to`.

use super::class::Class;
use super::number::tidy;
use super::part::{Part, part};
use super::token::{Sort, Tokens};
use super::unit::Measure;

/// What a rate is per.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rate {
    /// A unit by its number.
    Unit(u16),
    /// Two of them: 200 บาท/คน/คืน.
    Both(u16, u16),
}

/// A measured amount at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) unit: Option<u16>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) about: bool,
    pub(super) also: Option<f64>,
    pub(super) rate: Option<Rate>,
    /// What there are so many of: bytes of the reading.
    pub(super) of: Option<(usize, usize)>,
    /// Only digits, without any word: a number in a code is not worth much.
    pub(super) digits: bool,
}

impl Amount {
    /// The value, if it is one number.
    pub(super) fn value(&self) -> Option<f64> {
        (self.low == self.high).then_some(self.low).flatten()
    }
}

/// Words before an amount that change it.
#[derive(Clone, Copy, Debug, Default)]
struct Bounds {
    about: bool,
    most: bool,
    least: bool,
    between: bool,
}

/// The amount at a place: the longest reading that starts there.
pub(super) fn amount(t: &Tokens<'_>, at: usize) -> Option<Amount> {
    if let Some(rate) = rate_first(t, at) {
        return Some(rate);
    }
    let (bounds, from) = bounds(t, at);
    if from > at && !t.near(from) {
        return None;
    }
    let first = part(t, from)?;
    let mut amount = range(t, first, bounds).unwrap_or_else(|| single(first));
    amount.start = at;
    amount.about |= bounds.about;
    after(t, &mut amount);
    limit(&mut amount, bounds);
    if bounds.between && amount.value().is_some() && from > at {
        // `จาก 5` alone bounds nothing.
        return None;
    }
    rate_after(t, &mut amount);
    Some(amount)
}

/// What a bound before an amount leaves of it.
fn limit(amount: &mut Amount, bounds: Bounds) {
    if bounds.most {
        amount.low = None;
    } else if bounds.least {
        amount.high = None;
    }
}

fn single(part: Part) -> Amount {
    Amount {
        start: part.start,
        end: part.end,
        unit: part.unit,
        low: Some(part.low),
        high: Some(part.high),
        about: part.about,
        also: part.also,
        rate: None,
        of: None,
        digits: part.digits,
    }
}

fn bounds(t: &Tokens<'_>, at: usize) -> (Bounds, usize) {
    let mut bounds = Bounds::default();
    let mut from = at;
    while from < at + 4 && (from == at || t.near(from)) {
        if t.is(from, Class::About) {
            bounds.about = true;
        } else if t.is(from, Class::Most) && !bounds.least {
            bounds.most = true;
        } else if t.is(from, Class::Least) || (t.is(from, Class::Over) && from == at) {
            bounds.least = true;
        } else if t.is(from, Class::Nearly) {
            (bounds.most, bounds.about) = (true, true);
        } else if t.is(from, Class::Between) || t.is(from, Class::From) {
            bounds.between = true;
        } else if !t.is(from, Class::Exact) || t.sense(from, Class::Exact) == Some(2) {
            break;
        }
        from += 1;
    }
    (bounds, from)
}

/// The second end of a range, and the unit that either end may leave to the other.
fn range(t: &Tokens<'_>, first: Part, bounds: Bounds) -> Option<Amount> {
    let link = first.end;
    if !t.near(link) || first.low != first.high {
        return None;
    }
    let dash = ['-', '–', '—', '~'].iter().any(|mark| t.mark(link, *mark)) || t.slice(link, link + 1) == "~";
    let word = t.is(link, Class::To) || (bounds.between && t.is(link, Class::And));
    if !dash && !word {
        return None;
    }
    let mut from = link + 1;
    while t.is(from, Class::About) && from < link + 3 {
        from += 1;
    }
    let second = part(t, from).filter(|_| t.near(from))?;
    let unit = match (first.unit, second.unit) {
        (Some(one), Some(two)) if one != two => match (t.unit(one), t.unit(two)) {
            (one, two) if one.name == two.name => second.unit,
            _ => return None,
        },
        (one, two) => two.or(one),
    };
    // 7-9 lakh, 3-5 แสน: the scale of the second end is the first's too.
    let mut low = first.low;
    let mut high = second.high;
    if low > high && first.unit.is_some() && second.unit.is_none() && !dash {
        return None;
    }
    if second.low == second.high && low < 1000.0 && second.step > 100.0 && first.digits && low * second.step < high {
        low = tidy(low * second.step);
    }
    if low >= high {
        return None;
    }
    if unit.is_none() && dash && !spaced_range(t, first, link) {
        return None;
    }
    if first.unit.is_some_and(|unit| t.unit(unit).measure == Measure::Temperature) && low > high {
        std::mem::swap(&mut low, &mut high);
    }
    Some(Amount {
        start: first.start,
        end: second.end,
        unit,
        low: Some(low),
        high: Some(high),
        about: first.about || second.about,
        also: None,
        rate: None,
        of: None,
        digits: first.digits && second.digits,
    })
}

/// Bare digits with a dash are a range only if no third follows: 02-123-4567 is none.
fn spaced_range(t: &Tokens<'_>, first: Part, link: usize) -> bool {
    let more = t.mark(link + 2, '-') || t.mark(link + 2, '/') || t.mark(link + 2, ':');
    let before =
        first.start > 0 && t.glued(first.start) && matches!(t.list[first.start - 1].sort, Sort::Mark('-' | '/' | ':'));
    !more && !before
}

/// ขึ้นไป, or more, นิดๆ.
fn after(t: &Tokens<'_>, amount: &mut Amount) {
    for _ in 0..2 {
        let end = amount.end;
        if !t.near(end) {
            return;
        }
        if t.is(end, Class::LeastAfter) {
            amount.high = None;
        } else if t.is(end, Class::MostAfter) {
            amount.low = None;
        } else if t.is(end, Class::AboutAfter) {
            amount.about = true;
            if t.slice(end, end + 1).starts_with("นิด") {
                amount.high = None;
            }
        } else if t.is(end, Class::Most) && t.sense(end + 1, Class::Small) == Some(0) && amount.value().is_some() {
            // 2 degrees below zero
            (amount.low, amount.high) = (amount.low.map(|low| -low), amount.high.map(|high| -high));
            amount.end += 1;
        } else if t.slice(end, end + 1).ends_with("ถ้วน") {
            // What is written in words in full is read in full: สี่พันสองบาทถ้วน is 4,002.
            if let (Some(value), Some(also)) = (amount.value(), amount.also) {
                let full = value.min(also);
                (amount.low, amount.high, amount.also) = (Some(full), Some(full), None);
            }
        } else if t.sense(end, Class::Exact) != Some(2) && !(t.is(end, Class::Exact) && amount.unit.is_some()) {
            return;
        }
        amount.end += 1;
        money_by_tick(t, amount, end);
    }
}

/// `500.-` is baht.
fn money_by_tick(t: &Tokens<'_>, amount: &mut Amount, at: usize) {
    if amount.unit.is_none() && t.sense(at, Class::Exact) == Some(2) {
        amount.unit = baht(t);
    }
}

/// The unit number of the baht.
pub(super) fn baht(_t: &Tokens<'_>) -> Option<u16> {
    super::grammar::currency("THB")
}

/// กิโลละ 80, คนละร้อย, เดือนละ 1,500 บาท, คืนละไม่เกิน 1500.
fn rate_first(t: &Tokens<'_>, at: usize) -> Option<Amount> {
    if !(t.is(at + 1, Class::Each) && t.near(at + 1)) || t.is(at + 2, Class::EachTime) {
        return None;
    }
    let per = match t.list.get(at)?.sort {
        Sort::Word(_) => {
            let near = t.units(at).find(|(_, unit)| unit.measure != Measure::Distance);
            let (mut id, unit) = near.or_else(|| t.units(at).next())?;
            if unit.measure == Measure::Money {
                // ทองบาทละ 40,000 is the price of a weight.
                let gold = (1..=3).any(|back| at >= back && t.is(at - back, Class::Gold));
                id = super::part::named("baht-weight").filter(|_| gold && unit.factor == 1.0)?;
            }
            Rate::Unit(id)
        }
        _ => return None,
    };
    let (bounds, from) = bounds(t, at + 2);
    let first = part(t, from).filter(|_| t.near(at + 2) && t.near(from) && !bounds.between)?;
    let mut amount = range(t, first, bounds).unwrap_or_else(|| single(first));
    if amount.unit.is_some_and(|unit| t.unit(unit).measure != Measure::Money) {
        return None;
    }
    // อย่างละ 2, วันละ 3 วง are no prices.
    let small = amount.high.is_some_and(|high| high < 5.0);
    let thing = t.glued(amount.end) && t.list.get(amount.end).is_some_and(|next| next.sort == Sort::Thai);
    if amount.unit.is_none() && (small || thing) {
        return None;
    }
    amount.unit = amount.unit.or_else(|| baht(t));
    amount.start = at;
    amount.rate = Some(per);
    amount.about |= bounds.about;
    after(t, &mut amount);
    limit(&mut amount, bounds);
    Some(amount)
}

/// 80 บาทต่อกิโล, 300/คน, $5 per kg, 100 บาท/เดือน.
fn rate_after(t: &Tokens<'_>, amount: &mut Amount) {
    let money = amount.unit.is_some_and(|unit| t.unit(unit).measure == Measure::Money);
    let at = amount.end;
    let link = t.mark(at, '/') || t.is(at, Class::Per) || t.is(at, Class::Each);
    if !link || !t.near(at) || !t.near(at + 1) {
        return;
    }
    let Some((id, unit)) = per(t, at + 1).filter(|(_, unit)| unit.measure != Measure::Money) else { return };
    if t.is(at, Class::Article) && unit.measure != Measure::Duration {
        return;
    }
    // โปร 299/เดือน and 3 พันต่อคืน are prices; 3/เดือน may count anything.
    let size = amount.high.or(amount.low).unwrap_or_default();
    let written = t.mark(at, '/') && t.glued(at + 1) && size >= 20.0;
    let said = t.slice(at, at + 1) == "ต่อ" && size >= 100.0;
    let price = amount.unit.is_none()
        && (written || said)
        && (unit.measure == Measure::Duration || unit.name == "person")
        && t.slice(at + 1, at + 2).starts_with(super::token::is_thai);
    if !money && !price {
        return;
    }
    amount.unit = amount.unit.or_else(|| baht(t));
    amount.rate = Some(Rate::Unit(id));
    amount.end = at + 2;
    if (t.mark(at + 2, '/') || t.is(at + 2, Class::Per) && !t.is(at + 2, Class::Article))
        && t.near(at + 2)
        && t.near(at + 3)
        && let Some((second, unit)) = per(t, at + 3)
        && unit.measure != Measure::Money
    {
        amount.rate = Some(Rate::Both(id, second));
        amount.end = at + 4;
    }
}

/// The unit that a rate may be per.
fn per(t: &Tokens<'_>, at: usize) -> Option<(u16, super::unit::Unit)> {
    t.units(at).find(|(_, unit)| unit.measure != Measure::Distance)
}
