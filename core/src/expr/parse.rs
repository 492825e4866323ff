//! Tokens → a checked tree: `or` binds loosest, then `and`, `not`, comparisons.

use super::lex::{Placed, Token, lex};
use super::{Comparison, Fault, Node, Type};
use crate::pattern;
use crate::value::Value;

/// Parentheses and `not` deeper than this are refused.
const DEPTH: u32 = 64;

/// Parses a whole expression.
pub(super) fn parse(source: &str, names: &dyn Fn(&str) -> Option<Type>) -> Result<Node, Fault> {
    let mut parser = Parser { tokens: lex(source)?, at: 0, depth: 0, names };
    let node = parser.any()?;
    match parser.peek() {
        (Token::End, _) => Ok(node),
        (token, offset) => {
            fault(*offset, format!("{} is one thing too many; join conditions with `and` or `or`", shown(token)))
        }
    }
}

struct Parser<'a> {
    tokens: Vec<Placed>,
    at: usize,
    depth: u32,
    names: &'a dyn Fn(&str) -> Option<Type>,
}

/// An operand with its type and place.
struct Operand {
    node: Node,
    kind: Type,
    offset: u32,
}

impl Parser<'_> {
    fn peek(&self) -> &Placed {
        // `lex` ends every list with `End`, and `next` never passes it.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn next(&mut self) -> Placed {
        let placed = self.peek().clone();
        self.at += 1;
        placed
    }

    fn word(&mut self, word: &str) -> bool {
        let is = matches!(&self.peek().0, Token::Word(found) if found == word);
        self.at += usize::from(is);
        is
    }

    fn sign(&mut self, sign: &str) -> bool {
        let is = matches!(&self.peek().0, Token::Sign(found) if *found == sign);
        self.at += usize::from(is);
        is
    }

    fn any(&mut self) -> Result<Node, Fault> {
        let mut left = self.all()?;
        while self.word("or") {
            left = Node::Or(Box::new(left), Box::new(self.all()?));
        }
        Ok(left)
    }

    fn all(&mut self) -> Result<Node, Fault> {
        let mut left = self.negation()?;
        while self.word("and") {
            left = Node::And(Box::new(left), Box::new(self.negation()?));
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Node, Fault> {
        if !self.word("not") {
            return self.comparison();
        }
        self.deeper()?;
        let inner = self.negation()?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(inner)))
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEPTH { fault(self.peek().1, "nested too deep".to_owned()) } else { Ok(()) }
    }

    fn comparison(&mut self) -> Result<Node, Fault> {
        if self.sign("(") {
            self.deeper()?;
            let inner = self.any()?;
            self.depth -= 1;
            return if self.sign(")") { Ok(inner) } else { fault(self.peek().1, "a `)` is missing here".to_owned()) };
        }
        let left = self.operand()?;
        if self.word("matches") {
            return self.pattern(left);
        }
        let Some(how) = self.how() else { return Ok(left.node) };
        let right = self.operand()?;
        check(&left, how, &right)?;
        Ok(Node::Compare(Box::new(left.node), how, Box::new(right.node)))
    }

    fn how(&mut self) -> Option<Comparison> {
        let signs = [
            ("=", Comparison::Equal),
            ("!=", Comparison::Unequal),
            ("<", Comparison::Less),
            ("<=", Comparison::LessEqual),
            (">", Comparison::Greater),
            (">=", Comparison::GreaterEqual),
        ];
        if let Some((_, how)) = signs.into_iter().find(|(sign, _)| self.sign(sign)) {
            return Some(how);
        }
        if self.word("is") {
            return Some(if self.word("not") { Comparison::Unequal } else { Comparison::Equal });
        }
        if self.word("contains") {
            return Some(Comparison::Contains);
        }
        self.word("in").then_some(Comparison::In)
    }

    fn operand(&mut self) -> Result<Operand, Fault> {
        let (token, offset) = self.next();
        let (node, kind) = match token {
            Token::Number(number) => (Node::Constant(Value::Number(number)), Type::Number),
            Token::Text(text) => (Node::Constant(Value::Text(text)), Type::Text),
            Token::Sign("{") => (Node::Constant(self.set()?), Type::List),
            Token::Word(word) => self.name(word, offset)?,
            other => return fault(offset, format!("{} stands where a name or a value should", shown(&other))),
        };
        Ok(Operand { node, kind, offset })
    }

    fn set(&mut self) -> Result<Value, Fault> {
        let mut items = Vec::new();
        loop {
            match self.next() {
                (Token::Sign("}"), _) => return Ok(Value::List(items)),
                (Token::Text(text), _) => items.push(Value::Text(text)),
                (Token::Number(number), _) => items.push(Value::Number(number)),
                (Token::Word(word), _) => items.push(Value::Text(word)),
                (other, offset) => {
                    return fault(offset, format!("{} cannot be in a set; write {{\"a\" \"b\"}}", shown(&other)));
                }
            }
        }
    }

    fn name(&self, word: String, offset: u32) -> Result<(Node, Type), Fault> {
        Ok(match word.as_str() {
            "true" => (Node::Constant(Value::Bool(true)), Type::Bool),
            "false" => (Node::Constant(Value::Bool(false)), Type::Bool),
            "null" | "undefined" | "none" => (Node::Constant(Value::Null), Type::Any),
            _ => match (self.names)(&word) {
                Some(kind) => (Node::Name(word), kind),
                None => {
                    return fault(
                        offset,
                        format!("nothing is called `{word}` here; slots are written `slots.name`, texts in quotes"),
                    );
                }
            },
        })
    }

    fn pattern(&mut self, left: Operand) -> Result<Node, Fault> {
        let (token, offset) = self.next();
        let Token::Text(source) = token else {
            return fault(offset, "`matches` is followed by a pattern in quotes".to_owned());
        };
        let pattern = pattern::builder(&source, false).size_limit(1 << 20).build();
        match pattern {
            Ok(pattern) => Ok(Node::Matches(Box::new(left.node), pattern)),
            Err(error) => {
                // The library draws the pattern first, over several lines.
                let drawn = error.to_string();
                let reason = drawn.lines().last().unwrap_or_default().trim_start_matches("error: ");
                fault(offset, format!("`{source}` is not a pattern: {reason}"))
            }
        }
    }
}

/// Whether two types can be compared this way.
fn check(left: &Operand, how: Comparison, right: &Operand) -> Result<(), Fault> {
    let set = match how {
        Comparison::Contains => Some(left),
        Comparison::In => Some(right),
        _ => None,
    };
    if let Some(set) = set {
        let fits = matches!(set.kind, Type::List | Type::Text | Type::Any);
        return if fits {
            Ok(())
        } else {
            fault(set.offset, format!("{} holds nothing; a list or a text would", said(set.kind)))
        };
    }
    let alike = left.kind == right.kind || left.kind == Type::Any || right.kind == Type::Any;
    if alike {
        return Ok(());
    }
    fault(right.offset, format!("{} is compared with {}", said(left.kind), said(right.kind)))
}

fn said(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "true or false",
        Type::Number => "a number",
        Type::Text => "a text",
        Type::List => "a list",
        Type::Any => "any value",
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("`{word}`"),
        Token::Number(number) => format!("`{number}`"),
        Token::Text(text) => format!("\"{text}\""),
        Token::Sign(sign) => format!("`{sign}`"),
        Token::End => "the end".to_owned(),
    }
}

fn fault<T>(offset: u32, message: String) -> Result<T, Fault> {
    Err(Fault { offset, message })
}
