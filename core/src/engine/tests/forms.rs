//! Forms, their interruptions and what is said when nothing is understood.

use super::{SHOP, Talk, engine};
use crate::action::Action;
use crate::event::{Command, Event};
use crate::part::Part;
use crate::value::Value;

#[test]
fn a_form_asks_for_what_is_missing() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    assert!(talk.turn.actions.is_empty());
    assert_eq!(talk.say("order drink=ลาเต้").said(), ["แก้วขนาดไหนคะ"]);
    assert_eq!((talk.state().active(), talk.slot("requested_slot")), (Some("order_form"), "size".into()));
    let Action::Say { parts, name, id, .. } = &talk.turn.actions[0] else { panic!() };
    assert!(matches!(&parts[0], Part::Buttons { list } if list.len() == 1));
    assert_eq!((name.as_str(), id.as_str()), ("utter_ask_size", "1.0"));
    assert_eq!(talk.say("inform size=ใหญ่").said(), ["ได้ ลาเต้ ใหญ่ ค่ะ", "รอสักครู่นะคะ"]);
    assert_eq!((talk.state().active(), talk.state().version()), (None, 2));
}

#[test]
fn a_form_that_ended_asks_anew() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("order drink=ลาเต้ size=ใหญ่");
    assert_eq!(talk.state().active(), None);
    assert_eq!(talk.say("order drink=โกโก้").said(), ["แก้วขนาดไหนคะ"]);
    assert_eq!(talk.slot("drink"), "โกโก้");
    let rasa = super::engine("compatibility: rasa", SHOP);
    let mut talk = Talk::new(&rasa);
    talk.say("order drink=ลาเต้ size=ใหญ่");
    talk.say("order drink=โกโก้");
    assert_eq!((talk.state().active(), talk.slot("size")), (None, "ใหญ่".to_owned()));
}

#[test]
fn an_interruption_is_answered_and_the_question_asked_again() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("order");
    assert_eq!(talk.say("hours").said(), ["เปิดทุกวันค่ะ", "รับอะไรดีคะ"]);
    assert_eq!(talk.say("inform drink=ชาเย็น").said(), ["แก้วขนาดไหนคะ"]);
}

#[test]
fn what_is_not_understood_in_a_form_repeats_its_question() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("order");
    assert_eq!(talk.say("bye").said(), ["ขอโทษค่ะ ไม่เข้าใจ", "รับอะไรดีคะ"]);
    assert_eq!(talk.state().tone.fallbacks, 1);
    assert_eq!(talk.say("bye").said(), ["ขอโทษค่ะ ไม่เข้าใจ", "รับอะไรดีคะ"]);
    assert_eq!(talk.state().tone.fallbacks, 2);
    assert_eq!(talk.say("inform drink=ชาเย็น size=เล็ก").said().len(), 2);
    assert_eq!(talk.state().tone.fallbacks, 0);
}

#[test]
fn what_only_a_story_answers_leads_back_to_the_form() {
    let story = "stories:\n- story: goodbye\n  steps: [{intent: deny}, {action: utter_greet}, {intent: bye}, {action: utter_hours}]\n";
    let domain = format!("{SHOP}{story}");
    let talk = |config: &str| {
        let engine = engine(config, &domain);
        let mut talk = Talk::new(&engine);
        talk.say("order");
        talk.say("bye").said().join(" ")
    };
    assert_eq!(talk(""), "เปิดทุกวันค่ะ รับอะไรดีคะ");
    assert_eq!(talk("compatibility: rasa"), "เปิดทุกวันค่ะ");
    assert_eq!(talk("learned: false"), "ขอโทษค่ะ ไม่เข้าใจ รับอะไรดีคะ");
}

#[test]
fn rasas_way_erases_the_turn_and_stays_silent() {
    let engine = engine("compatibility: rasa", SHOP);
    let mut talk = Talk::new(&engine);
    talk.say("order");
    assert_eq!(talk.say("bye").said(), ["ขอโทษค่ะ ไม่เข้าใจ"]);
    assert_eq!(talk.say("inform drink=ชาเย็น").said(), ["แก้วขนาดไหนคะ"]);
}

#[test]
fn what_was_set_outlives_what_was_not_understood() {
    let ours = engine("", SHOP);
    let mut talk = Talk::new(&ours);
    talk.say("bye drink=มอคค่า");
    assert_eq!((talk.said(), talk.slot("drink")), (vec!["ขอโทษค่ะ ไม่เข้าใจ"], "มอคค่า".into()));
    let theirs = engine("compatibility: rasa", SHOP);
    let mut talk = Talk::new(&theirs);
    assert_eq!(talk.say("bye drink=มอคค่า").slot("drink"), "");
}

#[test]
fn a_payload_may_name_slots_that_no_mapping_fills() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    let value = Value::from_json(r#"{"count": "๒", "drink": "ชา"}"#).unwrap();
    talk.event(Event::Choice { name: "/greet".into(), value, text: None, id: None });
    assert_eq!((talk.slot("count"), talk.slot("drink")), ("2".into(), "ชา".into()));
    assert_eq!(talk.said(), ["สวัสดีค่ะ"]);
}

#[test]
fn commands_fill_start_and_leave() {
    let engine = engine("", SHOP);
    let mut talk = Talk::new(&engine);
    let commands = |list| Event::Commands { list, text: Some("ลาเต้แก้วนึง".into()), id: None };
    let set = |name: &str, value: &str| Command::Set { name: name.into(), value: value.into() };
    let start = Command::Start { name: "order_form".into() };
    assert_eq!(talk.event(commands(vec![start, set("drink", "ลาเต้")])).said(), ["แก้วขนาดไหนคะ"]);
    assert_eq!(talk.event(commands(vec![Command::Repeat {}])).said(), ["แก้วขนาดไหนคะ"]);
    assert_eq!(talk.event(commands(vec![Command::Cancel {}])).state().active(), None);
    assert!(talk.said().is_empty());
    assert_eq!(talk.say("order").said(), ["รับอะไรดีคะ"], "what was cancelled is forgotten");
    assert_eq!(talk.event(commands(vec![set("drink", "ชา"), set("size", "ใหญ่")])).said().len(), 2);
    assert_eq!(talk.event(commands(vec![Command::Skip {}])).notes(), ["command-unused"]);
    assert_eq!(talk.event(commands(vec![Command::Handoff {}])).state().waiting(), Some("person"));
}
