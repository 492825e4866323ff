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

/// ์, which silences the letter before it.
pub(crate) const THANTHAKHAT: Code = 76;

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

/// A character's place in tables of 256, that of one with the same code if it is of another block.
pub(crate) fn slot(ch: char) -> u8 {
    match foreign(ch) {
        MARK => b'!',
        SPACE => b' ',
        LETTER => b'a',
        _ => 0,
    }
}

/// The Thai letter of a code, or the stop.
pub(crate) fn letter(code: Code) -> Option<char> {
    match code {
        STOP => Some('.'),
        _ if is_thai(code) => char::from_u32(0x0E00 + u32::from(code)),
        _ => None,
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

/// A letter, vowel, tone or sign of Thai.
const THAI: u8 = 1;
/// เ แ โ ใ ไ, which never end anything.
const LEADS: u8 = 2;
/// ั, and a tone on it, which want a consonant.
const OPEN: u8 = 4;
/// ่ ้ ๊ ๋.
const TONE: u8 = 8;
/// A consonant, ฤ or ฦ.
const CONSONANT: u8 = 16;
/// ิ ุ, which may stand between a consonant and its ์.
const SHORT: u8 = 32;

/// What a code is, and what it may not begin behind: the flags of one and the other.
static ROLES: [[u8; 2]; 128] = roles();

const fn roles() -> [[u8; 2]; 128] {
    let mut roles = [[0; 2]; 128];
    let mut code = 1;
    while code <= 78 {
        roles[code] = match code {
            1..=46 => [THAI | CONSONANT, LEADS | OPEN],
            49 => [THAI | OPEN, THAI],
            52 | 56 => [THAI | SHORT, THAI],
            72..=75 => [THAI | TONE, THAI],
            48..=58 | 69 | 71..=78 => [THAI, THAI],
            64..=68 => [THAI | LEADS, LEADS],
            47 | 70 => [THAI, LEADS],
            _ => [0, 0],
        };
        code += 1;
    }
    roles
}

/// Of each place in tables of 256: its code, and the two of its role.
static GLYPHS: [[u8; 4]; 256] = glyphs();

const fn glyphs() -> [[u8; 4]; 256] {
    let (codes, roles) = (codes(), roles());
    let mut glyphs = [[0; 4]; 256];
    let mut at = 0;
    while at < 256 {
        let [is, shuns] = roles[codes[at] as usize];
        glyphs[at] = [codes[at], is, shuns, 0];
        at += 1;
    }
    glyphs
}

/// Whether a code is a Thai letter, vowel, tone or sign.
#[inline]
pub(crate) fn is_thai(code: Code) -> bool {
    ROLES[(code & 127) as usize][0] & THAI != 0
}

/// Whether a code is a consonant, ฤ or ฦ.
pub(crate) fn is_consonant(code: Code) -> bool {
    ROLES[(code & 127) as usize][0] & CONSONANT != 0
}

/// Whether a code is a vowel, tone or sign that never begins anything.
pub(crate) fn follows(code: Code) -> bool {
    ROLES[(code & 127) as usize][1] & THAI != 0
}

/// Whether a code is one of the four tones.
pub(crate) fn is_tone(code: Code) -> bool {
    ROLES[(code & 127) as usize][0] & TONE != 0
}

/// What was read last, as far as it decides whether a word may begin behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Behind(u8);

impl Behind {
    /// The code of the character in a place of the tables, and whether a word may begin with it, but for
    /// what comes after it: the rules that no Thai text breaks. A word begins neither with a dependent
    /// vowel, tone or sign, nor right after a leading vowel (เ|) or after ั, which want their consonant.
    #[inline(always)]
    pub(crate) fn read(&mut self, slot: u8) -> (Code, bool) {
        let [code, is, shuns, _] = GLYPHS[slot as usize];
        let begins = self.0 & shuns == 0;
        // A tone leaves ั open: TONE is OPEN moved by one.
        self.0 = is | (self.0 & (is >> 1) & OPEN);
        (code, begins)
    }
}

/// How many letters before a code its consonant is that it silences (ร์, ธุ์); 0 where none is.
#[inline]
pub(crate) fn silences(code: Code, before: [Code; 2]) -> usize {
    if code != THANTHAKHAT {
        return 0;
    }
    let [first, second] = before.map(|code| ROLES[(code & 127) as usize][0]);
    match (second & CONSONANT != 0, second & SHORT != 0 && first & CONSONANT != 0) {
        (true, _) => 1,
        (_, true) => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stay_below_the_alphabet() {
        for ch in ('\0'..='\u{FFFF}').chain("😀👍🏽".chars()) {
            assert!((code(ch) as usize) < ALPHABET && code(ch) != EDGE, "{ch:?}");
        }
    }
}
