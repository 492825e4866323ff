//! The public face of tokenization: tokens that slice the text as it was written.
//!
//! A string comes in; tokens go out whose texts, joined, are that string again. The reading that the
//! stages work on (see `normalize`) never shows here: every span refers to the original.

use crate::normalize::normalize;
use crate::text::{Span, Text};
use crate::tokenize::{Kind, Piece, Segmenter};

/// A piece of a text as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token<'t> {
    /// The token, a slice of the original.
    pub text: &'t str,
    /// Where it stands in the original, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// Cuts texts into tokens, knowing some words of the user's besides its own.
///
/// ```
/// let tokenizer = sonthana::Tokenizer::new(["ชาไข่มุกบราวน์ชูการ์"]);
/// assert_eq!(tokenizer.words("เอาชาไข่มุกบราวน์ชูการ์"), ["เอา", "ชาไข่มุกบราวน์ชูการ์"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {
    segmenter: Segmenter,
}

impl Tokenizer {
    /// A tokenizer that also knows `words`; they are read as messages are (see [`normalize`](crate::normalize)).
    pub fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Tokenizer {
        Tokenizer { segmenter: Segmenter::new(words) }
    }

    /// The tokens of a text; joined, they are the text.
    pub fn tokenize<'t>(&self, text: &'t str) -> Vec<Token<'t>> {
        let read = normalize(text);
        let mut pieces = Vec::new();
        self.segmenter.tokenize(&read, &mut pieces);
        tokens(text, &read, &pieces)
    }

    /// The same tokens' texts, without white space.
    pub fn words<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let tokens = self.tokenize(text);
        tokens.into_iter().filter(|token| token.kind != Kind::Space).map(|token| token.text).collect()
    }
}

/// The tokens of a text; joined, they are the text, so nothing is lost.
///
/// ```
/// let tokens = sonthana::tokenize("ขอลาเต้ 2 แก้ว");
/// assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), "ขอลาเต้ 2 แก้ว");
/// ```
pub fn tokenize(text: &str) -> Vec<Token<'_>> {
    Tokenizer::default().tokenize(text)
}

/// The texts of the tokens, without white space.
///
/// ```
/// assert_eq!(sonthana::words("ขอลาเต้ 2 แก้ว"), ["ขอ", "ลาเต้", "2", "แก้ว"]);
/// ```
pub fn words(text: &str) -> Vec<&str> {
    Tokenizer::default().words(text)
}

/// Pieces of the reading as tokens of the original.
fn tokens<'t>(original: &'t str, text: &Text, pieces: &[Piece]) -> Vec<Token<'t>> {
    if pieces.is_empty() && !original.is_empty() {
        let span = Span { start: 0, end: original.len() };
        return vec![Token { text: original, span, kind: Kind::Space }];
    }
    let token = |piece: &Piece| {
        let span = text.span(piece.start as usize, piece.end as usize);
        Token { text: &original[span.start..span.end], span, kind: piece.kind }
    };
    pieces.iter().map(token).filter(|token| !token.text.is_empty()).collect()
}
