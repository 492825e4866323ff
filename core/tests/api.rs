//! The public names are those of `tests/api.toml`: each is used here, so that one that is missing
//! does not compile, and the list of exports in `lib.rs` holds no other.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, clippy::print_stdout, unreachable_pub)]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value as Json, json};
use sonthana::{
    Action, Bot, Command, Decision, Engine, Entity, EntityModel, Error, Event, Evidence, Explanation, Intent,
    IntentModel, Kind, Normalizer, Note, Part, Problem, Sentiment, Span, Speller, State, Suggestion, TaggedExample,
    TaggedSpan, Timestamp, Token, Tokenizer, Trace, Training, Turn, Understanding, Value,
};

fn api() -> Json {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/api.toml");
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The fields of a struct, each taken out of it by name.
macro_rules! fields {
    ($name:ty: $($field:ident),*) => {{
        fn _taken(thing: &$name) { $(let _ = &thing.$field;)* }
        json!([$(stringify!($field)),*])
    }};
}

/// The variants of an enum with all their fields.
macro_rules! variants {
    ($name:ident: $($variant:ident($($field:ident),*))*) => {{
        fn _taken(thing: &$name) {
            match thing { $($name::$variant { $($field: _),* } => {})* _ => {} }
        }
        json!({$(stringify!($variant): [$(stringify!($field)),*]),*})
    }};
}

#[test]
fn variants_have_their_fields() {
    let api = api();
    let event = variants! { Event: Message(text, id, parts, channel, language) Choice(name, value, text, id)
    Answer(id, value) Tick() Set(name, value) Commands(list, text, id) Resume() };
    let command = variants! { Command: Start(name) Set(name, value) Correct(name, value) Cancel() Affirm() Deny()
    Skip() Repeat() Clarify(list) Answer(text) Handoff() };
    let part = variants! { Part: Image(url, alt) Audio(url) File(url, name) Sticker(id, package)
    Location(latitude, longitude, address) Alternatives(list) Buttons(list) Cards(list) Custom(value) };
    let action = variants! { Action: Say(name, text, parts, id) Call(id, name, value) Wait(until)
    Handoff(reason, queue, priority, summary, value, id) End() };
    assert_eq!(api["variants"], json!({"Event": event, "Command": command, "Part": part, "Action": action}));
}

/// The same fields, with `span` where the others say `start` and `end`.
fn with_span(fields: &Json) -> Json {
    let names = fields.as_array().unwrap().iter().filter(|name| *name != "end");
    names.map(|name| if name == "start" { json!("span") } else { name.clone() }).collect()
}

#[test]
fn records_have_their_fields() {
    let ours = [
        ("Token", fields!(Token<'_>: text, span, kind)),
        ("Intent", fields!(Intent: name, score)),
        ("Entity", fields!(Entity: kind, text, span, value, score, role, group, source)),
        ("Sentiment", fields!(Sentiment: label, score, scores)),
        ("Problem", fields!(Problem: code, message, file, line, column, fatal)),
        ("Note", fields!(Note: code, message)),
        ("Decision", fields!(Decision: action, policy, name, reason, score, file, line, alternatives)),
        (
            "Understanding",
            fields!(Understanding: text, intent, intents, ranking, scope, entities, sentiment, retrieval),
        ),
        ("Explanation", fields!(Explanation: name, score, logit, bias, known, evidence)),
        ("Suggestion", fields!(Suggestion: text, span, value, score, kind)),
        ("Evidence", fields!(Evidence: text, span, weight)),
        ("Trace", fields!(Trace: notes, understanding, decisions, events)),
    ];
    let api = api();
    let records = api["records"].as_object().unwrap();
    assert_eq!(records.len(), ours.len());
    for (name, fields) in ours {
        assert_eq!(with_span(&records[name]), fields, "{name}");
    }
}

/// Never run: every function and method, with the arguments and results that it has.
#[expect(dead_code, clippy::needless_pass_by_value, reason = "compiling it is the test")]
fn doors(text: &str, bytes: &[u8], now: Timestamp, bot: Bot, event: Event) -> Result<(), Error> {
    let (_, _): (String, String) = (sonthana::normalize(text), sonthana::redact(text, None, None)?);
    let _: String = sonthana::say(&Value::Null, Some("short"), Some(now), "Asia/Bangkok", "th")?;
    let (_, _): (Vec<Token<'_>>, Vec<&str>) = (sonthana::tokenize(text), sonthana::words(text));
    let (_, _): (Vec<&str>, Vec<&str>) = (sonthana::clusters(text), sonthana::graphemes(text));
    let (_, _): (Vec<&str>, Sentiment) = (sonthana::sentences(text), sonthana::sentiment(text));
    let _: Vec<Entity> = sonthana::entities(text, now, "Asia/Bangkok", None::<&[&str]>)?;
    let own = Tokenizer::new(["ลาเต้"]);
    let (_, _): (Vec<Token<'_>>, Vec<&str>) = (own.tokenize(text), own.words(text));
    let (normalizer, speller) = (Normalizer::new(["digits"])?, Speller::new(["ลาเต้"]));
    let (_, _): (String, Vec<Suggestion>) = (normalizer.normalize(text), speller.suggest(text));
    let model = IntentModel::train(&[(text.to_owned(), None)])?;
    let (_, _, _): (Vec<Intent>, f64, Intent) = (model.rank(text), model.scope(text), model.predict(text));
    let model = IntentModel::train_with(&[(text.to_owned(), None)], Training { refuse: 0.05 })?;
    let (_, _): (Vec<Intent>, Intent) = (model.rank_within(text, &[text]), model.predict_within(text, &[text]));
    let (_, _): (Vec<Intent>, Explanation) = (model.intents(text), model.explain(text, Some(text))?);
    let _: (Vec<u8>, IntentModel) = (model.save(), IntentModel::load(bytes)?);
    let span = TaggedSpan { span: Span { start: 0, end: 1 }, ..TaggedSpan::default() };
    let tagger = EntityModel::train(&[TaggedExample { text: text.to_owned(), spans: vec![span] }])?;
    let _: (Vec<Entity>, Vec<u8>, EntityModel) = (tagger.predict(text), tagger.save(), EntityModel::load(bytes)?);
    let (files, variables) = (vec![(String::new(), String::new())], BTreeMap::new());
    let _: [Bot; 3] = [Bot::open(text)?, Bot::open_with(text, &variables)?, Bot::load(bytes)?];
    let _: [Bot; 2] = [Bot::read(&files)?, Bot::read_with(&files, &variables)?];
    let _: (Vec<Problem>, Vec<u8>, &[Problem]) = (Bot::check(text), bot.save(), bot.notes());
    let engine = Engine::new(bot.clone())?;
    let turn: Turn = engine.turn(engine.start(now).state, event, now);
    let (state, _, _): (State, Vec<Action>, Trace) = (turn.state, turn.actions, turn.trace);
    let _: (u64, BTreeMap<String, Value>, Option<&str>) = (state.version(), state.slots(), state.active());
    let _: (Option<&str>, String, State) = (state.waiting(), state.save(), engine.restore(text)?);
    let _: (String, Kind) = (engine.explain(), Kind::Thai);
    Ok(())
}

/// What `lib.rs` exports: the names of `pub use` and of `pub fn`.
fn exported() -> Vec<String> {
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mut names = Vec::new();
    for item in source.split(';').filter_map(|item| item.rsplit_once("pub use ").map(|(_, item)| item)) {
        let list = item.rsplit("::").next().unwrap().trim_matches(['{', '}']);
        let list = if item.contains('{') { item.split_once('{').unwrap().1.trim_end_matches('}') } else { list };
        names.extend(list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    }
    let functions = source.lines().filter_map(|line| line.strip_prefix("pub fn "));
    names.extend(functions.map(|line| line.split('(').next().unwrap().to_owned()));
    names.sort();
    names
}

#[test]
fn nothing_else_is_exported() {
    let api = api();
    let mut names: Vec<String> = Vec::new();
    for part in ["functions", "classes", "records", "variants"] {
        names.extend(api[part].as_object().unwrap().keys().cloned());
    }
    names.extend(api["only"]["rust"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()));
    names.sort();
    assert_eq!(exported(), names);
}
