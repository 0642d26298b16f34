//! Merge patches (RFC 7396).

use serde::Deserialize;
use serde_json::{Map, Value};
use validator::{Validate, ValidationErrors};

/// A merge patch as it came in; the contract says what its form is.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct MergePatch(pub Map<String, Value>);

impl Validate for MergePatch {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

/// Lays a merge patch (RFC 7396) over a document.
pub fn merge_patch(target: &mut Value, patch: &Map<String, Value>) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(members) = target.as_object_mut() else {
        return;
    };
    for (name, value) in patch {
        match value {
            Value::Null => drop(members.remove(name)),
            Value::Object(inner) => {
                merge_patch(members.entry(name.clone()).or_insert(Value::Null), inner);
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                members.insert(name.clone(), value.clone());
            }
        }
    }
}
