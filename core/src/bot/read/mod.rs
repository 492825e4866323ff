//! A bot directory, read: the texts of its files in, a [`Bot`] and all that is wrong with it out.
//!
//! Which file is what follows from its name and, below `data`, from the keys in it. All files are
//! read before names are looked up, so their order does not matter. It never stops at the first
//! mistake, and never touches the file system.

mod cases;
mod check;
mod defaults;
mod domain;
mod flow_check;
mod flow_steps;
mod flows;
mod filters;
mod forms;
mod kinds;
mod lint;
mod mappings;
mod nlu;
mod patterns;
mod pipeline;
mod privacy;
mod reading;
mod responses;
mod routing;
mod script;
mod settings;
mod slots;
mod steps;
mod user;

use std::collections::BTreeMap;

use super::node::Node;
use super::variables::expand;
use super::yaml;
use super::{Bot, nearest};
use crate::error::{Code, Problem};
use crate::order;
use reading::Reading;
use script::Sort;

/// Files of one bot, at most.
const FILES: usize = 10_000;
/// The keys of a file of training data.
const DATA: [&str; 7] = ["nlu", "responses", "stories", "rules", "flows", "routing", "version"];

/// The keys of a file of tests.
const CASES: [&str; 4] = ["stories", "test_cases", "fixtures", "stub_custom_actions"];

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Config,
    Domain,
    Data,
    /// Test stories; `true` where Rasa trains on them too, because they lie below `data`.
    Test(bool),
    /// In a folder of tests: stories, `test_cases`, fixtures and stubs, whatever the name.
    Cases,
    Other,
}

/// The folders of other projects that `config.yml` imports, and those that theirs import in turn.
pub(crate) fn imports(files: &[(String, String)]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut next = 0;
    loop {
        let folder = if next == 0 { String::new() } else { format!("{}/", found[next - 1]) };
        for name in [format!("{folder}config.yml"), format!("{folder}config.yaml")] {
            let Some((_, text)) = files.iter().find(|(file, _)| *file == name) else { continue };
            let root = yaml::parse(&name, text, &mut Vec::new());
            let items = root.get("imports").map(Node::items).unwrap_or_default();
            for item in items.iter().filter_map(Node::scalar) {
                let path = within(&folder, item);
                found.extend(path.filter(|path| !found.contains(path) && found.len() < 100));
            }
        }
        next += 1;
        if next > found.len() {
            return found;
        }
    }
}

/// A path as written in a folder's `config.yml`, from the bot's own folder; none that leads out of it.
fn within(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.trim().split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/")).filter(|path| !path.is_empty())
}

/// What is not wrong and would surprise its author: a bot that says nothing when it is lost.
pub(super) fn silent(bot: &Bot) -> Option<Problem> {
    lint::silent(bot)
}

/// Reads the files of a bot: names with `/` between folders, and texts.
pub(super) fn read(files: &[(String, String)], variables: &BTreeMap<String, String>) -> (Bot, Vec<Problem>) {
    let mut reading = Reading::new();
    let texts = files.iter().filter(|(name, _)| name.ends_with(".txt"));
    let mut lists = BTreeMap::new();
    lists.extend(texts.map(|(name, text)| (name.as_str(), text.as_str())));
    let mut sorted: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    order::sort(&mut sorted);
    let places = Places::of(files, &sorted);
    sorted.retain(|(name, _)| places.role(name) != Role::Other);
    if !sorted.iter().any(|(name, _)| places.role(name) == Role::Domain) {
        let message = "this is no bot: there is no `domain.yml` and no folder `domain`";
        reading.problems.push(Problem::new(Code::NotFound, message).at("domain.yml", 0, 0));
    }
    if sorted.len() > FILES {
        reading.problems.push(Problem::new(Code::TooLarge, format!("a bot has at most {FILES} files")));
        sorted.truncate(FILES);
    }
    let (mut both, file) = (false, sorted.iter().any(|(name, _)| matches!(*name, "domain.yml" | "domain.yaml")));
    for (name, text) in sorted {
        if file && name.starts_with("domain/") {
            if !both {
                reading.problems.push(beside(&reading, name));
            }
            both = true;
            if reading.bot.settings.rasa {
                continue;
            }
        }
        one(&mut reading, name, text, places.role(name), (variables, &lists));
    }
    patterns::add(&mut reading);
    check::finish(reading)
}

/// A note of the folder `domain` beside `domain.yml`: Rasa reads the one or the other.
fn beside(reading: &Reading, name: &str) -> Problem {
    let message = if reading.bot.settings.rasa {
        "the folder `domain` is not read, because there is a `domain.yml`: move what is in it there, or the other way"
    } else {
        "`domain.yml` and the folder `domain` are both read; Rasa reads `domain.yml` alone"
    };
    Problem::new(Code::Unused, message).at(name, 0, 0).note()
}

/// Which folders mean what.
struct Places {
    /// There is no `data`, so the files beside `domain.yml` count.
    loose: bool,
    imports: Vec<String>,
    /// Folders below `data` with a domain of their own that is not imported: other bots.
    foreign: Vec<String>,
}

impl Places {
    fn of(files: &[(String, String)], sorted: &[(&str, &str)]) -> Places {
        let mut places = Places { loose: false, imports: imports(files), foreign: Vec::new() };
        places.loose = !sorted.iter().any(|(name, _)| matches!(places.role(name), Role::Data | Role::Test(true)));
        if !places.imports.is_empty() {
            let own = sorted.iter().filter_map(|(name, _)| name.strip_suffix("/domain.yml"));
            let own = own.filter(|folder| folder.starts_with("data/") && !places.imports.iter().any(|i| i == folder));
            places.foreign = own.map(|folder| format!("{folder}/")).collect();
        }
        places
    }

