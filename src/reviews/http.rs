//! Wire types and handlers.

mod appeals;
mod assessment;
mod batches;
mod costs;
mod document_file;
mod documents;
mod file;
mod methodology;
mod problems;
mod proof;
mod public;
mod receipt;
mod recording_file;
mod recordings;
mod signals;
mod staff;
mod staff_documents;
mod whole;

pub use assessment::FeeLimitCheck;
pub use public::PublishedReview;

use self::whole::WholeReview;
use super::actions::Desk;
use super::model::Review;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Context, Routes};
use crate::platform::problem::{ProblemCode, problem_code};

/// The author of a review declared an interest in the agency, so it cannot be published.
const DECLARED_INTEREST: ProblemCode = problem_code("declared_interest", 409);

/// Nobody has looked up the employer yet, so that nothing about it is published.
const EMPLOYER_NOT_ACCEPTED: ProblemCode = problem_code("employer_not_accepted", 409);
/// There is nothing to appeal against, or no longer.
const CANNOT_APPEAL: ProblemCode = problem_code("cannot_appeal", 409);
/// Whoever rejected a review does not decide on the appeal.
const OWN_DECISION: ProblemCode = problem_code("own_decision", 403);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &DECLARED_INTEREST,
    &EMPLOYER_NOT_ACCEPTED,
    &CANNOT_APPEAL,
    &OWN_DECISION,
    &proof::REVIEW_DUPLICATE,
    &proof::RECRUITMENT_FIXED,
    &documents::NOT_A_DOCUMENT,
    &documents::DAMAGED_DOCUMENT,
    &documents::TOO_MANY_DOCUMENTS,
    &staff_documents::DOCUMENT_USED,
    &recordings::NOT_A_RECORDING,
    &recordings::DAMAGED_RECORDING,
    &recordings::RECORDING_TOO_LONG,
    &recordings::ALREADY_RECORDED,
];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(file::file_review)
        .service(file::file_employer_review)
        .service(batches::upload::upload_review_batch)
        .service(batches::read::list_review_batches)
        .service(batches::read::get_review_batch)
        .service(recordings::add_review_recording)
        .service(recordings::delete_review_recording)
        .service(recordings::download_review_recording)
        .service(public::list_reviews)
        .service(public::list_employer_reviews)
        .service(methodology::explain_ratings)
        .service(costs::get_recruitment_costs)
        .service(receipt::get_own_review)
        .service(receipt::change_review)
        .service(receipt::erase_review)
        .service(receipt::withdraw_review)
        .service(appeals::appeal_review)
        .service(appeals::dismiss_review_appeal)
        .service(staff::queue::list_reviews_for_moderation)
        .service(staff::read::get_review_for_moderation)
        .service(signals::get_review_cluster)
        .service(signals::clear_review_signals)
        .service(staff::decide::publish_review)
        .service(staff::decide::reject_review)
        .service(proof::add_vouching_token)
        .service(documents::add_review_document)
        .service(documents::list_review_documents)
        .service(documents::change_review_document)
        .service(documents::destroy_review_document)
        .service(staff_documents::list_documents_for_moderation)
        .service(staff_documents::get_document_for_moderation)
        .service(staff_documents::download_document)
        .service(staff_documents::confirm_document)
        .service(staff_documents::refuse_document);
}

impl Desk {
    fn of(context: &Context) -> Self {
        Self {
            place: context.place(),
            ..Self::at(context.services(), context.now())
        }
    }
}

/// The version that a later `If-Match` of its author names. What is noticed about a review does not change it.
fn tag(review: &Review) -> EntityTag {
    EntityTag::of_version(review.version)
}

/// The version that a later `If-Match` of a moderator names: another one when something odd was found since.
fn moderators_tag(review: &Review) -> EntityTag {
    EntityTag::of_versions(review.version, review.oddities)
}
