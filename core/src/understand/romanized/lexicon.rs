//! Thai words by how they are said, to be found in Latin letters.
//!
//! In: words and what they cost. Out: for a place in Latin letters, the words that may be spelled from
//! there. The words lie sorted by their sounds, so that those that begin alike stand together and nothing
//! else is needed to find them; the work at a place is bounded.

use std::sync::LazyLock;

use crate::tokenize::{each_word, word_cost};

use super::sounds::sounds;
use super::spelling::spellings;

/// What a listed word costs at most.
const LISTED: u8 = 60;
/// The most that the spelling of a word may cost.
const ODDEST: i32 = 30;
/// What a space between two syllables of a word costs.
const SPACE: i32 = 5;
/// The most steps at one place.
const STEPS: usize = 16_000;

/// The bundled dictionary.
static LANGUAGE: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words = Vec::new();
    each_word(|word, cost| words.push((word.to_owned(), cost)));
    Lexicon::of(words)
});

/// Words, sorted by their sounds and then by what they cost.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    words: Vec<(Vec<u8>, u8, String)>,
}

/// A word that may be spelled from a place on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelled<'l> {
    pub(super) word: &'l str,
    /// Where it ends.
    pub(super) end: usize,
    /// The word and its spelling.
    pub(super) cost: i32,
}

impl Lexicon {
    /// Of words in Thai letters, as they are read; others are passed over.
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Lexicon {
        let cost = |word: &str| word_cost(word).map_or(LISTED, |cost| cost.min(LISTED));
        Lexicon::of(words.into_iter().map(|word| (cost(&word), word)).map(|(cost, word)| (word, cost)).collect())
    }

    fn of(words: Vec<(String, u8)>) -> Lexicon {
        let said = |(word, cost): (String, u8)| Some((sounds(&word)?, cost, word));
        let mut words: Vec<(Vec<u8>, u8, String)> = words.into_iter().filter_map(said).collect();
        // One sound is a word only where it is written as one: เอา, not อา.
        words.retain(|(sounds, _, word)| sounds.len() > 1 || word.starts_with('เ'));
        words.sort_unstable();
        words.dedup();
        Lexicon { words }
    }

    /// The words of the language.
    pub(super) fn language() -> &'static Lexicon {
        &LANGUAGE
    }

    /// Adds the words that may be spelled from a place on; `ends` says where a Latin word ends, by its last
    /// letter's place and one.
    pub(super) fn spelled<'l>(&'l self, letters: &[u8], from: usize, ends: &[bool], found: &mut Vec<Spelled<'l>>) {
        // A stretch of the words that begin with the same sounds, how many, the place reached, the cost.
        let mut open = vec![(0, self.words.len(), 0, from, 0)];
        let mut steps = 0;
        while let Some((first, last, depth, at, cost)) = open.pop() {
            steps += 1;
            if steps > STEPS {
                return;
            }
            let mut next = first;
            while next < last {
                let (sounds, price, word) = &self.words[next];
                let Some(&sound) = sounds.get(depth) else {
                    if at > from {
                        found.push(Spelled { word, end: at, cost: cost + i32::from(*price) });
                    }
                    next += 1;
                    continue;
                };
                let begin = next;
                next += self.words[begin..last].partition_point(|(sounds, ..)| sounds.get(depth) == Some(&sound));
                // A Latin word ends between syllables only.
                let between = at > from && ends[at];
                if sound == b'|' {
                    open.push((begin, next, depth + 1, at, cost + if between { SPACE } else { 0 }));
                    continue;
                }
                let inner = between && self.words[begin].0[depth - 1] != b'|';
                for (spelling, odd) in spellings(sound) {
                    let (end, cost) = (at + spelling.len(), cost + i32::from(*odd));
                    let fits = cost <= ODDEST && letters[at..].starts_with(spelling.as_bytes());
                    if fits && (spelling.is_empty() || !inner && !ends[at + 1..end].contains(&true)) {
                        open.push((begin, next, depth + 1, end, cost));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(letters: &str, spaces: &[usize]) -> Vec<String> {
        let lexicon = Lexicon::new(["กาแฟ", "โกปี๊", "ขอ", "GB"].map(str::to_owned));
        let mut ends = vec![false; letters.len() + 1];
        spaces.iter().for_each(|at| ends[*at] = true);
        ends[letters.len()] = true;
        let mut found = Vec::new();
        lexicon.spelled(letters.as_bytes(), 0, &ends, &mut found);
        found.iter().map(|spelled| format!("{} {}", spelled.word, spelled.end)).collect()
    }

    #[test]
    fn spaces_stand_between_syllables() {
        let reads = |letters: &str, spaces: &[usize], found: &str| from(letters, spaces).iter().any(|own| own == found);
        assert!(reads("kafae", &[], "กาแฟ 5") && reads("kafae", &[2], "กาแฟ 5"));
        assert!(!reads("kafae", &[1], "กาแฟ 5") && !reads("kafae", &[4], "กาแฟ 5"));
        assert!(reads("gopee", &[], "โกปี๊ 5") && reads("korxyz", &[], "ขอ 3"));
    }
}
