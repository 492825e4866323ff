//! E-mail addresses, web addresses, hashtags and handles, glued to Thai or not.
//!
//! Thai letters are boundaries: ส่งไปที่a@b.coนะคะ has a@b.co. Only ASCII hosts and Thai ones under
//! .ไทย are read. A trailing full stop or bracket is not part of an address.

use super::Search;
use super::class::Class;
use super::kind::Kind;
use super::token::{Sort, Tokens, is_thai};
use crate::value::Value;

/// Top-level domains that make a bare `shop.co` a web address.
const DOMAINS: [&str; 26] = [
    "com", "net", "org", "co", "th", "io", "me", "ee", "info", "biz", "app", "dev", "shop", "edu", "gov", "ai", "ly",
    "link", "site", "online", "store", "uk", "jp", "cn", "tv", "xyz",
];

/// Finds them all.
pub(super) fn find(search: &mut Search<'_>) {
    let text = search.tokens.text;
    let interesting = text.bytes().any(|byte| matches!(byte, b'@' | b'#' | b'.' | b':'));
    if interesting {
        emails(search, text);
        links(search, text);
        tags(search, text);
    }
    spoken_email(search);
    line_id(search);
}

fn value(text: &str) -> Value {
    Value::map([("value", Value::text(text))])
}

fn local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'%')
}

/// The end of a host name at a place: labels joined by dots, the last of them letters.
fn host_end(text: &str, from: usize) -> Option<usize> {
    let rest = &text[from..];
    let size = rest.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-'));
    let mut end = from + size.unwrap_or(rest.len());
    while end > from && !text.as_bytes()[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    let host = &text[from..end];
    let last = host.rfind('.').map(|dot| &host[dot + 1..])?;
    let fine = last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic()) && !host.contains("..");
    (fine && !host.starts_with('.')).then_some(end)
}

fn emails(search: &mut Search<'_>, text: &str) {
    let bytes = text.as_bytes();
    let mut floor = 0;
    for (at, _) in text.match_indices('@') {
        let mut start = at;
        while start > floor && at - start < 64 && local(bytes[start - 1]) {
            start -= 1;
        }
        while start < at && bytes[start] == b'.' {
            start += 1;
        }
        let end = if start < at { host_end(text, at + 1) } else { None };
        if let Some(end) = end {
            search.add_bytes(Kind::Email, start, end, value(&text[start..end]));
        }
        floor = at + 1;
    }
}

fn links(search: &mut Search<'_>, text: &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = text[at..].find(['.', ':']) {
        let mark = at + offset;
        at = mark + 1;
        let scheme = text[mark..].starts_with("://");
        let mut start = mark;
        while start > 0 && mark - start < 64 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'-') {
            start -= 1;
        }
        if start == mark || (start > 0 && matches!(bytes[start - 1], b'@' | b'.' | b'_' | b'+')) {
            continue;
        }
        let end = if scheme { scheme_end(text, start, mark) } else { bare_end(text, start, mark) };
        if let Some(end) = end {
            search.add_bytes(Kind::Url, start, end, value(&text[start..end]));
            at = end.max(at);
        }
    }
}

fn scheme_end(text: &str, start: usize, mark: usize) -> Option<usize> {
    let scheme = text[start..mark].to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "ftp" | "line") {
        return None;
    }
    let end = path_end(text, mark + 3);
    (end > mark + 3).then_some(end)
}

fn bare_end(text: &str, start: usize, mark: usize) -> Option<usize> {
    if !text[mark..].starts_with('.') {
        return None;
    }
    if text[start..mark].eq_ignore_ascii_case("www") {
        let idn = text[mark + 1..].chars().next().is_some_and(is_thai);
        let end = if idn { idn_end(text, mark + 1) } else { path_end(text, host_end(text, start)?) };
        return (end > mark + 1).then_some(end);
    }
    let host = host_end(text, start)?;
    if text[host..].starts_with('@') || !text[start..mark].bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let last = text[start..host].rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    DOMAINS.contains(&last.as_str()).then(|| path_end(text, host))
}

/// A Thai host ends with .ไทย.
fn idn_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    rest.find(".ไทย").map_or(from, |at| if rest[..at].contains(' ') { from } else { from + at + ".ไทย".len() })
}

/// The end of a port, path, query and fragment.
fn path_end(text: &str, from: usize) -> usize {
    let stop =
        |letter: char| letter.is_whitespace() || is_thai(letter) || matches!(letter, '<' | '>' | '"' | '|' | '^' | '`');
    let rest = &text[from..];
    let mut end = from + rest.find(stop).unwrap_or(rest.len());
    while end > from
        && matches!(text.as_bytes()[end - 1], b'.' | b',' | b')' | b'!' | b'?' | b';' | b':' | b'\'' | b']')
    {
        end -= 1;
    }
    end
}

fn tags(search: &mut Search<'_>, text: &str) {
    let mut at = 0;
    while let Some(offset) = text[at..].find(['#', '@']) {
        let start = at + offset;
        at = start + 1;
        let before = text[..start].chars().next_back();
        if text[start..].starts_with('#') {
            let rest = &text[start + 1..];
            let size = rest
                .find(|letter: char| !(letter.is_alphanumeric() || is_thai(letter) || letter == '_'))
                .unwrap_or(rest.len());
            let letters = rest[..size].chars().any(char::is_alphabetic);
            let code =
                rest[size..].starts_with('-') && rest[size + 1..].starts_with(|letter: char| letter.is_ascii_digit());
            let free = !before.is_some_and(|before| before.is_ascii_alphanumeric() || before == '/' || before == '&');
            let order = order_before(&search.tokens, start);
            if letters && free && !code && !order {
                search.add_bytes(Kind::Hashtag, start, start + 1 + size, value(&text[start..start + 1 + size]));
                at = start + 1 + size;
            }
        } else if !before.is_some_and(|before| before.is_ascii_alphanumeric() || matches!(before, '.' | '_')) {
            let size = id_size(&text[start + 1..]);
            if size >= 2 {
                let of = service_before(&search.tokens, start);
                handle(search, start, start + 1 + size, of);
                at = start + 1 + size;
            }
        }
    }
}

