//! Which slot is filled from a message, and with what: the mappings of a domain, compiled.
//!
//! In: the state and its latest message. Out: a value for a slot, or the name of the host action
//! that has to be asked. Rasa's order holds: slots as the domain lists them, mappings as a slot
//! lists them, the first that gives a value decides.

use super::heard::{Found, Heard};
use super::{State, fill};
use crate::bot::{ActionId, Bot, IntentId, Mapping, MappingKind, Names, Slot, SlotId, SlotKind};
use crate::understand::reply::{Cue, Cues};
use crate::value::Value;

/// The compiled mappings of a bot.
#[derive(Debug)]
pub(crate) struct Extractor {
    /// For each slot.
    slots: Vec<Vec<Source>>,
    /// For each form: its action and what it does not listen to.
    forms: Vec<FormSide>,
    /// Scalars are taken as they are.
    faithful: bool,
}

#[derive(Debug)]
struct FormSide {
    action: ActionId,
    ignored: Vec<Option<IntentId>>,
}

#[derive(Debug)]
struct Source {
    kind: Kind,
    intents: Vec<IntentId>,
    /// Whether the mapping lists intents, known or not.
    listed: bool,
    excluded: Vec<IntentId>,
    /// The form and the requested slot that have to be; a name that is not known never is.
    conditions: Vec<Needed>,
    /// The forms in which another required slot has the same mapping.
    shared: Vec<ActionId>,
}

#[derive(Debug)]
enum Needed {
    NoForm,
    Form { form: ActionId, requested: Option<Option<SlotId>> },
    Never,
}

#[derive(Debug)]
enum Kind {
    Entity { entity: String, role: Option<String>, group: Option<String> },
    Text,
    Intent(Value),
    Trigger(Value),
    Ask(ActionId),
    Nothing,
}

/// What a slot's mappings say to a message.
#[derive(Debug, PartialEq)]
pub(crate) enum Yield {
    /// Nothing.
    Nothing,
    /// This value.
    Value(Value),
    /// This host action knows.
    Ask(ActionId),
}

impl Extractor {
    /// Compiles a bot's mappings.
    pub(crate) fn new(bot: &Bot, names: &Names) -> Extractor {
        let forms = bot.domain.forms.iter().filter_map(|form| {
            Some(FormSide {
                action: names.action(&form.name)?,
                ignored: form.ignored.iter().map(|name| names.intent(name)).collect(),
            })
        });
        let slots = bot.domain.slots.iter().map(|slot| sources(bot, names, slot));
        Extractor { slots: slots.collect(), forms: forms.collect(), faithful: bot.settings.rasa }
    }

    /// How many slots there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// What a slot's mappings say to the latest message.
    pub(crate) fn look(&self, state: &State, slot: SlotId) -> Yield {
        let (Some(sources), Some(heard)) = (self.slots.get(usize::from(slot)), &state.heard) else {
            return Yield::Nothing;
        };
        let Some(def) = state.frame.slots.get(usize::from(slot)) else { return Yield::Nothing };
        let intent = heard.intent.as_deref().and_then(|name| state.frame.names.intent(name));
        for source in sources {
            if !self.wanted(state, source, slot, intent) {
                continue;
            }
            if let Kind::Ask(action) = source.kind {
                return Yield::Ask(action);
            }
            let held = state.slots.get(usize::from(slot)).is_some_and(|value| !value.is_null());
            let found = value(source, def, heard, self.faithful).filter(|value| held || !value.is_null());
            if let Some(value) = found.and_then(|value| fill::fit(def, &value, self.faithful)) {
                return Yield::Value(value);
            }
            // a number in a sentence: `เอา 2 แก้วค่ะ`
            if let (Kind::Text, SlotKind::Float(..) | SlotKind::Bool) = (&source.kind, &def.kind)
                && let Some(value) = heard.entities.iter().rev().find_map(|found| fill::fit(def, &found.value, false))
            {
                return Yield::Value(value);
            }
        }
        Yield::Nothing
    }

