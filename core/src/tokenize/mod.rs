//! [`Text`] → tokens: words, numbers, other scripts, emoji; joined they are the text again.
//!
//! Thai is cut by scores: each place where a word may begin is scored from the letters around it and
//! from the cheapest path through the dictionary (`lattice`, `score`). What is not Thai is told by its
//! shape. A text costs time in proportion to its length, whatever is in it.

mod cluster;
pub(crate) mod code;
pub(crate) mod lattice;
pub(crate) mod letter;
mod mixed;
pub(crate) mod model;
pub(crate) mod score;
mod script;
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
use crate::tokenize::letter::Letter;
use crate::tokenize::mixed::Mixed;
use crate::tokenize::model::Model;
use crate::tokenize::thai::{Marks, Surface};
use crate::tokenize::trie::Trie;

/// The bundled dictionary and weights.
static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| Model::read(data::SEGMENT).unwrap_or_else(Model::empty));

/// The model that is bundled.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
pub(crate) fn bundled() -> &'static Model<'static> {
    &MODEL
}

/// What a Thai word costs in the bundled dictionary, as it is read: 33 for `ครับ`, 76 for `ลาเต้`, the
/// more the rarer; none where it is not listed.
pub(crate) fn word_cost(word: &str) -> Option<u8> {
    let codes: Vec<Code> = word.chars().map(code::code).collect();
    let mut whole = None;
    MODEL.trie.prefixes(&codes, |length, cost| whole = whole.or((length == codes.len()).then_some(cost)));
    whole
}

/// Whether a stretch of Thai, as it is read, is cut into words of the bundled dictionary only: `ชาเย็น` is
/// ชา and เย็น.
pub(crate) fn made_of_words(stretch: &str) -> bool {
    let mut known = true;
    let plain = Segmenter::default().cut_plain(stretch, &mut Vec::new(), |piece| {
        let word = &stretch[piece.start as usize..piece.end as usize];
        known &= piece.kind == Kind::Thai && word_cost(word).is_some();
    });
    plain && known
}

/// What a stretch of Thai costs that is one word, known or not: for what is not listed, the more the
/// longer it is, on the scale of [`word_cost`].
pub(crate) fn path_cost(word: &str) -> u32 {
    let letters = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    word_cost(word).map_or(MODEL.unknown.open.saturating_add(MODEL.unknown.letter.saturating_mul(letters)), u32::from)
}

/// Calls `found` with every word of the bundled dictionary, and what it costs.
pub(crate) fn each_word(mut found: impl FnMut(&str, u8)) {
    let mut word = String::new();
    MODEL.trie.each(|codes, cost| {
        word.clear();
        word.extend(codes.iter().filter_map(|&code| code::letter(code)));
        found(&word, cost);
    });
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
    mixed: Mixed,
}

impl Segmenter {
    /// A segmenter that also knows `words`, read as messages are. Those wholly in Thai letters take part
    /// in the lattice; others are whole wherever they stand on their own.
    pub(crate) fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Segmenter {
        Segmenter::of(words.into_iter().map(|word| normalize(word.as_ref().trim()).reading().to_owned()), USERS)
    }

    /// The same for words as they are read, and what each of them costs in the lattice.
    pub(crate) fn of(words: impl IntoIterator<Item = String>, cost: u8) -> Segmenter {
        let (mut known, mut mixed) = (BTreeMap::new(), Vec::new());
        for word in words {
            let codes: Vec<Code> = word.chars().take(LONGEST + 1).map(code::code).collect();
            match codes.iter().all(|&code| thai::takes_part(code)) {
                _ if !(2..=LONGEST).contains(&codes.len()) => {}
                true => {
                    known.insert(codes, cost);
                }
                false => mixed.push(word),
            }
        }
        Segmenter { words: trie::build(&known), mixed: Mixed::new(&mixed) }
    }

    /// Cuts the reading of a text into pieces that cover it, into a buffer that is emptied first.
    pub(crate) fn tokenize(&self, text: &Text, pieces: &mut Vec<Piece>) {
        pieces.clear();
        pieces.reserve(text.reading().len() / 10);
        self.cut(text, &mut Vec::new(), |piece| pieces.push(piece));
    }

    /// Calls `found` with each piece of the reading of a text; the letters are emptied first.
    pub(crate) fn cut(&self, text: &Text, letters: &mut Vec<Letter>, found: impl FnMut(Piece)) {
        letter::read(text.reading(), letters);
        let breaks = text.breaks().map(|byte| byte as u32).collect();
        self.surface(text.reading(), breaks, letters, found);
    }

    /// The same for a text that reads as it was written, or no without having called `found`.
    pub(crate) fn cut_plain(&self, raw: &str, letters: &mut Vec<Letter>, found: impl FnMut(Piece)) -> bool {
        let plain = letter::read_plain(raw, letters);
        if plain {
            self.surface(raw, Vec::new(), letters, found);
        }
        plain
    }

    #[inline]
    fn surface(&self, reading: &str, mut breaks: Vec<u32>, letters: &mut [Letter], found: impl FnMut(Piece)) {
        let whole = self.mixed.find(reading, letters);
        if !whole.is_empty() {
            breaks.extend(whole.iter().map(|piece| piece.start));
            breaks.sort_unstable();
        }
        Surface::cut(Marks { reading, breaks: &breaks, whole: &whole }, letters, &MODEL, &self.words, found);
    }
}

/// Cuts the reading of a text into pieces that cover it, with the words of the language only.
pub(crate) fn tokenize(text: &Text, pieces: &mut Vec<Piece>) {
    Segmenter::default().tokenize(text, pieces);
}
