//! Postal addresses, read jointly: subdistrict, district, province and postcode have to agree.
//!
//! From a province the text before it is read backwards within that province; without one, cues
//! (ต. อ. แขวง เขต) are read forwards and the postcode decides. House, soi and road come before.
//! A province alone is a place.

use super::Search;
use super::class::Class;
use super::downwards::{areas, downwards};
use super::gazetteer::{self, District};
use super::kind::Kind;
use super::street::{Street, street};
use super::token::{Tokens, is_thai};
use crate::tokenize::Piece;
use crate::value::Value;

/// The administrative part of an address.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) subdistrict: Option<u16>,
    /// A subdistrict as written, where the table has no such name: bytes of the reading.
    written: Option<(usize, usize)>,
    pub(super) district: Option<u16>,
    pub(super) province: Option<u16>,
    pub(super) postcode: Option<String>,
    /// A cue word was written: อ. จ. รหัสไปรษณีย์.
    cued: bool,
}

/// Finds addresses and places.
pub(super) fn find(search: &mut Search<'_>) {
    let wanted = search.wants(Kind::Address) || search.wants(Kind::Place);
    areas(search);
    let cue = |t: &Tokens<'_>, at: usize| {
        [Class::Province, Class::Subdistrict, Class::District, Class::Postcode, Class::House, Class::Moo, Class::Soi]
            .into_iter()
            .chain([Class::Road, Class::Village, Class::Building])
            .any(|class| t.is(at, class))
    };
    let code = |t: &Tokens<'_>, at: usize| t.digits(at).is_some_and(|(value, length)| length == 5 && value >= 10_000);
    if !wanted || !(0..search.tokens.len()).any(|at| cue(&search.tokens, at) || code(&search.tokens, at)) {
        return;
    }
    let mut streets: Vec<Street> = Vec::new();
    let mut regions: Vec<Region> = Vec::new();
    search.pieces();
    let pieces = search.pieces.take().unwrap_or_default();
    let mut at = 0;
    while at < search.tokens.len() {
        if let Some(found) = street(&search.tokens, &pieces, at) {
            at = found.end_token.max(at + 1);
            streets.push(found);
            continue;
        }
        if let Some(region) = region(&search.tokens, &pieces, at) {
            // A province read backwards takes in what its cues had started.
            while regions.last().is_some_and(|last| region.province.is_some() && region.start <= last.start) {
                regions.pop();
            }
            if regions.last().is_none_or(|last| region.start >= last.end) {
                regions.push(region);
            }
        }
        at += 1;
    }
    search.pieces = Some(pieces);
    for region in regions {
        record(search, &mut streets, region);
    }
    for street in streets {
        lone_street(search, &street);
    }
}

/// Records a region with the street right before it.
fn record(search: &mut Search<'_>, streets: &mut Vec<Street>, mut region: Region) {
    let text = search.tokens.text;
    let before = streets
        .iter()
        .position(|street| street.end <= region.start && street.end > 0 && joined(&text[street.end..region.start]));
    let street = before.map(|at| streets.remove(at)).or_else(|| street_after(text, streets, &mut region));
    let parts = [region.subdistrict.is_some(), region.district.is_some(), region.postcode.is_some()];
    let alone = street.is_none() && !parts.contains(&true);
    if alone {
        let Some(name) = region.province.and_then(gazetteer::province).map(|area| area.name) else { return };
        if search.wants(Kind::Place) {
            let value = Value::map([("value", Value::text(name)), ("type", Value::text("province"))]);
            search.add_bytes(Kind::Place, region.start, region.end, value);
            return;
        }
    }
    let mut map = Vec::with_capacity(8);
    let start = street.as_ref().map_or(region.start, |street| street.start.min(region.start));
    if let Some(street) = street {
        map.extend(street.parts);
    }
    if let Some(at) = region.subdistrict {
        map.push(("subdistrict", Value::Text(gazetteer::subdistrict(at).name.text())));
    }
    if let (None, Some((from, to))) = (region.subdistrict, region.written) {
        map.push(("subdistrict", Value::text(&text[from..to])));
    }
    if let Some(at) = region.district {
        map.push(("district", Value::Text(gazetteer::district(at).name.text())));
    }
    if let Some(area) = region.province.and_then(gazetteer::province) {
        map.push(("province", Value::text(area.name)));
    }
    if let Some(code) = region.postcode {
        map.push(("postcode", Value::Text(code)));
    }
    search.add_bytes(Kind::Address, start, region.end, Value::map(map));
}

