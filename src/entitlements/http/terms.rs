//! A member of a contract as it comes in.

use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, KnownFormat, Object, ObjectBuilder, Schema,
    SchemaFormat, Type,
};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::code_lists::{Code, Currencies};

const DECIMAL: &str = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$";
const MOST_WHOLE: f64 = 1_000_000.0;

/// What a contract says of one thing: text, a code or a decimal number (all as text), a whole number, yes or no, money, a length
/// of time, languages, or fees. Which it must be is in `data/checks/contract.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct ContractTerm(pub Value);

fn text(most: usize) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(most))
        .build()
}

fn closed(object: ObjectBuilder) -> Object {
    let none = AdditionalProperties::<Schema>::FreeForm(false);
    object
        .schema_type(Type::Object)
        .additional_properties(Some(none))
        .build()
}

fn amount() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(DECIMAL))
        .max_length(Some(17))
        .build()
}

fn words(words: &[&'static str]) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words.to_vec()))
        .build()
}

fn whole() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(0.0))
        .maximum(Some(MOST_WHOLE))
        .build()
}

fn money() -> Object {
    let per = words(&["hour", "day", "week", "month", "case"]);
    closed(
        ObjectBuilder::new()
            .property("amount", amount())
            .required("amount")
            .property("currency", Code::<Currencies>::schema())
            .required("currency")
            .property("per", per)
            .required("per"),
    )
}

fn duration() -> Object {
    let unit = words(&["days", "working_days", "weeks", "months", "wage_periods"]);
    closed(
        ObjectBuilder::new()
            .property("count", whole())
            .required("count")
            .property("unit", unit)
            .required("unit"),
    )
}

fn fee() -> Object {
    closed(
        ObjectBuilder::new()
            .property("what", text(200))
            .property("amount", amount())
            .required("amount")
            .property("currency", Code::<Currencies>::schema())
            .required("currency"),
    )
}

impl PartialSchema for ContractTerm {
    fn schema() -> RefOr<Schema> {
        let entry = AnyOfBuilder::new().item(text(100)).item(fee()).build();
        let list = ArrayBuilder::new()
            .items(RefOr::T(Schema::AnyOf(entry)))
            .max_items(Some(50))
            .build();
        let yes_no = ObjectBuilder::new().schema_type(Type::Boolean).build();
        let any = AnyOfBuilder::new()
            .description(Some(
                "Text, a code or a decimal number (all as text), a whole number, yes or no, money, a length of time, languages, \
                 or fees. `\"\"` and `[]` say that the contract is silent.",
            ))
            .item(text(500))
            .item(whole())
            .item(yes_no)
            .item(money())
            .item(duration())
            .item(Schema::Array(list))
            .examples([Value::from("8")])
            .build();
        RefOr::T(Schema::AnyOf(any))
    }
}

impl ToSchema for ContractTerm {
    fn name() -> std::borrow::Cow<'static, str> {
        "ContractTerm".into()
    }
}
