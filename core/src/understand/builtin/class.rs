//! What a word of the grammar can be: the classes that the tables under `data/entities` name.
//!
//! A word may be of several classes (`อาทิตย์` is a weekday and a unit). Parsers ask a token for
//! one class and get its value. Nothing here knows any word.

/// Names a class in the tables and in the code at once.
macro_rules! classes {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// What a word can be.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Class { $($variant),* }

        impl Class {
            /// The class of a name in a table.
            #[allow(dead_code, reason = "the build reads tables, and the tests; the engine never")]
            pub(super) fn named(name: &str) -> Option<Class> {
                match name { $($name => Some(Class::$variant),)* _ => None }
            }
        }
    };
}

classes! {
    // numbers, bounds and units: what an amount may begin with
    Digit "digit", One "one", Eleventh "eleventh", Score "score", Place "place", Band "band",
    Small "small", Tens "tens", Hundred "hundred", Scale "scale", Suffix "suffix", Article "article",
    Point "point", Minus "minus", Half "half", Quarter "quarter", Share "share", Over "over",
    Collective "collective", And "and", Of "of", Percent "percent", PercentBefore "percent-before",
    // bounds
    About "about", AboutAfter "about-after", Most "most", Least "least", LeastAfter "least-after",
    MostAfter "most-after", Nearly "nearly", Between "between", From "from", To "to", Exact "exact", More "more",
    // units
    Unit "unit", Per "per", Each "each", Note "note", NoteColour "note-colour", Far "far", Gold "gold",
    Heat "heat", Single "single",
    // ordinals and answers
    Ordinal "ordinal", OrdinalMark "ordinal-mark", OrdinalHead "ordinal-head", OrdinalSuffix "ordinal-suffix",
    Yes "yes", No "no", Particle "particle", Choose "choose", Question "question",
    // clock
    Hour "hour", Evening "evening", Night "night", Afternoon "afternoon", Noon "noon", Midnight "midnight",
    Sharp "sharp", HourMark "hour-mark", At "at", Meridiem "meridiem", Past "past", Before "before", OClock "oclock",
    Part "part", PartAlone "part-alone", PartMark "part-mark", Zone "zone",
    // days
    Today "today", Tonight "tonight", Weekday "weekday", WeekdayShort "weekday-short", DayMark "day-mark", Month "month",
    MonthWeak "month-weak", Era "era", Next "next", Last "last", This "this", Ahead "ahead",
    Ago "ago", Later "later", DaysAgo "days-ago", Weekend "weekend", Edge "edge", Now "now", Coming "coming", Holiday "holiday",
    Within "within", Until "until", Since "since", BeforeTime "before-time", After "after", Onwards "onwards",
    Every "every", EachTime "each-time", Alternate "alternate", Workday "workday", Season "season", Whole "whole",
    Birth "birth", Expiry "expiry", PastMark "past-mark", When "when", Appointed "appointed", The "the", On "on", In "in", For "for", Couple "couple", Following "following",
    // ids and addresses
    PhoneCue "phone-cue", Extension "extension", IdCue "id-cue", TaxCue "tax-cue", AccountCue "account-cue",
    Bank "bank", BankWeak "bank-weak", PromptPay "promptpay", PassportCue "passport-cue", PlateCue "plate-cue",
    ParcelCue "parcel-cue", OrderCue "order-cue", LineCue "line-cue", CardCue "card-cue", Double "double",
    Title "title", TitleWeak "title-weak", NameCue "name-cue", Model "model",
    House "house", Moo "moo", Village "village", Building "building", Floor "floor", Room "room", Soi "soi",
    Road "road", Subdistrict "subdistrict", District "district", Province "province",
    PlaceCue "place-cue", Postcode "postcode",
    SpokenAt "spoken-at", SpokenDot "spoken-dot",
    // stops a shorter word from being found inside a longer one
    Stop "stop",
}

/// Several classes, one bit each.
pub(super) type Set = [u64; 3];

/// The set of these classes.
pub(super) const fn set(classes: &[Class]) -> Set {
    let mut set = [0; 3];
    let mut at = 0;
    while at < classes.len() {
        let class = classes[at] as usize;
        set[class / 64] |= 1 << (class % 64);
        at += 1;
    }
    set
}

/// What a number may be made of, or begin with.
pub(super) const NUMBERS: Set = set(&[
    Class::Digit,
    Class::One,
    Class::Eleventh,
    Class::Score,
    Class::Place,
    Class::Band,
    Class::Small,
    Class::Tens,
    Class::Hundred,
    Class::Scale,
    Class::Article,
    Class::Point,
    Class::Half,
    Class::Quarter,
    Class::Collective,
    Class::Couple,
]);

impl Class {
    /// Whether an ordinal may begin with a word of this class.
    pub(super) fn counts(self) -> bool {
        matches!(self, Class::Ordinal | Class::OrdinalMark | Class::OrdinalHead | Class::Couple | Class::The)
    }

    /// Whether a time may begin with a word of this class; a unit, if it is one of time.
    pub(super) fn times(self, lasting: impl Fn() -> bool) -> bool {
        let counted = matches!(
            self,
            Class::Digit
                | Class::One
                | Class::Score
                | Class::Place
                | Class::Small
                | Class::Tens
                | Class::Half
                | Class::Quarter
                | Class::Article
                | Class::Couple
                | Class::Between
                | Class::From
                | Class::Ordinal
                | Class::OrdinalHead
        );
        counted || (Class::Hour..=Class::Following).contains(&self) || self == Class::Unit && lasting()
    }
}
