//! Thai that was written in Latin letters: `yak jong to` is อยาก จอง โต๊ะ, `sawasdee krub` สวัสดี ครับ.
//!
//! In: a text and its pieces, and which words its reader knows. Out: the text with its romanised words read
//! as Thai, if that is what they likely are (`path`). Spaces may stand between syllables as well as between
//! words. English pays for nothing but a look at its words: where all are known, nothing is tried.

mod lexicon;
mod path;
mod sounds;
mod spelling;

use crate::features::{fold::fold, word, words::bundled};
use crate::text::Text;
use crate::tokenize::{Kind, Piece};

pub(crate) use lexicon::Lexicon;
use path::{Said, Stretch};

/// How many letters of a message are read so.
const LONGEST: usize = 400;

/// To so many known Latin words one has to be strange.
const KNOWN: usize = 4;

/// What its reader knows besides the language.
pub(crate) trait Knows {
    /// Whether it has seen a word.
    fn word(&self, word: u32) -> bool;
    /// Whether it has seen a word behind another.
    fn pair(&self, first: u32, second: u32) -> bool;
    /// Whether it surely knows a Latin word, in small letters: that stays as it is written.
    fn lists(&self, _: &str) -> bool {
        false
    }
}

/// A reader that knows nothing but the language.
pub(crate) struct Nobody;

impl Knows for Nobody {
    fn word(&self, _: u32) -> bool {
        false
    }

    fn pair(&self, _: u32, _: u32) -> bool {
        false
    }
}

/// Whether a message may hold Thai in Latin letters: words of theirs that nobody knows, and not but one in
/// many that somebody does, as English with a name or a slip in it has.
pub(crate) fn suspicious(text: &Text, pieces: &[Piece], knows: &dyn Knows) -> bool {
    let (mut strange, mut known) = (0, 0);
    for piece in pieces.iter().filter(|piece| piece.kind == Kind::Word) {
        let own = &text.reading()[piece.start as usize..piece.end as usize];
        if own.len() > 1 && is_latin(own) {
            let own = fold(own);
            if english(&own) || knows.lists(&own) { known += 1 } else { strange += 1 }
        }
    }
    strange * KNOWN > known
}

/// A text with what was written in Latin letters read as Thai; none where nothing was.
pub(crate) fn read(text: &Text, pieces: &[Piece], own: &Lexicon, knows: &dyn Knows) -> Option<Text> {
    let mut out = Reading::new(text);
    let (mut rest, mut left) = (pieces, LONGEST);
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|piece| runs_on(text, piece)).count();
        let latin = &rest[..length];
        let words: Vec<Piece> = latin.iter().filter(|piece| piece.kind == Kind::Word).copied().collect();
        if words.is_empty() {
            out.keep(first);
            rest = &rest[1..];
            continue;
        }
        let letters: usize = words.iter().map(|piece| (piece.end - piece.start) as usize).sum();
        let path = if letters > left { Vec::new() } else { Stretch::new(text, &words, own, knows).path() };
        left = left.saturating_sub(letters);
        out.replace(latin, &words, &path);
        rest = &rest[length..];
    }
    out.finish()
}

/// Latin words and the spaces between them.
fn runs_on(text: &Text, piece: &Piece) -> bool {
    let own = &text.reading()[piece.start as usize..piece.end as usize];
    match piece.kind {
        Kind::Word => is_latin(own),
        Kind::Space => own == " ",
        _ => false,
    }
}

fn is_latin(own: &str) -> bool {
    own.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn english(folded: &str) -> bool {
    bundled().is_none_or(|table| table.knows(word(folded)))
}

/// A reading that is put together anew.
struct Reading<'r> {
    text: &'r Text,
    out: String,
    origin: Vec<u32>,
    changed: bool,
}

