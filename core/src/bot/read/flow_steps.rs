//! The steps of a flow, nested ones too, put into one list.
//!
//! In: `steps:`. Out: steps in the order of the file, each with a stable key, and where each leads:
//! an id, `END`, or the steps nested under a condition. A step that leads nowhere known is a mistake.

use std::collections::BTreeMap;

use super::flows::guard;
use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Node, Place};
use crate::bot::{Branch, Collect, Does, FlowStep, Guard, JsonValue, Rejection, nearest};
use crate::error::Code;

const ACTIONS: [&str; 6] = ["collect", "action", "set_slots", "link", "call", "noop"];
const STEP: [&str; 18] = [
    "id",
    "next",
    "description",
    "collect",
    "action",
    "set_slots",
    "link",
    "call",
    "noop",
    "utter",
    "ask_before_filling",
    "reset_after_flow_ends",
    "force_slot_filling",
    "rejections",
    "metadata",
    "silence_timeout",
    "skip",
    "called",
];
/// Branches nested deeper than this are refused.
const DEPTH: u32 = 24;
/// Actions that other runtimes name in patterns; the engine has done it when the pattern begins, or does it.
const DONE: [&str; 16] = [
    "action_cancel_flow",
    "action_clarify_flows",
    "action_clean_stack",
    "action_correct_flow_slot",
    "action_repeat_bot_messages",
    "action_run_slot_rejections",
    "action_trigger_chitchat",
    "action_trigger_flow",
    "action_trigger_search",
    "action_hangup",
    "action_continue_interrupted_flow",
    "action_cancel_interrupted_flows",
    "action_reset_routing",
    "action_block_collect",
    "action_extract_slots",
    "validate_{{context.collect}}",
];

/// Where a step leads while the flow is read.
#[derive(Clone)]
enum Target {
    Id(String, Place),
    Step(u16),
    End,
}

/// The steps of one flow while they are read.
pub(super) struct Steps<'f> {
    flow: &'f str,
    steps: Vec<FlowStep>,
    targets: Vec<Vec<(Option<Guard>, Target)>>,
    ids: BTreeMap<String, u16>,
    keys: BTreeMap<String, u32>,
    depth: u32,
}

