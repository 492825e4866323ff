//! Small plots as SVG text: lines, dots and bars over two axes. No scripts, no fonts, no files.

use std::fmt::Write as _;

/// The room of a plot, in SVG units, and its margins.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 264.0;
const LEFT: f64 = 46.0;
const BELOW: f64 = 42.0;
const RIGHT: f64 = 22.0;
const ABOVE: f64 = 14.0;

/// One plot: axes with their names and ranges.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot<'p> {
    pub(super) across: &'p str,
    pub(super) up: &'p str,
    /// From and to, across and up.
    pub(super) x: (f64, f64),
    pub(super) y: (f64, f64),
    /// What is named across, equal factors equally far apart; round numbers where nothing is.
    pub(super) at: &'p [f64],
}

/// What is drawn, each with its class in the page's style.
#[derive(Clone, Debug)]
pub(super) enum Marks {
    Line(Vec<(f64, f64)>, &'static str),
    /// Dots as large as what they stand for (0 to 1).
    Dots(Vec<(f64, f64, f64)>, &'static str),
    /// From, to and height.
    Bars(Vec<(f64, f64, f64)>, &'static str),
    /// A word beside a point.
    Word(f64, f64, String),
}

impl Plot<'_> {
    /// The plot as an `<svg>` element.
    pub(super) fn draw(&self, marks: &[Marks]) -> String {
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{} by {}\">",
            self.up, self.across
        );
        self.axes(&mut svg);
        for mark in marks {
            match mark {
                Marks::Line(points, class) => self.line(&mut svg, points, class),
                Marks::Dots(points, class) => self.dots(&mut svg, points, class),
                Marks::Bars(bars, class) => self.bars(&mut svg, bars, class),
                Marks::Word(x, y, word) => self.word(&mut svg, (*x, *y), word),
            }
        }
        svg.push_str("</svg>");
        svg
    }

    fn axes(&self, svg: &mut String) {
        let (bottom, side) = (HEIGHT - BELOW, WIDTH - RIGHT);
        let round = ticks(self.x);
        for &x in if self.at.is_empty() { &round } else { self.at } {
            let at = self.across(x);
            let _ = write!(
                svg,
                "<path class=\"grid\" d=\"M{at:.1} {ABOVE}V{bottom}\"/><text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                bottom + 16.0,
                tick(x)
            );
        }
        for y in ticks(self.y) {
            let height = self.up(y);
            let _ = write!(
                svg,
                "<path class=\"grid\" d=\"M{LEFT} {height:.1}H{side}\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 6.0,
                height + 4.0,
                tick(y)
            );
        }
        let (middle, height) = ((LEFT + side) / 2.0, (ABOVE + bottom) / 2.0);
        let _ = write!(
            svg,
            "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text><text transform=\"translate(11 {height}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            HEIGHT - 6.0,
            self.across,
            self.up
        );
    }

    fn line(&self, svg: &mut String, points: &[(f64, f64)], class: &str) {
        let path: Vec<String> =
            points.iter().map(|&(x, y)| format!("{:.1} {:.1}", self.across(x), self.up(y))).collect();
        let _ = write!(svg, "<path class=\"{class}\" d=\"M{}\"/>", path.join("L"));
    }

    fn dots(&self, svg: &mut String, points: &[(f64, f64, f64)], class: &str) {
        for &(x, y, size) in points {
            let radius = 3.0 + 6.0 * size.sqrt();
            let (x, y) = (self.across(x), self.up(y));
            let _ = write!(svg, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>");
        }
    }

    fn bars(&self, svg: &mut String, bars: &[(f64, f64, f64)], class: &str) {
        for &(from, to, height) in bars.iter().filter(|bar| bar.2 > 0.0) {
            let (left, right, top) = (self.across(from), self.across(to), self.up(height));
            let (width, height) = (right - left - 1.0, HEIGHT - BELOW - top);
            let _ = write!(
                svg,
                "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
            );
        }
    }

    /// Below its point to the right, or above it to the left where there is no room.
    fn word(&self, svg: &mut String, (x, y): (f64, f64), word: &str) {
        let (x, y) = (self.across(x), self.up(y));
        let (anchor, x, y) = if x > WIDTH * 0.75 { ("end", x - 4.0, y - 8.0) } else { ("start", x + 8.0, y + 15.0) };
        let y = y.clamp(ABOVE + 10.0, HEIGHT - BELOW - 4.0);
        let _ = write!(svg, "<text class=\"word\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{word}</text>");
    }

    fn across(&self, x: f64) -> f64 {
        let share = match self.at {
            [] => share(x, self.x),
            _ => share(x.max(1.0).ln(), (self.x.0.max(1.0).ln(), self.x.1.max(1.0).ln())),
        };
        LEFT + (WIDTH - LEFT - RIGHT) * share
    }

    fn up(&self, y: f64) -> f64 {
        HEIGHT - BELOW - (HEIGHT - BELOW - ABOVE) * share(y, self.y)
    }
}

fn share(value: f64, (from, to): (f64, f64)) -> f64 {
    if to > from { ((value - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 }
}

/// At most six round numbers of a range.
fn ticks((from, to): (f64, f64)) -> Vec<f64> {
    let least = (to - from).max(1e-9) / 5.0;
    let ten = 10_f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 5.0].map(|n| n * ten).into_iter().find(|step| *step >= least * 0.999).unwrap_or(10.0 * ten);
    (0..=6).map(|n| ((from / step).ceil() + f64::from(n)) * step).filter(|tick| *tick <= to + step * 1e-6).collect()
}

fn tick(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_within_the_axes() {
        let plot = Plot { across: "score", up: "share right", x: (0.0, 1.0), y: (0.0, 1.0), at: &[] };
        let svg = plot.draw(&[Marks::Line(vec![(0.0, 0.0), (1.0, 1.0), (9.0, 9.0)], "line")]);
        assert!(svg.contains("M46.0 222.0L338.0 14.0L338.0 14.0"), "{svg}");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
    }

    #[test]
    fn ticks_are_round() {
        let said = |range| ticks(range).into_iter().map(tick).collect::<Vec<_>>().join(" ");
        assert_eq!(said((0.0, 1.0)), "0 0.2 0.4 0.6 0.8 1");
        assert_eq!(said((72.3, 100.0)), "80 90 100");
        assert_eq!(said((0.0, 100.0)), "0 20 40 60 80 100");
        let doubling = Plot { across: "", up: "", x: (100.0, 400.0), y: (0.0, 1.0), at: &[100.0, 200.0, 400.0] };
        assert!((doubling.across(200.0) - (46.0 + 338.0) / 2.0).abs() < 1e-9);
    }
}
