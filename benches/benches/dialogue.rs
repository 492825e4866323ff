//! What deciding costs as a bot grows: rules and stories doubled and doubled again.
//!
//! Every bot has the same shape: one rule an intent, stories of twenty turns over the same intents,
//! in an order that a small generator draws. Messages are buttons, so that only state, policy and
//! reply are measured; `stages` measures understanding.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use sonthana::{Bot, Engine, Event, State, Timestamp, Value};

const NOW: Timestamp = Timestamp(1_795_230_000_000);
/// Turns of a story.
const TURNS: usize = 20;

/// Numbers without order, the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most as u64).unwrap()
    }
}

/// The files of a bot of so many rules and so many steps of stories.
fn files(rules: usize, steps: usize) -> Vec<(String, String)> {
    let talks = rules.clamp(20, 200);
    let mut domain = "intents:\n".to_owned();
    let mut replies = "responses:\n  utter_default: [{text: ไม่เข้าใจค่ะ}]\n".to_owned();
    let mut data = "rules:\n".to_owned();
    for rule in 0..rules {
        writeln!(domain, "- r{rule}").unwrap();
        writeln!(replies, "  utter_r{rule}: [{{text: 'ค่ะ {rule}'}}]").unwrap();
        writeln!(data, "- rule: r{rule}\n  steps: [{{intent: r{rule}}}, {{action: utter_r{rule}}}]").unwrap();
    }
    for talk in 0..talks {
        writeln!(domain, "- s{talk}").unwrap();
        writeln!(replies, "  utter_s{talk}: [{{text: 'ครับ {talk}'}}]").unwrap();
    }
    data.push_str("stories:\n");
    let mut draw = Draw(1);
    // A turn of a story is three steps: the message, the reply, the listening.
    for story in 0..steps.div_ceil(3 * TURNS) {
        writeln!(data, "- story: s{story}\n  steps:").unwrap();
        for turn in 0..TURNS {
            let said = if turn == 0 { story % talks } else { draw.below(talks) };
            // What follows a message depends on the one before, so that memory has to be asked.
            writeln!(data, "  - intent: s{said}\n  - action: utter_s{}", (said + turn) % talks).unwrap();
        }
    }
    let config = "policies: [{name: MemoizationPolicy, max_history: 8}, {name: RulePolicy}, {name: TEDPolicy}]\n";
    let file = |name: &str, text: String| (name.to_owned(), text);
    vec![file("config.yml", config.to_owned()), file("domain.yml", domain + &replies), file("data/data.yml", data)]
}

fn choice(name: &str) -> Event {
    Event::Choice { name: name.to_owned(), value: Value::Null, text: None, id: None }
}

/// Ten turns into a conversation that goes as the first story.
fn along(engine: &Engine, steps: usize, rules: usize) -> (State, String) {
    let talks = rules.clamp(20, 200);
    let mut draw = Draw(1);
    let mut state = engine.start(NOW).state;
    let mut said = 0;
    for turn in 0..10.min(steps) {
        said = if turn == 0 { 0 } else { draw.below(talks) };
        if turn < 9 {
            state = engine.turn(state, choice(&format!("s{said}")), NOW).state;
        }
    }
    (state, format!("s{said}"))
}

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("dialogue");
    for (rules, steps) in [(125, 12_500), (250, 25_000), (500, 50_000), (1000, 100_000)] {
        let bot = Bot::read(&files(rules, steps)).unwrap();
        let engine = Engine::new(bot).unwrap();
        let name = format!("{rules} rules, {steps} steps");
        let (state, next) = along(&engine, steps, rules);
        // What no story says at this point, though all of them say it somewhere.
        let other = if next == "s7" { "s8" } else { "s7" };
        let cases = [
            ("a rule", &state, format!("r{}", rules / 2)),
            ("past the stories", &state, other.to_owned()),
            ("a story", &state, next),
            ("nothing", &state, "nlu_fallback".to_owned()),
        ];
        for (what, state, message) in cases {
            group.bench_with_input(BenchmarkId::new(what, &name), &message, |b, message| {
                b.iter_batched(
                    || (state.clone(), choice(message)),
                    |(state, event)| engine.turn(state, event, NOW),
                    BatchSize::SmallInput,
                );
            });
        }
    }
    group.finish();
}

fn opening(c: &mut Criterion) {
    let mut group = c.benchmark_group("dialogue: open");
    group.sample_size(10);
    for (rules, steps) in [(250, 25_000), (500, 50_000)] {
        let files = files(rules, steps);
        let built = Bot::read(&files).unwrap().save();
        group.bench_function(format!("built, {rules} rules, {steps} steps"), |b| {
            b.iter(|| Engine::new(Bot::load(&built).unwrap()).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, growth, opening);
criterion_main!(benches);
