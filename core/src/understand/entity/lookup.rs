//! The author's lists: every listed word in a text, at places where a word may begin and end.
//!
//! In: the lookups of a bot, with the synonyms of their words. Out: hits with the author's spelling.
//! `เชียงใหม่` is found in `ไปเชียงใหม่ครับ`, `กา` is not found in `กาแฟ`. Listed words are compared
//! normalised and without case. All overlapping hits are given; choosing is `compose`'s.

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::Nlu;
use crate::normalize::normalize;
use crate::understanding::Entity;
use crate::value::Value;

use super::Reading;
use super::edge::{Edge, edge};
use super::trie::Trie;
use crate::features::fold::{fold, same};

/// The most hits of one text: nested listed words on a long text could give a great many.
const MOST: usize = 2048;
/// A hit that ends inside a piece counts when it is at least this many characters long.
const LONG: usize = 6;

/// All lookups of a bot in one trie.
#[derive(Debug, Default)]
pub(crate) struct Lookups {
    trie: Trie,
    /// For each word of the trie where its listings begin; one more at the end.
    firsts: Vec<u32>,
    listings: Vec<Listing>,
    kinds: Vec<String>,
}

#[derive(Debug)]
struct Listing {
    kind: u32,
    /// As the author wrote it.
    spelling: String,
}

/// A listed word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hit {
    /// Bytes of the reading.
    start: usize,
    end: usize,
    /// Its word in the trie.
    word: u32,
}

impl Lookups {
    /// The lists of a bot, with the synonyms of their words.
    pub(crate) fn new(nlu: &Nlu) -> Lookups {
        let mut lists: Vec<(String, Vec<&str>)> = Vec::new();
        for lookup in &nlu.lookups {
            lists.push((lookup.entity.clone(), lookup.words.iter().map(String::as_str).collect()));
        }
        for (_, words) in &mut lists {
            let folded: BTreeSet<String> = words.iter().map(|word| key(word)).collect();
            for synonym in &nlu.synonyms {
                if folded.contains(&key(&synonym.value)) {
                    words.extend(synonym.words.iter().map(String::as_str));
                }
            }
        }
        Lookups::of(lists.iter().map(|(kind, words)| (kind.as_str(), words.as_slice())))
    }

    /// Lists of words by kind.
    pub(crate) fn of<'a>(lists: impl IntoIterator<Item = (&'a str, &'a [&'a str])>) -> Lookups {
        let mut lookups = Lookups::default();
        let mut words: BTreeMap<String, Vec<Listing>> = BTreeMap::new();
        for (kind, list) in lists {
            let kind = lookups.number(kind);
            for spelling in list {
                let listings = words.entry(key(spelling)).or_default();
                if listings.iter().all(|listing| listing.kind != kind) {
                    listings.push(Listing { kind, spelling: (*spelling).to_owned() });
                }
            }
        }
        words.remove("");
        let keys: Vec<&str> = words.keys().map(String::as_str).collect();
        lookups.trie = Trie::new(&keys);
        for listings in words.into_values() {
            lookups.firsts.push(small(lookups.listings.len()));
            lookups.listings.extend(listings);
        }
        lookups.firsts.push(small(lookups.listings.len()));
        lookups
    }

    fn number(&mut self, kind: &str) -> u32 {
        let known = self.kinds.iter().position(|other| other == kind);
        let number = known.unwrap_or(self.kinds.len());
        if known.is_none() {
            self.kinds.push(kind.to_owned());
        }
        small(number)
    }

    fn is_empty(&self) -> bool {
        self.trie.len() == 0
    }

    /// Every listed word of a text, overlapping ones too, by place.
    fn hits(&self, reading: &Reading<'_>, hits: &mut Vec<Hit>) {
        hits.clear();
        if self.is_empty() {
            return;
        }
        let text = reading.text.reading();
        let folded = fold(text);
        for (start, _) in text.char_indices() {
            if hits.len() >= MOST {
                return;
            }
            let left = edge(text, reading.pieces, start);
            if left == Edge::Inside {
                continue;
            }
            self.trie.each_at(&folded, start, |word, end| {
                let right = edge(text, reading.pieces, end);
                if fits(left, right, &text[start..end]) {
                    hits.push(Hit { start, end, word });
                }
            });
        }
    }

    /// Adds every listed word of a text, one entity for each kind that lists it.
    pub(crate) fn find(&self, reading: &Reading<'_>, found: &mut Vec<Entity>) {
        let mut hits = Vec::new();
        self.hits(reading, &mut hits);
        for hit in &hits {
            self.entities(reading, hit, found);
        }
    }

    fn entities(&self, reading: &Reading<'_>, hit: &Hit, found: &mut Vec<Entity>) {
        for listing in self.listings(hit) {
            let kind = &self.kinds[listing.kind as usize];
            let span = reading.text.span(hit.start, hit.end);
            let mut entity = Entity::new(kind, reading.text.original(), span, "lookup");
            if !same(&entity.text, &listing.spelling) {
                entity.value = Value::from(listing.spelling.as_str());
            }
            found.push(entity);
        }
    }

    fn listings(&self, hit: &Hit) -> &[Listing] {
        let word = hit.word as usize;
        &self.listings[self.firsts[word] as usize..self.firsts[word + 1] as usize]
    }
}

/// Both ends between words; or a long hit that the pieces cut otherwise, as they do with names.
fn fits(left: Edge, right: Edge, text: &str) -> bool {
    match left.min(right) {
        Edge::Word => true,
        Edge::Cluster => text.chars().count() >= LONG,
        Edge::Inside => false,
    }
}

/// A word as it is compared: read like a message, without case and space around it.
pub(crate) fn key(word: &str) -> String {
    fold(normalize(word).reading().trim()).into_owned()
}

#[expect(clippy::cast_possible_truncation, reason = "lists are far below four billion words")]
fn small(size: usize) -> u32 {
    size as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize::{Kind, Piece};
    use crate::value::Timestamp;

    fn found(words: &[&str], pieces: &[&str]) -> Vec<String> {
        let mut start = 0;
        let mut cut = Vec::new();
        for piece in pieces {
            let end = start + piece.len() as u32;
            cut.push(Piece { start, end, kind: Kind::Thai });
            start = end;
        }
        let text = normalize(&pieces.concat());
        let reading = Reading { text: &text, pieces: &cut, now: Timestamp(0) };
        let lookups = Lookups::of([("x", words)]);
        let mut entities = Vec::new();
        lookups.find(&reading, &mut entities);
        entities.into_iter().map(|entity| entity.text).collect()
    }

    #[test]
    fn words_are_found_between_words_only() {
        assert_eq!(found(&["น้ำ"], &["อยาก", "กิน", "น้ำ"]), ["น้ำ"]);
        assert_eq!(found(&["เชียงใหม่"], &["ไป", "เชียงใหม่", "ครับ"]), ["เชียงใหม่"]);
        assert!(found(&["กา"], &["กาแฟ"]).is_empty());
        assert!(found(&["at", "lat"], &["latte"]).is_empty());
        assert_eq!(found(&["Latte"], &["ขอ", "LATTE", "เย็น"]), ["LATTE"]);
    }

    #[test]
    fn a_long_name_is_found_where_the_pieces_cut_it_otherwise() {
        assert_eq!(found(&["สมชายใจดี"], &["คุณสมชาย", "ใจดีมาก"]), ["สมชายใจดี"]);
    }

    #[test]
    fn hits_may_overlap() {
        assert_eq!(found(&["กาแฟ", "กาแฟเย็น"], &["กาแฟ", "เย็น"]), ["กาแฟ", "กาแฟเย็น"]);
    }
}
