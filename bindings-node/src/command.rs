//! The command line of the core, run off the main thread so that signals are heard.
//!
//! One run at a time: `stop` asks whichever is running.

use std::sync::atomic::{AtomicBool, Ordering};

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Result, Task};
use napi_derive::napi;

use crate::error::guarded;

static STOP: AtomicBool = AtomicBool::new(false);

/// A run of the command line.
pub struct Command(Vec<String>);

impl Task for Command {
    type Output = i32;
    type JsValue = i32;

    fn compute(&mut self) -> Result<i32> {
        guarded(|| Ok(sonthana::cli::run(&self.0, &STOP)))
    }

    fn resolve(&mut self, _env: Env, code: i32) -> Result<i32> {
        Ok(code)
    }
}

/// Runs the command line on arguments without the program's name; gives the exit code.
#[napi(catch_unwind)]
pub fn command(args: Vec<String>) -> AsyncTask<Command> {
    STOP.store(false, Ordering::Relaxed);
    AsyncTask::new(Command(args))
}

/// Asks the running command to stop.
#[napi(catch_unwind)]
pub fn stop() {
    STOP.store(true, Ordering::Relaxed);
}
