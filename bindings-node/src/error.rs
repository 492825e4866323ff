//! Errors of the core as errors of Node.
//!
//! The message carries the finding as JSON, which `index.js` unpacks into `.code .file .line
//! .column`; a wrong type carries the prefix `TypeError: `.

use napi::{Error, Result, Status};
use sonthana::host;

/// A result of the core for Node.
pub(crate) fn given<T>(result: std::result::Result<T, sonthana::Error>) -> Result<T> {
    result.map_err(|error| Error::new(Status::GenericFailure, host::refusal(&error)))
}

/// What is not of the type it has to be.
pub(crate) fn wrong_type(message: &str) -> Error {
    Error::new(Status::GenericFailure, format!("TypeError: {message}"))
}

/// Work on another thread, where a panic would end the process.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    caught.unwrap_or_else(|_| Err(Error::new(Status::GenericFailure, "a bug of sonthana: the work panicked")))
}

/// Throws the refusal of a number that is not finite or not exact.
#[napi_derive::napi(catch_unwind)]
pub fn bad_number() -> Result<()> {
    given(Err(host::bad_number()))
}

/// Throws the refusal of a value nested too deep.
#[napi_derive::napi(catch_unwind)]
pub fn too_deep() -> Result<()> {
    given(Err(host::too_deep()))
}
