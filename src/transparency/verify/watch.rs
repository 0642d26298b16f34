//! What was seen last time.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::VerifyError;
use crate::platform::clock::Date;
use crate::platform::ids::Id;

/// What was seen of a log, kept from one check to the next.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Watch {
    /// The key that signed what was seen.
    pub verifier_key: Option<String>,
    /// The size of the tree that was seen.
    pub size: u64,
    /// Its root, in base64.
    pub root: String,
    /// The reviews that were seen, by their public ids.
    pub reviews: BTreeMap<Id, Seen>,
}

/// A review that was seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Seen {
    /// The agency on whose page.
    pub agency: Id,
    /// Its entry in the log.
    pub entry: i64,
    /// The day on which it was no longer there, while the log does not say why.
    pub missing_since: Option<Date>,
    /// The day since which page and log differ in whether it counts.
    #[serde(default)]
    pub unlike_since: Option<Date>,
}

impl Watch {
    pub fn read(path: Option<&Path>) -> Result<Self, VerifyError> {
        let Some(path) = path.filter(|path| path.exists()) else {
            return Ok(Self::default());
        };
        let refused = |reason: String| file_error(path, reason);
        let text = std::fs::read_to_string(path).map_err(|error| refused(error.to_string()))?;
        serde_json::from_str(&text).map_err(|error| refused(error.to_string()))
    }

    /// Replaces the file whole, so that a crash leaves either the old one or the new one.
    pub fn write(&self, path: Option<&Path>) -> Result<(), VerifyError> {
        let Some(path) = path else {
            return Ok(());
        };
        let refused = |reason: String| file_error(path, reason);
        let text = serde_json::to_string_pretty(self).map_err(|e| refused(e.to_string()))?;
        let beside = path.with_extension("new");
        std::fs::write(&beside, text).map_err(|error| refused(error.to_string()))?;
        std::fs::rename(&beside, path).map_err(|error| refused(error.to_string()))
    }
}

fn file_error(path: &Path, reason: String) -> VerifyError {
    VerifyError::File {
        path: path.to_owned(),
        reason,
    }
}
