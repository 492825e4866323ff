//! Messages as hurried people type them: slips, dropped tones, spaces too many or too few.
//!
//! In: a text and a number. Out: the same text with one kind of noise, the same for the same number.
//! It measures what a model bears (`sonthana evaluate intents --noise`). Of the kinds only slips are
//! learned from, others than those drawn here.

use super::roman::roman;
use crate::train::slip::{below, slips};
use crate::understand::keyboard::{latin, thai};

/// A kind of noise: its name, and what it does.
pub(super) type Noise = (&'static str, fn(&str, u64) -> String);

/// The kinds, in the order in which they are shown.
pub(super) const NOISES: [Noise; 9] = [
    ("one slip", |text, seed| slips(text, 1, seed)),
    ("two slips", |text, seed| slips(text, 2, seed)),
    ("tones dropped", |text, _| text.chars().filter(|ch| !TONES.contains(ch)).collect()),
    ("last letter drawn out", |text, _| drawn_out(text)),
    ("no spaces", |text, _| text.chars().filter(|ch| !ch.is_whitespace()).collect()),
    ("two spaces more", |text, seed| spaced(text, seed)),
    ("greeting and thanks", |text, _| format!("hello ครับ {text} ขอบคุณครับ thank you")),
    ("Thai in Latin letters", roman),
    ("the other keyboard", |text, _| text.chars().map(other_key).collect()),
];

const TONES: [char; 4] = ['\u{e48}', '\u{e49}', '\u{e4a}', '\u{e4b}'];

/// `มาก` is `มากกกก`, `please` is `pleaseeee`.
fn drawn_out(text: &str) -> String {
    let text = text.trim_end();
    let last = text.chars().next_back().filter(|ch| ch.is_alphanumeric());
    text.chars().chain(last.into_iter().cycle().take(3)).collect()
}

fn spaced(text: &str, mut seed: u64) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..2 {
        letters.insert(below(letters.len() + 1, &mut seed), ' ');
    }
    letters.into_iter().collect()
}

/// What the same key writes in the other script.
fn other_key(ch: char) -> char {
    thai(ch).or_else(|| latin(ch)).unwrap_or(ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_does_what_it_says() {
        let noisy = |name: &str, text: &str| {
            let (_, noise) = NOISES.iter().find(|(own, _)| *own == name).unwrap();
            noise(text, 7)
        };
        assert_eq!(noisy("tones dropped", "ร้านเปิดกี่โมง"), "รานเปิดกีโมง");
        assert_eq!(noisy("last letter drawn out", "แพงมาก "), "แพงมากกกก");
        assert_eq!(noisy("no spaces", "how much"), "howmuch");
        assert_eq!(noisy("the other keyboard", "สวัสดี"), "l;ylfu");
        assert_eq!(noisy("the other keyboard", "l;ylfu"), "สวัสดี");
        assert_eq!(noisy("two spaces more", "กาแฟ").chars().filter(|ch| *ch != ' ').count(), 4);
        assert_ne!(noisy("one slip", "abcdefgh"), "abcdefgh");
        assert_eq!(noisy("two slips", "abcdefgh"), noisy("two slips", "abcdefgh"));
    }

    #[test]
    fn no_text_is_too_odd() {
        for text in ["", " ", "\u{e48}", "a", "👍🏽"] {
            for (_, noise) in NOISES {
                let _ = (0..20).map(|seed| noise(text, seed)).collect::<Vec<_>>();
            }
        }
    }
}
