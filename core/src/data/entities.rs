//! The tables of the built-in entities: words, units, currencies, holidays, places.
//!
//! Plain text, one fact a line; a Thai speaker who writes no Rust can add to them. The build compiles
//! them for `understand::builtin`; here is what is said back by name, and what the tests walk.

/// Units of measurement and classifiers as they are said: `core/build/said.rs` says what is in a line.
pub(crate) const SAID_UNITS: &str = include_str!(concat!(env!("OUT_DIR"), "/units.txt"));
/// Currencies as they are said, likewise.
pub(crate) const SAID_CURRENCIES: &str = include_str!(concat!(env!("OUT_DIR"), "/currencies.txt"));
/// Units of measurement and classifiers.
#[cfg(test)]
pub(crate) const UNITS: &str = include_str!("entities/units.tsv");
/// Currencies by code, name and sign.
#[cfg(test)]
pub(crate) const CURRENCIES: &str = include_str!("entities/currencies.tsv");
/// Holidays, with the years their tables are valid for.
#[cfg(test)]
pub(crate) const HOLIDAYS: &str = include_str!("entities/holidays.tsv");
/// Words by class.
#[cfg(test)]
pub(crate) const WORDS: [&str; 4] = [
    include_str!("entities/numbers.tsv"),
    include_str!("entities/measures.tsv"),
    include_str!("entities/times.tsv"),
    include_str!("entities/names.tsv"),
];
/// Provinces, districts, subdistricts and postcodes.
#[cfg(test)]
pub(crate) const PLACES: &str = include_str!("entities/places.txt");
/// Words that are part of no name.
#[cfg(test)]
pub(crate) const FUNCTION: &str = include_str!("entities/function.txt");
/// Common given names and nicknames, one a line.
#[cfg(test)]
pub(crate) const GIVEN: &str = include_str!("entities/given.txt");
