//! A checklist and its items, and which answers fit.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, Texts};
use crate::platform::encoded::hexadecimal;
use crate::platform::problem::Fault;
use crate::text_enum;

type CountryCode = Code<Countries>;

/// Most characters of an answer in words.
const MOST_CHARACTERS: usize = 4000;

text_enum! {
    /// What an item is answered with.
    pub enum ItemType {
        /// `yes`, `no` or `na` (does not apply). `yes` is always what the provision asks for.
        YesNoNa => "yes_no_na",
        /// A number.
        Number => "number",
        /// One of the item's choices, by its code.
        Choice => "choice",
        /// Photos: the answer names evidence.
        Photo => "photo",
        /// Words.
        Text => "text",
    }
}

text_enum! {
    /// How much an item matters.
    pub enum Criticality {
        /// Order and comfort.
        Minor => "minor",
        /// Health over time.
        Major => "major",
        /// Life and limb, or freedom.
        Critical => "critical",
    }
}

/// An answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistChoice {
    /// Its code.
    #[schema(max_length = 60, pattern = "^[a-z0-9_]+$", example = "daily")]
    pub code: String,
    /// What is read, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub text: Texts,
}

/// Something that is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// Its code within the checklist.
    #[schema(max_length = 60, pattern = "^[a-z0-9_]+$", example = "guards")]
    pub code: String,
    /// What is asked, by language (BCP 47); `en` is always there.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub text: Texts,
    /// The provision on which it rests.
    #[schema(min_length = 1, max_length = 300, example = "ILO C155, Art. 16 (1)")]
    pub legal_provision: String,
    /// What it is answered with.
    #[serde(rename = "type")]
    pub kind: ItemType,
    /// How much it matters.
    pub criticality: Criticality,
    /// How to find out, by language.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub guidance: Texts,
    /// A `no` (or any answer where the type has no `no`) needs a photo or a paper beside it, or the reason why there is none: without,
    /// the visit cannot be `done`.
    #[serde(default)]
    pub evidence_required: bool,
    /// What it counts in a score of the whole.
    #[serde(default = "one")]
    #[schema(minimum = 0, maximum = 100)]
    pub weight: u8,
    /// What can be chosen, with the type `choice`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 30)]
    pub choices: Vec<ChecklistChoice>,
}

const fn one() -> u8 {
    1
}

/// A checklist as it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// What it is called through all its versions.
    #[schema(max_length = 60, pattern = "^[a-z0-9_]+$", example = "general_safety")]
    pub code: String,
    /// Counts its versions, from 1.
    #[schema(minimum = 1)]
    pub version: u32,
    /// Its title, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub title: Texts,
    /// Who made it, and after what.
    #[schema(min_length = 1, max_length = 1000)]
    pub source: String,
    /// The country for which it is; null: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<CountryCode>,
    /// The industries for which it is (ISIC Rev. 4); empty: any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>, max_items = 30)]
    pub sector: BTreeSet<String>,
    /// The first day on which a visit may take it.
    pub valid_from: Date,
    /// The last day on which a visit may take it; null: it holds on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// What is asked, in the order of a walk.
    #[schema(min_items = 1, max_items = 300)]
    pub items: Vec<ChecklistItem>,
}

/// Why an answer does not fit its item: where, and the code of the fault.
pub type AnswerFault = (&'static str, &'static str);

impl Checklist {
    /// The hash under which it is known: of its JSON with sorted members and no spaces.
    pub fn hash(&self) -> Result<String, serde_json::Error> {
        // A value keeps its members sorted.
        let value = serde_json::to_value(self)?;
        Ok(hexadecimal(&Sha256::digest(serde_json::to_vec(&value)?)))
    }

    /// An item.
    pub fn item(&self, code: &str) -> Option<&ChecklistItem> {
        self.items.iter().find(|item| item.code == code)
    }

    /// Whether a visit may take it on a day in a country.
    pub fn is_for(&self, country: &str, day: Date) -> bool {
        let here = self.jurisdiction.as_ref();
        here.is_none_or(|own| own.as_str() == country)
            && self.valid_from <= day
            && self.valid_to.is_none_or(|last| day <= last)
    }

