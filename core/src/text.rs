//! What was written, what we read, and how the two align.
//!
//! A [`Text`] holds the original, the normalised reading, and for each place in the reading the
//! place in the original it came from. Spans that leave the engine always refer to the original.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes, `start..end`, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A message as written and as read.
///
/// `เเม่ค้า` (two เ) reads `แม่ค้า`; `origin` maps byte 0 of the reading to byte 0 of the original and
/// byte 3 (ม) to byte 6.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    original: String,
    /// Empty where the reading is the original itself: the common case costs no copy.
    reading: String,
    /// For the first byte of each character of the reading, and one past it, the byte of the original
    /// where its cluster starts; never less than for the byte before. Empty where the two are the same.
    origin: Vec<u32>,
    /// What the normaliser did, for the trace and for features.
    pub(crate) repairs: Vec<Repair>,
}

/// One thing the normaliser did to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    /// Where, in the original.
    pub(crate) span: Span,
    /// What, as a kebab-case word such as `elongation`.
    pub(crate) kind: &'static str,
}

impl Repair {
    /// A break that was written with a character of no width.
    pub(crate) const BREAK: &'static str = "break";
    /// Some of it was typed in the wrong keyboard layout and is read in the other.
    pub(crate) const LAYOUT: &'static str = "layout";
    /// Some of it is Thai that was written in Latin letters.
    pub(crate) const LATIN: &'static str = "latin";
}

/// Which repairs a reading makes; all of them unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Repairs {
    /// Characters of no width are not read; U+200B is a break between words.
    pub(crate) width: bool,
    /// Thai and full-width digits read as ASCII ones.
    pub(crate) digits: bool,
    /// Vowels and tones stand in one order, each once.
    pub(crate) marks: bool,
    /// ํ and า read as ำ.
    pub(crate) am: bool,
    /// เ and เ read as แ.
    pub(crate) ae: bool,
    /// มากกกก reads as มาก, 5555555 as 555.
    pub(crate) elongation: bool,
    /// Other scripts are composed (Unicode NFC).
    pub(crate) composition: bool,
}

impl Default for Repairs {
    fn default() -> Repairs {
        Repairs { width: true, digits: true, marks: true, am: true, ae: true, elongation: true, composition: true }
    }
}

impl Repairs {
    /// What they are called.
    pub(crate) const NAMES: [&str; 7] = ["width", "digits", "marks", "sara-am", "sara-ae", "elongation", "composition"];

    /// Switches the repair of a name; no where none is called so.
    pub(crate) fn switch(&mut self, name: &str, on: bool) -> bool {
        let repair = match name {
            "width" => &mut self.width,
            "digits" => &mut self.digits,
            "marks" => &mut self.marks,
            "sara-am" => &mut self.am,
            "sara-ae" => &mut self.ae,
            "elongation" => &mut self.elongation,
            "composition" => &mut self.composition,
            _ => return false,
        };
        *repair = on;
        true
    }
}

impl Text {
    /// A text that reads as it was written.
    pub(crate) fn verbatim(original: &str) -> Text {
        Text { original: original.to_owned(), ..Text::default() }
    }

    /// A text whose reading differs. `origin` has `reading.len() + 1` entries, never decreasing.
    pub(crate) fn aligned(original: &str, reading: String, origin: Vec<u32>, repairs: Vec<Repair>) -> Text {
        debug_assert_eq!(origin.len(), reading.len() + 1);
        Text { original: original.to_owned(), reading, origin, repairs }
    }

    /// The same text as it is read once it is typed `anew`, character for character: places of that
    /// reading are places of what was written.
    pub(crate) fn retyped(&self, read: &Text, anew: &str) -> Text {
        let mut places = vec![0; anew.len() + 1];
        let (mut from, mut start) = (anew.chars(), 0);
        for (at, ch) in self.original.char_indices() {
            let end = start + from.next().map_or(0, char::len_utf8);
            places[start..end].fill(at as u32);
            places[end] = (at + ch.len_utf8()) as u32;
            start = end;
        }
        let place = |at: usize| places.get(at).copied().unwrap_or_default();
        let origin = (0..=read.reading().len()).map(|at| place(read.span(at, at).start)).collect();
        let span = |span: Span| Span { start: place(span.start) as usize, end: place(span.end) as usize };
        let mut repairs: Vec<Repair> =
            read.repairs.iter().map(|repair| Repair { span: span(repair.span), ..*repair }).collect();
        repairs.push(Repair { span: Span { start: 0, end: self.original.len() }, kind: Repair::LAYOUT });
        Text::aligned(&self.original, read.reading().to_owned(), origin, repairs)
    }

