//! The compiled segmenter: dictionary and weights as one run of bytes, read in place.
//!
//! `sonthana make segmentation` writes it, this reads it: numbers little-endian, tables one after the
//! other, nothing to decode. A file that is not one gives no model, never a panic.

use crate::tokenize::lattice::Unknown;
use crate::tokenize::score::{PAIRS, PATHS, RAISE, Row, TRIPLES, Weights, floor};
use crate::tokenize::trie::Trie;

/// What the file begins with; the last letter is the version of its format.
const MAGIC: [u8; 4] = *b"SEG2";

const HEADER: usize = 6;

/// Dictionary and weights, borrowed from the bytes of a compiled file.
#[derive(Clone, Debug)]
pub(crate) struct Model<'b> {
    pub(crate) trie: Trie<&'b [[u8; 4]]>,
    pub(crate) unknown: Unknown,
    pub(crate) weights: Weights<'b>,
}

impl<'b> Model<'b> {
    /// The model in `bytes`, if they are one.
    pub(crate) fn read(bytes: &'b [u8]) -> Option<Model<'b>> {
        let (header, mut rest) = bytes.split_at_checked(HEADER * 4)?;
        let [magic, bias, open, letter, paths, cells] = header.as_chunks::<4>().0 else { return None };
        if *magic != MAGIC || number(*paths) as usize != PATHS {
            return None;
        }
        let paths = take(&mut rest, PATHS)?.try_into().ok()?;
        let weights = Weights {
            bias: i16::from_le_bytes([bias[0], bias[1]]),
            floor: floor(paths),
            paths,
            pairs: take(&mut rest, PAIRS)?.try_into().ok()?,
            triples: take(&mut rest, TRIPLES)?.try_into().ok()?,
        };
        let trie = Trie::over(take(&mut rest, number(*cells) as usize)?);
        let unknown = Unknown { open: number(*open), letter: number(*letter) };
        rest.is_empty().then_some(Model { trie, unknown, weights })
    }

    /// A model that knows nothing: words are cut at every cluster.
    pub(crate) fn empty() -> Model<'b> {
        // Made where it is wanted, which is never, rather than kept in the program.
        let pairs = Box::leak(Box::new([[RAISE as u8; 8]; PAIRS]));
        let triples = Box::leak(Box::new([[RAISE as u8; 8]; TRIPLES]));
        let weights = Weights { bias: 1, floor: 0, paths: &[[0; 2]; PATHS], pairs, triples };
        Model { trie: Trie::over(&[]), unknown: Unknown { open: 1, letter: 1 }, weights }
    }
}

/// Writes the bytes that [`Model::read`] reads.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
pub(crate) fn write(model: &Model<'_>) -> Vec<u8> {
    let weights = &model.weights;
    let numbers = [
        u32::from_le_bytes(MAGIC),
        u32::from(weights.bias.cast_unsigned()),
        model.unknown.open,
        model.unknown.letter,
        PATHS as u32,
        model.trie.cells().len() as u32,
    ];
    let mut bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    bytes.extend_from_slice(weights.paths.as_flattened());
    for rows in [weights.pairs, weights.triples] as [&[Row]; 2] {
        bytes.extend_from_slice(rows.as_flattened());
    }
    bytes.extend_from_slice(model.trie.cells().as_flattened());
    bytes
}

fn number(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes)
}

fn take<'b, const N: usize>(rest: &mut &'b [u8], count: usize) -> Option<&'b [[u8; N]]> {
    let (taken, after) = rest.split_at_checked(count.checked_mul(N)?)?;
    *rest = after;
    Some(taken.as_chunks::<N>().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_what_is_cut_does_not() {
        let weights = Weights {
            bias: -7,
            floor: -1,
            paths: &[[1, 0]; PATHS],
            pairs: &[[1; 8]; PAIRS],
            triples: &[[1; 8]; TRIPLES],
        };
        let model = Model { trie: Trie::over(&[[1; 4]; 3]), unknown: Unknown { open: 54, letter: 21 }, weights };
        let bytes = write(&model);
        let read = Model::read(&bytes).unwrap();
        assert_eq!((read.weights.bias, read.unknown.letter, read.trie.cells().len()), (-7, 21, 3));
        for length in (0..bytes.len()).step_by(97) {
            assert!(Model::read(&bytes[..length]).is_none());
        }
    }
}
