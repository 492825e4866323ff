//! `sonthana explain DIR`: the order in which this bot decides, as text.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::console::{Console, Exit};
use super::training::engine;

/// Show the order of decisions.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A bot directory or a built file.
    bot: PathBuf,
}

impl Explain {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        match engine(&self.bot, console) {
            Ok(engine) => write!(console.out, "{}", engine.explain())?,
            Err(exit) => return Ok(exit),
        }
        Ok(Exit::Done)
    }
}
