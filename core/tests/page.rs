//! The pages tell the truth: every row of the tables of entities is what is found, and each of Rasa's
//! forty surprises names cases that are there.

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

/// Where the root of the repository is.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Whether a case of the vectors (`turns/rasa/a-name`) or a unit test (`rehearse::tests::a_name`) is there.
fn there(id: &str) -> bool {
    if let Some((module, name)) = id.rsplit_once("::") {
        let file = |module: &str| std::fs::read_to_string(format!("{ROOT}/core/src/{}.rs", module.replace("::", "/")));
        let text = file(module).or_else(|_| file(module.rsplit_once("::").unwrap().0));
        return text.is_ok_and(|text| text.contains(&format!("fn {name}()")));
    }
    let (file, name) = id.rsplit_once('/').unwrap();
    let text = std::fs::read_to_string(format!("{ROOT}/tests/vectors/{file}.toml"));
    text.is_ok_and(|text| text.contains(&format!("\nname = \"{name}\"\n")))
}

#[test]
fn each_of_the_forty_surprises_has_its_cases() {
    let page = std::fs::read_to_string(format!("{ROOT}/docs/from-rasa.md")).unwrap();
    let table = page.split("## The forty surprises").nth(1).unwrap().split("\n## ").next().unwrap();
    let (mut rows, mut named) = (0, BTreeSet::new());
    for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| |")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, .., cases] = cells.as_slice() else { panic!("{line}") };
        rows += 1;
        assert_eq!((number.parse(), cells.len()), (Ok(rows), 5), "{line}");
        let cases: Vec<&str> = cases.split(", ").map(|id| id.trim_matches('`')).collect();
        cases.iter().for_each(|id| assert!(there(id), "row {rows} names `{id}`, which is not there"));
        named.extend(cases.into_iter().map(str::to_owned));
    }
    assert_eq!(rows, 40);
    let vectors = std::fs::read_to_string(format!("{ROOT}/tests/vectors/turns/rasa.toml")).unwrap();
    for name in vectors.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')) {
        assert!(named.contains(&format!("turns/rasa/{name}")), "no row names `{name}`");
    }
}
