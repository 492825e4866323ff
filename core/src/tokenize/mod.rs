//! [`Text`] → tokens: words, numbers, other scripts, emoji; joined they are the text again.

use crate::text::Text;

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

/// Cuts the reading of a text into pieces that cover it, into a buffer that is emptied first.
pub(crate) fn tokenize(text: &Text, pieces: &mut Vec<Piece>) {
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
