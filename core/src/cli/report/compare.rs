//! Two reports on the same texts → what differs, and whether chance would do as much.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::figures::Figure;
use super::table::{number, object};
use super::{Answer, Report};
use crate::cli::Console;

/// How many texts of each side are shown.
const SHOWN: usize = 5;

/// What two models say of the same texts.
pub(in crate::cli) struct Comparison<'r> {
    first: &'r Report,
    pub(super) second: &'r Report,
    /// Texts that only the first, and only the second, gets right.
    pub(super) won: (Vec<&'r Answer>, Vec<&'r Answer>),
}

/// Puts two reports on the same texts beside each other.
pub(in crate::cli) fn compared<'r>(first: &'r Report, second: &'r Report) -> Comparison<'r> {
    let mut won = (Vec::new(), Vec::new());
    for (a, b) in first.answers.iter().zip(&second.answers) {
        match (a.right(), b.right()) {
            (true, false) => won.0.push(b),
            (false, true) => won.1.push(a),
            _ => {}
        }
    }
    Comparison { first, second, won }
}

impl Comparison<'_> {
    /// The figures that both have, with the difference as it is written.
    pub(super) fn figures(&self) -> Vec<(Figure, Figure, String)> {
        let second = self.second.figures();
        let pair = |first: Figure| {
            let second = *second.iter().find(|second| second.key == first.key)?;
            let difference = number(&Figure { value: second.value - first.value, ..second });
            let sign = if second.value > first.value { "+" } else { "" };
            Some((first, second, format!("{sign}{difference}")))
        };
        self.first.figures().into_iter().filter_map(pair).collect()
    }

    /// How often chance alone would part the two so far: the two-sided sign test, by the normal
    /// approximation with a correction for continuity.
    pub(super) fn chance(&self) -> f64 {
        let (a, b) = (self.won.0.len() as f64, self.won.1.len() as f64);
        if a + b == 0.0 {
            return 1.0;
        }
        let z = ((a - b).abs() - 1.0).max(0.0) / (a + b).sqrt();
        (2.0 * tail(z)).min(1.0)
    }
}

/// The share of a normal distribution above `z`, to within 1e-7 (Abramowitz and Stegun 26.2.17).
fn tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let poly =
        t * (0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * poly
}

/// How many texts changed sides, in a sentence.
pub(super) fn changed(both: &Comparison<'_>) -> String {
    let (first, second) = (both.won.0.len(), both.won.1.len());
    format!("only the first right: {first}, only the second: {second}; by chance alone {:.3}", both.chance())
}

/// Both objects, and the differences of their figures.
pub(super) fn differences(both: &Comparison<'_>) -> Json {
    let difference =
        |(first, second, _): (Figure, Figure, String)| (first.key.to_owned(), json!(second.value - first.value));
    let mut differences = serde_json::Map::new();
    differences.extend(both.figures().into_iter().map(difference));
    let texts = |answers: &[&Answer]| answers.iter().map(|answer| json!(answer.text)).collect::<Json>();
    json!({
        "first": object(both.first),
        "second": object(both.second),
        "difference": differences,
        "only-first": texts(&both.won.0),
        "only-second": texts(&both.won.1),
        "chance": both.chance(),
    })
}

/// Writes two columns and the texts that changed sides.
pub(in crate::cli) fn as_comparison(both: &Comparison<'_>, console: &mut Console<'_>) -> io::Result<()> {
    let out = &mut console.out;
    writeln!(out, "first: {}\nsecond: {}\n", both.first.name, both.second.name)?;
    writeln!(out, "{:<27}{:>12}{:>12}{:>12}", "", "first", "second", "difference")?;
    for (first, second, difference) in both.figures() {
        let (a, b) = (number(&first), number(&second));
        writeln!(out, "{:<27}{a:>12}{b:>12}{difference:>12} {}", first.label, first.unit)?;
    }
    for ((name, a), (_, b)) in both.first.noisy().zip(both.second.noisy()) {
        writeln!(out, "{:<27}{a:>12.2}{b:>12.2}{:>+12.2} %", format!("  with {name}"), b - a)?;
    }
    writeln!(out, "\n{}", changed(both))?;
    let (lost, won) = (&both.won.0, &both.won.1);
    for (sign, texts) in [("-", lost), ("+", won)] {
        for answer in texts.iter().take(SHOWN) {
            let meant = answer.meant.as_deref().unwrap_or_default();
            writeln!(out, "{sign} {}: {meant}, not {}", answer.text, answer.found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::small;
    use super::*;

    #[test]
    fn what_only_one_gets_right_is_counted() {
        let first = small();
        let mut second = small();
        assert_eq!(compared(&first, &second).chance(), 1.0);
        second.answers[2].found = "hours".to_owned();
        let both = compared(&first, &second);
        assert_eq!((both.won.0.len(), both.won.1.len()), (0, 1));
        // One text says nothing; a normal tail at two deviations is known.
        assert!(both.chance() > 0.99);
        assert!((tail(1.959_964) - 0.025).abs() < 1e-6);
    }
}
