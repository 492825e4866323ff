//! Commands of the host's own model: what somebody meant, said symbolically.
//!
//! In: a list of commands and the message. Out: slots set, an intent heard, a form begun, a person
//! called. What needs flows is a note until there are flows.

use super::flows::{DIGRESSES, INSIDE};
use super::hear::first_extract;
use super::plan::Kind;
use super::record;
use super::run::Run;
use crate::event::Command;
use crate::state::{Chosen, Heard, Step, cut};
use crate::understanding::Understanding;
use crate::value::Value;

/// The most commands of one message that are obeyed.
const MOST: usize = 32;
/// The most intents that somebody is asked to choose between.
const BETWEEN: usize = 8;
/// The longest question that is read, in bytes.
const LONGEST: usize = 4096;

/// What a list of commands comes to.
#[derive(Default)]
struct Wishes {
    intent: Option<String>,
    slots: Vec<(String, Value)>,
    /// A form or an action to run.
    run: Option<u16>,
    cancel: bool,
    repeat: bool,
    /// Intents of which one is meant.
    between: Vec<String>,
}

impl Run<'_> {
    /// Does what the commands say.
    pub(super) fn obey(&mut self, list: Vec<Command>, text: &str) {
        if list.len() > MOST {
            self.note("commands-cut", format!("only the first {MOST} commands are obeyed"));
        }
        let mut list = list;
        list.truncate(MOST);
        let asked = self.asked(&mut list);
        let (flows, list) = if self.flowing() { self.wishes_of(list) } else { (Vec::new(), list) };
        let mut wishes = Wishes::default();
        for command in list.into_iter().take(MOST) {
            self.wish(command, &mut wishes);
        }
        let intent = asked.as_ref().map_or_else(|| wishes.intent.clone(), |asked| asked.intent.name.clone());
        let heard = match &asked {
            Some(asked) => Heard::of(asked),
            None => Heard { intent: intent.clone(), score: 1.0, scope: 1.0, ..Heard::default() },
        };
        let answers = asked.is_some();
        self.trace.understanding = asked;
        self.remember(false, text);
        self.log_heard(heard, text);
        if let Some(heard) = &mut self.state.heard {
            cut(text, 4096).clone_into(&mut heard.text);
        }
        let clock = self.state.clock;
        if let Some(session) = &mut self.state.session {
            session.heard = clock;
        }
        self.state.tone.turns = self.state.tone.turns.saturating_add(1);
        self.state.tone.failed = false;
        self.state.handled = wishes.cancel || !wishes.slots.is_empty();
        if !flows.is_empty() {
            for (name, value) in wishes.slots {
                self.set_named(&name, &value);
            }
            return if answers { self.follow_and_answer(flows) } else { self.follow(flows) };
        }
        self.carry_out(wishes, intent.is_some());
    }

    /// Does what is wished of rules and forms.
    fn carry_out(&mut self, wishes: Wishes, meant: bool) {
        self.state.steps.extend([Step::Predict {}, Step::Route {}]);
        if let Some(action) = wishes.run {
            self.state.steps.pop();
            self.state.steps.pop();
            self.state.steps.push(Step::Run { chosen: Chosen { action, score: 1.0, ..Chosen::default() } });
        }
        if meant {
            self.state.steps.push(first_extract());
        }
        // what is said again, or asked back, needs no decision
        let speaks = wishes.repeat || !wishes.between.is_empty();
        let alone = !meant && wishes.run.is_none() && !wishes.cancel && wishes.slots.is_empty();
        for (name, value) in wishes.slots {
            self.set_named(&name, &value);
        }
        if wishes.cancel {
            self.leave_form();
        }
        if wishes.repeat {
            self.repeat();
        }
        if !wishes.between.is_empty() {
            self.state.handled = true;
            self.ask_between(&wishes.between);
        }
        if speaks && alone {
            self.state.steps.clear();
            self.listen();
        }
    }

    /// A question to what the bot knows, where a rule or a story of its own answers it; what nothing
    /// answers stays in the list.
    fn asked(&mut self, list: &mut Vec<Command>) -> Option<Understanding> {
        let place = list.iter().position(|command| matches!(command, Command::Answer { .. }))?;
        let Some(Command::Answer { text }) = list.get(place) else { return None };
        let understanding = self.understood(cut(text, LONGEST), None);
        let intent = self.state.frame.names.intent(understanding.intent.name.as_deref()?)?;
        let known = self.engine.plan.is_ruled(intent) && !self.engine.plan.lost.contains(&Some(intent));
        let sure = understanding.intent.score >= DIGRESSES && understanding.scope >= INSIDE;
        (known && sure).then(|| {
            list.remove(place);
            understanding
        })
    }

    fn wish(&mut self, command: Command, wishes: &mut Wishes) {
        let names = &self.state.frame.names;
        match command {
            Command::Set { name, value } | Command::Correct { name, value } => wishes.slots.push((name, value)),
            Command::Start { name } => {
                let form = names.action(&name).filter(|id| matches!(self.engine.plan.kind(*id), Kind::Form(_)));
                if names.intent(&name).is_some() {
                    wishes.intent = Some(name);
                } else if form.is_some() {
                    wishes.run = form;
                } else {
                    self.note("unknown-name", format!("there is no intent and no form `{name}` to start"));
                }
            }
            Command::Affirm {} => self.wish_intent(&["affirm", "yes", "confirm"], wishes),
            Command::Deny {} => self.wish_intent(&["deny", "no"], wishes),
            Command::Handoff {} => wishes.run = names.action("action_handoff"),
            Command::Cancel {} => wishes.cancel = true,
            Command::Repeat {} => wishes.repeat = true,
            Command::Answer { .. } => wishes.intent = Some("nlu_fallback".to_owned()),
            Command::Skip {} if names.intent("skip").is_some() => wishes.intent = Some("skip".to_owned()),
            Command::Skip {} => {
                self.note("command-unused", "what a form asks for is needed, and no intent `skip` says otherwise");
                wishes.repeat = self.state.requested().is_some();
            }
            Command::Clarify { list } => {
                let known = |name: &String| names.intent(name).is_some();
                let mut between: Vec<String> = list.into_iter().filter(known).take(BETWEEN).collect();
                match between.len() {
                    0 => self.note("unknown-name", "no intent of the bot is among what could be meant"),
                    1 => wishes.intent = between.pop(),
                    _ => wishes.between = between,
                }
            }
        }
    }

    fn wish_intent(&mut self, candidates: &[&str], wishes: &mut Wishes) {
        match candidates.iter().find(|name| self.state.frame.names.intent(name).is_some()) {
            Some(name) => wishes.intent = Some((*name).to_owned()),
            None => self.note("unknown-name", format!("the bot has no intent `{}`", candidates.join("`, `"))),
        }
    }

    /// Leaves the active form.
    pub(super) fn leave_form(&mut self) {
        if self.state.doing().is_none() {
            return;
        }
        self.trace.events.push(record::active_loop(None));
        self.state.log_loop(None);
        if let Some(requested) = self.state.frame.requested {
            self.set_slot(requested, Value::Null);
        }
    }

    /// Says again what was asked or said last.
    pub(super) fn repeat(&mut self) {
        self.state.handled = true;
        if self.ask_again() {
            return;
        }
        if let Some((_, text)) = self.state.recent.iter().rev().find(|(bot, _)| *bot) {
            let text = cut(text, crate::state::State::LINE).to_owned();
            let reply = crate::render::Reply { text, parts: Vec::new() };
            self.say("", &reply);
        }
    }
}
