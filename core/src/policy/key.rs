//! What a rule asks for: a few moments, the last of which is now.
//!
//! In: moments of a rule. Out: whether a session ends with them, and how long they are when written
//! as Rasa writes them: of several rules that match, the one with the longest text wins.

use std::fmt::Write as _;

use crate::bot::{ActionId, Bot, Names, SlotId, SlotKind};
use crate::order;
use crate::state::{Feature, History, LoopState, Moment, UserSide};

/// Whether the session ends with these moments.
pub(crate) fn ends_with(history: &History, key: &[Moment]) -> bool {
    let seen = history.past().iter().rev().map(|past| &past.moment);
    let mut seen = std::iter::once(history.now()).chain(seen);
    key.iter().rev().all(|wanted| seen.next().is_some_and(|seen| shows(wanted, seen)))
}

/// Whether a moment shows all that is wanted; what else it shows does not matter.
fn shows(wanted: &Moment, seen: &Moment) -> bool {
    match (wanted.action, seen.action) {
        // The start of a conversation: slots with an initial value are not compared.
        (None, None) => return true,
        (Some(wanted), Some(seen)) if wanted == seen => {}
        _ => return false,
    }
    let form = match wanted.form {
        LoopState::None => true,
        LoopState::MustBeNone => !matches!(seen.form, LoopState::Active(_)),
        form @ LoopState::Active(_) => seen.form == form,
    };
    form && wanted.user.as_ref().is_none_or(|wanted| says(wanted, seen.user.as_ref()))
        && wanted.slots.iter().all(|(slot, feature)| has(&seen.slots, *slot, *feature))
}

fn says(wanted: &UserSide, seen: Option<&UserSide>) -> bool {
    let Some(seen) = seen else { return false };
    wanted.intent == seen.intent && (wanted.entities.is_empty() || wanted.entities == seen.entities)
}

fn has(slots: &[(SlotId, Feature)], slot: SlotId, wanted: Feature) -> bool {
    let at = slots.binary_search_by_key(&slot, |pair| pair.0).ok();
    let seen = at.map(|at| slots[at].1);
    match wanted {
        Feature::Unset => seen.is_none_or(|seen| seen == Feature::Unset),
        wanted => seen == Some(wanted),
    }
}

/// Writes moments as Rasa writes the key of a rule: JSON with sorted keys, only ASCII.
pub(crate) fn text(key: &[Moment], bot: &Bot, names: &Names) -> String {
    let mut writer = Json { bot, names, out: String::from("[") };
    for (place, moment) in key.iter().enumerate() {
        writer.out.push_str(if place > 0 { ", " } else { "" });
        writer.moment(moment);
    }
    writer.out.push(']');
    writer.out
}

struct Json<'b> {
    bot: &'b Bot,
    names: &'b Names,
    out: String,
}

impl Json<'_> {
    fn moment(&mut self, moment: &Moment) {
        self.out.push('{');
        let mut first = true;
        let form = match moment.form {
            LoopState::None => None,
            LoopState::Active(form) => Some(self.action(form)),
            LoopState::MustBeNone => Some("should_not_be_set".to_owned()),
        };
        if let Some(form) = form {
            self.part(&mut first, "active_loop");
            self.pair("name", &form);
        }
        if let Some(action) = moment.action {
            self.part(&mut first, "prev_action");
            let name = self.action(action);
            self.pair("action_name", &name);
        }
        if !moment.slots.is_empty() {
            self.part(&mut first, "slots");
            self.slots(&moment.slots);
        }
        if let Some(user) = &moment.user {
            self.part(&mut first, "user");
            self.user(user);
        }
        self.out.push('}');
    }

    fn part(&mut self, first: &mut bool, name: &str) {
        if !std::mem::take(first) {
            self.out.push_str(", ");
        }
        self.quote(name);
        self.out.push_str(": ");
    }

    fn pair(&mut self, key: &str, value: &str) {
        self.out.push('{');
        self.quote(key);
        self.out.push_str(": ");
        self.quote(value);
        self.out.push('}');
    }

    fn user(&mut self, user: &UserSide) {
        self.out.push('{');
        let mut first = true;
        if !user.entities.is_empty() {
            self.part(&mut first, "entities");
            for (place, entity) in user.entities.iter().enumerate() {
                self.out.push_str(if place > 0 { ", " } else { "[" });
                let label = self.names.entities.get(usize::from(*entity)).cloned().unwrap_or_default();
                self.quote(&label);
            }
            self.out.push(']');
        }
        if let Some(intent) = user.intent.and_then(|id| self.bot.domain.intents.get(usize::from(id))) {
            self.part(&mut first, "intent");
            self.quote(&intent.name);
        }
        self.out.push('}');
    }

    fn slots(&mut self, slots: &[(SlotId, Feature)]) {
        let named = |id: SlotId| self.bot.domain.slots.get(usize::from(id));
        let mut named: Vec<_> = slots.iter().filter_map(|(id, feature)| Some((named(*id)?, *feature))).collect();
        order::by(&mut named, |a, b| a.0.name.cmp(&b.0.name));
        self.out.push('{');
        let mut first = true;
        for (slot, feature) in named {
            self.part(&mut first, &slot.name);
            self.feature(feature, &slot.kind);
        }
        self.out.push('}');
    }

    fn feature(&mut self, feature: Feature, kind: &SlotKind) {
        match feature {
            Feature::Set => self.out.push_str("[1.0]"),
            Feature::Bool(flag) => self.out.push_str(if flag { "[1.0, 1.0]" } else { "[1.0, 0.0]" }),
            Feature::Unset => self.quote("should_not_be_set"),
            // A number is written with the digits that tell it from its neighbours.
            Feature::Number(bits) => drop(write!(self.out, "[1.0, {:?}]", f64::from_bits(bits))),
            Feature::Category(place) => {
                let SlotKind::Categorical(values) = kind else { return };
                let set = usize::from(place).min(values.len());
                for index in 0..=values.len() {
                    self.out.push_str(if index > 0 { ", " } else { "[" });
                    self.out.push_str(if index == set { "1.0" } else { "0.0" });
                }
                self.out.push(']');
            }
        }
    }

    fn action(&self, id: ActionId) -> String {
        self.names.actions.get(usize::from(id)).cloned().unwrap_or_default()
    }

    fn quote(&mut self, text: &str) {
        self.out.push('"');
        for unit in text.encode_utf16() {
            match char::from_u32(u32::from(unit)).filter(char::is_ascii) {
                Some('"') => self.out.push_str("\\\""),
                Some('\\') => self.out.push_str("\\\\"),
                Some('\n') => self.out.push_str("\\n"),
                Some('\t') => self.out.push_str("\\t"),
                Some('\r') => self.out.push_str("\\r"),
                Some(plain) if !plain.is_ascii_control() => self.out.push(plain),
                _ => drop(write!(self.out, "\\u{unit:04x}")),
            }
        }
        self.out.push('"');
    }
}
