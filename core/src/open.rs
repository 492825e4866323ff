//! A directory or a built file → a trained `Bot`: the only module that touches files.
