//! Annotated examples → an [`EntityModel`].
//!
//! In: texts with labelled spans, and for a bot its lists, patterns and built-in kinds as marks.
//! Out: a model, the same bytes on any machine and number of threads. Held-back folds tell how sure
//! a margin is.

use crate::bot::{Bot, Example};
use crate::error::{Code, Error};
use crate::features::token::Mark;
use crate::learn::chain::Chain;
use crate::learn::field::{Plan, train as learn};
use crate::learn::number::sigmoid;
use crate::learn::sample::Sample;
use crate::order;
use crate::text::{Span, Text};
use crate::tokenize::Piece;
use crate::train::pool::{cores, each};
use crate::understand::{
    EntityModel, Finder, LABELS, Label, Reading, TaggedExample, TaggedSpan, TextReader, learned, sample,
};
use crate::value::Timestamp;

/// Each fold is held back once where there are few steps to learn from, one fold else.
const FOLDS: usize = 4;
const FEW: usize = 20_000;
const PLAN: Plan = Plan { epochs: 8, least: 1, rate: 0.1, drop: 50 };

impl EntityModel {
    /// Learns from examples; `nothing-to-train` where no example has a span, `too-large` for more than
    /// 1,024 kinds with their roles and groups. Of a text the first 64 KiB are read.
    ///
    /// ```
    /// use sonthana::{EntityModel, Span, TaggedExample, TaggedSpan};
    /// let examples = [("ไปเชียงใหม่", "เชียงใหม่"), ("ไปภูเก็ตครับ", "ภูเก็ต"), ("จะไปขอนแก่น", "ขอนแก่น")];
    /// let examples = examples.map(|(text, city)| {
    ///     let start = text.find(city).unwrap_or(0);
    ///     let span = Span { start, end: start + city.len() };
    ///     TaggedExample { text: text.into(), spans: vec![TaggedSpan { span, name: "city".into(), ..Default::default() }] }
    /// });
    /// let model = EntityModel::train(&examples)?;
    /// assert_eq!(model.predict("ไปภูเก็ต")[0].text, "ภูเก็ต");
    /// # Ok::<(), sonthana::Error>(())
    /// ```
    pub fn train(examples: &[TaggedExample]) -> Result<EntityModel, Error> {
        train(examples, &TextReader::default(), &|_, _| {}, cores())
    }
}

/// Fills in a bot's entity model; it stays empty where no example is annotated.
pub(crate) fn train_entities(bot: &mut Bot, reader: &TextReader) -> Result<(), Error> {
    let examples: Vec<TaggedExample> = bot.nlu.examples.iter().map(tagged).collect();
    bot.models.entity.clear();
    if examples.iter().all(|example| example.spans.is_empty()) {
        return Ok(());
    }
    let finder = Finder::untaught(bot, reader)?;
    let scan = |reading: &Reading<'_>, marks: &mut Vec<Mark>| finder.scan(reading, &mut Vec::new(), marks);
    bot.models.entity = train(&examples, reader, &scan, cores())?.save();
    Ok(())
}

fn tagged(example: &Example) -> TaggedExample {
    let span = |a: &crate::bot::Annotation| TaggedSpan {
        span: Span { start: a.start as usize, end: a.end as usize },
        name: a.entity.clone(),
        role: a.role.clone(),
        group: a.group.clone(),
    };
    TaggedExample { text: example.text.clone(), spans: example.annotations.iter().map(span).collect() }
}

/// Trains with what `scan` finds in a text as marks.
fn train(
    examples: &[TaggedExample],
    reader: &TextReader,
    scan: &(dyn Fn(&Reading<'_>, &mut Vec<Mark>) + Sync),
    threads: usize,
) -> Result<EntityModel, Error> {
    let mut labels: Vec<Label> = examples.iter().flat_map(|example| &example.spans).map(Label::of).collect();
    order::sort(&mut labels);
    labels.dedup();
    if labels.is_empty() {
        return Err(Error::new(Code::NothingToTrain, "no example has a labelled span to learn from"));
    }
    if labels.len() > LABELS {
        let message = format!("{} kinds of spans, roles and groups told apart, are more than {LABELS}", labels.len());
        return Err(Error::new(Code::TooLarge, message));
    }
    let read = each(examples.len(), threads, |at| Read::new(&examples[at], reader, scan));
    let splits = learned(read.iter().map(|read| (read.reading(), read.spans())));
    let tags = Label::tags(&labels);
    let samples = each(read.len(), threads, |at| {
        let read = &read[at];
        let mut sample = sample(&read.reading(), &read.example.spans, &labels, &read.marks, &splits);
        tags.remember(&mut sample.labels);
        sample
    });
    let steps: usize = samples.iter().map(|sample| sample.labels.len()).sum();
    let folds = if steps < FEW { FOLDS } else { 1 };
    // The last job is the whole; the others hold a fold back each.
    let mut done = each(folds + 1, threads, |fold| {
        let within = |at: &usize| fold == folds || at % FOLDS != fold;
        let chosen: Vec<&Sample> = (0..samples.len()).filter(within).map(|at| &samples[at]).collect();
        let chain = learn(&tags, &chosen, PLAN);
        let held = (0..samples.len()).filter(|at| !within(at)).map(|at| &samples[at]);
        let margins = held.flat_map(|sample| chain.judged(sample)).collect();
        (chain, margins)
    });
    let chain = done.pop().map(|(chain, _)| chain).unwrap_or_default();
    let margins: Vec<(f64, bool)> =
        done.into_iter().flat_map(|(_, margins): (Chain, Vec<(f64, bool)>)| margins).collect();
    let (slope, shift) = curve(&margins);
    Ok(EntityModel { labels, splits, chain, slope, shift })
}

/// An example, read once.
struct Read<'a> {
    example: &'a TaggedExample,
    text: Text,
    pieces: Vec<Piece>,
    marks: Vec<Mark>,
}

impl<'a> Read<'a> {
    fn new(example: &'a TaggedExample, reader: &TextReader, scan: impl Fn(&Reading<'_>, &mut Vec<Mark>)) -> Read<'a> {
        let mut pieces = Vec::new();
        let text = reader.read(&example.text, &mut pieces);
        let mut read = Read { example, text, pieces, marks: Vec::new() };
        let mut marks = Vec::new();
        scan(&read.reading(), &mut marks);
        read.marks = marks;
        read
    }

    fn reading(&self) -> Reading<'_> {
        Reading { text: &self.text, pieces: &self.pieces, now: Timestamp(0) }
    }

    fn spans(&self) -> Vec<Span> {
        self.example.spans.iter().map(|span| span.span).collect()
    }
}

