//! Hashes of words and their pieces: the same on every machine, and in the build that lays out tables by them.
//!
//! In: symbols, one after another. Out: 32 bits that depend on all of them.

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// The state that a kind of terms begins with.
pub(crate) const fn salted(salt: u64) -> u64 {
    SEED ^ salt
}

pub(crate) fn step(state: u64, symbol: u32) -> u64 {
    (state.rotate_left(5) ^ u64::from(symbol)).wrapping_mul(SEED)
}

/// The high bits of a state, which depend on all of its symbols.
pub(crate) fn finish(state: u64) -> u32 {
    u32::try_from((state ^ state >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).unwrap_or(0)
}

/// A state after the bytes of a text.
pub(crate) fn spelled(state: u64, text: &str) -> u64 {
    text.bytes().fold(state, |state, byte| step(state, u32::from(byte)))
}

/// What the forms of concepts are hashed with.
pub(crate) const FORM: u64 = salted(11);
/// Beginnings of forms that are told apart, a power of two.
pub(crate) const BEGINNINGS: usize = 1 << 12;

/// A form by its first two characters; none of one that has fewer.
pub(crate) fn beginning(form: &str) -> Option<usize> {
    let mut chars = form.chars();
    let (first, second) = (u32::from(chars.next()?), u32::from(chars.next()?));
    Some((first.wrapping_mul(97) ^ second) as usize & (BEGINNINGS - 1))
}
