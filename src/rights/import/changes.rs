//! What an import changed.

use std::collections::BTreeMap;
use std::fmt;

/// What an import did with one kind of thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The kind, in the plural.
    pub what: &'static str,
    /// The names of what is new.
    pub added: Vec<String>,
    /// The names of what is different now.
    pub changed: Vec<String>,
    /// The names of what is gone.
    pub removed: Vec<String>,
    /// The names of what was changed by others since, and was therefore left as it is.
    pub kept: Vec<String>,
    /// How much is as it was.
    pub unchanged: usize,
}

impl Changes {
    /// Nothing so far.
    pub const fn none(what: &'static str) -> Self {
        Self {
            what,
            added: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
            kept: Vec::new(),
            unchanged: 0,
        }
    }

    /// Compares what there was with what there is, by name.
    pub fn between<T: PartialEq>(
        what: &'static str,
        before: &BTreeMap<String, T>,
        after: &BTreeMap<String, T>,
    ) -> Self {
        let names = |keep: &dyn Fn(&String, &T) -> bool| -> Vec<String> {
            let kept = after.iter().filter(|(name, now)| keep(name, now));
            kept.map(|(name, _)| name.clone()).collect()
        };
        let gone = before.keys().filter(|name| !after.contains_key(*name));
        Self {
            what,
            added: names(&|name, _| !before.contains_key(name)),
            changed: names(&|name, now| before.get(name).is_some_and(|was| was != now)),
            removed: gone.cloned().collect(),
            kept: Vec::new(),
            unchanged: names(&|name, now| before.get(name) == Some(now)).len(),
        }
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} added, {} changed, {} removed, {} unchanged",
            self.what,
            self.added.len(),
            self.changed.len(),
            self.removed.len(),
            self.unchanged
        )?;
        if self.kept.is_empty() {
            return Ok(());
        }
        write!(f, ", {} left as editors have them", self.kept.len())
    }
}
