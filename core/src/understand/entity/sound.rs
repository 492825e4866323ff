//! How a word sounds, whichever script it is written in: `latte` and `ลาเต้`, `sawasdee` and `สวัสดี`.
//!
//! In: a word in Thai or Latin letters. Out: its sounds, roughly: a letter for each consonant and
//! vowel, without tones and lengths. The tables are small on purpose: what they miss is missed, what
//! two words share by accident is told apart by whoever compares them.

/// Latin spellings and their sounds, longer ones first; what is not here sounds as it is written.
const LATIN: [(&str, &str); 27] = [
    ("tch", "tc"),
    ("ch", "c"),
    ("sh", "c"),
    ("ph", "p"),
    ("th", "t"),
    ("kh", "k"),
    ("ng", "N"),
    ("ck", "k"),
    ("qu", "kw"),
    ("ce", "se"),
    ("ci", "ci"),
    ("cy", "si"),
    ("ee", "i"),
    ("ea", "i"),
    ("oo", "u"),
    ("ou", "u"),
    ("ae", "e"),
    ("aa", "a"),
    ("c", "k"),
    ("q", "k"),
    ("g", "k"),
    ("b", "p"),
    ("v", "w"),
    ("x", "s"),
    ("z", "s"),
    ("j", "c"),
    ("-", ""),
];

/// The sounds of a word, into a buffer that is emptied first.
pub(crate) fn sounds(word: &str, out: &mut Vec<char>) {
    out.clear();
    if word.chars().any(|ch| ('\u{E01}'..='\u{E4E}').contains(&ch)) {
        thai(word, out);
    } else {
        latin(word, out);
    }
    out.dedup();
}

fn latin(word: &str, out: &mut Vec<char>) {
    let silent = word.ends_with('e') && is_silent(word);
    let mut letters: Vec<char> = word.chars().take(word.chars().count() - usize::from(silent)).collect();
    // `cc` sounds as `c` does; `ee` and `oo` are vowels of their own.
    letters.dedup_by(|a, b| a == b && !"eo".contains(*a));
    let single: String = letters.into_iter().collect();
    let mut rest = single.as_str();
    while let Some(ch) = rest.chars().next() {
        if let Some(after) = coloured(rest) {
            out.push('o');
            rest = after;
        } else if let Some((spelling, sound)) = LATIN.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
            out.extend(sound.chars());
            rest = &rest[spelling.len()..];
        } else {
            let vowel = ch == 'y' && !rest[1..].starts_with(['a', 'e', 'i', 'o', 'u']);
            out.extend(Some(if vowel { 'i' } else { ch }).filter(|ch| ch.is_alphanumeric()));
            rest = &rest[ch.len_utf8()..];
        }
    }
}

/// `er`, `ir`, `ur` before a consonant or the end: what stands behind them.
fn coloured(rest: &str) -> Option<&str> {
    let after = ["er", "ir", "ur"].iter().find_map(|spelling| rest.strip_prefix(spelling))?;
    (!after.starts_with(['a', 'e', 'i', 'o', 'u', 'r'])).then_some(after)
}

/// The `e` of `late`, but not that of `latte`: one consonant before it, and a vowel before that.
fn is_silent(word: &str) -> bool {
    let mut back = word.chars().rev().skip(1);
    let (Some(last), Some(before)) = (back.next(), back.next()) else { return false };
    !"aeiou".contains(last) && "aeiou".contains(before)
}

