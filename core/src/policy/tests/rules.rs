//! Rules: which of several holds, and what their conditions look at.

use super::*;

#[test]
fn the_first_listen_after_everything_was_undone_is_given() {
    let mut talk = Talk::new(GREET);
    talk.hear("bye", &[]);
    assert_eq!(talk.next(), "action_default_fallback");
    assert_eq!(talk.choice().policy, Policy::Followup);
    assert_eq!(talk.go(), "");
    assert_eq!(talk.says("greet"), "utter_greet");
}

#[test]
fn a_follow_up_breaks_the_rule_it_interrupts() {
    let mut talk = Talk::new("rules:\n- rule: x\n  steps: [{intent: greet}, {action: action_x}, {action: utter_a}]\n");
    talk.hear("greet", &[]);
    assert_eq!(talk.next(), "action_x");
    talk.history.push(Fact::Followup(talk.names.action("utter_b").unwrap()));
    assert_eq!(talk.next(), "utter_b");
    assert_eq!(talk.next(), "action_default_fallback");
}

#[test]
fn the_rule_with_the_longest_text_wins() {
    // Both match; the slot's name makes one text longer, not the number of conditions.
    let domain = "
intents: [greet]
slots:
  x: {type: bool, mappings: [{type: custom}]}
  y: {type: bool, mappings: [{type: custom}]}
  a_slot_with_a_name_that_is_very_long_indeed: {type: text, mappings: [{type: custom}]}
responses: {utter_a: [{text: a}], utter_b: [{text: b}]}
";
    let data = "
rules:
- rule: two conditions
  condition: [{slot_was_set: [{x: true}]}, {slot_was_set: [{y: true}]}]
  steps: [{intent: greet}, {action: utter_a}]
- rule: one condition
  condition: [{slot_was_set: [{a_slot_with_a_name_that_is_very_long_indeed: z}]}]
  steps: [{intent: greet}, {action: utter_b}]
";
    let mut talk = Talk::with(domain, data);
    talk.set("x", true);
    talk.set("y", true);
    assert_eq!(talk.says("greet"), "utter_a");
    talk.set("a_slot_with_a_name_that_is_very_long_indeed", "w");
    assert_eq!(talk.says("greet"), "utter_b");
}

#[test]
fn text_conditions_ignore_the_value_and_mute_slots_are_no_condition() {
    let data = "
rules:
- rule: text
  condition: [{slot_was_set: [{kind: BKK}]}]
  steps: [{intent: greet}, {action: utter_a}]
- rule: mute
  condition: [{slot_was_set: [{mute: yes}]}]
  steps: [{intent: bye}, {action: utter_b}]
- rule: false
  condition: [{slot_was_set: [{flag: false}]}]
  steps: [{intent: ask}, {action: utter_b}]
";
    let mut talk = Talk::new(data);
    assert_eq!(talk.says("bye"), "utter_b");
    assert_eq!(talk.says("greet"), "action_default_fallback");
    assert_eq!(talk.says("ask"), "action_default_fallback");
    talk.set("kind", "เชียงใหม่");
    talk.set("flag", false);
    assert_eq!(talk.says("greet"), "utter_a");
    assert_eq!(talk.says("ask"), "utter_b");
}

#[test]
fn null_in_a_rule_means_must_not_be_set() {
    let data = "
rules:
- rule: unset
  condition: [{slot_was_set: [{kind: null}]}]
  steps: [{intent: greet}, {action: utter_a}]
- rule: outside
  condition: [{active_loop: null}]
  steps: [{intent: chit}, {action: utter_chit}]
";
    let mut talk = Talk::new(data);
    assert_eq!(talk.says("greet"), "utter_a");
    assert_eq!(talk.says("chit"), "utter_chit");
    talk.set("kind", "x");
    assert_eq!(talk.says("greet"), "action_default_fallback");
    talk.history.push(Fact::Loop(LoopState::Active(talk.names.action("f").unwrap())));
    talk.hear("chit", &[]);
    talk.reject("f");
    assert_eq!(talk.next(), "action_default_fallback");
}

#[test]
fn entities_in_a_rule_are_exactly_those_and_in_a_story_always() {
    let data = "
rules:
- rule: with
  steps: [{intent: greet, entities: [city]}, {action: utter_a}]
- rule: any
  steps: [{intent: ask}, {action: utter_b}]
stories:
- story: plain
  steps: [{intent: inform}, {action: utter_chit}]
";
    let mut talk = Talk::new(data);
    for (intent, entities, action) in [
        ("greet", vec!["city"], "utter_a"),
        ("greet", vec!["city", "n"], "action_default_fallback"),
        ("greet", vec![], "action_default_fallback"),
        ("ask", vec!["city", "n"], "utter_b"),
        ("inform", vec!["city"], "action_default_fallback"),
        ("inform", vec![], "utter_chit"),
    ] {
        talk.history = History::new(initial(&talk.bot));
        talk.history.push(Fact::Action(LISTEN, false));
        talk.hear(intent, &entities);
        assert_eq!(talk.next(), action, "{intent} {entities:?}");
    }
}

#[test]
fn a_slot_with_an_initial_value_contradicts_the_rule_without_a_condition() {
    let domain = DOMAIN.replace("flag: {type: bool,", "flag: {type: bool, initial_value: true,");
    let data = "
rules:
- rule: always
  steps: [{intent: greet}, {action: utter_greet}]
- rule: flagged
  condition: [{slot_was_set: [{flag: true}]}]
  steps: [{intent: greet}, {action: utter_a}]
";
    assert!(problems(DOMAIN, data).is_empty());
    let found = problems(&domain, data);
    assert_eq!(found[0].code, "contradiction");
    assert!(found[0].message.contains("`flagged` (data/data.yml:5)"), "{}", found[0]);
    assert_eq!((found[0].file.as_str(), found[0].line), ("data/data.yml", 4));
}

#[test]
fn a_rule_for_the_start_of_a_conversation_looks_at_no_slot() {
    let domain = DOMAIN.replace("flag: {type: bool,", "flag: {type: bool, initial_value: true,");
    let data = "
rules:
- rule: first
  conversation_start: true
  steps: [{intent: greet}, {action: utter_a}]
- rule: later
  steps: [{intent: greet}, {action: utter_greet}]
";
    let mut talk = Talk::with(&domain, data);
    assert_eq!(talk.says("greet"), "utter_a");
    assert_eq!(talk.says("greet"), "utter_greet");
}

#[test]
fn a_rule_without_its_listen_leads_into_another() {
    let data = "
rules:
- rule: first
  wait_for_user_input: false
  steps: [{intent: greet}, {action: utter_greet}]
- rule: then
  steps: [{action: utter_greet}, {action: utter_a}]
";
    assert_eq!(Talk::new(data).says("greet"), "utter_greet utter_a");
}
