//! The kinds of built-in entities, in the order in which one wins over another of equal length.

/// Names the kinds in the code and outside at once.
macro_rules! kinds {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// A kind of built-in entity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Kind { $($variant),* }

        impl Kind {
            /// The name it goes by outside.
            pub(super) fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name),* }
            }

            fn exactly(name: &str) -> Option<Kind> {
                match name { $($name => Some(Kind::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    Email "email", Url "url", Hashtag "hashtag", Handle "handle",
    IdCard "id-card", TaxId "tax-id", PromptPay "promptpay", BankAccount "bank-account", Card "card",
    Passport "passport", Tracking "tracking", Order "order", Phone "phone", Plate "plate",
    Address "address", Person "person", Place "place",
    Time "time", Money "money", Percent "percent", Duration "duration", Temperature "temperature",
    Distance "distance", Area "area", Volume "volume", Weight "weight", Quantity "quantity",
    Choice "choice", Ordinal "ordinal", Answer "answer", Number "number",
}

impl Kind {
    /// The kind of a name, Duckling's names included.
    pub(super) fn named(name: &str) -> Option<Kind> {
        Kind::exactly(match name {
            "amount-of-money" => "money",
            "phone-number" => "phone",
            "credit-card-number" => "card",
            "numeral" => "number",
            other => other,
        })
    }
}