impl<'f> Steps<'f> {
    pub(super) fn new(flow: &'f str) -> Steps<'f> {
        Steps { flow, steps: Vec::new(), targets: Vec::new(), ids: BTreeMap::new(), keys: BTreeMap::new(), depth: 0 }
    }

    /// All steps of a flow.
    pub(super) fn read(&mut self, reading: &mut Reading, node: &Node) -> Vec<FlowStep> {
        self.list(reading, node, false);
        if self.steps.is_empty() {
            reading.wrong(Code::MissingKey, node.place, format!("the flow `{}` has no steps", self.flow));
        }
        self.settle(reading);
        std::mem::take(&mut self.steps)
    }

    /// A list of steps; gives the place of the first.
    fn list(&mut self, reading: &mut Reading, node: &Node, nested: bool) -> Option<u16> {
        let mut first = None;
        let mut open: Option<u16> = None;
        for item in reading.list(node, "`steps`") {
            let Some(at) = self.step(reading, item) else { continue };
            if let Some(before) = open.take() {
                self.lead(before, vec![(None, Target::Step(at))]);
            }
            first = first.or(Some(at));
            match item.get("next") {
                Some(next) => {
                    let targets = self.next(reading, next);
                    self.lead(at, targets);
                }
                None => open = Some(at),
            }
        }
        if let Some(last) = open {
            let ends = matches!(self.steps[usize::from(last)].does, Does::Link(_));
            if nested && !ends {
                let origin = self.steps[usize::from(last)].origin;
                let message = "the last step under a condition says where it leads: `next: END`, or `next:` and an id";
                reading.report(Code::MissingKey, origin, message, true);
            }
            self.lead(last, vec![(None, Target::End)]);
        }
        first
    }

    fn lead(&mut self, at: u16, targets: Vec<(Option<Guard>, Target)>) {
        if let Some(place) = self.targets.get_mut(usize::from(at)) {
            *place = targets;
        }
    }

    fn step(&mut self, reading: &mut Reading, item: &Node) -> Option<u16> {
        let entries = reading.map(item, "a step of a flow");
        for (key, _) in entries.iter().filter(|(key, _)| !STEP.contains(&key.text.as_str())) {
            reading.unknown(key, &STEP, true);
        }
        let acts: Vec<_> = entries.iter().filter(|(key, _)| ACTIONS.contains(&key.text.as_str())).collect();
        let [(key, node)] = acts[..] else {
            let message = format!("a step of a flow has exactly one of the keys {}", ACTIONS.join(", "));
            reading.wrong(Code::MissingKey, item.place, message);
            return None;
        };
        let place = entries.first().map_or(item.place, |(key, _)| key.place);
        let does = does(reading, item, &key.text, node)?;
        let at = u16::try_from(self.steps.len()).ok().filter(|at| *at < 10_000);
        let Some(at) = at else {
            reading.wrong(Code::TooLarge, place, "a flow has at most 10,000 steps");
            return None;
        };
        let key = self.key(reading, item, &does, at);
        self.steps.push(FlowStep { key, origin: reading.origin(place), does, next: Vec::new() });
        self.targets.push(Vec::new());
        Some(at)
    }

    /// The authored id, or what the step does with a number where it does it again.
    fn key(&mut self, reading: &mut Reading, item: &Node, does: &Does, at: u16) -> String {
        if let Some(node) = item.get("id") {
            let id = reading.name(node, "`id`").unwrap_or_default().to_owned();
            if id == "END" || id == "START" {
                reading.wrong(Code::BadValue, node.place, format!("`{id}` cannot be the id of a step"));
            }
            if self.ids.insert(id.clone(), at).is_some() {
                let message = format!("two steps of the flow `{}` have the id `{id}`", self.flow);
                reading.wrong(Code::DuplicateName, node.place, message);
            }
            return id;
        }
        let base = does.named();
        let number = self.keys.entry(base.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *number == 1 { base } else { format!("{base}#{number}") }
    }

    fn next(&mut self, reading: &mut Reading, node: &Node) -> Vec<(Option<Guard>, Target)> {
        if !matches!(node.content, Content::List(_)) {
            let target = self.target(reading, node);
            return target.map(|target| (None, target)).into_iter().collect();
        }
        let mut branches = Vec::new();
        let mut otherwise = false;
        for item in node.items() {
            if otherwise {
                reading.wrong(Code::BadValue, item.place, "`else` is the last branch; nothing comes after it");
            }
            if let Some(node) = item.get("else") {
                otherwise = true;
                branches.extend(self.target(reading, node).map(|target| (None, target)));
                continue;
            }
            match (item.get("if"), item.get("then")) {
                (Some(when), Some(then)) => {
                    let when = guard(reading, when);
                    branches.extend(self.target(reading, then).map(|target| (when, target)));
                }
                _ => reading.missing("if` with `then`, or `else", item.place, "a branch of `next`"),
            }
        }
        if !otherwise {
            reading.missing("else", node.place, "a list of branches under `next`");
        }
        branches
    }

    /// An id, `END`, or nested steps.
    fn target(&mut self, reading: &mut Reading, node: &Node) -> Option<Target> {
        if let Content::List(_) = node.content {
            self.depth += 1;
            let first = if self.depth > DEPTH {
                reading.wrong(Code::TooLarge, node.place, format!("branches nest at most {DEPTH} deep"));
                None
            } else {
                self.list(reading, node, true)
            };
            self.depth -= 1;
            return Some(first.map_or(Target::End, Target::Step));
        }
        let name = reading.name(node, "`next`")?;
        Some(if name == "END" { Target::End } else { Target::Id(name.to_owned(), node.place) })
    }

    /// Ids become places.
    fn settle(&mut self, reading: &mut Reading) {
        for (at, targets) in std::mem::take(&mut self.targets).into_iter().enumerate() {
            let mut branches = Vec::new();
            for (when, target) in targets {
                let to = match target {
                    Target::End => None,
                    Target::Step(to) => Some(to),
                    Target::Id(id, place) => match self.ids.get(&id) {
                        Some(to) => Some(*to),
                        None => {
                            let known = self.ids.keys().map(String::as_str).chain(["END"]);
                            let hint = nearest::hint(&id, known.clone());
                            let known = known.collect::<Vec<_>>().join(", ");
                            let hint = if hint.is_empty() { format!("; there is {known}") } else { hint };
                            let message = format!("no step of the flow `{}` has the id `{id}`{hint}", self.flow);
                            reading.wrong(Code::UnknownName, place, message);
                            None
                        }
                    },
                };
                branches.push(Branch { when, to });
            }
            if branches.last().is_none_or(|branch| branch.when.is_some()) {
                branches.push(Branch::default());
            }
            self.steps[at].next = branches;
        }
    }
}

fn does(reading: &mut Reading, item: &Node, key: &str, node: &Node) -> Option<Does> {
    Some(match key {
        "collect" => Does::Collect(collect(reading, item, node)?),
        "action" => {
            let name = reading.name(node, "`action`")?;
            if !name.contains('{') && !DONE.contains(&name) {
                reading.uses(Kind::Action, name, node.place, true);
            }
            Does::Action(name.to_owned())
        }
        "set_slots" => Does::Set(slots(reading, node)),
        "link" | "call" => {
            let name = reading.name(node, &format!("`{key}`"))?;
            reading.uses(Kind::Flow, name, node.place, true);
            if key == "link" { Does::Link(name.to_owned()) } else { Does::Call(name.to_owned()) }
        }
        _ => Does::Noop,
    })
}

fn collect(reading: &mut Reading, item: &Node, node: &Node) -> Option<Collect> {
    let slot = reading.name(node, "`collect`")?;
    reading.uses(Kind::Slot, slot, node.place, true);
    let mut collect = Collect { slot: slot.to_owned(), resets: true, ..Collect::default() };
    for (key, node) in item.entries() {
        match key.text.as_str() {
            "utter" => {
                if let Some(name) = reading.name(node, "`utter`") {
                    reading.uses(Kind::Response, name, node.place, true);
                    collect.utter = Some(name.to_owned());
                }
            }
            "ask_before_filling" => collect.fresh = reading.flag(node, "`ask_before_filling`").unwrap_or(false),
            "reset_after_flow_ends" => {
                collect.resets = reading.flag(node, "`reset_after_flow_ends`").unwrap_or(true);
            }
            "force_slot_filling" => collect.forced = reading.flag(node, "`force_slot_filling`").unwrap_or(false),
            "skip" => collect.skip = Some(JsonValue(reading.value(node))),
            "called" => {
                let names = reading.names(node, "`called`");
                collect.called = names.into_iter().map(|(name, _)| name.to_owned()).collect();
            }
            "rejections" => collect.rejections = rejections(reading, node),
            _ => {}
        }
    }
    Some(collect)
}

fn rejections(reading: &mut Reading, node: &Node) -> Vec<Rejection> {
    let mut found = Vec::new();
    for item in reading.list(node, "`rejections`") {
        for (key, _) in item.entries().iter().filter(|(key, _)| !["if", "utter", "ask"].contains(&key.text.as_str())) {
            reading.unknown(key, &["if", "utter", "ask"], true);
        }
        let (Some(when), Some(utter)) = (item.get("if"), item.get("utter")) else {
            reading.missing("if` and `utter", item.place, "a rejection");
            continue;
        };
        let when = guard(reading, when);
        let repeats = item.get("ask").and_then(|node| reading.flag(node, "`ask`")).unwrap_or(true);
        if let (Some(when), Some(name)) = (when, reading.name(utter, "`utter`")) {
            reading.uses(Kind::Response, name, utter.place, true);
            found.push(Rejection { when, utter: name.to_owned(), repeats });
        }
    }
    found
}

/// `set_slots` as a list of maps, or as one map.
fn slots(reading: &mut Reading, node: &Node) -> Vec<(String, JsonValue)> {
    let single = std::slice::from_ref(node);
    let items = if let Content::List(items) = &node.content { items.as_slice() } else { single };
    let mut found = Vec::new();
    for item in items {
        for (key, value) in reading.map(item, "`set_slots`") {
            reading.uses(Kind::Slot, &key.text, key.place, true);
            found.push((key.text.clone(), JsonValue(reading.value(value))));
        }
    }
    found
}
