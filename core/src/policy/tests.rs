//! Rasa's surprises, one test each: what a re-implementation gets wrong.

use std::collections::BTreeMap;

use super::{Choice, Policies, Policy, View};
use crate::bot::{Bot, Names};
use crate::error::Problem;
use crate::state::{Fact, History, LISTEN, Label, LoopState, feature, initial, message};
use crate::value::Value;

const DOMAIN: &str = "
intents: [greet, bye, ask, chit, inform, nlu_fallback]
entities: [city, n]
slots:
  kind: {type: text, mappings: [{type: custom}]}
  flag: {type: bool, mappings: [{type: custom}]}
  mute: {type: text, influence_conversation: false, mappings: [{type: custom}]}
responses:
  utter_a: [{text: a}]
  utter_b: [{text: b}]
  utter_greet: [{text: hi}]
  utter_chit: [{text: chit}]
  utter_default: [{text: default}]
actions: [action_x]
forms:
  f: {required_slots: [kind]}
";

fn bot(domain: &str, data: &str) -> Bot {
    with_config("policies:\n- name: MemoizationPolicy\n- name: RulePolicy\n", domain, data)
}

fn with_config(config: &str, domain: &str, data: &str) -> Bot {
    let files = [("config.yml", config), ("domain.yml", domain), ("data/data.yml", data)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let (bot, problems) = Bot::define(&files, &BTreeMap::new());
    let fatal: Vec<&Problem> = problems.iter().filter(|problem| problem.fatal).collect();
    assert!(fatal.is_empty(), "{fatal:?}");
    bot
}

/// A conversation with the policies alone: actions do nothing but happen.
struct Talk {
    bot: Bot,
    names: Names,
    policies: Policies,
    history: History,
}

impl Talk {
    fn with(domain: &str, data: &str) -> Talk {
        Talk::of(bot(domain, data))
    }

    /// Of a bot whose configuration has Rasa's learned policy.
    fn learned(data: &str) -> Talk {
        Talk::of(with_config(
            "policies:\n- name: MemoizationPolicy\n- name: RulePolicy\n- name: TEDPolicy\n",
            DOMAIN,
            data,
        ))
    }

    fn of(bot: Bot) -> Talk {
        let names = Names::of(&bot);
        let policies = Policies::compile(&bot, &names).unwrap();
        let mut history = History::new(initial(&bot));
        history.push(Fact::Action(LISTEN, false));
        Talk { bot, names, policies, history }
    }

    fn new(data: &str) -> Talk {
        Talk::with(DOMAIN, data)
    }

    fn hear(&mut self, intent: &str, entities: &[&str]) {
        let labels = entities.iter().map(|kind| Label { kind, role: None, group: None });
        self.history.push(Fact::User(message(&self.bot, &self.names, Some(intent), labels)));
    }

    fn set(&mut self, slot: &str, value: impl Into<Value>) {
        let id = self.names.slot(slot).unwrap();
        let feature = feature(&self.bot.domain.slots[usize::from(id)], &value.into());
        self.history.push(Fact::Slot(id, feature));
    }

    fn reject(&mut self, action: &str) {
        self.history.push(Fact::Rejected(self.names.action(action).unwrap()));
    }

    fn choice(&self) -> Choice {
        self.policies.decide(&View { history: &self.history })
    }

    /// The next action, which then happens; a form starts with its first run.
    fn next(&mut self) -> String {
        let choice = self.choice();
        self.history.push(Fact::Action(choice.action, choice.hidden));
        let name = self.names.actions[usize::from(choice.action)].clone();
        if name == "f" && self.history.form().is_none() {
            self.history.push(Fact::Loop(LoopState::Active(choice.action)));
        }
        if name == "action_default_fallback" {
            self.history.push(Fact::Rewind);
        }
        name
    }

    /// What the bot does until it listens.
    fn says(&mut self, intent: &str) -> String {
        self.hear(intent, &[]);
        self.go()
    }

    fn go(&mut self) -> String {
        let mut done = Vec::new();
        while done.len() < 10 {
            let name = self.next();
            if name == "action_listen" {
                break;
            }
            done.push(name);
        }
        done.join(" ")
    }
}

fn problems(domain: &str, data: &str) -> Vec<Problem> {
    let bot = bot(domain, data);
    Policies::compile(&bot, &Names::of(&bot)).err().unwrap_or_default()
}

const GREET: &str = "
rules:
- rule: greet
  steps: [{intent: greet}, {action: utter_greet}]
";

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

const FORM: &str = "
rules:
- rule: start
  steps: [{intent: ask}, {action: f}, {active_loop: f}]
- rule: done
  condition: [{active_loop: f}]
  steps: [{action: f}, {active_loop: null}, {action: utter_a}]
- rule: chit
  steps: [{intent: chit}, {action: utter_chit}]
- rule: restarts
  steps: [{intent: bye}, {action: utter_b}]
";

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

mod random {
    use super::*;
    use proptest::prelude::*;

    fn fact() -> impl Strategy<Value = Fact> {
        use crate::state::{Feature, UserSide};
        let slot =
            prop_oneof![Just(None), Just(Some(Feature::Set)), any::<bool>().prop_map(|b| Some(Feature::Bool(b)))];
        let user = (proptest::option::of(0..12_u16), proptest::collection::vec(0..3_u16, 0..3));
        prop_oneof![
            6 => (0..24_u16, any::<bool>()).prop_map(|(action, hidden)| Fact::Action(action, hidden)),
            6 => user.prop_map(|(intent, entities)| Fact::User(UserSide { intent, entities })),
            3 => (0..6_u16, slot).prop_map(|(slot, feature)| Fact::Slot(slot, feature)),
            3 => prop_oneof![Just(LoopState::None), (18..24_u16).prop_map(LoopState::Active)].prop_map(Fact::Loop),
            2 => (0..24_u16).prop_map(Fact::Rejected),
            1 => any::<bool>().prop_map(Fact::Interrupted),
            1 => (0..24_u16).prop_map(Fact::Followup),
            1 => Just(Fact::Rewind),
            1 => Just(Fact::Undo),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_history_gets_a_choice_and_the_same_one_twice(facts in proptest::collection::vec(fact(), 0..60)) {
            let mut talk = Talk::new(&format!("{FORM}stories:\n- story: s\n  steps: [{{intent: greet}}, {{action: utter_a}}]\n"));
            for fact in &facts {
                talk.history.push(fact.clone());
                let choice = talk.choice();
                prop_assert!((0.0..=1.0).contains(&choice.score));
                prop_assert_eq!(choice, talk.choice());
            }
            // Replaying what counts gives the same moments.
            let mut again = History::new(initial(&talk.bot));
            talk.history.facts().iter().for_each(|fact| again.push(fact.clone()));
            prop_assert_eq!(again.now(), talk.history.now());
        }
    }
}

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
