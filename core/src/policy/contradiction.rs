//! What is wrong between rules and stories: found when a bot is opened, both places shown.
//!
//! In: the compiled rules and all scripts, which are replayed against them. Out: every contradiction,
//! every rule with several messages, every rule that leaves out what an action sets elsewhere; and
//! which rules no story uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::bot::{self as script, ActionId, Bot, Names, Origin, SlotId};
use crate::error::{Code, Problem};
use crate::state::{Fact, Feature, History, LISTEN, initial};

use super::compile::Told;
use super::key;
use super::rules::{Because, Rules};
use super::scripts::REST;

/// What replaying the scripts shows.
pub(crate) struct Findings {
    pub(crate) problems: Vec<Problem>,
    /// Reasons that only rules have.
    pub(crate) hidden: Vec<Because>,
}

/// A reason, or the text of the moments where no rule applies.
type Reason = (Because, String);

/// Replays scripts against the rules that were made of them.
pub(crate) struct Review<'a> {
    bot: &'a Bot,
    names: &'a Names,
    told: &'a [Told<'a>],
    initial: Vec<(SlotId, Feature)>,
    /// Which rules (by source) ask for which action, for which reason.
    known: BTreeMap<Reason, Vec<(Option<u32>, ActionId)>>,
    used: BTreeSet<Reason>,
    problems: Vec<Problem>,
}

