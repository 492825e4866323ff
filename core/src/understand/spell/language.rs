//! The words of the language as a speller needs them: listed, indexed, and what each costs.
//!
//! Made from the segmenter's dictionary when a speller is first asked, some milliseconds once a process.

use std::sync::LazyLock;

use crate::tokenize::each_word;
use crate::understand::entity::Near;

use super::EDIT;

/// A word that costs more is too rare to be suggested.
const RARE: u8 = 90;

/// Words that may be suggested to anybody.
pub(super) struct Language {
    /// Each with what it costs.
    pub(super) words: Vec<(String, u8)>,
    pub(super) near: Near,
}

/// Those of the bundled dictionary.
pub(super) static LANGUAGE: LazyLock<Language> = LazyLock::new(|| {
    let mut words = Vec::new();
    each_word(|word, cost| {
        if cost <= RARE {
            words.push((word.to_owned(), cost));
        }
    });
    let priors = words.iter().map(|(_, cost)| f32::from(*cost) / EDIT).collect();
    let near = Near::weighed(words.iter().map(|(word, _)| word.as_str()), priors);
    Language { words, near }
});
