//! How much of a text needs no repair: one look, no copy.
//!
//! In: raw text. Out: how far every repair would leave it as it is; what is behind may need none
//! either, and then costs only time.

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

/// Classes of ASCII, then of the Thai block.
static CLASSES: [u8; 256] = classes();

/// For each class, a bit for each class that may stand before it when the characters differ.
static BEHIND: [u16; 16] = behind();

const fn classes() -> [u8; 256] {
    let mut classes = [FREE as u8; 256];
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
        classes[128 + at] = class as u8;
        at += 1;
    }
    classes
}

const fn behind() -> [u16; 16] {
    const ALL: u16 = (1 << REPAIR) - 1;
    const PLACED: u16 = 1 << SPACING | 1 << AA | 1 << A;
    let mut behind = [ALL; 16];
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

/// A character of a text, by its place in tables of 256 where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// ASCII, and from 128 on the Thai block.
    Near(u8),
    /// Any other.
    Far(char),
}

/// Calls `see` with where each character of a text begins and what it is, until it says no; whether it
/// never did. Thai is three bytes that need no decoding.
#[inline]
pub(crate) fn slots(text: &str, mut see: impl FnMut(usize, Slot) -> bool) -> bool {
    let mut rest = text.as_bytes();
    let mut at = 0;
    loop {
        let (slot, width) = match *rest {
            [] => return true,
            [lead @ 0..=0x7F, ref tail @ ..] => {
                rest = tail;
                (Slot::Near(lead), 1)
            }
            [0xE0, middle @ 0xB8..=0xB9, last, ref tail @ ..] => {
                rest = tail;
                (Slot::Near(128 | (middle & 1) << 6 | last & 0x3F), 3)
            }
            _ => {
                let Some(ch) = text.get(at..).and_then(|rest| rest.chars().next()) else { return true };
                rest = rest.get(ch.len_utf8()..).unwrap_or_default();
                (Slot::Far(ch), ch.len_utf8())
            }
        };
        if !see(at, slot) {
            return false;
        }
        at += width;
    }
}

/// How much of a text every repair would leave as it is: all of it, or up to a space behind which
/// something may have to be repaired.
pub(crate) fn plain(raw: &str) -> &str {
    let mut watch = Watch::default();
    let mut reached = raw.len();
    let whole = slots(raw, |at, slot| {
        reached = at;
        watch.plain(slot)
    });
    // No repair looks over a space but to see what follows it.
    if whole { raw } else { &raw[..raw[..reached].rfind(' ').unwrap_or(0)] }
}

/// Looks at a text character by character, until one needs a repair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch {
    last: u8,
    class: u8,
    count: u32,
}

impl Default for Watch {
    fn default() -> Watch {
        Watch { last: 0, class: FREE as u8, count: 1 }
    }
}

impl Watch {
    /// Whether the next character needs no repair.
    #[inline]
    pub(crate) fn plain(&mut self, slot: Slot) -> bool {
        let slot = match slot {
            Slot::Near(slot) => slot,
            // Like any character that may stand as often as it likes.
            Slot::Far(ch) if quiet(ch) => 0,
            Slot::Far(_) => return false,
        };
        let class = CLASSES[slot as usize];
        let before = std::mem::replace(&mut self.class, class);
        if slot == self.last {
            self.count += 1;
            return again(slot, class as usize, self.count);
        }
        (self.last, self.count) = (slot, 1);
        BEHIND[class as usize & 15] >> before & 1 != 0
    }
}

/// Whether a character may stand for the `count`th time.
#[cold]
fn again(slot: u8, class: usize, count: u32) -> bool {
    match class {
        FREE => count < 4 || !(slot == b'5' || slot.is_ascii_alphabetic()),
        CONSONANT => count < 3,
        _ => false,
    }
}

/// Common characters of other blocks that nothing is done to: “ ” ‘ ’ … – — • and emoji.
fn quiet(ch: char) -> bool {
    matches!(ch, '\u{2010}'..='\u{2026}' | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}')
        || matches!(ch, '\u{1F900}'..='\u{1F9FF}' | '\u{2700}'..='\u{27BF}' | '\u{FE0F}')
}