    /// The same text with another reading; `origin` as for [`Text::aligned`].
    pub(crate) fn reread(&self, reading: String, origin: Vec<u32>) -> Text {
        let mut repairs = self.repairs.clone();
        repairs.push(Repair { span: Span { start: 0, end: self.original.len() }, kind: Repair::LATIN });
        Text::aligned(&self.original, reading, origin, repairs)
    }

    /// Whether it was read in another script than it was written in.
    pub(crate) fn is_reread(&self) -> bool {
        self.repairs.iter().any(|repair| repair.kind == Repair::LATIN)
    }

    /// Whether it was read in another keyboard layout than it was typed in.
    pub(crate) fn is_retyped(&self) -> bool {
        self.repairs.iter().any(|repair| repair.kind == Repair::LAYOUT)
    }

    /// What was written.
    pub(crate) fn original(&self) -> &str {
        &self.original
    }

    /// What we read.
    pub(crate) fn reading(&self) -> &str {
        if self.origin.is_empty() { &self.original } else { &self.reading }
    }

    /// The span of the original that `start..end` of the reading came from.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        if self.origin.is_empty() {
            return Span { start, end };
        }
        Span { start: self.origin[start] as usize, end: self.origin[end] as usize }
    }

    /// Places in the reading, in order, where the writer put an invisible break (U+200B).
    pub(crate) fn breaks(&self) -> impl Iterator<Item = usize> {
        let breaks = self.repairs.iter().filter(|repair| repair.kind == Repair::BREAK);
        breaks.map(|repair| self.origin.partition_point(|&origin| (origin as usize) < repair.span.end))
    }

    /// The piece of the original under a span.
    #[cfg(test)]
    pub(crate) fn slice(&self, span: Span) -> &str {
        &self.original[span.start..span.end]
    }
}

/// The unit in which a host counts positions in its strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Rust: bytes of UTF-8.
    Byte,
    /// Python: code points.
    CodePoint,
    /// JavaScript: UTF-16 code units.
    Utf16,
}

/// Turns byte positions into a host's unit, in one pass for positions that never decrease.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    byte: usize,
    count: usize,
}

impl<'t> Offsets<'t> {
    /// A converter for one text.
    pub fn new(text: &'t str, unit: Unit) -> Offsets<'t> {
        Offsets { text, unit, byte: 0, count: 0 }
    }

    /// The host's position of a byte position on a character boundary.
    pub fn at(&mut self, byte: usize) -> usize {
        if self.unit == Unit::Byte {
            return byte;
        }
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        let passed = self.text.get(self.byte..byte).unwrap_or_default();
        self.count += match self.unit {
            Unit::Utf16 => passed.chars().map(char::len_utf16).sum::<usize>(),
            _ => passed.chars().count(),
        };
        self.byte = byte;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_refer_to_the_original() {
        let text = Text::aligned("เเม่", "แม่".into(), vec![0, 0, 0, 6, 6, 6, 9, 9, 9, 12], vec![]);
        assert_eq!(text.slice(text.span(0, 3)), "เเ");
        assert_eq!(text.slice(text.span(3, 9)), "ม่");
    }

    #[test]
    fn offsets_count_in_the_hosts_unit() {
        let text = "ก😀ข";
        assert_eq!(Offsets::new(text, Unit::CodePoint).at(7), 2);
        assert_eq!(Offsets::new(text, Unit::Utf16).at(7), 3);
        let mut offsets = Offsets::new(text, Unit::Utf16);
        assert_eq!((offsets.at(10), offsets.at(3)), (4, 1));
    }
}
