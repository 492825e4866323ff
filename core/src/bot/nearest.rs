//! The known name that an unknown one was probably meant to be.
//!
//! In: a name and the names there are. Out: the nearest by edits of one character (insertion,
//! deletion, exchange, swap), if it is near enough to be a slip of the keyboard.

/// Characters of a name that are compared; longer ones are never slips.
const LONGEST: usize = 64;

/// The nearest of the known names, the first of several.
pub(super) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    if name.len() > LONGEST {
        return None;
    }
    let allowed = (name.len() / 3).min(3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other: Vec<char> = candidate.to_lowercase().chars().take(LONGEST + 1).collect();
        if other.len().abs_diff(name.len()) > allowed {
            continue;
        }
        let distance = edits(&name, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `, did you mean ...?` or nothing.
pub(super) fn hint<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(name, known).map_or_else(String::new, |near| format!(", did you mean `{near}`?"))
}

/// Damerau's distance with adjacent swaps, each pair of characters swapped once.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut rows = [vec![0; b.len() + 1], vec![0; b.len() + 1], (0..=b.len()).collect::<Vec<usize>>()];
    for i in 0..a.len() {
        rows.rotate_left(1);
        rows[2][0] = i + 1;
        for j in 0..b.len() {
            let exchange = rows[1][j] + usize::from(a[i] != b[j]);
            let mut least = exchange.min(rows[1][j + 1] + 1).min(rows[2][j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(rows[0][j - 1] + 1);
            }
            rows[2][j + 1] = least;
        }
    }
    rows[2][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let keys = ["mappings", "type", "initial_value", "เมนู"];
        assert_eq!(nearest("mapings", keys), Some("mappings"));
        assert_eq!(nearest("tpye", keys), Some("type"));
        assert_eq!(nearest("เมณู", keys), Some("เมนู"));
        assert_eq!(nearest("metadata", keys), None);
        assert_eq!(hint("typ", keys), ", did you mean `type`?");
    }
}
