//! What `${VAR}` in authored files stands for on the command line: the environment.
//!
//! In: nothing. Out: the variables whose names and values are text. Only the command line reads the
//! environment; a host gives its own map to `open`.

use std::collections::BTreeMap;

/// The variables of the environment.
pub(super) fn variables() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}
