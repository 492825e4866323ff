//! What can go wrong outside a turn: in opening, building and restoring.
//!
//! One opaque [`Error`] with a stable kebab-case code, a sentence and, where it applies, a place.
//! A turn itself never fails; what is odd about an event becomes a note in the trace.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a bot did not open, a model did not load or a state was not restored.
///
/// `Display` gives `file:line:column: sentence [code]`, without the parts that are not known.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Problem>);

/// One finding about authored or stored bytes: what [`Error`] carries and `Bot.check` lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// A stable kebab-case name, such as `unknown-key`.
    pub code: String,
    /// One sentence: what is wrong and what would be right.
    pub message: String,
    /// The file as it was named when opened, or empty.
    pub file: String,
    /// Line, from 1; 0 where it does not apply.
    pub line: u32,
    /// Column in characters, from 1; 0 where it does not apply.
    pub column: u32,
    /// False for what is only worth knowing: the bot opens all the same.
    pub fatal: bool,
}

/// The stable codes. A new one is added here, nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The path is not there or cannot be read.
    NotFound,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Not YAML, or YAML that takes too much room.
    BadYaml,
    /// A key that no reader knows.
    UnknownKey,
    /// A key that stands twice in one mapping.
    DuplicateKey,
    /// A key that has to be there is not.
    MissingKey,
    /// A value of the wrong type or outside its range.
    BadValue,
    /// A name that is used and nowhere defined.
    UnknownName,
    /// A name that is defined twice.
    DuplicateName,
    /// `${VAR}` without a value in the map given to `open`.
    MissingVariable,
    /// An annotation in an example that does not parse.
    BadAnnotation,
    /// A regular expression that does not compile.
    BadPattern,
    /// A guard, rejection or condition that does not parse or type-check.
    BadExpression,
    /// Two rules or stories ask for different actions at the same point.
    Contradiction,
    /// A file, message or model beyond the size that is read.
    TooLarge,
    /// Nothing to learn from.
    NothingToTrain,
    /// A built bot or model that is damaged.
    BotDamaged,
    /// A built bot or model of a newer format.
    BotTooNew,
    /// The shared library of the ONNX Runtime is not there.
    #[cfg_attr(not(feature = "onnx"), allow(dead_code))]
    EncoderLibrary,
    /// Files that are no sentence encoder, or one that fails.
    #[cfg_attr(not(feature = "onnx"), allow(dead_code))]
    EncoderModel,
    /// A model that was taught with an encoder, without it or with another.
    EncoderMissing,
    /// A saved state that cannot be read.
    StateUnreadable,
    /// A saved state of a newer format.
    StateTooNew,
    /// A value the engine does not take: a non-finite number, an integer beyond 2^53.
    BadNumber,
    /// Something read that will not be used.
    Unused,
    /// Something of Rasa 2, read in its present form.
    Migrated,
    /// Examples that teach less than they could.
    DataQuality,
}

impl Code {
    /// Every code, for the test that each is reachable and listed in the documentation.
    #[cfg(test)]
    pub(crate) const ALL: [Code; 27] = [
        Code::NotFound,
        Code::NotUtf8,
        Code::BadYaml,
        Code::UnknownKey,
        Code::DuplicateKey,
        Code::MissingKey,
        Code::BadValue,
        Code::UnknownName,
        Code::DuplicateName,
        Code::MissingVariable,
        Code::BadAnnotation,
        Code::BadPattern,
        Code::BadExpression,
        Code::Contradiction,
        Code::TooLarge,
        Code::NothingToTrain,
        Code::BotDamaged,
        Code::BotTooNew,
        Code::EncoderLibrary,
        Code::EncoderModel,
        Code::EncoderMissing,
        Code::StateUnreadable,
        Code::StateTooNew,
        Code::BadNumber,
        Code::Unused,
        Code::Migrated,
        Code::DataQuality,
    ];

    /// The kebab-case name that hosts match on.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Code::NotFound => "not-found",
            Code::NotUtf8 => "not-utf8",
            Code::BadYaml => "bad-yaml",
            Code::UnknownKey => "unknown-key",
            Code::DuplicateKey => "duplicate-key",
            Code::MissingKey => "missing-key",
            Code::BadValue => "bad-value",
            Code::UnknownName => "unknown-name",
            Code::DuplicateName => "duplicate-name",
            Code::MissingVariable => "missing-variable",
            Code::BadAnnotation => "bad-annotation",
            Code::BadPattern => "bad-pattern",
            Code::BadExpression => "bad-expression",
            Code::Contradiction => "contradiction",
            Code::TooLarge => "too-large",
            Code::NothingToTrain => "nothing-to-train",
            Code::BotDamaged => "bot-damaged",
            Code::BotTooNew => "bot-too-new",
            Code::EncoderLibrary => "encoder-library",
            Code::EncoderModel => "encoder-model",
            Code::EncoderMissing => "encoder-missing",
            Code::StateUnreadable => "state-unreadable",
            Code::StateTooNew => "state-too-new",
            Code::BadNumber => "bad-number",
            Code::Unused => "unused",
            Code::Migrated => "migrated",
            Code::DataQuality => "data-quality",
        }
    }
}

impl Problem {
    /// A fatal problem without a place.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Problem {
        Problem {
            code: code.name().to_owned(),
            message: message.into(),
            file: String::new(),
            line: 0,
            column: 0,
            fatal: true,
        }
    }

    /// The same, at a place.
    pub(crate) fn at(mut self, file: &str, line: u32, column: u32) -> Problem {
        file.clone_into(&mut self.file);
        (self.line, self.column) = (line, column);
        self
    }

    /// The same, as something only worth knowing.
    pub(crate) fn note(mut self) -> Problem {
        self.fatal = false;
        self
    }
}

impl Error {
    /// An error without a place.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Error {
        Error(Box::new(Problem::new(code, message)))
    }

    /// The stable kebab-case code, such as `unknown-key`.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The sentence alone, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file, where it applies.
    pub fn file(&self) -> Option<&str> {
        (!self.0.file.is_empty()).then_some(self.0.file.as_str())
    }

    /// The line, from 1, where it applies.
    pub fn line(&self) -> Option<u32> {
        (self.0.line > 0).then_some(self.0.line)
    }

    /// The column in characters, from 1, where it applies.
    pub fn column(&self) -> Option<u32> {
        (self.0.column > 0).then_some(self.0.column)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Error {
        Error(Box::new(problem))
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        *error.0
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}:", self.file)?;
            if self.line > 0 {
                write!(f, "{}:{}:", self.line, self.column)?;
            }
            f.write_str(" ")?;
        }
        write!(f, "{} [{}]", self.message, self.code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_kebab_case() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'8')));
    }

    #[test]
    fn an_error_says_where() {
        let problem = Problem::new(Code::UnknownKey, "unknown key `mapings`, did you mean `mappings`?");
        let error = Error::from(problem.at("domain.yml", 3, 5));
        assert_eq!(error.to_string(), "domain.yml:3:5: unknown key `mapings`, did you mean `mappings`? [unknown-key]");
    }
}