fn thai(word: &str, out: &mut Vec<char>) {
    let letters: Vec<char> = word.chars().filter(|ch| !matches!(ch, '\u{E47}'..='\u{E4B}')).collect();
    let mut at = 0;
    // A vowel that is written before its consonant and said behind it.
    let mut held = None;
    while at < letters.len() {
        let (ch, next) = (letters[at], letters.get(at + 1).copied());
        at += 1;
        if next == Some('\u{E4C}') {
            at += 1;
            continue;
        }
        if let Some(vowel) = ahead(ch) {
            out.extend(held.take().into_iter().flat_map(str::chars));
            held = Some(vowel);
            continue;
        }
        if let Some(vowel) = behind(ch) {
            // `เ-ีย` and `เ-ือ` are one vowel, said as they end.
            held = None;
            out.extend(vowel.chars());
            continue;
        }
        let opens = next.is_some_and(|next| "งญนมยรลว".contains(next)) && ch == 'ห';
        if opens {
            continue;
        }
        if ch == 'อ' {
            let oe = held.take_if(|vowel| *vowel == "e" && out.last().is_some_and(|ch| !"aeiou".contains(*ch)));
            let carries = next.is_some_and(|next| behind(next).is_some());
            match (oe, held.take()) {
                (Some(_), _) => out.push('o'),
                (None, Some(vowel)) => out.extend(vowel.chars()),
                (None, None) if carries => {}
                (None, None) => out.push(if out.is_empty() { 'a' } else { 'o' }),
            }
            continue;
        }
        let closes = next.is_none_or(|next| behind(next).is_none() && next != 'อ') && !out.is_empty() && held.is_none();
        out.extend(consonant(ch, closes));
        // The vowel waits where `อ` behind the consonant changes it: `เกอ`.
        if next != Some('อ') {
            out.extend(held.take().into_iter().flat_map(str::chars));
        }
    }
    out.extend(held.into_iter().flat_map(str::chars));
}

fn ahead(ch: char) -> Option<&'static str> {
    match ch {
        'เ' | 'แ' => Some("e"),
        'โ' => Some("o"),
        'ไ' | 'ใ' => Some("ai"),
        _ => None,
    }
}

fn behind(ch: char) -> Option<&'static str> {
    match ch {
        '\u{E30}' | '\u{E31}' | '\u{E32}' | 'ๅ' => Some("a"),
        '\u{E33}' => Some("am"),
        '\u{E34}' | '\u{E35}' => Some("i"),
        '\u{E36}' | '\u{E37}' | '\u{E38}' | '\u{E39}' => Some("u"),
        _ => None,
    }
}

/// A consonant; at the end of a syllable there are fewer.
fn consonant(ch: char, closes: bool) -> Option<char> {
    Some(match ch {
        'ก' | 'ข' | 'ฃ' | 'ค' | 'ฅ' | 'ฆ' => 'k',
        'ง' => 'N',
        'จ' | 'ฉ' | 'ช' | 'ฌ' => 'c',
        'ซ' | 'ศ' | 'ษ' | 'ส' => 's',
        'ฎ' | 'ด' if closes => 't',
        'ฎ' | 'ด' => 'd',
        'ฏ' | 'ต' | 'ฐ' | 'ฑ' | 'ฒ' | 'ถ' | 'ท' | 'ธ' => 't',
        'ณ' | 'น' => 'n',
        'บ' | 'ป' | 'ผ' | 'พ' | 'ภ' => 'p',
        'ฝ' | 'ฟ' => 'f',
        'ม' => 'm',
        'ญ' | 'ย' => 'y',
        'ร' | 'ฤ' => 'r',
        'ล' | 'ฬ' => 'l',
        'ว' => 'w',
        'ห' | 'ฮ' => 'h',
        _ if ch.is_alphanumeric() => ch,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(word: &str) -> String {
        let mut out = Vec::new();
        sounds(word, &mut out);
        out.into_iter().collect()
    }

    #[test]
    fn one_word_in_two_scripts_sounds_the_same() {
        for (latin, thai) in [
            ("latte", "ลาเต้"),
            ("americano", "อเมริกาโน่"),
            ("cappuccino", "คาปูชิโน่"),
            ("phuket", "ภูเก็ต"),
            ("sushi", "ซูชิ"),
            ("pizza", "พิซซ่า"),
            ("burger", "เบอร์เกอร์"),
            ("matcha", "มัทฉะ"),
        ] {
            assert_eq!(said(latin), said(thai), "{latin} {thai}");
        }
    }

    #[test]
    fn other_words_sound_otherwise() {
        assert_ne!(said("late"), said("ลาเต้"));
        assert_ne!(said("lady"), said("ลาเต้"));
    }
}
