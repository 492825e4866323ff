//! A report → one HTML page that needs nothing else: no script, no network, readable on a phone.
//!
//! What it shows: the figures; calibration; scope at every threshold; the learning curve; the confusion
//! of the weakest intents as a map of squares; each intent; what is confused, with the texts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Report;
use super::plot::{Marks, Plot};
use super::table::number;

/// How many intents the map shows, and how many texts a pair.
const MAPPED: usize = 24;
const SHOWN: usize = 8;

const STYLE: &str = "\
:root{--ink:#1b2430;--soft:#667085;--line:#e4e7ec;--main:#0f766e;--warm:#c2410c;--paper:#fff}\
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#98a2b3;--line:#2b3442;--main:#2dd4bf;--warm:#fb923c;--paper:#10151d}}\
body{font:15px/1.5 system-ui,'Noto Sans Thai',sans-serif;color:var(--ink);background:var(--paper);margin:2rem auto;max-width:70rem;padding:0 1rem}\
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{color:var(--soft);margin:.2rem 0 1rem}\
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.7rem}\
.tiles div{border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;color:var(--soft)}.tiles b{display:block;font-size:1.35rem;color:var(--ink)}\
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1rem}figure{margin:0}figcaption{color:var(--soft)}\
svg{width:100%;height:auto}svg text{font-size:10px;fill:var(--soft)}.grid{stroke:var(--line);fill:none}.line{stroke:var(--main);stroke-width:2;fill:none}.even{stroke:var(--soft);stroke-dasharray:4 4;fill:none}circle{fill:var(--main);fill-opacity:.75}\
table{border-collapse:collapse;width:100%}td,th{text-align:right;padding:.2rem .6rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}td:first-child,th:first-child{text-align:left}\
.bar{display:inline-block;height:.55rem;background:var(--main);border-radius:.2rem}.weak{background:var(--warm)}\
.map{overflow-x:auto}.map table{width:auto;font-size:.75rem}.map td{padding:0;border:1px solid var(--line);width:1.4rem;height:1.4rem;text-align:center}.map th{white-space:nowrap}\
li{margin:.15rem 0}details{border-bottom:1px solid var(--line);padding:.3rem 0}summary{cursor:pointer}";

/// The page.
pub(in crate::cli) fn page(report: &Report) -> String {
    let title = format!("sonthana · {}", safe(&report.name));
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style><body><h1>{title}</h1><p>{}: {} texts in scope, {} out of it</p>",
        safe(&report.how),
        report.inside().count(),
        report.outside().count(),
    );
    tiles(report, &mut html);
    plots(report, &mut html);
    map(report, &mut html);
    intents(report, &mut html);
    confusions(report, &mut html);
    html.push_str("</body></html>\n");
    html
}

fn tiles(report: &Report, html: &mut String) {
    html.push_str("<div class=\"tiles\">");
    for figure in report.figures() {
        let _ = write!(html, "<div><b>{} {}</b>{}</div>", number(&figure), figure.unit, figure.label);
    }
    html.push_str("</div>");
}

fn plots(report: &Report, html: &mut String) {
    html.push_str("<h2>Can its numbers be trusted?</h2><div class=\"plots\">");
    let unit = (0.0, 1.0);
    let plot = Plot { across: "probability it gave", up: "share that was right", x: unit, y: unit };
    let most = report.bins().iter().map(|bin| bin.2).max().unwrap_or(1).max(1);
    let dots =
        report.bins().iter().filter(|bin| bin.2 > 0).map(|b| (b.0, b.1, f64::from(b.2) / f64::from(most))).collect();
    let even = Marks::Line(vec![(0.0, 0.0), (1.0, 1.0)], "even");
    figure(
        html,
        &plot.draw(&[even, Marks::Dots(dots)]),
        "Calibration: on the line, 80 % means 80 %. A larger dot stands for more texts.",
    );
    if report.outside().next().is_some() {
        let all = (0.0, 100.0);
        let plot = Plot { across: "wrongly refused, %", up: "rightly refused, %", x: all, y: all };
        let even = Marks::Line(vec![(0.0, 0.0), (100.0, 100.0)], "even");
        let line = Marks::Line(report.trade(), "line");
        figure(html, &plot.draw(&[even, line]), "Scope: what each threshold refuses, of texts in scope and out of it.");
    }
    if let (Some(first), Some(last)) = (report.curve.first(), report.curve.last()) {
        let least = report.curve.iter().map(|point| point.1).fold(f64::MAX, f64::min);
        let plot = Plot {
            across: "examples learned from",
            up: "accuracy, %",
            x: (first.0 as f64, last.0 as f64),
            y: ((least - 5.0).max(0.0), 100.0),
        };
        let line = report.curve.iter().map(|&(examples, accuracy)| (examples as f64, accuracy)).collect();
        figure(
            html,
            &plot.draw(&[Marks::Line(line, "line")]),
            "Learning curve: still rising means more examples would help.",
        );
    }
    html.push_str("</div>");
}

