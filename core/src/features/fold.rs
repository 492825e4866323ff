//! Text without the difference between large and small letters, byte for byte in place.
//!
//! `Café LATTE` folds to `café latte`. A letter whose small form has another length in bytes stays
//! as it is, so that places in the folded text are places in the text. Thai has no case.

use std::borrow::Cow;

/// The folded text; borrowed where nothing changes.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte.is_ascii_uppercase() || matches!(byte, 0xC3..=0xDF | 0xE1..=0xE2 | 0xEA | 0xEF)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(small).collect())
}

/// Whether two texts are the same but for case.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.chars().map(small).eq(b.chars().map(small))
}

fn small(ch: char) -> char {
    if ch.is_ascii() {
        return ch.to_ascii_lowercase();
    }
    let mut forms = ch.to_lowercase();
    match (forms.next(), forms.next()) {
        (Some(form), None) if form.len_utf8() == ch.len_utf8() => form,
        _ => ch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay() {
        assert_eq!(fold("Café LATTE กาแฟ"), "café latte กาแฟ");
        assert_eq!(fold("İstanbul").len(), "İstanbul".len());
        assert!(matches!(fold("กาแฟ latte"), Cow::Borrowed(_)));
        assert!(same("ÉCLAIR", "éclair") && !same("a", "b"));
    }
}
