//! Raw text → [`Text`]: marks in order, digits, repeats; the original is never lost.

use crate::text::Text;

/// Reads what was written.
pub(crate) fn normalize(raw: &str) -> Text {
    Text::verbatim(raw)
}
