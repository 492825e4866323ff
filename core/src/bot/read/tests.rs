//! Whole bots, read: what is accepted, what is refused, and where.

use std::collections::BTreeMap;

use super::*;
use crate::bot::{MappingKind, SlotKind, Step, Used};
use crate::value::Value;

const DOMAIN: &str = "intents: [greet, order]
entities: [drink, size]
slots:
  drink:
    type: text
    mappings:
    - type: from_entity
      entity: drink
responses:
  utter_greet:
  - text: สวัสดีค่ะ
";

fn files(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// A domain, and data beside it.
fn with(data: &str) -> (Bot, Vec<Problem>) {
    read(&files(&[("domain.yml", DOMAIN), ("data/a.yml", data)]), &BTreeMap::new())
}

fn domain(text: &str) -> (Bot, Vec<Problem>) {
    read(&files(&[("domain.yml", text)]), &BTreeMap::new())
}

/// `fatal code line:column` of every problem.
fn shown(problems: &[Problem]) -> Vec<String> {
    let level = |problem: &Problem| if problem.fatal { "error" } else { "note" };
    problems.iter().map(|p| format!("{} {} {}:{}", level(p), p.code, p.line, p.column)).collect()
}

/// Looks only at what a domain of its own adds.
fn wrong(text: &str, expected: &str) {
    let (_, problems) = domain(text);
    assert!(shown(&problems).contains(&expected.to_owned()), "{expected} is not in {problems:#?}");
}

fn wrong_data(text: &str, expected: &str) {
    let (_, problems) = with(text);
    assert!(shown(&problems).contains(&expected.to_owned()), "{expected} is not in {problems:#?}");
}

#[test]
fn a_sound_bot_has_no_problem() {
    let (bot, problems) = with("nlu:\n- intent: order\n  examples: |\n    - ขอ[ลาเต้](drink)\n");
    assert_eq!(problems, []);
    assert_eq!(bot.files, ["data/a.yml", "domain.yml"]);
    let names: Vec<&str> = bot.domain.intents.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["back", "greet", "nlu_fallback", "order", "out_of_scope", "restart", "session_start"]);
    let slots: Vec<&str> = bot.domain.slots.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(slots, ["drink", "requested_slot", "session_started_metadata"]);
    assert_eq!(bot.nlu.examples[0].text, "ขอลาเต้");
    assert_eq!(bot.settings.fallback.map(|f| f.threshold), Some(0.3));
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut list = files(&[("domain.yml", DOMAIN), ("data/b.yml", "rules: []"), ("data/a.yml", "nlu: []")]);
    let first = read(&list, &BTreeMap::new()).0;
    list.reverse();
    let second = read(&list, &BTreeMap::new()).0;
    assert_eq!((first.hash, first.files), (second.hash, second.files));
}

#[test]
fn unknown_keys_are_told_with_the_near_one() {
    let (_, problems) = domain("intents: [a]\nslots:\n  ขนาด:\n    type: text\n    mapings: []\n");
    let problem = problems.iter().find(|p| p.code == "unknown-key").unwrap();
    assert_eq!((problem.line, problem.column), (5, 5));
    assert_eq!(problem.message, "unknown key `mapings`, did you mean `mappings`?");
    wrong("intens: [a]\n", "error unknown-key 1:1");
    wrong("my_own_notes: [a]\n", "note unknown-key 1:1");
    wrong_data("rulse: []\n", "error unknown-key 1:1");
    wrong_data("rules:\n- rule: ก\n  stesp: []\n", "error unknown-key 3:3");
    wrong_data("stories:\n- story: ก\n  steps:\n  - acton: utter_greet\n", "error unknown-key 4:5");
}

