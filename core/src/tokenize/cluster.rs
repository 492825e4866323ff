//! A text → its graphemes and its Thai character clusters: the pieces that are never cut apart.
//!
//! Where a line is broken, a caret is set or letters are counted, a word is too much and a code point
//! too little. Both functions slice the text as it was written; neither repairs or loses anything.

use unicode_segmentation::UnicodeSegmentation;

use crate::tokenize::code::{Code, follows, is_consonant, is_tone};
use crate::tokenize::letter::{BEFORE, read};

const YO_YAK: Code = 34;
const O_ANG: Code = 45;
const SARA_A: Code = 48;
const SARA_II: Code = 53;
const SARA_UEE: Code = 55;
const SARA_E: Code = 64;

/// What a reader takes for one character: extended grapheme clusters (Unicode Standard Annex 29).
///
/// ```
/// assert_eq!(sonthana::graphemes("น้ำ👍🏽"), ["น้ำ", "👍🏽"]);
/// ```
pub fn graphemes(text: &str) -> Vec<&str> {
    text.graphemes(true).collect()
}

/// Thai character clusters: graphemes, joined where Thai writes one sound with several of them.
///
/// A leading vowel stays with its consonant, a vowel around a consonant stays whole (เ◌ีย, เ◌ือ, เ◌อ),
/// ั with the letter it closes, and a silenced letter with what it follows. No word begins inside a
/// cluster. After Theeramunkong et al., "Character cluster based Thai information retrieval" (2000).
///
/// ```
/// assert_eq!(sonthana::clusters("เมืองจันทร์OK"), ["เมือ", "ง", "จัน", "ทร์", "O", "K"]);
/// ```
pub fn clusters(text: &str) -> Vec<&str> {
    let mut letters = Vec::new();
    read(text, &mut letters);
    let codes: Vec<Code> = letters[BEFORE..].iter().map(|letter| letter.code).collect();
    let mut list = Vec::with_capacity(text.len() / 6 + 1);
    // Where the cluster begins, in bytes and in characters; and the character that is looked at.
    let (mut start, mut first, mut at) = (0, 0, 0);
    for (byte, grapheme) in text.grapheme_indices(true) {
        if byte > 0 && letters[BEFORE + at].begins && !surrounds(&codes[first..at + 2]) {
            list.push(&text[start..byte]);
            (start, first) = (byte, at);
        }
        at += grapheme.chars().count();
    }
    if start < text.len() {
        list.push(&text[start..]);
    }
    list
}

/// Whether the last but one code of a cluster so far (`เมื|อ` + `ง`) is the end of a vowel that began with เ.
fn surrounds(codes: &[Code]) -> bool {
    let [SARA_E, consonant, vowel @ .., here, next] = codes else { return false };
    let vowel = if vowel.last().is_some_and(|&code| is_tone(code)) { &vowel[..vowel.len() - 1] } else { vowel };
    is_consonant(*consonant)
        && match (vowel, *here) {
            ([SARA_II], YO_YAK) | ([SARA_UEE], O_ANG) => true,
            // เธอ and เยอะ, but not เท่|อีก, whose อ carries a vowel of its own.
            ([], O_ANG) => *next == SARA_A || !follows(*next),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sound_stays_whole() {
        for (text, expected) in [
            ("ประเทศไทย", "ป|ระ|เท|ศ|ไท|ย"),
            ("เธอเรียนเยอะ", "เธอ|เรีย|น|เยอะ"),
            ("เท่อีกเมื่อไหร่", "เท่|อี|ก|เมื่อ|ไห|ร่"),
            ("ตั้งใจทั่วไป", "ตั้ง|ใจ|ทั่ว|ไป"),
            ("สัมพันธ์ศุกร์", "สัม|พันธ์|ศุ|กร์"),
            ("มากกก 5 แก้ว", "มา|ก|ก|ก| |5| |แก้|ว"),
        ] {
            assert_eq!(clusters(text).join("|"), expected);
        }
    }

    proptest! {
        #[test]
        fn clusters_join_and_hold_whole_graphemes(text in "[ก-๛a-z 0-9😀👍🏽\u{300}]{0,40}") {
            prop_assert_eq!(clusters(&text).concat(), text.clone());
            let of_each: Vec<&str> = clusters(&text).into_iter().flat_map(graphemes).collect();
            prop_assert_eq!(of_each, graphemes(&text));
        }
    }
}
