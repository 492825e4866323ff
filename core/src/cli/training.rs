//! `sonthana train DIR -o FILE`: a bot directory → one built file. And opening, for all verbs.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{Console, Exit};
use crate::bot::Bot;
use crate::engine::Engine;

/// Train a bot directory into one file.
#[derive(Debug, Args)]
pub(super) struct Train {
    /// The bot directory.
    bot: PathBuf,
    /// Where to write the built bot.
    #[arg(short, long)]
    output: PathBuf,
}

impl Train {
    pub(super) fn run(self, console: &mut Console<'_>) -> io::Result<Exit> {
        let bot = match open(&self.bot, console) {
            Ok(bot) => bot,
            Err(exit) => return Ok(exit),
        };
        let bytes = bot.save();
        std::fs::write(&self.output, &bytes)?;
        let intents = bot.domain.intents.len();
        let (examples, size) = (bot.nlu.examples.len(), bytes.len());
        writeln!(console.out, "{}: {examples} examples, {intents} intents, {size} bytes", self.output.display())?;
        Ok(Exit::Done)
    }
}

/// Opens a bot, with a spinner while it trains; says why it cannot, and what it leaves aside.
pub(super) fn open(path: &Path, console: &Console<'_>) -> Result<Bot, Exit> {
    let bar = console.progress(0, "training");
    let opened = Bot::open_with(path, &super::environment::variables());
    bar.finish_and_clear();
    opened.map_err(|error| {
        let exit = console.error(&error);
        if path.is_dir() {
            console.say(&format!("`sonthana check {}` lists everything that is wrong", path.display()));
        }
        exit
    })
}

/// Opens a bot and compiles it.
pub(super) fn engine(path: &Path, console: &Console<'_>) -> Result<Engine, Exit> {
    Engine::new(open(path, console)?).map_err(|error| console.error(&error))
}
