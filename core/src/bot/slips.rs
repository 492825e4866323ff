//! What an author meant where a text is not YAML, and the lines that other YAML readers take.
//!
//! In: the kind of an error, its place, the text. Out: a sentence that says what would be right, or
//! the text with its lines indented as YAML 1.2 wants them. It never looks at what the keys mean.

use std::collections::{BTreeMap, BTreeSet};

use granit_parser::ErrorKind;

use super::node::Place;

/// Columns that a repaired line moves right: further than any block stands.
const MOVED: u32 = 128;
/// Times that one text is read again, and bytes read for it in all.
const AGAIN: usize = 300;
const BYTES: usize = 64 << 20;

/// Lines inside quotes or brackets that begin too far left, or with a tab. The YAML library of Rasa
/// takes them, because white space at the beginning of such a line is no part of the text.
#[derive(Default)]
pub(super) struct Repairs {
    /// The columns that a line was moved by.
    moved: BTreeMap<u32, u32>,
    /// Those of the lines that stand inside quotes.
    quoted: BTreeSet<u32>,
    times: usize,
    bytes: usize,
}

impl Repairs {
    /// The text with the line of the error moved right, where that changes nothing that is said.
    pub(super) fn of(&mut self, text: &str, kind: &ErrorKind, line: u32, flow: bool) -> Option<String> {
        let quoted = match kind {
            ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation => true,
            ErrorKind::TabInBlockIndentation if flow || opens(text, line) => false,
            _ => return None,
        };
        self.times += 1;
        self.bytes += text.len();
        if self.times > AGAIN || self.bytes > BYTES || self.moved.contains_key(&line) {
            return None;
        }
        let mut repaired = String::with_capacity(text.len() + 4 * MOVED as usize);
        let (mut inside, moved) = (false, self.moved.len());
        for (index, whole) in text.split_inclusive('\n').enumerate() {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            inside |= number == line;
            if inside && !whole.trim().is_empty() && !self.moved.contains_key(&number) {
                self.moved.insert(number, MOVED);
                if quoted {
                    self.quoted.insert(number);
                }
                let rest = whole.trim_start_matches([' ', '\t']);
                let before = u32::try_from(whole.len() - rest.len()).unwrap_or(0);
                repaired.extend(std::iter::repeat_n(' ', (before + MOVED) as usize));
                repaired.push_str(rest);
                // A line without quotes does not close them: the next one is inside too.
                inside = quoted && !rest.contains(['"', '\'']);
            } else {
                repaired.push_str(whole);
            }
        }
        (self.moved.len() > moved).then_some(repaired)
    }

    /// The place in the text as it was written.
    pub(super) fn place(&self, place: Place) -> Place {
        let moved = self.moved.get(&place.line).copied().unwrap_or(0);
        Place { column: place.column.saturating_sub(moved).max(1), ..place }
    }

    /// The line from which quotes run on to the error, where they should have closed.
    pub(super) fn open_since(&self, text: &str, kind: &ErrorKind, line: u32) -> Option<u32> {
        let end = *kind == ErrorKind::UnclosedQuotedScalar
            || *kind == ErrorKind::InvalidQuotedScalarIndent
                && text.lines().nth((line as usize).saturating_sub(1)).is_none();
        let line = if end { self.quoted.last().copied()? } else { line };
        self.quoted.contains(&line).then(|| {
            let before = (1..line).rev().take_while(|line| self.quoted.contains(line)).last();
            before.unwrap_or(line)
        })
    }
}

/// Whether the line above opens a bracket at its end.
fn opens(text: &str, line: u32) -> bool {
    let above = text.lines().take((line as usize).saturating_sub(1)).filter(|line| !line.trim().is_empty()).last();
    above.is_some_and(|above| above.trim_end().ends_with(['{', '[']))
}

/// What to say of an open bracket where the reader is lost after it, on a line that begins no further right.
pub(super) fn unclosed(text: &str, open: Place, lost: Place) -> Option<String> {
    let line = |place: Place| text.lines().nth((place.line as usize).saturating_sub(1)).unwrap_or_default();
    let indent = |place: Place| line(place).len() - line(place).trim_start_matches([' ', '\t']).len();
    let lost = Some(lost).filter(|lost| lost.line > open.line && indent(*lost) <= indent(open))?;
    Some(format!("the bracket that opens here is still open in line {}, where nothing of it can stand", lost.line))
}

