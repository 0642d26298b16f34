//! Lists as JSON: a page, an array, one service, or organisations with their services.

use std::path::Path;

use serde_json::{Value, json};

use super::{Found, Lists};

/// Reads every `*.json` of a folder.
pub(super) fn read_folder(folder: &Path, lists: &mut Lists) {
    let name = folder.display().to_string();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return lists.fault(&name, &error.to_string()),
    };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let is_json = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "json");
    let mut paths: Vec<_> = paths.filter(is_json).collect();
    paths.sort();
    if paths.is_empty() {
        lists.fault(&name, "holds neither services.csv nor a file of JSON");
    }
    for path in paths {
        read_file(&path, lists);
    }
}

/// Reads a file.
pub(super) fn read_file(path: &Path, lists: &mut Lists) {
    let file = path.display().to_string();
    let read = std::fs::read(path).map_err(|error| error.to_string());
    let value = read.and_then(|bytes| {
        serde_json::from_slice::<Value>(&bytes).map_err(|error| error.to_string())
    });
    match value {
        Ok(value) => take(&file, value, lists),
        Err(reason) => lists.fault(&file, &reason),
    }
}

fn take(file: &str, mut value: Value, lists: &mut Lists) {
    if let Some(contents) = value.get_mut("contents").map(Value::take) {
        return take(file, contents, lists);
    }
    if let Value::Array(items) = value {
        for item in items {
            take_one(file, item, lists);
        }
    } else {
        take_one(file, value, lists);
    }
}

/// A service has a status, an organisation has none.
fn take_one(file: &str, mut value: Value, lists: &mut Lists) {
    if !value.is_object() {
        return lists.fault(file, "holds something that is no object");
    }
    if value.get("status").is_none() && value.get("name").is_some() {
        let organization = value.get("id").cloned().unwrap_or_default();
        let services = value.get_mut("services").map(Value::take);
        push(file, value, &mut lists.organizations);
        let services = services.unwrap_or_default();
        for service in services.as_array().into_iter().flatten() {
            let mut service = service.clone();
            if let Some(members) = service.as_object_mut() {
                members.insert("organization_id".to_owned(), organization.clone());
            }
            push(file, service, &mut lists.services);
        }
        return;
    }
    if let Some(organization) = value.get("organization").filter(|one| one.is_object()) {
        let organization = organization.clone();
        if let Some(members) = value.as_object_mut() {
            let id = organization.get("id").cloned().unwrap_or(json!(null));
            members.insert("organization_id".to_owned(), id);
        }
        push(file, organization, &mut lists.organizations);
    }
    push(file, value, &mut lists.services);
}

fn push(file: &str, value: Value, to: &mut Vec<Found>) {
    // An organisation stands with each of its services.
    if !to.iter().any(|found| found.value == value) {
        let file = file.to_owned();
        to.push(Found { file, value });
    }
}
