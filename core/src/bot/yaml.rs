//! YAML as a tree in which every key and value knows its line and column.
//!
//! In: one text. Out: a [`Node`] and what is wrong with the text. Booleans are those of YAML 1.2
//! (`yes` and `on` are text). Depth, size and what aliases may unfold to are bounded, so any input
//! takes bounded time and room. It never looks at what the keys mean.

use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use super::escapes;
use super::node::{Content, Key, Node, Place, Size};
use super::slips::{self, Repairs};
use crate::error::{Code, Problem};

/// Bytes of one file, at most.
const LONGEST: usize = 32 << 20;
/// Lists and maps inside each other, at most.
const DEEPEST: u32 = 64;
/// What anchors and aliases may copy, in nodes and in bytes of text.
const COPIED_NODES: usize = 200_000;
const COPIED_BYTES: usize = 8 << 20;
/// Problems that one file may report.
const MOST: usize = 1000;

/// Reads one file. What cannot be read at all gives an empty node and a problem.
pub(super) fn parse(file: &str, text: &str, problems: &mut Vec<Problem>) -> Node {
    if text.len() > LONGEST {
        let message = format!("the file has {} MB; at most {} MB are read", text.len() >> 20, LONGEST >> 20);
        problems.push(Problem::new(Code::TooLarge, message).at(file, 1, 1));
        return Node::default();
    }
    let (mut repairs, mut repaired, before) = (Repairs::default(), None, problems.len());
    loop {
        problems.truncate(before);
        let (open, anchors) = (Vec::new(), HashMap::new());
        let mut builder = Builder {
            file,
            written: text,
            ascii: text.is_ascii(),
            problems,
            repairs,
            open,
            root: None,
            anchors,
            copied: (0, 0),
        };
        match builder.read(repaired.as_deref().unwrap_or(text)) {
            Ok(()) => return builder.root.take().unwrap_or_default(),
            Err(Stop::Told) => return Node::default(),
            Err(Stop::Repaired(better)) => repaired = Some(better),
        }
        repairs = builder.repairs;
    }
}

/// Reading ends here.
enum Stop {
    /// The problem is reported.
    Told,
    /// It begins anew, with this text.
    Repaired(String),
}

/// A list or map that is still open, with its anchor.
struct Open {
    place: Place,
    /// Whether it stands in brackets.
    flow: bool,
    anchor: usize,
    content: Content,
    /// The key that waits for its value.
    key: Option<Key>,
    /// Keys so far, with their lines.
    seen: HashMap<String, u32>,
    /// Values of `<<`, merged when the map ends.
    merges: Vec<Node>,
}

struct Builder<'p> {
    file: &'p str,
    /// The text as it was written.
    written: &'p str,
    /// Whether all of it is ASCII.
    ascii: bool,
    repairs: Repairs,
    problems: &'p mut Vec<Problem>,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, (Node, Size)>,
    copied: (usize, usize),
}

