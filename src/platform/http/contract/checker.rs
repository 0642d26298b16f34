//! What a value is checked by.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// A schema that is compiled when a value is first checked by it. There are hundreds, and an instance meets a
/// few dozen: compiling all at the start took most of it, and most of the memory of an idle server.
pub(super) struct Checker {
    schema: Value,
    compiled: OnceLock<Result<Validator, String>>,
}

/// The document's schemas by name, to which others refer.
pub(super) struct Schemas(Map<String, Value>);

impl Checker {
    pub(super) const fn new(schema: Value) -> Self {
        Self {
            schema,
            compiled: OnceLock::new(),
        }
    }

    /// The compiled schema, or why it cannot be compiled.
    pub(super) fn validator(&self, schemas: &Schemas) -> Result<&Validator, &str> {
        let compiled = self.compiled.get_or_init(|| schemas.compile(&self.schema));
        compiled.as_ref().map_err(String::as_str)
    }
}

impl Schemas {
    pub(super) fn of(document: &Value) -> Self {
        let schemas = document.pointer("/components/schemas");
        Self(
            schemas
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
        )
    }

    fn compile(&self, schema: &Value) -> Result<Validator, String> {
        let mut needed = Map::new();
        self.collect_referred(schema, &mut needed);
        let schema = json!({ "allOf": [schema], "components": { "schemas": needed } });
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| error.to_string())
    }

    /// Gathers the schemas to which a schema refers, directly or by another: each validator holds only
    /// its own part of the contract.
    fn collect_referred(&self, schema: &Value, needed: &mut Map<String, Value>) {
        match schema {
            Value::Object(members) => {
                if let Some(name) = members
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|target| target.strip_prefix("#/components/schemas/"))
                    && !needed.contains_key(name)
                    && let Some(referred) = self.0.get(name)
                {
                    needed.insert(name.to_owned(), referred.clone());
                    self.collect_referred(referred, needed);
                }
                members
                    .values()
                    .for_each(|member| self.collect_referred(member, needed));
            }
            Value::Array(items) => items
                .iter()
                .for_each(|item| self.collect_referred(item, needed)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