#[test]
fn wrong_types_say_what_would_be_right() {
    wrong("intents: greet\n", "error bad-value 1:10");
    wrong("slots:\n  ก: {type: txt, mappings: []}\n", "error bad-value 2:13");
    wrong("slots:\n  ก: {mappings: []}\n", "error missing-key 2:3");
    wrong("slots:\n  ก: {type: any, influence_conversation: true, mappings: []}\n", "error bad-value 2:42");
    wrong(
        "slots:\n  ก:\n    type: float\n    min_value: 9\n    max_value: 1\n    mappings: []\n",
        "error bad-value 5:16",
    );
    wrong("slots:\n  ก:\n    type: text\n    mappings:\n    - type: from_entity\n", "error missing-key 5:7");
    wrong(
        "slots:\n  ก:\n    type: text\n    mappings:\n    - type: from_entty\n      entity: a\n",
        "error bad-value 5:13",
    );
    wrong("responses:\n  utter_a: สวัสดี\n", "error bad-value 2:12");
    wrong("responses:\n  utter_a:\n  - text: {drink}\n", "error bad-value 3:11");
    wrong("session_config:\n  session_expiration_time: นาน\n", "error bad-value 2:28");
    wrong("slots:\n  ก: {type: any, initial_value: 90071992547409931, mappings: []}\n", "error bad-number 2:33");
}

#[test]
fn names_are_looked_up_once_everything_is_read() {
    let rule = |steps: &str| format!("rules:\n- rule: ก\n  steps:\n{steps}");
    wrong_data(&rule("  - intent: greet\n  - action: utter_gret\n"), "error unknown-name 5:13");
    wrong_data(&rule("  - intent: gret\n  - action: utter_greet\n"), "note unknown-name 4:13");
    wrong_data(&rule("  - intent: greet\n  - active_loop: order_form\n"), "note unknown-name 5:18");
    wrong_data(&rule("  - intent: greet\n  - slot_was_set:\n    - drnk: ชา\n"), "note unknown-name 6:7");
    wrong("forms:\n  f:\n    required_slots: [ขนาด]\n", "error unknown-name 3:22");
    wrong("intents: [a, a]\n", "error duplicate-name 1:14");
    wrong("actions: [utter_x]\n", "note unknown-name 1:11");
    let (_, problems) =
        with("nlu:\n- intent: greet\n  examples: |\n    - ดี\n- intent: order\n  examples: |\n    - ดี\n");
    assert_eq!(shown(&problems), ["note duplicate-name 7:7"]);
}

#[test]
fn stories_in_a_folder_of_tests_are_tests_whatever_the_name() {
    let story = "stories: [{story: a, steps: [{user: hi, intent: greet}, {action: utter_a}]}]\n";
    let domain = "intents: [greet]\nresponses: {utter_a: [{text: a}]}\n";
    let list = [("domain.yml", domain), ("tests/stories.yml", story), ("test/conversations.yml", story)];
    let (bot, problems) = read(&files(&list), &BTreeMap::new());
    assert_eq!((bot.tests.len(), bot.stories.len(), problems.iter().any(|p| p.fatal)), (2, 0, false));
}

#[test]
fn what_tests_say_may_be_anything() {
    let test = "stories:\n- story: ก\n  steps:\n  - user: |\n      ขอ[ชา](drink)\n    intent: order\n  - action: nothing_here\n";
    let (bot, problems) = read(&files(&[("domain.yml", DOMAIN), ("tests/test_a.yml", test)]), &BTreeMap::new());
    assert_eq!(shown(&problems), ["note unknown-name 7:13"]);
    let Step::User { text, entities, .. } = &bot.tests[0].steps[0] else { panic!("{:?}", bot.tests) };
    assert_eq!((text.as_deref(), entities[0].span), (Some("ขอชา"), Some((6, 12))));
}

#[test]
fn annotations_and_patterns_say_where() {
    wrong_data("nlu:\n- intent: order\n  examples: |\n    - ขอ[ลาเต้]{'entity': 1}\n", "error bad-annotation 4:16");
    wrong_data("nlu:\n- intent: order\n  examples: |\n    - ขอ[ลาเต้](drink\n", "note bad-annotation 4:16");
    wrong_data("nlu:\n- regex: drink\n  examples: |\n    - '[ก'\n    - (ข\n", "error bad-pattern 5:7");
    wrong_data("nlu:\n- regex: drink\n  examples: |\n    - (?=ข)\n", "note bad-pattern 4:7");
    wrong_data("nlu:\n- lookup: drink\n  examples: data/none.txt\n", "error not-found 3:13");
    wrong_data("nlu:\n- intent: order\n  examples: |\n    - ดี\n    หวัดดี\n", "note bad-value 5:5");
}

