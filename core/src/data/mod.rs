//! Bundled words, weights and tables, as inert bytes; the host may replace them.

pub(crate) mod entities;

/// Dictionary and weights of the Thai segmenter (`sonthana make segmentation`, see SOURCES.md).
pub(crate) static SEGMENT: &[u8] = include_bytes!("segment.bin");

/// Tones of Thai messages (`sonthana make sentiment`, see SOURCES.md).
pub(crate) static SENTIMENT: &[u8] = include_bytes!("sentiment.bin");

/// English words and their polarity, of our own.
pub(crate) static POLARITY: &str = include_str!("polarity.txt");
