//! Bot directories and built files on disk: what is found, in what order, and what is refused.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, clippy::print_stdout, unreachable_pub)]

use std::fs;
use std::path::PathBuf;

use sonthana::Bot;

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let path = std::env::temp_dir().join(format!("sonthana-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        let folder = Folder(path);
        for (name, bytes) in files {
            folder.write(name, bytes);
        }
        folder
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a name inside the folder")).expect("a folder to write into");
        fs::write(path, bytes).expect("a file to write");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const DOMAIN: &[u8] = "intents: [greet]
responses:
  utter_greet: [{text: สวัสดีค่ะ}]
  utter_default: [{text: ไม่เข้าใจค่ะ}]
rules:
- rule: greet
  steps: [{intent: greet}, {action: utter_greet}]
"
.as_bytes();
const NLU: &[u8] =
    "nlu:\n- intent: greet\n  examples: |\n    - สวัสดี\n    - หวัดดีครับ\n    - ดีจ้า\n    - hello\n    - สวัสดีตอนเช้าค่ะ\n"
        .as_bytes();

fn codes(path: &std::path::Path) -> Vec<(String, String, u32, u32)> {
    Bot::check(path).into_iter().map(|p| (p.code, p.file, p.line, p.column)).collect()
}

#[test]
fn a_directory_opens_and_a_built_file_is_the_same_bot() {
    let folder = Folder::new("open", &[("domain.yml", DOMAIN), ("data/deep/down/nlu.yml", NLU)]);
    let bot = Bot::open(&folder.0).unwrap();
    let bytes = bot.save();
    folder.write("built.bot", &bytes);
    let built = Bot::open(folder.0.join("built.bot")).unwrap();
    assert_eq!(built.save(), bytes);
    assert_eq!(Bot::open(&folder.0).unwrap().save(), bytes);
    folder.write("built.bot", &bytes[..bytes.len() / 2]);
    assert_eq!(Bot::open(folder.0.join("built.bot")).unwrap_err().code(), "bot-damaged");
    assert_eq!(codes(&folder.0.join("built.bot"))[0].0, "bot-damaged");
}

#[test]
fn the_same_texts_by_name_are_the_same_bot() {
    let folder = Folder::new("names", &[("domain.yml", DOMAIN), ("data/nlu.yml", NLU)]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let files = [("data/nlu.yml".to_owned(), text(NLU)), ("domain.yml".to_owned(), text(DOMAIN))];
    assert_eq!(Bot::read(&files).unwrap().save(), Bot::open(&folder.0).unwrap().save());
}

#[test]
fn what_is_not_there_says_so() {
    let folder = Folder::new("none", &[("notes.md", b"x")]);
    assert_eq!(Bot::open(folder.0.join("nowhere")).unwrap_err().code(), "not-found");
    assert_eq!(codes(&folder.0), [("not-found".into(), "domain.yml".into(), 0, 0)]);
}

#[test]
fn bytes_that_are_not_text_say_where() {
    let mut bytes = "nlu:\n- intent: ทัก".as_bytes().to_vec();
    bytes.push(0xff);
    let folder = Folder::new("utf8", &[("domain.yml", DOMAIN), ("data/nlu.yml", &bytes), ("data/a.txt", &[0xff])]);
    assert_eq!(codes(&folder.0), [("not-utf8".into(), "data/nlu.yml".into(), 2, 14)]);
}

#[test]
fn other_folders_and_hidden_files_are_left_alone() {
    let wrong = b"rulse: [".as_slice();
    let others = ["node_modules/data/a.yml", ".git/x.yml", "models/b.yml", "data/.hidden.yml", "data/.cache/c.yml"];
    let mut files = vec![("domain.yml", DOMAIN), ("data/nlu.yml", NLU), ("endpoints.yml", wrong)];
    files.extend(others.iter().map(|name| (*name, wrong)));
    let folder = Folder::new("others", &files);
    assert_eq!(codes(&folder.0), []);
}

#[test]
fn a_bot_that_would_be_silent_is_told() {
    let said = "rules:\n- rule: greet\n  steps: [{intent: greet}, {action: utter_greet}]\n".as_bytes();
    let mute = "intents: [greet]\nresponses:\n  utter_greet: [{text: สวัสดีค่ะ}]\n".as_bytes();
    let told = |name: &str, files: &[(&str, &[u8])]| {
        let folder = Folder::new(name, files);
        let problems = Bot::check(&folder.0).into_iter().filter(|problem| problem.file.is_empty());
        problems.map(|problem| (problem.fatal, problem.message)).collect::<Vec<_>>()
    };
    let lost = told("mute", &[("domain.yml", mute), ("data/rules.yml", said), ("data/nlu.yml", NLU)]);
    assert!(lost.len() == 1 && !lost[0].0 && lost[0].1.contains("utter_default"), "{lost:?}");
    let idle = told("idle", &[("domain.yml", mute)]);
    assert!(idle.len() == 1 && !idle[0].0 && idle[0].1.contains("nothing to do"), "{idle:?}");
    assert_eq!(told("fine", &[("domain.yml", DOMAIN)]), []);
}

#[test]
fn markdown_of_rasa_1_is_told() {
    let nlu = b"## intent:greet\n- hi\n".as_slice();
    let files =
        [("domain.yml", DOMAIN), ("data/nlu.md", nlu), ("data/README.md", b"# Data\n* a list\n"), ("notes.md", nlu)];
    let folder = Folder::new("markdown", &files);
    assert_eq!(codes(&folder.0), [("unused".into(), "data/nlu.md".into(), 0, 0)]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_are_followed_once() {
    let folder = Folder::new("loop", &[("domain.yml", DOMAIN), ("data/nlu.yml", NLU)]);
    std::os::unix::fs::symlink(&folder.0, folder.0.join("data/up")).unwrap();
    std::os::unix::fs::symlink(folder.0.join("data"), folder.0.join("data/again")).unwrap();
    assert_eq!(codes(&folder.0), []);
}

#[test]
fn folders_too_deep_are_refused() {
    let path = format!("data/{}nlu.yml", "d/".repeat(40));
    let folder = Folder::new("deep", &[("domain.yml", DOMAIN), (path.as_str(), NLU)]);
    assert_eq!(codes(&folder.0)[0].0, "too-large");
}

#[test]
fn examples_as_json_are_told_and_not_read() {
    let json = b"{\"rasa_nlu_data\": {\"common_examples\": []}}";
    let files = [("domain.yml", DOMAIN), ("data/nlu.yml", NLU), ("data/old.json", json), ("data/other.json", b"{}")];
    let folder = Folder::new("json", &files);
    assert_eq!(codes(&folder.0), [("unused".to_owned(), "data/old.json".to_owned(), 0, 0)]);
}
