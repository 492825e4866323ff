//! Compiles the tables of the built-in entities, and the list of concepts, into constants, so that nothing is
//! parsed at run time.
//!
//! In: `src/data/entities`, plain text that anybody may extend. Out: Rust source and bytes in
//! `OUT_DIR`, taken in by `understand::builtin`, and by `data::entities` what is said back. A line that cannot be read stops the build and is
//! named: `times.tsv:34: no class is named "wekday"`.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a build script reads files and speaks to Cargo")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

#[path = "../src/understand/builtin/class.rs"]
#[allow(dead_code, reason = "the engine uses all of it, this program the names alone")]
mod class;
mod concepts;
#[path = "../src/features/hash.rs"]
#[allow(dead_code, reason = "the engine uses all of it, this program what lists need")]
mod hash;
#[path = "../src/understand/builtin/letter.rs"]
mod letter;
mod places;
mod rule;
mod said;
mod words;

use words::{Grammar, Table};

/// The tables of words, in the order in which the senses of a word are tried.
const TABLES: [&str; 7] =
    ["units.tsv", "currencies.tsv", "numbers.tsv", "measures.tsv", "times.tsv", "names.tsv", "holidays.tsv"];

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match compile() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("cargo::error={failure}");
            ExitCode::FAILURE
        }
    }
}

fn compile() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=src/data/entities");
    println!("cargo::rerun-if-changed=src/understand/builtin/class.rs");
    println!("cargo::rerun-if-changed=src/understand/builtin/letter.rs");
    println!("cargo::rerun-if-changed=src/features/hash.rs");
    println!("cargo::rerun-if-changed=src/data/concepts.tsv");
    println!("cargo::rerun-if-changed=build");
    let from = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/data/entities");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let read = |name: &str| fs::read_to_string(from.join(name)).map_err(|error| format!("{name}: {error}"));

    let texts = TABLES.iter().map(|name| read(name)).collect::<Result<Vec<_>, _>>()?;
    let tables: Vec<Table<'_>> = TABLES.iter().zip(&texts).map(|(name, text)| Table { name, text }).collect();
    let mut source = grammar(&words::compile(&tables, None)?)?;
    source += &rule::source(&texts[6])?;
    let given = read("given.txt")?;
    source += &list("GIVEN", given.lines().map(|name| (name, false)).collect())?;
    source += &list("FUNCTION", words::function(&read("function.txt")?))?;
    fs::write(out.join("grammar.rs"), source)?;

    fs::write(out.join("units.txt"), said::units(&texts[0]))?;
    fs::write(out.join("currencies.txt"), said::currencies(&texts[1]))?;

    let concepts =
        fs::read_to_string(from.join("../concepts.tsv")).map_err(|error| format!("concepts.tsv: {error}"))?;
    fs::write(out.join("concepts.bin"), concepts::compile(&concepts)?)?;

    let places = places::compile(&read("places.txt")?)?;
    fs::write(out.join("places.rs"), places.source)?;
    fs::write(out.join("places.bin"), places.names)?;
    Ok(())
}

/// The trie, the senses and the units.
fn grammar(grammar: &Grammar) -> Result<String, Failure> {
    let mut out = String::new();
    let senses =
        grammar.senses.iter().map(|(class, value)| format!("Sense {{ class: Class::{class:?}, value: {value} }}"));
    let units = grammar.units.iter().map(|unit| {
        let words::Unit { name, measure, group, factor, per } = unit;
        format!(
            "Unit {{ name: {name:?}, measure: Measure::{measure}, group: {group:?}, factor: {factor:?}, per: {per:?}, capitals: false }}"
        )
    });
    let shown = |list: &[u16]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    writeln!(out, "static LETTERS: &[u8] = &{:?};", grammar.letters)?;
    writeln!(out, "static CHILDREN: &[u16] = &[{}];", shown(&grammar.children))?;
    writeln!(out, "static WORDS: &[u16] = &[{}];", shown(&grammar.words))?;
    writeln!(out, "static SPANS: &[u16] = &[{}];", shown(&grammar.spans))?;
    writeln!(out, "static CLASSES: &[u8] = &{:?};\nstatic SETS: &[Set] = &{:?};", grammar.classes, grammar.sets)?;
    writeln!(out, "static SIGNS: &[char] = &{:?};", grammar.signs)?;
    writeln!(out, "static SENSES: &[Sense] = &[{}];", senses.collect::<Vec<_>>().join(","))?;
    writeln!(out, "static UNITS: &[Unit] = &[{}];", units.collect::<Vec<_>>().join(","))?;
    writeln!(out, "static CODES: &str = {:?};", grammar.codes)?;
    writeln!(out, "static CAPITALS: &[bool] = &{:?};", grammar.capitals)?;
    Ok(out)
}

/// A list of words, sorted, as one text and where each begins; with a mark for each.
fn list(name: &str, mut words: Vec<(&str, bool)>) -> Result<String, Failure> {
    words.sort_unstable();
    words.dedup_by_key(|(word, _)| *word);
    let mut starts = vec![0_u16];
    let mut text = String::new();
    for (word, _) in &words {
        text += word;
        starts.push(u16::try_from(text.len())?);
    }
    let marks: Vec<bool> = words.iter().map(|(_, mark)| *mark).collect();
    let marks = if marks.contains(&true) { format!("{marks:?}") } else { "[]".to_owned() };
    Ok(format!("pub(super) static {name}: Words = Words {{ text: {text:?}, starts: &{starts:?}, marks: &{marks} }};\n"))
}
