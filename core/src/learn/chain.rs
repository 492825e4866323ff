//! A trained chain: quantised weights by key, small enough to stay in cache, and their bytes.
//!
//! In: real weights. Out: whole ones in one scale, without those too small to matter. Decoding adds
//! whole numbers only, so it gives the same labels on every machine.

use crate::error::Error;
use crate::order;

use super::bytes::{Reader, Writer, damaged};
use super::sample::Sample;
use super::sequence::{Lattice, NEVER, Stretch, Weights};
use super::table::Table;
use super::tags::Tags;

/// The largest quantised weight.
const LARGEST: f64 = 127.0;

/// Weights for tags by key, and for tags that follow each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chain {
    tags: Tags,
    table: Table,
    /// Where the cells of each row begin; one more at the end.
    firsts: Vec<u32>,
    cells: Vec<(u16, i16)>,
    follow: Vec<i32>,
    /// The keys of the rows, ascending.
    keys: Vec<u32>,
    /// How much one step of a weight is worth.
    unit: f32,
}

/// Real weights of one key: column and weight, by column.
pub(crate) type Row = Vec<(u16, f64)>;

impl Chain {
    /// Quantises real weights; `rows` come with their distinct keys.
    pub(crate) fn new(tags: Tags, mut rows: Vec<(u32, Row)>, follow: &[f64]) -> Chain {
        let all = || rows.iter().flat_map(|(_, row)| row.iter().map(|(_, weight)| weight)).chain(follow);
        let largest = all().fold(0.0_f64, |largest, weight| largest.max(weight.abs()));
        let unit = if largest > 0.0 { largest / LARGEST } else { 1.0 };
        order::by_key(&mut rows, |(key, _)| *key);
        let mut chain = Chain { tags, unit: narrow(unit), ..Chain::default() };
        chain.follow = follow.iter().map(|weight| i32::from(whole(*weight / unit))).collect();
        chain.forbid();
        for (key, row) in &rows {
            let cells = row.iter().map(|(label, weight)| (*label, whole(*weight / unit)));
            chain.row(*key, cells.filter(|(_, weight)| *weight != 0));
        }
        chain.firsts.push(size(chain.cells.len()));
        chain
    }

    /// Marks the pairs of tags that may not follow each other.
    fn forbid(&mut self) {
        let tags = &self.tags;
        let pairs = tags.all().flat_map(|tag| tags.all().map(move |next| tags.legal(tag, next)));
        for (legal, place) in pairs.zip(&mut self.follow) {
            if !legal {
                *place = NEVER;
            }
        }
    }

    /// Adds a row; one without cells is not kept.
    fn row(&mut self, key: u32, cells: impl Iterator<Item = (u16, i16)>) {
        let first = self.cells.len();
        self.cells.extend(cells);
        if self.cells.len() > first {
            self.firsts.push(size(first));
            self.keys.push(key);
            self.table.insert(key);
        }
    }

    /// How much one step of a score is worth in real terms.
    pub(crate) fn unit(&self) -> f64 {
        f64::from(self.unit)
    }

    /// The margins, in real terms, of what it finds in a known sequence, and whether it is right.
    pub(crate) fn judged(&self, sample: &Sample) -> Vec<(f64, bool)> {
        let (mut lattice, mut path) = (Lattice::default(), Vec::new());
        lattice.decode(self, &sample.steps, &mut path);
        let right = |found: &Stretch| {
            let base = |path: &[u16], step: usize| path.get(step).map(|tag| self.tags.base(*tag));
            let same = (found.start..found.end).all(|step| base(&path, step) == base(&sample.labels, step));
            same && base(&sample.labels, found.end) != Some(found.label + 1)
        };
        let found = lattice.stretches(self, &sample.steps, &path);
        found.iter().map(|found| (f64::from(found.margin) * self.unit(), right(found))).collect()
    }

    /// Writes the chain.
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.number(self.tags.len() as u64);
        writer.float(self.unit);
        for weight in &self.follow {
            writer.number(if *weight == NEVER { 0 } else { zigzag(*weight) });
        }
        writer.number(self.keys.len() as u64);
        let mut last = 0;
        for (row, key) in self.keys.iter().enumerate() {
            writer.number(u64::from(key - last));
            last = *key;
            let cells = &self.cells[self.firsts[row] as usize..self.firsts[row + 1] as usize];
            writer.number(cells.len() as u64);
            for (label, weight) in cells {
                writer.number(u64::from(*label));
                writer.number(zigzag(i32::from(*weight)));
            }
        }
    }

    /// Reads what [`Chain::write`] wrote for these tags.
    pub(crate) fn read(tags: Tags, reader: &mut Reader<'_>) -> Result<Chain, Error> {
        let count = reader.count()?;
        if count != tags.len() {
            return Err(damaged());
        }
        let columns = tags.columns();
        let mut chain = Chain { tags, unit: reader.float()?, ..Chain::default() };
        for _ in 0..count * count {
            chain.follow.push(i32::from(weight(reader)?));
        }
        chain.forbid();
        let mut key = 0_u32;
        for _ in 0..reader.count()? {
            let step = u32::try_from(reader.number()?).map_err(|_| damaged())?;
            key = key.checked_add(step).ok_or_else(damaged)?;
            let mut cells = Vec::new();
            for _ in 0..reader.count()? {
                let column = u16::try_from(reader.number()?).map_err(|_| damaged())?;
                cells.push((column, weight(reader)?));
            }
            if cells.iter().any(|(column, _)| usize::from(*column) >= columns) || chain.keys.last() == Some(&key) {
                return Err(damaged());
            }
            chain.row(key, cells.into_iter());
        }
        chain.firsts.push(size(chain.cells.len()));
        Ok(chain)
    }
}

/// The nearest whole weight.
#[expect(clippy::cast_possible_truncation, reason = "at most 127 in size")]
fn whole(weight: f64) -> i16 {
    weight.round().clamp(-LARGEST, LARGEST) as i16
}

#[expect(clippy::cast_possible_truncation, reason = "a scale, rounded")]
fn narrow(unit: f64) -> f32 {
    unit as f32
}

#[expect(clippy::cast_possible_truncation, reason = "far below four billion weights")]
fn size(count: usize) -> u32 {
    count as u32
}

/// Small numbers of either sign as small numbers without one.
fn zigzag(n: i32) -> u64 {
    u64::from((n.wrapping_shl(1) ^ (n >> 31)).cast_unsigned())
}

/// A quantised weight.
fn weight(reader: &mut Reader<'_>) -> Result<i16, Error> {
    let weight = i16::try_from(unzigzag(reader.number()?)?).map_err(|_| damaged())?;
    if f64::from(weight).abs() <= LARGEST { Ok(weight) } else { Err(damaged()) }
}

fn unzigzag(n: u64) -> Result<i32, Error> {
    let n = u32::try_from(n).map_err(|_| damaged())?;
    Ok((n >> 1).cast_signed() ^ -(n & 1).cast_signed())
}

impl Weights for Chain {
    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn add(&self, keys: &[u32], columns: &mut [i32]) {
        for key in keys {
            let Some(row) = self.table.get(*key) else { continue };
            let row = row as usize;
            for (column, weight) in &self.cells[self.firsts[row] as usize..self.firsts[row + 1] as usize] {
                columns[usize::from(*column)] += i32::from(*weight);
            }
        }
    }

    fn follow(&self, label: u16) -> &[i32] {
        let count = self.tags.len();
        &self.follow[usize::from(label) * count..(usize::from(label) + 1) * count]
    }
}
