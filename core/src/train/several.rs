//! Names such as `a+b` → weights that tell their parts apart, and from which chance on each counts.
//!
//! In: a lesson with such names. Out: [`Parts`]. A text of several parts is an example of each, and
//! folds that are held back tell how a part's probability stands to the chance that it applies; the
//! thresholds are those with the highest F1 there.

use crate::learn::matrix::{Matrix, occurring};
use crate::learn::number::sigmoid;
use crate::order;
use crate::train::intent::{as_new, learn, runs, weights};
use crate::train::lesson::{Lesson, NONE};
use crate::train::pool::each;
use crate::understand::several::{Parts, parts as named};

const FOLDS: usize = 4;
/// A part that was there so often when held back may have a threshold of its own.
const OFTEN: f64 = 10.0;

/// The parts of a lesson's names; none where no name has several.
pub(crate) fn parts(lesson: &Lesson, passes: u32, threads: usize) -> Option<Parts> {
    if lesson.names.iter().all(|name| named(name).count() < 2) {
        return None;
    }
    let set = order::set(lesson.names.iter().flat_map(|name| named(name)));
    let names: Vec<&str> = set.into_iter().collect();
    let number = |part: &str| names.binary_search(&part).ok().and_then(|at| u32::try_from(at).ok());
    let own: Vec<Vec<u32>> = lesson.names.iter().map(|name| named(name).filter_map(number).collect()).collect();
    let of = |class: u32| own.get(class as usize).map_or(&[][..], Vec::as_slice);
    let single = Single::new(lesson, &names, of);
    let mut done = each(FOLDS + 1, threads, |fold| {
        let within = |at: usize| fold == FOLDS || at % FOLDS != fold;
        let chosen: Vec<u32> = (0..).zip(&single.sources).filter(|(_, at)| within(**at)).map(|(row, _)| row).collect();
        let whole = fold == FOLDS;
        let dense = learn(&single.lesson, &chosen, passes, if whole { runs(&single.lesson) } else { 1 });
        if whole {
            return (Some(weights(&single.lesson, &dense)), Vec::new());
        }
        let seen = occurring(&single.lesson.matrix, &chosen, lesson.rows());
        let held = (0..lesson.proper).filter(|&at| !within(at));
        let score = |at: usize| {
            let example = lesson.matrix.example(at);
            (dense.score((example.0, &as_new(lesson, example, &seen).0)), of(lesson.classes[at]).to_vec())
        };
        (None, held.map(score).collect())
    });
    let weights = done.pop().and_then(|(weights, _)| weights)?;
    let trials: Vec<(Vec<f32>, Vec<u32>)> = done.into_iter().flat_map(|(_, trials)| trials).collect();
    let (slope, shift) = curve(&trials);
    let thresholds = thresholds(&trials, names.len(), (slope, shift));
    let names = names.into_iter().map(str::to_owned).collect();
    Some(Parts { names, weights, slope, shift, thresholds })
}

/// A lesson in which every example has one class: texts of several parts stand there several times.
struct Single {
    lesson: Lesson,
    /// The example of the whole lesson that each row comes from.
    sources: Vec<usize>,
}

impl Single {
    fn new<'a>(whole: &Lesson, names: &[&str], of: impl Fn(u32) -> &'a [u32]) -> Single {
        let (mut classes, mut sources) = (Vec::new(), Vec::new());
        for at in 0..whole.matrix.len() {
            let class = whole.classes[at];
            let none: &[u32] = &[NONE];
            for &part in if class == NONE { none } else { of(class) } {
                classes.push(part);
                sources.push(at);
            }
        }
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let proper = classes.len();
        let repeated = |of: &Matrix| {
            let mut matrix = Matrix::default();
            for &at in &sources {
                let (rows, values) = of.example(at);
                matrix.push(rows.iter().copied().zip(values.iter().copied()));
            }
            matrix
        };
        let lesson = Lesson {
            names,
            proper,
            classes,
            keys: Vec::new(),
            matrix: repeated(&whole.matrix),
            hurried: whole.hurried.as_ref().map(repeated),
            weighting: whole.weighting.clone(),
            encoding: whole.encoding.clone(),
            courteous: false,
        };
        Single { lesson, sources }
    }
}

/// The logistic curve over log-probabilities that makes what held-back texts ask for likeliest, by
/// damped Newton steps.
fn curve(trials: &[(Vec<f32>, Vec<u32>)]) -> (f32, f32) {
    let (mut slope, mut shift) = (1.0_f64, 1.0_f64);
    let points: Vec<(f64, f64)> = trials.iter().flat_map(|(scores, gold)| judged(scores, gold)).collect();
    for _ in 0..40 {
        let (mut gradient, mut bend) = ((0.0, 0.0), (1.0, 0.0, 1.0));
        for &(log, there) in &points {
            let chance = sigmoid(log * slope + shift);
            let (miss, spread) = (there - chance, chance * (1.0 - chance));
            gradient = (gradient.0 + miss * log, gradient.1 + miss);
            bend = (bend.0 + spread * log * log, bend.1 + spread * log, bend.2 + spread);
        }
        let size = bend.0 * bend.2 - bend.1 * bend.1;
        let step = |a: f64| (a / size).clamp(-0.5, 0.5);
        slope = (slope + step(gradient.0 * bend.2 - gradient.1 * bend.1)).clamp(0.05, 20.0);
        shift = (shift + step(gradient.1 * bend.0 - gradient.0 * bend.1)).clamp(-20.0, 20.0);
    }
    (slope as f32, shift as f32)
}

