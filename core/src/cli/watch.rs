//! Whether a bot's files have changed.
//!
//! In: a bot directory or a built file. Out: a stamp of names, sizes and times that differs as soon as
//! one of them does. Nothing is read but the directory itself.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::order;

/// How long to wait before looking again.
pub(super) const EVERY: Duration = Duration::from_millis(300);
/// Files that are looked at, and how deep.
const MOST: usize = 10_000;
const DEEPEST: u32 = 8;

/// What a directory holds right now.
pub(super) fn stamp(path: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let mut seen = Vec::new();
    look(path, 0, &mut seen);
    seen
}

fn look(path: &Path, depth: u32, seen: &mut Vec<(PathBuf, u64, Option<SystemTime>)>) {
    if seen.len() >= MOST || depth > DEEPEST {
        return;
    }
    let Ok(entries) = std::fs::read_dir(path) else {
        if let Ok(data) = std::fs::metadata(path) {
            seen.push((path.to_owned(), data.len(), data.modified().ok()));
        }
        return;
    };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    order::sort(&mut entries);
    for entry in entries {
        let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let ours = entry.extension().is_some_and(|kind| kind == "yml" || kind == "yaml" || kind == "txt");
        if !hidden && (ours || entry.is_dir()) {
            look(&entry, depth + 1, seen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_changes_the_stamp() {
        let folder = std::env::temp_dir().join(format!("sonthana-watch-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("data")).unwrap();
        let file = folder.join("data/nlu.yml");
        std::fs::write(&file, "nlu: []").unwrap();
        let before = stamp(&folder);
        std::fs::write(folder.join("data/model.bin"), "x").unwrap();
        assert_eq!(stamp(&folder), before);
        std::fs::write(&file, "nlu: [ ]").unwrap();
        assert_ne!(stamp(&folder), before);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
