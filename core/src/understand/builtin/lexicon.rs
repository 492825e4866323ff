//! The words of the grammar, compiled once from the tables under `data/entities`.
//!
//! A trie over characters gives the longest word at a place; each word has one or more senses.
//! Building takes well under a millisecond and happens once in a process. It never fails: a line
//! that cannot be read is left out, and a test says which.

use std::sync::OnceLock;

use super::class::{Class, Set, set};
use super::unit::{Measure, Unit};
use crate::data::entities as tables;

/// One meaning of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sense {
    pub(super) class: Class,
    pub(super) value: i32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    letter: char,
    child: u32,
    sibling: u32,
    /// The word that ends here, plus one; 0 where none does.
    word: u16,
    /// The word is an abbreviation that counts only beside a number or alone: `มค*` in the tables.
    shy: bool,
}

/// The compiled grammar words.
#[derive(Debug)]
pub(super) struct Lexicon {
    nodes: Vec<Node>,
    /// The first node of a letter: Thai at 0, ASCII at 128.
    roots: [u32; 256],
    words: u16,
    senses: Vec<Sense>,
    spans: Vec<(u32, u32)>,
    /// For each word, the classes of its senses.
    masks: Vec<Set>,
    pub(super) units: Vec<Unit>,
    /// Numbers of table lines that could not be read, for the test.
    pub(super) unread: Vec<String>,
}

/// The lexicon of this process.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::compile)
}

fn root(letter: char) -> usize {
    match letter {
        '\u{0E00}'..='\u{0E7F}' => letter as usize - 0x0E00,
        '\0'..='\u{7F}' => 128 + letter as usize,
        // The few signs outside both blocks share the slots of the control characters.
        _ => 129 + letter as usize % 30,
    }
}

/// Folds case and the apostrophes and white space that people type.
pub(super) fn fold(letter: char) -> char {
    match letter {
        '’' | '‘' | '`' => '\'',
        '\t' | '\u{A0}' => ' ',
        _ => letter.to_ascii_lowercase(),
    }
}

impl Lexicon {
    fn compile() -> Lexicon {
        let mut lexicon = Lexicon {
            nodes: vec![Node::default()],
            roots: [0; 256],
            words: 0,
            senses: Vec::new(),
            spans: Vec::new(),
            masks: Vec::new(),
            units: Vec::new(),
            unread: Vec::new(),
        };
        let mut found: Vec<(u16, Sense)> = Vec::new();
        for line in rows(tables::UNITS) {
            lexicon.unit_line(line, &mut found);
        }
        for line in rows(tables::CURRENCIES) {
            lexicon.currency_line(line, &mut found);
        }
        for line in tables::WORDS.iter().flat_map(|table| rows(table)) {
            lexicon.word_line(line, &mut found);
        }
        for (index, holiday) in super::holiday::holidays().iter().enumerate() {
            for word in holiday.words.split_whitespace() {
                lexicon.add(word, Sense { class: Class::Holiday, value: index as i32 }, &mut found);
            }
        }
        found.sort_by_key(|(word, _)| *word);
        let words = found.last().map_or(0, |(word, _)| usize::from(*word) + 1);
        let mut at = 0;
        for word in 0..words {
            let start = at;
            while found.get(at).is_some_and(|(id, _)| usize::from(*id) == word) {
                lexicon.senses.push(found[at].1);
                at += 1;
            }
            lexicon.spans.push((start as u32, at as u32));
            let classes: Vec<Class> = lexicon.senses[start..at].iter().map(|sense| sense.class).collect();
            lexicon.masks.push(set(&classes));
        }
        lexicon
    }

    /// `class <tab> value <tab> words`
    fn word_line(&mut self, line: &str, found: &mut Vec<(u16, Sense)>) {
        let mut cells = line.split('\t');
        let class = cells.next().and_then(Class::named);
        let value = cells.next().and_then(|cell| cell.parse::<i32>().ok());
        let (Some(class), Some(value), Some(words)) = (class, value, cells.next()) else {
            self.unread.push(line.to_owned());
            return;
        };
        for word in words.split_whitespace() {
            self.add(word, Sense { class, value }, found);
        }
    }

    /// `name <tab> measure <tab> group <tab> factor <tab> words <tab> name in a rate`, the last if it is another
    fn unit_line(&mut self, line: &'static str, found: &mut Vec<(u16, Sense)>) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let measure = cells.get(1).and_then(|cell| Measure::named(cell));
        let factor = cells.get(3).and_then(|cell| cell.parse::<f64>().ok());
        let (Some(measure), Some(factor), Some(words)) = (measure, factor, cells.get(4)) else {
            self.unread.push(line.to_owned());
            return;
        };
        let group = cells[2];
        let per = cells.get(5).copied().unwrap_or(cells[0]);
        let value = self.units.len() as i32;
        self.units.push(Unit { name: cells[0], measure, group, factor, per, capitals: false });
        for word in words.split_whitespace() {
            self.add(word, Sense { class: Class::Unit, value }, found);
        }
    }

