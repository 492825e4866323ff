//! Trained weights, small: four bits each, in rows that a message's features add up.
//!
//! In: a row of floats per feature, a number per class. Out: scores of all classes for the features
//! of a message, and bytes. A row keeps its own scale; weights that round to nothing take no room.
//! Scores are sums of whole numbers: eight rows at a time in sixteen bits, which a processor does for
//! eight classes at once, and the same on any of them.

use crate::error::Error;
use crate::learn::bytes::{Reader, Writer, damaged};
use crate::learn::number::exp;

/// Rows are padded to whole groups of so many classes.
const GROUP: usize = 16;
/// Steps to each side of zero.
const STEPS: f32 = 7.0;
/// What is added to a step where rows are kept: bytes without a sign are quicker to widen.
const ZERO: u8 = 8;
/// So many rows are added up before their sum is widened.
const ROWS: usize = 8;
/// The largest dose: `ROWS` of them times the largest step fit into sixteen bits.
const MOST_DOSE: f32 = 585.0;
/// The most classes and rows that are read back.
const MOST_CLASSES: usize = 1 << 15;
const MOST_ROWS: usize = 1 << 20;

/// One small number for each row and class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weights {
    classes: usize,
    /// Groups from one row to the next.
    stride: usize,
    /// What one step of each row is worth; an exponent, see [`Scales`].
    scales: Vec<u8>,
    /// Where each row starts in `steps`, in rows; those without weights all start at 0.
    places: Vec<u32>,
    /// Steps and [`ZERO`] together, row after row; the first one has no weights.
    steps: Vec<[u8; GROUP]>,
    worth: Scales,
    bias: Vec<f32>,
}

/// Eighths of octaves: `worth[q] = 2^((q - 160) / 8)`, and nothing for 0.
#[derive(Clone, Debug, PartialEq)]
struct Scales(Vec<f32>);

impl Scales {
    fn new() -> Scales {
        let worth = |q: i32| exp(f64::from(q - 160) * std::f64::consts::LN_2 / 8.0) as f32;
        Scales((0..256).map(|q| if q == 0 { 0.0 } else { worth(q) }).collect())
    }

    /// The least scale that reaches `x`.
    fn reaching(&self, x: f32) -> u8 {
        let at = self.0.partition_point(|&worth| worth < x);
        u8::try_from(at.max(1)).unwrap_or(u8::MAX)
    }
}

impl Weights {
    /// Nothing learned yet, for a number of classes and rows.
    pub(crate) fn new(bias: Vec<f32>) -> Weights {
        let classes = bias.len();
        let stride = classes.div_ceil(GROUP);
        let steps = vec![[ZERO; GROUP]; stride];
        Weights { classes, stride, scales: Vec::new(), places: Vec::new(), steps, worth: Scales::new(), bias }
    }

    /// Adds the next row; weights smaller than `least` are left out.
    pub(crate) fn push(&mut self, row: &[f32], least: f32) {
        let largest = row.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
        let scale = self.worth.reaching(largest / STEPS);
        let worth = self.worth.0[usize::from(scale)];
        let start = self.steps.len();
        self.steps.resize(start + self.stride, [ZERO; GROUP]);
        let steps = self.steps[start..].as_flattened_mut();
        for (step, &weight) in steps.iter_mut().zip(row) {
            if weight.abs() >= least && worth > 0.0 {
                *step = round(weight / worth);
            }
        }
        if steps.iter().all(|&step| step == ZERO) {
            self.steps.truncate(start);
            self.close(0, start);
        } else {
            self.close(scale, start);
        }
    }

    /// The row with this scale, 0 where it has no weights, starts at this group.
    fn close(&mut self, scale: u8, start: usize) {
        let place = if scale == 0 { 0 } else { start / self.stride };
        self.scales.push(scale);
        self.places.push(u32::try_from(place).unwrap_or(0));
    }

    /// How many classes there are.
    pub(crate) fn classes(&self) -> usize {
        self.classes
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.scales.len()
    }

