//! Listed words that are written nearly right: `ลาเต`, `เชียงไหม่`, `latte` where `ลาเต้` is listed.
//!
//! In: listed words of at least five characters, and a text. Out: hits with a distance. Words are
//! indexed by their skeleton with each of its letters left out (W. Garbe, *SymSpell*, 2012), so one
//! pass over a text takes a few probes a word, whatever the number of entries. An ordinary word is never
//! taken for a listed one, nor are several, unless nothing but marks tells them from it.

use crate::features::fold::fold;
use crate::order;
use crate::tokenize::{Kind, Piece, word_cost};

use super::Reading;
use super::edge::{Edge, edge, is_thai};
use super::likeness::{LONGEST, append, distance, skeleton};
use super::sound::sounds;

/// Listed words of fewer characters are found only as they are written.
const SHORTEST: usize = 5;
/// Pieces of a text that are tried together.
const PIECES: usize = 10;
/// Entries that are compared for one place, and probes of one text.
const TRIED: usize = 16;
const PROBES: usize = 20_000;
/// The farthest that is accepted, and what counts as the same but for marks.
const FAR: f32 = 1.25;
const MARKS: f32 = 0.55;
/// Skeletons shorter than these may differ in marks only, or not in a plain letter.
const SMALL: usize = 5;
const SAFE: usize = 8;
/// The shortest skeleton, less one, that several ordinary words may be together: `อเมริกา|โน`.
const SURE: usize = 7;
/// What ordinary Thai words cost at most in the dictionary; a rarer one may be a slip in its marks.
const ORDINARY: u8 = 64;
/// Sounds that have to agree: all of few, all but one of many.
const HEARD: usize = 4;
const HEARD_NEARLY: usize = 6;
/// So many words, and so many times as many again, ask for one sound more: chance finds what is alike.
const FEW: usize = 1_000;
const TIMES: usize = 12;
/// How far apart two scripts are that sound alike.
const SCRIPTS: f32 = 0.6;

/// An index of listed words by what they may be mistaken for.
#[derive(Debug, Default)]
pub(crate) struct Near {
    /// Hashes of skeletons, whole and with a letter left out, and the words; sorted.
    written: Vec<(u32, u32)>,
    /// The same of their sounds.
    heard: Vec<(u32, u32)>,
    /// Words that the bot's examples use otherwise, hashed; sorted.
    ordinary: Vec<u32>,
    /// The longest skeleton.
    longest: usize,
    /// How many more sounds have to agree, for there are many words.
    more: usize,
    /// How far behind the likeliest each word is, as a distance. Where this is known, an ordinary word
    /// may be a slip too: whoever asks weighs that.
    priors: Vec<f32>,
}

/// A listed word that a stretch of text nearly is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NearHit {
    /// Bytes of the reading.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) word: u32,
    pub(crate) distance: f32,
}

