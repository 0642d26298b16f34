//! A form and its fields.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::platform::code_lists::Texts;
use crate::platform::encoded::hexadecimal;
use crate::text_enum;

/// What is asked in a report of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportFormDefinition)]
pub struct Form {
    /// The kind of report (code list `safety_report_kinds`).
    #[schema(example = "heat")]
    pub kind: String,
    /// Counts the versions of this kind, from 1.
    #[schema(minimum = 1)]
    pub version: u32,
    /// The day on which it was published.
    #[schema(format = Date, example = "2026-11-30")]
    pub published_on: String,
    /// What is asked, in the order in which a person should see it.
    pub fields: Vec<Field>,
}

text_enum! {
    /// What a field holds.
    pub enum FieldType {
        /// Text.
        Text => "text",
        /// Yes or no: a JSON boolean.
        YesNo => "yes_no",
        /// A whole number.
        WholeNumber => "whole_number",
        /// One code.
        Code => "code",
        /// Several codes.
        Codes => "codes",
        /// A day.
        Date => "date",
        /// A place.
        Place => "place",
    }
}

/// One question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportFormField)]
pub struct Field {
    /// The JSON Pointer of the member that holds the answer.
    #[schema(example = "/answers/rest_in_shade")]
    pub at: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// The question, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub label: Texts,
    /// Whether it must be answered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// When it must be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    /// The code list from which the answer is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_list: Option<String>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    /// The greatest number, or the most characters or codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<i64>,
    /// The codes from which the answer is taken, where there is no code list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// An answer that can be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportFormChoice)]
pub struct Choice {
    /// The code.
    pub code: String,
    /// What a person reads, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub label: Texts,
}

/// Something that another answer says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportFormCondition)]
pub struct Condition {
    /// The JSON Pointer of the other member.
    #[schema(example = "/told_employer")]
    pub at: String,
    /// It has one of these codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// It is missing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_missing: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Form {
    /// The hash under which it is known: of its JSON with sorted members and no spaces.
    pub fn hash(&self) -> Result<String, serde_json::Error> {
        // A value keeps its members sorted.
        let value = serde_json::to_value(self)?;
        Ok(hexadecimal(&Sha256::digest(serde_json::to_vec(&value)?)))
    }
}
