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

/// Of ASCII, then of the Thai block: its class, and a bit for each class that may stand before it when the
/// characters differ.
static FITS: [[u16; 2]; 256] = fits();

const fn fits() -> [[u16; 2]; 256] {
    let (classes, behind) = (classes(), behind());
    let mut fits = [[0; 2]; 256];
    let mut at = 0;
    while at < 256 {
        fits[at] = [classes[at] as u16, behind[classes[at] as usize]];
        at += 1;
    }
    fits
}

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

/// Calls `see` with where each character of a text begins and its place in tables of 256, ASCII and from
/// 128 on the Thai block, until it says no; where that was, or the text ended. `far` gives a character of
/// another block the place of one that is treated alike, or says no too.
#[inline(always)]
pub(crate) fn slots(text: &str, far: impl Fn(char) -> Option<u8>, mut see: impl FnMut(usize, u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Four bytes at once, the character and whatever follows: ก, E0 B8 81, is 0x..81B8E0.
        let four = bytes[at..].first_chunk().map_or(OTHERS, |four| u32::from_le_bytes(*four));
        let (slot, width) = if four & 0xFEFF == 0xB8E0 {
            ((four >> 2 & 0x40 | four >> 16 & 0x3F) as u8 | 128, 3)
        } else if four & 0x80 == 0 {
            (four as u8, 1)
        } else {
            let ch = character(text, at);
            match u32::from(ch) {
                near @ 0..=0x7F => (near as u8, 1),
                near @ 0xE00..=0xE7F => (near as u8 | 128, 3),
                _ => match far(ch) {
                    Some(slot) => (slot, ch.len_utf8()),
                    None => return at,
                },
            }
        };
        if !see(at, slot) {
            return at;
        }
        at += width;
    }
    bytes.len()
}

/// The beginning of a character that is neither ASCII nor Thai.
const OTHERS: u32 = 0x80;

#[inline(never)]
fn character(text: &str, at: usize) -> char {
    text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default()
}

/// How much of a text every repair would leave as it is: all of it, or up to a space behind which
/// something may have to be repaired; and where that is.
pub(crate) fn plain(raw: &str) -> (usize, usize) {
    let mut watch = Watch::new(raw);
    let reached = slots(raw, Watch::far, |at, slot| watch.plain(at, slot));
    // No repair looks over a space but to see what follows it.
    let plain = if reached == raw.len() { reached } else { raw[..reached].rfind(' ').unwrap_or(0) };
    (plain, reached)
}

/// The first space from a byte on over which no repair looks, or the end of the text.
///
/// Laughter looks at the three next characters that are no spaces: 55555 บาท.
pub(crate) fn parting(raw: &str, from: usize) -> usize {
    let apart = |&at: &usize| {
        let mut before = raw[..at].chars().rev().take(8);
        let mut quiet =
            || before.find(|ch| *ch != ' ').is_some_and(|ch| ch != '5' && (ch.is_ascii() || ('ก'..='๎').contains(&ch)));
        quiet() && quiet() && quiet()
    };
    raw[from..].match_indices(' ').map(|(at, _)| from + at).find(apart).unwrap_or(raw.len())
}

/// Looks at a text character by character, until one needs a repair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch<'r> {
    raw: &'r [u8],
    last: u8,
    class: u8,
}

impl<'r> Watch<'r> {
    /// Before the first character.
    pub(crate) fn new(raw: &'r str) -> Watch<'r> {
        Watch { raw: raw.as_bytes(), last: 0, class: FREE as u8 }
    }

    /// The place of a character of another block that needs no repair: like one that may stand as often as
    /// it likes.
    pub(crate) fn far(ch: char) -> Option<u8> {
        quiet(ch).then_some(0)
    }

    /// Whether the next character needs no repair.
    #[inline(always)]
    pub(crate) fn plain(&mut self, at: usize, slot: u8) -> bool {
        let [class, behind] = FITS[slot as usize];
        let before = std::mem::replace(&mut self.class, class as u8);
        if slot == self.last {
            return again(self.raw, at, slot, class as usize);
        }
        self.last = slot;
        behind >> (before & 15) & 1 != 0
    }
}

/// Whether a character may stand where it has stood before, once or oftener.
#[cold]
fn again(raw: &[u8], at: usize, slot: u8, class: usize) -> bool {
    let width = if slot < 128 { 1 } else { 3 };
    let times = |count: usize| {
        let before = at.checked_sub((count - 1) * width).and_then(|from| raw.get(from..at + width));
        before.is_some_and(|same| same.chunks(width).all(|ch| *ch == raw[at..at + width]))
    };
    match class {
        FREE => !(slot == b'5' || slot.is_ascii_alphabetic()) || !times(4),
        CONSONANT => !times(3),
        _ => false,
    }
}

/// Common characters of other blocks that nothing is done to: “ ” ‘ ’ … – — • and emoji.
fn quiet(ch: char) -> bool {
    matches!(ch, '\u{2010}'..='\u{2026}' | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}')
        || matches!(ch, '\u{1F900}'..='\u{1F9FF}' | '\u{2700}'..='\u{27BF}' | '\u{FE0F}')
}
