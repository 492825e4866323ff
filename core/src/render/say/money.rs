//! Money: with separators, with its sign, or in words as on a cheque.
//!
//! In: the value of the kind `money`; amounts are decimal text and stay exact. Out: `1,250 บาท`,
//! `฿1,250`, `หนึ่งพันสองร้อยห้าสิบบาทถ้วน`. Hundredths are rounded half up where there are more.

use super::number::{Decimal, decimal, grouped, integer};
use super::{Manner, amount, unit};
use crate::bot::Shape;
use crate::value::Value;

/// The value of an amount of money.
pub(super) fn said(value: &Value, manner: &Manner<'_>) -> Option<String> {
    let currency = value.get("currency").and_then(Value::as_text).unwrap_or("THB");
    let whole = matches!(manner.style.shape, Shape::Words | Shape::BahtText | Shape::Short);
    let said = if let Some(amount) = value.get("amount") {
        let about = value.get("about").and_then(Value::as_bool) == Some(true);
        let said = one(&text(amount)?, currency, manner)?;
        if about { format!("{}{said}", amount::about(&said, manner)) } else { said }
    } else {
        let name = unit::currency(currency, manner.thai);
        let bare =
            |amount: &Value| if whole { one(&text(amount)?, currency, manner) } else { Some(grouped(&text(amount)?)) };
        let said = amount::range(value, manner, &bare)?;
        if whole { said } else { amount::with_unit(&said, name) }
    };
    Some(match value.get("per").and_then(Value::as_text) {
        Some(per) => {
            format!("{said}{}{}", manner.pick("ต่อ", " per "), unit::of(per, manner.thai, false).unwrap_or(per))
        }
        None => said,
    })
}

fn text(amount: &Value) -> Option<String> {
    match amount {
        Value::Text(text) => Some(text.clone()),
        Value::Number(_) => Some(amount.to_string()),
        _ => None,
    }
}

/// One amount in a currency.
pub(super) fn one(amount: &str, currency: &str, manner: &Manner<'_>) -> Option<String> {
    let name = unit::currency(currency, manner.thai);
    match manner.style.shape {
        Shape::BahtText | Shape::Words => cheque(amount, currency, manner),
        Shape::Relative => None,
        Shape::Iso => Some(format!("{currency} {amount}")),
        Shape::Short => match unit::sign(currency) {
            Some(sign) => {
                let (minus, rest) = amount.strip_prefix('-').map_or(("", amount), |rest| ("-", rest));
                Some(format!("{minus}{sign}{}", grouped(rest)))
            }
            None => Some(format!("{} {currency}", grouped(amount))),
        },
        _ => Some(format!("{} {name}", grouped(amount))),
    }
}

/// หนึ่งร้อยยี่สิบเอ็ดบาทห้าสิบสตางค์, หนึ่งร้อยบาทถ้วน.
fn cheque(amount: &str, currency: &str, manner: &Manner<'_>) -> Option<String> {
    let Decimal { minus, whole, fraction } = decimal(amount)?;
    let (whole, hundredths) = rounded(whole, fraction);
    let formal = manner.style.shape == Shape::BahtText;
    let name = unit::currency(currency, manner.thai);
    let cents = unit::hundredth(currency, manner.thai);
    let nothing = whole.bytes().all(|digit| digit == b'0');
    let mut said = String::new();
    if minus && !(nothing && hundredths == 0) {
        said.push_str(manner.pick("ลบ", "minus "));
    }
    let space = manner.pick("", " ");
    if !nothing || hundredths == 0 {
        said.push_str(&format!("{}{space}{name}", integer(&whole, manner.thai)?));
    }
    if hundredths > 0 {
        let joint = if nothing { "" } else { manner.pick("", " and ") };
        let cents = cents.unwrap_or(manner.pick("เซนต์", "hundredths"));
        said.push_str(&format!("{joint}{}{space}{cents}", integer(&hundredths.to_string(), manner.thai)?));
    } else if formal {
        said.push_str(manner.pick("ถ้วน", " only"));
    }
    Some(said)
}

/// Whole units and hundredths, rounded half up.
fn rounded(whole: &str, fraction: &str) -> (String, u32) {
    let digit = |at: usize| fraction.as_bytes().get(at).map_or(0, |byte| u32::from(byte.wrapping_sub(b'0')));
    let hundredths = digit(0) * 10 + digit(1) + u32::from(digit(2) >= 5);
    if hundredths < 100 {
        return (whole.to_owned(), hundredths);
    }
    let mut digits: Vec<u8> = whole.bytes().collect();
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return (digits.iter().map(|byte| char::from(*byte)).collect(), 0);
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
    (digits.iter().map(|byte| char::from(*byte)).collect(), 0)
}
