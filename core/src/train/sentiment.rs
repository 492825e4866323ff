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

/// Learns tones; labels that are no tone are passed over.
pub(crate) fn train(rows: &[(String, String)], threads: usize) -> Result<IntentModel, Error> {
    let list: Vec<Pair<'_>> =
        rows.iter().filter_map(|(text, label)| Some((text.as_str(), Some(tone(label)?)))).collect();
    let lesson = Lesson::read(&list, false, threads)?;
    let (weights, calibration) = fit(&lesson, PASSES, Training::default().refuse, threads);
    let Lesson { names, weighting, .. } = lesson;
    let known = Known::default();
    Ok(IntentModel { parts: None, encoding: None, names, weighting, weights, calibration, known, courteous: false })
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

/// The tones, as a [`Tally`] counts them.
pub(crate) const TONES: [&str; 3] = ["negative", "neutral", "positive"];

/// How often a message of one tone, the first place, was heard in another, the second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally(pub(crate) [[u32; 3]; 3]);

impl Tally {
    /// Counts labelled messages by the tone that is heard in them; labels that are no tone are passed over.
    pub(crate) fn of(rows: &[(String, String)], mut hear: impl FnMut(&str) -> Option<String>) -> Self {
        let mut tally = Self::default();
        let place = |name: &str| TONES.iter().position(|own| *own == name);
        for (text, label) in rows {
            let (truth, heard) = (tone(label).and_then(place), hear(text).as_deref().and_then(place));
            if let (Some(truth), Some(heard)) = (truth, heard) {
                tally.0[truth][heard] += 1;
            }
        }
        tally
    }

    /// Messages that were counted.
    pub(crate) fn count(&self) -> u32 {
        self.0.iter().flatten().sum()
    }

    /// How many were heard right, in percent.
    pub(crate) fn accuracy(&self) -> f64 {
        percent((0..3).map(|at| self.0[at][at]).sum(), self.count())
    }

    /// The mean of the three F1, in percent.
    pub(crate) fn f1(&self) -> f64 {
        let of = |at: usize| {
            let heard: u32 = self.0.iter().map(|row| row[at]).sum();
            percent(2 * self.0[at][at], heard + self.0[at].iter().sum::<u32>())
        };
        (0..3).map(of).sum::<f64>() / 3.0
    }
}

fn percent(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
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

    #[test]
    fn what_was_heard_is_counted() {
        let row = |label: &str| (String::new(), label.to_owned());
        let rows = [row("neg"), row("neg"), row("q"), row("pos"), row("joy")];
        let tally = Tally::of(&rows, |_| Some("negative".to_owned()));
        assert_eq!((tally.0, tally.count()), ([[2, 0, 0], [1, 0, 0], [1, 0, 0]], 4));
        assert!((tally.accuracy() - 50.0).abs() < 1e-9);
        assert!((tally.f1() - 200.0 / 9.0).abs() < 1e-9);
    }
}
