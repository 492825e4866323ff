//! Rehearsals of small bots.

use std::collections::{BTreeMap, BTreeSet};

use super::{Coverage, Played, Recording, Rehearsal, Tally, act_out, compare, coverage, folds, hear, try_cases};
use crate::bot::{Bot, Names};
use crate::engine::Engine;
use crate::understand::Understander;
use crate::value::{Timestamp, Value};

const DOMAIN: &str = "
intents: [greet, chit, ask, inform, faq]
entities: [city]
slots:
  city: {type: text, mappings: [{type: from_entity, entity: city}]}
responses:
  utter_greet: [{text: สวัสดีค่ะ}]
  utter_chit: [{text: chit}]
  utter_done: [{text: done}]
  utter_ask_city: [{text: city?}]
  utter_faq/hours: [{text: 9-17}]
  utter_faq/price: [{text: 50}]
forms: {f: {required_slots: [city]}}
";
const RULES: &str = "
rules:
- rule: greet
  steps: [{intent: greet}, {action: utter_greet}]
- rule: chit
  steps: [{intent: chit}, {action: utter_chit}]
- rule: start
  steps: [{intent: ask}, {action: f}, {active_loop: f}]
- rule: done
  condition: [{active_loop: f}]
  steps: [{action: f}, {active_loop: null}, {action: utter_done}]
- rule: faq
  steps: [{intent: faq}, {action: utter_faq}]
";

fn bot(tests: &str) -> Bot {
    bot_of(DOMAIN, RULES, tests)
}

