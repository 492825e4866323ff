//! What every conversation names: numbers, money, times, quantities, phones, addresses, answers.
//!
//! In: a text's reading, the time and the zone. Out: entities with plain values, spans on the
//! original, no overlaps: the longest wins, then the order of [`Kind`]. Thai and English, digits and
//! words, in one pass. It reads no clock and knows no bot; at worst it finds nothing.

mod address;
mod adopt;
mod answer;
mod boundary;
mod calendar;
mod class;
mod clock;
mod clock_english;
mod codes;
mod date;
mod day;
mod downwards;
mod emit;
mod ends;
mod english;
mod gazetteer;
mod grammar;
mod holiday;
mod hours;
mod ids;
mod interval;
mod kind;
mod letter;
mod lexicon;
mod measure;
mod merge;
mod moment;
mod net;
mod nth_day;
mod number;
mod offset;
mod part;
mod person;
mod phone;
mod product;
mod reckon;
mod recur;
mod resolve;
mod street;
mod thai;
mod time;
mod token;
mod unit;
mod vague;

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::error::{Code, Error};
use crate::normalize::normalize;
use crate::order;
use crate::text::Text;
use crate::tokenize::Piece;
use crate::understanding::Entity;
use crate::value::{Timestamp, Value};

#[cfg(test)]
mod lines;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod tests;
#[cfg(test)]
#[path = "../../../build/words.rs"]
mod words;

use kind::Kind;
use token::Tokens;

/// The built-in entities of a text, in its order.
///
/// `now` and `zone`, an IANA name such as `Asia/Bangkok`, are what `tomorrow` is counted from;
/// `kinds` restricts what is looked for. An unknown zone or kind is refused.
pub fn entities(text: &str, now: Timestamp, zone: &str, kinds: Option<&[&str]>) -> Result<Vec<Entity>, Error> {
    let zone = TimeZone::get(zone)
        .map_err(|_| Error::new(Code::BadValue, format!("no time zone is named `{zone}`; one is `Asia/Bangkok`")))?;
    let builtin = match kinds {
        None => Builtin::all(),
        Some(kinds) => Builtin::new(kinds)?,
    };
    let mut out = Vec::new();
    builtin.extract(&normalize(text), now, &zone, &mut out);
    Ok(out)
}

/// Whether a text is a given name of the list: มานะ.
pub(crate) fn is_given_name(text: &str) -> bool {
    grammar::GIVEN.find(text).is_some()
}

/// Which kinds to look for, and the names they go by; compiled once.
#[derive(Clone, Debug)]
pub(crate) struct Builtin {
    wanted: u64,
    /// Kinds that the bot calls by another name, such as `amount-of-money`.
    names: Vec<(Kind, String)>,
}

/// Something found, before overlaps are decided.
#[derive(Debug)]
pub(crate) struct Found {
    /// Bytes of the reading.
    start: u32,
    end: u32,
    kind: Kind,
    body: Body,
}

/// What was found: its value, or what its value is made from.
#[derive(Debug)]
enum Body {
    Amount(measure::Amount),
    Time(Box<calendar::Period>),
    Value(Value),
}

impl Body {
    /// Why this one of several readings.
    fn why(&self) -> Option<&'static str> {
        match self {
            Body::Time(period) => period.why,
            Body::Amount(amount) => {
                let short = amount.also.filter(|_| amount.value().is_some());
                short.map(|_| "a digit after พัน or above counts the next place")
            }
            Body::Value(_) => None,
        }
    }
}

/// What a finder sees and where it puts what it finds.
struct Search<'t> {
    /// The text whose reading the tokens are of, for the segmenter.
    whole: &'t Text,
    /// Its words, cut when first needed.
    pieces: Option<Cow<'t, [Piece]>>,
    tokens: Tokens<'t>,
    wanted: u64,
    found: Vec<Found>,
    /// How many of those found are times: they come first, in the order of the text.
    times: usize,
    /// The byte up to which amounts have been read.
    floor: usize,
}

impl Search<'_> {
    fn wants(&self, kind: Kind) -> bool {
        self.wanted & (1 << kind as u64) != 0
    }

    /// Records tokens `from..to` as an entity.
    fn add(&mut self, kind: Kind, from: usize, to: usize, body: Body) {
        if !self.wants(kind) || from >= to {
            return;
        }
        if let (Some(first), Some(last)) = (self.tokens.list.get(from), self.tokens.list.get(to - 1)) {
            self.found.push(Found { start: first.start, end: last.end, kind, body });
        }
    }

    /// Records bytes of the reading as an entity.
    #[expect(clippy::cast_possible_truncation, reason = "texts are far below 4 GiB")]
    fn add_bytes(&mut self, kind: Kind, start: usize, end: usize, value: Value) {
        if self.wants(kind) && start < end {
            self.found.push(Found { start: start as u32, end: end as u32, kind, body: Body::Value(value) });
        }
    }
}

