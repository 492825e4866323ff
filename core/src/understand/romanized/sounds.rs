//! How a Thai word is said: a byte for each sound, syllable by syllable.
//!
//! In: a word in Thai letters. Out: its sounds, without tones: `กาแฟ` is `kA|fE`, `ครับ` is `K1a8`. Small
//! letters open a syllable (`k` ก, `K` ข ค, `N` ง, `c` จ, `C` ช, `t` ต, `T` ท, `p` ป, `P` พ), `1` to `3` are
//! ร ล ว behind another consonant, `4` to `9`, `Y` and `W` close one. What the rules miss is said wrong.

/// Letters that open a syllable, and how.
const OPEN: [(&str, u8); 20] = [
    ("ก", b'k'),
    ("ขฃคฅฆ", b'K'),
    ("ง", b'N'),
    ("จ", b'c'),
    ("ฉชฌ", b'C'),
    ("ซศษส", b's'),
    ("ญย", b'y'),
    ("ฎด", b'd'),
    ("ฏต", b't'),
    ("ฐฑฒถทธ", b'T'),
    ("ณน", b'n'),
    ("บ", b'b'),
    ("ป", b'p'),
    ("ผพภ", b'P'),
    ("ฝฟ", b'f'),
    ("ม", b'm'),
    ("รฤ", b'r'),
    ("ลฬ", b'l'),
    ("ว", b'w'),
    ("หฮ", b'h'),
];
/// Letters that close one.
const CLOSE: [(&str, u8); 8] = [
    ("กขคฆ", b'4'),
    ("ง", b'5'),
    ("ซศษสจชฎดฏตฐฑฒถทธ", b'6'),
    ("ญณนรลฬ", b'7'),
    ("บปพภฟ", b'8'),
    ("ม", b'9'),
    ("ย", b'Y'),
    ("ว", b'W'),
];
/// Two letters that are said as one.
const ONE: [(&str, u8); 5] = [("ทร", b's'), ("สร", b's'), ("ศร", b's'), ("ซร", b's'), ("จร", b'c')];

/// The sounds of a word; none where something in it is no Thai letter.
pub(super) fn sounds(word: &str) -> Option<Vec<u8>> {
    let mut letters: Vec<char> = Vec::new();
    for ch in word.chars() {
        match ch {
            '\u{e48}'..='\u{e4b}' => {}
            '\u{e4c}' => {
                letters.pop_if(|last| matches!(last, '\u{e34}' | '\u{e38}'));
                letters.pop();
            }
            ch => letters.push(ch),
        }
    }
    let mut word = Word { letters, at: 0, out: Vec::new() };
    while word.at < word.letters.len() {
        word.syllable()?;
        word.out.push(b'|');
    }
    word.out.pop();
    Some(word.out)
}

/// A word that is being said.
struct Word {
    letters: Vec<char>,
    at: usize,
    out: Vec<u8>,
}

