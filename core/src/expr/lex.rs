//! Expression text → tokens with their places.

use super::Fault;

/// A token and the number of characters before it.
pub(super) type Placed = (Token, u32);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name such as `slots.size`, or a word such as `and`.
    Word(String),
    Number(f64),
    Text(String),
    /// `= == != < <= > >= ( ) { } ,`
    Sign(&'static str),
    End,
}

const SIGNS: [&str; 13] = ["==", "!=", "<=", ">=", "&&", "||", "=", "<", ">", "(", ")", "{", "}"];

/// Cuts an expression; the last token is `End`.
pub(super) fn lex(source: &str) -> Result<Vec<Placed>, Fault> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let token = match chars[at] {
            ' ' | '\t' | '\n' | '\r' | ',' => {
                at += 1;
                continue;
            }
            quote @ ('"' | '\'') => text(&chars, &mut at, quote)?,
            ch if ch.is_ascii_digit() || (ch == '-' && chars.get(at + 1).is_some_and(char::is_ascii_digit)) => {
                number(&chars, &mut at)?
            }
            ch if is_name(ch) => word(&chars, &mut at),
            _ => sign(&chars, &mut at)?,
        };
        tokens.push((token, place(start)));
    }
    tokens.push((Token::End, place(chars.len())));
    Ok(tokens)
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Letters of any script with their marks, digits, `_`, `.`, `-` inside and `/` of full intent names.
fn is_name(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_' || ('\u{0E00}'..='\u{0E7F}').contains(&ch)
}

fn word(chars: &[char], at: &mut usize) -> Token {
    let start = *at;
    while *at < chars.len() && (is_name(chars[*at]) || matches!(chars[*at], '.' | '-' | '/')) {
        *at += 1;
    }
    Token::Word(chars[start..*at].iter().collect())
}

fn number(chars: &[char], at: &mut usize) -> Result<Token, Fault> {
    let start = *at;
    *at += 1;
    while *at < chars.len() && (chars[*at].is_ascii_digit() || chars[*at] == '.') {
        *at += 1;
    }
    let digits: String = chars[start..*at].iter().collect();
    let message = || Fault { offset: place(start), message: format!("`{digits}` is not a number") };
    digits.parse::<f64>().map(Token::Number).map_err(|_| message())
}

fn text(chars: &[char], at: &mut usize, quote: char) -> Result<Token, Fault> {
    let start = *at;
    *at += 1;
    let mut inside = String::new();
    while let Some(&ch) = chars.get(*at) {
        *at += 1;
        match ch {
            '\\' if chars.get(*at).is_some_and(|next| *next == quote || *next == '\\') => {
                inside.push(chars[*at]);
                *at += 1;
            }
            _ if ch == quote => return Ok(Token::Text(inside)),
            _ => inside.push(ch),
        }
    }
    Err(Fault { offset: place(start), message: format!("the quote {quote} that opens here is never closed") })
}

fn sign(chars: &[char], at: &mut usize) -> Result<Token, Fault> {
    let rest: String = chars[*at..].iter().take(2).collect();
    let found = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
    let sign = found.ok_or_else(|| Fault {
        offset: place(*at),
        message: format!(
            "`{}` means nothing here; there are = != < <= > >= and or not is in contains matches",
            chars[*at]
        ),
    })?;
    *at += sign.len();
    Ok(match sign {
        "&&" => Token::Word("and".to_owned()),
        "||" => Token::Word("or".to_owned()),
        "==" => Token::Sign("="),
        other => Token::Sign(other),
    })
}