impl Near {
    /// An index of numbered words, as they are compared; `ordinary` words are never corrected.
    pub(crate) fn new<'a>(words: impl Iterator<Item = (u32, &'a str)>, ordinary: impl Iterator<Item = u32>) -> Near {
        let (mut near, mut letters, mut hashes) = (Near::default(), Vec::new(), Vec::new());
        let mut many = 0;
        for (number, word) in words {
            many += 1;
            let length = word.chars().count();
            if !(SHORTEST..=LONGEST).contains(&length) || word.chars().any(char::is_numeric) {
                continue;
            }
            skeleton(word, &mut letters);
            near.longest = near.longest.max(letters.len());
            variants(&letters, letters.len() >= SMALL, &mut hashes);
            near.written.extend(hashes.iter().map(|hash| (*hash, number)));
            sounds(word, &mut letters);
            if letters.len() >= HEARD {
                variants(&letters, letters.len() >= HEARD_NEARLY, &mut hashes);
                near.heard.extend(hashes.iter().map(|hash| (*hash, number)));
            }
        }
        near.more =
            std::iter::successors(Some(many / FEW), |left| Some(left / TIMES)).take_while(|left| *left > 0).count();
        order::sort(&mut near.written);
        near.written.dedup();
        order::sort(&mut near.heard);
        near.heard.dedup();
        near.ordinary = ordinary.collect();
        order::sort(&mut near.ordinary);
        near.ordinary.dedup();
        near
    }

    /// An index of words with how likely each is, for what [`Near::priors`] says.
    pub(crate) fn weighed<'a>(words: impl Iterator<Item = &'a str>, priors: Vec<f32>) -> Near {
        Near { priors, ..Near::new((0..).zip(words), std::iter::empty()) }
    }

    /// Adds what is nearly a listed word; `word` spells a number. Places where an exact hit stands
    /// are the caller's to keep.
    pub(crate) fn find<'w>(&self, reading: &Reading<'_>, word: impl Fn(u32) -> &'w str, hits: &mut Vec<NearHit>) {
        if self.written.is_empty() {
            return;
        }
        let text = fold(reading.text.reading());
        let odd: Vec<Odd> = reading.pieces.iter().map(|piece| self.oddness(&text, piece)).collect();
        let mut search =
            Search { near: self, text: &text, bones: Vec::new(), letters: Vec::new(), hashes: Vec::new(), probes: 0 };
        for first in 0..reading.pieces.len() {
            if !says(&reading.pieces[first]) || !free(reading, reading.pieces[first].start) {
                continue;
            }
            search.bones.clear();
            let mut oddest = Odd::Ordinary;
            for (end, piece) in reading.pieces.iter().enumerate().skip(first).take(PIECES) {
                let (start, stop) = (reading.pieces[first].start as usize, piece.end as usize);
                let own = &text[piece.start as usize..stop];
                if piece.kind == Kind::Punctuation && own != "-" || search.probes > PROBES {
                    break;
                }
                append(own, &mut search.bones);
                if search.bones.len() > self.longest + 1 {
                    break;
                }
                oddest = oddest.max(odd[end]);
                if says(piece) && free(reading, piece.end) && (oddest > Odd::Ordinary || end > first) {
                    hits.extend(search.look((start, stop), oddest, &word));
                }
            }
        }
    }

    fn oddness(&self, text: &str, piece: &Piece) -> Odd {
        let word = &text[piece.start as usize..piece.end as usize];
        if says(piece) && !self.priors.is_empty() {
            return Odd::Unknown;
        }
        if !says(piece) || self.ordinary.binary_search(&ordinary(word)).is_ok() {
            return Odd::Ordinary;
        }
        match word_cost(word).filter(|_| piece.kind == Kind::Thai && word.chars().count() > 1) {
            Some(..=ORDINARY) => Odd::Ordinary,
            Some(_) => Odd::Rare,
            None => Odd::Unknown,
        }
    }
}

/// Whether a piece may be a slip: ordinary words never are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Odd {
    Ordinary,
    /// A rare word of the dictionary.
    Rare,
    Unknown,
}

/// The hash of a folded word that is used otherwise.
pub(crate) fn ordinary(word: &str) -> u32 {
    narrow(word.chars().fold(7, step))
}

fn says(piece: &Piece) -> bool {
    matches!(piece.kind, Kind::Thai | Kind::Word)
}

fn free(reading: &Reading<'_>, at: u32) -> bool {
    edge(reading.text.reading(), reading.pieces, at as usize) == Edge::Word
}

/// Buffers of one search.
struct Search<'n> {
    near: &'n Near,
    text: &'n str,
    /// The skeleton of the stretch that is looked at.
    bones: Vec<char>,
    letters: Vec<char>,
    hashes: Vec<u32>,
    probes: usize,
}

impl Search<'_> {
    /// The nearest listed word of a stretch, if it is near enough.
    fn look<'w>(&mut self, (start, end): (usize, usize), odd: Odd, word: impl Fn(u32) -> &'w str) -> Option<NearHit> {
        let said = &self.text[start..end];
        let mut best: Option<NearHit> = None;
        let prior = |number: u32| self.near.priors.get(number as usize).copied().unwrap_or_default();
        let mut offer = |number: u32, distance: f32| {
            let nearer =
                |best: NearHit| (distance + prior(number), number) < (best.distance + prior(best.word), best.word);
            if best.is_none_or(nearer) {
                best = Some(NearHit { start, end, word: number, distance });
            }
        };
        let (bones, most) = (self.bones.len(), if odd == Odd::Unknown { FAR } else { MARKS });
        if bones + 1 >= if odd == Odd::Ordinary { SURE } else { SMALL - 1 } {
            variants(&self.bones, odd > Odd::Ordinary && bones + 1 >= SMALL, &mut self.hashes);
            self.probes += self.hashes.len();
            for number in candidates(&self.near.written, &self.hashes) {
                let listed = word(number);
                let far = distance(said, listed, 9.0);
                if far > 0.0 && far <= most && alike(said, listed, bones, far) {
                    offer(number, far);
                }
            }
        }
        if odd == Odd::Ordinary || self.near.heard.is_empty() {
            return best;
        }
        sounds(said, &mut self.letters);
        let more = self.near.more;
        if (HEARD + more..=LONGEST).contains(&self.letters.len()) {
            variants(&self.letters, self.letters.len() >= HEARD_NEARLY + more, &mut self.hashes);
            self.probes += self.hashes.len();
            let own = said.chars().any(is_thai);
            for number in candidates(&self.near.heard, &self.hashes) {
                if word(number).chars().any(is_thai) != own {
                    offer(number, SCRIPTS);
                }
            }
        }
        best
    }
}

