//! Wire types and handlers.

mod appeals;
mod assessment;
mod batches;
mod costs;
mod document_file;
mod documents;
mod file;
mod methodology;
mod proof;
mod public;
mod receipt;
mod recording_file;
mod recordings;
mod signals;
mod staff;
mod staff_documents;

pub use public::PublishedReview;

use std::sync::Arc;

use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use self::assessment::ReviewAssessment;
use super::actions::{self, Desk, ReviewError};
use super::model::{
    BrokenRule, CannotMove, Content, ModerationStatus, Month, ProofTier, RejectionReason, Review,
    ReviewEventKind, State, WrongRefund,
};
use super::store::EventRow;
use crate::agencies::{self, EntryKind};
use crate::config::Suspicion;
use crate::identity::Acting;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Context, Services};
use crate::platform::ids::Id;
use crate::platform::problem::{
    CONFLICT, Fault, ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code,
};

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
pub fn routes(config: &mut ServiceConfig<'_>) {
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
        .service(staff::list_reviews_for_moderation)
        .service(staff::get_review_for_moderation)
        .service(signals::get_review_cluster)
        .service(signals::clear_review_signals)
        .service(staff::publish_review)
        .service(staff::reject_review)
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

    pub(super) fn at(services: &Services, now: Time) -> Self {
        Self {
            vault: services.vault.clone(),
            lookup: Arc::clone(&services.lookup),
            randomness: Arc::clone(&services.randomness),
            code_lists: services.code_lists(),
            minimum: services.config.rating_minimum,
            place: None,
            publishing: services.config.publishing,
            suspends: services.config.suspicion == Suspicion::Hold,
            now,
        }
    }
}

/// Erases the reviews that have been kept for as long as they may be: what its author took back and
/// what was not published, two years after, and what became of the rows of batches that old. Returns how
/// many reviews there were.
pub fn forget_expired(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let desk = Desk::at(services, now);
    actions::forget_batches(conn, &desk)?;
    Ok(actions::forget_expired(conn, &desk)?)
}

/// Moves the reviews of an agency that turned out to be another one.
pub fn follow_agency(
    conn: &mut Conn,
    services: &Services,
    now: Time,
    join: agencies::Join,
) -> Result<(), Problem> {
    Ok(actions::follow_agency(
        conn,
        &Desk::at(services, now),
        join,
    )?)
}

/// Looks again at reviews near which others were filed, and forgets from which networks they came when it is
/// time. Returns of how many published ones everybody sees at once that they are being checked; then what the public
/// reads has changed.
pub fn keep_watch(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    Ok(actions::reconsider(conn, &Desk::at(services, now))?)
}

/// Lets the reviews appear whose day has come, and in the same batch those be seen as being checked, or no longer,
/// whose day has come. Returns how many there were; then what the public reads has changed.
pub fn let_appear(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let desk = Desk::at(services, now);
    Ok(actions::appear(conn, &desk)? + actions::show_suspicions(conn, &desk)?)
}

/// Remembers, until the week is over, from which network somebody acts who speaks for an agency.
pub fn note_representative(
    conn: &mut Conn,
    services: &Services,
    acting: &Acting,
) -> Result<(), Problem> {
    let desk = Desk {
        place: acting.place,
        ..Desk::at(services, acting.now)
    };
    let organisation = acting.organisation;
    Ok(actions::note_representative(conn, &desk, organisation)?)
}

/// Notes reviews that were published before there was a transparency log; returns how many there were
/// this time, 0 when all are noted.
pub fn note_unlogged(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    Ok(actions::note_unlogged(conn, &Desk::at(services, now))?)
}

/// Puts what was decided on the days that are over into the transparency log. Returns how many
/// publications there were; then what the public reads has changed.
pub fn keep_log(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let (desk, url) = (Desk::at(services, now), &services.config.public_url);
    Ok(actions::keep_log(conn, &desk, &services.keyring, url)?)
}

/// Transactions in which agencies of before there were statistics are counted in one go; others write
/// between them.
const COUNTING_ROUNDS: u32 = 20;

/// Keeps ratings and the costs of recruitment up with the calendar.
#[derive(Debug, Default)]
pub struct ScoreKeeper {
    /// Whether every agency with published reviews has statistics; from then on it stays so.
    all_counted: bool,
    /// The day for which all costs were made anew.
    costs_of: Option<Date>,
}

