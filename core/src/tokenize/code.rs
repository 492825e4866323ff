//! Characters → small codes: a letter of Thai keeps its own, everything else is told apart by class.
//!
//! Codes are what the dictionary, the lattice and the weights are written in; their numbers are part
//! of the compiled file's format and never change without it. Nothing here allocates.

/// A character as the segmenter sees it, below [`ALPHABET`].
pub(crate) type Code = u8;

/// How many codes there are.
pub(crate) const ALPHABET: usize = 81;

/// Before the first and after the last character.
pub(crate) const EDGE: Code = 0;
/// A digit of any script we read.
pub(crate) const DIGIT: Code = 59;
/// A letter of another script.
pub(crate) const LETTER: Code = 60;
/// White space.
pub(crate) const SPACE: Code = 61;
/// The full stop, which also ends Thai abbreviations (พ.ศ.).
pub(crate) const STOP: Code = 62;
/// Other punctuation.
pub(crate) const MARK: Code = 63;
/// Emoji and whatever else there is.
pub(crate) const OTHER: Code = 80;

const MAI_HAN_AKAT: Code = 49;
const SARA_I: Code = 52;
const SARA_U: Code = 56;
const MAI_EK: Code = 72;
const MAI_CHATTAWA: Code = 75;
const THANTHAKHAT: Code = 76;

/// The code of a character; Thai letters keep their place in the Thai block (ก is 1).
pub(crate) fn code(ch: char) -> Code {
    match ch {
        '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E4E}' => (ch as u32 - 0x0E00) as Code,
        '0'..='9' | '๐'..='๙' => DIGIT,
        'a'..='z' | 'A'..='Z' => LETTER,
        ' ' => SPACE,
        '.' => STOP,
        '\u{0E2F}'..='\u{0E7F}' => MARK,
        _ if ch.is_ascii_punctuation() => MARK,
        '“' | '”' | '‘' | '’' | '…' => MARK,
        _ if ch.is_whitespace() => SPACE,
        _ if ch.is_alphabetic() => LETTER,
        _ => OTHER,
    }
}

/// Whether a code is a Thai letter, vowel, tone or sign.
pub(crate) fn is_thai(code: Code) -> bool {
    matches!(code, 1..=58 | 64..=78)
}

/// A consonant, ฤ or ฦ.
fn is_consonant(code: Code) -> bool {
    matches!(code, 1..=46)
}

/// A vowel, tone or sign that never begins anything: ะ ั า ำ ิ … ฺ ๅ ็ ่ … ๎.
fn follows(code: Code) -> bool {
    matches!(code, 48..=58 | 69 | 71..=78)
}

/// เ แ โ ใ ไ, which never end anything.
fn leads(code: Code) -> bool {
    matches!(code, 64..=68)
}

/// Whether a word may begin at `at`: the rules that no Thai text breaks.
///
/// A word begins neither with a dependent vowel, tone or sign, nor with a silenced letter (ร์, ธุ์),
/// nor right after a leading vowel (เ|) or after ั, which want their consonant.
pub(crate) fn may_begin(codes: &[Code], at: usize) -> bool {
    let (Some(&here), true) = (codes.get(at), at > 0) else { return true };
    let before = codes[at - 1];
    if !is_thai(before) || !is_thai(here) {
        return true;
    }
    if follows(here) || leads(before) {
        return false;
    }
    !is_consonant(here) || !(bound_to(codes, at, before) || silenced(codes, at))
}

/// A consonant that closes ั, with or without a tone between.
fn bound_to(codes: &[Code], at: usize, before: Code) -> bool {
    let tone = matches!(before, MAI_EK..=MAI_CHATTAWA);
    before == MAI_HAN_AKAT || tone && at >= 2 && codes[at - 2] == MAI_HAN_AKAT
}

/// A consonant under ์, with or without ิ ุ between.
fn silenced(codes: &[Code], at: usize) -> bool {
    match codes.get(at + 1) {
        Some(&THANTHAKHAT) => true,
        Some(&(SARA_I | SARA_U)) => codes.get(at + 2) == Some(&THANTHAKHAT),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(text: &str) -> String {
        let codes: Vec<Code> = text.chars().map(code).collect();
        let mut out = String::new();
        for (at, ch) in text.chars().enumerate() {
            if at > 0 && may_begin(&codes, at) {
                out.push('|');
            }
            out.push(ch);
        }
        out
    }

    #[test]
    fn words_begin_where_a_cluster_does() {
        assert_eq!(begins("น้ำแข็ง"), "น้ำ|แข็|ง");
        assert_eq!(begins("วันนี้"), "วัน|นี้");
        assert_eq!(begins("ตั้งใจ"), "ตั้ง|ใจ");
        assert_eq!(begins("ศุกร์พันธุ์"), "ศุ|กร์|พันธุ์");
    }

    #[test]
    fn codes_stay_below_the_alphabet() {
        for ch in ('\0'..='\u{FFFF}').chain("😀👍🏽".chars()) {
            assert!((code(ch) as usize) < ALPHABET && code(ch) != EDGE, "{ch:?}");
        }
    }
}
