//! What `sonthana evaluate intents` says: figures, a table, JSON, a page to look at, a comparison.
//!
//! In: labelled texts and what a model said of each. Everything else is computed from those, so that the
//! table, the page and a build's floor cannot disagree. Shares are in percent, times in seconds.

mod compare;
mod curves;
mod disturbed;
mod figures;
mod page;
mod plot;
mod plots;
mod table;

use std::time::Duration;

use super::noise::NOISES;

pub(super) use compare::{as_comparison, compared};
pub(super) use page::page;
pub(super) use table::{as_json, as_table};

/// A text and what a model said of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) text: String,
    /// No name: out of scope.
    pub(super) meant: Option<String>,
    /// The best of the ranking, refused or not.
    pub(super) found: String,
    /// Its probability among the intents.
    pub(super) score: f64,
    /// The probability that the text is in scope.
    pub(super) scope: f64,
    /// Whether the model refuses it, at its own threshold.
    pub(super) refused: bool,
    /// Whether the same text was learned from.
    pub(super) learned: bool,
    /// How long the ranking took.
    pub(super) time: Duration,
}

impl Answer {
    /// Whether the best of the ranking is what was meant.
    fn right(&self) -> bool {
        self.meant.as_deref() == Some(self.found.as_str())
    }
}

/// Everything that was measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Report {
    /// What was learned from.
    pub(super) name: String,
    /// How it was measured: a file, or folds.
    pub(super) how: String,
    pub(super) answers: Vec<Answer>,
    /// Training, of all folds together.
    pub(super) train: Duration,
    /// The size of a saved model.
    pub(super) bytes: usize,
    /// Accuracy by the number of examples learned from.
    pub(super) curve: Vec<(usize, f64)>,
    /// For each kind of noise how many texts were right, and how many were asked; 0 where it changed none.
    pub(super) noise: Vec<(usize, usize)>,
}

impl Report {
    /// Accuracy with each kind of noise that changed a text, in percent.
    fn noisy(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let kinds = NOISES.iter().map(|(name, _)| *name).zip(&self.noise);
        kinds.filter(|(_, (_, all))| *all > 0).map(|(name, (right, all))| (name, 100.0 * *right as f64 / *all as f64))
    }
}