/// The size of a LINE id or handle: letters, digits and `._-`.
fn id_size(text: &str) -> usize {
    let size = text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')));
    let mut size = size.unwrap_or(text.len()).min(30);
    while size > 0 && !text.as_bytes()[size - 1].is_ascii_alphanumeric() && text.as_bytes()[size - 1] != b'_' {
        size -= 1;
    }
    size
}

/// ออเดอร์ #TH10293 is an order.
fn order_before(t: &Tokens<'_>, start: usize) -> bool {
    let at = t.list.partition_point(|token| (token.start as usize) < start);
    (1..=2).any(|back| at >= back && t.is(at - back, Class::OrderCue))
}

/// The service whose name stands right before a handle.
fn service_before(t: &Tokens<'_>, start: usize) -> Option<&'static str> {
    let at = t.list.partition_point(|token| (token.start as usize) < start);
    (1..=3).find_map(|back| t.sense(at.checked_sub(back)?, Class::LineCue)).map(service)
}

/// A service by the value of its cue in the tables.
fn service(cue: i32) -> &'static str {
    match cue {
        3 => "instagram",
        4 => "facebook",
        5 => "tiktok",
        6 => "x",
        7 => "telegram",
        8 => "whatsapp",
        _ => "line",
    }
}

fn handle(search: &mut Search<'_>, start: usize, end: usize, of: Option<&'static str>) {
    let text = &search.tokens.text[start..end];
    let mut pairs = vec![("value", Value::text(text))];
    pairs.extend(of.map(|of| ("of", Value::text(of))));
    search.add_bytes(Kind::Handle, start, end, Value::map(pairs));
}

/// ไอดีไลน์ somchai_99, Line: myshop
fn line_id(search: &mut Search<'_>) {
    for at in 0..search.tokens.len() {
        let Some(of) = search.tokens.sense(at, Class::LineCue).map(service) else { continue };
        let t = &search.tokens;
        let mut next = at + 1;
        while next < at + 4 && (t.mark(next, ':') || t.is(next, Class::LineCue) || t.mark(next, '=')) {
            next += 1;
        }
        let Some(token) = t.list.get(next) else { continue };
        let start = token.start as usize;
        let size = id_size(&t.text[start..]);
        let id = &t.text[start..start + size];
        let own = id.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.' | b'-'));
        let cue = t.sense(at, Class::LineCue) == Some(2) || next > at + 1;
        let phone = id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if size >= 4 && !phone && (own || cue) {
            handle(search, start, start + size, Some(of));
        }
    }
}

/// `yo at blah.org`, `asdf dot c at gmail dot com`
fn spoken_email(search: &mut Search<'_>) {
    for at in 1..search.tokens.len() {
        let t = &search.tokens;
        if !(t.is(at, Class::SpokenAt) && t.near(at)) {
            continue;
        }
        let Some((from, name)) = spoken_local(t, at) else { continue };
        let Some((to, host)) = spoken_host(t, at + 1) else { continue };
        search.add(Kind::Email, from, to, super::Body::Value(value(&format!("{name}@{host}"))));
    }
}

/// The local part before a spoken at: one written piece, perhaps after another and `dot`.
fn spoken_local(t: &Tokens<'_>, at: usize) -> Option<(usize, String)> {
    let piece = |end: usize| {
        let mut from = end;
        while from > 0 && end - from < 8 && (from == end || t.list[from].space == 0) {
            let ascii = t.slice(from - 1, from).bytes().all(local);
            if !ascii {
                break;
            }
            from -= 1;
        }
        (from < end).then_some(from)
    };
    let from = piece(at)?;
    let mut name = t.slice(from, at).to_owned();
    let mut first = from;
    if from >= 2
        && t.is(from - 1, Class::SpokenDot)
        && let Some(more) = piece(from - 1)
    {
        name = format!("{}.{name}", t.slice(more, from - 1));
        first = more;
    }
    Some((first, name))
}

fn spoken_host(t: &Tokens<'_>, at: usize) -> Option<(usize, String)> {
    let mut host = String::new();
    let mut end = at;
    let mut dots = 0;
    while end < at + 10 {
        let token = t.list.get(end)?;
        if t.is(end, Class::SpokenDot) && end > at && t.near(end) && t.list.get(end + 1).is_some() {
            host.push('.');
            dots += 1;
            end += 1;
            continue;
        }
        let text = t.slice(end, end + 1);
        let fits = matches!(token.sort, Sort::Letters | Sort::Digits | Sort::Word(_) | Sort::Mark('.' | '-'))
            && text.is_ascii();
        let joined = end == at || token.space == 0 || host.ends_with('.');
        if !fits || !joined {
            break;
        }
        dots += usize::from(text == ".");
        host.push_str(text);
        end += 1;
        if end >= t.len() {
            break;
        }
    }
    (dots > 0 && host_end(&host, 0) == Some(host.len())).then_some((end, host))
}
