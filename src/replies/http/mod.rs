//! Wire types and handlers.

mod own;
mod replies;
mod reports;

use serde::Serialize;
use utoipa::ToSchema;

use super::actions::{self, Desk, ReplyError};
use super::model::{
    MOST_REJECTIONS, MOST_REPORTS, ReplyRejectionReason, ReplyStatus, ReportReason, ReportStatus,
};
use super::store::replies::ReplyRow;
use super::store::reports::ReportRow;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Context, Routes, Services};
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, NOT_FOUND, Problem, ProblemCode, problem_code};

/// The agency has answered this review.
const ALREADY_ANSWERED: ProblemCode = problem_code("already_answered", 409);
/// The reply was rejected too often to be changed again.
const REJECTED_TOO_OFTEN: ProblemCode = problem_code("rejected_too_often", 409);
/// The review was reported for this reason, or a report of it is open.
const ALREADY_REPORTED: ProblemCode = problem_code("already_reported", 409);
/// The agency has reported as many reviews as it may this month.
const TOO_MANY_REPORTS: ProblemCode = problem_code("too_many_reports", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &ALREADY_ANSWERED,
    &REJECTED_TOO_OFTEN,
    &ALREADY_REPORTED,
    &TOO_MANY_REPORTS,
];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(own::list_own_reviews)
        .service(own::reply_to_review)
        .service(own::get_own_reply)
        .service(own::change_reply)
        .service(own::report_review)
        .service(replies::list_replies)
        .service(replies::get_reply)
        .service(replies::publish_reply)
        .service(replies::reject_reply)
        .service(reports::list_review_reports)
        .service(reports::get_review_report)
        .service(reports::keep_reported_review)
        .service(reports::take_down_reported_review);
}

/// Erases replies to reviews that are no longer public, and old reports; returns how many there were.
pub fn forget_ended(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    Ok(actions::forget_ended(conn, Desk { services, now })?)
}

impl<'a> Desk<'a> {
    fn of(context: &'a Context) -> Self {
        Self {
            services: context.services(),
            now: context.now(),
        }
    }
}

impl From<ReplyError> for Problem {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::NotFound => Self::new(&NOT_FOUND),
            ReplyError::Answered => Self::new(&ALREADY_ANSWERED),
            ReplyError::RejectedTooOften => {
                Self::new(&REJECTED_TOO_OFTEN).with("limit", MOST_REJECTIONS)
            }
            ReplyError::Reported => Self::new(&ALREADY_REPORTED),
            ReplyError::TooManyReports => Self::new(&TOO_MANY_REPORTS).with("limit", MOST_REPORTS),
            ReplyError::CannotMove => Self::new(&CONFLICT),
            ReplyError::Vault(error) => error.into(),
            ReplyError::Database(error) => error.into(),
            ReplyError::Reviews(problem) => problem,
        }
    }
}

/// An agency's reply to a review, without its text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "review_id": "8e03978e-40d5-43dd-bc93-6894a57f9324",
    "status": "pending",
    "rejection_reason": null,
    "changes_left": true,
    "language": "en",
    "filed_on": "2026-04-02"
}))]
pub struct AgencyReply {
    /// Its id.
    id: Id,
    /// The agency that answers.
    agency_id: Id,
    /// The review as the public knows it.
    review_id: Id,
    /// How far it has come.
    status: ReplyStatus,
    /// Why it is not shown.
    #[schema(value_type = Option<ReplyRejectionReason>)]
    rejection_reason: Option<ReplyRejectionReason>,
    /// Whether it can still be written anew.
    changes_left: bool,
    /// Its language.
    language: String,
    /// The day on which it was filed.
    filed_on: Date,
}

impl From<ReplyRow> for AgencyReply {
    fn from(row: ReplyRow) -> Self {
        Self {
            id: row.id,
            agency_id: row.agency_id,
            review_id: row.public_review_id,
            status: row.status,
            rejection_reason: row.rejection_reason.map(Code::known),
            changes_left: row.status != ReplyStatus::Published && row.rejections < MOST_REJECTIONS,
            language: row.language,
            filed_on: row.filed_on,
        }
    }
}

/// An agency's report of a review, without its statement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "review_id": "8e03978e-40d5-43dd-bc93-6894a57f9324",
    "status": "open",
    "reason": "not_about_this_agency",
    "filed_on": "2026-04-02",
    "due_on": "2026-04-09"
}))]
pub struct ReviewReport {
    /// Its id.
    id: Id,
    /// The agency that reports.
    agency_id: Id,
    /// The review as the public knows it.
    review_id: Id,
    /// How far it has come.
    status: ReportStatus,
    /// Why the agency reports the review.
    #[schema(value_type = ReportReason)]
    reason: ReportReason,
    /// The day on which it was filed.
    filed_on: Date,
    /// The last day on which a moderator is to decide.
    due_on: Date,
}

impl From<ReportRow> for ReviewReport {
    fn from(row: ReportRow) -> Self {
        Self {
            id: row.id,
            agency_id: row.agency_id,
            review_id: row.public_review_id,
            status: row.status,
            reason: Code::known(row.reason),
            filed_on: row.filed_on,
            due_on: row.due_on,
        }
    }
}

/// The version of a reply that a later `If-Match` names.
fn reply_tag(row: &ReplyRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// The version of a report that a later `If-Match` names.
fn report_tag(row: &ReportRow) -> EntityTag {
    EntityTag::of_version(row.version)
}
