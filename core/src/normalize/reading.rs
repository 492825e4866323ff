//! The reading as it grows: what is read, where it came from, what was done.

use std::ops::Range;

use crate::order;
use crate::text::{Repair, Repairs, Span, Text};

/// One character of what was written, and the byte where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) ch: char,
    pub(crate) at: u32,
}

/// A reading under construction.
pub(crate) struct Reading<'r> {
    pub(crate) raw: &'r str,
    pub(crate) repairs: Repairs,
    text: String,
    origin: Vec<u32>,
    done: Vec<Repair>,
}

impl<'r> Reading<'r> {
    /// A reading of `raw`, of which nothing is read yet.
    pub(crate) fn new(raw: &'r str, repairs: Repairs) -> Reading<'r> {
        let (text, origin) = (String::with_capacity(raw.len()), Vec::with_capacity(raw.len() + 1));
        Reading { raw, repairs, text, origin, done: Vec::new() }
    }

    /// Reads bytes as they were written.
    pub(crate) fn verbatim(&mut self, bytes: Range<usize>) {
        self.text.push_str(&self.raw[bytes.clone()]);
        self.origin.extend(bytes.start as u32..bytes.end as u32);
    }

    /// Reads `ch`, which came from `at`.
    pub(crate) fn push(&mut self, ch: char, at: u32) {
        self.text.push(ch);
        self.origin.resize(self.text.len(), at);
    }

    /// The `back`th character from the end of what is read so far, from 1.
    pub(crate) fn last(&self, back: usize) -> Option<char> {
        self.text.chars().rev().nth(back - 1)
    }

    /// Reads items as they are.
    pub(crate) fn copy(&mut self, items: &[Item]) {
        for item in items {
            self.push(item.ch, item.at);
        }
    }

    /// Remembers what was done to `start..end` of what was written.
    pub(crate) fn note(&mut self, kind: &'static str, start: u32, end: u32) {
        self.done.push(Repair { span: Span { start: start as usize, end: end as usize }, kind });
    }

    /// The same for items `from..to`.
    pub(crate) fn repaired(&mut self, kind: &'static str, items: &[Item], from: usize, to: usize) {
        let end = items.get(to).map_or(self.raw.len() as u32, |item| item.at);
        self.note(kind, items[from].at, end);
    }

    /// The text, read.
    pub(crate) fn finish(mut self) -> Text {
        if self.text == self.raw {
            return Text::verbatim(self.raw);
        }
        self.origin.push(self.raw.len() as u32);
        // What stood before the first character that is read belongs to it.
        let first = self.origin[0];
        if !self.text.is_empty() {
            self.origin.iter_mut().take_while(|origin| **origin == first).for_each(|origin| *origin = 0);
        }
        order::by_key(&mut self.done, |repair| repair.span);
        Text::aligned(self.raw, self.text, self.origin, self.done)
    }
}
