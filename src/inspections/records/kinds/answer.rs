//! An answer to an item of a checklist.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::platform::problem::Fault;

/// What was answered to an item of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The item.
    pub item_code: String,
    /// What was answered.
    pub value: Value,
    /// In the inspector's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

pub(super) fn faults_in(document: &Map<String, Value>) -> Vec<Fault> {
    match serde_json::from_value::<Answer>(Value::Object(document.clone())) {
        Ok(_) => Vec::new(),
        Err(_) => vec![Fault::new("", "not_an_answer")],
    }
}
