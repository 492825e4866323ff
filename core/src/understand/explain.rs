//! Why a message seems to mean an intent: what each word of it, and each pair of words, says.
//!
//! In: a message and the name of an intent. Out: pieces of the message with weights which, together
//! with the bias, add up to the intent's logit; the softmax of all logits are the probabilities. It
//! never looks at the model's other answers: one intent is explained by itself.

use crate::error::{Code, Error};
use crate::features::words::{Meaning, bundled};
use crate::features::{Counts, Read};
use crate::order;
use crate::text::Text;
use crate::tokenize::Piece;
use crate::understanding::{Evidence, Explanation};

use super::intent::{IntentModel, Scratch};

/// Explains the named intent, or the best.
pub(crate) fn explain(
    model: &IntentModel,
    text: &Text,
    pieces: &[Piece],
    name: Option<&str>,
    scratch: &mut Scratch,
) -> Result<Explanation, Error> {
    model.read(text, pieces, scratch);
    let matter = &pieces[model.matter(text, pieces)];
    let class = match name {
        Some(name) => model.names.binary_search_by(|own| own.as_str().cmp(name)).map_err(|_| unknown(name))?,
        None => best(&scratch.probabilities),
    };
    let score = scratch.probabilities.get(class).copied().unwrap_or(0.0);
    let (mut evidence, known) = gathered(model, text, matter, class, scratch);
    let sharpness = model.calibration.sharpness(&scratch.scores, known, &mut scratch.probabilities);
    let bias = f64::from(model.weights.bias(class)) * sharpness;
    for piece in &mut evidence {
        piece.weight *= sharpness;
    }
    order::by(&mut evidence, |a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.span.cmp(&b.span)));
    Ok(Explanation {
        name: model.names.get(class).cloned(),
        score,
        logit: bias + evidence.iter().map(|piece| piece.weight).sum::<f64>(),
        bias,
        known: model.said_before(text, pieces) == Some(class),
        evidence,
    })
}

fn unknown(name: &str) -> Error {
    Error::new(Code::UnknownName, format!("the model knows no intent `{name}`"))
}

/// The first of the greatest.
fn best(probabilities: &[f64]) -> usize {
    let greater = |best: usize, at: usize| if probabilities[at] > probabilities[best] { at } else { best };
    (0..probabilities.len()).fold(0, greater)
}

/// What each stretch of pieces adds to the score of a class, in the order of the text. A term that
/// occurs several times speaks in equal shares from each place. Also the share of the message that is known.
fn gathered(
    model: &IntentModel,
    text: &Text,
    pieces: &[Piece],
    class: usize,
    scratch: &mut Scratch,
) -> (Vec<Evidence>, f32) {
    let (counts, sightings) = scratch.terms.locate(text.reading(), pieces, Read::by(model.weighting.words()));
    let known = model.weighting.weigh(counts, &mut scratch.features);
    model.encode(text, pieces, &mut scratch.features);
    let unit = model.weights.unit(&scratch.features);
    let mut features = scratch.features.iter().map(|&feature| f64::from(model.weights.share(feature, unit, class)));
    // Terms without a weight have no feature; the others stand in the same order.
    let mut share = |term| {
        let feature = if model.weighting.knows(term) { features.next() } else { None };
        feature.map_or(0.0, |feature| feature / f64::from(term.count))
    };
    let shares: Vec<f64> = counts.all().iter().map(|&term| share(term)).collect();
    let mut places: Vec<((u32, u32), f64)> =
        sightings.terms.iter().map(|seen| ((seen.first, seen.last), shares[seen.term])).collect();
    // What the words mean stands behind the terms, and behind that what the sentence does as a whole.
    let mut rest: f64 = features.sum();
    let meant = meant(model, counts, &sightings.words, class);
    rest -= meant.iter().map(|(_, share)| share).sum::<f64>();
    // Without an encoder all that is left is what was rounded off the words.
    let each = if model.encoding.is_none() && !meant.is_empty() { rest / meant.len() as f64 } else { 0.0 };
    rest -= each * meant.len() as f64;
    places.extend(meant.into_iter().map(|(piece, share)| ((piece, piece), share + each)));
    if let Some(last) = pieces.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()) {
        places.push(((0, last), if model.encoding.is_some() { rest } else { 0.0 }));
    }
    order::by_key(&mut places, |(place, _)| *place);
    let said = places.chunk_by(|a, b| a.0 == b.0).filter_map(|same| evidence(text, pieces, same));
    (said.collect(), known)
}

