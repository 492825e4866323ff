//! Texts that are hard to cut, each against ordinary text of the same length.
//!
//! In: engines and gold, whose lines are the ordinary text. Out: a CSV, a row an engine and a text, with
//! nanoseconds a character and how much that is of ordinary text. Texts grow tenfold up to a megabyte;
//! an engine that is slow in one gets no longer one, so that a quadratic engine does not take hours.

use std::hint::black_box;
use std::time::Instant;

use crate::engines::Engine;
use crate::gold::Gold;

/// How long the texts are, in bytes.
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// An engine that takes longer for a text, in seconds, gets none of ten times its length.
const SLOW: f64 = 0.5;

/// How often each engine cuts each text; the fastest time counts.
const ROUNDS: usize = 15;

/// What is repeated: words that part in two ways, letters that part anywhere.
const REPEATED: [&str; 4] = ["ด้านหน้า", "มากกว่า", "อ", "ตากลม"];

/// Vowels, tones and signs that stand on a letter, and here on none.
const MARKS: [char; 14] = [
    '\u{E31}', '\u{E34}', '\u{E35}', '\u{E36}', '\u{E37}', '\u{E38}', '\u{E39}', '\u{E47}', '\u{E48}', '\u{E49}',
    '\u{E4A}', '\u{E4B}', '\u{E4C}', '\u{E4D}',
];

/// A text, what it is called, and the bytes it is cut down to.
struct Text {
    name: &'static str,
    whole: String,
}

/// The rows of all engines that have patience; ordinary text comes first.
pub fn rows(engines: &[Box<dyn Engine>], sets: &[Gold]) -> String {
    let mut csv = String::from("engine,text,bytes,ns,times\n");
    let texts = texts(sets);
    for engine in engines.iter().filter(|engine| engine.patience() == usize::MAX) {
        for text in &texts {
            let Some((size, [hard, ordinary])) = longest(engine.as_ref(), &text.whole, &texts[0].whole) else {
                continue;
            };
            csv += &format!("{},{},{size},{hard:.1},{:.2}\n", engine.name(), text.name, hard / ordinary);
        }
    }
    csv
}

fn texts(sets: &[Gold]) -> Vec<Text> {
    let most = SIZES[SIZES.len() - 1];
    let lines = sets.iter().flat_map(|set| &set.lines);
    let ordinary: String = lines.cycle().flat_map(|line| [line.text.as_str(), "\n"]).take_while(within(most)).collect();
    let mut texts = vec![Text { name: "ordinary", whole: ordinary }];
    texts.extend(REPEATED.map(|name| Text { name, whole: name.repeat(most / name.len()) }));
    let mut state = 1_u64;
    let mut mark = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        MARKS[(state >> 33) as usize % MARKS.len()]
    };
    texts.push(Text { name: "random marks", whole: (0..most / 3).map(|_| mark()).collect() });
    texts
}

/// Whether what has been seen is not yet so many bytes.
fn within(most: usize) -> impl FnMut(&&str) -> bool {
    let mut seen = 0;
    move |part| {
        seen += part.len();
        seen <= most
    }
}

/// The greatest length of a text that an engine cuts in time, and its nanoseconds a character there,
/// those of ordinary text beside it.
fn longest(engine: &dyn Engine, hard: &str, ordinary: &str) -> Option<(usize, [f64; 2])> {
    let mut found = None;
    for size in SIZES {
        let texts = [hard, ordinary].map(|text| upto(text, size));
        let Some(times) = fastest(engine, texts) else { break };
        found = Some((size, [0, 1].map(|at| times[at] * 1e9 / texts[at].chars().count() as f64)));
        if times[0] > SLOW {
            break;
        }
    }
    found
}

/// The fastest times of two texts that take turns, in seconds; none where an engine finds no token.
fn fastest(engine: &dyn Engine, texts: [&str; 2]) -> Option<[f64; 2]> {
    let mut best = [f64::INFINITY; 2];
    for _ in 0..ROUNDS {
        // What takes long is timed once.
        for (best, text) in best.iter_mut().zip(texts).filter(|(best, _)| **best <= SLOW || best.is_infinite()) {
            let start = Instant::now();
            if black_box(engine.count(black_box(text))) == 0 {
                return None;
            }
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    Some(best)
}

/// The beginning of a text, so many bytes or a little less.
fn upto(text: &str, size: usize) -> &str {
    let mut end = size.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
