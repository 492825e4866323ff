//! A time of day, written and spoken.
//!
//! In: hours and minutes. Out: `15:30 น.` or `บ่ายสามโมงครึ่ง`: five blocks of the day, as Thais
//! count them. Midnight belongs to the night before it: who says it names the day before.

use super::number::integer;

/// As it is written: `15:30 น.`, `15:30`; seconds only where there are some.
pub(super) fn written(hour: i8, minute: i8, second: i8, thai: bool) -> String {
    let end = if thai { " น." } else { "" };
    if second == 0 { format!("{hour:02}:{minute:02}{end}") } else { format!("{hour:02}:{minute:02}:{second:02}{end}") }
}

/// As it is spoken.
pub(super) fn spoken(hour: i8, minute: i8, thai: bool) -> String {
    if thai { in_thai(hour, minute) } else { in_english(hour, minute) }
}

fn name(number: i8, thai: bool) -> String {
    integer(&number.to_string(), thai).unwrap_or_default()
}

fn in_thai(hour: i8, minute: i8) -> String {
    let count = |number: i8| name(number, true);
    let whole = match hour {
        0 => "เที่ยงคืน".to_owned(),
        1..=5 => format!("ตี{}", count(hour)),
        6..=11 => format!("{}โมงเช้า", count(hour)),
        12 => "เที่ยง".to_owned(),
        13 => "บ่ายโมง".to_owned(),
        14 | 15 => format!("บ่าย{}โมง", count(hour - 12)),
        16..=18 => format!("{}โมงเย็น", count(hour - 12)),
        _ => format!("{}ทุ่ม", count(hour - 18)),
    };
    match minute {
        0 => whole,
        30 => format!("{whole}ครึ่ง"),
        _ => format!("{whole}{}นาที", count(minute)),
    }
}

fn in_english(hour: i8, minute: i8) -> String {
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let part = match hour {
        0..=11 => "in the morning",
        12..=17 => "in the afternoon",
        _ => "in the evening",
    };
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        (_, 0) => format!("{} {part}", name(twelve, false)),
        (_, 30) => format!("half past {} {part}", name(twelve, false)),
        (_, 1..=9) => format!("{} oh {} {part}", name(twelve, false), name(minute, false)),
        _ => format!("{} {} {part}", name(twelve, false), name(minute, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_blocks_of_the_day() {
        let said = [(0, 0), (2, 30), (9, 0), (12, 30), (13, 0), (15, 30), (16, 15), (19, 0), (23, 30)];
        let said = said.map(|(hour, minute)| spoken(hour, minute, true));
        let wanted = [
            "เที่ยงคืน",
            "ตีสองครึ่ง",
            "เก้าโมงเช้า",
            "เที่ยงครึ่ง",
            "บ่ายโมง",
            "บ่ายสามโมงครึ่ง",
            "สี่โมงเย็นสิบห้านาที",
            "หนึ่งทุ่ม",
            "ห้าทุ่มครึ่ง",
        ];
        assert_eq!(said, wanted);
    }

    #[test]
    fn english_says_half_past() {
        assert_eq!(spoken(15, 30, false), "half past three in the afternoon");
        assert_eq!(spoken(9, 5, false), "nine oh five in the morning");
        assert_eq!(written(15, 30, 0, true), "15:30 น.");
    }
}
