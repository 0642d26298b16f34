//! Wire types and handlers.

mod interests;
mod own;
mod staff;

use serde::Serialize;
use utoipa::ToSchema;

use super::actions::{ClaimError, MOST_PENDING};
use super::model::{ClaimReason, ClaimStatus};
use super::store::ClaimRow;
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::http::Routes;
use crate::platform::http::etag::EntityTag;
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, Fault, NOT_FOUND, Problem, ProblemCode, problem_code};

/// The organisation claims or holds this profile already.
const CLAIM_REPEATED: ProblemCode = problem_code("claim_repeated", 409);
/// Another organisation speaks for this agency.
const PROFILE_HELD: ProblemCode = problem_code("profile_held", 409);
/// Too many claims of the organisation wait.
const TOO_MANY_CLAIMS: ProblemCode = problem_code("too_many_claims", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &CLAIM_REPEATED,
    &PROFILE_HELD,
    &TOO_MANY_CLAIMS,
    &interests::OWN_INTEREST,
];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(own::file_agency_claim)
        .service(own::list_own_agency_claims)
        .service(interests::declare_interest)
        .service(interests::list_interests)
        .service(interests::lift_interest)
        .service(staff::list_agency_claims)
        .service(staff::get_agency_claim)
        .service(staff::approve_agency_claim)
        .service(staff::deny_agency_claim)
        .service(staff::revoke_agency_claim);
}

impl From<ClaimError> for Problem {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::NotFound => Self::new(&NOT_FOUND),
            ClaimError::UnknownAgency => {
                Self::invalid(vec![Fault::new("/agency_id", "unknown_agency")])
            }
            ClaimError::Repeated => Self::new(&CLAIM_REPEATED),
            ClaimError::Held => Self::new(&PROFILE_HELD),
            ClaimError::TooMany => Self::new(&TOO_MANY_CLAIMS).with("limit", MOST_PENDING),
            ClaimError::CannotMove => Self::new(&CONFLICT),
            ClaimError::Vault(error) => error.into(),
            ClaimError::Database(error) => error.into(),
        }
    }
}

/// A claim to speak for an agency, without what was written.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "status": "pending",
    "reason": null,
    "note": null,
    "filed_on": "2026-03-01",
    "changed_on": "2026-03-01"
}))]
pub struct AgencyClaim {
    /// Its id.
    id: Id,
    /// The agency for which the organisation speaks, or wants to.
    agency_id: Id,
    /// How far it has come.
    status: ClaimStatus,
    /// Why it was denied or revoked.
    #[schema(value_type = Option<ClaimReason>)]
    reason: Option<ClaimReason>,
    /// More about that, from who decided.
    note: Option<String>,
    /// The day on which it was filed.
    filed_on: Date,
    /// The day of the last decision, or of the filing.
    changed_on: Date,
}

impl From<ClaimRow> for AgencyClaim {
    fn from(row: ClaimRow) -> Self {
        Self {
            id: row.id,
            agency_id: row.agency_id,
            status: row.status,
            reason: row.decision_reason.map(Code::known),
            note: row.decision_note,
            filed_on: row.filed_on,
            changed_on: row.changed_on,
        }
    }
}

/// The version that a later `If-Match` names.
fn tag(claim: &ClaimRow) -> EntityTag {
    EntityTag::of_version(claim.version)
}
