//! What all readers share: the bot so far, the problems so far, and the ways to take a node apart.
//!
//! In: nodes. Out: texts, flags, numbers, names; anything else is reported with its place and what
//! would be right, and reading goes on.

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::nearest::nearest;
use crate::bot::node::{Content, Key, Node, Place};
use crate::bot::{Bot, Mapping, Origin};
use crate::error::{Code, Problem};
use crate::value::{Value, checked};

/// Problems that one bot may report; the rest would drown them.
const MOST: usize = 2000;

/// A bot while it is read.
pub(super) struct Reading {
    pub(super) bot: Bot,
    pub(super) problems: Vec<Problem>,
    /// Every name that is used somewhere, to be looked up once everything is read.
    pub(super) uses: Vec<Use>,
    /// The file that is being read.
    pub(super) file: u16,
    /// Slots written without `mappings`, and those of them that say `auto_fill: false`.
    pub(super) unmapped: Vec<(String, bool)>,
    /// Mappings that forms of Rasa 2 hold, by slot.
    pub(super) adopted: Vec<(String, Vec<Mapping>)>,
    /// `triggers` of intents in Rasa 1: the intent, the action, and where.
    pub(super) triggers: Vec<(String, String, Origin)>,
    /// Mappings that wait for commands of the host's own model.
    pub(super) commanded: usize,
    /// Where the synonyms of a value stand, and the words they have.
    pub(super) synonyms: BTreeMap<String, usize>,
    pub(super) words: BTreeSet<(usize, String)>,
    /// Entries of the pipeline that a note tells of.
    pub(super) told: BTreeSet<String>,
    /// Filters of responses that are none: the slot, what is wrong, and where.
    pub(super) filters: Vec<(String, String, Origin)>,
    /// Whether a file could not be read at all: then names that seem unknown may stand there.
    pub(super) broken: bool,
    /// Whether `config.yml` gave a pipeline that is not empty.
    pub(super) pipeline: bool,
    /// Whether `config.yml` turns on or off what is learned past the stories.
    pub(super) learned: Option<bool>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Intent,
    Entity,
    Slot,
    Action,
    Form,
    Response,
    Queue,
    Hours,
    Flow,
}

/// A name where it is used.
pub(super) struct Use {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) origin: Origin,
    /// Whether the bot cannot work without it.
    pub(super) fatal: bool,
}

impl Reading {
    pub(super) fn new() -> Reading {
        let mut bot = Bot::default();
        bot.domain.store = true;
        Reading {
            bot,
            problems: Vec::new(),
            uses: Vec::new(),
            file: 0,
            unmapped: Vec::new(),
            adopted: Vec::new(),
            triggers: Vec::new(),
            commanded: 0,
            synonyms: BTreeMap::new(),
            words: BTreeSet::new(),
            told: BTreeSet::new(),
            filters: Vec::new(),
            broken: false,
            pipeline: false,
            learned: None,
        }
    }

    /// The place, in the file that is being read.
    pub(super) fn origin(&self, place: Place) -> Origin {
        Origin { file: self.file, line: place.line, column: place.column }
    }

    fn problem(&mut self, code: Code, origin: Origin, message: String, fatal: bool) {
        if self.problems.len() >= MOST {
            return;
        }
        let file = self.bot.files.get(usize::from(origin.file)).map_or("", String::as_str);
        let file = if origin.line == 0 { "" } else { file };
        let problem = Problem::new(code, message).at(file, origin.line, origin.column);
        self.problems.push(if fatal { problem } else { problem.note() });
    }

    /// A mistake: the bot does not open.
    pub(super) fn wrong(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.problem(code, self.origin(place), message.into(), true);
    }

    /// Something worth knowing: the bot opens all the same.
    pub(super) fn note(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.problem(code, self.origin(place), message.into(), false);
    }

    /// Either, at a place in any file.
    pub(super) fn report(&mut self, code: Code, origin: Origin, message: impl Into<String>, fatal: bool) {
        self.problem(code, origin, message.into(), fatal);
    }

    /// Remembers that a name is used here.
    pub(super) fn uses(&mut self, kind: Kind, name: &str, place: Place, fatal: bool) {
        self.uses.push(Use { kind, name: name.to_owned(), origin: self.origin(place), fatal });
    }

    fn expected(&mut self, node: &Node, what: &str, wanted: &str) {
        let message = format!("{what} takes {wanted}; this is {}", node.describe());
        let text = node.scalar();
        let odd = text.and_then(crate::bot::slips::lookalike).map(|odd| format!(": {odd}"));
        // `action:utter_greet`
        let tight =
            text.and_then(|text| text.split_once(':')).is_some_and(|(key, _)| !key.is_empty() && !key.contains(' '));
        let odd =
            odd.or_else(|| (wanted == "a map" && tight).then(|| "; a space is missing after the colon".to_owned()));
        self.wrong(Code::BadValue, node.place, message + &odd.unwrap_or_default());
    }

