//! `sonthana explain DIR`: the order in which this bot decides, as text; with `--json` its flows, rules
//! and stories as data.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::console::{Console, Exit};
use super::explain_json;
use super::training::{engine, open};

/// Show the order of decisions.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A bot directory or a built file.
    bot: PathBuf,
    /// The flows, rules and stories as one JSON object, for a script that draws them.
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        if self.json {
            return match open(&self.bot, console) {
                Ok(bot) => writeln!(console.out, "{}", explain_json::json(&bot).to_json()).map(|()| Exit::Done),
                Err(exit) => Ok(exit),
            };
        }
        match engine(&self.bot, console) {
            Ok(engine) => write!(console.out, "{}", engine.explain())?,
            Err(exit) => return Ok(exit),
        }
        Ok(Exit::Done)
    }
}
