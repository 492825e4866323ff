//! A bot's flows, rules and stories as data, for a script that draws them.
//!
//! In: a bot. Out: one JSON object: each flow with its steps and where they lead, each rule and story
//! with its steps in order, all with file and line. Conditions stand as they were written.

use crate::bot::{Bot, Branch, Does, Flow, FlowStep, Origin, Snippet, Step};
use crate::value::Value;

type Pair = (&'static str, Value);

/// All that was written to be followed.
pub(super) fn json(bot: &Bot) -> Value {
    let scripts = |list: &[Snippet]| Value::List(list.iter().map(|script| snippet(bot, script)).collect());
    Value::map([
        ("flows", Value::List(bot.flows.iter().map(|own| flow(bot, own)).collect())),
        ("rules", scripts(&bot.rules)),
        ("stories", scripts(&bot.stories)),
    ])
}

/// A map with the place of what it is about.
fn placed(bot: &Bot, origin: Origin, pairs: impl IntoIterator<Item = Pair>) -> Value {
    let (file, line) = bot.place(origin);
    Value::map(pairs.into_iter().chain([("file", Value::from(file)), ("line", Value::from(line))]))
}

fn flow(bot: &Bot, flow: &Flow) -> Value {
    let guard = flow.guard.as_ref().map_or(Value::Null, |guard| Value::from(guard.text.trim()));
    let triggers = flow.triggers.iter().map(|trigger| {
        Value::map([("intent", Value::from(trigger.intent.as_str())), ("from", Value::Number(trigger.threshold))])
    });
    let pairs = [
        ("name", Value::from(flow.name.as_str())),
        ("title", Value::from(flow.title())),
        ("pattern", Value::from(flow.is_pattern())),
        ("if", guard),
        ("triggers", Value::List(triggers.collect())),
        ("steps", Value::List(flow.steps.iter().map(|own| step(bot, own)).collect())),
    ];
    placed(bot, flow.origin, pairs)
}

/// `next` names steps by their place in the list; null is the end.
fn step(bot: &Bot, step: &FlowStep) -> Value {
    let (does, of) = match &step.does {
        Does::Collect(collect) => ("collect", collect.slot.clone()),
        Does::Action(name) => ("action", name.clone()),
        Does::Set(slots) => ("set", slots.iter().map(|(slot, _)| slot.as_str()).collect::<Vec<_>>().join(", ")),
        Does::Link(flow) => ("link", flow.clone()),
        Does::Call(flow) => ("call", flow.clone()),
        Does::Noop => ("noop", String::new()),
    };
    let branch = |branch: &Branch| {
        let when = branch.when.as_ref().map_or(Value::Null, |when| Value::from(when.text.trim()));
        Value::map([("if", when), ("to", branch.to.map_or(Value::Null, |to| Value::from(u32::from(to))))])
    };
    let pairs = [
        ("key", Value::from(step.key.as_str())),
        ("does", Value::from(does)),
        ("of", Value::from(of)),
        ("next", Value::List(step.next.iter().map(branch).collect())),
    ];
    placed(bot, step.origin, pairs)
}

fn snippet(bot: &Bot, script: &Snippet) -> Value {
    let steps = |steps: &[Step]| Value::List(steps.iter().map(taken).collect());
    let pairs = [
        ("name", Value::from(script.name.as_str())),
        ("start", Value::from(script.start)),
        ("waits", Value::from(script.wait)),
        ("condition", steps(&script.condition)),
        ("steps", steps(&script.steps)),
    ];
    placed(bot, script.origin, pairs)
}

/// A step under the key that it is written with.
fn taken(step: &Step) -> Value {
    match step {
        Step::User { intent, text, entities, .. } => {
            let named = entities.iter().map(|entity| Value::from(entity.entity.as_str()));
            let mut pairs = vec![("intent", intent.as_deref().map_or(Value::Null, Value::from))];
            pairs.extend(text.as_deref().map(|text| ("user", Value::from(text))));
            pairs.push(("entities", Value::List(named.collect())));
            Value::map(pairs)
        }
        Step::Or(ways, _) => {
            let way = |steps: &Vec<Step>| Value::List(steps.iter().map(taken).collect());
            Value::map([("or", Value::List(ways.iter().map(|own| way(&own.0)).collect()))])
        }
        Step::Action(name, _) => Value::map([("action", Value::from(name.as_str()))]),
        Step::Rest(_) => Value::map([("action", Value::from("..."))]),
        Step::Bot(text, _) => Value::map([("bot", Value::from(text.as_str()))]),
        // A slot that is named alone is set to anything: true.
        Step::Slots(slots, _) => {
            let slot = |(name, value): &(String, Option<crate::bot::JsonValue>)| {
                (name.clone(), value.as_ref().map_or(Value::Bool(true), |value| value.0.clone()))
            };
            Value::map([("slot_was_set", Value::map(slots.iter().map(slot)))])
        }
        Step::Loop(name, _) => Value::map([("active_loop", name.as_deref().map_or(Value::Null, Value::from))]),
        Step::Checkpoint(name, _) => Value::map([("checkpoint", Value::from(name.as_str()))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOT: &str = "
intents: [greet]
slots: {size: {type: text, mappings: [{type: from_text}]}}
forms: {trip: {required_slots: [size]}}
responses: {utter_greet: [{text: สวัสดีค่ะ}], utter_ask_size: [{text: แก้วไหนคะ}]}
flows: {order: {description: สั่ง, steps: [{collect: size, next: [{if: slots.size, then: END}, {else: END}]}]}}
rules:
- {rule: greet, condition: [{active_loop: null}, {slot_was_set: [size]}], steps: [{intent: greet}, {action: utter_greet}]}
stories:
- {story: both, steps: [{or: [{intent: greet}, {slot_was_set: [{size: L}]}]}, {action: utter_greet}, {checkpoint: on}]}
- {story: more, steps: [{checkpoint: on}, {intent: greet}, {action: utter_greet}]}
";

    #[test]
    fn what_is_written_stands_with_its_place() {
        let (bot, problems) = Bot::define(&[("domain.yml".to_owned(), BOT.to_owned())], &Default::default());
        assert!(problems.iter().all(|problem| !problem.fatal), "{problems:?}");
        let json = json(&bot).to_json();
        for part in [
            r#""does":"collect","file":"domain.yml","key":"collect size","line":6,"#,
            r#""next":[{"if":"slots.size","to":null},{"if":null,"to":null}]"#,
            r#""condition":[{"active_loop":null},{"slot_was_set":{"size":true}}]"#,
            r#""steps":[{"entities":[],"intent":"greet"},{"action":"utter_greet"}],"waits":true"#,
            r#"{"or":[[{"entities":[],"intent":"greet"}],[{"slot_was_set":{"size":"L"}}]]}"#,
            r#"{"checkpoint":"on"}"#,
        ] {
            assert!(json.contains(part), "{part}\n{json}");
        }
    }
}
