//! The order in which a bot decides, as text a person reads.
//!
//! In: a bot and its compiled plan. Out: every stage in order of precedence, what stands in it, where
//! it was written, and how a tie between two of its kind is settled. Nothing is decided by it.

use std::fmt::Write;

use super::plan::Plan;
use crate::bot::{Bot, Flow, Names, Origin, Snippet, Step};

/// Lines as they are written, stage after stage.
struct Page<'b> {
    bot: &'b Bot,
    text: String,
    stage: u32,
}

/// The order of decisions of a bot.
pub(super) fn explain(bot: &Bot, plan: &Plan, names: &Names) -> String {
    let text = "A turn is decided in this order; the first stage that has something to say decides.\n".to_owned();
    let mut page = Page { bot, text, stage: 0 };
    session(&mut page);
    greeting(&mut page, plan, names);
    flows(&mut page);
    page.routing();
    page.stage("followup", "the action that a host action or an event names comes next");
    page.stage("default", "the intents restart, back and session_start mean always the same");
    forms(&mut page);
    rules(&mut page);
    stories(&mut page);
    fallback(&mut page);
    if bot.rules.is_empty() && bot.stories.is_empty() && bot.domain.forms.is_empty() && bot.flows.is_empty() {
        page.text.push_str("\nNobody wrote rules, stories or forms: whatever is said, the fallback answers.\n");
    }
    page.text
}

fn session(page: &mut Page<'_>) {
    let session = &page.bot.domain.session;
    if session.minutes > 0.0 {
        let slots = if session.carry { "keeps" } else { "forgets" };
        let after =
            format!("after {} minutes without a message a new one begins and {slots} the slots", session.minutes);
        page.stage("session", &after);
    } else {
        page.stage("session", "a conversation is one session and never ends by itself");
    }
}

fn greeting(page: &mut Page<'_>, plan: &Plan, names: &Names) {
    if plan.greeting.is_empty() {
        return;
    }
    let names = plan.greeting.iter().filter_map(|id| names.actions.get(usize::from(*id)).map(String::as_str));
    let actions = names.collect::<Vec<_>>().join(", ");
    page.stage("greeting", &format!("a conversation begins with {actions}"));
}

/// What flows decide, before rules and stories.
fn flows(page: &mut Page<'_>) {
    let bot = page.bot;
    if bot.flows.iter().all(Flow::is_pattern) {
        return;
    }
    page.stage("call", "an open call waits for its answer; messages wait behind it");
    page.stage("option", "what could be pressed at the open question, by its title or its place");
    page.stage(
        "cue",
        "a person, start over, repeat, skip, not sure, as before, yes, no, cancel, nothing more; an example of the \
         bot's own comes first",
    );
    page.stage("clarify", "two flows whose intents are too close are asked about");
    page.stage("correct", "a value for what was filled before, where the message changes something");
    page.stage("flow", "an intent starts a flow");
    for flow in bot.flows.iter().filter(|flow| !flow.triggers.is_empty()) {
        let triggers: Vec<String> =
            flow.triggers.iter().map(|trigger| format!("{} from {}", trigger.intent, trigger.threshold)).collect();
        let guard = flow.guard.as_ref().map_or_else(String::new, |guard| format!(" if {}", guard.text.trim()));
        page.item(&format!("{} starts {}{guard}", triggers.join(", "), flow.name), flow.origin);
    }
    page.stage("answer", "the open question takes what its slot's mappings and type find");
    page.stage("words", "a question that takes text takes the words, unless the message is about something else");
}

fn forms(page: &mut Page<'_>) {
    let forms = &page.bot.domain.forms;
    if forms.is_empty() {
        return;
    }
    page.stage("form", "an active form goes on; a message that fills none of its slots is for the rules");
    for form in forms {
        page.item(&format!("{}: asks for {}", form.name, or_nothing(&form.required.join(", "))), form.origin);
    }
}

fn rules(page: &mut Page<'_>) {
    let bot = page.bot;
    let rules: Vec<&Snippet> = bot.rules.iter().filter(|rule| !rule.greets()).collect();
    if rules.is_empty() {
        return;
    }
    page.stage("rule", "of those that match, the one that says most (the longest); two that say the same are refused");
    for rule in rules {
        page.item(&format!("{}{}", rule.name, outline(rule)), rule.origin);
    }
}

