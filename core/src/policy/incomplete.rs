//! Rules that say too much or too little.
//!
//! In: the rules as scripts. Out: a problem for each rule with several messages, and for each rule
//! that leaves out a slot or loop which an action sets in another rule: it would never match.

use std::collections::BTreeMap;

use crate::bot::{ActionId, Bot, Names, SlotId};
use crate::error::{Code, Problem};
use crate::state::{Fact, Feature, History, LISTEN, LoopState, Moment, initial};

use super::compile::Told;
use super::contradiction::at;
use super::scripts::REST;

/// What an action sets in some rule.
#[derive(Default)]
struct Traces {
    slots: Vec<SlotId>,
    loops: Vec<LoopState>,
}

/// Rules with more than one message.
pub(crate) fn several_messages(bot: &Bot, told: &[Told<'_>]) -> Vec<Problem> {
    let several =
        |told: &&Told<'_>| told.script.lines.iter().filter(|line| matches!(line.fact, Fact::User(_))).count() > 1;
    let problem = |told: &Told<'_>| {
        let message = format!(
            "rule `{}` has more than one message: write it as a story, or set `restrict_rules: false`",
            told.name
        );
        at(bot, told.origin, Problem::new(Code::BadValue, message))
    };
    told.iter().filter(|told| told.rule).filter(several).map(problem).collect()
}

/// Rules that leave out what an action sets elsewhere.
pub(crate) fn incomplete(bot: &Bot, names: &Names, told: &[Told<'_>]) -> Vec<Problem> {
    let traces = traces(bot, told);
    let mut problems = Vec::new();
    for told in told.iter().filter(|told| told.rule && !traces.is_empty()) {
        let mut history = History::new(initial(bot));
        told.script.lines.iter().for_each(|line| history.push(line.fact.clone()));
        let past = history.past().iter().map(|past| (&past.moment, past.action));
        for (moment, next) in past.chain([(history.now(), LISTEN)]) {
            let Some(action) = moment.action.filter(|action| *action != REST && next != REST) else { continue };
            if let Some(missing) = traces.get(&action).and_then(|traces| missing(bot, names, traces, moment)) {
                let action = names.actions.get(usize::from(action)).map_or("?", String::as_str);
                let message = format!(
                    "rule `{}` leaves out {missing} after `{action}`, which sets it in another rule: say it here too \
                     (null where it is not set)",
                    told.name
                );
                problems.push(at(bot, told.origin, Problem::new(Code::Contradiction, message)));
            }
        }
    }
    problems.dedup();
    problems
}

fn traces(bot: &Bot, told: &[Told<'_>]) -> BTreeMap<ActionId, Traces> {
    let mut all: BTreeMap<ActionId, Traces> = BTreeMap::new();
    for told in told.iter().filter(|told| told.rule) {
        let mut action = None;
        for line in &told.script.lines {
            match (&line.fact, action) {
                (Fact::Action(next, _), _) => action = Some(*next),
                // Entities may set slots: that is not the action's doing.
                (Fact::User(_), _) => action = None,
                (Fact::Slot(slot, _), Some(action)) => {
                    let shows = bot.domain.slots.get(usize::from(*slot)).is_some_and(|slot| slot.influences);
                    if shows {
                        all.entry(action).or_default().slots.push(*slot);
                    }
                }
                (Fact::Loop(form), Some(action)) => all.entry(action).or_default().loops.push(*form),
                _ => {}
            }
        }
    }
    all
}

fn missing(bot: &Bot, names: &Names, traces: &Traces, moment: &Moment) -> Option<String> {
    // A form that goes on has not filled its slots yet; Rasa wants them said all the same.
    let running = !bot.settings.rasa && moment.action.is_some_and(|action| moment.form == LoopState::Active(action));
    let has = |wanted: &SlotId| running || moment.slots.iter().any(|(slot, _): &(SlotId, Feature)| slot == wanted);
    if let Some(slot) = traces.slots.iter().find(|slot| !has(slot)) {
        let name = bot.domain.slots.get(usize::from(*slot)).map_or("?", |slot| &slot.name);
        return Some(format!("slot `{name}`"));
    }
    if traces.loops.is_empty() || traces.loops.contains(&moment.form) {
        return None;
    }
    let name = |form: &LoopState| match form {
        LoopState::Active(form) => names.actions.get(usize::from(*form)).map(|name| format!("loop `{name}`")),
        _ => Some("`active_loop: null`".to_owned()),
    };
    traces.loops.iter().find_map(name)
}
