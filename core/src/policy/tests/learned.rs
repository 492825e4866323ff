//! Past the stories: what is learned from them.

use super::*;

const STORIES: &str = "
rules:
- rule: chit
  steps: [{intent: chit}, {action: utter_chit}]
stories:
- story: greeted first
  steps:
  - intent: greet
  - action: utter_greet
  - intent: ask
  - action: utter_a
  - action: utter_b
  - intent: bye
  - action: action_x
- story: with a flag
  steps:
  - intent: inform
  - slot_was_set: [{flag: true}]
  - action: utter_b
- story: without one
  steps:
  - intent: inform
  - slot_was_set: [{flag: false}]
  - action: utter_a
";

#[test]
fn past_the_stories_the_likest_steps_are_followed_to_their_end() {
    let mut talk = Talk::learned(STORIES);
    // Every story greets first; nobody wrote down that somebody may just ask.
    talk.hear("ask", &[]);
    let choice = talk.choice();
    let decision = talk.policies.explain(&View { history: &talk.history }, &choice, (&talk.bot, &talk.names));
    assert_eq!((decision.policy.as_str(), decision.action.as_str()), ("learned", "utter_a"));
    assert_eq!((decision.name.as_str(), decision.file.as_str(), decision.line), ("greeted first", "data/data.yml", 11));
    assert!(decision.score > 0.5 && decision.score < 1.0, "{}", decision.score);
    assert_eq!(talk.go(), "utter_a utter_b");
    assert_eq!(talk.says("bye"), "action_x");
}

#[test]
fn what_is_known_decides_between_steps_that_are_alike() {
    for (flag, answer) in [(true, "utter_b"), (false, "utter_a")] {
        let mut talk = Talk::learned(STORIES);
        talk.says("greet");
        talk.set("flag", flag);
        assert_eq!(talk.says("inform"), answer);
    }
}

#[test]
fn nothing_is_learned_against_a_rule_or_for_an_intent_without_stories() {
    let mut talk = Talk::learned(STORIES);
    talk.says("ask");
    talk.hear("chit", &[]);
    assert_eq!(talk.choice().policy, Policy::Rule);
    let mut talk = Talk::learned(STORIES);
    talk.hear("nlu_fallback", &[]);
    assert_eq!(talk.choice().policy, Policy::Fallback);
}

#[test]
fn an_action_that_refused_is_not_learned_again() {
    let mut talk = Talk::learned(STORIES);
    talk.hear("ask", &[]);
    talk.reject("utter_a");
    assert_ne!(talk.next(), "utter_a");
}

#[test]
fn policies_without_a_learned_one_learn_nothing_unless_the_bot_says_so() {
    let listed = "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]\n";
    for (config, policy) in [
        (String::new(), Policy::Learned),
        (listed.to_owned(), Policy::Fallback),
        (format!("{listed}learned: true\n"), Policy::Learned),
        ("learned: false\n".to_owned(), Policy::Fallback),
    ] {
        let mut talk = Talk::of(with_config(&config, DOMAIN, STORIES));
        talk.hear("ask", &[]);
        assert_eq!(talk.choice().policy, policy, "{config}");
    }
}
