//! How somebody feels, beside what they write about.
//!
//! In: a message that was understood. Out: its tone as routes see it. In a bot with flows an answer to
//! the open question has none, and a wish that the bot knows has that of its other words: `เน็ตเสียค่ะ`
//! is business to whoever mends it, `เน็ตเสีย บริการห่วยมาก` is not. It makes a tone worse only where
//! somebody scolds.

use std::collections::BTreeSet;

use super::flows::{DIGRESSES, INSIDE};
use super::run::Run;
use crate::understand::reply::{Cue, Message};
use crate::understand::sentiment;
use crate::understanding::Understanding;

/// The tone of who scolds, at best.
const FURIOUS: f64 = -0.8;
/// Above this nobody is angry.
const CALM: f64 = -0.25;
/// The most examples of an intent whose words are looked at.
const MOST: usize = 100;
impl<'e> Run<'e> {
    /// The tone of the latest message.
    pub(super) fn felt(&mut self, understanding: &Understanding) -> f64 {
        let heard = understanding.sentiment.score;
        if self.steer.is_some() {
            return heard.max(0.0);
        }
        if !self.flowing() {
            return heard;
        }
        self.reading(&understanding.text);
        let Some(message) = self.read.take() else { return heard };
        // `ไม่มีแล้วค่ะ` steers: it is no complaint
        let calm = message.cue().is_some() || (heard <= CALM && (self.is_bare(&message) || self.echoes(&message)));
        let felt = if calm {
            0.0
        } else if heard <= CALM {
            let beside = self.beside_the_wish(understanding, &message);
            let after = self.answered_first(&message).map(|from| self.tone_without(&message, from, None));
            let before = self.left_at_last(&message).map(|first| sentiment(first).score);
            beside.into_iter().chain(after).chain(before).fold(heard, f64::max).min(0.0)
        } else {
            heard
        };
        let scolds = message.cue().is_none() && self.engine.replies.cues.is(message.reading(), Cue::Anger);
        self.read = Some(message);
        if scolds { felt.min(FURIOUS) } else { felt }
    }

    /// The tone of the words that do not belong to the wish; none where the bot knows no such wish.
    fn beside_the_wish(&self, understanding: &Understanding, message: &Message) -> Option<f64> {
        let name = understanding.intent.name.as_deref()?;
        let intent = self.state.frame.names.intent(name)?;
        let known = understanding.intent.score >= DIGRESSES && understanding.scope >= INSIDE;
        let begins = self.engine.flows.started(intent, &|name| self.known(name)).is_some();
        let asks = message.asks() && self.engine.plan.is_ruled(intent);
        // `ปวดฟันมากกก ทนไม่ไหวแล้ว`
        let troubled = || self.engine.plan.is_ruled(intent) && self.words(message, 0).any(|word| self.is_trouble(word));
        if !known || !(begins || asks || troubled()) {
            return None;
        }
        Some(self.tone_without(message, 0, self.words_of(name)))
    }

    /// Where the rest of a message begins whose first clause answers: `ไม่รู้เหมือนกันค่ะ เสียวฟันเฉยๆ`,
    /// `ไม่ดีกว่าค่ะ แพงไป`.
    fn answered_first(&self, message: &Message) -> Option<usize> {
        self.question()?;
        let (first, rest) = message.reading().split_once(char::is_whitespace)?;
        let answers = [Cue::Unsure, Cue::Deny, Cue::Affirm, Cue::Cancel, Cue::Skip];
        let answered = answers.iter().any(|cue| self.engine.replies.cues.is(first, *cue));
        answered.then_some(message.reading().len() - rest.len())
    }

    /// What comes before a last clause that leaves: `แพงไป ไม่เอาแล้วค่ะ`.
    fn left_at_last<'m>(&self, message: &'m Message) -> Option<&'m str> {
        self.question()?;
        let (before, last) = message.reading().trim_end().rsplit_once(char::is_whitespace)?;
        let cues = self.engine.replies.cues;
        let troubled = before.split_whitespace().all(|clause| cues.is(cues.core(clause), Cue::Trouble));
        cues.is(last, Cue::Cancel).then_some(if troubled { "" } else { before })
    }

    fn words<'m>(&self, message: &'m Message, from: usize) -> impl Iterator<Item = &'m str> + use<'m> {
        let pieces = message.pieces.iter().filter(move |piece| piece.start as usize >= from);
        pieces.filter_map(|piece| message.reading().get(piece.start as usize..piece.end as usize))
    }

    fn is_trouble(&self, word: &str) -> bool {
        self.engine.replies.cues.is(word, Cue::Trouble)
    }

    /// The tone of a message, from a byte on, without words of trouble and those that are given.
    fn tone_without(&self, message: &Message, from: usize, words: Option<&BTreeSet<String>>) -> f64 {
        let own = |word: &str| words.is_some_and(|words| words.contains(word)) || self.is_trouble(word);
        let rest: Vec<&str> = self.words(message, from).filter(|word| !own(word)).collect();
        sentiment(&rest.join(" ")).score
    }

    /// The words of an intent's examples, read when first needed.
    pub(super) fn words_of(&self, name: &str) -> Option<&'e BTreeSet<String>> {
        let intent = self.state.frame.names.intent(name)?;
        let words = self.engine.plan.words.get(usize::from(intent))?;
        let engine = self.engine;
        Some(words.get_or_init(|| {
            let (mut words, mut pieces) = (BTreeSet::new(), Vec::new());
            for example in engine.bot.nlu.examples.iter().filter(|example| example.intent == name).take(MOST) {
                let text = engine.understander.reader.read(&example.text, &mut pieces);
                let word = |start: u32, end: u32| text.reading().get(start as usize..end as usize).map(str::to_owned);
                words.extend(pieces.iter().filter_map(|piece| word(piece.start, piece.end)));
            }
            words
        }))
    }
}
