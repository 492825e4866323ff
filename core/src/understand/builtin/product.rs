//! What a quantity is of: กาแฟเย็น in กาแฟเย็นสองแก้ว, sugar in three cups of sugar.
//!
//! Thai puts the noun before the number: the words there as the segmenter cuts them, back to a space,
//! a function word (ขอ, สั่ง, กับ) or something else of the grammar. English puts it after `of`, and
//! the span takes it in.

use super::Search;
use super::boundary::is_function;
use super::class::Class;
use super::kind::Kind;
use super::measure::Amount;
use super::token::Sort;

/// No product has more words than this.
const LONGEST: usize = 4;

/// Finds what an amount is of.
pub(super) fn find(search: &mut Search<'_>, kind: Kind, amount: &mut Amount) {
    if !matches!(kind, Kind::Quantity | Kind::Weight | Kind::Volume) {
        return;
    }
    let t = &search.tokens;
    let end = amount.end;
    if t.slice(end, end + 1).eq_ignore_ascii_case("of")
        && matches!(t.list.get(end + 1).map(|next| next.sort), Some(Sort::Letters))
    {
        let word = t.list[end + 1];
        amount.of = Some((word.start as usize, word.end as usize));
        amount.end = end + 2;
        return;
    }
    let person = amount.unit.is_some_and(|unit| matches!(t.unit(unit).name, "person" | "time" | "room" | "serving"));
    let Some(before) = amount.start.checked_sub(1).and_then(|at| t.list.get(at)) else { return };
    let close = t.list.get(amount.start).is_some_and(|first| first.space < 2);
    if person || !close || !t.text[..before.end as usize].ends_with(super::token::is_thai) {
        return;
    }
    let end = before.end as usize;
    if let Some(start) = noun(search, end) {
        amount.of = Some((start, end));
    }
}

/// Where the noun that ends at a byte starts.
fn noun(search: &mut Search<'_>, end: usize) -> Option<usize> {
    let text = search.tokens.text;
    let floor = search.floor;
    search.pieces();
    let pieces = search.pieces.as_deref().unwrap_or_default();
    let last = pieces.partition_point(|piece| (piece.end as usize) < end);
    let (mut start, mut next) = (end, end);
    for piece in pieces.get(..=last)?.iter().rev().take(LONGEST) {
        let (from, to) = (piece.start as usize, piece.end as usize);
        let word = &text[from..to];
        if to != next || from < floor || is_function(word, false) || !word.ends_with(super::token::is_thai) {
            break;
        }
        if grammar(search, from, to) {
            break;
        }
        next = from;
        // มัน may stand inside (ข้าวมันไก่), but begins no product.
        if !is_function(word, true) {
            start = from;
        }
    }
    (text[start..end].chars().count() >= 2).then_some(start)
}

/// What the grammar knows to be no thing.
const NO_THING: [Class; 17] = [
    Class::Digit,
    Class::Place,
    Class::Half,
    Class::Today,
    Class::Tonight,
    Class::PartAlone,
    Class::Weekday,
    Class::WeekdayShort,
    Class::Month,
    Class::Holiday,
    Class::Weekend,
    Class::Now,
    Class::Hour,
    Class::Evening,
    Class::Province,
    Class::Bank,
    Class::Particle,
];

/// Whether a word is one of the grammar that names no thing: a day, a number, a province.
fn grammar(search: &Search<'_>, from: usize, to: usize) -> bool {
    let t = &search.tokens;
    let at = t.list.partition_point(|token| (token.end as usize) <= from);
    let within = t.list[at..].iter().take_while(|token| (token.start as usize) < to).count();
    (at..at + within).any(|at| NO_THING.into_iter().any(|class| t.is(at, class)))
}
