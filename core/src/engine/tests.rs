//! Conversations with small bots, in virtual time.
