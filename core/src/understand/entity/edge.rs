//! Whether a listed word may begin or end at a place of a text.
//!
//! Thai has no spaces, and its vowels and tones are marks, so `\b` is of no use: `น้ำ` is a word in
//! `อยากกินน้ำ`, `กา` is none in `กาแฟ`. The pieces decide between clusters; nothing decides inside one.

use crate::features::token::{follows, leads};
use crate::tokenize::Piece;

/// How a place between two characters looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edge {
    /// Inside a character cluster, a Latin word or a number: nothing begins or ends here.
    Inside,
    /// Between two Thai clusters of one piece.
    Cluster,
    /// Between words.
    Word,
}

/// How the place `at`, in bytes of the reading, looks.
pub(crate) fn edge(reading: &str, pieces: &[Piece], at: usize) -> Edge {
    let (Some(before), Some(after)) = (reading[..at].chars().next_back(), reading[at..].chars().next()) else {
        return Edge::Word;
    };
    match (is_thai(before), is_thai(after)) {
        (true, true) if leads(before) || follows(after) => Edge::Inside,
        (true, true) if is_piece_start(pieces, at) => Edge::Word,
        (true, true) => Edge::Cluster,
        (false, false) if before.is_alphanumeric() && after.is_alphanumeric() => Edge::Inside,
        _ => Edge::Word,
    }
}

/// Thai letters, vowels, marks and digits.
pub(crate) fn is_thai(ch: char) -> bool {
    matches!(ch, '\u{0E01}'..='\u{0E4E}')
}

fn is_piece_start(pieces: &[Piece], at: usize) -> bool {
    pieces.binary_search_by(|piece| (piece.start as usize).cmp(&at)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize::Kind;

    fn pieces(words: &[&str]) -> (String, Vec<Piece>) {
        let mut start = 0;
        let of = |word: &&str| {
            let piece = Piece { start, end: start + word.len() as u32, kind: Kind::Thai };
            start = piece.end;
            piece
        };
        let pieces = words.iter().map(of).collect();
        (words.concat(), pieces)
    }

    #[test]
    fn pieces_decide_between_clusters_only() {
        let (text, pieces) = pieces(&["กิน", "กาแฟ", "latte", "ร้อน"]);
        let at = |part: &str| edge(&text, &pieces, text.find(part).unwrap());
        assert_eq!(at("กาแฟ"), Edge::Word);
        assert_eq!(at("แฟ"), Edge::Cluster);
        assert_eq!(at("าแฟ"), Edge::Inside);
        assert_eq!(at("ฟlatte"), Edge::Inside);
        assert_eq!(at("latte"), Edge::Word);
        assert_eq!(at("atte"), Edge::Inside);
        assert_eq!(at("ร้อน"), Edge::Word);
        assert_eq!(at("้อน"), Edge::Inside);
        assert_eq!(edge(&text, &pieces, text.len()), Edge::Word);
    }
}
