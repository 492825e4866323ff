//! `routing:`: hours, queues and the conditions under which a person takes over.
//!
//! In: the node. Out: the bot's routing. All of it is ours, so every unknown key is a mistake.
//! The conditions are parsed and type-checked once all slots are known.

use super::reading::{Kind, Reading};
use crate::bot::node::{Content, Key, Node};
use crate::bot::{Hours, Queue, Route};
use crate::error::Code;
use crate::order;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads `routing:`.
pub(super) fn read(reading: &mut Reading, node: &Node) {
    for (key, node) in reading.map(node, "`routing`") {
        match key.text.as_str() {
            "hours" => {
                for (key, node) in reading.map(node, "`hours`") {
                    hours(reading, key, node);
                }
            }
            "queues" => {
                for (key, node) in reading.map(node, "`queues`") {
                    queue(reading, key, node);
                }
            }
            "rules" => {
                for item in reading.list(node, "`rules` of `routing`") {
                    route(reading, item);
                }
            }
            _ => reading.unknown(key, &["hours", "queues", "rules"], true),
        }
    }
}

fn hours(reading: &mut Reading, key: &Key, node: &Node) {
    let mut hours = Hours { name: key.text.clone(), origin: reading.origin(key.place), ..Hours::default() };
    for (key, node) in reading.map(node, "hours") {
        if key.text == "closed" {
            let items =
                if let Content::List(items) = &node.content { items.as_slice() } else { std::slice::from_ref(node) };
            for item in items {
                hours.closed.extend(date(reading, item));
            }
            continue;
        }
        let Some(days) = days(&key.text) else {
            let known: Vec<&str> = DAYS.into_iter().chain(["mon-fri", "closed"]).collect();
            reading.unknown(key, &known, true);
            continue;
        };
        let spans = spans(reading, node);
        for day in days {
            hours.week[day].extend(&spans);
            order::sort(&mut hours.week[day]);
        }
    }
    if reading.bot.routing.hours.iter().any(|h| h.name == hours.name) {
        return reading.wrong(Code::DuplicateName, key.place, format!("the hours `{}` are defined twice", key.text));
    }
    reading.bot.routing.hours.push(hours);
}

/// `mon`, or `fri-mon` over the weekend.
fn days(text: &str) -> Option<Vec<usize>> {
    let day = |name: &str| DAYS.iter().position(|day| *day == name.trim().to_ascii_lowercase());
    let Some((first, last)) = text.split_once('-') else { return Some(vec![day(text)?]) };
    let (first, last) = (day(first)?, day(last)?);
    Some((0..=(last + 7 - first) % 7).map(|offset| (first + offset) % 7).collect())
}

fn spans(reading: &mut Reading, node: &Node) -> Vec<(u16, u16)> {
    let items = if let Content::List(items) = &node.content { items.as_slice() } else { std::slice::from_ref(node) };
    let mut spans = Vec::new();
    for item in items.iter().filter(|item| !item.is_null() && item.flag() != Some(false)) {
        let span = item.scalar().and_then(|text| {
            let (from, to) = text.split_once('-')?;
            Some((clock(from)?, clock(to)?)).filter(|(from, to)| from < to)
        });
        match span {
            Some(span) => spans.push(span),
            None => {
                let message = format!("hours are written \"08:00-20:00\", up to 24:00; this is {}", item.describe());
                reading.wrong(Code::BadValue, item.place, message);
            }
        }
    }
    spans
}

fn clock(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    Some(hour * 60 + minute).filter(|_| minute < 60 && (hour < 24 || hour == 24 && minute == 0))
}

fn date(reading: &mut Reading, node: &Node) -> Option<(i16, i8, i8)> {
    let date = node.scalar().and_then(|text| text.trim().parse::<jiff::civil::Date>().ok());
    if date.is_none() {
        let message = format!("a date is written 2026-12-31; this is {}", node.describe());
        reading.wrong(Code::BadValue, node.place, message);
    }
    date.map(|date| (date.year(), date.month(), date.day()))
}

fn priority(reading: &mut Reading, node: &Node) -> Option<u8> {
    let number = reading.number(node, "`priority`", (1.0, 9.0))?;
    (1..=9).find(|level| (f64::from(*level) - number).abs() < 0.5)
}

fn response(reading: &mut Reading, node: &Node, what: &str) -> Option<String> {
    let name = reading.name(node, what)?;
    reading.uses(Kind::Response, name, node.place, true);
    Some(name.to_owned())
}

fn queue(reading: &mut Reading, key: &Key, node: &Node) {
    let origin = reading.origin(key.place);
    let mut queue = Queue { name: key.text.clone(), origin, priority: 5, ..Queue::default() };
    for (key, node) in reading.map(node, "a queue") {
        match key.text.as_str() {
            "hours" => {
                if let Some(name) = reading.name(node, "`hours`") {
                    reading.uses(Kind::Hours, name, node.place, true);
                    queue.hours = Some(name.to_owned());
                }
            }
            "priority" => queue.priority = priority(reading, node).unwrap_or(5),
            "closed" => queue.closed = response(reading, node, "`closed`"),
            _ => reading.unknown(key, &["hours", "priority", "closed"], true),
        }
    }
    if reading.bot.routing.queues.iter().any(|q| q.name == queue.name) {
        return reading.wrong(Code::DuplicateName, key.place, format!("the queue `{}` is defined twice", key.text));
    }
    reading.bot.routing.queues.push(queue);
}

fn route(reading: &mut Reading, node: &Node) {
    let mut route = Route { origin: reading.origin(node.place), ..Route::default() };
    for (key, node) in reading.map(node, "a rule of `routing`") {
        match key.text.as_str() {
            "name" => route.name = reading.text(node, "`name`").unwrap_or_default().to_owned(),
            "if" => {
                route.when = reading.text(node, "`if`").unwrap_or_default().to_owned();
                route.when_origin = reading.origin(node.place);
                // Inside quotes the expression begins one column further right.
                let quoted = matches!(node.content, Content::Scalar { plain: false, block: false, .. });
                route.when_origin.column += u32::from(quoted);
            }
            "queue" => {
                if let Some(name) = reading.name(node, "`queue`") {
                    reading.uses(Kind::Queue, name, node.place, true);
                    name.clone_into(&mut route.queue);
                }
            }
            "priority" => route.priority = priority(reading, node),
            "reason" => route.reason = reading.text(node, "`reason`").unwrap_or_default().to_owned(),
            "say" => route.say = response(reading, node, "`say`"),
            _ => reading.unknown(key, &["name", "if", "queue", "priority", "reason", "say"], true),
        }
    }
    for key in ["if", "queue"] {
        if node.get(key).is_none() {
            reading.missing(key, node.place, "a rule of `routing`");
        }
    }
    if route.reason.is_empty() {
        route.reason.clone_from(&route.name);
    }
    reading.bot.routing.routes.push(route);
}
