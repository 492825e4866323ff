//! Messages that were examples: said again, they mean what they meant.
//!
//! In: the pieces of a message. Out: the one intent whose example it is, not counting case, white
//! space, punctuation, tone marks, letters drawn out and the polite words at its end. Examples are kept
//! as hashes of 40 bits; two intents whose examples differ in no more than that share none.

use crate::error::Error;
use crate::learn::bytes::{Reader, Writer, damaged};
use crate::order;
use crate::tokenize::{Kind, Piece};

/// What may stand at the end of an example or be missing, as [`bare`] letters.
const POLITE: [&str; 12] = ["ครับ", "คับ", "ครับผม", "คะ", "คา", "จา", "จะ", "นะ", "ฮะ", "ฮับ", "please", "thanks"];
const MASK: u64 = (1 << 40) - 1;

/// The examples of a model, sorted by hash.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    list: Vec<(u64, u32)>,
}

impl Known {
    /// From keys and classes; a key that stands for several classes stands for none.
    pub(crate) fn new(mut list: Vec<(u64, u32)>) -> Known {
        order::sort(&mut list);
        list.dedup();
        let mut kept: Vec<(u64, u32)> = Vec::with_capacity(list.len());
        for run in list.chunk_by(|a, b| a.0 == b.0) {
            if let [only] = run {
                kept.push(*only);
            }
        }
        Known { list: kept }
    }

    /// The class of an example.
    pub(crate) fn class(&self, key: u64) -> Option<u32> {
        let at = self.list.binary_search_by_key(&key, |entry| entry.0).ok()?;
        self.list.get(at).map(|entry| entry.1)
    }

    /// Writes the list.
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.number(self.list.len() as u64);
        let mut last = 0;
        for &(key, class) in &self.list {
            writer.number(key - last);
            writer.number(u64::from(class));
            last = key;
        }
    }

    /// Reads what [`Known::write`] wrote, for a number of classes.
    pub(crate) fn read(reader: &mut Reader<'_>, classes: usize) -> Result<Known, Error> {
        let n = reader.count()?;
        reader.holds(n.saturating_mul(2))?;
        let mut list: Vec<(u64, u32)> = Vec::with_capacity(n);
        let mut last = 0_u64;
        for at in 0..n {
            let step = reader.number()?;
            let class = reader.number()?;
            last = last.checked_add(step).filter(|key| *key <= MASK && (at == 0 || step > 0)).ok_or_else(damaged)?;
            let class = u32::try_from(class).ok().filter(|class| (*class as usize) < classes).ok_or_else(damaged)?;
            list.push((last, class));
        }
        Ok(Known { list })
    }
}

/// What a message is remembered by; `None` where it has no words.
pub(crate) fn key(reading: &str, pieces: &[Piece]) -> Option<u64> {
    let word = |piece: &Piece| reading.get(piece.start as usize..piece.end as usize).unwrap_or_default();
    let counts = |piece: &&Piece| !matches!(piece.kind, Kind::Space | Kind::Punctuation);
    let last = pieces.iter().rposition(|piece| counts(&piece) && !polite(word(piece)));
    let said = match last {
        Some(last) => &pieces[..=last],
        None => pieces,
    };
    let mut hash = 0_u64;
    let mut any = false;
    let mut last = ' ';
    for ch in said.iter().filter(counts).flat_map(|piece| bare(word(piece))) {
        // ค่าาา is ค่า, pleaseee is please; numbers are what they are.
        if std::mem::replace(&mut last, ch) == ch && !ch.is_numeric() {
            continue;
        }
        hash = (hash.rotate_left(5) ^ u64::from(u32::from(ch))).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        any = true;
    }
    any.then_some((hash ^ hash >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 24)
}

/// The letters of a word, small and without tone marks.
fn bare(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|ch| !matches!(ch, '\u{e48}'..='\u{e4b}')).flat_map(char::to_lowercase)
}

fn polite(word: &str) -> bool {
    POLITE.iter().any(|own| bare(word).eq(own.chars()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;

    fn of(text: &str) -> Option<u64> {
        let text = normalize(text);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        key(text.reading(), &pieces)
    }

    #[test]
    fn case_spaces_and_politeness_do_not_count() {
        assert_eq!(of("Cancel my order!"), of("cancel  my order please"));
        assert_eq!(of("เปิดกี่โมง"), of("เปิด กี่โมง ครับ"));
        assert_ne!(of("เปิดกี่โมง"), of("ปิดกี่โมง"));
        assert_eq!(of("ร้านเปิดกี่โมงค่ะ"), of("รานเปิดกีโมงคะะะ"));
        assert_eq!(of("ขอบคุณมาก"), of("ขอบคุณมากกกก"));
        assert_ne!(of("โต๊ะ 1"), of("โต๊ะ 11"));
        assert!(of("ครับ").is_some() && of(" ?! ").is_none());
    }

    #[test]
    fn a_text_of_two_intents_is_not_known() {
        let known = Known::new(vec![(5, 1), (7, 2), (5, 0), (9, 1), (9, 1)]);
        assert_eq!((known.class(5), known.class(7), known.class(9)), (None, Some(2), Some(1)));
        let mut writer = Writer::default();
        known.write(&mut writer);
        assert_eq!(Known::read(&mut Reader::new(&writer.bytes), 3).unwrap(), known);
        assert!(Known::read(&mut Reader::new(&writer.bytes), 1).is_err());
    }
}