fn figure(html: &mut String, svg: &str, caption: &str) {
    let _ = write!(html, "<figure>{svg}<figcaption>{caption}</figcaption></figure>");
}

/// The intents that are confused most, against each other; a darker square is more texts.
fn map(report: &Report, html: &mut String) {
    let pairs = report.confusions();
    let mut names: Vec<&str> = Vec::new();
    for name in pairs.iter().flat_map(|pair| [pair.meant, pair.found]) {
        if names.len() < MAPPED && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return;
    }
    let times: BTreeMap<(&str, &str), usize> =
        pairs.iter().map(|pair| ((pair.meant, pair.found), pair.texts.len())).collect();
    let most = pairs[0].texts.len() as f64;
    html.push_str("<h2>What is taken for what</h2><p>A row is what was meant, a column what was found.</p><div class=\"map\"><table><tr><th></th>");
    for n in 1..=names.len() {
        let _ = write!(html, "<th>{n}</th>");
    }
    for (n, meant) in names.iter().enumerate() {
        let _ = write!(html, "</tr><tr><th>{} · {}</th>", n + 1, safe(meant));
        for found in &names {
            match times.get(&(*meant, *found)) {
                Some(&count) => {
                    let depth = 15.0 + 75.0 * count as f64 / most;
                    let _ = write!(
                        html,
                        "<td style=\"background:color-mix(in srgb,var(--warm) {depth:.0}%,transparent)\" title=\"{} → {}\">{count}</td>",
                        safe(meant),
                        safe(found)
                    );
                }
                None => html.push_str("<td></td>"),
            }
        }
    }
    html.push_str("</tr></table></div>");
}

/// Every intent, the weakest first.
fn intents(report: &Report, html: &mut String) {
    html.push_str("<h2>Intents, the weakest first</h2><table><tr><th>intent</th><th>F1</th><th></th><th>precision</th><th>recall</th><th>texts</th></tr>");
    let mut list: Vec<_> = report.intents().into_iter().filter(|(_, count)| count.gold > 0).collect();
    list.sort_by(|a, b| a.1.f1().total_cmp(&b.1.f1()));
    for (name, count) in list {
        let class = if count.f1() < 80.0 { "bar weak" } else { "bar" };
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{:.1}</td><td style=\"text-align:left\"><span class=\"{class}\" style=\"width:{:.1}rem\"></span></td><td>{:.1}</td><td>{:.1}</td><td>{}</td></tr>",
            safe(name),
            count.f1(),
            count.f1() / 10.0,
            count.precision(),
            count.recall(),
            count.gold,
        );
    }
    html.push_str("</table>");
}

fn confusions(report: &Report, html: &mut String) {
    html.push_str("<h2>Confused, with the texts</h2>");
    for pair in report.confusions() {
        let (times, open) = (pair.texts.len(), if pair.texts.len() > 2 { " open" } else { "" });
        let _ = write!(
            html,
            "<details{open}><summary>{times} × <b>{}</b> taken for <b>{}</b></summary><ul>",
            safe(pair.meant),
            safe(pair.found)
        );
        for text in pair.texts.iter().take(SHOWN) {
            let _ = write!(html, "<li>{}</li>", safe(text));
        }
        html.push_str("</ul></details>");
    }
}

/// A text that may stand in HTML.
fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::small;
    use super::*;

    #[test]
    fn a_page_shows_everything_and_trusts_no_text() {
        let mut report = small();
        report.answers[2].text = "<script>ปิดกี่โมง</script>".to_owned();
        report.curve = vec![(10, 50.0), (20, 70.0)];
        let html = page(&report);
        assert_eq!(html.matches("<svg").count(), 3);
        assert!(html.contains("&lt;script&gt;ปิดกี่โมง") && !html.contains("<script"));
        assert!(html.contains("<b>hours</b> taken for <b>menu</b>"));
    }
}
