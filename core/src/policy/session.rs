//! When a conversation is a new one.
//!
//! In: when the person last wrote, the time, the bot's limit. Out: yes or no.

use crate::bot::Session;

/// Whether so long has passed since the last message that a new session begins.
pub(crate) fn expired(config: &Session, heard: i64, now: i64) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "minutes matter, not milliseconds in 285,000 years")]
    let passed = now.saturating_sub(heard) as f64;
    config.minutes > 0.0 && passed > config.minutes * 60_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_and_never() {
        let hour = Session::default();
        assert!(!expired(&hour, 0, 3_600_000) && expired(&hour, 0, 3_600_001));
        assert!(!expired(&Session { minutes: 0.0, carry: true }, 0, i64::MAX));
    }
}
