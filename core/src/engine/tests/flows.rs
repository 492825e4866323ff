//! Flows in virtual time: commands of a host, calls that fail, silence, bursts, a bot that changes.

use std::collections::BTreeMap;

use super::{MONDAY, Talk};
use crate::action::Action;
use crate::bot::Bot;
use crate::engine::Engine;
use crate::event::{Command, Event};
use crate::value::{Timestamp, Value};

/// A shop whose orders are a flow.
pub(super) const CAFE: &str = r#"
version: "3.1"
intents: [order, complain, hours]
slots:
  drink: {type: text, mappings: [{type: from_llm}]}
  size: {type: categorical, values: [เล็ก, ใหญ่], mappings: [{type: from_llm}]}
  cups: {type: float, mappings: [{type: from_llm}]}
  sure: {type: bool, mappings: [{type: from_llm}]}
  story: {type: text, mappings: [{type: from_llm}]}
actions: [action_place, validate_drink]
responses:
  utter_ask_drink: [{text: รับอะไรดีคะ}]
  utter_ask_size: [{text: แก้วเล็กหรือใหญ่คะ, buttons: [{title: เล็ก, payload: /SetSlots(size=เล็ก)}, {title: ใหญ่, payload: /SetSlots(size=ใหญ่)}]}]
  utter_ask_cups: [{text: กี่แก้วคะ}]
  utter_ask_sure: [{text: "{drink} {size} {cups} แก้ว ยืนยันไหมคะ"}]
  utter_too_many: [{text: ได้ไม่เกิน 10 แก้วค่ะ}]
  utter_done: [{text: "ได้ {drink} {size} {cups} แก้วค่ะ"}]
  utter_ask_story: [{text: เล่าให้ฟังหน่อยค่ะ}]
  utter_heard: [{text: รับเรื่องแล้วค่ะ}]
  utter_hours: [{text: เปิด 8 โมงค่ะ}]
rules:
- rule: hours
  steps: [{intent: hours}, {action: utter_hours}]
flows:
  order:
    name: สั่งเครื่องดื่ม
    nlu_trigger: [{intent: order}]
    steps:
    - collect: drink
    - collect: size
    - collect: cups
      rejections: [{if: slots.cups > 10, utter: utter_too_many}]
    - collect: sure
      ask_before_filling: true
      next:
      - if: slots.sure
        then:
        - action: action_place
        - action: utter_done
          next: END
      - else: END
  complain:
    name: แจ้งปัญหา
    nlu_trigger: [{intent: complain}]
    steps:
    - collect: story
    - action: utter_heard
"#;

pub(super) fn cafe(config: &str, change: impl Fn(&str) -> String) -> Engine {
    let files = [("config.yml".to_owned(), config.to_owned()), ("domain.yml".to_owned(), change(CAFE))];
    let (bot, problems) = Bot::define(&files, &BTreeMap::new());
    assert!(problems.iter().all(|problem| !problem.fatal), "{problems:?}");
    Engine::new(bot).unwrap()
}

fn plain(text: &str) -> String {
    text.replace(", validate_drink", "")
}

fn commands(list: Vec<Command>) -> Event {
    Event::Commands { list, text: Some("…".into()), id: None }
}

fn set(name: &str, value: impl Into<Value>) -> Command {
    Command::Set { name: name.into(), value: value.into() }
}

fn text(text: &str) -> Event {
    Event::message(text)
}

