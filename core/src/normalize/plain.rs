//! Whether a text needs no repair: one look, no copy.
//!
//! In: raw text. Out: yes only where every repair would leave it as it is; a no may be wrong, and
//! costs only time.

/// Nothing to do with its neighbours.
const FREE: usize = 0;
/// A consonant: three in a row are drawn out.
const CONSONANT: usize = 1;
/// เ แ โ ใ ไ.
const LEADING: usize = 2;
/// ฺ, ุ ู, upper vowels, tones and ์: each rank once, in this order, behind a consonant.
const MARK: usize = 3;
/// ำ ๅ, then า, then ะ, which alone may stand behind another of them: เกาะ.
const SPACING: usize = 8;
const AA: usize = 9;
const A: usize = 10;
/// ๆ.
const REPEAT: usize = 11;
/// Thai digits, and ํ, which may be half of ำ.
const REPAIR: usize = 12;

/// Classes of the Thai block.
static CLASSES: [u8; 128] = classes();

/// For each class, a bit for each class that may stand before it when the characters differ.
static BEHIND: [u16; 13] = behind();

const fn classes() -> [u8; 128] {
    let mut classes = [FREE as u8; 128];
    let mut at = 0;
    while at < 128 {
        let class = match at {
            0x01..=0x2E => CONSONANT,
            0x40..=0x44 => LEADING,
            0x3A => MARK,
            0x38 | 0x39 => MARK + 1,
            0x31 | 0x34..=0x37 | 0x47 => MARK + 2,
            0x48..=0x4B => MARK + 3,
            0x4C | 0x4E => MARK + 4,
            0x33 | 0x45 => SPACING,
            0x32 => AA,
            0x30 => A,
            0x46 => REPEAT,
            0x4D | 0x50..=0x59 => REPAIR,
            _ => FREE,
        };
        classes[at] = class as u8;
        at += 1;
    }
    classes
}

const fn behind() -> [u16; 13] {
    const ALL: u16 = (1 << REPAIR) - 1;
    const PLACED: u16 = 1 << SPACING | 1 << AA | 1 << A;
    let mut behind = [ALL; 13];
    behind[LEADING] = ALL & !(1 << LEADING);
    behind[SPACING] = ALL & !PLACED;
    behind[AA] = ALL & !PLACED;
    behind[A] = ALL & !PLACED | 1 << AA;
    behind[REPAIR] = 0;
    let mut rank = MARK;
    while rank < SPACING {
        behind[rank] = ((1 << rank) - 1) | (1 << REPEAT);
        rank += 1;
    }
    behind
}

/// Whether every repair would leave a text as it is.
pub(crate) fn is_plain(raw: &str) -> bool {
    let (mut last, mut before, mut count) = ('\0', FREE, 1_u32);
    for ch in raw.chars() {
        let class = match ch {
            '\0'..='\x7F' => FREE,
            '\u{0E00}'..='\u{0E7F}' => CLASSES[ch as usize - 0x0E00] as usize,
            _ if quiet(ch) => FREE,
            _ => return false,
        };
        if ch == last {
            count += 1;
            if !again(ch, class, count) {
                return false;
            }
        } else {
            count = 1;
            if BEHIND[class] >> before & 1 == 0 {
                return false;
            }
        }
        (last, before) = (ch, class);
    }
    true
}

/// Whether a character may stand for the `count`th time.
fn again(ch: char, class: usize, count: u32) -> bool {
    match class {
        FREE => count < 4 || !(ch == '5' || ch.is_ascii_alphabetic()),
        CONSONANT => count < 3,
        _ => false,
    }
}

/// Common characters of other blocks that nothing is done to: “ ” ‘ ’ … – — • and emoji.
fn quiet(ch: char) -> bool {
    matches!(ch, '\u{2010}'..='\u{2026}' | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}')
        || matches!(ch, '\u{1F900}'..='\u{1F9FF}' | '\u{2700}'..='\u{27BF}' | '\u{FE0F}')
}
