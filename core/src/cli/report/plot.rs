//! Small plots as SVG text: a curve over two axes. No scripts, no fonts, no files.

use std::fmt::Write as _;

/// The room of a plot, in SVG units, and its margins.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 46.0;
const BELOW: f64 = 40.0;
const RIGHT: f64 = 12.0;
const ABOVE: f64 = 12.0;

/// One plot: axes with their names and ranges.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot<'p> {
    pub(super) across: &'p str,
    pub(super) up: &'p str,
    /// From and to, across and up.
    pub(super) x: (f64, f64),
    pub(super) y: (f64, f64),
}

/// Points as one line, or as dots as large as what they stand for (0 to 1).
#[derive(Clone, Debug)]
pub(super) enum Marks {
    Line(Vec<(f64, f64)>, &'static str),
    Dots(Vec<(f64, f64, f64)>),
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
                Marks::Dots(points) => self.dots(&mut svg, points),
            }
        }
        svg.push_str("</svg>");
        svg
    }

    fn axes(&self, svg: &mut String) {
        for n in 0..=4 {
            let share = f64::from(n) / 4.0;
            let (x, y) = (self.x.0 + share * (self.x.1 - self.x.0), self.y.0 + share * (self.y.1 - self.y.0));
            let (at, height) = (self.across(x), self.up(y));
            let (bottom, side) = (HEIGHT - BELOW, WIDTH - RIGHT);
            let _ = write!(svg, "<path class=\"grid\" d=\"M{at:.1} {ABOVE}V{bottom}M{LEFT} {height:.1}H{side}\"/>");
            let _ =
                write!(svg, "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>", bottom + 14.0, tick(x));
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 5.0,
                height + 4.0,
                tick(y)
            );
        }
        let middle = (LEFT + WIDTH - RIGHT) / 2.0;
        let _ =
            write!(svg, "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>", HEIGHT - 6.0, self.across);
        let height = (ABOVE + HEIGHT - BELOW) / 2.0;
        let _ = write!(
            svg,
            "<text transform=\"translate(11 {height}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            self.up
        );
    }

    fn line(&self, svg: &mut String, points: &[(f64, f64)], class: &str) {
        let path: Vec<String> =
            points.iter().map(|&(x, y)| format!("{:.1} {:.1}", self.across(x), self.up(y))).collect();
        let _ = write!(svg, "<path class=\"{class}\" d=\"M{}\"/>", path.join("L"));
    }

    fn dots(&self, svg: &mut String, points: &[(f64, f64, f64)]) {
        for &(x, y, size) in points {
            let radius = 2.0 + 6.0 * size.sqrt();
            let _ = write!(svg, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"/>", self.across(x), self.up(y));
        }
    }

    fn across(&self, x: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * share(x, self.x)
    }

    fn up(&self, y: f64) -> f64 {
        HEIGHT - BELOW - (HEIGHT - BELOW - ABOVE) * share(y, self.y)
    }
}

fn share(value: f64, (from, to): (f64, f64)) -> f64 {
    if to > from { ((value - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 }
}

fn tick(value: f64) -> String {
    if value.abs() >= 10.0 || value == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_within_the_axes() {
        let plot = Plot { across: "score", up: "share right", x: (0.0, 1.0), y: (0.0, 1.0) };
        let svg = plot.draw(&[Marks::Line(vec![(0.0, 0.0), (1.0, 1.0), (9.0, 9.0)], "line")]);
        assert!(svg.contains("M46.0 220.0L348.0 12.0L348.0 12.0"), "{svg}");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
    }
}
