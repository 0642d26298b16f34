//! What must be true of the code lists, besides their form.

use std::collections::HashSet;
use std::path::Path;

use super::Refused;
use super::members::fault_of_line;
use crate::platform::code_lists::{CodeEntry, CodeList, CodeLists};

/// Languages in which every code has a label.
const REQUIRED: [&str; 4] = ["en", "fil", "id", "vi"];
const LABEL: usize = 300;

/// Checks every list of the folder.
pub(super) fn check(folder: &Path, lists: &CodeLists, refused: &mut Refused) {
    for list in lists.all() {
        let file = folder.join(format!("{}.toml", list.name));
        if file.exists() {
            refused.add(&file, faults_of(list));
        } else {
            let reason = format!("the list `{}` is not in a file of that name", list.name);
            refused.add(folder, [reason]);
        }
    }
}

fn faults_of(list: &CodeList) -> Vec<String> {
    let mut faults = Vec::new();
    let mut known = HashSet::new();
    for entry in &list.codes {
        if !known.insert(&entry.code) {
            faults.push(format!("code `{}` stands there twice", entry.code));
        }
        let has_parent = |parent: &String| list.codes.iter().any(|other| other.code == *parent);
        if let Some(parent) = entry.parent.as_ref().filter(|parent| !has_parent(parent)) {
            faults.push(format!(
                "code `{}`: its parent `{parent}` is not in the list",
                entry.code
            ));
        }
        faults.extend(faults_of_labels(entry));
    }
    if list.codes.is_empty() {
        faults.push("has no codes".to_owned());
    }
    faults
}

fn faults_of_labels(entry: &CodeEntry) -> Vec<String> {
    let mut faults = Vec::new();
    for language in REQUIRED {
        if !entry.label.contains_key(language) {
            faults.push(format!(
                "code `{}` has no label in `{language}`",
                entry.code
            ));
        }
        if !entry.description.is_empty() && !entry.description.contains_key(language) {
            faults.push(format!(
                "code `{}` has no description in `{language}`",
                entry.code
            ));
        }
    }
    for (language, text) in &entry.label {
        if let Some(reason) = fault_of_line(text, LABEL) {
            faults.push(format!(
                "code `{}`, label in `{language}`: {reason}",
                entry.code
            ));
        }
    }
    faults
}
