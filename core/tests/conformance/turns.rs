//! The vectors of conversations, and of what is refused.

use serde_json::{Value as Json, json};
use sonthana::{
    Action, Bot, Engine, EntityModel, Event, IntentModel, Span, State, TaggedExample, TaggedSpan, Timestamp, Turn, host,
};

use super::canonical::{EMPTY, hash, write};
use super::{Verdict, fields, holds, now, repeated, same, tests, text};

/// What a file gives its cases: a bot, opened, and a time.
pub struct Given {
    files: Json,
    engine: Engine,
    now: Timestamp,
}

pub fn given(file: &Json) -> Given {
    Given { files: file["bot"].clone(), engine: Engine::new(bot(&file["bot"]).unwrap()).unwrap(), now: now(file) }
}

/// The bot of a case that lays files of its own over those of the file.
pub fn laid(given: &Given, case: &Json) -> Result<Option<Given>, String> {
    let Some(own) = case["bot"].as_object() else { return Ok(None) };
    let mut files = given.files.clone();
    files.as_object_mut().ok_or("a bot in a folder takes no files")?.extend(own.clone());
    let engine = bot(&files).and_then(Engine::new).map_err(|error| error.to_string())?;
    Ok(Some(Given { files, engine, now: given.now }))
}

/// The files of a bot, or the folder of one, from the root of the repository.
fn bot(files: &Json) -> Result<Bot, sonthana::Error> {
    if let Some(folder) = files.as_str() {
        return Bot::open(tests().join("..").join(folder));
    }
    let files = files.as_object().unwrap().iter();
    let files: Vec<_> = files.map(|(name, text)| (name.clone(), text.as_str().unwrap().to_owned())).collect();
    Bot::read(&files)
}

/// A conversation; gives the digest of its bytes.
pub fn run(given: &Given, case: &Json, restoring: bool) -> Result<u64, String> {
    let mut now = given.now;
    let (mut state, mut call, mut digest) = (begin(given, case, now)?, String::new(), EMPTY);
    for (index, step) in case["turn"].as_array().into_iter().flatten().enumerate() {
        now.0 += step["after"].as_i64().unwrap_or(1000);
        if restoring {
            let saved = state.save();
            state = given.engine.restore(&saved).map_err(|error| error.to_string())?;
            same("saved again", &json!(saved), &json!(state.save()))?;
        }
        let turn = given.engine.turn(state, event(step, &call)?, now);
        let made = turn
            .actions
            .iter()
            .rev()
            .find_map(|action| if let Action::Call { id, .. } = action { Some(id) } else { None });
        call = made.unwrap_or(&call).clone();
        let trace = serde_json::to_value(host::trace(&turn.trace, host::Unit::Byte)).unwrap();
        step_holds(step, &turn, &trace).map_err(|why| format!("turn {}: {why}", index + 1))?;
        digest = hash(digest, &bytes(&turn, trace));
        state = turn.state;
    }
    Ok(digest)
}

fn begin(given: &Given, case: &Json, now: Timestamp) -> Result<State, String> {
    if let Some(name) = case["from"].as_str() {
        let saved = std::fs::read_to_string(tests().join("vectors/saved").join(name)).unwrap();
        return given.engine.restore(saved.trim_end()).map_err(|error| error.to_string());
    }
    let turn = given.engine.start(now);
    if case["greeting"].is_array() {
        same("greeting", &case["greeting"], &replies(&turn.actions))?;
    }
    Ok(turn.state)
}

fn event(step: &Json, call: &str) -> Result<Event, String> {
    if step["say"].is_string() {
        return Ok(Event::message(repeated(step, "say")));
    }
    let mut event = step["event"].clone();
    if event["id"] == "$call" {
        event["id"] = Json::from(call);
    }
    serde_json::from_value(event).map_err(|error| error.to_string())
}

fn replies(actions: &[Action]) -> Json {
    let text = |action: &Action| if let Action::Say { text, .. } = action { Some(text.clone()) } else { None };
    json!(actions.iter().filter_map(text).collect::<Vec<_>>())
}

