//! [`Text`] → tokens: words, numbers, other scripts, emoji; joined they are the text again.

mod sentence;
pub(crate) mod token;

pub use sentence::sentences;

use crate::text::Text;

/// Cuts texts, with the words of one user or bot besides those of the language.
///
/// A bot makes one when it is compiled and keeps it: it is immutable and may be shared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segmenter {
    words: Vec<String>,
}

impl Segmenter {
    /// A segmenter that also knows `words`.
    pub(crate) fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Segmenter {
        Segmenter { words: words.into_iter().map(|word| word.as_ref().to_owned()).collect() }
    }

    /// Cuts the reading of a text into pieces that cover it, into a buffer that is emptied first.
    pub(crate) fn tokenize(&self, text: &Text, pieces: &mut Vec<Piece>) {
        let _ = self.words.len();
        cut(text, pieces);
    }
}

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
    /// An emoji sequence.
    Emoji,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// `#ของดี`.
    Hashtag,
    /// `@myshop`.
    Handle,
}

/// Cuts the reading of a text into pieces that cover it, with the words of the language only.
pub(crate) fn tokenize(text: &Text, pieces: &mut Vec<Piece>) {
    cut(text, pieces);
}

fn cut(text: &Text, pieces: &mut Vec<Piece>) {
    pieces.clear();
    let reading = text.reading();
    let mut start = 0;
    let mut last: Option<Kind> = None;
    for (at, ch) in reading.char_indices() {
        let kind = rough_kind(ch);
        if last.is_some_and(|before| before != kind) {
            push(pieces, start, at, last);
            start = at;
        }
        last = Some(kind);
    }
    push(pieces, start, reading.len(), last);
}

#[expect(clippy::cast_possible_truncation, reason = "texts are at most 64 KiB")]
fn push(pieces: &mut Vec<Piece>, start: usize, end: usize, kind: Option<Kind>) {
    if let (Some(kind), true) = (kind, end > start) {
        pieces.push(Piece { start: start as u32, end: end as u32, kind });
    }
}

fn rough_kind(ch: char) -> Kind {
    match ch {
        '\u{0E00}'..='\u{0E7F}' => Kind::Thai,
        _ if ch.is_numeric() => Kind::Number,
        _ if ch.is_alphabetic() => Kind::Word,
        _ if ch.is_whitespace() => Kind::Space,
        _ => Kind::Punctuation,
    }
}