    /// What the mappings of a slot that name an entity or an intent say: `from_text` is left to what
    /// was asked.
    pub(crate) fn named(&self, state: &State, slot: SlotId) -> Yield {
        let (Some(sources), Some(heard)) = (self.slots.get(usize::from(slot)), &state.heard) else {
            return Yield::Nothing;
        };
        let Some(def) = state.frame.slots.get(usize::from(slot)) else { return Yield::Nothing };
        let intent = heard.intent.as_deref().and_then(|name| state.frame.names.intent(name));
        let named = |source: &&Source| matches!(source.kind, Kind::Entity { .. } | Kind::Intent(_));
        for source in sources.iter().filter(named).filter(|source| self.wanted(state, source, slot, intent)) {
            let found = value(source, def, heard, self.faithful).filter(|value| !value.is_null());
            if let Some(value) = found.and_then(|value| fill::fit(def, &value, self.faithful)) {
                return Yield::Value(value);
            }
        }
        Yield::Nothing
    }

    fn wanted(&self, state: &State, source: &Source, slot: SlotId, intent: Option<IntentId>) -> bool {
        let active = state.doing();
        let form = active.and_then(|action| self.forms.iter().find(|form| form.action == action));
        let requested = state.requested();
        let listed = intent.is_some_and(|intent| source.intents.contains(&intent));
        if !listed {
            let names_form = source.conditions.is_empty()
                || source
                    .conditions
                    .iter()
                    .any(|needed| matches!(needed, Needed::Form { form, .. } if Some(*form) == active));
            let ignored = names_form && form.is_some_and(|form| intent.is_some() && form.ignored.contains(&intent));
            let excluded = intent.is_some_and(|intent| source.excluded.contains(&intent));
            if source.listed || excluded || ignored {
                return false;
            }
        }
        if let Kind::Trigger(_) = source.kind {
            let names_form = source.conditions.is_empty()
                || source
                    .conditions
                    .iter()
                    .any(|needed| matches!(needed, Needed::Form { form, .. } if Some(*form) == active));
            return active.is_some() && names_form;
        }
        let live = source.conditions.is_empty()
            || source.conditions.iter().any(|needed| match needed {
                Needed::NoForm => active.is_none(),
                Needed::Form { form, requested: wanted } => {
                    Some(*form) == active
                        && !(state.history.rejected() && requested == Some(slot))
                        && wanted.is_none_or(|wanted| wanted == requested)
                }
                Needed::Never => false,
            });
        let shared = active.is_some_and(|action| source.shared.contains(&action));
        live && (!shared || requested == Some(slot))
    }

    /// Whether some slot takes messages as they are.
    pub(crate) fn takes_texts(&self) -> bool {
        self.slots.iter().flatten().any(|source| matches!(source.kind, Kind::Text))
    }

    /// The kinds of entity that would fill a slot.
    pub(crate) fn kinds(&self, slot: SlotId) -> impl Iterator<Item = &str> {
        let sources = self.slots.get(usize::from(slot)).map_or(&[][..], Vec::as_slice);
        sources.iter().filter_map(|source| match &source.kind {
            Kind::Entity { entity, .. } => Some(entity.as_str()),
            _ => None,
        })
    }
}

impl State {
    /// The slot that the active form asks for.
    pub(crate) fn requested(&self) -> Option<SlotId> {
        let value = self.slots.get(usize::from(self.frame.requested?))?;
        self.frame.names.slot(value.as_text()?)
    }
}

fn sources(bot: &Bot, names: &Names, slot: &Slot) -> Vec<Source> {
    let known = |entity: &str| bot.domain.entities.iter().any(|def| def.name == entity);
    let usable = slot.mappings.iter().filter(|mapping| match &mapping.kind {
        MappingKind::Entity { entity, .. } => known(entity),
        MappingKind::Intent(_) => mapping.intents.iter().all(|intent| names.intent(intent).is_some()),
        _ => true,
    });
    usable.map(|mapping| source(bot, names, slot, mapping)).collect()
}

