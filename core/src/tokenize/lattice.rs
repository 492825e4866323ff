//! Thai letters → the cheapest way to cover them with known words and unknown stretches.
//!
//! A unigram lattice: a known word costs what the dictionary says, an unknown stretch costs to open and
//! then by the letter. One pass forward and one back, linear in the letters (words have a longest).
//! What it finds is a witness for the scores, not the verdict; only a user's words are.

use crate::tokenize::code::Code;
use crate::tokenize::letter::Letter;
use crate::tokenize::trie::{Root, Trie};

/// The longest word that may take part, in letters.
pub(crate) const LONGEST: usize = 48;

/// What an unknown stretch costs, in the units of word costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// To begin one.
    pub(crate) open: u32,
    /// For each letter of it.
    pub(crate) letter: u32,
}

/// How a stretch of the path is known; of two equals the better known wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// In the user's dictionary.
    User,
    /// In the language's.
    Yes,
    /// In none.
    No,
}

/// A dictionary of the user's.
pub(crate) type Users = Trie<Vec<[u8; 4]>>;

/// The dictionaries a lattice draws its words from.
#[derive(Clone, Copy)]
pub(crate) struct Words<'w> {
    /// The language's.
    pub(crate) own: &'w Trie<&'w [[u8; 4]]>,
    /// The user's.
    pub(crate) user: &'w [Users],
    pub(crate) unknown: Unknown,
}

/// The best way known to reach a place: its cost, where its last word began, how that is known; in
/// one number, so that the cheaper is the smaller, and of two equals the one whose last word is longer.
/// On the path that was found: where the word ends that begins here, and how it is known.
pub(crate) type Step = u64;

/// No way is known.
pub(crate) const UNREACHED: Step = u64::MAX;

#[inline]
fn step(cost: u32, place: usize, known: Known) -> Step {
    u64::from(cost) << 32 | (place as u64) << 2 | known as u64
}

#[inline]
fn cost(step: Step) -> u32 {
    (step >> 32) as u32
}

/// The place in a step, and how its word is known.
#[inline]
pub(crate) fn word(step: Step) -> (usize, Known) {
    let known = match step & 3 {
        0 => Known::User,
        1 => Known::Yes,
        _ => Known::No,
    };
    ((step >> 2) as usize & 0x3FFF_FFFF, known)
}

/// In a step, before there is any: a word of the user's begins or ends here.
const MARK: Step = UNREACHED - 1;

/// Marks the places within `from..to` where a word of the user's begins or ends; whether there is one.
pub(crate) fn mark(letters: &mut [Letter], from: usize, to: usize, user: &[Users]) -> bool {
    let mut found = false;
    for trie in user {
        for at in from..to {
            if !letters[at].begins && at > from {
                continue;
            }
            let mut node = trie.root();
            for next in at + 1..=to {
                let Some(cell) = trie.child(node, letters[next - 1].code) else { break };
                if cell.cost() > 0 && (letters[next].begins || next == to) {
                    (letters[at].step, letters[next].step) = (MARK, MARK);
                    found = true;
                }
                node = cell.root();
            }
        }
    }
    found
}

/// Lets words begin where a mark is, whatever has been found out since, and takes the marks away.
pub(crate) fn unmark(letters: &mut [Letter]) {
    for letter in letters.iter_mut().filter(|letter| letter.step == MARK) {
        (letter.begins, letter.step) = (true, UNREACHED);
    }
}

/// Finds the cheapest path over `from..to` of `letters`, whose words begin only where they may, and
/// leaves it in the steps: [`word`] of the step at `from` tells where the first word ends, and so on.
pub(crate) fn path(letters: &mut [Letter], from: usize, to: usize, words: Words<'_>) {
    letters[from].step = step(0, from, Known::No);
    letters[to].step = UNREACHED;
    // The path begins and ends where the run does, whatever stands there.
    let edges = [from, to].map(|edge| std::mem::replace(&mut letters[edge].begins, true));
    let mut walks = Walks { nodes: [words.own.root(); WALKS], ways: [UNREACHED; WALKS] };
    let mut count = 0;
    // An unknown stretch that has been begun and not yet ended: the cheapest one is enough.
    let (mut best, mut open) = (UNREACHED, UNREACHED);
    for at in from..to {
        let Letter { code, begins, step: known, .. } = letters[at];
        // Where no word may begin, what is found out is of no use, and does no harm.
        let way = known.min(best).min(open);
        letters[at].step = way;
        let reached = cost(way);
        count = walks.begin(count, words.own.root(), step(reached, at, Known::Yes), begins);
        if begins && !words.user.is_empty() {
            let way = step(reached, at, Known::User);
            words.user.iter().for_each(|trie| relax(trie, code, &mut letters[at + 1..=to], way));
        }
        let opened = step(reached.wrapping_add(words.unknown.open), at, Known::No);
        open = open.min(if begins { opened } else { UNREACHED }).wrapping_add(u64::from(words.unknown.letter) << 32);
        (best, count) = walks.next(count, words.own, code);
    }
    letters[to].step = letters[to].step.min(best).min(open);
    [letters[from].begins, letters[to].begins] = edges;
    trace(letters, from, to);
}

