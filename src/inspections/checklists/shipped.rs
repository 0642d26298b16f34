//! The checklists that come with the program, every version that was ever published.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::model::Checklist;

macro_rules! checklist {
    ($name:literal) => {
        include_str!(concat!("../../../data/checklists/", $name, ".toml"))
    };
}

const FILES: &[&str] = &[
    checklist!("general_safety.1"),
    checklist!("violence_harassment.1"),
    checklist!("agriculture.1"),
    checklist!("malaysia_osha.1"),
];

/// By hash. A test shows that each file is read.
static CHECKLISTS: LazyLock<BTreeMap<String, Arc<Checklist>>> = LazyLock::new(|| {
    let read = |text: &&str| {
        let checklist: Checklist = toml::from_str(text).ok()?;
        Some((checklist.hash().ok()?, Arc::new(checklist)))
    };
    FILES.iter().filter_map(read).collect()
});

/// All of them, with their hashes.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Arc<Checklist>)> {
    CHECKLISTS.iter().map(|(hash, own)| (hash.as_str(), own))
}

/// The one with a hash.
pub fn find(hash: &str) -> Option<&'static Arc<Checklist>> {
    CHECKLISTS.get(hash)
}

/// Whether a code is one of theirs.
pub fn has_code(code: &str) -> bool {
    CHECKLISTS.values().any(|own| own.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = include_str!("../../../data/checklists/published.txt");

    #[test]
    fn every_file_is_a_sound_checklist() {
        for text in FILES {
            let checklist: Checklist = toml::from_str(text).unwrap();
            assert!(checklist.faults().is_empty(), "{:?}", checklist.faults());
            let languages: Vec<&String> = checklist.title.keys().collect();
            for item in &checklist.items {
                let own: Vec<&String> = item.text.keys().collect();
                assert_eq!(own, languages, "{} {}", checklist.code, item.code);
            }
        }
        assert_eq!(CHECKLISTS.len(), FILES.len());
    }

    /// Code, version and hash of what was published: once it is here, it stays here.
    #[test]
    fn a_checklist_that_was_published_never_changes() {
        let line =
            |(hash, own): (&str, &Arc<Checklist>)| format!("{} {} {hash}\n", own.code, own.version);
        let mut lines: Vec<String> = all().map(line).collect();
        lines.sort();
        assert_eq!(lines.concat(), PUBLISHED, "new lines are adopted by hand");
    }
}
