//! Rasa's surprises, one test each: what a re-implementation gets wrong. Here is what the tests share.

mod forms;
mod learned;
mod random;
mod rules;
mod scripts;

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
