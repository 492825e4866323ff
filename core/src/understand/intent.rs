//! What a person wants: a ranking of intents, and whether the message is in scope at all.
//!
//! In: a message. Out: every intent with a probability, best first, and apart from it the
//! probability that any of them is meant. Examples said again are recognised ahead of the model. A
//! model is immutable; what a message needs while it is read lives in a [`Scratch`].

use crate::error::{Code, Error};
use crate::features::words::{Words, bundled};
use crate::features::{Terms, Weighting};
use crate::learn::bytes::{Reader, Writer, damaged, seal, unseal};
use crate::learn::calibration::Calibration;
use crate::learn::weights::Weights;
use crate::normalize::normalize;
use crate::text::Text;
use crate::tokenize::{Piece, tokenize};
use crate::understand::known::{Known, key};
use crate::understanding::Intent;

const KIND: [u8; 4] = *b"INTE";
const VERSION: u16 = 2;
/// How much of what the model doubts is settled by an example said again.
const SETTLED: f64 = 0.98;

/// Tells intents apart, and knows what it does not know; trained by [`IntentModel::train`].
///
/// ```
/// use sonthana::IntentModel;
/// let examples = [("เปิดกี่โมง", "hours"), ("ปิดกี่โมงคะ", "hours"), ("ขอลาเต้แก้วนึง", "order"), ("เอาชาเย็นค่ะ", "order")];
/// let examples = examples.map(|(text, name)| (text.to_owned(), Some(name.to_owned())));
/// let model = IntentModel::train(&examples)?;
/// assert_eq!(model.predict("ร้านเปิดกี่โมง").name.as_deref(), Some("hours"));
/// # Ok::<(), sonthana::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct IntentModel {
    /// Sorted.
    pub(crate) names: Vec<String>,
    pub(crate) weighting: Weighting,
    pub(crate) weights: Weights,
    pub(crate) calibration: Calibration,
    pub(crate) known: Known,
}

/// Buffers of one message, to be used again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) terms: Terms,
    pub(crate) features: Vec<(u32, f32)>,
    pub(crate) scores: Vec<f32>,
    /// The probability of each intent, in the model's order.
    pub(crate) probabilities: Vec<f64>,
    order: Vec<u32>,
}

impl IntentModel {
    /// All intents, best first, with probabilities that add up to 1.
    pub fn rank(&self, text: &str) -> Vec<Intent> {
        let mut ranking = Vec::new();
        self.with(text, |text, pieces, scratch| {
            self.read(text, pieces, scratch);
            self.best(None, self.names.len(), scratch, &mut ranking);
        });
        ranking
    }

    /// The probability, 0 to 1, that the text is in scope at all.
    pub fn scope(&self, text: &str) -> f64 {
        self.with(text, |text, pieces, scratch| self.read(text, pieces, scratch))
    }

    /// The best intent, or none where the scope is below the trained threshold; the score is that
    /// of the best intent all the same.
    pub fn predict(&self, text: &str) -> Intent {
        self.with(text, |text, pieces, scratch| {
            let scope = self.read(text, pieces, scratch);
            let mut ranking = Vec::new();
            self.best(None, 1, scratch, &mut ranking);
            let best = ranking.pop().unwrap_or_default();
            if self.accepts(scope) { best } else { Intent { name: None, score: best.score } }
        })
    }

    /// Whether a message is one of the examples, word for word.
    pub(crate) fn is_example(&self, text: &Text, pieces: &[Piece]) -> bool {
        key(text.reading(), pieces).is_some_and(|key| self.known.class(key).is_some())
    }

    /// Reads a message: the probabilities stay in the scratch; gives the scope.
    pub(crate) fn read(&self, text: &Text, pieces: &[Piece], scratch: &mut Scratch) -> f64 {
        self.weighting.weigh(scratch.terms.read(text.reading(), pieces), &mut scratch.features);
        self.weights.score(&scratch.features, &mut scratch.scores);
        let energy = self.calibration.apply(&scratch.scores, &mut scratch.probabilities);
        let mut scope = self.calibration.scope(energy);
        if let Some(class) = key(text.reading(), pieces).and_then(|key| self.known.class(key)) {
            settle(&mut scratch.probabilities, class as usize);
            scope = 1.0 - (1.0 - scope) * (1.0 - SETTLED);
        }
        scope
    }

    /// The best intents of the message last read, among those allowed, into a list that is emptied
    /// first; their probabilities are those among the allowed ones. Names the model does not know
    /// are passed over.
    pub(crate) fn best(&self, allowed: Option<&[&str]>, most: usize, scratch: &mut Scratch, into: &mut Vec<Intent>) {
        into.clear();
        let Scratch { probabilities, order, .. } = scratch;
        order.clear();
        match allowed {
            None => order.extend(0..u32::try_from(self.names.len()).unwrap_or(0)),
            Some(names) => {
                let find = |name: &&str| self.names.binary_search_by(|own| own.as_str().cmp(name)).ok();
                order.extend(names.iter().filter_map(find).filter_map(|at| u32::try_from(at).ok()));
                order.sort_unstable();
                order.dedup();
            }
        }
        let chance = |at: u32| probabilities.get(at as usize).copied().unwrap_or(0.0);
        let sum: f64 = order.iter().map(|&at| chance(at)).sum();
        // Equal probabilities stay in the order of names.
        let by_chance = |a: &u32, b: &u32| chance(*b).total_cmp(&chance(*a)).then(a.cmp(b));
        if most < order.len() {
            order.select_nth_unstable_by(most, by_chance);
            order.truncate(most);
        }
        order.sort_unstable_by(by_chance);
        into.extend(order.iter().map(|&at| Intent {
            name: self.names.get(at as usize).cloned(),
            score: if sum > 0.0 { (chance(at) / sum).min(1.0) } else { 0.0 },
        }));
    }

