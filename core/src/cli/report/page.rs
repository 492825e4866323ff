//! A report → one HTML page that needs nothing else: no script, no network, readable on a phone.
//!
//! What it shows: the figures; what another model does otherwise, if there is one; plots; what noise costs; the confusion of
//! the weakest intents as a map of squares; what is confused, with the texts; each intent.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::order;

use super::compare::{Comparison, changed};
use super::disturbed::disturbed;
use super::figures::{Confusion, Count, Figure};
use super::plots::plots;
use super::table::number;
use super::{Answer, Report};

/// How many intents the map shows, how many texts a pair, and how many rows stand open.
const MAPPED: usize = 24;
const SHOWN: usize = 8;
const OPEN: usize = 25;

const STYLE: &str = "\
:root{--ink:#1b2430;--soft:#667085;--line:#e4e7ec;--main:#0f766e;--warm:#c2410c;--paper:#fff}\
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#98a2b3;--line:#2b3442;--main:#2dd4bf;--warm:#fb923c;--paper:#10151d}}\
body{font:15px/1.6 system-ui,'Noto Sans Thai','Leelawadee UI',Thonburi,sans-serif;color:var(--ink);background:var(--paper);margin:2rem auto;max-width:70rem;padding:0 1rem}\
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{color:var(--soft);margin:.2rem 0 1rem}\
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.7rem}\
.tiles div{border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;color:var(--soft)}.tiles b{display:block;font-size:1.35rem;color:var(--ink)}\
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));gap:1.5rem}figure{margin:0}figcaption{color:var(--soft)}figcaption b,h3{color:var(--ink)}h3{font-size:.85rem;margin:1rem 0 .4rem;font-weight:600}\
svg{width:100%;height:auto}svg text{font-size:11.5px;fill:var(--soft)}svg .word{fill:var(--ink)}.grid{stroke:var(--line);fill:none}.line{stroke:var(--main);stroke-width:2;fill:none}.even{stroke:var(--soft);stroke-dasharray:4 4;fill:none}.dot{fill:var(--main);fill-opacity:.75}.own{fill:var(--warm)}.other{fill:var(--paper);stroke:var(--ink);stroke-width:2}.track{fill:var(--line);fill-opacity:.6}svg .soft{fill:var(--soft)}.in{fill:var(--main);background:var(--main);fill-opacity:.75}.out{fill:var(--warm);background:var(--warm);fill-opacity:.6}i.in,i.out{display:inline-block;width:.7rem;height:.7rem;border-radius:.15rem}\
table{border-collapse:collapse;width:100%}td,th{text-align:right;padding:.2rem .6rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}td:first-child,th:first-child{text-align:left}\
.bar{display:inline-block;height:.55rem;background:var(--main);border-radius:.2rem}.weak{background:var(--warm)}.bars{width:35%}td.bars{text-align:left}\
.map{overflow-x:auto}.map table{width:auto;font-size:.75rem}.map td{padding:0;border:1px solid var(--line);width:1.4rem;height:1.4rem;text-align:center}.map th{white-space:nowrap}\
li{margin:.15rem 0}details{border-bottom:1px solid var(--line);padding:.3rem 0}summary{cursor:pointer}";

/// The page of a report, beside another on the same texts if there is one.
pub(in crate::cli) fn page(report: &Report, beside: Option<&Comparison<'_>>) -> String {
    let title = format!("sonthana · {}", safe(&report.name));
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style><body><h1>{title}</h1><p>{}: {} texts in scope, {} out of it</p>",
        safe(&report.how),
        report.inside().count(),
        report.outside().count(),
    );
    tiles(report, &mut html);
    if let Some(both) = beside {
        comparison(both, &mut html);
    }
    plots(report, &mut html);
    disturbed(report, beside.map(|both| both.second), &mut html);
    map(report, &mut html);
    confusions(report, &mut html);
    intents(report, &mut html);
    html.push_str("</body></html>\n");
    html
}

/// The figures, by what they are about.
fn tiles(report: &Report, html: &mut String) {
    let figures = report.figures();
    let groups: [(&str, &[&str]); 3] = [
        ("Right", &["accuracy", "macro", "micro", "calibration", "leaked", "fresh"]),
        ("Scope", &["refused", "rightly-refused", "auroc", "recall"]),
        ("Cost", &["train", "predict", "p99", "bytes"]),
    ];
    for (name, keys) in groups {
        let _ = write!(html, "<h3>{name}</h3><div class=\"tiles\">");
        for figure in figures.iter().filter(|figure| keys.contains(&figure.key)) {
            let _ = write!(html, "<div><b>{}</b>{}</div>", readable(figure), figure.label);
        }
        html.push_str("</div>");
    }
}

