//! Answers → figures: accuracy, F1, calibration, scope, confusion, time.
//!
//! The ranking is judged on what is in scope; the decision (`predict`, which may refuse) by micro-F1 over
//! everything. Calibration is the expected calibration error over 15 equal bins (Guo et al. 2017).

use std::collections::BTreeMap;

use crate::order;

use super::{Answer, Report};

/// Bins of the calibration error.
pub(super) const BINS: usize = 15;

/// A number with its names.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Figure {
    /// In JSON and on the command line.
    pub(in crate::cli) key: &'static str,
    /// To a reader.
    pub(in crate::cli) label: &'static str,
    pub(in crate::cli) unit: &'static str,
    pub(in crate::cli) value: f64,
}

/// How well one intent is told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) right: u32,
    pub(super) found: u32,
    pub(super) gold: u32,
}

impl Count {
    pub(super) fn precision(self) -> f64 {
        percent(self.right, self.found as usize)
    }

    pub(super) fn recall(self) -> f64 {
        percent(self.right, self.gold as usize)
    }

    pub(super) fn f1(self) -> f64 {
        percent(2 * self.right, (self.found + self.gold) as usize)
    }
}

/// One intent taken for another, with the texts.
#[derive(Clone, Debug)]
pub(super) struct Confusion<'r> {
    pub(super) meant: &'r str,
    pub(super) found: &'r str,
    pub(super) texts: Vec<&'r str>,
}

impl Report {
    pub(super) fn inside(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.meant.is_some())
    }

    pub(super) fn outside(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.meant.is_none())
    }

    /// All figures; those of scope only where something out of scope was asked.
    pub(in crate::cli) fn figures(&self) -> Vec<Figure> {
        let figure = |key, label, unit, value| Figure { key, label, unit, value };
        let mut list = vec![
            figure("accuracy", "accuracy", "%", self.accuracy()),
            figure("macro", "macro-F1", "%", self.macro_f1()),
            figure("micro", "micro-F1 with refusals", "%", self.micro_f1()),
            figure("calibration", "calibration error", "%", self.calibration()),
            figure("refused", "wrongly refused", "%", refused(self.inside())),
        ];
        if self.outside().next().is_some() {
            list.push(figure("rightly-refused", "rightly refused", "%", refused(self.outside())));
            list.push(figure("auroc", "scope, AUROC", "%", self.auroc(|answer| answer.scope)));
            list.push(figure("recall", "refused of out at 5 %", "%", self.recall()));
            list.push(figure("score-auroc", "best score, AUROC", "%", self.auroc(|answer| answer.score)));
            list.push(figure("score-out", "mean best score of out", "%", mean(self.outside())));
        }
        if self.answers.iter().any(|answer| answer.learned) {
            let learned = self.answers.iter().filter(|answer| answer.learned).count() as u32;
            list.push(figure("leaked", "asked, and learned from", "%", percent(learned, self.answers.len())));
            let fresh = || self.inside().filter(|answer| !answer.learned);
            let right = fresh().filter(|answer| answer.right()).count() as u32;
            list.push(figure("fresh", "accuracy on the others", "%", percent(right, fresh().count())));
        }
        list.push(figure("train", "trained in", "s", self.train.as_secs_f64()));
        list.push(figure("predict", "a ranking, median", "µs", self.time(0.5)));
        list.push(figure("p99", "a ranking, 99th percentile", "µs", self.time(0.99)));
        list.push(figure("bytes", "size of the model", "bytes", self.bytes as f64));
        list
    }

    pub(in crate::cli) fn accuracy(&self) -> f64 {
        percent(self.inside().filter(|answer| answer.right()).count() as u32, self.inside().count())
    }

    /// What was right, found and there, by intent.
    pub(super) fn intents(&self) -> BTreeMap<&str, Count> {
        let mut intents: BTreeMap<&str, Count> = BTreeMap::new();
        for answer in self.inside() {
            intents.entry(&answer.found).or_default().found += 1;
            let count = intents.entry(answer.meant.as_deref().unwrap_or_default()).or_default();
            count.gold += 1;
            count.right += u32::from(answer.right());
        }
        intents
    }

    /// Over the intents that the test knows.
    fn macro_f1(&self) -> f64 {
        let intents = self.intents();
        let known: Vec<&Count> = intents.values().filter(|count| count.gold > 0).collect();
        known.iter().map(|count| count.f1()).sum::<f64>() / known.len().max(1) as f64
    }

    /// Of what the model decides, refusals included: a text out of scope that is kept is a false alarm.
    fn micro_f1(&self) -> f64 {
        let kept = self.answers.iter().filter(|answer| !answer.refused);
        let (mut right, mut found) = (0, 0);
        for answer in kept {
            found += 1;
            right += u32::from(answer.right());
        }
        percent(2 * right, found + self.inside().count())
    }

    /// Mean score, share right and number of answers of each bin.
    pub(super) fn bins(&self) -> [(f64, f64, u32); BINS] {
        let mut bins = [(0.0, 0.0, 0); BINS];
        for answer in self.inside() {
            let bin = &mut bins[bin(answer.score)];
            *bin = (bin.0 + answer.score, bin.1 + f64::from(u8::from(answer.right())), bin.2 + 1);
        }
        bins.map(|(score, right, count)| {
            let of = f64::from(count.max(1));
            (score / of, right / of, count)
        })
    }

    fn calibration(&self) -> f64 {
        let off: f64 = self.bins().iter().map(|(score, right, count)| (score - right).abs() * f64::from(*count)).sum();
        100.0 * off / self.inside().count().max(1) as f64
    }

    /// The time that a share of the rankings stays within, in microseconds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
    fn time(&self, share: f64) -> f64 {
        let mut times: Vec<_> = self.answers.iter().map(|answer| answer.time).collect();
        times.sort_unstable();
        let at = (times.len() as f64 * share) as usize;
        times.get(at.min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1e6)
    }

    /// What is confused, most often first.
    pub(super) fn confusions(&self) -> Vec<Confusion<'_>> {
        let mut pairs: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for answer in self.inside().filter(|answer| !answer.right()) {
            let meant = answer.meant.as_deref().unwrap_or_default();
            pairs.entry((meant, &answer.found)).or_default().push(&answer.text);
        }
        let mut list: Vec<_> =
            pairs.into_iter().map(|((meant, found), texts)| Confusion { meant, found, texts }).collect();
        order::by_key(&mut list, |pair| std::cmp::Reverse(pair.texts.len()));
        list
    }
}

