//! Provinces, districts, subdistricts and postcodes of Thailand, and how they lie in each other.
//!
//! Compiled from `data/entities/places.txt` by the build: names a byte a letter, rows by number.
//! Names are looked up by what a text starts or ends with; nothing is guessed, nothing allocated.

use super::letter::code;

include!(concat!(env!("OUT_DIR"), "/places.rs"));

/// The names, each after its length.
static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.bin"));

/// The name of an area: Thai and a few ASCII letters, a byte each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name(&'static [u8]);

/// A province and the range of its districts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Province {
    pub(super) name: &'static str,
    pub(super) from: u16,
    pub(super) to: u16,
}

/// A district, its province and the range of its subdistricts.
#[derive(Clone, Copy, Debug)]
pub(super) struct District {
    pub(super) name: Name,
    pub(super) parent: u16,
    pub(super) from: u16,
    pub(super) to: u16,
}

/// A subdistrict.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subdistrict {
    pub(super) name: Name,
    pub(super) district: u16,
    codes: [u32; 2],
}

fn named(at: u16) -> Name {
    let at = usize::from(at);
    Name(&NAMES[at + 1..at + 1 + usize::from(NAMES[at])])
}

/// The row whose range, by where each begins, holds `at`.
#[expect(clippy::cast_possible_truncation, reason = "the lists have under 8,000 rows")]
fn holder(firsts: &[u16], at: u16) -> u16 {
    firsts.partition_point(|first| *first <= at).saturating_sub(1) as u16
}

/// The province of a number, if there is one.
pub(super) fn province(at: u16) -> Option<Province> {
    let row = usize::from(at);
    let name = PROVINCES.get(row)?;
    Some(Province { name, from: PROVINCE_FIRST[row], to: PROVINCE_FIRST[row + 1] })
}

/// The district of a row.
pub(super) fn district(at: u16) -> District {
    let row = usize::from(at);
    let (from, to) = (DISTRICT_FIRST[row], DISTRICT_FIRST[row + 1]);
    District { name: named(DISTRICTS[row]), parent: holder(PROVINCE_FIRST, at), from, to }
}

/// The rows of the districts whose name ends a text.
pub(super) fn districts_ending(text: &str) -> impl Iterator<Item = u16> {
    let last = text.chars().next_back().and_then(|letter| code(letter, &[]));
    let ends = move |name: Name| name.0.last().copied() == last && name.ends(text);
    (0..).zip(DISTRICTS).filter(move |(_, at)| ends(named(**at))).map(|(row, _)| row)
}

/// The subdistrict of a row.
pub(super) fn subdistrict(at: u16) -> Subdistrict {
    let row = usize::from(at);
    let codes = CODES[usize::from(SUBDISTRICT_CODES[row])];
    Subdistrict { name: named(SUBDISTRICTS[row]), district: holder(DISTRICT_FIRST, at), codes }
}

impl Subdistrict {
    /// Whether a postcode is one of its own.
    pub(super) fn has(&self, code: &str) -> bool {
        code.parse().is_ok_and(|code| self.codes.contains(&code))
    }
}

impl Name {
    /// The name as text.
    pub(super) fn text(self) -> String {
        self.0.iter().filter_map(|letter| letter_of(*letter)).collect()
    }

    /// How many bytes it has in a text.
    pub(super) fn size(self) -> usize {
        self.0.iter().map(|letter| if letter.is_ascii() { 1 } else { 3 }).sum()
    }

    /// Whether a text starts with it.
    pub(super) fn starts(self, text: &str) -> bool {
        text.len() >= self.size() && self.is(&text.as_bytes()[..self.size()])
    }

    /// Whether a text ends with it.
    pub(super) fn ends(self, text: &str) -> bool {
        text.len() >= self.size() && self.is(&text.as_bytes()[text.len() - self.size()..])
    }

    /// Whether these bytes are the name in UTF-8.
    fn is(self, mut bytes: &[u8]) -> bool {
        for own in self.0 {
            let thai = own & 0x7F;
            bytes = match bytes {
                [first, rest @ ..] if own.is_ascii() && first == own => rest,
                [0xE0, second, third, rest @ ..]
                    if !own.is_ascii() && *second == 0xB8 + (thai >> 6) && *third == 0x80 + (thai & 0x3F) =>
                {
                    rest
                }
                _ => return false,
            };
        }
        true
    }

