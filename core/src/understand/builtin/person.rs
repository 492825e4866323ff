//! Names of persons by title, by ชื่อ before them, and by a list of given names.
//!
//! คุณ พี่ น้อง are pronouns more often than titles: they count only before a known given name or
//! after ชื่อ. A name ends at a space that no family name follows, at a particle, at a digit.

use super::class::Class;
use super::kind::Kind;
use super::token::{Sort, Tokens, is_thai};
use super::{Body, Search};
use crate::data::entities::GIVEN;
use crate::value::Value;

/// Finds names.
pub(super) fn find(search: &mut Search<'_>) {
    if !search.wants(Kind::Person) {
        return;
    }
    for at in 0..search.tokens.len() {
        let t = &search.tokens;
        let cue = t.is(at, Class::NameCue);
        let title = at + usize::from(cue && (t.is(at + 1, Class::Title) || t.is(at + 1, Class::TitleWeak)));
        let strong = t.is(title, Class::Title);
        let weak = t.is(title, Class::TitleWeak);
        if !(cue || strong || weak) {
            continue;
        }
        if title > at && !t.near(title) {
            continue;
        }
        let titled = strong || weak;
        let from = title + 1;
        if let Some((first, last, end)) = name(t, from, cue || strong) {
            let mut pairs = vec![("first", Value::text(first))];
            if titled {
                pairs.push((
                    "title",
                    Value::text(t.slice(title, from).trim_end_matches('.').to_owned() + dot(t, title)),
                ));
            }
            pairs.extend(last.map(|last| ("last", Value::text(last))));
            let start = if titled { title } else { from };
            search.add(Kind::Person, start, end, Body::Value(Value::map(pairs)));
        }
    }
}

/// The full stop of an abbreviated title.
fn dot(t: &Tokens<'_>, at: usize) -> &'static str {
    if t.slice(at, at + 1).ends_with('.') { "." } else { "" }
}

/// A given name and perhaps a family name: both, and the token after them.
fn name<'t>(t: &Tokens<'t>, at: usize, free: bool) -> Option<(&'t str, Option<&'t str>, usize)> {
    let first = word(t, at)?;
    let given = t.slice(at, first);
    let size = given.chars().count();
    let known = GIVEN.split_whitespace().any(|name| name == given);
    let plausible = free && (2..=14).contains(&size);
    if !known && !plausible {
        return None;
    }
    let spaced = t.list.get(first).is_some_and(|token| token.space == 1);
    let last = spaced.then(|| word(t, first)).flatten().filter(|end| family(t.slice(first, *end)));
    match last {
        Some(end) => Some((given, Some(t.slice(first, end)), end)),
        None => Some((given, None, first)),
    }
}

/// A run of Thai, or of letters, without a grammar word that a space or a particle ends.
fn word(t: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    while end < at + 6 && t.near(end) && (end == at || t.list[end].space == 0) {
        let part = match t.list[end].sort {
            Sort::Thai | Sort::Letters => true,
            Sort::Word(_) => !t.is(end, Class::Particle) && t.slice(end, end + 1).starts_with(is_thai) && end > at,
            _ => false,
        };
        if !part {
            break;
        }
        end += 1;
    }
    (end > at).then_some(end)
}

fn family(text: &str) -> bool {
    let size = text.chars().count();
    let verbs = [
        "ขอ",
        "อยาก",
        "ต้อง",
        "สั่ง",
        "จะ",
        "ไม่",
        "มา",
        "ไป",
        "ให้",
        "ช่วย",
        "ส่ง",
        "โทร",
        "ที่",
        "ครับ",
        "ค่ะ",
        "คะ",
        "เบอร์",
        "สนใจ",
        "ซื้อ",
    ];
    (4..=25).contains(&size) && !verbs.iter().any(|verb| text.starts_with(verb))
}
