//! How rules and stories are read, and where the trace says they come from.

use super::*;

#[test]
fn only_rules_that_no_story_uses_are_hidden() {
    let data = format!(
        "{GREET}- rule: chit\n  steps: [{{intent: chit}}, {{action: utter_chit}}]\nstories:\n- story: s\n  steps: \
         [{{intent: greet}}, {{action: utter_greet}}, {{intent: bye}}, {{action: utter_b}}]\n"
    );
    let mut talk = Talk::new(&data);
    assert_eq!(talk.says("greet"), "utter_greet");
    talk.hear("chit", &[]);
    assert!(talk.choice().hidden);
    assert_eq!(talk.go(), "utter_chit");
    assert_eq!(talk.says("bye"), "utter_b");
    talk.hear("greet", &[]);
    assert!(!talk.choice().hidden);
}

#[test]
fn alternatives_may_be_slots_and_messages() {
    let data = "
stories:
- story: s
  steps:
  - or: [{intent: greet}, {intent: bye}]
  - action: utter_a
  - or:
    - slot_was_set: [{flag: true}]
    - slot_was_set: [{flag: false}]
  - action: utter_b
";
    let mut talk = Talk::new(data);
    talk.hear("bye", &[]);
    assert_eq!(talk.next(), "utter_a");
    talk.set("flag", false);
    assert_eq!(talk.next(), "utter_b");
}

#[test]
fn entities_of_a_story_fill_slots_that_no_form_owns() {
    let domain = "
intents: [inform]
entities: [city]
slots:
  city: {type: text, mappings: [{type: from_entity, entity: city, intent: never}]}
  own: {type: text, mappings: [{type: from_entity, entity: city, conditions: [{active_loop: f}]}]}
responses: {utter_a: [{text: a}]}
forms: {f: {required_slots: [own]}}
";
    let domain = domain.replace("[inform]", "[inform, never]");
    let data = "stories:\n- story: s\n  steps: [{intent: inform, entities: [{city: BKK}]}, {action: utter_a}]\n";
    let mut talk = Talk::with(&domain, data);
    talk.hear("inform", &["city"]);
    assert_eq!(talk.next(), "action_default_fallback");
    talk.go();
    talk.hear("inform", &["city"]);
    talk.set("city", "CNX");
    assert_eq!(talk.next(), "utter_a");
}

#[test]
fn rules_have_one_message_and_say_what_their_actions_set() {
    let two = "rules:\n- rule: two\n  steps: [{intent: greet}, {action: utter_a}, {intent: bye}, {action: utter_b}]\n";
    assert_eq!(problems(DOMAIN, two)[0].line, 2);
    let incomplete = "
rules:
- rule: sets
  steps: [{intent: greet}, {action: action_x}, {slot_was_set: [{flag: true}]}, {action: utter_a}]
- rule: forgets
  steps: [{intent: bye}, {action: action_x}, {action: utter_b}]
";
    let found = problems(DOMAIN, incomplete);
    assert!(found.len() == 1 && found[0].message.contains("slot `flag`"), "{found:?}");
}

#[test]
fn the_trace_says_where_a_choice_comes_from() {
    let mut talk = Talk::new(GREET);
    talk.hear("greet", &[]);
    let view = View { history: &talk.history };
    let decision = talk.policies.explain(&view, &talk.choice(), (&talk.bot, &talk.names));
    assert_eq!((decision.action.as_str(), decision.policy.as_str()), ("utter_greet", "rule"));
    assert_eq!((decision.file.as_str(), decision.line), ("data/data.yml", 3));
}