/// จ.เชียงใหม่ อ.เมือง บ้านเลขที่ 8/1 ถ.ห้วยแก้ว: the street after its region, which it lengthens.
fn street_after(text: &str, streets: &mut Vec<Street>, region: &mut Region) -> Option<Street> {
    let deep = region.district.is_some() || region.subdistrict.is_some() || region.postcode.is_some();
    let follows =
        |street: &Street| street.start >= region.end && street.start > 0 && joined(&text[region.end..street.start]);
    let at = streets.iter().position(|street| deep && street.cued && follows(street))?;
    let street = streets.remove(at);
    region.end = street.end;
    Some(street)
}

fn joined(gap: &str) -> bool {
    gap.len() < 8 && gap.chars().all(|letter| letter.is_whitespace() || letter == ',')
}

/// A street without a region: two parts, or a named soi or road.
fn lone_street(search: &mut Search<'_>, street: &Street) {
    let named = street.parts.iter().any(|(name, _)| matches!(*name, "soi" | "road" | "house" | "village"));
    if street.parts.len() >= 2 || named && street.cued {
        search.add_bytes(Kind::Address, street.start, street.end, Value::map(street.parts.clone()));
    }
}

fn region(t: &Tokens<'_>, pieces: &[Piece], at: usize) -> Option<Region> {
    if let Some(province) = t.sense(at, Class::Province) {
        return backwards(t, pieces, at, province as u16);
    }
    if t.is(at, Class::Subdistrict) || t.is(at, Class::District) {
        return forwards(t, pieces, at);
    }
    if t.digits(at).is_some() {
        return coded(t, pieces, at);
    }
    if t.is(at, Class::Postcode) {
        let next = at + 1 + usize::from(t.mark(at + 1, ':'));
        let (code, end) = postcode(t, next)?;
        return Some(Region {
            start: t.list[at].start as usize,
            end,
            postcode: Some(code),
            cued: true,
            ..Region::default()
        });
    }
    None
}

/// Five digits, Thai or not, that can be a postcode: the code and the byte after it.
pub(super) fn postcode(t: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let (value, length) = t.digits(at)?;
    let more = t.glued(at + 1) && (t.mark(at + 1, '-') || t.mark(at + 1, '/') || t.mark(at + 1, ','));
    let fits = length == 5 && (10_000..97_000).contains(&value) && !more && !t.is(at + 1, Class::Unit);
    fits.then(|| (value.to_string(), t.list[at].end as usize))
}

/// The text before a byte without spaces, commas and one of the cues.
fn strip<'t>(text: &'t str, cues: &[&str]) -> (&'t str, bool) {
    let bare = text.trim_end_matches([' ', ',', '\u{A0}']);
    for cue in cues {
        if let Some(rest) = bare.strip_suffix(cue) {
            return (rest, true);
        }
    }
    // ต บ้านเป็ด อ เมือง จ ขอนแก่น: the letter without its dot, standing alone.
    let letter = cues.iter().find_map(|cue| cue.strip_suffix('.')).unwrap_or("-");
    match bare.strip_suffix(letter) {
        Some(rest) if bare.len() < text.len() && (rest.is_empty() || rest.ends_with(' ')) => (rest, true),
        _ => (text, false),
    }
}

pub(super) const DISTRICT: [&str; 4] = ["กิ่งอำเภอ", "อำเภอ", "อ.", "เขต"];
pub(super) const SUBDISTRICT: [&str; 3] = ["ตำบล", "ต.", "แขวง"];
pub(super) const PROVINCE: [&str; 3] = ["จังหวัด", "จ.", "จว."];

