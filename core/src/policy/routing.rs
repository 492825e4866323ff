//! When a person takes over, and who: the bot's `routing`, compiled.
//!
//! In: how the conversation stands and the time. Out: the first route whose condition holds, its
//! queue, and whether somebody is there. Hours are in the bot's zone.

use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::bot::{Bot, Hours, Queue, Route};
use crate::error::{Code, Problem};
use crate::expr::Expr;
use crate::state::State;
use crate::value::Value;

/// The most routes whose "nobody is there" is remembered.
const TOLD: usize = 64;

/// The compiled routes of a bot.
#[derive(Debug)]
pub(crate) struct Router {
    conditions: Vec<Expr>,
    zone: TimeZone,
}

/// A route that applies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict<'b> {
    /// Its place in the list.
    pub(crate) place: usize,
    pub(crate) route: &'b Route,
    pub(crate) queue: Option<&'b Queue>,
    /// Whether somebody is there.
    pub(crate) open: bool,
}

impl Router {
    /// Compiles a bot's routes; gives every condition that does not parse.
    pub(crate) fn compile(bot: &Bot) -> Result<Router, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut conditions = Vec::new();
        for route in &bot.routing.routes {
            match Expr::parse(&route.when, &|name| bot.name_type(name)) {
                Ok(condition) => conditions.push(condition),
                Err(fault) => {
                    let (file, line) = bot.place(route.when_origin);
                    let column = route.when_origin.column.saturating_add(fault.offset);
                    problems.push(Problem::new(Code::BadExpression, fault.message).at(file, line, column));
                }
            }
        }
        let zone = TimeZone::get(&bot.settings.zone).unwrap_or_else(|_| {
            let message = format!("`{}` is not a time zone; a name such as `Asia/Bangkok` is", bot.settings.zone);
            problems.push(Problem::new(Code::BadValue, message));
            TimeZone::UTC
        });
        if problems.is_empty() { Ok(Router { conditions, zone }) } else { Err(problems) }
    }

    /// The zone of the bot.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first route that applies; one whose queue is closed only the first time in a session.
    pub(crate) fn route<'b>(&self, bot: &'b Bot, state: &State, now: i64) -> Option<Verdict<'b>> {
        let values = |name: &str| self.value(bot, state, now, name);
        let routes = bot.routing.routes.iter().zip(&self.conditions).enumerate();
        let mut holding = routes.filter(|(_, (_, condition))| condition.holds(&values));
        holding.find_map(|(place, (route, _))| {
            let queue = bot.routing.queues.iter().find(|queue| queue.name == route.queue);
            let open = self.open(bot, queue, now);
            let told = place < TOLD && state.tone.told & (1 << place) != 0;
            (open || !told).then_some(Verdict { place, route, queue, open })
        })
    }

    /// Whether somebody is there for a queue.
    pub(crate) fn open(&self, bot: &Bot, queue: Option<&Queue>, now: i64) -> bool {
        let hours = queue.and_then(|queue| queue.hours.as_deref());
        hours.is_none_or(|name| self.open_by_name(bot, name, now))
    }

    fn open_by_name(&self, bot: &Bot, name: &str, now: i64) -> bool {
        bot.routing.hours.iter().find(|hours| hours.name == name).is_some_and(|hours| self.within(hours, now))
    }

    fn within(&self, hours: &Hours, now: i64) -> bool {
        let Ok(instant) = jiff::Timestamp::from_millisecond(now) else { return false };
        let local: Zoned = instant.to_zoned(self.zone.clone());
        let date = (local.year(), local.month(), local.day());
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
        let spans = hours.week.get(day).map_or(&[][..], Vec::as_slice);
        !hours.closed.contains(&date)
            && spans.iter().any(|(from, to)| (i32::from(*from)..i32::from(*to)).contains(&minute))
    }

    /// What a name of a condition holds.
    pub(crate) fn value(&self, bot: &Bot, state: &State, now: i64, name: &str) -> Value {
        let heard = state.heard.as_ref();
        let number = |number: Option<f64>| number.map_or(Value::Null, Value::Number);
        match name {
            "intent" => heard.and_then(|heard| heard.intent.as_deref()).map_or(Value::Null, Value::from),
            "confidence" => number(heard.map(|heard| heard.score)),
            "scope" => number(heard.map(|heard| heard.scope)),
            "sentiment" => number(heard.map(|heard| heard.sentiment)),
            "mood" => Value::Number(state.tone.mood),
            "fallbacks" => Value::from(state.tone.fallbacks),
            "turns" => Value::from(state.tone.turns),
            _ => match name.split_once('.') {
                Some(("slots", path)) => match (state.slot(path), path.split_once('.')) {
                    (Some(value), _) => value.clone(),
                    (None, Some((slot, key))) => part(state.slot(slot), key),
                    _ => Value::Null,
                },
                Some(("open", hours)) => Value::Bool(self.open_by_name(bot, hours, now)),
                _ => Value::Null,
            },
        }
    }
}

/// A part of what a slot holds: `slots.when.grain`, `slots.when.from.at`.
fn part(value: Option<&Value>, path: &str) -> Value {
    let mut value = value;
    for key in path.split('.') {
        value = value.and_then(|value| value.get(key));
    }
    value.cloned().unwrap_or_default()
}