impl<'a> Review<'a> {
    pub(crate) fn new(bot: &'a Bot, names: &'a Names, told: &'a [Told<'a>]) -> Review<'a> {
        let (known, used) = (BTreeMap::new(), BTreeSet::new());
        let mut review = Review { bot, names, told, initial: initial(bot), known, used, problems: Vec::new() };
        for form in bot.domain.forms.iter().filter_map(|form| names.action(&form.name)) {
            review.preset(Because::Form(form), form);
            review.preset(Because::Waiting(form), LISTEN);
        }
        for action in ["action_restart", "action_back", "action_session_start"] {
            if let Some(action) = names.action(action) {
                review.preset(Because::Default(action), action);
            }
        }
        review
    }

    /// What holds without anybody writing it down.
    fn preset(&mut self, because: Because, action: ActionId) {
        self.known.insert((because, String::new()), vec![(None, action)]);
    }

    /// Replays all scripts: rules first to learn their reasons, then everything to compare.
    pub(crate) fn run(mut self, rules: &mut Rules) -> Findings {
        for (source, told) in (0..).zip(self.told).filter(|(_, told)| told.rule) {
            self.replay(rules, told, |review, _, step| review.collect(source, step));
        }
        for told in self.told {
            self.replay(rules, told, |review, rules, step| review.compare(rules, told, step));
        }
        let hidden = self.known.keys().filter(|reason| !self.used.contains(*reason)).map(|reason| reason.0);
        let hidden = hidden.filter(|because| *because != Because::Nothing).collect();
        let mut problems = self.problems;
        problems.dedup();
        Findings { problems, hidden }
    }

    fn replay(&mut self, rules: &mut Rules, told: &Told<'_>, mut see: impl FnMut(&mut Review<'a>, &mut Rules, &Step)) {
        let mut whole = History::new(self.initial.clone());
        told.script.lines.iter().for_each(|line| whole.push(line.fact.clone()));
        let mut places = told.script.lines.iter();
        let mut history = History::new(self.initial.clone());
        // The first action may come after anything.
        let mut skip = true;
        for fact in whole.facts() {
            let line = places.find(|line| line.fact == *fact);
            if let Fact::Action(gold, _) = *fact {
                if gold == REST {
                    skip = true;
                } else if !std::mem::take(&mut skip) {
                    let (predicted, because) = self.predict(rules, &mut history, gold, told.rule);
                    let origin = line.and_then(|line| line.step).map_or(told.origin, script::Step::origin);
                    let step = Step { gold, predicted, because, origin };
                    see(self, rules, &step);
                }
            }
            history.push(fact.clone());
        }
    }

    /// What the rules ask for; a form that is not wanted here has refused.
    fn predict(&self, rules: &Rules, history: &mut History, gold: ActionId, rule: bool) -> (Option<ActionId>, Reason) {
        let mut verdict = rules.decide(history);
        if let Some(form) = history.form()
            && verdict.action == Some(form)
            && gold != form
        {
            history.push(Fact::Rejected(form));
            verdict = rules.decide(history);
        }
        if verdict.because != Because::Nothing {
            return (verdict.action, (verdict.because, String::new()));
        }
        if !rule {
            // a story may go on as it likes where no rule applies
            return (None, (Because::Nothing, String::new()));
        }
        let past = history.past().iter().map(|past| &past.moment);
        let mut moments: Vec<_> = past.chain(std::iter::once(history.now())).cloned().collect();
        let rest = moments.iter().rposition(|moment| moment.action == Some(REST));
        moments.drain(..rest.map_or(0, |rest| rest + 1));
        let fallback = self.bot.settings.last_resort.as_ref().and_then(|(_, name)| self.names.action(name));
        let predicted = Some(fallback.unwrap_or(LISTEN));
        (predicted, (Because::Nothing, key::text(&moments, self.bot, self.names)))
    }

    fn collect(&mut self, source: u32, step: &Step) {
        let entry = match step.because.0 {
            Because::Rule(_) | Because::Nothing => (Some(source), step.gold),
            _ => (None, step.predicted.unwrap_or(step.gold)),
        };
        self.known.entry(step.because.clone()).or_default().push(entry);
    }

    fn compare(&mut self, rules: &mut Rules, told: &Told<'_>, step: &Step) {
        let Some(predicted) = step.predicted else { return };
        if predicted == step.gold {
            if !told.rule {
                self.used.insert(step.because.clone());
            }
            return;
        }
        if !told.rule && predicted == LISTEN && self.only_before_message(rules, step.because.0) {
            if let Because::Rule(place) = step.because.0 {
                rules.remove(place);
            }
            return;
        }
        let others = self.known.get(&step.because).into_iter().flatten();
        let others: Vec<_> = others.filter(|(_, action)| *action != step.gold).copied().collect();
        if !others.is_empty() {
            let problem = self.contradiction(told, step, &others);
            self.problems.push(problem);
        }
    }

    /// A rule that begins with an action and listens only because a message follows: stories may
    /// go on differently.
    fn only_before_message(&self, rules: &Rules, because: Because) -> bool {
        let Because::Rule(place) = because else { return false };
        let rule = &rules.rules[place as usize];
        if rule.moments.iter().filter(|moment| moment.action.is_some()).count() > 1 {
            return false;
        }
        let text = key::text(&rule.moments, self.bot, self.names);
        let Some(start) = text.strip_suffix("}]") else { return false };
        let others = rules.active().filter(|other| *other != place);
        let mut texts = others.map(|other| key::text(&rules.rules[other as usize].moments, self.bot, self.names));
        texts.any(|other| other.starts_with(start))
    }

    fn contradiction(&self, told: &Told<'_>, step: &Step, others: &[(Option<u32>, ActionId)]) -> Problem {
        let kind = if told.rule { "rule" } else { "story" };
        let mut said: Vec<String> = Vec::new();
        for (source, action) in others {
            let action = self.action(*action);
            let text = match source {
                None => format!("it is always `{action}` ({})", self.always(step.because.0)),
                Some(source) => {
                    let (name, origin) = self.source(*source);
                    let (file, line) = self.bot.place(origin);
                    format!("rule `{name}` ({file}:{line}) asks for `{action}`")
                }
            };
            if !said.contains(&text) {
                said.push(text);
            }
        }
        let message = format!(
            "{kind} `{}` goes on with `{}` where {}: one moment cannot have two next actions",
            told.name,
            self.action(step.gold),
            said.join(" and ")
        );
        at(self.bot, step.origin, Problem::new(Code::Contradiction, message))
    }

    fn always(&self, because: Because) -> String {
        match because {
            Because::Form(form) => format!("`{}` is active and goes on", self.action(form)),
            Because::Waiting(form) => format!("`{}` has asked and waits", self.action(form)),
            _ => "its intent means nothing else".to_owned(),
        }
    }

    fn action(&self, id: ActionId) -> &str {
        self.names.actions.get(usize::from(id)).map_or("?", String::as_str)
    }

    fn source(&self, id: u32) -> (&str, Origin) {
        self.told.get(id as usize).map_or(("", Origin::default()), |told| (&told.name, told.origin))
    }
}

/// One action of a script, compared.
struct Step {
    gold: ActionId,
    predicted: Option<ActionId>,
    because: Reason,
    origin: Origin,
}

/// A problem at a place of the bot.
pub(crate) fn at(bot: &Bot, origin: Origin, problem: Problem) -> Problem {
    let (file, line) = bot.place(origin);
    problem.at(file, line, origin.column)
}
