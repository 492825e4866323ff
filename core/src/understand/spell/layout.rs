//! What was typed while the keyboard was in the other language: `l;ylfu` is สวัสดี, `้ำสสน` hello.
//!
//! In: a text. Out: what its stretches say that were typed in the wrong layout, as messages are read
//! (`understand::layout`). One pass over the text.

use crate::normalize::normalize;
use crate::text::{Span, Text};
use crate::understand::layout;

use super::{Speller, Suggestion};

/// How likely it is that a stretch was typed so.
const LIKELY: f64 = 0.9;

/// The stretches of a text that are words in the other layout, in order.
pub(super) fn slips(speller: &Speller, text: &Text) -> Vec<Suggestion> {
    let found = layout::slips(text.original(), &speller.segmenter, &|word| speller.known(word));
    let suggestion = |(span, anew): (std::ops::Range<usize>, String)| Suggestion {
        text: text.original()[span.clone()].to_owned(),
        span: Span { start: span.start, end: span.end },
        value: normalize(&anew).reading().to_owned(),
        score: LIKELY,
        kind: "layout",
    };
    found.into_iter().map(suggestion).collect()
}
