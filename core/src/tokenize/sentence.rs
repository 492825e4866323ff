//! A text → its sentences.
//!
//! Thai writes no full stop. A sentence ends at a line, at `.` `!` `?` before a space, behind a final
//! particle (ครับ ค่ะ) when something new begins, and at a space where the next word opens a clause.
//! A space alone ends nothing: it also stands around numbers, names and the parts of a list.

use crate::tokenize::Kind;
use crate::tokenize::token::{Token, tokenize};

/// Particles that close what was said, with or without a space behind them.
const FINAL: [&str; 17] = [
    "ครับ",
    "คับ",
    "ครัช",
    "คร้าบ",
    "ค่ะ",
    "คะ",
    "จ้า",
    "จ้ะ",
    "จ๊ะ",
    "จ๋า",
    "ฮะ",
    "ฮับ",
    "ขอรับ",
    "เจ้าค่ะ",
    "ว่ะ",
    "พะยะค่ะ",
    "ครับผม",
];

/// Particles that close it where a space is behind them.
const SOFT: [&str; 14] = ["นะ", "น้า", "น่ะ", "ล่ะ", "ละ", "สิ", "ซิ", "เลย", "แล้ว", "ด้วย", "ไหม", "มั้ย", "หรือเปล่า", "เหรอ"];

/// Words that may follow a final particle and belong to it.
const TAIL: [&str; 8] = ["ผม", "ๆ", "นะ", "น้า", "เนอะ", "ท่าน", "พี่", "คุณ"];

/// Words that open a clause behind a space.
const OPENING: [&str; 34] = [
    "แต่",
    "ดังนั้น",
    "เพราะ",
    "เพราะฉะนั้น",
    "ถ้า",
    "หาก",
    "เมื่อ",
    "แล้ว",
    "และ",
    "จึง",
    "ส่วน",
    "ผม",
    "ฉัน",
    "ดิฉัน",
    "เรา",
    "หนู",
    "เขา",
    "เธอ",
    "มัน",
    "ขอ",
    "อยาก",
    "ช่วย",
    "รบกวน",
    "กรุณา",
    "ไม่",
    "ทำไม",
    "อย่า",
    "สวัสดี",
    "ขอบคุณ",
    "โดย",
    "นอกจาก",
    "อย่างไร",
    "ทั้งนี้",
    "ตอน",
];

/// A clause of fewer words does not stand alone.
const SHORT: usize = 3;

/// The sentences of a text, in order, without the white space around them; joined they are the text
/// but for that white space.
///
/// ```
/// assert_eq!(sonthana::sentences("สวัสดีค่ะ ขอถามหน่อยค่ะ"), ["สวัสดีค่ะ", "ขอถามหน่อยค่ะ"]);
/// ```
pub fn sentences(text: &str) -> Vec<&str> {
    let tokens = tokenize(text);
    let mut sentences = Vec::new();
    let mut cut = |from: usize, to: usize| {
        let sentence = text[from..to].trim();
        if !sentence.is_empty() {
            sentences.push(sentence);
        }
    };
    let (mut start, mut words) = (0, 0);
    for (at, token) in tokens.iter().enumerate() {
        words += usize::from(!matches!(token.kind, Kind::Space | Kind::Punctuation));
        if ends(&tokens, at, words) {
            cut(start, token.span.end);
            (start, words) = (token.span.end, 0);
        }
    }
    cut(start, text.len());
    sentences
}

/// Whether a sentence ends with the token at `at`, of which `words` words have been read.
fn ends(tokens: &[Token<'_>], at: usize, words: usize) -> bool {
    let token = &tokens[at];
    let Some(next) = tokens.get(at + 1) else { return true };
    let before = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text);
    match token.kind {
        Kind::Space if token.text.contains('\n') => true,
        Kind::Space if next.kind == Kind::Thai => {
            let tail = TAIL.contains(&before(1)) && FINAL.contains(&before(2));
            let closed = FINAL.contains(&before(1)) || SOFT.contains(&before(1)) || tail;
            closed && words > 0 || OPENING.contains(&next.text) && words >= SHORT
        }
        Kind::Space => FINAL.contains(&before(1)),
        Kind::Punctuation => {
            let stop = token.text.ends_with(['.', '!', '?', '…', '。', '！', '？']);
            stop && (next.kind == Kind::Space && !FINAL.contains(&next.text)) && words > 0
        }
        // สวัสดีค่ะขอถามหน่อย: no space, and yet two sentences.
        Kind::Thai => FINAL.contains(&token.text) && next.kind == Kind::Thai && !TAIL.contains(&next.text) && words > 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_and_lines_end_sentences() {
        assert_eq!(sentences("สวัสดีค่ะขอถามหน่อยค่ะ"), ["สวัสดีค่ะ", "ขอถามหน่อยค่ะ"]);
        assert_eq!(sentences("ได้ครับผม รอสักครู่นะครับ"), ["ได้ครับผม", "รอสักครู่นะครับ"]);
        assert_eq!(sentences("บรรทัดแรก\nบรรทัดที่สอง"), ["บรรทัดแรก", "บรรทัดที่สอง"]);
        assert_eq!(sentences("Thank you! See you."), ["Thank you!", "See you."]);
    }

    #[test]
    fn a_space_alone_ends_nothing() {
        assert_eq!(sentences("ราคา 50 บาท"), ["ราคา 50 บาท"]);
        assert_eq!(sentences("ลาเต้ มอคค่า คาปูชิโน่"), ["ลาเต้ มอคค่า คาปูชิโน่"]);
        assert_eq!(sentences("ของมาส่งช้ามากเลยวันนี้ แต่คนส่งสุภาพดี").len(), 2);
        assert!(sentences(" \n ").is_empty());
    }
}
