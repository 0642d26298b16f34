//! What the representative of an agency does with a report.

use super::{Desk, ReplyError, STATEMENT_FIELD, standing_on};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::SpeakForAgency;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::replies::model::{
    MOST_REPORTS, ReportReason, ReportStatement, ReportStatus, due_on, first_of_month,
};
use crate::replies::store::reports::{self as store, ReportRow};

/// Reports a review that the public sees. It stays as it is until a moderator has decided.
pub fn file(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<SpeakForAgency>,
    (agency, public_review): (Id, Id),
    (reason, statement): (&ReportReason, &ReportStatement),
) -> Result<ReportRow, ReplyError> {
    let standing = standing_on(conn, desk, by, (agency, public_review))?;
    let today = desk.now.date();
    if store::count_since(conn, agency, first_of_month(today))? >= MOST_REPORTS {
        return Err(ReplyError::TooManyReports);
    }
    let id = desk.services.new_id();
    let vault = &desk.services.vault;
    let key = vault.create_key(conn, id, Class::Confidential, desk.now)?;
    let row = ReportRow {
        id,
        claim_id: standing.claim,
        agency_id: agency,
        public_review_id: public_review,
        status: ReportStatus::Open,
        reason: reason.as_str().to_owned(),
        sealed_statement: key.seal(id, STATEMENT_FIELD, statement.as_str().as_bytes())?,
        version: 1,
        filed_on: today,
        due_on: due_on(reason, today),
    };
    store::insert(conn, &row)?;
    let (action, subject) = (Action::MovedOn, Subject::ReviewReport);
    by.record(conn, desk.now, action, subject, id, Some("filed"))?;
    Ok(row)
}
