//! Reviews on paper: an outreach organisation uploads what workers wrote.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Desk, ReviewError, file};
use crate::agencies::{self, EntryKind, LicenceHolder};
use crate::claims;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::CollectReviews;
use crate::organisations;
use crate::platform::clock::Date;
use crate::platform::crypto::{Class, Domain, ReceiptCode};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::model::{
    BatchStates, BrokenRule, Collected, CollectedRow, Content, FormReference, LEAST_TOLD,
    ModerationStatus, ReviewChannel, RowCounts, folded,
};
use crate::reviews::store::{self, BatchRow, CollectedReviewRow};

/// Names what is sealed of a batch, under its key.
const ROWS_FIELD: &str = "review_batch.rows";
/// Names what is sealed of the collecting, under the review's key.
const DETAILS_FIELD: &str = "review.collected";
/// Months for which an organisation can read again what became of its rows.
const MONTHS: i32 = 24;
/// Batches that are treated in one go.
const AT_ONCE: i64 = 20;

/// Which agency a form is about.
#[derive(Debug, Clone)]
pub enum Named {
    /// By its id.
    Id(Id),
    /// By the country and number of its licence.
    Licence {
        /// The country.
        country: String,
        /// The number, however it is written.
        number: String,
    },
}

/// A row that was read.
pub struct Form {
    /// The number that is printed on it.
    pub reference: FormReference,
    /// What it is about.
    pub about: Named,
    /// The day on which it was filled in.
    pub collected_on: Option<Date>,
    /// The id of the review, when it was chosen.
    pub id: Option<Id>,
    /// What the worker says.
    pub content: Content,
}

/// Why a row is not taken.
#[derive(Debug)]
pub enum RowRefusal {
    /// There is no agency with this id.
    UnknownAgency,
    /// No list has this licence.
    UnknownLicence,
    /// Several agencies have or had this licence.
    SeveralAgencies,
    /// The organisation claims or claimed the agency.
    OwnInterest,
    /// The id that was chosen is in use.
    IdTaken,
    /// It was collected in the future.
    NotCollectedYet,
    /// What the worker says breaks rules.
    Broken(Vec<BrokenRule>),
}

/// What became of a row that was read.
pub enum Taken {
    /// It is a review now.
    Accepted {
        /// The review.
        review: Id,
        /// Opens it.
        code: ReceiptCode,
    },
    /// The form came in before, with this batch.
    Duplicate(Id),
    /// It cannot be taken.
    Refused(RowRefusal),
}

/// A batch that is being taken up.
pub struct Batch {
    id: Id,
    organisation: Id,
    /// Hashes of what was said in words, on the forms so far.
    said: HashSet<[u8; 32]>,
}

/// What of a review's collecting is sealed.
#[derive(Serialize, Deserialize)]
struct Details {
    collected_on: Option<Date>,
}

/// An error inside a savepoint.
struct InRow(ReviewError);

impl From<diesel::result::Error> for InRow {
    fn from(error: diesel::result::Error) -> Self {
        Self(crate::platform::db::DbError::from(error).into())
    }
}

impl Batch {
    /// Begins a batch. Until the commit no other batch of the organisation is taken up, so that each sees
    /// the forms that the other has brought.
    pub fn begin(
        conn: &mut Conn,
        desk: &Desk,
        by: &Caller<CollectReviews>,
    ) -> Result<Self, ReviewError> {
        organisations::lock(conn, by.organisation())?;
        let batch = Self {
            id: Id::random(&*desk.randomness),
            organisation: by.organisation(),
            said: HashSet::new(),
        };
        store::insert_batch(conn, batch.id, batch.organisation, desk.today())?;
        Ok(batch)
    }

