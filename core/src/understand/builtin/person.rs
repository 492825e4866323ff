//! Names of persons by title, by ชื่อ before them, and by a list of given names.
//!
//! คุณ พี่ น้อง are pronouns more often than titles: an unknown name after them has to end as names
//! do, at a space, a particle, the end. A name ends before a function word (คุณวิภา|โทรมา); a family
//! name follows after one space.

use super::Search;
use super::boundary::{family_end, later_end, name_end};
use super::class::Class;
use super::grammar::GIVEN;
use super::kind::Kind;
use super::token::{Sort, Tokens, is_thai};
use super::unit::Measure;
use crate::tokenize::Piece;
use crate::value::Value;

/// What says that a name follows.
#[derive(Clone, Copy, Debug)]
struct Lead {
    /// The token of the title, if there is one.
    title: Option<usize>,
    /// The first token of the name.
    from: usize,
    /// Words that are hardly anything but a lead: นางสาว, ชื่อ.
    strong: bool,
}

/// Finds names.
pub(super) fn find(search: &mut Search<'_>) {
    if !search.wants(Kind::Person) {
        return;
    }
    for at in 0..search.tokens.len() {
        let Some(lead) = lead(&search.tokens, at) else { continue };
        let start = search.tokens.list[at].start as usize;
        if search.edge(start) {
            record(search, lead);
        }
    }
}

fn lead(t: &Tokens<'_>, at: usize) -> Option<Lead> {
    let titled = |at: usize| t.is(at, Class::Title) || t.is(at, Class::TitleWeak);
    let cue = t.is(at, Class::NameCue);
    if !cue && !titled(at) {
        return None;
    }
    let mut title = at;
    if cue {
        title += 1 + usize::from(t.mark(at + 1, ':'));
        if !t.near(title) {
            return None;
        }
    }
    let said = titled(title);
    let strong = cue || t.is(title, Class::Title);
    Some(Lead { title: said.then_some(title), from: title + usize::from(said), strong })
}

fn record(search: &mut Search<'_>, lead: Lead) {
    search.pieces();
    let pieces = search.pieces.as_deref().unwrap_or_default();
    let t = &search.tokens;
    let Some((first, last)) = name(t, pieces, &lead) else { return };
    let text = |(from, to): (usize, usize)| Value::text(&t.text[from..to]);
    let mut pairs = vec![("first", text(first))];
    if let Some(title) = lead.title {
        let written = t.slice(title, title + 1);
        pairs.push(("title", Value::text(written)));
    }
    pairs.extend(last.map(|last| ("last", text(last))));
    let start = lead.title.map_or(first.0, |title| t.list[title].start as usize);
    let end = last.unwrap_or(first).1;
    search.add_bytes(Kind::Person, start, end, Value::map(pairs));
}

type Range = (usize, usize);

/// A given name and perhaps a family name, as bytes.
fn name(t: &Tokens<'_>, pieces: &[Piece], lead: &Lead) -> Option<(Range, Option<Range>)> {
    let from = t.list.get(lead.from)?.start as usize;
    if let Some(end) = listed(t, pieces, lead, from) {
        let next = t.list.partition_point(|token| (token.start as usize) < end);
        let spaced = t.list.get(next).is_some_and(|token| token.space == 1);
        return Some(((from, end), spaced.then(|| family(t, pieces, next, false)).flatten()));
    }
    let next = run(t, lead.from)?;
    let to = t.list[next - 1].end as usize;
    let latin = !t.text[from..to].starts_with(is_thai);
    let mut cut = if latin { to } else { name_end(t.text, pieces, from, to) };
    // น.ส.วันดี: after a title with its dots any word may begin a name.
    let dotted = lead.title.is_some_and(|title| t.slice(title, title + 1).ends_with('.'));
    if cut == from && dotted {
        cut = later_end(t.text, pieces, from, to);
    }
    let given = &t.text[from..cut];
    // บุญมี is a name, though มี is a word.
    let (cut, given) = if GIVEN.find(&t.text[from..to]).is_some() { (to, &t.text[from..to]) } else { (cut, given) };
    let known = GIVEN.find(given).is_some();
    if ["บจก", "บมจ", "หจก", "บ."].into_iter().any(|firm| given.starts_with(firm)) {
        return None;
    }
    if !known && lead.title.is_some_and(|title| t.sense(title, Class::TitleWeak) == Some(2)) {
        return None;
    }
    let size = given.chars().count();
    let capital = !latin || given.starts_with(char::is_uppercase) || t.slice(lead.from - 1, lead.from).is_ascii();
    let plain = t.list[lead.from..next].iter().all(|token| matches!(token.sort, Sort::Thai | Sort::Letters));
    // The segmenter has to see a word's end before the name: อายัด is no uncle.
    let edge = lead.strong || latin || pieces.binary_search_by_key(&from, |piece| piece.start as usize).is_ok();
    let whole = edge && cut == to && capital && (2..=14).contains(&size);
    if !known && !(whole && (lead.strong || plain && size <= 10)) {
        return None;
    }
    let spaced = cut == to && t.list.get(next).is_some_and(|token| token.space == 1);
    let last = spaced.then(|| family(t, pieces, next, latin)).flatten();
    Some(((from, cut), last))
}

