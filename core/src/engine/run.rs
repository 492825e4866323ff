//! One turn on its way: the state, what is to be done, why. The loop over the steps.
//!
//! In: a state and an event. Out: a turn. Steps are taken from the state's stack until it is empty
//! or a call is open; the number of steps of a message is bounded, so every turn ends.

use super::{Engine, Turn, note};
use crate::action::Action;
use crate::event::Event;
use crate::state::{Chosen, LISTEN, QUEUE, State, Step, Timer, cut};
use crate::text::Text;
use crate::trace::Trace;
use crate::understand::reply::{Cue, Message};
use crate::understanding::Understanding;
use crate::value::{Timestamp, Value};

/// The longest text of a message that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// The most steps that one message may take.
const STEPS: u32 = 200;
/// The most bytes of events that wait.
const WAITING: usize = 8 * 1024;
/// The furthest time from 1970 in milliseconds: a JavaScript date's.
const FURTHEST: i64 = 8_640_000_000_000_000;

/// A turn on its way.
pub(super) struct Run<'e> {
    pub(super) engine: &'e Engine,
    pub(super) state: State,
    pub(super) actions: Vec<Action>,
    pub(super) trace: Trace,
    /// A message that is understood already.
    pub(super) given: Option<Understanding>,
    /// The message of this turn as an answer is read from it, once it was cut into words.
    pub(super) read: Option<Message>,
    /// What the message of this turn asks of the form that it answers.
    pub(super) steer: Option<Cue>,
    /// The message of this turn as it was written, where it was read in another layout or script.
    pub(super) written: Option<Text>,
    /// Silence was broken in this turn: it is not waited for again.
    pub(super) hushed: bool,
    /// The question that this turn answers is gone: the bot was changed.
    pub(super) moved: bool,
    /// How many of the recent messages are of this turn.
    pub(super) fresh: usize,
    left: u32,
}