    /// Takes one form: all of it, or nothing.
    pub fn take(
        &mut self,
        conn: &mut Conn,
        desk: &Desk,
        by: &Caller<CollectReviews>,
        form: Form,
    ) -> Result<Taken, ReviewError> {
        let bound = [
            self.organisation.as_bytes(),
            folded(&form.reference).as_bytes(),
        ]
        .concat();
        let hash = desk.lookup.hash(Domain::PaperForm, &bound);
        if let Some(earlier) = store::find_form(conn, &hash)? {
            return Ok(Taken::Duplicate(earlier));
        }
        let agency = match find_agency(conn, by, &form.about)? {
            Ok(agency) => agency,
            Err(refusal) => return Ok(Taken::Refused(refusal)),
        };
        if form.collected_on > Some(desk.today()) {
            return Ok(Taken::Refused(RowRefusal::NotCollectedYet));
        }
        let said = said(agency, &form.content)?;
        if said.is_some_and(|said| self.said.contains(&said)) {
            return Ok(Taken::Duplicate(self.id));
        }
        let stored =
            conn.attempt(|conn| self.store(conn, desk, agency, &hash, form).map_err(InRow));
        match stored {
            Ok(accepted) => {
                self.said.extend(said);
                Ok(accepted)
            }
            Err(InRow(ReviewError::UnknownAgency)) => Ok(Taken::Refused(RowRefusal::UnknownAgency)),
            Err(InRow(ReviewError::IdTaken)) => Ok(Taken::Refused(RowRefusal::IdTaken)),
            Err(InRow(ReviewError::Broken(rules))) => Ok(Taken::Refused(RowRefusal::Broken(rules))),
            Err(InRow(error)) => Err(error),
        }
    }

    fn store(
        &self,
        conn: &mut Conn,
        desk: &Desk,
        agency: Id,
        form_hash: &[u8],
        form: Form,
    ) -> Result<Taken, ReviewError> {
        let id = form.id.unwrap_or_else(|| Id::random(&*desk.randomness));
        let (review, receipt) = file(
            conn,
            desk,
            (agency, EntryKind::RecruitmentAgency),
            id,
            form.content,
        )?;
        let key = desk.vault.key(conn, review.id, Class::Confidential)?;
        let details = Details {
            collected_on: form.collected_on,
        };
        let row = CollectedReviewRow {
            review_id: review.id,
            channel: ReviewChannel::OutreachPaper,
            organisation_id: self.organisation,
            batch_id: self.id,
            sealed_details: key.seal_json(review.id, DETAILS_FIELD, &details)?,
        };
        store::insert_collected(conn, row)?;
        store::insert_form(conn, form_hash, self.id)?;
        Ok(Taken::Accepted {
            review: review.id,
            code: receipt.code,
        })
    }

    /// Ends a batch: keeps what became of its rows for the organisation, and writes into the audit log
    /// who brought it.
    pub fn end(
        self,
        conn: &mut Conn,
        desk: &Desk,
        by: &Caller<CollectReviews>,
        rows: &[CollectedRow],
    ) -> Result<BatchRow, ReviewError> {
        let day = desk.today().start().unwrap_or(desk.now);
        let key = desk
            .vault
            .create_key(conn, self.id, Class::Confidential, day)?;
        let sealed = key.seal_json(self.id, ROWS_FIELD, &rows)?;
        store::put_batch(conn, self.id, RowCounts::of(rows), sealed)?;
        record(conn, desk, by, self.id, Action::Uploaded)?;
        get_batch(conn, by, self.id)
    }
}

/// A hash of what a form says of an agency, if there are words in it. Two workers may well tick the same boxes;
/// they do not write the same sentence.
fn said(agency: Id, content: &Content) -> Result<Option<[u8; 32]>, ReviewError> {
    if content.comment.is_none() {
        return Ok(None);
    }
    let content = serde_json::to_vec(content).map_err(|_| ReviewError::Unreadable)?;
    let hash = Sha256::new()
        .chain_update(agency.as_bytes())
        .chain_update(content);
    Ok(Some(hash.finalize().into()))
}

fn get_batch(
    conn: &mut Conn,
    by: &Caller<CollectReviews>,
    batch: Id,
) -> Result<BatchRow, ReviewError> {
    store::find_batch(conn, by.organisation(), batch)?.ok_or(ReviewError::NotFound)
}

