//! [`Text`] → tokens: words, numbers, other scripts, emoji; joined they are the text again.
//!
//! Thai is cut by scores: each place where a word may begin is scored from the letters around it and
//! from the cheapest path through the dictionary (`lattice`, `score`). What is not Thai is told by its
//! shape. A text costs time in proportion to its length, whatever is in it.

mod cluster;
pub(crate) mod code;
pub(crate) mod lattice;
pub(crate) mod model;
pub(crate) mod score;
mod sentence;
mod shape;
pub(crate) mod thai;
pub(crate) mod token;
pub(crate) mod trie;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use cluster::{clusters, graphemes};
pub use sentence::sentences;

use crate::data;
use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::code::Code;
use crate::tokenize::lattice::LONGEST;
use crate::tokenize::model::Model;
use crate::tokenize::thai::{Scratch, Surface};
use crate::tokenize::trie::Trie;

/// The bundled dictionary and weights.
static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| Model::read(data::SEGMENT).unwrap_or_else(Model::empty));

/// The model that is bundled.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
pub(crate) fn bundled() -> &'static Model<'static> {
    &MODEL
}

/// What a user's word costs in the lattice: as little as the language's most frequent.
const USERS: u8 = 20;

/// A piece of a text's reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes of the reading.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A Thai word.
    Thai,
    /// A word of another script.
    Word,
    /// Digits, with separators.
    Number,
    /// White space.
    Space,
    /// Punctuation and symbols.
    Punctuation,
    /// An emoji sequence or an emoticon.
    Emoji,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// The `#` that opens a hashtag; its words are tokens of their own, for it has no spaces.
    Hashtag,
    /// `@myshop`.
    Handle,
}

/// Cuts texts, with the words of one user or bot besides those of the language.
///
/// A bot makes one when it is compiled and keeps it: it is immutable and may be shared. The default
/// knows the language's words and costs nothing to make.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segmenter {
    words: Vec<Trie<Vec<[u8; 4]>>>,
}

impl Segmenter {
    /// A segmenter that also knows `words`, read as messages are; only those wholly in Thai letters
    /// have a say, others are cut by their shape.
    pub(crate) fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Segmenter {
        let mut known = BTreeMap::new();
        for word in words {
            let read = normalize(word.as_ref().trim());
            let codes: Vec<Code> = read.reading().chars().take(LONGEST + 1).map(code::code).collect();
            if (2..=LONGEST).contains(&codes.len()) && codes.iter().all(|&code| thai::takes_part(code)) {
                known.insert(codes, USERS);
            }
        }
        Segmenter { words: trie::build(&known) }
    }

    /// Cuts the reading of a text into pieces that cover it, into a buffer that is emptied first.
    pub(crate) fn tokenize(&self, text: &Text, pieces: &mut Vec<Piece>) {
        self.tokenize_with(text, &mut Scratch::default(), pieces);
    }

    /// The same, with buffers that are kept from text to text.
    pub(crate) fn tokenize_with(&self, text: &Text, scratch: &mut Scratch, pieces: &mut Vec<Piece>) {
        pieces.clear();
        pieces.reserve(text.reading().len() / 10);
        let surface = Surface::read(text, scratch);
        surface.cut(&MODEL, &self.words, scratch, pieces);
    }
}

/// Cuts the reading of a text into pieces that cover it, with the words of the language only.
pub(crate) fn tokenize(text: &Text, pieces: &mut Vec<Piece>) {
    Segmenter::default().tokenize(text, pieces);
}
