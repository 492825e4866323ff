//! `nlu:`: examples with their annotations, synonyms, lookups, patterns.
//!
//! In: the node, and the word lists that lie beside it. Out: everything added to the bot. An
//! annotation whose value differs from its text also makes a synonym.

use std::collections::BTreeMap;

use super::reading::{Kind, Reading};
use crate::bot::annotation;
use crate::bot::node::{Content, Node, Place};
use crate::bot::{Example, Lookup, Pattern, Synonym};
use crate::error::Code;
use crate::pattern;

/// Bytes of one example, at most.
const LONGEST: usize = 8 << 10;
const KEYS: [&str; 8] = ["intent", "synonym", "regex", "lookup", "examples", "metadata", "fuzzy", "slot"];

/// Reads `nlu:`. `lists` are the text files of the bot, by name.
pub(super) fn read(reading: &mut Reading, node: &Node, lists: &BTreeMap<&str, &str>) {
    for item in reading.list(node, "`nlu`") {
        let entries = reading.map(item, "an item of `nlu`");
        for (key, _) in entries.iter().filter(|(key, _)| !KEYS.contains(&key.text.as_str())) {
            reading.unknown(key, &KEYS, false);
        }
        let Some((key, name)) = entries.iter().find(|(key, _)| KEYS[..4].contains(&key.text.as_str())) else {
            let message = "an item of `nlu` has one of the keys intent, synonym, regex, lookup";
            reading.wrong(Code::MissingKey, item.place, message);
            continue;
        };
        let Some(title) = reading.name(name, &format!("`{}`", key.text)) else { continue };
        let (fuzzy, slot) = (item.get("fuzzy"), item.get("slot").filter(|node| !node.is_null()));
        if let Some(other) = fuzzy.or(slot).filter(|_| key.text != "lookup") {
            let message = "`fuzzy` and `slot` belong to a lookup";
            reading.note(Code::Unused, other.place, message);
        }
        if key.text == "lookup" {
            lookup_options(reading, title, key.place, (fuzzy, slot));
        }
        let Some(examples) = item.get("examples").filter(|node| !node.is_null()) else {
            if slot.is_some() {
                continue;
            }
            reading.note(Code::MissingKey, key.place, format!("`{title}` has no examples"));
            continue;
        };
        match key.text.as_str() {
            "intent" => intent(reading, title, name.place, examples),
            "synonym" => synonym(reading, title, key.place, examples),
            "regex" => pattern(reading, title, examples),
            _ => lookup(reading, title, examples, lists),
        }
    }
}

/// The lines of `examples`, each with its place, without the hyphen.
fn lines<'n>(reading: &mut Reading, node: &'n Node) -> Vec<(&'n str, Place)> {
    match &node.content {
        Content::List(items) => items.iter().filter_map(|item| listed(reading, item)).collect(),
        Content::Scalar { text, folded: true, .. } if text.starts_with('-') && text.contains(" - ") => {
            let message = "`>` joins these lines into one; they are read as below `|`, which is what to write";
            reading.note(Code::BadValue, node.place, message);
            let lines = text.lines().flat_map(|line| line.trim_start_matches('-').split(" - "));
            lines.map(str::trim).filter(|line| !line.is_empty()).map(|line| (line, node.place)).collect()
        }
        Content::Scalar { text, block, .. } => block_lines(reading, text, *block, node.place),
        Content::Map(_) => {
            reading.list(node, "`examples`");
            Vec::new()
        }
    }
}

/// `- text: สวัสดี` of a list, or the text alone.
fn listed<'n>(reading: &mut Reading, item: &'n Node) -> Option<(&'n str, Place)> {
    if item.entries().is_empty() {
        return Some((reading.words(item, "an example")?.trim(), item.place));
    }
    for (key, _) in item.entries() {
        if !["text", "metadata", "intent"].contains(&key.text.as_str()) {
            reading.unknown(key, &["text", "metadata"], false);
        }
    }
    let Some(text) = item.get("text") else {
        reading.missing("text", item.place, "an example");
        return None;
    };
    Some((reading.words(text, "`text`")?.trim(), text.place))
}

fn block_lines<'n>(reading: &mut Reading, text: &'n str, block: bool, start: Place) -> Vec<(&'n str, Place)> {
    let mut found = Vec::new();
    let skipped = text.chars().take_while(|c| *c == '\n').count();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line_of = start.line.saturating_add(u32::try_from(index.saturating_sub(skipped)).unwrap_or(u32::MAX));
        let place = if block { Place { line: line_of, column: start.column } } else { start };
        let Some(rest) = line.strip_prefix('-') else {
            let short: String = line.trim().chars().take(40).collect();
            let indented = line.trim_start().starts_with('-');
            let why =
                if indented { "the hyphen stands further right than that of the first line" } else { "no hyphen" };
            reading.note(Code::BadValue, place, format!("`{short}` is not read as an example: {why}"));
            continue;
        };
        let trimmed = rest.trim_start();
        let before = line[..line.len() - trimmed.len()].chars().count();
        let column = place.column.saturating_add(u32::try_from(before).unwrap_or(0));
        found.push((trimmed.trim_end(), Place { column, ..place }));
    }
    found
}