/// The log-probability of each part, and whether it was there.
fn judged(scores: &[f32], gold: &[u32]) -> Vec<(f64, f64)> {
    // The curve of slope 1 and shift 0 gives p / (1 + p): its odds are the probability itself.
    let chances = Parts::chances(1.0, 0.0, scores);
    let log = |chance: f64| crate::learn::number::ln((chance / (1.0 - chance)).max(1e-30));
    (0..).zip(chances).map(|(part, chance)| (log(chance), f64::from(u8::from(gold.contains(&part))))).collect()
}

/// The threshold of each part: where F1 is highest over all of them together, moved towards its own
/// best as far as it was there often enough.
fn thresholds(trials: &[(Vec<f32>, Vec<u32>)], count: usize, (slope, shift): (f32, f32)) -> Vec<f32> {
    let mut own: Vec<Vec<(f64, bool)>> = vec![Vec::new(); count];
    for (scores, gold) in trials {
        for ((part, list), chance) in (0..).zip(&mut own).zip(Parts::chances(slope, shift, scores)) {
            list.push((chance, gold.contains(&part)));
        }
    }
    let together = best(&mut own.concat());
    let threshold = |list: &mut Vec<(f64, bool)>| {
        let there = list.iter().filter(|(_, there)| *there).count() as f64;
        let trust = there / (there + OFTEN);
        (together + (best(list) - together) * trust) as f32
    };
    own.iter_mut().map(threshold).collect()
}

/// The threshold with the highest F1; a half where nothing is known.
fn best(list: &mut [(f64, bool)]) -> f64 {
    let all = list.iter().filter(|(_, there)| *there).count() as f64;
    order::by(list, |a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let (mut right, mut most, mut at) = (0.0, 0.0, 0.5);
    for (found, (chance, there)) in (1_u32..).zip(list.iter()) {
        right += f64::from(u8::from(*there));
        let f1 = 2.0 * right / (f64::from(found) + all);
        if f1 > most {
            let next = list.get(found as usize).map_or(0.0, |(next, _)| *next);
            (most, at) = (f1, (chance + next) / 2.0);
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::train::intent::train;

    #[test]
    fn the_parts_of_names_are_told_apart() {
        let mut examples: Vec<(String, &str)> = Vec::new();
        let (asks, wants) = (["เช็คยอด", "ดูยอดเงิน", "ยอดเท่าไหร่"], ["เปลี่ยนโปร", "ย้ายโปร", "เปลี่ยนแพ็กเกจ"]);
        let polite = ["", "ค่ะ", "ครับ", "หน่อย", "ที"];
        for end in polite {
            for ask in asks {
                examples.push((format!("ขอ{ask}{end}"), "balance"));
                for want in wants {
                    examples.push((format!("{ask} {want}{end}"), "balance+package"));
                }
            }
            for want in wants {
                examples.push((format!("อยาก{want}{end}"), "package"));
            }
            examples.push((format!("สวัสดี{end}"), "greet"));
        }
        let list: Vec<_> = examples.iter().map(|(text, name)| (text.as_str(), Some(*name))).collect();
        let model = train(&list, 2).unwrap();
        let all = |text: &str| {
            let mut names: Vec<String> = model.intents(text).into_iter().filter_map(|found| found.name).collect();
            names.sort();
            names
        };
        assert_eq!(all("ดูยอดเงิน ย้ายโปรนะ"), ["balance", "package"]);
        assert_eq!(all("ขอดูยอดเงินนะคะ"), ["balance"]);
        assert_eq!(all("สวัสดีจ้า"), ["greet"]);
        assert_eq!(crate::IntentModel::load(&model.save()).unwrap(), model);
        assert_eq!(train(&list, 1).unwrap().save(), model.save());
    }

    #[test]
    fn clauses_are_ranked_each() {
        let examples = [
            ("ขอเช็คยอดหน่อย", Some("balance")),
            ("เช็คยอดเงินคงเหลือ", Some("balance")),
            ("ยอดเงินเหลือเท่าไหร่", Some("balance")),
            ("เปลี่ยนโปรให้หน่อย", Some("package")),
            ("อยากเปลี่ยนโปร", Some("package")),
            ("ย้ายแพ็กเกจ เปลี่ยนโปรใหม่", Some("package")),
            ("เน็ตช้ามาก", Some("slow")),
            ("เน็ตใช้ไม่ได้", Some("slow")),
            ("ขอคุยกับพนักงาน", Some("agent")),
            ("โอนสายหน่อย", Some("agent")),
        ];
        let model = train(&examples, 1).unwrap();
        let all =
            |text: &str| -> Vec<String> { model.intents(text).into_iter().filter_map(|found| found.name).collect() };
        assert_eq!(all("ขอเช็คยอดแล้วก็เปลี่ยนโปร"), ["balance", "package"]);
        assert_eq!(all("อยากเปลี่ยนโปรและขอเช็คยอดค่ะ"), ["package", "balance"]);
        assert_eq!(all("เน็ตช้ามากแล้วก็ช้ามาก"), ["slow"]);
        assert_eq!(all("ขอคุยกับพนักงาน"), ["agent"]);
    }
}
