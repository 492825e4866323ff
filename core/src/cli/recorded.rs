//! `sonthana test DIR --trace FILE`: play recorded conversations again.
//!
//! In: a bot and a recording of Rasa's events, with `answers.json` beside it where host actions had
//! something to say. Out: whether every event is the same, or the first that is not and why. The bot
//! runs as under `compatibility: rasa`, without what is learned past the stories where the recording
//! shows no learned policy.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use super::console::{Console, Exit};
use crate::bot::{Bot, Names};
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::rehearse::{Compared, Recording, compare};
use crate::value::Value;

/// Compares a bot with a recording.
#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
pub(super) fn recorded(bot: &Path, trace: &Path, json: bool, console: &mut Console<'_>) -> io::Result<Exit> {
    let text = match std::fs::read_to_string(trace) {
        Ok(text) => text,
        Err(error) => return Ok(console.fail(&format!("{}: {error}", trace.display()))),
    };
    let Some(recording) = Recording::read(&text) else {
        return Ok(console.fail(&format!("{} is no recording: it has no `turns`", trace.display())));
    };
    let answers = match answers(trace) {
        Ok(answers) => answers,
        Err(message) => return Ok(console.fail(&message)),
    };
    let opened = Bot::open(bot).and_then(|mut bot| {
        bot.settings.rasa = true;
        if !recording.learned {
            bot.policies.learned = None;
        }
        Ok((Names::of(&bot), Engine::new(bot)?))
    });
    let (names, engine) = match opened {
        Ok(opened) => opened,
        Err(error) => return refused(&recording, &error, json, console),
    };
    if recording.refused {
        return report(console, json, &[], Some("the bot opens, but it was refused when it was recorded"));
    }
    let compared = compare(&engine, &names, &recording, &answers);
    report(console, json, &compared, None)
}

/// What the host's actions answered, by name.
#[expect(clippy::disallowed_methods, reason = "the command line reads files")]
fn answers(trace: &Path) -> Result<BTreeMap<String, Value>, String> {
    let path = trace.with_file_name("answers.json");
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    match Value::from_json(&text) {
        Some(Value::Map(map)) => Ok(map),
        _ => Err(format!("{} is no JSON object of answers by action", path.display())),
    }
}

/// A bot that does not open passes where it did not open when it was recorded.
fn refused(recording: &Recording, error: &Error, json: bool, console: &mut Console<'_>) -> io::Result<Exit> {
    if recording.refused && error.code() == Code::Contradiction.name() {
        if json {
            return report(console, json, &[], None);
        }
        writeln!(console.out, "✓ the bot is refused, as it was when it was recorded: {error}")?;
        return Ok(Exit::Done);
    }
    Ok(console.error(error))
}

fn report(console: &mut Console<'_>, json: bool, compared: &[Compared], wrong: Option<&str>) -> io::Result<Exit> {
    let good = wrong.is_none() && compared.iter().all(|one| one.difference.is_none());
    if json {
        let list = compared.iter().map(value).collect();
        let same = compared.iter().filter(|one| one.difference.is_none()).count();
        let count = |number: usize| Value::from(u32::try_from(number).unwrap_or(u32::MAX));
        let all = Value::map([
            ("conversations", count(compared.len())),
            ("same", count(same)),
            ("passed", Value::from(good)),
            ("details", Value::List(list)),
        ]);
        writeln!(console.out, "{}", all.to_json())?;
    } else {
        compared.iter().try_for_each(|one| show(&mut console.out, one))?;
        if let Some(wrong) = wrong {
            writeln!(console.out, "✗ {wrong}")?;
        } else if compared.is_empty() {
            writeln!(console.out, "✓ nothing to compare: no conversation was recorded")?;
        }
    }
    Ok(if good { Exit::Done } else { Exit::Found })
}

fn show(out: &mut impl Write, one: &Compared) -> io::Result<()> {
    let Some(difference) = &one.difference else {
        return writeln!(out, "✓ {}: {} turns, {} events", one.name, one.turns, one.events);
    };
    writeln!(out, "✗ {}: turn {} (“{}”), event {}", one.name, difference.turn, difference.said, difference.event)?;
    let text = |event: &Option<Value>| event.as_ref().map_or("nothing more".to_owned(), Value::to_json);
    writeln!(out, "    recorded {}", text(&difference.wanted))?;
    writeln!(out, "    now      {}", text(&difference.got))?;
    if difference.reason.is_empty() { Ok(()) } else { writeln!(out, "    because {}", difference.reason) }
}

fn value(one: &Compared) -> Value {
    let mut pairs = vec![
        ("name", Value::from(one.name.as_str())),
        ("turns", Value::from(one.turns)),
        ("events", Value::from(one.events)),
        ("same", Value::from(one.same)),
        ("passed", Value::from(one.difference.is_none())),
    ];
    if let Some(difference) = &one.difference {
        let number = |place: usize| Value::from(u32::try_from(place).unwrap_or(u32::MAX));
        pairs.push((
            "difference",
            Value::map([
                ("turn", number(difference.turn)),
                ("event", number(difference.event)),
                ("recorded", difference.wanted.clone().unwrap_or_default()),
                ("now", difference.got.clone().unwrap_or_default()),
                ("reason", Value::from(difference.reason.as_str())),
            ]),
        ));
    }
    Value::map(pairs)
}
