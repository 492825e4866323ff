//! Text without the personal data in it, fit for a log.
//!
//! In: a text. Out: the same, each piece of personal data replaced by its kind in brackets. What it
//! finds are the built-in entities; it never guesses at what has no form of its own.

use jiff::tz::TimeZone;

use crate::normalize::normalize;
use crate::understand::builtin::Builtin;
use crate::value::Timestamp;

/// The built-in kinds that name a person, or reach one.
const PERSONAL: [&str; 12] = [
    "phone",
    "email",
    "id-card",
    "tax-id",
    "card",
    "bank-account",
    "promptpay",
    "passport",
    "plate",
    "address",
    "person",
    "handle",
];

/// The text with personal data masked by kind.
///
/// ```
/// assert_eq!(sonthana::redact("โทร 081-234-5678 นะคะ"), "โทร [phone] นะคะ");
/// ```
pub fn redact(text: &str) -> String {
    let Ok(builtin) = Builtin::new(&PERSONAL) else { return text.to_owned() };
    let mut found = Vec::new();
    builtin.extract(&normalize(text), Timestamp(0), &TimeZone::UTC, &mut found);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for entity in &found {
        masked.push_str(text.get(at..entity.span.start).unwrap_or_default());
        masked.push('[');
        masked.push_str(&entity.kind);
        masked.push(']');
        at = entity.span.end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_by_its_kind() {
        assert_eq!(redact("ส่งไปที่ a.b@example.com หรือโทร 0812345678"), "ส่งไปที่ [email] หรือโทร [phone]");
        assert_eq!(redact("ขอลาเต้ 2 แก้ว"), "ขอลาเต้ 2 แก้ว");
        assert_eq!(redact(""), "");
    }
}
