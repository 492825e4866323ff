//! Examples beside each other → texts that say the same under two intents, intents hardly told apart.
//!
//! In: the examples of a bot with their features. Out: findings, each with the two texts and where they
//! stand, and what the bot loses for them. Likeness is the cosine of features; nothing is trained.

use std::collections::BTreeMap;

use crate::bot::{Bot, Example};
use crate::learn::matrix::Matrix;
use crate::train::lesson::Lesson;
use crate::train::quality::{FEW, Findings, SHOWN, base};

/// Texts as alike as this (the cosine of their features) say the same.
const SAME: f32 = 0.93;
/// Below this likeness being nearest means nothing.
const CLOSE: f32 = 0.45;
/// An intent is too alike another where so large a share of its examples is nearest to one of the other.
const ALIKE: f64 = 0.34;

/// Texts that say the same under two intents, and intents whose examples lie among those of another.
pub(super) fn neighbours(
    bot: &Bot,
    examples: &[&Example],
    lesson: &Lesson,
    (keys, equal): (&[Option<u64>], bool),
    findings: &mut Findings,
) {
    let nearest = nearest(lesson);
    let mut pairs = equals(&bot.nlu.examples, keys);
    pairs.extend(twins(examples, lesson, &nearest));
    for (one, two) in pairs.iter().filter(|(one, two)| equal || one.text != two.text).take(SHOWN) {
        let (file, line) = bot.place(two.origin);
        let message = format!("`{}` says what `{}` says under `{}` in {file}:{line}", one.text, two.text, two.intent);
        findings.notes.push((one.origin, message));
    }
    if !pairs.is_empty() {
        let all = bot.nlu.examples.len();
        let why = format!("{} of {all} texts say the same under two intents", pairs.len());
        findings.reasons.push((300.0 * pairs.len() as f64 / all as f64, why));
    }
    let mut among = BTreeMap::<(&str, &str), Vec<(usize, usize)>>::new();
    for (at, &(other, likeness)) in nearest.iter().enumerate() {
        if other != at && likeness >= CLOSE && lesson.classes[at] != lesson.classes[other] {
            among.entry((base(examples[at]), base(examples[other]))).or_default().push((at, other));
        }
    }
    alike(examples, &among, findings);
}

/// Pairs of texts that read alike under two intents, each text once.
fn equals<'b>(examples: &'b [Example], keys: &[Option<u64>]) -> Vec<(&'b Example, &'b Example)> {
    let mut seen: BTreeMap<u64, Vec<&Example>> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (one, key) in examples.iter().zip(keys) {
        let Some(key) = key else { continue };
        let own = seen.entry(*key).or_default();
        if let Some(twin) = own.iter().find(|two| base(two) != base(one)) {
            pairs.push((one, *twin));
        }
        if own.iter().all(|two| base(two) != base(one)) {
            own.push(one);
        }
    }
    pairs
}

/// Pairs of texts that are nearly alike under two intents and each other's nearest, each once.
fn twins<'b>(examples: &[&'b Example], lesson: &Lesson, nearest: &[(usize, f32)]) -> Vec<(&'b Example, &'b Example)> {
    let near = |&(at, (other, likeness)): &(usize, (usize, f32))| {
        let apart = lesson.classes[at] != lesson.classes[other]
            && (lesson.keys[at].is_none() || lesson.keys[at] != lesson.keys[other]);
        likeness >= SAME && apart && (at > other || nearest[other].0 != at)
    };
    let pairs = nearest.iter().copied().enumerate().filter(near);
    pairs.map(|(at, (other, _))| (examples[at], examples[other])).collect()
}

/// Pairs of intents that are hardly told apart.
fn alike(examples: &[&Example], among: &BTreeMap<(&str, &str), Vec<(usize, usize)>>, findings: &mut Findings) {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    examples.iter().for_each(|example| *sizes.entry(base(example)).or_default() += 1);
    let share = |name: &str, pairs: &[(usize, usize)]| pairs.len() as f64 / sizes[name] as f64;
    let close: Vec<_> =
        among.iter().filter(|((one, _), pairs)| sizes[one] >= FEW && share(one, pairs) >= ALIKE).collect();
    for ((one, two), pairs) in close.iter().take(SHOWN) {
        let shown: Vec<String> =
            pairs.iter().take(2).map(|(a, b)| format!("`{}` and `{}`", examples[*a].text, examples[*b].text)).collect();
        let message = format!(
            "`{one}` is hardly told from `{two}`: {} of its {} examples are nearest to it, such as {}",
            pairs.len(),
            sizes[one],
            shown.join(", ")
        );
        findings.notes.push((examples[pairs[0].0].origin, message));
    }
    if !close.is_empty() {
        let why = format!("{} of {} intents are hardly told from another", close.len(), sizes.len());
        findings.reasons.push((30.0 * close.len() as f64 / sizes.len() as f64, why));
    }
}

/// For each example the one most like it and how alike they are; itself where there is none.
fn nearest(lesson: &Lesson) -> Vec<(usize, f32)> {
    let matrix = &lesson.matrix;
    let mut postings: BTreeMap<u32, Vec<(usize, f32)>> = BTreeMap::new();
    for at in 0..lesson.proper {
        let (rows, values) = matrix.example(at);
        rows.iter().zip(values).for_each(|(row, value)| postings.entry(*row).or_default().push((at, *value)));
    }
    // What nearly every text has tells none apart.
    let common = (lesson.proper / 4).max(64);
    postings.retain(|_, list| list.len() <= common);
    let norm = |at: usize| matrix.example(at).1.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-6);
    let norms: Vec<f32> = (0..lesson.proper).map(norm).collect();
    let mut scores = vec![0.0_f32; lesson.proper];
    (0..lesson.proper).map(|at| best(at, matrix, &postings, &norms, &mut scores)).collect()
}

fn best(
    at: usize,
    matrix: &Matrix,
    postings: &BTreeMap<u32, Vec<(usize, f32)>>,
    norms: &[f32],
    scores: &mut [f32],
) -> (usize, f32) {
    let (rows, values) = matrix.example(at);
    let mut touched = Vec::new();
    for (row, value) in rows.iter().zip(values) {
        for (other, weight) in postings.get(row).into_iter().flatten() {
            if scores[*other] == 0.0 {
                touched.push(*other);
            }
            scores[*other] += value * weight;
        }
    }
    let mut best = (at, 0.0);
    for other in touched {
        let likeness = scores[other] / (norms[at] * norms[other]);
        if other != at && likeness > best.1 {
            best = (other, likeness);
        }
        scores[other] = 0.0;
    }
    best
}
