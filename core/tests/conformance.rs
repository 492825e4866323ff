//! Runs the vectors of `tests/vectors` through the public names; `tests/README.md` is the format.
//!
//! Each stage prints `ran + skipped = all`, where all is counted in the files as text. The digests
//! of all turns are compared with `tests/digests.txt`, which this driver writes on request.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, clippy::print_stdout, unreachable_pub)]

#[path = "conformance/canonical.rs"]
mod canonical;
#[path = "conformance/text.rs"]
mod text;
#[path = "conformance/turns.rs"]
mod turns;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value as Json;

/// What a check says: nothing, or what differs.
type Verdict = Result<(), String>;

fn tests() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn read_toml(text: &str, name: &str) -> Json {
    toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files of a stage by name, as text, in order.
fn files(stage: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(tests().join("vectors").join(stage)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    files
}

/// Runs every case of a stage: `given` once a file, `check` once a case, with its id.
fn conform<G>(stage: &str, given: impl Fn(&Json) -> G, mut check: impl FnMut(&G, &Json, &str) -> Verdict) {
    let skips = read_toml(&std::fs::read_to_string(tests().join("skips.toml")).unwrap(), "skips.toml");
    let (mut ran, mut skipped, mut all, mut failures) = (0, 0, 0, Vec::new());
    for (name, text) in files(stage) {
        all += text.lines().filter(|line| line.trim() == "[[case]]").count();
        let file = read_toml(&text, &name);
        let given = given(&file);
        for case in file["case"].as_array().into_iter().flatten() {
            let id = format!("{stage}/{name}/{}", case["name"].as_str().unwrap_or("?"));
            if skips[&id]["rust"].is_string() {
                skipped += 1;
                continue;
            }
            ran += 1;
            if let Err(why) = check(&given, case, &id) {
                failures.push(format!("{id}: {why}"));
            }
        }
    }
    println!("{stage}: {ran} ran + {skipped} skipped = {all}");
    assert!(failures.is_empty(), "{} of {all} cases of {stage} fail:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(ran + skipped, all, "a case of {stage} was neither run nor skipped");
}

/// Whether a value is what is expected: numbers by value, maps field by field.
fn holds(expected: &Json, actual: &Json) -> bool {
    match (expected, actual) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| holds(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| holds(value, other)))
        }
        _ => expected == actual,
    }
}

fn same(what: &str, expected: &Json, actual: &Json) -> Verdict {
    if holds(expected, actual) { Ok(()) } else { Err(format!("{what}: expected {expected}, got {actual}")) }
}

/// Whether each of a list has the fields that are expected of it.
fn fields(what: &str, expected: &Json, actual: &[Json]) -> Verdict {
    let wanted = expected.as_array().ok_or(format!("{what} is not a list"))?;
    let fits = |wanted: &Json, got: &Json| {
        wanted.as_object().is_some_and(|fields| fields.iter().all(|(name, value)| holds(value, &got[name])))
    };
    if wanted.len() == actual.len() && wanted.iter().zip(actual).all(|(wanted, got)| fits(wanted, got)) {
        return Ok(());
    }
    Err(format!("{what}: expected {expected}, got {}", Json::from(actual)))
}

/// `text`, as often as `repeat` says.
fn repeated(case: &Json, key: &str) -> String {
    case[key].as_str().unwrap_or_default().repeat(case["repeat"].as_u64().map_or(1, |times| times as usize))
}

/// The `now` of a file, in milliseconds.
fn now(file: &Json) -> sonthana::Timestamp {
    let text = file["now"].as_str().unwrap_or("2026-11-21T10:00:00+07:00");
    sonthana::Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

#[test]
fn normalize() {
    conform("normalize", text::given, |given, case, _| text::check(given, case));
}

#[test]
fn spelling() {
    conform("spelling", text::given, |given, case, _| text::check(given, case));
}

#[test]
fn tokenize() {
    conform("tokenize", text::given, |given, case, _| text::check(given, case));
}

#[test]
fn entity() {
    conform("entity", text::given, |given, case, _| text::check(given, case));
}

#[test]
fn sentiment() {
    conform("sentiment", text::given, |given, case, _| text::check(given, case));
}

#[test]
fn intent() {
    conform("intent", text::given, |given, case, _| text::check(given, case));
}

#[test]
fn conversations() {
    let mut digests = String::new();
    conform("turns", turns::given, |given, case, id| {
        let own = turns::laid(given, case)?;
        let given = own.as_ref().unwrap_or(given);
        let (straight, restored) = (turns::run(given, case, false)?, turns::run(given, case, true)?);
        if straight != restored {
            return Err("saving and restoring before each turn gives other bytes".to_owned());
        }
        digests.push_str(&format!("{id} {straight:016x}\n"));
        Ok(())
    });
    let path = tests().join("digests.txt");
    if std::env::var("SONTHANA_BLESS").is_ok() {
        std::fs::write(&path, &digests).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<&str> = digests.lines().filter(|line| !expected.lines().any(|other| other == *line)).collect();
    assert_eq!(digests, expected, "these turns have other bytes: {changed:#?}; see tests/README.md");
}

#[test]
fn errors() {
    conform("errors", std::clone::Clone::clone, |file, case, _| turns::refused(file, case));
}
