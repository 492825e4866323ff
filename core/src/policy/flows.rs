//! The flows of a bot, compiled: names are numbers, conditions are checked expressions.
//!
//! In: a bot. Out: tables by place, and which flow an intent starts. The order is total: of the
//! flows that an intent may start the first whose guard holds, and two without guards are refused
//! when the bot is opened.

use std::collections::HashMap;

use crate::bot::{ASKING, ActionId, Bot, Collect, Does, Flow, Guard, IntentId, Names, SlotId};
use crate::error::{Code, Problem};
use crate::expr::Expr;
use crate::value::Value;

/// A flow's place in [`Flows::list`].
pub(crate) type FlowId = u16;

/// All flows.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    list: Vec<FlowPlan>,
    names: HashMap<String, FlowId>,
    /// By the intent that starts them, with the least score that it takes.
    starts: HashMap<IntentId, Vec<(FlowId, f64)>>,
    /// The flow that asks every question, where the bot writes one.
    asking: Option<FlowId>,
    /// By the slot that they ask for; each slot of the bot has its list.
    askers: Vec<Vec<FlowId>>,
}

/// A flow.
#[derive(Debug)]
pub(crate) struct FlowPlan {
    pub(crate) name: String,
    /// As people are told it.
    pub(crate) title: String,
    guard: Option<Expr>,
    triggers: Vec<(IntentId, f64)>,
    pub(crate) steps: Vec<StepPlan>,
    /// What it asks for, called flows included.
    pub(crate) collects: Vec<SlotId>,
    /// What is emptied when it ends, called flows included.
    pub(crate) resets: Vec<SlotId>,
    pub(crate) pattern: bool,
    pub(crate) completes: bool,
}

/// A step.
#[derive(Debug)]
pub(crate) struct StepPlan {
    pub(crate) does: Doing,
    next: Vec<(Option<Expr>, Option<u16>)>,
}

/// What a step does.
#[derive(Debug)]
pub(crate) enum Doing {
    Collect(Box<Asking>),
    Action(ActionId),
    Set(Vec<(SlotId, Value)>),
    Link(FlowId),
    Call(FlowId),
    /// Asks what the flow below wants to know.
    Ask,
    /// Leaves the flows below.
    Leave,
    Noop,
}

/// A question.
#[derive(Debug)]
pub(crate) struct Asking {
    pub(crate) slot: SlotId,
    /// The response that asks, by name.
    pub(crate) utter: String,
    /// The host's action that asks.
    pub(crate) ask: Option<ActionId>,
    /// `validate_<slot>`, where the host has it.
    pub(crate) validate: Option<ActionId>,
    pub(crate) fresh: bool,
    pub(crate) forced: bool,
    /// What an answer that leaves the question out sets.
    pub(crate) skip: Option<Value>,
    /// In order: the first that holds refuses the answer.
    pub(crate) rejections: Vec<Refusal>,
    /// What the slot is called when somebody wants it changed.
    pub(crate) called: Vec<String>,
}

/// An answer that is not taken.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) when: Expr,
    pub(crate) utter: String,
    /// The question is asked again after it.
    pub(crate) repeats: bool,
}

impl Flows {
    /// Compiles the flows of a bot; gives every condition that does not parse.
    pub(crate) fn compile(bot: &Bot, names: &Names) -> Result<Flows, Vec<Problem>> {
        let mut compiler = Compiler { bot, names, problems: Vec::new() };
        let list: Vec<FlowPlan> = bot.flows.iter().map(|flow| compiler.flow(flow)).collect();
        if !compiler.problems.is_empty() {
            return Err(compiler.problems);
        }
        let mut flows = Flows { list, askers: vec![Vec::new(); bot.domain.slots.len()], ..Flows::default() };
        flows.close();
        flows.index();
        Ok(flows)
    }

    /// Orders flows by what they are looked up by.
    fn index(&mut self) {
        for (id, flow) in (0..).zip(&self.list) {
            self.names.entry(flow.name.clone()).or_insert(id);
            for (at, (intent, threshold)) in flow.triggers.iter().enumerate() {
                // of two triggers with the same intent the first counts
                if !flow.triggers[..at].iter().any(|(other, _)| other == intent) {
                    self.starts.entry(*intent).or_default().push((id, *threshold));
                }
            }
            for slot in &flow.collects {
                if let Some(list) = self.askers.get_mut(usize::from(*slot)) {
                    list.push(id);
                }
            }
        }
        // another runtime's name for the same repair
        if let Some(own) = self.names.get("pattern_repeat_bot_messages").copied() {
            self.names.insert("pattern_repeat".to_owned(), own);
        }
        self.asking = self.named(ASKING);
    }

