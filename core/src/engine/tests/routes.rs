//! A person takes over: by mood, by fallbacks, by rule; and not at night.

use super::{MONDAY, SHOP, Talk, engine};
use crate::action::Action;
use crate::event::Event;
use crate::understanding::{Intent, Sentiment, Understanding};
use crate::value::Timestamp;

const ROUTING: &str = r#"
routing:
  hours:
    shop: {mon-fri: "08:00-20:00", closed: ["2026-12-07"]}
  queues:
    service: {hours: shop, priority: 5, closed: utter_closed}
  rules:
    - {name: angry customer, if: "mood < -0.4 and turns >= 2", queue: service, priority: 1, reason: angry, say: utter_person}
    - {name: lost, if: fallbacks >= 2, queue: service, reason: lost}
"#;

fn shop() -> super::Engine {
    let responses = "responses:\n  utter_person: [{text: รอสักครู่ค่ะ}]\n  utter_closed: [{text: ปิดแล้วค่ะ}]";
    let rule = "\n- rule: person\n  steps: [{intent: deny}, {action: action_handoff}]\n";
    engine("", &format!("{}{rule}{ROUTING}", SHOP.replace("responses:", responses)))
}

fn angry(talk: &mut Talk<'_>, score: f64) {
    let understanding = Understanding {
        text: "ช้ามาก".into(),
        intent: Intent { name: Some("hours".into()), score: 0.9 },
        scope: 1.0,
        sentiment: Sentiment { label: "negative".into(), score, scores: [0.9, 0.1, 0.0] },
        ..Understanding::default()
    };
    talk.now += 1000;
    talk.turn = talk.engine.turn_understood(talk.turn.state.clone(), understanding, Timestamp(talk.now));
}

#[test]
fn an_angry_customer_gets_a_person() {
    let engine = shop();
    let mut talk = Talk::new(&engine);
    talk.say("greet drink=ลาเต้");
    angry(&mut talk, -0.9);
    assert_eq!(talk.said(), ["เปิดทุกวันค่ะ"]);
    angry(&mut talk, -0.9);
    assert_eq!(talk.said(), ["รอสักครู่ค่ะ"]);
    let Some(Action::Handoff { reason, queue, priority, summary, value, .. }) = talk.turn.actions.get(1) else {
        panic!("{:?}", talk.turn.actions)
    };
    assert_eq!((reason.as_str(), queue.as_deref(), *priority), ("angry", Some("service"), Some(1)));
    assert!(summary.contains("drink = ลาเต้") && summary.contains("ลูกค้า: ช้ามาก"), "{summary}");
    assert_eq!(value.get("intent").unwrap().to_string(), "hours");
    let decision = &talk.turn.trace.decisions[0];
    assert_eq!((decision.policy.as_str(), decision.name.as_str()), ("routing", "angry customer"));
    // silent until the person hands back, and not angry at once again
    assert!(talk.say("greet").turn.actions.is_empty());
    assert_eq!(talk.notes(), ["handed-over"]);
    assert_eq!(talk.event(Event::Resume {}).say("greet").said(), ["สวัสดีค่ะ"]);
}

#[test]
fn nobody_is_there_at_night() {
    let engine = shop();
    let mut talk = Talk::new(&engine);
    talk.now += 12 * 3_600_000;
    talk.say("bye");
    assert_eq!(talk.say("bye").said(), ["ปิดแล้วค่ะ"]);
    assert_eq!(talk.state().waiting(), None);
    // said once: the third time the bot says that it does not understand
    assert_eq!(talk.say("bye").said(), ["ขอโทษค่ะ ไม่เข้าใจ"]);
    assert_eq!(talk.say("deny").said(), ["ปิดแล้วค่ะ"]);
    assert_eq!(talk.say("greet").said(), ["สวัสดีค่ะ"]);
    assert_eq!(talk.state().tone.fallbacks, 0);
}

#[test]
fn two_misunderstandings_or_a_rule_are_enough() {
    let engine = shop();
    let mut talk = Talk::new(&engine);
    talk.say("bye");
    assert!(matches!(&talk.say("bye").turn.actions[..], [Action::Handoff { reason, .. }] if reason == "lost"));
    let mut talk = Talk::new(&engine);
    assert!(matches!(&talk.say("deny").turn.actions[..], [Action::Handoff { reason, .. }] if reason == "deny"));
}

#[test]
fn hours_are_the_bots() {
    let engine = shop();
    let at = |days: i64, hour: i64| MONDAY - 75 * 60_000 + days * 86_400_000 + (hour - 8) * 3_600_000;
    let open = |now: i64| engine.router.open(&engine.bot, engine.bot.routing.queues.first(), now);
    assert!(open(at(0, 8)) && open(at(4, 19)));
    assert!(!open(at(0, 8) - 1) && !open(at(0, 20)) && !open(at(5, 12)));
    assert!(!open(at(14, 12)), "a holiday");
}
