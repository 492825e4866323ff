//! Bundled words, weights and tables, as inert bytes; the host may replace them.

pub(crate) mod entities;