impl ScoreKeeper {
    /// Begins a month of ratings when it is time, counts some ratings to it, and makes anew some of what
    /// is shown of costs. Returns how many of both there were; then what the public reads has changed.
    pub async fn keep(
        &mut self,
        services: &web::Data<Services>,
        now: Time,
    ) -> Result<usize, Problem> {
        let month = Month::of(now.date());
        let begun = services.db.read(actions::month_begun).await?;
        if begun < Some(month) {
            // Read without a lock on anything: it looks at the numbers of all agencies.
            let survey = move |conn: &mut Conn| actions::survey(conn, month);
            let priors = services.db.read_snapshot(survey).await?;
            let start = move |conn: &mut Conn| actions::begin_month(conn, month, &priors);
            services.db.write(start).await?;
        }
        let desk = Desk::at(services, now);
        let mut changed = 0;
        for _ in 0..COUNTING_ROUNDS {
            if self.all_counted {
                break;
            }
            let of_job = desk.clone();
            let count = move |conn: &mut Conn| actions::count_unscored(conn, &of_job);
            let counted: usize = services.db.write(count).await?;
            self.all_counted = counted == 0;
            changed += counted;
        }
        let of_job = desk.clone();
        let age = move |conn: &mut Conn| actions::age_scores(conn, &of_job);
        changed += services.db.write(age).await?;
        if self.costs_of != Some(now.date()) {
            let keep = move |conn: &mut Conn| actions::keep_costs(conn, &desk);
            let made: usize = services.db.write(keep).await?;
            self.costs_of = (made == 0).then_some(now.date());
            changed += made;
        }
        Ok(changed)
    }
}

/// Agencies that have a rating, after this one.
pub fn rated_agencies(conn: &mut Conn, after: Option<Id>) -> Result<Vec<Id>, DbError> {
    actions::rated_agencies(conn, after)
}

/// What of an agency's rating is not what follows from its published reviews; it is put right when
/// `repair` is wanted.
pub fn check_rating(
    conn: &mut Conn,
    services: &Services,
    now: Time,
    agency: Id,
    repair: bool,
) -> Result<Vec<String>, Problem> {
    Ok(actions::check(
        conn,
        &Desk::at(services, now),
        agency,
        repair,
    )?)
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::UnknownAgency | ReviewError::NotFound => Self::new(&NOT_FOUND),
            ReviewError::OnlyProposed => Self::new(&EMPLOYER_NOT_ACCEPTED),
            ReviewError::IdTaken => Self::new(&ID_TAKEN),
            ReviewError::Broken(rules) => Self::invalid(rules.iter().map(fault).collect()),
            ReviewError::NoComment => Self::invalid(vec![Fault::new("/published_text", "invalid")]),
            ReviewError::NoLanguage => {
                Self::invalid(vec![Fault::new("/language", "missing_member")])
            }
            ReviewError::AlreadyRecorded => Self::new(&recordings::ALREADY_RECORDED),
            ReviewError::CannotMove(CannotMove::From(_)) | ReviewError::Overtaken => {
                Self::new(&CONFLICT)
            }
            ReviewError::CannotMove(CannotMove::DeclaredInterest) => Self::new(&DECLARED_INTEREST),
            ReviewError::Log(error) => error.into(),
            ReviewError::CannotAppeal => Self::new(&CANNOT_APPEAL),
            ReviewError::OwnDecision => Self::new(&OWN_DECISION),
            ReviewError::Duplicate => Self::new(&proof::REVIEW_DUPLICATE),
            ReviewError::RecruitmentFixed => Self::new(&proof::RECRUITMENT_FIXED),
            ReviewError::Token(error) => error.into_problem(""),
            ReviewError::TooManyDocuments => Self::new(&documents::TOO_MANY_DOCUMENTS)
                .with("limit", super::model::MOST_DOCUMENTS),
            ReviewError::DocumentUsed => Self::new(&staff_documents::DOCUMENT_USED),
            ReviewError::Undecidable(faults) => {
                let faults = faults.iter().map(|(at, code)| Fault::new(*at, code));
                Self::invalid(faults.collect())
            }
            ReviewError::Vault(error) => error.into(),
            ReviewError::Database(error) => error.into(),
            ReviewError::Unreadable | ReviewError::Caps(_) => {
                tracing::error!(%error, "A review cannot be read");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}

fn fault(rule: &BrokenRule) -> Fault {
    match rule {
        BrokenRule::FutureMonth => Fault::new("/recruited_month", "in_the_future"),
        BrokenRule::RepeatedDimension { index } => {
            Fault::new(format!("/scores/{index}/dimension"), "duplicate_items")
        }
        BrokenRule::ForeignScore { index } => {
            Fault::new(format!("/scores/{index}/dimension"), "not_rated_here")
        }
        BrokenRule::ForeignFacts { dimension } => {
            Fault::new(format!("/facts/{dimension}"), "not_rated_here")
        }
        BrokenRule::NotWhereTheEmployerIs => {
            Fault::new("/corridor/destination", "not_where_the_employer_is")
        }
        BrokenRule::TooManyDecimals { index, decimals } => {
            let at = format!("/fee_items/{index}/paid/amount");
            Fault::new(at, "too_many_decimals").with("limit", decimals)
        }
        BrokenRule::FuturePayment { index } => {
            Fault::new(format!("/fee_items/{index}/paid_month"), "in_the_future")
        }
        BrokenRule::WrongRefund { index, why } => {
            let at = format!("/fee_items/{index}/refunded");
            match why {
                WrongRefund::OtherCurrency => {
                    Fault::new(format!("{at}/currency"), "other_currency")
                }
                WrongRefund::MoreThanPaid => Fault::new(format!("{at}/amount"), "more_than_paid"),
            }
        }
        BrokenRule::TooFine { at, decimals } => {
            Fault::new(*at, "too_many_decimals").with("limit", decimals)
        }
        BrokenRule::CommentWithoutText => Fault::new("/comment/text", "missing_member"),
        BrokenRule::CommentWithoutLanguage => Fault::new("/comment/language", "missing_member"),
    }
}

/// Something that happened to a review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewEvent {
    /// The day on which it happened; no hour is kept.
    on: Date,
    /// What.
    kind: ReviewEventKind,
    /// Why, when a moderator rejected it or took it down.
    #[schema(value_type = Option<RejectionReason>)]
    reason: Option<RejectionReason>,
}

