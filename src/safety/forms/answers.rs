//! Answers to what only one kind of report asks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, Type,
};
use utoipa::{PartialSchema, ToSchema};

/// Most answers of a report.
const MOST_ANSWERS: usize = 40;
/// Most characters of a text.
const MOST_CHARACTERS: usize = 2000;
/// Most codes of an answer.
const MOST_CODES: usize = 20;
/// The greatest number.
const GREATEST: i64 = 1_000_000;

/// One answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Number(i64),
    /// A text or a code.
    Text(String),
    /// Several codes.
    Codes(Vec<String>),
}

impl PartialSchema for Answer {
    // A list of types would be shorter; most generators of clients read alternatives only.
    fn schema() -> RefOr<Schema> {
        let text = || {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .max_length(Some(MOST_CHARACTERS))
        };
        let number = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(-GREATEST))
            .maximum(Some(GREATEST));
        let codes = ArrayBuilder::new()
            .items(text())
            .max_items(Some(MOST_CODES));
        AnyOfBuilder::new()
            .item(ObjectBuilder::new().schema_type(Type::Boolean))
            .item(number)
            .item(text())
            .item(codes)
            .description(Some(
                "An answer: yes or no, a number, a text or code, or several codes.",
            ))
            .examples([serde_json::json!(true)])
            .into()
    }
}

impl ToSchema for Answer {
    fn name() -> Cow<'static, str> {
        "SafetyReportAnswer".into()
    }
}

/// Answers by the name of their question.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answers({})", self.0.len())
    }
}

impl Answers {
    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialSchema for Answers {
    fn schema() -> RefOr<Schema> {
        let names = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[a-z][a-z0-9_]{0,39}$"));
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "Answers to what only this kind asks, by the last part of the field's `at`.",
            ))
            .property_names(Some(names))
            .additional_properties(Some(AdditionalProperties::from(Answer::schema())))
            .max_properties(Some(MOST_ANSWERS))
            .examples([serde_json::json!({ "rest_in_shade": false, "hours_in_heat": 9 })])
            .into()
    }
}

impl ToSchema for Answers {
    fn name() -> Cow<'static, str> {
        "SafetyReportAnswers".into()
    }
}