/// Whether a distance is small enough for words of this length.
fn alike(said: &str, listed: &str, bones: usize, far: f32) -> bool {
    let first = |word: &str| {
        let mut letters = Vec::new();
        skeleton(word, &mut letters);
        letters.first().copied()
    };
    let most = match bones {
        _ if far <= MARKS => return true,
        0..SMALL => 0.0,
        SMALL..SAFE if first(said) != first(listed) => 0.0,
        SMALL..SAFE => 0.95,
        _ => FAR,
    };
    far <= most
}

/// The words behind some hashes, each once, at most [`TRIED`].
fn candidates(index: &[(u32, u32)], hashes: &[u32]) -> Vec<u32> {
    let mut found = Vec::new();
    for &hash in hashes {
        let from = begin(index, hash);
        let same = index[from..].iter().take_while(|entry| entry.0 == hash);
        found.extend(same.map(|entry| entry.1).take(TRIED));
        if found.len() >= TRIED {
            break;
        }
    }
    order::sort(&mut found);
    found.dedup();
    found
}

/// Where a hash stands or would stand: hashes are even, so near the place that its size tells.
fn begin(index: &[(u32, u32)], hash: u32) -> usize {
    let guess = ((index.len() as u64 * u64::from(hash)) >> 32) as usize;
    let (mut low, mut high, mut step) = (guess, guess, 8);
    while low > 0 && index[low - 1].0 >= hash {
        (low, high, step) = (low.saturating_sub(step), low, 2 * step);
    }
    while high < index.len() && index[high].0 < hash {
        (low, high, step) = (high + 1, index.len().min(high + step), 2 * step);
    }
    low + index[low..high].partition_point(|entry| entry.0 < hash)
}

/// The hashes of a word and, if `shorter`, of the word without each of its letters.
fn variants(letters: &[char], shorter: bool, hashes: &mut Vec<u32>) {
    hashes.clear();
    hashes.push(narrow(letters.iter().copied().fold(7, step)));
    if !shorter {
        return;
    }
    // hash(a + b) = hash(a) * BASE^|b| + rest(b): each variant takes one step.
    let (mut rest, mut power) = (0_u64, 1_u64);
    let mut heads: Vec<u64> = Vec::with_capacity(letters.len());
    let mut hash = 7;
    for &letter in letters {
        heads.push(hash);
        hash = step(hash, letter);
    }
    for (at, &letter) in letters.iter().enumerate().rev() {
        hashes.push(narrow(heads[at].wrapping_mul(power).wrapping_add(rest)));
        rest = rest.wrapping_add(power.wrapping_mul(u64::from(u32::from(letter))));
        power = power.wrapping_mul(BASE);
    }
}

const BASE: u64 = 0x0001_0000_01b3;

fn step(hash: u64, letter: char) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(u32::from(letter)))
}

