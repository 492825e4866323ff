//! The list of what customers call the same thing, laid out by the hashes of its forms.
//!
//! In: `concepts.tsv`: a name, a tab, forms with `|` between them. Out: an id, how many concepts and forms
//! there are, a bit for each way that a form begins, the concepts' terms, the forms' hashes in ascending
//! order, and the number of each one's concept; see `features::concepts`.

use std::collections::BTreeMap;

use crate::Failure;
use crate::hash::{BEGINNINGS, FORM, beginning, finish, salted, spelled};

/// What the name of a concept is hashed with.
const CONCEPT: u64 = salted(13);
/// A form stands for no more concepts than this.
const MOST: usize = 2;

/// The bytes of the list.
pub(crate) fn compile(text: &str) -> Result<Vec<u8>, Failure> {
    let mut forms: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
    let mut begins = [0_u8; BEGINNINGS / 8];
    let mut terms: Vec<u32> = Vec::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.starts_with('#')) {
        let fail = |what: String| Failure::from(format!("concepts.tsv:{number}: {what}"));
        let (name, list) = line.split_once('\t').ok_or_else(|| fail("no tab behind the name".to_owned()))?;
        let concept = u16::try_from(terms.len())?;
        terms.push(finish(spelled(CONCEPT, name)));
        for form in list.split('|') {
            let form = squeezed(form);
            let place = beginning(&form).ok_or_else(|| fail(format!("`{form}` is too short")))?;
            begins[place / 8] |= 1 << (place % 8);
            let own = forms.entry(finish(spelled(FORM, &form))).or_default();
            if own.contains(&concept) || own.len() == MOST {
                return Err(fail(format!("`{form}` stands twice in a concept, or in more than {MOST}")));
            }
            own.push(concept);
        }
    }
    let rows: Vec<(u32, u16)> =
        forms.iter().flat_map(|(key, own)| own.iter().map(|concept| (*key, *concept))).collect();
    let mut out = Vec::new();
    for number in [u32::try_from(terms.len())?, u32::try_from(rows.len())?] {
        out.extend(number.to_le_bytes());
    }
    out.extend(begins);
    out.extend(terms.iter().flat_map(|term| term.to_le_bytes()));
    out.extend(rows.iter().flat_map(|(key, _)| key.to_le_bytes()));
    out.extend(rows.iter().flat_map(|(_, concept)| concept.to_le_bytes()));
    let id = out.iter().fold(0x811c_9dc5_u32, |id, byte| (id ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    Ok([id.to_le_bytes().as_slice(), &out].concat())
}

/// As the words of a message are put together: small letters, nothing between them.
fn squeezed(form: &str) -> String {
    let counts = |ch: &char| !ch.is_whitespace() && !matches!(ch, '.' | '-' | '\'' | '’' | '/');
    form.chars().filter(counts).flat_map(char::to_lowercase).collect()
}
