//! A report → its plots with a line of explanation each: calibration, scope, the learning curve.

use std::fmt::Write as _;

use super::Report;
use super::figures::percent;
use super::plot::{Marks, Plot};

/// Bars of a histogram.
const BARS: usize = 20;
const ALL: (f64, f64) = (0.0, 100.0);

/// The plots that there is something to show in.
pub(super) fn plots(report: &Report, html: &mut String) {
    html.push_str("<h2>Can its numbers be trusted?</h2><div class=\"plots\">");
    calibration(report, html);
    if report.outside().next().is_some() {
        trade(report, html);
    }
    scopes(report, html);
    if report.curve.len() > 1 {
        learning(report, html);
    }
    html.push_str("</div>");
}

fn figure(html: &mut String, svg: &str, name: &str, caption: &str) {
    let _ =
        write!(html, "<figure><figcaption><b>{name}</b></figcaption>{svg}<figcaption>{caption}</figcaption></figure>");
}

fn calibration(report: &Report, html: &mut String) {
    let unit = (0.0, 1.0);
    let plot = Plot { across: "probability it gave", up: "share that was right", x: unit, y: unit, at: &[] };
    let most = report.bins().iter().map(|bin| bin.2).max().unwrap_or(1).max(1);
    let dots =
        report.bins().iter().filter(|bin| bin.2 > 0).map(|b| (b.0, b.1, f64::from(b.2) / f64::from(most))).collect();
    let even = Marks::Line(vec![(0.0, 0.0), (1.0, 1.0)], "even");
    let svg = plot.draw(&[even, Marks::Dots(dots, "dot")]);
    figure(html, &svg, "Calibration", "On the line, 80 % means 80 %. A larger dot stands for more texts.");
}

/// What each threshold refuses, and where the model stands by its own.
fn trade(report: &Report, html: &mut String) {
    let plot = Plot { across: "wrongly refused, %", up: "rightly refused, %", x: ALL, y: ALL, at: &[] };
    let even = Marks::Line(vec![(0.0, 0.0), (100.0, 100.0)], "even");
    let (x, y) = (refused(report, true), refused(report, false));
    let own = [Marks::Dots(vec![(x, y, 0.2)], "own"), Marks::Word(x, y, format!("as trained: {x:.1}, {y:.1}"))];
    let svg = plot.draw(&[&[even, Marks::Line(report.trade(), "line")][..], &own].concat());
    figure(html, &svg, "Out of scope", "What each threshold refuses, of texts in scope and out of it.");
}

fn refused(report: &Report, inside: bool) -> f64 {
    let own = || report.answers.iter().filter(move |answer| answer.meant.is_some() == inside);
    percent(own().filter(|answer| answer.refused).count() as u32, own().count())
}

/// How likely texts were held to be in scope, of those that are and those that are not.
fn scopes(report: &Report, html: &mut String) {
    let (inside, outside) = (histogram(report, true), histogram(report, false));
    let most = inside.iter().chain(&outside).map(|bar| bar.2).fold(0.0, f64::max);
    let plot = Plot { across: "scope it gave", up: "texts, %", x: (0.0, 1.0), y: (0.0, most * 1.08), at: &[] };
    let mut marks = vec![Marks::Bars(inside, "in"), Marks::Bars(outside, "out")];
    let threshold = threshold(report);
    marks.extend(threshold.map(|at| Marks::Line(vec![(at, 0.0), (at, most * 1.08)], "even")));
    let out = report.outside().next().is_some();
    let sides = if out { "<i class=\"in\"></i> in scope, <i class=\"out\"></i> out of it" } else { "Texts in scope" };
    let refused = if threshold.is_some() { "; left of the dashes is refused" } else { "" };
    figure(html, &plot.draw(&marks), "How sure it is of scope", &format!("{sides}{refused}."));
}

/// The scope below which all is refused; none where nothing is, or where a bot refuses by its scores too.
fn threshold(report: &Report) -> Option<f64> {
    let of = |refused: bool| report.answers.iter().filter(move |a| a.refused == refused).map(|a| a.scope);
    let (below, above) = (of(true).fold(0.0, f64::max), of(false).fold(1.0, f64::min));
    (0.0 < below && below <= above).then_some(below)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a probability is from 0 to 1")]
fn histogram(report: &Report, inside: bool) -> Vec<(f64, f64, f64)> {
    let mut bars = [0_u32; BARS];
    let own = report.answers.iter().filter(|answer| answer.meant.is_some() == inside);
    own.for_each(|answer| bars[((answer.scope * BARS as f64) as usize).min(BARS - 1)] += 1);
    let all = bars.iter().sum::<u32>() as usize;
    let edge = |n: usize| n as f64 / BARS as f64;
    bars.into_iter().enumerate().map(|(n, count)| (edge(n), edge(n + 1), percent(count, all))).collect()
}

fn learning(report: &Report, html: &mut String) {
    let points: Vec<(f64, f64)> = report.curve.iter().map(|&(examples, share)| (examples as f64, share)).collect();
    let at: Vec<f64> = points.iter().map(|point| point.0).collect();
    let (least, most) =
        (points.iter().map(|p| p.1).fold(100.0, f64::min), points.iter().map(|p| p.1).fold(0.0, f64::max));
    let room = (most - least).max(2.0) * 0.25;
    let y = ((least - room).max(0.0), (most + room).min(100.0));
    let plot = Plot { across: "examples learned from", up: "accuracy, %", x: (at[0], at[at.len() - 1]), y, at: &at };
    let mut marks = vec![Marks::Line(points.clone(), "line")];
    marks.push(Marks::Dots(points.iter().map(|&(x, y)| (x, y, 0.0)).collect(), "dot"));
    marks.extend(points.iter().map(|&(x, y)| Marks::Word(x, y, format!("{y:.1}"))));
    figure(html, &plot.draw(&marks), "Learning curve", "Still rising: more examples would help.");
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::small;
    use super::*;

    #[test]
    fn a_histogram_holds_each_side_apart() {
        let (inside, outside) = (histogram(&small(), true), histogram(&small(), false));
        let full =
            |bars: &[(f64, f64, f64)]| bars.iter().filter(|bar| bar.2 > 0.0).map(|bar| bar.2).collect::<Vec<_>>();
        assert_eq!(full(&outside), [50.0, 50.0]);
        assert_eq!((full(&inside).len(), full(&inside).iter().sum::<f64>().round()), (3, 100.0));
        assert_eq!((refused(&small(), true), refused(&small(), false)), (0.0, 50.0));
    }
}
