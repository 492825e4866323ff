//! The actions every bot has: fallback, restart, back, the two stages of asking what was meant.
//!
//! In: a decision. Out: what Rasa does under `compatibility: rasa`; otherwise what helps: a message
//! that was not understood is forgotten but not what it set, and an open question is asked again.

use super::plan::{Kind, Own};
use super::record;
use super::run::Run;
use crate::part::Part;
use crate::render::Reply;
use crate::state::{After, Chosen, LISTEN, SESSION_START, Step};
use crate::value::Value;

impl Run<'_> {
    /// Runs an action of ours.
    pub(super) fn run_own(&mut self, own: Own, chosen: &Chosen) {
        match own {
            Own::Listen => {}
            Own::Restart => self.restart(chosen),
            Own::Session => self.restart_session(chosen),
            Own::Handoff => self.run_handoff(chosen),
            Own::TwoStage => self.two_stage(chosen),
            Own::Fallback => {
                self.begin(chosen);
                self.give_up();
            }
            Own::Deactivate => {
                self.begin(chosen);
                self.leave_form();
                self.state.steps.push(Step::Predict {});
            }
            Own::Affirmation => {
                self.begin(chosen);
                self.state.steps.push(Step::Predict {});
                self.ask_affirmation();
            }
            Own::Rephrase => {
                self.begin(chosen);
                self.state.steps.push(Step::Predict {});
                self.say_response("utter_ask_rephrase", &[]);
            }
            Own::Back => {
                self.begin(chosen);
                self.say_response("utter_back", &[]);
                self.rewind(false);
                self.rewind(false);
                self.go_on_asking();
            }
            Own::Revert => {
                self.begin(chosen);
                self.rewind(false);
                self.state.steps.push(Step::Predict {});
            }
            Own::Extract => {
                self.begin(chosen);
                self.state.steps.extend([Step::Predict {}, super::hear::first_extract()]);
            }
        }
    }

    /// Says that it did not understand; the message is forgotten. Once too often, a person takes over.
    fn give_up(&mut self) {
        let news = !self.state.tone.failed;
        self.failed();
        let routed = news && self.ask_routes();
        if !routed && !self.say_response("utter_default", &[]) {
            self.note("nothing-to-say", "the message was not understood; write `utter_default` to say so");
        }
        self.rewind(!self.engine.bot.settings.rasa);
        if !matches!(self.state.steps.last(), Some(Step::Handoff { .. })) {
            self.go_on_asking();
        }
    }

    /// Forgets the last message; with `keep`, what it set stays.
    pub(super) fn rewind(&mut self, keep: bool) {
        self.trace.events.push(record::event("rewind", []));
        if self.engine.bot.settings.rasa {
            // a pause is always the last thing done, so it is taken back with it
            self.state.paused = false;
        }
        for slot in self.state.rewind(keep) {
            let name = self.state.frame.slot(slot).to_owned();
            let value = self.state.slots.get(usize::from(slot)).cloned().unwrap_or_default();
            self.trace.events.push(record::slot(&name, value));
        }
    }

    /// After the bot has said why it cannot go on: an open question is asked again.
    fn go_on_asking(&mut self) {
        self.state.steps.push(Step::Predict {});
        if !self.engine.bot.settings.rasa {
            self.ask_again();
        }
    }

    fn restart(&mut self, chosen: &Chosen) {
        self.begin(chosen);
        self.say_response("utter_restart", &[]);
        self.trace.events.push(record::event("restart", []));
        self.state.reset();
        self.state.timers.clear();
        self.state.paused = false;
        let start =
            Chosen { action: SESSION_START, policy: "followup_action".to_owned(), score: 1.0, ..Chosen::default() };
        self.start_session(&start);
    }

    fn restart_session(&mut self, chosen: &Chosen) {
        self.start_session(chosen);
    }

    /// `action_session_start` by decision: it ends the turn.
    fn start_session(&mut self, chosen: &Chosen) {
        self.state.steps.clear();
        if matches!(self.engine.plan.kind(SESSION_START), Kind::Host(_)) {
            self.call(SESSION_START, After::Session {}, &[]);
            return;
        }
        self.looked_at(chosen);
        self.trace.events.push(record::action("action_session_start", chosen));
        self.trace.events.push(record::event("session_started", []));
        self.reset_session();
        self.trace.events.push(record::given("action_listen", None));
        self.state.log_action(LISTEN, false);
    }

    /// Asks whether the best intent was meant.
    fn ask_affirmation(&mut self) {
        let ranking = self.state.heard.as_ref().map(|heard| heard.ranking.as_slice()).unwrap_or_default();
        let meant = ranking.iter().find(|ranked| ranked.intent != "nlu_fallback");
        let intent = meant.map(|ranked| ranked.intent.clone());
        let intent = intent.or_else(|| self.state.heard.as_ref().and_then(|heard| heard.intent.clone()));
        let intent = intent.unwrap_or_default();
        let settings = &self.engine.bot.settings;
        let thai = !settings.rasa && (settings.language.is_empty() || settings.language.starts_with("th"));
        let (question, yes, no) = if thai {
            ("หมายถึง", "ใช่", "ไม่ใช่")
        } else {
            ("Did you mean", "Yes", "No")
        };
        let button = |title: &str, payload: String| {
            Value::map([("title", Value::from(title)), ("payload", Value::from(payload))])
        };
        let list = vec![button(yes, format!("/{intent}")), button(no, "/out_of_scope".to_owned())];
        let title = self.intent_title(&intent);
        let text = if thai {
            format!("{question} “{title}” ใช่ไหม")
        } else {
            format!("{question} '{title}'?")
        };
        self.say("action_default_ask_affirmation", &Reply { text, parts: vec![Part::Buttons { list }] });
    }

    /// What an intent is for whoever reads it: the flow that it begins, the bot's own button for it, its
    /// first example; under `compatibility: rasa` its name.
    fn intent_title(&self, intent: &str) -> String {
        let bot = &self.engine.bot;
        if bot.settings.rasa {
            return intent.to_owned();
        }
        let id = self.state.frame.names.intent(intent);
        let started = id.and_then(|id| self.engine.flows.started(id, &|_| Value::Null));
        let flow = started.and_then(|(flow, _)| self.engine.flows.get(flow)).map(|flow| flow.title.as_str());
        let payload = format!("/{intent}");
        let parts = bot.domain.responses.iter().flat_map(|response| &response.parts);
        let lists = parts.filter_map(|part| if let Part::Buttons { list } = part { Some(list) } else { None });
        let mut buttons = lists.flatten();
        let own = |button: &&Value| button.get("payload").and_then(Value::as_text) == Some(&payload);
        let button = || buttons.find(own)?.get("title")?.as_text();
        let example = || bot.nlu.examples.iter().find(|example| example.intent == intent).map(|one| one.text.as_str());
        flow.or_else(button).or_else(example).unwrap_or(intent).to_owned()
    }

    /// Asks which of several intents was meant, with a button for each.
    pub(super) fn ask_between(&mut self, intents: &[String]) {
        let settings = &self.engine.bot.settings;
        let thai = settings.language.is_empty() || settings.language.starts_with("th");
        let text = if thai && !settings.rasa {
            "หมายถึงเรื่องไหน"
        } else {
            "Which did you mean?"
        };
        let button = |name: &String| {
            let payload = format!("/{name}");
            Value::map([("title", Value::Text(self.intent_title(name))), ("payload", Value::Text(payload))])
        };
        let list = intents.iter().map(button).collect();
        let reply = Reply { text: text.to_owned(), parts: vec![Part::Buttons { list }] };
        self.say("action_default_ask_affirmation", &reply);
    }

    /// Asks what was meant, then to say it differently, then gives up.
    fn two_stage(&mut self, chosen: &Chosen) {
        let began = self.state.doing() != Some(chosen.action);
        self.begin(chosen);
        if began {
            self.trace.events.push(record::active_loop(Some("action_two_stage_fallback")));
            self.state.log_loop(Some(chosen.action));
        }
        let [unclear, denied] = self.engine.plan.lost;
        let said = &self.state.said;
        let ends = |wanted: &[Option<u16>]| said.ends_with(wanted) && wanted.iter().all(Option::is_some);
        let last = said.last().copied().flatten();
        let clear = last.is_none() || (last != unclear && last != denied);
        let hopeless = ends(&[unclear, unclear]) || ends(&[denied, unclear, denied]);
        if !clear && !hopeless {
            let name = if began || last == unclear { "affirmation" } else { "rephrase" };
            self.state.steps.push(Step::Predict {});
            self.run_part(name);
            return;
        }
        self.trace.events.push(record::active_loop(None));
        self.state.log_loop(None);
        if hopeless {
            self.give_up();
            return;
        }
        let Some(heard) = self.state.heard.clone() else { return };
        self.rewind(false);
        self.trace.events.push(record::given("action_listen", None));
        self.state.log_action(LISTEN, false);
        let shown = heard.intent.as_ref().map_or_else(|| heard.text.clone(), |intent| format!("/{intent}"));
        let shown = if heard.text.is_empty() { shown } else { heard.text.clone() };
        self.log_heard(heard, &shown);
        self.state.steps.extend([Step::Predict {}, super::hear::first_extract()]);
    }

    /// One of the two questions, by the host where it has its own.
    fn run_part(&mut self, name: &str) {
        let action = self.state.frame.names.action(&format!("action_default_ask_{name}"));
        match action.map(|action| (action, self.engine.plan.kind(action))) {
            Some((action, Kind::Host(_))) => self.call(action, After::Ask {}, &[]),
            _ if name == "affirmation" => self.ask_affirmation(),
            _ => {
                self.say_response("utter_ask_rephrase", &[]);
            }
        }
    }
}
