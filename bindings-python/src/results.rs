//! What comes out: tokens, entities, intents, sentiment, problems, and the parts of a trace.
//!
//! Results of the core with positions in code points of the text they are about. Each is a frozen
//! class that compares, hashes, prints, copies and pickles.

use pyo3::prelude::*;
use sonthana::host::{Offsets, Unit};

use crate::door::{Plain, Text};
use crate::record::record;

record! {
    /// A piece of a text.
    Token {
        /// The piece, as it was written.
        text: Text,
        /// The code point where it starts.
        start: usize,
        /// The code point after its last.
        end: usize,
        /// `thai`, `word`, `number`, `space`, `punctuation`, `emoji`, `url`, `email`, `hashtag`, `handle`.
        kind: Text,
    }
}

record! {
    /// A meaning with its probability.
    Intent {
        /// The intent's name; `None` where the message is out of scope.
        name: Option<Text>,
        /// 0 to 1, calibrated among the intents.
        score: f64,
    }
}

record! {
    /// A piece of a text that speaks for an intent, or against it.
    Evidence {
        /// The piece, as it was written.
        text: Text,
        /// The code point where it starts.
        start: usize,
        /// The code point after its last.
        end: usize,
        /// What it adds to the logit; below 0 it speaks against.
        weight: f64,
    }
}

record! {
    /// A word that may have been meant.
    Suggestion {
        /// The piece of the text.
        text: Text,
        /// The code point where it starts.
        start: usize,
        /// The code point after its last.
        end: usize,
        /// What may have been meant.
        value: Text,
        /// How likely that is, 0 to 1.
        score: f64,
        /// `spelling`, or `layout` where the keyboard was in the other language.
        kind: Text,
    }
}

record! {
    /// Why a text seems to mean an intent, or not.
    Explanation {
        /// The intent that is explained.
        name: Option<Text>,
        /// Its probability among all intents, 0 to 1.
        score: f64,
        /// The bias and all weights, added up.
        logit: f64,
        /// What the intent has before anything is said.
        bias: f64,
        /// Whether the text is an example of the intent, which settles it.
        known: bool,
        /// The words and pairs of words, the weightiest first.
        evidence: Vec<Evidence>,
    }
}

record! {
    /// Something named in a text.
    Entity {
        /// `city`, `money`, `phone`, …
        kind: Text,
        /// The piece of the text.
        text: Text,
        /// The code point where it starts.
        start: usize,
        /// The code point after its last.
        end: usize,
        /// What it stands for.
        value: Plain,
        /// 0 to 1.
        score: f64,
        /// Which of several of a kind, such as `from` and `to`.
        role: Option<Text>,
        /// What belongs together.
        group: Option<Text>,
        /// Who found it: `model`, `lookup`, `regex`, `builtin`, `payload`, `given`.
        source: Text,
    }
}

record! {
    /// How the writer feels about it.
    Sentiment {
        /// `positive`, `neutral` or `negative`.
        label: Text,
        /// -1 to 1: the probability of positive less that of negative.
        score: f64,
        /// The probabilities of negative, neutral and positive, in this order.
        scores: Vec<f64>,
    }
}

record! {
    /// One finding about a bot.
    Problem {
        /// A stable kebab-case name, such as `unknown-key`.
        code: Text,
        /// One sentence: what is wrong and what would be right.
        message: Text,
        /// The file, or empty.
        file: Text,
        /// Line, from 1; 0 where it does not apply.
        line: u32,
        /// Column in characters, from 1; 0 where it does not apply.
        column: u32,
        /// False for what is only worth knowing.
        fatal: bool,
    }
}

record! {
    /// Something odd that was dealt with.
    Note {
        /// A stable kebab-case name.
        code: Text,
        /// One sentence.
        message: Text,
    }
}

record! {
    /// One choice of one action.
    Decision {
        /// The action that was chosen.
        action: Text,
        /// `rule`, `form`, `story`, `fallback`, `routing`, …
        policy: Text,
        /// The rule, story, form or route by name.
        name: Text,
        /// One sentence: why it applied.
        reason: Text,
        /// 0 to 1.
        score: f64,
        /// Where it was authored, or empty.
        file: Text,
        /// Line, from 1; 0 where unknown.
        line: u32,
        /// What else applied, in order of precedence.
        alternatives: Vec<Text>,
    }
}

