//! A reading as letters → pieces: runs of Thai are cut by their scores, the rest by its shape.
//!
//! In: the letters, the model, a user's dictionaries. Out: pieces that cover the reading in order. One
//! pass over the letters for the scores, and for each run of Thai one through the dictionary; nothing
//! is allocated.

use crate::tokenize::code::{Code, SPACE, STOP, is_thai};
use crate::tokenize::lattice::{self, Known, Users, Words};
use crate::tokenize::letter::{AFTER, BEFORE, Letter};
use crate::tokenize::model::Model;
use crate::tokenize::score::{Walk, Weights, between, within};
use crate::tokenize::script::{Script, cut, run as run_of, script};
use crate::tokenize::shape::{camel, opens_tag, shape};
use crate::tokenize::{Kind, Piece};

/// Whether a code may stand in a run of Thai: its letters, and the stop of abbreviations.
pub(crate) fn takes_part(code: Code) -> bool {
    is_thai(code) || code == STOP
}

/// The first letter that is not an edge, and the first edge behind.
pub(crate) fn whole(letters: &[Letter]) -> (usize, usize) {
    (BEFORE, letters.len().saturating_sub(AFTER).max(BEFORE))
}

/// Where the run of Thai that begins at `from` ends: at another script, or at a break.
///
/// A stop right after Thai belongs to it, for it may be an abbreviation's; two of them do not.
pub(crate) fn run(letters: &[Letter], breaks: &[u32], from: usize) -> usize {
    let code = |at: usize| letters[at].code;
    let mut end = from + 1;
    while is_thai(code(end)) || code(end) == STOP && code(end + 1) != STOP && is_thai(code(end - 1)) {
        end += 1;
    }
    // A break is a byte of the reading where one was written that the reading does not show.
    let next = breaks.partition_point(|&byte| byte <= letters[from].start);
    breaks.get(next).map_or(end, |&byte| from + letters[from..end].partition_point(|letter| letter.start < byte))
}

/// A reading, and what is known of it beforehand.
#[derive(Clone, Copy)]
pub(crate) struct Marks<'t> {
    pub(crate) reading: &'t str,
    /// Bytes where a run of Thai ends, in order.
    pub(crate) breaks: &'t [u32],
    /// Pieces that are whole, in order.
    pub(crate) whole: &'t [Piece],
}

/// A reading that is being cut.
pub(crate) struct Surface<'t, F> {
    marks: Marks<'t>,
    walk: Walk,
    /// Within a hashtag, where words are told by their humps.
    tag: bool,
    /// What is called with each piece.
    found: F,
}

impl<'t, F: FnMut(Piece)> Surface<'t, F> {
    /// Cuts the letters of a reading; `found` gets piece after piece.
    pub(crate) fn cut(marks: Marks<'t>, letters: &mut [Letter], model: &Model<'_>, user: &[Users], found: F) {
        let words = Words { own: &model.trie, user, unknown: model.unknown };
        let mut surface = Surface { marks, walk: Walk::default(), tag: false, found };
        let (mut at, end) = whole(letters);
        while at < end {
            let code = letters[at].code;
            at = if let Some(piece) = surface.whole(letters[at].start) {
                (surface.found)(piece);
                past(letters, at, piece.end)
            } else if is_thai(code) {
                let to = run(letters, marks.breaks, at);
                surface.thai(letters, (at, to), &model.weights, words);
                to
            } else if code == SPACE {
                let to = at + letters[at..end].iter().take_while(|letter| letter.code == SPACE).count();
                surface.push(letters[at].start, letters[to].start, Kind::Space);
                surface.tag = false;
                to
            } else {
                surface.other(letters, at)
            };
        }
    }

    /// The piece that is whole and begins at a byte; those before it are passed.
    #[inline]
    fn whole(&mut self, start: u32) -> Option<Piece> {
        while let [piece, rest @ ..] = self.marks.whole
            && piece.start <= start
        {
            self.marks.whole = rest;
            if piece.start == start {
                return Some(*piece);
            }
        }
        None
    }

