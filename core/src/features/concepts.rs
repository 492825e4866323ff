//! Which words say the same: concepts, each a set of words and short phrases that customers use for one thing.
//!
//! In: the words of a message. Out: for those that a bundled list knows, alone or with the words behind
//! them, what they stand for. `ยกเลิก` is `แคนเซิล` then, whichever of them the examples had. The list is
//! ours (`data/concepts.tsv`), laid out by the build, and left out with the table of word vectors.

use std::sync::LazyLock;

use crate::data;
use crate::features::hash::{BEGINNINGS, FORM, beginning, finish, spelled};

/// A form has no more words than this.
const LONGEST: usize = 5;
/// Bits of a hash that say where to begin to look.
const FIRST: u32 = 10;

/// The bundled list; none where it was left out.
static BUNDLED: LazyLock<Option<Concepts<'static>>> = LazyLock::new(|| Concepts::read(data::CONCEPTS));

/// Forms by their hash, as the build laid them out.
#[derive(Debug)]
pub(crate) struct Concepts<'a> {
    /// What the list is known by.
    id: u32,
    /// A bit for each [`beginning`]: whether a form has it.
    begins: &'a [u8],
    /// The terms of the concepts, four bytes each.
    terms: &'a [u8],
    /// Hashes of forms, four bytes each, ascending; of one that stands for two concepts, twice.
    keys: &'a [u8],
    /// The number of each form's concept, two bytes.
    numbers: &'a [u8],
    /// Where the hashes that begin with so many bits start.
    starts: Vec<u32>,
}

/// What a form stands for: one concept, or two.
pub(crate) type Stands = [Option<u32>; 2];

/// The bundled list.
pub(crate) fn bundled() -> Option<&'static Concepts<'static>> {
    BUNDLED.as_ref()
}

impl<'a> Concepts<'a> {
    /// From the bytes that the build wrote.
    fn read(bytes: &'a [u8]) -> Option<Concepts<'a>> {
        let (head, rest) = bytes.split_at_checked(12)?;
        let (concepts, forms) = (number(head, 1)? as usize, number(head, 2)? as usize);
        let (begins, rest) = rest.split_at_checked(BEGINNINGS / 8)?;
        let (terms, rest) = rest.split_at_checked(concepts * 4)?;
        let (keys, numbers) = rest.split_at_checked(forms * 4)?;
        let mut starts = vec![0; (1 << FIRST) + 1];
        for at in 0..forms {
            starts[(number(keys, at)? >> (32 - FIRST)) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Some(Concepts { id: number(head, 0)?, begins, terms, keys, numbers, starts })
    }

    /// What the list is known by.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// The longest form that words begin with: of how many of them, and what it stands for.
    pub(crate) fn longest<'t>(&self, words: impl Iterator<Item = &'t str>) -> Option<(usize, Stands)> {
        let mut state = FORM;
        let mut found = None;
        for (word, length) in words.take(LONGEST).zip(1..) {
            let begins = |place: usize| self.begins[place / 8] >> (place % 8) & 1 == 1;
            if length == 1 && beginning(word).is_some_and(|place| !begins(place)) {
                return None;
            }
            state = spelled(state, word);
            found = self.stands_for(finish(state)).map(|stands| (length, stands)).or(found);
        }
        found
    }

    fn stands_for(&self, form: u32) -> Option<Stands> {
        let first = (form >> (32 - FIRST)) as usize;
        let places = self.starts[first] as usize..self.starts[first + 1] as usize;
        let mut same = places.filter(|at| number(self.keys, *at) == Some(form)).map(|at| self.term(at));
        Some([same.next()?, same.next().flatten()])
    }

    /// The term of the concept of a form.
    fn term(&self, at: usize) -> Option<u32> {
        let own = self.numbers.get(at * 2..at * 2 + 2)?;
        number(self.terms, usize::from(u16::from_le_bytes(own.try_into().ok()?)))
    }
}

/// The four bytes at a place of a list of such.
fn number(list: &[u8], at: usize) -> Option<u32> {
    let own = list.get(at * 4..at * 4 + 4)?;
    Some(u32::from_le_bytes(own.try_into().ok()?))
}

#[cfg(feature = "words")]
#[cfg(test)]
mod tests {
    use super::*;

    /// The terms that the words of a text stand for, of the first form alone.
    fn of(words: &[&str]) -> Option<(usize, Stands)> {
        bundled().unwrap().longest(words.iter().copied())
    }

    #[test]
    fn words_of_both_languages_stand_for_the_same() {
        assert_eq!(of(&["ยกเลิก"]), of(&["cancel"]));
        assert_ne!(of(&["ยกเลิก"]).unwrap().1, of(&["ขอบคุณ"]).unwrap().1);
        assert_eq!(of(&["แคน", "เซิล", "ค่ะ"]).unwrap(), (2, of(&["ยกเลิก"]).unwrap().1));
        assert_eq!(of(&["ฟหกด"]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_form_of_two_concepts_stands_for_both() {
        assert!(of(&["ส่งฟรี"]).unwrap().1[1].is_some());
    }

    #[test]
    fn bytes_that_end_early_are_no_list() {
        assert!(Concepts::read(&data::CONCEPTS[..data::CONCEPTS.len() / 2]).is_none());
        assert!(Concepts::read(&[]).is_none());
    }
}
