//! The regular expressions of authors, whose letters match in either case where asked.
//!
//! In: a pattern. Out: a builder of the regex crate for one that says the same without the flag `i`:
//! `(?i)รหัส-K[a-f]` is built as `(?:)รหัส-[Kk\u{212A}][a-fA-F]`. So the crate's table of letters that differ in
//! case only, 150 KB, stays out: the standard library knows nearly all of them. The rest of a pattern
//! stays as it is, and so do its errors.

use regex::RegexBuilder;
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, ClassSet, ClassSetItem, Flag, Flags, FlagsItemKind, GroupKind, Literal, Span};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

/// Letters beside which another stands that the usual mappings do not lead to (Unicode's CaseFolding.txt,
/// classes C and S); ᾀ to ᾯ apart, which go by eights.
#[rustfmt::skip]
static ODD: [[char; 2]; 37] = [
    ['\u{4B}', '\u{212A}'], ['\u{53}', '\u{17F}'], ['\u{C5}', '\u{212B}'], ['\u{DF}', '\u{1E9E}'],
    ['\u{1C4}', '\u{1C5}'], ['\u{1C7}', '\u{1C8}'], ['\u{1CA}', '\u{1CB}'], ['\u{1F1}', '\u{1F2}'],
    ['\u{392}', '\u{3D0}'], ['\u{395}', '\u{3F5}'], ['\u{398}', '\u{3D1}'], ['\u{398}', '\u{3F4}'],
    ['\u{399}', '\u{345}'], ['\u{399}', '\u{1FBE}'], ['\u{39A}', '\u{3F0}'], ['\u{39C}', '\u{B5}'],
    ['\u{3A0}', '\u{3D6}'], ['\u{3A1}', '\u{3F1}'], ['\u{3A3}', '\u{3C2}'], ['\u{3A6}', '\u{3D5}'],
    ['\u{3A9}', '\u{2126}'], ['\u{412}', '\u{1C80}'], ['\u{414}', '\u{1C81}'], ['\u{41E}', '\u{1C82}'],
    ['\u{421}', '\u{1C83}'], ['\u{422}', '\u{1C84}'], ['\u{422}', '\u{1C85}'], ['\u{42A}', '\u{1C86}'],
    ['\u{462}', '\u{1C87}'], ['\u{A64A}', '\u{1C88}'], ['\u{1E60}', '\u{1E9B}'], ['\u{1FB3}', '\u{1FBC}'],
    ['\u{1FC3}', '\u{1FCC}'], ['\u{1FF3}', '\u{1FFC}'], ['\u{390}', '\u{1FD3}'], ['\u{3B0}', '\u{1FE3}'],
    ['\u{FB05}', '\u{FB06}'],
];
/// Where there are letters of two cases; between them there are none.
const CASED: [(char, char); 7] = [
    ('A', '\u{2DFF}'),
    ('\u{A640}', '\u{ABBF}'),
    ('\u{FB00}', '\u{FB06}'),
    ('\u{FF21}', '\u{FF5A}'),
    ('\u{10400}', '\u{10FFF}'),
    ('\u{118A0}', '\u{16E7F}'),
    ('\u{1E900}', '\u{1E943}'),
];

/// A builder for a pattern; `folded` as if it began with `(?i)`.
pub(crate) fn builder(pattern: &str, folded: bool) -> RegexBuilder {
    RegexBuilder::new(&spelled(pattern, folded))
}

/// The pattern without the flag; one that cannot be read as it is.
fn spelled(pattern: &str, folded: bool) -> String {
    let parsed = if folded || pattern.contains("(?") { Parser::new().parse(pattern).ok() } else { None };
    let Some(ast) = parsed else { return pattern.to_owned() };
    let mut spelling = Spelling { pattern, out: String::new(), done: 0, folded, unicode: true };
    spelling.walk(&ast);
    spelling.out + &pattern[spelling.done..]
}

/// A pattern being written anew.
struct Spelling<'a> {
    pattern: &'a str,
    out: String,
    /// How far the pattern is written.
    done: usize,
    /// What the flags `i` and `u` are at this place.
    folded: bool,
    unicode: bool,
}

