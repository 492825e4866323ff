//! Examples → the numbers in a `Bot`: the only place with threads.
