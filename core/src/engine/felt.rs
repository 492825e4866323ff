//! How somebody feels, beside what they write about.
//!
//! In: a message that was understood. Out: its tone as routes see it. In a bot with flows an answer to
//! the open question has none, and a wish that the bot knows has that of its other words: `เน็ตเสียค่ะ`
//! is business to whoever mends it, `เน็ตเสีย บริการห่วยมาก` is not. It never makes a tone worse.

use std::collections::BTreeSet;

use super::flows::{DIGRESSES, INSIDE};
use super::run::Run;
use crate::understand::reply::Message;
use crate::understand::sentiment;
use crate::understanding::Understanding;

/// Above this nobody is angry.
const CALM: f64 = -0.25;
/// The most examples of an intent whose words are looked at.
const MOST: usize = 100;
/// What happens to things and people, and is told calmly.
const TROUBLE: [&str; 24] = [
    "เสีย",
    "พัง",
    "หาย",
    "ซ่อม",
    "ล่ม",
    "ค้าง",
    "ดับ",
    "หลุด",
    "เด้ง",
    "รั่ว",
    "แตก",
    "หัก",
    "ช้า",
    "ขัดข้อง",
    "ชำรุด",
    "ปวด",
    "เจ็บ",
    "ป่วย",
    "บวม",
    "ลืม",
    "ผิด",
    "ตัน",
    "ไหม้",
    "สูญหาย",
];

impl Run<'_> {
    /// The tone of the latest message.
    pub(super) fn felt(&mut self, understanding: &Understanding) -> f64 {
        let heard = understanding.sentiment.score;
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
            self.beside_the_wish(understanding, &message).map_or(heard, |rest| rest.clamp(heard, 0.0))
        } else {
            heard
        };
        self.read = Some(message);
        felt
    }

    /// The tone of the words that do not belong to the wish; none where the bot knows no such wish.
    fn beside_the_wish(&self, understanding: &Understanding, message: &Message) -> Option<f64> {
        let name = understanding.intent.name.as_deref()?;
        let intent = self.state.frame.names.intent(name)?;
        let known = understanding.intent.score >= DIGRESSES && understanding.scope >= INSIDE;
        let begins = self.engine.flows.started(intent, &|name| self.known(name)).is_some();
        let asks = message.asks() && self.engine.plan.is_ruled(intent);
        if !known || !(begins || asks) {
            return None;
        }
        let words = self.words_of(name);
        let said = message.pieces.iter();
        let said = said.filter_map(|piece| message.reading().get(piece.start as usize..piece.end as usize));
        let rest: Vec<&str> = said.filter(|word| !TROUBLE.contains(word) && !words.contains(*word)).collect();
        Some(sentiment(&rest.join(" ")).score)
    }

    /// The words of an intent's examples.
    pub(super) fn words_of(&self, name: &str) -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        let mut pieces = Vec::new();
        for example in self.engine.bot.nlu.examples.iter().filter(|example| example.intent == name).take(MOST) {
            let text = self.engine.understander.reader.read(&example.text, &mut pieces);
            let word = |start: u32, end: u32| text.reading().get(start as usize..end as usize).map(str::to_owned);
            words.extend(pieces.iter().filter_map(|piece| word(piece.start, piece.end)));
        }
        words
    }
}
