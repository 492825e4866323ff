//! Rules, stories and test stories as sequences of [`Fact`]s.
//!
//! In: a [`Path`] of authored steps. Out: a [`Script`], with what the author left out: the bot
//! listens before each message and at the end, a rule may begin anywhere, and entities fill the
//! slots that are mapped from them.

use crate::bot::{ActionId, Bot, JsonValue, MappingKind, Names, Slot, SlotId, SlotKind, Step, StepEntity};
use crate::state::{Fact, Feature, LISTEN, Label, LoopState, feature, message};
use crate::value::Value;

use super::expand::Path;

/// `...` in `Names::actions`: anything may have happened.
pub(crate) const REST: ActionId = 11;
/// An action that the domain does not have.
pub(crate) const UNKNOWN: ActionId = ActionId::MAX;

/// One fact and the step it comes from; `None`: the author left it out.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) fact: Fact,
    pub(crate) step: Option<&'a Step>,
}

/// A rule, a story or a test story as it would have happened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script<'a> {
    pub(crate) lines: Vec<Line<'a>>,
}

/// Which of the three it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Null slots and loops have to be unset.
    Rule,
    Story,
    /// A message that is told by its text alone goes on, as one that nobody understands.
    Test,
}

/// Turns steps into facts.
pub(crate) struct Writer<'b> {
    bot: &'b Bot,
    names: &'b Names,
    kind: Kind,
}

impl<'b> Writer<'b> {
    pub(crate) fn new(bot: &'b Bot, names: &'b Names, kind: Kind) -> Writer<'b> {
        Writer { bot, names, kind }
    }

    /// The facts of a path; a message without an intent (told by its text alone) ends it.
    pub(crate) fn write<'a>(&self, path: &Path<'a>) -> Script<'a> {
        let mut script = Script::default();
        for step in &path.steps {
            if !self.step(step, &mut script) {
                return script;
            }
        }
        if !path.open {
            script.listen();
        }
        script
    }

    /// The same for a rule with its `condition:` and where it begins and ends.
    pub(crate) fn rule<'a>(&self, path: &Path<'a>, rule: &'a crate::bot::Snippet) -> Script<'a> {
        let mut script = Script::default();
        for step in &rule.condition {
            self.step(step, &mut script);
        }
        if !rule.start {
            script.push(Fact::Action(REST, false), None);
        }
        for step in &path.steps {
            if !self.step(step, &mut script) {
                return script;
            }
        }
        if !rule.wait {
            script.push(Fact::Action(REST, false), None);
        }
        script.listen();
        script
    }

    fn step<'a>(&self, step: &'a Step, script: &mut Script<'a>) -> bool {
        match step {
            Step::User { intent: None, .. } if self.kind != Kind::Test => return false,
            Step::User { intent, entities, .. } => {
                script.listen();
                let base = intent.as_deref().and_then(|intent| intent.split('/').next());
                let user = message(self.bot, self.names, base, entities.iter().map(label));
                script.push(Fact::User(user), Some(step));
                self.fill(entities, script, step);
            }
            Step::Action(name, _) => script.push(Fact::Action(action(self.names, name), false), Some(step)),
            Step::Bot(..) => script.push(Fact::Action(UNKNOWN, false), Some(step)),
            Step::Rest(_) => script.push(Fact::Action(REST, false), Some(step)),
            Step::Slots(list, _) => {
                for (name, value) in list {
                    if let Some(id) = self.names.slot(name) {
                        let slot = &self.bot.domain.slots[usize::from(id)];
                        script.push(Fact::Slot(id, self.was_set(slot, value.as_ref())), Some(step));
                    }
                }
            }
            Step::Loop(form, _) => {
                let form = match form {
                    Some(form) => LoopState::Active(action(self.names, form)),
                    None if self.kind == Kind::Rule => LoopState::MustBeNone,
                    None => LoopState::None,
                };
                script.push(Fact::Loop(form), Some(step));
            }
            Step::Or(..) | Step::Checkpoint(..) => {}
        }
        true
    }

    /// The feature of a slot as a script tells it; by its name alone, text and booleans are set.
    fn was_set(&self, slot: &Slot, value: Option<&JsonValue>) -> Option<Feature> {
        match value {
            None if slot.kind == SlotKind::Text => feature(slot, &Value::from("")),
            None if slot.kind == SlotKind::Bool => feature(slot, &Value::Bool(true)),
            None => None,
            Some(JsonValue(Value::Null)) => {
                let shows = slot.influences && slot.kind != SlotKind::Any;
                (self.kind == Kind::Rule && shows).then_some(Feature::Unset)
            }
            Some(JsonValue(value)) => feature(slot, value),
        }
    }

    /// The entities of a message fill the slots that are mapped from them, outside of forms' own.
    fn fill<'a>(&self, entities: &[StepEntity], script: &mut Script<'a>, step: &'a Step) {
        if !self.bot.domain.store || entities.is_empty() {
            return;
        }
        for (id, slot) in (0..).zip(&self.bot.domain.slots) {
            let values = mapped(slot, entities);
            let Some(last) = values.last() else { continue };
            let value = if slot.kind == SlotKind::List {
                Value::List(values.iter().map(|value| (*value).clone()).collect())
            } else {
                (*last).clone()
            };
            let id: SlotId = id;
            script.push(Fact::Slot(id, feature(slot, &value)), Some(step));
        }
    }
}

impl<'a> Script<'a> {
    fn push(&mut self, fact: Fact, step: Option<&'a Step>) {
        self.lines.push(Line { fact, step });
    }

    fn listen(&mut self) {
        if !matches!(self.lines.last(), Some(Line { fact: Fact::Action(LISTEN, _), .. })) {
            self.push(Fact::Action(LISTEN, false), None);
        }
    }
}

/// An action by the name in a script; `utter_faq/hours` is said by `utter_faq`.
fn action(names: &Names, name: &str) -> ActionId {
    let base = || name.split('/').next().and_then(|base| names.action(base));
    names.action(name).or_else(base).unwrap_or(UNKNOWN)
}

fn label(entity: &StepEntity) -> Label<'_> {
    Label { kind: &entity.entity, role: entity.role.as_deref(), group: entity.group.as_deref() }
}

/// The values of the entities that fill a slot.
fn mapped<'e>(slot: &Slot, entities: &'e [StepEntity]) -> Vec<&'e Value> {
    let mut values = Vec::new();
    for mapping in &slot.mappings {
        let MappingKind::Entity { entity, role, group } = &mapping.kind else { continue };
        if mapping.conditions.first().is_some_and(|condition| condition.form.is_some()) {
            continue;
        }
        for found in entities {
            if found.entity == *entity && found.role == *role && found.group == *group && !found.value.0.is_null() {
                values.push(&found.value.0);
            }
        }
    }
    values
}
