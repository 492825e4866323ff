//! Bots, engines and turns.
//!
//! An event comes in as JSON and a turn goes out as JSON, the trace only when it is asked for. A
//! state stays on this side; its saved text is the core's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use napi::bindgen_prelude::{AsyncTask, Buffer};
use napi::{Env, Result, Task};
use napi_derive::napi;
use sonthana::host::{self, Unit};

use crate::error::{given, guarded, wrong_type};

/// An authored bot with its trained numbers.
#[napi]
pub struct Bot(Arc<sonthana::Bot>);

/// What opens a bot.
pub enum Source {
    /// A directory or a built file, with the values of `${VAR}`.
    Path(String, BTreeMap<String, String>),
    /// Files by name, likewise.
    Files(Vec<(String, String)>, BTreeMap<String, String>),
}

impl Source {
    fn open(&self) -> Result<sonthana::Bot> {
        given(match self {
            Source::Path(path, variables) => sonthana::Bot::open_with(path, variables),
            Source::Files(files, variables) => sonthana::Bot::read_with(files, variables),
        })
    }
}

impl Task for Source {
    type Output = sonthana::Bot;
    type JsValue = Bot;

    fn compute(&mut self) -> Result<sonthana::Bot> {
        guarded(|| self.open())
    }

    fn resolve(&mut self, _env: Env, bot: sonthana::Bot) -> Result<Bot> {
        Ok(Bot(Arc::new(bot)))
    }
}

fn named<T: FromIterator<(String, String)>>(json: &str) -> Result<T> {
    let map = host::read::<BTreeMap<String, String>>(json).map_err(|why| wrong_type(&why))?;
    Ok(map.into_iter().collect())
}

#[napi]
impl Bot {
    /// Opens a directory or a built file; `variables` is a JSON object of texts.
    #[napi(catch_unwind)]
    pub fn open(path: String, variables: String) -> Result<Bot> {
        Source::Path(path, named(&variables)?).open().map(|bot| Bot(Arc::new(bot)))
    }

    /// The same, as a promise.
    #[napi(catch_unwind)]
    pub fn open_async(path: String, variables: String) -> Result<AsyncTask<Source>> {
        Ok(AsyncTask::new(Source::Path(path, named(&variables)?)))
    }

    /// Opens files by name; `files` and `variables` are JSON objects of texts.
    #[napi(catch_unwind)]
    pub fn read(files: String, variables: String) -> Result<Bot> {
        Source::Files(named(&files)?, named(&variables)?).open().map(|bot| Bot(Arc::new(bot)))
    }

    /// The same, as a promise.
    #[napi(catch_unwind)]
    pub fn read_async(files: String, variables: String) -> Result<AsyncTask<Source>> {
        Ok(AsyncTask::new(Source::Files(named(&files)?, named(&variables)?)))
    }

    /// A built bot.
    #[napi(catch_unwind)]
    pub fn load(bytes: Buffer) -> Result<Bot> {
        given(sonthana::Bot::load(&bytes)).map(|bot| Bot(Arc::new(bot)))
    }

    /// Everything that is wrong with a directory, as JSON.
    #[napi(catch_unwind)]
    pub fn check(path: String) -> String {
        host::plain(&sonthana::Bot::check(path)).to_json()
    }

    /// The bot as bytes.
    #[napi(catch_unwind)]
    pub fn save(&self) -> Buffer {
        self.0.save().into()
    }

    /// What was read and will not be used, as JSON.
    #[napi(catch_unwind)]
    pub fn notes(&self) -> String {
        host::plain(&self.0.notes()).to_json()
    }
}

/// A bot, compiled.
#[napi]
pub struct Engine(Arc<sonthana::Engine>);

/// A value per conversation.
#[napi]
pub struct State(sonthana::State);

/// What a turn gave.
#[napi]
pub struct Turn {
    state: sonthana::State,
    actions: Vec<sonthana::Action>,
    trace: sonthana::Trace,
}

impl From<sonthana::Turn> for Turn {
    fn from(turn: sonthana::Turn) -> Turn {
        Turn { state: turn.state, actions: turn.actions, trace: turn.trace }
    }
}

#[napi]
impl Engine {
    /// Compiles a bot.
    #[napi(constructor, catch_unwind)]
    pub fn new(bot: &Bot) -> Result<Engine> {
        given(host::engine(&bot.0)).map(|engine| Engine(Arc::new(engine)))
    }

    /// A conversation begins.
    #[napi(catch_unwind)]
    pub fn start(&self, now: f64) -> Result<Turn> {
        Ok(self.0.start(given(host::time(now))?).into())
    }

    /// Something happened; `event` is JSON.
    #[napi(catch_unwind)]
    pub fn turn(&self, state: &State, event: String, now: f64) -> Result<Turn> {
        let now = given(host::time(now))?;
        let event = host::event(&event).map_err(|why| wrong_type(&why))?;
        Ok(self.0.turn(host::copy(&state.0), event, now).into())
    }

    /// A state that was saved.
    #[napi(catch_unwind)]
    pub fn restore(&self, saved: String) -> Result<State> {
        given(self.0.restore(&saved)).map(State)
    }

    /// The order of decisions, in words.
    #[napi(catch_unwind)]
    pub fn explain(&self) -> String {
        self.0.explain()
    }
}

#[napi]
impl Turn {
    /// The state after the turn.
    #[napi(catch_unwind)]
    pub fn state(&self) -> State {
        State(host::copy(&self.state))
    }

    /// What to do, as JSON.
    #[napi(catch_unwind)]
    pub fn actions(&self) -> String {
        host::json(&self.actions)
    }

    /// Why, as JSON.
    #[napi(catch_unwind)]
    pub fn trace(&self) -> String {
        host::trace(&self.trace, Unit::Utf16).to_json()
    }
}

#[napi]
impl State {
    /// How many events were accepted.
    #[napi(catch_unwind)]
    pub fn version(&self) -> f64 {
        self.0.version() as f64
    }

    /// The slots, as JSON.
    #[napi(catch_unwind)]
    pub fn slots(&self) -> String {
        host::json(&self.0.slots())
    }

    /// The active form or flow.
    #[napi(catch_unwind)]
    pub fn active(&self) -> Option<String> {
        self.0.active().map(str::to_owned)
    }

    /// What is waited for beside a message: `call`, `person`, `resume`.
    #[napi(catch_unwind)]
    pub fn waiting(&self) -> Option<String> {
        self.0.waiting().map(str::to_owned)
    }

    /// The state as JSON.
    #[napi(catch_unwind)]
    pub fn save(&self) -> String {
        self.0.save()
    }
}