    /// Whether a scope reaches the trained threshold.
    pub(crate) fn accepts(&self, scope: f64) -> bool {
        scope >= f64::from(self.calibration.threshold)
    }

    /// The names of the intents, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The model as bytes.
    pub fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.names.len() as u64);
        for name in &self.names {
            writer.block(name.as_bytes());
        }
        writer.block(self.weighting.bytes());
        self.calibration.write(&mut writer);
        self.known.write(&mut writer);
        self.weights.write(&mut writer);
        writer.number(self.weighting.words().map_or(0, |id| u64::from(id) + 1));
        seal(KIND, VERSION, &writer.bytes)
    }

    /// A model from bytes; `bot-damaged` or `bot-too-new` where they are not such.
    pub fn load(bytes: &[u8]) -> Result<IntentModel, Error> {
        let mut reader = Reader::new(unseal(KIND, VERSION, bytes)?);
        let n = reader.count()?;
        let names = (0..n).map(|_| reader.text().map(str::to_owned)).collect::<Result<Vec<String>, Error>>()?;
        let weighting = Weighting::from_bytes(reader.block()?).ok_or_else(damaged)?;
        let calibration = Calibration::read(&mut reader)?;
        let known = Known::read(&mut reader, n)?;
        let weights = Weights::read(&mut reader)?;
        // Models of the first version end here: they know no word table.
        let words = if reader.done() { 0 } else { reader.number()? };
        let weighting = weighting.with_words(words.checked_sub(1).map(table).transpose()?);
        let fits = weights.classes() == n && weights.rows() == weighting.rows();
        let sorted = names.windows(2).all(|pair| pair[0] < pair[1]);
        if !fits || !sorted || !reader.done() {
            return Err(damaged());
        }
        Ok(IntentModel { names, weighting, weights, calibration, known })
    }

    fn with<T>(&self, text: &str, job: impl FnOnce(&Text, &[Piece], &mut Scratch) -> T) -> T {
        let text = normalize(crate::understand::clipped(text));
        let mut pieces = Vec::with_capacity(text.reading().len() / 4 + 4);
        tokenize(&text, &mut pieces);
        job(&text, &pieces, &mut Scratch::default())
    }
}

/// The word table of a model, which has to be the one at hand.
fn table(id: u64) -> Result<u32, Error> {
    match bundled().map(Words::id) {
        Some(own) if u64::from(own) == id => Ok(own),
        _ => Err(Error::new(
            Code::BotTooNew,
            "the model was trained with another table of words than is built in: train it anew",
        )),
    }
}

/// Gives most of what the others have to one class.
fn settle(probabilities: &mut [f64], class: usize) {
    for (at, probability) in probabilities.iter_mut().enumerate() {
        *probability =
            if at == class { 1.0 - (1.0 - *probability) * (1.0 - SETTLED) } else { *probability * (1.0 - SETTLED) };
    }
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
    fn an_example_said_again_is_settled() {
        let model = model();
        assert!(model.rank("ขอลาเต้แก้วนึง ครับ")[0].score > 0.95);
        assert!(model.rank("What time do you OPEN??")[0].score > 0.95);
        let sum: f64 = model.rank("โอนสาย").iter().map(|intent| intent.score).sum();
        assert!((sum - 1.0).abs() < 1e-9);
    }

    #[test]
    fn only_what_is_allowed_is_ranked() {
        let (model, mut scratch, mut ranking) = (model(), Scratch::default(), Vec::new());
        let text = normalize("ขอลาเต้แก้วนึง");
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        model.read(&text, &pieces, &mut scratch);
        model.best(Some(&["hours", "agent", "nonsense", "hours"]), 5, &mut scratch, &mut ranking);
        assert_eq!(ranking.len(), 2);
        assert!((ranking.iter().map(|intent| intent.score).sum::<f64>() - 1.0).abs() < 1e-9);
        model.best(Some(&[]), 5, &mut scratch, &mut ranking);
        assert!(ranking.is_empty());
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let saved = model().save();
        for at in (0..saved.len()).step_by(997).chain(0..40) {
            let mut bytes = saved.clone();
            bytes[at] ^= 1;
            assert!(["bot-damaged", "bot-too-new"].contains(&IntentModel::load(&bytes).unwrap_err().code()));
            assert!(IntentModel::load(&saved[..at]).is_err());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_too_odd(text in "\\PC*|[ก-๛ a-z\u{200b}\u{fe0f}👍🏽]{0,60}") {
            use std::sync::LazyLock;
            static MODEL: LazyLock<IntentModel> = LazyLock::new(model);
            static AGAIN: LazyLock<IntentModel> = LazyLock::new(|| IntentModel::load(&MODEL.save()).unwrap());
            let ranking = MODEL.rank(&text);
            prop_assert_eq!(ranking.len(), 3);
            prop_assert!((ranking.iter().map(|intent| intent.score).sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&MODEL.scope(&text)));
            prop_assert_eq!(&ranking, &AGAIN.rank(&text));
            crate::understand::sentiment(&text);
        }
    }
}
