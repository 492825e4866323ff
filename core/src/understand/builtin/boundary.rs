//! Where words begin and end as the segmenter cuts them, and which words are part of no name.
//!
//! The grammar finds its words inside any Thai. Where little else speaks for a finding, the segmenter
//! has to agree: พัน in ผูกพัน is no thousand. Names of people, streets and products end before a
//! function word of `data/entities/function.txt`. A text is cut once, when first asked.

use std::borrow::Cow;

use super::Search;
use super::grammar::FUNCTION;
use super::token::is_thai;
use crate::tokenize::{Piece, tokenize};

/// Whether a word is part of no name, and is not counted; some may stand inside one, but not first.
pub(super) fn is_function(word: &str, first: bool) -> bool {
    FUNCTION.find(word).is_some_and(|mild| first || !mild)
}

/// The part of `from..to` before its first function word: where it ends, `from` if nothing is left.
///
/// ข้าวสารกันได้เลย → ข้าวสาร. A function word is one only where it stands as a word of its own.
pub(super) fn name_end(text: &str, pieces: &[Piece], from: usize, to: usize) -> usize {
    ends(text, pieces, from, to, true)
}

/// The same for a family name, which may begin like ใจดี or รักไทย.
pub(super) fn family_end(text: &str, pieces: &[Piece], from: usize, to: usize) -> usize {
    ends(text, pieces, from, to, false)
}

/// The same past the first word, whatever that is: วันดี, มีสุข.
pub(super) fn later_end(text: &str, pieces: &[Piece], from: usize, to: usize) -> usize {
    let first = pieces.partition_point(|piece| (piece.end as usize) <= from);
    let next = pieces.get(first).map_or(to, |piece| (piece.end as usize).min(to));
    ends(text, pieces, next, to, false)
}

fn ends(text: &str, pieces: &[Piece], from: usize, to: usize, strict: bool) -> usize {
    let first = pieces.partition_point(|piece| (piece.end as usize) <= from);
    for piece in pieces[first..].iter().take_while(|piece| (piece.start as usize) < to) {
        let start = (piece.start as usize).max(from);
        if is_function(&text[start..(piece.end as usize).min(to)], strict && start == from) {
            return from + text[from..start].trim_end().len();
        }
    }
    to
}

impl Search<'_> {
    /// The words of the text, in order.
    pub(super) fn pieces(&mut self) -> &[Piece] {
        let whole = self.whole;
        self.pieces.get_or_insert_with(|| {
            let mut pieces = Vec::new();
            tokenize(whole, &mut pieces);
            Cow::Owned(pieces)
        })
    }

    /// Whether a word ends, or begins, at a byte. Beside what is not Thai one always does.
    pub(super) fn edge(&mut self, at: usize) -> bool {
        let text = self.tokens.text;
        let inside =
            text[..at].chars().next_back().is_some_and(is_thai) && text[at..].chars().next().is_some_and(is_thai);
        if !inside {
            return true;
        }
        let pieces = self.pieces();
        let next = pieces.partition_point(|piece| (piece.start as usize) < at);
        pieces.get(next).is_some_and(|piece| piece.start as usize == at)
    }
}