fn stories(page: &mut Page<'_>) {
    let bot = page.bot;
    if bot.stories.is_empty() {
        return;
    }
    match bot.settings.memoization {
        Some((most, again)) => {
            let far = most.map_or("from its beginning".to_owned(), |most| format!("in its last {most} moments"));
            let again = if again { ", or without its earliest moments" } else { "" };
            let text = format!(
                "a conversation that went as a story {far}{again} goes on like it; two that differ say nothing"
            );
            page.stage("story", &text);
        }
        None => page.stage("story", "no policy of `config.yml` follows the stories"),
    }
    for story in &bot.stories {
        page.item(&story.name, story.origin);
    }
    if bot.policies.learned.is_some() {
        page.stage("learned", "what followed at the steps of stories that are most like the moment, at file and line");
    }
}

fn fallback(page: &mut Page<'_>) {
    if page.bot.flows.iter().any(|flow| !flow.is_pattern()) {
        return page.stage("pattern_cannot_handle", "where nothing above knows; the open question is asked again");
    }
    match &page.bot.settings.last_resort {
        Some((score, action)) => {
            page.stage("fallback", &format!("{action}, where nothing above is surer than {score}"));
        }
        None => page.stage("fallback", "the bot listens"),
    }
}

impl Page<'_> {
    fn stage(&mut self, name: &str, what: &str) {
        self.stage += 1;
        let _ = writeln!(self.text, "\n{:2}. {name}: {what}", self.stage);
    }

    fn item(&mut self, what: &str, origin: Origin) {
        let (file, line) = self.bot.place(origin);
        let _ = if line > 0 {
            writeln!(self.text, "    - {what} ({file}:{line})")
        } else {
            writeln!(self.text, "    - {what}")
        };
    }

    fn routing(&mut self) {
        let bot = self.bot;
        if bot.routing.routes.is_empty() {
            return;
        }
        self.stage("routing", "the first condition that holds gives the conversation to people");
        for route in &bot.routing.routes {
            self.item(&format!("{}: if {} → queue {}", route.name, route.when, route.queue), route.origin);
        }
    }
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "what the host says" } else { text }
}

/// `: greet → utter_greet`, with the condition where there is one.
fn outline(rule: &Snippet) -> String {
    let mut parts: Vec<String> = Vec::new();
    for step in rule.steps.iter().take(6) {
        match step {
            Step::User { intent: Some(intent), .. } => parts.push(intent.clone()),
            Step::Action(name, _) => parts.push(name.clone()),
            Step::Rest(_) => parts.push("…".to_owned()),
            _ => {}
        }
    }
    if rule.steps.len() > 6 {
        parts.push("…".to_owned());
    }
    let named = |step: &Step| match step {
        Step::Loop(Some(form), _) => Some(form.clone()),
        Step::Loop(None, _) => Some("no form".to_owned()),
        Step::Slots(slots, _) => {
            let slot = |(name, value): &(String, Option<crate::bot::JsonValue>)| match value {
                Some(value) => format!("{name} = {}", value.0),
                None => name.clone(),
            };
            Some(slots.iter().map(slot).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    };
    let conditions: Vec<String> = rule.condition.iter().filter_map(named).collect();
    let only = if conditions.is_empty() { String::new() } else { format!(" [{}]", conditions.join(", ")) };
    format!("{only}: {}", parts.join(" → "))
}

#[cfg(test)]
mod tests {
    use crate::engine::tests::{SHOP, engine};

    #[test]
    fn every_stage_stands_with_its_place() {
        let text = engine("", SHOP).explain();
        for line in [
            " 1. session: after 60 minutes without a message a new one begins and keeps the slots",
            " 2. followup: ",
            "    - order_form: asks for drink, size (domain.yml:",
            "    - greet: greet → utter_greet (domain.yml:",
            "    - ordered [order_form]: order_form → utter_done (domain.yml:",
            " 6. fallback: action_default_fallback, where nothing above is surer than 0.3",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let nothing = engine("", "intents: [greet]\n").explain();
        assert!(nothing.contains("Nobody wrote rules, stories or forms"), "{nothing}");
    }
}