fn bot_of(domain: &str, rules: &str, tests: &str) -> Bot {
    let config = "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]\n";
    let files =
        [("config.yml", config), ("domain.yml", domain), ("data/rules.yml", rules), ("tests/test_stories.yml", tests)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let (bot, problems) = Bot::define(&files, &BTreeMap::new());
    assert!(!problems.iter().any(|problem| problem.fatal), "{problems:?}");
    bot
}

/// Stories, how many pass, actions, how many are right.
fn figures(tests: &str) -> (u32, u32, u32, u32) {
    let bot = bot(tests);
    let rehearsal = Rehearsal::new(&bot).unwrap();
    let played = rehearsal.given(&bot.tests).unwrap();
    let heard: Vec<_> = played.iter().map(|_| Vec::new()).collect();
    let tally = Tally::of(&played, &heard);
    (tally.stories, tally.passed, tally.actions, tally.right)
}

#[test]
fn listening_is_an_action_to_be_predicted() {
    let tests = "
stories:
- story: right
  steps: [{user: สวัสดี, intent: greet}, {action: utter_greet}]
- story: wrong
  steps: [{user: คุยเล่น, intent: chit}, {action: utter_greet}]
";
    // After the wrong action nobody knows what to do.
    assert_eq!(figures(tests), (2, 1, 4, 2));
}

#[test]
fn a_given_story_fills_only_what_it_says() {
    // What the customer types would fill `words`; a story that is given extracts nothing.
    let domain = DOMAIN.replace("slots:\n", "slots:\n  words: {type: text, mappings: [{type: from_text}]}\n");
    let rules = "rules:
- rule: silent
  condition: [{slot_was_set: [{words: null}]}]
  steps: [{intent: greet}, {action: utter_greet}]
- rule: told
  condition: [{slot_was_set: [{words: x}]}]
  steps: [{intent: chit}, {action: utter_chit}]
";
    let tests = "
stories:
- story: unset
  steps: [{user: สวัสดี, intent: greet}, {action: utter_greet}]
- story: said
  steps: [{slot_was_set: [{words: คุยเล่น}]}, {user: คุยเล่น, intent: chit}, {action: utter_chit}]
- story: not said
  steps: [{user: คุยเล่น, intent: chit}, {action: utter_chit}]
";
    let bot = bot_of(&domain, rules, tests);
    let played = Rehearsal::new(&bot).unwrap().given(&bot.tests).unwrap();
    let right: Vec<bool> = played.iter().map(|story| story.acts.iter().all(|act| act.right)).collect();
    assert_eq!(right, [true, true, false]);
}

#[test]
fn a_form_that_is_not_wanted_has_refused() {
    let tests = "
stories:
- story: unhappy
  steps:
  - {user: ask, intent: ask}
  - {action: f}
  - {active_loop: f}
  - {user: chit, intent: chit}
  - {action: utter_chit}
  - {action: f}
  - {user: \"[กรุงเทพฯ](city)\", intent: inform}
  - {action: f}
  - {active_loop: null}
  - {action: utter_done}
";
    assert_eq!(figures(tests), (1, 1, 8, 8));
}

#[test]
fn an_answer_has_to_be_the_one_that_was_meant() {
    let tests = "
stories:
- story: right
  steps: [{user: กี่โมง, intent: faq/hours}, {action: utter_faq/hours}]
- story: wrong
  steps: [{user: กี่โมง, intent: faq/hours}, {action: utter_faq/price}]
- story: any
  steps: [{user: กี่โมง, intent: faq}, {action: utter_faq}]
";
    assert_eq!(figures(tests), (3, 2, 6, 4));
}

#[test]
fn the_same_story_twice_counts_once() {
    let tests = "
stories:
- story: one
  steps: [{user: hi, intent: greet}, {action: utter_greet}]
- story: two
  steps: [{user: hi, intent: greet}, {action: utter_greet}]
- story: three
  steps: [{user: hello, intent: greet}, {action: utter_greet}]
";
    assert_eq!(figures(tests).0, 2);
}

#[test]
fn what_is_understood_otherwise_is_told() {
    let bot = bot("stories:\n- story: s\n  steps: [{user: \"ไป[เชียงใหม่](city)\", intent: greet}]\n");
    let understander = Understander::new(&bot).unwrap();
    let rehearsal = Rehearsal::new(&bot).unwrap();
    let played = rehearsal.given(&bot.tests).unwrap();
    // Nothing was trained: neither the intent nor the entity is found.
    let heard = hear(&understander, played[0].messages[0], Timestamp(0)).unwrap();
    let what: Vec<&str> = heard.slips.iter().map(|slip| slip.what).collect();
    assert_eq!(what, ["intent", "entities"]);
    assert_eq!(heard.slips[1].wanted, "city 6..33 = เชียงใหม่");
}

const TURN: &str = r#"{"turns": [{"user": {"text": "hi", "intent": "greet", "entities": []}, "events": [
    {"event": "action", "name": "action_session_start", "policy": null, "confidence": 1.0, "hide_rule_turn": false},
    {"event": "session_started", "timestamp": 5},
    {"event": "action", "name": "action_listen", "policy": null, "confidence": null, "hide_rule_turn": false},
    {"event": "user", "text": "hi", "intent": {"name": "greet", "confidence": 1.0}, "entities": []},
    {"event": "user_featurization", "use_text_for_featurization": false},
    {"event": "action", "name": "utter_greet", "policy": "RulePolicy", "confidence": 1.0, "hide_rule_turn": true},
    {"event": "bot", "text": "สวัสดีค่ะ", "data": {"image": null}, "metadata": {"utter_action": "utter_greet"}},
    {"event": "action", "name": "action_listen", "policy": "RulePolicy", "confidence": 1.0, "hide_rule_turn": true}
]}]}"#;

#[test]
fn a_recording_is_played_again_and_the_first_difference_is_told() {
    let mut bot = bot("stories: []\n");
    bot.settings.rasa = true;
    let names = Names::of(&bot);
    let engine = Engine::new(bot).unwrap();
    let play = |text: &str| compare(&engine, &names, &Recording::read(text).unwrap(), &BTreeMap::new());
    let same = &play(TURN)[0];
    assert!(same.difference.is_none() && same.events == 8, "{same:?}");
    let other = play(&TURN.replace("\"text\": \"สวัสดีค่ะ\"", "\"text\": \"ลาก่อน\""));
    let difference = other[0].difference.clone().unwrap();
    assert_eq!((difference.turn, difference.event, other[0].same), (1, 7, 6));
    assert_eq!(difference.got.unwrap().get("text"), Some(&Value::from("สวัสดีค่ะ")));
}

#[test]
fn what_is_no_recording_is_refused() {
    for text in ["", "[]", "{}", "{\"turns\": 3}", "{\"conversations\": [{}]}", "{\"turns\": [{\"events\": \"x\"}]"] {
        assert!(Recording::read(text).is_none(), "{text}");
    }
    assert!(Recording::read("{\"turns\": [3, {\"events\": [null, 5]}]}").is_some());
}

