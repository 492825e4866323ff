//! Several intents in one message.
//!
//! In: a read message. Out: what it asks for. Two sources: names such as `a+b`, whose parts are told
//! apart by weights of their own ([`Parts`]); and clauses, each ranked by itself. A clause counts only
//! where it is in scope, sure of itself, and borne out by the message as a whole.

use crate::error::Error;
use crate::learn::bytes::{Reader, Writer, damaged};
use crate::learn::number::{exp, ln, sigmoid};
use crate::learn::weights::Weights;
use crate::order;
use crate::text::Text;
use crate::tokenize::Piece;
use crate::understanding::Intent;

use super::clause::clauses;
use super::intent::{IntentModel, Scratch};

/// The least probability of a clause's intent.
const SURE: f64 = 0.5;
/// Among how many of the whole message's best a clause's intent has to be.
const NEAR: usize = 5;

/// The parts of names such as `a+b`, each by itself: many may apply to one message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parts {
    /// Sorted.
    pub(crate) names: Vec<String>,
    pub(crate) weights: Weights,
    /// The curve from a part's log-probability to the chance that it applies.
    pub(crate) slope: f32,
    pub(crate) shift: f32,
    /// The chance from which a part counts, for each.
    pub(crate) thresholds: Vec<f32>,
}

impl Parts {
    /// The chance that each part applies, from the scores of all parts.
    pub(crate) fn chances(slope: f32, shift: f32, scores: &[f32]) -> impl Iterator<Item = f64> {
        let most = scores.iter().fold(f64::NEG_INFINITY, |most, &score| most.max(f64::from(score)));
        let sum: f64 = scores.iter().map(|&score| exp(f64::from(score) - most)).sum();
        let all = most + ln(sum);
        scores.iter().map(move |&score| sigmoid((f64::from(score) - all) * f64::from(slope) + f64::from(shift)))
    }

    /// The parts that apply to the message whose features were read last, the likeliest first.
    fn applying(&self, scratch: &mut Scratch) -> Vec<Intent> {
        self.weights.score(&scratch.features, &mut scratch.scores);
        let chances = Parts::chances(self.slope, self.shift, &scratch.scores);
        let named = self.names.iter().zip(&self.thresholds).zip(chances);
        let mut found: Vec<Intent> = named
            .filter(|((_, least), chance)| *chance >= f64::from(**least))
            .map(|((name, _), score)| Intent { name: Some(name.clone()), score })
            .collect();
        order::by(&mut found, |a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
        found
    }

    /// Writes the parts.
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.number(self.names.len() as u64);
        for (name, threshold) in self.names.iter().zip(&self.thresholds) {
            writer.block(name.as_bytes());
            writer.float(*threshold);
        }
        writer.float(self.slope);
        writer.float(self.shift);
        self.weights.write(writer);
    }

    /// Reads what [`Parts::write`] wrote, for a number of rows.
    pub(crate) fn read(reader: &mut Reader<'_>, rows: usize) -> Result<Parts, Error> {
        let (mut names, mut thresholds) = (Vec::new(), Vec::new());
        for _ in 0..reader.count()? {
            names.push(reader.text()?.to_owned());
            thresholds.push(reader.float()?);
        }
        let (slope, shift) = (reader.float()?, reader.float()?);
        let weights = Weights::read(reader)?;
        let fits = weights.classes() == names.len() && weights.rows() == rows;
        if !fits || !names.windows(2).all(|pair| pair[0] < pair[1]) {
            return Err(damaged());
        }
        Ok(Parts { names, weights, slope, shift, thresholds })
    }
}

/// The parts of a name: `a` and `b` of `a+b`.
pub(crate) fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split('+').map(str::trim).filter(|part| !part.is_empty())
}

/// Everything that a message asks for.
pub(crate) fn several(model: &IntentModel, text: &Text, pieces: &[Piece], scratch: &mut Scratch) -> Vec<Intent> {
    let scope = model.read(text, pieces, scratch);
    let mut ranking = Vec::new();
    model.best(None, NEAR, scratch, &mut ranking);
    let whole = match &model.parts {
        Some(parts) if model.accepts(scope) => parts.applying(scratch),
        _ => Vec::new(),
    };
    let asked = by_clause(model, text, pieces, &ranking, scratch);
    let named = ranking.first().filter(|_| model.accepts(scope)).and_then(|best| Some((best.name.as_deref()?, best)));
    let single = || named.iter().flat_map(|(name, best)| parts(name).map(|part| intent(part, best.score)));
    // A joined name that the message surely means says more than its parts by themselves.
    let joined = named.is_some_and(|(name, best)| best.score >= SURE && parts(name).count() > 1);
    match (asked.len() > 1, joined || whole.is_empty()) {
        (true, _) => asked,
        (false, true) => single().collect(),
        (false, false) => whole,
    }
}

fn intent(name: &str, score: f64) -> Intent {
    Intent { name: Some(name.to_owned()), score }
}

/// The intents of a message's clauses, in order, each once; `ranking` is that of the whole message.
pub(crate) fn by_clause(
    model: &IntentModel,
    text: &Text,
    pieces: &[Piece],
    ranking: &[Intent],
    scratch: &mut Scratch,
) -> Vec<Intent> {
    let clauses = clauses(text.reading(), pieces);
    let mut found: Vec<Intent> = Vec::new();
    if clauses.len() < 2 {
        return found;
    }
    let mut best = Vec::new();
    for clause in clauses {
        let scope = model.read(text, &pieces[clause], scratch);
        model.best(None, 1, scratch, &mut best);
        let Some(Intent { name: Some(name), score }) = best.pop() else { continue };
        if !model.accepts(scope) || score < SURE || !borne_out(&name, ranking) {
            continue;
        }
        for part in parts(&name) {
            if found.iter().all(|known| known.name.as_deref() != Some(part)) {
                found.push(intent(part, score));
            }
        }
    }
    found
}

/// Whether the whole message seems to mean the name too, by itself or as a part.
fn borne_out(name: &str, ranking: &[Intent]) -> bool {
    let ranked = ranking.iter().filter_map(|intent| intent.name.as_deref());
    let mut parted = ranked.flat_map(|whole| std::iter::once(whole).chain(parts(whole)));
    parted.any(|ranked| ranked == name)
}
