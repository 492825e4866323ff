//! Business hours choose between the readings of a time: สามโมง is 15:00 in a shop that opens at ten.
//!
//! In: a time with other readings, and the hours that the bot names beside the kind. Out: the first
//! reading that lies within them, the rest behind it. A time with one reading, or none within the
//! hours, stays as it is: nobody is told that he meant another time.

use jiff::civil::DateTime;

use crate::bot::{Bot, Hours};
use crate::understanding::Entity;
use crate::value::Value;

/// A kind of times and its hours.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    kind: String,
    hours: Hours,
}

/// What a bot says: `time: {hours: shop}` below `entities:`.
pub(super) fn of(bot: &Bot) -> Vec<Opening> {
    let named = |name: &str| bot.routing.hours.iter().find(|hours| hours.name == name).cloned();
    let kinds = bot.kinds.iter().filter_map(|kind| Some((kind, named(kind.hours.as_deref()?)?)));
    kinds.map(|(kind, hours)| Opening { kind: kind.entity.clone(), hours }).collect()
}

impl Opening {
    /// Puts the first reading within the hours first.
    pub(super) fn choose(&self, entity: &mut Entity) {
        if entity.kind != self.kind {
            return;
        }
        let Value::Map(map) = &mut entity.value else { return };
        let fine = matches!(map.get("grain"), Some(Value::Text(grain)) if matches!(grain.as_str(), "hour" | "minute" | "second"));
        let (Some(Value::Text(first)), Some(Value::List(others))) = (map.get("at").cloned(), map.get_mut("also"))
        else {
            return;
        };
        if !fine {
            return;
        }
        if self.within(&first) {
            if !others.iter().filter_map(at).any(|other| self.within(other)) {
                entity.why = Some("only this is within the business hours");
            }
            return;
        }
        let Some(inside) = others.iter().position(|other| at(other).is_some_and(|other| self.within(other))) else {
            return;
        };
        let mut chosen = others.remove(inside);
        if let Value::Map(reading) = &mut chosen
            && let Some(Value::Text(text)) = reading.insert("at".to_owned(), Value::Text(first))
        {
            others.insert(0, chosen);
            map.insert("at".to_owned(), Value::Text(text));
            entity.why = Some("only this is within the business hours");
        }
    }

    /// Whether an instant, written with its offset, lies within the hours.
    fn within(&self, at: &str) -> bool {
        let Some(at) = at.get(..19).and_then(|civil| civil.parse::<DateTime>().ok()) else { return false };
        let minute = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or(0);
        let day = usize::try_from(at.weekday().to_monday_zero_offset()).unwrap_or(0);
        !self.hours.closed.contains(&(at.year(), at.month(), at.day()))
            && self
                .hours
                .week
                .get(day)
                .is_some_and(|spans| spans.iter().any(|(from, to)| (*from..*to).contains(&minute)))
    }
}

/// The instant of a reading.
fn at(reading: &Value) -> Option<&str> {
    let Value::Map(map) = reading else { return None };
    match map.get("at") {
        Some(Value::Text(at)) => Some(at),
        _ => None,
    }
}
