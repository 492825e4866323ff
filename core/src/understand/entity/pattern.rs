//! The author's regular expressions, in time linear in the text.
//!
//! In: `regex: name` of a bot. Out: entities. A pattern sees the reading of a text and ignores case.
//! `\b` means "between words" in Thai too: at the ends of a pattern the pieces decide, inside it
//! letters and digits do. A named group is the value; several are a map. The size of a compiled
//! pattern is bounded.

use regex::Regex;

use crate::bot::{Bot, Pattern};
use crate::error::{Code, Error, Problem};
use crate::pattern;
use crate::understanding::Entity;
use crate::value::Value;

use super::Reading;
use super::edge::{Edge, edge};

/// The largest compiled pattern, in bytes.
const LARGEST: usize = 1 << 21;
/// How many matches of one pattern are tried in one text.
const MOST: usize = 256;

/// One compiled pattern.
#[derive(Debug)]
pub(crate) struct Matcher {
    kind: String,
    regex: Regex,
    /// Whether `\b` stood at its ends.
    left: bool,
    right: bool,
    /// Of a built-in kind, whose value is `{"value": …}`.
    shaped: bool,
}

/// The patterns of a bot, compiled.
pub(crate) fn matchers(bot: &Bot) -> Result<Vec<Matcher>, Error> {
    let shaped = |pattern: &Pattern| bot.kinds.iter().any(|own| own.shaped && own.entity == pattern.entity);
    let matcher = |pattern: &Pattern| {
        let matcher = compiled(pattern).map_err(|problem| placed(bot, pattern, problem))?;
        Ok(Matcher { shaped: shaped(pattern), ..matcher })
    };
    bot.nlu.patterns.iter().map(matcher).collect()
}

fn placed(bot: &Bot, pattern: &Pattern, problem: Problem) -> Error {
    let (file, line) = bot.place(pattern.origin);
    Error::from(problem.at(file, line, pattern.origin.column))
}

fn compiled(pattern: &Pattern) -> Result<Matcher, Problem> {
    let (source, left, right) = translated(&pattern.pattern);
    let built = pattern::builder(&source, true).multi_line(true).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
    let regex = built.map_err(|error| {
        let entity = &pattern.entity;
        Problem::new(Code::BadPattern, format!("the pattern of `{entity}` does not compile: {}", reason(&error)))
    })?;
    Ok(Matcher { kind: pattern.entity.clone(), regex, left, right, shaped: false })
}

/// The last line of what the regex crate says is the reason; the rest draws the pattern.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// The pattern for the regex crate, and whether `\b` stood at its left and right end.
///
/// A `\b` beside a Thai letter is left to the pieces as well: the crate's `\b` never holds between
/// two Thai words. One elsewhere becomes the boundary of ASCII words, so that `รหัส1234` has one.
fn translated(pattern: &str) -> (String, bool, bool) {
    let mut source = String::with_capacity(pattern.len() + 8);
    let (mut left, mut right) = (false, false);
    let mut class = 0_usize;
    let mut last = None;
    let mut rest = pattern.chars().peekable();
    while let Some(ch) = rest.next() {
        if ch != '\\' {
            class = match ch {
                '[' => class + 1,
                ']' => class.saturating_sub(1),
                _ => class,
            };
            source.push(ch);
            last = Some(ch);
            continue;
        }
        let Some(escaped) = rest.next() else {
            source.push('\\');
            break;
        };
        if escaped != 'b' || class > 0 {
            source.extend(['\\', escaped]);
            last = Some('\\');
            continue;
        }
        let opens = last.is_none_or(|ch| matches!(ch, '(' | '|' | ':' | '^'));
        let closes = rest.peek().is_none_or(|ch| matches!(ch, ')' | '|' | '$'));
        let thai = |ch: Option<char>| ch.is_some_and(|ch| ('\u{0E00}'..='\u{0E7F}').contains(&ch));
        left |= opens;
        right |= closes;
        if !opens && !closes && !thai(last) && !thai(rest.peek().copied()) {
            source.push_str(r"(?-u:\b)");
        }
    }
    (source, left, right)
}

