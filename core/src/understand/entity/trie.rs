//! Many words in one trie: the exact and the near matches that begin at a place.
//!
//! In: words, folded. Out: for a text and a place in it, every word that begins there. A branch that
//! leads to one word only is not spelt out, so 100,000 names take a few megabytes. It knows nothing
//! of word boundaries.

/// No node, no word.
const NONE: u32 = u32::MAX;

/// A set of words, numbered in byte order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
    /// The children of a node stand together, sorted by character.
    edges: Vec<Edge>,
    /// All words, one after the other.
    text: String,
    /// Where each word ends in `text`.
    ends: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    first: u32,
    count: u32,
    /// The word that ends here.
    word: u32,
    /// The only word below, if there is only one: the rest is compared with its text.
    tail: u32,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    ch: char,
    node: u32,
}

/// The words of a node under construction: `from..to`, which share their first `depth` bytes.
struct Pending {
    node: usize,
    from: usize,
    to: usize,
    depth: usize,
}

impl Trie {
    /// A trie of words that are sorted, distinct and not empty.
    pub(crate) fn new(words: &[&str]) -> Trie {
        let mut trie = Trie::default();
        for word in words {
            trie.text.push_str(word);
            trie.ends.push(number(trie.text.len()));
        }
        trie.nodes.push(Node { first: 0, count: 0, word: NONE, tail: NONE });
        let mut pending = vec![Pending { node: 0, from: 0, to: words.len(), depth: 0 }];
        while let Some(next) = pending.pop() {
            trie.grow(words, &next, &mut pending);
        }
        trie
    }

    fn grow(&mut self, words: &[&str], at: &Pending, pending: &mut Vec<Pending>) {
        let Pending { node, mut from, to, depth } = *at;
        if from < to && words[from].len() == depth {
            self.nodes[node].word = number(from);
            from += 1;
        }
        if to - from == 1 {
            self.nodes[node].tail = number(from);
            return;
        }
        self.nodes[node].first = number(self.edges.len());
        while from < to {
            let Some(ch) = words[from][depth..].chars().next() else { break };
            let same = words[from..to].partition_point(|word| word[depth..].starts_with(ch));
            let child = self.nodes.len();
            self.nodes.push(Node { first: 0, count: 0, word: NONE, tail: NONE });
            self.edges.push(Edge { ch, node: number(child) });
            self.nodes[node].count += 1;
            pending.push(Pending { node: child, from, to: from + same, depth: depth + ch.len_utf8() });
            from += same;
        }
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A word by its number.
    pub(crate) fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.text[start..self.ends[number] as usize]
    }

    /// Calls `hit` with the number and the end of every word that begins at `start`, shortest first.
    pub(crate) fn each_at(&self, text: &str, start: usize, mut hit: impl FnMut(u32, usize)) {
        let Some(mut node) = self.nodes.first() else { return };
        let mut at = start;
        loop {
            if node.word != NONE {
                hit(node.word, at);
            }
            if node.tail != NONE {
                let rest = &self.word(node.tail)[at - start..];
                if text[at..].starts_with(rest) {
                    hit(node.tail, at + rest.len());
                }
                return;
            }
            let Some(ch) = text[at..].chars().next() else { return };
            let Some(next) = self.child(node, ch) else { return };
            node = next;
            at += ch.len_utf8();
        }
    }

    fn child(&self, node: &Node, ch: char) -> Option<&Node> {
        let edges = &self.edges[node.first as usize..(node.first + node.count) as usize];
        let found = edges.binary_search_by_key(&ch, |edge| edge.ch).ok()?;
        self.nodes.get(edges[found].node as usize)
    }
}

/// Lists are far below four billion bytes: the reader refuses larger files.
#[expect(clippy::cast_possible_truncation, reason = "see above")]
fn number(size: usize) -> u32 {
    size as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(words: &[&str], text: &str, start: usize) -> Vec<String> {
        let mut sorted = words.to_vec();
        sorted.sort_unstable();
        let trie = Trie::new(&sorted);
        let mut hits = Vec::new();
        trie.each_at(text, start, |word, end| {
            assert_eq!(trie.word(word), &text[start..end]);
            hits.push(text[start..end].to_owned());
        });
        hits
    }

    #[test]
    fn every_word_that_begins_there() {
        let words = ["กา", "กาแฟ", "กาแฟเย็น", "แฟ", "กินข้าว"];
        assert_eq!(at(&words, "กาแฟเย็นๆ", 0), ["กา", "กาแฟ", "กาแฟเย็น"]);
        assert_eq!(at(&words, "กาแฟ", "กา".len()), ["แฟ"]);
        assert!(at(&words, "กินขนม", 0).is_empty());
        assert!(at(&[], "กา", 0).is_empty());
    }

    #[test]
    fn a_word_and_its_only_extension() {
        assert_eq!(at(&["a", "ab"], "ab", 0), ["a", "ab"]);
        assert_eq!(at(&["a", "ab"], "a", 0), ["a"]);
    }
}