/// What would be right. `text` is that of the file.
pub(super) fn advice(kind: &ErrorKind, info: &str, text: &str, place: Place) -> (Place, String) {
    let line = text.lines().nth((place.line as usize).saturating_sub(1)).unwrap_or_default();
    let before: String = line.chars().take((place.column as usize).saturating_sub(1)).collect();
    let advice = match kind {
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            return misplaced(text, line, &before, place);
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement if continues(&before) => {
            "this line is read as part of what stands above: close a bracket or quote there, put a space after the \
             hyphen or colon, or begin the line where the keys beside it begin"
        }
        ErrorKind::MappingValueNotAllowed => {
            "a colon and a space inside a text begin a map; put the whole text in quotes"
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "this line is neither `key: value` nor `- item`: the colon, or the space after it, is missing"
        }
        ErrorKind::UnexpectedCharacter { character } if !character.is_control() => {
            return (place, format!("a text that begins with `{character}` has to stand in quotes"));
        }
        ErrorKind::UnexpectedCharacter { character } => {
            return (place, format!("the character U+{:04X} has no place in a text; remove it", u32::from(*character)));
        }
        ErrorKind::TabInBlockIndentation | ErrorKind::TabNotAllowed | ErrorKind::TabAtBlockScalarStart => {
            "a tab does not indent; use spaces"
        }
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::MappingKeyNotAllowed => {
            "a text that begins with `-` or `?` and a space has to stand in quotes"
        }
        ErrorKind::InvalidBlockScalarHeader => {
            "after `|` and `>` the text begins on the next line, indented; a text that begins so has to stand in quotes"
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "the text goes on after its closing quote; put all of it in quotes, and write `\\\"` for a quote inside"
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            "the text goes on after its closing quote; put all of it in quotes, and write `''` for a quote inside"
        }
        ErrorKind::UnclosedQuotedScalar => "the quote that opens here is never closed",
        ErrorKind::UnknownQuotedScalarEscape => {
            "between double quotes a backslash begins an escape such as `\\n`; write `\\\\` for a backslash, or use single quotes"
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            "this bracket closes nothing; put a text that begins with it in quotes"
        }
        ErrorKind::MismatchedFlowCollectionEnd { .. } => "this closes a bracket of another kind",
        ErrorKind::ExpectedFlowMappingSeparator => "a `,` or the closing `}` is missing before this",
        ErrorKind::ExpectedFlowSequenceSeparator => "a `,` or the closing `]` is missing before this",
        ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnclosedFlowCollection { .. } => "the bracket that opens here is never closed",
        ErrorKind::CommentNotSeparated => "a space belongs before `#`; a text with `#` in it stands in quotes",
        ErrorKind::InvalidQuotedScalarIndent => "the lines of a text in quotes stand further right than its key",
        ErrorKind::InvalidTagTerminator | ErrorKind::UndeclaredTagHandle | ErrorKind::InvalidGlobalTagCharacter => {
            "a text that begins with `!` has to stand in quotes"
        }
        ErrorKind::UnexpectedEofBlockMapping => "no value begins like this; put it in quotes",
        _ => return (place, format!("this is not YAML: {info}")),
    };
    (place, advice.to_owned())
}

/// Whether all that stands before a colon is one word: a key, and no text with a colon in it.
fn continues(before: &str) -> bool {
    let key = before.trim();
    let key = key.strip_prefix("- ").unwrap_or(key);
    !key.is_empty() && !key.contains([' ', ':', '"', '\''])
}

/// A line that stands where no key and no item can.
fn misplaced(text: &str, line: &str, before: &str, place: Place) -> (Place, String) {
    let value = before.rsplit_once(": ").map_or(before, |(_, value)| value).trim_start();
    let value = value.strip_prefix("- ").unwrap_or(value);
    if let Some(first) = value.chars().next().filter(|first| matches!(first, '[' | '{')) {
        let column = place.column.saturating_sub(u32::try_from(value.chars().count()).unwrap_or(0));
        return (Place { column, ..place }, format!("a text that begins with `{first}` has to stand in quotes"));
    }
    let above =
        text.lines().take((place.line as usize).saturating_sub(1)).filter(|line| !line.trim().is_empty()).last();
    let above = above.unwrap_or_default().trim_end();
    let above = above.trim_end_matches(['-', '+']);
    if above.ends_with(": |") || above.ends_with(": >") {
        return (place, "the lines below `|` have to stand further right than their key".to_owned());
    }
    let item = line.trim_start();
    if item.starts_with('-') && !item.starts_with("- ") {
        return (place, "a space is missing after the hyphen".to_owned());
    }
    (
        place,
        "no key can begin here: the keys of one map begin in one column, and so do the hyphens of one list".to_owned(),
    )
}

/// What looks like a space or a colon and is none: between keys, in indentation.
pub(super) fn lookalike(text: &str) -> Option<String> {
    let odd = |c: &char| {
        *c == '：' || !c.is_ascii() && c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}')
    };
    let odd = text.chars().find(odd)?;
    let kind = if odd == '：' { "colon" } else { "space" };
    Some(format!("U+{:04X} stands here and looks like a {kind}; write an ordinary one", u32::from(odd)))
}
