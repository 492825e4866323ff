//! What is not Thai letters: words of other scripts, numbers, addresses, emoji, punctuation.
//!
//! A text and a place in it come in; how far the token there reaches and what it is go out. Every look
//! ahead is bounded, so that a text costs no more than its length.

use crate::tokenize::Kind;
use crate::tokenize::code::{self, Code};
use crate::tokenize::script::script;

/// A token that begins here: its length in bytes, and what it is.
pub(crate) type Shape = (usize, Kind);

/// Emoticons in letters and punctuation, longest first where one begins another.
const EMOTICONS: [&str; 40] = [
    "^_____^", "^____^", "^___^", "^__^", "^_^", "^-^", "^o^", "^O^", "^^", "T_____T", "T___T", "T__T", "T_T", "T^T",
    "T-T", "TwT", ":-)", ":-(", ":-D", ":')", ":'(", ":)", ":(", ":D", ":P", ":3", ";-)", ";)", "<3", ">_<", ">__<",
    ">.<", "-_-", "-__-", "=_=", "*_*", "o_O", "O_o", "O_O", "=)",
];

/// The most letters of an e-mail's local part and of its domain (RFC 5321).
const LOCAL: usize = 64;
const DOMAIN: usize = 255;

/// The last labels that make `name.label` an address without `www.` before it.
const ENDINGS: [&str; 16] =
    ["com", "net", "org", "th", "io", "me", "ly", "app", "co", "info", "shop", "dev", "gg", "tv", "asia", "site"];

/// The token at `at`, where no Thai letter and no white space is. `before` is the character before it.
pub(crate) fn shape(text: &str, at: usize, before: Option<char>) -> Shape {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return (0, Kind::Space) };
    let fresh = !before.is_some_and(|ch| ch.is_ascii_alphanumeric());
    if matches!(first, 'T' | 'o' | 'O' | ':' | ';' | '^' | '<' | '>' | '-' | '=' | '*')
        && let (Some(length), true) = (emoticon(rest), fresh)
    {
        return (length, Kind::Emoji);
    }
    match code::code(first) {
        _ if script(first).is_some() => (first.len_utf8(), Kind::Word),
        code::LETTER => letters(rest, fresh),
        code::DIGIT => digits(rest, fresh),
        _ if first == '@' && fresh => handle(rest).map_or((1, Kind::Punctuation), |length| (length, Kind::Handle)),
        _ if first == '+' && fresh && rest.len() > 8 => plus(rest),
        code::OTHER => symbol(rest, first),
        _ => (repeated(rest, first), Kind::Punctuation),
    }
}

/// Where a `#` opens a hashtag: something to be tagged follows.
pub(crate) fn opens_tag(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|ch| {
        let code = code::code(ch);
        code::is_thai(code) || code == code::LETTER || code == code::DIGIT || ch == '_'
    })
}

/// The first part of a word of a hashtag: `TheFaceShop` is three.
pub(crate) fn camel(word: &str) -> usize {
    let bytes = word.as_bytes();
    let hump = bytes.windows(2).position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    hump.map_or(word.len(), |at| at + 1)
}

fn emoticon(rest: &str) -> Option<usize> {
    let found = EMOTICONS.iter().find(|emoticon| rest.starts_with(**emoticon))?;
    let after = rest[found.len()..].chars().next();
    let ends = found.ends_with(|ch: char| ch.is_ascii_alphanumeric());
    (!(ends && after.is_some_and(|ch| ch.is_ascii_alphanumeric()))).then_some(found.len())
}

fn letters(rest: &str, fresh: bool) -> Shape {
    if fresh {
        if let Some(length) = address(rest) {
            return (length, Kind::Url);
        }
        if let Some(length) = email(rest) {
            return (length, Kind::Email);
        }
    }
    let length = word(rest);
    match site(rest, length) {
        Some(length) if fresh => (length, Kind::Url),
        _ => (length + pluses(&rest[length..]), Kind::Word),
    }
}

/// Letters and digits, with `- ' . _ &` only between two of them.
fn word(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        let inner = matches!(ch, '-' | '\'' | '’' | '.' | '_' | '&');
        let goes_on = inner && at > 0 && chars.peek().is_some_and(|&(_, next)| part(next));
        if !(part(ch) || goes_on || at > 0 && combines(ch)) {
            break;
        }
        end = at + ch.len_utf8();
    }
    end.max(rest.chars().next().map_or(0, char::len_utf8))
}

fn part(ch: char) -> bool {
    matches!(code::code(ch), code::LETTER | code::DIGIT) && script(ch).is_none()
}

