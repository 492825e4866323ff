//! The author's lists: every listed word in a text, at places where a word may begin and end.
//!
//! In: the lookups of a bot, with the synonyms of their words. Out: hits with the author's spelling.
//! `เชียงใหม่` is found in `ไปเชียงใหม่ครับ`, `กา` is not found in `กาแฟ`. Listed words are compared
//! normalised and without case; longer ones may be nearly so, at a lower score. All overlapping hits
//! are given; choosing is `compose`'s.

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::Nlu;
use crate::normalize::normalize_with;
use crate::order;
use crate::text::Repairs;
use crate::understanding::Entity;
use crate::value::Value;

use super::Reading;
use super::edge::{Edge, edge};
use super::likeness::distance;
use super::near::{Near, NearHit, ordinary};
use super::trie::Trie;
use crate::features::fold::{fold, same};
use crate::understand::TextReader;

/// The most hits of one text: nested listed words on a long text could give a great many.
const MOST: usize = 2048;
/// A hit that ends inside a piece counts when it is at least this many characters long.
const LONG: usize = 6;
/// The most words that a conversation lists for itself, and their longest, in bytes.
const GIVEN: usize = 256;
const GIVEN_LONGEST: usize = 256;
/// A learned span of so many letters is a listed word where they are less than this apart; of longer
/// lists none is looked for.
const SLIPS: usize = 5;
const SLIP: f32 = 1.1;
const FEW: usize = 500;
/// The score of a word that is nearly a listed one, and what distance takes from it.
const NEARLY: f64 = 0.9;
const STEP: f64 = 0.3;

/// All lookups of a bot in one trie.
#[derive(Debug, Default)]
pub(crate) struct Lookups {
    trie: Trie,
    /// For each word of the trie where its listings begin; one more at the end.
    firsts: Vec<u32>,
    listings: Vec<Listing>,
    kinds: Vec<String>,
    near: Near,
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
    pub(crate) fn new(nlu: &Nlu, repairs: Repairs, reader: &TextReader) -> Lookups {
        let mut lists: Vec<(String, Vec<&str>)> = Vec::new();
        for lookup in &nlu.lookups {
            lists.push((lookup.entity.clone(), lookup.words.iter().map(String::as_str).collect()));
        }
        for (_, words) in &mut lists {
            let folded = order::set(words.iter().map(|word| key(word)));
            for synonym in &nlu.synonyms {
                if folded.contains(&key(&synonym.value)) {
                    words.extend(synonym.words.iter().map(String::as_str));
                }
            }
        }
        let mut lookups = Lookups::read(lists.iter().map(|(kind, words)| (kind.as_str(), words.as_slice())), repairs);
        let exact = |lookup: &&crate::bot::Lookup| lookup.exact;
        let exact: BTreeSet<String> = nlu
            .lookups
            .iter()
            .filter(exact)
            .flat_map(|lookup| &lookup.words)
            .map(|word| key_with(word, repairs))
            .collect();
        lookups.forgive(&exact, used(nlu, reader));
        lookups
    }

