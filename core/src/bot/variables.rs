//! `${VAR}` in authored files, filled from the map that the host gave to `open`.
//!
//! In: a tree. Out: the same tree with its scalars filled in. In plain text a variable without a value
//! is a problem, and only in what the bot really uses; in quotes and blocks it stays as it is written,
//! for `"ราคา ${price}"` is a dollar sign before a slot.

use std::collections::BTreeMap;

use super::node::{Content, Node};
use crate::error::{Code, Problem};

/// Fills the variables of a tree.
pub(super) fn expand(node: &mut Node, variables: &BTreeMap<String, String>, file: &str, problems: &mut Vec<Problem>) {
    let place = node.place;
    match &mut node.content {
        Content::List(items) => items.iter_mut().for_each(|item| expand(item, variables, file, problems)),
        Content::Map(entries) => entries.iter_mut().for_each(|(_, item)| expand(item, variables, file, problems)),
        Content::Scalar { text, plain, .. } => {
            if !text.contains("${") {
                return;
            }
            match fill(text, variables) {
                Ok(filled) => (*text, *plain) = (filled, false),
                Err(_) if !*plain => {}
                Err(name) => {
                    let message = format!("`${{{name}}}` has no value; give `{name}` to `open`, or quote the text");
                    problems.push(Problem::new(Code::MissingVariable, message).at(file, place.line, place.column));
                }
            }
        }
    }
}

/// The text with its variables filled in, or the name that has no value.
fn fill(text: &str, variables: &BTreeMap<String, String>) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        let Some(end) = from.find('}') else {
            rest = from;
            break;
        };
        let name = &from[2..end];
        filled.push_str(variables.get(name).ok_or_else(|| name.to_owned())?);
        rest = &from[end + 1..];
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_and_only_plain_ones_are_missed() {
        let mut problems = Vec::new();
        let text = "- ร้าน${SHOP}นะ\n- \"${SHOP}\"\n- \"${price}\"\n- ก ${OTHER}\n";
        let mut node = super::super::yaml::parse("a.yml", text, &mut problems);
        expand(&mut node, &BTreeMap::from([("SHOP".into(), "ลุงดำ".into())]), "a.yml", &mut problems);
        assert_eq!(node.items()[0].scalar(), Some("ร้านลุงดำนะ"));
        assert_eq!(node.items()[1].scalar(), Some("ลุงดำ"));
        assert_eq!(node.items()[2].scalar(), Some("${price}"));
        let codes: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.line, p.column)).collect();
        assert_eq!(codes, [("missing-variable", 4, 3)]);
    }
}