    /// `code <tab> flags <tab> words <tab> hundredths`; the flag `!` wants the code in capitals
    fn currency_line(&mut self, line: &'static str, found: &mut Vec<(u16, Sense)>) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let (Some(code), Some(flags), Some(words)) = (cells.first(), cells.get(1), cells.get(2)) else {
            self.unread.push(line.to_owned());
            return;
        };
        let value = self.units.len() as i32;
        let unit = Unit { name: code, measure: Measure::Money, group: code, factor: 1.0, per: code, capitals: false };
        self.units.push(unit);
        self.units.push(Unit { factor: 0.01, ..unit });
        self.units.push(Unit { capitals: flags.contains('!'), ..unit });
        self.add(code, Sense { class: Class::Unit, value: value + 2 }, found);
        for word in words.split_whitespace() {
            self.add(word, Sense { class: Class::Unit, value }, found);
        }
        for word in cells.get(3).copied().unwrap_or_default().split_whitespace() {
            self.add(word, Sense { class: Class::Unit, value: value + 1 }, found);
        }
    }

    /// Adds a word; `_` in a table stands for a space.
    fn add(&mut self, word: &str, sense: Sense, found: &mut Vec<(u16, Sense)>) {
        let mut node = 0;
        let bare = word.strip_suffix('*').filter(|bare| !bare.is_empty());
        let shy = bare.is_some();
        let word = bare.unwrap_or(word);
        for (index, letter) in word.chars().enumerate() {
            let letter = if letter == '_' && word.len() > 1 { ' ' } else { fold(letter) };
            let first = if index == 0 { self.roots[root(letter)] } else { self.nodes[node].child };
            node = self.step(first, letter).unwrap_or_else(|| self.grow(node, index == 0, letter));
        }
        if self.nodes[node].word == 0 {
            self.words += 1;
            self.nodes[node].word = self.words;
        }
        self.nodes[node].shy |= shy;
        found.push((self.nodes[node].word - 1, sense));
    }

    fn grow(&mut self, parent: usize, top: bool, letter: char) -> usize {
        let id = self.nodes.len();
        let first = if top {
            std::mem::replace(&mut self.roots[root(letter)], id as u32)
        } else {
            std::mem::replace(&mut self.nodes[parent].child, id as u32)
        };
        self.nodes.push(Node { letter, child: 0, sibling: first, word: 0, shy: false });
        id
    }

    fn step(&self, first: u32, letter: char) -> Option<usize> {
        let mut at = first as usize;
        while at != 0 {
            if self.nodes[at].letter == letter {
                return Some(at);
            }
            at = self.nodes[at].sibling as usize;
        }
        None
    }

    /// The longest word at the start of `text` whose end `fits` accepts: its bytes and its number.
    /// `fits` also hears whether the word is an abbreviation.
    pub(super) fn longest(&self, text: &str, fits: impl Fn(usize, bool) -> bool) -> Option<(usize, u16)> {
        let mut best = None;
        let mut node = 0;
        for (at, written) in text.char_indices() {
            let letter = fold(written);
            let first = if at == 0 { self.roots[root(letter)] } else { self.nodes[node].child };
            let Some(next) = self.step(first, letter) else { break };
            node = next;
            let end = at + written.len_utf8();
            if self.nodes[node].word != 0 && fits(end, self.nodes[node].shy) {
                best = Some((end, self.nodes[node].word - 1));
            }
        }
        best
    }

    /// Whether a word has a sense of a class.
    pub(super) fn has(&self, word: u16, class: Class) -> bool {
        let class = class as usize;
        self.masks[usize::from(word)][class / 64] & (1 << (class % 64)) != 0
    }

    /// Whether a word has a sense of one of these classes.
    pub(super) fn any(&self, word: u16, classes: &Set) -> bool {
        self.masks[usize::from(word)].iter().zip(classes).any(|(own, asked)| own & asked != 0)
    }

    /// The senses of a word.
    pub(super) fn senses(&self, word: u16) -> &[Sense] {
        let (start, end) = self.spans[usize::from(word)];
        &self.senses[start as usize..end as usize]
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        assert_eq!(lexicon().unread, Vec::<String>::new());
    }

    #[test]
    fn the_longest_word_wins() {
        let (end, word) = lexicon().longest("ไม่เกินกว่านี้", |_, _| true).unwrap();
        assert_eq!(end, "ไม่เกินกว่า".len());
        assert!(lexicon().senses(word).iter().any(|sense| sense.class == Class::Most));
    }
}
