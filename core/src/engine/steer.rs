//! A message steers a form: yes, no, out of it; again, from the start, a person; one of the buttons.
//!
//! In: a message to a form's open question. Out: the bot's own intent for what it is, a button that
//! it names, or the question once more. A bot's own examples win, and under `compatibility: rasa`
//! nothing of this happens.

use super::plan::Kind;
use super::run::Run;
use crate::bot::payload::{self, Payload};
use crate::bot::{Mapping, MappingKind, SlotId, SlotKind};
use crate::normalize::normalize;
use crate::part::Part;
use crate::state::Chosen;
use crate::understand::Context;
use crate::understand::reply::{Cue, Cues, takes_text};
use crate::understanding::Understanding;
use crate::value::{Timestamp, Value};

use super::flows::{DIGRESSES, INSIDE};

/// The longest message that names a button, in letters.
const NAMING: usize = 48;

impl Run<'_> {
    /// The slot that a form of a bot that is not to be Rasa's waits for.
    pub(super) fn asked_by_form(&self) -> Option<SlotId> {
        let sane = !self.engine.bot.settings.rasa && self.state.stack.is_empty();
        self.state.requested().filter(|_| sane && self.state.doing().is_some())
    }

    /// The intent that a form takes for what a message is, however few examples it has: yes or no
    /// (`ยังก่อนนะ ขอคิดดูก่อน`, `โอเคจ้า ขอบคุณนะ`), or to leave it (`ไว้คราวหน้าดีกว่าค่ะ`).
    pub(super) fn plainly(&self, text: &str, lost: bool) -> Option<String> {
        if self.engine.bot.settings.rasa {
            return None;
        }
        if lost
            && !self.flowing()
            && let Some(own) = self.steering_intent(text)
        {
            return Some(own);
        }
        let asked = self.state.requested().filter(|_| self.state.doing().is_some())?;
        let def = self.engine.bot.domain.slots.get(usize::from(asked))?;
        let by_intent = |mapping: &&Mapping| matches!(mapping.kind, MappingKind::Intent(Value::Bool(_)));
        let mut mappings = def.mappings.iter().filter(by_intent).peekable();
        let (cues, read) = (Cues::shared(), normalize(text));
        let whole = read.reading();
        if cues.is(whole, Cue::Handoff) {
            return self.intent_for_a_person();
        }
        if mappings.peek().is_none() {
            return if cues.is(whole, Cue::Cancel) { self.intent_to_leave() } else { None };
        }
        let led = cues.led(whole);
        let (first, rest) = led.split_once(char::is_whitespace).unwrap_or((led, ""));
        let alone = lost || rest.is_empty() || cues.is(rest, Cue::Enough);
        let says = |cue: Cue| cues.is(whole, cue) || (alone && cues.is(first, cue));
        let (yes, no) = (says(Cue::Affirm), says(Cue::Deny));
        let fits = |mapping: &&Mapping| yes != no && mapping.kind == MappingKind::Intent(Value::Bool(yes));
        let own = mappings.find(fits).and_then(|mapping| mapping.intents.first().cloned());
        own.or_else(|| self.intent_to_leave().filter(|_| !yes && !no && cues.is(whole, Cue::Cancel)))
    }

    /// What is not understood otherwise, but steers: `เฮงซวย`, `ไม่รับแล้วได้มั้ย ติดธุระค่ะ`.
    fn steering_intent(&self, text: &str) -> Option<String> {
        let (cues, read) = (Cues::shared(), normalize(text));
        let reading = cues.led(read.reading());
        let first = reading.split_once(char::is_whitespace).map_or(reading, |(first, _)| first);
        if cues.is(reading, Cue::Handoff) {
            return self.intent_for_a_person();
        }
        if cues.is(reading, Cue::Anger) {
            return self.only_intent(|name| name.split('_').any(|word| word.starts_with("compla") || word == "angry"));
        }
        let leaves = self.state.doing().is_none() && (cues.is(reading, Cue::Cancel) || cues.is(first, Cue::Cancel));
        leaves.then(|| self.intent_to_leave()).flatten()
    }

    /// The next likely intent, where the best one keeps the asked slot from the value that a message gives
    /// without asking anything: `งั้นไปรับวันอาทิตย์สิบโมงค่ะ` asks for no opening hours.
    pub(super) fn answering(&self, text: &str, understanding: &Understanding) -> Option<String> {
        let asked = self.asked_by_form()?;
        let def = self.engine.bot.domain.slots.get(usize::from(asked))?;
        let excluded = |name: &str| {
            def.mappings.iter().any(|mapping| {
                let MappingKind::Entity { entity, .. } = &mapping.kind else { return false };
                let given = understanding.entities.iter().any(|found| found.kind == *entity);
                given && mapping.excluded.iter().any(|own| own == name)
            })
        };
        let best = understanding.intent.name.as_deref().filter(|name| excluded(name))?;
        let asks = Cues::shared().is(normalize(text).reading(), Cue::Question);
        let mut others = understanding.ranking.iter().filter_map(|intent| intent.name.as_deref());
        let next = others.find(|name| *name != best && *name != "nlu_fallback" && !excluded(name));
        next.filter(|_| !asks).map(str::to_owned)
    }

    /// The bot's only intent for leaving what is going on, where a rule waits for it.
    fn intent_to_leave(&self) -> Option<String> {
        let known =
            |name: &&String| self.state.frame.names.intent(name).is_some_and(|id| self.engine.plan.is_ruled(id));
        let leaves = |name: &&String| name.starts_with("cancel") || matches!(name.as_str(), "stop" | "quit" | "abort");
        self.only_intent(|name| leaves(&name) && known(&name))
    }

    /// The bot's only intent for talking to a person.
    fn intent_for_a_person(&self) -> Option<String> {
        let person = |word: &str| matches!(word, "human" | "person" | "agent" | "operator" | "staff" | "handoff");
        self.only_intent(|name| name.split('_').any(person))
    }

    fn only_intent(&self, wanted: impl Fn(&String) -> bool) -> Option<String> {
        let mut own = self.state.frame.names.intents.iter().filter(|name| wanted(name));
        let only = own.next()?;
        own.next().is_none().then(|| only.clone())
    }

    /// What a message asks of a form itself, if not what the bot has examples of.
    pub(super) fn form_cue(&self, text: &str, understanding: &Understanding, example: bool) -> Option<Cue> {
        let asked = self.asked_by_form().filter(|_| !example)?;
        let cue = Cues::shared().signs(normalize(text).reading()).steers()?;
        let def = self.engine.bot.domain.slots.get(usize::from(asked))?;
        let best = understanding.intent.name.as_deref().and_then(|name| self.state.frame.names.intent(name));
        let ruled = best.is_some_and(|intent| self.engine.plan.is_ruled(intent));
        let sure = ruled && understanding.intent.score >= DIGRESSES && understanding.scope >= INSIDE;
        let wonders = Cues::shared().is(normalize(text).reading(), Cue::Which);
        let steers = match cue {
            Cue::Restart | Cue::Repeat | Cue::Wait => true,
            // `โอเคค่ะ` to a question that it does not answer
            Cue::Affirm => {
                def.kind != SlotKind::Bool && !takes_text(&def.mappings) && understanding.entities.is_empty()
            }
            Cue::Skip => !takes_text(&def.mappings),
            Cue::Unsure => !(takes_text(&def.mappings) || sure && wonders),
            _ => false,
        };
        steers.then_some(cue)
    }

    /// Does what a message asked of the form; false where it asked nothing.
    pub(super) fn steers_form(&mut self) -> bool {
        let (Some(cue), Some(slot), Some(form)) = (self.steer.take(), self.state.requested(), self.state.doing())
        else {
            return false;
        };
        if self.state.tone.failed {
            // no intent, but a wish
            self.state.tone.failed = false;
            self.state.tone.fallbacks = self.state.tone.fallbacks.saturating_sub(1);
        }
        self.state.handled = true;
        let name = self.state.frame.slot(slot).to_owned();
        match cue {
            Cue::Restart => {
                let plan = self.engine.plan.forms.iter().find(|plan| plan.action == form);
                for slot in plan.into_iter().flat_map(|plan| plan.required.iter().copied()) {
                    let held = self.state.slots.get(usize::from(slot)).filter(|held| !held.is_null()).cloned();
                    if let Some(held) = held {
                        self.remember_held(slot, held);
                        self.set_slot(slot, Value::Null);
                    }
                }
            }
            Cue::Unsure => self.say_own(&format!("utter_help_{name}")),
            Cue::Skip => self.say_own("utter_skip_question_answer"),
            Cue::Wait => self.say_own("utter_wait"),
            _ => {}
        }
        let reason = "the message steers the form".to_owned();
        self.decided("repeat", None, None, reason);
        self.begin(&Chosen { action: form, policy: String::new(), score: 1.0, hidden: true, interrupts: false });
        self.form_resumes(form);
        true
    }

    /// Says a response where the bot has it.
    fn say_own(&mut self, name: &str) {
        if !self.engine.plan.variations(&self.engine.bot, name).is_empty() {
            self.say_response(name, &[]);
        }
    }

    /// A wish and a question behind it, where neither a form nor a flow goes on: `เอาลาเต้ค่ะ มีที่จอดรถไหมคะ`. The
    /// question is answered first.
    pub(super) fn wish_and_question<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let idle = !self.engine.bot.settings.rasa && !self.flowing() && self.state.doing().is_none();
        let forms = !self.engine.plan.forms.is_empty();
        let (wish, question) = text.trim().rsplit_once(char::is_whitespace).filter(|_| idle && forms)?;
        let cues = Cues::shared();
        let asks = cues.is(normalize(question).reading(), Cue::Question);
        if !asks || cues.is(normalize(wish).reading(), Cue::Question) {
            return None;
        }
        let own = |part: &str| {
            let meant = self.engine.understander.meant(part);
            let intent = self.state.frame.names.intent(meant.intent.name.as_deref()?)?;
            let sure = meant.intent.score >= DIGRESSES && meant.scope >= INSIDE;
            (sure && self.engine.plan.is_ruled(intent)).then_some(intent)
        };
        // the cheap half first: a greeting before a question gives nothing
        let context = Context::default();
        let found = self.engine.understander.entities(wish, &context, Timestamp(self.state.clock));
        let mut slots = self.engine.plan.forms.iter().flat_map(|form| form.required.iter());
        let gives = slots
            .any(|slot| self.engine.extractor.kinds(*slot).any(|kind| found.iter().any(|entity| entity.kind == kind)));
        if !gives {
            return None;
        }
        let (first, second) = (own(wish)?, own(question)?);
        (first != second).then_some((wish.trim_end(), question))
    }

    /// The payload of the button that a message names, by its title or its place: `อันสุดท้ายค่ะ`.
    pub(super) fn pressed_in_form(&self, text: &str) -> Option<Payload> {
        let asked = self.asked_by_form().filter(|_| text.chars().count() <= NAMING)?;
        let form = self.state.doing()?;
        let plan = self.engine.plan.forms.iter().find(|plan| plan.action == form)?;
        let action = plan.asking(&self.state.frame.names, asked)?;
        if self.engine.plan.kind(action) != Kind::Response {
            return None;
        }
        let said = self.engine.plan.variations(&self.engine.bot, self.state.frame.action(action));
        let buttons = said.iter().flat_map(|response| &response.parts).find_map(|part| match part {
            Part::Buttons { list } => Some(list),
            _ => None,
        })?;
        let field = |button: &Value, key: &str| button.get(key).and_then(Value::as_text).map(str::to_owned);
        let options: Vec<(String, String)> =
            buttons.iter().filter_map(|button| Some((field(button, "title")?, field(button, "payload")?))).collect();
        let message = self.engine.replies.read(text, Timestamp(self.state.clock));
        let (_, pressed) = options.get(self.engine.replies.pressed(&message, &options)?)?;
        let payload = payload::parse(pressed)?.ok()?;
        self.state.frame.names.intent(&payload.intent).is_some().then_some(payload)
    }
}
