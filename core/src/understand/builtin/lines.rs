//! What each line of the tables is good for: with its words left out, an example is read otherwise.
//!
//! The examples are those that a test holds to what is found in them: the vectors of `entity` and the
//! tables of `docs/entities.md`. A line without one is named; the cure is a case in
//! `tests/vectors/entity/lines.toml`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::letter::fold;
use super::lexicon::{Lexicon, Sense};
use super::words::{Grammar, Table, compile, function, rows};
use super::*;
use crate::data::entities as data;

thread_local! {
    static IN_PLACE: Cell<&'static Lexicon> = const { Cell::new(&super::grammar::LEXICON) };
}

/// The lexicon of this thread.
pub(super) fn lexicon() -> &'static Lexicon {
    IN_PLACE.get()
}

/// The tables as the build takes them, in its order.
const TABLES: [Table<'static>; 7] = [
    Table { name: "units.tsv", text: data::UNITS },
    Table { name: "currencies.tsv", text: data::CURRENCIES },
    Table { name: "numbers.tsv", text: data::WORDS[0] },
    Table { name: "measures.tsv", text: data::WORDS[1] },
    Table { name: "times.tsv", text: data::WORDS[2] },
    Table { name: "names.tsv", text: data::WORDS[3] },
    Table { name: "holidays.tsv", text: data::HOLIDAYS },
];

/// A text, when it is read, and which kinds are looked for.
struct Example {
    text: String,
    folded: String,
    now: Timestamp,
    kinds: Option<Vec<String>>,
    found: String,
}

impl Example {
    fn new(text: &str, now: &str, kinds: Option<Vec<String>>) -> Example {
        let now = Timestamp(now.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let mut example = Example {
            text: text.to_owned(),
            folded: normalize(text).reading().chars().map(fold).collect(),
            now,
            kinds,
            found: String::new(),
        };
        example.found = example.read();
        example
    }

    fn read(&self) -> String {
        let kinds: Option<Vec<&str>> = self.kinds.as_ref().map(|kinds| kinds.iter().map(String::as_str).collect());
        let found = entities(&self.text, self.now, "Asia/Bangkok", kinds.as_deref()).unwrap();
        found.iter().map(|entity| format!("{} {} {};", entity.kind, entity.text, entity.value.to_json())).collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads the vectors")]
fn examples() -> Vec<Example> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: PathBuf| std::fs::read_to_string(path).unwrap();
    let mut all = Vec::new();
    for file in std::fs::read_dir(root.join("tests/vectors/entity")).unwrap() {
        let file: toml::Table = read(file.unwrap().path()).parse().unwrap();
        let now = file.get("now").and_then(toml::Value::as_str).unwrap_or("2026-11-21T10:00:00+07:00");
        for case in file["case"].as_array().unwrap() {
            let asked = case.get("entities").and_then(|_| case.get("text")).and_then(toml::Value::as_str);
            let Some(text) = asked.filter(|_| case.get("repeat").is_none() && file.get("zone").is_none()) else {
                continue;
            };
            let kinds = case.get("kinds").map(|kinds| kinds.clone().try_into().unwrap());
            all.push(Example::new(text, now, kinds));
        }
    }
    for line in read(root.join("docs/entities.md")).lines().filter(|line| line.starts_with("| ") && line.contains("`{"))
    {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        all.push(Example::new(cells[0], "2026-11-21T10:00:00+07:00", None));
    }
    all
}

/// The tables compiled again, a line left out.
fn without(line: (&str, usize)) -> &'static Lexicon {
    let Grammar { letters, children, words, spans, senses, classes, sets, signs, .. } =
        compile(&TABLES, Some(line)).unwrap();
    let senses: Vec<Sense> = senses.into_iter().map(|(class, value)| Sense { class, value }).collect();
    Box::leak(Box::new(Lexicon {
        letters: letters.leak(),
        children: children.leak(),
        words: words.leak(),
        spans: spans.leak(),
        senses: senses.leak(),
        classes: classes.leak(),
        sets: sets.leak(),
        signs: signs.leak(),
    }))
}

/// Whether an example that has one of the line's words is read otherwise without it.
fn matters(examples: &[Example], table: &str, at: usize, line: &str) -> bool {
    let cells: Vec<&str> = line.split('\t').collect();
    let cells = match table {
        "units.tsv" => &cells[4..5],
        "currencies.tsv" => &cells[..],
        _ => &cells[2..3],
    };
    let words: Vec<String> = cells
        .iter()
        .flat_map(|cell| cell.split_whitespace())
        .map(|word| super::tables::written(word).chars().map(fold).collect())
        .collect();
    let about = |example: &&Example| words.iter().any(|word| example.folded.contains(word.as_str()));
    let near: Vec<&Example> = examples.iter().filter(about).collect();
    if near.is_empty() {
        return false;
    }
    IN_PLACE.set(without((table, at)));
    let other = near.iter().any(|example| example.read() != example.found);
    IN_PLACE.set(&super::grammar::LEXICON);
    other
}

#[test]
fn every_line_of_words_makes_a_difference_to_an_example() {
    let examples = examples();
    let mut idle: BTreeMap<String, String> = BTreeMap::new();
    for table in TABLES {
        for (at, line) in rows(table.text) {
            if !matters(&examples, table.name, at, line) {
                let short: String = line.chars().take(60).collect();
                idle.insert(format!("{}:{at:03}", table.name), short);
            }
        }
    }
    assert!(idle.is_empty(), "{} lines make no difference to any example: {idle:#?}", idle.len());
}

#[test]
fn what_the_build_compiled_is_what_the_tables_say() {
    let compiled = compile(&TABLES, None).unwrap();
    let built = &super::grammar::LEXICON;
    assert_eq!((&compiled.letters[..], &compiled.children[..]), (built.letters, built.children));
    assert_eq!((&compiled.words[..], &compiled.spans[..]), (built.words, built.spans));
    assert_eq!(function(data::FUNCTION).iter().find(|(word, _)| super::grammar::FUNCTION.find(word).is_none()), None);
    assert_eq!(data::GIVEN.lines().find(|name| super::grammar::GIVEN.find(name).is_none()), None);
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let table = |text: &'static str| compile(&[Table { name: "times.tsv", text }], None).unwrap_err();
    assert_eq!(table("# words\n\nwekday\t1\tจันทร์"), "times.tsv:3: no class is named `wekday`");
    assert_eq!(table("weekday\tone\tจันทร์"), "times.tsv:1: `one` is no whole number");
    assert_eq!(table("weekday\t1"), "times.tsv:1: the cell 3 is missing");
}
