//! How a value is said: the filters that may stand behind a name in a response, `{pickup|short}`.
//!
//! In: names joined by `|`. Out: a [`Style`], or the name that is no filter and where it stands. It
//! says what is wanted, not how: the words are made by `render`.

/// The filters, each with what it does; the order is that of the documentation.
pub(crate) const FILTERS: [(&str, &str); 16] = [
    ("short", "as short as it is written: `5 ธ.ค. 69`, `2 ชม.`, `฿1,250`"),
    ("long", "in full: `วันเสาร์ที่ 5 ธันวาคม 2569`"),
    ("words", "as it is spoken: `พรุ่งนี้บ่ายสามโมงครึ่ง`, `หนึ่งร้อยยี่สิบเอ็ด`"),
    ("relative", "counted from today: `วันนี้`, `มะรืนนี้`, `อีก 5 วัน`"),
    ("iso", "as machines write it: `2026-12-05`"),
    ("date", "of a time, only the day"),
    ("clock", "of a time, only the time of day"),
    ("be", "years of the Buddhist era, as Thai has them anyway"),
    ("ce", "years of the common era, as English has them anyway"),
    ("grouped", "a number with separators: `1,250`"),
    ("baht", "a number as money: `1,250 บาท`"),
    ("baht-text", "money as on a cheque: `หนึ่งร้อยยี่สิบเอ็ดบาทห้าสิบสตางค์`"),
    ("thai-digits", "with Thai digits: `๑,๒๕๐`"),
    ("mask", "all but the last four letters and digits hidden: `•••-•••-5678`"),
    ("thai", "in Thai, whatever the bot's language"),
    ("english", "in English, whatever the bot's language"),
];

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    #[default]
    Plain,
    Short,
    Long,
    Words,
    Relative,
    Iso,
    Grouped,
    Baht,
    BahtText,
}

/// Which part of a time is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Facet {
    #[default]
    Whole,
    Date,
    Clock,
}

/// Filters, read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) shape: Shape,
    pub(crate) facet: Facet,
    /// Years of the Buddhist era; `None`: as the language has them.
    pub(crate) buddhist: Option<bool>,
    /// In Thai; `None`: in the bot's language.
    pub(crate) thai: Option<bool>,
    pub(crate) digits: bool,
    pub(crate) mask: bool,
}

impl Style {
    /// Reads `short|thai-digits`; an unknown name comes back with its place in bytes.
    pub(crate) fn parse(filters: &str) -> Result<Style, (usize, &str)> {
        let (mut style, mut at) = (Style::default(), 0);
        for part in filters.split('|') {
            let name = part.trim();
            let place = at + part.len() - part.trim_start().len();
            style.apply(name).ok_or((place, name))?;
            at += part.len() + 1;
        }
        Ok(style)
    }

    fn apply(&mut self, name: &str) -> Option<()> {
        match name {
            "short" => self.shape = Shape::Short,
            "long" => self.shape = Shape::Long,
            "words" => self.shape = Shape::Words,
            "relative" => self.shape = Shape::Relative,
            "iso" => self.shape = Shape::Iso,
            "grouped" => self.shape = Shape::Grouped,
            "baht" => self.shape = Shape::Baht,
            "baht-text" => self.shape = Shape::BahtText,
            "date" => self.facet = Facet::Date,
            "clock" => self.facet = Facet::Clock,
            "be" => self.buddhist = Some(true),
            "ce" => self.buddhist = Some(false),
            "thai" => self.thai = Some(true),
            "english" => self.thai = Some(false),
            "thai-digits" => self.digits = true,
            "mask" => self.mask = true,
            _ => return None,
        }
        Some(())
    }

    /// What is wrong with an unknown filter, and which there are.
    pub(crate) fn unknown(name: &str) -> String {
        let names = FILTERS.map(|(name, _)| name);
        let hint = super::nearest::hint(name, names);
        let hint = if hint.is_empty() { format!("; the filters are {}", names.join(", ")) } else { hint };
        format!("unknown filter `{name}`{hint}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_filter_is_read() {
        for (name, _) in FILTERS {
            assert_ne!(Style::parse(name).unwrap(), Style::default(), "{name}");
        }
    }

    #[test]
    fn the_guide_lists_them() {
        let guide = include_str!("../../../docs/guide/bot.md");
        for (name, what) in FILTERS {
            assert!(guide.contains(&format!("| `{name}` | {what} |")), "{name}");
        }
    }

    #[test]
    fn an_unknown_one_is_placed() {
        assert_eq!(Style::parse("short| thai-digit"), Err((7, "thai-digit")));
        assert_eq!(Style::unknown("thai-digit"), "unknown filter `thai-digit`, did you mean `thai-digits`?");
        assert!(Style::unknown("upper").contains("baht-text, thai-digits"));
        assert!(Style::parse("").is_err());
    }
}
