//! Gold: lines of text with the places where their words begin.

use std::fs;

use crate::measure::Measure;

/// A file of gold.
pub struct Gold {
    /// What the file is called in the table.
    pub name: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A text and the bytes where its tokens begin.
pub struct Line {
    /// The text, without the bars.
    pub text: String,
    begins: Vec<usize>,
}

impl Gold {
    /// Reads a file of lines whose tokens are joined by `|`.
    pub fn read(name: &str, path: &str) -> Gold {
        let file = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        Gold { name: name.to_owned(), lines: file.lines().map(Line::read).collect() }
    }

    /// How long it is, in bytes of UTF-8.
    pub fn bytes(&self) -> usize {
        self.lines.iter().map(|line| line.text.len()).sum()
    }

    /// Word F1 in percent of what `cut` finds; nothing where it changes the text.
    pub fn measure(&self, cut: impl Fn(&str) -> Option<Vec<usize>>) -> Option<f64> {
        let mut measure = Measure::default();
        for line in &self.lines {
            measure.add(&line.text, &cut(&line.text)?, &line.begins);
        }
        Some(measure.f1())
    }
}

impl Line {
    fn read(line: &str) -> Line {
        let (mut text, mut begins) = (String::with_capacity(line.len()), Vec::new());
        for token in line.split('|').filter(|token| !token.is_empty()) {
            begins.push(text.len());
            text.push_str(token);
        }
        Line { text, begins }
    }
}
