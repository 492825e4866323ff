//! Thai in Latin letters, as customers type it: `สวัสดีครับ` is `sawatdee krap`, or `sawasdi khrab`.
//!
//! In: a text and a number. Out: its Thai words spelled by their sounds, without tones, after the Royal
//! Thai General System of Transcription or as people write instead (`j` for `ch`, `ee` for `i`), drawn by
//! the number. It measures what a model bears; what the rules miss is spelled wrong, as people do too.
//! Kept apart from `understand::romanized`, which it measures, though both say Thai by like rules.

use crate::learn::matrix::random;
use crate::tokenize::token::tokenize;

/// Letters that open a syllable, and how they are spelled by the system and by people.
const OPEN: [(&str, &str, &str); 20] = [
    ("ก", "k", "g"),
    ("ขฃคฅฆ", "kh", "k"),
    ("ง", "ng", "ng"),
    ("จ", "ch", "j"),
    ("ฉชฌ", "ch", "ch"),
    ("ซศษส", "s", "s"),
    ("ญย", "y", "y"),
    ("ฎด", "d", "d"),
    ("ฏต", "t", "t"),
    ("ฐฑฒถทธ", "th", "t"),
    ("ณน", "n", "n"),
    ("บ", "b", "b"),
    ("ป", "p", "p"),
    ("ผพภ", "ph", "p"),
    ("ฝฟ", "f", "f"),
    ("ม", "m", "m"),
    ("รฤ", "r", "r"),
    ("ลฬ", "l", "l"),
    ("ว", "w", "v"),
    ("หฮ", "h", "h"),
];
/// Letters that close one.
const CLOSE: [(&str, &str, &str); 9] = [
    ("กขคฆ", "k", "k"),
    ("ง", "ng", "ng"),
    ("ซศษส", "t", "s"),
    ("จชฎดฏตฐฑฒถทธ", "t", "d"),
    ("ญณนรลฬ", "n", "n"),
    ("บปพภฟ", "p", "b"),
    ("ม", "m", "m"),
    ("ย", "i", "y"),
    ("ว", "o", "w"),
];
/// Two letters that are said as one sound, and which letter that is.
const ONE: [(&str, char); 5] = [("ทร", 'ซ'), ("สร", 'ส'), ("ศร", 'ศ'), ("ซร", 'ซ'), ("จร", 'จ')];

/// The Thai words of a text in Latin letters, a space between them; all else as it stands.
pub(super) fn roman(text: &str, mut seed: u64) -> String {
    let (mut out, mut last) = (String::with_capacity(text.len()), String::new());
    for token in tokenize(text) {
        let thai = token.text.contains(is_consonant);
        if thai {
            last = Word::new(token.text, &mut seed).spelled();
        }
        let other = if thai || token.text == "ๆ" { last.as_str() } else { token.text };
        let starts = other.starts_with(char::is_alphanumeric) && out.ends_with(char::is_alphanumeric);
        if starts && (other == last || out.ends_with(&last)) && !last.is_empty() {
            out.push(' ');
        }
        out.push_str(other);
    }
    out
}

/// A word that is being spelled.
struct Word<'s> {
    letters: Vec<char>,
    at: usize,
    out: String,
    seed: &'s mut u64,
}

