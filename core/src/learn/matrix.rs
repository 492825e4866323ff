//! Examples as sparse rows of numbers, and their classes.
//!
//! In: for each example its active features, each with a value. The features of an example may
//! repeat; their values then add up.

/// Sparse rows, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    starts: Vec<u32>,
    rows: Vec<u32>,
    values: Vec<f32>,
}

impl Default for Matrix {
    fn default() -> Matrix {
        Matrix { starts: vec![0], rows: Vec::new(), values: Vec::new() }
    }
}

impl Matrix {
    /// Adds an example.
    pub(crate) fn push(&mut self, features: impl IntoIterator<Item = (u32, f32)>) {
        for (row, value) in features {
            self.rows.push(row);
            self.values.push(value);
        }
        self.starts.push(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
    }

    /// How many examples there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The features of an example and their values.
    pub(crate) fn example(&self, at: usize) -> (&[u32], &[f32]) {
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        (&self.rows[range.clone()], &self.values[range])
    }
}

/// Which rows occur in some of the examples.
pub(crate) fn occurring(examples: &Matrix, chosen: &[u32], rows: usize) -> Vec<bool> {
    let mut seen = vec![false; rows];
    for &at in chosen {
        for &row in examples.example(at as usize).0 {
            seen[row as usize] = true;
        }
    }
    seen
}

/// An order of `n` things that looks random and is always the same.
pub(crate) fn shuffled(n: usize, seed: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(n).unwrap_or(u32::MAX)).collect();
    let mut state = seed;
    for last in (1..order.len()).rev() {
        let other = usize::try_from(random(&mut state) % (last as u64 + 1)).unwrap_or(0);
        order.swap(last, other);
    }
    order
}

/// Whether so many chances of 65,536 come true.
pub(crate) fn chance(state: &mut u64, of: u64) -> bool {
    random(state) & 0xffff < of
}

/// The next of a fixed sequence of numbers (splitmix64).
pub(crate) fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}
