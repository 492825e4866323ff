//! Flows, looked over as a whole: conditions, questions nobody asks, steps nobody reaches, circles.
//!
//! In: everything that was read. Out: problems at their places. What could not run is a mistake;
//! what only looks odd is a note.

use std::collections::BTreeSet;

use super::reading::Reading;
use crate::bot::{ASKING, Bot, Does, Flow, FlowStep, Guard, Origin, REPAIRS, SlotKind, nearest};
use crate::error::Code;
use crate::expr::Expr;
use crate::value::Value;

type Found = Vec<(Code, Origin, String, bool)>;

/// Looks the flows over.
pub(super) fn look(reading: &mut Reading) {
    let mut found = Vec::new();
    let bot = &reading.bot;
    for flow in bot.flows.iter().filter(|flow| flow.origin.line > 0) {
        conditions(bot, flow, &mut found);
        sets(bot, flow, &mut found);
        questions(bot, flow, &mut found);
        links(flow, &mut found);
        unreached(flow, &mut found);
        circles(flow, &mut found);
        pattern(flow, &mut found);
    }
    triggers(bot, &mut found);
    for (code, origin, message, fatal) in found {
        reading.report(code, origin, message, fatal);
    }
}

fn conditions(bot: &Bot, flow: &Flow, found: &mut Found) {
    let mut check = |guard: &Guard| match Expr::parse(&guard.text, &|name| bot.name_type(name)) {
        Ok(expr) => {
            let slots =
                expr.compared().into_iter().filter_map(|(name, value)| Some((name.strip_prefix("slots.")?, value)));
            let never = slots.filter_map(|(slot, value)| never(bot, slot, value));
            found.extend(never.map(|message| (Code::BadValue, guard.origin, message, false)));
        }
        Err(fault) => {
            let mut origin = guard.origin;
            origin.column = origin.column.saturating_add(fault.offset);
            found.push((Code::BadExpression, origin, fault.message, true));
        }
    };
    flow.guard.iter().for_each(&mut check);
    for step in &flow.steps {
        step.next.iter().filter_map(|branch| branch.when.as_ref()).for_each(&mut check);
        if let Does::Collect(collect) = &step.does {
            collect.rejections.iter().for_each(|rejection| check(&rejection.when));
        }
    }
}

/// What to say of a value that a slot of categories never holds.
fn never(bot: &Bot, slot: &str, value: &Value) -> Option<String> {
    let (SlotKind::Categorical(values), Value::Text(text)) =
        (&bot.domain.slots.iter().find(|own| own.name == slot)?.kind, value)
    else {
        return None;
    };
    let same = |own: &String| own.to_lowercase() == text.to_lowercase();
    let known = text.is_empty() || text == "__other__" || text.contains('{') || values.iter().any(same);
    let hint = nearest::hint(text, values.iter().map(String::as_str));
    (!known).then(|| format!("the slot `{slot}` never holds `{text}`: its values are {}{hint}", values.join(", ")))
}

/// Values that a step sets and the slot cannot hold.
fn sets(bot: &Bot, flow: &Flow, found: &mut Found) {
    for step in &flow.steps {
        let Does::Set(slots) = &step.does else { continue };
        let never = slots.iter().filter_map(|(slot, value)| never(bot, slot, &value.0));
        found.extend(never.map(|message| (Code::BadValue, step.origin, message, false)));
    }
}

/// A question that neither a response nor an action asks.
fn questions(bot: &Bot, flow: &Flow, found: &mut Found) {
    let said = |name: &str| bot.domain.responses.iter().any(|response| response.name == name);
    let done = |name: &str| bot.domain.actions.iter().any(|action| action.name == name);
    for step in &flow.steps {
        let Does::Collect(collect) = &step.does else { continue };
        let slot = &collect.slot;
        if collect.utter.is_none() && !said(&format!("utter_ask_{slot}")) && !done(&format!("action_ask_{slot}")) {
            let message = format!(
                "the flow `{}` cannot ask for `{slot}`: write `utter_ask_{slot}`, or list `action_ask_{slot}`",
                flow.name
            );
            found.push((Code::UnknownName, step.origin, message, false));
        }
    }
}

/// `link` is the last thing a flow does, and leads elsewhere.
fn links(flow: &Flow, found: &mut Found) {
    for step in &flow.steps {
        match &step.does {
            Does::Link(target) | Does::Call(target) if *target == flow.name => {
                let message = format!("the flow `{}` leads to itself; lead to a step by its id", flow.name);
                found.push((Code::BadValue, step.origin, message, true));
            }
            Does::Link(_) if step.next.iter().any(|branch| branch.to.is_some()) => {
                let message = "a `link` ends the flow, so nothing comes after it; `call` comes back";
                found.push((Code::BadValue, step.origin, message.to_owned(), true));
            }
            _ => {}
        }
    }
}

