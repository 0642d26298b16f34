//! One row of an upload.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::super::file::NewReview;
use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::text::Line;
use crate::reviews::actions::{Form, Named};
use crate::reviews::model::{Country, FormReference, ReceiptWish};

/// An agency by its licence, as a form names it.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LicensedAgency {
    /// The country that gave the licence.
    #[schema(value_type = Country)]
    country: Country,
    /// The number, however it is written.
    #[schema(value_type = Line<100>)]
    licence_number: Line<100>,
}

/// What a worker wrote on a paper form.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "form_reference": "KL-2026-0017",
    "agency": { "country": "PH", "licence_number": "POEA-000-MADE-UP" },
    "collected_on": "2026-11-20",
    "review": {
        "stage": "working", "corridor": { "origin": "PH", "destination": "SG" }, "overall": 2,
        "comment": { "text": "Six months of my wages were deducted.", "language": "en" }
    }
}))]
pub struct CollectedReview {
    /// The number that is printed on the form. Each is taken once from an organisation; it is kept only as a
    /// keyed hash, and sealed in what you read again of the batch.
    #[schema(value_type = FormReference)]
    pub(super) form_reference: FormReference,
    /// The agency; or else `agency`.
    agency_id: Option<Id>,
    /// The agency by its licence; or else `agency_id`. It must be in a list that is held here, and one agency alone must
    /// have or have had the number.
    agency: Option<LicensedAgency>,
    /// The day on which the form was filled in; not in the future.
    collected_on: Option<Date>,
    /// Whether the worker wants a receipt code. With `none` nobody gets one: the review can then be neither changed nor
    /// taken back.
    #[serde(default = "wanted")]
    pub(super) receipt: ReceiptWish,
    /// What the worker says.
    #[validate(nested)]
    review: NewReview,
}

/// Who says nothing gets a code.
const fn wanted() -> ReceiptWish {
    ReceiptWish::Code
}

impl CollectedReview {
    /// The form, if it names its agency in one way.
    pub(super) fn read(self) -> Result<Form, Vec<Fault>> {
        let about = match (self.agency_id, self.agency) {
            (Some(id), None) => Named::Id(id),
            (None, Some(agency)) => Named::Licence {
                country: agency.country.into_inner(),
                number: agency.licence_number.into_inner(),
            },
            (None, None) => return Err(vec![Fault::new("/agency_id", "missing_member")]),
            (Some(_), Some(_)) => return Err(vec![Fault::new("/agency", "given_twice")]),
        };
        // What would prove a review is its author's to send: a collector does not pass it on.
        if let Some(at) = self.review.proof_member() {
            return Err(vec![Fault::new(at, "not_from_a_collector")]);
        }
        Ok(Form {
            reference: self.form_reference,
            about,
            collected_on: self.collected_on,
            id: self.review.id.map(Into::into),
            content: self.review.into(),
        })
    }
}
