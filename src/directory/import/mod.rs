//! Importing lists of services as other directories hand them out: HSDS as tables (a folder of CSV files) and as JSON.
//!
//! Nothing is stored unless all of it can be: every fault is told with its file. The same list again changes nothing.

mod facts;
mod json;
mod run;
mod tables;
mod values;

use std::path::Path;

use serde_json::Value;

pub use run::{Import, ImportError, Imported, import_services};

/// An object of a list, and the file in which it stands.
#[derive(Debug, Clone)]
struct Found {
    file: String,
    value: Value,
}

/// What lists say, as nested objects of the standard.
#[derive(Debug, Default)]
struct Lists {
    organizations: Vec<Found>,
    services: Vec<Found>,
    faults: Vec<String>,
}

impl Lists {
    fn fault(&mut self, file: &str, reason: &str) {
        self.faults.push(format!("{file}: {reason}"));
    }
}

/// Reads a file of JSON, a folder of such files, or a folder of tables.
fn read(path: &Path) -> Lists {
    let mut lists = Lists::default();
    if path.is_dir() && path.join("services.csv").is_file() {
        tables::read(path, &mut lists);
    } else if path.is_dir() {
        json::read_folder(path, &mut lists);
    } else {
        json::read_file(path, &mut lists);
    }
    lists
}