impl<'r> Reading<'r> {
    fn new(text: &'r Text) -> Reading<'r> {
        Reading { text, out: String::new(), origin: Vec::new(), changed: false }
    }

    fn keep(&mut self, piece: &Piece) {
        for at in piece.start as usize..piece.end as usize {
            self.origin.push(self.text.span(at, at).start as u32);
        }
        self.out.push_str(&self.text.reading()[piece.start as usize..piece.end as usize]);
    }

    /// The words of a stretch as the path says them; spaces between Latin words stay between words.
    fn replace(&mut self, latin: &[Piece], words: &[Piece], path: &[Said<'_>]) {
        if path.is_empty() {
            latin.iter().for_each(|piece| self.keep(piece));
            return;
        }
        let mut starts = Vec::with_capacity(words.len());
        let mut length = 0;
        for piece in words {
            starts.push((length, piece.start as usize));
            length += (piece.end - piece.start) as usize;
        }
        // The byte of the reading under a letter.
        let place = |letter: usize| {
            let word = starts.partition_point(|(start, _)| *start <= letter) - 1;
            starts[word].1 + letter - starts[word].0
        };
        if let Some(space) = latin.first().filter(|piece| piece.kind == Kind::Space) {
            self.keep(space);
        }
        for (number, &(from, to, said)) in path.iter().enumerate() {
            let (start, end) = (place(from), place(to - 1) + 1);
            let spaced = start.checked_sub(1).is_some_and(|at| self.text.reading().as_bytes()[at] == b' ');
            if number > 0 && spaced && starts.iter().any(|(own, _)| *own == from) {
                self.keep(&Piece { start: start as u32 - 1, end: start as u32, kind: Kind::Space });
            }
            match said {
                Some(said) => {
                    self.origin.resize(self.origin.len() + said.len(), self.text.span(start, start).start as u32);
                    self.out.push_str(said);
                    self.changed = true;
                }
                None => self.keep(&Piece { start: start as u32, end: end as u32, kind: Kind::Word }),
            }
        }
        if let Some(space) = latin.last().filter(|piece| piece.kind == Kind::Space) {
            self.keep(space);
        }
    }

    fn finish(mut self) -> Option<Text> {
        let end = self.text.reading().len();
        self.origin.push(self.text.span(end, end).start as u32);
        self.changed.then(|| self.text.reread(self.out, self.origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;
    use crate::tokenize::tokenize;

    /// The text as it is read, by who knows some words.
    fn by(words: &[&str], typed: &str) -> Text {
        struct Some<'w>(&'w [&'w str]);
        impl Knows for Some<'_> {
            fn word(&self, own: u32) -> bool {
                self.0.iter().any(|known| word(known) == own)
            }

            fn pair(&self, first: u32, second: u32) -> bool {
                self.0.windows(2).any(|pair| word(pair[0]) == first && word(pair[1]) == second)
            }
        }
        let text = normalize(typed);
        let mut pieces = Vec::new();
        tokenize(&text, &mut pieces);
        let knows = Some(words);
        let found = suspicious(&text, &pieces, &knows);
        let read = found.then(|| read(&text, &pieces, &Lexicon::default(), &knows)).flatten();
        read.unwrap_or(text)
    }

    #[test]
    fn thai_in_latin_letters_is_thai() {
        for (typed, meant) in
            [("sawasdee krub", "สวัสดี ครับ"), ("khop khun maak", "ขอบคุณ มาก"), ("raka tao rai krab", "ราคา เท่าไหร่ ครับ")]
        {
            assert_eq!(by(&[], typed).reading(), meant);
        }
    }

    #[test]
    fn what_is_english_stays() {
        for typed in [
            "what time do you open on sunday",
            "my name is Somchai, order no. ABX-123",
            "can I get the wifi pasword pls",
            "ขอ iPhone 15 Pro max ค่ะ",
            "lol brb thx",
        ] {
            assert_eq!(by(&[], typed).reading(), typed);
        }
    }

    #[test]
    fn places_are_those_of_what_was_written() {
        let text = by(&[], "ok! raka tao rai krub");
        let at = text.reading().find("เท่าไหร่").unwrap();
        assert_eq!(text.slice(text.span(at, at + "เท่าไหร่".len())), "tao rai");
    }

    #[test]
    fn any_text_is_read_in_bounded_time() {
        for piece in ["sawasdee", "sawasdee ", "mai", "aaaa ", "ngngng", "kk ", "x"] {
            let typed = piece.repeat(20_000 / piece.len());
            let read = by(&[], &typed);
            assert_eq!(read.span(0, read.reading().len()).end, typed.len());
        }
    }
}
