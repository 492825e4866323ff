//! Yes and no as people say them, and which of several they mean.
//!
//! Thai answers by repeating the verb (เอา, ไม่เอา) and adds particles. Weak words count only as the
//! whole message or with a particle right after (มีค่ะ 2 สาขา, but not มี 2 สาขา); a question word
//! anywhere means that nothing is answered.

use super::class::Class;
use super::emit::nth;
use super::kind::Kind;
use super::number::number;
use super::token::{Sort, Tokens};
use super::{Body, Search};
use crate::value::Value;

/// Finds an answer or a choice.
pub(super) fn find(search: &mut Search<'_>) {
    if search.wants(Kind::Choice) {
        choice(search);
    }
    if search.wants(Kind::Answer) {
        answer(search);
    }
}

/// The token after particles and marks.
fn past_particles(t: &Tokens<'_>, from: usize) -> usize {
    let mut at = from;
    while at < t.len() && (t.is(at, Class::Particle) || matches!(t.list[at].sort, Sort::Mark(_))) {
        at += 1;
    }
    // ค่ะพี่
    let called = at > from && at + 1 == t.len() && t.sense(at, Class::TitleWeak) == Some(1);
    if called { at + 1 } else { at }
}

fn answer(search: &mut Search<'_>) {
    let t = &search.tokens;
    let from = past_particles(t, 0);
    let yes = t.sense(from, Class::Yes);
    let no = t.sense(from, Class::No);
    let Some(strength) = yes.or(no) else { return };
    let end = from + 1;
    let after = past_particles(t, end);
    let question = (from..t.len().min(from + 12)).any(|at| t.is(at, Class::Question));
    let whole = after >= t.len();
    let repeated =
        t.sense(after, Class::Yes).is_some() == yes.is_some() && (t.is(after, Class::Yes) || t.is(after, Class::No));
    let spaced = t.list.get(after).is_some_and(|next| next.space > 0);
    let polite = after > end && t.glued(end);
    let clause = if strength == 1 { spaced || after > end } else { spaced && polite };
    if question || !(whole || clause || (repeated && past_particles(t, after + 1) >= t.len())) {
        return;
    }
    let value = Value::map([("value", Value::Bool(yes.is_some() && no.is_none()))]);
    search.add(Kind::Answer, from, end, Body::Value(value));
}

/// อันแรก, เอาอันที่สอง, ข้อ 2, option 3, the second one.
fn choice(search: &mut Search<'_>) {
    let t = &search.tokens;
    let mut from = past_particles(t, 0);
    if t.is(from, Class::Yes) && past_particles(t, from + 1) > from + 1 {
        // โอเคค่ะ เอาแบบที่ 2
        from = past_particles(t, from + 1);
    }
    let start = from;
    while from < start + 3 && t.is(from, Class::Choose) && t.near(from) {
        from += 1;
    }
    let the = usize::from(t.is(from, Class::The));
    let bare = from + the;
    let found = if from == start && the == 0 {
        None
    } else if let Some((value, end, _)) = nth(t, bare).or_else(|| marked(t, bare)) {
        Some((value, end))
    } else {
        number(t, bare)
            .filter(|found| from > start && t.units(found.end).next().is_none())
            .and_then(|found| Some((found.whole()?, found.end)))
    };
    let Some((value, mut end)) = found else { return };
    if t.slice(end, end + 1).eq_ignore_ascii_case("one") {
        end += 1;
    }
    if past_particles(t, end) < t.len() || !(-2..=50).contains(&value) || value == 0 {
        return;
    }
    search.add(Kind::Choice, start, end, Body::Value(Value::map([("value", Value::Number(value as f64))])));
}

/// แรก, สุดท้าย, ที่สอง after a word of choosing.
fn marked(t: &Tokens<'_>, at: usize) -> Option<(i64, usize, usize)> {
    if let Some(value) = t.sense(at, Class::Ordinal) {
        return Some((i64::from(value), at + 1, at));
    }
    let found = t.is(at, Class::OrdinalMark).then(|| number(t, at + 1)).flatten()?;
    Some((found.whole()?, found.end, at))
}