impl Matcher {
    /// Adds what the pattern matches in a text.
    pub(crate) fn find(&self, reading: &Reading<'_>, found: &mut Vec<Entity>) {
        let text = reading.text.reading();
        let mut at = 0;
        for _ in 0..MOST {
            let Some(hit) = self.regex.find_at(text, at) else { return };
            let fits = self.fits(reading, hit.start(), hit.end());
            if fits && hit.start() < hit.end() {
                found.push(self.entity(reading, hit.start(), hit.end()));
            }
            at = if fits && hit.end() > hit.start() { hit.end() } else { next(text, hit.start()) };
            if at > text.len() {
                return;
            }
        }
    }

    fn fits(&self, reading: &Reading<'_>, start: usize, end: usize) -> bool {
        let at = |place| edge(reading.text.reading(), reading.pieces, place) == Edge::Word;
        (!self.left || at(start)) && (!self.right || at(end))
    }

    fn entity(&self, reading: &Reading<'_>, start: usize, end: usize) -> Entity {
        let mut entity = Entity::new(&self.kind, reading.text.original(), reading.text.span(start, end), "regex");
        if let Some(value) = self.value(reading.text.reading(), start) {
            entity.value = value;
        }
        if self.shaped && !matches!(entity.value, Value::Map(_)) {
            entity.value = Value::map([("value", std::mem::take(&mut entity.value))]);
        }
        entity
    }

    /// The named groups that took part.
    fn value(&self, text: &str, start: usize) -> Option<Value> {
        self.regex.capture_names().flatten().next()?;
        let groups = self.regex.captures_at(text, start)?;
        let named = self.regex.capture_names().flatten();
        let mut pairs: Vec<(&str, Value)> =
            named.filter_map(|name| Some((name, Value::from(groups.name(name)?.as_str())))).collect();
        if pairs.len() > 1 { Some(Value::map(pairs)) } else { pairs.pop().map(|(_, value)| value) }
    }
}

/// The place after the character at `at`; past the end where there is none.
fn next(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::{Piece, tokenize};
    use crate::value::Timestamp;

    fn found(pattern: &str, text: &str) -> Vec<(String, Value)> {
        let pattern = Pattern { entity: "x".into(), pattern: pattern.into(), ..Pattern::default() };
        let text = normalize(text);
        let mut pieces: Vec<Piece> = Vec::new();
        tokenize(&text, &mut pieces);
        let mut entities = Vec::new();
        let reading = Reading { text: &text, pieces: &pieces, now: Timestamp(0) };
        compiled(&pattern).unwrap().find(&reading, &mut entities);
        entities.into_iter().map(|entity| (entity.text, entity.value)).collect()
    }

    fn texts(pattern: &str, text: &str) -> Vec<String> {
        found(pattern, text).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn word_boundaries_hold_beside_thai() {
        assert_eq!(texts(r"\b\d{4}\b", "รหัส1234ครับ 12345"), ["1234"]);
        assert_eq!(texts(r"\bAB\d+\b", "ออเดอร์ab12นะคะ xab12"), ["ab12"]);
        assert_eq!(texts(r"(\bA1\b|\bB2\b)", "A12 ขอB2"), ["B2"]);
    }

    #[test]
    fn thai_marks_do_not_end_a_word() {
        assert_eq!(texts(r"\bน้ำ\b", "น้ำ"), ["น้ำ"]);
        assert!(texts(r"\bน\b", "น้ำ").is_empty());
    }

    #[test]
    fn a_named_group_is_the_value() {
        let hits = found(r"โต๊ะ\s*(?P<number>\d+)", "จองโต๊ะ 12 ค่ะ");
        assert_eq!(hits, [("โต๊ะ 12".to_owned(), Value::from("12"))]);
        let hits = found(r"(?P<row>[a-z])(?P<seat>\d)", "B7");
        assert_eq!(hits[0].1, Value::map([("row", Value::from("B")), ("seat", Value::from("7"))]));
    }

    #[test]
    fn an_empty_match_ends() {
        assert!(texts(r"x*", "กกกก").is_empty());
    }

    #[test]
    fn a_bad_pattern_says_why() {
        let pattern = Pattern { entity: "x".into(), pattern: "(".into(), ..Pattern::default() };
        assert_eq!(compiled(&pattern).unwrap_err().code, "bad-pattern");
        let pattern = Pattern { entity: "x".into(), pattern: r"\w{900}{900}".into(), ..Pattern::default() };
        assert_eq!(compiled(&pattern).unwrap_err().code, "bad-pattern");
    }
}
