//! The import table of ARCHITECTURE.md holds: every `crate::x` in a module is listed in its row.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, clippy::print_stdout, unreachable_pub)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

type Table = BTreeMap<String, Vec<String>>;

fn table(document: &str) -> Table {
    let rows = document.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let imports = cells[2].split_whitespace().filter(|word| *word != "–").map(str::to_owned).collect();
        (cells[0].trim_matches('`').to_owned(), imports)
    })
    .collect()
}

/// The code of a file, without its comments and from its first test module on.
fn code(source: &str) -> String {
    let kept = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    kept.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules that `crate::…` paths lead to, `use` lists over several lines included.
fn imports(code: &str) -> Vec<String> {
    let flat: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    for (at, _) in flat.match_indices("crate::") {
        if flat[..at].ends_with('$') {
            continue;
        }
        let rest = &flat[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(heads(list)),
            None => found.push(head(rest)),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn head(path: &str) -> String {
    path.trim_start().chars().take_while(|ch| ch.is_alphanumeric() || *ch == '_').collect()
}

/// The first segments of `a::{b, c}, d}`.
fn heads(list: &str) -> Vec<String> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, ch) in list.char_indices() {
        match ch {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(head(&list[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(head(&list[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The longest run of `super::` in the code.
fn climbs(code: &str) -> usize {
    let flat: String = code.split_whitespace().collect();
    (1..6).rev().find(|count| flat.contains(&"super::".repeat(*count))).unwrap_or(0)
}

/// What is wrong with one file: `place` is its path below `src`.
fn faults(place: &Path, source: &str, table: &Table) -> Vec<String> {
    let parts: Vec<String> = place.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let module = &parts[0];
    if ["lib", "main"].contains(&module.as_str()) || place.file_stem().is_some_and(|stem| stem == "tests") {
        return Vec::new();
    }
    let Some(allowed) = table.get(module) else {
        return vec![format!("`{module}` is not in the table of ARCHITECTURE.md")];
    };
    let code = code(source);
    let depth = if parts.last().is_some_and(|last| last == "mod") { parts.len() - 1 } else { parts.len() };
    let mut wrong = Vec::new();
    if climbs(&code) >= depth {
        wrong.push(format!("{}: `super::` leads out of `{module}`; write `crate::`", place.display()));
    }
    for name in imports(&code) {
        let known = table.contains_key(&name);
        let listed = allowed.first().is_some_and(|first| first == "*") || allowed.contains(&name);
        if known && name != *module && !listed {
            wrong.push(format!("{}: `{module}` may not import `{name}`", place.display()));
        }
        if !known {
            wrong.push(format!("{}: import from its module, not `crate::{name}`", place.display()));
        }
    }
    wrong
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn document() -> Table {
    table(&fs::read_to_string(root().join("../ARCHITECTURE.md")).unwrap())
}

#[test]
fn every_import_is_in_the_table() {
    let (table, src) = (document(), root().join("src"));
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 30, "{} files", files.len());
    let check = |path: &PathBuf| faults(path.strip_prefix(&src).unwrap(), &fs::read_to_string(path).unwrap(), &table);
    let wrong: Vec<String> = files.iter().flat_map(check).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_row_is_a_module() {
    for module in document().keys() {
        let src = root().join("src");
        assert!(src.join(format!("{module}.rs")).exists() || src.join(module).join("mod.rs").exists(), "{module}");
    }
}

#[test]
fn a_planted_import_is_found() {
    let table = document();
    let found = |place: &str, source: &str| faults(Path::new(place), source, &table).len();
    assert_eq!(found("normalize/marks.rs", "use crate::text::Text;"), 0);
    assert_eq!(found("normalize/marks.rs", "use crate::policy::decide;"), 1);
    assert_eq!(found("normalize/marks.rs", "use crate::{\n    text::{Span, Text},\n    engine::Engine,\n};"), 1);
    assert_eq!(found("normalize/marks.rs", "fn f() { crate::state::advance() }"), 1);
    assert_eq!(found("normalize/marks.rs", "use super::super::policy::decide;"), 1);
    assert_eq!(found("normalize/mod.rs", "use super::policy::decide;"), 1);
    assert_eq!(found("normalize/marks.rs", "use super::inner;"), 0);
    assert_eq!(
        found("normalize/marks.rs", "// crate::policy\n#[cfg(test)]\nmod tests { use crate::engine::Engine; }"),
        0
    );
    assert_eq!(found("gadget.rs", ""), 1);
}
