//! Slots and messages as a policy sees them.
//!
//! In: a slot's definition and value, or an intent and the entities of a message. Out: a [`Feature`],
//! or an intent with sorted entity labels. Rasa's rules: a text slot is only set or unset, whatever
//! it says; an entity counts only where its intent lets it.

use crate::bot::{Bot, EntityDef, EntityId, IntentDef, Names, Slot, SlotId, SlotKind, Used};
use crate::order;
use crate::value::Value;

use super::moment::{Feature, UserSide};

/// An entity as it is labelled: its kind, role and group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Label<'a> {
    pub(crate) kind: &'a str,
    pub(crate) role: Option<&'a str>,
    pub(crate) group: Option<&'a str>,
}

/// A slot's feature; `None` where nothing of it shows.
pub(crate) fn feature(slot: &Slot, value: &Value) -> Option<Feature> {
    if !slot.influences || value.is_null() {
        return None;
    }
    match &slot.kind {
        SlotKind::Text => Some(Feature::Set),
        SlotKind::Bool => truth(value).map(Feature::Bool),
        SlotKind::Categorical(values) => Some(Feature::Category(category(values, value))),
        SlotKind::Float(least, most) => number(value).map(|number| Feature::Number(scaled(number, *least, *most))),
        SlotKind::List => filled(value).then_some(Feature::Set),
        SlotKind::Any => None,
    }
}

/// The features that the slots of a bot have at the start, sorted by slot.
pub(crate) fn initial(bot: &Bot) -> Vec<(SlotId, Feature)> {
    let slots = (0..).zip(&bot.domain.slots);
    slots.filter_map(|(id, slot)| feature(slot, &slot.initial).map(|feature| (id, feature))).collect()
}

/// A message: its intent by name (none where nothing was understood) and its entities.
pub(crate) fn message<'a>(
    bot: &Bot,
    names: &Names,
    intent: Option<&str>,
    entities: impl Iterator<Item = Label<'a>>,
) -> UserSide {
    let intent = intent.and_then(|intent| names.intent(intent));
    let def = intent.and_then(|id| bot.domain.intents.get(usize::from(id)));
    let mut labels: Vec<(String, EntityId)> = Vec::new();
    for Label { kind, role, group } in entities {
        let Some(entity) = bot.domain.entities.iter().find(|entity| entity.name == kind) else { continue };
        if !def.is_none_or(|def| counts(def, entity)) {
            continue;
        }
        let parts = [role, group].into_iter().flatten().map(|part| format!("{kind}#{part}"));
        for label in std::iter::once(kind.to_owned()).chain(parts) {
            if let Some(id) = names.entity(&label) {
                labels.push((label, id));
            }
        }
    }
    order::sort(&mut labels);
    labels.dedup();
    UserSide { intent, entities: labels.into_iter().map(|(_, id)| id).collect() }
}

/// Whether an entity counts with an intent: `use_entities`, `ignore_entities`,
/// `influence_conversation`.
fn counts(intent: &IntentDef, entity: &EntityDef) -> bool {
    let used = match &intent.used {
        Used::All => entity.influences,
        Used::Some(list) => list.contains(&entity.name),
    };
    used && !intent.ignored.contains(&entity.name)
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => Some(*number == 1.0),
        Value::Text(text) => match text.trim().to_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the reader refuses slots with more values")]
fn category(values: &[String], value: &Value) -> u16 {
    let wanted = value.to_string().to_lowercase();
    values.iter().position(|value| value.to_lowercase() == wanted).map_or(u16::MAX, |place| place as u16)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        Value::Text(text) => text.trim().parse().ok().filter(|number: &f64| !number.is_nan()),
        _ => None,
    }
}

/// The bits of where a number stands between the least and the most, 0 to 1.
fn scaled(number: f64, least: f64, most: f64) -> u64 {
    let range = (most - least).abs();
    let capped = number.min(most).max(least) - least;
    let scaled = if range > 0.0 { capped / range } else { capped };
    // -0.0 and 0.0 are the same place.
    (scaled + 0.0).to_bits()
}

fn filled(value: &Value) -> bool {
    match value {
        Value::List(list) => !list.is_empty(),
        Value::Map(map) => !map.is_empty(),
        Value::Text(text) => !text.is_empty(),
        Value::Number(number) => *number != 0.0,
        Value::Bool(flag) => *flag,
        Value::Null => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::Domain;

    fn slot(kind: SlotKind) -> Slot {
        Slot { kind, influences: true, ..Slot::default() }
    }

    #[test]
    fn text_is_only_set_or_unset() {
        let text = slot(SlotKind::Text);
        assert_eq!(feature(&text, &Value::from("กรุงเทพฯ")), feature(&text, &Value::from("")));
        assert_eq!(feature(&text, &Value::Null), None);
        assert_eq!(feature(&Slot { influences: false, ..text }, &Value::from("a")), None);
    }

    #[test]
    fn a_boolean_may_be_written_out() {
        let bool = slot(SlotKind::Bool);
        for yes in [Value::Bool(true), Value::from("TRUE"), Value::from(1)] {
            assert_eq!(feature(&bool, &yes), Some(Feature::Bool(true)));
        }
        assert_eq!(feature(&bool, &Value::Bool(false)), Some(Feature::Bool(false)));
        assert_eq!(feature(&bool, &Value::from("maybe")), None);
    }

    #[test]
    fn an_unknown_category_is_another() {
        let size = slot(SlotKind::Categorical(vec!["S".to_owned(), "แก้วใหญ่".to_owned()]));
        assert_eq!(feature(&size, &Value::from("s")), Some(Feature::Category(0)));
        assert_eq!(feature(&size, &Value::from("แก้วใหญ่")), Some(Feature::Category(1)));
        assert_eq!(feature(&size, &Value::from("XL")), Some(Feature::Category(u16::MAX)));
    }

    #[test]
    fn numbers_are_capped() {
        let float = slot(SlotKind::Float(0.0, 10.0));
        assert_eq!(feature(&float, &Value::from(20)), Some(Feature::Number(1.0_f64.to_bits())));
        assert_eq!(feature(&float, &Value::from("5")), Some(Feature::Number(0.5_f64.to_bits())));
        assert_eq!(feature(&float, &Value::from("ห้า")), None);
        assert_eq!(feature(&slot(SlotKind::Any), &Value::from(1)), None);
    }

    #[test]
    fn entities_count_where_their_intent_lets_them() {
        let city = EntityDef {
            name: "city".to_owned(),
            roles: vec!["to".to_owned()],
            influences: true,
            ..EntityDef::default()
        };
        let intent = |name: &str, used| IntentDef { name: name.to_owned(), used, ..IntentDef::default() };
        let intents = vec![intent("ask", Used::Some(Vec::new())), intent("inform", Used::All)];
        let domain = Domain { entities: vec![city], intents, ..Domain::default() };
        let bot = Bot { domain, ..Bot::default() };
        let names = Names::of(&bot);
        let said = |intent| {
            let city = Label { kind: "city", role: Some("to"), group: None };
            message(&bot, &names, Some(intent), [city, city].into_iter()).entities
        };
        assert_eq!(said("inform"), [0, 1]);
        assert_eq!(said("ask"), [] as [EntityId; 0]);
    }
}
