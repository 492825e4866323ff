//! Cues: what steers a conversation and means the same in every bot. Stop, skip, say it again.
//!
//! In: a message. Out: the cue that it is made of. A message counts as a cue where it holds nothing
//! else but fillers (`เอ่อ ไม่เอาแล้วค่ะ`), except where the table says otherwise. Compiled once
//! from `data/flows/cues.tsv`; what it means in a conversation is decided elsewhere.

use std::cell::OnceCell;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::data::CUES;
use crate::text::Text;
use crate::tokenize::tokenize;
use crate::understand::builtin::is_given_name;

/// What a message asks of the conversation itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// A person, please.
    Handoff,
    /// Leave it.
    Cancel,
    /// Leave this question out.
    Skip,
    /// I cannot say.
    Unsure,
    /// Say that again.
    Repeat,
    /// From the beginning.
    Restart,
    /// As it was the last time.
    Same,
    /// Yes.
    Affirm,
    /// No.
    Deny,
    /// That was all.
    Enough,
    /// A moment, please.
    Wait,
    /// At the hour that was said before.
    Hour,
    /// What follows replaces what was said.
    Change,
    /// What happens to things and people, and is told calmly: never a whole message, but its words.
    Trouble,
    /// It asks something itself.
    Question,
}

/// The names in the table, in the order in which one wins over another.
const NAMES: [(&str, Cue); 15] = [
    ("handoff", Cue::Handoff),
    ("restart", Cue::Restart),
    ("repeat", Cue::Repeat),
    ("skip", Cue::Skip),
    ("unsure", Cue::Unsure),
    ("same", Cue::Same),
    ("wait", Cue::Wait),
    ("affirm", Cue::Affirm),
    ("deny", Cue::Deny),
    ("cancel", Cue::Cancel),
    ("enough", Cue::Enough),
    ("hour", Cue::Hour),
    ("change", Cue::Change),
    ("trouble", Cue::Trouble),
    ("question", Cue::Question),
];
/// A pattern that stands nowhere.
const NOWHERE: &str = "[a&&b]";
/// Longer messages, in characters without spaces, are no whole cues.
const LONGEST: usize = 80;
/// Particles that no word ends in.
const POLITE: [&str; 6] = ["ค่ะ", "ครับ", "ครับผม", "คับ", "จ้า", "จ้ะ"];

/// What a message is beside what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    pub(super) cue: Option<Cue>,
    pub(super) changes: bool,
    pub(super) asks: bool,
}

/// A message without white space, punctuation and case, and its clauses where there are several.
struct Squeezed {
    whole: String,
    /// Where each clause ends in it; none of a message that is one clause.
    ends: Vec<usize>,
    /// Short enough to be nothing but a cue.
    short: bool,
    /// Of which cues words stand in it, once somebody asks.
    hints: OnceCell<u32>,
}

impl Squeezed {
    fn of(reading: &str) -> Squeezed {
        let mut whole = String::with_capacity(reading.len());
        let mut ends = Vec::new();
        for clause in reading.split_whitespace() {
            squeeze(clause, &mut whole);
            ends.push(whole.len());
        }
        if ends.len() < 2 {
            ends.clear();
        }
        let short = whole.chars().count() <= LONGEST;
        Squeezed { whole, ends, short, hints: OnceCell::new() }
    }

    /// The clauses, then the whole.
    fn parts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let clauses = starts.zip(&self.ends).filter_map(|(start, end)| self.whole.get(start..*end));
        clauses.chain(std::iter::once(self.whole.as_str()))
    }
}

/// The table, compiled.
#[derive(Debug, Default)]
pub(crate) struct Cues {
    /// For each cue: the pattern of a whole message, and those of a clause.
    list: Vec<(Cue, Option<Regex>, Vec<Regex>)>,
    /// For each cue of the list the words of its clauses, wherever they stand: looked for at once, they
    /// tell which clauses to read for which cue. Hardly ever any.
    hints: Option<RegexSet>,
    /// Fillers at the beginning, one at the end.
    front: Option<Regex>,
    back: Option<Regex>,
}

