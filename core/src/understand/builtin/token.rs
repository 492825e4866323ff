//! A reading → tokens: grammar words, digit runs, marks, and opaque runs of everything else.
//!
//! One pass, left to right, longest grammar word first. A Thai word never splits a character
//! cluster, a Latin one never a word. What the grammar does not know still separates what it does.

use super::class::{Class, Set};
use super::lexicon::{Lexicon, Sense, lexicon};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word of the grammar.
    Word(u16),
    /// Digits, Thai or Arabic.
    Digits,
    /// One character of punctuation or a symbol.
    Mark(char),
    /// Letters of a script other than Thai that are no word of the grammar.
    Letters,
    /// Thai that is no word of the grammar.
    Thai,
}

/// A token of the reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) sort: Sort,
    /// White space stands before it: 0 none, 1 some, 2 a line break.
    pub(super) space: u8,
    /// For digits: their value, saturated, and how many they are.
    pub(super) number: u64,
    pub(super) length: u8,
}

/// A reading and its tokens.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    pub(super) text: &'t str,
    pub(super) list: Vec<Token>,
    /// The measures that are wanted, as bits: they decide what `pounds` are.
    pub(super) measures: u16,
    /// Whether any of it is in Thai letters.
    pub(super) thai: bool,
    lexicon: &'static Lexicon,
}

pub(super) fn is_thai(letter: char) -> bool {
    ('\u{0E01}'..='\u{0E4E}').contains(&letter) && letter != '฿'
}

fn is_consonant(letter: char) -> bool {
    ('ก'..='ฮ').contains(&letter)
}

/// A character that belongs to the consonant before it.
pub(super) fn is_dependent(letter: char) -> bool {
    matches!(letter, '\u{0E30}'..='\u{0E3A}' | '\u{0E45}' | '\u{0E47}'..='\u{0E4E}')
}

pub(super) fn digit(letter: char) -> Option<u8> {
    match letter {
        '0'..='9' => Some(letter as u8 - b'0'),
        '๐'..='๙' => Some((letter as u32 - '๐' as u32) as u8),
        _ => None,
    }
}

/// Whether a grammar word may end here: not inside a Thai cluster, not before a silenced letter,
/// not inside a word of another script.
fn may_end(text: &str, end: usize) -> bool {
    let last = text[..end].chars().next_back();
    let mut rest = text[end..].chars();
    let Some(next) = rest.next() else { return true };
    if last.is_some_and(is_thai) {
        if is_dependent(next) {
            return false;
        }
        if is_consonant(next) {
            let second = rest.next();
            let third = rest.next();
            let silent = |letter: Option<char>| letter == Some('\u{0E4C}');
            return !(silent(second) || (matches!(second, Some('\u{0E34}' | '\u{0E38}')) && silent(third)));
        }
        return true;
    }
    !(last.is_some_and(char::is_alphabetic) && next.is_alphabetic() && !is_thai(next))
}

impl<'t> Tokens<'t> {
    /// Cuts a reading into tokens.
    pub(super) fn scan(text: &'t str) -> Tokens<'t> {
        let mut tokens = Tokens {
            text,
            list: Vec::with_capacity(text.len() / 6 + 4),
            measures: u16::MAX,
            thai: text.chars().any(is_thai),
            lexicon: lexicon(),
        };
        let mut at = 0;
        let mut space = 0;
        while let Some(letter) = text[at..].chars().next() {
            if letter.is_whitespace() {
                space = space.max(if letter == '\n' { 2 } else { 1 });
                at += letter.len_utf8();
                continue;
            }
            if let Some(end) = tokens.possessive(at, space) {
                at = end;
                continue;
            }
            let (end, sort) = tokens.piece(at, letter);
            tokens.push(at, end, sort, space);
            space = 0;
            at = end;
        }
        tokens
    }

    /// The end of an English `'s` after a word: it separates nothing.
    fn possessive(&self, at: usize, space: u8) -> Option<usize> {
        let rest = &self.text[at..];
        let size = ["'s", "’s"].into_iter().find(|mark| rest.starts_with(mark))?.len();
        let after_word = space == 0 && matches!(self.list.last(), Some(Token { sort: Sort::Word(_), .. }));
        let ends = !rest[size..].starts_with(char::is_alphanumeric);
        (after_word && ends).then_some(at + size)
    }

    fn piece(&self, at: usize, letter: char) -> (usize, Sort) {
        let text = self.text;
        if digit(letter).is_some() {
            let rest = &text[at..];
            let size = rest.find(|letter| digit(letter).is_none()).unwrap_or(rest.len());
            return (at + size, Sort::Digits);
        }
        let head = self.starts_word(at, letter);
        // An abbreviation (มค, กม) or a lone consonant (บ) is a word only where no Thai stands beside
        // it; after a number Thai may follow: 15 มคนี้, but ไม่มีคน.
        let inside = |end: usize, shy: bool| {
            let thai = |letter: Option<char>| letter.is_some_and(is_thai);
            let lone = end == letter.len_utf8() && is_consonant(letter);
            (lone || shy)
                && (thai(text[at + end..].chars().next()) || thai(text[..at].chars().next_back()))
                && (lone || !self.after_number())
        };
        let fits = |end: usize, shy: bool| may_end(text, at + end) && !inside(end, shy);
        if head && let Some((size, word)) = self.lexicon.longest(&text[at..], fits) {
            return (at + size, Sort::Word(word));
        }
        if is_thai(letter) {
            return (self.cluster_end(at), Sort::Thai);
        }
        if letter.is_alphabetic() {
            let rest = &text[at..];
            let stop = |letter: char| !letter.is_alphanumeric() || is_thai(letter) || digit(letter).is_some();
            return (at + rest.find(stop).unwrap_or(rest.len()).max(letter.len_utf8()), Sort::Letters);
        }
        (at + letter.len_utf8(), Sort::Mark(letter))
    }

    /// Whether what stands before is a number, or the word for a month or half.
    fn after_number(&self) -> bool {
        let Some(last) = self.list.len().checked_sub(1) else { return false };
        let number = [Class::Digit, Class::Place, Class::Half, Class::Eleventh].into_iter();
        self.digits(last).is_some()
            || number.into_iter().any(|class| self.is(last, class))
            || self.slice(last, last + 1) == "เดือน"
    }

    /// Whether a grammar word may begin here.
    fn starts_word(&self, at: usize, letter: char) -> bool {
        let before = self.text[..at].chars().next_back();
        if is_thai(letter) {
            return !is_dependent(letter) && !matches!(before, Some('เ' | 'แ' | 'โ' | 'ใ' | 'ไ'));
        }
        !(letter.is_alphabetic() && before.is_some_and(|before| before.is_alphabetic() && !is_thai(before)))
    }

    /// The end of the Thai cluster at a place.
    fn cluster_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut lead = false;
        for (offset, letter) in self.text[at..].char_indices() {
            let first = offset == 0;
            if !(first || lead || is_dependent(letter)) || !is_thai(letter) {
                break;
            }
            lead = matches!(letter, 'เ' | 'แ' | 'โ' | 'ใ' | 'ไ');
            end = at + offset + letter.len_utf8();
        }
        end
    }

