//! Accuracy with noise → a plot: a bar a kind, the most harmful last, beside the dashes of no noise.

use std::fmt::Write as _;

use crate::order;

use super::Report;

/// The room of the plot in SVG units: the names, the bars, the figures, and a row.
const NAMES: f64 = 150.0;
const BARS: f64 = 440.0;
const FIGURES: f64 = 110.0;
const ROW: f64 = 26.0;
/// What stands above the bars.
const ABOVE: f64 = 22.0;

/// The plot of a report, with a dot a kind for the other of a comparison; nothing without noise.
pub(super) fn disturbed(report: &Report, other: Option<&Report>, html: &mut String) {
    let mut kinds: Vec<(&str, f64, Option<f64>)> = report.noisy().map(|(name, share)| (name, share, None)).collect();
    for (kind, (_, share)) in kinds.iter_mut().zip(other.into_iter().flat_map(Report::noisy)) {
        kind.2 = Some(share);
    }
    if kinds.is_empty() {
        return;
    }
    order::by(&mut kinds, |a, b| b.1.total_cmp(&a.1));
    let base = report.accuracy();
    let (width, height) = (NAMES + BARS + FIGURES, ABOVE + ROW * kinds.len() as f64);
    html.push_str("<h2>What does noise cost?</h2><p>The same texts in scope, typed in a hurry. The dashes are the accuracy without noise, red is more than ten points below");
    html.push_str(if other.is_some() { ", a dot is the other model.</p>" } else { ".</p>" });
    let _ = write!(
        html,
        "<figure class=\"map\"><svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"accuracy by noise\" style=\"min-width:32rem\">"
    );
    let at = |share: f64| NAMES + BARS * share / 100.0;
    for (row, (name, share, other)) in kinds.iter().enumerate() {
        let top = ABOVE + ROW * row as f64;
        let middle = top + ROW * 0.62;
        let class = if base - share > 10.0 { "own" } else { "dot" };
        let _ = write!(
            html,
            "<text class=\"word\" x=\"{:.0}\" y=\"{middle:.1}\" text-anchor=\"end\">{name}</text><rect class=\"track\" x=\"{NAMES}\" y=\"{:.1}\" width=\"{BARS}\" height=\"{:.1}\" rx=\"3\"/><rect class=\"{class}\" x=\"{NAMES}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"3\"/><text class=\"word\" x=\"{:.0}\" y=\"{middle:.1}\">{share:.1} %<tspan class=\"soft\" dx=\"8\">{:+.1}</tspan></text>",
            NAMES - 8.0,
            top + 5.0,
            ROW - 10.0,
            top + 5.0,
            at(*share) - NAMES,
            ROW - 10.0,
            NAMES + BARS + 8.0,
            share - base,
        );
        if let Some(other) = other {
            let _ = write!(
                html,
                "<circle class=\"other\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"5\"/>",
                at(*other),
                top + ROW / 2.0
            );
        }
    }
    let (x, end) = (at(base), height - 2.0);
    let _ = write!(
        html,
        "<path class=\"even\" d=\"M{x:.1} {ABOVE}V{end:.1}\"/><text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">no noise: {base:.1} %</text></svg></figure>",
        ABOVE - 7.0
    );
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::small;
    use super::*;

    #[test]
    fn the_most_harmful_stands_last_and_nothing_without_noise() {
        let mut html = String::new();
        let mut report = small();
        disturbed(&report, None, &mut html);
        assert_eq!(html, "");
        report.noise = vec![(1, 4), (3, 4), (0, 0)];
        disturbed(&report, Some(&report.clone()), &mut html);
        let (first, last) = (html.find("two slips").unwrap(), html.find("one slip").unwrap());
        assert!(first < last && !html.contains("tones dropped"), "{html}");
        assert!(html.contains("75.0 %") && html.contains(">-41.7<"), "{html}");
        assert_eq!(html.matches("<circle").count(), 2);
    }
}