    /// What called flows ask for and empty is their callers' too.
    fn close(&mut self) {
        for _ in 0..self.list.len().min(16) {
            let mut more: Vec<(usize, Vec<SlotId>, Vec<SlotId>)> = Vec::new();
            for (place, flow) in self.list.iter().enumerate() {
                let called = flow.steps.iter().filter_map(|step| match step.does {
                    Doing::Call(called) => self.list.get(usize::from(called)),
                    _ => None,
                });
                for called in called {
                    let missing = |own: &[SlotId], other: &[SlotId]| {
                        other.iter().copied().filter(|slot| !own.contains(slot)).collect::<Vec<_>>()
                    };
                    more.push((
                        place,
                        missing(&flow.collects, &called.collects),
                        missing(&flow.resets, &called.resets),
                    ));
                }
            }
            if more.iter().all(|(_, collects, resets)| collects.is_empty() && resets.is_empty()) {
                return;
            }
            for (place, collects, resets) in more {
                let flow = &mut self.list[place];
                flow.collects.extend(collects);
                flow.resets.extend(resets);
                flow.collects.dedup();
                flow.resets.dedup();
            }
        }
    }

    /// The flow that asks every question, where the bot writes one.
    pub(crate) fn asking(&self) -> Option<FlowId> {
        self.asking
    }

    /// A flow by its name.
    pub(crate) fn named(&self, name: &str) -> Option<FlowId> {
        self.names.get(name).copied()
    }

    /// Whether there are flows beside the patterns.
    pub(crate) fn any(&self) -> bool {
        self.list.iter().any(|flow| !flow.pattern)
    }

    /// A flow.
    pub(crate) fn get(&self, flow: FlowId) -> Option<&FlowPlan> {
        self.list.get(usize::from(flow))
    }

    /// A step of a flow.
    pub(crate) fn step(&self, flow: FlowId, step: u16) -> Option<&StepPlan> {
        self.get(flow)?.steps.get(usize::from(step))
    }

    /// The flow that an intent starts, whatever its score, and the least score that it takes.
    pub(crate) fn started(&self, intent: IntentId, values: &dyn Fn(&str) -> Value) -> Option<(FlowId, f64)> {
        let mut starts = self.starts.get(&intent)?.iter();
        starts.find(|(id, _)| self.get(*id).is_some_and(|flow| flow.open(values))).copied()
    }

    /// Whether any flow asks for a slot.
    pub(crate) fn asks(&self, slot: SlotId) -> bool {
        !self.askers(slot).is_empty()
    }

    /// The flows that ask for a slot.
    pub(crate) fn askers(&self, slot: SlotId) -> &[FlowId] {
        self.askers.get(usize::from(slot)).map_or(&[], Vec::as_slice)
    }
}

impl FlowPlan {
    /// Whether its guard holds.
    pub(crate) fn open(&self, values: &dyn Fn(&str) -> Value) -> bool {
        self.guard.as_ref().is_none_or(|guard| guard.holds(values))
    }

    /// The question for a slot, and its place.
    pub(crate) fn asking(&self, slot: SlotId) -> Option<(u16, &Asking)> {
        (0..).zip(&self.steps).find_map(|(at, step)| match &step.does {
            Doing::Collect(asking) if asking.slot == slot => Some((at, &**asking)),
            _ => None,
        })
    }
}

impl StepPlan {
    /// Where it leads now.
    pub(crate) fn next(&self, values: &dyn Fn(&str) -> Value) -> Option<u16> {
        let holds = |when: &Option<Expr>| when.as_ref().is_none_or(|when| when.holds(values));
        self.next.iter().find(|(when, _)| holds(when)).and_then(|(_, to)| *to)
    }
}

struct Compiler<'b> {
    bot: &'b Bot,
    names: &'b Names,
    problems: Vec<Problem>,
}

