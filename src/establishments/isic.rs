//! Industries: ISIC Rev. 4, as `data/isic` has it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// Part of the program: stored codes refer to it.
const FILE: &str = include_str!("../../data/isic/isic4.csv");

#[derive(Debug, Deserialize)]
struct Industry {
    code: String,
    /// Empty for a section.
    parent: String,
}

static INDUSTRIES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(FILE.as_bytes());
    let rows = reader.deserialize::<Industry>();
    // A test shows that each line is read.
    let rows = rows.flatten();
    rows.map(|industry| (industry.code, industry.parent))
        .collect()
});

/// An industry: a section (`F`), division (`41`), group (`410`) or class (`4100`) of ISIC Rev. 4. The contract names
/// them all, so that an unknown one is refused before any handler runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IsicCode(String);

impl IsicCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code and all wider ones.
    pub fn with_wider(&self) -> Vec<&str> {
        let mut all = vec![self.as_str()];
        let mut code = self.as_str();
        while let Some((code_of, parent)) = INDUSTRIES.get_key_value(code) {
            if parent.is_empty() || code_of == parent {
                break;
            }
            all.push(parent);
            code = parent;
        }
        all
    }
}

impl PartialSchema for IsicCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("An industry of ISIC Rev. 4."))
            .enum_values(Some(INDUSTRIES.keys().map(String::as_str)))
            .examples(["4100"])
            .into()
    }
}

impl ToSchema for IsicCode {
    fn name() -> Cow<'static, str> {
        "IsicCode".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_an_industry_and_leads_to_a_section() {
        assert_eq!(INDUSTRIES.len(), FILE.lines().count() - 1);
        for code in INDUSTRIES.keys() {
            let wider = IsicCode(code.clone());
            let section = wider.with_wider().pop().unwrap().to_owned();
            assert!(section.len() == 1 && section.is_ascii(), "{code}");
        }
        let class = IsicCode("4100".to_owned());
        assert_eq!(class.with_wider(), ["4100", "410", "41", "F"]);
    }
}
