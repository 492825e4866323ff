//! What a person wants: a ranking of intents, and whether the message is in scope at all.
//!
//! In: a message. Out: every intent with a probability, best first, and apart from it the
//! probability that any of them is meant. Examples said again are recognised ahead of the model. A
//! model is immutable; what a message needs while it is read lives in a [`Scratch`].

use std::ops::Range;

use crate::error::{Code, Error};
use crate::features::{Read, Term, Terms, Weighting, pair};
use crate::learn::bytes::{Reader, Writer, damaged, seal, unseal};
use crate::learn::calibration::Calibration;
use crate::learn::weights::Weights;
use crate::text::Text;
use crate::tokenize::{Kind, Piece};
use crate::understand::courtesy;
use crate::understand::encoding::Encoding;
use crate::understand::explain::explain;
use crate::understand::known::{Known, key};
use crate::understand::romanized::Knows;
use crate::understand::several::{Parts, several};
use crate::understand::{LONGEST, TextReader};
use crate::understanding::{Explanation, Intent};

const KIND: [u8; 4] = *b"INTE";
const VERSION: u16 = 2;
/// The version of a model without parts, encoding and word table.
const PLAIN: u16 = 1;
/// How much of what the model doubts is settled by an example said again.
const SETTLED: f64 = 0.98;
/// How much of a word and its letters was seen in training, if the word was.
const SURELY: f32 = 0.9;

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
    /// What the parts of names such as `a+b` mean by themselves; none where no name has parts.
    pub(crate) parts: Option<Box<Parts>>,
    /// Sentence vectors as further features; none where it was taught without.
    pub(crate) encoding: Option<Encoding>,
    /// Whether greetings and thanks around a message are passed over, as they were in its examples.
    pub(crate) courteous: bool,
}

/// Buffers of one message, to be used again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) terms: Terms,
    pub(crate) features: Vec<(u32, f32)>,
    pub(crate) scores: Vec<f32>,
    /// The probability of each intent, in the model's order.
    pub(crate) probabilities: Vec<f64>,
    /// Intents by how likely they are: the bits of the probability, then the number.
    order: Vec<u128>,
}

impl IntentModel {
    /// All intents, best first, with probabilities that add up to 1.
    pub fn rank(&self, text: &str) -> Vec<Intent> {
        self.ranked(text, None)
    }

    /// Some of the intents, best first, with probabilities among them; names that the model does not
    /// know are passed over.
    pub fn rank_within(&self, text: &str, within: &[&str]) -> Vec<Intent> {
        self.ranked(text, Some(within))
    }

