//! One line of text, read as the segmenter reads it, with the boundaries we know or believe.
//!
//! In: a line of gold (`ไป|กิน|ข้าว`) or of raw text. Out: its codes, its runs of Thai, and for gold
//! whether a token begins at each character of the reading.

use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::code::{Code, is_thai};
use crate::tokenize::letter::{BEFORE, Letter, read};
use crate::tokenize::thai::{run, whole};

/// A line as the segmenter sees it.
pub(crate) struct Line {
    /// Its letters, padded.
    pub(crate) letters: Vec<Letter>,
    /// Their codes, padded.
    pub(crate) codes: Vec<Code>,
    /// From and to of each run of Thai; the first letter is 0.
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
        let mut letters = Vec::new();
        read(text.reading(), &mut letters);
        let breaks: Vec<u32> = text.breaks().map(|byte| byte as u32).collect();
        let (first, end) = whole(&letters);
        let mut runs = Vec::new();
        let mut at = first;
        while at < end {
            let to = if is_thai(letters[at].code) { run(&letters, &breaks, at) } else { at + 1 };
            if is_thai(letters[at].code) {
                runs.push((at - first, to - first));
            }
            at = to;
        }
        let told = if told { &letters[first..end] } else { &[] };
        let gold = told.iter().map(|letter| begins(letter.start as usize)).collect();
        Line { codes: letters.iter().map(|letter| letter.code).collect(), runs, gold, letters }
    }

    /// The codes of a run, or of all with `0..len`.
    pub(crate) fn letters(&self, (from, to): (usize, usize)) -> &[Code] {
        &self.codes[BEFORE + from..BEFORE + to]
    }

    /// Where words may begin in a run, and its end.
    pub(crate) fn places(&self, (from, to): (usize, usize)) -> Vec<bool> {
        let place = |at: usize| at == from || at == to || self.letters[BEFORE + at].begins;
        (from..=to).map(place).collect()
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
