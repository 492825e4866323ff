//! What a person may have meant to type: suggestions with a score, never a change.
//!
//! In: a vocabulary and a text. Out: for pieces that are no words, the nearest words of the vocabulary
//! and of the language, and what comes out in the other keyboard layout. The work is bounded as that of
//! lookups is (`entity::near`), and a text is read up to 64 KiB.

mod language;
mod layout;

use crate::features::fold::fold;
use crate::learn::number::sigmoid;
use crate::normalize::normalize;
use crate::order;
use crate::text::{Span, Text};
use crate::tokenize::{Piece, Segmenter, path_cost, tokenize};
use crate::understand::clipped;
use crate::understand::entity::{Near, NearHit, Reading, key};
use crate::value::Timestamp;

use language::LANGUAGE;

/// What costs are counted in: so many are a natural unit of information.
const UNIT: f64 = 6.0;
/// What a slip costs, and what each letter that differs adds to it.
const FIRST: f32 = 30.0;
const EDIT: f32 = 60.0;
/// What a user's word costs: as much as a frequent one.
const OWN: u8 = 40;
/// The least score, and the most.
const LEAST: f64 = 0.3;
const SURE: f64 = 0.95;

/// A word that may have been meant.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Suggestion {
    /// The piece of the original text.
    pub text: String,
    /// Where it stands in the original text, in bytes.
    pub span: Span,
    /// What may have been meant.
    pub value: String,
    /// How likely that is, 0 to 1.
    pub score: f64,
    /// `spelling`, or `layout` where the keyboard was in the other language.
    pub kind: &'static str,
}

/// Finds slips, with the words of one user or bot besides those of the language.
///
/// ```
/// let speller = sonthana::Speller::new(["อเมริกาโน่"]);
/// assert_eq!(speller.suggest("ขออเมริกาโน่วเย็น")[0].value, "อเมริกาโน่");
/// assert_eq!(speller.suggest("l;ylfu")[0].value, "สวัสดี");
/// ```
#[derive(Debug)]
pub struct Speller {
    /// As they were given.
    words: Vec<String>,
    /// As they are compared, and their places in order of that.
    keys: Vec<String>,
    sorted: Vec<u32>,
    near: Near,
    segmenter: Segmenter,
}

impl Speller {
    /// A speller that also knows `words`; they are suggested where a text nearly has them.
    pub fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Speller {
        let words: Vec<String> = words.into_iter().map(|word| word.as_ref().trim().to_owned()).collect();
        let keys: Vec<String> = words.iter().map(|word| key(word)).collect();
        let near = Near::weighed(keys.iter().map(String::as_str), vec![0.0; keys.len()]);
        let mut sorted: Vec<u32> = (0..).take(keys.len()).collect();
        order::by(&mut sorted, |&a, &b| keys[a as usize].cmp(&keys[b as usize]));
        let segmenter = Segmenter::new(&words);
        Speller { words, keys, sorted, near, segmenter }
    }

    /// What may have been meant, in order of the text; of several for one piece the likelier first.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let text = normalize(clipped(text));
        let mut found = layout::slips(self, &text);
        let others = self.spelt(&text);
        // What was typed in the other layout is not spelt at all.
        let clear = |other: &Suggestion| found.iter().all(|slip| !over(slip.span, other.span));
        let mut kept: Vec<Suggestion> = Vec::new();
        for other in others.into_iter().filter(clear) {
            if kept.iter().all(|best| best.span == other.span || !over(best.span, other.span)) {
                kept.push(other);
            }
        }
        found.append(&mut kept);
        order::by(&mut found, |a, b| a.span.cmp(&b.span).then(b.score.total_cmp(&a.score)).then(a.value.cmp(&b.value)));
        found.dedup_by(|a, b| a.span == b.span && a.value == b.value);
        found
    }

    /// Words that are nearly spelt, the likeliest first.
    fn spelt(&self, text: &Text) -> Vec<Suggestion> {
        let mut pieces = Vec::new();
        tokenize(text, &mut pieces);
        let reading = Reading { text, pieces: &pieces, now: Timestamp(0) };
        let (mut own, mut theirs) = (Vec::new(), Vec::new());
        self.near.find(&reading, |number| &self.keys[number as usize], &mut own);
        LANGUAGE.near.find(&reading, |number| &LANGUAGE.words[number as usize].0, &mut theirs);
        let folded = fold(text.reading());
        let known = |hit: &&NearHit| self.known(&folded[hit.start..hit.end]);
        let own = own.iter().filter(|hit| !known(hit)).map(|hit| (hit, self.words[hit.word as usize].as_str(), OWN));
        let theirs = theirs.iter().filter(|hit| !known(hit)).map(|hit| {
            let (word, cost) = &LANGUAGE.words[hit.word as usize];
            (hit, word.as_str(), *cost)
        });
        let said = |hit: &NearHit| said(&folded, &pieces, hit);
        let mut found: Vec<Suggestion> =
            own.chain(theirs).filter_map(|meant| suggestion(text, said(meant.0), meant)).collect();
        let length = |s: &Suggestion| s.span.end - s.span.start;
        order::by(&mut found, |a, b| {
            b.score.total_cmp(&a.score).then(length(b).cmp(&length(a))).then(a.span.cmp(&b.span))
        });
        found
    }

    /// Whether a word, as it is compared, is one of the user's.
    fn known(&self, word: &str) -> bool {
        self.sorted.binary_search_by(|&at| self.keys[at as usize].as_str().cmp(word)).is_ok()
    }
}

/// What a stretch costs as it was typed: its words, known or not.
fn said(folded: &str, pieces: &[Piece], hit: &NearHit) -> u32 {
    let first = pieces.partition_point(|piece| (piece.start as usize) < hit.start);
    let within = pieces[first..].iter().take_while(|piece| piece.end as usize <= hit.end);
    within.map(|piece| path_cost(&folded[piece.start as usize..piece.end as usize])).sum()
}

/// A word that was meant more likely than not: what was typed costs more than the word and the slip
/// (C. E. Shannon's noisy channel; M. Kernighan, K. Church and W. Gale, 1990).
fn suggestion(text: &Text, said: u32, (hit, word, cost): (&NearHit, &str, u8)) -> Option<Suggestion> {
    let slip = f32::from(cost) + FIRST + EDIT * hit.distance;
    let score = sigmoid(f64::from(said as f32 - slip) / UNIT) * SURE;
    if score < LEAST {
        return None;
    }
    let span = text.span(hit.start, hit.end);
    let piece = text.original().get(span.start..span.end).unwrap_or_default();
    Some(Suggestion { text: piece.to_owned(), span, value: word.to_owned(), score, kind: "spelling" })
}

fn over(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests;
