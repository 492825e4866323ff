//! Which layout a message was typed in: `l;ylfu8iy[` is สวัสดีครับ, `้ำสสน` hello.
//!
//! In: what was typed and its pieces. Out: the same with the stretches between white space that read as
//! words in the other layout, and as none in their own, typed anew. One key is one character, so a
//! place of the one is a place of the other. Stretches are judged together (A. Viterbi, 1967): who forgot
//! to switch once mostly types on. A message that shows no sign of it costs one look at its pieces.

use std::ops::Range;

use crate::features::{fold::fold, word, words::bundled};
use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::{Kind, Piece, Segmenter, path_cost, word_cost};
use crate::understand::keyboard;

/// What it costs to have forgotten to switch, and to have switched within a message; all costs are on the
/// scale of [`path_cost`], six to a natural unit of information.
const FORGOTTEN: i32 = 84;
const SWITCHED: i32 = 24;
/// What an English word costs, one that is not known, a letter of it, and two letters that hardly follow
/// each other.
const ENGLISH: i32 = 44;
const UNKNOWN: i32 = 50;
const LETTER: i32 = 15;
const ODD: i32 = 24;
/// A sign at the edge of a stretch, a sign within one, and a mark with nothing under it.
const EDGE: i32 = 14;
const WITHIN: i32 = 30;
const LOOSE: i32 = 40;
/// A digit of a number.
const DIGIT: i32 = 6;
/// The most that a stretch gains, and the most where it is no word in the other layout either.
const MOST: i32 = 10_000;
const STRANGE: i32 = 30;

/// The letters that follow each letter in English words, `a` to `z`: pairs of at least six words of the
/// messages of MASSIVE and CLINC150 and of `concepts.tsv`.
const FOLLOW: [&[u8]; 26] = [
    b"abcdefghijklmnoprstuvwxyz",
    b"abceijlmorstuy",
    b"acdehiklnorstuy",
    b"abcdefghilmnoprstuvwy",
    b"abcdefghijklmnopqrstuvwxyz",
    b"aefilortuy",
    b"aeghilmnorstuy",
    b"abdehilmnorstuwy",
    b"abcdefghklmnoprstuvxyz",
    b"aeiou",
    b"abefhilnorsuy",
    b"abcdefgiklmopstuvwy",
    b"abcefimopsuy",
    b"abcdefghijklmnoprstuvy",
    b"abcdefghiklmnoprstuvwxyz",
    b"acdeghilmoprstuy",
    b"u",
    b"abcdefghiklmnoprstuvwy",
    b"abcdefhiklmnopqrstuwy",
    b"abcdefhilmnoprstuvwy",
    b"abcdefgiklmnoprstvy",
    b"aeioy",
    b"adehilnorsy",
    b"aceipt",
    b"abcdeilmnoprstuw",
    b"aeioz",
];
static PAIRS: [u32; 26] = pairs();

const fn pairs() -> [u32; 26] {
    let mut pairs = [0; 26];
    let mut first = 0;
    while first < 26 {
        let mut at = 0;
        while at < FOLLOW[first].len() {
            pairs[first] |= 1 << (FOLLOW[first][at] - b'a');
            at += 1;
        }
        first += 1;
    }
    pairs
}

/// How many pairs of letters hardly stand side by side in an English word; a digit within counts as one.
fn odd(word: &[u8]) -> usize {
    let place = |byte: u8| usize::from(byte.to_ascii_lowercase().wrapping_sub(b'a'));
    let follows = |pair: &[u8]| match (PAIRS.get(place(pair[0])), pair) {
        (Some(row), [_, next]) if place(*next) < 26 => row >> place(*next) & 1 == 1,
        (None, [b'0'..=b'9', next]) => !next.is_ascii_alphabetic(),
        (None, [b'\'', next]) => b"stmrvldSTMRVLD".contains(next),
        _ => true,
    };
    word.windows(2).filter(|pair| !follows(pair)).count()
}

/// Whether anything in a message looks like a slip: a Thai letter that belongs to no word, marks on
/// nothing, letters that hardly follow each other, signs in the midst of letters.
pub(crate) fn suspicious(text: &Text, pieces: &[Piece]) -> bool {
    let bytes = text.reading().as_bytes();
    let mut last = Kind::Space;
    let odd = |piece: &Piece| {
        let before = std::mem::replace(&mut last, piece.kind);
        let own = &bytes[piece.start as usize..piece.end as usize];
        match piece.kind {
            Kind::Thai => own.len() == 3 && own != "ๆ".as_bytes() && own != "ฯ".as_bytes() || loose(own),
            Kind::Word if own.is_ascii() => {
                let sign = || bytes.get((piece.start as usize).wrapping_sub(1)).is_some_and(|&sign| keyed(sign));
                odd(own) > 0 || before == Kind::Number || before == Kind::Punctuation && sign()
            }
            Kind::Punctuation if before == Kind::Word => own.iter().any(|sign| b";[]\\=".contains(sign)),
            _ => false,
        }
    };
    pieces.iter().any(odd) || text.repairs.iter().any(|repair| repair.kind == "marks")
}

