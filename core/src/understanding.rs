//! What a message is taken to mean: intents, entities, sentiment.
//!
//! These are results, made by the `understand` stage and read by state, policy and the trace.

use serde::{Deserialize, Serialize};

use crate::text::Span;
use crate::value::Value;

/// A meaning with its probability.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Intent {
    /// The intent's name; `None` where the message is out of scope.
    pub name: Option<String>,
    /// 0 to 1, calibrated among the intents.
    pub score: f64,
}

/// Why a text seems to mean an intent, or not.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// The intent that is explained.
    pub name: Option<String>,
    /// Its probability among all intents, 0 to 1.
    pub score: f64,
    /// The bias and all weights, added up: probabilities are the softmax of all intents' logits,
    /// but for texts that are examples.
    pub logit: f64,
    /// What the intent has before anything is said.
    pub bias: f64,
    /// Whether the text is an example of the intent, which settles it.
    pub known: bool,
    /// The words and pairs of words, the weightiest first.
    pub evidence: Vec<Evidence>,
}

/// A piece of a text that speaks for an intent, or against it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Evidence {
    /// The piece of the original text: a word, or words that count together.
    pub text: String,
    /// Where it stands in the original text, in bytes.
    pub span: Span,
    /// What it adds to the logit; below 0 it speaks against.
    pub weight: f64,
}

/// Something named in the text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Entity {
    /// `city`, `money`, `phone`, …
    pub kind: String,
    /// The piece of the original text.
    pub text: String,
    /// Where it stands in the original text, in bytes.
    pub span: Span,
    /// What it stands for.
    pub value: Value,
    /// 0 to 1.
    pub score: f64,
    /// Which of several of a kind, such as `from` and `to`.
    pub role: Option<String>,
    /// What belongs together, such as one pizza's size and topping.
    pub group: Option<String>,
    /// Who found it: `model`, `lookup`, `regex`, `builtin`, `session`, `payload`, `given`.
    pub source: &'static str,
    /// Why this one of several readings: the trace says it.
    pub(crate) why: Option<&'static str>,
}

impl Entity {
    /// A found piece of text whose value is itself.
    pub(crate) fn new(kind: &str, original: &str, span: Span, source: &'static str) -> Entity {
        let text = original.get(span.start..span.end).unwrap_or_default();
        Entity {
            kind: kind.to_owned(),
            text: text.to_owned(),
            span,
            value: Value::from(text),
            score: 1.0,
            role: None,
            group: None,
            source,
            why: None,
        }
    }
}

/// How the writer feels about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sentiment {
    /// `positive`, `neutral` or `negative`.
    pub label: String,
    /// -1 to 1: the probability of positive less that of negative.
    pub score: f64,
    /// The probabilities of negative, neutral and positive, in this order.
    pub scores: [f64; 3],
}

/// Everything understood from one message.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Understanding {
    /// The text that was read, as it was written.
    pub text: String,
    /// The chosen intent; `nlu_fallback` and out of scope are told apart by `scope`.
    pub intent: Intent,
    /// All that is asked for, in the order of the text: more than one where the bot declares that
    /// messages may ask for several things; empty where the message is not understood.
    pub intents: Vec<Intent>,
    /// The best intents, best first; at most ten.
    pub ranking: Vec<Intent>,
    /// The probability that the text is in scope at all, 0 to 1.
    pub scope: f64,
    /// What was found, in order of the text, without overlaps.
    pub entities: Vec<Entity>,
    /// The tone.
    pub sentiment: Sentiment,
    /// The retrieval intent's full name, such as `faq/hours`, where there is one.
    pub retrieval: Option<String>,
}
