//! Prints what the last `cargo bench` measured as one table, in order of cost, and what a turn of the
//! coffee shop costs over many different messages.
//!
//! In: `target/criterion/**/new/estimates.json`, the example bot. Out: Markdown on standard output.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use sonthana::{Bot, Engine, Event, Timestamp};

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
    turns();
}

/// What customers write to a coffee shop, one after the other: orders, changes, questions, anger,
/// English, typos, and things that no coffee shop knows.
const MESSAGES: [&str; 32] = [
    "สวัสดีค่าา",
    "ขอดูเมนูหน่อยค่ะ",
    "สั่งกาแฟหน่อยค่ะ",
    "ลาเต้ค่ะ",
    "แก้วใหญ่ค่ะ",
    "มีที่จอดรถไหมครับ",
    "หวานน้อยค่ะ",
    "สองแก้ว",
    "บ่ายสามค่ะ",
    "ถูกต้องค่ะ",
    "ขอบคุณค่ะ",
    "เอาชาไทยแก้วนึงครับ",
    "กลางครับ",
    "เปลี่ยนเป็นแก้วใหญ่ดีกว่า",
    "ไม่เอาแล้วค่ะ",
    "มัทฉะลาเต้แก้วละเท่าไหร่คะ",
    "วันอาทิตย์ร้านเปิดกี่โมงคะ แล้วร้านอยู่แถวไหน",
    "ขอลาเต้เย็นแก้วใหญ่หวานน้อย 2 แก้ว รับบ่าย 3 ค่ะ",
    "hello do u have oat milk latte?",
    "ทำไมช้าจังคะ รอมา 40 นาทีแล้ว แย่มากเลย",
    "ขอคุยกับคนหน่อย",
    "55555555",
    "อยากได้ cold brew 3 แก้ว พรุ่งนี้ 9 โมงเช้า โทร 081-234-5678 ชื่อสมชายค่ะ",
    "พรุ่งนี้ฝนจะตกไหม",
    "เอสเปรสโซ่ ๑ แก้ว คาปูชิโน่ ๒ แก้ว",
    "ok",
    "ที่อยู่ 99/1 ถนนสุขุมวิท แขวงคลองเตย เขตคลองเตย กรุงเทพ 10110 ส่งได้ไหมคะ",
    "โอนเงิน 250 บาทแล้วนะคะ เลขบัญชี 123-4-56789-0",
    "😀👍",
    "สั่งเหมือนเดิมได้ไหมคะ",
    "ยกเลิกออเดอร์",
    "แค่นี้ค่ะ ขอบคุณมากนะคะ",
];
/// Conversations through all messages.
const ROUNDS: usize = 200;

/// Times whole turns: understanding, state, policy, reply, trace.
fn turns() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/coffee/bot");
    let Ok(engine) = Bot::open(folder).and_then(Engine::new) else { return };
    let now = |at: usize| Timestamp(1_795_230_000_000 + 1000 * i64::try_from(at).unwrap_or(0));
    let mut times: Vec<Duration> = Vec::new();
    for round in 0..ROUNDS {
        let mut state = engine.start(now(0)).state;
        for at in 0..MESSAGES.len() {
            // Another order each round, so that every message meets many states.
            let message = MESSAGES[(at * (2 * (round % 16) + 1) + round) % MESSAGES.len()];
            let event = Event::message(message);
            let start = Instant::now();
            let turn = engine.turn(state, event, now(at));
            times.push(start.elapsed());
            state = turn.state;
        }
    }
    times.sort_unstable();
    let share = |share: f64| shown(times[((times.len() - 1) as f64 * share) as usize].as_nanos() as f64);
    println!("\n| a whole turn of the coffee shop, {} turns | |\n|---|---|", times.len());
    for (name, at) in [("median", 0.5), ("90th percentile", 0.9), ("99th percentile", 0.99), ("longest", 1.0)] {
        println!("| {name} | {} |", share(at));
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
