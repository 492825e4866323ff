//! The figures of a rehearsal.
//!
//! In: stories as played and their messages as understood. Out: counts, as Rasa counts: a story
//! passes where all its actions are right; and with understanding, where its messages are too.

use super::{Heard, Played};

/// Counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) stories: u32,
    /// All actions right, intents and entities given.
    pub(crate) passed: u32,
    pub(crate) actions: u32,
    pub(crate) right: u32,
    /// Those that pass and whose messages are all understood as annotated.
    pub(crate) understood: u32,
    /// Messages with a text.
    pub(crate) messages: u32,
    /// Those understood as annotated.
    pub(crate) agreed: u32,
}

impl Tally {
    /// Counts stories with their messages.
    pub(crate) fn of(played: &[Played<'_>], heard: &[Vec<Heard>]) -> Tally {
        let mut tally = Tally::default();
        for (story, heard) in played.iter().zip(heard) {
            tally.stories += 1;
            tally.actions += count(story.acts.iter().map(|_| true));
            tally.right += count(story.acts.iter().map(|act| act.right));
            let agreed = count(heard.iter().map(|heard| heard.slips.is_empty()));
            tally.messages += count(heard.iter().map(|_| true));
            tally.agreed += agreed;
            tally.passed += u32::from(story.passed());
            tally.understood += u32::from(story.passed() && heard.iter().all(|heard| heard.slips.is_empty()));
        }
        tally
    }
}

fn count(flags: impl Iterator<Item = bool>) -> u32 {
    flags.map(u32::from).sum()
}
