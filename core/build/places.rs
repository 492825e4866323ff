//! `places.txt` → the names of Thailand's areas in a byte a letter, and how they lie in each other.
//!
//! Equal names are kept once; two lists give the order by name. A table as text takes three times
//! as much, and has to be read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Failure;
use super::letter::code;
use super::words::rows;

/// The compiled table: source of constants, and the names.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) source: String,
    /// Each name after its length, a byte a letter.
    pub(super) names: Vec<u8>,
    known: BTreeMap<Vec<u8>, u16>,
}

/// Compiles the table.
pub(super) fn compile(text: &str) -> Result<Places, Failure> {
    let mut places = Places::default();
    let (mut provinces, mut codes) = (String::new(), vec![]);
    let (mut firsts, mut froms, mut districts, mut subdistricts) = (vec![], vec![], vec![], vec![]);
    for (at, line) in rows(text) {
        if let Some(name) = line.strip_prefix('=') {
            write!(provinces, "{name:?}, ")?;
            firsts.push(u16::try_from(districts.len())?);
            continue;
        }
        let (name, rest) =
            line.split_once('\t').ok_or_else(|| format!("places.txt:{at}: no tab after the district"))?;
        districts.push(places.name(name)?);
        froms.push(u16::try_from(subdistricts.len())?);
        for cell in rest.split(',') {
            let (name, postcodes) = cell.split_once(' ').unwrap_or((cell, ""));
            let postcodes: Vec<u32> = postcodes.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
            codes.push(pair(&postcodes).ok_or_else(|| format!("places.txt:{at}: more than two postcodes"))?);
            subdistricts.push(places.name(name)?);
        }
    }
    firsts.push(u16::try_from(districts.len())?);
    froms.push(u16::try_from(subdistricts.len())?);
    let mut pairs = codes.clone();
    pairs.sort_unstable();
    pairs.dedup();
    let code_ids: Vec<usize> = codes.iter().map(|code| pairs.partition_point(|pair| pair < code)).collect();
    let by_district = places.sorted(&districts)?;
    let by_subdistrict = places.sorted(&subdistricts)?;
    let out = &mut places.source;
    writeln!(out, "static PROVINCES: &[&str] = &[{provinces}];")?;
    writeln!(out, "static PROVINCE_FIRST: &[u16] = &{firsts:?};")?;
    writeln!(out, "static DISTRICTS: &[u16] = &{districts:?};\nstatic DISTRICT_FIRST: &[u16] = &{froms:?};")?;
    writeln!(
        out,
        "static SUBDISTRICTS: &[u16] = &{subdistricts:?};\nstatic SUBDISTRICT_CODES: &[u16] = &{code_ids:?};"
    )?;
    writeln!(out, "static CODES: &[[u32; 2]] = &{pairs:?};")?;
    writeln!(
        out,
        "static BY_DISTRICT: &[u16] = &{by_district:?};\nstatic BY_SUBDISTRICT: &[u16] = &{by_subdistrict:?};"
    )?;
    Ok(places)
}

fn pair(codes: &[u32]) -> Option<[u32; 2]> {
    (codes.len() <= 2).then(|| [codes.first().copied().unwrap_or(0), codes.get(1).copied().unwrap_or(0)])
}

impl Places {
    /// Where a name stands.
    fn name(&mut self, name: &str) -> Result<u16, Failure> {
        let letters: Option<Vec<u8>> = name.chars().map(|letter| code(letter, &[])).collect();
        let letters = letters.ok_or_else(|| format!("places.txt: `{name}` has letters that are not Thai"))?;
        if let Some(at) = self.known.get(&letters) {
            return Ok(*at);
        }
        let at = u16::try_from(self.names.len())?;
        self.names.push(u8::try_from(letters.len())?);
        self.names.extend(&letters);
        self.known.insert(letters, at);
        Ok(at)
    }

    /// The rows in the order of their names.
    fn sorted(&self, rows: &[u16]) -> Result<Vec<u16>, Failure> {
        let name = |at: u16| {
            let at = usize::from(at);
            &self.names[at + 1..at + 1 + usize::from(self.names[at])]
        };
        let mut order: Vec<u16> = (0..u16::try_from(rows.len())?).collect();
        order.sort_by_key(|row| name(rows[usize::from(*row)]));
        Ok(order)
    }
}