    /// Cuts the run of Thai `from..to`.
    fn thai(&mut self, letters: &mut [Letter], (from, to): (usize, usize), weights: &Weights<'_>, words: Words<'_>) {
        // What letters forbid for certain is no place; but a user's word may stand anywhere. Where none
        // stands, the run is cut as if there were none.
        let marked = lattice::mark(letters, from, to, words.user);
        weights.letters(letters, from, to, &mut self.walk);
        if marked {
            lattice::unmark(&mut letters[from..to]);
        }
        let user = if marked { words.user } else { &[] };
        lattice::path(letters, from, to, Words { user, ..words });
        let (mut start, mut at) = (from, from);
        let mut before: Option<(usize, Known)> = None;
        while at < to {
            let (end, known) = lattice::word(letters[at].step);
            if let Some((length, last)) = before {
                let said = weights.path(between([last, known], length, end - at));
                // A user's word on the path is whole, whatever the scores say.
                if last == Known::User || known == Known::User || letters[at].wants(said) {
                    self.push(letters[start].start, letters[at].start, Kind::Thai);
                    start = at;
                }
            }
            if known != Known::User {
                for inner in at + 1..end {
                    let letter = letters[inner];
                    if letter.begins & letter.wants(weights.path(within(known, inner - at, end - inner))) {
                        self.push(letters[start].start, letter.start, Kind::Thai);
                        start = inner;
                    }
                }
            }
            before = Some((end - at, known));
            at = end.max(at + 1);
        }
        let dots = letters[start..to].iter().all(|letter| letter.code == STOP);
        self.push(letters[start].start, letters[to].start, if dots { Kind::Punctuation } else { Kind::Thai });
    }

    /// Cuts one token that is not Thai; where it ends.
    fn other(&mut self, letters: &[Letter], at: usize) -> usize {
        let start = letters[at].start;
        let rest = &self.marks.reading[start as usize..];
        if rest.starts_with('#') && opens_tag(rest) {
            self.tag = true;
            self.push(start, start + 1, Kind::Hashtag);
            return at + 1;
        }
        if let Some(script) = rest.chars().next().and_then(script) {
            return past(letters, at, self.script(start, script));
        }
        let before = self.marks.reading[..start as usize].chars().next_back();
        let (mut length, kind) = shape(self.marks.reading, start as usize, before);
        if self.tag && kind == Kind::Word {
            length = camel(&rest[..length]);
        }
        self.tag &= matches!(kind, Kind::Word | Kind::Number);
        let end = start + length as u32;
        self.push(start, end, kind);
        past(letters, at, end)
    }

    /// Cuts a run of another script without spaces; where it ends.
    fn script(&mut self, start: u32, script: Script) -> u32 {
        let next = self.marks.breaks.partition_point(|&byte| byte <= start);
        let most = self.marks.breaks.get(next).map_or(self.marks.reading.len(), |&byte| byte as usize);
        let rest = &self.marks.reading[start as usize..most];
        let run = &rest[..run_of(script, rest)];
        let mut from = start;
        cut(script, run, |end| {
            let end = start + end as u32;
            self.push(from, end, Kind::Word);
            from = end;
        });
        from
    }

    #[inline]
    fn push(&mut self, start: u32, end: u32, kind: Kind) {
        (self.found)(Piece { start, end, kind });
    }
}

/// The first letter from `at` on that does not stand before a byte.
fn past(letters: &[Letter], at: usize, byte: u32) -> usize {
    at + letters[at..].iter().take_while(|letter| letter.start < byte).count()
}

impl Letter {
    /// Whether a word begins here, with what the path says.
    #[inline]
    fn wants(&self, said: i16) -> bool {
        self.score.saturating_add(said) > 0
    }
}
