//! Reading the operator's file. It is used as a whole or not at all, and every fault is told.

use std::path::Path;

use super::model::AppsFile;

/// The file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:\n{}", faults.join("\n"))]
pub struct Refused {
    /// The file.
    pub file: String,
    /// Each fault, with its place.
    pub faults: Vec<String>,
}

/// Reads what the operator says to the apps.
pub fn read_apps(file: &Path) -> Result<AppsFile, Refused> {
    let refused = |faults| Refused {
        file: file.display().to_string(),
        faults,
    };
    let text = std::fs::read_to_string(file).map_err(|error| refused(vec![error.to_string()]))?;
    let read: AppsFile = toml::from_str(&text).map_err(|error| refused(vec![error.to_string()]))?;
    let faults = read.faults();
    if faults.is_empty() {
        Ok(read)
    } else {
        Err(refused(faults))
    }
}
