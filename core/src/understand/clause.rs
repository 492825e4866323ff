//! A message → its clauses: what stands between words that join two requests.
//!
//! In: a reading and its pieces. Out: ranges of pieces, in order, without the joining words:
//! `ขอเช็คยอดแล้วก็เปลี่ยนโปร` has the clauses `ขอเช็คยอด` and `เปลี่ยนโปร`. Whether a clause is a request is
//! not decided here: `ขอลาเต้กับชาเย็น` has two as well.

use std::ops::Range;

use crate::tokenize::{Kind, Piece};

/// More clauses than this are read as one.
const MOST: usize = 8;
/// The most pieces of a joining word.
const LONGEST: usize = 5;

/// What joins two requests; also every mark that ends a sentence or a part of it.
const JOINS: [&str; 26] = [
    "แล้วก็",
    "แล้วก้",
    "และก็",
    "และ",
    "แล้ว",
    "กับ",
    "พร้อมกับ",
    "พร้อมทั้ง",
    "รวมทั้ง",
    "รวมถึง",
    "จากนั้น",
    "หลังจากนั้น",
    "นอกจากนี้",
    "อีกเรื่อง",
    "อีกอย่าง",
    "อีกอย่างนึง",
    "ก่อนแล้ว",
    "ก่อนแล้วก็",
    "ด้วยแล้วก็",
    "เสร็จแล้ว",
    "and",
    "and then",
    "and also",
    "then",
    "also",
    "as well as",
];

/// The clauses of a message: one where nothing joins two.
pub(crate) fn clauses(reading: &str, pieces: &[Piece]) -> Vec<Range<usize>> {
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    while at < pieces.len() {
        let length = join(reading, &pieces[at..]);
        if length > 0 {
            found.extend(spoken(pieces, start..at));
            start = at + length;
        }
        at += length.max(1);
    }
    found.extend(spoken(pieces, start..pieces.len()));
    if found.len() > MOST {
        found.clear();
        found.push(0..pieces.len());
    }
    found
}

/// How many pieces a joining word takes that begins here: the longest; 0 where none does.
fn join(reading: &str, pieces: &[Piece]) -> usize {
    let Some(first) = pieces.first() else { return 0 };
    let start = first.start as usize;
    let until = |piece: &Piece| reading.get(start..piece.end as usize).unwrap_or_default();
    if first.kind == Kind::Punctuation && until(first).chars().all(|ch| ".,;?!\n".contains(ch)) {
        return 1;
    }
    if first.kind == Kind::Space && until(first).contains('\n') {
        return 1;
    }
    let same = |piece: &Piece| JOINS.iter().any(|join| join.eq_ignore_ascii_case(until(piece)));
    pieces.iter().take(LONGEST).rposition(same).map_or(0, |last| last + 1)
}

/// A range without the white space at its ends; none where nothing is left.
fn spoken(pieces: &[Piece], range: Range<usize>) -> Option<Range<usize>> {
    let says = |piece: &Piece| !matches!(piece.kind, Kind::Space | Kind::Punctuation);
    let first = pieces[range.clone()].iter().position(says)?;
    let last = pieces[range.clone()].iter().rposition(says)?;
    Some(range.start + first..range.start + last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;

    fn cut(text: &str) -> Vec<String> {
        let text = normalize(text);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let whole = |range: Range<usize>| {
            text.reading()[pieces[range.start].start as usize..pieces[range.end - 1].end as usize].to_owned()
        };
        clauses(text.reading(), &pieces).into_iter().map(whole).collect()
    }

    #[test]
    fn requests_are_cut_where_they_are_joined() {
        assert_eq!(cut("ขอเช็คยอดแล้วก็เปลี่ยนโปร"), ["ขอเช็คยอด", "เปลี่ยนโปร"]);
        assert_eq!(cut("เช็คยอดหน่อย กับขอใบเสร็จด้วยค่ะ"), ["เช็คยอดหน่อย", "ขอใบเสร็จด้วยค่ะ"]);
        assert_eq!(cut("check my balance and then block my card"), ["check my balance", "block my card"]);
        assert_eq!(cut("เปิดกี่โมง? ส่งของไหม"), ["เปิดกี่โมง", "ส่งของไหม"]);
        assert_eq!(cut("โอนแล้ว"), ["โอน"]);
        assert_eq!(cut("android"), ["android"]);
        assert!(cut(" , และ ").is_empty());
    }

    #[test]
    fn a_list_is_no_row_of_requests() {
        assert_eq!(cut(&"ก, ".repeat(20)).len(), 1);
    }
}