/// The words of the language that have begun and may go on, each with the way to where it began.
///
/// All of them move on by a letter together, so that none waits for what the other reads. Whether a word
/// ends here is chance to the processor: it is computed, not branched on.
struct Walks {
    nodes: [Root; WALKS],
    ways: [Step; WALKS],
}

/// More words than ever have begun at once.
const WALKS: usize = 32;

impl Walks {
    /// Begins a word, if one may; how many there are.
    #[inline(always)]
    fn begin(&mut self, count: usize, root: Root, way: Step, begins: bool) -> usize {
        let at = count.min(WALKS - 1);
        (self.nodes[at], self.ways[at]) = (root, way);
        at + usize::from(begins)
    }

    /// Moves on by a letter; the best way to the place behind it by a word that ends there, and how many
    /// may go on.
    #[inline(always)]
    fn next(&mut self, count: usize, trie: &Trie<&[[u8; 4]]>, code: Code) -> (Step, usize) {
        let mut best = UNREACHED;
        let mut kept = 0;
        for at in 0..count.min(WALKS) {
            let (cell, way) = (trie.cell(self.nodes[at], code), self.ways[at]);
            let total = way.wrapping_add(u64::from(cell.cost()) << 32);
            best = best.min(if cell.is(code) & (cell.cost() > 0) { total } else { UNREACHED });
            (self.nodes[kept % WALKS], self.ways[kept % WALKS]) = (cell.root(), way);
            kept += usize::from(cell.is(code) & !cell.root().is_leaf());
        }
        (best, kept)
    }
}

/// Offers a user's words that begin with a letter and go on `ahead` to the places where they end, by the
/// way that leads to the letter.
#[inline]
fn relax<C: AsRef<[[u8; 4]]>>(trie: &Trie<C>, mut code: Code, ahead: &mut [Letter], way: Step) {
    let mut node = trie.root();
    for next in ahead {
        let Some(found) = trie.child(node, code) else { return };
        let ends = next.begins & (found.cost() > 0);
        let total = way.saturating_add(u64::from(found.cost()) << 32);
        next.step = next.step.min(if ends { total } else { UNREACHED });
        (node, code) = (found.root(), next.code);
    }
}

/// Turns the steps around: from where each word of the path began to where it ends.
fn trace(letters: &mut [Letter], from: usize, to: usize) {
    let (mut at, mut back) = (to, letters[to].step);
    while at > from {
        let (start, known) = word(back);
        // A word has a letter: the walk ends whatever the steps say.
        let start = start.clamp(from, at - 1);
        back = letters[start].step;
        letters[start].step = step(0, at, known);
        at = start;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::tokenize::code::code;
    use crate::tokenize::letter::{BEFORE, read};
    use crate::tokenize::trie::build;

    fn found(words: &[(&str, u8)], text: &str) -> Vec<(String, Known)> {
        let words: BTreeMap<Vec<Code>, u8> =
            words.iter().map(|(word, cost)| (word.chars().map(code).collect(), *cost)).collect();
        let own = build(&words);
        let cells = own.first().map(|trie| trie.cells().to_vec()).unwrap_or_default();
        let own = Trie::over(cells.as_slice());
        let words = Words { own: &own, user: &[], unknown: Unknown { open: 54, letter: 21 } };
        let mut letters = Vec::new();
        read(text, &mut letters);
        let (from, to) = (BEFORE, BEFORE + text.chars().count());
        path(&mut letters, from, to, words);
        let mut cut = Vec::new();
        let mut at = from;
        while at < to {
            let (end, known) = word(letters[at].step);
            cut.push((text.chars().skip(at - BEFORE).take(end - at).collect(), known));
            at = end;
        }
        cut
    }

    #[test]
    fn frequent_words_win() {
        let words = [("ตา", 30), ("ตาก", 40), ("กลม", 40), ("ลม", 35), ("นั่ง", 30)];
        let found: Vec<String> = found(&words, "นั่งตากลม").into_iter().map(|word| word.0).collect();
        assert_eq!(found, ["นั่ง", "ตา", "กลม"]);
    }

    #[test]
    fn what_is_in_no_dictionary_is_one_stretch() {
        let found = found(&[("ไป", 20), ("กับ", 20)], "ไปกับซารางเฮ");
        assert_eq!(found[2], ("ซารางเฮ".to_owned(), Known::No));
    }
}