fn intent(reading: &mut Reading, name: &str, place: Place, examples: &Node) {
    reading.uses(Kind::Intent, name, place, false);
    for (line, place) in lines(reading, examples) {
        if line.is_empty() {
            continue;
        }
        if line.len() > LONGEST {
            reading.note(
                Code::TooLarge,
                place,
                format!("an example has at most {LONGEST} bytes; this one is left out"),
            );
            continue;
        }
        let (text, annotations, faults) = annotation::parse(line);
        for fault in faults {
            let before = line[..fault.at].chars().count();
            let column = place.column.saturating_add(u32::try_from(before).unwrap_or(0));
            let origin = reading.origin(Place { column, ..place });
            reading.report(Code::BadAnnotation, origin, fault.message, fault.fatal);
        }
        for annotation in &annotations {
            reading.uses(Kind::Entity, &annotation.entity, place, false);
            if let Some(value) = &annotation.value {
                add_word(reading, value, &text[annotation.start as usize..annotation.end as usize], place);
            }
        }
        let origin = reading.origin(place);
        reading.bot.nlu.examples.push(Example { intent: name.to_owned(), text, annotations, origin });
    }
}

/// Adds a word to the synonyms of a value.
fn add_word(reading: &mut Reading, value: &str, word: &str, place: Place) {
    let origin = reading.origin(place);
    let next = reading.bot.nlu.synonyms.len();
    let index = *reading.synonyms.entry(value.to_owned()).or_insert(next);
    let synonyms = &mut reading.bot.nlu.synonyms;
    if index == next {
        synonyms.push(Synonym { value: value.to_owned(), words: Vec::new(), origin });
    }
    if reading.words.insert((index, word.to_owned())) {
        synonyms[index].words.push(word.to_owned());
    }
}

fn synonym(reading: &mut Reading, value: &str, place: Place, examples: &Node) {
    for (word, _) in lines(reading, examples) {
        add_word(reading, value, word, place);
    }
}

fn pattern(reading: &mut Reading, name: &str, examples: &Node) {
    for (pattern, place) in lines(reading, examples) {
        add_pattern(reading, name, pattern, place);
    }
}

/// Adds a pattern that compiles.
pub(super) fn add_pattern(reading: &mut Reading, name: &str, pattern: &str, place: Place) {
    match pattern::builder(pattern, false).size_limit(1 << 20).build() {
        Ok(_) => {
            let origin = reading.origin(place);
            let (entity, pattern) = (name.to_owned(), pattern.to_owned());
            reading.bot.nlu.patterns.push(Pattern { entity, pattern, origin });
        }
        Err(error) => bad_pattern(reading, pattern, place, &error),
    }
}

fn bad_pattern(reading: &mut Reading, pattern: &str, place: Place, error: &regex::Error) {
    let foreign = ["(?=", "(?!", "(?<=", "(?<!", "(?P=", "(?("].iter().any(|part| pattern.contains(part))
        || pattern.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && matches!(pair[1], b'1'..=b'9' | b'Z'));
    if foreign {
        let message = format!("`{pattern}` looks around or back, which takes no bounded time; it is not used");
        return reading.note(Code::BadPattern, place, message);
    }
    let last = error.to_string();
    let reason = last.lines().last().unwrap_or_default().trim_start_matches("error: ");
    let broken = ["unclosed group", "unopened group", "unclosed character class", "missing expression"];
    if !broken.iter().any(|kind| reason.contains(kind)) {
        // Python may read it otherwise; there it teaches features and finds nothing by itself.
        return reading.note(Code::BadPattern, place, format!("`{pattern}` is not used: {reason}"));
    }
    reading.wrong(Code::BadPattern, place, format!("`{pattern}` is not a regular expression: {reason}"));
}

/// Begins a lookup: how its words are compared, and the slot that lists more of them.
fn lookup_options(reading: &mut Reading, name: &str, place: Place, (fuzzy, slot): (Option<&Node>, Option<&Node>)) {
    let exact = match fuzzy.map(|node| (node, node.scalar())) {
        None | Some((_, Some("1" | "true"))) => false,
        Some((_, Some("0" | "false"))) => true,
        Some((node, _)) => {
            let message = "`fuzzy` is 1, where slips of the keyboard are forgiven, or 0";
            reading.wrong(Code::BadValue, node.place, message);
            false
        }
    };
    let slot = slot.and_then(|node| {
        let slot = reading.name(node, "`slot`")?;
        reading.uses(Kind::Slot, slot, node.place, true);
        Some(slot.to_owned())
    });
    let (origin, entity, slot) = (reading.origin(place), name.to_owned(), slot.unwrap_or_default());
    reading.bot.nlu.lookups.push(Lookup { entity, exact, slot, origin, ..Lookup::default() });
}

fn lookup(reading: &mut Reading, name: &str, examples: &Node, lists: &BTreeMap<&str, &str>) {
    let file = examples.scalar().map(str::trim).filter(|text| text.ends_with(".txt") && !text.contains('\n'));
    let words = match file {
        Some(path) => match list(reading, path, lists) {
            Some(text) => text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            None => {
                let message = format!("the word list `{path}` of the lookup `{name}` is not there");
                return reading.wrong(Code::NotFound, examples.place, message);
            }
        },
        None => lines(reading, examples).into_iter().map(|(word, _)| word.to_owned()).collect(),
    };
    if let Some(lookup) = reading.bot.nlu.lookups.last_mut() {
        lookup.words = words;
    }
}

/// A word list, named from the bot's folder or from that of the file that names it.
fn list<'l>(reading: &Reading, path: &str, lists: &BTreeMap<&str, &'l str>) -> Option<&'l str> {
    let path = path.trim_start_matches("./").trim_start_matches("- ");
    let file = reading.bot.files.get(usize::from(reading.file)).map_or("", String::as_str);
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    lists.get(path).or_else(|| lists.get(format!("{folder}/{path}").as_str())).copied()
}
