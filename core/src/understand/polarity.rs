//! English words that are glad or angry, and the words around them that turn or strengthen them.
//!
//! In: the pieces of a message. Out: one number, positive where the words are glad. The list is this
//! project's own (`core/src/data/polarity.txt`).

use std::sync::LazyLock;

use crate::data;
use crate::order;
use crate::tokenize::{Kind, Piece};

/// How far a negation reaches, in words.
const REACH: usize = 3;
const TURNS: [&str; 20] = [
    "not", "no", "never", "neither", "nor", "without", "hardly", "barely", "cannot", "cant", "dont", "doesnt", "didnt",
    "isnt", "wasnt", "arent", "wont", "wouldnt", "couldnt", "t",
];
/// `I would like a latte` says nothing of the latte.
const WISHES: [&str; 9] = ["would", "id", "youd", "wed", "theyd", "d", "looks", "look", "something"];
const STRONG: [&str; 10] =
    ["very", "really", "so", "too", "extremely", "absolutely", "totally", "super", "incredibly", "completely"];

/// Words with their polarity, -2 to 2, sorted by word.
static LIST: LazyLock<Vec<(&'static str, i8)>> = LazyLock::new(|| {
    let mut list = Vec::new();
    let mut polarity = 0;
    for line in data::POLARITY.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('=') {
            Some(number) => polarity = number.trim().parse().unwrap_or(0),
            None => list.extend(line.split_whitespace().map(|word| (word, polarity))),
        }
    }
    order::sort(&mut list);
    list
});

/// The sum of the polarities of a message; 0 where no word is known.
pub(crate) fn polarity(reading: &str, pieces: &[Piece]) -> f64 {
    let mut sum = 0.0;
    let (mut turned, mut strength, mut wish) = (0, 1.0, false);
    let mut lower = String::new();
    for piece in pieces {
        let text = reading.get(piece.start as usize..piece.end as usize).unwrap_or_default();
        if piece.kind == Kind::Punctuation && text.starts_with(['.', ',', ';', '!', '?']) {
            (turned, strength) = (0, 1.0);
        }
        if piece.kind != Kind::Word {
            continue;
        }
        lower.clear();
        lower.extend(text.chars().filter(|ch| !matches!(ch, '\'' | '’')).flat_map(char::to_lowercase));
        let wished = std::mem::replace(&mut wish, WISHES.contains(&lower.as_str()));
        if wished && lower == "like" {
            continue;
        }
        if TURNS.contains(&lower.as_str()) {
            turned = REACH + 1;
        } else if STRONG.contains(&lower.as_str()) {
            strength = 1.5;
        } else if lower == "but" {
            // What follows weighs more than what came before.
            (sum, turned) = (sum * 0.5, 0);
        } else if let Some(known) = of(&lower) {
            sum += f64::from(known) * strength * if turned > 0 { -0.8 } else { 1.0 };
            strength = 1.0;
        }
        turned = turned.saturating_sub(1);
    }
    sum
}

fn of(word: &str) -> Option<i8> {
    let at = LIST.binary_search_by(|entry| entry.0.cmp(word)).ok()?;
    LIST.get(at).map(|entry| entry.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;

    fn sum(text: &str) -> f64 {
        let text = normalize(text);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        polarity(text.reading(), &pieces)
    }

    #[test]
    fn negation_turns() {
        assert!(sum("The coffee was great") > 0.0);
        assert!(sum("The coffee was not great") < 0.0);
        assert!(sum("I don't like it") < 0.0);
        assert!(sum("never disappointed, I love it") > 0.0);
        assert!(sum("what time do you open") == 0.0);
        assert!(sum("I'd like a latte, I would like it hot") == 0.0);
    }

    #[test]
    fn the_list_is_clean() {
        assert!(LIST.len() > 300);
        assert!(LIST.windows(2).all(|pair| pair[0].0 != pair[1].0), "a word stands twice");
        assert!(
            LIST.iter().all(|(word, n)| word.bytes().all(|b| b.is_ascii_lowercase()) && (1..=2).contains(&n.abs()))
        );
    }
}
