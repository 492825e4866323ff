//! What a person who takes over reads at a glance, and the same as data.
//!
//! In: a state and why it is handed over. Out: a few lines in the bot's language and a value. No
//! more than what was said and understood is in it.

use crate::bot::Settings;
use crate::state::{State, cut, rounded, scalar};
use crate::value::Value;

/// The summary and the data of a handoff.
pub(crate) fn summarize(state: &State, settings: &Settings, reason: &str) -> (String, Value) {
    let thai = settings.language.is_empty() || settings.language.starts_with("th");
    let say = |in_thai: &'static str, in_english: &'static str| if thai { in_thai } else { in_english };
    let heard = state.heard.as_ref();
    let intent = heard.and_then(|heard| heard.intent.as_deref());
    let slots: Vec<(String, Value)> = state.slots().into_iter().filter(|(name, _)| name != "requested_slot").collect();
    let mood = rounded(state.tone.mood);
    let mut lines = vec![format!("{}: {reason}", say("เหตุผล", "Reason"))];
    if let Some(intent) = intent {
        lines.push(format!("{}: {intent}", say("เรื่อง", "About")));
    }
    if let Some(active) = state.active() {
        lines.push(format!("{}: {active}", say("กำลังทำ", "Doing")));
    }
    if !slots.is_empty() {
        let plain = |value: &Value| scalar(value).unwrap_or_else(|| value.clone());
        let known: Vec<String> = slots.iter().map(|(name, value)| format!("{name} = {}", plain(value))).collect();
        lines.push(format!("{}: {}", say("ข้อมูล", "Known"), known.join(", ")));
    }
    let feeling = match mood {
        mood if mood <= -0.3 => say("ไม่พอใจ", "unhappy"),
        mood if mood >= 0.3 => say("พอใจ", "happy"),
        _ => say("ปกติ", "neutral"),
    };
    let tenths = (mood * 10.0).round() / 10.0 + 0.0;
    lines.push(format!("{}: {feeling} ({tenths:+.1})", say("อารมณ์", "Mood")));
    let recent = || state.recent.iter().map(|(bot, text)| (*bot, cut(text, State::LINE)));
    for (bot, text) in recent() {
        let who = if bot { say("บอต", "Bot") } else { say("ลูกค้า", "Customer") };
        lines.push(format!("{who}: {}", text.replace('\n', " ")));
    }
    let messages = recent().map(|(bot, text)| {
        Value::map([("from", Value::from(if bot { "bot" } else { "user" })), ("text", Value::from(text))])
    });
    let value = Value::map([
        ("active", state.active().map_or(Value::Null, Value::from)),
        ("fallbacks", Value::from(state.tone.fallbacks)),
        ("intent", intent.map_or(Value::Null, Value::from)),
        ("messages", Value::List(messages.collect())),
        ("mood", Value::Number(mood)),
        ("sentiment", heard.map_or(Value::Null, |heard| Value::Number(heard.sentiment))),
        ("slots", Value::map(slots)),
        ("turns", Value::from(state.tone.turns)),
    ]);
    (lines.join("\n"), value)
}