/// The longest given name of the list that stands at a byte, which may hold a word or a particle:
/// ประ|สิ|ทธิ์. Where it ends has to be a word's end; คุณมานะ may be no name.
fn listed(t: &Tokens<'_>, pieces: &[Piece], lead: &Lead, from: usize) -> Option<usize> {
    let ends = t.text[from..].char_indices().take(20).map(|(at, letter)| from + at + letter.len_utf8());
    let end = ends.filter(|end| GIVEN.find(&t.text[from..*end]).is_some()).last()?;
    let starts = |at: usize| pieces.binary_search_by_key(&at, |piece| piece.start as usize).is_ok();
    let ended = !t.text[end..].starts_with(is_thai) || starts(end);
    let last = t.list.partition_point(|token| (token.end as usize) < end);
    let particle =
        t.is(last, Class::Particle) && t.list[last].end as usize == end && starts(t.list[last].start as usize);
    (ended && t.near(lead.from) && (lead.strong || !particle && starts(from))).then_some(end)
}

/// The family name at a token, of the same script as the given one.
fn family(t: &Tokens<'_>, pieces: &[Piece], at: usize, latin: bool) -> Option<Range> {
    let next = run(t, at)?;
    // ชื่อนุ่น ท้อง 7 เดือน: what is counted is no family.
    let counts = |measure: Measure| matches!(measure, Measure::Duration | Measure::Quantity | Measure::Weight);
    if t.digits(next).is_some() && t.near(next + 1) && t.units(next + 1).any(|(_, unit)| counts(unit.measure)) {
        return None;
    }
    let (from, to) = (t.list[at].start as usize, t.list[next - 1].end as usize);
    let text = &t.text[from..to];
    if latin {
        return (!text.starts_with(is_thai) && text.starts_with(char::is_uppercase)).then_some((from, to));
    }
    let mut cut = family_end(t.text, pieces, from, to);
    // มีสุข and the like, where the name is the end of it: a line's, or a number follows.
    let closes = [Class::PhoneCue, Class::Particle].into_iter().any(|class| t.is(next, class));
    let done = next >= t.len() || !t.near(next) || t.digits(next).is_some() || closes;
    if cut == from && done {
        cut = later_end(t.text, pieces, from, to);
    } else if cut < to && done && GIVEN.begins(&t.text[from..cut]) && two(pieces, from, to) {
        // บุญ|มา
        cut = to;
    }
    let size = t.text[from..cut].chars().count();
    ((4..=25).contains(&size) && text.starts_with(is_thai)).then_some((from, cut))
}

/// Whether a stretch of text is of two words.
fn two(pieces: &[Piece], from: usize, to: usize) -> bool {
    pieces.iter().filter(|piece| from <= piece.start as usize && piece.end as usize <= to).count() == 2
}

/// A run of Thai, or of letters, that a space, a particle or a digit ends: the token after it.
fn run(t: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    while end < at + 6 && t.near(end) && (end == at || t.list[end].space == 0) {
        let part = match t.list[end].sort {
            Sort::Thai | Sort::Letters => true,
            Sort::Word(_) => {
                !t.is(end, Class::Particle) && t.slice(end, end + 1).starts_with(is_thai) && may_name(t, at, end)
            }
            _ => false,
        };
        if !part {
            break;
        }
        end += 1;
    }
    (end > at).then_some(end)
}

/// A grammar word may be part of a name, not begin one, unless it is a given name: ฟ้า.
fn may_name(t: &Tokens<'_>, at: usize, end: usize) -> bool {
    let word = t.slice(end, end + 1);
    end > at || GIVEN.begins(word)
}