impl Spelling<'_> {
    fn walk(&mut self, ast: &Ast) {
        match ast {
            Ast::Flags(set) => {
                self.flags(&set.flags);
                if self.out.ends_with("(?") {
                    self.out.push(':');
                }
            }
            Ast::Literal(literal) => self.literal(literal, true),
            Ast::ClassUnicode(class) => self.property(&class.span, class.is_negated(), true),
            Ast::ClassBracketed(class) => self.set(&class.kind),
            Ast::Repetition(repetition) => self.walk(&repetition.ast),
            Ast::Group(group) => {
                let outside = (self.folded, self.unicode);
                if let GroupKind::NonCapturing(flags) = &group.kind {
                    self.flags(flags);
                }
                self.walk(&group.ast);
                (self.folded, self.unicode) = outside;
            }
            Ast::Alternation(list) => list.asts.iter().for_each(|ast| self.walk(ast)),
            Ast::Concat(list) => list.asts.iter().for_each(|ast| self.walk(ast)),
            Ast::Empty(_) | Ast::Dot(_) | Ast::Assertion(_) | Ast::ClassPerl(_) => {}
        }
    }

    /// Sets the flags, and leaves `i` out.
    fn flags(&mut self, flags: &Flags) {
        self.copy(flags.span.start.offset);
        let mut on = true;
        let mut parts = [String::new(), String::new()];
        for item in &flags.items {
            match item.kind {
                FlagsItemKind::Negation => on = false,
                FlagsItemKind::Flag(Flag::CaseInsensitive) => self.folded = on,
                FlagsItemKind::Flag(flag) => {
                    self.unicode = if flag == Flag::Unicode { on } else { self.unicode };
                    parts[usize::from(!on)] += text(self.pattern, &item.span);
                }
            }
        }
        self.out += &parts[0];
        if !parts[1].is_empty() {
            self.out.push('-');
            self.out += &parts[1];
        }
        self.done = flags.span.end.offset;
    }

    fn set(&mut self, set: &ClassSet) {
        match set {
            ClassSet::Item(item) => self.item(item),
            ClassSet::BinaryOp(two) => {
                self.set(&two.lhs);
                self.set(&two.rhs);
            }
        }
    }

    fn item(&mut self, item: &ClassSetItem) {
        match item {
            ClassSetItem::Literal(literal) => self.literal(literal, false),
            ClassSetItem::Range(range) => {
                let more = self.variants(&[(range.start.c, range.end.c)]);
                self.add(&range.span, &more, false);
            }
            ClassSetItem::Ascii(class) => self.property(&class.span, class.negated, false),
            ClassSetItem::Unicode(class) => self.property(&class.span, class.is_negated(), false),
            ClassSetItem::Bracketed(class) => self.set(&class.kind),
            ClassSetItem::Union(union) => union.items.iter().for_each(|item| self.item(item)),
            ClassSetItem::Empty(_) | ClassSetItem::Perl(_) => {}
        }
    }

    fn literal(&mut self, literal: &Literal, alone: bool) {
        let more = self.variants(&[(literal.c, literal.c)]);
        self.add(&literal.span, &more, alone);
    }

    /// A class by its name: what it holds is asked of the crate.
    fn property(&mut self, span: &Span, negated: bool, alone: bool) {
        if !self.folded {
            return;
        }
        let Ok(found) = regex_syntax::parse(&format!("[{}]", text(self.pattern, span))) else { return };
        let HirKind::Class(Class::Unicode(mut class)) = found.into_kind() else { return };
        if negated {
            class.negate();
        }
        let ranges: Vec<_> = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
        let more = self.variants(&ranges);
        if negated && !more.is_empty() {
            // All but what it leaves out and the variants of that.
            self.copy(span.start.offset);
            self.out += "[^[^";
            self.copy(span.end.offset);
            self.out.extend(["]", &more, "]"]);
        } else {
            self.add(span, &more, alone);
        }
    }

    /// Writes what stands at `span`, and what is to match beside it; `alone` outside brackets.
    fn add(&mut self, span: &Span, more: &str, alone: bool) {
        if more.is_empty() {
            return;
        }
        self.copy(span.start.offset);
        if alone {
            self.out.push('[');
        }
        self.copy(span.end.offset);
        self.out += more;
        if alone {
            self.out.push(']');
        }
    }

    fn copy(&mut self, end: usize) {
        self.out += &self.pattern[self.done..end];
        self.done = end;
    }

    /// The letters of another case that such letters have and that are not among them, as ranges.
    fn variants(&self, ranges: &[(char, char)]) -> String {
        let mut found = Vec::new();
        if self.folded {
            for (start, end) in ranges {
                let cased = CASED.iter().map(|(first, last)| (*first.max(start))..=(*last.min(end)));
                cased.flatten().for_each(|letter| variants(letter, self.unicode, &mut found));
            }
        }
        let mut more = ClassUnicode::new(found.iter().map(|letter| ClassUnicodeRange::new(*letter, *letter)));
        let own = ranges.iter().map(|(start, end)| ClassUnicodeRange::new(*start, *end));
        more.difference(&ClassUnicode::new(own));
        more.ranges().iter().flat_map(|range| [range.start(), '-', range.end()]).collect()
    }
}

