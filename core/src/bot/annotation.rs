//! The annotations of an example: `ขอ[ลาเต้](drink)แก้ว[ใหญ่]{"entity": "size", "value": "L"}`.
//!
//! In: an authored line. Out: its plain text and the entities in it, by byte, or the place of an
//! annotation that does not parse. Brackets that annotate nothing stay text, as in Rasa.

use super::nlu::Annotation;
use crate::value::Value;

/// An annotation that does not parse: at this byte of the line, for this reason.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) message: String,
    /// Whether Rasa would refuse it too; where not, the text stays as it is.
    pub(super) fatal: bool,
}

/// Takes a line apart.
pub(super) fn parse(line: &str) -> (String, Vec<Annotation>, Vec<Fault>) {
    let (mut text, mut found, mut faults) = (String::with_capacity(line.len()), Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(open) = line[at..].find('[').map(|i| at + i) {
        text.push_str(&line[at..open]);
        let close = line[open + 1..].find(']').map(|i| open + 1 + i).filter(|close| *close > open + 1);
        let Some(close) = close else {
            text.push('[');
            at = open + 1;
            continue;
        };
        let inner = &line[open + 1..close];
        match tail(line, close + 1, inner) {
            Tail::None => {
                text.push('[');
                at = open + 1;
            }
            Tail::Fault(fault) => {
                faults.push(fault);
                text.push('[');
                at = open + 1;
            }
            Tail::Entities(entities, end) => {
                let start = narrow(text.len());
                text.push_str(inner);
                let end_of_text = narrow(text.len());
                found.extend(entities.into_iter().map(|e| Annotation { start, end: end_of_text, ..e }));
                at = end;
            }
        }
    }
    text.push_str(&line[at..]);
    (text, found, faults)
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

enum Tail {
    None,
    Fault(Fault),
    /// The entities, and the byte after them.
    Entities(Vec<Annotation>, usize),
}

/// What follows the closing bracket.
fn tail(line: &str, at: usize, inner: &str) -> Tail {
    let fault = |message: String, fatal| Tail::Fault(Fault { at, message, fatal });
    let rest = &line[at..];
    let (closing, fatal) = match rest.chars().next() {
        Some('(') => (')', false),
        Some('{') => ('}', false),
        Some('[') if rest[1..].trim_start().starts_with('{') => (']', false),
        _ => return Tail::None,
    };
    let Some(end) = rest.find(closing) else {
        return fault(format!("the annotation of `{inner}` is not closed; add `{closing}`"), fatal);
    };
    let body = &rest[1..end];
    let parsed = match closing {
        ')' => short(body),
        '}' => Value::from_json(&rest[..=end])
            .ok_or_else(|| not_json(&rest[..=end]))
            .and_then(|v| entity(&v, inner))
            .map(|e| vec![e]),
        _ => list(&rest[..=end], inner),
    };
    match parsed {
        Ok(mut entities) => {
            for entity in &mut entities {
                entity.value.take_if(|value| value == inner);
            }
            Tail::Entities(entities, at + end + 1)
        }
        Err(message) => fault(message, true),
    }
}

fn not_json(text: &str) -> String {
    format!("`{text}` is not JSON; write {{\"entity\": \"name\"}} with double quotes")
}

/// `entity` or `entity:value`.
fn short(body: &str) -> Result<Vec<Annotation>, String> {
    let (entity, value) = body.split_once(':').map_or((body, None), |(entity, value)| (entity, Some(value)));
    if entity.trim().is_empty() {
        return Err("an annotation names its entity: `[text](entity)`".to_owned());
    }
    let value = value.filter(|value| !value.is_empty()).map(str::to_owned);
    Ok(vec![Annotation { entity: entity.trim().to_owned(), value, ..Annotation::default() }])
}

fn list(text: &str, inner: &str) -> Result<Vec<Annotation>, String> {
    let Some(Value::List(items)) = Value::from_json(text) else { return Err(not_json(text)) };
    items.iter().map(|item| entity(item, inner)).collect()
}

fn entity(value: &Value, inner: &str) -> Result<Annotation, String> {
    let Some(map) = value.as_map() else { return Err(not_json(inner)) };
    // What an extractor wrote beside them (`confidence`, `start`) is left out, as in Rasa.
    let known = ["entity", "role", "group", "value"];
    for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
        let hint = super::nearest::hint(key, known);
        if !hint.is_empty() {
            return Err(format!("unknown key `{key}` in the annotation of `{inner}`{hint}"));
        }
    }
    let option = |key: &str| map.get(key).filter(|value| !value.is_null()).map(Value::to_string);
    let entity = option("entity").filter(|name| !name.is_empty());
    let entity = entity.ok_or_else(|| format!("the annotation of `{inner}` needs the key `entity`"))?;
    Ok(Annotation {
        entity,
        role: option("role"),
        group: option("group"),
        value: option("value"),
        ..Annotation::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let (text, found, faults) = parse(line);
        assert_eq!(faults, []);
        let mut shown = text.clone();
        for a in found {
            let piece = &text[a.start as usize..a.end as usize];
            let more: Vec<String> = [a.role, a.group, a.value].into_iter().flatten().collect();
            shown += &format!(" | {piece}={} {}", a.entity, more.join(" "));
        }
        shown
    }

    #[test]
    fn every_form_of_annotation_is_read() {
        assert_eq!(shown("ขอ[ลาเต้](drink)ค่ะ"), "ขอลาเต้ค่ะ | ลาเต้=drink ");
        assert_eq!(shown("[ใหญ่](size:L) นะ"), "ใหญ่ นะ | ใหญ่=size L");
        assert_eq!(
            shown(r#"จาก[เชียงใหม่]{"entity":"city","role":"from","group":"1","value":"CNX"}"#),
            "จากเชียงใหม่ | เชียงใหม่=city from 1 CNX"
        );
        assert_eq!(shown(r#"[สอง][{"entity":"n"},{"entity":"m","value":2}]"#), "สอง | สอง=n  | สอง=m 2");
        assert_eq!(shown("[a](x)[b](y)"), "ab | a=x  | b=y ");
        assert_eq!(shown(r#"[ชา]{"entity":"drink","confidence":0.9,"start":0}"#), "ชา | ชา=drink ");
    }

    #[test]
    fn a_value_equal_to_the_text_is_no_value() {
        assert_eq!(parse("[S](size:S)").1[0].value, None);
    }

    #[test]
    fn brackets_that_annotate_nothing_stay() {
        assert_eq!(shown("กด [1] หรือ []"), "กด [1] หรือ []");
        assert_eq!(shown("[x] (y)"), "[x] (y)");
    }

    #[test]
    fn what_does_not_parse_says_where() {
        let fault = |line| parse(line).2.remove(0);
        assert_eq!((fault("ก[ข](ค").at, fault("ก[ข](ค").fatal), ("ก[ข]".len(), false));
        assert!(fault("[ข]{'entity': 'x'}").fatal);
        assert!(fault("[ข]{\"entitty\": \"x\"}").message.contains("did you mean `entity`"));
        assert!(fault("[ข]()").message.contains("names its entity"));
    }
}
