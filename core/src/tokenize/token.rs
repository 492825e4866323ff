//! The public face of tokenization: tokens that slice the text as it was written.
//!
//! A string comes in; tokens go out whose texts, joined, are that string again. The reading that the
//! stages work on (see `normalize`) never shows here: every span refers to the original.

use crate::normalize::normalize;
use crate::text::Span;
use crate::tokenize::letter::Letter;
use crate::tokenize::{Kind, Segmenter};

/// A piece of a text as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token<'t> {
    /// The token, a slice of the original.
    pub text: &'t str,
    /// Where it stands in the original, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// Cuts texts into tokens, knowing some words of the user's besides its own.
///
/// ```
/// let tokenizer = sonthana::Tokenizer::new(["ชาไข่มุกบราวน์ชูการ์"]);
/// assert_eq!(tokenizer.words("เอาชาไข่มุกบราวน์ชูการ์"), ["เอา", "ชาไข่มุกบราวน์ชูการ์"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {
    segmenter: Segmenter,
}

impl Tokenizer {
    /// A tokenizer that also knows `words`; they are read as messages are (see [`normalize`](crate::normalize)).
    pub fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Tokenizer {
        Tokenizer { segmenter: Segmenter::new(words) }
    }

    /// The tokens of a text; joined, they are the text.
    pub fn tokenize<'t>(&self, text: &'t str) -> Vec<Token<'t>> {
        let mut tokens = Vec::with_capacity(text.len() / 8 + 1);
        self.each(text, |token| tokens.push(token));
        tokens
    }

    /// The same tokens' texts, without white space.
    pub fn words<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut words = Vec::with_capacity(text.len() / 8 + 1);
        self.each(text, |token| {
            if token.kind != Kind::Space {
                words.push(token.text);
            }
        });
        words
    }

    /// Calls `visit` with each token of the original, in order.
    fn each<'t>(&self, original: &'t str, mut visit: impl FnMut(Token<'t>)) {
        let mut letters = Vec::new();
        let mut from = 0;
        let mut token = |start: usize, end: usize, kind: Kind| {
            // One character may read as two, of which the first is the token.
            if start < end {
                visit(Token { text: &original[start..end], span: Span { start, end }, kind });
            }
        };
        while from < original.len() {
            let part = part(&original[from..]);
            let plain = self.segmenter.cut_plain(part, &mut letters, |piece| {
                token(from + piece.start as usize, from + piece.end as usize, piece.kind);
            });
            if !plain {
                self.repaired(part, &mut letters, |span, kind| token(from + span.start, from + span.end, kind));
            }
            from += part.len();
        }
    }

    /// Calls `visit` with the spans of a text that does not read as it was written.
    #[cold]
    fn repaired(&self, part: &str, letters: &mut Vec<Letter>, mut visit: impl FnMut(Span, Kind)) {
        let read = normalize(part);
        // A token ends where the next begins; a text of which nothing is read is white space.
        let (mut start, mut kind) = (0, Kind::Space);
        self.segmenter.cut(&read, letters, |piece| {
            if piece.start > 0 {
                let end = read.span(piece.start as usize, piece.start as usize).start;
                visit(Span { start, end }, kind);
                start = end;
            }
            kind = piece.kind;
        });
        visit(Span { start, end: part.len() }, kind);
    }
}

/// How much of a text is read at once, in bytes: positions within it fit in 32 bits.
const PART: usize = 1 << 28;

fn part(text: &str) -> &str {
    let mut end = text.len().min(PART);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The tokens of a text; joined, they are the text, so nothing is lost.
///
/// ```
/// let tokens = sonthana::tokenize("ขอลาเต้ 2 แก้ว");
/// assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), "ขอลาเต้ 2 แก้ว");
/// ```
pub fn tokenize(text: &str) -> Vec<Token<'_>> {
    Tokenizer::default().tokenize(text)
}

