//! Bots as they lie about: Rasa 2 and 3, by many hands, each construct in a small bot of its own.
//! All of them open; what was changed on reading is a note.

use std::collections::BTreeMap;

use crate::bot::case::{Expected, Wording};
use crate::bot::{Bot, MappingKind, SlotKind, Step, Used};
use crate::error::Problem;
use crate::policy::Policies;
use crate::value::Value;

/// Reads a bot that has to open; gives the codes of its notes.
fn open(files: &[(&str, &str)]) -> (Bot, Vec<String>) {
    let files: Vec<(String, String)> = files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    let (bot, problems) = Bot::define(&files, &BTreeMap::new());
    let fatal: Vec<&Problem> = problems.iter().filter(|problem| problem.fatal).collect();
    assert!(fatal.is_empty(), "{fatal:#?}");
    Policies::compile(&bot, &crate::bot::Names::of(&bot)).unwrap();
    let notes = problems.iter().map(|problem| problem.code.to_string()).collect();
    (bot, notes)
}

fn one(domain: &str) -> (Bot, Vec<String>) {
    open(&[("domain.yml", domain)])
}

fn mappings(bot: &Bot, slot: &str) -> Vec<MappingKind> {
    let slot = bot.domain.slots.iter().find(|known| known.name == slot).unwrap();
    slot.mappings.iter().map(|mapping| mapping.kind.clone()).collect()
}

fn entity(name: &str) -> MappingKind {
    MappingKind::Entity { entity: name.to_owned(), role: None, group: None }
}