#[test]
fn a_hosts_own_model_speaks_commands() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.event(commands(vec![set("drink", "ลาเต้"), Command::Start { name: "order".into() }]));
    assert_eq!((talk.said(), talk.state().active()), (vec!["แก้วเล็กหรือใหญ่คะ"], Some("order")));
    talk.event(commands(vec![set("size", "ใหญ่"), set("cups", 2_u32)]));
    assert_eq!(talk.said(), ["ลาเต้ ใหญ่ 2 แก้ว ยืนยันไหมคะ"]);
    talk.event(commands(vec![Command::Correct { name: "size".into(), value: "เล็ก".into() }]));
    assert_eq!(talk.said(), ["แก้ไขให้เรียบร้อยแล้ว", "ลาเต้ เล็ก 2 แก้ว ยืนยันไหมคะ"]);
    talk.event(commands(vec![Command::Affirm {}]));
    assert_eq!(talk.call().1, "action_place");
    talk.answer("{}");
    assert_eq!(talk.said(), ["ได้ ลาเต้ เล็ก 2 แก้วค่ะ", "มีอะไรให้ช่วยเพิ่มเติมอีกไหม"]);
    assert_eq!((talk.state().active(), talk.slot("drink")), (None, String::new()));
}

#[test]
fn an_answer_that_comes_late_or_never_does_not_pretend() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("ลาเต้")).event(text("ใหญ่")).event(text("สองแก้วค่ะ")).event(text("ยืนยันค่ะ"));
    let (id, name) = talk.call();
    assert_eq!(name, "action_place");
    talk.now += 60_000;
    talk.event(Event::Tick {});
    assert_eq!(talk.said(), ["ขออภัย ระบบขัดข้อง ตอนนี้ทำรายการต่อไม่ได้ กรุณาลองใหม่ภายหลัง"]);
    assert_eq!(talk.state().active(), None);
    talk.event(Event::answer(id, Value::Null));
    assert_eq!((talk.said().len(), talk.notes()), (0, vec!["unknown-answer"]));
}

#[test]
fn a_message_delivered_twice_answers_one_question() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order");
    let message = |text: &str| Event::Message {
        text: text.into(),
        id: Some("m1".into()),
        parts: Vec::new(),
        channel: None,
        language: None,
    };
    talk.event(message("ลาเต้"));
    assert_eq!(talk.said(), ["แก้วเล็กหรือใหญ่คะ"]);
    let before = talk.state().save();
    talk.event(message("ลาเต้"));
    assert_eq!((talk.notes(), talk.state().save()), (vec!["repeated-event"], before));
}

#[test]
fn the_host_may_refuse_an_answer() {
    let engine = cafe("", str::to_owned);
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("น้ำมะพร้าว"));
    assert_eq!(talk.call().1, "validate_drink");
    talk.answer(r#"{"replies": ["ไม่มีค่ะ"], "slots": {"drink": null}}"#);
    assert_eq!(talk.said(), ["ไม่มีค่ะ", "รับอะไรดีคะ"]);
    talk.event(text("ชาเย็น")).answer("{}");
    assert_eq!((talk.said(), talk.slot("drink")), (vec!["แก้วเล็กหรือใหญ่คะ"], "ชาเย็น".to_owned()));
}

#[test]
fn what_the_flow_rejects_is_asked_again() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("ลาเต้")).event(text("อันที่สองค่ะ")).event(text("ยี่สิบแก้ว"));
    assert_eq!((talk.slot("size"), talk.said()), ("ใหญ่".to_owned(), vec!["ได้ไม่เกิน 10 แก้วค่ะ", "กี่แก้วคะ"]));
    talk.event(text("งั้นสามแก้วค่ะ"));
    assert_eq!(talk.slot("cups"), "3");
}