fn source(bot: &Bot, names: &Names, slot: &Slot, mapping: &Mapping) -> Source {
    let kind = match &mapping.kind {
        MappingKind::Entity { entity, role, group } => {
            Kind::Entity { entity: entity.clone(), role: role.clone(), group: group.clone() }
        }
        MappingKind::Text => Kind::Text,
        MappingKind::Intent(value) => Kind::Intent(value.clone()),
        MappingKind::Trigger(value) => Kind::Trigger(value.clone()),
        MappingKind::Custom(action) => {
            action.as_deref().and_then(|name| names.action(name)).map_or(Kind::Nothing, Kind::Ask)
        }
        MappingKind::Model => Kind::Nothing,
    };
    let conditions = mapping.conditions.iter().map(|condition| match &condition.form {
        None => Needed::NoForm,
        Some(form) => names.action(form).map_or(Needed::Never, |form| Needed::Form {
            form,
            requested: condition.requested.as_deref().map(|name| names.slot(name)),
        }),
    });
    let intents = |list: &[String]| list.iter().filter_map(|name| names.intent(name)).collect();
    Source {
        kind,
        intents: intents(&mapping.intents),
        listed: !mapping.intents.is_empty(),
        excluded: intents(&mapping.excluded),
        conditions: conditions.collect(),
        shared: shared(bot, names, slot, mapping),
    }
}

/// The forms in which another required slot is filled by the same `from_entity` mapping.
fn shared(bot: &Bot, names: &Names, slot: &Slot, mapping: &Mapping) -> Vec<ActionId> {
    let MappingKind::Entity { .. } = mapping.kind else { return Vec::new() };
    let same = |other: &Mapping| {
        other.kind == mapping.kind
            && other.intents == mapping.intents
            && other.excluded == mapping.excluded
            && other.conditions == mapping.conditions
    };
    let twin = |name: &String| {
        *name != slot.name
            && bot.domain.slots.iter().any(|other| other.name == *name && other.mappings.iter().any(same))
    };
    let forms = bot.domain.forms.iter().filter(|form| form.required.contains(&slot.name));
    forms.filter(|form| form.required.iter().any(twin)).filter_map(|form| names.action(&form.name)).collect()
}

fn value(source: &Source, slot: &Slot, heard: &Heard, faithful: bool) -> Option<Value> {
    match &source.kind {
        Kind::Entity { entity, role, group } => {
            let named = |found: &&Found| found.kind == *entity && found.role == *role && found.group == *group;
            let named = heard.entities.iter().filter(named);
            let kept = |found: &&Found| faithful || !taken_back(found, heard);
            let mut found = named.filter(kept).filter(|found| faithful || !is_code(found, slot));
            if slot.kind == SlotKind::List {
                let all: Vec<Value> = found.map(|found| found.value.clone()).collect();
                (!all.is_empty()).then_some(Value::List(all))
            } else {
                let last = found.next_back()?;
                // no scalar in it: the words themselves
                let words = slot.kind == SlotKind::Text && fill::scalar(&last.value).is_none();
                Some(if words { Value::from(last.text.as_str()) } else { last.value.clone() })
            }
        }
        Kind::Text => (!heard.text.is_empty()).then(|| Value::from(heard.text.as_str())),
        Kind::Intent(value) | Kind::Trigger(value) => Some(value.clone()),
        Kind::Ask(_) | Kind::Nothing => None,
    }
}

/// `เอาโกโก้แทนลาเต้`: of two of a kind, the one that the other stands for.
fn taken_back(found: &Found, heard: &Heard) -> bool {
    let other = |other: &Found| other.kind == found.kind && other.role == found.role && other.value != found.value;
    if found.text.is_empty() || !heard.entities.iter().any(other) {
        return false;
    }
    let Some((before, after)) = heard.text.split_once(found.text.as_str()) else { return false };
    let (cues, close) = (Cues::shared(), before.trim_end());
    if cues.ends(close, Cue::Instead) {
        return true;
    }
    let Some(before_no) = close.strip_suffix("ไม่ใช่").map(str::trim_end) else { return false };
    let follows = heard.entities.iter().any(|next| other(next) && after.contains(next.text.as_str()));
    follows || (close.len() == before.len() && !cues.ends(before_no, Cue::Oops))
}

/// `เบอร์ 0812345678`: digits after a nought count nothing.
fn is_code(found: &Found, slot: &Slot) -> bool {
    let digits = found.text.chars().filter(char::is_ascii_digit).count();
    matches!(slot.kind, SlotKind::Float(..)) && found.kind == "number" && found.text.starts_with('0') && digits >= 7
}
