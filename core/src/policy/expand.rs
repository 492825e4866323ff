//! Stories as straight lines: every choice of an `or`, every way through the checkpoints.
//!
//! In: snippets. Out: [`Path`]s of plain steps. A checkpoint that nobody goes on from ends a path;
//! a cycle is cut before its second round. The number of paths is bounded, never silently.

use std::collections::HashMap;

use crate::bot::{Origin, Snippet, Step};

/// The most paths and the most steps of all paths together.
const MOST_PATHS: usize = 100_000;
const MOST_STEPS: usize = 4_000_000;

/// One straight line through one or several snippets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path<'a> {
    /// The snippets' names, joined by ` > `.
    pub(crate) name: String,
    /// Where the first one stands.
    pub(crate) origin: Origin,
    pub(crate) steps: Vec<&'a Step>,
    /// It ends at a checkpoint, so nothing says that the bot listens then.
    pub(crate) open: bool,
}

/// There are more ways through the checkpoints and `or`s than are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany(pub(crate) Origin);

/// A piece between checkpoints.
#[derive(Debug)]
struct Block<'a> {
    name: &'a str,
    origin: Origin,
    /// Empty: it starts a conversation.
    starts: Vec<&'a str>,
    steps: Vec<&'a Step>,
    ends: Vec<&'a str>,
}

/// Every straight line through the snippets.
pub(crate) fn expand(snippets: &[Snippet]) -> Result<Vec<Path<'_>>, TooMany> {
    let mut blocks = Vec::new();
    let mut budget = Budget::default();
    for snippet in snippets {
        for steps in branches(snippet, &mut budget)? {
            cut(snippet, steps, &mut blocks);
        }
    }
    glue(&blocks)
}

#[derive(Default)]
struct Budget {
    paths: usize,
    steps: usize,
}

impl Budget {
    fn spend(&mut self, steps: usize, origin: Origin) -> Result<(), TooMany> {
        self.paths += 1;
        self.steps += steps;
        if self.paths > MOST_PATHS || self.steps > MOST_STEPS { Err(TooMany(origin)) } else { Ok(()) }
    }
}

/// The snippet's steps, once for each combination of its alternatives.
fn branches<'a>(snippet: &'a Snippet, budget: &mut Budget) -> Result<Vec<Vec<&'a Step>>, TooMany> {
    let mut all: Vec<Vec<&'a Step>> = vec![Vec::new()];
    for step in &snippet.steps {
        let Step::Or(alternatives, _) = step else {
            all.iter_mut().for_each(|branch| branch.push(step));
            continue;
        };
        let mut more = Vec::with_capacity(all.len() * alternatives.len());
        for branch in &all {
            for alternative in alternatives {
                budget.spend(branch.len(), snippet.origin)?;
                let mut branch = branch.clone();
                branch.extend(alternative.0.iter());
                more.push(branch);
            }
        }
        all = more;
    }
    Ok(all)
}

/// Cuts a line of steps at its checkpoints.
fn cut<'a>(snippet: &'a Snippet, steps: Vec<&'a Step>, blocks: &mut Vec<Block<'a>>) {
    let fresh =
        |starts| Block { name: &snippet.name, origin: snippet.origin, starts, steps: Vec::new(), ends: Vec::new() };
    let mut block = fresh(Vec::new());
    for step in steps {
        match step {
            Step::Checkpoint(name, _) if block.steps.is_empty() => block.starts.push(name),
            Step::Checkpoint(name, _) => block.ends.push(name),
            step => {
                if !block.ends.is_empty() {
                    let next = fresh(block.ends.clone());
                    blocks.push(std::mem::replace(&mut block, next));
                }
                block.steps.push(step);
            }
        }
    }
    blocks.push(block);
}

/// Follows every way from the blocks that start a conversation.
fn glue<'a>(blocks: &[Block<'a>]) -> Result<Vec<Path<'a>>, TooMany> {
    let mut next: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, block) in blocks.iter().enumerate() {
        for start in &block.starts {
            next.entry(start).or_default().push(index);
        }
    }
    let mut paths = Vec::new();
    let mut budget = Budget::default();
    for (index, first) in blocks.iter().enumerate().filter(|(_, block)| block.starts.is_empty()) {
        let mut open: Vec<Vec<usize>> = vec![vec![index]];
        while let Some(way) = open.pop() {
            let last = way.last().map_or(first, |last| &blocks[*last]);
            let mut on: Vec<usize> = Vec::new();
            for end in &last.ends {
                on.extend(next.get(end).into_iter().flatten().filter(|index| !way.contains(index)));
            }
            on.dedup();
            // The last one pushed is followed first: so the order stays the author's.
            for index in on.iter().rev() {
                budget.spend(way.len(), first.origin)?;
                let mut longer = way.clone();
                longer.push(*index);
                open.push(longer);
            }
            if on.is_empty() {
                let path = path(blocks, &way);
                budget.spend(path.steps.len(), first.origin)?;
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

fn path<'a>(blocks: &[Block<'a>], way: &[usize]) -> Path<'a> {
    let mut path = Path::default();
    for (place, block) in way.iter().map(|index| &blocks[*index]).enumerate() {
        if place == 0 {
            path.origin = block.origin;
            block.name.clone_into(&mut path.name);
        } else if !path.name.ends_with(block.name) {
            path.name.push_str(" > ");
            path.name.push_str(block.name);
        }
        path.steps.extend(&block.steps);
        path.open = !block.ends.is_empty();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::Alternative;

    fn action(name: &str) -> Step {
        Step::Action(name.to_owned(), Origin::default())
    }

    fn checkpoint(name: &str) -> Step {
        Step::Checkpoint(name.to_owned(), Origin::default())
    }

    fn story(name: &str, steps: Vec<Step>) -> Snippet {
        Snippet { name: name.to_owned(), steps, wait: true, ..Snippet::default() }
    }

    fn lines(snippets: &[Snippet]) -> Vec<String> {
        let said = |step: &&Step| if let Step::Action(name, _) = step { name.clone() } else { String::new() };
        let paths = expand(snippets).unwrap();
        paths.iter().map(|path| path.steps.iter().map(said).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn alternatives_multiply() {
        let either = |a, b| {
            let alternatives = [a, b].map(|name| Alternative(vec![action(name)]));
            Step::Or(alternatives.into(), Origin::default())
        };
        let story = story("s", vec![either("a", "b"), action("c"), either("d", "e")]);
        assert_eq!(lines(&[story]), ["a c d", "a c e", "b c d", "b c e"]);
    }

    #[test]
    fn checkpoints_glue_and_cycles_are_cut() {
        let stories = [
            story("one", vec![action("a"), checkpoint("x")]),
            story("two", vec![checkpoint("x"), action("b"), checkpoint("x")]),
            story("three", vec![checkpoint("x"), action("c")]),
            story("never", vec![checkpoint("nowhere"), action("d")]),
        ];
        assert_eq!(lines(&stories), ["a b c", "a c"]);
        assert_eq!(expand(&stories).unwrap()[0].name, "one > two > three");
    }

    #[test]
    fn a_checkpoint_without_continuation_ends_the_story() {
        let paths = [story("s", vec![action("a"), checkpoint("x")])];
        let paths = expand(&paths).unwrap();
        assert!(paths.len() == 1 && paths[0].open);
    }

    #[test]
    fn too_many_ways_are_refused() {
        let either =
            || Step::Or(vec![Alternative(vec![action("a")]), Alternative(vec![action("b")])], Origin::default());
        assert!(expand(&[story("s", (0..40).map(|_| either()).collect())]).is_err());
    }
}
