//! Text without the personal data in it, fit for a log.
//!
//! In: a text, which kinds count and what stands in their place. Out: the same text, each piece
//! masked. What it finds are the built-in entities; it never guesses at what has no form of its own.

use std::sync::OnceLock;

use jiff::tz::TimeZone;

use crate::bot::{Mask, PERSONAL};
use crate::error::{Code, Error};
use crate::normalize::normalize;
use crate::understand::builtin::Builtin;
use crate::understanding::Entity;
use crate::value::Timestamp;

/// The text with personal data masked.
///
/// `kinds` are built-in kinds; without them all that name a person or reach one: phones, e-mail
/// addresses, national and tax ids, cards, bank accounts, PromptPay, passports, plates, addresses,
/// persons and handles. In `mask`, `{kind}` stands for the kind and `{last4}` or `{first2}` for so
/// many letters and digits, never more than half of them; without it, it is `[{kind}]`. An unknown
/// kind (`unknown-name`) and a faulty mask (`bad-value`) are refused.
///
/// ```
/// use sonthana::redact;
/// assert_eq!(redact("โทร 081-234-5678 นะคะ", None, None).unwrap(), "โทร [phone] นะคะ");
/// let kept = redact("โทร 081-234-5678 นะคะ", Some(&["phone"]), Some("•••{last4}")).unwrap();
/// assert_eq!(kept, "โทร •••5678 นะคะ");
/// ```
pub fn redact(text: &str, kinds: Option<&[&str]>, mask: Option<&str>) -> Result<String, Error> {
    static ALL: OnceLock<Option<Builtin>> = OnceLock::new();
    let mask = mask.map_or(Ok(Mask::default()), Mask::parse);
    let mask = mask.map_err(|message| Error::new(Code::BadValue, message))?;
    let all = ALL.get_or_init(|| Builtin::new(&PERSONAL).ok());
    let found = match (kinds, all) {
        (None, Some(all)) => personal(text, all),
        (None, None) => Vec::new(),
        (Some(kinds), _) => personal(text, &Builtin::new(kinds)?),
    };
    Ok(replaced(text, &found, &|entity| Some(mask.of(&entity.kind, &entity.text))))
}

/// What is personal in a text, in its order. No time is needed: no kind here depends on one.
pub(crate) fn personal(text: &str, builtin: &Builtin) -> Vec<Entity> {
    let mut found = Vec::new();
    builtin.extract(&normalize(text), Timestamp(0), &TimeZone::UTC, &mut found);
    found
}

/// A text with each entity replaced; those without a replacement stay.
pub(crate) fn replaced(text: &str, found: &[Entity], with: &dyn Fn(&Entity) -> Option<String>) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for entity in found {
        let Some(instead) = with(entity).filter(|_| entity.span.start >= at) else { continue };
        masked.push_str(text.get(at..entity.span.start).unwrap_or_default());
        masked.push_str(&instead);
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
        let plain = |text: &str| redact(text, None, None).unwrap();
        assert_eq!(plain("ส่งไปที่ a.b@example.com หรือโทร 0812345678"), "ส่งไปที่ [email] หรือโทร [phone]");
        assert_eq!(plain("ขอลาเต้ 2 แก้ว"), "ขอลาเต้ 2 แก้ว");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn kinds_and_masks_are_the_callers() {
        let text = "โทร 0812345678 เมล a.b@example.com";
        assert_eq!(redact(text, Some(&["email"]), Some("•••")).unwrap(), "โทร 0812345678 เมล •••");
        assert_eq!(redact(text, Some(&[]), None).unwrap(), text);
        assert_eq!(redact(text, Some(&["phones"]), None).unwrap_err().code(), "unknown-name");
        assert_eq!(redact(text, None, Some("{tail}")).unwrap_err().code(), "bad-value");
    }
}