    /// The scores of all classes, into a buffer of any length.
    pub(crate) fn score(&self, features: &[(u32, f32)], scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.stride * GROUP, 0.0);
        let unit = self.unit(features);
        let (mut rows, mut doses, mut waiting) = ([0; ROWS], [0; ROWS], 0);
        for &feature in features {
            let dose = self.dose(feature, unit);
            if dose != 0 {
                (rows[waiting], doses[waiting]) = (feature.0, dose);
                waiting += 1;
            }
            if waiting == ROWS {
                self.add(&rows, &doses, scores);
                waiting = 0;
            }
        }
        if waiting > 0 {
            doses[waiting..].fill(0);
            self.add(&rows, &doses, scores);
        }
        for (score, bias) in scores.iter_mut().zip(&self.bias) {
            *score = bias + unit * *score;
        }
        scores.truncate(self.classes);
    }

    /// What one of the whole numbers is worth that stand for the values of these features.
    pub(crate) fn unit(&self, features: &[(u32, f32)]) -> f32 {
        let worth = |&(row, value): &(u32, f32)| (value * self.worth.0[usize::from(self.scales[row as usize])]).abs();
        features.iter().map(worth).fold(f32::MIN_POSITIVE, f32::max) / MOST_DOSE
    }

    /// A feature's value in units.
    #[expect(clippy::cast_possible_truncation, reason = "at most MOST_DOSE, which is what a unit is made for")]
    fn dose(&self, (row, value): (u32, f32), unit: f32) -> i16 {
        let dose = value * self.worth.0[usize::from(self.scales[row as usize])] / unit;
        (dose + if dose < 0.0 { -0.5 } else { 0.5 }) as i16
    }

    /// Adds some rows, each so many times, to the sums of all classes: one plain loop over classes,
    /// which the compiler turns into eight at once without being asked for its last level.
    fn add(&self, rows: &[u32; ROWS], doses: &[i16; ROWS], sums: &mut [f32]) {
        let most = sums.len();
        let row = |row: u32| &self.steps[self.places[row as usize] as usize * self.stride..].as_flattened()[..most];
        let [a, b, c, d, e, f, g, h] = rows.map(row);
        let zero = doses.iter().fold(0_i16, |zero, dose| zero.wrapping_sub(dose.wrapping_mul(i16::from(ZERO))));
        let times = |dose: i16, step: u8| dose.wrapping_mul(i16::from(step));
        for at in 0..most {
            let first = times(doses[0], a[at]).wrapping_add(times(doses[1], b[at]));
            let second = times(doses[2], c[at]).wrapping_add(times(doses[3], d[at]));
            let third = times(doses[4], e[at]).wrapping_add(times(doses[5], f[at]));
            let fourth = times(doses[6], g[at]).wrapping_add(times(doses[7], h[at]));
            let sum = first.wrapping_add(second).wrapping_add(third.wrapping_add(fourth));
            sums[at] += f32::from(zero.wrapping_add(sum));
        }
    }

    /// What one feature adds to the score of one class, where a unit is worth so much.
    pub(crate) fn share(&self, feature: (u32, f32), unit: f32, class: usize) -> f32 {
        unit * f32::from(self.dose(feature, unit)) * self.step(feature.0, class)
    }

    /// The weight of a row for a class.
    pub(crate) fn weight(&self, row: u32, class: usize) -> f32 {
        self.worth.0[usize::from(self.scales[row as usize])] * self.step(row, class)
    }

    fn step(&self, row: u32, class: usize) -> f32 {
        let start = self.places[row as usize] as usize * self.stride;
        f32::from(self.steps[start + class / GROUP][class % GROUP]) - f32::from(ZERO)
    }

    /// The score of a class before any feature speaks.
    pub(crate) fn bias(&self, class: usize) -> f32 {
        self.bias[class]
    }

    /// Writes everything.
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.number(self.classes as u64);
        for &bias in &self.bias {
            writer.float(bias);
        }
        writer.number(self.rows() as u64);
        writer.bytes.extend_from_slice(&self.scales);
        for (row, _) in self.scales.iter().enumerate().filter(|(_, scale)| **scale != 0) {
            let row = &self.steps[self.places[row] as usize * self.stride..][..self.stride];
            write_row(&row.as_flattened()[..self.classes], writer);
        }
    }

    /// Reads what [`Weights::write`] wrote.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Weights, Error> {
        let classes = reader.count()?;
        if classes == 0 || classes > MOST_CLASSES {
            return Err(damaged());
        }
        let bias = (0..classes).map(|_| reader.float()).collect::<Result<Vec<f32>, Error>>()?;
        let mut weights = Weights::new(bias);
        let rows = reader.count()?;
        if rows > MOST_ROWS {
            return Err(damaged());
        }
        let scales = reader.take(rows)?;
        let full = scales.iter().filter(|scale| **scale != 0).count();
        // A row takes at least a byte and a bit a class: the memory is in proportion to the bytes.
        reader.holds(full.saturating_mul(classes.div_ceil(8)))?;
        weights.steps.reserve_exact(full * weights.stride);
        for &scale in scales {
            let start = weights.steps.len();
            if scale != 0 {
                weights.steps.resize(start + weights.stride, [ZERO; GROUP]);
                read_row(reader, &mut weights.steps[start..].as_flattened_mut()[..classes])?;
            }
            weights.close(scale, start);
        }
        Ok(weights)
    }
}