impl Word {
    fn letter(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Whether a consonant so far ahead is said with a vowel that is written behind it.
    fn bears(&self, ahead: usize) -> bool {
        let (next, after) = (self.letter(ahead + 1), self.letter(ahead + 2));
        is_mark(next) || (next == 'อ' && !is_mark(after)) || (next == 'ร' && after == 'ร')
    }

    /// Says a vowel that is written with so many letters.
    fn vowel(&mut self, letters: usize, sound: u8) -> bool {
        self.at += letters;
        self.out.push(sound);
        true
    }

    fn syllable(&mut self) -> Option<()> {
        let before = Some(self.letter(0)).filter(|ch| ('เ'..='ไ').contains(ch));
        self.at += usize::from(before.is_some());
        if !is_consonant(self.letter(0)) {
            return None;
        }
        // A letter that is left over at the end is not said: the ร of บัตร.
        if before.is_none() && self.at > 0 && self.at + 1 == self.letters.len() {
            self.at += 1;
            self.out.pop_if(|last| *last == b'|');
            return Some(());
        }
        self.opening(before);
        let closed = match before {
            Some('เ') => self.after_e(),
            Some('ไ' | 'ใ') => {
                let written = self.letter(0) == 'ย' && !self.bears(0);
                !self.vowel(usize::from(written), b'g')
            }
            Some(before) => {
                let closed = self.letter(0) != 'ะ';
                let length = usize::from(matches!(self.letter(0), 'ะ' | '\u{e47}'));
                self.vowel(length, if before == 'แ' { b'E' } else { b'o' });
                closed
            }
            None => self.behind(),
        };
        if closed && is_consonant(self.letter(0)) && !self.bears(0) && self.letter(0) != 'อ' {
            self.out.extend(said(self.letter(0), &CLOSE));
            self.at += 1;
        }
        Some(())
    }

    /// The consonants that a syllable opens with; อ is none.
    fn opening(&mut self, before: Option<char>) {
        let (one, two) = (self.letter(0), self.letter(1));
        let pair: String = [one, two].iter().collect();
        let closes = is_consonant(self.letter(2)) && !self.bears(2);
        // แก้ว and เร็ว end in ว.
        let follows =
            self.bears(1) || if two == 'ว' { before.is_some() && closes } else { before.is_some() || closes };
        let silent = (one == 'ห' && "งญนมยรลว".contains(two)) || (pair == "อย" && matches!(self.letter(2), 'ู' | 'า'));
        let joined = ONE.iter().find(|(letters, _)| follows && before != Some('โ') && pair == *letters);
        let mut taken = 2;
        if follows && silent {
            self.out.extend(said(two, &OPEN));
        } else if let Some((_, sound)) = joined {
            self.out.push(*sound);
        } else {
            self.out.extend(said(one, &OPEN));
            match two {
                'ร' if follows && "กขคปผพบฟตดท".contains(one) => self.out.push(b'1'),
                'ล' if follows && "กขคปผพบฟ".contains(one) => self.out.push(b'2'),
                'ว' if follows && "กขค".contains(one) => self.out.push(b'3'),
                _ => taken = 1,
            }
        }
        self.at += taken;
    }

    /// The vowel of what stands behind เ; whether a consonant may close the syllable.
    fn after_e(&mut self) -> bool {
        match (self.letter(0), self.letter(1)) {
            ('\u{e35}', 'ย') => self.vowel(2, b'q'),
            ('\u{e37}', 'อ') => self.vowel(2, b'Q'),
            ('\u{e34}', _) => self.vowel(1, b'x'),
            ('า', 'ะ') => self.vowel(2, b'O'),
            ('า', _) => !self.vowel(1, b'G'),
            ('อ', _) => self.vowel(1, b'x'),
            ('ย', _) if !self.bears(0) => self.vowel(1, b'X'),
            ('ะ' | '\u{e47}', _) => self.vowel(1, b'e'),
            _ => self.vowel(0, b'e'),
        }
    }

    /// The vowel of a syllable that has none before its consonant.
    fn behind(&mut self) -> bool {
        match (self.letter(0), self.letter(1)) {
            ('\u{e31}', 'ว') => self.vowel(2, b'z'),
            ('\u{e31}', _) => self.vowel(1, b'a'),
            ('า', _) => self.vowel(1, b'A'),
            ('ะ', _) => !self.vowel(1, b'a'),
            ('\u{e33}', _) => !self.vowel(1, b'j'),
            ('\u{e34}', _) => self.vowel(1, b'i'),
            ('\u{e35}', _) => self.vowel(1, b'I'),
            ('\u{e37}', 'อ') => self.vowel(2, b'v'),
            ('\u{e36}' | '\u{e37}', _) => self.vowel(1, b'v'),
            ('\u{e38}', _) => self.vowel(1, b'u'),
            ('\u{e39}', _) => self.vowel(1, b'U'),
            ('\u{e47}', 'อ') => self.vowel(2, b'O'),
            ('\u{e47}', _) => !self.vowel(1, b'O'),
            ('ร', 'ร') => {
                let closed = is_consonant(self.letter(2)) && !self.bears(2);
                self.vowel(2, b'a');
                self.out.extend(Some(b'7').filter(|_| !closed));
                closed
            }
            ('อ', _) if !self.bears(0) => self.vowel(1, b'O'),
            ('ว', next) if is_consonant(next) && !self.bears(1) && !self.bears(0) => self.vowel(1, b'z'),
            _ => self.unwritten(),
        }
    }

    /// คน is khon, ถนน and สบาย begin with tha and sa, พร is phorn.
    fn unwritten(&mut self) -> bool {
        let bare = (0..).take_while(|at| is_consonant(self.letter(*at)) && !self.bears(*at)).count();
        let closed = bare % 2 == 1;
        let sound = match closed {
            true if self.letter(0) == 'ร' => b'O',
            true => b'o',
            false if self.letters.len() == 1 => b'O',
            false => b'a',
        };
        self.vowel(0, sound);
        closed
    }
}

fn said(letter: char, table: &[(&str, u8)]) -> Option<u8> {
    table.iter().find(|(letters, _)| letters.contains(letter)).map(|(_, sound)| *sound)
}

fn is_consonant(ch: char) -> bool {
    ('ก'..='ฮ').contains(&ch)
}

/// Vowels that are written behind, above or below a consonant.
fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{e30}'..='\u{e39}' | '\u{e47}')
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_said() {
        for (word, said) in [
            ("กาแฟ", "kA|fE"),
            ("ครับ", "K1a8"),
            ("แก้ว", "kEW"),
            ("สวัสดี", "sa|wa6|dI"),
            ("เท่าไหร่", "TG|rg"),
            ("ถนน", "Ta|no7"),
            ("จันทร์", "ca7"),
            ("พรุ่งนี้", "P1u5|nI"),
            ("บัตร", "ba6"),
            ("ก็", "kO"),
            ("พร", "PO7"),
        ] {
            assert_eq!(
                super::sounds(word).map(|sounds| String::from_utf8(sounds).unwrap()).as_deref(),
                Some(said),
                "{word}"
            );
        }
        assert_eq!(super::sounds("GBๆ"), None);
    }
}
