//! What a run of a bot's tests came to.
//!
//! In: stories and cases as played. Out: whether all of them pass; what the reports are written from.

use std::path::Path;

use crate::bot::Bot;
use crate::rehearse::{Acted, Coverage, Heard, Played, Tally, Tried};

/// What a run came to.
pub(super) struct Results<'b> {
    pub(super) bot: &'b Bot,
    pub(super) root: &'b Path,
    pub(super) played: Vec<Played<'b>>,
    /// The messages of each story with a text, understood.
    pub(super) heard: Vec<Vec<Heard>>,
    pub(super) tally: Tally,
    pub(super) tried: Vec<Tried<'b>>,
    /// The stories, acted out; `None` where nobody asked for it.
    pub(super) acted: Option<Vec<Acted>>,
    pub(super) coverage: [Coverage; 4],
}

impl Results<'_> {
    /// Whether every story and every case passes.
    pub(super) fn passed(&self) -> bool {
        let acted = self.acted.iter().flatten().all(|story| story.parted.is_none());
        let cases = self.tried.iter().all(|tried| tried.failure.is_none());
        self.tally.passed == self.tally.stories && acted && cases
    }
}
