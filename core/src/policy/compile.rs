//! Rules and stories → what the policies match.
//!
//! In: an authored bot. Out: [`Rules`] and [`Memory`], or everything that is wrong between them. The
//! scripts are replayed; what follows after which moments is learned.

use std::collections::{BTreeSet, HashMap};

use crate::bot::{ActionId, Bot, Names, Origin, SlotId};
use crate::error::{Code, Problem};
use crate::order;
use crate::state::{Feature, History, LISTEN, LoopState, Moment, initial};

use super::contradiction::{Review, at};
use super::expand::{TooMany, expand};
use super::incomplete::{incomplete, several_messages};
use super::key;
use super::learned::Learned;
use super::memory::{Memory, Recalled, RuleOnly};
use super::rules::{Lesson, Rule, Rules, Unhappy};
use super::scripts::{Kind, REST, Script, Writer};
use super::view::{Source, SourceId};

/// A rule or a story with its name and place.
#[derive(Clone, Debug)]
pub(crate) struct Told<'a> {
    pub(crate) script: Script<'a>,
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) rule: bool,
}

/// What a bot's scripts compile to.
pub(crate) struct Compiled {
    pub(crate) rules: Rules,
    pub(crate) memory: Memory,
    pub(crate) learned: Learned,
    pub(crate) sources: Vec<Source>,
    /// Where two stories differ: neither is followed there.
    pub(crate) differ: Vec<Problem>,
}

/// Stories that differ are told this often, at most.
const DIFFER: usize = 20;

/// Compiles all rules and stories.
pub(crate) fn compile(bot: &Bot, names: &Names) -> Result<Compiled, Vec<Problem>> {
    let told = told(bot, names).map_err(|TooMany(origin)| {
        let message = "more ways through checkpoints and `or`s than can be followed: split the stories";
        vec![at(bot, origin, Problem::new(Code::TooLarge, message))]
    })?;
    let mut problems = if bot.settings.restrict { several_messages(bot, &told) } else { Vec::new() };
    if bot.policies.contradictions {
        problems.extend(incomplete(bot, names, &told));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut lessons = Lessons { bot, names, rules: Vec::new(), places: HashMap::new(), unhappy: Vec::new() };
    let mut seen = [Shown::default(), Shown::default()];
    let mut played = Vec::new();
    for (source, told) in (0..).zip(&told) {
        // Rules only know the slots that they set themselves.
        let start = if told.rule { Vec::new() } else { initial(bot) };
        let mut history = History::new(start);
        let mut origins = Vec::new();
        for line in &told.script.lines {
            history.push(line.fact.clone());
            origins.resize(history.past().len(), line.step.map_or(told.origin, crate::bot::Step::origin));
        }
        lessons.learn(&history, told.rule, source);
        seen[usize::from(told.rule)].add(&history);
        played.push(Replayed { source, history, origins, rule: told.rule });
    }
    let [by_stories, by_rules] = seen;
    let only = by_rules.without(&by_stories);
    let (memory, differ) = remember(bot, &played, only.clone());
    let differ = differing(&differ, &told, (bot, names));
    let learned = compare(bot, &played, only);
    let mut rules = lessons.finish();
    let findings = Review::new(bot, names, &told).run(&mut rules);
    if bot.policies.contradictions && !findings.problems.is_empty() {
        return Err(findings.problems);
    }
    rules.hide(findings.hidden);
    let sources = told.into_iter().map(|told| Source { name: told.name, origin: told.origin }).collect();
    Ok(Compiled { rules, memory, learned, sources, differ })
}

/// All rules, then all stories.
fn told<'a>(bot: &'a Bot, names: &Names) -> Result<Vec<Told<'a>>, TooMany> {
    let mut all = Vec::new();
    let writer = Writer::new(bot, names, Kind::Rule);
    // a greeting is carried out at the start: no message ever matches it
    for rule in bot.rules.iter().filter(|rule| !rule.greets()) {
        for path in expand(std::slice::from_ref(rule))? {
            let script = writer.rule(&path, rule);
            all.push(Told { script, name: path.name, origin: path.origin, rule: true });
        }
    }
    let writer = Writer::new(bot, names, Kind::Story);
    for path in expand(&bot.stories)? {
        let script = writer.write(&path);
        all.push(Told { script, name: path.name, origin: path.origin, rule: false });
    }
    Ok(all)
}

/// A script as it happened.
struct Replayed {
    source: SourceId,
    history: History,
    /// Where each action that counts was written.
    origins: Vec<Origin>,
    rule: bool,
}

/// What learns from steps that are like a moment.
fn compare(bot: &Bot, played: &[Replayed], only: RuleOnly) -> Learned {
    let Some(most) = bot.policies.learned else { return Learned::default() };
    let mut learned = Learned::new(most, only);
    for replayed in played {
        learned.begin();
        for (index, past) in replayed.history.past().iter().enumerate() {
            learned.see(&past.moment);
            let told = past.action != REST && past.moment.action != Some(REST);
            if told && (index > 0 || past.action == LISTEN) {
                let origin = replayed.origins.get(index).copied().unwrap_or_default();
                learned.learn(&past.moment, replayed.rule, (past.action, replayed.source, origin));
            }
        }
    }
    learned.finish();
    learned
}

/// An action of a story: the story, what it does, and where that stands.
type Act = (SourceId, ActionId, Origin);

