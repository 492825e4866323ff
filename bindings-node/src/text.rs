//! The parts that work on one text: tokens, sentences, entities, sentiment, redaction.
//!
//! Tokens go out as one string, two characters a token: the number of its kind in `KINDS`, and its length
//! in UTF-16 units. A string is the cheapest list of numbers that JavaScript can be given.

use napi::Result;
use napi_derive::napi;
use sonthana::host::{self, Offsets, Unit};
use sonthana::{Kind, Token, Value};

use crate::error::{given, wrong_type};

/// The kinds of tokens, in the order of their numbers.
const KINDS: [Kind; 10] = [
    Kind::Thai,
    Kind::Word,
    Kind::Number,
    Kind::Space,
    Kind::Punctuation,
    Kind::Emoji,
    Kind::Url,
    Kind::Email,
    Kind::Hashtag,
    Kind::Handle,
];

/// The names of the kinds, in the order of their numbers.
#[napi(catch_unwind)]
pub fn kinds() -> Vec<&'static str> {
    KINDS.iter().map(|kind| host::kind(*kind)).collect()
}

/// In place of a kind: what follows belongs to the next token. No character is beyond ASCII.
const MORE: u8 = 127;
/// The most units that one character tells.
const MOST: usize = 126;

fn cut(text: &str, tokens: &[Token<'_>]) -> String {
    let mut offsets = Offsets::new(text, Unit::Utf16);
    let mut cuts = String::with_capacity(tokens.len() * 2);
    let mut push = |kind: u8, length: usize| cuts.extend([char::from(kind), char::from(length.min(MOST) as u8)]);
    let mut start = 0;
    for token in tokens {
        let end = offsets.at(token.span.end);
        let mut length = end - start;
        while length > MOST {
            push(MORE, MOST);
            length -= MOST;
        }
        push(KINDS.iter().position(|kind| *kind == token.kind).unwrap_or(0) as u8, length);
        start = end;
    }
    cuts
}

/// How a text is read.
#[napi(catch_unwind)]
pub fn normalize(text: String) -> String {
    sonthana::normalize(&text)
}

/// The tokens of a text, two characters each.
#[napi(catch_unwind)]
pub fn tokenize(text: String) -> String {
    cut(&text, &sonthana::tokenize(&text))
}

/// The sentences of a text.
#[napi(catch_unwind)]
pub fn sentences(text: String) -> Vec<String> {
    sonthana::sentences(&text).into_iter().map(str::to_owned).collect()
}

/// The Thai character clusters of a text.
#[napi(catch_unwind)]
pub fn clusters(text: String) -> Vec<String> {
    sonthana::clusters(&text).into_iter().map(str::to_owned).collect()
}

/// The characters of a text as a reader sees them.
#[napi(catch_unwind)]
pub fn graphemes(text: String) -> Vec<String> {
    sonthana::graphemes(&text).into_iter().map(str::to_owned).collect()
}

/// The built-in entities of a text, as JSON.
#[napi(catch_unwind)]
pub fn entities(text: String, now: f64, zone: String, kinds: Option<Vec<String>>) -> Result<String> {
    let kinds: Option<Vec<&str>> = kinds.as_ref().map(|kinds| kinds.iter().map(String::as_str).collect());
    let found = given(sonthana::entities(&text, given(host::time(now))?, &zone, kinds.as_deref()))?;
    Ok(host::entities(&text, Unit::Utf16, &found).to_json())
}

/// The tone of a text, as JSON.
#[napi(catch_unwind)]
pub fn sentiment(text: String) -> String {
    host::plain(&sonthana::sentiment(&text)).to_json()
}

/// A text with what is personal masked.
#[napi(catch_unwind)]
pub fn redact(text: String, kinds: Option<Vec<String>>, mask: Option<String>) -> Result<String> {
    let kinds: Option<Vec<&str>> = kinds.as_ref().map(|kinds| kinds.iter().map(String::as_str).collect());
    given(sonthana::redact(&text, kinds.as_deref(), mask.as_deref()))
}

/// A value, given as JSON, in words.
#[napi(catch_unwind)]
pub fn say(value: String, style: Option<String>, now: Option<f64>, zone: String, language: String) -> Result<String> {
    let value = Value::from_json(&value).ok_or_else(|| wrong_type("a value is plain data"))?;
    let now = now.map(host::time).transpose();
    given(sonthana::say(&value, style.as_deref(), given(now)?, &zone, &language))
}

/// A reader of texts without some of the repairs.
#[napi]
pub struct Normalizer(sonthana::Normalizer);

#[napi]
impl Normalizer {
    /// Without these.
    #[napi(constructor, catch_unwind)]
    pub fn new(without: Vec<String>) -> Result<Normalizer> {
        given(sonthana::Normalizer::new(without)).map(Normalizer)
    }

    /// How a text is read.
    #[napi(catch_unwind)]
    pub fn normalize(&self, text: String) -> String {
        self.0.normalize(&text)
    }
}

/// A finder of slips that also knows some words of the user's.
#[napi]
pub struct Speller(sonthana::Speller);

#[napi]
impl Speller {
    /// With these words.
    #[napi(constructor, catch_unwind)]
    pub fn new(words: Vec<String>) -> Speller {
        Speller(sonthana::Speller::new(words))
    }

    /// What may have been meant, as JSON.
    #[napi(catch_unwind)]
    pub fn suggest(&self, text: String) -> String {
        host::suggestions(&text, Unit::Utf16, &self.0.suggest(&text)).to_json()
    }
}

/// A tokenizer that also knows some words of the user's.
#[napi]
pub struct Tokenizer(sonthana::Tokenizer);

#[napi]
impl Tokenizer {
    /// With these words.
    #[napi(constructor, catch_unwind)]
    pub fn new(words: Vec<String>) -> Tokenizer {
        Tokenizer(sonthana::Tokenizer::new(words))
    }

    /// The tokens of a text, two characters each.
    #[napi(catch_unwind)]
    pub fn tokenize(&self, text: String) -> String {
        cut(&text, &self.0.tokenize(&text))
    }
}