    /// Whether it is `เมือง` and then the name of its province.
    fn capital_of(self, province: Province) -> bool {
        let size = CAPITAL.chars().count();
        self.0.len() > size
            && Name(&self.0[..size]).starts(CAPITAL)
            && Name(&self.0[size..]).starts(province.name)
            && Name(&self.0[size..]).size() == province.name.len()
    }
}

/// How a province's first district begins; อ.เมือง is short for it.
const CAPITAL: &str = "เมือง";

fn letter_of(byte: u8) -> Option<char> {
    if byte.is_ascii() { Some(char::from(byte)) } else { char::from_u32(u32::from(byte) - 0x80 + 0x0E00) }
}

/// The districts that a text starts with, of the longest such name: its size and their rows.
pub(super) fn districts_at(text: &str) -> Option<(usize, &'static [u16])> {
    longest(text, BY_DISTRICT, |at| named(DISTRICTS[usize::from(at)]))
}

/// The subdistricts that a text starts with, of the longest such name.
pub(super) fn subdistricts_at(text: &str) -> Option<(usize, &'static [u16])> {
    longest(text, BY_SUBDISTRICT, |at| named(SUBDISTRICTS[usize::from(at)]))
}

/// The longest district of a province that a text ends with: its row, and where it starts.
///
/// อ.เมือง is the district named after its province.
pub(super) fn district_before(text: &str, row: u16) -> Option<(u16, usize)> {
    let area = province(row)?;
    let size = |at: u16| {
        let name = named(DISTRICTS[usize::from(at)]);
        let capital = text.ends_with(CAPITAL) && name.capital_of(area);
        if name.ends(text) { Some(name.size()) } else { capital.then_some(CAPITAL.len()) }
    };
    // Of equally long ones the first.
    let longest = (area.from..area.to).rev().filter_map(|at| Some((at, size(at)?))).max_by_key(|(_, size)| *size);
    longest.map(|(at, size)| (at, text.len() - size))
}

/// The longest district of a province that a text starts with: its row and size; อ.เมือง as above.
pub(super) fn district_within(text: &str, row: u16) -> Option<(u16, usize)> {
    let area = province(row)?;
    let fits = |at: u16| {
        let name = named(DISTRICTS[usize::from(at)]);
        if name.starts(text) {
            return Some((at, name.size()));
        }
        (text.starts_with(CAPITAL) && name.capital_of(area)).then_some((at, CAPITAL.len()))
    };
    (area.from..area.to).filter_map(fits).max_by_key(|(_, size)| *size)
}

/// The longest subdistrict of a district that a text ends with: its row, and where it starts.
pub(super) fn subdistrict_before(text: &str, row: u16) -> Option<(u16, usize)> {
    let area = district(row);
    let name = |at: u16| named(SUBDISTRICTS[usize::from(at)]);
    let longest = (area.from..area.to).filter(|at| name(*at).ends(text)).max_by_key(|at| name(*at).size());
    longest.map(|at| (at, text.len() - name(at).size()))
}

/// The longest name that starts a text, by halving, a letter at a time.
fn longest(text: &str, sorted: &'static [u16], name: impl Fn(u16) -> Name) -> Option<(usize, &'static [u16])> {
    let (mut rows, mut best) = (sorted, None);
    for (depth, (at, written)) in text.char_indices().enumerate() {
        let Some(letter) = code(written, &[]) else { break };
        let below = |row: &u16| name(*row).0.get(depth).is_none_or(|own| *own < letter);
        let from = rows.partition_point(below);
        let to = from + rows[from..].partition_point(|row| name(*row).0.get(depth) == Some(&letter));
        rows = &rows[from..to];
        if rows.is_empty() {
            break;
        }
        let end = at + written.len_utf8();
        let whole = rows.partition_point(|row| name(*row).0.len() == depth + 1);
        if whole > 0 && !text[end..].chars().next().is_some_and(super::token::is_dependent) {
            best = Some((end, &rows[..whole]));
        }
    }
    best
}