/// From a province back over district and subdistrict, and on to the postcode.
fn backwards(t: &Tokens<'_>, pieces: &[Piece], at: usize, province: u16) -> Option<Region> {
    let token = t.list.get(at)?;
    let text = t.text;
    let (mut rest, cued) = strip(&text[..token.start as usize], &PROVINCE);
    let mut region = Region { province: Some(province), end: token.end as usize, cued, ..Region::default() };
    region.start = if cued { rest.len() } else { token.start as usize };
    let trimmed = rest.trim_end_matches([' ', ',']);
    let district =
        gazetteer::district_before(trimmed, province).filter(|(_, start)| whole(trimmed, pieces, *start, &DISTRICT));
    if let Some((district, start)) = district {
        region.district = Some(district);
        let (before, said) = strip(&trimmed[..start], &DISTRICT);
        rest = before;
        region.start = if said { before.len() } else { start };
        region.cued |= said;
        let trimmed = rest.trim_end_matches([' ', ',']);
        let inner = gazetteer::subdistrict_before(trimmed, district)
            .filter(|(_, start)| whole(trimmed, pieces, *start, &SUBDISTRICT));
        if let Some((subdistrict, start)) = inner {
            region.subdistrict = Some(subdistrict);
            let (before, said) = strip(&trimmed[..start], &SUBDISTRICT);
            region.start = if said { before.len() } else { start };
        } else if let Some((cue, from)) = unknown(trimmed) {
            (region.written, region.start) = (Some((from, trimmed.len())), cue);
        }
    }
    let next = at + 1 + usize::from(t.is(at + 1, Class::Postcode) || t.mark(at + 1, ','));
    if let Some((code, end)) = postcode(t, next).filter(|_| t.near(next)) {
        (region.postcode, region.end) = (Some(code), end);
    }
    if region.subdistrict.is_none() {
        infer(t, &mut region);
    }
    let weak = matches!(t.slice(at, at + 1), "เลย" | "ตาก" | "แพร่" | "น่าน" | "ตราด");
    if region.cued || !weak {
        downwards(t, pieces, &mut region);
    }
    (!weak || region.cued || region.district.is_some() || region.postcode.is_some() && t.list[at].space > 0)
        .then_some(region)
}

/// ต.X at the end of a text, where X is in no table: where the cue and the name start.
fn unknown(text: &str) -> Option<(usize, usize)> {
    // No name is longer than 40 letters.
    let near = text.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let (cue, at) =
        SUBDISTRICT.iter().filter_map(|cue| Some((cue, near + text[near..].rfind(cue)?))).max_by_key(|(_, at)| *at)?;
    let from = text.len() - text[at + cue.len()..].trim_start_matches(' ').len();
    let name = &text[from..];
    let fits = (2..=25).contains(&name.chars().count()) && name.chars().all(is_thai);
    let free = !text[..at].ends_with(is_thai);
    (fits && free).then_some((at, from))
}

/// ลาดกระบัง 10520: a district without a cue, which its postcode makes sure.
fn coded(t: &Tokens<'_>, pieces: &[Piece], at: usize) -> Option<Region> {
    let (code, end) = postcode(t, at).filter(|_| t.near(at))?;
    let text = t.text[..t.list[at].start as usize].trim_end_matches([' ', ',']);
    if !text.ends_with(is_thai) {
        return None;
    }
    let within = |area: &District| (area.from..area.to).any(|row| gazetteer::subdistrict(row).has(&code));
    let areas = gazetteer::districts_ending(text).map(|row| (row, gazetteer::district(row)));
    let (row, area) = areas.filter(|(_, area)| within(area)).max_by_key(|(_, area)| area.name.size())?;
    let start = text.len() - area.name.size();
    whole(text, pieces, start, &DISTRICT).then(|| Region {
        start: strip(&text[..start], &DISTRICT).0.len(),
        end,
        district: Some(row),
        province: Some(area.parent),
        postcode: Some(code),
        ..Region::default()
    })
}

/// A name that is written whole: its start is a word's start (แถว|บางนา).
fn whole(text: &str, pieces: &[Piece], start: usize, cues: &[&str]) -> bool {
    let before = text[..start].chars().next_back();
    let next = pieces.partition_point(|piece| (piece.start as usize) < start);
    !before.is_some_and(is_thai)
        || cues.iter().any(|cue| text[..start].ends_with(cue))
        || text.len() - start > 9 && pieces.get(next).is_some_and(|piece| piece.start as usize == start)
}