    /// What the contract cannot say of it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.valid_to.is_some_and(|last| last < self.valid_from) {
            faults.push(Fault::new("/valid_to", "ends_before_it_begins"));
        }
        if !self.title.contains_key("en") {
            faults.push(Fault::new("/title", "needs_english"));
        }
        let mut codes = BTreeSet::new();
        for (at, item) in self.items.iter().enumerate() {
            let at = |member: &str| format!("/items/{at}/{member}");
            if !codes.insert(&item.code) {
                faults.push(Fault::new(at("code"), "given_twice"));
            }
            if !item.text.contains_key("en") {
                faults.push(Fault::new(at("text"), "needs_english"));
            }
            if item.choices.is_empty() == (item.kind == ItemType::Choice) {
                faults.push(Fault::new(at("choices"), "does_not_fit_type"));
            }
        }
        faults
    }
}

impl ChecklistItem {
    /// Whether this answer needs evidence beside it. `yes` and `na` say that there is nothing to show.
    pub fn needs_evidence(&self, value: Option<&Value>) -> bool {
        let is_no = || value.and_then(Value::as_str) == Some("no");
        self.evidence_required
            && match self.kind {
                ItemType::YesNoNa => is_no(),
                ItemType::Number | ItemType::Choice | ItemType::Photo | ItemType::Text => true,
            }
    }

    /// Why an answer does not fit.
    pub fn fault(&self, value: Option<&Value>, has_evidence: bool) -> Option<AnswerFault> {
        let text = value.and_then(Value::as_str);
        let fits = match self.kind {
            ItemType::YesNoNa => matches!(text, Some("yes" | "no" | "na")),
            ItemType::Number => value.is_some_and(Value::is_number),
            ItemType::Choice => {
                text.is_some_and(|code| self.choices.iter().any(|own| own.code == code))
            }
            ItemType::Photo => {
                return match (value, has_evidence) {
                    (Some(_), _) => Some(("/value", "wrong_answer")),
                    (None, false) => Some(("/evidence_ids", "missing_member")),
                    (None, true) => None,
                };
            }
            ItemType::Text => text.is_some_and(|words| {
                !words.trim().is_empty() && words.chars().count() <= MOST_CHARACTERS
            }),
        };
        (!fits).then_some(("/value", "wrong_answer"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(kind: ItemType) -> ChecklistItem {
        let item = json!({ "code": "a", "text": { "en": "A?" }, "legal_provision": "B", "type": kind,
            "criticality": "minor", "choices": [{ "code": "daily", "text": { "en": "Daily" } }] });
        serde_json::from_value(item).unwrap()
    }

    #[test]
    fn each_type_has_its_answers() {
        let cases = [
            (ItemType::YesNoNa, json!("na"), json!("maybe")),
            (ItemType::Number, json!(2.5), json!("2.5")),
            (ItemType::Choice, json!("daily"), json!("weekly")),
            (ItemType::Text, json!("Two of three."), json!(" ")),
        ];
        for (kind, right, wrong) in cases {
            assert_eq!(item(kind).fault(Some(&right), false), None, "{kind}");
            for wrong in [Some(&wrong), Some(&json!(true)), None] {
                let fault = item(kind).fault(wrong, true);
                assert_eq!(fault, Some(("/value", "wrong_answer")), "{kind}");
            }
        }
        let photo = item(ItemType::Photo);
        assert_eq!(photo.fault(None, true), None);
        let missing = Some(("/evidence_ids", "missing_member"));
        assert_eq!(photo.fault(None, false), missing);
    }

    #[test]
    fn a_no_needs_evidence_where_the_item_says_so() {
        let mut item = item(ItemType::YesNoNa);
        assert!(!item.needs_evidence(Some(&json!("no"))));
        item.evidence_required = true;
        for (value, needs) in [("no", true), ("yes", false), ("na", false)] {
            assert_eq!(item.needs_evidence(Some(&json!(value))), needs, "{value}");
        }
        item.kind = ItemType::Number;
        assert!(item.needs_evidence(Some(&json!(2))));
    }
}
