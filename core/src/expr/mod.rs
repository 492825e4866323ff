//! The one small, typed, total expression language of guards, rejections and conditions.
//!
//! `sentiment < -0.4 and turns >= 2`, `slots.size is not null`, `intent in {"refund" "complain"}`.
//! In: the text and what names there are; out: an [`Expr`] that always gives an answer. Names and
//! types are checked when the bot is opened; at run time nothing fails: what cannot be compared is
//! not equal, and not smaller.

mod lex;
mod parse;

use std::cmp::Ordering;

use regex::Regex;

use crate::value::Value;

/// What a name holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// Text.
    Text,
    /// A list.
    List,
    /// Anything: known only at run time.
    Any,
}

/// A mistake in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Characters before the mistake.
    pub(crate) offset: u32,
    /// What is wrong and what would be right.
    pub(crate) message: String,
}

/// A checked expression.
#[derive(Clone, Debug)]
pub(crate) struct Expr(Node);

/// The tree; its depth is bounded by the parser.
#[derive(Clone, Debug)]
enum Node {
    Constant(Value),
    Name(String),
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Compare(Box<Node>, Comparison, Box<Node>),
    Matches(Box<Node>, Regex),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    /// The set on the left holds what is on the right, or a text holds a piece.
    Contains,
    /// The other way round.
    In,
}

impl Expr {
    /// Parses and checks; `names` gives the type of every name that may be used.
    pub(crate) fn parse(source: &str, names: &dyn Fn(&str) -> Option<Type>) -> Result<Expr, Fault> {
        parse::parse(source, names).map(Expr)
    }

    /// Whether it holds, with the values that the names have now; an unset name is null.
    pub(crate) fn holds(&self, values: &dyn Fn(&str) -> Value) -> bool {
        truth(&self.0.value(values))
    }

    /// The names that are compared with written values, and these values.
    pub(crate) fn compared(&self) -> Vec<(&str, &Value)> {
        let mut found = Vec::new();
        self.0.compared(&mut found);
        found
    }
}

impl Node {
    fn compared<'n>(&'n self, found: &mut Vec<(&'n str, &'n Value)>) {
        match self {
            Node::Not(inner) => inner.compared(found),
            Node::And(left, right) | Node::Or(left, right) => {
                left.compared(found);
                right.compared(found);
            }
            Node::Compare(left, _, right) => match (&**left, &**right) {
                (Node::Name(name), Node::Constant(Value::List(list)))
                | (Node::Constant(Value::List(list)), Node::Name(name)) => {
                    found.extend(list.iter().map(|value| (name.as_str(), value)));
                }
                (Node::Name(name), Node::Constant(value)) | (Node::Constant(value), Node::Name(name)) => {
                    found.push((name, value));
                }
                _ => {}
            },
            Node::Constant(_) | Node::Name(_) | Node::Matches(..) => {}
        }
    }

    fn value(&self, values: &dyn Fn(&str) -> Value) -> Value {
        match self {
            Node::Constant(value) => value.clone(),
            Node::Name(name) => values(name),
            Node::Not(inner) => Value::Bool(!truth(&inner.value(values))),
            Node::And(left, right) => Value::Bool(truth(&left.value(values)) && truth(&right.value(values))),
            Node::Or(left, right) => Value::Bool(truth(&left.value(values)) || truth(&right.value(values))),
            Node::Compare(left, how, right) => Value::Bool(how.holds(&left.value(values), &right.value(values))),
            Node::Matches(left, pattern) => {
                Value::Bool(left.value(values).as_text().is_some_and(|text| pattern.is_match(text)))
            }
        }
    }
}

impl Comparison {
    fn holds(self, left: &Value, right: &Value) -> bool {
        match self {
            Comparison::Equal => equal(left, right),
            Comparison::Unequal => !equal(left, right),
            Comparison::Less => order(left, right) == Some(Ordering::Less),
            Comparison::LessEqual => matches!(order(left, right), Some(Ordering::Less | Ordering::Equal)),
            Comparison::Greater => order(left, right) == Some(Ordering::Greater),
            Comparison::GreaterEqual => matches!(order(left, right), Some(Ordering::Greater | Ordering::Equal)),
            Comparison::Contains => contains(left, right),
            Comparison::In => contains(right, left),
        }
    }
}

/// Null, false, 0, the empty text, list and map are not true; everything else is.
fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => *number != 0.0,
        Value::Text(text) => !text.is_empty(),
        Value::List(list) => !list.is_empty(),
        Value::Map(map) => !map.is_empty(),
    }
}

/// Texts are equal whatever their case; values of different types never are.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => {
            left == right || left.chars().flat_map(char::to_lowercase).eq(right.chars().flat_map(char::to_lowercase))
        }
        _ => left == right,
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn contains(whole: &Value, piece: &Value) -> bool {
    match (whole, piece) {
        (Value::List(list), piece) => list.iter().any(|item| equal(item, piece)),
        (Value::Text(whole), Value::Text(piece)) => !piece.is_empty() && whole.contains(piece.as_str()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(name: &str) -> Option<Type> {
        match name {
            "sentiment" | "turns" => Some(Type::Number),
            "intent" => Some(Type::Text),
            "open.shop" => Some(Type::Bool),
            "slots.size" | "slots.ขนาด" => Some(Type::Any),
            _ => None,
        }
    }

    fn values(name: &str) -> Value {
        match name {
            "sentiment" => Value::Number(-0.6),
            "turns" => Value::Number(3.0),
            "intent" => Value::from("complain"),
            "slots.ขนาด" => Value::from("ใหญ่"),
            _ => Value::Null,
        }
    }

    fn holds(source: &str) -> bool {
        Expr::parse(source, &types).unwrap().holds(&values)
    }

    #[test]
    fn conditions_of_a_contact_centre() {
        assert!(holds("sentiment < -0.4 and turns >= 2"));
        assert!(!holds("sentiment < -0.4 and not turns >= 2"));
        assert!(holds("intent in {\"refund\" \"complain\"}"));
        assert!(holds("slots.size is null and slots.ขนาด = 'ใหญ่'"));
        assert!(holds("slots.ขนาด is not null or open.shop"));
        assert!(holds("intent matches '^comp' and (false or true)"));
        assert!(holds("not open.shop"));
    }

    #[test]
    fn what_cannot_be_compared_does_not_hold() {
        assert!(!holds("slots.size > 3") && !holds("slots.size <= 3"));
        assert!(holds("slots.size != 3"));
    }

    #[test]
    fn mistakes_say_where_and_what_would_be_right() {
        let fault = |source: &str| Expr::parse(source, &types).unwrap_err();
        assert_eq!(fault("turns > 1 and sentimen < 0").offset, 14);
        assert!(fault("slots.color is null").message.contains("slots.color"));
        assert!(fault("intent < 3").message.contains("text"));
        assert!(fault("turns >").message.contains("end"));
        assert!(fault("turns > 1 turns").offset == 10);
        assert!(fault("intent = 'x").message.contains("quote"));
        assert!(fault("intent matches '('").message.contains("pattern"));
        assert!(Expr::parse(&"(".repeat(100_000), &types).is_err());
        assert!(Expr::parse(&"not ".repeat(100_000), &types).is_err());
    }
}
