//! What words mean: a small bundled table of word vectors, English and Thai in one space.
//!
//! In: the hash of a word. Out: its vector, added to the sum that a message's words make; messages
//! that say the same in other words come near each other. The table is data that a build may leave
//! out (feature `words`); it is made by `sonthana make words`.

use std::sync::LazyLock;

use crate::data;
use crate::learn::bytes::{Reader, unseal};
#[cfg(feature = "cli")]
use crate::learn::bytes::{Writer, seal};
#[cfg(feature = "cli")]
use crate::order;

/// How many numbers a vector has.
pub(crate) const WIDTH: usize = 64;
const KIND: [u8; 4] = *b"WORD";
const VERSION: u16 = 1;
/// Bits of a hash that say where to begin to look.
const FIRST: u32 = 12;
/// Steps to each side of zero of a number of four bits.
#[cfg(feature = "cli")]
const STEPS: f32 = 7.0;

/// The bundled table; none where it was left out.
static BUNDLED: LazyLock<Option<Words<'static>>> = LazyLock::new(|| Words::read(data::WORDS));

/// Vectors of four bits a number, sorted by the hash of their word.
#[derive(Clone, Debug)]
pub(crate) struct Words<'a> {
    /// What the table is known by.
    id: u32,
    /// Hashes, four bytes each, ascending.
    keys: &'a [u8],
    /// What one step of each word's numbers is worth, see [`worth`].
    scales: &'a [u8],
    steps: &'a [u8],
    /// Where the hashes that begin with so many bits start.
    starts: Vec<u32>,
}

/// The length of a sum that says so little that it counts half; an ordinary word's vector is of length 8.
const LITTLE: f32 = 3.0;

/// What a message's words mean together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) sum: [f32; WIDTH],
    known: u32,
    all: u32,
}

impl Default for Meaning {
    fn default() -> Meaning {
        Meaning { sum: [0.0; WIDTH], known: 0, all: 0 }
    }
}

impl Meaning {
    /// What to multiply the sum by for a vector of length `share^(1/2)`, where `share` of the words
    /// are known, and less where all of them say little: `the` is no more than it is for standing
    /// alone. None where no word is known.
    pub(crate) fn scale(&self) -> Option<f32> {
        let length = self.sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        (length > 0.0).then(|| (self.known as f32 / self.all as f32).sqrt() / (length + LITTLE))
    }
}

/// The bundled table.
pub(crate) fn bundled() -> Option<&'static Words<'static>> {
    BUNDLED.as_ref()
}

