//! Which variation of a response to say.
//!
//! In: the variations, the slots, the channel, a number. Out: one of them. Those whose condition
//! holds come first, those for the channel before those for any; within a group the number decides.

use crate::bot::Response;
use crate::value::Value;

/// One of the variations; `None` where none may be said.
pub(crate) fn choose<'r>(
    variations: &'r [Response],
    slot: &dyn Fn(&str) -> Value,
    channel: Option<&str>,
    faithful: bool,
    number: u64,
) -> Option<&'r Response> {
    if let [only] = variations
        && only.condition.is_none()
        && only.channel.is_none()
    {
        return Some(only);
    }
    let conditional = |response: &Response| response.condition.as_ref().is_some_and(|list| !list.is_empty());
    let free = |response: &Response| match &response.condition {
        None => true,
        // Rasa never says a variation with an empty list of conditions
        Some(list) => list.is_empty() && !faithful,
    };
    let fits = |response: &Response| conditional(response) && holds(response, slot);
    let here = |response: &Response| response.channel.is_some() && response.channel.as_deref() == channel;
    let anywhere = |response: &Response| response.channel.is_none();
    let groups: [&dyn Fn(&Response) -> bool; 5] = [
        &|response| fits(response) && here(response),
        &|response| free(response) && here(response),
        &|response| fits(response) && anywhere(response),
        &|response| free(response) && anywhere(response),
        // better said for another channel than not at all
        &|response| !faithful && free(response),
    ];
    groups.iter().find_map(|group| {
        let count = variations.iter().filter(|response| group(response)).count() as u64;
        let pick = usize::try_from(number.checked_rem(count)?).ok()?;
        variations.iter().filter(|response| group(response)).nth(pick)
    })
}

fn holds(response: &Response, slot: &dyn Fn(&str) -> Value) -> bool {
    let conditions = response.condition.iter().flatten();
    conditions.into_iter().all(|(name, wanted)| match (slot(name), &wanted.0) {
        (Value::Text(held), Value::Text(wanted)) => held.to_lowercase() == wanted.to_lowercase(),
        (held, wanted) => held == *wanted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::JsonValue;

    fn response(text: &str, channel: Option<&str>, condition: Option<&str>) -> Response {
        Response {
            text: text.into(),
            channel: channel.map(Into::into),
            condition: condition.map(|value| vec![("size".into(), JsonValue(Value::from(value)))]),
            ..Response::default()
        }
    }

    #[test]
    fn conditions_then_channels_then_the_number() {
        let all = [
            response("any", None, None),
            response("other", None, None),
            response("big", None, Some("ใหญ่")),
            response("line", Some("line"), None),
        ];
        let pick = |size: &str, channel: Option<&str>, number: u64| {
            let size = Value::from(size);
            choose(&all, &move |_| size.clone(), channel, false, number).unwrap().text.clone()
        };
        assert_eq!(pick("ใหญ่", None, 0), "big");
        assert_eq!(pick("เล็ก", None, 0), "any");
        assert_eq!(pick("เล็ก", None, 3), "other");
        assert_eq!(pick("ใหญ่", Some("line"), 0), "line");
    }

    #[test]
    fn another_channels_words_are_better_than_none() {
        let all = [response("line", Some("line"), None)];
        let pick = |faithful| choose(&all, &|_| Value::Null, Some("web"), faithful, 0).is_some();
        assert!(pick(false) && !pick(true));
    }
}
