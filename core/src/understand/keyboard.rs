//! The keys of a keyboard as Thais have them: what stands beside what, and what a key says in the
//! other layout.
//!
//! In: a character. Out: its neighbours, or the character of the same key in Thai (Kedmanee, TIS
//! 820-2538) or Latin (US). `l;ylfu` is what `สวัสดี` gives in the wrong layout.

/// The rows of keys, plain then shifted, Thai and Latin: one column is one key.
const ROWS: [(&str, &str); 8] = [
    ("_ๅ/-ภถุึคตจขช", "`1234567890-="),
    ("ๆไำพะัีรนยบลฃ", "qwertyuiop[]\\"),
    ("ฟหกดเ้่าสวง", "asdfghjkl;'"),
    ("ผปแอิืทมใฝ", "zxcvbnm,./"),
    ("%+๑๒๓๔ู฿๕๖๗๘๙", "~!@#$%^&*()_+"),
    ("๐\"ฎฑธํ๊ณฯญฐ,ฅ", "QWERTYUIOP{}|"),
    ("ฤฆฏโฌ็๋ษศซ.", "ASDFGHJKL:\""),
    ("()ฉฮฺ์?ฒฬฦ", "ZXCVBNM<>?"),
];

/// What the Thai layout types where the Latin one types `ch`.
pub(crate) fn thai(ch: char) -> Option<char> {
    ROWS.iter().find_map(|(thai, latin)| on(latin, ch).and_then(|column| thai.chars().nth(column)))
}

/// What the Latin layout types where the Thai one types `ch`.
pub(crate) fn latin(ch: char) -> Option<char> {
    ROWS.iter().find_map(|(thai, latin)| on(thai, ch).and_then(|column| latin.chars().nth(column)))
}

/// Whether two characters of one layout stand side by side, or on one key.
pub(crate) fn beside(a: char, b: char) -> bool {
    let (Some(a), Some(b)) = (number(a), number(b)) else { return false };
    let near = |places: &[u8; 256]| {
        let (place, other) = (places[a], places[b]);
        let level = |place: u8| place >> 4;
        place != NOWHERE
            && other != NOWHERE
            && level(place) % 4 == level(other) % 4
            && (place & 15).abs_diff(other & 15) <= u8::from(level(place) == level(other))
    };
    near(&THAI) || near(&LATIN)
}

/// Row (high half) and column (low half) of each character, by its [`number`].
static THAI: [u8; 256] = places(true);
static LATIN: [u8; 256] = places(false);
const NOWHERE: u8 = u8::MAX;

/// ASCII as it is, Thai behind it.
const fn number(ch: char) -> Option<usize> {
    match ch as usize {
        code @ 0..0x80 => Some(code),
        code @ 0xE00..0xE80 => Some(code - 0xE00 + 0x80),
        _ => None,
    }
}

const fn places(thai: bool) -> [u8; 256] {
    let mut places = [NOWHERE; 256];
    let mut row = 0;
    while row < ROWS.len() {
        let keys = if thai { ROWS[row].0 } else { ROWS[row].1 }.as_bytes();
        let (mut at, mut column) = (0, 0);
        while at < keys.len() {
            // UTF-8 of one byte, or of three: `E0 B8 81` is ก.
            let ascii = keys[at] < 0x80;
            let number = if ascii { keys[at] } else { 0x80 | (keys[at + 1] & 1) << 6 | keys[at + 2] & 0x3F } as usize;
            if places[number] == NOWHERE {
                places[number] = (row << 4 | column) as u8;
            }
            at += if ascii { 1 } else { 3 };
            column += 1;
        }
        row += 1;
    }
    places
}

fn on(keys: &str, ch: char) -> Option<usize> {
    keys.chars().position(|key| key == ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, key: fn(char) -> Option<char>) -> String {
        text.chars().filter_map(key).collect()
    }

    #[test]
    fn one_key_has_two_letters() {
        assert_eq!(typed("l;ylfu", thai), "สวัสดี");
        assert_eq!(typed("-v[86I", thai), "ขอบคุณ");
        assert_eq!(typed("้ำสสน", latin), "hello");
        for (thai, latin) in ROWS {
            assert_eq!(thai.chars().count(), latin.chars().count());
        }
    }

    #[test]
    fn every_key_has_its_place() {
        for (row, (thai, latin)) in ROWS.iter().enumerate() {
            for (keys, places) in [(thai, &THAI), (latin, &LATIN)] {
                for (column, key) in keys.chars().enumerate() {
                    let first = ROWS.iter().any(|rows| {
                        let before = if places == &THAI { rows.0 } else { rows.1 };
                        before.contains(key) && before != *keys
                    });
                    let place = places[number(key).unwrap()] as usize;
                    assert!(place == row << 4 | column || first, "{key}: {place}");
                }
            }
        }
    }

    #[test]
    fn neighbours_are_of_one_layout() {
        assert!(beside('ก', 'ด') && beside('a', 's') && beside('ห', 'ฆ'));
        assert!(!beside('ก', 'ส') && !beside('a', 'ห') && !beside('a', 'q'));
    }
}
