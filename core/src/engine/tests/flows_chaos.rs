//! Any sequence of events with flows: no panic, a small state, the same again from its saved text.

use proptest::prelude::*;

use super::Engine;
use super::chaos::{a_million, play};
use super::flows::cafe;
use crate::event::{Command, Event};
use crate::value::Value;

fn command() -> impl Strategy<Value = Command> {
    let flow = prop_oneof![Just("order"), Just("complain"), Just("pattern_correction"), Just("none")];
    let slot = prop_oneof![Just("drink"), Just("size"), Just("cups"), Just("sure"), Just("story"), Just("none")];
    let value = prop_oneof![
        Just(Value::Null),
        Just(Value::Bool(true)),
        Just(Value::Number(3.0)),
        Just(Value::Number(30.0)),
        Just(Value::from("ใหญ่")),
        Just(Value::Text("ก\u{1}\"".repeat(3000))),
    ];
    prop_oneof![
        3 => flow.clone().prop_map(|name| Command::Start { name: name.into() }),
        4 => (slot.clone(), value.clone()).prop_map(|(name, value)| Command::Set { name: name.into(), value }),
        2 => (slot, value).prop_map(|(name, value)| Command::Correct { name: name.into(), value }),
        1 => Just(Command::Cancel {}),
        1 => Just(Command::Affirm {}),
        1 => Just(Command::Deny {}),
        1 => Just(Command::Skip {}),
        1 => Just(Command::Repeat {}),
        1 => prop::collection::vec(flow, 0..4)
            .prop_map(|list| Command::Clarify { list: list.into_iter().map(Into::into).collect() }),
        1 => Just(Command::Handoff {}),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let texts = prop_oneof![
        Just("ลาเต้ค่ะ"),
        Just("อันที่สอง"),
        Just("สามแก้ว"),
        Just("ยี่สิบ"),
        Just("ใช่ค่ะ"),
        Just("ไม่เอาแล้ว"),
        Just("เปลี่ยนเป็นแก้วเล็ก"),
        Just("ข้ามไปก่อน"),
        Just("ไม่แน่ใจ"),
        Just("อะไรนะ"),
        Just("เริ่มใหม่"),
        Just("เหมือนเดิม"),
        Just("ขอคุยกับเจ้าหน้าที่"),
        Just("ไม่มีแล้วค่ะ"),
    ];
    let names = prop_oneof![
        Just("order"),
        Just("complain"),
        Just("hours"),
        Just("restart"),
        Just("/SetSlots(size=ใหญ่)"),
        Just("/order{\"size\": \"x\"}")
    ];
    prop_oneof![
        5 => texts.prop_map(Event::message),
        1 => ".{0,20}".prop_map(Event::message),
        3 => names.prop_map(Event::choice),
        4 => prop::collection::vec(command(), 0..5).prop_map(|list| Event::Commands { list, text: None, id: None }),
        3 => prop_oneof![
            Just("{}"),
            Just(r#"{"error": "failed"}"#),
            Just(r#"{"slots": {"drink": null, "cups": 50}}"#),
            Just(r#"{"events": [{"event": "restart"}, {"event": "followup", "name": "utter_done"}]}"#)
        ]
        .prop_map(|json| Event::answer("", Value::from_json(json).unwrap_or_default())),
        2 => Just(Event::Tick {}),
        1 => Just(Event::Resume {}),
        1 => Just(Event::set("drink", Value::from("ชา"))),
    ]
}

fn chaotic(config: &str, checked: bool) -> Engine {
    cafe(config, |text| if checked { text.to_owned() } else { text.replace(", validate_drink", "") })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_events_with_flows(
        events in prop::collection::vec((event(), 0_i64..40_000), 1..60),
        config in prop_oneof![Just(""), Just("silence: 20"), Just("burst: 3")],
        checked in any::<bool>(),
    ) {
        play(&chaotic(config, checked), events)?;
    }
}

/// `cargo test --release -p sonthana --features cli --lib a_million_turns -- --ignored`: some minutes.
#[test]
#[ignore = "a million turns take minutes"]
fn a_million_turns_with_flows() {
    let configs = ["", "silence: 20", "burst: 3"].into_iter();
    let engines: Vec<Engine> = configs.flat_map(|config| [chaotic(config, false), chaotic(config, true)]).collect();
    a_million(&engines, (event(), 0_i64..40_000));
}
