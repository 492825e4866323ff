//! Labelled texts for the verbs that measure: JSON lines, or the examples of a bot directory.
//!
//! In: a path. Out: texts with their labels, in the order of the file; an error names file and line.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::bot::Bot;

/// A text and its label; none: out of scope.
pub(super) type Row = (String, Option<String>);

/// The labelled texts of a file or of a bot directory.
pub(super) fn rows(path: &Path, label: &str) -> Result<Vec<Row>, String> {
    if path.is_dir() {
        return taught(path);
    }
    let row = |row: Json| {
        let text = row.get("text").and_then(Json::as_str).ok_or("no `text`")?;
        let name = row.get(label).and_then(Json::as_str).filter(|name| *name != "oos");
        Ok((text.to_owned(), name.map(str::to_owned)))
    };
    lines(path, row)
}

/// The JSON lines of a file, each read and made into something; an error names file and line.
#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
pub(super) fn lines<J: DeserializeOwned, T>(
    path: &Path,
    made: impl Fn(J) -> Result<T, &'static str>,
) -> Result<Vec<T>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().zip(1_u32..).filter(|(line, _)| !line.trim().is_empty());
    let one = |line| made(serde_json::from_str(line).map_err(|error| error.to_string())?).map_err(str::to_owned);
    lines.map(|(line, number)| one(line).map_err(|error| format!("{}:{number}: {error}", path.display()))).collect()
}

/// The examples of a bot, as it learns from them.
fn taught(path: &Path) -> Result<Vec<Row>, String> {
    let bot = Bot::open_with(path, &super::environment::variables()).map_err(|error| error.to_string())?;
    let base = |name: &str| name.split('/').next().unwrap_or_default().to_owned();
    let row = |example: &crate::bot::Example| {
        (example.text.clone(), Some(base(&example.intent)).filter(|name| name != "nlu_fallback"))
    };
    Ok(bot.nlu.examples.iter().map(row).collect())
}

/// The first examples of each intent, in the order of the file.
pub(super) fn few(rows: &[Row], shots: usize) -> Vec<Row> {
    let mut seen: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for row in rows {
        let count = seen.entry(row.1.as_deref()).or_default();
        *count += 1;
        if *count <= shots {
            kept.push(row.clone());
        }
    }
    kept
}

/// The fold of each example: those of an intent are dealt out in turn, so that every fold has its share.
pub(super) fn dealt(rows: &[Row], folds: usize) -> Vec<usize> {
    let mut seen: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut folds_of = Vec::with_capacity(rows.len());
    for row in rows {
        // Intents begin at different folds, or those with few examples would all lie in the first.
        let next = seen.len();
        let count = seen.entry(row.1.as_deref()).or_insert(next);
        *count += 1;
        folds_of.push(*count % folds);
    }
    folds_of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_dealt_evenly() {
        let row = |name: &str| (name.to_owned(), Some(name.to_owned()));
        let rows: Vec<Row> = ["a", "b", "a", "b", "a", "b", "c"].map(row).into();
        assert_eq!(few(&rows, 1).len(), 3);
        let folds = dealt(&rows, 3);
        for name in ["a", "b"] {
            let mut own: Vec<usize> =
                rows.iter().zip(&folds).filter(|(row, _)| row.0 == name).map(|(_, f)| *f).collect();
            own.sort_unstable();
            assert_eq!(own, [0, 1, 2], "{name}");
        }
    }
}