/// Opens a batch of the caller's organisation: what became of its rows, unless its time is over.
pub fn open_batch(
    conn: &mut Conn,
    desk: &Desk,
    by: &Caller<CollectReviews>,
    batch: Id,
) -> Result<(BatchRow, Option<Vec<CollectedRow>>), ReviewError> {
    let batch = get_batch(conn, by, batch)?;
    let Some(sealed) = &batch.sealed_rows else {
        return Ok((batch, None));
    };
    let key = desk.vault.key(conn, batch.id, Class::Confidential)?;
    let rows = key.open_json(batch.id, ROWS_FIELD, sealed)?;
    record(conn, desk, by, batch.id, Action::Opened)?;
    Ok((batch, Some(rows)))
}

/// How far the reviews of a batch have come; nothing when they are few.
pub fn batch_states(conn: &mut Conn, batch: &BatchRow) -> Result<Option<BatchStates>, ReviewError> {
    if batch.accepted < LEAST_TOLD {
        return Ok(None);
    }
    let (mut pending, mut published) = (0, 0);
    for (status, count) in store::batch_statuses(conn, batch.id)? {
        match status {
            ModerationStatus::Pending | ModerationStatus::Accepted => pending += count,
            ModerationStatus::Published => published = count,
            ModerationStatus::Rejected | ModerationStatus::Withdrawn => {}
        }
    }
    Ok(Some(BatchStates {
        pending,
        published,
        not_published: batch.accepted - pending - published,
    }))
}

/// Who collected a review; nobody when its author sent it.
pub fn collected(
    conn: &mut Conn,
    desk: &Desk,
    review: Id,
) -> Result<Option<Collected>, ReviewError> {
    let Some(row) = store::find_collected(conn, review)? else {
        return Ok(None);
    };
    let key = desk.vault.key(conn, review, Class::Confidential)?;
    let details: Details = key.open_json(review, DETAILS_FIELD, &row.sealed_details)?;
    Ok(Some(Collected {
        channel: row.channel,
        organisation: row.organisation_id,
        batch: row.batch_id,
        filled_in_on: details.collected_on,
    }))
}

/// Whether an organisation collected a review, and so does not moderate it.
pub fn has_collected(conn: &mut Conn, organisation: Id, review: Id) -> Result<bool, ReviewError> {
    let collected = store::find_collected(conn, review)?;
    Ok(collected.is_some_and(|row| row.organisation_id == organisation))
}

/// Forgets what became of each row, two years after: the forms stay known by their hashes.
pub fn forget_batches(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    let since = desk.now.plus_months(-MONTHS).date();
    let batches = store::list_batches_before(conn, since, AT_ONCE)?;
    for batch in &batches {
        store::forget_rows(conn, *batch)?;
        desk.vault.destroy(conn, *batch)?;
    }
    Ok(batches.len())
}

fn record(
    conn: &mut Conn,
    desk: &Desk,
    by: &Caller<CollectReviews>,
    batch: Id,
    action: Action,
) -> Result<(), ReviewError> {
    by.record(conn, desk.now, action, Subject::ReviewBatch, batch, None)?;
    Ok(())
}

/// The agency that a form names; an organisation collects nothing about one in which it has an interest.
fn find_agency(
    conn: &mut Conn,
    by: &Caller<CollectReviews>,
    about: &Named,
) -> Result<Result<Id, RowRefusal>, ReviewError> {
    let named = match about {
        Named::Id(id) => match agencies::current(conn, *id)? {
            Some(id) if agencies::exists(conn, id)? => Ok(id),
            _ => Err(RowRefusal::UnknownAgency),
        },
        Named::Licence { country, number } => match agencies::find_holder(conn, country, number)? {
            LicenceHolder::One(id) => Ok(id),
            LicenceHolder::Several => Err(RowRefusal::SeveralAgencies),
            LicenceHolder::Nobody => Err(RowRefusal::UnknownLicence),
        },
    };
    match named {
        Ok(id) if claims::has_interest(conn, by, id)? => Ok(Err(RowRefusal::OwnInterest)),
        named => Ok(named),
    }
}