    /// The words that a conversation knows, by kind.
    pub(crate) fn given(lists: &[(&str, Vec<&str>)]) -> Lookups {
        let short = |words: &Vec<&'_ str>| -> Vec<String> {
            let short = words.iter().filter(|word| word.len() <= GIVEN_LONGEST);
            short.take(GIVEN).map(|word| (*word).to_owned()).collect()
        };
        let lists: Vec<(&str, Vec<String>)> = lists.iter().map(|(kind, words)| (*kind, short(words))).collect();
        let borrowed: Vec<(&str, Vec<&str>)> =
            lists.iter().map(|(kind, words)| (*kind, words.iter().map(String::as_str).collect())).collect();
        let mut lookups = Lookups::of(borrowed.iter().map(|(kind, words)| (*kind, words.as_slice())));
        lookups.forgive(&BTreeSet::new(), Vec::new());
        lookups
    }

    /// From now on slips are forgiven, but for some words; words that are `used` otherwise are none.
    fn forgive(&mut self, exact: &BTreeSet<String>, used: Vec<u32>) {
        let words = (0..small(self.trie.len())).map(|number| (number, self.trie.word(number)));
        self.near = Near::new(words.filter(|(_, word)| !exact.contains(*word)), used.into_iter());
    }

    /// Lists of words by kind.
    pub(crate) fn of<'a>(lists: impl IntoIterator<Item = (&'a str, &'a [&'a str])>) -> Lookups {
        Lookups::read(lists, Repairs::default())
    }

    fn read<'a>(lists: impl IntoIterator<Item = (&'a str, &'a [&'a str])>, repairs: Repairs) -> Lookups {
        let mut lookups = Lookups::default();
        let mut words: BTreeMap<String, Vec<Listing>> = BTreeMap::new();
        for (kind, list) in lists {
            let kind = lookups.number(kind);
            for spelling in list {
                let listings = words.entry(key_with(spelling, repairs)).or_default();
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

    /// The listed word of a kind that a learned span is but for a slip: `หวานน้อบ` → `หวานน้อย`.
    pub(crate) fn nearest(&self, kind: &str, text: &str) -> Option<&str> {
        let kind = small(self.kinds.iter().position(|other| other == kind)?);
        let said = key(text);
        if said.chars().count() < SLIPS || self.listings.len() > FEW {
            return None;
        }
        let mut best: Option<(f32, &str)> = None;
        for word in 0..small(self.trie.len()) {
            let mut listings = self.listings(&Hit { start: 0, end: 0, word }).iter();
            let Some(listing) = listings.find(|listing| listing.kind == kind) else { continue };
            let far = distance(&said, self.trie.word(word), SLIP);
            if far < SLIP && best.is_none_or(|(least, _)| far < least) {
                best = Some((far, &listing.spelling));
            }
        }
        best.map(|(_, spelling)| spelling)
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
            self.entities(reading, hit, 1.0, found);
        }
        let mut near = Vec::new();
        self.near.find(reading, |word| self.trie.word(word), &mut near);
        for NearHit { start, end, word, distance } in nearest(near, &hits) {
            let score = NEARLY - STEP * f64::from(distance);
            self.entities(reading, &Hit { start, end, word }, score, found);
        }
    }

    fn entities(&self, reading: &Reading<'_>, hit: &Hit, score: f64, found: &mut Vec<Entity>) {
        for listing in self.listings(hit) {
            let kind = &self.kinds[listing.kind as usize];
            let span = reading.text.span(hit.start, hit.end);
            let mut entity = Entity::new(kind, reading.text.original(), span, "lookup");
            if !same(&entity.text, &listing.spelling) {
                entity.value = Value::from(listing.spelling.as_str());
            }
            entity.score = score;
            found.push(entity);
        }
    }

    fn listings(&self, hit: &Hit) -> &[Listing] {
        let word = hit.word as usize;
        &self.listings[self.firsts[word] as usize..self.firsts[word + 1] as usize]
    }
}

/// The nearest of those that overlap, then the longest; none that overlaps an exact hit.
fn nearest(mut near: Vec<NearHit>, exact: &[Hit]) -> Vec<NearHit> {
    let over = |a: (usize, usize), b: (usize, usize)| a.0 < b.1 && b.0 < a.1;
    near.retain(|hit| exact.iter().all(|other| !over((hit.start, hit.end), (other.start, other.end))));
    order::by(&mut near, |a, b| {
        let by_length = (b.end - b.start).cmp(&(a.end - a.start));
        a.distance.total_cmp(&b.distance).then(by_length).then(a.start.cmp(&b.start)).then(a.word.cmp(&b.word))
    });
    let mut kept: Vec<NearHit> = Vec::new();
    for hit in near {
        if kept.iter().all(|other| !over((hit.start, hit.end), (other.start, other.end))) {
            kept.push(hit);
        }
    }
    kept
}

/// The words that a bot's examples use outside their annotations: no slips of listed ones.
fn used(nlu: &Nlu, reader: &TextReader) -> Vec<u32> {
    let (mut used, mut pieces) = (Vec::new(), Vec::new());
    for example in &nlu.examples {
        let text = reader.read(&example.text, &mut pieces);
        let folded = fold(text.reading());
        for piece in &pieces {
            let span = text.span(piece.start as usize, piece.end as usize);
            let named =
                example.annotations.iter().any(|a| span.start < a.end as usize && (a.start as usize) < span.end);
            if !named {
                used.push(ordinary(&folded[piece.start as usize..piece.end as usize]));
            }
        }
    }
    used
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
    key_with(word, Repairs::default())
}

fn key_with(word: &str, repairs: Repairs) -> String {
    fold(normalize_with(word, repairs).reading().trim()).into_owned()
}

#[expect(clippy::cast_possible_truncation, reason = "lists are far below four billion words")]
fn small(size: usize) -> u32 {
    size as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
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
