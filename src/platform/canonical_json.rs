//! Canonical JSON (RFC 8785) and its SHA-256.
//!
//! What is digested here has ASCII member names. For these the shortest escapes of `serde_json` are already canonical; the
//! order of the members is not, and is made here, like the form of numbers with a fraction.

use serde_json::{Number, Value};
use sha2::{Digest as _, Sha256};

/// The canonical text.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let member = |(name, value): (&String, &Value)| {
                format!("{}:{}", Value::from(name.as_str()), canonical(value))
            };
            let members: Vec<String> = members.into_iter().map(member).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Number(number) => written(number),
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
    }
}

/// A number as ECMAScript writes it, between a millionth and 10^15; beyond that nobody sends any here.
fn written(number: &Number) -> String {
    match number.as_f64() {
        Some(value) if number.is_f64() && (1e-6..1e15).contains(&value.abs()) => value.to_string(),
        Some(0.0) => "0".to_owned(),
        Some(_) | None => number.to_string(),
    }
}

/// The SHA-256 of a text, in small hexadecimal digits.
pub fn sha256(text: &str) -> String {
    let digits = |byte: &u8| format!("{byte:02x}");
    Sha256::digest(text.as_bytes()).iter().map(digits).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_members_and_blanks_do_not_matter() {
        let one = json!({ "b": [1, null, "é\n\u{1}"], "a": { "d": true, "c": 0 } });
        let other: Value =
            serde_json::from_str(r#"{"a":{"c":0,"d":true}, "b":[1,null,"\u00e9\u000a\u0001"]}"#)
                .unwrap();
        assert_eq!(canonical(&one), canonical(&other));
        assert_eq!(
            canonical(&one),
            "{\"a\":{\"c\":0,\"d\":true},\"b\":[1,null,\"é\\n\\u0001\"]}"
        );
        let numbers = json!([2.5, 3.0, -0.000_001, 0.0, 7, 12_345_678.125]);
        assert_eq!(canonical(&numbers), "[2.5,3,-0.000001,0,7,12345678.125]");
        assert_eq!(
            sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
