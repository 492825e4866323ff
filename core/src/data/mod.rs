//! Bundled words, weights and tables, as inert bytes; the host may replace them.

pub(crate) mod entities;

/// Dictionary and weights of the Thai segmenter (`sonthana make segmentation`, see SOURCES.md).
pub(crate) static SEGMENT: &[u8] = include_bytes!("segment.bin");

/// Tones of Thai messages (`sonthana make sentiment`, see SOURCES.md).
pub(crate) static SENTIMENT: &[u8] = include_bytes!("sentiment.bin");

/// The patterns that repair a conversation, as flows; and what they say, by language.
pub(crate) static PATTERNS: [&str; 3] =
    [include_str!("flows/patterns.yml"), include_str!("flows/replies-th.yml"), include_str!("flows/replies-en.yml")];

/// Words that say what is to be done rather than what is meant: stop, skip, start over.
pub(crate) static CUES: &str = include_str!("flows/cues.tsv");

/// Vectors of English and Thai words (`sonthana make words`, see SOURCES.md); empty where left out.
#[cfg(feature = "words")]
pub(crate) static WORDS: &[u8] = include_bytes!("words.bin");
#[cfg(not(feature = "words"))]
pub(crate) static WORDS: &[u8] = &[];

/// Words and phrases by what they stand for (`concepts.tsv`, laid out by the build); left out with the vectors.
#[cfg(feature = "words")]
pub(crate) static CONCEPTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/concepts.bin"));
#[cfg(not(feature = "words"))]
pub(crate) static CONCEPTS: &[u8] = &[];

/// English words and their polarity, of our own.
pub(crate) static POLARITY: &str = include_str!("polarity.txt");
