//! The promises of a turn, one by one.

use std::collections::BTreeMap;

use super::{Engine, MONDAY, SHOP, Talk, engine};
use crate::bot::Bot;
use crate::event::Event;
use crate::state::State;
use crate::value::{Timestamp, Value};

#[test]
fn an_engine_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
    shared::<State>();
}

#[test]
fn an_event_that_was_seen_changes_nothing() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    let greet = |id: &str| Event::Choice { name: "greet".into(), value: Value::Null, text: None, id: Some(id.into()) };
    talk.event(greet("a"));
    let before = talk.state().save();
    talk.event(greet("a"));
    assert!(talk.turn.actions.is_empty() && talk.state().save() == before);
    assert_eq!(talk.notes(), ["repeated-event"]);
    for id in 0..16 {
        talk.event(greet(&id.to_string()));
    }
    assert_eq!(talk.event(greet("a")).said(), ["สวัสดีค่ะ"], "only the last sixteen are remembered");
    talk.event(greet(&"x".repeat(100_000)));
    assert_eq!(talk.event(greet(&"x".repeat(100_000))).notes(), ["repeated-event"]);
}

#[test]
fn ten_ordinary_turns_stay_small() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    for what in [
        "greet",
        "order",
        "hours",
        "inform drink=คาปูชิโน่เย็น",
        "bye",
        "inform size=ใหญ่",
        "greet",
        "hours",
        "order",
        "bye",
    ] {
        talk.say(what);
    }
    let saved = talk.state().save();
    assert!(saved.len() < 4096, "{} bytes: {saved}", saved.len());
}

#[test]
fn a_loop_of_rules_ends_the_turn_and_not_the_conversation() {
    let domain = SHOP.replace("rules:\n", "rules:\n- rule: a\n  steps: [{intent: deny}, {action: utter_greet}, {action: utter_hours}]\n  wait_for_user_input: false\n- rule: b\n  steps: [{action: utter_hours}, {action: utter_done}]\n  wait_for_user_input: false\n- rule: c\n  steps: [{action: utter_done}, {action: utter_hours}]\n  wait_for_user_input: false\n");
    let (bot, _) = Bot::define(&[("domain.yml".into(), domain)], &BTreeMap::new());
    let Ok(engine) = Engine::new(bot) else { return };
    let mut talk = Talk::new(&engine);
    talk.say("deny");
    assert!(talk.notes().contains(&"too-many-actions"));
    assert!(talk.said().len() <= 20);
    assert_eq!(talk.say("greet").said()[0], "สวัสดีค่ะ");
}

#[test]
fn a_long_message_is_cut() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.event(Event::message("ก".repeat(1 << 20)));
    assert_eq!(talk.notes(), ["message-cut"]);
    assert!(talk.state().save().len() < 64 * 1024);
}

#[test]
fn states_that_are_not_states() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    let saved = talk.say("order drink=ชา").state().save();
    for end in (0..saved.len()).filter(|end| saved.is_char_boundary(*end)) {
        assert_eq!(engine.restore(&saved[..end]).unwrap_err().code(), "state-unreadable");
    }
    for text in ["null", "{}", "[]", "{\"v\":1}", "\u{0}", &"[".repeat(100_000), &"x".repeat(1 << 20)] {
        assert_eq!(engine.restore(text).unwrap_err().code(), "state-unreadable");
    }
    assert_eq!(engine.restore(&saved.replace("\"v\":1", "\"v\":99")).unwrap_err().code(), "state-too-new");
}

#[test]
fn another_version_of_the_bot_goes_on_at_the_same_step() {
    let old = engine("", SHOP);
    let mut talk = Talk::new(&old);
    let saved = talk.say("order drink=ชา").state().save();
    let new = engine(
        "",
        &SHOP.replace("intents: [", "intents: [an_intent, ").replace("entities: [drink", "entities: [colour, drink"),
    );
    let state = new.restore(&saved).unwrap();
    let turn = new.turn(state, Event::choice("/inform{\"size\": \"ใหญ่\"}"), Timestamp(MONDAY + 5000));
    assert_eq!(turn.trace.notes[0].code, "other-bot-version");
    assert_eq!(turn.actions.len(), 2);
    // a slot and a form that are gone
    let gone = engine(
        "",
        "intents: [greet]\nresponses:\n  utter_greet: [{text: hi}]\nrules:\n- rule: g\n  steps: [{intent: greet}, {action: utter_greet}]\n",
    );
    let state = gone.restore(&saved).unwrap();
    let turn = gone.turn(state, Event::choice("greet"), Timestamp(MONDAY + 5000));
    assert_eq!(turn.state.active(), None);
    assert_eq!(turn.actions.len(), 1);
}
