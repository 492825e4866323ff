//! Messages with their tones → the model of sentiment that ships.
//!
//! In: texts labelled `pos`, `neg`, `neu` or `q` (a question, which is neutral). Out: a model over
//! `negative`, `neutral` and `positive`, the same bytes on any machine. It is an
//! [`IntentModel`] that remembers no example: what people wrote does not ship.

use crate::error::Error;
use crate::train::intent::{Training, fit};
use crate::train::lesson::{Lesson, Pair};
use crate::understand::intent::IntentModel;
use crate::understand::known::Known;

/// Opinions are noisy: more passes learn the noise.
const PASSES: u32 = 7;

/// Learns tones; unknown labels are passed over.
pub(crate) fn train(rows: &[(String, String)], threads: usize) -> Result<IntentModel, Error> {
    let list: Vec<Pair<'_>> =
        rows.iter().filter_map(|(text, label)| Some((text.as_str(), Some(tone(label)?)))).collect();
    let lesson = Lesson::read(&list, false, threads)?;
    let (weights, calibration) = fit(&lesson, PASSES, Training::default().refuse, threads);
    let Lesson { names, weighting, .. } = lesson;
    Ok(IntentModel { parts: None, encoding: None, names, weighting, weights, calibration, known: Known::default() })
}

/// The tone that a label of the corpus stands for.
pub(crate) fn tone(label: &str) -> Option<&'static str> {
    match label {
        "neg" | "negative" => Some("negative"),
        "neu" | "q" | "neutral" => Some("neutral"),
        "pos" | "positive" => Some("positive"),
        _ => None,
    }
}

/// Accuracy and macro-F1 in percent on messages that were held back.
pub(crate) fn measure(model: &IntentModel, rows: &[(String, String)]) -> (f64, f64) {
    let (mut right, mut said, mut gold) = ([0_u32; 3], [0_u32; 3], [0_u32; 3]);
    let place = |name: &str| ["negative", "neutral", "positive"].iter().position(|own| *own == name);
    for (text, label) in rows {
        let found = model.rank(text).into_iter().next().and_then(|intent| intent.name);
        let (Some(truth), Some(found)) = (tone(label).and_then(place), found.as_deref().and_then(place)) else {
            continue;
        };
        gold[truth] += 1;
        said[found] += 1;
        right[truth] += u32::from(truth == found);
    }
    let percent = |part: u32, whole: u32| if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(whole) };
    let f1 = (0..3).map(|at| percent(2 * right[at], said[at] + gold[at])).sum::<f64>() / 3.0;
    (percent(right.iter().sum(), gold.iter().sum()), f1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_tones_and_nothing_remembered() {
        let row = |text: &str, label: &str| (text.to_owned(), label.to_owned());
        let rows = [row("ดีมาก", "pos"), row("แย่มาก", "neg"), row("เปิดกี่โมง", "q"), row("?", "joy")];
        let model = train(&rows, 1).unwrap();
        assert_eq!(model.names(), ["negative", "neutral", "positive"]);
        assert_eq!(model.known, Known::default());
    }
}
