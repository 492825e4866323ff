//! Prints what the last `cargo bench` measured as one table, in order of cost.
//!
//! In: `target/criterion/**/new/estimates.json`. Out: Markdown on standard output.

#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::{env, fs};

/// One measured name: median and its 95 % interval, in nanoseconds.
struct Row {
    name: String,
    median: f64,
    low: f64,
    high: f64,
}

fn main() {
    let target = env::args().nth(1).unwrap_or_else(|| "target".to_owned());
    let mut rows = Vec::new();
    collect(&Path::new(&target).join("criterion"), &mut rows);
    rows.sort_by(|a, b| a.median.total_cmp(&b.median));
    println!("| what | median | 95 % interval |\n|---|---|---|");
    for row in rows {
        println!("| {} | {} | {} to {} |", row.name, shown(row.median), shown(row.low), shown(row.high));
    }
}

fn collect(folder: &Path, rows: &mut Vec<Row>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.is_dir()) {
        if path.file_name().is_some_and(|name| name == "new") {
            rows.extend(read(path));
        } else {
            collect(path, rows);
        }
    }
}

fn read(folder: &Path) -> Option<Row> {
    let json = |file: &str| -> Option<serde_json::Value> {
        serde_json::from_str(&fs::read_to_string(folder.join(file)).ok()?).ok()
    };
    let name = json("benchmark.json")?["full_id"].as_str()?.to_owned();
    let median = &json("estimates.json")?["median"];
    let interval = &median["confidence_interval"];
    Some(Row {
        name,
        median: median["point_estimate"].as_f64()?,
        low: interval["lower_bound"].as_f64()?,
        high: interval["upper_bound"].as_f64()?,
    })
}

fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.2} µs", n / 1e3),
        n if n < 1e9 => format!("{:.2} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}
