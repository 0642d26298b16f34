//! What is different between two versions.

use std::collections::{BTreeMap, BTreeSet};

use super::Item;
use super::splice::Spliced;

/// An item as some version has it: its id and the hash of its content.
pub type Held = BTreeMap<String, String>;

/// What a new version changes of the one before, as it is stored.
#[derive(Debug, PartialEq, Eq)]
pub struct Step<'i> {
    /// Items that end: they are gone, or are otherwise from now on.
    pub ended: Vec<String>,
    /// Items that are new, or otherwise than before.
    pub begun: Vec<&'i Item>,
}

/// What leads from the items of one version to those of the next.
pub fn step<'i>(before: &Held, items: &'i [Item]) -> Step<'i> {
    let now: BTreeMap<&str, &str> = items
        .iter()
        .map(|item| (item.id.as_str(), item.hash.as_str()))
        .collect();
    let ended = before.iter();
    let ended = ended.filter(|(id, hash)| now.get(id.as_str()) != Some(&hash.as_str()));
    let begun = items.iter();
    let begun = begun.filter(|item| before.get(&item.id) != Some(&item.hash));
    Step {
        ended: ended.map(|(id, _)| id.clone()).collect(),
        begun: begun.collect(),
    }
}

/// What leads from any earlier version to the current one.
#[derive(Debug, PartialEq, Eq)]
pub struct Change<'b> {
    /// The earlier version.
    pub base: &'b str,
    /// Items that are to be put in, or in the place of what has their id; in their order.
    pub changed: Vec<Item>,
    /// The ids of items that are to be taken out; in their order.
    pub removed: Vec<String>,
    /// Items that are told by what they were, for who asks for that; in their order.
    pub spliced: Option<Vec<Spliced>>,
}

impl<'b> Change<'b> {
    /// From the items of the earlier version, the ids of the current one, and those items that began since.
    pub fn of(base: &'b str, before: &Held, now: &BTreeSet<String>, begun: Vec<Item>) -> Self {
        let mut changed = begun;
        // What was changed and changed back is as it was.
        changed.retain(|item| before.get(&item.id) != Some(&item.hash));
        super::sort(&mut changed);
        let removed = before.keys().filter(|id| !now.contains(*id));
        Self {
            base,
            changed,
            removed: removed.cloned().collect(),
            spliced: None,
        }
    }

    /// The same, with items told by what they were where that is shorter; `before` are those of the earlier version.
    #[must_use]
    pub fn in_splices(mut self, before: &[Item]) -> Self {
        let contents: BTreeMap<&str, &str> = before
            .iter()
            .map(|item| (item.id.as_str(), item.content.as_str()))
            .collect();
        let mut spliced = Vec::new();
        self.changed.retain(|item| {
            let known = contents.get(item.id.as_str());
            let told = known.and_then(|before| Spliced::of(before, item));
            let is_whole = told.is_none();
            spliced.extend(told);
            is_whole
        });
        self.spliced = Some(spliced);
        self
    }
}