/// Accents and other marks that were not composed, joiners included.
fn combines(ch: char) -> bool {
    matches!(ch, '\u{0300}'..='\u{036F}' | '\u{200C}' | '\u{200D}')
        || !ch.is_ascii() && unicode_normalization::char::is_combining_mark(ch)
}

/// `C++`, `PA+++`, `50+`: pluses that end a word.
fn pluses(rest: &str) -> usize {
    let length = rest.len() - rest.trim_start_matches('+').len();
    if rest[length..].chars().next().is_some_and(part) { 0 } else { length }
}

fn digits(rest: &str, fresh: bool) -> Shape {
    if let (Some(length), true) = (email(rest), fresh) {
        return (length, Kind::Email);
    }
    let run = |text: &str| text.chars().take_while(|&ch| code::code(ch) == code::DIGIT).map(char::len_utf8).sum();
    let mut end: usize = run(rest);
    if rest[end..].starts_with(['\u{FE0F}', '\u{20E3}']) {
        return (end + marks(&rest[end..]), Kind::Emoji);
    }
    let phone = rest.starts_with('0') && end > 1;
    while let Some(joint) = rest[end..].chars().next() {
        let more: usize = rest.get(end + 1..).map_or(0, run);
        let dashes = || phone || end > 1 && rest[end + 1 + more..].starts_with('-') || rest[..end].contains('-');
        let joins = match joint {
            ',' => more == 3,
            '.' | ':' | '/' => more > 0,
            '-' => more > 0 && dashes(),
            _ => false,
        };
        if !joins {
            break;
        }
        end += 1 + more;
    }
    let tail = &rest[end..];
    if code_at(tail) == Some(code::LETTER) && tail.starts_with(part) {
        let end = end + word(tail);
        return (end + pluses(&rest[end..]), Kind::Word);
    }
    let price = if tail.starts_with(".-") { 2 } else { pluses(tail) };
    (end + price, Kind::Number)
}

/// A telephone number as the world writes it: `+66 …` without the spaces.
fn plus(rest: &str) -> Shape {
    let length = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    if length >= 8 { (1 + length, Kind::Number) } else { (repeated(rest, '+'), Kind::Punctuation) }
}

fn code_at(rest: &str) -> Option<Code> {
    rest.chars().next().map(code::code)
}

/// `https://…` and `www.…`, up to white space or to Thai that follows a letter.
fn address(rest: &str) -> Option<usize> {
    let starts = |prefix: &str| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let prefix = ["https://", "http://", "www."].into_iter().find(|prefix| starts(prefix))?;
    let length = reach(rest, prefix.len());
    (length > prefix.len()).then_some(length)
}

/// `shop.co.th/menu`: a word of letters whose last label is an ending we know, and its path.
fn site(rest: &str, word: usize) -> Option<usize> {
    let (name, ending) = rest[..word].rsplit_once('.')?;
    let known = ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    if !known || name.is_empty() || !name.is_ascii() {
        return None;
    }
    Some(if rest[word..].starts_with('/') { reach(rest, word) } else { word })
}

/// How far an address reaches that has been read up to `from`.
fn reach(rest: &str, from: usize) -> usize {
    let mut end = from;
    let mut last = '/';
    for (at, ch) in rest[from..].char_indices() {
        let thai = ('\u{0E00}'..='\u{0E7F}').contains(&ch);
        let fits = match last {
            '/' | '-' | '_' | '=' | '%' if at > 0 => true,
            '\u{0E00}'..='\u{0E7F}' => true,
            _ => !thai,
        };
        if !fits || ch.is_whitespace() || ch.is_control() || matches!(ch, '<' | '>' | '"' | '“' | '”' | '…') {
            break;
        }
        end = from + at + ch.len_utf8();
        last = ch;
    }
    from + rest[from..end].trim_end_matches(['.', ',', '!', '?', ';', ':', '\'', ')', ']', '}', '|']).len()
}

fn email(rest: &str) -> Option<usize> {
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let name = rest.bytes().take(LOCAL + 1).take_while(local).count();
    if name == 0 || name > LOCAL || rest.as_bytes().get(name) != Some(&b'@') {
        return None;
    }
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let length = rest[name + 1..].bytes().take(DOMAIN).take_while(letter).count();
    let domain = rest[name + 1..name + 1 + length].trim_end_matches(['.', '-']);
    let (host, ending) = domain.rsplit_once('.')?;
    let fits = !host.is_empty() && ending.len() >= 2 && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    fits.then_some(name + 1 + domain.len())
}

