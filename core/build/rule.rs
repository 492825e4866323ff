//! The rules of `holidays.tsv` → constants.
//!
//! `fixed MONTH DAY [DAYS]`, `nth MONTH WEEKDAY N [DAYS AFTER]`, `easter OFFSET [DAYS]`,
//! `orthodox OFFSET [DAYS]`, `dates YYYY-MM-DD …`.

use super::words::rows;

/// The table as source.
pub(super) fn source(text: &str) -> Result<String, String> {
    let mut out = "pub(super) static HOLIDAYS: &[Holiday] = &[\n".to_owned();
    for (at, line) in rows(text) {
        let place = |what: &str| format!("holidays.tsv:{at}: {what}");
        let mut cells = line.split('\t');
        let (Some(name), Some(rule)) = (cells.next(), cells.next()) else { return Err(place("cells are missing")) };
        let rule = read(rule).ok_or_else(|| place(&format!("`{rule}` is no rule; see README.md")))?;
        out += &format!("Holiday {{ name: {name:?}, rule: Rule::{rule} }},\n");
    }
    Ok(out + "];\n")
}

fn read(rule: &str) -> Option<String> {
    let parts: Vec<&str> = rule.split(' ').collect();
    let number = |at: usize| parts.get(at)?.parse::<i8>().ok();
    let within = |at: usize, most: i8| number(at).filter(|value| (1..=most).contains(value));
    Some(match *parts.first()? {
        "fixed" => format!("Fixed({}, {}, {})", within(1, 12)?, within(2, 31)?, number(3).unwrap_or(1)),
        "nth" => {
            let nth = number(3).filter(|nth| (1..=5).contains(&nth.abs()))?;
            format!("Nth({}, {}, {nth}, {})", within(1, 12)?, within(2, 7)?, number(4).unwrap_or(0))
        }
        "easter" => format!("Easter({}, {})", number(1)?, number(2).unwrap_or(1)),
        "orthodox" => format!("Orthodox({}, {})", number(1)?, number(2).unwrap_or(1)),
        "dates" => {
            let dates: Option<Vec<String>> = parts[1..].iter().map(|date| date_of(date)).collect();
            format!("Dates(&[{}])", dates?.join(", "))
        }
        _ => return None,
    })
}

/// `2026-06-01` → `(2026, 6, 1)`
fn date_of(date: &str) -> Option<String> {
    let parts: Vec<i16> = date.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = parts.as_slice() else { return None };
    ((1..=12).contains(month) && (1..=31).contains(day)).then(|| format!("({year}, {month}, {day})"))
}
