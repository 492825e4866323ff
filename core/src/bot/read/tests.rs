//! Whole bots, read: what is accepted, what is refused, and where.
