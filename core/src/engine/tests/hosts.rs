//! Host actions: calls, answers, refusals, and what a host's events do.

use super::{SHOP, Talk, engine};
use crate::action::Action;
use crate::event::Event;
use crate::value::Value;

#[test]
fn a_turn_stops_at_a_call_and_goes_on_at_its_answer() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("weather drink=ชา");
    let Action::Call { name, value, .. } = &talk.turn.actions[0] else { panic!() };
    assert_eq!(name, "action_lookup");
    assert_eq!(value.get("message").unwrap().get("intent").unwrap().get("name"), Some(&Value::from("weather")));
    assert_eq!(value.get("slots").unwrap().get("drink"), Some(&Value::from("ชา")));
    assert!(matches!(talk.turn.actions[1], Action::Wait { until } if until.0 == talk.now + 30_000));
    assert_eq!(talk.state().waiting(), Some("call"));
    let answer = r#"{"replies": [{"text": "ฝนตก"}, {"response": "utter_done", "drink": "น้ำ"}], "slots": {"count": 3}}"#;
    assert_eq!(talk.answer(answer).said(), ["ฝนตก", "ได้ น้ำ  ค่ะ", "รอสักครู่นะคะ"]);
    assert_eq!((talk.slot("count"), talk.state().waiting()), ("3".into(), None));
}

#[test]
fn messages_wait_for_the_answer() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("weather");
    let id = talk.call().0;
    for _ in 0..8 {
        assert!(talk.say("greet").said().is_empty() && talk.notes().is_empty());
    }
    assert_eq!(talk.say("greet").notes(), ["queue-full"]);
    talk.event(Event::answer(id.clone(), Value::Null));
    assert_eq!(talk.said(), ["สวัสดีค่ะ"; 8]);
    assert_eq!(talk.event(Event::answer(id, Value::Null)).notes(), ["unknown-answer"]);
}

#[test]
fn an_answer_after_its_time_is_late() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("weather");
    let id = talk.call().0;
    talk.now += 30_000;
    talk.event(Event::Tick {});
    assert_eq!((talk.notes(), talk.state().waiting()), (vec!["call-timed-out"], None));
    assert_eq!(talk.event(Event::answer(id, Value::Null)).notes(), ["unknown-answer"]);
    assert_eq!(talk.say("greet").said(), ["สวัสดีค่ะ"]);
}

#[test]
fn a_refusal_lets_another_action_speak() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("weather");
    assert_eq!(talk.answer(r#"{"error": "rejected"}"#).said(), ["ขอโทษค่ะ ไม่เข้าใจ"]);
    assert_eq!(talk.say("greet").said(), ["สวัสดีค่ะ"]);
}

#[test]
fn a_host_may_say_what_comes_next() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("weather");
    let answer = r#"{"events": [{"event": "followup", "name": "order_form"}]}"#;
    assert_eq!(talk.answer(answer).said(), ["รับอะไรดีคะ"]);
    assert_eq!(talk.say("inform drink=ชา").said(), ["แก้วขนาดไหนคะ"]);
}

#[test]
fn pause_and_restart() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("weather");
    talk.answer(r#"{"events": [{"event": "pause"}]}"#);
    assert_eq!(talk.state().waiting(), Some("resume"));
    assert!(talk.say("greet").said().is_empty());
    assert_eq!(talk.event(Event::Resume {}).say("greet").said(), ["สวัสดีค่ะ"]);
    talk.say("order drink=ชา");
    talk.say("restart");
    assert_eq!((talk.state().active(), talk.slot("drink")), (None, String::new()));
    assert_eq!(talk.say("greet").said(), ["สวัสดีค่ะ"]);
}

#[test]
fn a_host_checks_a_form() {
    let domain = SHOP.replace("actions: [", "actions: [validate_order_form, action_ask_size, ");
    let engine = engine("", &domain);
    let mut talk = Talk::new(&engine);
    talk.say("order drink=ยาพิษ");
    assert_eq!(talk.call().1, "validate_order_form");
    let answer = r#"{"slots": {"drink": null}, "replies": ["ไม่มีค่ะ"]}"#;
    assert_eq!(talk.answer(answer).said(), ["ไม่มีค่ะ", "รับอะไรดีคะ"]);
    // nothing is answered: the host may still say that something was
    talk.say("bye");
    assert_eq!(talk.call().1, "validate_order_form");
    assert_eq!(talk.answer("{}").said(), ["ขอโทษค่ะ ไม่เข้าใจ", "รับอะไรดีคะ"]);
    talk.say("inform drink=ชา");
    let Action::Call { value, .. } = &talk.turn.actions[0] else { panic!() };
    let last = value.get("events").and_then(Value::as_list).unwrap().last().unwrap();
    assert_eq!(last.to_json(), r#"{"event":"slot","name":"drink","value":"ชา"}"#);
    talk.answer(r#"{"slots": {"drink": "ชาเย็น"}}"#);
    assert_eq!((talk.call().1.as_str(), talk.slot("drink").as_str()), ("action_ask_size", "ชาเย็น"));
    assert_eq!(talk.answer(r#"{"replies": [{"text": "เล็กหรือใหญ่"}]}"#).said(), ["เล็กหรือใหญ่"]);
    talk.say("inform size=ใหญ่");
    assert_eq!(talk.answer("{}").said().len(), 2);
}

#[test]
fn whatever_a_host_answers_the_turn_goes_on() {
    let engine = engine("", SHOP);
    for answer in [
        r#""text""#,
        r#"[1,2]"#,
        r#"{"slots": 3, "replies": [3, {}, {"response": "no"}], "events": [{}, {"event": "slot"}, {"event": "x"}]}"#,
        r#"{"events": [{"event": "active_loop", "name": "nobody"}, {"event": "followup", "name": "nobody"}]}"#,
        r#"{"events": [{"event": "rewind"}, {"event": "rewind"}, {"event": "undo"}, {"event": "undo"}]}"#,
        r#"{"events": [{"event": "restart"}, {"event": "reset_slots"}, {"event": "session_started"}]}"#,
    ] {
        let mut talk = Talk::new(&engine);
        talk.say("weather");
        talk.answer(answer);
        assert_eq!(talk.state().waiting(), None, "{answer}");
        assert_eq!(talk.say("greet").said(), ["สวัสดีค่ะ"], "{answer}");
    }
}
