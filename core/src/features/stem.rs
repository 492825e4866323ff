//! English words without their endings: `cards`, `carded` and `carding` meet.
//!
//! In: a lower-case word of ASCII letters. Out: how much of it to keep, and a letter to put behind.
//! A handful of suffix rules, kin to the first steps of Porter's stemmer (1980); it never allocates,
//! and what it gives is for matching, not for reading.

/// A stem: the first `keep` bytes of the word, then perhaps one more letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stem {
    pub(crate) keep: usize,
    pub(crate) tail: Option<u8>,
}

/// Endings that go, longest first, with what must stay before them.
const ENDINGS: [(&[u8], usize); 17] = [
    (b"fulness", 3),
    (b"iveness", 3),
    (b"ments", 3),
    (b"ment", 4),
    (b"ness", 3),
    (b"able", 4),
    (b"ible", 4),
    (b"ings", 3),
    (b"ance", 4),
    (b"ence", 4),
    (b"ing", 3),
    (b"ers", 4),
    (b"ion", 4),
    (b"est", 4),
    (b"ed", 3),
    (b"er", 4),
    (b"ly", 4),
];

/// The stem of a word; the whole word where no rule applies.
pub(crate) fn stem(word: &[u8]) -> Stem {
    let word = plain(word);
    let whole = Stem { keep: word.len(), tail: None };
    if word.len() < 4 || !word.iter().all(u8::is_ascii_lowercase) {
        return whole;
    }
    for (ending, least) in ENDINGS {
        if let Some(head) = word.strip_suffix(ending) {
            if head.len() >= least && head.iter().any(|&c| vowel(c)) {
                return settle(head);
            }
            return settle(word);
        }
    }
    settle(word)
}

/// A word without its plural or third-person ending.
fn plain(word: &[u8]) -> &[u8] {
    let n = word.len();
    if word.ends_with(b"sses") || word.ends_with(b"shes") || word.ends_with(b"ches") || word.ends_with(b"xes") {
        return &word[..n - 2];
    }
    if word.ends_with(b"ies") && n > 4 {
        return &word[..n - 2];
    }
    let keeps = word.ends_with(b"ss") || word.ends_with(b"us") || word.ends_with(b"is");
    if word.ends_with(b"s") && !keeps && n > 3 { &word[..n - 1] } else { word }
}

/// Final e goes, final y is i, a doubled consonant is one.
fn settle(head: &[u8]) -> Stem {
    let n = head.len();
    match head {
        [.., b'e'] if n > 3 => Stem { keep: n - 1, tail: None },
        [.., before, b'y'] if n > 2 && !vowel(*before) => Stem { keep: n - 1, tail: Some(b'i') },
        [.., a, b] if a == b && n > 3 && !vowel(*b) && !b"lsz".contains(b) => Stem { keep: n - 1, tail: None },
        _ => Stem { keep: n, tail: None },
    }
}

fn vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let stem = stem(word.as_bytes());
        let mut text = word[..stem.keep].to_owned();
        text.extend(stem.tail.map(char::from));
        text
    }

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["card", "cards"][..],
            &["stop", "stops", "stopped", "stopping"],
            &["charge", "charged", "charges", "charging"],
            &["activate", "activated", "activating", "activation"],
            &["country", "countries"],
            &["match", "matches", "matching"],
        ] {
            for form in forms {
                assert_eq!(stemmed(form), stemmed(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn short_and_other_words_stay() {
        for word in ["bus", "this", "red", "thing", "ring", "กาแฟ", "42nd", ""] {
            assert_eq!(stemmed(word), word);
        }
    }
}
