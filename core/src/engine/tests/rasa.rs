//! What Rasa does that a re-implementation gets wrong, through the whole engine; what is a matter of
//! policies alone is in `policy/tests.rs`. Where our default differs, both ways are shown.

use super::{Engine, Talk, engine};
use crate::event::Event;
use crate::value::Value;

/// A form over a city and a number, texts and roles beside it.
const TRIP: &str = r#"
intents: [greet, ask, inform, chit, stop, pick, other, {quiet: {use_entities: []}}]
entities: [city, n, {place: {roles: [from, to]}}]
slots:
  city: {type: text, mappings: [{type: from_entity, entity: city, conditions: [{active_loop: f}]}]}
  n: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: n}]}
  words: {type: text, influence_conversation: false, mappings: [{type: from_text}]}
  free: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city, not_intent: chit}]}
  way: {type: text, influence_conversation: false, mappings: [{type: from_intent, intent: pick, value: picked}, {type: from_entity, entity: n}]}
  to: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: place, role: to}]}
  any: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: place}]}
  all: {type: list, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
forms:
  f: {required_slots: [city, n]}
responses:
  utter_greet: [{text: hi}]
  utter_chit: [{text: chit}]
  utter_ask_city: [{text: city?}]
  utter_ask_n: [{text: n?}]
  utter_done: [{text: "done {city} {n}"}]
  utter_default: [{text: default}]
rules:
- rule: greet
  steps: [{intent: greet}, {action: utter_greet}]
- rule: chit
  steps: [{intent: chit}, {action: utter_chit}]
- rule: start
  steps: [{intent: ask}, {action: f}, {active_loop: f}]
- rule: done
  condition: [{active_loop: f}]
  steps: [{action: f}, {active_loop: null}, {slot_was_set: [{requested_slot: null}]}, {action: utter_done}]
"#;

const RASA: &str = "compatibility: rasa\n";

/// The events of the last turn, each in a word or two.
fn told(talk: &Talk<'_>) -> Vec<String> {
    let word = |event: &Value, key: &str| event.get(key).map(Value::to_string).unwrap_or_default();
    let short = |event: &Value| match word(event, "event").as_str() {
        "slot" => Some(format!("{}={}", word(event, "name"), word(event, "value"))),
        "action" => Some(word(event, "name")),
        "active_loop" => Some(format!("loop:{}", word(event, "name"))),
        "bot" => Some(format!("“{}”", word(event, "text"))),
        kind @ ("rewind" | "session_started" | "action_execution_rejected" | "restart") => Some(kind.to_owned()),
        _ => None,
    };
    talk.turn.trace.events.iter().filter_map(short).filter(|word| !word.starts_with("words=")).collect()
}

fn trip(config: &str) -> Engine {
    engine(config, TRIP)
}

#[test]
fn extraction_goes_first_and_asking_leaves_no_action() {
    let engine = trip(RASA);
    let mut talk = Talk::new(&engine);
    talk.say("greet");
    talk.say("ask n=3");
    let wanted = ["n=3", "way=3", "f", "loop:f", "n=3", "way=3", "requested_slot=city", "“city?”", "action_listen"];
    assert_eq!(told(&talk), wanted);
    talk.say("inform city=BKK");
    let wanted = [
        "city=BKK",
        "free=BKK",
        "all=[\"BKK\"]",
        "f",
        "requested_slot=null",
        "loop:null",
        "utter_done",
        "“done BKK 3”",
        "action_listen",
    ];
    assert_eq!(told(&talk), wanted);
}

#[test]
fn the_last_entity_and_the_first_mapping_win_in_the_order_of_the_domain() {
    let engine = trip("");
    let mut talk = Talk::new(&engine);
    talk.event(choice("pick", &[("n", list(&["1", "2"])), ("city", list(&["A", "B"]))]));
    assert_eq!((talk.slot("n"), talk.slot("way"), talk.slot("free")), ("2".into(), "picked".into(), "B".into()));
    assert_eq!(talk.slot("all"), "[\"A\",\"B\"]");
}

#[test]
fn a_mapping_without_conditions_is_always_live() {
    let engine = trip("");
    let mut talk = Talk::new(&engine);
    talk.say("ask city=A");
    assert_eq!((talk.slot("city"), talk.slot("words")), ("A".into(), "".into()));
    // A later message with the entity overwrites what was filled, also while something else is asked.
    talk.say("inform city=B");
    assert_eq!((talk.slot("city"), talk.slot("free")), ("B".into(), "B".into()));
    talk.say("inform n=2");
    talk.say("greet n=5");
    assert_eq!(talk.slot("n"), "5");
}

#[test]
fn a_filled_slot_of_the_form_is_an_answer_and_another_is_not() {
    let engine = trip(RASA);
    let mut talk = Talk::new(&engine);
    talk.say("ask");
    // `n` is required though not asked for; `place` is of no use to the form.
    assert!(!told(talk.say("inform n=3")).contains(&"action_execution_rejected".to_owned()));
    assert!(told(talk.say("inform place=X")).contains(&"action_execution_rejected".to_owned()));
}

#[test]
fn roles_are_strict_both_ways() {
    let engine = trip("");
    let mut talk = Talk::new(&engine);
    hear(&mut talk, meant("place", "CNX", Some("to")));
    assert_eq!((talk.slot("to"), talk.slot("any")), ("CNX".into(), "".into()));
    hear(&mut talk, meant("place", "CNX", None));
    assert_eq!((talk.slot("to"), talk.slot("any")), ("CNX".into(), "CNX".into()));
}

/// An entity, understood: a payload would fill the slot of the same name, too.
fn meant(kind: &str, value: &str, role: Option<&str>) -> crate::understanding::Understanding {
    let mut entity = crate::understanding::Entity::new(kind, value, crate::text::Span::default(), "given");
    entity.value = Value::from(value);
    entity.role = role.map(str::to_owned);
    let intent = crate::understanding::Intent { name: Some("inform".to_owned()), score: 1.0 };
    crate::understanding::Understanding {
        text: value.to_owned(),
        intent,
        scope: 1.0,
        entities: vec![entity],
        ..Default::default()
    }
}

fn hear(talk: &mut Talk<'_>, meant: crate::understanding::Understanding) {
    talk.turn = talk.engine.turn_understood(talk.turn.state.clone(), meant, crate::value::Timestamp(talk.now));
}

#[test]
fn entities_that_no_policy_sees_fill_slots_all_the_same() {
    let engine = trip("");
    let mut talk = Talk::new(&engine);
    talk.say("quiet n=7");
    assert_eq!(talk.slot("n"), "7");
}

#[test]
fn one_entity_for_two_slots_fills_the_one_that_is_asked_for() {
    let domain = TRIP.replace("entity: n}]}\n  words", "entity: city, conditions: [{active_loop: f}]}]}\n  words");
    let engine = engine("", &domain);
    let mut talk = Talk::new(&engine);
    talk.say("ask");
    hear(&mut talk, meant("city", "BKK", None));
    assert_eq!((talk.slot("city"), talk.slot("n")), ("BKK".into(), "".into()));
    hear(&mut talk, meant("city", "CNX", None));
    assert_eq!((talk.slot("city"), talk.slot("n")), ("BKK".into(), "CNX".into()));
}

#[test]
fn ignored_intents_fill_nothing_unless_a_mapping_lists_them() {
    let domain = TRIP
        .replace("f: {required_slots: [city, n]}", "f: {required_slots: [city, n], ignored_intents: [other]}")
        .replace("way: {type: text, influence_conversation: false, mappings: [", "way: {type: text, influence_conversation: false, mappings: [{type: from_intent, intent: other, value: named}, ");
    let engine = engine("", &domain);
    let mut talk = Talk::new(&engine);
    talk.say("other city=A");
    assert_eq!(talk.slot("free"), "A");
    talk.say("ask");
    talk.say("other city=B");
    assert_eq!((talk.slot("free"), talk.slot("way")), ("A".into(), "named".into()));
}

#[test]
fn ten_actions_and_nobody_listens_any_more_only_under_rasa() {
    let rules = "
- rule: a
  wait_for_user_input: false
  steps: [{intent: stop}, {action: utter_greet}, {action: utter_chit}]
- rule: b
  wait_for_user_input: false
  steps: [{action: utter_chit}, {action: utter_greet}, {action: utter_chit}]
";
    let domain = format!("{TRIP}{rules}");
    for (config, dead) in [(RASA, true), ("", false)] {
        let engine = engine(config, &domain);
        let mut talk = Talk::new(&engine);
        assert!(talk.say("stop").said().len() >= 9, "{config}");
        assert_eq!(talk.say("greet").said().is_empty(), dead, "{config}");
    }
}

#[test]
fn a_rule_that_does_not_wait_needs_another_inside_a_form() {
    let domain = TRIP.replace("- rule: chit\n", "- rule: chit\n  wait_for_user_input: false\n");
    for (config, said) in [(RASA, vec!["chit", "default"]), ("", vec!["chit", "city?"])] {
        let engine = engine(config, &domain);
        let mut talk = Talk::new(&engine);
        talk.say("ask");
        assert_eq!(talk.say("chit").said(), said, "{config}");
    }
}

#[test]
fn an_action_that_fails_counts_as_run_and_one_that_refuses_does_not() {
    let domain = format!(
        "{TRIP}- rule: host\n  steps: [{{intent: stop}}, {{action: action_x}}, {{action: utter_greet}}]\nactions: [action_x]\n"
    );
    let engine = engine(RASA, &domain);
    let mut talk = Talk::new(&engine);
    talk.say("stop");
    assert_eq!(talk.answer("{\"error\": \"failed\"}").said(), ["hi"]);
    talk.say("stop");
    assert_eq!(talk.answer("{\"error\": \"rejected\"}").said(), ["default"]);
}

#[test]
fn a_default_action_that_is_listed_is_the_hosts() {
    let domain = format!("{TRIP}actions: [action_restart]\n");
    let engine = engine("", &domain);
    let mut talk = Talk::new(&engine);
    talk.say("restart");
    assert_eq!(talk.call().1, "action_restart");
}

#[test]
fn a_session_starts_inside_the_first_turn_and_carries_its_slots() {
    let engine = trip(RASA);
    let mut talk = Talk::new(&engine);
    talk.say("greet n=3");
    let start = ["action_session_start", "session_started", "action_listen", "n=3", "way=3", "utter_greet"];
    assert_eq!(told(&talk)[..6], start);
    talk.now += 61 * 60 * 1000;
    talk.say("greet");
    let start = ["action_session_start", "session_started", "n=3", "way=3", "action_listen", "utter_greet"];
    assert_eq!(told(&talk)[..6], start);
}

#[test]
fn two_stages_ask_what_was_meant_and_then_give_up() {
    let domain = format!(
        "{TRIP}- rule: lost\n  steps: [{{intent: nlu_fallback}}, {{action: action_two_stage_fallback}}, \
         {{active_loop: action_two_stage_fallback}}]\n"
    );
    let engine = engine(RASA, &domain);
    let lost = || crate::understanding::Understanding {
        text: "hm".to_owned(),
        intent: crate::understanding::Intent { name: Some("nlu_fallback".to_owned()), score: 0.3 },
        ranking: [("nlu_fallback", 0.3), ("greet", 0.2), ("chit", 0.15)]
            .map(|(name, score)| crate::understanding::Intent { name: Some(name.to_owned()), score })
            .to_vec(),
        scope: 1.0,
        ..Default::default()
    };
    let mut talk = Talk::new(&engine);
    hear(&mut talk, lost());
    // The second of the ranking: the first is the fallback itself.
    assert_eq!(talk.said(), ["Did you mean 'greet'?"]);
    assert_eq!(talk.say("greet").said(), ["hi"]);
    assert_eq!(talk.state().active(), None);
    hear(&mut talk, lost());
    talk.say("out_of_scope");
    hear(&mut talk, lost());
    assert_eq!(talk.say("out_of_scope").said(), ["default"]);
}

#[test]
fn what_a_payload_says_is_taken_as_it_is() {
    let nlu = "nlu: [{synonym: กรุงเทพฯ, examples: '- bkk'}]\n";
    let engine = engine("", &format!("{TRIP}{nlu}"));
    let mut talk = Talk::new(&engine);
    talk.say("inform city=bkk");
    assert_eq!(talk.slot("free"), "bkk");
}

#[test]
fn a_slot_that_nobody_knows_is_told_and_changes_nothing() {
    let domain =
        format!("{TRIP}- rule: host\n  steps: [{{intent: stop}}, {{action: action_x}}]\nactions: [action_x]\n");
    let engine = engine(RASA, &domain);
    let mut talk = Talk::new(&engine);
    talk.say("stop");
    talk.answer(r#"{"events": [{"event": "slot", "name": "nobody", "value": 1}]}"#);
    assert!(!talk.state().slots().contains_key("nobody"));
}

fn list(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| Value::from(*item)).collect())
}

fn choice(name: &str, pairs: &[(&str, Value)]) -> Event {
    let value = Value::map(pairs.iter().map(|(name, value)| (*name, value.clone())));
    Event::Choice { name: name.to_owned(), value, text: None, id: None }
}