fn refused<'r>(answers: impl Iterator<Item = &'r Answer>) -> f64 {
    let (mut all, mut refused) = (0, 0);
    for answer in answers {
        all += 1;
        refused += u32::from(answer.refused);
    }
    percent(refused, all)
}

/// The mean score, in percent.
fn mean<'r>(answers: impl Iterator<Item = &'r Answer>) -> f64 {
    let (mut all, mut sum) = (0, 0.0);
    for answer in answers {
        all += 1;
        sum += answer.score;
    }
    100.0 * sum / f64::from(all.max(1))
}

pub(super) fn percent(part: u32, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / whole as f64 }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is from 0 to 1")]
fn bin(score: f64) -> usize {
    ((score * BINS as f64) as usize).min(BINS - 1)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Three in scope, one of them wrong, and two out of scope, one of them kept.
    pub(in crate::cli::report) fn small() -> Report {
        let answer = |text: &str, meant: Option<&str>, found: &str, score: f64, scope: f64| Answer {
            text: text.to_owned(),
            meant: meant.map(str::to_owned),
            found: found.to_owned(),
            score,
            scope,
            refused: scope < 0.3,
            ..Answer::default()
        };
        let answers = vec![
            answer("ร้านเปิดกี่โมง", Some("hours"), "hours", 0.9, 0.9),
            answer("มีเมนูอะไรบ้าง", Some("menu"), "menu", 0.8, 0.8),
            answer("ปิดกี่โมงคะ", Some("hours"), "menu", 0.6, 0.4),
            answer("<b>ฝนตกไหม</b>", None, "hours", 0.5, 0.5),
            answer("รักนะ", None, "menu", 0.4, 0.1),
        ];
        Report { name: "train".to_owned(), how: "test".to_owned(), answers, ..Report::default() }
    }

    #[test]
    fn figures_of_a_small_case() {
        let report = small();
        assert!((report.accuracy() - 200.0 / 3.0).abs() < 1e-9);
        // hours: right 1 of 1 found and 2 there; menu: right 1 of 2 found and 1 there.
        assert!((report.macro_f1() - 200.0 / 3.0).abs() < 1e-9);
        // Four kept, two of them right, three in scope.
        assert!((report.micro_f1() - 400.0 / 7.0).abs() < 1e-9);
        assert!((report.calibration() - 100.0 * (0.1 + 0.2 + 0.6) / 3.0).abs() < 1e-9);
        let figure = |key| report.figures().iter().find(|figure| figure.key == key).map(|figure| figure.value);
        assert_eq!(figure("leaked"), None);
        assert!((figure("score-out").unwrap() - 45.0).abs() < 1e-9);
        assert_eq!(figure("score-auroc"), Some(100.0));
        let pairs = report.confusions();
        assert_eq!((pairs[0].meant, pairs[0].found, pairs[0].texts.as_slice()), ("hours", "menu", &["ปิดกี่โมงคะ"][..]));
    }
}
