//! Yes and no: in words of their own, and in those of the question.
//!
//! In: a message and the words that it answers. Out: true, false, or nothing that anybody could tell.

use super::{Cue, Message, Question, Replies, cue};
use crate::normalize::normalize;
use crate::value::Value;

impl Replies {
    /// Yes or no: in words of their own, or in those of the question.
    pub(super) fn truth(&self, message: &Message, question: &Question<'_>) -> Option<bool> {
        let reading = message.text.reading();
        let yes = self.cues.is(reading, Cue::Affirm);
        let no = self.cues.is(reading, Cue::Deny);
        if yes != no {
            return Some(yes);
        }
        // `ไม่ๆ กดผิด ไม่ได้จะยกเลิก`, `อืม ไม่ดีกว่าค่ะ เอาตามเดิม`
        let first = self.cues.led(reading).split_once(char::is_whitespace).map(|(first, _)| first);
        if first.is_some_and(|first| self.cues.is(first, Cue::Deny)) {
            return Some(false);
        }
        // the question's own words before a general yes or no: `ยกเลิกเลยค่ะ`
        let leaves = || first.is_some_and(|first| self.cues.is(first, Cue::Cancel)).then_some(false);
        self.echo(message, question.asked).or_else(leaves).or_else(|| {
            let entity = self.typed(message).iter().find(|entity| entity.kind == "answer")?;
            entity.value.get("value").and_then(Value::as_bool)
        })
    }

    /// Yes or no by the question's verb, in the whole of a message or in its first clause: `ส่งมาเลยค่ะ ด่วนๆ`.
    pub(crate) fn echo(&self, message: &Message, asked: &str) -> Option<bool> {
        // `เออ ไม่ยกเลิกแล้วครับ ไปได้ละ`
        let reading = self.cues.led(message.reading());
        let first = || {
            let (first, rest) = reading.split_once(char::is_whitespace)?;
            let plain = !rest.contains("ไม่") && !rest.contains("แต่");
            self.echoed(first, asked).filter(|yes| !message.changes() && (plain || !yes))
        };
        // `เกรงใจจัง ขอไม่จองดีกว่านะคะ`
        let last = || self.echoed(reading.rsplit_once(char::is_whitespace)?.1, asked).filter(|yes| !yes);
        self.echoed(reading, asked).or_else(first).or_else(last)
    }

    /// The verb of the question, repeated: `ยืนยันการจองไหมคะ` → `ยืนยันค่ะ`, `ไม่ยืนยัน`.
    pub(super) fn echoed(&self, reading: &str, asked: &str) -> Option<bool> {
        let asked = cue::squeezed(normalize(asked).reading()).replace("การ", "");
        let said = cue::squeezed(self.cues.core(reading)).replace("การ", "");
        let denied = ["ขอไม่", "ยังไม่", "ไม่"].iter().find_map(|no| said.strip_prefix(no));
        let mut verb = denied.unwrap_or(&said);
        while let Some(rest) = ["แล้ว", "เลย", "ได้", "มา", "ไป", "ให้", "สิ"].iter().find_map(|end| verb.strip_suffix(end))
        {
            verb = rest;
        }
        let long = verb.chars().count() >= 2 && verb.chars().count() <= 24;
        let question = ["ไหม", "มั้ย", "หรือเปล่า", "หรือไม่", "รึเปล่า", "ใช่ไหม", "?"].iter().any(|mark| asked.contains(mark));
        (long && question && asked.contains(verb)).then_some(denied.is_none())
    }
}
