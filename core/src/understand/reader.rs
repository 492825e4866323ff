//! How the texts of a bot are read: with its repairs, and with the words that it lists.
//!
//! In: a bot's lookups and synonyms. Out: a reader of its messages, examples and lists, which sees the
//! same tokens in all of them. What is made of words that the language knows is left as the language
//! cuts it: `ชาเย็น` stays ชา and เย็น to who tells intents apart. What is not joins as a word of its
//! own: with `โกปี๊` in a lookup, `เพิ่มโกปี๊อีก` is no longer เพิ่มโก|ปี๊|อีก. What was typed in the wrong
//! keyboard layout is read in the other (`layout`); of messages, Thai in Latin letters is read as Thai
//! (`romanized`): examples mean what is written in them.

use std::sync::OnceLock;

use crate::bot::{Bot, Nlu};
use crate::features::fold::fold;
use crate::normalize::normalize_with;
use crate::text::{Repairs, Text};
use crate::tokenize::{Piece, Segmenter, made_of_words};
use crate::understand::romanized::{self, Knows, Lexicon};
use crate::understand::{clipped, layout};

/// The most words that join, in the order of the bot's files; each has 2 to 48 letters and no space.
const MOST: usize = 20_000;

/// What such a word costs in the lattice: as much as a common noun of the language, so that a longer
/// word still wins where a listed one is but its beginning.
const COST: u8 = 60;

/// Reads texts; a bot's is compiled once and shared.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextReader {
    repairs: Repairs,
    segmenter: Segmenter,
    /// The words of what it lists, folded and sorted: they are no slips of the layout.
    listed: Vec<String>,
    /// Those in Thai letters by how they are said, once a message asks for them.
    romanized: OnceLock<Lexicon>,
}

impl TextReader {
    /// How a bot's texts are read.
    pub(crate) fn new(bot: &Bot) -> TextReader {
        let read = |word: &str| normalize_with(word.trim(), bot.repairs).reading().to_owned();
        let joins = |word: &String| !word.contains(char::is_whitespace) && !made_of_words(word);
        let words = listed(&bot.nlu).map(read).filter(joins).take(MOST);
        let names =
            listed(&bot.nlu).take(MOST).flat_map(str::split_whitespace).map(|word| fold(&read(word)).into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        names.dedup();
        TextReader {
            repairs: bot.repairs,
            segmenter: Segmenter::of(words, COST),
            listed: names,
            romanized: OnceLock::new(),
        }
    }

    /// Reads a text, as far as texts are read, and cuts it into pieces, in a buffer that is emptied first.
    pub(crate) fn read(&self, text: &str, pieces: &mut Vec<Piece>) -> Text {
        let text = normalize_with(clipped(text), self.repairs);
        self.segmenter.tokenize(&text, pieces);
        let Some(anew) = self.retyped(&text, pieces) else { return text };
        let text = text.retyped(&normalize_with(&anew, self.repairs), &anew);
        self.segmenter.tokenize(&text, pieces);
        text
    }

    /// Reads a message; Thai that was written in Latin letters is read as Thai, with what its reader knows.
    pub(crate) fn hear(&self, text: &str, knows: &dyn Knows, pieces: &mut Vec<Piece>) -> Text {
        let text = self.read(text, pieces);
        let knows = &Listed { reader: self, knows };
        if text.is_retyped() || !romanized::suspicious(&text, pieces, knows) {
            return text;
        }
        let own = self.romanized.get_or_init(|| Lexicon::new(self.listed.iter().cloned()));
        let Some(text) = romanized::read(&text, pieces, own, knows) else { return text };
        self.segmenter.tokenize(&text, pieces);
        text
    }

    /// A text typed anew where it was typed in the wrong layout.
    fn retyped(&self, text: &Text, pieces: &[Piece]) -> Option<String> {
        let listed = |word: &str| self.lists(word);
        layout::suspicious(text, pieces).then(|| layout::retyped(text.original(), &self.segmenter, &listed)).flatten()
    }

    fn lists(&self, word: &str) -> bool {
        self.listed.binary_search_by(|own| own.as_str().cmp(word)).is_ok()
    }
}

/// What a reader lists, besides what somebody knows.
struct Listed<'r> {
    reader: &'r TextReader,
    knows: &'r dyn Knows,
}

impl Knows for Listed<'_> {
    fn word(&self, word: u32) -> bool {
        self.knows.word(word)
    }

    fn pair(&self, first: u32, second: u32) -> bool {
        self.knows.pair(first, second)
    }

    fn lists(&self, word: &str) -> bool {
        self.reader.lists(word) || self.knows.lists(word)
    }
}

/// The words that a bot lists: those of its lookups, then its synonyms and what they stand for.
pub(crate) fn listed(nlu: &Nlu) -> impl Iterator<Item = &str> {
    let synonyms = nlu.synonyms.iter().flat_map(|synonym| std::iter::once(&synonym.value).chain(&synonym.words));
    nlu.lookups.iter().flat_map(|lookup| &lookup.words).chain(synonyms).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::Lookup;

    fn words(listed: &[&str], text: &str) -> Vec<String> {
        let words = listed.iter().map(|word| (*word).to_owned()).collect();
        let mut bot = Bot::default();
        bot.nlu.lookups.push(Lookup { entity: "item".into(), words, ..Lookup::default() });
        let mut pieces = Vec::new();
        let read = TextReader::new(&bot).read(text, &mut pieces);
        pieces.iter().map(|piece| read.reading()[piece.start as usize..piece.end as usize].to_owned()).collect()
    }

    #[test]
    fn a_bots_own_words_are_whole() {
        assert_eq!(words(&["โกปี๊"], "เพิ่มโกปี๊อีก"), ["เพิ่ม", "โกปี๊", "อีก"]);
        assert_eq!(words(&["โกปี๊"], "เพิ่มโกปี๊ๆๆอีก"), ["เพิ่ม", "โกปี๊", "ๆ", "อีก"]);
        assert_eq!(words(&["iPhone15โปร"], "มีiphone15โปรไหม"), ["มี", "iphone15โปร", "ไหม"]);
    }

    #[test]
    fn what_is_made_of_words_is_cut_as_ever() {
        assert_eq!(words(&["ชาเย็น", "ชา เย็น"], "เอาชาเย็น"), ["เอา", "ชา", "เย็น"]);
    }

    #[test]
    fn a_text_without_them_is_cut_as_without_them() {
        for text in ["ร้านเปิดกี่โมงคะ", "ขอกาแฟเย็นหวานน้อยสองแก้วค่ะ", "พยายามโทรหาหลายรอบแล้ว"]
        {
            assert_eq!(words(&["โกปี๊", "ทงคัตสึ"], text), words(&[], text));
        }
    }

    #[test]
    fn any_list_costs_a_text_no_more_than_its_length() {
        let long = "ฆ".repeat(48);
        let listed: Vec<String> = (2..=48).map(|length| long.chars().take(length).collect()).collect();
        let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
        let text: String = "ฆง".repeat(40) + &"ฆ".repeat(20_000);
        assert_eq!(words(&listed, &text).concat().len(), words(&[], &text).concat().len());
    }
}
