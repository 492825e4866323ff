//! Word F1: spans compared exactly, a run of white space a token of its own that is not counted.

/// Counts of words, from which F1 follows.
#[derive(Default)]
pub struct Measure {
    right: usize,
    found: usize,
    gold: usize,
}

impl Measure {
    /// Adds a text, and where its tokens begin as found and in gold.
    pub fn add(&mut self, text: &str, found: &[usize], gold: &[usize]) {
        let (found, gold) = (spans(text, found), spans(text, gold));
        self.found += found.len();
        self.gold += gold.len();
        self.right += found.iter().filter(|span| gold.binary_search(span).is_ok()).count();
    }

    /// The harmonic mean of precision and recall, in percent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }
}

fn spans(text: &str, begins: &[usize]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, ch) in text.char_indices() {
        let begins = begins.binary_search(&at).is_ok();
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
