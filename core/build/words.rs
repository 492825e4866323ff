//! The tables of words → a trie, the senses of its words, and the units.
//!
//! In: the text of each table. Out: plain numbers, laid out level by level so that the children of a
//! node stand side by side. Nothing is guessed: a line that cannot be read is an error with its place.
//! The build compiles all of it; the tests compile it again without a line, to see what the line does.

use std::collections::BTreeMap;

use super::class::{Class, Set, set};
use super::letter::{code, fold};

/// A table under `data/entities`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'t> {
    pub(super) name: &'t str,
    pub(super) text: &'t str,
}

/// A row of `units.tsv`.
#[derive(Debug)]
#[allow(dead_code, reason = "the build writes them down; the tests need the words alone")]
pub(super) struct Unit {
    pub(super) name: String,
    /// The name of the measure in the code: `Weight`.
    pub(super) measure: String,
    pub(super) group: String,
    pub(super) factor: f64,
    pub(super) per: String,
}

/// The compiled tables.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    /// The letter of each node, as `code` gives it; 0 for the root, which stands first.
    pub(super) letters: Vec<u8>,
    /// The first child of each node; its last stands before the first child of the next node.
    pub(super) children: Vec<u16>,
    /// The word that ends at a node, counted from 1, with [`SHY`] for an abbreviation.
    pub(super) words: Vec<u16>,
    /// The first sense of each word.
    pub(super) spans: Vec<u16>,
    pub(super) senses: Vec<(Class, i16)>,
    /// The classes of each word, as a number of `sets`.
    pub(super) classes: Vec<u8>,
    pub(super) sets: Vec<Set>,
    /// Letters that are neither Thai nor ASCII, sorted: € ₩ ㎡.
    pub(super) signs: Vec<char>,
    pub(super) units: Vec<Unit>,
    /// The codes of all currencies, four letters each; a space where there are three.
    pub(super) codes: String,
    /// Whether a code counts only in capitals.
    pub(super) capitals: Vec<bool>,
}

/// The bit of an abbreviation: `มค*` in the tables.
pub(super) const SHY: u16 = 1 << 15;

const MEASURES: [&str; 8] = ["money", "duration", "distance", "area", "volume", "weight", "temperature", "quantity"];

/// The senses of a word in the order of the tables, and whether it is an abbreviation.
type Entry = (Vec<(Class, i16)>, bool);
type Found = BTreeMap<String, Entry>;

