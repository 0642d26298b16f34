//! Members of objects, whether a list has them as JSON or as text in a table.

use serde_json::{Value, json};

/// A member, unless it is empty.
pub(super) fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let found = value.get(name)?;
    let is_empty = found.is_null() || found.as_str().is_some_and(|text| text.trim().is_empty());
    (!is_empty).then_some(found)
}

pub(super) fn copied(value: &Value, name: &str) -> Value {
    member(value, name).cloned().unwrap_or(Value::Null)
}

/// A member that is a number, also where a table has it as text.
pub(super) fn number(value: &Value, name: &str) -> Value {
    match member(value, name) {
        Some(Value::String(text)) => match serde_json::from_str::<serde_json::Number>(text) {
            Ok(number) => whole(number.as_f64().unwrap_or_default()),
            Err(_) => Value::from(text.as_str()),
        },
        Some(Value::Number(number)) => whole(number.as_f64().unwrap_or_default()),
        other => other.cloned().unwrap_or(Value::Null),
    }
}

/// A number, without a fraction where it has none.
fn whole(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        let text = format!("{number:.0}");
        return text.parse::<i64>().map_or(Value::Null, Value::from);
    }
    Value::from(number)
}

/// A member that is true or false, also where a table has it as text.
pub(super) fn truth(value: &Value, name: &str) -> Value {
    match member(value, name).and_then(Value::as_str) {
        Some("true" | "TRUE" | "1" | "yes") => Value::Bool(true),
        Some("false" | "FALSE" | "0" | "no") => Value::Bool(false),
        _ => copied(value, name),
    }
}

pub(super) fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    let found = value.get(name).and_then(Value::as_array);
    found.map(Vec::as_slice).unwrap_or_default()
}

/// Words with commas between, or a list of them.
pub(super) fn words(value: &Value, name: &str) -> Vec<String> {
    match member(value, name) {
        Some(Value::String(text)) => {
            let words = text
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        }
        Some(Value::Array(items)) => {
            let items = items.iter().filter_map(Value::as_str);
            items.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn visibility(value: &Value) -> Value {
    member(value, "visibility")
        .cloned()
        .unwrap_or(json!("public"))
}
