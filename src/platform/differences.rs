//! In what two documents differ. Members of the first level are the unit, as in every history.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The members that differ: as they were, and as they are. A member that is not there is null.
pub fn differences(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> (Map<String, Value>, Map<String, Value>) {
    let member = |of: &Map<String, Value>, name| of.get(name).cloned().unwrap_or(Value::Null);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let (mut old, mut new) = (Map::new(), Map::new());
    for name in names {
        let (was, is) = (member(before, name), member(after, name));
        if was != is {
            old.insert(name.clone(), was);
            new.insert(name.clone(), is);
        }
    }
    (old, new)
}

/// The same of two values; one that is no object has no members.
pub fn differences_of_values(
    before: &Value,
    after: &Value,
) -> (Map<String, Value>, Map<String, Value>) {
    let none = Map::new();
    let before = before.as_object().unwrap_or(&none);
    differences(before, after.as_object().unwrap_or(&none))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_there_is_null_and_what_is_the_same_is_left_out() {
        let (before, after) = (
            json!({ "a": 1, "b": 2, "c": null }),
            json!({ "a": 1, "b": 3, "d": [] }),
        );
        let (old, new) = differences_of_values(&before, &after);
        assert_eq!(Value::Object(old), json!({ "b": 2, "d": null }));
        assert_eq!(Value::Object(new), json!({ "b": 3, "d": [] }));
        let (old, new) = differences_of_values(&json!("text"), &json!({ "a": 1 }));
        assert_eq!((old.len(), new.len()), (1, 1));
    }
}