/// ต.X before a province where the district is not said, or is written unlike the table.
fn infer(t: &Tokens<'_>, region: &mut Region) {
    if region.district.is_some() {
        return;
    }
    let trimmed = t.text[..region.start].trim_end_matches([' ', ',']);
    let Some(province) = region.province.and_then(gazetteer::province) else { return };
    let found = (province.from..province.to)
        .filter_map(|district| {
            gazetteer::subdistrict_before(trimmed, district).map(|(at, start)| (district, at, start))
        })
        .filter(|(_, _, start)| SUBDISTRICT.iter().any(|cue| trimmed[..*start].trim_end().ends_with(cue)))
        .min_by_key(|(_, _, start)| *start);
    if let Some((district, at, start)) = found {
        (region.subdistrict, region.district) = (Some(at), Some(district));
        region.start = strip(&trimmed[..start], &SUBDISTRICT).0.len();
    }
}

/// Whether a name may end at a byte: before what is not Thai, a cue, or a new word.
pub(super) fn ends_whole(t: &Tokens<'_>, pieces: &[Piece], at: usize) -> bool {
    let rest = &t.text[at..];
    let cue = [&DISTRICT[..], &PROVINCE[..]].concat().iter().any(|cue| rest.starts_with(cue));
    !rest.starts_with(is_thai) || cue || pieces.binary_search_by_key(&at, |piece| piece.start as usize).is_ok()
}

/// ต.X อ.Y without a province: the two, or the postcode, decide which province.
fn forwards(t: &Tokens<'_>, pieces: &[Piece], at: usize) -> Option<Region> {
    let start = t.list.get(at)?.start as usize;
    let mut from = t.list[at].end as usize;
    let skip = |from: usize| from + t.text[from..].len() - t.text[from..].trim_start_matches(' ').len();
    from = skip(from);
    let mut region = Region { start, cued: true, ..Region::default() };
    let mut inner: &[u16] = &[];
    if t.is(at, Class::Subdistrict) {
        let (size, rows) = gazetteer::subdistricts_at(&t.text[from..])?;
        ends_whole(t, pieces, from + size).then_some(())?;
        inner = rows;
        region.end = from + size;
        from = skip(from + size);
        let cue = DISTRICT.iter().find(|cue| t.text[from..].starts_with(**cue));
        from = skip(from + cue.map_or(0, |cue| cue.len()));
        if cue.is_none() {
            from = region.end;
        }
    }
    let outer = if from == region.end { None } else { gazetteer::districts_at(&t.text[from..]) };
    let mut outer_rows: &[u16] = &[];
    if let Some((size, rows)) = outer {
        outer_rows = rows;
        region.end = from + size;
    }
    if region.end == 0 {
        return None;
    }
    let next = t.list.partition_point(|token| (token.start as usize) < region.end);
    if let Some((code, end)) = postcode(t, next + usize::from(t.is(next, Class::Postcode))).filter(|_| t.near(next)) {
        (region.postcode, region.end) = (Some(code), end);
    }
    agree(&mut region, inner, outer_rows);
    (region.district.is_some() || region.subdistrict.is_some()).then_some(region)
}

/// The one reading in which everything that was written agrees.
fn agree(region: &mut Region, inner: &[u16], outer: &[u16]) {
    let code = region.postcode.clone();
    let coded = |at: u16| code.as_ref().is_none_or(|code| gazetteer::subdistrict(at).has(code));
    let within = |at: u16| outer.is_empty() || outer.contains(&gazetteer::subdistrict(at).district);
    let fits: Vec<u16> = inner.iter().copied().filter(|at| within(*at) && coded(*at)).collect();
    if let [only] = fits.as_slice() {
        let district = gazetteer::subdistrict(*only).district;
        (region.subdistrict, region.district) = (Some(*only), Some(district));
        region.province = Some(gazetteer::district(district).parent);
        return;
    }
    region.subdistrict = fits.first().or(inner.first()).copied();
    let holds = |district: &u16| {
        let area = gazetteer::district(*district);
        code.is_none() || (area.from..area.to).any(coded)
    };
    let districts: Vec<u16> = outer.iter().copied().filter(holds).collect();
    region.district = districts.first().or(outer.first()).copied();
    if let [only] = districts.as_slice() {
        region.province = Some(gazetteer::district(*only).parent);
    }
}
