//! What was typed while the keyboard was in the other language: `l;ylfu` is สวัสดี, `้ำสสน` hello.
//!
//! In: a text and its pieces. Out: for stretches between white space that are no words as they stand
//! and are words on the other side of the keys, what those say. One pass over the text.

use crate::features::{fold::fold, word, words::bundled};
use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::{Kind, Piece, word_cost};
use crate::understand::keyboard;

use super::{Speller, Suggestion};

/// The fewest and most keys that are read anew.
const KEYS: std::ops::RangeInclusive<usize> = 3..=80;
/// How much of a stretch has to be words on the other side.
const KNOWN: f64 = 0.75;
/// What a letter of a frequent word costs at most, and one of a rare one.
const FREQUENT: f64 = 8.0;
const RARE: f64 = 30.0;

/// The stretches of a text that are words in the other layout, in order.
pub(super) fn slips(speller: &Speller, text: &Text, pieces: &[Piece]) -> Vec<Suggestion> {
    let stretches = pieces.chunk_by(|a, b| a.kind != Kind::Space && b.kind != Kind::Space);
    stretches.filter_map(|stretch| speller.slip(text, stretch)).collect()
}

impl Speller {
    fn slip(&self, text: &Text, stretch: &[Piece]) -> Option<Suggestion> {
        let span = text.span(stretch.first()?.start as usize, stretch.last()?.end as usize);
        let typed = text.original().get(span.start..span.end)?;
        // What is read anew is what was typed: the reading may have folded or ordered it.
        let (value, score) = if typed.is_ascii() { self.thai(typed, stretch)? } else { self.latin(typed)? };
        Some(Suggestion { text: typed.to_owned(), span, value, score, kind: "layout" })
    }

    /// What Latin keys say in Thai.
    fn thai(&self, typed: &str, stretch: &[Piece]) -> Option<(String, f64)> {
        if !KEYS.contains(&typed.len()) || stretch.iter().any(|piece| shaped(piece.kind)) || self.says(typed) {
            return None;
        }
        let anew: String = typed.chars().map(keyboard::thai).collect::<Option<_>>()?;
        let read = normalize(&anew);
        let mut pieces = Vec::new();
        self.segmenter.tokenize(&read, &mut pieces);
        let (mut known, mut all, mut cost) = (0, 0, 0);
        for piece in &pieces {
            let word = &read.reading()[piece.start as usize..piece.end as usize];
            let letters = word.chars().count();
            all += letters;
            let price = if self.known(word) { Some(1) } else { word_cost(word) };
            if let Some(price) = price.filter(|_| letters > 1 && piece.kind == Kind::Thai) {
                known += letters;
                cost += usize::from(price);
            }
        }
        let share = known as f64 / all as f64;
        let rarity = (cost as f64 / known.max(1) as f64 - FREQUENT).max(0.0) / (RARE - FREQUENT);
        let score = share * share * (0.95 - 0.6 * rarity);
        (share >= KNOWN && known >= *KEYS.start() && score > 0.3).then(|| (read.reading().to_owned(), score))
    }

    /// What Thai keys say in Latin letters.
    fn latin(&self, typed: &str) -> Option<(String, f64)> {
        let anew: String = typed.chars().take(KEYS.end() + 1).map(keyboard::latin).collect::<Option<_>>()?;
        if !KEYS.contains(&anew.len()) {
            return None;
        }
        let (right, wrong) = self.english(&anew);
        let read = normalize(typed);
        let mut pieces = Vec::new();
        self.segmenter.tokenize(&read, &mut pieces);
        let piece = |piece: &Piece| &read.reading()[piece.start as usize..piece.end as usize];
        let thai = |word: &&str| word.chars().count() > 1 && (word_cost(word).is_some() || self.known(word));
        let said: usize = pieces.iter().map(piece).filter(thai).map(|word| word.chars().count()).sum();
        let strange = 1.0 - said as f64 / typed.chars().count() as f64;
        let share = right as f64 / anew.len() as f64;
        (wrong == 0 && right >= *KEYS.start() && share >= KNOWN && strange >= 0.5)
            .then_some((anew, 0.95 * share * strange))
    }

    /// Whether what was typed says something as it stands.
    fn says(&self, typed: &str) -> bool {
        let (right, wrong) = self.english(typed);
        self.known(&fold(typed)) || right > wrong && right * 2 >= typed.len()
    }

    /// How many letters of a text in Latin letters are in words that are known, and in others;
    /// one letter alone says nothing.
    fn english(&self, text: &str) -> (usize, usize) {
        let (mut right, mut wrong) = (0, 0);
        let folded = fold(text);
        for part in folded.split(|ch: char| !ch.is_alphabetic() && ch != '\'').filter(|part| part.len() > 1) {
            let known = self.known(part) || bundled().is_some_and(|table| table.knows(word(part)));
            *(if known { &mut right } else { &mut wrong }) += part.len();
        }
        (right, wrong)
    }
}

/// What has a shape of its own is nobody's slip.
fn shaped(kind: Kind) -> bool {
    matches!(kind, Kind::Url | Kind::Email | Kind::Handle | Kind::Hashtag | Kind::Emoji)
}
