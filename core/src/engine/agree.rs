//! Intents that lead to the same here: between them nothing is unclear.
//!
//! In: a message that counts as not understood, because it sounds like several intents. Out: whether those
//! that a rule would answer with the same action, where the conversation stands, are likely enough together:
//! `เอาลาเต้แก้วใหญ่ค่ะ` orders, whether it is `order_drink` or `inform`, when both begin the same form.

use super::run::Run;
use crate::bot::ActionId;
use crate::policy::{Policy, View};
use crate::state::{Fact, Label, message};
use crate::understanding::{Intent, Understanding};

/// How many of the likeliest intents are looked at.
const MOST: usize = 4;

impl Run<'_> {
    /// Whether what a message may mean is answered the same way, and the rest is less likely.
    pub(super) fn agree(&self, understanding: &Understanding) -> bool {
        let settings = &self.engine.bot.settings;
        let Some(limits) = settings.fallback.filter(|_| !settings.rasa && understanding.intent.name.is_some()) else {
            return false;
        };
        let mut likely = understanding.ranking.iter().take(MOST);
        let Some(best) = likely.next() else { return false };
        let Some(answer) = self.answer_to(best, understanding) else { return false };
        let (mut together, mut other) = (best.score, 0.0_f64);
        for next in likely {
            if self.answer_to(next, understanding) == Some(answer) {
                together += next.score;
            } else {
                other = other.max(next.score);
            }
        }
        together >= limits.threshold && together - other >= limits.ambiguity
    }

    /// What a rule does next if a message means this.
    fn answer_to(&self, intent: &Intent, understanding: &Understanding) -> Option<ActionId> {
        let labels = understanding.entities.iter().map(|found| Label {
            kind: &found.kind,
            role: found.role.as_deref(),
            group: found.group.as_deref(),
        });
        let user = message(&self.engine.bot, &self.state.frame.names, intent.name.as_deref(), labels);
        let mut history = self.state.history.clone();
        history.push(Fact::User(user));
        let choice = self.engine.policies.decide(&View { history: &history });
        (choice.policy == Policy::Rule).then_some(choice.action)
    }
}