impl<'a> Words<'a> {
    /// From the bytes that [`pack`] made.
    fn read(bytes: &'a [u8]) -> Option<Words<'a>> {
        let mut reader = Reader::new(unseal(KIND, VERSION, bytes).ok()?);
        let n = reader.count().ok()?;
        let keys = reader.take(n.checked_mul(4)?).ok()?;
        let scales = reader.take(n).ok()?;
        let steps = reader.take(n.checked_mul(WIDTH / 2)?).ok()?;
        let id = u32::from_le_bytes(bytes.get(14..18)?.try_into().ok()?);
        let mut starts = vec![0; (1 << FIRST) + 1];
        for key in keys.chunks_exact(4) {
            starts[(hash(key) >> (32 - FIRST)) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Some(Words { id, keys, scales, steps, starts })
    }

    /// What the table is known by: models only fit the table that they were trained with.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// Whether a word has a vector.
    pub(crate) fn knows(&self, word: u32) -> bool {
        self.place(word).is_some()
    }

    fn place(&self, word: u32) -> Option<usize> {
        let first = (word >> (32 - FIRST)) as usize;
        let (start, end) = (self.starts[first] as usize, self.starts[first + 1] as usize);
        let found = self.keys[start * 4..end * 4].chunks_exact(4).position(|key| hash(key) == word);
        found.map(|at| start + at)
    }

    /// Adds the vector of a word, if it is known.
    pub(crate) fn add(&self, word: u32, meaning: &mut Meaning) {
        meaning.all += 1;
        let Some(at) = self.place(word) else { return };
        meaning.known += 1;
        let worth = worth(self.scales[at]);
        let steps = &self.steps[at * WIDTH / 2..(at + 1) * WIDTH / 2];
        for (pair, &two) in meaning.sum.chunks_exact_mut(2).zip(steps) {
            pair[0] += worth * (f32::from(two & 15) - 8.0);
            pair[1] += worth * (f32::from(two >> 4) - 8.0);
        }
    }
}

fn hash(key: &[u8]) -> u32 {
    key.iter().rev().fold(0, |hash, &byte| hash << 8 | u32::from(byte))
}

/// A sixty-fourth of the byte, squared: fine for small numbers, coarse for large ones.
fn worth(scale: u8) -> f32 {
    let root = f32::from(scale) / 64.0;
    root * root
}

/// Packs words (their hashes) and their vectors; of words with the same hash the first stays.
#[cfg(feature = "cli")]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
pub(crate) fn pack(words: &[(u32, [f32; WIDTH])]) -> Vec<u8> {
    let mut order: Vec<usize> = (0..words.len()).collect();
    order::by_key(&mut order, |&at| (words[at].0, at));
    order.dedup_by_key(|at| words[*at].0);
    let (mut keys, mut scales, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for (key, vector) in order.iter().map(|&at| &words[at]) {
        let scale = best_scale(vector);
        let step = |x: f32| ((x / worth(scale)).round().clamp(-STEPS, STEPS) + 8.0) as u8;
        keys.extend_from_slice(&key.to_le_bytes());
        scales.push(scale);
        steps.extend(vector.chunks_exact(2).map(|pair| step(pair[0]) | step(pair[1]) << 4));
    }
    let mut writer = Writer::default();
    writer.number(scales.len() as u64);
    for part in [&keys, &scales, &steps] {
        writer.bytes.extend_from_slice(part);
    }
    seal(KIND, VERSION, &writer.bytes)
}

/// The scale that loses least.
#[cfg(feature = "cli")]
fn best_scale(vector: &[f32; WIDTH]) -> u8 {
    let loss = |scale: u8| -> f32 {
        let worth = worth(scale);
        vector.iter().map(|x| x - (x / worth).round().clamp(-STEPS, STEPS) * worth).map(|off| off * off).sum()
    };
    (1..=u8::MAX).min_by(|&a, &b| loss(a).total_cmp(&loss(b))).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "cli")]
    #[test]
    fn what_is_packed_is_found() {
        let vector = |at: u32| std::array::from_fn(|k| ((at as usize * 7 + k * 3) % 13) as f32 * 0.1 - 0.6);
        let words: Vec<(u32, [f32; WIDTH])> =
            (0..500).map(|at: u32| (at.wrapping_mul(0x9e37_79b9), vector(at))).collect();
        let bytes = pack(&words);
        let table = Words::read(&bytes).unwrap();
        for (word, vector) in &words {
            let mut meaning = Meaning::default();
            table.add(*word, &mut meaning);
            table.add(5, &mut meaning);
            assert_eq!((meaning.known, meaning.all), (1, 2));
            assert!(meaning.sum.iter().zip(vector).all(|(a, b)| (a - b).abs() < 0.06));
            let length = meaning.sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            assert!((meaning.scale().unwrap() * (length + LITTLE) - 0.5_f32.sqrt()).abs() < 1e-4);
        }
        assert!(Words::read(&bytes[..bytes.len() - 1]).is_none());
        assert_eq!(Meaning::default().scale(), None);
    }

    #[cfg(feature = "words")]
    #[test]
    fn the_bundled_table_knows_both_languages() {
        use crate::features::word;
        let table = bundled().unwrap();
        let near = |a: &str, b: &str| {
            let of = |text: &str| {
                let mut meaning = Meaning::default();
                table.add(word(text), &mut meaning);
                let length = meaning.sum.iter().map(|x| x * x).sum::<f32>().sqrt();
                meaning.sum.map(|x| x / length)
            };
            of(a).iter().zip(of(b)).map(|(a, b)| a * b).sum::<f32>()
        };
        assert!(near("money", "cash") > near("money", "song") + 0.2);
        assert!(near("พรุ่งนี้", "tomorrow") > near("พรุ่งนี้", "coffee") + 0.2);
    }
}
