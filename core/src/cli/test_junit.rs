//! The results of a bot's tests as JUnit XML, which every CI server reads.
//!
//! In: results. Out: a suite for the stories, one for the test cases and one for the stories acted
//! out, each test with its file and line and, where it fails, what was wanted and what happened.

use std::fmt::Write;

use super::test_results::Results;
use crate::bot::{Bot, Origin};

/// A test of a suite.
struct Test {
    name: String,
    origin: Origin,
    /// One line, then more.
    failure: Option<(String, String)>,
}

/// The results as XML.
pub(super) fn xml(results: &Results<'_>) -> String {
    let stories = results.played.iter().map(|story| Test {
        name: story.name.clone(),
        origin: story.origin,
        failure: story.acts.iter().find(|act| !act.right).map(|act| {
            let line = format!("wants {}, the bot goes on with {}", act.wanted, act.got);
            (line, format!("{}\n{}", place(results.bot, act.origin), act.decision.reason))
        }),
    });
    let cases = results.tried.iter().map(|tried| Test {
        name: tried.case.name.clone(),
        origin: tried.case.origin,
        failure: tried.failure.as_ref().map(|failure| {
            let more = [place(results.bot, failure.origin), failure.happened.join("\n"), failure.reason.clone()];
            (format!("wants {}", failure.wanted), more.join("\n"))
        }),
    });
    let acted = results.acted.iter().flatten().map(|story| Test {
        name: story.name.clone(),
        origin: story.origin,
        failure: story.parted.as_ref().map(|parted| {
            let line = format!("wants {}, the bot does {}", parted.wanted.join(" "), parted.got.join(" "));
            (line, format!("{}\n{}", place(results.bot, parted.origin), parted.reason))
        }),
    });
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sonthana\">\n".to_owned();
    suite(&mut out, "stories", results.bot, stories.collect());
    suite(&mut out, "cases", results.bot, cases.collect());
    suite(&mut out, "stories acted out", results.bot, acted.collect());
    out.push_str("</testsuites>\n");
    out
}

fn suite(out: &mut String, name: &str, bot: &Bot, tests: Vec<Test>) {
    if tests.is_empty() {
        return;
    }
    let failures = tests.iter().filter(|test| test.failure.is_some()).count();
    let _ = writeln!(out, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\">", tests.len());
    for test in tests {
        let (file, line) = bot.place(test.origin);
        let (title, file) = (escaped(&test.name), escaped(file));
        let _ = write!(out, "    <testcase classname=\"{name}\" name=\"{title}\" file=\"{file}\" line=\"{line}\"");
        match test.failure {
            None => out.push_str("/>\n"),
            Some((line, more)) => {
                let (line, more) = (escaped(&line), escaped(&more));
                let _ = writeln!(out, ">\n      <failure message=\"{line}\">{more}</failure>\n    </testcase>");
            }
        }
    }
    out.push_str("  </testsuite>\n");
}

fn place(bot: &Bot, origin: Origin) -> String {
    let (file, line) = bot.place(origin);
    format!("{file}:{line}")
}

/// Text inside XML 1.0: what it cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            c if c.is_control() && c != '\t' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn xml_keeps_thai_and_loses_what_it_cannot_hold() {
        assert_eq!(escaped("กาแฟ <\"&\u{1}>"), "กาแฟ &lt;&quot;&amp;&gt;");
    }
}
