//! A message without its courtesies: `สวัสดีค่ะ อยากทำฟันค่ะ ขอบคุณค่ะ` is about อยากทำฟัน.
//!
//! In: a reading and its pieces. Out: the pieces between a greeting at the beginning and thanks at the end,
//! which say what a message is for; all of them where nothing else is said. Examples are read so too.

use std::ops::Range;

use crate::features::fold::fold;
use crate::tokenize::{Kind, Piece};

/// Words, a space between two.
const GREETS: &str = "สวัสดี หวัดดี วัสดี สวัสดีค่ะ สวัสดีครับ ฮัลโหล ฮาโหล ฮัลโล เฮลโล hello hi hey hallo helo";
const THANKS: &str = "ขอบคุณ ขอบใจ ขอบพระคุณ แต๊ง แต้ง แต้งกิ้ว แต๊งกิ้ว แทงกิ้ว thanks thank thx tks ty";
/// What stands behind thanks and belongs to them.
const MUCH: &str = "มาก มากๆ ๆ ล่วงหน้า เลย จริง จริงๆ หลาย เด้อ กิ้ว you u so very much a lot in advance";
/// Particles, which belong to whatever they stand behind.
const PARTICLES: &str = "ค่ะ คะ ค่า ค่าา คร่า คร้า ค้ะ ครับ คับ คั้บ ครับผม คับผม คร้าบ ค้าบ ครัช งับ ง้าบ ฮะ ฮ่ะ ฮับ ฮ้าบ \
    จ้า จ้าา จ้ะ จ๊ะ จ๋า จ่ะ นะ น้า น้าา นะคะ นะครับ เจ้า krub krab ka kha";
/// Who is spoken to; only where nothing follows at once: of `เจ้าหน้าที่อยู่ไหม` it is what is asked about.
const ADDRESSED: &str = "แอดมิน แอด พี่ น้อง ทีมงาน เจ้าหน้าที่ พนักงาน there admin team all everyone";
/// Words that alone are no matter: `โอเค ขอบคุณค่ะ` stays whole.
const SLIGHT: &str = "โอเค ok okay เค ได้ ได้เลย แล้ว เลย ใช่ อืม เออ อ๋อ รับทราบ ทราบ ตกลง ดี yes no";

/// The pieces that say what the message is for.
pub(crate) fn matter(reading: &str, pieces: &[Piece]) -> Range<usize> {
    let said = |piece: &Piece| fold(&reading[piece.start as usize..piece.end as usize]);
    let start = greeted(pieces, &said);
    let end = start + thanked(&pieces[start..], &said);
    let slight = |word: &str| [SLIGHT, PARTICLES, ADDRESSED].iter().any(|list| lists(list, word));
    let rest = &pieces[start..end];
    if rest.len() < pieces.len() && rest.iter().any(|piece| !silent(piece) && !slight(&said(piece))) {
        start..end
    } else {
        0..pieces.len()
    }
}

fn lists(list: &str, word: &str) -> bool {
    list.split(' ').any(|own| own == word)
}

fn silent(piece: &Piece) -> bool {
    matches!(piece.kind, Kind::Space | Kind::Punctuation)
}

/// How many pieces greet, those between it and what follows included.
fn greeted<'t>(pieces: &[Piece], said: &impl Fn(&Piece) -> std::borrow::Cow<'t, str>) -> usize {
    let is = |at: usize, list: &str| pieces.get(at).is_some_and(|piece| lists(list, &said(piece)));
    let free = |at: usize| pieces.get(at).is_none_or(silent) || is(at, PARTICLES);
    let goes_along = |at: usize| free(at) || (is(at, ADDRESSED) && free(at + 1));
    let first = pieces.iter().take_while(|piece| silent(piece)).count();
    let mut at = first;
    if is(at, GREETS) || (is(at, "ดี") && is(at + 1, PARTICLES)) {
        at += 1;
    } else if is(at, "หวัด") && is(at + 1, "ดี") {
        at += 2;
    } else if is(at, "good") && is(at + 2, "morning afternoon evening") {
        at += 3;
    } else {
        return 0;
    }
    if is(at, "ตอน ยาม") {
        // สวัสดีตอนเช้า
        at += 2;
    }
    if !goes_along(at) {
        // สวัสดีปีใหม่
        return 0;
    }
    while at < pieces.len() && goes_along(at) {
        at += 1;
    }
    at.min(pieces.len())
}

/// How many pieces there are before thanks at the end.
fn thanked<'t>(pieces: &[Piece], said: &impl Fn(&Piece) -> std::borrow::Cow<'t, str>) -> usize {
    for (at, piece) in pieces.iter().enumerate().rev() {
        let word = said(piece);
        if lists(THANKS, &word) {
            return at;
        }
        if !silent(piece) && ![MUCH, PARTICLES, ADDRESSED].iter().any(|list| lists(list, &word)) {
            break;
        }
    }
    pieces.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;

    fn about(typed: &str) -> String {
        let text = normalize(typed);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let range = matter(text.reading(), &pieces);
        pieces[range].iter().map(|piece| &text.reading()[piece.start as usize..piece.end as usize]).collect()
    }

    #[test]
    fn a_greeting_before_and_thanks_behind_say_nothing_of_the_matter() {
        for (typed, matter) in [
            ("สวัสดีค่ะ อยากทำฟันค่ะ", "อยากทำฟันค่ะ"),
            ("สวัสดีครับแอดมิน ร้านเปิดกี่โมง", "ร้านเปิดกี่โมง"),
            ("หวัดดีครับแอดมิน มีที่จอดรถปะ", "มีที่จอดรถปะ"),
            ("ดีค่ะ สั่งกาแฟหน่อย", "สั่งกาแฟหน่อย"),
            ("หวัดดีจ้าขอลาเต้แก้วนึง ขอบคุณมากๆ ค่า", "ขอลาเต้แก้วนึง "),
            ("สวัสดีตอนเช้าค่ะ พัสดุถึงไหนแล้วคะ", "พัสดุถึงไหนแล้วคะ"),
            ("สวัสดีค่ะ เจ้าหน้าที่อยู่ไหมคะ", "เจ้าหน้าที่อยู่ไหมคะ"),
            ("Hi there, where is my card? Thank you so much", "where is my card? "),
            ("Good morning! I lost my card", "I lost my card"),
        ] {
            assert_eq!(about(typed), matter, "{typed}");
        }
    }

    #[test]
    fn what_has_no_other_matter_stays_whole() {
        for typed in [
            "สวัสดีค่ะ",
            "สวัสดีครับแอดมิน",
            "ขอบคุณมากค่ะ",
            "โอเค ขอบคุณค่ะ",
            "สวัสดีปีใหม่ค่ะ",
            "สวัสดีตอน",
            "hello",
            "thank you so much",
            "ขอบคุณที่ช่วยนะคะ",
            "",
        ] {
            assert_eq!(about(typed), normalize(typed).reading(), "{typed}");
        }
    }
}
