//! What a message wants of the flows, by what was asked and what was understood.
//!
//! In: the latest message. Out: wishes in order; none where the message is for rules and stories.
//! The order is total: an option of the open question, a cue that steers, the start of another
//! flow, values for slots, the words themselves. A bot's own example of an intent beats a cue.

use super::super::run::Run;
use super::Wish;
use crate::policy::FlowId;
use crate::state::Ranked;
use crate::understand::reply::{Cue, Message};
use crate::value::{Timestamp, Value};

/// The least score of an intent that turns a question's answer into something else.
pub(in crate::engine) const DIGRESSES: f64 = 0.6;
/// And its scope: more likely in scope than out of it, by more than a small bot can be wrong about that.
pub(in crate::engine) const INSIDE: f64 = 0.55;
/// The least score where the message asks something itself.
const ASKS: f64 = 0.5;
/// Two flows whose intents are nearer than this are asked about; the second has at least so much.
const CLOSE: f64 = 0.15;
const LEAST: f64 = 0.25;

/// What was understood of a message, as far as flows go.
pub(super) struct Sense {
    pub(super) message: Message,
    /// The flow that its intent starts, if that is not going on already.
    pub(super) starts: Option<FlowId>,
    /// Its intent starts what is going on already.
    again: bool,
    /// Its intent belongs to rules or stories.
    pub(super) ruled: bool,
    /// It is an example of that intent, or a button.
    pub(super) exact: bool,
    score: f64,
    scope: f64,
    cue: Option<Cue>,
    pub(super) changes: bool,
    /// It asks something: `มีที่จอดรถมั้ย`.
    asks: bool,
    /// It likely has a rule's intent, and words of it that the next likely ones lack: `ปวดตุบๆ`.
    pub(super) telling: bool,
}

impl Sense {
    /// Whether it leads away by more than its likeness to a rule's intent: it begins a flow, asks, or is an example.
    pub(super) fn leads(&self) -> bool {
        self.starts.is_some() || self.asks || self.exact
    }
}