    /// What the name of a file says.
    fn role(&self, name: &str) -> Role {
        for import in &self.imports {
            if let Some(inner) = name.strip_prefix(import.as_str()).and_then(|rest| rest.strip_prefix('/')) {
                let role = self.plain(inner);
                return if role == Role::Config { Role::Other } else { role };
            }
        }
        if self.foreign.iter().any(|folder| name.starts_with(folder.as_str())) {
            return Role::Other;
        }
        self.plain(name)
    }

    fn plain(&self, name: &str) -> Role {
        let Some(path) = name.strip_suffix(".yml").or(name.strip_suffix(".yaml")) else { return Role::Other };
        let (folder, stem) = path.rsplit_once('/').unwrap_or(("", path));
        let top = folder.split('/').next().unwrap_or_default();
        match (top, stem) {
            ("", "config") => Role::Config,
            ("", "domain") => Role::Domain,
            ("domain", _) => Role::Domain,
            (_, stem) if stem.starts_with("test_") => Role::Test(top == "data"),
            ("test" | "tests" | "e2e_tests", stem) if stem.ends_with("_test") || stem.ends_with("_tests") => {
                Role::Test(false)
            }
            ("test" | "tests" | "e2e_tests", _) => Role::Cases,
            ("data", _) => Role::Data,
            ("", "credentials" | "endpoints" | "docker-compose") => Role::Other,
            ("", _) if self.loose => Role::Data,
            _ => Role::Other,
        }
    }
}

/// The values of variables, and the word lists by name.
type Beside<'b> = (&'b BTreeMap<String, String>, &'b BTreeMap<&'b str, &'b str>);

fn one(reading: &mut Reading, name: &str, text: &str, role: Role, (variables, lists): Beside<'_>) {
    let mut problems = Vec::new();
    let mut root = yaml::parse(name, text, &mut problems);
    if role == Role::Data && !DATA[..6].iter().any(|key| root.get(key).is_some()) {
        // Any other YAML may lie beside the data; one that means to be data has a key that is nearly right.
        let slip =
            root.entries().iter().any(|(key, _)| nearest::nearest(&key.text, DATA).is_some_and(|k| k != "version"));
        let broken = problems.iter().any(|problem| problem.fatal) && root.entries().is_empty();
        // A domain that nobody reads is told; other YAML is not.
        let domain = root.entries().iter().any(|(key, _)| domain_key(&key.text) && key.text != "config");
        if !slip && !broken && !domain {
            return;
        }
    }
    if role == Role::Cases && !CASES.iter().any(|key| root.get(key).is_some()) {
        return;
    }
    reading.file = u16::try_from(reading.bot.files.len()).unwrap_or(u16::MAX);
    reading.bot.files.push(name.to_owned());
    reading.broken |= problems.iter().any(|problem| problem.fatal) && root.is_null();
    reading.problems.append(&mut problems);
    if role == Role::Config {
        return settings::read(reading, &mut root, variables, name);
    }
    expand(&mut root, variables, name, &mut reading.problems);
    version(reading, &root);
    match role {
        Role::Domain => {
            domain::read(reading, &root);
            data(reading, &root, false, lists);
        }
        Role::Data => data(reading, &root, true, lists),
        Role::Test(trained) => {
            if trained {
                data(reading, &root, true, lists);
            }
            tests(reading, &root);
        }
        Role::Cases => tests(reading, &root),
        Role::Config | Role::Other => {}
    }
}

/// The keys of training data; `whole` where the file holds nothing else.
fn data(reading: &mut Reading, root: &Node, whole: bool, lists: &BTreeMap<&str, &str>) {
    for (key, node) in reading.map(root, "a file of a bot") {
        match key.text.as_str() {
            "nlu" => nlu::read(reading, node, lists),
            "rules" => script::read(reading, node, Sort::Rule),
            "stories" => script::read(reading, node, Sort::Story),
            "responses" if whole => responses::read(reading, node),
            "routing" if whole => routing::read(reading, node),
            "flows" => flows::read(reading, node),
            "version" | "metadata" => {}
            // The domain has its own reader; below `data` it has none, as in Rasa.
            other if whole && domain_key(other) => {
                let message =
                    format!("`{other}` belongs to the domain, which is read from `domain.yml` or the folder `domain`");
                reading.note(Code::Unused, key.place, message);
            }
            _ if !whole => {}
            _ => reading.unknown(key, &DATA, false),
        }
    }
}

fn domain_key(key: &str) -> bool {
    ["intents", "entities", "slots", "forms", "actions", "e2e_actions", "session_config", "config"].contains(&key)
}

fn tests(reading: &mut Reading, root: &Node) {
    for (key, node) in reading.map(root, "a file of tests") {
        match key.text.as_str() {
            "stories" => script::read(reading, node, Sort::Test),
            "test_cases" => cases::cases(reading, node),
            "fixtures" => cases::fixtures(reading, node),
            "stub_custom_actions" => cases::stubs(reading, node),
            _ => {}
        }
    }
}

/// A version newer than what is known is read all the same.
fn version(reading: &mut Reading, root: &Node) {
    let Some(node) = root.get("version") else { return };
    let newest = 3.1;
    if node.scalar().and_then(|text| text.trim().parse::<f64>().ok()).is_some_and(|version| version > newest) {
        let message = format!("version {} is newer than {newest}; it is read as {newest}", node.describe());
        reading.note(Code::Unused, node.place, message);
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests_of_read;