/// An event of the trace in a word or two: `action utter_greet RulePolicy`.
fn told(event: &Json) -> String {
    let words = ["event", "name", "policy"].map(|key| event[key].as_str().unwrap_or_default());
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn step_holds(step: &Json, turn: &Turn, trace: &Json) -> Verdict {
    let slots = serde_json::to_value(turn.state.slots()).unwrap();
    let codes: Vec<&Json> = trace["notes"].as_array().unwrap().iter().map(|note| &note["code"]).collect();
    let decisions = trace["decisions"].as_array().unwrap().iter().filter(|one| one["action"] != "action_listen");
    for (key, expected) in step.as_object().unwrap() {
        match key.as_str() {
            "say" | "event" | "repeat" | "after" => {}
            "replies" => same(key, expected, &replies(&turn.actions))?,
            "actions" => fields(key, expected, serde_json::to_value(&turn.actions).unwrap().as_array().unwrap())?,
            "slots" => {
                if expected.as_object().unwrap().iter().any(|(name, value)| !holds(value, &slots[name])) {
                    return Err(format!("slots: expected {expected}, got {slots}"));
                }
            }
            "unset" => {
                if expected.as_array().unwrap().iter().any(|name| !slots[name.as_str().unwrap()].is_null()) {
                    return Err(format!("unset: expected {expected}, got {slots}"));
                }
            }
            "active" => same(key, expected, &json!(turn.state.active().unwrap_or_default()))?,
            "waiting" => same(key, expected, &json!(turn.state.waiting().unwrap_or_default()))?,
            "intent" => same(key, expected, &trace["understanding"]["intent"]["name"])?,
            "intents" => {
                let asked = trace["understanding"]["intents"].as_array().cloned().unwrap_or_default();
                same(key, expected, &asked.iter().map(|intent| intent["name"].clone()).collect())?;
            }
            "entities" => {
                let understood = turn.trace.understanding.as_ref().ok_or("nothing was understood")?;
                fields(key, expected, &text::found_in(&understood.text, &understood.entities)?)?;
            }
            "policies" => same(key, expected, &json!(decisions.clone().map(|one| &one["policy"]).collect::<Vec<_>>()))?,
            "notes" => same(key, expected, &json!(codes))?,
            "events" => same(key, expected, &trace["events"].as_array().unwrap().iter().map(told).collect())?,
            "hidden" => {
                let left = format!("{} {trace}", turn.state.save());
                let shown =
                    expected.as_array().into_iter().flatten().find(|text| left.contains(text.as_str().unwrap()));
                same(key, &Json::Null, shown.unwrap_or(&Json::Null))?;
            }
            _ => return Err(format!("unknown key {key}")),
        }
    }
    Ok(())
}

/// What a digest is made over: all that the host sees, but for positions.
fn bytes(turn: &Turn, mut trace: Json) -> String {
    let entities = trace.pointer_mut("/understanding/entities").and_then(Json::as_array_mut);
    for entity in entities.into_iter().flatten() {
        entity["start"] = Json::Null;
        entity["end"] = Json::Null;
    }
    let mut out = String::new();
    write(&json!([turn.state.save(), turn.actions, trace]), &mut out);
    out
}

/// A case of `errors`: files that do not open, or bytes that were damaged.
pub fn refused(file: &Json, case: &Json) -> Verdict {
    let outcome = if case["damage"].is_object() {
        damaged(file, &case["damage"])
    } else {
        bot(&case["files"]).map(|bot| bot.notes().to_vec())
    };
    let error = match outcome {
        Ok(notes) if case["notes"].is_array() => {
            return same("notes", &case["notes"], &json!(notes.iter().map(|note| &note.code).collect::<Vec<_>>()));
        }
        Ok(_) => return same("code", &case["code"], &json!("")),
        Err(error) => error,
    };
    same("code", &case["code"], &json!(error.code())).map_err(|why| format!("{why} ({error})"))?;
    let place = json!({"file": error.file(), "line": error.line(), "column": error.column()});
    for key in ["file", "line", "column"].into_iter().filter(|key| !case[*key].is_null()) {
        same(key, &case[key], &place[key]).map_err(|why| format!("{why} ({error})"))?;
    }
    Ok(())
}

fn damaged(file: &Json, damage: &Json) -> Result<Vec<sonthana::Problem>, sonthana::Error> {
    let of = damage["of"].as_str().unwrap();
    let bot = bot(&file["bot"])?;
    let hurt = |mut bytes: Vec<u8>| {
        let part = |key: &str| damage[key].as_f64().map(|part| (part * bytes.len() as f64) as usize);
        let (cut, flip) = (part("cut"), part("flip"));
        flip.into_iter().for_each(|at| bytes[at] ^= 1);
        cut.into_iter().for_each(|at| bytes.truncate(at));
        bytes
    };
    match of {
        "bot" => Bot::load(&hurt(bot.save())).map(drop)?,
        "state" => {
            let engine = Engine::new(bot)?;
            let saved =
                engine.turn(engine.start(Timestamp(0)).state, Event::message("สวัสดี"), Timestamp(1)).state.save();
            engine.restore(&String::from_utf8_lossy(&hurt(saved.into_bytes()))).map(drop)?;
        }
        "intent-model" => {
            let examples =
                [("สวัสดี", "greet"), ("ลาก่อน", "bye")].map(|(text, name)| (text.to_owned(), Some(name.to_owned())));
            IntentModel::load(&hurt(IntentModel::train(&examples)?.save())).map(drop)?;
        }
        _ => {
            let example = |text: &str| TaggedExample {
                text: text.to_owned(),
                spans: vec![TaggedSpan {
                    span: Span { start: 6, end: text.len() },
                    name: "city".to_owned(),
                    ..TaggedSpan::default()
                }],
            };
            let model = EntityModel::train(&[example("ไปสตูล"), example("ไปตรัง")])?;
            EntityModel::load(&hurt(model.save())).map(drop)?;
        }
    }
    Ok(Vec::new())
}
