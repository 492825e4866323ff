//! What deciding costs as a bot grows: flows, rules and stories doubled and doubled again.
//!
//! Every bot has the same shape: one rule an intent, flows of two questions, stories of twenty turns
//! over the same intents in an order that a small generator draws. Buttons measure state, policy and
//! reply; a message measures a whole turn, with 150 intents to tell apart. The sizes take turns, so
//! that whatever else the machine does slows all of them alike.
//!
//! `cargo bench -p sonthana-benches --bench dialogue`

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use sonthana::{Bot, Command, Engine, Event, State, Timestamp, Value};

const NOW: Timestamp = Timestamp(1_795_230_000_000);
/// Turns of a story.
const TURNS: usize = 20;
/// Intents with examples, at most.
const TRAINED: usize = 150;
/// Flows, rules, steps of stories.
const SIZES: [(usize, usize, usize); 4] =
    [(25, 125, 12_500), (50, 250, 25_000), (100, 500, 50_000), (200, 1000, 100_000)];
/// Of each kind of turn, for each size.
const ROUNDS: usize = 2000;

/// Numbers without order, the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most as u64).unwrap()
    }
}

/// Intents of stories.
fn talks(rules: usize) -> usize {
    rules.clamp(20, 200)
}

/// The files of a bot of such a size.
fn files((flows, rules, steps): (usize, usize, usize)) -> Vec<(String, String)> {
    let talks = talks(rules);
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
    let mut slots = "slots:\n".to_owned();
    data.push_str("flows:\n");
    for flow in 0..flows {
        writeln!(domain, "- f{flow}").unwrap();
        for slot in ["a", "b"] {
            writeln!(slots, "  f{flow}{slot}: {{type: text, mappings: [{{type: from_llm}}]}}").unwrap();
            writeln!(replies, "  utter_ask_f{flow}{slot}: [{{text: 'ขอ {flow}{slot} ค่ะ'}}]").unwrap();
        }
        writeln!(replies, "  utter_f{flow}: [{{text: 'จดแล้วค่ะ {{f{flow}a}} {{f{flow}b}}'}}]").unwrap();
        writeln!(
            data,
            "  f{flow}:\n    description: เรื่องที่ {flow}\n    nlu_trigger: [{{intent: f{flow}}}]\n    steps: \
             [{{collect: f{flow}a}}, {{collect: f{flow}b}}, {{action: utter_f{flow}}}]"
        )
        .unwrap();
    }
    let config = "policies: [{name: MemoizationPolicy, max_history: 8}, {name: RulePolicy}, {name: TEDPolicy}]\n";
    let file = |name: &str, text: String| (name.to_owned(), text);
    vec![
        file("config.yml", config.to_owned()),
        file("domain.yml", domain + &slots + &replies),
        file("data/data.yml", data),
        file("data/nlu.yml", examples(flows, rules)),
    ]
}

/// What people say to start flows, and to ask what rules answer.
fn examples(flows: usize, rules: usize) -> String {
    const DO: [&str; 15] =
        ["จอง", "ยกเลิก", "เปลี่ยน", "เช็ค", "สั่ง", "คืน", "ซ่อม", "ส่ง", "จ่าย", "สมัคร", "ต่อ", "เลื่อน", "เคลม", "ขาย", "ถาม"];
    const WHAT: [&str; 10] = ["ตั๋ว", "ห้องพัก", "สินค้า", "ประกัน", "แพ็กเกจ", "บัตร", "สัญญา", "รถ", "คอร์ส", "พัสดุ"];
    let names = (0..flows).map(|flow| format!("f{flow}")).chain((0..rules).map(|rule| format!("r{rule}")));
    let mut nlu = "nlu:\n".to_owned();
    for (place, name) in names.take(TRAINED).enumerate() {
        let (does, what) = (DO[place % DO.len()], WHAT[place / DO.len()]);
        writeln!(
            nlu,
            "- intent: {name}\n  examples: |\n    - ขอ{does}{what}ค่ะ\n    - อยาก{does}{what}หน่อย\n    - {does}{what}ยังไงคะ\n    - ช่วย{does}{what}ให้ที"
        )
        .unwrap();
    }
    nlu
}

fn choice(name: &str) -> Event {
    Event::Choice { name: name.to_owned(), value: Value::Null, text: None, id: None }
}

