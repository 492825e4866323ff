//! A text → its sentences.
//!
//! Thai writes no full stop: a space, a line or a final particle ends a sentence.

/// The sentences of a text, in order, without the white space around them.
pub fn sentences(text: &str) -> Vec<&str> {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect()
}