/// The texts of the tokens, without white space.
///
/// ```
/// assert_eq!(sonthana::words("ขอลาเต้ 2 แก้ว"), ["ขอ", "ลาเต้", "2", "แก้ว"]);
/// ```
pub fn words(text: &str) -> Vec<&str> {
    Tokenizer::default().words(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(tokens: &[Token<'_>]) -> String {
        tokens.iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_of_everyday() {
        assert_eq!(words("ขอชาไทยเย็นสองแก้วค่ะ"), ["ขอ", "ชา", "ไทย", "เย็น", "สอง", "แก้ว", "ค่ะ"]);
        assert_eq!(words("ร้านเปิดกี่โมงคะ"), ["ร้าน", "เปิด", "กี่", "โมง", "คะ"]);
        assert_eq!(words("จริงๆนะ"), ["จริง", "ๆ", "นะ"]);
        assert_eq!(words("ปี พ.ศ. 2560"), ["ปี", "พ.ศ.", "2560"]);
    }

    #[test]
    fn tokens_slice_what_was_written() {
        let tokens = tokenize("เเก้ว๒ใบ");
        let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
        assert_eq!(texts, ["เเก้ว", "๒", "ใบ"]);
        assert_eq!(tokens[1].kind, Kind::Number);
        assert_eq!(tokens[1].span.start, "เเก้ว".len());
    }

    #[test]
    fn an_invisible_break_is_a_break() {
        assert_eq!(words("ตา\u{200B}กลม").len(), 2);
        assert_eq!(tokenize("\u{200B}").len(), 1);
        assert!(tokenize("").is_empty());
    }

    #[test]
    fn a_users_words_are_whole() {
        let tokenizer = Tokenizer::new(["ตำป่าเลอค่า", "ป่า", "", "New York", "ก"]);
        assert_eq!(tokenizer.words("อยากกินตำป่าเลอค่า"), ["อยาก", "กิน", "ตำป่าเลอค่า"]);
        assert_eq!(tokenizer.words("เข้าป่าไหม"), ["เข้า", "ป่า", "ไหม"]);
    }

    #[test]
    fn a_megabyte_of_anything_is_cut() {
        for piece in ["ด้านหน้า", "มากกว่า", "อ", "ตากลม", "\u{E48}", "a", "a@", "1-", "#a", "w.", "😀\u{200D}", "www."]
        {
            let text = piece.repeat(1_000_000 / piece.len());
            assert_eq!(tokenize(&text).last().map(|token| token.span.end), Some(text.len()));
        }
    }

    /// What people write and what they do not.
    fn anything() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => "[ก-ฮ]{1,3}[ะ-ฺ็-๎]{0,2}",
            3 => "[เ-ไ][ก-ฮ]{1,2}[่-้]?",
            1 => "[a-zA-Z]{1,6}",
            1 => "[0-9๐-๙.,:/+@#_-]{1,6}",
            1 => "https?://[a-z.]{1,8}/?",
            1 => "[ \\t\\n\u{A0}\u{200B}\u{200D}\u{FE0F}\u{301}]",
            1 => "\\PC{1,3}",
            1 => "[😀👍🏽👩🇹🇭❤⌚๏ฯๆ฿]{1,3}",
        ];
        proptest::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn tokens_join_to_the_text(text in anything()) {
            let tokens = tokenize(&text);
            prop_assert_eq!(joined(&tokens), text.as_str());
            prop_assert!(tokens.iter().all(|token| text[token.span.start..token.span.end] == *token.text));
            prop_assert!(tokens.iter().all(|token| !token.text.is_empty()));
        }

        #[test]
        fn and_with_a_users_words(text in anything(), words in proptest::collection::vec("[ก-ฮ]{1,4}", 0..4)) {
            let tokenizer = Tokenizer::new(&words);
            prop_assert_eq!(joined(&tokenizer.tokenize(&text)), text.as_str());
        }
    }

    #[test]
    #[ignore = "long: ten million random texts"]
    fn ten_million_random_texts() {
        const LETTERS: [&str; 40] = [
            "ก", "ง", "บ", "ร", "ว", "อ", "น", "ม", "ะ", "า", "\u{E31}", "\u{E34}", "\u{E38}", "\u{E33}", "เ", "แ",
            "ไ", "\u{E48}", "\u{E49}", "\u{E4C}", "\u{E4D}", "ๆ", "ฯ", "๕", "5", ".", "-", "@", "#", "a", "Z", "/",
            " ", "\n", "\u{200B}", "\u{200D}", "😀", "👍🏽", "\u{301}", "国",
        ];
        let mut state = 1_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..10_000_000 {
            let length = next(24);
            let text: String = (0..length).map(|_| LETTERS[next(40) as usize]).collect();
            assert_eq!(joined(&tokenize(&text)), text);
            let reading = normalize(&text).reading().to_owned();
            assert_eq!(normalize(&reading).reading(), reading);
        }
    }
}