/// Whether Thai begins with a mark that has nothing to stand on.
fn loose(word: &[u8]) -> bool {
    matches!(word, [0xE0, 0xB8, 0xB0..=0xBA, ..] | [0xE0, 0xB9, 0x85 | 0x87..=0x8E, ..])
}

/// Signs that are Thai letters on the other side of the key.
fn keyed(sign: u8) -> bool {
    b";[]\\=,./'-".contains(&sign)
}

/// The stretches of a message that were typed in the wrong layout, in bytes, and what they say in the
/// other; `listed` tells words that are known besides those of the language, folded.
pub(crate) fn slips(typed: &str, segmenter: &Segmenter, listed: &dyn Fn(&str) -> bool) -> Vec<(Range<usize>, String)> {
    let mut judge = Judge { segmenter, listed, pieces: Vec::new() };
    let mut at = 0;
    let (mut gains, mut anew) = (Vec::new(), Vec::new());
    for stretch in typed.split_inclusive(char::is_whitespace) {
        let own = stretch.trim_end();
        let judged = judge.gain(own);
        gains.push(judged.as_ref().map_or(0, |(_, gain)| *gain));
        anew.push((at..at + own.len(), judged.map(|(anew, _)| anew)));
        at += stretch.len();
    }
    let slipped = slipped(&gains);
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for ((span, anew), _) in anew.into_iter().zip(slipped).filter(|(_, slipped)| *slipped) {
        found.extend(anew.map(|anew| (span, anew)));
    }
    found
}

/// A message typed anew where it was typed in the wrong layout; none where it was not.
pub(crate) fn retyped(typed: &str, segmenter: &Segmenter, listed: &dyn Fn(&str) -> bool) -> Option<String> {
    let found = slips(typed, segmenter, listed);
    let mut out = String::with_capacity(typed.len() * 3);
    let mut at = 0;
    for (span, anew) in &found {
        out.push_str(&typed[at..span.start]);
        out.push_str(anew);
        at = span.end;
    }
    out.push_str(&typed[at..]);
    (!found.is_empty()).then_some(out)
}

/// Which stretches were typed in the wrong layout, by what each gains.
fn slipped(gains: &[i32]) -> Vec<bool> {
    let (mut own, mut other) = (0, -FORGOTTEN);
    // For each stretch whether the best way to each side comes from the other layout.
    let mut from: Vec<(bool, bool)> = Vec::with_capacity(gains.len());
    for gain in gains {
        from.push((other - SWITCHED > own, other > own - FORGOTTEN));
        (own, other) = (own.max(other - SWITCHED), other.max(own - FORGOTTEN).saturating_add(*gain));
    }
    let mut side = other > own;
    let mut sides = Vec::with_capacity(from.len());
    for (back, stays) in from.into_iter().rev() {
        sides.push(side);
        side = if side { stays } else { back };
    }
    sides.reverse();
    sides
}

struct Judge<'j> {
    segmenter: &'j Segmenter,
    listed: &'j dyn Fn(&str) -> bool,
    pieces: Vec<Piece>,
}

impl Judge<'_> {
    /// A stretch typed anew, and how much less that costs; none for numbers, what has a shape of its own
    /// and what is listed.
    fn gain(&mut self, typed: &str) -> Option<(String, i32)> {
        let anew = anew(typed).filter(|_| !(self.listed)(&fold(typed)))?;
        let (own, _) = self.cost(typed)?;
        let (other, known) = self.cost(&anew)?;
        // What is no word there either is no reason to think that anybody forgot to switch.
        let gain = own.saturating_sub(other).min(if known { MOST } else { STRANGE });
        (gain > 0 || typed.contains(char::is_alphabetic)).then_some((anew, gain))
    }

    /// What a stretch costs as it stands, and whether most of it is known; none for what has a shape of its
    /// own.
    fn cost(&mut self, typed: &str) -> Option<(i32, bool)> {
        let text = normalize(typed);
        self.segmenter.tokenize(&text, &mut self.pieces);
        let reading = text.reading();
        let (mut all, mut known, mut letters) = (0_i32, 0, 0);
        for piece in &self.pieces {
            let own = &reading[piece.start as usize..piece.end as usize];
            let length = i32::try_from(own.chars().count()).unwrap_or(i32::MAX);
            let inside = piece.start > 0 && (piece.end as usize) < reading.len();
            let price = match piece.kind {
                Kind::Url | Kind::Email | Kind::Handle | Kind::Hashtag | Kind::Emoji => return None,
                Kind::Thai | Kind::Word => self.word(own).filter(|_| length > 1),
                _ => None,
            };
            letters += length;
            known += price.map_or(0, |_| length);
            all = all.saturating_add(price.unwrap_or_else(|| match piece.kind {
                Kind::Thai => thai(own),
                Kind::Word => latin(own, length),
                Kind::Number => UNKNOWN.saturating_add(length.saturating_mul(DIGIT)),
                _ => length.saturating_mul(if inside { WITHIN } else { EDGE }),
            }));
        }
        Some((all, known * 5 > letters * 3))
    }

    /// What a word costs that is known.
    fn word(&self, own: &str) -> Option<i32> {
        let folded = fold(own);
        if (self.listed)(&folded) {
            return Some(ENGLISH);
        }
        if own.is_ascii() {
            return bundled().is_some_and(|table| table.knows(word(&folded))).then_some(ENGLISH);
        }
        word_cost(own).map(i32::from)
    }
}

