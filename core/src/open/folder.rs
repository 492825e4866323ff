//! A bot directory, or a built file, on disk: the only place that touches files.
//!
//! In: a path. Out: the texts of the files that may belong to a bot, in the order of their names, so
//! that every machine reads the same. Loops of links, huge trees and huge files are bounded.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{build, inspect};
use crate::bot::Bot;
use crate::error::{Code, Error, Problem};
use crate::order;
use crate::train::quality::quality;

/// Folders inside each other.
const DEEPEST: usize = 16;
/// Entries of all folders together.
const ENTRIES: usize = 100_000;
/// Bytes of one authored file, of all together, and of a built file.
const FILE: u64 = 32 << 20;
const TOTAL: u64 = 256 << 20;
const BUILT: u64 = 1 << 30;
/// The folders of a bot that are looked into.
const FOLDERS: [&str; 5] = ["data", "domain", "e2e_tests", "test", "tests"];

impl Bot {
    /// Opens a bot directory (reads, checks and trains it) or a file made by `save`.
    ///
    /// # Errors
    /// The first mistake, with its file, line and column; a path that is not there.
    pub fn open(path: impl AsRef<Path>) -> Result<Bot, Error> {
        Bot::open_with(path, &BTreeMap::new())
    }

    /// The same, with the values of `${VAR}` in authored files.
    ///
    /// # Errors
    /// The first mistake, with its file, line and column; a path that is not there.
    pub fn open_with(path: impl AsRef<Path>, variables: &BTreeMap<String, String>) -> Result<Bot, Error> {
        let path = path.as_ref();
        if path.is_file() {
            return built(path);
        }
        let (bot, problems) = directory(path, variables);
        build(bot, problems)
    }

    /// A bot and everything that is wrong with it, its examples not looked at.
    #[cfg(feature = "cli")]
    pub(crate) fn checked(path: &Path, variables: &BTreeMap<String, String>) -> (Bot, Vec<Problem>) {
        match path.is_file().then(|| built(path)) {
            None => directory(path, variables),
            Some(Ok(bot)) => (Bot { notes: Vec::new(), ..bot.clone() }, bot.notes),
            Some(Err(error)) => (Bot::default(), vec![error.into()]),
        }
    }

    /// A bot directory as it is authored, not yet trained.
    #[cfg(feature = "cli")]
    pub(crate) fn authored(path: &Path, variables: &BTreeMap<String, String>) -> Result<Bot, Error> {
        let (bot, problems) = directory(path, variables);
        super::sound(bot, problems)
    }

    /// Everything that is wrong with a bot, or worth knowing, without training it.
    pub fn check(path: impl AsRef<Path>) -> Vec<Problem> {
        Bot::check_with(path, &BTreeMap::new())
    }

    /// The same, with the values of `${VAR}` in authored files.
    pub(crate) fn check_with(path: impl AsRef<Path>, variables: &BTreeMap<String, String>) -> Vec<Problem> {
        let path = path.as_ref();
        if !path.is_file() {
            let (bot, mut problems) = directory(path, variables);
            problems.extend(quality(&bot));
            return problems;
        }
        match built(path) {
            Ok(bot) => bot.notes,
            Err(error) => vec![error.into()],
        }
    }
}

/// A built bot from its file; what is wrong with it names the file.
fn built(path: &Path) -> Result<Bot, Error> {
    let bytes = bytes(path, BUILT).map_err(Error::from)?;
    Bot::load(&bytes).map_err(|error| Problem::from(error).at(&path.display().to_string(), 0, 0).into())
}

/// The bot of a directory, not yet trained, and all its problems.
fn directory(path: &Path, variables: &BTreeMap<String, String>) -> (Bot, Vec<Problem>) {
    let (files, mut problems) = collect(path);
    if problems.iter().any(|problem| problem.code == Code::NotFound.name()) {
        return (Bot::default(), problems);
    }
    let (bot, found) = inspect(&files, variables);
    problems.extend(found);
    (bot, problems)
}

/// The files of a directory that may belong to a bot: names with `/`, and texts.
pub(crate) fn collect(path: &Path) -> (Vec<(String, String)>, Vec<Problem>) {
    let mut walk = Walk { root: path, files: Vec::new(), problems: Vec::new(), seen: Vec::new(), entries: 0, total: 0 };
    if !path.is_dir() {
        walk.problem(Code::NotFound, &path.display().to_string(), "there is no such file or directory");
        return (walk.files, walk.problems);
    }
    walk.folder(path, 0);
    let mut next = 0;
    // The projects that a `config.yml` imports, and those that they import.
    loop {
        let imports = crate::bot::imports(&walk.files);
        let Some(import) = imports.get(next) else { break };
        next += 1;
        if next > 100 {
            break;
        }
        let folder = path.join(import);
        if folder.is_dir() {
            walk.folder(&folder, 0);
        } else {
            walk.problem(Code::NotFound, "config.yml", &format!("the imported project `{import}` is not there"));
        }
    }
    order::sort(&mut walk.files);
    walk.files.dedup_by(|a, b| a.0 == b.0);
    (walk.files, walk.problems)
}