/// A state and what happens in it.
type Case = (&'static str, State, Event);

/// The kinds of turns, ready to be taken.
fn cases(engine: &Engine, rules: usize) -> Vec<Case> {
    let start = engine.start(NOW).state;
    let (along, next) = along(engine, rules);
    // What no story says at this point, though all of them say it somewhere.
    let other = if next == "s7" { "s8" } else { "s7" };
    let flow = engine.turn(start.clone(), choice("f7"), NOW).state;
    let later = engine.turn(flow.clone(), Event::message("ตัวแรก"), NOW).state;
    let correct = Command::Correct { name: "f7a".into(), value: Value::from("ตัวใหม่") };
    let correct = Event::Commands { list: vec![correct], text: None, id: None };
    vec![
        ("a rule", along.clone(), choice(&format!("r{}", rules / 2))),
        ("a story", along.clone(), choice(&next)),
        ("past the stories", along.clone(), choice(other)),
        ("nothing", along, choice("nlu_fallback")),
        ("a flow begins", start.clone(), choice("f8")),
        ("a digression", flow.clone(), choice("r3")),
        ("a correction", later, correct),
        ("a message: a flow", start, Event::message("สวัสดีค่ะ รบกวนหน่อยนะคะ อยากเช็คตั๋วหน่อยค่ะ")),
        ("a message: an answer", flow, Event::message("เอาตัวเดียวกับที่เคยใช้ครั้งก่อนก็ได้ค่ะ ขอบคุณนะคะ")),
    ]
}

/// Ten turns into a conversation that goes as the first story.
fn along(engine: &Engine, rules: usize) -> (State, String) {
    let talks = talks(rules);
    let mut draw = Draw(1);
    let mut state = engine.start(NOW).state;
    let mut said = 0;
    for turn in 0..10 {
        said = if turn == 0 { 0 } else { draw.below(talks) };
        if turn < 9 {
            state = engine.turn(state, choice(&format!("s{said}")), NOW).state;
        }
    }
    (state, format!("s{said}"))
}

fn shown(time: Duration) -> String {
    format!("{:.1} µs", time.as_secs_f64() * 1e6)
}

fn table(bots: &[(Engine, Vec<Case>)]) {
    println!(
        "| median of a turn | {} |",
        SIZES.map(|(f, r, s)| format!("{f} flows, {r} rules, {s} steps")).join(" | ")
    );
    println!("|---|---|---|---|---|");
    for (place, (name, ..)) in bots[0].1.iter().enumerate() {
        let mut times = vec![Vec::with_capacity(ROUNDS); bots.len()];
        for _ in 0..ROUNDS {
            for ((engine, cases), times) in bots.iter().zip(&mut times) {
                let (_, state, event) = &cases[place];
                let (state, event) = (state.clone(), event.clone());
                let start = Instant::now();
                let turn = black_box(engine.turn(state, event, NOW));
                times.push(start.elapsed());
                drop(turn);
            }
        }
        let medians = times.iter_mut().map(|times| {
            times.sort_unstable();
            shown(times[ROUNDS / 2])
        });
        println!("| {name} | {} |", medians.collect::<Vec<_>>().join(" | "));
    }
}

fn main() {
    let bots: Vec<Bot> = SIZES.iter().map(|size| Bot::read(&files(*size)).unwrap()).collect();
    let built: Vec<Vec<u8>> = bots.iter().map(Bot::save).collect();
    let engines = bots.into_iter().zip(SIZES).map(|(bot, (_, rules, _))| {
        let engine = Engine::new(bot).unwrap();
        let cases = cases(&engine, rules);
        (engine, cases)
    });
    table(&engines.collect::<Vec<_>>());
    let mut times = vec![Vec::new(); built.len()];
    for _ in 0..7 {
        for (bytes, times) in built.iter().zip(&mut times) {
            let start = Instant::now();
            let engine = black_box(Engine::new(Bot::load(black_box(bytes)).unwrap()).unwrap());
            times.push(start.elapsed());
            drop(engine);
        }
    }
    let fastest = times.iter().map(|times| format!("{:.1} ms", times.iter().min().unwrap().as_secs_f64() * 1e3));
    println!("| opening what was built, fastest of 7 | {} |", fastest.collect::<Vec<_>>().join(" | "));
    let sizes = built.iter().map(|bytes| format!("{:.1} MB", bytes.len() as f64 / 1e6));
    println!("| its file | {} |", sizes.collect::<Vec<_>>().join(" | "));
}
