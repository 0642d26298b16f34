//! Where in the text of the document each part is.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The parts of the document, unread. Read as a whole it would take some ten times its own size in memory.
#[derive(Deserialize)]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub(super) paths: BTreeMap<Cow<'a, str>, BTreeMap<Cow<'a, str>, &'a RawValue>>,
    #[serde(borrow)]
    pub(super) components: Components<'a>,
    #[serde(rename = "x-code-lists")]
    pub(super) codes: String,
    #[serde(rename = "x-messages-between-servers")]
    pub(super) messages: Vec<Cow<'a, str>>,
    #[serde(rename = "x-documents")]
    pub(super) documents: Vec<Cow<'a, str>>,
}

/// What several operations have in common, by name.
#[derive(Deserialize)]
pub(super) struct Components<'a> {
    #[serde(borrow)]
    schemas: HashMap<Cow<'a, str>, &'a RawValue>,
    #[serde(borrow)]
    parameters: HashMap<Cow<'a, str>, &'a RawValue>,
}

impl Components<'_> {
    /// A schema by its name.
    pub(super) fn schema(&self, name: &str) -> Option<Value> {
        self.schemas.get(name).map(|source| read(source))
    }

    /// What a value is, or what it refers to.
    pub(super) fn resolved(&self, value: &Value) -> Value {
        let target = value.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| target.strip_prefix("#/components/"));
        let found = target.and_then(|target| match target.split_once('/')? {
            ("schemas", name) => self.schemas.get(name),
            ("parameters", name) => self.parameters.get(name),
            _ => None,
        });
        found.map_or_else(|| value.clone(), |source| read(source))
    }
}

/// A part of the document. The whole was well-formed, so its parts are.
pub(super) fn read(source: &RawValue) -> Value {
    serde_json::from_str(source.get()).unwrap_or_default()
}
