//! Whether a text needs no repair: one look, no copy.
//!
//! In: raw text. Out: yes only where every repair would leave it as it is; a no may be wrong, and
//! costs only time.

/// Nothing to do with its neighbours.
const FREE: u8 = 0;
/// A consonant: three in a row are drawn out.
const CONSONANT: u8 = 1;
/// เ แ โ ใ ไ.
const LEADING: u8 = 2;
/// ฺ, ุ ู, upper vowels, tones and ์: each rank once, in this order, behind a consonant.
const MARK: u8 = 3;
/// ะ า ำ ๅ.
const SPACING: u8 = 8;
/// ๆ.
const REPEAT: u8 = 9;
/// Thai digits, and ํ, which may be half of ำ.
const REPAIR: u8 = 10;

/// Classes of the Thai block.
static CLASSES: [u8; 128] = classes();

const fn classes() -> [u8; 128] {
    let mut classes = [FREE; 128];
    let mut at = 0;
    while at < 128 {
        classes[at] = match at {
            0x01..=0x2E => CONSONANT,
            0x40..=0x44 => LEADING,
            0x3A => MARK,
            0x38 | 0x39 => MARK + 1,
            0x31 | 0x34..=0x37 | 0x47 => MARK + 2,
            0x48..=0x4B => MARK + 3,
            0x4C | 0x4E => MARK + 4,
            0x30 | 0x32 | 0x33 | 0x45 => SPACING,
            0x46 => REPEAT,
            0x4D | 0x50..=0x59 => REPAIR,
            _ => FREE,
        };
        at += 1;
    }
    classes
}

/// Whether every repair would leave a text as it is.
pub(crate) fn is_plain(raw: &str) -> bool {
    let (mut last, mut before, mut count) = ('\0', FREE, 1_u32);
    for ch in raw.chars() {
        let class = match ch {
            '\0'..='\x7F' => FREE,
            '\u{0E00}'..='\u{0E7F}' => CLASSES[ch as usize - 0x0E00],
            _ if quiet(ch) => FREE,
            _ => return false,
        };
        count = if ch == last { count + 1 } else { 1 };
        let fits = match class {
            FREE => count < 4 || !(ch == '5' || ch.is_ascii_alphabetic()),
            CONSONANT => count < 3,
            LEADING => before != LEADING,
            SPACING => before != SPACING || matches!((last, ch), ('า', 'ะ')),
            REPEAT => count < 2,
            REPAIR => false,
            _ => before < class || before == REPEAT,
        };
        if !fits {
            return false;
        }
        (last, before) = (ch, class);
    }
    true
}

/// Common characters of other blocks that nothing is done to: “ ” ‘ ’ … – — • and emoji.
fn quiet(ch: char) -> bool {
    matches!(ch, '\u{2010}'..='\u{2026}' | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}')
        || matches!(ch, '\u{1F900}'..='\u{1F9FF}' | '\u{2700}'..='\u{27BF}' | '\u{FE0F}')
}
