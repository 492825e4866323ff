//! What a lexicon says about each place of a run of Thai, in full: the teacher's view.
//!
//! In: letters and tries. Out: the cheapest path, how much dearer the best path is that decides a
//! place the other way, and the longest listed words that begin, end and lie across each place.

use crate::tokenize::code::Code;
use crate::train::segment::lexicon::UNIT;
use crate::train::segment::line::Line;
use crate::train::segment::teacher::Tries;

/// What an unknown stretch costs: to open, and by the letter (natural logarithms).
pub(crate) const OPEN: f32 = 9.0;
pub(crate) const LETTER: f32 = 3.5;

/// The most clusters of one unknown stretch.
const STRETCH: usize = 7;

/// What is known of the places of one run; every list has one entry more than the run has letters.
pub(crate) struct Evidence {
    pub(crate) begins: Vec<bool>,
    pub(crate) path: Vec<bool>,
    /// Positive where the lattice wants a word to begin.
    pub(crate) margins: Vec<f32>,
    /// Lengths of the longest listed words: beginning here, ending here, across here.
    pub(crate) listed: Vec<[u8; 3]>,
}

struct Edge {
    from: usize,
    to: usize,
    cost: f32,
    listed: bool,
}

impl Evidence {
    /// Gathers it.
    pub(crate) fn gather(line: &Line, (from, to): (usize, usize), tries: &Tries) -> Evidence {
        let letters = line.letters((from, to));
        let begins = line.places((from, to));
        let edges = edges(letters, &begins, tries);
        let end = letters.len();
        let mut evidence =
            Evidence { begins, path: vec![false; end + 1], margins: vec![0.0; end + 1], listed: vec![[0; 3]; end + 1] };
        evidence.measure(&edges, end);
        for edge in edges.iter().filter(|edge| edge.listed) {
            let length = (edge.to - edge.from).min(9) as u8;
            let listed = &mut evidence.listed;
            listed[edge.from][0] = listed[edge.from][0].max(length);
            listed[edge.to][1] = listed[edge.to][1].max(length);
            for across in &mut listed[edge.from + 1..edge.to] {
                across[2] = across[2].max(length);
            }
        }
        evidence
    }

    /// Where the path's words around a place begin and end.
    pub(crate) fn around(&self, at: usize) -> (usize, usize) {
        let left = (0..at).rev().find(|&left| self.path[left]).unwrap_or(0);
        let right = (at + 1..self.path.len()).find(|&right| self.path[right]).unwrap_or(self.path.len() - 1);
        (left, right)
    }

    /// The cheapest path, and margins from the cheapest ways to and from each place.
    fn measure(&mut self, edges: &[Edge], end: usize) {
        let mut to = vec![f32::INFINITY; end + 1];
        let mut back = vec![0; end + 1];
        to[0] = 0.0;
        for edge in edges {
            let cost = to[edge.from] + edge.cost;
            if cost < to[edge.to] {
                to[edge.to] = cost;
                back[edge.to] = edge.from;
            }
        }
        let mut rest = vec![f32::INFINITY; end + 1];
        rest[end] = 0.0;
        for edge in edges.iter().rev() {
            rest[edge.from] = rest[edge.from].min(rest[edge.to] + edge.cost);
        }
        let mut across = vec![f32::INFINITY; end + 1];
        for edge in edges {
            let cost = to[edge.from] + edge.cost + rest[edge.to];
            for other in &mut across[edge.from + 1..edge.to] {
                *other = other.min(cost);
            }
        }
        for at in (1..end).filter(|&at| self.begins[at]) {
            self.margins[at] = (across[at] - (to[at] + rest[at])).clamp(-30.0, 30.0);
        }
        let mut at = end;
        while at > 0 {
            self.path[at] = true;
            at = back[at];
        }
        self.path[0] = true;
    }
}

/// All words and unknown stretches, in the order of where they begin.
fn edges(letters: &[Code], begins: &[bool], tries: &Tries) -> Vec<Edge> {
    let mut edges = Vec::new();
    for from in (0..letters.len()).filter(|&from| begins[from]) {
        for trie in tries {
            trie.prefixes(&letters[from..], |length, cost| {
                if begins[from + length] {
                    edges.push(Edge { from, to: from + length, cost: f32::from(cost) / UNIT as f32, listed: true });
                }
            });
        }
        for to in (from + 1..=letters.len()).filter(|&to| begins[to]).take(STRETCH) {
            edges.push(Edge { from, to, cost: OPEN + LETTER * (to - from) as f32, listed: false });
        }
    }
    edges
}
