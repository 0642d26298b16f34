//! An answer to an item of a checklist.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{Case, RecordKind};
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::text::Prose;
use crate::text_enum;

/// Most characters of an answer in words.
const MOST_CHARACTERS: usize = 4000;

text_enum! {
    /// Why there is no photo or paper beside an answer that needs one.
    pub enum NoEvidenceReason {
        /// Pictures were not allowed, or papers not shown.
        NotAllowed => "not_allowed",
        /// Taking one was too dangerous.
        TooDangerous => "too_dangerous",
        /// Workers would have been recognised on it.
        WouldShowPeople => "would_show_people",
        /// It cannot be seen or shown.
        NothingToShow => "nothing_to_show",
        /// The tablet or its camera failed.
        DeviceFailed => "device_failed",
        /// Anything else; the note says what.
        Other => "other",
    }
}

/// What was answered: a word of the item's type, or a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerValue(serde_json::Value);

impl PartialSchema for AnswerValue {
    // A list of types would be shorter; most generators of clients read alternatives only.
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(MOST_CHARACTERS));
        let number = ObjectBuilder::new()
            .schema_type(Type::Number)
            .minimum(Some(-1_000_000_000))
            .maximum(Some(1_000_000_000));
        AnyOfBuilder::new()
            .item(text)
            .item(number)
            .description(Some(
                "A word of the item's type (`yes`, `no`, `na`, the code of a choice), words, or a number.",
            ))
            .examples([serde_json::json!("yes")])
            .into()
    }
}

impl ToSchema for AnswerValue {
    fn name() -> std::borrow::Cow<'static, str> {
        "ChecklistAnswerValue".into()
    }
}

/// What was answered to an item of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionAnswer)]
pub struct Answer {
    /// The item of the checklist.
    #[schema(max_length = 60, pattern = "^[a-z0-9_]+$", example = "guards")]
    pub item_code: String,
    /// The checklist, by its hash; that of the visit when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    pub checklist_hash: Option<String>,
    /// What was answered; nothing where the item asks for photos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<AnswerValue>,
    /// In the inspector's words. Name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose<4000>>,
    /// Photos and papers of the same visit that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub evidence_ids: Vec<Id>,
    /// Why there is none, where the item requires evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_evidence_reason: Option<NoEvidenceReason>,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Time>,
}

impl Answer {
    /// What was answered, as JSON.
    pub fn value(&self) -> Option<&serde_json::Value> {
        self.value.as_ref().map(|value| &value.0)
    }

    /// Whether there is evidence, or the reason why there is none.
    pub fn shows_or_says_why(&self) -> bool {
        !self.evidence_ids.is_empty() || self.no_evidence_reason.is_some()
    }
}

pub(super) fn complete(
    case: &Case<'_>,
    before: Option<&Answer>,
    answer: &mut Answer,
    faults: &mut Vec<Fault>,
) {
    case.check_ids(
        "/evidence_ids",
        &answer.evidence_ids,
        RecordKind::Evidence,
        faults,
    );
    if before.is_some_and(|before| before.item_code != answer.item_code) {
        faults.push(Fault::new("/item_code", "never_changes"));
    }
    if answer.no_evidence_reason == Some(NoEvidenceReason::Other) && answer.note.is_none() {
        faults.push(Fault::new("/note", "missing_member"));
    }
    let was = before.and_then(|before| before.checklist_hash.clone());
    // The checklist by which it was answered stays, whatever the visit takes later.
    let chosen = was.clone().or_else(|| answer.checklist_hash.clone());
    let of_visit = || case.of_visit().and_then(|visit| visit.checklist_hash);
    let Some(hash) = chosen.or_else(of_visit) else {
        faults.push(Fault::new("/checklist_hash", "missing_member"));
        return;
    };
    if was.is_some() && answer.checklist_hash != was {
        faults.push(Fault::new("/checklist_hash", "never_changes"));
    }
    let Some(checklist) = case.around.checklists().get(&hash) else {
        faults.push(Fault::new("/checklist_hash", "unknown_checklist"));
        return;
    };
    let Some(item) = checklist.item(&answer.item_code) else {
        faults.push(Fault::new("/item_code", "unknown_item"));
        return;
    };
    if let Some((at, code)) = item.fault(answer.value(), answer.shows_or_says_why()) {
        faults.push(Fault::new(at, code));
    }
    answer.checklist_hash = Some(hash);
}