impl Cues {
    /// The table, compiled once for all bots of a process.
    pub(crate) fn shared() -> &'static Cues {
        static SHARED: OnceLock<Cues> = OnceLock::new();
        SHARED.get_or_init(Cues::new)
    }

    /// A table without words.
    pub(crate) fn none() -> &'static Cues {
        static NONE: OnceLock<Cues> = OnceLock::new();
        NONE.get_or_init(Cues::default)
    }

    /// Compiles the table.
    fn new() -> Cues {
        let rows = || {
            let lines = CUES.lines().filter(|line| !line.starts_with('#'));
            lines.filter_map(|line| {
                let mut columns = line.split('\t');
                Some((columns.next()?, columns.next()?, squeezed(columns.next()?)))
            })
        };
        let of = |name: &str, place: &str| -> Vec<String> {
            rows().filter(|row| row.0 == name && row.1 == place).map(|row| format!("(?:{})", row.2)).collect()
        };
        let fill = of("filler", "whole").join("|");
        let list = NAMES.iter().map(|(name, cue)| {
            let whole = of(name, "whole");
            let some = whole.join("|");
            let whole = (!whole.is_empty()).then(|| format!("^(?:{fill})*(?:{some})(?:{fill}|{some})*$"));
            let ends = of(name, "end").into_iter().map(|words| format!("{words}(?:{fill})*$"));
            let parts = ends.chain(of(name, "any"));
            (*cue, whole.as_deref().and_then(compiled), parts.filter_map(|source| compiled(&source)).collect())
        });
        let hints = NAMES.map(|(name, _)| {
            let words: Vec<String> = of(name, "end").into_iter().chain(of(name, "any")).collect();
            if words.is_empty() { NOWHERE.to_owned() } else { words.join("|") }
        });
        Cues {
            list: list.collect(),
            hints: RegexSetBuilder::new(hints).size_limit(8 << 20).build().ok(),
            front: compiled(&format!("^(?:{fill})+")),
            back: compiled(&format!("(?:{fill})$")),
        }
    }

    /// Whether a message is nothing but this cue; several may be.
    pub(crate) fn is(&self, reading: &str, cue: Cue) -> bool {
        self.holds(&Squeezed::of(reading), cue)
    }

    fn holds(&self, text: &Squeezed, cue: Cue) -> bool {
        let Some(at) = self.list.iter().position(|(other, ..)| *other == cue) else { return false };
        let (_, whole, parts) = &self.list[at];
        if text.short && whole.as_ref().is_some_and(|whole| whole.is_match(&text.whole)) {
            return true;
        }
        let negated = |start: usize, text: &str| {
            let before = text.get(..start).unwrap_or_default();
            ["ไม่ต้อง", "ไม่ได้", "ไม่", "don't", "not"].iter().any(|no| before.ends_with(no))
        };
        let found = |clause: &str| {
            parts.iter().any(|part| part.find(clause).is_some_and(|found| !negated(found.start(), clause)))
        };
        !parts.is_empty() && self.hints(text) >> at & 1 == 1 && text.parts().any(found)
    }

    /// A bit for each cue of the list whose words of a clause stand somewhere in a text.
    fn hints(&self, text: &Squeezed) -> u32 {
        *text.hints.get_or_init(|| {
            let Some(hints) = &self.hints else { return u32::MAX };
            hints.matches(&text.whole).iter().fold(0, |bits, at| bits | 1 << at)
        })
    }

    /// What of all this a message is.
    pub(crate) fn signs(&self, reading: &str) -> Signs {
        let text = Squeezed::of(reading);
        let steers = NAMES
            .iter()
            .map(|(_, cue)| *cue)
            .filter(|cue| !matches!(cue, Cue::Hour | Cue::Change | Cue::Trouble | Cue::Question));
        Signs {
            // the strongest of several
            cue: steers.into_iter().find(|cue| self.holds(&text, *cue)),
            changes: self.holds(&text, Cue::Change),
            asks: self.holds(&text, Cue::Question),
        }
    }

    /// The cue that a message is, the strongest of several.
    #[cfg(test)]
    pub(crate) fn of(&self, reading: &str) -> Option<Cue> {
        self.signs(reading).cue
    }

    /// A message without what may be left out around what it says: `ชื่อสมศรีค่ะ` → `ชื่อสมศรี`, but
    /// `แถวบางนา` as it is, for its `นา` is a part of a word.
    pub(crate) fn bare<'t>(&self, text: &'t str) -> &'t str {
        let mut bare = trimmed(text);
        let mut words = Words::of(bare);
        // มานะ is a name, not มา and a particle
        let named = |text: &str| text.split_whitespace().next_back().is_some_and(is_given_name);
        while !named(bare)
            && let Some(start) = self.last_filler(bare, &mut words)
        {
            bare = trimmed(bare.get(..start).unwrap_or(bare));
        }
        bare
    }

    /// Where the filler begins that a text ends in; none where that is all of it.
    fn last_filler(&self, text: &str, words: &mut Words<'_>) -> Option<usize> {
        let back = self.back.as_ref()?;
        let mut from = 0;
        while let Some(found) = back.find_at(text, from) {
            let start = found.start();
            if start > 0 && (POLITE.contains(&found.as_str()) || words.begin(start)) {
                return Some(start);
            }
            from = start + text.get(start..)?.chars().next()?.len_utf8();
        }
        None
    }

    /// The same at the beginning too: `เอ่อ สองที่` → `สองที่`.
    pub(crate) fn core<'t>(&self, text: &'t str) -> &'t str {
        let bare = self.bare(text);
        let mut words = Words::of(bare);
        match self.front.as_ref().and_then(|front| front.find(bare)) {
            Some(found) if found.end() < bare.len() && words.begin(found.end()) => {
                bare.get(found.end()..).unwrap_or(bare).trim_start()
            }
            _ => bare,
        }
    }
}