struct Walk<'p> {
    root: &'p Path,
    files: Vec<(String, String)>,
    problems: Vec<Problem>,
    /// The folders on the way down, as they really are.
    seen: Vec<PathBuf>,
    entries: usize,
    total: u64,
}

impl Walk<'_> {
    fn problem(&mut self, code: Code, file: &str, message: &str) {
        self.problems.push(Problem::new(code, message).at(file, 0, 0));
    }

    /// `data/nlu.yml`, on every machine.
    fn name(&self, path: &Path) -> String {
        let path = path.strip_prefix(self.root).unwrap_or(path);
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }

    fn folder(&mut self, path: &Path, depth: usize) {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if self.seen.contains(&real) {
            return;
        }
        if depth > DEEPEST {
            return self.problem(Code::TooLarge, &self.name(path), &format!("folders nest deeper than {DEEPEST}"));
        }
        let Ok(listing) = fs::read_dir(path) else {
            return self.problem(Code::NotFound, &self.name(path), "this folder cannot be read");
        };
        let mut entries: Vec<PathBuf> = listing.flatten().map(|entry| entry.path()).take(ENTRIES).collect();
        order::sort(&mut entries);
        self.seen.push(real);
        for entry in entries {
            self.entries += 1;
            if self.entries > ENTRIES {
                if self.entries == ENTRIES + 1 {
                    self.problem(
                        Code::TooLarge,
                        &self.name(path),
                        &format!("over {ENTRIES} files; the rest is not read"),
                    );
                }
                break;
            }
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if entry.is_dir() {
                if depth > 0 && !name.starts_with('.') || FOLDERS.contains(&name.as_str()) {
                    self.folder(&entry, depth + 1);
                }
            } else {
                self.file(&entry, &name);
            }
        }
        self.seen.pop();
    }

    fn file(&mut self, path: &Path, name: &str) {
        if name.ends_with(".md") {
            return self.markdown(path);
        }
        if name.ends_with(".json") {
            return self.json(path);
        }
        let list = name.ends_with(".txt");
        if !list && !name.ends_with(".yml") && !name.ends_with(".yaml") || name.starts_with('.') {
            return;
        }
        let read = bytes(path, FILE);
        let name = self.name(path);
        match read {
            Ok(bytes) => {
                self.total += bytes.len() as u64;
                if self.total > TOTAL {
                    return self.problem(Code::TooLarge, &name, &format!("a bot has at most {} MB", TOTAL >> 20));
                }
                match String::from_utf8(bytes) {
                    Ok(text) => self.files.push((name, text)),
                    // A text file is read only where a lookup names it; then it is missed there.
                    Err(_) if list => {}
                    Err(error) => self.not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to()),
                }
            }
            Err(_) if list => {}
            Err(problem) => self.problems.push(Problem { file: name, ..problem }),
        }
    }

    /// Training data of Rasa 1, which is told and not read.
    fn markdown(&mut self, path: &Path) {
        let name = self.name(path);
        let Ok(bytes) = bytes(path, FILE) else { return };
        let text = String::from_utf8_lossy(&bytes);
        let starts = |heads: &[&str]| text.lines().any(|line| heads.iter().any(|head| line.starts_with(head)));
        let nlu = starts(&["## intent:", "## synonym:", "## lookup:", "## regex:"]);
        let stories = starts(&["## "]) && starts(&["* "]) && starts(&[" - ", "  - ", "    - "]);
        let inside = name.contains('/') && !name.to_lowercase().ends_with("readme.md");
        if inside && (nlu || stories) {
            let message =
                "this is Markdown of Rasa 1 and is not read: convert it to YAML (`rasa data convert` of Rasa 2)";
            self.problems.push(Problem::new(Code::Unused, message).at(&name, 0, 0).note());
        }
    }

    /// Examples as JSON, which are told and not read.
    fn json(&mut self, path: &Path) {
        let name = self.name(path);
        let Ok(bytes) = bytes(path, FILE) else { return };
        if name.contains('/') && String::from_utf8_lossy(&bytes).contains("\"rasa_nlu_data\"") {
            let message = "these examples are JSON and are not read: convert them to YAML (`rasa data convert`)";
            self.problems.push(Problem::new(Code::Unused, message).at(&name, 0, 0).note());
        }
    }

    /// Points at the first byte that is no UTF-8.
    fn not_utf8(&mut self, name: &str, bytes: &[u8], valid: usize) {
        let before = String::from_utf8_lossy(&bytes[..valid]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let problem = Problem::new(Code::NotUtf8, "this is not UTF-8; save the file as UTF-8");
        self.problems.push(problem.at(name, narrow(line), narrow(column)));
    }
}

/// The bytes of a file, if it is there and not too large.
#[expect(clippy::disallowed_methods, reason = "this is the module that touches files")]
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
    let file = path.display().to_string();
    let size = fs::metadata(path).map(|data| data.len());
    match size {
        Ok(size) if size > most => {
            Err(Problem::new(Code::TooLarge, format!("the file has over {} MB", most >> 20)).at(&file, 0, 0))
        }
        Ok(_) => fs::read(path).map_err(|error| Problem::new(Code::NotFound, error.to_string()).at(&file, 0, 0)),
        Err(error) => Err(Problem::new(Code::NotFound, error.to_string()).at(&file, 0, 0)),
    }
}
