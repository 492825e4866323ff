//! A reading as codes → pieces: runs of Thai are cut by their scores, the rest by its shape.
//!
//! In: the text, the model, a user's dictionaries, buffers. Out: pieces that cover the reading in
//! order. One pass to read the codes, and for each run of Thai one through the dictionary and one
//! through the weights; nothing is allocated once the buffers are as large as the texts.

use crate::text::Text;
use crate::tokenize::code::{self, Code, SPACE, STOP, is_thai, may_begin};
use crate::tokenize::lattice::{Known, Lattice, Words};
use crate::tokenize::model::Model;
use crate::tokenize::score::{PADDING, WINDOW, paths};
use crate::tokenize::shape::{camel, opens_tag, shape};
use crate::tokenize::trie::Trie;
use crate::tokenize::{Kind, Piece};

/// Buffers that are kept from text to text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    /// The codes of the reading, padded.
    codes: Vec<Code>,
    /// Where each character begins, and the end.
    starts: Vec<u32>,
    /// Places in characters where a break was written that the reading does not show.
    breaks: Vec<u32>,
    begins: Vec<bool>,
    scores: Vec<i16>,
    lattice: Lattice,
}

impl Scratch {
    /// Where each character of the reading begins, in bytes.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn bytes(&self) -> impl Iterator<Item = usize> {
        let length = self.starts.len().saturating_sub(1);
        self.starts[..length].iter().map(|&start| start as usize)
    }

    /// The padded codes.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn into_codes(self) -> Vec<Code> {
        self.codes
    }
}

/// The runs of Thai in what was read, from and to in characters.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
pub(crate) fn runs(scratch: &Scratch) -> Vec<(usize, usize)> {
    let codes = &scratch.codes[WINDOW..WINDOW + scratch.bytes().count()];
    let mut runs = Vec::new();
    let mut at = 0;
    while at < codes.len() {
        let end = if is_thai(codes[at]) { run(codes, &scratch.breaks, at) } else { at + 1 };
        if is_thai(codes[at]) {
            runs.push((at, end));
        }
        at = end;
    }
    runs
}

/// A reading, and where a walk through it stands.
pub(crate) struct Surface<'t> {
    reading: &'t str,
    length: usize,
    /// Within a hashtag, where words are told by their humps.
    tag: bool,
}

/// Whether a code may stand in a run of Thai: its letters, and the stop of abbreviations.
pub(crate) fn takes_part(code: Code) -> bool {
    is_thai(code) || code == STOP
}