/// Without white space and punctuation at its ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|ch: char| ch.is_whitespace() || matches!(ch, '.' | '!' | ',' | '?'))
}

/// Where the words of a text begin, cut when first needed.
struct Words<'t> {
    text: &'t str,
    starts: Option<Vec<usize>>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Words<'t> {
        Words { text, starts: None }
    }

    /// Whether one begins at this byte.
    fn begin(&mut self, at: usize) -> bool {
        let text = self.text;
        let starts = self.starts.get_or_insert_with(|| {
            let mut pieces = Vec::new();
            tokenize(&Text::verbatim(text), &mut pieces);
            pieces.iter().map(|piece| piece.start as usize).collect()
        });
        starts.contains(&at)
    }
}

impl Cues {
    /// Whether a text holds nothing but fillers.
    pub(crate) fn is_filler(&self, text: &str) -> bool {
        let text = squeezed(text);
        let whole = |found: regex::Match<'_>| found.end() == text.len();
        text.is_empty() || self.front.as_ref().and_then(|front| front.find(&text)).is_some_and(whole)
    }
}

/// Without white space, punctuation and case.
pub(super) fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    squeeze(text, &mut squeezed);
    squeezed
}

fn squeeze(text: &str, into: &mut String) {
    for ch in text.chars() {
        match ch {
            '.' | ',' | '!' | '~' | '…' => {}
            // no letter of Thai has a case, and no space is among them
            'ก'..='๛' => into.push(ch),
            ch if ch.is_whitespace() => {}
            ch => into.extend(ch.to_lowercase()),
        }
    }
}

fn compiled(source: &str) -> Option<Regex> {
    RegexBuilder::new(source).size_limit(8 << 20).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        for line in CUES.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(compiled(&squeezed(columns[2])).is_some(), "{line}");
            assert!(columns[0] == "filler" || NAMES.iter().any(|(name, _)| *name == columns[0]), "{line}");
            assert!(["whole", "end", "any"].contains(&columns[1]), "{line}");
        }
    }

    #[test]
    fn what_customers_say_to_steer() {
        let cues = Cues::new();
        let cases = [
            ("เอ่อ ไม่เอาแล้วค่ะ", Some(Cue::Cancel)),
            ("ยกเลิกดีกว่าครับ", Some(Cue::Cancel)),
            ("ขอคุยกับเจ้าหน้าที่หน่อยค่ะ", Some(Cue::Handoff)),
            ("โอ๊ย คุยกับบอทไม่รู้เรื่อง ขอคุยกับคนได้ไหม", Some(Cue::Handoff)),
            ("ข้ามไปก่อนค่ะ", Some(Cue::Skip)),
            ("ไม่แน่ใจเหมือนกันค่ะ", Some(Cue::Unsure)),
            ("อะไรนะคะ", Some(Cue::Repeat)),
            ("ถามใหม่อีกทีได้ไหม", Some(Cue::Repeat)),
            ("เริ่มใหม่เลยค่ะ", Some(Cue::Restart)),
            ("เอาเหมือนเดิมค่ะ", Some(Cue::Same)),
            ("ใช่ค่ะ ถูกต้อง", Some(Cue::Affirm)),
            ("ยังก่อนค่ะ", Some(Cue::Deny)),
            ("Cancel that please", Some(Cue::Cancel)),
            ("can I talk to a human", Some(Cue::Handoff)),
            ("ยกเลิกนัดวันศุกร์", None),
            ("ไม่ต้องโอนสายให้เจ้าหน้าที่ก็ได้", None),
            ("อยากคุยกับคนขับรถ", None),
            ("สวัสดีค่ะ", None),
        ];
        for (text, cue) in cases {
            assert_eq!(cues.of(crate::normalize::normalize(text).reading()), cue, "{text}");
        }
        assert!(cues.is("เปลี่ยนเป็นวันศุกร์ค่ะ", Cue::Change));
        assert_eq!((cues.bare("สมศรีค่ะ"), cues.core("เอ่อ สองที่ค่ะ")), ("สมศรี", "สองที่"));
        // a word that ends or begins like a particle
        for (text, bare) in
            [("แถวบางนานะคะ", "แถวบางนา"), ("ชนะค่ะ", "ชนะ"), ("นาฬิกาค่ะ", "นาฬิกา"), ("ละครเวที", "ละครเวที")]
        {
            assert_eq!(cues.core(text), bare);
        }
    }
}
