//! What a message is, whatever its likeness to an intent: a cue, an answer in words of its own, a no to what
//! its verb would begin.
//!
//! In: a message and the intent that it is most like. Out: the cue that it is, or whether the intent
//! is not meant. It wishes nothing yet.

use super::super::run::Run;
use super::{DIGRESSES, INSIDE};
use crate::bot::IntentId;
use crate::policy::FlowId;
use crate::understand::reply::{Cue, Message};

impl Run<'_> {
    /// Whether nothing but its particle makes an answer in words sound like an intent: `ค่าข้าวจ้า` is
    /// no greeting, for all that `ดีจ้า` is one.
    pub(super) fn is_only_polite(&self, message: &Message, intent: Option<IntentId>) -> bool {
        let bare = self.engine.replies.cues.bare(message.text());
        let inside = self.state.heard.as_ref().is_some_and(|heard| heard.scope >= INSIDE);
        if !inside
            || bare.len() == message.text().len()
            || !self.question().is_some_and(|asking| self.takes_text(asking.slot))
        {
            return false;
        }
        let meant = self.engine.understander.meant(bare);
        let same = meant.intent.name.as_deref().and_then(|name| self.state.frame.names.intent(name)) == intent;
        !same || meant.intent.score < DIGRESSES || meant.scope < INSIDE
    }

    /// Whether an answer in words has none of an intent's own: `สมศรี ใจดีค่ะ` is no greeting, for all that
    /// its letters are those of `สวัสดีค่ะ`.
    pub(super) fn is_in_other_words(&self, message: &Message, intent: Option<IntentId>) -> bool {
        let name = intent.and_then(|intent| self.state.frame.names.intents.get(usize::from(intent)));
        let asked = self.question().is_some_and(|asking| self.takes_text(asking.slot)) && !message.asks();
        let Some(name) = name.filter(|_| asked) else { return false };
        let Some(own) = self.words_of(name) else { return false };
        let ranking = self.state.heard.iter().flat_map(|heard| &heard.ranking);
        let others = ranking.filter(|ranked| ranked.intent != *name && ranked.intent != "nlu_fallback");
        let others: Vec<_> = others.filter_map(|ranked| self.words_of(&ranked.intent)).collect();
        let shared = |word: &str| others.len() > 1 && others.iter().all(|other| other.contains(word));
        // `ปวดฟัน` has what `ปวดตุบๆ` has
        let begins = |word: &str| own.range(word.to_owned()..).next().is_some_and(|own| own.starts_with(word));
        let own = |word: &str| own.contains(word) || (word.chars().count() >= 3 && begins(word));
        let said = message.pieces.iter();
        let mut said = said.filter_map(|piece| message.reading().get(piece.start as usize..piece.end as usize));
        !said.any(|word| own(word) && !shared(word) && !self.engine.replies.cues.is_filler(word))
    }

    /// `ไม่เติมแล้วค่ะ` where `เติมเงิน` goes on: its verb leaves it.
    pub(super) fn leaves_by_verb(&self, clause: &str) -> bool {
        if !clause.contains("ไม่") {
            return false;
        }
        let said: String = self.engine.replies.cues.core(clause).split_whitespace().collect();
        let whole: String = clause.split_whitespace().collect();
        let Some(verb) = said.strip_prefix("ไม่") else { return false };
        let ended = verb.strip_suffix("แล้ว").or_else(|| verb.strip_suffix("ละ"));
        let verb = ended.unwrap_or(verb);
        let over = ended.is_some() || whole.contains(&format!("{verb}ละ"));
        let going = self.state.stack.iter().rev().filter(|going| Self::is_business(going));
        let mut titles = going.filter_map(|going| self.engine.flows.get(going.flow)).map(|flow| flow.title.as_str());
        over && verb.chars().count() >= 2 && titles.any(|title| title.starts_with(verb))
    }

    /// Whether a message says not to do what its intent begins: its verb, after ไม่.
    pub(super) fn takes_no_start(&self, reading: &str, intent: Option<IntentId>) -> bool {
        if !reading.contains("ไม่") {
            return false;
        }
        let started = intent.and_then(|intent| self.engine.flows.started(intent, &|name| self.known(name)));
        let flow = started.and_then(|(flow, _)| self.engine.flows.get(flow));
        let said: String = self.engine.replies.cues.core(reading).split_whitespace().collect();
        let verb = said.strip_prefix("ไม่").map(|verb| verb.trim_end_matches("แล้ว").trim_end_matches("ละ"));
        let verb = verb.filter(|verb| verb.chars().count() >= 2);
        verb.is_some_and(|verb| flow.is_some_and(|flow| flow.title.starts_with(verb)))
    }

    /// The cue that a message is; a bot's own intents come first: by an example, or by their name.
    pub(super) fn cue(
        &self,
        message: &Message,
        intent: Option<IntentId>,
        score: f64,
        (exact, starts): (bool, bool),
    ) -> Option<Cue> {
        let ruled = intent.is_some_and(|intent| self.engine.plan.is_ruled(intent));
        let own = exact && (ruled || starts);
        if own {
            return None;
        }
        let named = intent.filter(|_| !ruled && score >= DIGRESSES);
        let named = named.and_then(|intent| self.state.frame.names.intents.get(usize::from(intent)));
        let verb = || self.leaves_by_verb(message.reading()).then_some(Cue::Cancel);
        // `ไม่ยกเลิกละ`, where nothing is going on that would be left
        let not = || (!exact && starts && self.takes_no_start(message.reading(), intent)).then_some(Cue::Enough);
        message
            .cue()
            .or_else(|| self.unsure_first(message))
            .or_else(|| self.nothing_of_it(message.reading()).then_some(Cue::Skip))
            .or_else(|| self.same_as_called(message))
            .or_else(verb)
            .or_else(not)
            .or_else(|| match named?.as_str() {
                "cancel" | "stop" => Some(Cue::Cancel),
                "skip" => Some(Cue::Skip),
                "repeat" => Some(Cue::Repeat),
                "start_over" => Some(Cue::Restart),
                "handoff" | "human_handoff" | "human" | "agent" | "person" => Some(Cue::Handoff),
                "affirm" | "yes" | "confirm" => Some(Cue::Affirm),
                "deny" | "no" => Some(Cue::Deny),
                "not_sure" | "unsure" => Some(Cue::Unsure),
                _ => None,
            })
    }

    /// `ไม่รู้เหมือนกันค่ะ เสียวฟันเฉยๆ`: somebody cannot say, and says why.
    pub(super) fn unsure_first(&self, message: &Message) -> Option<Cue> {
        self.question()?;
        let (first, rest) = message.reading().split_once(char::is_whitespace)?;
        let answers = message.asks() || message.changes() || self.typed_in(message).is_some();
        let unsure = !answers && !rest.is_empty() && self.engine.replies.cues.is(first, Cue::Unsure);
        unsure.then_some(Cue::Unsure)
    }

    /// `ไม่แพ้อะไรเลยค่ะ แข็งแรงดี`: an answer, whatever else it sounds like.
    pub(super) fn nothing_first(&self, message: &Message) -> bool {
        let reading = self.engine.replies.cues.led(message.reading());
        reading.split_once(char::is_whitespace).is_some_and(|(first, _)| self.nothing_of_it(first))
    }

    /// `ไม่มีโรคประจำตัวค่ะ`, `ไม่แพ้ค่ะ`: nothing of what may be left out.
    pub(super) fn nothing_of_it(&self, reading: &str) -> bool {
        let Some(asking) = self.question().filter(|asking| asking.skip.is_some()) else { return false };
        let said: String = self.engine.replies.cues.core(reading).split_whitespace().collect();
        let said = said.replace("ม่าย", "ไม่").replace("อะไร", "").replace("เลย", "");
        let Some(what) = said.strip_prefix("ไม่").or_else(|| said.strip_prefix("บ่")) else { return false };
        let more = ["แต่", "นอกจาก", "ยกเว้น", "แน่"].iter().any(|word| what.contains(word));
        let what = what.strip_prefix("มี").unwrap_or(what);
        let named = self.called(asking.slot).any(|word| what.contains(word)) || self.asks_with(what);
        !more && named && what.chars().count() <= 24
    }

    /// `บัญชีเดิมค่ะ`, where the question's own word for it makes a cue of what is left.
    pub(super) fn same_as_called(&self, message: &Message) -> Option<Cue> {
        let slot = self.question()?.slot;
        let rest = self.called(slot).find_map(|word| message.reading().trim_start().strip_prefix(word))?;
        self.engine.replies.cues.is(rest, Cue::Same).then_some(Cue::Same)
    }

    /// The flow that a part of a message would begin by itself.
    pub(super) fn begun_by(&self, part: &str) -> Option<FlowId> {
        let meant = self.engine.understander.meant(part);
        let intent = self.state.frame.names.intent(meant.intent.name.as_deref()?)?;
        let (flow, threshold) = self.engine.flows.started(intent, &|name| self.known(name))?;
        let going = self.state.stack.iter().any(|going| going.flow == flow);
        let sure = meant.intent.score >= threshold.max(DIGRESSES) && meant.scope >= INSIDE;
        (sure && !going && !self.takes_no_start(part, Some(intent))).then_some(flow)
    }

    /// `ไม่ค่ะ เอา 500`: no to a question of yes and no, and what it should be.
    pub(super) fn takes_back(&self, message: &Message) -> bool {
        let reading = self.engine.replies.cues.led(message.reading());
        let first = reading.split_once(char::is_whitespace).map(|(first, _)| first);
        self.is_truth() && first.is_some_and(|first| self.engine.replies.cues.is(first, Cue::Deny))
    }
}
