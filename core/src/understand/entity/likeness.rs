//! How alike two spellings are: what Thai and Latin writers confuse costs less than what they do not.
//!
//! In: a word as it is compared (folded, normalised). Out: its skeleton, in which marks, lengths and
//! letters of one sound do not differ, and a weighted edit distance. A dropped tone costs 0.2, a
//! vowel of the wrong length or `ส` for `ซ` 0.3, a neighbouring key 0.7, any other letter 1.

use crate::understand::keyboard::beside;

/// The longest word, in characters, that is compared.
pub(crate) const LONGEST: usize = 40;

const MARK: f32 = 0.2;
const SOUND: f32 = 0.3;
const GAP: f32 = 0.1;
const SWAP: f32 = 0.6;
const KEY: f32 = 0.7;
const MISSING: f32 = 0.8;
const OTHER: f32 = 1.0;

/// What a word is indexed by: no tones, no white space, one letter for each sound, nothing doubled;
/// a silenced letter (`ร์`) is gone. `เชียงใหม่` and `เชียงไหม` have one skeleton.
pub(crate) fn skeleton(word: &str, out: &mut Vec<char>) {
    out.clear();
    append(word, out);
}

/// Adds the skeleton of what follows.
pub(crate) fn append(word: &str, out: &mut Vec<char>) {
    for ch in word.chars() {
        match ch {
            '\u{E4C}' => {
                out.pop();
            }
            _ if is_mark(ch) || is_gap(ch) => {}
            _ => {
                let letter = sound(ch);
                if out.last() != Some(&letter) {
                    out.push(letter);
                }
            }
        }
    }
}

/// Tone marks and the shortening mark: those that are dropped and mistaken most.
fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{E47}'..='\u{E4B}')
}

fn is_gap(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '-' | '.' | '\'' | '’' | '_')
}

/// One letter for all that sound the same, or nearly.
fn sound(ch: char) -> char {
    match ch {
        'ซ' | 'ศ' | 'ษ' => 'ส',
        'ณ' => 'น',
        'ญ' => 'ย',
        'ฬ' => 'ล',
        'ฎ' => 'ด',
        'ฏ' => 'ต',
        'ฐ' | 'ฑ' | 'ฒ' | 'ธ' => 'ท',
        'ฅ' | 'ฆ' => 'ค',
        'ฃ' => 'ข',
        'ภ' => 'พ',
        'ฌ' => 'ช',
        'ฤ' => 'ร',
        'ใ' => 'ไ',
        '\u{E35}' => '\u{E34}',
        '\u{E37}' => '\u{E36}',
        '\u{E39}' => '\u{E38}',
        '\u{E30}' | '\u{E31}' | 'ๅ' => '\u{E32}',
        _ => ch,
    }
}

/// How far apart two words are, at most `most`; a letter may stand where its neighbour should
/// (Damerau, 1964). Words longer than [`LONGEST`] are as far apart as can be.
pub(crate) fn distance(a: &str, b: &str, most: f32) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() > LONGEST || b.len() > LONGEST {
        return most;
    }
    let letter = |word: &[char], at: usize| alone(word[at], at.checked_sub(1).map(|at| word[at]));
    let (mut older, mut last, mut row) = ([0.0_f32; LONGEST + 1], [0.0_f32; LONGEST + 1], [0.0_f32; LONGEST + 1]);
    for j in 0..b.len() {
        last[j + 1] = last[j] + letter(&b, j);
    }
    for i in 0..a.len() {
        let drop = letter(&a, i);
        row[0] = last[0] + drop;
        for j in 0..b.len() {
            let mut least = (last[j] + other(a[i], b[j])).min(last[j + 1] + drop).min(row[j] + letter(&b, j));
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && a[i] != b[j] {
                least = least.min(older[j - 1] + SWAP);
            }
            row[j + 1] = least;
        }
        (older, last, row) = (last, row, older);
    }
    last[b.len()].min(most)
}

/// A letter that is missing or too much.
fn alone(ch: char, before: Option<char>) -> f32 {
    match ch {
        _ if is_mark(ch) || before == Some(ch) => MARK,
        _ if is_gap(ch) => GAP,
        '\u{E4C}' => SOUND,
        _ => MISSING,
    }
}

/// A letter in place of another.
fn other(a: char, b: char) -> f32 {
    match (a, b) {
        _ if a == b => 0.0,
        _ if is_mark(a) && is_mark(b) => MARK,
        ('ร', 'ล') | ('ล', 'ร') => SOUND,
        _ if sound(a) == sound(b) => SOUND,
        _ if beside(a, b) => KEY,
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(a: &str, b: &str) -> f32 {
        distance(a, b, 9.0)
    }

    fn bones(word: &str) -> String {
        let mut out = Vec::new();
        skeleton(word, &mut out);
        out.into_iter().collect()
    }

    #[test]
    fn what_is_confused_has_one_skeleton() {
        for (a, b) in [("เชียงใหม่", "เชียงไหม"), ("ภูเก็ต", "พุเกต"), ("ออเดอร์", "ออเด้อ"), ("ice cream", "icecream")]
        {
            assert_eq!(bones(a), bones(b));
        }
        assert_ne!(bones("กาแฟ"), bones("การแฟน"));
    }

    #[test]
    fn distances_are_weighted() {
        let near = |a: &str, b: &str, cost: f32| assert!((apart(a, b) - cost).abs() < 1e-6, "{a} {b} {}", apart(a, b));
        near("ลาเต้", "ลาเต้", 0.0);
        near("ลาเต", "ลาเต้", 0.2);
        near("ลาเต๊", "ลาเต้", 0.2);
        near("เชียงไหม่", "เชียงใหม่", 0.3);
        near("lattte", "latte", 0.2);
        near("latet", "latte", 0.6);
        near("lstte", "latte", 0.7);
        near("capucino", "cappuccino", 0.4);
        near("โปรโมชัน", "โปโมชัน", 0.8);
        near("", "กา", 1.6);
        near("abc", "xyz", 3.0);
        assert!((apart("กาแฟ", "ร้านอาหาร") - apart("ร้านอาหาร", "กาแฟ")).abs() < 1e-6);
    }
}
