//! What a value is checked by.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::document::Components;
use super::faults::{FaultReader, MOST_LISTED};
use crate::platform::problem::Fault;

/// A schema that is compiled when a value is first checked by it. There are hundreds, and an instance meets a
/// few dozen: compiling all at the start took most of it, and most of the memory of an idle server.
pub(super) struct Checker {
    schema: Value,
    compiled: OnceLock<Result<Compiled, String>>,
}

/// A schema that is ready, and the reader of its faults.
pub(super) struct Compiled {
    validator: Validator,
    faults: FaultReader,
}

impl Checker {
    pub(super) const fn new(schema: Value) -> Self {
        Self {
            schema,
            compiled: OnceLock::new(),
        }
    }

    /// The compiled schema, or why it cannot be compiled.
    pub(super) fn compiled(&self, components: &Components<'_>) -> Result<&Compiled, &str> {
        let compiled = self
            .compiled
            .get_or_init(|| Compiled::of(&self.schema, components));
        compiled.as_ref().map_err(String::as_str)
    }
}

impl Compiled {
    fn of(schema: &Value, components: &Components<'_>) -> Result<Self, String> {
        let mut needed = Map::new();
        collect_referred(schema, components, &mut needed);
        let schema = json!({ "allOf": [schema], "components": { "schemas": needed } });
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            validator,
            faults: FaultReader::of(&schema),
        })
    }

    /// All that is wrong with a value, at JSON pointers that begin with `base`; of thousands of faults the first ones, some
    /// more than are listed, because a place may have several.
    pub(super) fn faults_of(&self, value: &Value, base: &str) -> Vec<Fault> {
        let errors = self.validator.iter_errors(value);
        errors
            .take(MOST_LISTED * 10)
            .flat_map(|error| self.faults.read(&error, base))
            .collect()
    }
}

/// Gathers the schemas to which a schema refers, directly or by another: each validator holds only its own part
/// of the contract.
fn collect_referred(schema: &Value, components: &Components<'_>, needed: &mut Map<String, Value>) {
    match schema {
        Value::Object(members) => {
            if let Some(name) = members
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|target| target.strip_prefix("#/components/schemas/"))
                && !needed.contains_key(name)
                && let Some(referred) = components.schema(name)
            {
                needed.insert(name.to_owned(), referred.clone());
                collect_referred(&referred, components, needed);
            }
            members
                .values()
                .for_each(|member| collect_referred(member, components, needed));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_referred(item, components, needed)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
