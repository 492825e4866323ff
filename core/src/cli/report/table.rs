//! A report → lines for a person, or one JSON object for a machine.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::compare::{Comparison, differences};
use super::figures::Figure;
use super::{Report, figures};
use crate::cli::Console;
use crate::order;

/// How many pairs and intents a table shows.
const SHOWN: usize = 10;

/// Writes the figures, the weakest intents and what is confused.
pub(in crate::cli) fn as_table(report: &Report, console: &mut Console<'_>) -> io::Result<()> {
    let out = &mut console.out;
    writeln!(out, "{}, {}", report.name, report.how)?;
    writeln!(out, "{:<27}{:>9} in scope, {} out", "texts", report.inside().count(), report.outside().count())?;
    for figure in report.figures() {
        writeln!(out, "{:<27}{:>9} {}", figure.label, number(&figure), figure.unit)?;
    }
    for (examples, accuracy) in &report.curve {
        writeln!(out, "{:<27}{accuracy:>9.2} %", format!("  from {examples} examples"))?;
    }
    for (name, accuracy) in report.noisy() {
        writeln!(out, "{:<28}{accuracy:>8.2} %", format!("  with {name}"))?;
    }
    let mut intents: Vec<_> = report.intents().into_iter().filter(|(_, count)| count.gold > 0).collect();
    order::by(&mut intents, |a, b| a.1.f1().total_cmp(&b.1.f1()));
    writeln!(out, "\nprecision  recall      F1  texts  the weakest intents")?;
    for (name, count) in intents.iter().take(SHOWN) {
        let (precision, recall) = (count.precision(), count.recall());
        writeln!(out, "{precision:>9.1} {recall:>7.1} {:>7.1} {:>6}  {name}", count.f1(), count.gold)?;
    }
    writeln!(out, "\ntimes  confused, with an example")?;
    for pair in report.confusions().iter().take(SHOWN) {
        writeln!(out, "{:>5}  {} taken for {}: {}", pair.texts.len(), pair.meant, pair.found, pair.texts[0])?;
    }
    Ok(())
}

/// As many places as its unit deserves.
pub(super) fn number(figure: &Figure) -> String {
    match figure.unit {
        "bytes" => format!("{:.0}", figure.value),
        "µs" => format!("{:.1}", figure.value),
        _ => format!("{:.2}", figure.value),
    }
}

/// Writes everything as one object, of one report or of two.
pub(in crate::cli) fn as_json(
    report: &Report,
    beside: Option<&Comparison<'_>>,
    console: &mut Console<'_>,
) -> io::Result<()> {
    let object = beside.map_or_else(|| object(report), differences);
    writeln!(console.out, "{object}")
}

pub(super) fn object(report: &Report) -> Json {
    let mut object = serde_json::Map::new();
    for figure in report.figures() {
        object.insert(figure.key.to_owned(), json!(figure.value));
    }
    // The figures of scope stand together.
    let mut scope = serde_json::Map::new();
    let together = [
        ("rightly-refused", "refused"),
        ("auroc", "auroc"),
        ("recall", "recall"),
        ("score-auroc", "score-auroc"),
        ("score-out", "score-out"),
    ];
    for (key, short) in together {
        if let Some(value) = object.remove(key) {
            scope.insert(short.to_owned(), value);
        }
    }
    object.insert("scope".to_owned(), if scope.is_empty() { Json::Null } else { scope.into() });
    let intent = |(name, count): (&str, figures::Count)| json!({"name": name, "precision": count.precision(), "recall": count.recall(), "f1": count.f1(), "texts": count.gold});
    object.insert("intents".to_owned(), report.intents().into_iter().map(intent).collect());
    let pair = |pair: figures::Confusion<'_>| json!({"meant": pair.meant, "found": pair.found, "times": pair.texts.len(), "texts": pair.texts});
    object.insert("confused".to_owned(), report.confusions().into_iter().map(pair).collect());
    object.insert("curve".to_owned(), report.curve.iter().map(|(n, accuracy)| json!([n, accuracy])).collect());
    object.insert("noise".to_owned(), report.noisy().map(|(name, accuracy)| json!([name, accuracy])).collect());
    object.into()
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::small;
    use super::*;

    #[test]
    fn an_object_holds_every_figure() {
        let object = object(&small());
        assert_eq!(object["scope"]["refused"], 50.0);
        assert_eq!(
            object["intents"][1],
            json!({"name": "menu", "precision": 50.0, "recall": 100.0, "f1": 200.0 / 3.0, "texts": 1})
        );
        assert_eq!(object["confused"][0]["texts"], json!(["ปิดกี่โมงคะ"]));
        assert!(object.get("auroc").is_none());
    }
}