/// A figure in the unit that a reader would choose.
fn readable(figure: &Figure) -> String {
    match (figure.unit, figure.value) {
        ("bytes", value) if value >= 1e6 => format!("{:.2} MB", value / 1e6),
        ("bytes", value) if value >= 1e3 => format!("{:.0} kB", value / 1e3),
        ("µs", value) if value >= 1e3 => format!("{:.1} ms", value / 1e3),
        (unit, _) => format!("{} {unit}", number(figure)),
    }
}

/// Two columns of figures, and the texts that changed sides.
fn comparison(both: &Comparison<'_>, html: &mut String) {
    let _ = write!(
        html,
        "<h2>Beside {}</h2><table><tr><th></th><th>this</th><th>the other</th><th>difference</th></tr>",
        safe(&both.second.name)
    );
    for (first, second, difference) in both.figures() {
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{difference}</td></tr>",
            first.label,
            readable(&first),
            readable(&second)
        );
    }
    html.push_str("</table>");
    let _ = write!(html, "<p>{}</p>", changed(both));
    for (name, answers) in [("Only this is right", &both.won.0), ("Only the other is right", &both.won.1)] {
        sides(name, answers, html);
    }
}

fn sides(name: &str, answers: &[&Answer], html: &mut String) {
    if answers.is_empty() {
        return;
    }
    let _ = write!(html, "<details><summary>{name}: {} texts</summary><ul>", answers.len());
    for answer in answers {
        let meant = answer.meant.as_deref().unwrap_or_default();
        let _ = write!(html, "<li>{}: <b>{}</b>, not {}</li>", safe(&answer.text), safe(meant), safe(&answer.found));
    }
    html.push_str("</ul></details>");
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
    let mut times = BTreeMap::new();
    times.extend(pairs.iter().map(|pair| ((pair.meant, pair.found), pair.texts.len())));
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

/// Every intent, the weakest first; the stronger ones folded away where there are many.
fn intents(report: &Report, html: &mut String) {
    let mut list: Vec<_> = report.intents().into_iter().filter(|(_, count)| count.gold > 0).collect();
    order::by(&mut list, |a, b| a.1.f1().total_cmp(&b.1.f1()));
    html.push_str("<h2>Intents, the weakest first</h2>");
    let (open, folded) = list.split_at(list.len().min(OPEN));
    table(open, html);
    if !folded.is_empty() {
        let _ = write!(html, "<details><summary>{} more intents</summary>", folded.len());
        table(folded, html);
        html.push_str("</details>");
    }
}

fn table(list: &[(&str, Count)], html: &mut String) {
    html.push_str("<table><tr><th>intent</th><th>F1</th><th></th><th>precision</th><th>recall</th><th>texts</th></tr>");
    for (name, count) in list {
        let class = if count.f1() < 80.0 { "bar weak" } else { "bar" };
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{:.1}</td><td class=\"bars\"><span class=\"{class}\" style=\"width:{:.0}%\"></span></td><td>{:.1}</td><td>{:.1}</td><td>{}</td></tr>",
            safe(name),
            count.f1(),
            count.f1(),
            count.precision(),
            count.recall(),
            count.gold,
        );
    }
    html.push_str("</table>");
}

fn confusions(report: &Report, html: &mut String) {
    let pairs = report.confusions();
    if pairs.is_empty() {
        return;
    }
    html.push_str("<h2>Confused, with the texts</h2>");
    let (first, folded) = pairs.split_at(pairs.len().min(OPEN));
    first.iter().for_each(|pair| confusion(pair, html));
    if !folded.is_empty() {
        let _ = write!(html, "<details><summary>{} more pairs</summary>", folded.len());
        folded.iter().for_each(|pair| confusion(pair, html));
        html.push_str("</details>");
    }
}

fn confusion(pair: &Confusion<'_>, html: &mut String) {
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

/// A text that may stand in HTML.
fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::compare::compared;
    use super::super::figures::tests::small;
    use super::*;

    #[test]
    fn a_page_shows_everything_and_trusts_no_text() {
        let mut report = small();
        report.answers[2].text = "<script>ปิดกี่โมง</script>".to_owned();
        report.curve = vec![(10, 50.0), (20, 70.0)];
        report.noise = vec![(2, 3), (1, 3)];
        let html = page(&report, None);
        assert_eq!(html.matches("<svg").count(), 5);
        assert!(html.contains("&lt;script&gt;ปิดกี่โมง") && !html.contains("<script"));
        assert!(html.contains("<b>hours</b> taken for <b>menu</b>"));
        let other = Report { name: "<other>".to_owned(), ..small() };
        let html = page(&report, Some(&compared(&report, &other)));
        assert!(html.contains("Beside &lt;other&gt;") && html.contains("<td>accuracy</td>"));
    }
}