impl Word<'_> {
    /// Without tones, and without what ์ silences.
    fn new<'s>(word: &str, seed: &'s mut u64) -> Word<'s> {
        let mut letters: Vec<char> = Vec::new();
        for ch in word.chars() {
            match ch {
                '\u{e48}'..='\u{e4b}' => {}
                '\u{e4c}' => {
                    letters.pop_if(|last| matches!(last, '\u{e34}' | '\u{e38}'));
                    letters.pop();
                }
                ch => letters.push(ch),
            }
        }
        Word { letters, at: 0, out: String::new(), seed }
    }

    fn spelled(mut self) -> String {
        while self.at < self.letters.len() {
            self.syllable();
        }
        self.out
    }

    fn letter(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Whether a consonant so far ahead is said with a vowel that is written behind it.
    fn bears(&self, ahead: usize) -> bool {
        let (next, after) = (self.letter(ahead + 1), self.letter(ahead + 2));
        is_mark(next) || (next == 'อ' && !is_mark(after)) || (next == 'ร' && after == 'ร')
    }

    /// One of two spellings.
    fn put(&mut self, letter: char, table: &[(&str, &str, &str)]) {
        let Some((_, system, people)) = table.iter().find(|(letters, ..)| letters.contains(letter)) else { return };
        let spelling = if random(self.seed).is_multiple_of(2) { system } else { people };
        self.out.push_str(spelling);
    }

    fn vowel(&mut self, length: usize, system: &str, people: &str) {
        self.at += length;
        let spelling = if random(self.seed).is_multiple_of(2) { system } else { people };
        self.out.push_str(spelling);
    }

    fn syllable(&mut self) {
        let before = Some(self.letter(0)).filter(|ch| ('เ'..='ไ').contains(ch));
        self.at += usize::from(before.is_some());
        if !is_consonant(self.letter(0)) {
            let other = self.letter(0);
            self.out.extend(Some(other).filter(char::is_ascii_alphanumeric));
            self.at += 1;
            return;
        }
        // A letter that is left over at the end is not said: the ร of บัตร.
        if before.is_none() && self.at > 0 && self.at + 1 == self.letters.len() {
            self.at += 1;
            return;
        }
        self.opening(before);
        let closed = match before {
            Some('เ') => self.after_e(),
            Some('ไ' | 'ใ') => {
                let written = self.letter(0) == 'ย' && !self.bears(0);
                self.vowel(usize::from(written), "ai", "ai");
                false
            }
            Some(before) => {
                let length = usize::from(matches!(self.letter(0), 'ะ' | '\u{e47}'));
                let closed = self.letter(0) != 'ะ';
                if before == 'แ' {
                    self.vowel(length, "ae", "ae");
                } else {
                    self.vowel(length, "o", "o");
                }
                closed
            }
            None => self.behind(),
        };
        if closed && is_consonant(self.letter(0)) && !self.bears(0) && self.letter(0) != 'อ' {
            self.put(self.letter(0), &CLOSE);
            self.at += 1;
        }
    }

    /// The consonants that a syllable opens with.
    fn opening(&mut self, before: Option<char>) {
        let (one, two) = (self.letter(0), self.letter(1));
        let pair: String = [one, two].iter().collect();
        let follows =
            self.bears(1) || before.is_some() || (is_consonant(self.letter(2)) && !self.bears(2) && two != 'ว');
        let silent = (one == 'ห' && "งญนมยรลว".contains(two)) || (pair == "อย" && matches!(self.letter(2), 'ู' | 'า'));
        if follows && silent {
            self.put(two, &OPEN);
            self.at += 2;
        } else if let Some((_, said)) = ONE.iter().find(|(letters, _)| follows && pair == *letters) {
            // โทร is the first half of a word.
            let said = if before == Some('โ') { one } else { *said };
            self.put(said, &OPEN);
            self.at += 2;
        } else if follows && is_cluster(one, two) {
            self.put(one, &OPEN);
            self.put(two, &OPEN);
            self.at += 2;
        } else {
            self.put(one, &OPEN);
            self.at += 1;
        }
    }

    /// The vowel of what stands behind เ; whether a consonant may close the syllable.
    fn after_e(&mut self) -> bool {
        match (self.letter(0), self.letter(1)) {
            ('\u{e35}', 'ย') => self.vowel(2, "ia", "ia"),
            ('\u{e37}', 'อ') => self.vowel(2, "uea", "ua"),
            ('\u{e34}', _) => self.vowel(1, "oe", "er"),
            ('า', 'ะ') => self.vowel(2, "o", "o"),
            ('า', _) => {
                self.vowel(1, "ao", "ao");
                return false;
            }
            ('อ', _) => self.vowel(1, "oe", "er"),
            ('ย', _) if !self.bears(0) => self.vowel(1, "oei", "oey"),
            ('ะ' | '\u{e47}', _) => self.vowel(1, "e", "e"),
            _ => self.vowel(0, "e", "e"),
        }
        true
    }

    /// The vowel of a syllable that has none before its consonant.
    fn behind(&mut self) -> bool {
        match (self.letter(0), self.letter(1)) {
            ('\u{e31}', 'ว') => self.vowel(2, "ua", "ua"),
            ('\u{e31}' | 'า', _) => self.vowel(1, "a", "a"),
            ('ะ', _) => {
                self.vowel(1, "a", "a");
                return false;
            }
            ('\u{e33}', _) => {
                self.vowel(1, "am", "um");
                return false;
            }
            ('\u{e34}', _) => self.vowel(1, "i", "i"),
            ('\u{e35}', _) => self.vowel(1, "i", "ee"),
            ('\u{e37}', 'อ') => self.vowel(2, "ue", "eu"),
            ('\u{e36}' | '\u{e37}', _) => self.vowel(1, "ue", "eu"),
            ('\u{e38}', _) => self.vowel(1, "u", "u"),
            ('\u{e39}', _) => self.vowel(1, "u", "oo"),
            ('\u{e47}', 'อ') => self.vowel(2, "o", "o"),
            ('ร', 'ร') => {
                let closed = is_consonant(self.letter(2)) && !self.bears(2);
                self.vowel(2, if closed { "a" } else { "an" }, if closed { "a" } else { "un" });
            }
            ('อ', _) if !self.bears(0) => self.vowel(1, "o", "or"),
            ('ว', next) if is_consonant(next) && !self.bears(1) && !self.bears(0) => self.vowel(1, "ua", "ua"),
            _ => return self.unwritten(),
        }
        true
    }

    /// คน is khon, ถนน and สบาย begin with tha and sa.
    fn unwritten(&mut self) -> bool {
        let bare = (0..).take_while(|at| is_consonant(self.letter(*at)) && !self.bears(*at)).count();
        let closed = bare % 2 == 1;
        if closed || self.letters.len() == 1 {
            self.vowel(0, "o", "o");
        } else {
            self.vowel(0, "a", "a");
        }
        closed
    }
}