fn narrow(hash: u64) -> u32 {
    ((hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;
    use crate::value::Timestamp;

    fn found(words: &[&str], text: &str) -> Vec<(String, String)> {
        let text = normalize(text);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let reading = Reading { text: &text, pieces: &pieces, now: Timestamp(0) };
        let near = Near::new((0..).zip(words.iter().copied()), ["there", "เย็น"].map(ordinary).into_iter());
        let mut hits = Vec::new();
        near.find(&reading, |number| words[number as usize], &mut hits);
        let text = text.reading();
        hits.iter().map(|hit| (text[hit.start..hit.end].to_owned(), words[hit.word as usize].to_owned())).collect()
    }

    fn is(words: &[&str], text: &str, piece: &str, word: &str) {
        assert!(found(words, text).contains(&(piece.to_owned(), word.to_owned())), "{text}: {:?}", found(words, text));
    }

    const MENU: [&str; 7] = ["ลาเต้", "คาปูชิโน่", "อเมริกาโน่", "เชียงใหม่", "ภูเก็ต", "cappuccino", "croissant"];

    #[test]
    fn slips_are_forgiven() {
        is(&MENU, "ขอลาเต๊แก้วนึง", "ลาเต๊", "ลาเต้");
        is(&MENU, "ไปเชียงไหม่ครับ", "เชียงไหม่", "เชียงใหม่");
        is(&MENU, "one capuccino please", "capuccino", "cappuccino");
        is(&MENU, "a croisant and tea", "croisant", "croissant");
        is(&MENU, "ขอ latte ร้อน", "latte", "ลาเต้");
        is(&MENU, "ขออเมริกาโน", "อเมริกาโน", "อเมริกาโน่");
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for text in ["ขอน้ำเย็น", "too late", "lady", "ไปไหนมา", "มาเช้าเย็นกลับ", "ลาไปเที่ยว", "this is certain"]
        {
            assert_eq!(found(&MENU, text), [], "{text}");
        }
        assert!(found(&["three"], "over there").is_empty());
    }

    #[test]
    fn among_many_words_more_sounds_have_to_agree() {
        let text = normalize("จ่ายที่ counter");
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let reading = Reading { text: &text, pieces: &pieces, now: Timestamp(0) };
        let mut hits = Vec::new();
        for (others, found) in [(10, true), (13_000, false)] {
            let words: Vec<String> = (0..others).map(name).chain(["กึนธอร์".to_owned()]).collect();
            let near = Near::new((0..).zip(words.iter().map(String::as_str)), std::iter::empty());
            hits.clear();
            near.find(&reading, |n| &words[n as usize], &mut hits);
            assert_eq!(hits.iter().any(|hit| words[hit.word as usize] == "กึนธอร์"), found, "{others} others");
        }
    }

    #[test]
    fn variants_are_those_of_shorter_words() {
        let letters: Vec<char> = "abcd".chars().collect();
        let (mut hashes, mut own) = (Vec::new(), Vec::new());
        variants(&letters, true, &mut hashes);
        assert_eq!(hashes.len(), 5);
        for shorter in ["abcd", "abc", "abd", "acd", "bcd"] {
            variants(&shorter.chars().collect::<Vec<_>>(), false, &mut own);
            assert!(hashes.contains(&own[0]), "{shorter}");
        }
    }

    #[test]
    fn a_hash_begins_where_a_search_by_halves_says() {
        let mut index: Vec<(u32, u32)> = (0..500_u32).map(|n| (narrow(u64::from(n % 97)) >> (n % 3 * 9), n)).collect();
        index.sort_unstable();
        let hashes = index.iter().flat_map(|entry| [entry.0, entry.0.wrapping_add(1), entry.0.wrapping_sub(1)]);
        for hash in hashes.chain([0, u32::MAX]) {
            assert_eq!(begin(&index, hash), index.partition_point(|entry| entry.0 < hash), "{hash}");
        }
        assert_eq!(begin(&[], 7), 0);
    }

    #[test]
    fn a_hundred_thousand_entries_take_little_time() {
        let words: Vec<String> =
            (0..100_000_u32).map(|n| format!("{}{}", name(n), name(n.wrapping_mul(2_654_435_761)))).collect();
        let near = Near::new((0..).zip(words.iter().map(String::as_str)), std::iter::empty());
        let text = normalize(&"xqzkt ฬฎฐ ".repeat(2_000));
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let mut hits = Vec::new();
        near.find(&Reading { text: &text, pieces: &pieces, now: Timestamp(0) }, |n| &words[n as usize], &mut hits);
        assert!(hits.len() < PROBES);
    }

    fn name(mut n: u32) -> String {
        let mut name = String::new();
        for _ in 0..3 {
            name.push(['k', 't', 'p', 'm', 'n', 'r', 's', 'l'][(n % 8) as usize]);
            name.push(['a', 'e', 'i', 'o'][(n / 8 % 4) as usize]);
            n /= 32;
        }
        name
    }
}
