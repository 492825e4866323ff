//! A letter in a byte, as the compiled tables hold it.
//!
//! Shared by the build, which writes the tables, and by those who look things up in them.

/// Folds case and the apostrophes and white space that people type.
pub(super) fn fold(letter: char) -> char {
    match letter {
        '’' | '‘' | '`' => '\'',
        '\t' | '\u{A0}' => ' ',
        _ => letter.to_ascii_lowercase(),
    }
}

/// A letter in a byte: ASCII as it is, then Thai, then the signs of the tables.
pub(super) fn code(letter: char, signs: &[char]) -> Option<u8> {
    match letter {
        '\0'..='\u{7F}' => u8::try_from(letter).ok(),
        '\u{0E00}'..='\u{0E5B}' => u8::try_from(letter as u32 - 0x0E00 + 0x80).ok(),
        _ => signs.binary_search(&letter).ok().and_then(|at| u8::try_from(at + 0xDC).ok()),
    }
}