#[test]
fn silence_is_broken_once() {
    let engine = cafe("silence: 60", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order");
    let until = talk.turn.actions.iter().find_map(|action| match action {
        Action::Wait { until } => Some(until.0),
        _ => None,
    });
    assert_eq!(until, Some(talk.now + 60_000));
    talk.now += 60_000;
    talk.event(Event::Tick {});
    assert_eq!(talk.said(), ["ยังอยู่ด้วยกันไหม", "รับอะไรดีคะ"]);
    talk.now += 600_000;
    talk.event(Event::Tick {});
    assert!(talk.said().is_empty());
}

#[test]
fn short_messages_in_a_row_are_one_turn() {
    let engine = cafe("burst: 2", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("ลาเต้")).event(text("เย็น"));
    assert!(talk.said().is_empty());
    talk.now += 2_000;
    talk.event(Event::Tick {});
    assert_eq!((talk.slot("drink"), talk.said()), ("ลาเต้ เย็น".to_owned(), vec!["แก้วเล็กหรือใหญ่คะ"]));
}

#[test]
fn a_digression_comes_back() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("ลาเต้")).say("hours");
    assert_eq!(talk.said(), ["เปิด 8 โมงค่ะ", "แก้วเล็กหรือใหญ่คะ"]);
    talk.say("complain");
    assert_eq!((talk.said(), talk.state().active()), (vec!["เล่าให้ฟังหน่อยค่ะ"], Some("complain")));
    talk.event(text("กาแฟเย็นชืดค่ะ"));
    let said = ["รับเรื่องแล้วค่ะ", "กลับมาที่เรื่องสั่งเครื่องดื่มกันต่อ", "แก้วเล็กหรือใหญ่คะ"];
    assert_eq!((talk.said(), talk.state().active()), (said.to_vec(), Some("order")));
}

#[test]
fn a_bot_that_changed_goes_on_at_the_same_step_or_the_nearest() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("ลาเต้")).event(text("ใหญ่"));
    let saved = talk.state().save();
    // a step before the one that is open
    let longer =
        cafe("", |text| plain(text).replace("    - collect: cups\n", "    - noop: true\n    - collect: cups\n"));
    let turn = longer.turn(longer.restore(&saved).unwrap(), text("สอง"), Timestamp(MONDAY + 9_000));
    assert_eq!(turn.trace.notes[0].code, "other-bot-version");
    assert_eq!(turn.state.slots()["cups"], Value::Number(2.0));
    // the open step is gone: on from the last question that was passed
    let shorter = cafe("", |text| {
        plain(text)
            .replace("    - collect: cups\n      rejections: [{if: slots.cups > 10, utter: utter_too_many}]\n", "")
    });
    let turn = shorter.turn(shorter.restore(&saved).unwrap(), text("สอง"), Timestamp(MONDAY + 9_000));
    assert_eq!(turn.state.active(), Some("order"));
    assert_eq!(turn.state.slots()["size"], Value::from("ใหญ่"));
    let Some(Action::Say { text, .. }) = turn.actions.last() else { panic!("{:?}", turn.actions) };
    assert_eq!(text, "ลาเต้ ใหญ่  แก้ว ยืนยันไหมคะ");
}

#[test]
fn a_bot_writes_its_own_repairs() {
    let own = "  pattern_cancel_flow:\n    steps: [{action: utter_bye}]\n";
    let engine = cafe("", |text| {
        format!("{}{own}", plain(text).replace("responses:\n", "responses:\n  utter_bye: [{text: ไว้มาใหม่นะคะ}]\n"))
    });
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("ไม่เอาแล้วค่ะ"));
    assert_eq!((talk.said(), talk.state().active()), (vec!["ไว้มาใหม่นะคะ"], None));
}

#[test]
fn of_two_flows_one_is_chosen() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.event(commands(vec![Command::Clarify { list: vec!["order".into(), "complain".into()] }]));
    assert_eq!(talk.said(), ["ต้องการให้ช่วยเรื่องไหน 1) สั่งเครื่องดื่ม 2) แจ้งปัญหา"]);
    talk.event(text("อันที่สองค่ะ"));
    assert_eq!((talk.said(), talk.state().active()), (vec!["เล่าให้ฟังหน่อยค่ะ"], Some("complain")));
}

#[test]
fn a_state_with_flows_stays_small() {
    let engine = cafe("", plain);
    let mut talk = Talk::new(&engine);
    talk.say("order").event(text("ลาเต้")).say("hours").event(text("อะไรนะ")).event(text("ใหญ่")).event(text("สอง"));
    talk.event(text("เปลี่ยนเป็นแก้วเล็ก")).say("complain").event(text("กาแฟเย็นชืดค่ะ")).event(text("ใช่ค่ะ"));
    assert!(talk.state().save().len() < 4096, "{} bytes", talk.state().save().len());
}