    fn ranked(&self, text: &str, within: Option<&[&str]>) -> Vec<Intent> {
        let mut ranking = Vec::new();
        self.with(text, |text, pieces, scratch| {
            self.read(text, pieces, scratch);
            self.best(within, self.names.len(), scratch, &mut ranking);
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
        self.chosen(text, None)
    }

    /// The best of some intents; none where the scope is below the threshold or none is known.
    pub fn predict_within(&self, text: &str, within: &[&str]) -> Intent {
        self.chosen(text, Some(within))
    }

    fn chosen(&self, text: &str, within: Option<&[&str]>) -> Intent {
        self.with(text, |text, pieces, scratch| {
            let scope = self.read(text, pieces, scratch);
            let mut ranking = Vec::new();
            self.best(within, 1, scratch, &mut ranking);
            let best = ranking.pop().unwrap_or_default();
            if self.accepts(scope) { best } else { Intent { name: None, score: best.score } }
        })
    }

    /// All that the text asks for, each with a probability of its own, in the order of the text;
    /// empty where it is out of scope.
    ///
    /// A name such as `check_balance+change_package` teaches that both are meant; a text is also
    /// read clause by clause, cut at words such as `แล้วก็` and `and then`.
    pub fn intents(&self, text: &str) -> Vec<Intent> {
        self.with(text, |text, pieces, scratch| several(self, text, pieces, scratch))
    }

    /// What each piece of the text says for or against an intent: the named one, or the best.
    ///
    /// # Errors
    /// `unknown-name` where the model knows no intent of this name.
    pub fn explain(&self, text: &str, name: Option<&str>) -> Result<Explanation, Error> {
        self.with(text, |text, pieces, scratch| explain(self, text, pieces, name, scratch))
    }

    /// Adds the features of the sentence as a whole, where the model was taught with such.
    pub(crate) fn encode(&self, text: &Text, pieces: &[Piece], features: &mut Vec<(u32, f32)>) {
        if let (Some(encoding), Some(first), Some(last)) = (&self.encoding, pieces.first(), pieces.last()) {
            let said = text.reading().get(first.start as usize..last.end as usize).unwrap_or_default();
            encoding.weigh(said.trim(), self.weighting.rows(), features);
        }
    }

    /// The class of the example that a message is, if it is one.
    pub(crate) fn said_before(&self, text: &Text, pieces: &[Piece]) -> Option<usize> {
        key(text.reading(), pieces).and_then(|key| self.known.class(key)).map(|class| class as usize)
    }

    /// Whether a message is one of the examples, word for word.
    pub(crate) fn is_example(&self, text: &Text, pieces: &[Piece]) -> bool {
        key(text.reading(), pieces).is_some_and(|key| self.known.class(key).is_some())
    }

    /// The pieces that say what a message is for.
    pub(crate) fn matter(&self, text: &Text, pieces: &[Piece]) -> Range<usize> {
        if self.courteous { courtesy::matter(text.reading(), pieces) } else { 0..pieces.len() }
    }

    /// Reads a message: the probabilities stay in the scratch; gives the scope.
    pub(crate) fn read(&self, text: &Text, pieces: &[Piece], scratch: &mut Scratch) -> f64 {
        let matter = &pieces[self.matter(text, pieces)];
        let counts = scratch.terms.read(text.reading(), matter, Read::by(self.weighting.words()));
        let known = self.weighting.weigh(counts, &mut scratch.features);
        self.encode(text, matter, &mut scratch.features);
        self.weights.score(&scratch.features, &mut scratch.scores);
        let mut scope = self.calibration.apply(&scratch.scores, known, &mut scratch.probabilities);
        let again = self.said_before(text, pieces);
        let again = again.or_else(|| (matter.len() < pieces.len()).then(|| self.said_before(text, matter)).flatten());
        if let Some(class) = again {
            settle(&mut scratch.probabilities, class);
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
        // Bits of numbers that are not negative are in the order of the numbers; of equal
        // probabilities the first name stays first.
        let key = |at: usize| u128::from(!probabilities[at].to_bits()) << 64 | at as u128;
        let at = |key: u128| (key & u128::from(u64::MAX)) as usize;
        order.clear();
        match allowed {
            None => order.extend((0..self.names.len()).map(key)),
            Some(names) => {
                let find = |name: &&str| self.names.binary_search_by(|own| own.as_str().cmp(name)).ok();
                order.extend(names.iter().filter_map(find).map(key));
                order.sort_unstable();
                order.dedup();
            }
        }
        let sum: f64 = order.iter().map(|&key| probabilities[at(key)]).sum();
        if most < order.len() {
            order.select_nth_unstable(most);
            order.truncate(most);
        }
        order.sort_unstable();
        into.extend(order.iter().map(|&key| Intent {
            name: self.names.get(at(key)).cloned(),
            score: if sum > 0.0 { (probabilities[at(key)] / sum).min(1.0) } else { 0.0 },
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
        let more = u64::from(self.parts.is_some()) | u64::from(self.encoding.is_some()) << 1;
        let more = more | u64::from(self.weighting.words().is_some()) << 2;
        let more = more | u64::from(self.calibration.wary.is_some()) << 3 | u64::from(self.courteous) << 4;
        if more > 0 {
            writer.number(more);
        }
        if let Some(parts) = &self.parts {
            parts.write(&mut writer);
        }
        if let Some(encoding) = &self.encoding {
            encoding.write(&mut writer);
        }
        if let Some(words) = self.weighting.words() {
            writer.number(u64::from(words));
        }
        if let Some(wary) = self.calibration.wary {
            self.calibration.write_wary(wary, &mut writer);
        }
        seal(KIND, if more > 0 { VERSION } else { PLAIN }, &writer.bytes)
    }

    /// A model from bytes; `bot-damaged` or `bot-too-new` where they are not such.
    ///
    /// A model that was taught with an encoder is refused as `encoder-missing`.
    pub fn load(bytes: &[u8]) -> Result<IntentModel, Error> {
        IntentModel::read_with(bytes, None)
    }

    /// Loads a model, with the sentence vectors that it may have been taught with.
    pub(crate) fn read_with(bytes: &[u8], given: Option<&Encoding>) -> Result<IntentModel, Error> {
        let mut reader = Reader::new(unseal(KIND, VERSION, bytes)?);
        let n = reader.count()?;
        let names = (0..n).map(|_| reader.text().map(str::to_owned)).collect::<Result<Vec<String>, Error>>()?;
        let weighting = Weighting::from_bytes(reader.block()?).ok_or_else(damaged)?;
        let mut calibration = Calibration::read(&mut reader)?;
        let known = Known::read(&mut reader, n)?;
        let weights = Weights::read(&mut reader)?;
        let sorted = names.windows(2).all(|pair| pair[0] < pair[1]);
        let more = if reader.done() { 0 } else { reader.number()? };
        let parts = if more & 1 == 0 { None } else { Some(Box::new(Parts::read(&mut reader, weights.rows())?)) };
        let encoding = if more & 2 == 0 { None } else { Some(Encoding::read(&mut reader, given)?) };
        let words = if more & 4 == 0 { None } else { Some(table(reader.number()?)?) };
        if more & 8 != 0 {
            calibration.read_wary(&mut reader)?;
        }
        let weighting = weighting.with_words(words);
        let width = encoding.as_ref().map_or(0, Encoding::width);
        let fits = more < 32 && weights.classes() == n && weights.rows() == weighting.rows() + width;
        if !fits || !sorted || !reader.done() {
            return Err(damaged());
        }
        let courteous = more & 16 != 0;
        Ok(IntentModel { names, weighting, weights, calibration, known, parts, encoding, courteous })
    }

    fn with<T>(&self, text: &str, job: impl FnOnce(&Text, &[Piece], &mut Scratch) -> T) -> T {
        let mut pieces = Vec::with_capacity(text.len().min(LONGEST) / 6 + 4);
        let text = TextReader::default().hear(text, self, &mut pieces);
        job(&text, &pieces, &mut Scratch::default())
    }
}

impl Knows for IntentModel {
    fn word(&self, word: u32) -> bool {
        self.weighting.knows(Term { hash: word, count: 1 })
    }

    fn pair(&self, first: u32, second: u32) -> bool {
        self.weighting.knows(Term { hash: pair(first, second), count: 1 })
    }

    /// By the word and its letters: rows are shared, and of a small model most are taken.
    fn lists(&self, word: &str) -> bool {
        let end = u32::try_from(word.len()).unwrap_or(u32::MAX);
        let (mut terms, mut features) = (Terms::default(), Vec::new());
        let counts = terms.read(word, &[Piece { start: 0, end, kind: Kind::Word }], Read::Letters);
        self.weighting.weigh(counts, &mut features) > SURELY
    }
}

/// The word table of a model, which has to be the one at hand.
fn table(id: u64) -> Result<u32, Error> {
    let mut own = [Read::Meanings, Read::Concepts].into_iter().filter_map(Read::table);
    own.find(|own| u64::from(*own) == id).ok_or_else(|| {
        Error::new(Code::BotTooNew, "the model was trained with another table of words than is built in: train it anew")
    })
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
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;
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

    /// The checksum fits, the numbers are missing: a model cut off anywhere is refused, and never a panic.
    #[test]
    fn what_is_cut_off_is_refused() {
        let model = model();
        let saved = model.save();
        let whole = unseal(KIND, VERSION, &saved).unwrap();
        let version = if model.weighting.words().is_some() { VERSION } else { PLAIN };
        let tail = whole.len().saturating_sub(3_000);
        for end in (0..1_500).chain((1_500..tail).step_by(211)).chain(tail..whole.len()) {
            let cut = seal(KIND, version, &whole[..end]);
            let read = IntentModel::load(&cut).map(|model| model.rank("กี่โมง"));
            assert!(
                read.is_err() || version == VERSION && IntentModel::load(&cut).unwrap().weighting.words().is_none()
            );
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
