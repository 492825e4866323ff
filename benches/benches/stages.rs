//! What each stage of a turn costs, on the coffee shop: `make bench`.
//!
//! The messages are some forty Thai characters long. A turn here is a whole one: understanding,
//! state, policy, reply, trace.

#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use sonthana::{Bot, Engine, Event, State, Timestamp};

/// An order with everything in it.
const ORDER: &str = "ขอลาเต้เย็นแก้วใหญ่หวานน้อย 2 แก้ว รับบ่าย 3 ค่ะ";
/// A question.
const QUESTION: &str = "สอบถามหน่อยค่ะ วันอาทิตย์ร้านเปิดกี่โมงคะ";
/// An order in English, forty characters long.
const ENGLISH: &str = "please send 2 boxes tomorrow at 3:30 pm!";
/// A name and an address.
const ADDRESS: &str = "ส่งคุณสมชาย ใจดี 99/9 ต.ในเมือง อ.เมือง จ.ขอนแก่น 40000";
/// The files of the coffee shop.
const FILES: [&str; 7] = [
    "config.yml",
    "domain.yml",
    "data/routing.yml",
    "data/rules.yml",
    "data/stories.yml",
    "data/nlu/orders.yml",
    "data/nlu/questions.yml",
];
const NOW: Timestamp = Timestamp(1_795_230_000_000);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/coffee/bot")
}

fn text(c: &mut Criterion) {
    c.bench_function("normalize", |b| b.iter(|| sonthana::normalize(black_box(QUESTION))));
    c.bench_function("tokenize", |b| b.iter(|| sonthana::words(black_box(QUESTION))));
    c.bench_function("sentiment", |b| b.iter(|| sonthana::sentiment(black_box(QUESTION))));
    c.bench_function("entities", |b| {
        b.iter(|| sonthana::entities(black_box(ORDER), NOW, "Asia/Bangkok", None).unwrap());
    });
    c.bench_function("entities: English", |b| {
        b.iter(|| sonthana::entities(black_box(ENGLISH), NOW, "Asia/Bangkok", None).unwrap());
    });
    c.bench_function("entities: an address", |b| {
        b.iter(|| sonthana::entities(black_box(ADDRESS), NOW, "Asia/Bangkok", None).unwrap());
    });
}

fn engine(c: &mut Criterion) {
    let bot = Bot::open(folder()).unwrap();
    let built = bot.save();
    let engine = Engine::new(bot).unwrap();
    c.bench_function("understand", |b| b.iter(|| sonthana::host::understand(&engine, black_box(QUESTION), NOW)));
    let fresh = engine.start(NOW).state;
    let ordering = engine.turn(fresh.clone(), Event::message("สั่งกาแฟหน่อยค่ะ"), NOW).state;
    turn(c, "turn: a question", &engine, (&fresh, QUESTION));
    turn(c, "turn: an order with everything", &engine, (&fresh, ORDER));
    turn(c, "turn: a question inside a form", &engine, (&ordering, QUESTION));
    let saved = ordering.save();
    c.bench_function("save", |b| b.iter(|| black_box(&ordering).save()));
    c.bench_function("restore", |b| b.iter(|| engine.restore(black_box(&saved)).unwrap()));
    c.bench_function("open: built file", |b| b.iter(|| Engine::new(Bot::load(black_box(&built)).unwrap()).unwrap()));
}

/// What it costs to keep personal data out of the state and the trace: the same turns as above.
fn privacy(c: &mut Criterion) {
    let text = |file: &str| std::fs::read_to_string(folder().join(file)).unwrap();
    let files: Vec<(String, String)> = FILES
        .into_iter()
        .map(|file| (file.to_owned(), text(file) + if file == "config.yml" { "\nprivacy: true\n" } else { "" }))
        .collect();
    let engine = Engine::new(Bot::read(&files).unwrap()).unwrap();
    let fresh = engine.start(NOW).state;
    let ordering = engine.turn(fresh.clone(), Event::message("สั่งกาแฟหน่อยค่ะ"), NOW).state;
    turn(c, "privacy: a question", &engine, (&fresh, QUESTION));
    turn(c, "privacy: an order with everything", &engine, (&fresh, ORDER));
    turn(c, "privacy: a question inside a form", &engine, (&ordering, QUESTION));
}

/// What finding a listed word costs among 100,000, slips forgiven.
fn lookups(c: &mut Criterion) {
    let nlu = "nlu:\n- intent: ask\n  examples: |\n    - ร้านเปิดกี่โมง\n    - เปิดวันไหน\n\
               - intent: thank\n  examples: |\n    - ขอบคุณค่ะ\n    - ขอบใจนะ\n- lookup: customer\n  examples: |\n";
    let names: String = (0..100_000).map(|number| format!("    - {}\n", name(number))).collect();
    let files = [
        ("domain.yml".to_owned(), "intents: [ask, thank]\nentities: [customer]\n".to_owned()),
        ("config.yml".to_owned(), "language: th\n".to_owned()),
        ("nlu.yml".to_owned(), format!("{nlu}{names}")),
    ];
    let engine = Engine::new(Bot::read(&files).unwrap()).unwrap();
    let text = format!("ขอเช็คยอดของคุณ {} กับ {} หน่อยค่ะ", name(1_234), name(98_765).replace("ิน", "ีน"));
    c.bench_function("understand: 100,000 listed words", |b| {
        b.iter(|| sonthana::host::understand(&engine, black_box(&text), NOW));
    });
}

/// A made-up name of three syllables: another one for each number below 110,592.
fn name(mut number: usize) -> String {
    let heads: Vec<char> = "กขคชดตทนบปพมรลวส".chars().collect();
    let mut name = String::new();
    for _ in 0..3 {
        let head = heads[number % heads.len()];
        name.push_str(&match number / heads.len() % 3 {
            0 => format!("{head}า"),
            1 => format!("{head}ิน"),
            _ => format!("แ{head}ง"),
        });
        number /= 3 * heads.len();
    }
    name
}

fn turn(c: &mut Criterion, name: &str, engine: &Engine, (state, message): (&State, &str)) {
    c.bench_function(name, |b| {
        b.iter_batched(
            || (state.clone(), Event::message(message)),
            |(state, event)| engine.turn(state, event, NOW),
            BatchSize::SmallInput,
        );
    });
}

fn training(c: &mut Criterion) {
    let mut group = c.benchmark_group("whole");
    group.sample_size(10);
    group.bench_function("open and train: directory", |b| b.iter(|| Bot::open(folder()).unwrap()));
    group.finish();
}

criterion_group!(benches, text, engine, privacy, lookups, training);
criterion_main!(benches);
