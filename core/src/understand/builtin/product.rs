//! What a quantity is of: กาแฟ in กาแฟสองแก้ว, sugar in three cups of sugar.
//!
//! Thai puts the noun before the number: the last word there, as the segmenter cuts it, unless it is
//! a verb of ordering or a small word. English puts it after `of`, and the span takes it in.

use super::Search;
use super::class::Class;
use super::kind::Kind;
use super::measure::Amount;
use super::token::Sort;
use crate::tokenize::tokenize;

/// Words before a number that name no product.
const SMALL: &str = " ขอ เอา สั่ง รับ มี จอง ซื้อ ได้ ไป มา ส่ง ใช้ กิน จำนวน ทั้งหมด รวม เหลือ แค่ อีก และ กับ แล้ว ก็ ครับ ค่ะ คะ นะ คือ เป็น ให้ \
ต้องการ อยาก เพิ่ม ลด ประชุม ประมาณ สนใจ ทาน แบบ สำหรับ กว่า ไว้ ด้วย เลย หน่อย ที่ ว่า จะ ไม่ ต้อง อยู่ ขาย ดื่ม หยิบ ใส่ แถม ราคา ลูกค้า พวกเรา เรา ฉัน ผม หนู พี่ ";

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
    let close = t.list.get(amount.start).is_some_and(|first| first.space < 2) && !t.is(amount.start - 1, Class::Stop);
    if person || !close || before.sort != Sort::Thai {
        return;
    }
    let (from, to) = (before.start, before.end);
    if search.pieces.is_none() {
        let mut pieces = Vec::new();
        tokenize(search.whole, &mut pieces);
        search.pieces = Some(pieces);
    }
    let pieces = search.pieces.as_deref().unwrap_or_default();
    let at = pieces.partition_point(|piece| piece.end < to);
    let Some(piece) = pieces.get(at).filter(|piece| piece.end == to && piece.start >= from) else { return };
    let word = &search.tokens.text[piece.start as usize..piece.end as usize];
    if word.chars().count() >= 2 && !SMALL.contains(&format!(" {word} ")) {
        amount.of = Some((piece.start as usize, piece.end as usize));
    }
}