#[test]
fn a_recording_shows_whether_a_learned_policy_decided() {
    for (policy, learned) in [("policy_1_TEDPolicy", true), ("policy_0_MemoizationPolicy", false)] {
        let event = format!("{{\"event\": \"action\", \"name\": \"utter_greet\", \"policy\": \"{policy}\"}}");
        let text = format!("{{\"turns\": [{{\"events\": [{event}]}}]}}");
        assert_eq!(Recording::read(&text).unwrap().learned, learned, "{policy}");
    }
}

/// The shop of the fixture with a host action, and test cases beside it.
fn cases(tests: &str) -> Vec<(String, Option<String>, Vec<String>)> {
    let domain = format!("{DOMAIN}actions: [action_x]\n").replace("[greet, chit", "[stop, greet, chit");
    let rules =
        format!("{RULES}- rule: host\n  steps: [{{intent: stop}}, {{action: action_x}}, {{action: utter_chit}}]\n");
    let files = [("domain.yml", domain.as_str()), ("data/rules.yml", &rules), ("tests/cases.yml", tests)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let (bot, problems) = Bot::define(&files, &BTreeMap::new());
    assert!(!problems.iter().any(|problem| problem.fatal), "{problems:?}");
    let (cases, props) = (bot.cases.clone(), bot.props.clone());
    let engine = Engine::new(bot).unwrap();
    let tried = try_cases(&engine, &cases, &props);
    tried.into_iter().map(|tried| (tried.case.name.clone(), tried.failure.map(|f| f.wanted), tried.unstubbed)).collect()
}

#[test]
fn test_cases_assert_what_happens_in_a_turn() {
    let tried = cases(
        "
fixtures: [{there: [{city: BKK}]}]
stub_custom_actions:
  action_x: {events: [{event: slot, name: city, value: CNX}], responses: [{text: done}]}
test_cases:
- test_case: a form
  steps:
  - user: /ask
    assertions:
    - action_executed: f
    - bot_uttered: {utter_name: utter_ask_city, text_matches: 'c.ty'}
    - slot_was_not_set: [city]
  - user: '/inform{\"city\": \"BKK\"}'
    assertion_order_enabled: true
    assertions:
    - slot_was_set: [{name: city, value: BKK}]
    - bot_uttered: {text_matches: done}
- test_case: filled before
  fixtures: [there]
  steps:
  - user: /ask
  - utter: utter_done
  - slot_was_set: [requested_slot: null]
- test_case: stubbed
  steps:
  - user: /stop
  - bot: done
  - slot_was_set: [{city: CNX}]
  - utter: utter_chit
- test_case: in the wrong order
  steps:
  - user: /ask
    assertion_order_enabled: true
    assertions:
    - bot_uttered: {utter_name: utter_ask_city}
    - action_executed: f
- test_case: never said
  steps:
  - user: /greet
    assertions:
    - bot_uttered: {utter_name: utter_chit}
    - flow_started: order
",
    );
    let failed: Vec<_> =
        tried.iter().filter_map(|(name, wanted, _)| Some((name.as_str(), wanted.as_deref()?))).collect();
    assert_eq!(failed, [("in the wrong order", "the action `f`"), ("never said", "a reply `utter_chit`")]);
}

#[test]
fn an_action_that_nobody_stubs_is_told() {
    let tried = cases("test_cases: [{test_case: a, steps: [{user: /stop}, {utter: utter_chit}]}]\n");
    assert_eq!(tried, [("a".to_owned(), None, vec!["action_x".to_owned()])]);
}

#[test]
fn stories_are_acted_out() {
    let bot = bot("stories:
- story: form
  steps:
  - {user: book, intent: ask}
  - action: f
  - active_loop: f
  - {user: BKK, intent: inform, entities: [{city: BKK}]}
  - action: f
  - active_loop: null
  - action: utter_done
- story: without a form
  steps:
  - {user: hi, intent: greet}
  - action: utter_greet
  - {user: book, intent: ask}
  - action: utter_done
");
    let stories = bot.tests.clone();
    let engine = Engine::new(bot).unwrap();
    let acted = act_out(&engine, &stories, &Default::default()).unwrap();
    assert!(acted[0].parted.is_none(), "{:?}", acted[0]);
    let parted = acted[1].parted.as_ref().unwrap();
    assert_eq!(
        (parted.said.as_str(), &parted.wanted[..], &parted.got[..]),
        ("book", &["utter_done".to_owned()][..], &["f".to_owned()][..])
    );
}

#[test]
fn why_something_else_happened_is_told() {
    let bot = bot("stories:
- {story: lost, steps: [{user: ?, intent: nlu_fallback}, {action: utter_chit}]}
test_cases:
- test_case: something else
  steps: [{user: /greet}, {utter: utter_chit}]
");
    let (stories, own, props) = (bot.tests.clone(), bot.cases.clone(), bot.props.clone());
    let engine = Engine::new(bot).unwrap();
    let acted = act_out(&engine, &stories, &props).unwrap();
    let parted = acted[0].parted.as_ref().unwrap();
    assert_eq!(parted.got, ["action_default_fallback"]);
    assert_eq!(parted.reason, "no rule matches and no story went like this (fallback)");
    let tried = try_cases(&engine, &own, &props);
    let failure = tried[0].failure.as_ref().unwrap();
    assert_eq!(failure.happened[1..3], ["understood as greet", "`utter_greet` runs"]);
    assert_eq!(failure.reason, "the rule `greet` is the longest that matches (rule)");
}

#[test]
fn what_no_test_tries_is_told() {
    let bot = bot("stories:\n- story: hi\n  steps: [{user: hi, intent: greet}, {action: utter_greet}]\n");
    let rehearsal = Rehearsal::new(&bot).unwrap();
    let played = rehearsal.given(&bot.tests).unwrap();
    let decisions = played.iter().flat_map(|story| &story.acts).map(|act| &act.decision);
    let [rules, stories, flows, steps] = coverage(&bot, decisions, &BTreeSet::new());
    let names: Vec<&str> = rules.untried.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((rules.all, names), (5, vec!["chit", "start", "done", "faq"]));
    assert_eq!((stories.all, flows.all, steps.all), (0, 0, 0));
}

#[test]
fn flows_and_steps_that_no_case_comes_to_are_told() {
    let flows = "
flows:
  drink:
    description: somebody wants a drink
    nlu_trigger: [order]
    steps:
    - collect: size
      next:
      - {if: slots.size = \"L\", then: [{action: utter_large, next: END}]}
      - else: [{action: utter_small, next: END}]
  never:
    description: nobody asks for this
    steps: [{action: utter_small}]
";
    let domain = "
intents: [order]
slots: {size: {type: categorical, values: [S, L], mappings: [{type: from_llm}]}}
responses: {utter_ask_size: [{text: size?}], utter_large: [{text: big}], utter_small: [{text: small}]}
";
    let cases = "
test_cases:
- test_case: large
  steps:
  - user: /order
    assertions: [{flow_started: drink}, {bot_uttered: {utter_name: utter_ask_size}}]
  - user: L
    assertions: [{slot_was_set: [{name: size, value: L}]}, {bot_uttered: {text_matches: ^big$}}, {flow_completed: {flow_id: drink}}]
";
    let files = [("domain.yml", domain), ("data/flows.yml", flows), ("tests/cases.yml", cases)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let (bot, _) = Bot::define(&files, &BTreeMap::new());
    let engine = Engine::new(bot.clone()).unwrap();
    let tried = try_cases(&engine, &bot.cases, &bot.props);
    assert!(tried[0].failure.is_none(), "{:?}", tried[0].failure);
    let [.., flows, steps] = coverage(&bot, tried[0].reached.decisions.iter(), &tried[0].reached.steps);
    let names = |of: &Coverage| of.untried.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!((flows.all, names(&flows)), (2, vec!["never".to_owned()]));
    assert_eq!((steps.all, names(&steps)), (4, vec!["drink: utter_small".to_owned(), "never: utter_small".to_owned()]));
}

#[test]
fn a_story_is_played_by_a_bot_that_never_saw_it() {
    let data = "stories:
- story: one
  steps: [{intent: greet}, {action: utter_greet}, {intent: chit}, {action: utter_chit}]
- story: two
  steps: [{intent: chit}, {action: utter_chit}]
- story: three
  steps: [{intent: ask}, {action: utter_done}]
";
    let files = [("domain.yml", DOMAIN), ("data/stories.yml", data)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let (bot, _) = Bot::define(&files, &BTreeMap::new());
    let played = folds(&bot, 3).unwrap_or_default();
    let passed: Vec<bool> = played.iter().map(Played::passed).collect();
    // What only one story shows cannot be known without it.
    assert_eq!(passed, [false, true, false]);
}