impl From<EventRow> for ReviewEvent {
    fn from(row: EventRow) -> Self {
        Self {
            on: row.happened_on,
            kind: row.kind,
            reason: row.reason.map(Code::known),
        }
    }
}

/// A review as its author and moderators see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "agency_id": "0195f1a2-0000-7b1e-9a55-3f0c8d2e4b61",
    "about": "recruitment_agency",
    "status": "pending",
    "rejection_reason": null,
    "published_text": null,
    "proof_tier": "self_declared",
    "history": [{ "on": "2026-03-01", "kind": "filed", "reason": null }],
    "stage": "working",
    "corridor": { "origin": "PH", "destination": "SG" },
    "occupation": "5311",
    "recruited_month": "2025-09",
    "overall": 2,
    "scores": [{ "dimension": "fees", "score": 1 }],
    "fee_items": [{
        "category": "recruitment_fee",
        "paid": { "amount": "1250.00", "currency": "SGD" },
        "paid_to": "agency", "paid_how": "deduction", "receipt": "refused"
    }],
    "would_recommend": false,
    "comment": { "text": "Six months of my wages were deducted.", "language": "en" },
    "relationship_declared": "none"
}))]
pub struct WholeReview {
    /// Its id.
    id: Id,
    /// The agency or employer that it is about.
    agency_id: Id,
    /// What that is.
    about: EntryKind,
    /// How far it has come.
    status: ModerationStatus,
    /// Why it is not public, when a moderator so decided.
    #[schema(value_type = Option<RejectionReason>)]
    rejection_reason: Option<RejectionReason>,
    /// The comment as published: without what would have told who somebody is.
    published_text: Option<String>,
    /// How it is known that the author was recruited by the agency.
    proof_tier: ProofTier,
    /// What happened, oldest first.
    history: Vec<ReviewEvent>,
    /// What its author says.
    #[serde(flatten)]
    content: Content,
    /// What follows from it.
    assessment: ReviewAssessment,
}

impl WholeReview {
    fn of(conn: &mut Conn, review: Review) -> Result<Self, ReviewError> {
        let assessment = ReviewAssessment::of(conn, &review)?;
        let history = actions::history(conn, review.id)?;
        let about = agencies::kind(conn, review.agency)?.ok_or(ReviewError::UnknownAgency)?;
        let status = review.state.status();
        let (published_text, rejection_reason) = match review.state {
            State::Published(publication) => (publication.text, None),
            State::Rejected { reason } => (None, Some(reason)),
            State::Accepted { text, .. } => (text.map(|(text, _)| text), None),
            State::Pending | State::Withdrawn => (None, None),
        };
        Ok(Self {
            id: review.id,
            agency_id: review.agency,
            about,
            status,
            rejection_reason,
            proof_tier: review.proof,
            published_text: published_text.map(super::model::CommentText::into_inner),
            history: history.into_iter().map(Into::into).collect(),
            content: review.content,
            assessment,
        })
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
