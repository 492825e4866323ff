//! Labelled texts for the verbs that measure: JSON lines, or the examples of a bot directory.
//!
//! In: a path. Out: texts with their labels, in the order of the file; an error names file and line.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::bot::{Annotation, Bot, Example, Origin};
use crate::learn::matrix::{random, shuffled};
use crate::order;

/// A text and its label; none: out of scope.
pub(super) type Row = (String, Option<String>);

/// The labelled texts of a file or of a bot directory.
pub(super) fn rows(path: &Path, label: &str) -> Result<Vec<Row>, String> {
    if path.is_dir() {
        return authored(path).map(|bot| taught(&bot));
    }
    let row = |row: Json| {
        let text = row.get("text").and_then(Json::as_str).ok_or("no `text`")?;
        let name = row.get(label).and_then(Json::as_str).filter(|name| *name != "oos");
        Ok((text.to_owned(), name.map(str::to_owned)))
    };
    lines(path, row)
}

/// Whether a path is labelled texts, and neither a bot directory nor a built file.
pub(super) fn is_data(path: &Path) -> Result<bool, String> {
    let mut head = [0; 8];
    let mut open = || std::fs::File::open(path).and_then(|mut file| std::io::Read::read(&mut file, &mut head));
    let read = if path.is_file() { open().map_err(|error| format!("{}: {error}", path.display()))? } else { 0 };
    Ok(path.is_file() && (read == 0 || head[..read].trim_ascii_start().starts_with(b"{")))
}

/// What a file is called in what is told of it.
pub(super) fn named(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Labelled texts, with what is named in them, as the examples of a bot that has nothing else.
pub(super) fn labelled(path: &Path, label: &str) -> Result<Bot, String> {
    let mut line = 0;
    let row = |row: Json| {
        line += 1;
        let text = row.get("text").and_then(Json::as_str).ok_or("no `text`")?;
        let Some(intent) = row.get(label).and_then(Json::as_str).filter(|name| *name != "oos") else { return Ok(None) };
        let marks = row.get("entities").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let annotations = marks.iter().map(|mark| annotation(text, mark)).collect::<Option<_>>();
        let annotations = annotations.ok_or("an entity has no name, or its place is none of the text")?;
        let origin = Origin { file: 0, line, column: 1 };
        Ok(Some(Example { intent: intent.to_owned(), text: text.to_owned(), annotations, origin }))
    };
    let examples: Vec<Option<Example>> = lines(path, row)?;
    let mut bot = Bot { files: vec![named(path)], ..Bot::default() };
    bot.nlu.examples = examples.into_iter().flatten().collect();
    Ok(bot)
}

/// An entity of a row, its places in code points.
fn annotation(text: &str, mark: &Json) -> Option<Annotation> {
    let place = |key: &str| {
        let at = usize::try_from(mark.get(key)?.as_u64()?).ok()?;
        let mut places = text.char_indices().map(|(at, _)| at).chain(Some(text.len()));
        u32::try_from(places.nth(at)?).ok()
    };
    let (start, end) = (place("start")?, place("end")?);
    let entity = mark.get("entity").and_then(Json::as_str)?.to_owned();
    (start < end).then(|| Annotation { start, end, entity, ..Annotation::default() })
}

/// The JSON lines of a file, each read and made into something; an error names file and line.
#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
pub(super) fn lines<J: DeserializeOwned, T>(
    path: &Path,
    mut made: impl FnMut(J) -> Result<T, &'static str>,
) -> Result<Vec<T>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().zip(1_u32..).filter(|(line, _)| !line.trim().is_empty());
    let mut one = |line| made(serde_json::from_str(line).map_err(|error| error.to_string())?).map_err(str::to_owned);
    let one = |(line, number)| one(line).map_err(|error| format!("{}:{number}: {error}", path.display()));
    some(path, lines.map(one).collect::<Result<_, _>>()?)
}

/// The examples of a path, if there are any.
fn some<T>(path: &Path, examples: Vec<T>) -> Result<Vec<T>, String> {
    if examples.is_empty() { Err(none(path)) } else { Ok(examples) }
}

fn none(path: &Path) -> String {
    format!("{}: there is no example in it", path.display())
}

/// A bot directory with examples, not trained; the first mistake otherwise.
pub(super) fn authored(path: &Path) -> Result<Bot, String> {
    let bot = Bot::authored(path, &super::environment::variables()).map_err(|error| error.to_string())?;
    if bot.nlu.examples.is_empty() { Err(none(path)) } else { Ok(bot) }
}

/// The examples of a bot.
pub(super) fn taught(bot: &Bot) -> Vec<Row> {
    let name = |example: &Example| Some(example.intent.clone()).filter(|name| name != "nlu_fallback");
    bot.nlu.examples.iter().map(|example| (example.text.clone(), name(example))).collect()
}

/// So many examples of each intent, drawn by a seed, in the order of the file.
pub(super) fn few(rows: &[Row], shots: usize, seed: u64) -> Vec<Row> {
    let mut own: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (at, (_, name)) in rows.iter().enumerate() {
        own.entry(name.as_deref()).or_default().push(at);
    }
    let mut seed = seed;
    let mut kept: Vec<usize> = Vec::new();
    for places in own.values() {
        let order = shuffled(places.len(), random(&mut seed));
        kept.extend(order.iter().take(shots).map(|&at| places[at as usize]));
    }
    order::sort(&mut kept);
    kept.into_iter().map(|at| rows[at].clone()).collect()
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
        let folds = dealt(&rows, 3);
        for name in ["a", "b"] {
            let mut own: Vec<usize> =
                rows.iter().zip(&folds).filter(|(row, _)| row.0 == name).map(|(_, f)| *f).collect();
            own.sort_unstable();
            assert_eq!(own, [0, 1, 2], "{name}");
        }
    }

    #[test]
    fn what_a_row_names_is_bytes_of_its_text() {
        let mark = |start, end| serde_json::json!({"start": start, "end": end, "entity": "city"});
        let found = annotation("ไปตาก", &mark(2, 5)).unwrap();
        assert_eq!((found.start, found.end, found.entity.as_str()), (6, 15, "city"));
        assert_eq!((annotation("ไปตาก", &mark(2, 6)), annotation("ไปตาก", &mark(3, 3))), (None, None));
    }

    #[test]
    fn a_few_are_drawn_by_a_seed() {
        let rows: Vec<Row> = (0..40).map(|at| (format!("{at}"), (at % 4 > 0).then(|| format!("{}", at % 4)))).collect();
        let drawn = few(&rows, 3, 1);
        assert_eq!((drawn.len(), &drawn), (12, &few(&rows, 3, 1)));
        assert!(drawn.iter().all(|row| drawn.iter().filter(|other| other.1 == row.1).count() == 3));
        assert!(drawn.is_sorted_by_key(|(text, _)| text.parse::<u8>().unwrap()));
        assert_ne!(drawn, few(&rows, 3, 2));
        assert_eq!(few(&rows, 100, 1), rows);
    }
}
