//! Provinces, districts, subdistricts and postcodes of Thailand, and how they lie in each other.
//!
//! Read once from `data/entities/places.txt`, when an address is first looked for. Names are looked
//! up by what a text starts or ends with; nothing is guessed.

use std::sync::OnceLock;

use crate::data::entities::PLACES;

/// The table.
#[derive(Debug, Default)]
pub(super) struct Gazetteer {
    pub(super) provinces: Vec<Area>,
    pub(super) districts: Vec<Area>,
    pub(super) subdistricts: Vec<Place>,
    /// Districts and subdistricts sorted by name.
    by_district: Vec<u16>,
    by_subdistrict: Vec<u16>,
}

/// An area and the range of what lies in it.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) name: &'static str,
    pub(super) parent: u16,
    pub(super) from: u16,
    pub(super) to: u16,
}

/// A subdistrict.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: &'static str,
    pub(super) district: u16,
    /// Its postcodes, with spaces between.
    pub(super) codes: &'static str,
}

/// The gazetteer of this process.
pub(super) fn gazetteer() -> &'static Gazetteer {
    static TABLE: OnceLock<Gazetteer> = OnceLock::new();
    TABLE.get_or_init(read)
}

#[expect(clippy::cast_possible_truncation, reason = "under 8,000 rows")]
fn read() -> Gazetteer {
    let mut table = Gazetteer::default();
    for line in PLACES.lines().filter(|line| !line.starts_with('#')) {
        let districts = table.districts.len() as u16;
        if let Some(name) = line.strip_prefix('=') {
            table.provinces.push(Area { name, parent: 0, from: districts, to: districts });
            continue;
        }
        let Some((name, rest)) = line.split_once('\t') else { continue };
        let from = table.subdistricts.len() as u16;
        for cell in rest.split(',') {
            let (name, codes) = cell.split_once(' ').unwrap_or((cell, ""));
            table.subdistricts.push(Place { name, district: districts, codes });
        }
        let parent = (table.provinces.len() as u16).saturating_sub(1);
        table.districts.push(Area { name, parent, from, to: table.subdistricts.len() as u16 });
        if let Some(province) = table.provinces.last_mut() {
            province.to = districts + 1;
        }
    }
    table.by_district = (0..table.districts.len() as u16).collect();
    table.by_subdistrict = (0..table.subdistricts.len() as u16).collect();
    let (districts, subdistricts) = (&table.districts, &table.subdistricts);
    table.by_district.sort_by_key(|at| districts[usize::from(*at)].name);
    table.by_subdistrict.sort_by_key(|at| subdistricts[usize::from(*at)].name);
    table
}

impl Gazetteer {
    /// The districts that a text starts with, of the longest such name: its size and their rows.
    pub(super) fn districts_at(&self, text: &str) -> Option<(usize, &[u16])> {
        longest(text, &self.by_district, |at| self.districts[usize::from(at)].name)
    }

    /// The subdistricts that a text starts with, of the longest such name.
    pub(super) fn subdistricts_at(&self, text: &str) -> Option<(usize, &[u16])> {
        longest(text, &self.by_subdistrict, |at| self.subdistricts[usize::from(at)].name)
    }

    /// The longest district of a province that a text ends with: its row, and where it starts.
    ///
    /// อ.เมือง is the district named after its province.
    pub(super) fn district_before(&self, text: &str, province: u16) -> Option<(u16, usize)> {
        let area = self.provinces.get(usize::from(province))?;
        let mut best: Option<(u16, usize)> = None;
        for at in area.from..area.to {
            let name = self.districts[usize::from(at)].name;
            let capital = name.strip_prefix("เมือง") == Some(area.name) && text.ends_with("เมือง");
            let size = if text.ends_with(name) {
                name.len()
            } else if capital {
                "เมือง".len()
            } else {
                continue;
            };
            if best.is_none_or(|(_, start)| text.len() - size < start) {
                best = Some((at, text.len() - size));
            }
        }
        best
    }

    /// The longest district of a province that a text starts with: its row and size; อ.เมือง as above.
    pub(super) fn district_within(&self, text: &str, province: u16) -> Option<(u16, usize)> {
        let area = self.provinces.get(usize::from(province))?;
        let fits = |at: u16| {
            let name = self.districts[usize::from(at)].name;
            let capital = name.strip_prefix("เมือง") == Some(area.name);
            let size = if text.starts_with(name) { name.len() } else { "เมือง".len() };
            (text.starts_with(name) || capital && text.starts_with("เมือง")).then_some((at, size))
        };
        (area.from..area.to).filter_map(fits).max_by_key(|(_, size)| *size)
    }

    /// The longest subdistrict of a district that a text ends with: its row, and where it starts.
    pub(super) fn subdistrict_before(&self, text: &str, district: u16) -> Option<(u16, usize)> {
        let area = self.districts.get(usize::from(district))?;
        let fits = |at: &u16| text.ends_with(self.subdistricts[usize::from(*at)].name);
        let size = |at: &u16| self.subdistricts[usize::from(*at)].name.len();
        (area.from..area.to).filter(fits).max_by_key(size).map(|at| (at, text.len() - size(&at)))
    }
}

/// The longest name that starts a text, by halving; at most 60 characters are tried.
fn longest<'a>(text: &str, sorted: &'a [u16], name: impl Fn(u16) -> &'static str) -> Option<(usize, &'a [u16])> {
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(60);
    let mut best = None;
    for end in ends {
        let prefix = &text[..end];
        let from = sorted.partition_point(|at| name(*at) < prefix);
        if !sorted.get(from).is_some_and(|at| name(*at).starts_with(prefix)) {
            break;
        }
        let to = from + sorted[from..].partition_point(|at| name(*at) == prefix);
        let whole = !text[end..].chars().next().is_some_and(super::token::is_dependent);
        if to > from && whole {
            best = Some((end, &sorted[from..to]));
        }
    }
    best
}
