//! One line of text, read as the segmenter reads it, with the boundaries we know or believe.
//!
//! In: a line of gold (`ไป|กิน|ข้าว`) or of raw text. Out: its codes, its runs of Thai, and for gold
//! whether a token begins at each character of the reading.

use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::code::Code;
use crate::tokenize::score::WINDOW;
use crate::tokenize::thai::{self, Scratch, Surface};

/// A line as the segmenter sees it.
pub(crate) struct Line {
    /// Padded, as the weights want them.
    pub(crate) codes: Vec<Code>,
    /// From and to of each run of Thai, in characters.
    pub(crate) runs: Vec<(usize, usize)>,
    /// Whether a token begins at each character; empty where nobody told.
    pub(crate) gold: Vec<bool>,
}

impl Line {
    /// A line of raw text.
    pub(crate) fn raw(text: &str) -> Line {
        Line::read(&normalize(text), |_| false, false)
    }

    /// A line of gold, its tokens joined by `|`.
    pub(crate) fn gold(line: &str) -> Line {
        let (text, begins) = split(line);
        let text = normalize(&text);
        Line::read(&text, |byte| begins.binary_search(&text.span(byte, byte).start).is_ok(), true)
    }

    fn read(text: &Text, begins: impl Fn(usize) -> bool, told: bool) -> Line {
        let mut scratch = Scratch::default();
        Surface::read(text, &mut scratch);
        let gold = if told { scratch.bytes().map(begins).collect() } else { Vec::new() };
        Line { runs: thai::runs(&scratch), codes: scratch.into_codes(), gold }
    }

    /// The codes of a run, or of all with `0..len`.
    pub(crate) fn letters(&self, (from, to): (usize, usize)) -> &[Code] {
        &self.codes[WINDOW + from..WINDOW + to]
    }
}

/// The text of a line of gold, and the bytes where its tokens begin.
pub(crate) fn split(line: &str) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(line.len());
    let mut begins = Vec::new();
    for token in line.split('|').filter(|token| !token.is_empty()) {
        begins.push(text.len());
        text.push_str(token);
    }
    (text, begins)
}
