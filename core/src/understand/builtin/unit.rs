//! Units: what a number can be a number of, and which of them add up.
//!
//! Rows of `data/entities/units.tsv` and `currencies.tsv`. Factors are to the base of a group:
//! within a group `7 feet 10 inches` adds up. A group `-` stands alone. A unit of several senses takes
//! the one its neighbours suggest.

use super::class::Class;
use super::token::{Sort, Tokens};

/// The kind of entity that a number with this unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Money,
    Duration,
    Distance,
    Area,
    Volume,
    Weight,
    Temperature,
    Quantity,
}

#[cfg(test)]
impl Measure {
    /// The measure of a name in a table.
    pub(super) fn named(name: &str) -> Option<Measure> {
        Some(match name {
            "money" => Measure::Money,
            "duration" => Measure::Duration,
            "distance" => Measure::Distance,
            "area" => Measure::Area,
            "volume" => Measure::Volume,
            "weight" => Measure::Weight,
            "temperature" => Measure::Temperature,
            "quantity" => Measure::Quantity,
            _ => return None,
        })
    }
}

/// A unit, or a currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// English singular, hyphenated; for money the ISO 4217 code.
    pub(super) name: &'static str,
    pub(super) measure: Measure,
    /// Units of one group add up and convert.
    pub(super) group: &'static str,
    /// How many of the group's base one of these is.
    pub(super) factor: f64,
    /// What a rate is per, where it is called otherwise: 3 คืน are days, คืนละ is per night.
    pub(super) per: &'static str,
    /// Only as a code in capitals: `TOP 10` is no money in lower case.
    pub(super) capitals: bool,
}

/// The unit at a place, in the sense that the words before it suggest.
pub(super) fn unit_at(t: &Tokens<'_>, at: usize, from: usize) -> Option<(u16, Unit)> {
    let (first, unit) =
        t.units(at).find(|(_, unit)| t.measures & (1 << unit.measure as u16) != 0).or_else(|| t.units(at).next())?;
    let has = |measure: Measure| t.units(at).find(|(_, unit)| unit.measure == measure);
    if unit.measure == Measure::Distance && matches!(unit.name, "kilometre") && has(Measure::Weight).is_some() {
        let far = (1..=3).any(|back| from >= back && t.is(from - back, Class::Far));
        let only = t.measures & (1 << Measure::Weight as u16) == 0;
        return if far || only { Some((first, unit)) } else { has(Measure::Weight) };
    }
    let gold = (1..=3).any(|back| from >= back && t.is(from - back, Class::Gold));
    if unit.measure == Measure::Money && gold && matches!(t.slice(at, at + 1), "บาท" | "สลึง") {
        let id = super::part::named(if unit.factor == 1.0 { "baht-weight" } else { "salueng-weight" })?;
        return Some((id, t.unit(id)));
    }
    if unit.measure == Measure::Weight && unit.name == "pound" {
        return Some((first, unit));
    }
    // `ม.` `ก.` `ล.` `m` and the like count only right after a number.
    let letter = t.list.get(at)?;
    let short = letter.end - letter.start <= 2 && matches!(letter.sort, Sort::Word(_));
    if short
        && at > from
        && t.list[at].space > 0
        && !t.mark(at, '"')
        && unit.measure == Measure::Duration
        && unit.name != "minute"
    {
        return Some((first, unit));
    }
    Some((first, unit))
}

/// Whether วัน begins the name of a day: 19.40 วันเสาร์, and the like of 2 วันที่แล้ว is none.
pub(super) fn names_day(t: &Tokens<'_>, at: usize) -> bool {
    t.slice(at, at + 1) == "วัน"
        && t.glued(at + 1)
        && (t.is(at + 1, Class::Weekday) || t.is(at + 1, Class::WeekdayShort))
}

/// What looks like a unit and is none: the d of a car called 320d, the in of 4in1, งาน that is a job.
pub(super) fn no_unit(t: &Tokens<'_>, at: usize, unit: Unit, count: f64) -> bool {
    let word = t.slice(at, at + 1);
    let time = t.thai
        && word.len() == 1
        && unit.measure == Measure::Duration
        && (count > 99.0 || !word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let inside = word.eq_ignore_ascii_case("in") && t.glued(at + 1) && t.digits(at + 1).is_some();
    let land = |at: usize| {
        matches!(
            t.slice(at, at + 1),
            "ไร่" | "ที่ดิน"
                | "เนื้อที่"
                | "พื้นที่"
                | "วา"
                | "ตารางวา"
                | "ตร.ว."
                | "ตร.วา"
        )
    };
    // 2,100 เดือนนี้: the month is another time.
    let own = unit.measure == Measure::Duration && count > 60.0 && t.glued(at + 1);
    let named = own && (t.is(at + 1, Class::This) || t.is(at + 1, Class::Next)) && unit.name != "day";
    let job = word == "งาน" && t.len() > 2 && !(at.saturating_sub(5)..at + 4).any(land);
    time || inside || job || named || names_day(t, at)
}
