//! Thai word segmentation, side by side: who cuts how well and how fast, in one interleaved run.
//!
//! In: files of gold (`name=path`, tokens joined by `|`), a word list for the engines that bring none,
//! and perhaps gold to train vaporetto on. Out: a CSV, a row an engine, and another of texts that are hard
//! (`worst`). The engines take turns, set by set, so that a noisy machine is noisy for all of them.

mod engines;
mod gold;
mod measure;
mod worst;

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use crate::engines::Engine;
use crate::gold::Gold;

/// How often each engine cuts everything; the fastest time counts.
const ROUNDS: usize = 15;

fn main() -> ExitCode {
    let mut options: BTreeMap<String, String> = BTreeMap::new();
    let mut sets = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.strip_prefix("--"), arg.split_once('=')) {
            (Some(name), _) => drop(options.insert(name.to_owned(), args.next().unwrap_or_default())),
            (None, Some((name, path))) => sets.push(Gold::read(name, path)),
            (None, None) => return usage(),
        }
    }
    if sets.is_empty() {
        return usage();
    }
    let option = |name: &str| options.get(name).map(String::as_str);
    let mut engines = engines::all(option("words"), option("gold"));
    if let Some(only) = option("only") {
        engines.retain(|engine| engine.name() == only);
    }
    let rounds = option("rounds").and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let times = race(&engines, &sets, rounds);
    let mut csv = String::from("door,engine,set,f1,mbps\n");
    for (engine, times) in engines.iter().zip(times) {
        for (set, seconds) in sets.iter().zip(times) {
            let speed = set.bytes() as f64 / seconds / 1e6;
            let f1 = set.measure(|text| engine.cut(text)).map_or_else(String::new, |f1| format!("{f1:.2}"));
            csv += &format!("rust,{},{},{f1},{speed:.3}\n", engine.name(), set.name);
        }
    }
    put(option("out"), &csv);
    if let Some(path) = option("worst") {
        put(Some(path), &worst::rows(&engines, &sets));
    }
    ExitCode::SUCCESS
}

fn put(path: Option<&str>, csv: &str) {
    match path {
        Some(path) => fs::write(path, csv).expect("cannot write"),
        None => print!("{csv}"),
    }
}

fn usage() -> ExitCode {
    eprintln!("text [--words FILE] [--gold FILE] [--only ENGINE] [--rounds N] [--out CSV] [--worst CSV] NAME=GOLD …");
    ExitCode::from(2)
}

/// The fastest time of each engine on each set, in seconds; the engines take turns, and each goes over
/// a set once before it is timed, so that none pays for what the one before left in the caches.
fn race(engines: &[Box<dyn Engine>], sets: &[Gold], rounds: usize) -> Vec<Vec<f64>> {
    let mut best = vec![vec![f64::INFINITY; sets.len()]; engines.len()];
    for round in 0..rounds {
        for (best, engine) in best.iter_mut().zip(engines).filter(|(_, engine)| round < engine.patience()) {
            for (best, set) in best.iter_mut().zip(sets) {
                pass(engine.as_ref(), set);
                *best = best.min(pass(engine.as_ref(), set));
            }
        }
    }
    best
}

/// How long an engine takes to cut a set, in seconds.
fn pass(engine: &dyn Engine, set: &Gold) -> f64 {
    let start = Instant::now();
    for line in &set.lines {
        black_box(engine.count(black_box(&line.text)));
    }
    start.elapsed().as_secs_f64()
}