#[test]
fn values_of_annotations_are_synonyms() {
    let (bot, problems) = with(
        "nlu:\n- intent: order\n  examples: |\n    - [เย็น](size:ice)\n    - [เย็นๆ]{\"entity\": \"size\", \"value\": \"ice\"}\n- synonym: ice\n  examples: |\n    - เย็น\n    - ใส่น้ำแข็ง\n",
    );
    assert_eq!(problems, []);
    assert_eq!(bot.nlu.synonyms.len(), 1);
    assert_eq!(bot.nlu.synonyms[0].words, ["เย็น", "เย็นๆ", "ใส่น้ำแข็ง"]);
}

#[test]
fn word_lists_lie_beside_the_data() {
    let data = "nlu:\n- lookup: drink\n  examples: words/drinks.txt\n";
    let list = [("domain.yml", DOMAIN), ("data/a.yml", data), ("data/words/drinks.txt", "ลาเต้\n\nมอคค่า\n")];
    let (bot, problems) = read(&files(&list), &BTreeMap::new());
    assert_eq!(problems, []);
    assert_eq!(bot.nlu.lookups[0].words, ["ลาเต้", "มอคค่า"]);
}

#[test]
fn steps_are_read_in_every_form() {
    let (bot, problems) = with(
        "stories:
- story: ก
  steps:
  - or:
    - intent: greet
    - intent: order
      entities:
      - drink: ชา
        role: hot
      - size
  - slot_was_set:
    - drink
    - drink: null
  - slot_was_set: {drink: ชา}
  - active_loop: null
  - user: |
      /order{\"drink\": [\"ชา\", \"นม\"]}
  - action: utter_greet
  - checkpoint: ต่อ
rules:
- rule: ข
  condition:
  - slot_was_set: [{drink: ชา}]
  steps:
  - action: ...
  - intent: greet
  - action: utter_greet
  wait_for_user_input: false
  conversation_start: true
",
    );
    assert_eq!(problems, []);
    let steps = &bot.stories[0].steps;
    let Step::Or(branches, _) = &steps[0] else { panic!("{steps:?}") };
    let Step::User { entities, .. } = &branches[1].0[0] else { panic!("{branches:?}") };
    assert_eq!((entities[0].role.as_deref(), entities[1].entity.as_str()), (Some("hot"), "size"));
    let Step::Slots(slots, _) = &steps[1] else { panic!("{steps:?}") };
    assert_eq!(slots[0], ("drink".to_owned(), None));
    assert_eq!(slots[1].1.as_ref().map(|v| v.0.clone()), Some(Value::Null));
    assert!(matches!(&steps[3], Step::Loop(None, _)));
    let Step::User { intent, entities, .. } = &steps[4] else { panic!("{steps:?}") };
    assert_eq!((intent.as_deref(), entities.len()), (Some("order"), 2));
    let rule = &bot.rules[0];
    assert!(rule.start && !rule.wait && matches!(rule.steps[0], Step::Rest(_)) && rule.condition.len() == 1);
}

#[test]
fn several_files_make_one_domain() {
    let list = [
        ("domain/a.yml", "intents: [greet]\nresponses:\n  utter_a: [{text: ก}]\n"),
        ("domain/deep/b.yml", "intents: [greet, bye]\nresponses:\n  utter_a: [{text: ข}]\n"),
    ];
    let (bot, problems) = read(&files(&list), &BTreeMap::new());
    assert_eq!(shown(&problems), ["note duplicate-name 3:3"]);
    assert_eq!((bot.domain.responses.len(), bot.domain.responses[0].text.as_str()), (1, "ก"));
}

#[test]
fn rasa_2_is_migrated_with_a_note_a_change() {
    let (bot, problems) = domain(
        "entities: [city]
slots:
  city: {type: rasa.shared.core.slots.TextSlot}
  seats: {type: unfeaturized}
forms:
  travel:
    required_slots:
      seats:
      - type: from_text
templates:
  utter_ask_city: [{text: ไปไหน}]
  utter_ask_seats: [{text: กี่ที่}]
",
    );
    assert!(problems.iter().all(|p| !p.fatal && p.code == "migrated"), "{problems:#?}");
    assert_eq!(problems.len(), 4, "the type and the mapping of `city` are one note");
    let slot = |name: &str| bot.domain.slots.iter().find(|s| s.name == name).unwrap();
    assert_eq!(slot("city").mappings[0].kind, MappingKind::Entity { entity: "city".into(), role: None, group: None });
    assert_eq!((&slot("seats").kind, slot("seats").influences), (&SlotKind::Any, false));
    let condition = &slot("seats").mappings[0].conditions[0];
    assert_eq!((condition.form.as_deref(), condition.requested.as_deref()), (Some("travel"), Some("seats")));
}

#[test]
fn rasa_1_is_migrated_as_far_as_it_goes() {
    let domain = "intents:\n- bye: {triggers: utter_bye}\nresponses:\n  utter_bye: [{text: ลาก่อน}]\n";
    let config = "policies:
- name: MappingPolicy
- name: rasa.core.policies.fallback.FallbackPolicy
  nlu_threshold: 0.6
  core_threshold: 0.2
  fallback_action_name: utter_bye
";
    let (bot, problems) = read(&files(&[("domain.yml", domain), ("config.yml", config)]), &BTreeMap::new());
    assert_eq!(shown(&problems), ["note migrated 2:9", "note migrated 3:9", "note migrated 2:9"]);
    assert!(matches!(&bot.rules[0].steps[1], Step::Action(name, _) if name == "utter_bye"));
    assert_eq!(bot.settings.fallback.map(|f| f.threshold), Some(0.6));
    assert_eq!(bot.settings.last_resort, Some((0.2, "utter_bye".to_owned())));
    assert!(bot.settings.rules);
}

#[test]
fn config_keeps_what_has_a_meaning() {
    let config = "language: th
zone: Asia/Vientiane
compatibility: rasa
pipeline:
- name: WhitespaceTokenizer
- name: DucklingEntityExtractor
  url: ${DUCKLING}
  dimensions: [amount-of-money, time]
- name: FallbackClassifier
  threshold: 0.7
policies:
- name: AugmentedMemoizationPolicy
  max_history: 4
- name: RulePolicy
  core_fallback_threshold: 0.4
  core_fallback_action_name: utter_greet
  restrict_rules: false
";
    let (bot, problems) = read(&files(&[("domain.yml", DOMAIN), ("config.yml", config)]), &BTreeMap::new());
    assert_eq!(shown(&problems), ["note unused 5:9"]);
    let settings = &bot.settings;
    assert_eq!((settings.language.as_str(), settings.zone.as_str(), settings.rasa), ("th", "Asia/Vientiane", true));
    assert_eq!(settings.builtin, ["money", "time"]);
    assert_eq!(settings.fallback.map(|f| (f.threshold, f.ambiguity)), Some((0.7, 0.1)));
    assert_eq!(settings.memoization, Some((Some(4), true)));
    assert_eq!(settings.last_resort, Some((0.4, "utter_greet".to_owned())));
    assert!(!settings.restrict && settings.rules);
    let bad = files(&[("domain.yml", DOMAIN), ("config.yml", "zone: Asia/Bankok\n")]);
    let (_, problems) = read(&bad, &BTreeMap::new());
    assert!(problems[0].message.ends_with("did you mean `Asia/Bangkok`?"), "{problems:?}");
}

#[test]
fn routing_is_ours_and_strict() {
    let routing = "routing:
  hours:
    shop: {fri-mon: [\"08:00-12:00\", \"13:00-20:00\"], closed: [2026-12-31]}
  queues:
    service: {hours: shop, priority: 2, closed: utter_greet}
  rules:
  - name: โกรธ
    if: sentiment < -0.4 and slots.drink is not null
    queue: service
";
    let (bot, problems) = with(routing);
    assert_eq!(problems, []);
    let hours = &bot.routing.hours[0];
    assert_eq!(hours.week[0], [(480, 720), (780, 1200)]);
    assert_eq!((hours.week[1].len(), hours.week[4].len(), hours.closed[0]), (0, 2, (2026, 12, 31)));
    let broken = |from: &str, to: &str, expected: &str| wrong_data(&routing.replace(from, to), expected);
    broken("12:00\"", "25:00\"", "error bad-value 3:22");
    broken("fri-mon", "fry-mon", "error unknown-key 3:12");
    broken("2026-12-31", "2026-13-31", "error bad-value 3:62");
    broken("queue: service", "queue: servise", "error unknown-name 9:12");
    broken("slots.drink", "slots.drnk", "error bad-expression 8:30");
    broken("    queue: service\n", "", "error missing-key 7:5");
    broken("hours: shop", "hours: shp", "error unknown-name 5:22");
}

#[test]
fn intents_say_which_entities_count() {
    let (bot, problems) =
        domain("intents:\n- a: {use_entities: []}\n- b: {ignore_entities: [x]}\nentities:\n- x:\n    roles: [to]\n");
    assert_eq!(problems, []);
    assert_eq!(bot.domain.intents.iter().find(|i| i.name == "a").unwrap().used, Used::Some(Vec::new()));
    assert_eq!(bot.domain.entities[0].roles, ["to"]);
}

#[test]
fn imported_projects_are_read_and_others_below_data_are_not() {
    let list = [
        ("config.yml", "imports: [data/shop]\n"),
        ("domain.yml", "intents: [a]\n"),
        ("data/shop/config.yml", "imports: [../base, ../../..]\n"),
        ("data/shop/domain.yml", "intents: [b]\n"),
        ("data/base/domain.yml", "intents: [c]\n"),
        ("data/other/domain.yml", "intents: [d]\n"),
        ("data/other/data/rules.yml", "rules: [{rule: x, steps: [{action: utter_nothing}]}]\n"),
    ];
    let (bot, problems) = read(&files(&list), &BTreeMap::new());
    assert_eq!(problems, []);
    let names: Vec<&str> = bot.domain.intents.iter().filter(|i| i.origin.line > 0).map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
}

#[test]
fn what_an_author_would_want_to_know_is_a_note() {
    let (bot, problems) = with(
        "nlu:
- intent: order/size
  examples: |
    - แก้วละเท่าไร
rules:
- rule: ก
  steps: [{intent: greet}, {action: utter_thanks}]
responses:
  utter_thanks: [{text: 'ขอบคุณค่ะ {drnk} {queue_number}'}]
",
    );
    assert_eq!(shown(&problems), ["note unknown-name 4:7", "note unknown-name 9:18", "note missing-key 1:11"]);
    assert_eq!(bot.notes.len(), 3);
}

#[test]
fn a_file_that_is_not_yaml_is_told_alone() {
    let rules = "rules: [{rule: ก, steps: [{intent: greet}, {action: utter_greet}]}]";
    let list = files(&[("domain.yml", "responses:\n  utter_greet: [{text: ก: ข}]\n"), ("data/a.yml", rules)]);
    assert_eq!(shown(&read(&list, &BTreeMap::new()).1), ["error bad-yaml 2:25"]);
}

#[test]
fn a_folder_without_a_domain_is_no_bot() {
    let (_, problems) = read(&files(&[("data/a.yml", "nlu: []\n")]), &BTreeMap::new());
    assert_eq!((problems[0].code.as_str(), problems[0].fatal), ("not-found", true));
}
