//! The public face of normalisation with some of its repairs switched off.
//!
//! In: the names of repairs. Out: a reader of texts that makes all others. An unknown name is refused,
//! and nothing else is.

use crate::error::{Code, Error};
use crate::normalize::normalize_with;
use crate::text::Repairs;

/// Reads texts as the engine does, without some of the repairs.
///
/// ```
/// let faithful = sonthana::Normalizer::new(["elongation"])?;
/// assert_eq!(faithful.normalize("เเม่มากกกก"), "แม่มากกกก");
/// # Ok::<(), sonthana::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Normalizer {
    repairs: Repairs,
}

impl Normalizer {
    /// A normalizer that does not make the repairs `without`: `width`, `digits`, `marks`, `sara-am`,
    /// `sara-ae`, `elongation`, `composition`.
    ///
    /// # Errors
    /// `bad-value` for any other name.
    pub fn new(without: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Normalizer, Error> {
        let mut repairs = Repairs::default();
        for name in without {
            let name = name.as_ref();
            if !repairs.switch(name, false) {
                let message = format!("no repair is called `{name}`; there are {}", Repairs::NAMES.join(", "));
                return Err(Error::new(Code::BadValue, message));
            }
        }
        Ok(Normalizer { repairs })
    }

    /// The text as it is read.
    pub fn normalize(&self, text: &str) -> String {
        normalize_with(text, self.repairs).reading().to_owned()
    }
}