record! {
    /// Everything understood from one message.
    Understanding {
        /// The text that was read, as it was written.
        text: Text,
        /// The chosen intent.
        intent: Intent,
        /// All that is asked for, in the order of the text.
        intents: Vec<Intent>,
        /// The best intents, best first.
        ranking: Vec<Intent>,
        /// The probability that the text is in scope at all.
        scope: f64,
        /// What was found, in order of the text.
        entities: Vec<Entity>,
        /// The tone.
        sentiment: Sentiment,
        /// The retrieval intent's full name, where there is one.
        retrieval: Option<Text>,
    }
}

/// The entities of a text, with positions in its code points.
pub(crate) fn entities(text: &str, found: Vec<sonthana::Entity>) -> Vec<Entity> {
    let mut offsets = Offsets::new(text, Unit::CodePoint);
    let entity = |entity: sonthana::Entity| Entity {
        kind: Text(entity.kind),
        text: Text(entity.text),
        start: offsets.at(entity.span.start),
        end: offsets.at(entity.span.end),
        value: Plain(entity.value),
        score: entity.score,
        role: entity.role.map(Text),
        group: entity.group.map(Text),
        source: Text(entity.source.to_owned()),
    };
    found.into_iter().map(entity).collect()
}

/// An explanation, with positions in the text's code points.
pub(crate) fn explanation(text: &str, said: sonthana::Explanation) -> Explanation {
    let mut offsets = Offsets::new(text, Unit::CodePoint);
    let evidence = |piece: sonthana::Evidence| Evidence {
        text: Text(piece.text),
        start: offsets.at(piece.span.start),
        end: offsets.at(piece.span.end),
        weight: piece.weight,
    };
    let sonthana::Explanation { name, score, logit, bias, known, evidence: list, .. } = said;
    Explanation { name: name.map(Text), score, logit, bias, known, evidence: list.into_iter().map(evidence).collect() }
}

/// Suggestions, with positions in the text's code points.
pub(crate) fn suggestions(text: &str, found: Vec<sonthana::Suggestion>) -> Vec<Suggestion> {
    let mut offsets = Offsets::new(text, Unit::CodePoint);
    let one = |suggestion: sonthana::Suggestion| Suggestion {
        text: Text(suggestion.text),
        start: offsets.at(suggestion.span.start),
        end: offsets.at(suggestion.span.end),
        value: Text(suggestion.value),
        score: suggestion.score,
        kind: Text(suggestion.kind.to_owned()),
    };
    found.into_iter().map(one).collect()
}

impl From<sonthana::Intent> for Intent {
    fn from(intent: sonthana::Intent) -> Intent {
        Intent { name: intent.name.map(Text), score: intent.score }
    }
}

impl From<sonthana::Sentiment> for Sentiment {
    fn from(tone: sonthana::Sentiment) -> Sentiment {
        Sentiment { label: Text(tone.label), score: tone.score, scores: tone.scores.to_vec() }
    }
}

impl From<&sonthana::Problem> for Problem {
    fn from(problem: &sonthana::Problem) -> Problem {
        Problem {
            code: Text(problem.code.clone()),
            message: Text(problem.message.clone()),
            file: Text(problem.file.clone()),
            line: problem.line,
            column: problem.column,
            fatal: problem.fatal,
        }
    }
}

impl From<&sonthana::Note> for Note {
    fn from(note: &sonthana::Note) -> Note {
        Note { code: Text(note.code.clone()), message: Text(note.message.clone()) }
    }
}

impl From<&sonthana::Decision> for Decision {
    fn from(decision: &sonthana::Decision) -> Decision {
        Decision {
            action: Text(decision.action.clone()),
            policy: Text(decision.policy.clone()),
            name: Text(decision.name.clone()),
            reason: Text(decision.reason.clone()),
            score: decision.score,
            file: Text(decision.file.clone()),
            line: decision.line,
            alternatives: decision.alternatives.iter().cloned().map(Text).collect(),
        }
    }
}

impl From<&sonthana::Understanding> for Understanding {
    fn from(understood: &sonthana::Understanding) -> Understanding {
        let understood = understood.clone();
        Understanding {
            entities: entities(&understood.text, understood.entities),
            text: Text(understood.text),
            intent: understood.intent.into(),
            intents: understood.intents.into_iter().map(Intent::from).collect(),
            ranking: understood.ranking.into_iter().map(Intent::from).collect(),
            scope: understood.scope,
            sentiment: understood.sentiment.into(),
            retrieval: understood.retrieval.map(Text),
        }
    }
}
