//! Cues: what steers a conversation and means the same in every bot. Stop, skip, say it again.
//!
//! In: a message. Out: the cue that it is made of. A message counts as a cue where it holds nothing
//! else but fillers (`เอ่อ ไม่เอาแล้วค่ะ`), except where the table says otherwise. Compiled once
//! from `data/flows/cues.tsv`; what it means in a conversation is decided elsewhere.

use std::cell::OnceCell;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::data::CUES;

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
    /// What stands before a value that another takes the place of.
    Instead,
    /// What stands before a value that is not meant.
    Not,
    /// So many more than before.
    More,
    /// It wonders which of several.
    Which,
    /// It scolds.
    Anger,
    /// A slip: what stands before `ไม่ใช่` where it takes back what was said before it.
    Oops,
}

/// The names in the table, in the order in which one wins over another.
const NAMES: [(&str, Cue); 21] = [
    ("handoff", Cue::Handoff),
    ("restart", Cue::Restart),
    ("repeat", Cue::Repeat),
    ("skip", Cue::Skip),
    ("unsure", Cue::Unsure),
    ("same", Cue::Same),
    ("wait", Cue::Wait),
    ("affirm", Cue::Affirm),
    ("cancel", Cue::Cancel),
    ("deny", Cue::Deny),
    ("enough", Cue::Enough),
    ("hour", Cue::Hour),
    ("change", Cue::Change),
    ("trouble", Cue::Trouble),
    ("question", Cue::Question),
    ("instead", Cue::Instead),
    ("not", Cue::Not),
    ("oops", Cue::Oops),
    ("more", Cue::More),
    ("which", Cue::Which),
    ("anger", Cue::Anger),
];
/// So many of them, the first, steer.
const STEERING: usize = 11;
/// A pattern that stands nowhere.
const NOWHERE: &str = "[a&&b]";
/// The cues that are a message's, though another clause of it is another one: `งงอ่ะ ขอข้ามไปก่อน`.
const STRONG: [Cue; 7] = [Cue::Handoff, Cue::Restart, Cue::Skip, Cue::Repeat, Cue::Unsure, Cue::Wait, Cue::Cancel];
/// Longer messages, in characters without spaces, are no whole cues.
const LONGEST: usize = 80;

/// What a message is beside what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    pub(super) cue: Option<Cue>,
    pub(super) changes: bool,
    pub(super) asks: bool,
}

impl Signs {
    /// The cue that steers.
    pub(crate) fn steers(self) -> Option<Cue> {
        self.cue
    }
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
    /// Which cues it is as a whole, likewise.
    wholes: OnceCell<u32>,
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
        Squeezed { whole, ends, short, hints: OnceCell::new(), wholes: OnceCell::new() }
    }

    /// The clauses, then the whole.
    fn parts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let clauses = starts.zip(&self.ends).filter_map(|(start, end)| self.whole.get(start..*end));
        clauses.chain(std::iter::once(self.whole.as_str()))
    }
}

/// Without the last letter of a run at the end, or of a longer one elsewhere.
fn undrawn(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut run = 1;
        while letters.next_if_eq(&letter).is_some() {
            run += 1;
        }
        let kept = if run > 2 || letters.peek().is_none() { 1 } else { run };
        plain.extend(std::iter::repeat_n(letter, kept));
    }
    plain
}

