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
const THANTHAKHAT: Code = 76;

/// Codes of ASCII, then of the Thai block.
static CODES: [Code; 256] = codes();

/// The code of a character; Thai letters keep their place in the Thai block (ก is 1).
#[inline]
pub(crate) fn code(ch: char) -> Code {
    match ch {
        '\0'..='\x7F' => CODES[ch as usize],
        '\u{0E00}'..='\u{0E7F}' => CODES[ch as usize - 0x0E00 + 128],
        _ => foreign(ch),
    }
}

fn foreign(ch: char) -> Code {
    match ch {
        '“' | '”' | '‘' | '’' | '…' => MARK,
        _ if ch.is_whitespace() => SPACE,
        _ if ch.is_alphabetic() => LETTER,
        _ => OTHER,
    }
}

const fn codes() -> [Code; 256] {
    let mut codes = [OTHER; 256];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        codes[at] = match byte {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b' ' | b'\t'..=b'\r' => SPACE,
            b'.' => STOP,
            _ if byte.is_ascii_punctuation() => MARK,
            _ => OTHER,
        };
        codes[128 + at] = match byte {
            0x01..=0x3A | 0x40..=0x4E => byte,
            0x50..=0x59 => DIGIT,
            _ => MARK,
        };
        at += 1;
    }
    codes
}

/// What a code can do: see the flags.
static ROLES: [u8; 128] = roles();

const THAI: u8 = 1;
/// A vowel, tone or sign that never begins anything: ะ ั า ำ ิ … ฺ ๅ ็ ่ … ๎.
const FOLLOWS: u8 = 2;
/// เ แ โ ใ ไ, which never end anything.
const LEADS: u8 = 4;
/// A consonant, ฤ or ฦ.
const CONSONANT: u8 = 8;
/// ่ ้ ๊ ๋.
const TONE: u8 = 16;
/// ิ ุ, which may stand between a consonant and its ์.
const SHORT: u8 = 32;

const fn roles() -> [u8; 128] {
    let mut roles = [0; 128];
    let mut code = 1;
    while code <= 78 {
        roles[code] = match code {
            1..=46 => THAI | CONSONANT,
            52 | 56 => THAI | FOLLOWS | SHORT,
            72..=75 => THAI | FOLLOWS | TONE,
            48..=58 | 69 | 71..=78 => THAI | FOLLOWS,
            64..=68 => THAI | LEADS,
            47 | 70 => THAI,
            _ => 0,
        };
        code += 1;
    }
    roles
}

#[inline]
fn role(code: Code) -> u8 {
    ROLES[(code & 127) as usize]
}

/// Whether a code is a Thai letter, vowel, tone or sign.
#[inline]
pub(crate) fn is_thai(code: Code) -> bool {
    role(code) & THAI != 0
}

/// Whether a code is a consonant, ฤ or ฦ.
pub(crate) fn is_consonant(code: Code) -> bool {
    role(code) & CONSONANT != 0
}

/// Whether a code is a vowel, tone or sign that never begins anything.
pub(crate) fn follows(code: Code) -> bool {
    role(code) & FOLLOWS != 0
}

/// Whether a code is one of the four tones.
pub(crate) fn is_tone(code: Code) -> bool {
    role(code) & TONE != 0
}

/// Whether a word may begin at the third of five letters: the rules that no Thai text breaks.
///
/// A word begins neither with a dependent vowel, tone or sign, nor with a silenced letter (ร์, ธุ์),
/// nor right after a leading vowel (เ|) or after ั, which want their consonant. Written without
/// branches, for half of the places in Thai text are such.
#[inline]
pub(crate) fn may_begin(around: [Code; 5]) -> bool {
    let [earlier, before, at, next, later] = around;
    let (here, last) = (role(at), role(before));
    let both = here & last & THAI != 0;
    let closes = (before == MAI_HAN_AKAT) | (last & TONE != 0) & (earlier == MAI_HAN_AKAT);
    let silenced = (next == THANTHAKHAT) | (role(next) & SHORT != 0) & (later == THANTHAKHAT);
    let bound = (here & CONSONANT != 0) & (closes | silenced);
    !(both & ((here & FOLLOWS != 0) | (last & LEADS != 0) | bound))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(text: &str) -> String {
        let edge = [EDGE, EDGE];
        let codes: Vec<Code> = edge.into_iter().chain(text.chars().map(code)).chain(edge).collect();
        let mut out = String::new();
        for (at, ch) in text.chars().enumerate() {
            if at > 0 && may_begin([codes[at], codes[at + 1], codes[at + 2], codes[at + 3], codes[at + 4]]) {
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
