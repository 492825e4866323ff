//! Slips of one word, as Thais make them: marks dropped, lengths and letters of one sound taken for
//! each other, neighbouring keys.
//!
//! In: a word and a number. Out: the word with one slip, the same for the same number; none where the
//! word has no place for it. It measures what lists forgive; nothing learns from it.

use crate::learn::matrix::random;
use crate::understand::keyboard::beside;

/// A kind of slip: its name, and what it does.
pub(super) type Slip = (&'static str, fn(&str, u64) -> Option<String>);

/// The kinds, in the order in which they are shown.
pub(super) const SLIPS: [Slip; 8] = [
    ("tone dropped", |word, seed| dropped(word, seed, |ch| ('\u{e47}'..='\u{e4b}').contains(&ch))),
    ("vowel dropped", |word, seed| dropped(word, seed, is_vowel)),
    ("vowel of wrong length", |word, seed| swapped(word, seed, &LENGTHS)),
    ("letter of one sound", |word, seed| swapped(word, seed, &SOUNDS)),
    ("neighbouring key", neighbour),
    ("letter dropped", |word, seed| dropped(word, seed, |ch| !is_vowel(ch) && !('\u{e47}'..='\u{e4c}').contains(&ch))),
    ("letters exchanged", exchanged),
    ("letter doubled", doubled),
];

const LENGTHS: [(char, char); 5] =
    [('\u{e34}', '\u{e35}'), ('\u{e36}', '\u{e37}'), ('\u{e38}', '\u{e39}'), ('ะ', 'า'), ('เ', 'แ')];
const SOUNDS: [(char, char); 9] =
    [('ใ', 'ไ'), ('ร', 'ล'), ('ส', 'ศ'), ('ท', 'ธ'), ('น', 'ณ'), ('พ', 'ภ'), ('ค', 'ฆ'), ('ย', 'ญ'), ('ต', 'ฏ')];

fn is_vowel(ch: char) -> bool {
    matches!(ch, '\u{e30}'..='\u{e39}' | 'เ' | 'แ' | 'โ' | 'ใ' | 'ไ')
}

/// One of the places that will do.
fn place(letters: &[char], mut seed: u64, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let places: Vec<usize> = (0..letters.len()).filter(|at| fits(*at)).collect();
    let at = usize::try_from(random(&mut seed) % places.len().max(1) as u64).ok()?;
    places.get(at).copied()
}

fn dropped(word: &str, seed: u64, fits: impl Fn(char) -> bool) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = place(&letters, seed, |at| fits(letters[at]) && !letters[at].is_whitespace())?;
    letters.remove(at);
    Some(letters.into_iter().collect())
}

fn swapped(word: &str, seed: u64, pairs: &[(char, char)]) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let other = |ch: char| pairs.iter().find_map(|(a, b)| (ch == *a).then_some(*b).or((ch == *b).then_some(*a)));
    let at = place(&letters, seed, |at| other(letters[at]).is_some())?;
    letters[at] = other(letters[at])?;
    Some(letters.into_iter().collect())
}

fn neighbour(word: &str, mut seed: u64) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = place(&letters, seed, |at| letters[at].is_alphabetic())?;
    let thai = ('\u{e01}'..='\u{e2e}').chain('a'..='z');
    let near: Vec<char> = thai.filter(|ch| *ch != letters[at] && beside(*ch, letters[at])).collect();
    letters[at] = *near.get(usize::try_from(random(&mut seed) % near.len().max(1) as u64).ok()?)?;
    Some(letters.into_iter().collect())
}

fn exchanged(word: &str, seed: u64) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = place(&letters, seed, |at| letters.get(at + 1).is_some_and(|next| *next != letters[at]))?;
    letters.swap(at, at + 1);
    Some(letters.into_iter().collect())
}

fn doubled(word: &str, seed: u64) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = place(&letters, seed, |at| letters[at].is_alphabetic())?;
    letters.insert(at, letters[at]);
    Some(letters.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_does_what_it_says() {
        let slip = |name: &str, word: &str| {
            let (_, slip) = SLIPS.iter().find(|(own, _)| *own == name).unwrap();
            slip(word, 3)
        };
        assert_eq!(slip("tone dropped", "ลาเต้").as_deref(), Some("ลาเต"));
        assert_eq!(slip("vowel dropped", "ภูก").as_deref(), Some("ภก"));
        assert_eq!(slip("vowel of wrong length", "ภูเก็ต").map(|word| word.chars().count()), Some(6));
        assert_eq!(slip("letter of one sound", "ใหม่").as_deref(), Some("ไหม่"));
        assert_eq!(slip("letters exchanged", "ab").as_deref(), Some("ba"));
        assert_eq!(slip("letter doubled", "ก").as_deref(), Some("กก"));
        assert!(slip("neighbouring key", "กาแฟ").is_some_and(|word| word != "กาแฟ"));
    }

    #[test]
    fn no_word_is_too_odd() {
        for word in ["", " ", "\u{e48}", "1", "👍🏽"] {
            for (_, slip) in SLIPS {
                let _ = (0..20).map(|seed| slip(word, seed)).collect::<Vec<_>>();
            }
        }
    }
}
