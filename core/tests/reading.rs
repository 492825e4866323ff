//! Nothing an author can write makes the reader panic or take long: bytes at random, sound files with
//! pieces cut out, doubled or exchanged, and files made to be too much.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sonthana::Bot;

const DOMAIN: &str = "version: \"3.1\"
intents: [greet, order: {use_entities: [drink]}]
entities: [drink, size: {roles: [cup]}]
slots:
  drink: {type: text, mappings: [{type: from_entity, entity: drink, conditions: [{active_loop: f}]}]}
  size: {type: categorical, values: [S, L], mappings: [{type: from_text}]}
  many: {type: float, min_value: 0, max_value: 9, mappings: [{type: custom}]}
responses:
  utter_greet: &hi
  - text: สวัสดีค่ะ {drink}
    buttons: [{title: ชา, payload: '/order{\"drink\": \"ชา\"}'}]
    condition: [{type: slot, name: size, value: S}]
  utter_ask_drink: *hi
forms: {f: {required_slots: [drink, size], ignored_intents: greet}}
actions: [action_pay: {timeout: 5}]
";
const DATA: &str = "nlu:
- intent: order
  examples: |
    - ขอ[ลาเต้](drink) [ใหญ่]{\"entity\": \"size\", \"role\": \"cup\", \"value\": \"L\"}
    - เอา[ชา][{\"entity\": \"drink\"}]
- regex: size
  examples: |
    - [SL]
rules:
- rule: ทัก
  condition: [{active_loop: null}, {slot_was_set: [{drink: null}]}]
  steps: [{or: [{intent: greet}, {user: 'ขอ [ชา](drink)', intent: order}]}, {action: utter_greet}, {action: f}]
routing:
  hours: {shop: {mon-fri: \"08:00-20:00\", closed: [2026-12-31]}}
  queues: {q: {hours: shop}}
  rules: [{if: turns > 3, queue: q, say: utter_greet}]
";
const CONFIG: &str = "language: th
pipeline: [{name: FallbackClassifier, threshold: 0.4}, {name: DucklingEntityExtractor, dimensions: [time]}]
policies: [{name: RulePolicy}, {name: MemoizationPolicy, max_history: 2}]
";

/// Reads a bot; nothing is trained where something is wrong.
fn code(domain: &str, data: &str, config: &str) -> Option<String> {
    refusal(domain, data, config).map(|error| error.code().to_owned())
}

fn refusal(domain: &str, data: &str, config: &str) -> Option<sonthana::Error> {
    let files = [("domain.yml", domain), ("data/a.yml", data), ("config.yml", config)];
    let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Bot::read(&files).err()
}

/// The text with one piece of `length` characters at `at` removed, doubled, or replaced.
fn hurt(text: &str, at: usize, length: usize, how: u8, other: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let start = at % chars.len();
    let end = (start + length).min(chars.len());
    let piece: String = chars[start..end].iter().collect();
    let middle = match how % 4 {
        0 => String::new(),
        1 => piece.repeat(2),
        2 => other.to_owned(),
        _ => piece.chars().rev().collect(),
    };
    let (before, after): (String, String) = (chars[..start].iter().collect(), chars[end..].iter().collect());
    before + &middle + &after
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,200}", more in "[-\\[\\]{}(),:&*!|>'\"#%@ \n\tกa0/$.]{0,200}") {
        code(&text, &more, "");
        code(&more, &text, &more);
    }

    #[test]
    fn hurt_files_are_read_without_a_panic(at in 0usize..4000, length in 0usize..40, how: u8, other in "\\PC{0,8}") {
        code(&hurt(DOMAIN, at, length, how, &other), DATA, CONFIG);
        code(DOMAIN, &hurt(DATA, at, length, how, &other), CONFIG);
        code(DOMAIN, DATA, &hurt(CONFIG, at, length, how, &other));
    }

    #[test]
    fn built_bots_of_any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let loaded = Bot::load(&[b"sonthana\x01\0\0\0".as_slice(), &bytes].concat());
        prop_assert_eq!(loaded.err().map(|error| error.code().to_owned()), Some("bot-damaged".to_owned()));
    }
}

#[test]
fn the_files_that_are_hurt_are_sound() {
    assert_eq!(refusal(DOMAIN, DATA, CONFIG), None);
}

/// Reads a file made to be too much, within a time that even a busy machine keeps.
#[expect(clippy::disallowed_methods, reason = "a test measures how long reading takes")]
fn bounded(what: &str, data: &str) -> Option<String> {
    let start = Instant::now();
    let code = code("intents: [a]", data, "");
    assert!(start.elapsed() < Duration::from_secs(20), "{what} took {:?}", start.elapsed());
    code
}

#[test]
fn what_is_made_to_be_too_much_is_bounded() {
    let bad = Some("bad-yaml".to_owned());
    assert_eq!(bounded("a deep list", &"[".repeat(1_000_000)), bad);
    assert_eq!(bounded("a deep map", &"{a: ".repeat(500_000)), bad);
    let mut bomb = "nlu: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", "));
    }
    assert_eq!(bounded("an alias bomb", &bomb), bad);
    assert_eq!(bounded("an alias in itself", "nlu: &a [*a]"), bad);
    let example = |text: &str| format!("nlu:\n- intent: a\n  examples: |\n    - {text}\n");
    // It is left out, with a note.
    assert_eq!(bounded("a long example", &example(&"ก".repeat(1 << 20))), None);
    assert_eq!(bounded("open brackets", &example(&"[".repeat(8000))), None);
    let lines = format!("{}\n", "    - [a](".repeat(60)).repeat(2000);
    bounded("unclosed annotations", &format!("nlu:\n- intent: a\n  examples: |\n{lines}"));
    bounded("many wrong keys", &format!("rules:\n{}", "- {rulee: x}\n".repeat(50_000)));
    let steps = "  - intent: nobody\n  - action: utter_nothing\n".repeat(50_000);
    bounded("many unknown names", &format!("stories:\n- story: a\n  steps:\n{steps}"));
    let names: String = (0..20_000).map(|n| format!("  - action: utter_{n}\n")).collect();
    bounded("many different unknown names", &format!("stories:\n- story: a\n  steps:\n{names}"));
}
