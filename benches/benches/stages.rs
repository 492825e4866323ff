//! What each stage of a turn costs, on the coffee shop: `make bench`.
//!
//! The messages are some forty Thai characters long. A turn here is a whole one: understanding,
//! state, policy, reply, trace.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use sonthana::{Bot, Engine, Event, State, Timestamp};

/// An order with everything in it.
const ORDER: &str = "ขอลาเต้เย็นแก้วใหญ่หวานน้อย 2 แก้ว รับบ่าย 3 ค่ะ";
/// A question.
const QUESTION: &str = "สอบถามหน่อยค่ะ วันอาทิตย์ร้านเปิดกี่โมงคะ";
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

criterion_group!(benches, text, engine, training);
criterion_main!(benches);
