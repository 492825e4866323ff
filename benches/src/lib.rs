//! What sonthana costs.