/// กล, พร, ขว: two consonants before one vowel. ตล is none, ตลาด begins with ta.
fn is_cluster(one: char, two: char) -> bool {
    match one {
        'ก' | 'ข' | 'ค' => matches!(two, 'ร' | 'ล' | 'ว'),
        'ป' | 'ผ' | 'พ' | 'บ' | 'ฟ' => matches!(two, 'ร' | 'ล'),
        'ต' | 'ด' => two == 'ร',
        _ => false,
    }
}

fn is_consonant(ch: char) -> bool {
    ('ก'..='ฮ').contains(&ch)
}

/// Vowels that are written behind, above or below a consonant.
fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{e30}'..='\u{e39}' | '\u{e47}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word's spellings by many numbers hold this one.
    fn may_be(word: &str, spelling: &str) {
        let all: std::collections::BTreeSet<String> = (0..400).map(|seed| roman(word, seed)).collect();
        assert!(all.contains(spelling), "{word} is {all:?}, not {spelling}");
    }

    #[test]
    fn words_are_spelled_by_their_sounds() {
        for (word, spelling) in [
            ("สวัสดี", "sawasdee"),
            ("สวัสดี", "sawatdi"),
            ("ครับ", "khrap"),
            ("ครับ", "krab"),
            ("ค่ะ", "kha"),
            ("กาแฟ", "kafae"),
            ("เท่าไหร่", "thaorai"),
            ("อยาก", "yak"),
            ("เปลี่ยน", "plian"),
            ("สนุก", "sanuk"),
            ("ถนน", "thanon"),
            ("สวย", "suay"),
            ("ควร", "khuan"),
            ("บัตร", "bat"),
            ("จันทร์", "jan"),
            ("เลย", "loei"),
            ("โทรศัพท์", "thosap"),
            ("โปรโมชั่น", "promochan"),
            ("ยกเลิก", "yokloek"),
            ("เห็น", "hen"),
            ("หมด", "mot"),
            ("ธรรม", "tham"),
            ("ใคร", "krai"),
            ("พรุ่งนี้", "phrungni"),
            ("ตลาด", "talat"),
            ("เมื่อ", "muea"),
        ] {
            may_be(word, spelling);
        }
    }

    #[test]
    fn what_is_not_thai_stays_and_the_same_number_spells_the_same() {
        for text in ["ok 15 GB 👍🏽", "what's up, e-mail me (now)?  2.5%"] {
            assert_eq!(roman(text, 3), text);
        }
        assert_eq!(roman("รับ 2 GB ค่ะ", 3).split(' ').nth(1), Some("2"));
        assert_eq!(roman("เร็วๆ", 8).split(' ').collect::<Vec<_>>().len(), 2);
        assert_eq!(roman("ขอเปลี่ยนโปรหน่อยค่ะ", 8), roman("ขอเปลี่ยนโปรหน่อยค่ะ", 8));
        assert!(roman("ขอเปลี่ยนโปรหน่อยค่ะ", 8).is_ascii());
    }
}
