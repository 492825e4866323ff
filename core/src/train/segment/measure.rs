//! How well tokens agree with gold: precision, recall and F1 of whole words.
//!
//! Spans are compared exactly. A run of white space is a token of its own on both sides and is not
//! counted, so nobody is rewarded or punished for white space.

/// Counts of words, from which the figures follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    /// Words in both.
    pub(crate) right: usize,
    /// Words we found.
    pub(crate) found: usize,
    /// Words in gold.
    pub(crate) gold: usize,
}

impl Measure {
    /// Adds one text: the bytes where tokens begin, as found and in gold.
    pub(crate) fn add(&mut self, text: &str, found: &[usize], gold: &[usize]) {
        let (found, gold) = (spans(text, found), spans(text, gold));
        self.found += found.len();
        self.gold += gold.len();
        self.right += found.iter().filter(|span| gold.binary_search(span).is_ok()).count();
    }

    /// Percent of what we found that is right.
    pub(crate) fn precision(&self) -> f64 {
        percent(self.right, self.found)
    }

    /// Percent of gold that we found.
    pub(crate) fn recall(&self) -> f64 {
        percent(self.right, self.gold)
    }

    /// The harmonic mean of both.
    pub(crate) fn f1(&self) -> f64 {
        percent(2 * self.right, self.found + self.gold)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The words of a text by where its tokens begin; `begins` is in order.
fn spans(text: &str, begins: &[usize]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    let mut next = begins.iter().peekable();
    for (at, ch) in text.char_indices() {
        while next.next_if(|&&begin| begin < at).is_some() {}
        let begins = next.peek() == Some(&&at);
        if let (Some(from), true) = (start, begins || ch.is_whitespace()) {
            spans.push((from, at));
            start = None;
        }
        if start.is_none() && !ch.is_whitespace() {
            start = Some(at);
        }
    }
    spans.extend(start.map(|from| (from, text.len())));
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_nobodys_word() {
        let text = "กา แฟ";
        assert_eq!(spans(text, &[0, 6, 7]), [(0, 6), (7, 13)]);
        assert_eq!(spans(text, &[0]), [(0, 6), (7, 13)]);
        assert_eq!(spans("", &[]), []);
    }

    #[test]
    fn a_cut_too_many_costs_precision_and_recall() {
        let mut measure = Measure::default();
        measure.add("กาแฟเย็น", &[0, 6, 12], &[0, 12]);
        assert_eq!((measure.right, measure.found, measure.gold), (1, 3, 2));
        assert!((measure.f1() - 40.0).abs() < 1e-9);
    }
}
