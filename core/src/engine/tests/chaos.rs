//! Any sequence of events: no panic, a small state, the same again from its saved text.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{MONDAY, SHOP, engine};
use crate::action::Action;
use crate::event::{Command, Event};
use crate::value::{Timestamp, Value};

/// Values as wild as hosts send them.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-1_000_000_000_000_i64..1_000_000_000_000).prop_map(|n| Value::Number(n as f64 / 8.0)),
        ".{0,12}".prop_map(Value::Text),
        Just(Value::Text("ก\u{1}\"".repeat(4000))),
        prop_oneof![
            Just("slot"),
            Just("followup"),
            Just("rewind"),
            Just("drink"),
            Just("order_form"),
            Just("action_listen")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let key = prop_oneof![
            Just("event"),
            Just("name"),
            Just("value"),
            Just("text"),
            Just("slots"),
            Just("replies"),
            Just("events"),
            Just("error"),
            Just("drink"),
            Just("size"),
            Just("note"),
            Just("at"),
            Just("action"),
            Just("from")
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::vec((key, inner), 0..6).prop_map(Value::map),
        ]
    })
}

fn host_event() -> impl Strategy<Value = Value> {
    let kinds = prop_oneof![
        Just("slot"),
        Just("followup"),
        Just("active_loop"),
        Just("pause"),
        Just("resume"),
        Just("restart"),
        Just("reset_slots"),
        Just("rewind"),
        Just("undo"),
        Just("reminder"),
        Just("cancel_reminder"),
        Just("bot"),
        Just("action"),
        Just("session_started"),
        Just("action_execution_rejected")
    ];
    let names = prop_oneof![
        Just("drink"),
        Just("size"),
        Just("note"),
        Just("requested_slot"),
        Just("order_form"),
        Just("utter_greet"),
        Just("action_listen"),
        Just("action_place"),
        Just("action_two_stage_fallback"),
        Just("action_back")
    ];
    (kinds, names, value(), 0..100_000_i64).prop_map(|(kind, name, value, at)| {
        Value::map([
            ("event", Value::from(kind)),
            ("name", Value::from(name)),
            ("action", Value::from(name)),
            ("text", Value::from("ค่ะ")),
            ("at", Value::Number((MONDAY + at) as f64)),
            ("value", value),
        ])
    })
}

/// An event; an answer goes to the open call where its id is empty.
fn event() -> impl Strategy<Value = Event> {
    let intents = prop_oneof![
        Just("greet"),
        Just("order"),
        Just("inform"),
        Just("hours"),
        Just("bye"),
        Just("weather"),
        Just("back"),
        Just("restart"),
        Just("session_start"),
        Just("nlu_fallback"),
        Just("out_of_scope"),
        Just("/inform{\"size\": 1}")
    ];
    let answer =
        (value(), prop::collection::vec(host_event(), 0..5), any::<bool>()).prop_map(|(wild, events, plain)| {
            let value = if plain { Value::map([("events", Value::List(events)), ("slots", wild)]) } else { wild };
            Event::Answer { id: String::new(), value }
        });
    prop_oneof![
        4 => (intents, value()).prop_map(|(name, value)| Event::Choice { name: name.into(), value, text: None, id: None }),
        2 => ".{0,20}".prop_map(Event::message),
        3 => answer,
        1 => Just(Event::Tick {}),
        1 => Just(Event::Resume {}),
        1 => (prop_oneof![Just("drink"), Just("note"), Just("count"), Just("none")], value())
            .prop_map(|(name, value)| Event::set(name, value)),
        1 => value().prop_map(|value| Event::Commands {
            list: vec![
                Command::Set { name: "drink".into(), value },
                Command::Start { name: "order_form".into() },
                Command::Cancel {},
                Command::Repeat {},
            ],
            text: None,
            id: Some("same".into()),
        }),
    ]
}

/// Stories beside the rules, so that memory and likeness are asked too.
const MORE: &str = "- rule: lost
  steps: [{intent: nlu_fallback}, {action: action_two_stage_fallback}, {active_loop: action_two_stage_fallback}]
stories:
- story: goodbye
  steps: [{intent: deny}, {action: utter_greet}, {intent: bye}, {action: utter_hours}]
- story: placed
  steps: [{intent: affirm}, {action: action_place}, {or: [{intent: inform}, {intent: deny}]}, {action: utter_done}]
";

fn chaotic(faithful: bool, checked: bool) -> super::Engine {
    let mut domain = format!("{SHOP}{MORE}");
    if checked {
        domain = domain.replace("actions: [", "actions: [validate_order_form, action_validate_slot_mappings, ");
    }
    engine(if faithful { "compatibility: rasa" } else { "" }, &domain)
}

/// Plays events; each turn is taken twice, once from the saved state.
pub(super) fn play(engine: &super::Engine, events: Vec<(Event, i64)>) -> Result<(), TestCaseError> {
    let mut turn = engine.start(Timestamp(MONDAY));
    let mut now = MONDAY;
    for (event, passed) in events {
        now += passed;
        let event = match event {
            Event::Answer { value, .. } => {
                let id = turn.state.call.as_ref().map_or_else(String::new, |call| call.id.clone());
                Event::Answer { id, value }
            }
            event => event,
        };
        let saved = turn.state.save();
        let restored = engine.restore(&saved).unwrap();
        prop_assert_eq!(&restored.save(), &saved);
        prop_assert_eq!(&restored.history, &turn.state.history);
        let version = turn.state.version();
        let again = engine.turn(restored, event.clone(), Timestamp(now));
        turn = engine.turn(turn.state, event, Timestamp(now));
        prop_assert_eq!(again.state.save(), turn.state.save());
        prop_assert_eq!(&again.actions, &turn.actions);
        prop_assert_eq!(again.trace.events, turn.trace.events);
        prop_assert!(turn.state.version() - version <= 1);
        prop_assert!(turn.state.save().len() <= 64 * 1024, "{} bytes", turn.state.save().len());
        prop_assert!(turn.state.stack.len() <= 14);
        prop_assert!(turn.actions.len() <= 400, "{} actions", turn.actions.len());
        let waits = turn.actions.iter().filter(|action| matches!(action, Action::Wait { .. })).count();
        prop_assert!(waits <= 1);
    }
    Ok(())
}

/// Plays a million turns, over one engine or another.
pub(super) fn a_million(engines: &[super::Engine], event: impl Strategy<Value = (Event, i64)>) {
    let config =
        ProptestConfig { cases: 5_000, max_shrink_iters: 2_000, failure_persistence: None, ..Default::default() };
    let taken = std::cell::Cell::new(0);
    let sequences = prop::collection::vec(event, 150..350);
    let result = TestRunner::new(config).run(&(sequences, 0..engines.len()), |(events, which)| {
        taken.set(taken.get() + events.len());
        play(&engines[which], events)
    });
    assert!(result.is_ok(), "{result:?}");
    assert!(taken.get() > 1_000_000, "{} turns", taken.get());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_events(
        events in prop::collection::vec((event(), -1000_i64..40_000), 1..60),
        faithful in any::<bool>(),
        checked in any::<bool>(),
    ) {
        play(&chaotic(faithful, checked), events)?;
    }
}

/// `cargo test --release -p sonthana --features cli --lib a_million_turns -- --ignored`: some minutes.
#[test]
#[ignore = "a million turns take minutes"]
fn a_million_turns() {
    let engines = [(false, false), (false, true), (true, false), (true, true)].map(|(a, b)| chaotic(a, b));
    a_million(&engines, (event(), -1000_i64..40_000));
}
