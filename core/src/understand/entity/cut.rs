//! Where pieces have to be cut so that an entity may begin or end there.
//!
//! In: a read text, what is known of it, the splits that examples taught. Out: places inside pieces,
//! never inside a character cluster. Who annotates `หัวหน้า[พรรค](organization)` teaches that the word
//! `หัวหน้าพรรค` may be cut; and a listed word is cut free from what it is written together with.

use std::collections::BTreeMap;

use crate::features::token::{Mark, follows, leads, spelled};
use crate::text::{Span, Text};
use crate::tokenize::{Kind, Piece};

use super::Reading;

/// A word, hashed, and the place in it where it may be cut, in bytes.
pub(crate) type Split = (u32, u16);

/// The cuts of a text: at the edges of marks, and where examples taught it. Ascending.
pub(crate) fn cuts(reading: &Reading<'_>, marks: &[Mark], splits: &[Split]) -> Vec<u32> {
    let mut cuts: Vec<u32> = Vec::new();
    for mark in marks {
        cuts.extend([place(reading.text, mark.span.start), place(reading.text, mark.span.end)]);
    }
    if !splits.is_empty() {
        for piece in reading.pieces.iter().filter(|piece| piece.kind == Kind::Thai) {
            let word = hashed(reading.text, piece);
            let from = splits.partition_point(|split| split.0 < word);
            let own = splits[from..].iter().take_while(|split| split.0 == word);
            cuts.extend(own.map(|split| piece.start + u32::from(split.1)).filter(|cut| *cut < piece.end));
        }
    }
    cuts.retain(|cut| is_free(reading.text.reading(), *cut as usize));
    cuts.sort_unstable();
    cuts
}

/// The splits that annotated texts teach: those made at least as often as not.
pub(crate) fn learned<'a>(texts: impl Iterator<Item = (Reading<'a>, Vec<Span>)>) -> Vec<Split> {
    let mut seen: BTreeMap<u32, (u32, BTreeMap<u16, u32>)> = BTreeMap::new();
    for (reading, spans) in texts {
        let edges: Vec<u32> =
            spans.iter().flat_map(|span| [place(reading.text, span.start), place(reading.text, span.end)]).collect();
        for piece in reading.pieces.iter().filter(|piece| piece.kind == Kind::Thai) {
            let (count, splits) = seen.entry(hashed(reading.text, piece)).or_default();
            *count += 1;
            for edge in edges.iter().filter(|edge| piece.start < **edge && **edge < piece.end) {
                *splits.entry(u16::try_from(edge - piece.start).unwrap_or(u16::MAX)).or_default() += 1;
            }
        }
    }
    let often = |(word, (count, splits)): (u32, (u32, BTreeMap<u16, u32>))| {
        splits.into_iter().filter(move |(_, times)| times * 2 >= count).map(move |(at, _)| (word, at))
    };
    seen.into_iter().flat_map(often).collect()
}

fn hashed(text: &Text, piece: &Piece) -> u32 {
    spelled(&text.reading()[piece.start as usize..piece.end as usize])
}

/// The place of the reading where a place of the original is read, moved to the edge of its cluster.
pub(crate) fn place(text: &Text, original: usize) -> u32 {
    let reading = text.reading();
    let same = std::ptr::eq(reading, text.original()) && is_free(reading, original);
    let places = || reading.char_indices().map(|(at, _)| at);
    let reached = |at: &usize| text.span(*at, *at).start >= original && is_free(reading, *at);
    let found = if same { original } else { places().find(reached).unwrap_or(reading.len()) };
    u32::try_from(found).unwrap_or(u32::MAX)
}

/// Whether a place is on a character boundary and not inside a Thai cluster.
fn is_free(reading: &str, at: usize) -> bool {
    reading.is_char_boundary(at)
        && !reading[at..].chars().next().is_some_and(follows)
        && !reading[..at].chars().next_back().is_some_and(leads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::value::Timestamp;

    fn read<'a>(text: &'a Text, pieces: &'a [Piece]) -> Reading<'a> {
        Reading { text, pieces, now: Timestamp(0) }
    }

    #[test]
    fn examples_teach_where_a_word_is_cut() {
        let text = normalize("หัวหน้าพรรค");
        let whole = [Piece { start: 0, end: text.reading().len() as u32, kind: Kind::Thai }];
        let cut = "หัวหน้า".len();
        let span = Span { start: cut, end: text.reading().len() };
        let splits = learned(std::iter::once((read(&text, &whole), vec![span])));
        assert_eq!(cuts(&read(&text, &whole), &[], &splits), [cut as u32]);
        let rarely = (0..3).map(|n| (read(&text, &whole), if n == 0 { vec![span] } else { Vec::new() }));
        assert!(learned(rarely).is_empty());
    }

    #[test]
    fn no_cut_inside_a_cluster() {
        let text = normalize("กาแฟเย็น");
        let inside = "กาแ".len();
        assert_eq!(place(&text, inside) as usize, "กาแฟ".len());
        assert_eq!(place(&text, "กา".len()) as usize, "กา".len());
    }
}
