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
    let near = |place: fn(char) -> Option<(usize, usize)>| {
        let (Some((row, column)), Some((other, next))) = (place(a), place(b)) else { return false };
        row % 4 == other % 4 && column.abs_diff(next) <= usize::from(row == other)
    };
    near(thai_place) || near(latin_place)
}

fn thai_place(ch: char) -> Option<(usize, usize)> {
    ROWS.iter().enumerate().find_map(|(row, (thai, _))| Some((row, on(thai, ch)?)))
}

fn latin_place(ch: char) -> Option<(usize, usize)> {
    ROWS.iter().enumerate().find_map(|(row, (_, latin))| Some((row, on(latin, ch)?)))
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
    fn neighbours_are_of_one_layout() {
        assert!(beside('ก', 'ด') && beside('a', 's') && beside('ห', 'ฆ'));
        assert!(!beside('ก', 'ส') && !beside('a', 'ห') && !beside('a', 'q'));
    }
}
