//! A model's bytes: magic, kind, version, length, checksum, and what follows.
//!
//! In: the numbers of a model. Out: a sealed block, and back. Damaged bytes are refused before any
//! of them is believed; reading never takes more memory than the bytes themselves ask for.

use crate::error::{Code, Error};

const MAGIC: &[u8; 4] = b"SNTH";
/// Magic 4, kind 4, version 2, payload length 4, checksum 8.
const HEAD: usize = 22;

/// Seals a payload: `kind` says what it is (`INTE`), `version` how it is laid out.
pub(crate) fn seal(kind: [u8; 4], version: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + payload.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&kind);
    bytes.extend_from_slice(&version.to_le_bytes());
    bytes.extend_from_slice(&u32::try_from(payload.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(&checksum(kind, version, payload).to_le_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// The payload of a sealed block, once its kind, version, length and checksum hold.
pub(crate) fn unseal(kind: [u8; 4], version: u16, bytes: &[u8]) -> Result<&[u8], Error> {
    let mut reader = Reader::new(bytes);
    if reader.take(4)? != MAGIC || reader.take(4)? != kind {
        return Err(Error::new(Code::BotDamaged, "these bytes are not a model of this kind"));
    }
    let written = u16::from_le_bytes(reader.array()?);
    let length = u32::from_le_bytes(reader.array()?);
    let sum = u64::from_le_bytes(reader.array()?);
    let payload = reader.rest();
    if written > version {
        let message = format!("the model's format is {written}; this version reads up to {version}");
        return Err(Error::new(Code::BotTooNew, message));
    }
    if u32::try_from(payload.len()) != Ok(length) || checksum(kind, written, payload) != sum {
        return Err(damaged());
    }
    Ok(payload)
}

/// The error of bytes that do not hold together.
pub(crate) fn damaged() -> Error {
    Error::new(Code::BotDamaged, "the model is damaged: it was cut short or changed")
}

/// Eight bytes at a time, multiplied and folded; catches damage, does not resist forgery.
fn checksum(kind: [u8; 4], version: u16, payload: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut sum = u64::from(u32::from_le_bytes(kind)) << 16 | u64::from(version);
    let mut fold = |word: u64| {
        sum = (sum ^ word).wrapping_mul(MULTIPLIER);
        sum ^= sum >> 29;
    };
    let mut chunks = payload.chunks_exact(8);
    for chunk in &mut chunks {
        fold(chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    }
    fold(chunks.remainder().iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    fold(payload.len() as u64);
    sum
}

/// Writes numbers and strings, little-endian.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    /// A number in seven-bit groups, least first.
    pub(crate) fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    /// Four bytes of a float.
    pub(crate) fn float(&mut self, x: f32) {
        self.bytes.extend_from_slice(&x.to_le_bytes());
    }

    /// A length and the bytes.
    pub(crate) fn block(&mut self, block: &[u8]) {
        self.number(block.len() as u64);
        self.bytes.extend_from_slice(block);
    }
}

/// Reads what [`Writer`] wrote; every shortage is [`damaged`].
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader at the start.
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes }
    }

    /// The next `n` bytes.
    pub(crate) fn take(&mut self, n: usize) -> Result<&'a [u8], Error> {
        let (head, rest) = self.bytes.split_at_checked(n).ok_or_else(damaged)?;
        self.bytes = rest;
        Ok(head)
    }

    /// The next `N` bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.take(N)?.try_into().map_err(|_| damaged())
    }

    /// A number in seven-bit groups.
    pub(crate) fn number(&mut self) -> Result<u64, Error> {
        let mut n = 0;
        for shift in (0..63).step_by(7) {
            let [byte] = self.array()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        Err(damaged())
    }

    /// A number that counts things that take at least one bit each of the bytes that follow.
    pub(crate) fn count(&mut self) -> Result<usize, Error> {
        let n = self.number()?;
        let most = (self.bytes.len() as u64).saturating_mul(8);
        if n > most { Err(damaged()) } else { usize::try_from(n).map_err(|_| damaged()) }
    }

    /// Fails unless at least `n` bytes are left.
    pub(crate) fn holds(&self, n: usize) -> Result<(), Error> {
        if self.bytes.len() < n { Err(damaged()) } else { Ok(()) }
    }

    /// A finite float.
    pub(crate) fn float(&mut self) -> Result<f32, Error> {
        let x = f32::from_le_bytes(self.array()?);
        if x.is_finite() { Ok(x) } else { Err(damaged()) }
    }

    /// A length and as many bytes.
    pub(crate) fn block(&mut self) -> Result<&'a [u8], Error> {
        let n = self.count()?;
        self.take(n)
    }

    /// A length and as many bytes of UTF-8.
    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        std::str::from_utf8(self.block()?).map_err(|_| damaged())
    }

    /// Everything that is left.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.bytes)
    }

    /// Whether nothing is left.
    pub(crate) fn done(&self) -> bool {
        self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: [u8; 4] = *b"TEST";

    #[test]
    fn any_flipped_byte_is_refused() {
        let sealed = seal(KIND, 1, b"twenty-one and a half");
        assert_eq!(unseal(KIND, 1, &sealed).unwrap(), b"twenty-one and a half");
        for at in 0..sealed.len() {
            let mut bytes = sealed.clone();
            bytes[at] ^= 0x10;
            let error = unseal(KIND, 1, &bytes).unwrap_err();
            assert!(["bot-damaged", "bot-too-new"].contains(&error.code()), "byte {at}");
            assert_eq!(unseal(KIND, 1, &sealed[..at]).unwrap_err().code(), "bot-damaged");
        }
    }

    #[test]
    fn a_newer_format_says_so() {
        assert_eq!(unseal(KIND, 1, &seal(KIND, 2, b"")).unwrap_err().code(), "bot-too-new");
    }

    #[test]
    fn numbers_come_back() {
        let mut writer = Writer::default();
        for n in [0, 1, 127, 128, 300, u64::from(u32::MAX)] {
            writer.number(n);
        }
        writer.block("ก".as_bytes());
        let mut reader = Reader::new(&writer.bytes);
        for n in [0, 1, 127, 128, 300, u64::from(u32::MAX)] {
            assert_eq!(reader.number().unwrap(), n);
        }
        assert_eq!(reader.text().unwrap(), "ก");
        assert!(reader.done() && reader.number().is_err());
    }
}
