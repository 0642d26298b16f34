//! What is told of a value that the contract does not accept.

use std::collections::HashMap;

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::{Map, Value};

use crate::platform::problem::{Fault, INVALID_REQUEST, MALFORMED_REQUEST, Problem};

/// More faults than these are not listed: nobody mends them one by one, and a body of thousands would be answered
/// with ten times its size.
pub(super) const MOST_LISTED: usize = 100;

/// Faults of form are a 400, faults of content a 422; when there are both, the form comes first.
pub(super) fn refuse(faults: Vec<Fault>) -> Result<(), Problem> {
    if faults.is_empty() {
        return Ok(());
    }
    let mut faults = one_for_each_place(faults);
    let of_form = |fault: &Fault| matches!(fault.code, "wrong_type" | "unknown_member");
    let code = if faults.iter().any(of_form) {
        &MALFORMED_REQUEST
    } else {
        &INVALID_REQUEST
    };
    faults.truncate(MOST_LISTED);
    Err(Problem {
        faults,
        ..Problem::new(code)
    })
}

/// A text that is empty is too short *and* malformed, a number in place of a code has the wrong type
/// *and* is unknown: the fault that says more is told, once.
fn one_for_each_place(faults: Vec<Fault>) -> Vec<Fault> {
    let says_little = |fault: &Fault| match fault.code {
        "malformed" | "unknown_code" | "unknown_value" | "invalid" => 1,
        _ => 0,
    };
    let mut told: Vec<Fault> = Vec::new();
    // By place: looking through all that was told for each fault takes minutes when there are thousands.
    let mut places: HashMap<String, usize> = HashMap::new();
    for fault in faults {
        let before = places.get(&fault.pointer).copied();
        match before.and_then(|at| told.get_mut(at)) {
            None => {
                places.insert(fault.pointer.clone(), told.len());
                told.push(fault);
            }
            Some(before) if says_little(&fault) < says_little(before) => *before = fault,
            Some(_) => {}
        }
    }
    told
}

/// Turns what the validator says into faults that an app can show next to a field.
pub(super) struct FaultReader {
    /// The code list that an enumeration stands for, by the enumeration's JSON text.
    code_lists: HashMap<String, String>,
}

impl FaultReader {
    pub(super) fn of(document: &Value) -> Self {
        let mut code_lists = HashMap::new();
        Self::add_code_lists(document, &mut code_lists);
        Self { code_lists }
    }

    fn add_code_lists(schema: &Value, code_lists: &mut HashMap<String, String>) {
        let list = schema.get("x-code-list").and_then(Value::as_str);
        if let (Some(list), Some(codes)) = (list, schema.get("enum")) {
            code_lists.insert(codes.to_string(), list.to_owned());
        }
        let members = schema.as_object().into_iter().flat_map(Map::values);
        let entries = schema.as_array().into_iter().flatten();
        for inner in members.chain(entries) {
            Self::add_code_lists(inner, code_lists);
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the library's list is long and open"
    )]
    pub(super) fn read(&self, error: &ValidationError<'_>, base: &str) -> Vec<Fault> {
        let at = format!("{base}{}", error.instance_path());
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
                .iter()
                .take(MOST_LISTED)
                .map(|name| Fault::new(format!("{at}/{}", escape(name)), "unknown_member"))
                .collect(),
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                vec![Fault::new(
                    format!("{at}/{}", escape(name)),
                    "missing_member",
                )]
            }
            ValidationErrorKind::Enum { options } => vec![self.unknown_value(at, options)],
            ValidationErrorKind::PropertyNames { error } => self.unknown_name(&at, error),
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context } => self
                .nearest_branch(context, base)
                .unwrap_or_else(|| vec![Fault::new(at, "invalid")]),
            ValidationErrorKind::Pattern { .. } if is_blank(error.instance()) => {
                vec![Fault::new(at, "blank")]
            }
            kind => vec![simple_fault(at, kind)],
        }
    }

    /// A member whose name is none that the object may have, such as a code of no list.
    fn unknown_name(&self, at: &str, error: &ValidationError<'_>) -> Vec<Fault> {
        let name = error.instance().as_str().unwrap_or_default().to_owned();
        let at = format!("{at}/{}", escape(&name));
        let faults = self.read(error, "").into_iter();
        faults
            .map(|fault| Fault {
                pointer: at.clone(),
                ..fault
            })
            .collect()
    }

    /// Of a schema with alternatives the faults of the one that came nearest; the alternative
    /// "null" is only interesting when there is no other.
    fn nearest_branch(
        &self,
        context: &[Vec<ValidationError<'static>>],
        base: &str,
    ) -> Option<Vec<Fault>> {
        let branches = context.iter().map(|errors| {
            errors
                .iter()
                .flat_map(|error| self.read(error, base))
                .collect::<Vec<Fault>>()
        });
        let wants_null = |faults: &Vec<Fault>| {
            faults
                .iter()
                .any(|f| f.arguments.iter().any(|(_, value)| value == "null"))
        };
        // A member with one value alone says which branch is meant.
        let is_another = |fault: &Fault| {
            let mut words = fault.arguments.iter();
            let only_one = words.any(|(_, expected)| !expected.contains(", "));
            fault.code == "unknown_value" && only_one
        };
        branches
            .filter(|faults| !faults.is_empty() && !wants_null(faults))
            .min_by_key(|faults| {
                let of_type = faults.iter().any(|f| f.code == "wrong_type");
                (faults.iter().any(is_another), of_type, faults.len())
            })
    }

    fn unknown_value(&self, at: String, options: &Value) -> Fault {
        if let Some(list) = self.code_lists.get(&options.to_string()) {
            return Fault::new(at, "unknown_code").with("list", list);
        }
        let options = options
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let options: Vec<&str> = options.collect();
        Fault::new(at, "unknown_value").with("expected", options.join(", "))
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is long and open"
)]
fn simple_fault(at: String, kind: &ValidationErrorKind) -> Fault {
    let limit = |at, code, limit: String| Fault::new(at, code).with("limit", limit);
    match kind {
        ValidationErrorKind::Type { kind } => {
            Fault::new(at, "wrong_type").with("expected", expected_type(kind))
        }
        ValidationErrorKind::MaxLength { limit: most } => limit(at, "too_long", most.to_string()),
        ValidationErrorKind::MinLength { limit: least } => {
            limit(at, "too_short", least.to_string())
        }
        ValidationErrorKind::MaxItems { limit: most } => {
            limit(at, "too_many_items", most.to_string())
        }
        ValidationErrorKind::MinItems { limit: least } => {
            limit(at, "too_few_items", least.to_string())
        }
        ValidationErrorKind::Maximum { limit: most } => limit(at, "too_large", most.to_string()),
        ValidationErrorKind::Minimum { limit: least } => limit(at, "too_small", least.to_string()),
        ValidationErrorKind::UniqueItems => Fault::new(at, "duplicate_items"),
        ValidationErrorKind::Pattern { .. } | ValidationErrorKind::Format { .. } => {
            Fault::new(at, "malformed")
        }
        _ => Fault::new(at, "invalid"),
    }
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn expected_type(kind: &TypeKind) -> String {
    let kinds: Vec<String> = match kind {
        TypeKind::Single(kind) => vec![kind.to_string()],
        TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect(),
    };
    let wanted: Vec<String> = kinds
        .iter()
        .filter(|kind| *kind != "null")
        .cloned()
        .collect();
    if wanted.is_empty() {
        kinds.join(" or ")
    } else {
        wanted.join(" or ")
    }
}

/// A member's name as a step of a JSON pointer (RFC 6901).
pub(in crate::platform::http) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