/// The logistic curve from margins to the chance of being right, by damped Newton steps on margins
/// scaled to a mean of one; a weak prior holds it where there are few margins.
fn curve(margins: &[(f64, bool)]) -> (f32, f32) {
    const PRIOR: (f64, f64) = (2.0, 0.0);
    let count = f64::from(u32::try_from(margins.len()).unwrap_or(u32::MAX));
    let scale = margins.iter().map(|(margin, _)| margin).sum::<f64>() / count.max(1.0);
    let scale = if scale > 0.0 { scale } else { 1.0 };
    let (mut slope, mut shift) = PRIOR;
    for _ in 0..30 {
        let mut gradient = (PRIOR.0 - slope, PRIOR.1 - shift);
        let mut bend = (1.0, 0.0, 1.0);
        for (margin, right) in margins {
            let margin = margin / scale;
            let chance = sigmoid(margin * slope + shift);
            let miss = f64::from(u8::from(*right)) - chance;
            let spread = chance * (1.0 - chance);
            gradient = (gradient.0 + miss * margin, gradient.1 + miss);
            bend = (bend.0 + spread * margin * margin, bend.1 + spread * margin, bend.2 + spread);
        }
        let size = bend.0 * bend.2 - bend.1 * bend.1;
        let step = |a: f64, b: f64, c: f64, d: f64| ((a * b - c * d) / size).clamp(-0.5, 0.5);
        slope = (slope + step(gradient.0, bend.2, gradient.1, bend.1)).clamp(0.01, 20.0);
        shift = (shift + step(gradient.1, bend.0, gradient.0, bend.1)).clamp(-10.0, 10.0);
    }
    ((slope / scale) as f32, shift as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<TaggedExample> {
        let cities = ["เชียงใหม่", "ภูเก็ต", "ขอนแก่น", "Bangkok", "หาดใหญ่"];
        let frames = [("ไป", "ครับ"), ("อยากไป", ""), ("จองตั๋วไป", "พรุ่งนี้"), ("fly to ", " please")];
        let mut examples = Vec::new();
        for city in cities {
            for (before, after) in frames {
                let span = Span { start: before.len(), end: before.len() + city.len() };
                let spans = vec![TaggedSpan { span, name: "city".into(), role: Some("to".into()), group: None }];
                examples.push(TaggedExample { text: [before, city, after].concat(), spans });
            }
        }
        examples.push(TaggedExample { text: "สวัสดีครับ".into(), spans: Vec::new() });
        examples
    }

    #[test]
    fn the_same_bytes_on_any_number_of_threads() {
        let bytes = |threads| train(&examples(), &TextReader::default(), &|_, _| {}, threads).unwrap().save();
        assert_eq!(bytes(1), bytes(2));
        assert_eq!(bytes(1), bytes(4));
    }

    #[test]
    fn a_saved_model_predicts_the_same() {
        let model = EntityModel::train(&examples()).unwrap();
        let again = EntityModel::load(&model.save()).unwrap();
        for text in ["อยากไปภูเก็ตครับ", "fly to Bangkok", "สวัสดี", ""] {
            assert_eq!(model.predict(text), again.predict(text));
        }
        let found = model.predict("อยากไปขอนแก่น");
        assert_eq!((found[0].text.as_str(), found[0].role.as_deref()), ("ขอนแก่น", Some("to")));
        assert!(found[0].score > 0.0 && found[0].score <= 1.0);
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = EntityModel::train(&examples()).unwrap().save();
        for at in (0..bytes.len()).step_by(7) {
            assert_eq!(EntityModel::load(&bytes[..at]).unwrap_err().code(), "bot-damaged");
            let mut bytes = bytes.clone();
            bytes[at] ^= 1;
            assert!(EntityModel::load(&bytes).is_err());
        }
    }

    #[test]
    fn nothing_to_learn_from_is_said() {
        assert_eq!(EntityModel::train(&[]).unwrap_err().code(), "nothing-to-train");
        let empty = TaggedExample { text: "สวัสดี".into(), spans: Vec::new() };
        assert_eq!(EntityModel::train(&[empty]).unwrap_err().code(), "nothing-to-train");
    }

    #[test]
    fn a_sure_curve_follows_its_margins() {
        let margins: Vec<(f64, bool)> = (0..400).map(|n| (f64::from(n), n > 100)).collect();
        let (slope, shift) = curve(&margins);
        let chance = |margin: f64| sigmoid(margin * f64::from(slope) + f64::from(shift));
        assert!(chance(0.0) < 0.1 && chance(300.0) > 0.9, "{slope} {shift}");
    }
}
