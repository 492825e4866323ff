//! Stories played by a bot that never saw them.
//!
//! In: a bot and a number of parts. Out: every story, played by the bot that learned from all parts
//! but its own: how well it would follow conversations that nobody wrote down.

use super::given::{Played, Rehearsal};
use crate::bot::Bot;
use crate::error::Problem;
use crate::policy::TooMany;

/// Why stories could not be played.
pub(crate) enum Unplayed {
    /// Without some of its stories the bot does not compile.
    Problems(Vec<Problem>),
    TooMany,
}

/// Plays the stories of a bot in so many parts of neighbours, which are more alike than others.
pub(crate) fn folds(bot: &Bot, parts: usize) -> Result<Vec<Played<'_>>, Unplayed> {
    let size = bot.stories.len().div_ceil(parts.max(1)).max(1);
    let mut played = Vec::new();
    for (place, held) in bot.stories.chunks(size).enumerate() {
        let mut rest = bot.clone();
        rest.stories.drain(place * size..place * size + held.len());
        let rehearsal = Rehearsal::new(&rest).map_err(Unplayed::Problems)?;
        played.extend(rehearsal.given(held).map_err(|TooMany(_)| Unplayed::TooMany)?);
    }
    Ok(played)
}