/// What the meaning of each word adds, by its piece: the meaning of a message is a sum over its words.
fn meant(model: &IntentModel, counts: &Counts, words: &[(u32, u32)], class: usize) -> Vec<(u32, f64)> {
    let (Some(table), Some(scale)) = (bundled(), model.weighting.meant(counts.meaning())) else { return Vec::new() };
    let weights: Vec<f32> = model.weighting.meanings().map(|row| model.weights.weight(row, class)).collect();
    let share = |&(word, piece): &(u32, u32)| {
        let mut meaning = Meaning::default();
        table.add(word, &mut meaning);
        let sum: f64 = meaning.sum.iter().zip(&weights).map(|(x, weight)| f64::from(x * scale * weight)).sum();
        (piece, sum)
    };
    words.iter().map(share).filter(|(_, share)| *share != 0.0).collect()
}

fn evidence(text: &Text, pieces: &[Piece], same: &[((u32, u32), f64)]) -> Option<Evidence> {
    let (first, last) = same.first()?.0;
    let span = text.span(pieces.get(first as usize)?.start as usize, pieces.get(last as usize)?.end as usize);
    let weight: f64 = same.iter().map(|(_, share)| share).sum();
    let piece = text.original().get(span.start..span.end).unwrap_or_default();
    (weight != 0.0).then(|| Evidence { text: piece.to_owned(), span, weight })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::train::intent::train;

    fn model() -> IntentModel {
        let examples = [
            ("เปิดกี่โมง", Some("hours")),
            ("ร้านปิดกี่โมงคะ", Some("hours")),
            ("what time do you open", Some("hours")),
            ("ขอลาเต้แก้วนึง", Some("order")),
            ("เอาชาเย็นสองแก้ว", Some("order")),
            ("one latte please", Some("order")),
            ("โอนสาย", Some("agent")),
            ("talk to a person", Some("agent")),
        ];
        train(&examples, 1).unwrap()
    }

    #[test]
    fn the_words_that_decide_come_first() {
        let model = model();
        let said = model.explain("ขอชาเขียวสองแก้วค่ะ", None).unwrap();
        assert_eq!((said.name.as_deref(), said.known), (Some("order"), false));
        assert!(said.evidence[..2].iter().any(|piece| piece.text == "แก้ว" && piece.weight > 0.0), "{said:?}");
        let other = model.explain("ขอชาเขียวสองแก้วค่ะ", Some("hours")).unwrap();
        assert!(other.logit < said.logit);
        assert!(model.explain("เปิดกี่โมง", None).unwrap().known);
        assert_eq!(model.explain("x", Some("nonsense")).unwrap_err().code(), "unknown-name");
    }

    /// No word of the message but the first was seen in training: what it means speaks for itself.
    #[cfg(feature = "words")]
    #[test]
    fn what_words_mean_is_said_word_by_word() {
        let said = model().explain("one espresso and a cappuccino thanks", Some("order")).unwrap();
        let of = |word: &str| said.evidence.iter().find(|piece| piece.text == word).map(|piece| piece.weight);
        assert!(of("espresso").unwrap() > 0.0 && of("cappuccino").unwrap() > 0.0, "{said:?}");
        assert!(said.evidence.iter().all(|piece| piece.text.split(' ').count() < 4), "{said:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

        /// The logits of all intents, each summed from its pieces, are the probabilities of `rank`.
        #[test]
        fn the_pieces_add_up(text in "\\PC{0,40}|[ก-๛ a-z'.-]{0,60}|(ลาเต้|สอง|แก้ว|เปิด| |e-mail){0,12}") {
            use std::sync::LazyLock;
            static MODEL: LazyLock<IntentModel> = LazyLock::new(model);
            let all: Vec<Explanation> =
                MODEL.names().iter().map(|name| MODEL.explain(&text, Some(name)).unwrap()).collect();
            let sum: f64 = all.iter().map(|said| said.logit.exp()).sum();
            for said in &all {
                let parts = said.bias + said.evidence.iter().map(|piece| piece.weight).sum::<f64>();
                prop_assert!((parts - said.logit).abs() < 1e-9);
                if !all.iter().any(|said| said.known) {
                    prop_assert!((said.logit.exp() / sum - said.score).abs() < 1e-4, "{} {said:?}", said.logit.exp() / sum);
                }
                for piece in &said.evidence {
                    prop_assert_eq!(text.get(piece.span.start..piece.span.end), Some(piece.text.as_str()));
                }
            }
        }
    }
}
