//! The tables of the built-in entities: words, units, currencies, holidays, places.
//!
//! Plain text, one fact a line, read by `understand::builtin` when it is first used. The first line
//! of each table says its columns; a Thai speaker who writes no Rust can add to them.

/// Units of measurement and classifiers.
pub(crate) const UNITS: &str = include_str!("entities/units.tsv");
/// Currencies by code, name and sign.
pub(crate) const CURRENCIES: &str = include_str!("entities/currencies.tsv");
/// Holidays, with the years their tables are valid for.
pub(crate) const HOLIDAYS: &str = include_str!("entities/holidays.tsv");
/// Words by class.
pub(crate) const WORDS: [&str; 4] = [
    include_str!("entities/numbers.tsv"),
    include_str!("entities/measures.tsv"),
    include_str!("entities/times.tsv"),
    include_str!("entities/names.tsv"),
];
/// Provinces, districts, subdistricts and postcodes.
pub(crate) const PLACES: &str = include_str!("entities/places.txt");
/// Words that are part of no name.
pub(crate) const FUNCTION: &str = include_str!("entities/function.txt");
/// Common given names and nicknames, one a line.
pub(crate) const GIVEN: &str = include_str!("entities/given.txt");
