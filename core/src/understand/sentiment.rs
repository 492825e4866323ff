//! How a person feels about it: negative, neutral or positive, with probabilities.
//!
//! In: a message. Out: a [`Sentiment`]. Thai and emoji are read by a model that ships in the crate,
//! English by a list of words. Where nothing is known, neutral.

use std::sync::LazyLock;

use crate::data;
use crate::text::Text;
use crate::tokenize::{Kind, Piece};
use crate::understand::TextReader;
use crate::understand::intent::{IntentModel, Scratch};
use crate::understand::polarity::polarity;
use crate::understanding::Sentiment;

const LABELS: [&str; 3] = ["negative", "neutral", "positive"];
/// What is likely of a message of which nothing is known.
const UNKNOWN: [f64; 3] = [0.1, 0.8, 0.1];
/// By how much a point of polarity changes the odds against neutral.
const ODDS: f64 = 7.0;

static MODEL: LazyLock<Option<IntentModel>> =
    LazyLock::new(|| IntentModel::load(data::SENTIMENT).ok().filter(|model| model.names() == LABELS));

/// The tone of a text.
///
/// ```
/// let tone = sonthana::sentiment("บริการแย่มาก รอนานสุดๆ");
/// assert_eq!(tone.label, "negative");
/// assert!(tone.score < 0.0);
/// ```
pub fn sentiment(text: &str) -> Sentiment {
    let mut pieces = Vec::new();
    let text = TextReader::default().read(text, &mut pieces);
    read(&text, &pieces, &mut Scratch::default())
}

/// The tone of a text that was read and cut already.
pub(crate) fn read(text: &Text, pieces: &[Piece], scratch: &mut Scratch) -> Sentiment {
    let mut scores = UNKNOWN;
    let learned = pieces.iter().any(|piece| matches!(piece.kind, Kind::Thai | Kind::Emoji));
    if let (true, Some(model)) = (learned, &*MODEL) {
        model.read(text, pieces, scratch);
        for (score, probability) in scores.iter_mut().zip(&scratch.probabilities) {
            *score = *probability;
        }
    }
    lean(&mut scores, polarity(text.reading(), pieces));
    let best = (0..3).fold(1, |best, at| if scores[at] > scores[best] { at } else { best });
    Sentiment { label: LABELS[best].to_owned(), score: scores[2] - scores[0], scores }
}

/// Moves probabilities towards glad or angry by a sum of polarities.
fn lean(scores: &mut [f64; 3], sum: f64) {
    if sum == 0.0 {
        return;
    }
    let factor = 1.0 + ODDS * sum.abs().min(3.0) * 1.4;
    let side = if sum > 0.0 { 2 } else { 0 };
    scores[side] *= factor;
    let total: f64 = scores.iter().sum();
    for score in scores {
        *score /= total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> String {
        sentiment(text).label
    }

    #[test]
    fn thai_tones() {
        for text in ["อร่อยมากค่ะ ชอบมาก", "บริการดีมากเลย ประทับใจสุดๆ", "น่ารักมากกกก"]
        {
            assert_eq!(label(text), "positive", "{text}");
        }
        for text in ["บริการแย่มาก รอนานสุดๆ", "ห่วยแตก ไม่ซื้ออีกแล้ว", "ผิดหวังมาก ไม่อร่อยเลย"]
        {
            assert_eq!(label(text), "negative", "{text}");
        }
        for text in ["เปิดกี่โมงคะ", "ขอลาเต้เย็นแก้วนึงครับ", "พรุ่งนี้ส่งของได้ไหม"]
        {
            assert_eq!(label(text), "neutral", "{text}");
        }
    }

    #[test]
    fn english_tones() {
        assert_eq!(label("I love this place, the staff are so friendly"), "positive");
        assert_eq!(label("worst service ever, I want my money back"), "negative");
        assert_eq!(label("not good"), "negative");
        assert_eq!(label("What time do you open?"), "neutral");
    }

    #[test]
    fn nothing_known_is_neutral() {
        for text in ["", "   ", "12345", "zzz qqq", "\u{e48}\u{e48}"] {
            let tone = sentiment(text);
            assert_eq!(tone.label, "neutral", "{text:?}");
            assert!((tone.scores.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
