//! What to do → `Action`s with the words filled in.