fn handle(rest: &str) -> Option<usize> {
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
    let length = rest.bytes().skip(1).take_while(letter).count();
    let name = rest[1..=length].trim_end_matches(['.', '-']);
    (!name.is_empty()).then_some(1 + name.len())
}

/// An emoji with all that belongs to it, or another sign.
fn symbol(rest: &str, first: char) -> Shape {
    let mut end = first.len_utf8() + marks(&rest[first.len_utf8()..]);
    if flag(first) {
        let second = rest[end..].chars().next().filter(|&ch| flag(ch));
        return (end + second.map_or(0, char::len_utf8), Kind::Emoji);
    }
    while let Some(joined) = rest[end..].strip_prefix('\u{200D}').and_then(|after| after.chars().next()) {
        if !pictures(joined) {
            break;
        }
        end += 3 + joined.len_utf8();
        end += marks(&rest[end..]);
    }
    let kind = if pictures(first) || end > first.len_utf8() { Kind::Emoji } else { Kind::Punctuation };
    (end, kind)
}

/// Skin tones, variation selectors, keycaps, tags and combining marks that follow a sign.
fn marks(rest: &str) -> usize {
    let mark = |ch: &char| {
        matches!(ch, '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
            || combines(*ch) && *ch != '\u{200D}'
    };
    rest.chars().take_while(mark).map(char::len_utf8).sum()
}

fn flag(ch: char) -> bool {
    ('\u{1F1E6}'..='\u{1F1FF}').contains(&ch)
}

fn pictures(ch: char) -> bool {
    matches!(ch, '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}')
        || matches!(ch, '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FBFF}')
}

/// A run of the same sign is one token, except for those that come in pairs or one by one.
fn repeated(rest: &str, sign: char) -> usize {
    if matches!(
        sign,
        '(' | ')' | '[' | ']' | '{' | '}' | '"' | '\'' | '“' | '”' | '‘' | '’' | '#' | '@' | '!' | '?' | '/'
    ) {
        return sign.len_utf8();
    }
    rest.len() - rest.trim_start_matches(sign).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> (&str, Kind) {
        let (length, kind) = shape(text, 0, None);
        (&text[..length], kind)
    }

    #[test]
    fn addresses_are_whole() {
        assert_eq!(first("https://www.shop.co.th/a?b=1 ค่ะ"), ("https://www.shop.co.th/a?b=1", Kind::Url));
        assert_eq!(first("www.shop.co.thนะคะ"), ("www.shop.co.th", Kind::Url));
        assert_eq!(first("https://th.wikipedia.org/wiki/แมว."), ("https://th.wikipedia.org/wiki/แมว", Kind::Url));
        assert_eq!(first("shopee.co.th/abc, "), ("shopee.co.th/abc", Kind::Url));
        assert_eq!(first("a.b+c@mail.co.th."), ("a.b+c@mail.co.th", Kind::Email));
        assert_eq!(first("@my_shop.th, "), ("@my_shop.th", Kind::Handle));
        assert_eq!(first("@ ร้าน"), ("@", Kind::Punctuation));
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(first("1,234.50 บาท"), ("1,234.50", Kind::Number));
        assert_eq!(first("081-234-5678"), ("081-234-5678", Kind::Number));
        assert_eq!(first("19/04/2560…"), ("19/04/2560", Kind::Number));
        assert_eq!(first("2-3 เท่า"), ("2", Kind::Number));
        assert_eq!(first("13:00น."), ("13:00", Kind::Number));
        assert_eq!(first("555+ ขำ"), ("555+", Kind::Number));
        assert_eq!(first("7eleven"), ("7eleven", Kind::Word));
        assert_eq!(first("399.- ค่ะ"), ("399.-", Kind::Number));
        assert_eq!(first("+66812345678"), ("+66812345678", Kind::Number));
    }

    #[test]
    fn an_emoji_is_one_however_it_is_made() {
        for emoji in ["😀", "👍🏽", "👩‍👩‍👧", "🇹🇭", "❤️", "1️⃣", ":)", "T_T", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
        {
            assert_eq!(first(&format!("{emoji}😀")), (emoji, Kind::Emoji));
        }
    }

    #[test]
    fn a_hashtag_in_humps_is_several_words() {
        let mut rest = "TheFaceShop";
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, after) = rest.split_at(camel(rest));
            parts.push(part);
            rest = after;
        }
        assert_eq!(parts, ["The", "Face", "Shop"]);
    }
}
