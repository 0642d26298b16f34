//! Whether what was told answers the form with which it was told.

use std::collections::BTreeSet;

use serde_json::Value;

use super::model::{Condition, Field, FieldType, Form};
use crate::platform::problem::Fault;

/// Below what the answers stand that only one kind has.
const ANSWERS: &str = "/answers/";

/// What somebody told, as JSON, and the form that they filled in.
pub struct Asked<'a> {
    /// The form.
    pub form: &'a Form,
    /// What was told.
    pub told: &'a Value,
}

/// Everything that does not answer the form.
pub fn faults(asked: &Asked<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    for field in &asked.form.fields {
        match given(asked.told, &field.at) {
            None if asked.needs(field) => found.push(Fault::new(&field.at, "missing_member")),
            None => {}
            Some(value) if answers(field, value) => {}
            Some(_) => found.push(Fault::new(&field.at, "wrong_answer")),
        }
    }
    found.extend(asked.unknown());
    found
}

impl Asked<'_> {
    fn needs(&self, field: &Field) -> bool {
        let when = field.required_when.as_ref();
        field.required || when.is_some_and(|when| self.holds(when))
    }

    fn holds(&self, condition: &Condition) -> bool {
        match given(self.told, &condition.at) {
            None => condition.is_missing,
            Some(value) => value
                .as_str()
                .is_some_and(|code| condition.is.iter().any(|one| one == code)),
        }
    }

    /// Answers to questions that the form does not ask.
    fn unknown(&self) -> Vec<Fault> {
        let known: BTreeSet<&str> = self
            .form
            .fields
            .iter()
            .filter_map(|field| field.at.strip_prefix(ANSWERS))
            .collect();
        let answers = self.told.get("answers").and_then(Value::as_object);
        answers
            .into_iter()
            .flat_map(serde_json::Map::keys)
            .filter(|name| !known.contains(name.as_str()))
            .map(|name| Fault::new(format!("{ANSWERS}{name}"), "unknown_question"))
            .collect()
    }
}

/// What was answered; nothing, no codes and null are no answer.
fn given<'a>(told: &'a Value, at: &str) -> Option<&'a Value> {
    let value = told.pointer(at)?;
    let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    (!is_empty).then_some(value)
}

fn answers(field: &Field, value: &Value) -> bool {
    let most = field.most.unwrap_or(i64::MAX);
    let fits = |count: usize| i64::try_from(count).is_ok_and(|count| count <= most);
    // Codes of lists and days were held against the contract before.
    let is_choice = |value: &Value| {
        let code = value.as_str();
        code.is_some_and(|code| field.choices.is_empty() || is_one_of(field, code))
    };
    match field.kind {
        FieldType::Text => value
            .as_str()
            .is_some_and(|text| !text.trim().is_empty() && fits(text.chars().count())),
        FieldType::YesNo => value.is_boolean(),
        FieldType::WholeNumber => value
            .as_i64()
            .is_some_and(|number| (field.least.unwrap_or(i64::MIN)..=most).contains(&number)),
        FieldType::Code => is_choice(value),
        FieldType::Codes => value
            .as_array()
            .is_some_and(|codes| fits(codes.len()) && codes.iter().all(is_choice)),
        FieldType::Date => value.is_string(),
        FieldType::Place => value.is_object(),
    }
}

fn is_one_of(field: &Field, code: &str) -> bool {
    field.choices.iter().any(|choice| choice.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::forms::newest;
    use serde_json::json;

    fn found(kind: &str, told: &Value) -> Vec<Fault> {
        let (_, form) = newest()
            .into_iter()
            .find(|(_, form)| form.kind == kind)
            .unwrap();
        faults(&Asked { form, told })
    }

    #[test]
    fn answers_have_the_form_that_was_asked_for() {
        let told = json!({ "description": "x", "danger_now": false, "board_token": "t",
            "told_employer": "no",
            "answers": { "people_in_room": 12, "exits_open": false } });
        assert_eq!(found("housing", &told), []);
        let told = json!({ "description": "x", "danger_now": false, "told_employer": "yes",
            "answers": { "people_in_room": 0, "exits_open": "no", "windows": 2 } });
        let expected = [
            ("/place", "missing_member"),
            ("/answers/people_in_room", "wrong_answer"),
            ("/answers/exits_open", "wrong_answer"),
            ("/told_employer_result", "missing_member"),
            ("/answers/windows", "unknown_question"),
        ];
        assert_eq!(
            found("housing", &told),
            expected.map(|(at, code)| Fault::new(at, code))
        );
    }
}
