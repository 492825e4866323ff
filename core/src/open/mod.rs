//! From authored files, or from a built one, to a trained [`Bot`].
//!
//! In: a path (feature `fs`) or texts by name. Out: a bot, or the first thing that is wrong with it;
//! `check` gives all of them. Only [`folder`] touches files. Building trains, loading does not.

#[cfg(feature = "fs")]
mod folder;

use std::collections::BTreeMap;

use crate::bot::{Bot, Names};
use crate::error::{Error, Problem};
use crate::policy::Policies;
use crate::train::train;

impl Bot {
    /// Reads the texts of a bot directory, by name (`data/nlu.yml`), and trains; no file is touched.
    ///
    /// # Errors
    /// The first mistake, with its file, line and column.
    pub fn read(files: &[(String, String)]) -> Result<Bot, Error> {
        Bot::read_with(files, &BTreeMap::new())
    }

    /// The same, with the values of `${VAR}`.
    ///
    /// # Errors
    /// The first mistake, with its file, line and column.
    pub fn read_with(files: &[(String, String)], variables: &BTreeMap<String, String>) -> Result<Bot, Error> {
        let (bot, problems) = inspect(files, variables);
        build(bot, problems)
    }

    /// What was read and will not be used, or is worth knowing.
    pub fn notes(&self) -> &[Problem] {
        &self.notes
    }
}

/// The definition, and everything that is wrong with it.
pub(crate) fn inspect(files: &[(String, String)], variables: &BTreeMap<String, String>) -> (Bot, Vec<Problem>) {
    let (mut bot, mut problems) = Bot::define(files, variables);
    if problems.iter().any(|problem| problem.fatal) {
        return (bot, problems);
    }
    match Policies::compile(&bot, &Names::of(&bot)) {
        Err(found) => problems.extend(found),
        Ok(policies) => {
            let differ = policies.differ();
            bot.notes.extend_from_slice(&differ);
            problems.extend(differ);
            problems.extend(bot.silent());
        }
    }
    (bot, problems)
}

/// Trains a bot that nothing is wrong with.
fn build(bot: Bot, problems: Vec<Problem>) -> Result<Bot, Error> {
    let mut bot = sound(bot, problems)?;
    train(&mut bot, &mut |_| {})?;
    Ok(bot)
}

/// The bot, or the first thing that is wrong with it.
fn sound(bot: Bot, problems: Vec<Problem>) -> Result<Bot, Error> {
    problems.into_iter().find(|problem| problem.fatal).map_or(Ok(bot), |problem| Err(Error::from(problem)))
}
