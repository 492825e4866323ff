//! What `${VAR}` in authored files stands for on the command line: the environment.
//!
//! In: nothing. Out: the variables whose names and values are text. Only the command line reads the
//! environment; a host gives its own map to `open`.

use std::collections::BTreeMap;
use std::ffi::OsString;

/// The variables of the environment.
pub(super) fn variables() -> BTreeMap<String, String> {
    let text = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
    let mut variables = BTreeMap::new();
    variables.extend(std::env::vars_os().filter_map(text));
    variables
}
