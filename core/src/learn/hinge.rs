//! One-versus-rest classifiers with squared hinge loss, by dual coordinate descent.
//!
//! Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM" (ICML 2008). A block
//! of [`LANES`] classes is trained at once, so that an example's features are read once for all of
//! them and the inner loops run over neighbouring numbers. Classes do not see each other: blocks
//! may be trained in any order, on any thread, with the same result.

use crate::learn::matrix::{Matrix, shuffled};

/// How many classes are trained together.
pub(crate) const LANES: usize = 16;

/// One number for each class of a block.
pub(crate) type Lane = [f32; LANES];

/// What to train on and how hard.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hinge<'a> {
    pub(crate) examples: &'a Matrix,
    /// The class of each example; a class beyond the last counts as none of them.
    pub(crate) classes: &'a [u32],
    /// The examples to learn from, by number.
    pub(crate) chosen: &'a [u32],
    /// How many feature rows there are.
    pub(crate) rows: usize,
    /// The cost of errors against that of weights.
    pub(crate) cost: f32,
    /// Passes over the examples, at most.
    pub(crate) passes: u32,
}

impl Hinge<'_> {
    /// The weights of classes `first..first + LANES`: a lane for each row, then one for the bias.
    pub(crate) fn block(&self, first: u32) -> Vec<Lane> {
        let n = self.chosen.len();
        let mut weights = vec![[0.0; LANES]; self.rows + 1];
        let mut alphas = vec![[0.0; LANES]; n];
        let square = |&at: &u32| 1.0 + self.examples.example(at as usize).1.iter().map(|v| v * v).sum::<f32>();
        let norms: Vec<f32> = self.chosen.iter().map(square).collect();
        let order = shuffled(n, 1);
        for pass in 0..self.passes {
            let mut worst: f32 = 0.0;
            // Every other pass runs backwards: cheap, and as good as a new order.
            for step in 0..n {
                let at = order[if pass % 2 == 0 { step } else { n - 1 - step }] as usize;
                let example = self.chosen[at] as usize;
                worst = worst.max(self.visit(example, first, norms[at], &mut alphas[at], &mut weights));
            }
            if worst < 0.05 {
                break;
            }
        }
        weights
    }

    /// One example's step for all classes of the block; gives the largest violation.
    fn visit(&self, at: usize, first: u32, norm: f32, alphas: &mut Lane, weights: &mut [Lane]) -> f32 {
        let (rows, values) = self.examples.example(at);
        let mut scores = weights[self.rows];
        for (&row, &value) in rows.iter().zip(values) {
            let lane = &weights[row as usize];
            for k in 0..LANES {
                scores[k] += value * lane[k];
            }
        }
        let diagonal = 0.5 / self.cost;
        let own = self.classes[at].wrapping_sub(first) as usize;
        let mut change: Lane = [0.0; LANES];
        let mut worst: f32 = 0.0;
        for k in 0..LANES {
            let sign = if k == own { 1.0 } else { -1.0 };
            let gradient = sign * scores[k] - 1.0 + diagonal * alphas[k];
            let next = (alphas[k] - gradient / (norm + diagonal)).max(0.0);
            worst = worst.max((next - alphas[k]).abs() * (norm + diagonal));
            change[k] = (next - alphas[k]) * sign;
            alphas[k] = next;
        }
        if worst > 0.0 {
            let bias = &mut weights[self.rows];
            for k in 0..LANES {
                bias[k] += change[k];
            }
            for (&row, &value) in rows.iter().zip(values) {
                let lane = &mut weights[row as usize];
                for k in 0..LANES {
                    lane[k] += value * change[k];
                }
            }
        }
        worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separates_what_can_be_separated() {
        let mut examples = Matrix::default();
        let mut classes = Vec::new();
        for i in 0..40_u32 {
            examples.push([(i % 20, 1.0), (20 + i, 0.5)]);
            classes.push(i % 20);
        }
        let chosen: Vec<u32> = (0..40).collect();
        let hinge = Hinge { examples: &examples, classes: &classes, chosen: &chosen, rows: 64, cost: 1.0, passes: 20 };
        let weights = hinge.block(16);
        for class in 16..20 {
            let lane = &weights[class];
            let best = (0..4).max_by(|&a, &b| lane[a].total_cmp(&lane[b])).unwrap();
            assert_eq!(best, class - 16);
        }
    }
}