impl Builtin {
    /// Every kind.
    pub(crate) fn all() -> Builtin {
        Builtin { wanted: u64::MAX, names: Vec::new() }
    }

    /// The kinds of these names, Duckling's included; an unknown name is refused.
    pub(crate) fn new(kinds: &[&str]) -> Result<Builtin, Error> {
        let mut builtin = Builtin { wanted: 0, names: Vec::new() };
        for name in kinds {
            let kind = Kind::named(name).ok_or_else(|| {
                Error::new(Code::UnknownName, format!("no built-in kind is named `{name}`; one is `money`"))
            })?;
            builtin.wanted |= 1 << kind as u64;
            if kind.name() != *name {
                builtin.names.push((kind, (*name).to_owned()));
            }
        }
        Ok(builtin)
    }

    /// Whether a name is that of a built-in kind, or one of Duckling's names for it.
    pub(crate) fn knows(name: &str) -> bool {
        Kind::named(name).is_some()
    }

    /// Whether a name is of a kind whose form leaves no doubt.
    pub(crate) fn shaped(name: &str) -> bool {
        Kind::named(name).is_some_and(Kind::shaped)
    }

    /// The measures whose kinds are wanted.
    fn measures(&self) -> u16 {
        emit::MEASURES
            .into_iter()
            .filter(|measure| self.wanted & (1 << emit::measured(*measure) as u64) != 0)
            .fold(0, |all, measure| all | 1 << measure as u16)
    }

    /// Finds the wanted kinds in a text and adds them to `out` in the order of the text.
    pub(crate) fn extract(&self, text: &Text, now: Timestamp, zone: &TimeZone, out: &mut Vec<Entity>) {
        self.extract_cut((text, None), now, zone, out);
    }

    /// The same of a text that has been cut into words already.
    pub(crate) fn extract_cut(
        &self,
        (text, pieces): (&Text, Option<&[Piece]>),
        now: Timestamp,
        zone: &TimeZone,
        out: &mut Vec<Entity>,
    ) {
        let reading = text.reading();
        let mut tokens = Tokens::scan(reading);
        tokens.measures = self.measures();
        let mut search = Search {
            whole: text,
            pieces: pieces.map(Cow::Borrowed),
            tokens,
            wanted: self.wanted,
            found: Vec::with_capacity(8),
            times: 0,
            floor: 0,
        };
        if self.wanted & (1 << Kind::Time as u64) != 0 {
            time::find(&mut search, now, zone);
        }
        search.times = search.found.len();
        net::find(&mut search);
        ids::find(&mut search);
        codes::find(&mut search);
        address::find(&mut search);
        person::find(&mut search);
        phone::find(&mut search);
        emit::amounts(&mut search);
        answer::find(&mut search);
        let Search { tokens, found, .. } = search;
        for found in settle(found, reading.len()) {
            let span = text.span(found.start as usize, found.end as usize);
            let name = self.names.iter().find(|(kind, _)| *kind == found.kind).map(|(_, name)| name.as_str());
            let why = found.body.why();
            let Some(value) = emit::value(&tokens, found.kind, found.body, zone) else { continue };
            let mut entity = Entity::new(name.unwrap_or(found.kind.name()), text.original(), span, "builtin");
            entity.value = value;
            entity.why = why;
            out.push(entity);
        }
    }
}

/// Decides overlaps, here and nowhere else: the longest wins, then the kind that stands first in
/// [`Kind`], then what stands first in the text. What a slot asks for decides what is open after
/// that (`adopt`), and never unmakes what this has settled.
fn settle(mut found: Vec<Found>, size: usize) -> Vec<Found> {
    let length = |found: &Found| found.end - found.start;
    order::by(&mut found, |a, b| length(b).cmp(&length(a)).then(a.kind.cmp(&b.kind)).then(a.start.cmp(&b.start)));
    let mut taken = vec![0_u64; size / 64 + 1];
    found.retain(|found| {
        // Longer ones are in already: a taken byte inside means a taken edge.
        let edge = |at: u32| taken[at as usize / 64] & (1 << (at % 64)) != 0;
        if edge(found.start) || edge(found.end - 1) {
            return false;
        }
        for at in found.start..found.end {
            taken[at as usize / 64] |= 1 << (at % 64);
        }
        true
    });
    order::by_key(&mut found, |found| found.start);
    found
}