    #[expect(clippy::cast_possible_truncation, reason = "texts are far below 4 GiB")]
    fn push(&mut self, start: usize, end: usize, sort: Sort, space: u8) {
        if sort == Sort::Thai
            && space == 0
            && let Some(last) = self.list.last_mut()
            && last.sort == Sort::Thai
        {
            last.end = end as u32;
            return;
        }
        let (mut number, mut length) = (0_u64, 0_u8);
        if sort == Sort::Digits {
            for letter in self.text[start..end].chars() {
                number = number.saturating_mul(10).saturating_add(u64::from(digit(letter).unwrap_or(0)));
                length = length.saturating_add(1);
            }
        }
        self.list.push(Token { start: start as u32, end: end as u32, sort, space, number, length });
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The senses of a token; none where it is no grammar word.
    pub(super) fn senses(&self, at: usize) -> &'static [Sense] {
        match self.list.get(at) {
            Some(Token { sort: Sort::Word(word), .. }) => self.lexicon.senses(*word),
            _ => &[],
        }
    }

    /// The value a token has as a class.
    pub(super) fn sense(&self, at: usize, class: Class) -> Option<i32> {
        let found = |senses: &[Sense]| senses.iter().find(|sense| sense.class == class).map(|sense| sense.value);
        if self.is(at, class) { found(self.senses(at)).map(i32::from) } else { None }
    }

    /// Whether a token is of a class.
    pub(super) fn is(&self, at: usize, class: Class) -> bool {
        matches!(self.list.get(at), Some(Token { sort: Sort::Word(word), .. }) if self.lexicon.has(*word, class))
    }

    /// Whether a token is of one of these classes.
    pub(super) fn any(&self, at: usize, classes: &Set) -> bool {
        matches!(self.list.get(at), Some(Token { sort: Sort::Word(word), .. }) if self.lexicon.any(*word, classes))
    }

    /// Whether a token is a certain mark.
    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        matches!(self.list.get(at), Some(Token { sort: Sort::Mark(found), .. }) if *found == mark)
    }

    /// A run of digits: its value and length.
    pub(super) fn digits(&self, at: usize) -> Option<(u64, u8)> {
        self.list.get(at).filter(|token| token.sort == Sort::Digits).map(|token| (token.number, token.length))
    }

    /// Whether a token follows the one before it without white space.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && self.list.get(at).is_some_and(|token| token.space == 0)
    }

    /// Whether a token stands on the same line as the one before it.
    pub(super) fn near(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.space < 2)
    }

    /// The text of tokens `from..to`.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'t str {
        match (self.list.get(from), to.checked_sub(1).and_then(|last| self.list.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => &self.text[first.start as usize..last.end as usize],
            _ => "",
        }
    }

    /// The units of measurement that may be meant at a place.
    pub(super) fn units(&self, at: usize) -> impl Iterator<Item = (u16, super::unit::Unit)> + use<'t> {
        let written = self.slice(at, at + 1);
        self.senses(at).iter().filter(|sense| sense.class == Class::Unit).filter_map(move |sense| {
            let id = u16::try_from(sense.value).ok()?;
            let unit = super::grammar::unit(id);
            let fits = !unit.capitals || written.bytes().all(|byte| byte.is_ascii_uppercase());
            fits.then_some((id, unit))
        })
    }

    /// A unit by its number.
    pub(super) fn unit(&self, id: u16) -> super::unit::Unit {
        super::grammar::unit(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let tokens = Tokens::scan(text);
        (0..tokens.len()).map(|at| tokens.slice(at, at + 1)).collect()
    }

    #[test]
    fn words_do_not_split_clusters() {
        assert_eq!(cut("สามีมา"), ["สามี", "มา"]);
        assert_eq!(cut("ทุกข์ใจ"), ["ทุกข์ใจ"]);
        assert_eq!(cut("สองร้อย 50"), ["สอง", "ร้อย", "50"]);
        assert_eq!(cut("5km/h"), ["5", "km/h"]);
    }
}
