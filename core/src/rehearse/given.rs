//! Test stories with their intents and entities given.
//!
//! In: stories. Out: each action that they ask for beside the one that the policies choose. No action
//! is run: slots come from the story alone, and after a mistake the story's own action counts.

use std::collections::HashSet;

use crate::bot::{Bot, Names, Origin, Snippet, Step};
use crate::error::Problem;
use crate::policy::{Choice, Kind, Line, Path, Policies, Policy, TooMany, UNKNOWN, View, Writer, expand};
use crate::state::{Fact, History, LISTEN, initial};
use crate::trace::Decision;

/// A bot, ready to be rehearsed.
pub(crate) struct Rehearsal<'a> {
    pub(crate) bot: &'a Bot,
    pub(crate) names: Names,
    pub(crate) policies: Policies,
}

/// A test story, played.
#[derive(Clone, Debug, Default)]
pub(crate) struct Played<'a> {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) acts: Vec<Act>,
    /// Its messages.
    pub(crate) messages: Vec<&'a Step>,
}

/// One action of a story.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// As the story has it.
    pub(crate) wanted: String,
    /// As the policies have it.
    pub(crate) got: String,
    pub(crate) right: bool,
    /// The policy's name in Rasa.
    pub(crate) policy: &'static str,
    pub(crate) decision: Decision,
    pub(crate) origin: Origin,
}

impl Played<'_> {
    /// Whether every action was right.
    pub(crate) fn passed(&self) -> bool {
        self.acts.iter().all(|act| act.right)
    }
}

impl<'a> Rehearsal<'a> {
    /// Compiles the rules and stories of a bot; gives all that is wrong with them.
    pub(crate) fn new(bot: &'a Bot) -> Result<Rehearsal<'a>, Vec<Problem>> {
        let names = Names::of(bot);
        let policies = Policies::compile(bot, &names)?;
        Ok(Rehearsal { bot, names, policies })
    }

    /// Plays stories; several ways through their checkpoints and `or`s are several stories.
    pub(crate) fn given<'s>(&self, stories: &'s [Snippet]) -> Result<Vec<Played<'s>>, TooMany> {
        let writer = Writer::new(self.bot, &self.names, Kind::Test);
        let mut seen = HashSet::new();
        let mut played = Vec::new();
        for path in &expand(stories)? {
            let script = writer.write(path);
            // The same story twice counts once.
            if seen.insert(told(&script.lines)) {
                played.push(self.play(path, script.lines));
            }
        }
        Ok(played)
    }

    fn play<'s>(&self, path: &Path<'s>, lines: Vec<Line<'s>>) -> Played<'s> {
        let mut played = Played { name: path.name.clone(), origin: path.origin, ..Played::default() };
        let mut history = History::new(initial(self.bot));
        let mut last = path.origin;
        for (place, line) in lines.into_iter().enumerate() {
            last = line.step.map_or(last, Step::origin);
            match line.fact {
                // What a conversation begins with is not predicted.
                Fact::Action(action, _) if place > 0 => {
                    let said = played.messages.last().copied();
                    let (act, choice) = self.act(&mut history, &line, said, last);
                    let lost = !act.right && choice.action == action;
                    played.acts.push(act);
                    history.push(Fact::Action(if lost { UNKNOWN } else { action }, false));
                }
                fact => {
                    played.messages.extend(line.step.filter(|_| matches!(fact, Fact::User(_))));
                    history.push(fact);
                }
            }
        }
        played
    }

    /// Predicts one action; a form that is not wanted here is taken to have refused.
    fn act(&self, history: &mut History, line: &Line<'_>, said: Option<&Step>, origin: Origin) -> (Act, Choice) {
        let Fact::Action(action, _) = line.fact else { return self.nothing(origin) };
        let mut choice = self.policies.decide(&View { history });
        if choice.action != action
            && history.form() == Some(choice.action)
            && self.bot.domain.forms.iter().any(|form| Some(form.name.as_str()) == self.name(choice.action))
        {
            history.push(Fact::Rejected(choice.action));
            choice = self.policies.decide(&View { history });
        }
        let wanted = wanted(line).or_else(|| self.name(action)).unwrap_or_default().to_owned();
        let got = self.name(choice.action).unwrap_or_default();
        let got = retrieved(got, &wanted, said).unwrap_or_else(|| got.to_owned());
        let decision = self.policies.explain(&View { history }, &choice, (self.bot, &self.names));
        let policy = self.policies.rasa(choice.policy);
        (Act { right: wanted == got, wanted, got, policy, decision, origin }, choice)
    }

    fn name(&self, action: u16) -> Option<&str> {
        self.names.actions.get(usize::from(action)).map(String::as_str)
    }

    fn nothing(&self, origin: Origin) -> (Act, Choice) {
        let choice = Choice::new(LISTEN, Policy::Fallback);
        let policy = self.policies.rasa(choice.policy);
        let (wanted, got, decision) = (String::new(), String::new(), Decision::default());
        (Act { wanted, got, right: true, policy, decision, origin }, choice)
    }
}

/// What a story tells: what happens, in which words.
fn told<'s>(lines: &[Line<'s>]) -> Vec<(Fact, Option<&'s str>)> {
    let words = |line: &Line<'s>| match line.step {
        Some(Step::User { text, .. }) => text.as_deref(),
        _ => wanted(line),
    };
    lines.iter().map(|line| (line.fact.clone(), words(line))).collect()
}

/// The action as the story names it.
fn wanted<'l>(line: &Line<'l>) -> Option<&'l str> {
    match line.step? {
        Step::Action(name, _) | Step::Bot(name, _) => Some(name),
        Step::Rest(_) => Some("..."),
        _ => None,
    }
}

/// `utter_faq` says `utter_faq/hours` to a message that means `faq/hours`.
fn retrieved(got: &str, wanted: &str, said: Option<&Step>) -> Option<String> {
    wanted.strip_prefix(got)?.strip_prefix('/')?;
    let Some(Step::User { intent: Some(intent), .. }) = said else { return None };
    let name = format!("utter_{intent}");
    // Where only `faq` is given, any of its answers is right.
    if got == name { Some(wanted.to_owned()) } else { name.starts_with(got).then_some(name) }
}
