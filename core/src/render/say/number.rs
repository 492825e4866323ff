//! Numbers in words, with separators, with Thai digits.
//!
//! In: a number as decimal text, so that amounts of money stay exact. Out: words. A Thai 1 after a
//! higher place is เอ็ด, 2 in the tens is ยี่, and ล้าน counts anew: 21,000,101 is
//! `ยี่สิบเอ็ดล้านหนึ่งร้อยเอ็ด`.

/// The most digits that are said in words; longer numbers are said as digits.
const MOST: usize = 36;

const THAI: [&str; 10] = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
const PLACES: [&str; 6] = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const GROUPS: [&str; 6] = ["", "thousand", "million", "billion", "trillion", "quadrillion"];

/// A decimal, taken apart: `-12.50` is below zero, `12` and `50`.
pub(super) struct Decimal<'t> {
    pub(super) minus: bool,
    pub(super) whole: &'t str,
    pub(super) fraction: &'t str,
}

/// Reads a decimal as values hold it; none where it is something else or has too many digits.
pub(super) fn decimal(text: &str) -> Option<Decimal<'_>> {
    let (minus, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= MOST && fraction.len() <= MOST;
    (fits && digits(whole) && digits(fraction)).then_some(Decimal { minus, whole, fraction })
}

/// A decimal in words.
pub(super) fn words(text: &str, thai: bool) -> Option<String> {
    let Decimal { minus, whole, fraction } = decimal(text)?;
    let mut said = String::new();
    if minus {
        said.push_str(if thai { "ลบ" } else { "minus " });
    }
    said.push_str(&integer(whole, thai)?);
    if !fraction.is_empty() {
        said.push_str(if thai { "จุด" } else { " point " });
        said.push_str(&each(fraction, thai));
    }
    Some(said)
}

/// Whole digits in words.
pub(super) fn integer(digits: &str, thai: bool) -> Option<String> {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(if thai { THAI[0] } else { SMALL[0] }.to_owned());
    }
    if !thai {
        return english(digits);
    }
    let mut said = String::new();
    millions(digits.as_bytes(), false, &mut said);
    Some(said)
}

/// Every digit by itself.
pub(super) fn each(digits: &str, thai: bool) -> String {
    let names = if thai { &THAI } else { &SMALL[..10] };
    let said: Vec<&str> =
        digits.bytes().filter_map(|digit| names.get(usize::from(digit.wrapping_sub(b'0'))).copied()).collect();
    said.join(if thai { "" } else { " " })
}

fn millions(digits: &[u8], mut higher: bool, said: &mut String) {
    let split = digits.len().saturating_sub(6);
    let (head, tail) = digits.split_at(split);
    if !head.is_empty() {
        millions(head, higher, said);
        said.push_str("ล้าน");
        higher = true;
    }
    for (at, digit) in tail.iter().enumerate() {
        let (value, place) = (usize::from(digit - b'0'), tail.len() - 1 - at);
        match (value, place) {
            (0, _) => continue,
            (1, 0) if higher => said.push_str("เอ็ด"),
            (1, 1) => {}
            (2, 1) => said.push_str("ยี่"),
            _ => said.push_str(THAI[value]),
        }
        said.push_str(PLACES[place]);
        higher = true;
    }
}

fn english(digits: &str) -> Option<String> {
    let number: u64 = digits.parse().ok()?;
    let mut parts = Vec::new();
    for (at, name) in GROUPS.iter().enumerate().rev() {
        let group = usize::try_from(number / 1000_u64.pow(u32::try_from(at).ok()?) % 1000).ok()?;
        if group == 0 {
            continue;
        }
        parts.push(format!("{} {name}", hundreds(group)).trim_end().to_owned());
    }
    (number < 1000_u64.pow(6)).then(|| parts.join(" "))
}

fn hundreds(number: usize) -> String {
    let (hundred, rest) = (number / 100, number % 100);
    let tens = match rest {
        0 => String::new(),
        1..20 => SMALL[rest].to_owned(),
        _ if rest % 10 == 0 => TENS[rest / 10].to_owned(),
        _ => format!("{}-{}", TENS[rest / 10], SMALL[rest % 10]),
    };
    match (hundred, tens.is_empty()) {
        (0, _) => tens,
        (_, true) => format!("{} hundred", SMALL[hundred]),
        _ => format!("{} hundred {tens}", SMALL[hundred]),
    }
}

/// `2500.50` → `2,500.50`; what is no decimal stays.
pub(super) fn grouped(text: &str) -> String {
    let whole = text.split('.').next().unwrap_or(text);
    let mut said = String::with_capacity(text.len() + 8);
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    said.push_str(&whole[..whole.len() - digits.len()]);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said.push_str(&text[whole.len()..]);
    said
}

/// `0123` → `๐๑๒๓`, in any text.
pub(super) fn thai_digits(text: &str) -> String {
    let digit = |ch: char| ch.to_digit(10).and_then(|digit| char::from_u32(u32::from('๐') + digit));
    text.chars().map(|ch| digit(ch).unwrap_or(ch)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_counts_in_millions() {
        let said = |text: &str| words(text, true).unwrap();
        assert_eq!(said("21000101"), "ยี่สิบเอ็ดล้านหนึ่งร้อยเอ็ด");
        assert_eq!(said("1000001"), "หนึ่งล้านเอ็ด");
        assert_eq!(said("1000000000000"), "หนึ่งล้านล้าน");
        assert_eq!(said("10"), "สิบ");
        assert_eq!(said("0111"), "หนึ่งร้อยสิบเอ็ด");
        assert_eq!(said("-3.05"), "ลบสามจุดศูนย์ห้า");
        assert_eq!(said("0"), "ศูนย์");
        assert_eq!(words("1e5", true), None);
    }

    #[test]
    fn english_too() {
        let said = |text: &str| words(text, false).unwrap();
        assert_eq!(said("121"), "one hundred twenty-one");
        assert_eq!(said("2000015"), "two million fifteen");
        assert_eq!(words("1000000000000000000", false), None);
    }

    #[test]
    fn separators_and_digits() {
        assert_eq!(grouped("-1234567.5"), "-1,234,567.5");
        assert_eq!(grouped("999"), "999");
        assert_eq!(grouped("1e21"), "1e21");
        assert_eq!(thai_digits("1,250 บาท"), "๑,๒๕๐ บาท");
    }
}
