//! `\\u00e9` and the like, where a whole file is ASCII: Rasa reads them as characters in any text.
//!
//! In: a scalar. Out: the scalar with its escapes as characters. Between double quotes YAML has them
//! anyway, and they do not come here. Half of a pair that stands alone stays as it is written.

/// A text with its escapes as characters; `None` where it has none.
pub(super) fn unescape(text: &str) -> Option<String> {
    if !text.contains("\\u") && !text.contains("\\U") {
        return None;
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        // A backslash that is itself escaped begins nothing.
        if rest.starts_with("\\\\") {
            read.push_str("\\\\");
            rest = &rest[2..];
            continue;
        }
        let (character, length) = character(rest).unwrap_or(('\\', 1));
        read.push(character);
        rest = &rest[length..];
    }
    read.push_str(rest);
    Some(read)
}

/// The character that an escape at the beginning stands for, and the bytes of the escape.
fn character(text: &str) -> Option<(char, usize)> {
    if let Some(rest) = text.strip_prefix("\\U") {
        return Some((char::from_u32(digits(rest, 8)?)?, 10));
    }
    let unit = digits(text.strip_prefix("\\u")?, 4)?;
    if let Some(character) = char::from_u32(unit) {
        return Some((character, 6));
    }
    let low = digits(text[6..].strip_prefix("\\u")?, 4)?;
    let pair = [u16::try_from(unit).ok()?, u16::try_from(low).ok()?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((character, 12))
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let digits = text.get(..count).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_characters() {
        assert_eq!(unescape(r"caf\u00e9 \ud83d\ude00 \U0001F600").as_deref(), Some("café 😀 😀"));
        assert_eq!(unescape(r"\\u00e9 \ud83d \u12 \d").as_deref(), Some(r"\\u00e9 \ud83d \u12 \d"));
        assert_eq!(unescape(r"\d{3}"), None);
    }
}