/// The stories remembered, and the pairs of actions that differ after the same moments.
fn remember(bot: &Bot, played: &[Replayed], only: RuleOnly) -> (Memory, Vec<[Act; 2]>) {
    let Some((most, augmented)) = bot.settings.memoization else { return (Memory::default(), Vec::new()) };
    let (mut memory, mut acts) = (Memory::new(most, augmented, only), Vec::new());
    for Replayed { source, history, origins, .. } in played.iter().filter(|replayed| !replayed.rule) {
        memory.begin();
        for (index, past) in history.past().iter().enumerate() {
            // A story that begins with an action does not say when it does so.
            let says = index > 0 || past.action == LISTEN;
            memory.learn(&past.moment, says.then_some(Recalled { action: past.action, source: *source }));
            acts.push((*source, past.action, origins.get(index).copied().unwrap_or_default()));
        }
    }
    let act = |end: u32| acts.get((end as usize).checked_sub(1)?).copied();
    let pairs = memory.finish().into_iter().filter_map(|[first, next]| Some([act(first)?, act(next)?])).collect();
    (memory, pairs)
}

/// A note for each place where a story differs from another: both, the earlier one named at the later.
fn differing(pairs: &[[Act; 2]], told: &[Told<'_>], (bot, names): (&Bot, &Names)) -> Vec<Problem> {
    let (mut problems, mut known) = (Vec::new(), BTreeSet::new());
    for pair in pairs {
        let place = |act: &Act| (act.2.file, act.2.line, act.2.column);
        let [first, next] = if place(&pair[0]) <= place(&pair[1]) { [pair[0], pair[1]] } else { [pair[1], pair[0]] };
        // an `or` has several ways through one step
        if problems.len() >= DIFFER || first.2.line == 0 || !known.insert((place(&first), place(&next))) {
            continue;
        }
        let name = |act: Act| told.get(act.0 as usize).map_or("", |told| told.name.as_str());
        let action = |act: Act| names.actions.get(usize::from(act.1)).map_or("", String::as_str);
        let (file, line) = bot.place(first.2);
        let message = format!(
            "story `{}` goes on with `{}` where story `{}` ({file}:{line}) goes on with `{}`: neither is followed there",
            name(next),
            action(next),
            name(first),
            action(first)
        );
        problems.push(at(bot, next.2, Problem::new(Code::Contradiction, message)).note());
    }
    order::by(&mut problems, |a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    problems
}

/// Slots and forms that scripts show.
#[derive(Default)]
struct Shown {
    slots: BTreeSet<SlotId>,
    forms: BTreeSet<ActionId>,
}

impl Shown {
    fn add(&mut self, history: &History) {
        let past = history.past().iter().map(|past| &past.moment);
        for moment in past {
            self.slots.extend(moment.slots.iter().map(|(slot, _): &(SlotId, Feature)| *slot));
            if let LoopState::Active(form) = moment.form {
                self.forms.insert(form);
            }
        }
    }

    fn without(&self, other: &Shown) -> RuleOnly {
        RuleOnly {
            slots: self.slots.difference(&other.slots).copied().collect(),
            forms: self.forms.difference(&other.forms).copied().collect(),
        }
    }
}

/// What scripts teach the rules.
struct Lessons<'a> {
    bot: &'a Bot,
    names: &'a Names,
    /// `None`: two rules differ.
    rules: Vec<Option<Rule>>,
    places: HashMap<String, usize>,
    unhappy: Vec<Unhappy>,
}

impl Lessons<'_> {
    fn learn(&mut self, history: &History, rule: bool, source: SourceId) {
        let past = history.past();
        let mut start = 0;
        for (index, next) in past.iter().enumerate() {
            if next.moment.action == Some(REST) {
                start = index + 1;
            }
            if index == 0 && next.action != LISTEN {
                continue;
            }
            let last = &next.moment;
            if let LoopState::Active(form) = last.form {
                let before = index.checked_sub(1).map(|before| &past[before].moment);
                self.unhappy(form, last, before, next.action);
            }
            if rule && start <= index {
                let moments = past[start..=index].iter().map(|past| past.moment.clone()).collect();
                self.rule(moments, next.action, source);
            }
        }
    }

    fn rule(&mut self, moments: Vec<Moment>, action: ActionId, source: SourceId) {
        let text = key::text(&moments, self.bot, self.names);
        let rule = Rule { length: text.len(), moments, action, source };
        if let Some(place) = self.places.get(&text) {
            let known = &mut self.rules[*place];
            if known.as_ref().is_some_and(|known| known.action != action) {
                *known = None;
            }
        } else {
            self.places.insert(text, self.rules.len());
            self.rules.push(Some(rule));
        }
    }

    /// Inside a form that refused: the last action and the moment now.
    fn unhappy(&mut self, form: ActionId, last: &Moment, before: Option<&Moment>, action: ActionId) {
        let listened = last.action == Some(LISTEN);
        let lesson = match (listened, action == form) {
            (true, true) => Lesson::Interrupted,
            (false, false) => Lesson::NotTheForm,
            _ => return,
        };
        if last.action == Some(REST) {
            return;
        }
        let mut moments = Vec::with_capacity(2);
        if let Some(action) = before.and_then(|before| before.action).filter(|action| *action != REST) {
            moments.push(Moment { action: Some(action), ..Moment::default() });
        }
        moments.push(last.clone());
        if !self.unhappy.iter().any(|known| known.lesson == lesson && known.moments == moments) {
            self.unhappy.push(Unhappy { moments, lesson });
        }
    }

    fn finish(self) -> Rules {
        let rules = self.rules.into_iter().flatten().filter(|rule| rule.action != REST).collect();
        Rules::new(rules, self.unhappy, self.names)
    }
}
