//! The page on built-in entities tells the truth: every row of its tables is what is found.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::collections::BTreeSet;

use sonthana::{Timestamp, Value, entities};

/// 2026-11-21T10:00+07:00, as the page says.
const NOW: Timestamp = Timestamp(1_795_230_000_000);
const KINDS: usize = 31;

#[test]
fn every_row_of_the_page_holds() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/entities.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (mut kinds, mut rows) = (BTreeSet::new(), 0);
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [text, kind, piece, value] = cells.as_slice() else { continue };
        let Some(value) = value.strip_prefix('`').and_then(|value| value.strip_suffix('`')) else { continue };
        let kind = kind.trim_matches('`');
        let found = entities(text, NOW, "Asia/Bangkok", Some(&[kind])).unwrap();
        let found: Vec<(&str, &Value)> = found.iter().map(|entity| (entity.text.as_str(), &entity.value)).collect();
        assert_eq!(found, [(*piece, &Value::from_json(value).unwrap())], "{line}");
        kinds.insert(kind.to_owned());
        rows += 1;
    }
    assert_eq!(kinds.len(), KINDS, "a kind has no example");
    assert!(rows > 70, "only {rows} rows were read");
}
