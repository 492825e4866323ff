//! What units and currencies are called when they are said back: the columns of the tables that `say`
//! needs, and no others.
//!
//! In: `units.tsv` and `currencies.tsv`. Out: a line for each, cells divided by tabs, an empty one for
//! what has no such word. Units: English name, Thai word. Currencies: code, Thai word, English word,
//! sign, what a hundredth is called in Thai and in English.

use std::collections::BTreeSet;

fn is_thai(word: &str) -> bool {
    word.starts_with(|ch: char| ('\u{0E01}'..='\u{0E4E}').contains(&ch))
}

fn is_english(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_sign(word: &str) -> bool {
    word == "฿" || word.chars().count() == 1 && !word.starts_with(char::is_alphanumeric) && !is_thai(word)
}

/// The first word of a list of which something holds.
fn first(list: &str, wanted: fn(&str) -> bool) -> &str {
    list.split(' ').find(|word| wanted(word)).unwrap_or_default()
}

/// The cells of each row of a table.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

/// Names of units, as lines.
pub(crate) fn units(table: &str) -> String {
    let mut seen = BTreeSet::new();
    let mut lines = String::new();
    for row in rows(table) {
        let [name, _, _, _, words, ..] = row.as_slice() else { continue };
        if seen.insert(name.to_owned()) {
            let thai = first(words, |word| is_thai(word) && !word.contains('_'));
            lines += &format!("{name}\t{thai}\n");
        }
    }
    lines
}

/// Names of currencies, as lines.
pub(crate) fn currencies(table: &str) -> String {
    let mut lines = String::new();
    for row in rows(table) {
        let [code, _, words, ..] = row.as_slice() else { continue };
        let cents = row.get(3).copied().unwrap_or_default();
        let names = [first(words, is_thai), first(words, is_english), first(words, is_sign)];
        lines += &format!("{code}\t{}\t{}\t{}\n", names.join("\t"), first(cents, is_thai), first(cents, is_english));
    }
    lines
}