impl<'e> Run<'e> {
    pub(super) fn new(engine: &'e Engine, state: State) -> Run<'e> {
        Run {
            engine,
            state,
            actions: Vec::new(),
            trace: Trace::default(),
            given: None,
            read: None,
            steer: None,
            written: None,
            hushed: false,
            moved: false,
            fresh: 0,
            left: STEPS,
        }
    }

    pub(super) fn note(&mut self, code: &str, message: impl Into<String>) {
        note(&mut self.trace.notes, code, message);
    }

    /// Keeps a message for the summary of a handoff.
    pub(super) fn remember(&mut self, bot: bool, text: &str) {
        self.fresh += 1;
        self.state.remember(bot, text);
    }

    /// What the bot does before anybody wrote.
    pub(super) fn greet(&mut self) {
        let greeting = &self.engine.plan.greeting;
        if greeting.is_empty() {
            return;
        }
        self.begin_session();
        self.state.steps.push(Step::Greeted {});
        for action in greeting.iter().rev() {
            let chosen = Chosen { action: *action, score: 1.0, hidden: true, ..Chosen::default() };
            self.state.steps.push(Step::Run { chosen });
        }
        self.go();
    }

    /// Takes an event in.
    pub(super) fn accept(&mut self, event: Event, now: Timestamp, given: Option<Understanding>) {
        if let Some(id) = event.id()
            && self.state.seen(id)
        {
            let id = self.quoted(id, 64);
            self.note("repeated-event", format!("an event with the id `{id}` was handled before"));
            return;
        }
        self.state.version += 1;
        self.take_up();
        let now = within_reach(now, &mut self.trace.notes);
        if now < self.state.clock {
            self.note("clock-went-back", "the time is earlier than the turn before; the later one is used");
        }
        self.state.clock = self.state.clock.max(now);
        self.time_out();
        self.close_burst(&event);
        match event {
            Event::Message { .. } | Event::Choice { .. } | Event::Commands { .. } => {
                self.state.timers.retain(|timer| !timer.kill || timer.at <= self.state.clock);
                self.enqueue(event, given);
            }
            Event::Answer { id, value } => self.answer(&id, &value),
            Event::Set { name, value } => self.set_by_host(&name, &value),
            Event::Tick {} => {}
            Event::Resume {} => self.resume(),
        }
        self.go();
    }

    /// Short messages in a row are one turn: it is over when time has passed, or something else happens.
    fn close_burst(&mut self, event: &Event) {
        let message = matches!(event, Event::Message { .. });
        let over = self.state.gather.is_some_and(|until| until <= self.state.clock);
        let full = self.state.queue.len() >= QUEUE;
        if over || (!message && self.state.gather.is_some() && !matches!(event, Event::Tick {})) || full {
            self.state.gather = None;
            self.go();
        }
        let burst = self.engine.bot.timing.burst;
        if message && burst > 0.0 && !self.state.silent && self.state.call.is_none() {
            #[expect(clippy::cast_possible_truncation, reason = "at most a minute")]
            let wait = (burst * 1000.0) as i64;
            self.state.gather = Some(self.state.clock.saturating_add(wait));
        }
    }

    /// The messages of a burst become one.
    fn gathered(&mut self) -> Event {
        let mut first = self.state.queue.remove(0);
        if self.engine.bot.timing.burst <= 0.0 {
            return first;
        }
        while let Event::Message { text, parts, .. } = &mut first
            && matches!(self.state.queue.first(), Some(Event::Message { .. }))
        {
            if let Event::Message { text: more, parts: others, .. } = self.state.queue.remove(0) {
                text.push(' ');
                text.push_str(&more);
                text.truncate(cut(text, LONGEST).len());
                parts.extend(others);
            }
        }
        first
    }

    fn enqueue(&mut self, event: Event, given: Option<Understanding>) {
        if self.state.queue.len() >= QUEUE {
            self.note("queue-full", format!("{QUEUE} messages wait for the open call already; this one is dropped"));
            return;
        }
        let mut event = event;
        let mut long = false;
        let texts = match &mut event {
            Event::Message { text, .. } => [Some(text), None],
            Event::Choice { name, text, .. } => [Some(name), text.as_mut()],
            Event::Commands { text, .. } => [text.as_mut(), None],
            _ => [None, None],
        };
        for text in texts.into_iter().flatten().filter(|text| text.len() > LONGEST) {
            text.truncate(cut(text, LONGEST).len());
            long = true;
        }
        if long {
            self.note("message-cut", "the message is longer than 64 KiB; the rest is not read");
        }
        if self.state.call.is_none() && self.state.queue.is_empty() {
            self.given = given;
        }
        self.state.queue.push(event);
    }

    /// An open call that nobody answered in time has failed.
    fn time_out(&mut self) {
        if self.state.call.as_ref().is_some_and(|call| call.until <= self.state.clock)
            && let Some(call) = self.state.call.take()
        {
            let name = self.state.frame.action(call.action).to_owned();
            self.note("call-timed-out", format!("`{name}` did not answer in time"));
            self.resolve(call, &super::answer::Outcome::failure());
            self.go();
        }
    }

    fn resume(&mut self) {
        if self.state.silent && !self.state.stack.is_empty() {
            self.state.steps.push(Step::Advance {});
        }
        if self.state.silent {
            (self.state.tone.mood, self.state.tone.fallbacks) = (0.0, 0);
        }
        (self.state.silent, self.state.paused) = (false, false);
    }

    /// Takes steps until there is none or a call is open.
    pub(super) fn go(&mut self) {
        while self.state.call.is_none() {
            let Some(step) = self.state.steps.pop() else {
                self.left = STEPS;
                if self.next() {
                    continue;
                }
                return;
            };
            if self.left == 0 {
                self.note("too-many-steps", "the turn took too many steps and was ended");
                self.state.steps.clear();
                if !self.state.stack.is_empty() {
                    self.break_round();
                    continue;
                }
                self.listen();
                continue;
            }
            self.left -= 1;
            self.step(step);
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Extract { from, found, ran, form } => self.extract(from, found, ran, form),
            Step::Route {} => self.route(),
            Step::Predict {} => self.predict(),
            Step::Run { chosen } => self.run(chosen),
            Step::Prefilled { form, at, found } => self.prefilled(form, at, found),
            Step::Form { form, at } => self.form_goes_on(form, at),
            Step::Handoff { queue, priority, reason } => self.hand_over(queue, priority, &reason),
            Step::Heed {} => self.heed(),
            Step::Advance {} => self.advance(),
            Step::Listen {} => self.listen(),
            Step::Greeted {} => self.greeted(),
        }
    }

    /// Begins what waits: a reminder that is due, or the next message. False where nothing does.
    fn next(&mut self) -> bool {
        if let Some(timer) = self.state.due(self.state.clock) {
            self.remember_now(&timer);
            return true;
        }
        if self.state.queue.is_empty() || self.state.gather.is_some() {
            return false;
        }
        if self.state.silent {
            let event = self.state.queue.remove(0);
            self.overhear(&event);
            return true;
        }
        if self.session_is_over() {
            if self.session_by_host() {
                return true;
            }
            self.begin_session();
        }
        let event = self.gathered();
        self.hear(event);
        true
    }

    /// Waits for the next message, in the words of the log.
    pub(super) fn listen(&mut self) {
        if self.state.history.last() != Some(LISTEN) {
            self.trace.events.push(super::record::given("action_listen", None));
            self.state.log_action(LISTEN, false);
        }
        self.state.taken = 0;
    }

    /// A reminder is due.
    fn remember_now(&mut self, timer: &Timer) {
        if self.state.silent || self.state.paused {
            self.note("reminder-dropped", format!("a reminder of `{}` was due while the bot is silent", timer.does));
            return;
        }
        if timer.intent {
            self.hear_reminder(timer);
            return;
        }
        if timer.does == super::flows::SILENCE {
            self.break_silence();
            return;
        }
        let Some(action) = self.state.frame.names.action(&timer.does) else {
            self.note("unknown-action", format!("a reminder names the action `{}`, which nobody has", timer.does));
            return;
        };
        self.state.steps.push(Step::Listen {});
        self.state.steps.push(Step::Run { chosen: Chosen { action, score: 1.0, ..Chosen::default() } });
    }

    /// The turn.
    pub(super) fn finish(mut self) -> Turn {
        self.cover();
        self.bound();
        if let Some(until) = self.state.next_due() {
            self.actions.push(Action::Wait { until: Timestamp(until) });
        }
        Turn { state: self.state, actions: self.actions, trace: self.trace }
    }

    /// Keeps the state small.
    fn bound(&mut self) {
        self.state.fold();
        self.state.recent.iter_mut().for_each(|(_, text)| text.truncate(cut(text, State::LINE).len()));
        let mut spent = 0;
        for event in &mut self.state.queue {
            spent += shorten(event, WAITING.saturating_sub(spent));
        }
        if self.state.shrink() {
            self.note("state-cut", "the conversation held more than a state may; its oldest parts are forgotten");
        }
    }

    /// `version.index` of the next action.
    pub(super) fn id(&self) -> String {
        format!("{}.{}", self.state.version, self.actions.len())
    }

    /// A slot's value by name, or null.
    pub(super) fn slot_value(&self, name: &str) -> Value {
        self.state.slot(name).cloned().unwrap_or_default()
    }
}

/// A time that a date can hold.
pub(super) fn within_reach(now: Timestamp, notes: &mut Vec<crate::trace::Note>) -> i64 {
    let clamped = now.0.clamp(-FURTHEST, FURTHEST);
    if clamped != now.0 {
        note(notes, "clock-out-of-range", "the time is further from 1970 than any date");
    }
    clamped
}

/// Cuts an event that waits to a size; gives the size it has.
fn shorten(event: &mut Event, room: usize) -> usize {
    let size = |event: &Event| serde_json::to_string(event).map_or(0, |json| json.len());
    let full = size(event);
    if full <= room {
        return full;
    }
    match event {
        Event::Message { text, parts, .. } => {
            parts.clear();
            *text = cut(text, room / 8).to_owned();
        }
        Event::Choice { value, text, name, .. } => {
            (*value, *text) = (Value::Null, None);
            *name = cut(name, room / 8).to_owned();
        }
        Event::Commands { list, text, .. } => {
            list.clear();
            *text = None;
        }
        _ => {}
    }
    size(event)
}
