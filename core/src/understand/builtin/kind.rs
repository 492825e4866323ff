//! The kinds of built-in entities, in the order in which one wins over another of equal length.
//!
//! Their names are the author's words and stand in [`BUILTIN`]; here each has its variant.

use crate::bot::BUILTIN;

/// Lists the kinds as an enum and as an array in one.
macro_rules! kinds {
    ($($variant:ident),* $(,)?) => {
        /// A kind of built-in entity: the n-th is named by the n-th of [`BUILTIN`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Kind { $($variant),* }

        /// All of them; one more or less than there are names does not compile.
        const KINDS: [Kind; BUILTIN.len()] = [$(Kind::$variant),*];
    };
}

kinds! {
    Email, Url, Hashtag, Handle, IdCard, TaxId, PromptPay, BankAccount, Card, Passport, Tracking, Order, Phone, Plate,
    Address, Person, Place, Time, Money, Percent, Duration, Temperature, Distance, Area, Volume, Weight, Quantity,
    Choice, Ordinal, Answer, Number,
}

impl Kind {
    /// The name it goes by outside.
    pub(super) fn name(self) -> &'static str {
        BUILTIN[self as usize]
    }

    /// The kind of a name, Duckling's names included.
    pub(super) fn named(name: &str) -> Option<Kind> {
        let name = match name {
            "amount-of-money" => "money",
            "phone-number" => "phone",
            "credit-card-number" => "card",
            "numeral" => "number",
            other => other,
        };
        BUILTIN.iter().position(|known| *known == name).map(|at| KINDS[at])
    }

    /// Whether its form leaves no doubt: an e-mail address is one whatever an author taught.
    pub(super) fn shaped(self) -> bool {
        self <= Kind::Plate && self != Kind::Order || self == Kind::Percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_name() {
        for kind in KINDS {
            let plain = kind.name().replace('-', "");
            assert_eq!(format!("{kind:?}").to_lowercase(), plain);
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
    }
}
