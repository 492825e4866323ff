//! Answers → how well scope tells in from out, at every threshold.

use crate::order;

use super::figures::percent;
use super::{Answer, Report};

impl Report {
    /// The chance that something in scope has a higher figure than something out of it.
    pub(super) fn auroc(&self, figure: impl Fn(&Answer) -> f64) -> f64 {
        let mut all: Vec<(f64, bool)> = self.answers.iter().map(|a| (figure(a), a.meant.is_some())).collect();
        order::by(&mut all, |a, b| a.0.total_cmp(&b.0));
        let (mut below, mut sum) = (0.0, 0.0);
        for equal in all.chunk_by(|a, b| a.0 == b.0) {
            let inside = equal.iter().filter(|(_, inside)| *inside).count() as f64;
            let outside = equal.len() as f64 - inside;
            sum += inside * (below + outside * 0.5);
            below += outside;
        }
        100.0 * sum / (self.inside().count() * self.outside().count()).max(1) as f64
    }

    /// What is refused out of scope where one in twenty in scope is.
    pub(super) fn recall(&self) -> f64 {
        let scopes = self.scopes();
        let least = scopes.get(scopes.len() / 20).copied().unwrap_or_default();
        percent(self.outside().filter(|answer| answer.scope < least).count() as u32, self.outside().count())
    }

    /// For thresholds from low to high: what is wrongly refused, what is rightly refused, in percent.
    pub(super) fn trade(&self) -> Vec<(f64, f64)> {
        let (inside, mut outside) = (self.scopes(), self.outside().map(|answer| answer.scope).collect::<Vec<_>>());
        outside.sort_unstable_by(f64::total_cmp);
        let below = |scopes: &[f64], least: f64| percent(scopes.partition_point(|s| *s < least) as u32, scopes.len());
        let places = (0..=100).filter_map(|n| inside.get(n * inside.len().saturating_sub(1) / 100));
        let mut points: Vec<(f64, f64)> =
            places.map(|&least| (below(&inside, least), below(&outside, least))).collect();
        points.push((100.0, 100.0));
        points
    }

    /// The scopes of what is in scope, in order.
    fn scopes(&self) -> Vec<f64> {
        let mut scopes: Vec<f64> = self.inside().map(|answer| answer.scope).collect();
        scopes.sort_unstable_by(f64::total_cmp);
        scopes
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::small;

    #[test]
    fn scope_of_a_small_case() {
        let report = small();
        assert!((report.auroc(|answer| answer.scope) - 100.0 * 5.0 / 6.0).abs() < 1e-9);
        assert_eq!(report.recall(), 50.0);
        let trade = report.trade();
        assert_eq!((trade[0], trade[trade.len() - 1]), ((0.0, 50.0), (100.0, 100.0)));
        assert!(trade.is_sorted());
    }
}