impl Builder<'_> {
    fn report(&mut self, code: Code, place: Place, message: impl Into<String>) {
        if self.problems.len() < MOST {
            self.problems.push(Problem::new(code, message).at(self.file, place.line, place.column));
        }
    }

    /// Where a marker stands in the text as it was written.
    fn place(&self, marker: &Marker) -> Place {
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let place = Place { line: narrow(marker.line()), column: narrow(marker.col()).saturating_add(1) };
        self.repairs.place(place)
    }

    fn stop(&mut self, code: Code, place: Place, message: impl Into<String>) -> Stop {
        self.report(code, place, message);
        Stop::Told
    }

    fn read(&mut self, text: &str) -> Result<(), Stop> {
        let limit = DEEPEST as usize;
        let options = granit_parser::options! {
            flow_nesting_limit: limit,
            block_nesting_limit: limit,
            emit_unresolved_aliases: true,
        };
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = match event {
                Ok(pair) => pair,
                Err(error) => return Err(self.syntax(text, &error)),
            };
            if let Event::DocumentStart(..) = event {
                documents += 1;
                if documents > 1 && self.root.is_some() {
                    let message = "a second document begins here; put it into a file of its own";
                    return Err(self.stop(Code::BadYaml, self.place(&span.start), message));
                }
            }
            self.take(event, &span, text)?;
        }
        Ok(())
    }

    /// A text that is no YAML: one that can be read all the same is read anew.
    fn syntax(&mut self, text: &str, error: &ScanError) -> Stop {
        let (kind, place) = (error.kind(), self.place(error.marker()));
        if *kind == ErrorKind::RecursionLimitExceeded {
            return self.stop(Code::BadYaml, place, format!("lists and maps nest deeper than {DEEPEST}"));
        }
        let flow = self.open.last().is_some_and(|open| open.flow);
        if let Some(repaired) = self.repairs.of(text, kind, place.line, flow) {
            return Stop::Repaired(repaired);
        }
        if let Some(line) = self.repairs.open_since(text, kind, place.line) {
            let message = "the quotes that open above run on to here; close them, or indent this line if it is theirs";
            return self.stop(Code::BadYaml, Place { line, column: 1 }, message);
        }
        if let Some(open) = self.open.last().filter(|open| open.flow).map(|open| open.place)
            && let Some(message) = slips::unclosed(self.written, open, place)
        {
            return self.stop(Code::BadYaml, open, message);
        }
        let (place, advice) = slips::advice(kind, &error.info(), self.written, place);
        self.stop(Code::BadYaml, place, advice)
    }

    fn take(&mut self, event: Event<'_>, span: &Span, read: &str) -> Result<(), Stop> {
        let place = self.place(&span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = self.plain(style, tag.as_deref(), place);
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let quoted = style == ScalarStyle::DoubleQuoted;
                let comment = if style == ScalarStyle::Plain { self.comment(span, read) } else { None };
                let read = if quoted { None } else { escapes::unescape(&text).filter(|_| self.ascii) };
                let (text, folded) = (read.unwrap_or_else(|| text.into_owned()), style == ScalarStyle::Folded);
                let content = Content::Scalar { text, plain, block, folded, comment };
                self.close(Node { place, content }, anchor)
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.plain(ScalarStyle::Plain, tag.as_deref(), place);
                self.begin(place, anchor, Content::List(Vec::new()), style)
            }
            Event::MappingStart(style, anchor, tag) => {
                self.plain(ScalarStyle::Plain, tag.as_deref(), place);
                self.begin(place, anchor, Content::Map(Vec::new()), style)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(id) => self.alias(id, place),
            Event::UnresolvedAlias(name) => Err(self.stop(Code::BadYaml, place, unknown_anchor(&name))),
            _ => Ok(()),
        }
    }

    /// Where a comment follows a scalar on its last line.
    fn comment(&self, span: &Span, text: &str) -> Option<Place> {
        let rest = text.get(span.end.byte_offset()?..)?;
        let comment = rest.trim_start_matches([' ', '\t']);
        let place = self.place(&span.end);
        let before = u32::try_from(rest.len() - comment.len()).unwrap_or(0);
        let column = place.column.saturating_add(before);
        (comment.len() < rest.len() && comment.starts_with('#')).then_some(Place { column, ..place })
    }

    /// Whether a scalar may be something other than text. Tags other than `!!str` and its like are refused.
    fn plain(&mut self, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> bool {
        let Some(tag) = tag else { return style == ScalarStyle::Plain };
        match tag.core_suffix() {
            Some("str") => false,
            Some(_) => true,
            None => {
                self.report(Code::BadYaml, place, unknown_tag(tag));
                true
            }
        }
    }

    fn begin(&mut self, place: Place, anchor: usize, content: Content, style: StructureStyle) -> Result<(), Stop> {
        if self.open.len() >= DEEPEST as usize {
            return Err(self.stop(Code::BadYaml, place, format!("lists and maps nest deeper than {DEEPEST}")));
        }
        let flow = style == StructureStyle::Flow;
        self.open.push(Open { place, flow, anchor, content, key: None, seen: HashMap::new(), merges: Vec::new() });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Some(mut open) = self.open.pop() else { return Ok(()) };
        for source in std::mem::take(&mut open.merges) {
            self.merge(&mut open, source);
        }
        self.close(Node { place: open.place, content: open.content }, open.anchor)
    }

    /// The keys of `<<` that the map does not have itself.
    fn merge(&mut self, open: &mut Open, source: Node) {
        match source.content {
            Content::Map(entries) => {
                let Content::Map(own) = &mut open.content else { return };
                for (key, node) in entries {
                    if !open.seen.contains_key(&key.text) {
                        open.seen.insert(key.text.clone(), key.place.line);
                        own.push((key, node));
                    }
                }
            }
            Content::List(items) => items.into_iter().for_each(|item| self.merge(open, item)),
            Content::Scalar { .. } => {
                self.report(Code::BadYaml, source.place, "`<<` takes a map or a list of maps, such as `<<: *name`");
            }
        }
    }

    /// A whole node: the anchor remembers it, and what is open around it takes it.
    fn close(&mut self, node: Node, anchor: usize) -> Result<(), Stop> {
        if anchor > 0 {
            let size = node.size();
            self.copy(size, node.place)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        self.push(node)
    }

    fn alias(&mut self, id: usize, place: Place) -> Result<(), Stop> {
        let Some((_, size)) = self.anchors.get(&id) else {
            return Err(self.stop(Code::BadYaml, place, "an alias inside the very thing it stands for has no end"));
        };
        let size = *size;
        self.copy(size, place)?;
        if size.depth as usize + self.open.len() > DEEPEST as usize {
            return Err(self.stop(Code::BadYaml, place, format!("aliases nest deeper than {DEEPEST}")));
        }
        let mut node = self.anchors.get(&id).map(|(node, _)| node.clone()).unwrap_or_default();
        if node.scalar().is_some() {
            node.place = place;
        }
        self.push(node)
    }

    fn copy(&mut self, size: Size, place: Place) -> Result<(), Stop> {
        self.copied.0 += size.nodes;
        self.copied.1 += size.bytes;
        if self.copied.0 > COPIED_NODES || self.copied.1 > COPIED_BYTES {
            return Err(self.stop(Code::BadYaml, place, "the aliases of this file unfold to more than is read"));
        }
        Ok(())
    }

    fn push(&mut self, node: Node) -> Result<(), Stop> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map(entries) => match open.key.take() {
                None => return self.key(node),
                Some(key) if key.text == "<<" => open.merges.push(node),
                Some(key) => {
                    if let Some(line) = open.seen.insert(key.text.clone(), key.place.line) {
                        open.seen.insert(key.text.clone(), line);
                        let message = format!("the key `{}` stands in line {line} already", key.text);
                        self.report(Code::DuplicateKey, key.place, message);
                    } else {
                        entries.push((key, node));
                    }
                }
            },
            Content::Scalar { .. } => {}
        }
        Ok(())
    }

    fn key(&mut self, node: Node) -> Result<(), Stop> {
        let Content::Scalar { text, .. } = node.content else {
            return Err(self.stop(Code::BadYaml, node.place, "a key has to be text; quote a value that holds braces"));
        };
        if let Some(message) = slips::lookalike(&text).filter(|_| text.starts_with(|c: char| !c.is_alphanumeric())) {
            return Err(self.stop(Code::BadYaml, node.place, message));
        }
        if let Some(open) = self.open.last_mut() {
            open.key = Some(Key { text, place: node.place });
        }
        Ok(())
    }
}

fn unknown_anchor(name: &str) -> String {
    format!("`*{name}` refers to no anchor `&{name}` above it; put a text that begins with `*` in quotes")
}

fn unknown_tag(tag: &Tag) -> String {
    format!("the tag `{}` is not known here; remove it, or put a text that begins with `!` in quotes", tag.original())
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