impl<'t> Surface<'t> {
    /// Reads the codes of a text into the buffers.
    pub(crate) fn read(text: &'t Text, scratch: &mut Scratch) -> Surface<'t> {
        let reading = text.reading();
        scratch.codes.clear();
        scratch.starts.clear();
        scratch.codes.extend_from_slice(&PADDING[..WINDOW]);
        scratch.codes.reserve(reading.len() / 2 + 2 * WINDOW);
        scratch.starts.reserve(reading.len() / 2 + 1);
        for (at, ch) in reading.char_indices() {
            scratch.codes.push(code::code(ch));
            scratch.starts.push(at as u32);
        }
        let length = scratch.starts.len();
        scratch.starts.push(reading.len() as u32);
        scratch.codes.extend_from_slice(&PADDING);
        scratch.breaks.clear();
        for byte in text.breaks() {
            scratch.breaks.push(scratch.starts.partition_point(|&start| (start as usize) < byte) as u32);
        }
        Surface { reading, length, tag: false }
    }

    /// Cuts it all.
    pub(crate) fn cut(
        mut self,
        model: &Model<'_>,
        user: &[Trie<Vec<[u8; 4]>>],
        scratch: &mut Scratch,
        pieces: &mut Vec<Piece>,
    ) {
        let words = Words { own: &model.trie, user, unknown: model.unknown };
        let mut at = 0;
        while at < self.length {
            let codes = &scratch.codes[WINDOW..WINDOW + self.length];
            if is_thai(codes[at]) {
                let end = run(codes, &scratch.breaks, at);
                self.thai((at, end), (model, words), scratch, pieces);
                at = end;
            } else if codes[at] == SPACE {
                let end = at + codes[at..].iter().take_while(|&&code| code == SPACE).count();
                push(pieces, scratch.starts[at], scratch.starts[end], Kind::Space);
                self.tag = false;
                at = end;
            } else {
                at = self.other(at, &scratch.starts, pieces);
            }
        }
    }

    /// Cuts the run of Thai `from..to`.
    fn thai(
        &mut self,
        (from, to): (usize, usize),
        (model, words): (&Model<'_>, Words<'_>),
        scratch: &mut Scratch,
        pieces: &mut Vec<Piece>,
    ) {
        let Scratch { codes, starts, begins, scores, lattice, .. } = scratch;
        let letters = &codes[WINDOW + from..WINDOW + to];
        places(codes, from, to, begins);
        let path = lattice.path(letters, begins, words);
        model.weights.letters(codes, from, to, scores);
        if !words.user.is_empty() {
            decree(path, scores);
        }
        let mut start = from;
        paths(path, |at, said| {
            if begins[at] && scores[at].saturating_add(model.weights.path(said)) > 0 {
                push(pieces, starts[start], starts[from + at], Kind::Thai);
                start = from + at;
            }
        });
        let dots = letters[start - from..].iter().all(|&code| code == STOP);
        push(pieces, starts[start], starts[to], if dots { Kind::Punctuation } else { Kind::Thai });
    }

    /// Cuts one token that is not Thai; where it ends.
    fn other(&mut self, at: usize, starts: &[u32], pieces: &mut Vec<Piece>) -> usize {
        let byte = starts[at] as usize;
        let rest = &self.reading[byte..];
        if rest.starts_with('#') && opens_tag(rest) {
            self.tag = true;
            push(pieces, starts[at], starts[at] + 1, Kind::Hashtag);
            return at + 1;
        }
        let before = self.reading[..byte].chars().next_back();
        let (mut length, kind) = shape(self.reading, byte, before);
        if self.tag && kind == Kind::Word {
            length = camel(&rest[..length]);
        }
        self.tag &= matches!(kind, Kind::Word | Kind::Number);
        let end = byte + length;
        push(pieces, starts[at], end as u32, kind);
        at + starts[at..].partition_point(|&start| (start as usize) < end)
    }
}

/// Where the run of Thai that begins at `from` ends: at another script, or at a break.
///
/// A stop right after Thai belongs to it, for it may be an abbreviation's; two of them do not.
fn run(codes: &[Code], breaks: &[u32], from: usize) -> usize {
    let stop = |at: usize| codes[at] == STOP && codes.get(at + 1) != Some(&STOP) && is_thai(codes[at - 1]);
    let mut end = from + 1;
    while end < codes.len() && (is_thai(codes[end]) || stop(end)) {
        end += 1;
    }
    let next = breaks.partition_point(|&at| at as usize <= from);
    breaks.get(next).map_or(end, |&at| end.min(at as usize))
}

/// Where words may begin, for each letter of the run `from..to` of padded codes, and its end.
pub(crate) fn places(codes: &[Code], from: usize, to: usize, begins: &mut Vec<bool>) {
    begins.clear();
    let seen = &codes[WINDOW + from - 2..WINDOW + to + 2];
    begins.extend(seen.windows(5).map(|five| may_begin([five[0], five[1], five[2], five[3], five[4]])));
    begins.push(true);
    begins[0] = true;
}

/// A user's word on the path is whole, whatever the scores say.
fn decree(path: &[crate::tokenize::lattice::Word], scores: &mut [i16]) {
    let mut start = 0;
    for word in path {
        let end = word.end as usize;
        if word.known == Known::User {
            scores[start + 1..end].fill(i16::MIN);
            scores[start] = i16::MAX;
            if let Some(next) = scores.get_mut(end) {
                *next = i16::MAX;
            }
        }
        start = end;
    }
}

fn push(pieces: &mut Vec<Piece>, start: u32, end: u32, kind: Kind) {
    pieces.push(Piece { start, end, kind });
}
