//! A built bot as bytes: magic, format version, hash of the bot, checksum, body.
//!
//! In: a trained [`Bot`]. Out: bytes, the same on every machine; and back. Damaged bytes and bytes of
//! a newer format are refused with their own codes, and a claim about sizes is never trusted: room is
//! taken only for bytes that are there.

use super::{Bot, Hearing, Timing};
use crate::error::{Code, Error};
use crate::text::Repairs;

const MAGIC: [u8; 8] = *b"sonthana";
/// Grows when older readers would misunderstand the body.
const FORMAT: u32 = 3;
/// Magic, format, hash, length of the body, checksum.
const HEAD: usize = 8 + 4 + 8 + 8 + 8;

impl Bot {
    /// The trained bot as bytes, for `load` or a file.
    pub fn save(&self) -> Vec<u8> {
        let body = postcard::to_allocvec(self).unwrap_or_default();
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&self.hash.to_le_bytes());
        bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
        let sum = checksum(&[&bytes, &body]);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes.extend_from_slice(&body);
        bytes
    }

    /// A bot from the bytes that `save` gave.
    ///
    /// # Errors
    /// `bot-damaged` for anything else than whole bytes of a built bot, `bot-too-new` for those of a
    /// newer format.
    pub fn load(bytes: &[u8]) -> Result<Bot, Error> {
        let damaged = || Error::new(Code::BotDamaged, "this is not a built bot, or it is damaged; build it again");
        let (head, body) = bytes.split_at_checked(HEAD).ok_or_else(damaged)?;
        if head[..8] != MAGIC {
            return Err(damaged());
        }
        let format = u32::from_le_bytes(array(head, 8).ok_or_else(damaged)?);
        if format > FORMAT {
            let message = format!("the bot was built in format {format}; this version reads up to {FORMAT}");
            return Err(Error::new(Code::BotTooNew, message));
        }
        if format < FORMAT {
            let message = format!("the bot was built in format {format}; this version reads {FORMAT}: build it again");
            return Err(Error::new(Code::BotDamaged, message));
        }
        let sum = u64::from_le_bytes(array(head, HEAD - 8).ok_or_else(damaged)?);
        if checksum(&[&head[..HEAD - 8], body]) != sum {
            return Err(damaged());
        }
        let length = u64::from_le_bytes(array(head, 20).ok_or_else(damaged)?);
        if length != body.len() as u64 {
            return Err(damaged());
        }
        postcard::from_bytes(body).map_err(|_| damaged())
    }

    /// The hash of the definition: what was authored, not the numbers that follow from it.
    pub(crate) fn fingerprint(&self) -> u64 {
        let parts = (&self.domain, &self.nlu, &self.rules, &self.stories, &self.routing, &self.settings);
        let parts = postcard::to_allocvec(&parts).unwrap_or_default();
        // what older versions did not know of counts only where a bot has it
        let mut blocks = vec![parts];
        if !self.flows.is_empty() || self.timing != Timing::default() {
            blocks.push(postcard::to_allocvec(&(&self.flows, &self.timing)).unwrap_or_default());
        }
        if !self.kinds.is_empty() || self.privacy.is_some() {
            blocks.push(postcard::to_allocvec(&(&self.kinds, &self.privacy)).unwrap_or_default());
        }
        if self.hearing != Hearing::default() {
            blocks.push(postcard::to_allocvec(&self.hearing).unwrap_or_default());
        }
        if self.repairs != Repairs::default() {
            blocks.push(postcard::to_allocvec(&self.repairs).unwrap_or_default());
        }
        checksum(&blocks.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

/// FNV-1a over words of eight bytes, with a final mix: notices every flipped bit, keeps no secret.
fn checksum(parts: &[&[u8]]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        let words = part.chunks_exact(8);
        let rest = words.remainder();
        for word in words {
            let word = word.try_into().map_or(0, u64::from_le_bytes);
            hash = (hash ^ word).wrapping_mul(PRIME);
            hash ^= hash >> 29;
        }
        for byte in rest {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
        hash = (hash ^ part.len() as u64).wrapping_mul(PRIME);
    }
    hash ^= hash >> 32;
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A model's bytes, copied in one piece.
pub(super) mod block {
    use std::fmt;

    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_byte_buf(Block)
    }

    struct Block;

    impl Visitor<'_> for Block {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }

        fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
            Ok(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Alternative, Origin, Snippet, Step};
    use super::*;
    use crate::value::Value;

    fn bot() -> Bot {
        let mut bot = Bot { files: vec!["domain.yml".into()], hash: 7, ..Bot::default() };
        bot.domain.slots.push(super::super::Slot { initial: Value::from("ลาเต้"), ..Default::default() });
        let step = Step::Action("utter_greet".into(), Origin::default());
        let or = Step::Or(vec![Alternative(vec![step])], Origin::default());
        bot.stories.push(Snippet { steps: vec![or], ..Snippet::default() });
        bot.models.intent = (0..200).map(|n| n as u8).collect();
        bot
    }

    #[test]
    fn what_is_saved_loads() {
        let bytes = bot().save();
        let loaded = Bot::load(&bytes).unwrap();
        assert_eq!((loaded.hash, loaded.save()), (7, bytes));
    }

    #[test]
    fn every_flipped_byte_and_every_cut_is_noticed() {
        let bytes = bot().save();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            let code = Bot::load(&flipped).unwrap_err().code().to_owned();
            assert!(code == "bot-damaged" || code == "bot-too-new" && (8..12).contains(&at), "{at}: {code}");
            assert_eq!(Bot::load(&bytes[..at]).unwrap_err().code(), "bot-damaged");
        }
        let longer = [bytes.as_slice(), b"x"].concat();
        assert_eq!(Bot::load(&longer).unwrap_err().code(), "bot-damaged");
    }

    #[test]
    fn branches_inside_branches_are_refused() {
        let mut bot = bot();
        let deep = bot.stories[0].steps.clone();
        bot.stories[0].steps = vec![Step::Or(vec![Alternative(deep)], Origin::default())];
        assert_eq!(Bot::load(&bot.save()).unwrap_err().code(), "bot-damaged");
    }

    #[test]
    fn a_newer_format_says_so() {
        let mut bytes = bot().save();
        bytes[8] = FORMAT as u8 + 1;
        assert_eq!(Bot::load(&bytes).unwrap_err().code(), "bot-too-new");
    }
}