/// Compiles the tables; `without` leaves out the words of a line, by its table and number from 1.
pub(super) fn compile(tables: &[Table<'_>], without: Option<(&str, usize)>) -> Result<Grammar, String> {
    let mut grammar = Grammar::default();
    let mut found = Found::new();
    for table in tables {
        for (row, (at, line)) in rows(table.text).enumerate() {
            let words = grammar.line(table.name, line, row).map_err(|what| format!("{}:{at}: {what}", table.name))?;
            if without != Some((table.name, at)) {
                words.into_iter().for_each(|(word, class, value)| add(&mut found, &word, (class, value)));
            }
        }
    }
    grammar.plant(&found)?;
    Ok(grammar)
}

/// The lines of a table that say something, with their numbers.
pub(super) fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// The words of `function.txt`, with a mark for those that may stand inside a name.
pub(super) fn function(text: &str) -> Vec<(&str, bool)> {
    let words = rows(text).flat_map(|(_, line)| line.split_whitespace());
    words.map(|word| (word.trim_end_matches('+'), word.ends_with('+'))).collect()
}

fn add(found: &mut Found, word: &str, sense: (Class, i16)) {
    let bare = word.strip_suffix('*').filter(|bare| !bare.is_empty());
    let short = bare.unwrap_or(word);
    let spaced = |letter: char| if letter == '_' && short.len() > 1 { ' ' } else { fold(letter) };
    let entry = found.entry(short.chars().map(spaced).collect()).or_default();
    entry.0.push(sense);
    entry.1 |= bare.is_some();
}

impl Grammar {
    /// The words of a line with their senses; a unit and a currency are recorded too.
    fn line(&mut self, table: &str, line: &str, row: usize) -> Result<Vec<(String, Class, i16)>, String> {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied().ok_or_else(|| format!("the cell {} is missing", at + 1));
        let id = i16::try_from(row).map_err(|_| "too many lines".to_owned())?;
        let all = |words: &str, class: Class, value: i16| -> Vec<(String, Class, i16)> {
            words.split_whitespace().map(|word| (word.to_owned(), class, value)).collect()
        };
        match table {
            "units.tsv" => {
                self.unit(&cells)?;
                Ok(all(cell(4)?, Class::Unit, id))
            }
            "currencies.tsv" => {
                let (code, flags) = (cell(0)?, cell(1)?);
                if !(3..=4).contains(&code.len()) {
                    return Err(format!("`{code}` is no code of three or four letters"));
                }
                self.codes += &format!("{code:4}");
                self.capitals.push(flags.contains('!'));
                let first = i16::try_from(self.units.len()).map_err(|_| "too many units")? + 3 * id;
                let mut words = all(code, Class::Unit, first + 2);
                words.extend(all(cell(2)?, Class::Unit, first));
                words.extend(all(cells.get(3).copied().unwrap_or_default(), Class::Unit, first + 1));
                Ok(words)
            }
            "holidays.tsv" => Ok(all(cell(2)?, Class::Holiday, id)),
            _ => {
                let class = Class::named(cell(0)?).ok_or_else(|| format!("no class is named `{}`", cells[0]))?;
                let value = cell(1)?.parse().map_err(|_| format!("`{}` is no whole number", cells[1]))?;
                Ok(all(cell(2)?, class, value))
            }
        }
    }

    fn unit(&mut self, cells: &[&str]) -> Result<(), String> {
        let [name, measure, group, factor, ..] = cells else { return Err("cells are missing".to_owned()) };
        if !MEASURES.contains(measure) {
            return Err(format!("no measure is named `{measure}`; they are {}", MEASURES.join(", ")));
        }
        let factor = factor.parse().map_err(|_| format!("`{factor}` is no number"))?;
        let measure = measure[..1].to_uppercase() + &measure[1..];
        let per = cells.get(5).unwrap_or(name);
        self.units.push(Unit {
            name: (*name).to_owned(),
            measure,
            group: (*group).to_owned(),
            factor,
            per: (*per).to_owned(),
        });
        Ok(())
    }

    /// Lays the words out as a trie, level by level.
    fn plant(&mut self, found: &Found) -> Result<(), String> {
        self.signs = found.keys().flat_map(|word| word.chars()).filter(|letter| code(*letter, &[]).is_none()).collect();
        self.signs.sort_unstable();
        self.signs.dedup();
        let mut entries: Vec<(Vec<u8>, &Entry)> = Vec::with_capacity(found.len());
        for (word, entry) in found {
            let letters: Option<Vec<u8>> = word.chars().map(|letter| code(letter, &self.signs)).collect();
            entries.push((letters.ok_or("too many signs that are neither Thai nor ASCII")?, entry));
        }
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (_, (senses, _)) in &entries {
            self.spans.push(u16::try_from(self.senses.len()).map_err(|_| "too many senses")?);
            self.senses.extend(senses);
            let classes: Vec<Class> = senses.iter().map(|(class, _)| *class).collect();
            self.class(set(&classes))?;
        }
        self.spans.push(u16::try_from(self.senses.len()).map_err(|_| "too many senses")?);
        self.grow(&entries)
    }

    /// Records which classes the next word has.
    fn class(&mut self, set: Set) -> Result<(), String> {
        let at = self.sets.iter().position(|own| *own == set).unwrap_or(self.sets.len());
        if at == self.sets.len() {
            self.sets.push(set);
        }
        self.classes.push(u8::try_from(at).map_err(|_| "too many combinations of classes")?);
        Ok(())
    }

    fn grow(&mut self, entries: &[(Vec<u8>, &Entry)]) -> Result<(), String> {
        // The range of words below a node, and how deep it stands.
        let mut queue = std::collections::VecDeque::from([(0, entries.len(), 0)]);
        self.letters.push(0);
        while let Some((mut from, to, depth)) = queue.pop_front() {
            let mut word = 0;
            if entries.get(from).is_some_and(|(letters, _)| letters.len() == depth) && from < to {
                word = u16::try_from(from + 1).ok().filter(|word| *word < SHY).ok_or("too many words")?;
                word |= if entries[from].1.1 { SHY } else { 0 };
                from += 1;
            }
            self.words.push(word);
            self.children.push(u16::try_from(self.letters.len()).map_err(|_| "too many letters")?);
            while from < to {
                let letter = entries[from].0[depth];
                let size = entries[from..to].partition_point(|(letters, _)| letters[depth] == letter);
                self.letters.push(letter);
                queue.push_back((from, from + size, depth + 1));
                from += size;
            }
        }
        self.children.push(u16::try_from(self.letters.len()).map_err(|_| "too many letters")?);
        Ok(())
    }
}