/// A stretch on the other side of the keys; none for a number, and where a character has no key.
fn anew(typed: &str) -> Option<String> {
    let thai = typed.contains(|ch| ('\u{E01}'..='\u{E5B}').contains(&ch));
    if typed.bytes().all(|byte| byte.is_ascii_digit() || b",.:/-+%".contains(&byte)) {
        return None;
    }
    let key = |ch: char| if thai { keyboard::latin(ch).or_else(|| keyboard::thai(ch)) } else { keyboard::thai(ch) };
    typed.chars().map(key).collect()
}

fn thai(word: &str) -> i32 {
    let cost = i32::try_from(path_cost(word)).unwrap_or(i32::MAX);
    cost.saturating_add(if loose(word.as_bytes()) { LOOSE } else { 0 })
}

fn latin(own: &str, length: i32) -> i32 {
    if matches!(own, "a" | "i" | "I") { ENGLISH } else { strange(own, length) }
}

/// What a Latin word of so many letters costs that nobody knows.
pub(crate) fn strange(own: &str, length: i32) -> i32 {
    let odd = i32::try_from(odd(own.as_bytes())).unwrap_or(i32::MAX);
    UNKNOWN.saturating_add(LETTER.saturating_mul(length)).saturating_add(ODD.saturating_mul(odd))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> String {
        retyped(typed, &Segmenter::default(), &|_| false).unwrap_or_else(|| typed.to_owned())
    }

    fn looks(typed: &str) -> bool {
        let text = normalize(typed);
        let mut pieces = Vec::new();
        Segmenter::default().tokenize(&text, &mut pieces);
        suspicious(&text, &pieces)
    }

    #[test]
    fn what_reads_in_the_other_layout_alone_is_read_there() {
        for (typed, meant) in [
            ("l;ylfu8iy[", "สวัสดีครับ"),
            ("ik8kgmjkwi 8t", "ราคาเท่าไร คะ"),
            ("-v]kg9h 2 cdh;", "ขอลาเต้ 2 แก้ว"),
            ("้ำสสน", "hello"),
            ("ไ้ฟะ ะรทำ กน ันี นยำื", "what time do you open"),
            ("ขอ iced latte -v'Cyo", "ขอ iced latte ของฉัน"),
        ] {
            assert!(looks(typed), "{typed}");
            assert_eq!(read(typed), meant);
        }
    }

    #[test]
    fn what_is_right_stays() {
        for typed in [
            "what's up, how much is it?",
            "order no. AB-12345/67 please",
            "iPhone 15 Pro Max 256GB",
            "pw: xK9$mQ2!",
            "ส่งที่ https://a.co/x;y ครับ :) 555+",
            "sawasdee krub, yak jong to 2 kon",
            "งงๆ อ่ะ ตกลงกี่โมงงง",
            "ร้าน ณ เชียงใหม่ ก.พ. 69",
            "9' x 12' plywood",
            "; . , [ ] ' / -",
        ] {
            assert_eq!(read(typed), typed);
        }
    }

    #[test]
    fn what_is_listed_stays() {
        assert_eq!(read("dkca"), "กาแฟ");
        assert_eq!(retyped("dkca", &Segmenter::default(), &|word| word == "dkca"), None);
    }

    #[test]
    fn ordinary_messages_are_only_looked_at() {
        for typed in ["ขอลาเต้ร้อนแก้วนึงค่ะ", "เปิดกี่โมงคะ", "what time do you open?", "don't know"]
        {
            assert!(!looks(typed), "{typed}");
        }
    }
}
