//! Forms, and what rules and stories do inside them.

use super::*;

#[test]
fn a_general_rule_inside_a_form_hands_back_to_the_form() {
    let mut talk = Talk::new(FORM);
    assert_eq!(talk.says("ask"), "f");
    talk.hear("chit", &[]);
    assert!(talk.choice().blind);
    assert_eq!(talk.choice().policy, Policy::Form);
    talk.reject("f");
    assert_eq!(talk.go(), "utter_chit f");
}

#[test]
fn an_unknown_message_inside_a_form_is_forgotten_and_not_asked_again() {
    let mut talk = Talk::new(FORM);
    talk.says("ask");
    talk.hear("greet", &[]);
    talk.reject("f");
    assert_eq!(talk.go(), "action_default_fallback");
    talk.hear("inform", &[]);
    assert_eq!(talk.next(), "f");
    assert_eq!(talk.history.form(), talk.names.action("f"));
}

#[test]
fn restart_goes_before_an_active_form_and_a_fallback_does_not() {
    let mut talk = Talk::new(FORM);
    talk.says("ask");
    talk.hear("nlu_fallback", &[]);
    assert_eq!(talk.next(), "f");
    talk.next();
    talk.hear("restart", &[]);
    assert_eq!(talk.next(), "action_restart");
}

#[test]
fn what_the_form_submits_is_found_whatever_was_said() {
    let mut talk = Talk::new(FORM);
    talk.says("ask");
    talk.hear("inform", &["n"]);
    assert_eq!(talk.next(), "f");
    talk.history.push(Fact::Loop(LoopState::None));
    assert_eq!(talk.go(), "utter_a");
}

#[test]
fn a_story_that_leaves_the_form_and_comes_back_interrupts_it() {
    let data = "
rules:
- rule: start
  steps: [{intent: ask}, {action: f}, {active_loop: f}]
stories:
- story: unhappy
  steps:
  - {intent: ask}
  - {action: f}
  - {active_loop: f}
  - {intent: chit}
  - {action: utter_chit}
  - {intent: greet}
  - {action: f}
  - {active_loop: null}
  - {action: utter_a}
";
    let mut talk = Talk::new(data);
    talk.says("ask");
    talk.hear("chit", &[]);
    talk.reject("f");
    assert_eq!(talk.go(), "utter_chit");
    talk.hear("greet", &[]);
    assert!(talk.choice().interrupted);
    assert_eq!(talk.next(), "f");
}

#[test]
fn an_action_that_refused_leaves_the_fallback() {
    let mut talk = Talk::new("rules:\n- rule: x\n  steps: [{intent: ask}, {action: action_x}]\n");
    talk.hear("ask", &[]);
    talk.reject("action_x");
    let choice = talk.choice();
    assert_eq!((choice.policy, choice.score), (Policy::Fallback, 0.3));
}
