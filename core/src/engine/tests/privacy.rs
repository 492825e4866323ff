//! Whatever happens, what a person's number is stands nowhere in what a turn leaves behind.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{MONDAY, engine};
use crate::action::Action;
use crate::event::{Command, Event};
use crate::host;
use crate::part::Part;
use crate::value::{Timestamp, Value};

const DOMAIN: &str = r#"
intents: [greet, balance, person]
entities:
- phone
- member_id: {pattern: 'M\d{6}'}
actions: [action_balance]
slots:
  age: {type: float, mappings: [{type: custom}]}
responses:
  utter_greet: [{text: "สวัสดีค่ะ"}]
rules:
- {rule: greet, steps: [{intent: greet}, {action: utter_greet}]}
- {rule: balance, steps: [{intent: balance}, {action: action_balance}]}
- {rule: person, steps: [{intent: person}, {action: action_handoff}]}
"#;

/// The kind of an event, its words, digits, how they are written or whether they are a member's, seconds.
type Happening = (usize, &'static str, String, usize, bool, i64);

/// A number as people write it: `0812345678`, `081-234-5678`, `081 234 5678`, with Thai digits.
fn written(digits: &str, style: usize) -> String {
    let parted = |by: &str| format!("{}{by}{}{by}{}", &digits[..3], &digits[3..6], &digits[6..]);
    let thai = |ch: char| ch.to_digit(10).and_then(|digit| char::from_u32(0x0E50 + digit)).unwrap_or(ch);
    match style {
        0 => digits.to_owned(),
        1 => parted("-"),
        2 => parted(" "),
        3 => digits.chars().map(thai).collect(),
        _ => format!("+66{}", &digits[1..]),
    }
}

/// What happens with a secret in it.
fn event(kind: usize, words: &str, secret: &str, call: &str) -> Event {
    let text = format!("{words} {secret} ค่ะ");
    match kind {
        0..=3 => Event::message(text),
        4 => Event::choice("balance"),
        5 => Event::choice(format!("/greet{{\"note\": \"{secret}\"}}")),
        6 => Event::Choice {
            name: "greet".into(),
            value: Value::map([("note", Value::from(text.as_str()))]),
            text: Some(text),
            id: None,
        },
        7 => {
            let set = |value: &str| Command::Set { name: "note".into(), value: Value::from(value) };
            let list =
                vec![set(&text), Command::Start { name: "greet".into() }, Command::Answer { text: text.clone() }];
            Event::Commands { list, text: Some(text), id: None }
        }
        8 => {
            let heard = Value::map([("text", Value::from(text.as_str()))]);
            let place = Part::Location { latitude: 13.0, longitude: 100.0, address: Some(text.clone()) };
            let parts = vec![Part::Alternatives { list: vec![heard.clone(), heard] }, place];
            Event::Message { text: String::new(), id: None, parts, channel: None, language: None }
        }
        9 => Event::set("age", Value::from(text.as_str())),
        10 => Event::Tick {},
        11 => Event::choice("person"),
        12 => Event::Resume {},
        13 => {
            let reply = Value::map([("text", Value::from(text.as_str()))]);
            let odd = Value::map([("event", Value::from(text.as_str()))]);
            let value = Value::map([("replies", Value::List(vec![reply])), ("events", Value::List(vec![odd]))]);
            Event::answer(call, value)
        }
        _ => Event::answer(call, Value::map([("error", Value::from(text.as_str()))])),
    }
}

/// Only its letters and digits, the Thai digits as ASCII ones.
fn plain(text: &str) -> String {
    let digit = |ch: char| match ch {
        '๐'..='๙' => char::from_digit(u32::from(ch) - 0x0E50, 10).unwrap_or(ch),
        other => other,
    };
    text.chars().filter(|ch| ch.is_alphanumeric()).map(digit).collect()
}

#[test]
fn a_number_stands_nowhere_in_what_a_turn_leaves_behind() {
    let engines = ["", "burst: 3\n"].map(|more| engine(&format!("{more}privacy: true\n"), DOMAIN));
    let own = engine("privacy: {kinds: [phone, member_id]}\n", DOMAIN);
    let words = prop_oneof![
        Just("เบอร์"),
        Just("โทรกลับ"),
        Just("ติดต่อมาที่"),
        Just("แจ้งปัญหาหน่อย คือว่าเมื่อวานสั่งของไปแล้วยังไม่ได้เลยค่ะ รอนานมากแล้ว โทรกลับ")
    ];
    let step = (0..15_usize, words, "0[689][0-9]{8}", 0..5_usize, any::<bool>(), 0..9_i64);
    let steps = (0..3_usize, prop::collection::vec(step, 1..14));
    let mut runner = TestRunner::new(ProptestConfig { cases: 300, ..ProptestConfig::default() });
    let check = |(which, steps): (usize, Vec<Happening>)| {
        let engine = engines.get(which).unwrap_or(&own);
        let (mut now, mut call) = (MONDAY, String::new());
        let mut turn = engine.start(Timestamp(now));
        let mut secrets: Vec<String> = Vec::new();
        for (kind, words, digits, style, member, wait) in steps {
            now += wait * 1000;
            // a kind of the bot's own is masked where the bot names it
            let member = member && which == 2;
            let number = digits.get(1..).unwrap_or_default();
            let secret = if member { format!("M{}", &number[..6]) } else { written(&digits, style) };
            secrets.push(if member { secret.clone() } else { number.to_owned() });
            turn = engine.turn(turn.state, event(kind, words, &secret, &call), Timestamp(now));
            let opened = turn.actions.iter().rev().find_map(|action| match action {
                Action::Call { id, .. } => Some(id.clone()),
                _ => None,
            });
            call = opened.unwrap_or(call);
            let left = [turn.state.save(), host::trace(&turn.trace, host::Unit::Byte).to_json()];
            for (left, secret) in left.iter().flat_map(|left| secrets.iter().map(move |secret| (left, secret))) {
                prop_assert!(!plain(left).contains(secret.as_str()), "{secret} after event {kind} in {left}");
            }
        }
        Ok(())
    };
    runner.run(&steps, check).unwrap();
}
