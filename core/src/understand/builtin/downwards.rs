//! Addresses that begin with the province: จังหวัดระยอง อำเภอบ้านฉาง ตำบลพลา 21130; and bare districts.
//!
//! In: a province that has been found, and the text after it. Out: the district, subdistrict and
//! postcode that follow and lie in it. A district without its province is a place where a word before
//! it says so: แถวหาดใหญ่. A name that is also a word needs its cue.

use super::Search;
use super::address::{DISTRICT, PROVINCE, Region, SUBDISTRICT, ends_whole, postcode};
use super::class::Class;
use super::gazetteer;
use super::kind::Kind;
use super::token::{Tokens, is_thai};
use crate::tokenize::Piece;
use crate::value::Value;

/// Takes what follows a province and lies in it.
pub(super) fn downwards(t: &Tokens<'_>, pieces: &[Piece], region: &mut Region) {
    let Some(province) = region.province.filter(|_| region.subdistrict.is_none()) else {
        return;
    };
    let mut found = region.clone();
    let mut rows: Vec<u16> = Vec::new();
    for _ in 0..3 {
        let from = past_gap(t.text, found.end);
        let token = t.list.partition_point(|token| (token.start as usize) < from);
        let coded = postcode(t, token + usize::from(t.is(token, Class::Postcode))).filter(|_| t.near(token));
        if let Some((code, end)) = coded.filter(|_| found.postcode.is_none()) {
            (found.postcode, found.end) = (Some(code), end);
        } else if let Some((row, end)) = district(t, pieces, (found.end, from), province, found.district) {
            (found.district, found.end) = (Some(row), end);
        } else if let Some(end) = subdistricts(t, pieces, from, province, &mut rows) {
            found.end = end;
        } else {
            break;
        }
    }
    let again = past_gap(t.text, found.end);
    let twice = PROVINCE.iter().any(|cue| t.text[again..].starts_with(cue))
        || t.is(t.list.partition_point(|token| (token.start as usize) < again), Class::Province);
    if twice || found.district == region.district && rows.is_empty() {
        return;
    }
    let fits = |row: &u16| {
        let place = gazetteer::subdistrict(*row);
        found.district.is_none_or(|district| place.district == district)
            && found.postcode.as_ref().is_none_or(|code| place.has(code))
    };
    found.subdistrict = rows.iter().copied().find(fits).or(rows.first().copied());
    if found.district.is_none() {
        found.district = found.subdistrict.map(|row| gazetteer::subdistrict(row).district);
    }
    *region = found;
}

/// The byte after spaces and a comma.
fn past_gap(text: &str, from: usize) -> usize {
    from + text[from..].len() - text[from..].trim_start_matches([' ', ',']).len()
}

/// What follows a cue at a byte, and whether one stood there.
fn cued(text: &str, from: usize, cues: &[&str]) -> (usize, bool) {
    match cues.iter().find(|cue| text[from..].starts_with(**cue)) {
        Some(cue) => (past_gap(text, from + cue.len()), true),
        None => (from, false),
    }
}

/// A district of the province; without its cue only after a space and before what is not Thai.
fn district(
    t: &Tokens<'_>,
    pieces: &[Piece],
    (before, from): (usize, usize),
    province: u16,
    known: Option<u16>,
) -> Option<(u16, usize)> {
    let (start, said) = cued(t.text, from, &DISTRICT);
    let (row, size) = gazetteer::district_within(&t.text[start..], province).filter(|_| known.is_none())?;
    let end = start + size;
    let apart = from > before && !t.text[end..].starts_with(is_thai);
    (if said { ends_whole(t, pieces, end) } else { apart }).then_some((row, end))
}

/// The subdistricts of the province by a name after its cue; gives where the name ends.
fn subdistricts(t: &Tokens<'_>, pieces: &[Piece], from: usize, province: u16, rows: &mut Vec<u16>) -> Option<usize> {
    let (start, said) = cued(t.text, from, &SUBDISTRICT);
    let (size, all) = gazetteer::subdistricts_at(&t.text[start..]).filter(|_| said && rows.is_empty())?;
    let area = gazetteer::province(province)?;
    let within = |row: &u16| (area.from..area.to).contains(&gazetteer::subdistrict(*row).district);
    rows.extend(all.iter().copied().filter(within));
    (!rows.is_empty() && ends_whole(t, pieces, start + size)).then_some(start + size)
}

/// Districts after a word of place: แถวหาดใหญ่, สาขาบางนา, ไปหาดใหญ่; and beside a province: กทม-หาดใหญ่.
pub(super) fn areas(search: &mut Search<'_>) {
    if !search.wants(Kind::Place) {
        return;
    }
    for at in 0..search.tokens.len() {
        let t = &search.tokens;
        let cue = t.is(at, Class::PlaceCue) || at > 0 && t.is(at - 1, Class::Province) && leads(t, at);
        let after = past_gap(t.text, t.list[at].end as usize);
        let place = if cue { area(t, after) } else { None }.or_else(|| back(t, at));
        let Some((start, end)) = place else { continue };
        search.pieces();
        let pieces = search.pieces.as_deref().unwrap_or_default();
        let t = &search.tokens;
        let begins = start == after || !t.text[..start].ends_with(is_thai);
        if begins && ends_whole(t, pieces, end) {
            let value = Value::map([("value", Value::text(&t.text[start..end])), ("type", Value::text("district"))]);
            search.add_bytes(Kind::Place, start, end, value);
        }
    }
}

/// Whether a token leads from one place to the next.
fn leads(t: &Tokens<'_>, at: usize) -> bool {
    t.near(at) && (['-', '–', '→', '>'].into_iter().any(|mark| t.mark(at, mark)) || t.is(at, Class::Until))
}

/// The district that starts at a byte. Short names are words too often, and ลาดพร้าวซอย 71 is a road.
fn area(t: &Tokens<'_>, start: usize) -> Option<(usize, usize)> {
    let (size, _) = gazetteer::districts_at(&t.text[start..])?;
    let end = start + size;
    let next = t.list.partition_point(|token| (token.start as usize) < end);
    let road = t.is(next, Class::Soi) || t.is(next, Class::Road) || t.digits(next).is_some();
    (!road && t.text[start..end].chars().count() >= SHORTEST).then_some((start, end))
}

/// The district before a lead to a province: หาดใหญ่-กทม.
fn back(t: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let lead = at.checked_sub(1).filter(|lead| t.is(at, Class::Province) && t.near(at) && leads(t, *lead))?;
    let end = t.list[lead.checked_sub(1)?].end as usize;
    let sizes = gazetteer::districts_ending(&t.text[..end]).map(|row| gazetteer::district(row).name.size());
    let start = end - sizes.max()?;
    (t.text[start..end].chars().count() >= SHORTEST).then_some((start, end))
}

/// Letters of a district's name that needs no cue of its own.
const SHORTEST: usize = 5;