/// A row as a bit a class and four bits a weight.
fn write_row(row: &[u8], writer: &mut Writer) {
    for eight in row.chunks(8) {
        let bits = eight.iter().enumerate().fold(0, |bits, (at, &step)| bits | u8::from(step != ZERO) << at);
        writer.bytes.push(bits);
    }
    let mut half = None;
    for &nibble in row.iter().filter(|step| **step != ZERO) {
        match half.take() {
            None => half = Some(nibble),
            Some(low) => writer.bytes.push(low | nibble << 4),
        }
    }
    writer.bytes.extend(half);
}

fn read_row(reader: &mut Reader<'_>, row: &mut [u8]) -> Result<(), Error> {
    let bits = reader.take(row.len().div_ceil(8))?;
    let full: usize = bits.iter().map(|byte| byte.count_ones() as usize).sum();
    let nibbles = reader.take(full.div_ceil(2))?;
    let mut next = 0;
    for (eight, &bits) in row.chunks_mut(8).zip(bits) {
        let mut bits = bits;
        while bits != 0 {
            let at = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            *eight.get_mut(at).ok_or_else(damaged)? = nibbles[next / 2] >> (next % 2 * 4) & 15;
            next += 1;
        }
    }
    Ok(())
}

/// To the nearest whole number from -7 to 7, halves away from zero; [`ZERO`] added.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=15")]
fn round(x: f32) -> u8 {
    let step = (x + if x < 0.0 { -0.5 } else { 0.5 }).clamp(-STEPS, STEPS) as i8;
    (step + ZERO as i8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Weights {
        let mut weights = Weights::new(vec![0.5; 21]);
        for row in 0..40 {
            let values: Vec<f32> = (0..21)
                .map(|class| if row % 5 == 0 { 0.0 } else { ((row * class) % 15) as f32 * 0.02 - 0.1 })
                .collect();
            weights.push(&values, 0.0);
        }
        weights
    }

    #[test]
    fn scores_are_sums_of_rows() {
        let weights = some();
        let mut scores = Vec::new();
        let features = [(3, 1.0), (0, 5.0), (7, 2.0)];
        weights.score(&features, &mut scores);
        for (class, score) in scores.iter().enumerate() {
            let exact = |row: usize| ((row * class) % 15) as f32 * 0.02 - 0.1;
            assert!((score - 0.5 - exact(3) - 2.0 * exact(7)).abs() < 0.05);
            let unit = weights.unit(&features);
            let shares = features.map(|feature| weights.share(feature, unit, class));
            assert!((weights.bias(class) + shares.iter().sum::<f32>() - score).abs() < 1e-5);
        }
    }

    #[test]
    fn bytes_come_back() {
        let weights = some();
        let mut writer = Writer::default();
        weights.write(&mut writer);
        assert_eq!(Weights::read(&mut Reader::new(&writer.bytes)).unwrap(), weights);
        for end in 0..writer.bytes.len() {
            assert!(Weights::read(&mut Reader::new(&writer.bytes[..end])).is_err());
        }
    }
}
