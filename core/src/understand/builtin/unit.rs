//! Units: what a number can be a number of, and which of them add up.
//!
//! Rows of `data/entities/units.tsv` and `currencies.tsv`. Factors are to the base of a group:
//! within a group `7 feet 10 inches` adds up. A group `-` stands alone.

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