fn unreached(flow: &Flow, found: &mut Found) {
    let mut reached = BTreeSet::from([0_u16]);
    let mut open = vec![0_u16];
    while let Some(at) = open.pop() {
        let next = flow.steps.get(usize::from(at)).map_or(&[][..], |step| step.next.as_slice());
        open.extend(next.iter().filter_map(|branch| branch.to).filter(|to| reached.insert(*to)));
    }
    for (at, step) in (0..).zip(&flow.steps) {
        if !reached.contains(&at) {
            let message = format!("no step of the flow `{}` leads to `{}`", flow.name, step.key);
            found.push((Code::Unused, step.origin, message, false));
        }
    }
}

/// A pattern that nothing runs, or one that is to ask and does not.
fn pattern(flow: &Flow, found: &mut Found) {
    let name = flow.name.as_str();
    if flow.is_pattern() && !REPAIRS.contains(&name) && flow.triggers.is_empty() {
        let hint = nearest::hint(name, REPAIRS);
        let message = format!("`{name}` is no repair of this engine: it runs only where it is started by name{hint}");
        found.push((Code::Unused, flow.origin, message, false));
    }
    if name == ASKING && !flow.steps.iter().any(|step| step.does.asks()) {
        let message = format!("`{name}` asks nothing: one of its steps is `action: \"{{{{context.utter}}}}\"`");
        found.push((Code::BadValue, flow.origin, message, true));
    }
}

/// A circle of steps that never waits for anybody.
fn circles(flow: &Flow, found: &mut Found) {
    let noop = |step: &FlowStep| matches!(step.does, Does::Noop);
    let waits = |does: &Does| match does {
        Does::Collect(_) | Does::Link(_) => true,
        Does::Action(name) => name == "action_listen",
        _ => false,
    };
    let sure = |step: &FlowStep| step.next.len() == 1 && !waits(&step.does);
    for at in 0..flow.steps.len() {
        if circle(flow, at, &noop) || circle(flow, at, &sure) {
            let step = &flow.steps[at];
            let message = format!("`{}` leads back to itself without asking anything: it would never end", step.key);
            found.push((Code::BadValue, step.origin, message, true));
            return;
        }
    }
}

/// Whether a step leads to itself over steps of one kind.
fn circle(flow: &Flow, start: usize, kind: &dyn Fn(&FlowStep) -> bool) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        let Some(step) = flow.steps.get(at).filter(|step| kind(step)) else { continue };
        for to in step.next.iter().filter_map(|branch| branch.to).map(usize::from) {
            if to == start {
                return true;
            }
            if seen.insert(to) {
                open.push(to);
            }
        }
    }
    false
}

/// One intent that starts two flows is a tie.
fn triggers(bot: &Bot, found: &mut Found) {
    let all = || bot.flows.iter().flat_map(|flow| flow.triggers.iter().map(move |trigger| (flow, trigger)));
    for (place, (flow, trigger)) in all().enumerate() {
        let mut before = all().take(place);
        let unguarded = |other: &Flow| other.guard.is_none() || flow.guard.is_none();
        let twin =
            before.find(|(other, twin)| twin.intent == trigger.intent && unguarded(other) && other.name != flow.name);
        if let Some((other, _)) = twin {
            let (file, line) = bot.place(other.origin);
            let message = format!(
                "the intent `{}` starts the flow `{}` ({file}:{line}) too; one of them needs another intent, or both an `if`",
                trigger.intent, other.name
            );
            found.push((Code::Contradiction, flow.origin, message, true));
        }
    }
    let rule = |intent: &str| {
        bot.rules.iter().find(|rule| {
            matches!(rule.steps.first(), Some(crate::bot::Step::User { intent: Some(name), .. }) if name == intent)
                && rule.condition.is_empty()
        })
    };
    for (flow, trigger) in all().filter(|(flow, _)| !flow.is_pattern()) {
        if let Some(rule) = rule(&trigger.intent) {
            let (file, line) = bot.place(rule.origin);
            let message = format!(
                "the intent `{}` starts the flow `{}` and the rule `{}` ({file}:{line}); one of them has to go",
                trigger.intent, flow.name, rule.name
            );
            found.push((Code::Contradiction, flow.origin, message, true));
        }
    }
}