    /// The entries of a map; nothing counts as an empty one.
    pub(super) fn map<'n>(&mut self, node: &'n Node, what: &str) -> &'n [(Key, Node)] {
        if !matches!(node.content, Content::Map(_)) && !node.is_null() {
            self.expected(node, what, "a map");
        }
        node.entries()
    }

    /// The items of a list; nothing counts as an empty one.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        if !matches!(node.content, Content::List(_)) && !node.is_null() {
            self.expected(node, what, "a list");
        }
        node.items()
    }

    /// A text; a number or a boolean is taken as it is written.
    pub(super) fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let text = node.scalar().filter(|_| !node.is_null());
        if text.is_none() {
            self.expected(node, what, "text");
        }
        text
    }

    /// A text that people write or read, none of which may be lost.
    pub(super) fn words<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        self.whole(node);
        self.text(node, what)
    }

    /// A note where a `#` makes a comment of the rest of a text.
    pub(super) fn whole(&mut self, node: &Node) {
        if let Some(place) = node.comment() {
            let message = "from this `#` on it is a comment and no part of the text; put the text in quotes, with \
                           the `#` or without it";
            self.note(Code::Unused, place, message);
        }
    }

    /// A name: text that is not empty.
    pub(super) fn name<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let name = self.text(node, what)?.trim();
        if name.is_empty() {
            self.expected(node, what, "a name");
            return None;
        }
        Some(name)
    }

    /// A name or a list of names, with their places.
    pub(super) fn names<'n>(&mut self, node: &'n Node, what: &str) -> Vec<(&'n str, Place)> {
        if let Content::List(items) = &node.content {
            return items.iter().filter_map(|item| Some((self.name(item, what)?, item.place))).collect();
        }
        if node.is_null() {
            return Vec::new();
        }
        self.name(node, what).map(|name| (name, node.place)).into_iter().collect()
    }

    /// A boolean.
    pub(super) fn flag(&mut self, node: &Node, what: &str) -> Option<bool> {
        let flag = node.flag().or_else(|| match node.scalar()?.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        });
        if flag.is_none() {
            self.expected(node, what, "`true` or `false`");
        }
        flag
    }

    /// A finite number in a range.
    pub(super) fn number(&mut self, node: &Node, what: &str, range: (f64, f64)) -> Option<f64> {
        let number = node.scalar().and_then(|text| text.trim().parse::<f64>().ok()).filter(|n| n.is_finite());
        let number = number.filter(|n| *n >= range.0 && *n <= range.1);
        if number.is_none() {
            let wanted = match range {
                (low, high) if high.is_finite() => format!("a number from {low} to {high}"),
                (low, _) if low.is_finite() => format!("a number of at least {low}"),
                _ => "a number".to_owned(),
            };
            self.expected(node, what, &wanted);
        }
        number
    }

    /// Plain data.
    pub(super) fn value(&mut self, node: &Node) -> Value {
        match &node.content {
            Content::List(items) => Value::List(items.iter().map(|item| self.value(item)).collect()),
            Content::Map(entries) => Value::map(entries.iter().map(|(key, item)| (key.text.clone(), self.value(item)))),
            Content::Scalar { text, plain, .. } => self.scalar(node, text, *plain),
        }
    }

    fn scalar(&mut self, node: &Node, text: &str, plain: bool) -> Value {
        if !plain {
            return Value::Text(text.to_owned());
        }
        if node.is_null() {
            return Value::Null;
        }
        if let Some(flag) = node.flag() {
            return Value::Bool(flag);
        }
        match numeral(text) {
            Some(number) => checked(number).unwrap_or_else(|| {
                self.wrong(Code::BadNumber, node.place, format!("`{text}` is not kept exactly; write it in quotes"));
                Value::Null
            }),
            None => Value::Text(text.to_owned()),
        }
    }

    /// A key that is not known here. One that is nearly a known one, or in a place where nothing else may
    /// stand, is a mistake; another is worth knowing.
    pub(super) fn unknown(&mut self, key: &Key, known: &[&str], strict: bool) {
        let near = nearest(&key.text, known.iter().copied());
        let message = match near {
            Some(near) => format!("unknown key `{}`, did you mean `{near}`?", key.text),
            None => format!("unknown key `{}`; known here: {}", key.text, known.join(", ")),
        };
        self.problem(Code::UnknownKey, self.origin(key.place), message, strict || near.is_some());
    }

    /// A key that has to be there.
    pub(super) fn missing(&mut self, key: &str, place: Place, what: &str) {
        self.wrong(Code::MissingKey, place, format!("{what} needs the key `{key}`"));
    }
}

/// A number as YAML 1.2 writes it.
fn numeral(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let based = |digits: &str, base| u64::from_str_radix(digits, base).ok();
    if let Some(number) = digits.strip_prefix("0x").and_then(|hex| based(hex, 16)) {
        return exact(number);
    }
    if let Some(number) = digits.strip_prefix("0o").and_then(|octal| based(octal, 8)) {
        return exact(number);
    }
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Some(f64::NAN);
    }
    let shape = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.bytes().any(|b| b.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    if shape { text.parse().ok() } else { None }
}

#[expect(clippy::cast_precision_loss, reason = "what is beyond 2^53 is refused by the caller")]
fn exact(number: u64) -> Option<f64> {
    Some(number as f64)
}