/// The table, compiled.
#[derive(Debug, Default)]
pub(crate) struct Cues {
    /// For each cue the patterns of a clause.
    list: Vec<(Cue, Vec<Regex>)>,
    /// For each cue of the list the pattern of a whole message, looked for at once.
    wholes: Option<RegexSet>,
    /// For each cue of the list the words of its clauses, wherever they stand: looked for at once, they
    /// tell which clauses to read for which cue. Hardly ever any.
    hints: Option<RegexSet>,
    /// Fillers at the beginning, one at the end.
    pub(super) front: Option<Regex>,
    pub(super) back: Option<Regex>,
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
        let spellings: Vec<_> = rows().filter(|row| row.0 == "spelling").collect();
        let spelled =
            |words: String| spellings.iter().fold(words, |words, (_, word, others)| words.replace(word, others));
        let of = |name: &str, place: &str| -> Vec<String> {
            let own = rows().filter(|row| row.0 == name && row.1 == place);
            own.map(|row| format!("(?:{})", spelled(row.2))).collect()
        };
        let fill = of("filler", "whole").join("|");
        let lead = of("lead", "whole").join("|");
        let laugh = of("laugh", "whole").join("|");
        let wholes = NAMES.map(|(name, _)| {
            let (some, alone) = (of(name, "whole").join("|"), of(name, "alone").join("|"));
            let around = format!("(?:{fill}|{lead}|{laugh})*(?:{some})(?:{fill}|{laugh}|{some})*");
            let both = [(some, around), (alone.clone(), format!("(?:{alone})+"))];
            let both: Vec<_> = both.into_iter().filter(|(words, _)| !words.is_empty()).map(|(_, way)| way).collect();
            if both.is_empty() { NOWHERE.to_owned() } else { format!("^(?:{})$", both.join("|")) }
        });
        let list = NAMES.iter().map(|(name, cue)| {
            let ends = of(name, "end").into_iter().map(|words| format!("{words}(?:{fill})*$"));
            let before = of(name, "before").into_iter().map(|words| format!("{words}$"));
            let parts = ends.chain(before).chain(of(name, "any"));
            (*cue, parts.filter_map(|source| compiled(&source)).collect())
        });
        let hints = NAMES.map(|(name, _)| {
            let words: Vec<String> = of(name, "end").into_iter().chain(of(name, "any")).collect();
            if words.is_empty() { NOWHERE.to_owned() } else { words.join("|") }
        });
        Cues {
            list: list.collect(),
            wholes: RegexSetBuilder::new(wholes).size_limit(32 << 20).build().ok(),
            hints: RegexSetBuilder::new(hints).size_limit(8 << 20).build().ok(),
            front: compiled(&format!("^(?:{fill}|{lead})+")),
            back: compiled(&format!("(?:{fill})$")),
        }
    }

    /// Whether a message is nothing but this cue; several may be.
    pub(crate) fn is(&self, reading: &str, cue: Cue) -> bool {
        self.holds(&Squeezed::of(reading), cue)
    }

    fn holds(&self, text: &Squeezed, cue: Cue) -> bool {
        let Some(at) = self.list.iter().position(|(other, ..)| *other == cue) else { return false };
        let (_, parts) = &self.list[at];
        if self.wholes(text) >> at & 1 == 1 {
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

    /// A bit for each cue of the list that a text is as a whole, with or without what is drawn out in it.
    fn wholes(&self, text: &Squeezed) -> u32 {
        *text.wholes.get_or_init(|| {
            let Some(wholes) = self.wholes.as_ref().filter(|_| text.short) else { return 0 };
            let bits = |text: &str| wholes.matches(text).iter().fold(0, |bits, at| bits | 1 << at);
            let plain = undrawn(&text.whole);
            let found = bits(&text.whole);
            if found == 0 && plain != text.whole { bits(&plain) } else { found }
        })
    }

    /// What of all this a message is.
    pub(crate) fn signs(&self, reading: &str) -> Signs {
        let text = Squeezed::of(reading);
        // the strongest of several
        let mut steers = NAMES.iter().take(STEERING).map(|(_, cue)| *cue);
        Signs {
            cue: steers.find(|cue| self.holds(&text, *cue)).or_else(|| self.of_clauses(&text, reading)),
            changes: self.holds(&text, Cue::Change),
            asks: self.holds(&text, Cue::Question),
        }
    }

    /// The strongest cue of a message that holds nothing but several of them.
    fn of_clauses(&self, text: &Squeezed, reading: &str) -> Option<Cue> {
        if !text.short || text.ends.is_empty() {
            return None;
        }
        let mut strongest = None;
        for clause in reading.split_whitespace().filter(|clause| !self.is_filler(clause)) {
            let bits = self.wholes(&Squeezed::of(clause)) & ((1 << STEERING) - 1);
            let place = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
            strongest = Some(strongest.map_or(place, |other: usize| other.min(place)));
        }
        let (_, cue) = NAMES.get(strongest?)?;
        STRONG.contains(cue).then_some(*cue)
    }

    /// Whether a text ends in the words of a cue.
    pub(crate) fn ends(&self, text: &str, cue: Cue) -> bool {
        let text = squeezed(text);
        let parts = self.list.iter().find(|(other, ..)| *other == cue).map(|(_, parts)| parts);
        parts.into_iter().flatten().any(|part| part.is_match(&text))
    }

    /// The cue that a message is, the strongest of several.
    #[cfg(test)]
    pub(crate) fn of(&self, reading: &str) -> Option<Cue> {
        self.signs(reading).cue
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
            let beside = ["filler", "lead", "laugh", "spelling"].contains(&columns[0]);
            assert!(beside || NAMES.iter().any(|(name, _)| *name == columns[0]), "{line}");
            let places = ["whole", "alone", "end", "any", "before"];
            assert!(columns[0] == "spelling" || places.contains(&columns[1]), "{line}");
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
