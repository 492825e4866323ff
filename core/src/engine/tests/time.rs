//! Virtual time: sessions, reminders, clocks that go wrong.

use super::{MONDAY, SHOP, Talk, engine};
use crate::action::Action;
use crate::event::Event;
use crate::value::{Timestamp, Value};

#[test]
fn a_new_session_keeps_the_slots_and_forgets_the_form() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("order drink=ชา");
    talk.now += 61 * 60_000;
    assert_eq!(talk.say("greet").said(), ["สวัสดีค่ะ"]);
    assert_eq!((talk.state().active(), talk.slot("drink")), (None, "ชา".into()));
    assert_eq!(talk.slot("requested_slot"), "");
    let events: Vec<&str> = talk.turn.trace.events.iter().map(super::super::answer::kind).collect();
    assert_eq!(events[..4], ["action", "session_started", "slot", "action"]);
}

#[test]
fn slots_are_forgotten_where_the_bot_says_so() {
    let config = "\nsession_config: {session_expiration_time: 1, carry_over_slots_to_new_session: false}\n";
    let engine = engine("", &format!("{SHOP}{config}"));
    let mut talk = Talk::new(&engine);
    talk.say("greet drink=ชา");
    talk.now += 30_000;
    assert_eq!(talk.say("greet").slot("drink"), "ชา");
    talk.now += 60_000;
    assert_eq!(talk.say("greet").slot("drink"), "");
}

#[test]
fn a_reminder_comes_once_and_a_message_may_cancel_it() {
    let engine = engine("", SHOP);
    let remind = |kill: bool| {
        format!(
            r#"{{"events": [{{"event": "reminder", "action": "utter_hours", "name": "r",
            "date_time": "2026-11-23T09:30:00", "kill_on_user_msg": {kill}}}]}}"#
        )
    };
    let due = Timestamp(MONDAY + 15 * 60_000);
    let mut talk = Talk::new(&engine);
    talk.say("weather");
    talk.answer(&remind(false));
    assert_eq!(talk.turn.actions.last(), Some(&Action::Wait { until: due }));
    talk.say("greet");
    talk.now = due.0 - 1001;
    assert!(talk.event(Event::Tick {}).said().is_empty());
    assert_eq!(talk.event(Event::Tick {}).said(), ["เปิดทุกวันค่ะ"]);
    assert!(talk.event(Event::Tick {}).said().is_empty());
    assert_eq!(talk.say("greet").said(), ["สวัสดีค่ะ"]);

    let mut talk = Talk::new(&engine);
    talk.say("weather");
    talk.answer(&remind(true)).say("greet");
    assert!(!talk.turn.actions.iter().any(|action| matches!(action, Action::Wait { .. })));
}

#[test]
fn a_reminder_may_be_heard_as_an_intent() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("weather");
    let at = MONDAY + 60_000;
    talk.answer(&format!(
        r#"{{"events": [{{"event": "reminder", "intent": "order", "at": {at},
        "entities": [{{"entity": "drink", "value": "ชา"}}]}}]}}"#
    ));
    talk.now = at;
    assert_eq!(talk.event(Event::Tick {}).said(), ["แก้วขนาดไหนคะ"]);
    assert_eq!(talk.slot("drink"), "ชา");
}

#[test]
fn clocks_go_wrong() {
    let engine = engine("", SHOP);
    let mut turn = engine.start(Timestamp(MONDAY));
    for (now, code) in
        [(MONDAY - 1, "clock-went-back"), (i64::MAX, "clock-out-of-range"), (i64::MIN, "clock-out-of-range")]
    {
        turn = engine.turn(turn.state, Event::choice("greet"), Timestamp(now));
        assert_eq!(turn.trace.notes[0].code, code);
    }
    let saved = turn.state.save();
    assert_eq!(engine.restore(&saved).unwrap().save(), saved);
}

#[test]
fn a_greeting_comes_first_and_is_part_of_no_story() {
    let rule = "\n- rule: hello\n  steps: [{intent: session_start}, {action: utter_hours}, {action: utter_greet}]\n\
                - rule: first\n  conversation_start: true\n  steps: [{intent: bye}, {action: utter_hours}]\n";
    let engine = engine("", &format!("{SHOP}{rule}"));
    let mut talk = Talk::new(&engine);
    assert_eq!(talk.said(), ["เปิดทุกวันค่ะ", "สวัสดีค่ะ"]);
    assert_eq!(talk.state().version(), 0);
    assert_eq!(talk.say("bye").said(), ["เปิดทุกวันค่ะ"]);
    assert_eq!(talk.say("bye").said(), ["ขอโทษค่ะ ไม่เข้าใจ"]);
    let _ = Value::Null;
}