impl Compiler<'_> {
    fn expr(&mut self, guard: &Guard) -> Option<Expr> {
        match Expr::parse(&guard.text, &|name| self.bot.name_type(name)) {
            Ok(expr) => Some(expr),
            Err(fault) => {
                let (file, line) = self.bot.place(guard.origin);
                let column = guard.origin.column.saturating_add(fault.offset);
                self.problems.push(Problem::new(Code::BadExpression, fault.message).at(file, line, column));
                None
            }
        }
    }

    fn flow(&mut self, flow: &Flow) -> FlowPlan {
        let triggers = flow.triggers.iter();
        let triggers = triggers.filter_map(|t| Some((self.names.intent(&t.intent)?, t.threshold))).collect();
        let guard = flow.guard.as_ref().and_then(|guard| self.expr(guard));
        let steps = flow.steps.iter().map(|step| {
            let does = self.doing(&step.does);
            let next =
                step.next.iter().map(|branch| (branch.when.as_ref().and_then(|when| self.expr(when)), branch.to));
            StepPlan { does, next: next.collect() }
        });
        let steps = steps.collect();
        let slot = |name: &str| self.names.slot(name);
        let kept = |name: &&str| !flow.persisted.iter().any(|kept| kept == *name);
        let asked = flow.collects().filter(|collect| collect.resets).map(|collect| collect.slot.as_str());
        let set =
            flow.steps.iter().filter_map(|step| if let Does::Set(slots) = &step.does { Some(slots) } else { None });
        let set = set.flatten().map(|(name, _)| name.as_str());
        let mut resets: Vec<SlotId> = asked.chain(set).filter(kept).filter_map(slot).collect();
        let mut collects: Vec<SlotId> = flow.collects().filter_map(|collect| slot(&collect.slot)).collect();
        for list in [&mut resets, &mut collects] {
            let mut seen = Vec::new();
            list.retain(|slot| {
                !seen.contains(slot) && {
                    seen.push(*slot);
                    true
                }
            });
        }
        FlowPlan {
            name: flow.name.clone(),
            title: flow.title(),
            guard,
            triggers,
            steps,
            collects,
            resets,
            pattern: flow.is_pattern(),
            completes: flow.completes,
        }
    }

    fn doing(&mut self, does: &Does) -> Doing {
        let flow = |name: &str| self.bot.flows.iter().position(|flow| flow.name == name);
        let flow = |name: &str| flow(name).and_then(|place| FlowId::try_from(place).ok());
        match does {
            Does::Collect(collect) => {
                self.asking(collect).map_or(Doing::Noop, |asking| Doing::Collect(Box::new(asking)))
            }
            does if does.asks() => Doing::Ask,
            Does::Action(name) if name == "action_cancel_interrupted_flows" => Doing::Leave,
            Does::Action(name) => self.names.action(name).map_or(Doing::Noop, Doing::Action),
            Does::Set(slots) => Doing::Set(
                slots.iter().filter_map(|(name, value)| Some((self.names.slot(name)?, value.0.clone()))).collect(),
            ),
            Does::Link(name) => flow(name).map_or(Doing::Noop, Doing::Link),
            Does::Call(name) => flow(name).map_or(Doing::Noop, Doing::Call),
            Does::Noop => Doing::Noop,
        }
    }

    fn asking(&mut self, collect: &Collect) -> Option<Asking> {
        let slot = self.names.slot(&collect.slot)?;
        let hosted = |name: &str| self.bot.domain.actions.iter().any(|action| action.name == *name);
        let host = |name: String| self.names.action(&name).filter(|_| hosted(&name));
        let rejections = collect.rejections.iter();
        let rejections = rejections
            .filter_map(|r| Some(Refusal { when: self.expr(&r.when)?, utter: r.utter.clone(), repeats: r.repeats }))
            .collect();
        Some(Asking {
            slot,
            utter: collect.utter.clone().unwrap_or_else(|| format!("utter_ask_{}", collect.slot)),
            ask: host(format!("action_ask_{}", collect.slot)).filter(|_| collect.utter.is_none()),
            validate: host(format!("validate_{}", collect.slot)),
            fresh: collect.fresh,
            forced: collect.forced,
            skip: collect.skip.as_ref().map(|value| value.0.clone()),
            rejections,
            called: collect.called.clone(),
        })
    }
}
