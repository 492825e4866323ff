//! The tree that authored files are read into: every key and value knows its line and column.
//!
//! In: what the YAML reader builds. Out: questions about a node: what it holds, under which key. It
//! knows the scalars of YAML 1.2 and nothing about bots.

/// A line and a column in characters, both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

/// A value with its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) content: Content,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A scalar as text; `plain` where it stood without quotes and may be a number or a boolean, `block`
    /// where it stood below a `|` or `>`, `folded` below a `>`, which joins lines; `comment` is where a
    /// `#` ends it, without quotes, and the rest of its line is a comment.
    Scalar { text: String, plain: bool, block: bool, folded: bool, comment: Option<Place> },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file, without duplicate keys.
    Map(Vec<(Key, Node)>),
}

impl Default for Content {
    fn default() -> Content {
        Content::Scalar { text: String::new(), plain: true, block: false, folded: false, comment: None }
    }
}

/// A key with its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Key {
    pub(super) text: String,
    pub(super) place: Place,
}

impl Node {
    /// Whether this is null: nothing, `~` or `null` without quotes.
    pub(super) fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true, .. }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The boolean that is written without quotes.
    pub(super) fn flag(&self) -> Option<bool> {
        match &self.content {
            Content::Scalar { text, plain: true, .. } => match text.as_str() {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The scalar's text.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Where a `#` ends a scalar that stands without quotes.
    pub(super) fn comment(&self) -> Option<Place> {
        match &self.content {
            Content::Scalar { comment, .. } => *comment,
            _ => None,
        }
    }

    /// The value under a key of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(k, _)| k.text == key).map(|(_, node)| node)
    }

    /// The entries of a map; none for anything else.
    pub(super) fn entries(&self) -> &[(Key, Node)] {
        if let Content::Map(entries) = &self.content { entries } else { &[] }
    }

    /// The items of a list; none for anything else.
    pub(super) fn items(&self) -> &[Node] {
        if let Content::List(items) = &self.content { items } else { &[] }
    }

    /// What it is, in words for a sentence.
    pub(super) fn describe(&self) -> String {
        match &self.content {
            Content::List(_) => "a list".to_owned(),
            Content::Map(_) => "a map".to_owned(),
            Content::Scalar { .. } if self.is_null() => "nothing".to_owned(),
            Content::Scalar { text, .. } => {
                let short: String = text.chars().take(40).collect();
                format!("`{}`", short.trim_end())
            }
        }
    }

    /// How much a copy of it takes.
    pub(super) fn size(&self) -> Size {
        match &self.content {
            Content::Scalar { text, .. } => Size { nodes: 1, bytes: text.len(), depth: 0 },
            Content::List(items) => items.iter().fold(Size::ONE, |sum, item| sum.with(item.size(), 0)),
            Content::Map(entries) => {
                entries.iter().fold(Size::ONE, |sum, (key, node)| sum.with(node.size(), key.text.len()))
            }
        }
    }
}

/// How much a node holds.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) nodes: usize,
    /// Of text.
    pub(super) bytes: usize,
    /// Lists and maps inside each other.
    pub(super) depth: u32,
}

impl Size {
    const ONE: Size = Size { nodes: 1, bytes: 0, depth: 1 };

    fn with(self, inner: Size, key: usize) -> Size {
        Size {
            nodes: self.nodes + inner.nodes,
            bytes: self.bytes + inner.bytes + key,
            depth: self.depth.max(inner.depth + 1),
        }
    }
}
