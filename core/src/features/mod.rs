//! Tokens and what is already known of them → feature ids and weights.
