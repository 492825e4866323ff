//! The annotations of a bot → words that are marked here and not there, or as one kind here and another there.
//!
//! In: examples with marked words. Out: notes, each at its place, and what that costs. A word counts as
//! left out only where it is marked three times as often as not: `this` is no entity for being one once.

use std::collections::BTreeMap;

use crate::bot::{Annotation, Bot, Origin};
use crate::order;
use crate::tokenize::token::tokenize;
use crate::train::quality::{Findings, SHOWN};

/// Words that are marked as an entity in some examples and stand unmarked, or as another, elsewhere.
pub(super) fn unmarked(bot: &Bot, findings: &mut Findings) {
    let mut marked: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for example in &bot.nlu.examples {
        for mark in &example.annotations {
            let words = &example.text[mark.start as usize..mark.end as usize];
            *marked.entry(words).or_default().entry(mark.entity.as_str()).or_default() += 1;
        }
    }
    let all: usize = bot.nlu.examples.iter().map(|example| example.annotations.len()).sum();
    let mut odd = 0;
    for example in &bot.nlu.examples {
        for mark in &example.annotations {
            let words = &example.text[mark.start as usize..mark.end as usize];
            let own = marked[words][mark.entity.as_str()];
            let rival =
                marked[words].iter().filter(|(entity, _)| **entity != mark.entity).max_by_key(|(_, count)| **count);
            let Some((entity, times)) = rival.filter(|(_, times)| **times > 3 * own) else { continue };
            odd += 1;
            if odd <= SHOWN {
                let message = format!("`{words}` is a `{}` here and a `{entity}` in {times} other places", mark.entity);
                findings.notes.push((example.origin, message));
            }
        }
    }
    odd += missed(bot, &marked, findings);
    if odd > 0 {
        findings.reasons.push((100.0 * odd as f64 / all.max(1) as f64, format!("{odd} marks differ from the others")));
    }
}

/// How many whole words are not marked that are where else they stand, three times as often at least.
fn missed(bot: &Bot, marked: &BTreeMap<&str, BTreeMap<&str, usize>>, findings: &mut Findings) -> usize {
    let mut places: BTreeMap<&str, Vec<Origin>> = BTreeMap::new();
    for example in bot.nlu.examples.iter().filter(|example| !example.annotations.is_empty()) {
        for token in tokenize(&example.text) {
            let covered =
                |mark: &Annotation| token.span.start < mark.end as usize && mark.start as usize <= token.span.start;
            if let Some((words, _)) = marked.get_key_value(token.text)
                && !example.annotations.iter().any(covered)
            {
                places.entry(words).or_default().push(example.origin);
            }
        }
    }
    let times = |words: &str| marked[words].iter().max_by_key(|(_, times)| **times);
    let mut told = Vec::new();
    for (words, places) in &places {
        let Some((entity, times)) = times(words).filter(|(_, times)| **times >= 3 * places.len()) else { continue };
        let message = format!("`{words}` is marked as `{entity}` in {times} places, but not here");
        told.extend(places.iter().map(|origin| (*origin, message.clone())));
    }
    order::by_key(&mut told, |(origin, _)| (origin.file, origin.line));
    let odd = told.len();
    findings.notes.extend(told.into_iter().take(SHOWN));
    odd
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::Example;

    /// What is told of texts in which words between brackets are marked.
    fn told(texts: &[&str]) -> Vec<String> {
        let mut bot = Bot::default();
        for text in texts {
            let (before, rest) = text.split_once('[').unwrap_or((text, ""));
            let (word, after) = rest.split_once(']').unwrap_or(("", ""));
            let (start, end) = (before.len() as u32, (before.len() + word.len()) as u32);
            let mark = Annotation { start, end, entity: "drink".into(), ..Annotation::default() };
            let annotations = if word.is_empty() { Vec::new() } else { vec![mark] };
            bot.nlu.examples.push(Example {
                text: format!("{before}{word}{after}"),
                annotations,
                ..Example::default()
            });
        }
        let mut findings = Findings::default();
        unmarked(&bot, &mut findings);
        findings.notes.into_iter().map(|(_, message)| message).collect()
    }

    #[test]
    fn a_word_is_left_out_only_where_it_is_nearly_always_marked() {
        let marked = ["ขอ [ชา] ค่ะ", "เอา [ชา] เย็น", "สั่ง [ชา] แก้วนึง"];
        let left = [&marked[..], &["ชา กับ [กาแฟ]"]].concat();
        assert_eq!(told(&left), ["`ชา` is marked as `drink` in 3 places, but not here"]);
        let often = [&left[..], &["ชา หมด เอา [กาแฟ]"]].concat();
        assert_eq!(told(&often), [""; 0]);
        assert_eq!(told(&[&marked[..], &["ชา หมดไหม"]].concat()), [""; 0], "a text without marks is not annotated");
    }
}