impl Run<'_> {
    /// What the latest message wants.
    pub(super) fn wishes(&mut self) -> Vec<Wish> {
        let Some(heard) = self.state.heard.clone() else { return Vec::new() };
        if let Some(flows) = self.choice_of_flows(&heard.text, heard.intent.as_deref()) {
            return flows;
        }
        let sense = self.sense(&heard.text, &heard.ranking, heard.intent.as_deref(), heard.score);
        if !heard.given.is_empty() {
            let wishes = self.given_wishes(&heard.given, &sense);
            if !wishes.is_empty() {
                return wishes;
            }
        }
        if let Some(answer) = self.pressed(&sense) {
            return vec![answer];
        }
        if let Some(wishes) = self.steered(&sense) {
            return wishes;
        }
        if let Some(wishes) = self.left(&sense) {
            return wishes;
        }
        let mut sense = sense;
        if !sense.exact && self.is_bare(&sense.message) {
            // `สองคืนค่ะ` answers, however much it sounds like `ขอคืนเงิน`
            (sense.starts, sense.ruled) = (None, false);
        }
        if let Some(flows) = self.unclear(&heard.ranking, &sense) {
            return vec![Wish::Clarify(flows)];
        }
        if (sense.starts.is_some() || sense.ruled) && sense.changes && !sense.exact {
            // `ขอเลื่อนเป็นวันศุกร์` in the middle of a booking changes the booking
            let mut here = sense;
            let (starts, ruled) = (here.starts.take(), std::mem::take(&mut here.ruled));
            let wishes = self.fillings(&here);
            if wishes.iter().any(|wish| matches!(wish, Wish::Correct(..) | Wish::Reopen(_))) {
                return wishes;
            }
            (here.starts, here.ruled) = (starts, ruled);
            return self.beginning(&here);
        }
        self.beginning(&sense)
    }

    /// The flow that begins, and what the message gives to it and to the others.
    fn beginning(&self, sense: &Sense) -> Vec<Wish> {
        let mut wishes: Vec<Wish> = sense.starts.map(Wish::Start).into_iter().collect();
        wishes.extend(self.fillings(sense));
        if wishes.is_empty() && sense.again && self.question().is_some() {
            // `จองคิวค่ะ` in the middle of a booking
            wishes.push(Wish::Repeat);
        }
        wishes
    }

    fn sense(&mut self, text: &str, ranking: &[Ranked], intent: Option<&str>, score: f64) -> Sense {
        self.reading(text);
        let now = Timestamp(self.state.clock);
        let mut message = self.read.take().unwrap_or_else(|| self.engine.replies.read(text, now));
        let found = self.state.heard.iter().flat_map(|heard| &heard.entities);
        let found = found.filter(|found| found.source == "builtin");
        message.spare(found.map(|found| (found.kind.as_str(), found.text.as_str())));
        let names = &self.state.frame.names;
        let known = |name: &str| names.intent(name);
        // after a fallback the best of the ranking comes second
        let lost = intent == Some("nlu_fallback");
        let best = ranking.iter().find(|ranked| ranked.intent != "nlu_fallback");
        let (best, score) = if lost {
            (best.and_then(|ranked| known(&ranked.intent)), best.map_or(0.0, |ranked| ranked.score))
        } else {
            (intent.and_then(known), score)
        };
        let started = best.and_then(|intent| self.engine.flows.started(intent, &|name| self.known(name)));
        let started = started.or_else(|| self.named_flow(intent));
        let going = |flow: &FlowId| self.state.stack.iter().any(|going| going.flow == *flow);
        let payload = message.text().is_empty();
        let exact = payload || self.engine.understander.is_example(&message.text, &message.pieces);
        let scope = self.state.heard.as_ref().map_or(0.0, |heard| heard.scope);
        let again = started.is_some_and(|(flow, threshold)| going(&flow) && score >= threshold && !lost);
        let starts = started.filter(|(flow, threshold)| (payload || score >= *threshold) && !lost && !going(flow));
        let starts = starts.filter(|_| exact || !self.takes_no_start(message.reading(), best));
        let starts = starts.filter(|_| exact || self.question().is_none() || (score >= DIGRESSES && scope >= INSIDE));
        let ruled = !lost && best.is_some_and(|intent| self.engine.plan.is_ruled(intent));
        let elsewhere = !exact && (ruled || starts.is_some());
        let other = |message: &Message| self.is_in_other_words(message, best) || self.nothing_first(message);
        let answer = elsewhere && (self.is_only_polite(&message, best) || other(&message));
        let telling = elsewhere && !answer && ruled && score >= DIGRESSES && self.question().is_some();
        let (starts, ruled) = if answer { (None, false) } else { (starts, ruled) };
        Sense {
            starts: starts.map(|(flow, _)| flow),
            again,
            ruled,
            exact,
            score,
            scope,
            cue: self.cue(&message, best.filter(|_| !lost), score, (exact, started.is_some())),
            changes: message.changes() || self.takes_back(&message),
            asks: message.asks(),
            telling,
            message,
        }
    }

    /// An intent that is called as a flow is.
    pub(super) fn named_flow(&self, intent: Option<&str>) -> Option<(FlowId, f64)> {
        let flow = self.engine.flows.named(intent?)?;
        let open = self.engine.flows.get(flow)?.open(&|name| self.known(name));
        open.then_some((flow, 0.5))
    }

    /// An option of the open question.
    fn pressed(&self, sense: &Sense) -> Option<Wish> {
        let asking = self.question()?;
        let (place, payload) = self.chosen_option(&sense.message)?;
        let value = self.option_value(asking.slot, &payload, place)?;
        Some(Wish::Set(asking.slot, value))
    }

    /// What a cue wants here; none where it wants nothing.
    fn steered(&self, sense: &Sense) -> Option<Vec<Wish>> {
        let (cue, open) = (sense.cue?, self.question());
        let busy = self.state.stack.iter().any(Self::is_business);
        let wish = match cue {
            Cue::Handoff => Wish::Handoff,
            Cue::Restart => Wish::Restart,
            Cue::Repeat if open.is_some() || !self.state.recent.is_empty() => Wish::Repeat,
            Cue::Skip if open.is_some() => Wish::Skip,
            // `ยกเลิกเลยค่ะ` says yes where cancelling is what was asked
            Cue::Cancel if self.is_truth() => {
                let echoed = self.typed(sense).and_then(|value| value.as_bool());
                self.truth(echoed.unwrap_or(false))?
            }
            Cue::Cancel if busy => Wish::Cancel,
            Cue::Unsure if open.is_some() => Wish::Unsure,
            Cue::Wait if open.is_some() => Wish::Wait,
            Cue::Same => {
                let slot = open?.slot;
                let (_, value) = self.state.before.iter().find(|(other, _)| *other == slot)?;
                Wish::Set(slot, value.clone())
            }
            Cue::Affirm => self.agreed(sense)?,
            Cue::Deny if open.is_some() => self.denied(sense)?,
            // `แค่นี้ค่ะ` where more may be said, but need not be
            Cue::Enough if open.is_some_and(|asking| asking.skip.is_some()) && self.typed(sense).is_none() => {
                Wish::Skip
            }
            Cue::Enough | Cue::Deny if !busy && self.state.recent.iter().any(|(bot, _)| *bot) => Wish::Enough,
            _ => return None,
        };
        Some(vec![wish])
    }

    /// `ไม่จองแล้วค่ะ ขอเลื่อนนัดแทน`: what is going on is left, and something else may begin; also by a
    /// no to the open question, where what follows begins something, or at the end: `แพงไป ไม่เอาแล้วค่ะ`.
    fn left(&self, sense: &Sense) -> Option<Vec<Wish>> {
        let busy = self.state.stack.iter().any(Self::is_business);
        let cues = self.engine.replies.cues;
        let (first, rest) = cues.led(sense.message.reading()).split_once(char::is_whitespace)?;
        if !busy || sense.exact || rest.trim().is_empty() {
            return None;
        }
        let leaves = |clause: &str| cues.is(clause, Cue::Cancel) || self.leaves_by_verb(clause);
        let values = sense.message.listed.is_empty() && self.typed(sense).is_none();
        if self.is_truth() {
            let no = leaves(first) || cues.is(first, Cue::Deny) || self.echoes_no(first);
            let next = no.then(|| self.begun_by(rest)).flatten()?;
            return Some(vec![Wish::Cancel, Wish::Start(next)]);
        }
        let next = leaves(first).then(|| sense.starts.or_else(|| self.begun_by(rest)));
        let last = || rest.split_whitespace().rfind(|clause| !cues.is_filler(clause)).is_some_and(leaves);
        match next {
            Some(starts) if starts.is_some() || values => {
                Some(std::iter::once(Wish::Cancel).chain(starts.map(Wish::Start)).collect())
            }
            None if values && last() => Some(vec![Wish::Cancel]),
            _ => None,
        }
    }

    /// Whether the open question is answered by yes or no.
    pub(super) fn is_truth(&self) -> bool {
        self.question().is_some_and(|asking| {
            self.state
                .frame
                .slots
                .get(usize::from(asking.slot))
                .is_some_and(|slot| slot.kind == crate::bot::SlotKind::Bool)
        })
    }

    /// Yes or no to the open question.
    fn truth(&self, yes: bool) -> Option<Wish> {
        let asking = self.question().filter(|_| self.is_truth())?;
        Some(Wish::Set(asking.slot, Value::Bool(yes)))
    }

    /// Yes: to what was asked, or `โอเคค่ะ` to a question that it does not answer, which is asked again.
    fn agreed(&self, sense: &Sense) -> Option<Wish> {
        if let Some(yes) = self.truth(true) {
            return Some(yes);
        }
        let asking = self.question().filter(|asking| asking.skip.is_none())?;
        (self.takes_text(asking.slot) || self.typed(sense).is_none()).then_some(Wish::Repeat)
    }

    /// The same for a command: no to a question that is not one of yes and no leaves the flow.
    pub(super) fn truth_wish(&self, yes: bool) -> Option<Wish> {
        self.truth(yes).or_else(|| (!yes && self.question().is_some()).then_some(Wish::Cancel))
    }

    /// No, to whatever was asked: an answer, or nothing to be said about it, or no further.
    fn denied(&self, sense: &Sense) -> Option<Wish> {
        if let Some(no) = self.truth(false) {
            return Some(no);
        }
        let asking = self.question()?;
        if self.typed(sense).is_some() {
            return None;
        }
        let none = sense.message.reading().contains("ไม่มี");
        if asking.skip.is_some() {
            return Some(Wish::Skip);
        }
        (!(none && self.takes_text(asking.slot))).then_some(Wish::Cancel)
    }

    /// The flow that somebody chose where several were offered.
    fn choice_of_flows(&mut self, text: &str, intent: Option<&str>) -> Option<Vec<Wish>> {
        let top = self.state.stack.last().filter(|going| going.asked)?;
        if self.engine.flows.get(top.flow)?.name != "pattern_clarification" {
            return None;
        }
        let options = top.options.clone();
        let message = self.engine.replies.read(text, Timestamp(self.state.clock));
        let none = self.engine.replies.cues.is(message.reading(), Cue::Deny);
        let chosen = self.chosen_option(&message).map(|(_, payload)| payload);
        self.state.stack.pop();
        if none && chosen.is_none() {
            return Some(vec![if self.state.stack.is_empty() { Wish::Enough } else { Wish::Repeat }]);
        }
        let offered = |flow: &FlowId| {
            let name = self.engine.flows.get(*flow).map_or("", |flow| flow.name.as_str());
            options.iter().any(|(_, payload)| payload.strip_prefix('/') == Some(name))
        };
        let by_intent = intent.and_then(|name| self.state.frame.names.intent(name));
        let by_intent = by_intent.and_then(|intent| self.engine.flows.started(intent, &|name| self.known(name)));
        let named = chosen.and_then(|payload| self.engine.flows.named(payload.trim_start_matches('/')));
        let flow = named.or_else(|| by_intent.map(|(flow, _)| flow).filter(offered))?;
        Some(vec![Wish::Start(flow)])
    }

    /// Two flows that the message could start, as far as anybody can tell.
    fn unclear(&self, ranking: &[Ranked], sense: &Sense) -> Option<Vec<FlowId>> {
        if sense.exact || self.question().is_some() {
            return None;
        }
        let best = ranking.iter().filter(|ranked| ranked.intent != "nlu_fallback");
        let started = |ranked: &Ranked| {
            let intent = self.state.frame.names.intent(&ranked.intent)?;
            let (flow, _) = self.engine.flows.started(intent, &|name| self.known(name))?;
            Some((flow, ranked.score))
        };
        let mut two = best.take(2).map(started);
        let ((first, high), (second, low)) = (two.next()??, two.next()??);
        let close = high - low < CLOSE && low >= LEAST && first != second;
        close.then(|| vec![first, second])
    }

    /// Whether the message is more likely about something else than an answer.
    pub(super) fn digresses(sense: &Sense) -> bool {
        let elsewhere = sense.starts.is_some() || sense.ruled;
        let sure = sense.score >= DIGRESSES && sense.scope >= INSIDE;
        elsewhere && (sense.exact || sure || (sense.asks && sense.score >= ASKS))
    }
}
