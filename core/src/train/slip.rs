//! Slips of the fingers: letters dropped, doubled, swapped, taken for another.
//!
//! In: a text and a number. Out: the text with so many slips, the same for the same number. Intents are
//! learned from such copies too, so that a message typed in a hurry is understood.

use crate::learn::matrix::random;

/// A text with some letters dropped, doubled, swapped with the next or taken for another.
pub(crate) fn slips(text: &str, count: u32, mut seed: u64) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..count {
        let places: Vec<usize> = (0..letters.len()).filter(|&at| !letters[at].is_whitespace()).collect();
        let Some(&at) = places.get(below(places.len(), &mut seed)) else { break };
        match random(&mut seed) % 4 {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letters[at]),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = letters[places[below(places.len(), &mut seed)]],
        }
    }
    letters.into_iter().collect()
}

/// A number below `n`, 0 for none.
pub(crate) fn below(n: usize, seed: &mut u64) -> usize {
    usize::try_from(random(seed) % n.max(1) as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_slips_and_no_more() {
        for (text, seed) in ["please", "ลาเต้แก้วนึง", "how much"].into_iter().cycle().zip(0..60)
        {
            let once = slips(text, 1, seed);
            assert_eq!(once, slips(text, 1, seed));
            assert!(once.chars().count().abs_diff(text.chars().count()) <= 1);
            assert_eq!(slips(text, 0, seed), text);
        }
        assert_eq!((slips("", 2, 1).as_str(), slips(" ", 2, 1).as_str()), ("", " "));
    }
}
