//! The fast segmenter, as it ships: rows for letters, pairs and triples, and what the path says.
//!
//! In: lines with the teacher's probabilities (gold's are certain), and the dictionary that ships. Out:
//! the bytes of a compiled file. Rows are quantised to eight bits.

use crate::learn::number::sigmoid;
use crate::order;
use crate::tokenize::code::ALPHABET;
use crate::tokenize::lattice::{self, Unknown, Words};
use crate::tokenize::letter::BEFORE;
use crate::tokenize::model::{Model, write};
use crate::tokenize::score::{self, PATHS, Row, Weights, between, pair, triple, within};
use crate::tokenize::trie::Trie;
use crate::train::segment::evidence::{LETTER, OPEN};
use crate::train::segment::lexicon::UNIT;
use crate::train::segment::line::Line;
use crate::train::segment::teacher::Random;

const EPOCHS: usize = 3;
const RATE: f32 = 0.1;
const SHRINK: f32 = 1e-6;
/// Errors below this teach nothing.
const ENOUGH: f32 = 0.003;

const ONES: usize = 0;
const PAIRS: usize = ONES + ALPHABET * 8;
const TRIPLES: usize = PAIRS + score::PAIRS * 8;
const PATH: usize = TRIPLES + score::TRIPLES * 8;
const BIAS: usize = PATH + PATHS;

/// A line, where words may begin in it with how probable that is, and how many times it counts.
pub(crate) struct Lesson<'l> {
    pub(crate) line: &'l Line,
    pub(crate) labels: Vec<(usize, f32)>,
    pub(crate) times: usize,
}

/// Learns from lessons; gives the bytes of a compiled file.
pub(crate) fn train(lessons: &[Lesson<'_>], trie: &Trie<Vec<[u8; 4]>>) -> Vec<u8> {
    let own = Trie::over(trie.cells());
    let unknown = Unknown { open: (OPEN * UNIT as f32) as u32, letter: (LETTER * UNIT as f32) as u32 };
    let words = Words { own: &own, user: &[], unknown };
    let said: Vec<Vec<u16>> = lessons.iter().map(|lesson| said(lesson.line, words)).collect();
    let mut order: Vec<usize> = Vec::new();
    for (n, lesson) in lessons.iter().enumerate() {
        order.extend(std::iter::repeat_n(n, lesson.times));
    }
    let mut weights = vec![0_f32; BIAS + 1];
    let mut squares = vec![1e-1_f32; BIAS + 1];
    let mut random = Random(99);
    let mut seen = Vec::new();
    for epoch in 0..EPOCHS {
        let rate = RATE * (1.0 - 0.8 * epoch as f32 / EPOCHS as f32);
        random.shuffle(&mut order);
        for &n in &order {
            for &(at, probability) in &lessons[n].labels {
                see(lessons[n].line, at, said[n][at], &mut seen);
                let sum: f32 = seen.iter().map(|&id| weights[id as usize]).sum();
                let error = sigmoid(f64::from(sum)) as f32 - probability;
                if error.abs() < ENOUGH {
                    continue;
                }
                for &id in &seen {
                    let id = id as usize;
                    let slope = error + SHRINK * weights[id];
                    squares[id] += slope * slope;
                    weights[id] -= rate * slope / squares[id].sqrt();
                }
            }
        }
    }
    compile(&weights, own, unknown)
}

/// What the path says about each place of a line.
fn said(line: &Line, words: Words<'_>) -> Vec<u16> {
    let mut said = vec![0; line.codes.len()];
    let mut letters = line.letters.clone();
    for &(from, to) in &line.runs {
        lattice::path(&mut letters, BEFORE + from, BEFORE + to, words);
        let (mut at, mut before) = (from, None);
        while at < to {
            let (end, known) = lattice::word(letters[BEFORE + at].step);
            let end = end - BEFORE;
            if let Some((length, last)) = before {
                said[at] = between([last, known], length, end - at) as u16;
            }
            for (inner, said) in said.iter_mut().enumerate().take(end).skip(at + 1) {
                *said = within(known, inner - at, end - inner) as u16;
            }
            before = Some((end - at, known));
            at = end;
        }
    }
    said
}

/// The numbers of the weights that a place sees.
fn see(line: &Line, at: usize, said: u16, seen: &mut Vec<u32>) {
    seen.clear();
    let codes = &line.codes;
    // The letter three to the right of the place sees it in lane 0, the one four to the left in lane 7.
    for lane in 0..8 {
        let first = at + BEFORE + 3 - lane;
        seen.push((ONES + codes[first] as usize * 8 + lane) as u32);
        if lane >= 1 {
            seen.push((PAIRS + pair(codes[first], codes[first + 1]) * 8 + lane) as u32);
        }
        if lane >= 2 {
            let row = triple([codes[first], codes[first + 1], codes[first + 2]]);
            seen.push((TRIPLES + row * 8 + lane) as u32);
        }
    }
    seen.push((PATH + said as usize) as u32);
    seen.push(BIAS as u32);
}

/// Scales the weights to eight bits and writes them down.
fn compile(weights: &[f32], trie: Trie<&[[u8; 4]]>, unknown: Unknown) -> Vec<u8> {
    let mut weights = weights.to_vec();
    // A pair's row speaks for its first letter too.
    for row in 0..score::PAIRS {
        for lane in 0..8 {
            weights[PAIRS + row * 8 + lane] += weights[ONES + row / ALPHABET * 8 + lane];
        }
    }
    let scale = 127.0 / ceiling(&weights[PAIRS..PATH]);
    let rows = |range: std::ops::Range<usize>| -> Vec<Row> {
        let row = |row: &[f32]| std::array::from_fn(|lane| ((row[lane] * scale).round() as i8).cast_unsigned() ^ 128);
        weights[range].chunks_exact(8).map(row).collect()
    };
    let wide = |weight: f32| (weight * scale).round() as i16;
    let paths: Vec<[u8; 2]> = weights[PATH..BIAS].iter().map(|&weight| wide(weight).to_le_bytes()).collect();
    let (pairs, triples) = (rows(PAIRS..TRIPLES), rows(TRIPLES..PATH));
    let (Ok(paths), Ok(pairs), Ok(triples)) =
        (paths.as_slice().try_into(), pairs.as_slice().try_into(), triples.as_slice().try_into())
    else {
        return Vec::new();
    };
    let weights = Weights { bias: wide(weights[BIAS]), floor: score::floor(paths), paths, pairs, triples };
    write(&Model { trie, unknown, weights })
}

/// The weight that is written as 127: a few lie beyond and are cut.
fn ceiling(weights: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).collect();
    order::by(&mut sizes, f32::total_cmp);
    sizes[sizes.len() - 1 - sizes.len() / 20_000].max(1e-6)
}
