//! A conversation as `chat` holds it: the state, the buttons on the screen, the last trace.
//!
//! In: lines and answers. Out: what to show, as plain replies. It prints nothing.

use std::fmt::Write;

use crate::action::Action;
use crate::engine::{Engine, Turn};
use crate::event::Event;
use crate::part::Part;
use crate::state::State;
use crate::trace::Trace;
use crate::value::{Timestamp, Value};

/// Something to show.
pub(super) enum Reply {
    /// The bot's words.
    Said(String),
    /// What happens beside the conversation.
    Aside(String),
}

/// A host action that waits for its answer.
#[derive(Clone, Debug)]
pub(super) struct OpenCall {
    id: String,
    pub(super) name: String,
}

/// One conversation in a terminal.
pub(super) struct Talk<'e> {
    engine: &'e Engine,
    state: Option<State>,
    /// Titles and payloads on the screen.
    buttons: Vec<(String, String)>,
    call: Option<OpenCall>,
    trace: Trace,
    begun: Vec<Action>,
}

impl<'e> Talk<'e> {
    pub(super) fn new(engine: &'e Engine, now: Timestamp) -> Talk<'e> {
        let Turn { state, actions, trace, .. } = engine.start(now);
        Talk { engine, state: Some(state), buttons: Vec::new(), call: None, trace, begun: actions }
    }

    /// What the bot said before anybody wrote.
    pub(super) fn begun(&mut self) -> Vec<Reply> {
        let actions = std::mem::take(&mut self.begun);
        self.take(actions)
    }

    pub(super) fn restart(&mut self, now: Timestamp) -> Vec<Reply> {
        *self = Talk::new(self.engine, now);
        self.begun()
    }

    pub(super) fn open_call(&self) -> Option<OpenCall> {
        self.call.clone()
    }

    /// A line that a person typed: the number of a button on the screen, or words.
    pub(super) fn hear(&mut self, line: &str, now: Timestamp) -> Vec<Reply> {
        let pressed = line.parse::<usize>().ok().and_then(|number| self.buttons.get(number.wrapping_sub(1)).cloned());
        let event = match pressed {
            Some((title, payload)) if payload.starts_with('/') => {
                Event::Choice { name: payload, value: Value::Null, text: Some(title), id: None }
            }
            Some((_, payload)) => Event::message(payload),
            None if line.starts_with('/') => {
                Event::Choice { name: line.to_owned(), value: Value::Null, text: None, id: None }
            }
            None => Event::message(line),
        };
        self.turn(event, now)
    }

    pub(super) fn tick(&mut self, now: Timestamp) -> Vec<Reply> {
        self.turn(Event::Tick {}, now)
    }

    /// The answer of a host action: JSON, or nothing for "done".
    pub(super) fn answer(&mut self, call: &OpenCall, json: &str, now: Timestamp) -> Vec<Reply> {
        self.call = None;
        let before = std::mem::take(&mut self.trace.events);
        let value = if json.is_empty() { Value::map::<String>([]) } else { Value::from_json(json).unwrap_or_default() };
        let replies = self.turn(Event::answer(call.id.clone(), value), now);
        self.trace.events.splice(0..0, before);
        replies
    }

    fn turn(&mut self, event: Event, now: Timestamp) -> Vec<Reply> {
        let Some(state) = self.state.take() else { return Vec::new() };
        let Turn { state, actions, trace, .. } = self.engine.turn(state, event, now);
        (self.state, self.trace) = (Some(state), trace);
        self.take(actions)
    }

    fn take(&mut self, actions: Vec<Action>) -> Vec<Reply> {
        self.buttons.clear();
        let mut replies = Vec::new();
        for action in actions {
            match action {
                Action::Say { text, parts, .. } => self.said(&text, &parts, &mut replies),
                Action::Call { id, name, .. } => {
                    replies.push(Reply::Aside(format!("  ⚙ {name}")));
                    self.call = Some(OpenCall { id, name });
                }
                Action::Handoff { reason, queue, priority, summary, .. } => {
                    let queue = queue.unwrap_or_else(|| "anybody".to_owned());
                    let priority = priority.map(|level| format!(", priority {level}")).unwrap_or_default();
                    replies.push(Reply::Aside(format!("  ⇢ to {queue}{priority}: {reason}\n{}", indented(&summary))));
                }
                // A call that is answered at once needs no reminder of its timeout.
                Action::Wait { .. } if self.call.is_some() => {}
                Action::Wait { until } => replies.push(Reply::Aside(format!("  ⏲ until {}", moment(until)))),
                Action::End {} => replies.push(Reply::Aside("  ■ the conversation is over".to_owned())),
            }
        }
        replies
    }

    fn said(&mut self, text: &str, parts: &[Part], replies: &mut Vec<Reply>) {
        let mut shown = text.to_owned();
        for part in parts {
            match part {
                Part::Buttons { list } => self.show_buttons(list, &mut shown),
                Part::Image { url, .. } => line(&mut shown, &format!("🖼  {url}")),
                Part::File { url, .. } | Part::Audio { url } => line(&mut shown, &format!("📎 {url}")),
                Part::Custom { value } => line(&mut shown, &value.to_json()),
                Part::Cards { list } => list.iter().for_each(|card| line(&mut shown, &card.to_json())),
                _ => {}
            }
        }
        replies.push(Reply::Said(shown));
    }

    fn show_buttons(&mut self, list: &[Value], shown: &mut String) {
        for button in list {
            let field = |key: &str| button.get(key).and_then(Value::as_text).unwrap_or_default().to_owned();
            let (title, payload, url) = (field("title"), field("payload"), field("url"));
            if payload.is_empty() {
                line(shown, &format!("↗ {title} {url}"));
            } else {
                self.buttons.push((title.clone(), payload));
                line(shown, &format!("[{}] {title}", self.buttons.len()));
            }
        }
    }

    /// What is known now.
    pub(super) fn known(&self) -> String {
        let Some(state) = &self.state else { return String::new() };
        let mut text = format!("  version {}", state.version());
        if let Some(active) = state.active() {
            let _ = write!(text, ", in {active}");
        }
        for (name, value) in state.slots() {
            if !value.is_null() {
                let _ = write!(text, "\n  {name} = {}", value.to_json());
            }
        }
        let _ = write!(text, "\n  saved: {} bytes", state.save().len());
        text
    }

    /// The last turn as events, one a line.
    pub(super) fn events(&self) -> String {
        self.trace.events.iter().map(|event| format!("  {}", event.to_json())).collect::<Vec<_>>().join("\n")
    }

    /// Why the last turn came out as it did.
    pub(super) fn why(&self) -> String {
        let mut text = String::new();
        if let Some(understood) = &self.trace.understanding {
            let ranked = understood.ranking.iter().take(3);
            let named = ranked.map(|i| format!("{} {:.2}", i.name.as_deref().unwrap_or("out of scope"), i.score));
            line(&mut text, &format!("  intent     {}", named.collect::<Vec<_>>().join(" · ")));
            line(&mut text, &format!("  in scope   {:.2}", understood.scope));
            for entity in &understood.entities {
                let shown = format!("  {:<10} {} = {} ({})", entity.kind, entity.text, entity.value, entity.source);
                line(&mut text, &shown);
            }
            let tone = &understood.sentiment;
            line(&mut text, &format!("  sentiment  {} {:+.2}", tone.label, tone.score));
        }
        for choice in &self.trace.decisions {
            let place = if choice.line > 0 { format!(" at {}:{}", choice.file, choice.line) } else { String::new() };
            line(&mut text, &format!("  {} ← {} “{}”{place}", choice.action, choice.policy, choice.name));
            if !choice.reason.is_empty() {
                line(&mut text, &format!("      {}", choice.reason));
            }
            for other in &choice.alternatives {
                line(&mut text, &format!("      not {other}"));
            }
        }
        for note in &self.trace.notes {
            line(&mut text, &format!("  note: {} [{}]", note.message, note.code));
        }
        if text.is_empty() { "  nothing has happened yet".to_owned() } else { text }
    }
}

fn line(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(more);
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn moment(time: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(time.0).map(|at| at.to_string()).unwrap_or_default()
}
