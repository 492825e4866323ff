//! Conversations with small bots, in virtual time.
//!
//! A message is a button here: these tests are about what follows from a meaning, not about finding
//! it.

mod chaos;
mod flows;
mod flows_chaos;
mod forms;
mod hosts;
mod privacy;
mod promises;
mod rasa;
mod routes;
mod time;

use std::collections::BTreeMap;

use super::{Engine, Turn};
use crate::action::Action;
use crate::bot::Bot;
use crate::event::Event;
use crate::state::State;
use crate::value::{Timestamp, Value};

/// A quarter past nine on a Monday morning in Bangkok.
pub(super) const MONDAY: i64 = 1_795_400_100_000;

/// An engine of a bot in one file and its configuration.
pub(super) fn engine(config: &str, domain: &str) -> Engine {
    let files = [("config.yml".to_owned(), config.to_owned()), ("domain.yml".to_owned(), domain.to_owned())];
    let (bot, problems) = Bot::define(&files, &BTreeMap::new());
    assert!(problems.iter().all(|problem| !problem.fatal), "{problems:?}");
    Engine::new(bot).unwrap()
}

/// A conversation with its clock.
pub(super) struct Talk<'e> {
    pub(super) engine: &'e Engine,
    pub(super) turn: Turn,
    pub(super) now: i64,
}

impl<'e> Talk<'e> {
    pub(super) fn new(engine: &'e Engine) -> Talk<'e> {
        Talk { engine, turn: engine.start(Timestamp(MONDAY)), now: MONDAY }
    }

    pub(super) fn event(&mut self, event: Event) -> &mut Self {
        self.now += 1000;
        self.turn = self.engine.turn(self.turn.state.clone(), event, Timestamp(self.now));
        self
    }

    /// Says an intent with entities: `order drink=ลาเต้`.
    pub(super) fn say(&mut self, what: &str) -> &mut Self {
        let mut words = what.split(' ');
        let name = words.next().unwrap_or_default().to_owned();
        let pairs = words.filter_map(|word| word.split_once('='));
        let value = Value::map(pairs.map(|(key, value)| (key, Value::from(value))));
        self.event(Event::Choice { name, value, text: None, id: None })
    }

    pub(super) fn answer(&mut self, json: &str) -> &mut Self {
        let id = self.call().0;
        self.event(Event::answer(id, Value::from_json(json).unwrap()))
    }

    /// The id and the name of the call.
    pub(super) fn call(&self) -> (String, String) {
        let call = self.turn.actions.iter().find_map(|action| match action {
            Action::Call { id, name, .. } => Some((id.clone(), name.clone())),
            _ => None,
        });
        call.unwrap_or_else(|| panic!("no call in {:?}", self.turn.actions))
    }

    /// What the bot says.
    pub(super) fn said(&self) -> Vec<&str> {
        let said = self.turn.actions.iter().filter_map(|action| match action {
            Action::Say { text, .. } => Some(text.as_str()),
            _ => None,
        });
        said.collect()
    }

    pub(super) fn notes(&self) -> Vec<&str> {
        self.turn.trace.notes.iter().map(|note| note.code.as_str()).collect()
    }

    pub(super) fn state(&self) -> &State {
        &self.turn.state
    }

    pub(super) fn slot(&self, name: &str) -> String {
        self.state().slots().get(name).map(Value::to_string).unwrap_or_default()
    }
}

/// A shop that takes orders: a form, an interruption, a host action.
pub(super) const SHOP: &str = r#"
version: "3.1"
intents: [greet, order, inform, hours, bye, weather, deny, affirm]
entities: [drink, size]
slots:
  drink: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: drink}]}
  size:
    type: categorical
    values: [เล็ก, ใหญ่]
    influence_conversation: false
    mappings: [{type: from_entity, entity: size}]
  count: {type: float, influence_conversation: false, mappings: [{type: custom}]}
  note: {type: any, mappings: [{type: custom}]}
forms:
  order_form: {required_slots: [drink, size]}
actions: [action_place, action_lookup]
responses:
  utter_greet: [{text: "สวัสดีค่ะ"}]
  utter_hours: [{text: "เปิดทุกวันค่ะ"}]
  utter_ask_drink: [{text: "รับอะไรดีคะ"}]
  utter_ask_size: [{text: "แก้วขนาดไหนคะ", buttons: [{title: เล็ก, payload: '/inform{"size": "เล็ก"}'}]}]
  utter_done: [{text: "ได้ {drink} {size} ค่ะ\n\nรอสักครู่นะคะ{note}"}]
  utter_default: [{text: "ขอโทษค่ะ ไม่เข้าใจ"}]
rules:
- rule: greet
  steps: [{intent: greet}, {action: utter_greet}]
- rule: hours
  steps: [{intent: hours}, {action: utter_hours}]
- rule: order
  steps: [{intent: order}, {action: order_form}, {active_loop: order_form}]
- rule: ordered
  condition: [{active_loop: order_form}]
  steps: [{action: order_form}, {active_loop: null}, {slot_was_set: [{requested_slot: null}]}, {action: utter_done}]
- rule: weather
  steps: [{intent: weather}, {action: action_lookup}]
"#;