#[test]
fn forms_of_rasa_2_in_all_their_shapes() {
    let (bot, notes) = one("version: '2.0'
intents: [inform]
entities: [city, n]
slots:
  city: {type: text}
  n: {type: float, auto_fill: false, min_value: 0, max_value: 10}
  note: {type: text, influence_conversation: false}
  ok: {type: bool}
forms:
  mapped:
    ignored_intents: [inform]
    required_slots:
      city:
      - {type: from_entity, entity: city}
      n:
      - {entity: n, intent: inform, not_intent: null, type: from_entity}
      ok:
      - {type: from_intent, intent: [inform], value: true}
      - {type: from_intent, not_intent: [inform], value: false}
  bare:
    note:
    - type: from_text
  empty: {required_slots: {}}
  nothing:
actions: [validate_mapped, utter_ask_city]
responses: {utter_ask_city: [{text: ไปไหน}]}
");
    assert!(notes.iter().filter(|note| *note == "migrated").count() >= 4, "{notes:?}");
    let forms: Vec<(&str, &[String])> =
        bot.domain.forms.iter().map(|form| (form.name.as_str(), form.required.as_slice())).collect();
    assert_eq!(forms[0], ("mapped", ["city", "n", "ok"].map(str::to_owned).as_slice()));
    assert_eq!(forms[1], ("bare", ["note"].map(str::to_owned).as_slice()));
    assert!(forms[2].1.is_empty() && forms[3].1.is_empty());
    // The form's mapping, then the one that `auto_fill` makes of the entity with the slot's name.
    assert_eq!(mappings(&bot, "city")[0], entity("city"));
    assert_eq!(mappings(&bot, "n"), [entity("n")]);
    assert_eq!(mappings(&bot, "ok").len(), 2);
    assert_eq!(mappings(&bot, "note"), [MappingKind::Text]);
    let (bot, _) = one("forms: [order_form]\nactions: [validate_order_form]\n");
    assert_eq!(bot.domain.forms[0].name, "order_form");
}

#[test]
fn slots_of_rasa_1_and_2() {
    let (bot, _) = one("
entities: [name]
slots:
  name: {type: rasa.core.slots.TextSlot}
  flag: {type: rasa.shared.core.slots.BooleanSlot, initial_value: false}
  kind: {type: rasa.shared.core.slots.CategoricalSlot, values: [a, b, null]}
  rest: {type: rasa.shared.core.slots.AnySlot, auto_fill: false}
  seen: {type: unfeaturized, initial_value: [1]}
  own: {type: actions.slots.OwnSlot, some: thing}
  requested_slot: {type: categorical, values: [name, flag], influence_conversation: true}
");
    let kind = |name: &str| bot.domain.slots.iter().find(|slot| slot.name == name).unwrap().kind.clone();
    assert_eq!(
        (kind("name"), kind("flag"), kind("rest"), kind("own")),
        (SlotKind::Text, SlotKind::Bool, SlotKind::Any, SlotKind::Any)
    );
    assert_eq!(mappings(&bot, "name"), [entity("name")]);
    assert!(matches!(kind("requested_slot"), SlotKind::Categorical(values) if values.len() == 2));
}

const DIALECTS: &str = "version: '2.0'
stories:
- story: 1
  metadata: {from: an export}
  steps:
  - intent: greet
  - action: utter_hi
  - action: action_listen
  - or:
    - intent: inform
      entities:
      - city: BKK
        role: to
    - slot_was_set:
      - ok: true
  - action: f
  - active_loop: {name: f}
  - slot_was_set: {city: BKK}
  - slot_was_set: [ok, {city: null}]
  - form: {name: null}
  - active_loop:
  - checkpoint: end
- story: two
  steps:
  - checkpoint: end
    slot_was_set:
    - ok: true
  - user: |
      bye [now]{\"entity\": \"city\", \"value\": \"BKK\"}
    intent: bye
  - action: action_x
- story: end to end
  steps:
  - user: hello there
  - bot: hi
  - intent: bye
    user: |-
      see you
  - action: action_restart
- story: nothing
  steps:
- story: empty
  steps: []
";

#[test]
fn stories_in_every_dialect() {
    let (bot, _) = open(&[
        (
            "domain.yml",
            "
intents: [greet, bye, inform]
entities: [city]
slots:
  city: {type: text, mappings: [{type: from_entity, entity: city}]}
  ok: {type: bool, mappings: [{type: custom}]}
forms: {f: {required_slots: [city]}}
responses: {utter_hi: [{text: hi}], utter_ask_city: [{text: '?'}]}
actions: [action_x]
",
        ),
        ("data/core/stories.yaml", DIALECTS),
    ]);
    assert_eq!(bot.stories.len(), 5);
    let loops = bot.stories[0].steps.iter().filter(|step| matches!(step, Step::Loop(..))).count();
    assert_eq!(loops, 3);
}

#[test]
fn intents_and_entities_with_options() {
    let (bot, _) = one("
intents:
- greet
- ask: {use_entities: []}
- tell:
    use_entities: true
- faq: {is_retrieval_intent: true}
- old:
- other: {ignore_entities: [city]}
entities:
- city:
    roles: [from, to]
    groups: ['1', '2']
- quiet: {influence_conversation: false}
session_config:
  session_expiration_time: 0
  carry_over_slots_to_new_session: false
config: {store_entities_as_slots: false}
");
    let used = |name: &str| bot.domain.intents.iter().find(|intent| intent.name == name).unwrap().used.clone();
    assert_eq!((used("ask"), used("tell"), used("old")), (Used::Some(Vec::new()), Used::All, Used::All));
    assert!(!bot.domain.session.carry && !bot.domain.store && bot.domain.session.minutes == 0.0);
}

#[test]
fn responses_with_everything_in_them() {
    let (bot, _) = one("
slots: {vip: {type: bool, mappings: [{type: custom}]}}
responses:
  utter_a:
  - text: |
      one

      two
    buttons:
    - {title: yes, payload: '/ask{\"n\": \"1\"}'}
    - {title: site, type: web_url, url: 'https://example.com'}
    image: https://example.com/a.png
    channel: line
    id: a1
    metadata: {rephrase: true, allow_variation: false}
    condition:
    - {type: slot, name: vip, value: true}
  - text: '{vip} {{\"json\": 1}}'
    custom: {type: flex, contents: [1, {a: null}]}
    attachment: {type: file}
    quick_replies: [{title: q, payload: /q}]
    elements: [{title: card}]
  - custom: {only: this}
  utter_b: []
  utter_d:
  - text: ''
  utter_faq/price: [{text: 50}]
");
    assert_eq!(bot.domain.responses.iter().filter(|response| response.name == "utter_a").count(), 3);
}

#[test]
fn nlu_in_every_dialect() {
    let (bot, _) = open(&[
        ("domain.yml", "intents: [ask, faq]\nentities: [city, size]\nresponses: {utter_faq/price: [{text: '50'}]}\n"),
        (
            "data/nlu/a.yml",
            "\u{feff}version: \"3.1\"\r\nnlu:\r\n- intent: ask\r\n  examples: |\r\n    - ไป[กรุงเทพ](city:BKK)\r\n    - from [X]{\"entity\": \"city\", \"role\": \"from\", \"group\": \"1\"}\r\n",
        ),
        (
            "data/nlu/b.yml",
            "nlu:
- intent: faq/price
  metadata: {sentiment: neutral}
  examples:
  - text: |
      ราคาเท่าไหร่
    metadata: {a: b}
  - text: how much
- synonym: BKK
  examples: |
    - bkk
    - กทม
- regex: order_number
  examples: |
    - '[A-Z]{2}\\d+'
- lookup: size
  examples: |
    - ใหญ่
    - เล็ก
- intent: ask
  examples: |
    - somewhere

    - [1](size) and [2](size)
responses:
  utter_faq/hours: [{text: 9-17}]
",
        ),
        ("data/notes.yml", "a: b\nlist: [1, 2]\n"),
    ]);
    assert_eq!(bot.nlu.examples.len(), 6);
    assert!(bot.domain.responses.iter().any(|response| response.name == "utter_faq/hours"));
}

#[test]
fn configurations_of_every_age() {
    let policies = |text: &str| {
        let config = format!("language: th\npolicies:\n{text}");
        let bot = open(&[("config.yml", &config), ("domain.yml", "intents: [a]\n")]).0;
        (bot.settings, bot.policies)
    };
    let new = policies(
        "- name: RulePolicy\n  core_fallback_threshold: 0.4\n  enable_fallback_prediction: false\n  check_for_contradictions: false\n",
    );
    assert_eq!((new.0.last_resort, new.1.contradictions, new.0.memoization), (None, false, None));
    let old = policies(
        "- name: rasa.core.policies.memoization.MemoizationPolicy\n- name: FormPolicy\n- name: MappingPolicy\n- name: TwoStageFallbackPolicy\n  nlu_threshold: 0.5\n  core_threshold: 0.3\n  fallback_core_action_name: action_default_fallback\n  deny_suggestion_intent_name: out_of_scope\n",
    );
    assert_eq!(old.0.fallback.map(|fallback| fallback.threshold), Some(0.5));
    assert_eq!((old.0.memoization, old.1.learned), (Some((None, false)), None));
    let ted = policies(
        "- name: TEDPolicy\n  max_history: 8\n  epochs: 100\n  model_confidence: softmax\n- name: policies.own.OwnPolicy\n",
    );
    assert_eq!((ted.0.memoization, ted.1.learned), (Some((Some(8), true)), Some(Some(8))));
    for config in [
        "",
        "policies:\n",
        "pipeline: []\npolicies: []\n",
        "recipe: default.v1\nassistant_id: a-b\npipeline:\n# nothing\n",
    ] {
        let (bot, _) = open(&[("config.yml", config), ("domain.yml", "intents: [a]\n")]);
        assert_eq!((bot.settings.memoization, bot.policies.learned), (Some((None, false)), Some(Some(5))), "{config}");
    }
}

#[test]
fn files_lie_where_people_put_them() {
    let story = |name: &str| format!("stories:\n- story: {name}\n  steps: [{{intent: greet}}, {{action: utter_hi}}]\n");
    let domain = "intents: [greet]\nactions: []\n";
    let (bot, _) = open(&[
        ("domain/intents.yml", domain),
        ("domain/deep/responses.yml", "responses: {utter_hi: [{text: hi}]}\nversion: '3.0'\n"),
        ("domain/forms/f.yaml", "forms: {f: {required_slots: []}}\nslots: {}\n"),
        ("data/a/b/stories.yml", &story("trained")),
        ("data/test_more.yml", &story("both")),
        ("tests/test_stories.yml", &story("test")),
        ("tests/deep/conversation_test.yml", &story("suffix")),
        ("test/test_old.yml", &story("old place")),
        ("tests/notes.yml", "anything: [1]\nbroken\n"),
        ("credentials.yml", "rest:\n"),
        ("endpoints.yml", "action_endpoint: {url: '${ACTIONS}'}\n"),
        ("docker-compose.yml", "services: {}\n"),
    ]);
    let names: Vec<&str> = bot.tests.iter().map(|test| test.name.as_str()).collect();
    assert_eq!(names, ["both", "old place", "suffix", "test"]);
    assert_eq!(bot.stories.iter().map(|story| story.name.as_str()).collect::<Vec<_>>(), ["trained", "both"]);
}

#[test]
fn test_cases_with_their_props() {
    let (bot, notes) = open(&[
        ("domain.yml", "slots: {size: {type: text, mappings: [{type: custom}]}}\nactions: [action_x]\n"),
        ("e2e_tests/fixtures.yml", "fixtures:\n- large:\n  - size: ใหญ่\n  - vip: true\n"),
        (
            "e2e_tests/cases.yml",
            "
metadata: [{a: {b: c}}]
stub_custom_actions:
  action_x: {events: [{event: slot, name: size, value: เล็ก}], responses: []}
  one::action_x: {events: []}
test_cases:
- test_case: one
  metadata: a
  fixtures: [large]
  steps:
  - utter: utter_start
  - user: สั่งกาแฟ
    assertion_order_enabled: true
    metadata: a
    assertions:
    - flow_started: order
    - bot_uttered: {utter_name: utter_ask, text_matches: 'แก้ว.*', buttons: [{title: เล็ก, payload: /s}]}
    - slot_was_set: [{name: size, value: ใหญ่}, {name: size}]
    - slot_was_not_set: [{name: size, value: 1}]
    - action_executed: action_x
    - flow_completed: {flow_id: order, flow_step_id: end}
    - flow_cancelled: order
    - pattern_clarification_contains: [a, b]
    - generative_response_is_relevant: {threshold: 0.9}
- test_case: two
  steps:
  - user: /greet
  - bot: สวัสดีค่ะ
  - slot_was_set: [size, {vip: true}]
",
        ),
    ]);
    assert!(notes.contains(&"unused".to_owned()), "{notes:?}");
    let [one, two] = bot.cases.as_slice() else { panic!("{:?}", bot.cases) };
    // Where a case asserts, what only compares is left out.
    assert_eq!((one.rounds.len(), one.rounds[0].checks.len(), one.rounds[1].checks.len()), (2, 0, 10));
    assert!(one.rounds[1].ordered && !two.rounds[0].ordered);
    let wording = Some(Wording::Exact("สวัสดีค่ะ".to_owned()));
    assert_eq!(two.rounds[0].checks[0].expected, Expected::Said { name: None, wording, buttons: Vec::new() });
    assert_eq!(two.rounds[0].checks[1].expected, Expected::Set("size".to_owned(), None));
    assert!(bot.props.stub("one", "action_x").unwrap().0.get("responses").is_none());
    assert!(bot.props.stub("two", "action_x").unwrap().0.get("responses").is_some());
    assert_eq!(bot.props.fixtures[0].1[1].1.0, Value::Bool(true));
}
