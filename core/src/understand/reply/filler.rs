//! What may be left out around what a message says: `เอ่อ สองที่ค่ะ` → `สองที่`.
//!
//! In: a text. Out: a part of it. A particle that is the end of a word or of a name stays: `แถวบางนา`, `มานะ`.

use super::cue::{Cues, squeezed};
use crate::text::Text;
use crate::tokenize::tokenize;
use crate::understand::builtin::is_given_name;

/// Particles that no word ends in.
const POLITE: [&str; 6] = ["ค่ะ", "ครับ", "ครับผม", "คับ", "จ้า", "จ้ะ"];

impl Cues {
    /// A message without what may be left out around what it says: `ชื่อสมศรีค่ะ` → `ชื่อสมศรี`, but
    /// `แถวบางนา` as it is, for its `นา` is a part of a word.
    pub(crate) fn bare<'t>(&self, text: &'t str) -> &'t str {
        let mut bare = trimmed(text);
        let mut words = Words::of(bare);
        // มานะ is a name, not มา and a particle
        let named = |text: &str| text.split_whitespace().next_back().is_some_and(is_given_name);
        while !named(bare)
            && let Some(start) = self.last_filler(bare, &mut words)
        {
            bare = trimmed(bare.get(..start).unwrap_or(bare));
        }
        bare
    }

    /// Where the filler begins that a text ends in; none where that is all of it.
    fn last_filler(&self, text: &str, words: &mut Words<'_>) -> Option<usize> {
        let back = self.back.as_ref()?;
        let mut from = 0;
        while let Some(found) = back.find_at(text, from) {
            let start = found.start();
            if start > 0 && (POLITE.contains(&found.as_str()) || words.begin(start)) {
                return Some(start);
            }
            from = start + text.get(start..)?.chars().next()?.len_utf8();
        }
        None
    }

    /// The same at the beginning too: `เอ่อ สองที่` → `สองที่`.
    pub(crate) fn core<'t>(&self, text: &'t str) -> &'t str {
        let bare = self.bare(text);
        let mut words = Words::of(bare);
        match self.front.as_ref().and_then(|front| front.find(bare)) {
            Some(found) if found.end() < bare.len() && words.begin(found.end()) => {
                bare.get(found.end()..).unwrap_or(bare).trim_start()
            }
            _ => bare,
        }
    }

    /// A message from its first clause on that is more than fillers: `เออ ไม่เอาละ` → `ไม่เอาละ`.
    pub(crate) fn led<'t>(&self, reading: &'t str) -> &'t str {
        let mut rest = reading.trim_start();
        while let Some((_, after)) = rest.split_once(char::is_whitespace).filter(|(first, _)| self.is_filler(first)) {
            rest = after.trim_start();
        }
        rest
    }

    /// Whether a text holds nothing but fillers.
    pub(crate) fn is_filler(&self, text: &str) -> bool {
        let text = squeezed(text);
        let whole = |found: regex::Match<'_>| found.end() == text.len();
        text.is_empty() || self.front.as_ref().and_then(|front| front.find(&text)).is_some_and(whole)
    }
}

/// Without white space and punctuation at its ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|ch: char| ch.is_whitespace() || matches!(ch, '.' | '!' | ',' | '?'))
}

/// Where the words of a text begin, cut when first needed.
struct Words<'t> {
    text: &'t str,
    starts: Option<Vec<usize>>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Words<'t> {
        Words { text, starts: None }
    }

    /// Whether one begins at this byte.
    fn begin(&mut self, at: usize) -> bool {
        let text = self.text;
        let starts = self.starts.get_or_insert_with(|| {
            let mut pieces = Vec::new();
            tokenize(&Text::verbatim(text), &mut pieces);
            pieces.iter().map(|piece| piece.start as usize).collect()
        });
        starts.contains(&at)
    }
}
