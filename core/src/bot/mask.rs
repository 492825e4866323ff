//! What stands in place of personal data: `[phone]`, `•••`, `•••5678`.
//!
//! In: a mask as an author writes it. Out: a [`Mask`], or what is wrong with it. A mask never shows
//! more than half of what it hides.

use serde::{Deserialize, Serialize};

/// A mask, read: `{kind}` is the kind, `{last4}` and `{first2}` so many of the letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mask(String);

impl Default for Mask {
    fn default() -> Mask {
        Mask("[{kind}]".to_owned())
    }
}

/// A piece of a mask.
enum Piece<'m> {
    Plain(&'m str),
    Kind,
    First(usize),
    Last(usize),
}

impl Mask {
    /// Reads a mask; the sentence says what would be right.
    pub(crate) fn parse(text: &str) -> Result<Mask, String> {
        if text.is_empty() || text.len() > 64 {
            return Err("a mask is a text of 1 to 64 bytes, such as `[{kind}]` or `•••{last4}`".to_owned());
        }
        pieces(text).map(|_| Mask(text.to_owned()))
    }

    /// What stands for a piece of text.
    pub(crate) fn of(&self, kind: &str, text: &str) -> String {
        let shown: Vec<char> = text.chars().filter(|ch| shows(*ch)).collect();
        let most = shown.len() / 2;
        let mut said = String::new();
        for piece in pieces(&self.0).unwrap_or_default() {
            match piece {
                Piece::Plain(plain) => said.push_str(plain),
                Piece::Kind => said.push_str(kind),
                Piece::First(count) => said.extend(&shown[..count.min(most)]),
                Piece::Last(count) => said.extend(&shown[shown.len() - count.min(most)..]),
            }
        }
        said
    }
}

fn pieces(mask: &str) -> Result<Vec<Piece<'_>>, String> {
    let (mut list, mut rest) = (Vec::new(), mask);
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map_or(rest.len(), |at| open + at);
        let name = rest.get(open + 1..close).unwrap_or_default();
        let count = |head: &str| match name.strip_prefix(head)?.as_bytes() {
            [digit @ b'1'..=b'9'] => Some(usize::from(digit - b'0')),
            _ => None,
        };
        let piece = match name {
            "kind" => Some(Piece::Kind),
            _ => count("first").map(Piece::First).or_else(|| count("last").map(Piece::Last)),
        };
        let piece = piece.ok_or_else(|| {
            format!("`{{{name}}}` in a mask stands for nothing; `{{kind}}`, `{{first1}}` to `{{first9}}` and `{{last1}}` to `{{last9}}` do")
        })?;
        list.push(Piece::Plain(&rest[..open]));
        list.push(piece);
        rest = rest.get(close + 1..).unwrap_or_default();
    }
    list.push(Piece::Plain(rest));
    Ok(list)
}

/// Letters and digits; the marks of Thai go with their letter.
fn shows(ch: char) -> bool {
    ch.is_alphanumeric() && !matches!(ch, '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}')
}

/// A text with all but its last letters and digits as dots, in its own shape: `•••-•••-5678`.
pub(crate) fn kept_last(text: &str, count: usize) -> String {
    let letters = text.chars().filter(|ch| shows(*ch)).count();
    let hidden = letters - count.min(letters / 2);
    let (mut said, mut at) = (String::with_capacity(text.len()), 0);
    for ch in text.chars() {
        if shows(ch) {
            at += 1;
            said.push(if at <= hidden { '•' } else { ch });
        } else if at == 0 || at > hidden || ch.is_ascii() {
            // the marks of a hidden Thai letter are hidden with it
            said.push(ch);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(mask: &str, text: &str) -> String {
        Mask::parse(mask).unwrap().of("phone", text)
    }

    #[test]
    fn a_mask_shows_what_it_says_and_no_more_than_half() {
        assert_eq!(masked("[{kind}]", "081-234-5678"), "[phone]");
        assert_eq!(masked("•••{last4}", "081-234-5678"), "•••5678");
        assert_eq!(masked("{first2}…{last2}", "1669"), "16…69");
        assert_eq!(masked("{last9}", "1669"), "69");
        assert_eq!(masked("•••", "x"), "•••");
        assert_eq!(kept_last("081-234-5678", 4), "•••-•••-5678");
        assert_eq!(kept_last("สมชัย", 4), "••ชัย");
    }

    #[test]
    fn a_wrong_one_says_what_is_right() {
        assert!(Mask::parse("{last}").unwrap_err().contains("{last9}"));
        assert!(Mask::parse("{last").unwrap_err().contains("{kind}"));
        assert!(Mask::parse("").is_err());
    }
}
