//! Scripts that write no spaces either: Lao, Khmer, Burmese, Chinese, Japanese.
//!
//! In: a run of one of them. Out: how far each of its words reaches. Lao, Khmer and Burmese are cut by
//! the small networks of `icu_segmenter` (feature `scripts`). Han is cut character by character, and
//! runs of kana are whole, unless a build takes the dictionary of 2 MB (feature `chinese-japanese`).
//! Time and room are in proportion to the length.

use unicode_normalization::char::is_combining_mark;

/// A script without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Lao,
    Khmer,
    Burmese,
    /// Chinese, and what Japanese has of it.
    Han,
    Hiragana,
    Katakana,
}

/// The script of a letter, where it is one that writes no spaces; Thai is not among them.
#[inline]
pub(crate) fn script(ch: char) -> Option<Script> {
    if ch < '\u{0E80}' { None } else { beyond(ch) }
}

fn beyond(ch: char) -> Option<Script> {
    let script = match ch {
        '\u{0E80}'..='\u{0EFF}' => Script::Lao,
        '\u{1780}'..='\u{17FF}' => Script::Khmer,
        '\u{1000}'..='\u{109F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' => Script::Burmese,
        '\u{3041}'..='\u{309F}' => Script::Hiragana,
        '\u{30A1}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => Script::Katakana,
        '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => Script::Han,
        '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Script::Han,
        _ => return None,
    };
    ch.is_alphabetic().then_some(script)
}

/// Whether a character goes on a run of a script.
fn continues(script: Script, ch: char) -> bool {
    // ー is drawn out in either kana.
    beyond(ch) == Some(script) || is_combining_mark(ch) || ch == 'ー' && script == Script::Hiragana
}

/// How far the run reaches that a text begins with, in bytes: all of one script; Chinese and Japanese
/// together where a dictionary cuts them.
pub(crate) fn run(script: Script, text: &str) -> usize {
    let eastern = |script: Script| matches!(script, Script::Han | Script::Hiragana | Script::Katakana);
    let together = cfg!(feature = "chinese-japanese") && eastern(script);
    let inside = |ch: char| continues(script, ch) || together && beyond(ch).is_some_and(eastern);
    text.find(|ch| !inside(ch)).unwrap_or(text.len())
}

/// Calls `found` with where each word of a run ends, in bytes, in order; the last is its length.
pub(crate) fn cut(script: Script, run: &str, mut found: impl FnMut(usize)) {
    match script {
        Script::Lao | Script::Khmer | Script::Burmese => network(run, found),
        _ if cfg!(feature = "chinese-japanese") => network(run, found),
        Script::Han => {
            let starts = run.char_indices().skip(1).filter(|(_, ch)| !is_combining_mark(*ch));
            starts.for_each(|(start, _)| found(start));
            found(run.len());
        }
        Script::Hiragana | Script::Katakana => found(run.len()),
    }
}

#[cfg(feature = "scripts")]
fn network(run: &str, found: impl FnMut(usize)) {
    use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

    #[cfg(feature = "chinese-japanese")]
    const NEW: fn(icu_segmenter::options::WordBreakInvariantOptions) -> WordSegmenterBorrowed<'static> =
        WordSegmenter::new_auto;
    #[cfg(not(feature = "chinese-japanese"))]
    const NEW: fn(icu_segmenter::options::WordBreakInvariantOptions) -> WordSegmenterBorrowed<'static> =
        WordSegmenter::new_lstm;
    static SEGMENTER: std::sync::LazyLock<WordSegmenterBorrowed<'static>> =
        std::sync::LazyLock::new(|| NEW(icu_segmenter::options::WordBreakInvariantOptions::default()));
    SEGMENTER.segment_str(run).filter(|end| *end > 0).for_each(found);
}

/// Without the networks a run is one word.
#[cfg(not(feature = "scripts"))]
fn network(run: &str, mut found: impl FnMut(usize)) {
    found(run.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let script = text.chars().next().and_then(script).unwrap();
        let (mut from, mut words) = (0, Vec::new());
        let run = &text[..run(script, text)];
        cut(script, run, |end| {
            words.push(&run[from..end]);
            from = end;
        });
        assert_eq!(from, run.len());
        words
    }

    #[cfg(all(feature = "scripts", not(feature = "chinese-japanese")))]
    #[test]
    fn each_script_is_cut_its_way() {
        assert_eq!(words("ສະບາຍດີ"), ["ສະບາຍ", "ດີ"]);
        assert_eq!(words("咖啡です"), ["咖", "啡"]);
        assert_eq!(words("コーヒーを"), ["コーヒー"]);
        assert_eq!(words("らーめん屋"), ["らーめん"]);
    }

    #[cfg(feature = "chinese-japanese")]
    #[test]
    fn a_dictionary_cuts_chinese_and_japanese() {
        assert_eq!(words("我想喝咖啡"), ["我想", "喝", "咖啡"]);
        assert_eq!(words("コーヒーを飲みます"), ["コーヒー", "を", "飲", "み", "ます"]);
        assert_eq!(words("ສະບາຍດີ"), ["ສະບາຍ", "ດີ"]);
    }

    #[test]
    fn a_run_ends_with_its_script() {
        assert_eq!(run(Script::Khmer, "សួស្តី ok"), "សួស្តី".len());
        assert_eq!(script('ก'), None);
        assert_eq!(script('é'), None);
        assert_eq!(script('한'), None);
        assert_eq!(script('១'), None);
    }
}
