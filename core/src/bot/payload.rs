//! Payload messages: `/order{"drink": "ลาเต้", "sizes": ["S", "L"]}`, with an optional `@0.9`.
//!
//! In: a text. Out: its intent, the confidence and the entities it carries, or why it is no payload.
//! It never looks whether the bot knows the names.

use crate::value::Value;

/// A payload, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Payload {
    pub(crate) intent: String,
    /// 1 where it is not given.
    pub(crate) confidence: f64,
    /// By name, in the order of the names; a list gives several of one name.
    pub(crate) entities: Vec<(String, Value)>,
    /// Bytes of the text where the JSON stands; empty where there is none.
    pub(crate) span: (u32, u32),
}

/// The payload that a text is; `None` where it does not begin with `/` and a name.
pub(crate) fn parse(text: &str) -> Option<Result<Payload, String>> {
    let body = text.trim_end();
    let rest = body.strip_prefix('/')?;
    let end = rest.find(['{', '@']).unwrap_or(rest.len());
    let intent = rest[..end].trim();
    if intent.is_empty() || intent.contains(['(', '\n']) {
        return None;
    }
    let mut payload = Payload { intent: intent.to_owned(), confidence: 1.0, entities: Vec::new(), span: (0, 0) };
    let mut rest = &rest[end..];
    if let Some(after) = rest.strip_prefix('@') {
        let end = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(after.len());
        payload.confidence = after[..end].parse().unwrap_or(1.0);
        rest = &after[end..];
    }
    Some(entities(body, rest, payload))
}

fn entities(body: &str, rest: &str, mut payload: Payload) -> Result<Payload, String> {
    let Some(open) = rest.find('{') else { return Ok(payload) };
    let Some(close) = rest.rfind('}').filter(|close| *close > open) else {
        return Err(format!("the payload `{body}` opens a brace and does not close it"));
    };
    let json = &rest[open..=close];
    let Some(Value::Map(map)) = Value::from_json(json) else {
        return Err(format!("`{json}` is not JSON of the shape {{\"entity\": \"value\"}}"));
    };
    let start = body.len() - rest.len() + open;
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    payload.span = (narrow(start), narrow(start + json.len()));
    for (name, value) in map {
        match value {
            Value::List(values) => payload.entities.extend(values.into_iter().map(|v| (name.clone(), v))),
            value => payload.entities.push((name, value)),
        }
    }
    Ok(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_carry_entities() {
        let payload = parse(r#"/สั่ง@0.9{"ขนาด": ["S", "L"], "n": 2}"#).unwrap().unwrap();
        assert_eq!((payload.intent.as_str(), payload.confidence), ("สั่ง", 0.9));
        let entities: Vec<_> = payload.entities.iter().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(entities, ["n=2", "ขนาด=S", "ขนาด=L"]);
        assert_eq!(parse("/greet").unwrap().unwrap().intent, "greet");
    }

    #[test]
    fn what_is_no_payload_says_so() {
        assert_eq!(parse("สวัสดี"), None);
        assert_eq!(parse("/"), None);
        assert_eq!(parse("/SetSlots(a=1)"), None);
        assert!(parse("/order{\"a\": }").unwrap().is_err());
        assert!(parse("/order{\"a\": 1").unwrap().is_err());
    }
}