fn text<'a>(pattern: &'a str, span: &Span) -> &'a str {
    &pattern[span.start.offset..span.end.offset]
}

/// Adds a letter and those that differ from it in case only.
fn variants(letter: char, unicode: bool, found: &mut Vec<char>) {
    if !unicode {
        return found.extend([letter.to_ascii_lowercase(), letter.to_ascii_uppercase()]);
    }
    let mut at = found.len();
    let first = at;
    found.push(letter);
    while let Some(ch) = found.get(at).copied() {
        // ı has an upper case, but no letter has it as its lower one.
        let mapped = [single(ch.to_lowercase()), single(ch.to_uppercase()).filter(|_| ch != 'ı'), eighth(ch)];
        let odd = ODD.iter().filter(|pair| pair.contains(&ch)).flatten().copied();
        for ch in mapped.into_iter().flatten().chain(odd) {
            if !found[first..].contains(&ch) {
                found.push(ch);
            }
        }
        at += 1;
    }
}

/// ᾈ of ᾀ: Greek letters with an iota below, by eights.
fn eighth(ch: char) -> Option<char> {
    ('\u{1F80}'..'\u{1FB0}').contains(&ch).then(|| char::from_u32(u32::from(ch) | 8)).flatten()
}

fn single(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    mapped.next().filter(|_| mapped.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, text: &str) -> bool {
        builder(pattern, true).build().unwrap().is_match(text)
    }

    #[test]
    fn letters_match_in_either_case() {
        for (pattern, text) in [
            (r"^รหัส-k[a-f]{2}\d$", "รหัส-KaF7"),
            ("^k$", "\u{212A}"),
            ("^σ$", "ς"),
            ("^ᾀ$", "ᾈ"),
            (r"^\x6B\u{E9}$", "KÉ"),
            (r"^\p{Lu}[[:lower:]]$", "aB"),
            (
                r"(?x) ^ k # a letter
              [ a b ] $",
                "KB",
            ),
            ("^(?-i:k)s$", "kS"),
            (r"^(?-u:\x4B)$", "k"),
        ] {
            assert!(holds(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("^[^k]$", "K"),
            (r"^\P{Lu}$", "a"),
            (r"^[\P{Lu}]$", "a"),
            ("^(?-i:k)$", "K"),
            ("^(?:(?-i)k)$", "K"),
            ("^(?i-u:k)$", "\u{212A}"),
            (r"^(?-u:\x4B)$", "\u{212A}"),
            ("^[a-z&&[^k]]$", "K"),
            ("^i$", "ı"),
        ] {
            assert!(!holds(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn flags_hold_where_they_stand() {
        for (pattern, same) in [
            ("(?i)ก", "(?:)ก"),
            ("a(?i-s:b.)c", "a(?-s:[bB-B].)c"),
            ("(?is-m)b|c", "(?s-m)[bB-B]|[cC-C]"),
            ("(b(?i)b)b", "(b(?:)[bB-B])b"),
            ("(?P<b>b)(?U)b+", "(?P<b>b)(?U)b+"),
        ] {
            assert_eq!(spelled(pattern, false), same);
        }
    }

    #[test]
    fn what_is_wrong_is_told_as_ever() {
        for pattern in ["k(", "(?i", "[z-a]", "(?i)k**?(", r"\1", "(?=k)"] {
            let told = |built: Result<regex::Regex, regex::Error>| built.unwrap_err().to_string();
            assert_eq!(told(builder(pattern, true).build()), told(RegexBuilder::new(pattern).build()));
        }
    }

    #[test]
    fn letters_differ_in_case_from_each_other() {
        let others = |ch| {
            let mut found = Vec::new();
            variants(ch, true, &mut found);
            found
        };
        for ch in '\0'..=char::MAX {
            let inside = CASED.iter().any(|(first, last)| (*first..=*last).contains(&ch));
            let found = others(ch);
            assert!(inside || found == [ch] || ch >= '\u{16E80}', "{ch:?} has a case");
            for other in found {
                assert!(others(other).contains(&ch), "{other} of {ch}");
            }
        }
    }
}
