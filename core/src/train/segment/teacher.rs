//! The slow, strong segmenter that labels raw text for the fast one.
//!
//! In: lines of gold and a lexicon. Out: for each place where a Thai word may begin, how probable that
//! is. It sees strings of up to four letters and six letter classes around the place, how firmly the
//! lattice wants it, the words of the lattice's path beside it, and the longest listed words around it.

use crate::learn::number::sigmoid;
use crate::tokenize::code::Code;
use crate::tokenize::letter::BEFORE;
use crate::tokenize::trie::Trie;
use crate::train::segment::evidence::Evidence;
use crate::train::segment::line::Line;

/// The logarithm of how many weights there are.
const BITS: u32 = 22;
const EPOCHS: usize = 12;
const RATE: f32 = 0.1;
const SHRINK: f32 = 1e-5;
const SIDE: i64 = 4;

/// The tries of a lexicon.
pub(crate) type Tries = [Trie<Vec<[u8; 4]>>];

/// A place in a line, and what is seen of it.
struct Place {
    at: usize,
    seen: Vec<u32>,
}

/// The weights, trained.
pub(crate) struct Teacher {
    weights: Vec<f32>,
}

impl Teacher {
    /// Learns from lines of gold.
    pub(crate) fn train<'l>(gold: impl Iterator<Item = &'l Line>, tries: &Tries) -> Teacher {
        let mut examples = Vec::new();
        for line in gold {
            examples.extend(places(line, tries).into_iter().map(|place| (place.seen, line.gold[place.at])));
        }
        let mut weights = vec![0_f32; 1 << BITS];
        let mut squares = vec![1e-2_f32; 1 << BITS];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = Random(12_345);
        for _ in 0..EPOCHS {
            random.shuffle(&mut order);
            for &n in &order {
                let (seen, begins) = &examples[n];
                let sum: f32 = seen.iter().map(|&id| weights[id as usize]).sum();
                let error = sigmoid(f64::from(sum)) as f32 - f32::from(u8::from(*begins));
                for &id in seen {
                    let id = id as usize;
                    let slope = error + SHRINK * weights[id];
                    squares[id] += slope * slope;
                    weights[id] -= RATE * slope / squares[id].sqrt();
                }
            }
        }
        Teacher { weights }
    }

    /// Each place of a line where a word may begin, and how probable it is that one does.
    pub(crate) fn label(&self, line: &Line, tries: &Tries) -> Vec<(usize, f32)> {
        let probability = |place: &Place| {
            let sum: f32 = place.seen.iter().map(|&id| self.weights[id as usize]).sum();
            (place.at, sigmoid(f64::from(sum)) as f32)
        };
        places(line, tries).iter().map(probability).collect()
    }
}

fn places(line: &Line, tries: &Tries) -> Vec<Place> {
    let mut places = Vec::new();
    for &(from, to) in &line.runs {
        let evidence = Evidence::gather(line, (from, to), tries);
        for at in (1..to - from).filter(|&at| evidence.begins[at]) {
            let mut view = View { seen: Vec::with_capacity(64) };
            view.letters(line, from + at);
            view.evidence(line.letters((from, to)), &evidence, at);
            places.push(Place { at: from + at, seen: view.seen });
        }
    }
    places
}

/// Collects what is seen of one place, as numbers of weights.
struct View {
    seen: Vec<u32>,
}

impl View {
    fn add(&mut self, kind: u64, value: u64) {
        self.seen.push((mix(mix(0x1234, kind), value) >> (64 - BITS)) as u32);
    }

    fn letters(&mut self, line: &Line, at: usize) {
        self.add(1, 0);
        let code = |offset: i64| line.codes[(at as i64 + BEFORE as i64 + offset) as usize];
        for start in -SIDE..SIDE {
            let (mut letters, mut classes) = (0, 0);
            for length in 0..6_i64 {
                if start + length >= SIDE {
                    break;
                }
                let code = code(start + length);
                letters = letters * 128 + u64::from(code);
                classes = classes * 16 + class(code);
                let shape = (start + SIDE) as u64 * 8 + length as u64;
                if length < 4 {
                    self.add(100 + shape, letters);
                }
                if length > 0 {
                    self.add(1000 + shape, classes);
                }
            }
        }
    }

    fn evidence(&mut self, letters: &[Code], evidence: &Evidence, at: usize) {
        let [begins, ends, spans] = evidence.listed[at].map(u64::from);
        self.add(2000, begins);
        self.add(2001, ends);
        self.add(2002, spans);
        self.add(2003, begins << 8 | ends);
        self.add(2004, spans << 16 | begins << 8 | ends);
        let (left, right) = evidence.around(at);
        let firm = firmness(evidence.margins[at]);
        let on = u64::from(evidence.path[at]);
        let lengths = ((at - left).min(12) << 8 | (right - at).min(12)) as u64;
        self.add(3000, firm);
        self.add(3001, on << 16 | lengths);
        self.add(3002, firm << 16 | lengths);
        let name = |word: &[Code]| word.iter().fold(7, |name, &code| mix(name, u64::from(code)));
        let (before, after) = (name(&letters[left..at]), name(&letters[at..right]));
        self.add(3003 + on, before);
        self.add(3005 + on, after);
        self.add(3007 + on, mix(before, after));
    }
}

/// Letter classes: what a letter can do in a syllable.
fn class(code: Code) -> u64 {
    match code {
        0 => 0,
        1..=46 => 1,
        47 | 70 => 9,
        48 | 50 | 51 | 69 => 2,
        49 | 52..=58 | 71 => 3,
        64..=68 => 4,
        72..=75 => 5,
        76..=78 => 6,
        59 => 7,
        60 => 8,
        61 => 10,
        62 => 11,
        63 => 12,
        _ => 13,
    }
}

/// How firmly the lattice wants a place, in a few steps.
fn firmness(margin: f32) -> u64 {
    let steps = [0.5, 1.5, 3.0, 5.0, 8.0, 12.0];
    let step = steps.iter().take_while(|&&step| margin.abs() >= step).count() as u64;
    if margin < 0.0 { step + 10 } else { step }
}

fn mix(state: u64, value: u64) -> u64 {
    let x = (state ^ value.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^ (x >> 32)
}

/// A fixed sequence of numbers for shuffling: the same training every time.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize
    }

    /// Puts a list in another order.
    pub(crate) fn shuffle(&mut self, list: &mut [usize]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.next() % (last + 1));
        }
    }
}
