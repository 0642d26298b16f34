//! Reports.

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;

use crate::correspondence::DueDates;
use crate::correspondence::ErasedBecause;
use crate::identity::{ReceiptHolder, SafetyReports};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, VaultError};
use crate::safety::model::{
    Danger, NewReport, Report, RiskBand, SafetyError, Standing, Statement, Status,
};
use crate::schema::{
    safety_evidence, safety_report_hazards, safety_report_merges, safety_reports, safety_tombstones,
};

/// The field as which what was told is sealed.
pub(in crate::safety) const TOLD: &str = "safety_report.told";

/// A report without what is sealed.
#[derive(Queryable, Selectable)]
#[diesel(table_name = safety_reports)]
pub(super) struct ReportRow {
    id: Id,
    kind: String,
    country: String,
    danger_now: bool,
    hazard_codes: Json,
    wants_update: bool,
    status: Status,
    organisation_id: Option<Id>,
    assigned_to: Option<Id>,
    unanswered_since: Option<Time>,
    acknowledge_by: Time,
    feedback_by: Time,
    acknowledged_at: Option<Time>,
    closed_at: Option<Time>,
    photo_count: i64,
    version: i64,
    filed_at: Time,
    risk_band: Option<RiskBand>,
    raised: bool,
}

impl ReportRow {
    pub(super) fn into_report(self) -> Result<Report, DbError> {
        let hazard_codes = self.hazard_codes.read();
        let unreadable = |error| diesel::result::Error::DeserializationError(Box::new(error));
        Ok(Report {
            id: self.id,
            kind: self.kind,
            country: self.country,
            danger: Danger::of(self.danger_now),
            hazard_codes: hazard_codes.map_err(unreadable)?,
            risk_band: self.risk_band,
            is_raised: self.raised,
            wants_update: self.wants_update,
            standing: Standing {
                status: self.status,
                due: DueDates {
                    acknowledge_by: self.acknowledge_by,
                    feedback_by: self.feedback_by,
                    acknowledged_at: self.acknowledged_at,
                    overdue: false,
                },
                closed_at: self.closed_at,
            },
            organisation: self.organisation_id,
            assigned_to: self.assigned_to,
            unanswered_since: self.unanswered_since,
            photo_count: self.photo_count,
            version: self.version,
            filed_at: self.filed_at,
        })
    }
}

/// Stores a report that has just come in.
pub fn insert(
    conn: &mut Conn,
    new: &NewReport,
    key: &SubjectKey,
    standing: &Standing,
    organisation: Option<Id>,
    now: Time,
) -> Result<(), SafetyError> {
    let (queue_rank, queue_at) = standing.place_in_queue(new.danger);
    let hazard_codes = Json::of(&new.hazard_codes).map_err(|_| VaultError::Form)?;
    let inserted = diesel::insert_into(safety_reports::table)
        .values((
            safety_reports::id.eq(new.id),
            safety_reports::kind.eq(&new.kind),
            safety_reports::country.eq(new.told.place.country.as_str()),
            safety_reports::danger_now.eq(new.danger == Danger::Now),
            safety_reports::hazard_codes.eq(hazard_codes),
            safety_reports::wants_update.eq(new.wants_update),
            safety_reports::sealed_report.eq(key.seal_json(new.id, TOLD, &new.told)?),
            safety_reports::status.eq(standing.status),
            safety_reports::organisation_id.eq(organisation),
            safety_reports::acknowledge_by.eq(standing.due.acknowledge_by),
            safety_reports::feedback_by.eq(standing.due.feedback_by),
            safety_reports::queue_rank.eq(queue_rank),
            safety_reports::queue_at.eq(queue_at),
            safety_reports::photo_count.eq(0),
            safety_reports::version.eq(1),
            safety_reports::filed_at.eq(now),
            safety_reports::risk_band.eq(new.risk_band()),
            safety_reports::raised.eq(false),
        ))
        .execute(conn)
        .map_err(DbError::from);
    match inserted {
        Ok(_) => insert_hazards(conn, new).map_err(SafetyError::from),
        Err(error) if error.constraint().as_deref() == Some("safety_reports_id_key") => {
            Err(SafetyError::IdTaken)
        }
        Err(error) => Err(error.into()),
    }
}

fn insert_hazards(conn: &mut Conn, new: &NewReport) -> Result<(), DbError> {
    for code in &new.hazard_codes {
        diesel::insert_into(safety_report_hazards::table)
            .values((
                safety_report_hazards::report_id.eq(new.id),
                safety_report_hazards::hazard_code.eq(code),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The report that a receipt code opens.
pub fn get_of_reporter(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
) -> Result<Report, SafetyError> {
    let row = safety_reports::table
        .find(holder.subject())
        .select(ReportRow::as_select())
        .first::<ReportRow>(conn)
        .optional()?;
    Ok(row.ok_or(SafetyError::Erased)?.into_report()?)
}

/// The report that a receipt code opens, locked until the commit: nobody erases it meanwhile.
pub fn lock_of_reporter(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
) -> Result<Report, SafetyError> {
    let id = holder.subject();
    let rows: Vec<ReportRow> = crate::lock!(
        conn,
        safety_reports::table
            .find(id)
            .select(ReportRow::as_select())
    )?;
    Ok(rows
        .into_iter()
        .next()
        .ok_or(SafetyError::Erased)?
        .into_report()?)
}

/// A report of an organisation, locked until the commit; those of others are as if they were not
/// there.
pub fn lock_of_organisation(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<Report>, DbError> {
    let rows: Vec<ReportRow> = crate::lock!(
        conn,
        safety_reports::table
            .filter(safety_reports::id.eq(id))
            .filter(safety_reports::organisation_id.eq(organisation))
            .select(ReportRow::as_select())
    )?;
    rows.into_iter()
        .next()
        .map(ReportRow::into_report)
        .transpose()
}

/// The same, to look at.
pub fn find_of_organisation(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<Report>, DbError> {
    let row: Option<ReportRow> = safety_reports::table
        .filter(safety_reports::id.eq(id))
        .filter(safety_reports::organisation_id.eq(organisation))
        .select(ReportRow::as_select())
        .first(conn)
        .optional()?;
    row.map(ReportRow::into_report).transpose()
}

/// Opens what was told.
pub fn open(conn: &mut Conn, key: &SubjectKey, id: Id) -> Result<Statement, VaultError> {
    let sealed: Vec<u8> = safety_reports::table
        .find(id)
        .select(safety_reports::sealed_report)
        .first(conn)?;
    key.open_json(id, TOLD, &sealed)
}

/// Writes how a report stands now, unless somebody has changed it since it was read. Whatever had put it first is seen
/// to with that.
pub fn put_standing(
    conn: &mut Conn,
    report: &Report,
    standing: &Standing,
) -> Result<(), SafetyError> {
    let (queue_rank, queue_at) = standing.place_in_queue(report.danger);
    let row = safety_reports::table
        .filter(safety_reports::id.eq(report.id))
        .filter(safety_reports::version.eq(report.version));
    let changed = diesel::update(row)
        .set((
            safety_reports::status.eq(standing.status),
            safety_reports::acknowledge_by.eq(standing.due.acknowledge_by),
            safety_reports::feedback_by.eq(standing.due.feedback_by),
            safety_reports::acknowledged_at.eq(standing.due.acknowledged_at),
            safety_reports::closed_at.eq(standing.closed_at),
            safety_reports::raised.eq(false),
            safety_reports::queue_rank.eq(queue_rank),
            safety_reports::queue_at.eq(queue_at),
            safety_reports::version.eq(report.version + 1),
        ))
        .execute(conn)?;
    one(changed)
}

/// Gives a report to a member of staff, or to nobody.
pub fn assign(conn: &mut Conn, report: &Report, account: Option<Id>) -> Result<(), SafetyError> {
    let row = safety_reports::table
        .filter(safety_reports::id.eq(report.id))
        .filter(safety_reports::version.eq(report.version));
    let changed = diesel::update(row)
        .set((
            safety_reports::assigned_to.eq(account),
            safety_reports::version.eq(report.version + 1),
        ))
        .execute(conn)?;
    one(changed)
}

/// Remembers since when the reporter waits for an answer; an earlier time stays. When that changes
/// what is shown, the version goes up.
pub fn mark_unanswered(conn: &mut Conn, report: &Report, now: Time) -> Result<(), SafetyError> {
    put_unanswered(conn, report, Some(report.unanswered_since.unwrap_or(now)))
}

/// Remembers that the reporter was answered.
pub fn mark_answered(conn: &mut Conn, report: &Report) -> Result<(), SafetyError> {
    put_unanswered(conn, report, None)
}

fn put_unanswered(
    conn: &mut Conn,
    report: &Report,
    since: Option<Time>,
) -> Result<(), SafetyError> {
    if report.unanswered_since == since {
        return Ok(());
    }
    let row = safety_reports::table.find(report.id);
    let changed = diesel::update(row)
        .set((
            safety_reports::unanswered_since.eq(since),
            safety_reports::version.eq(safety_reports::version + 1),
        ))
        .execute(conn)?;
    one(changed)
}

/// Counts a change to what belongs to a report: who read it before has not read that.
pub fn touch(conn: &mut Conn, report: &Report) -> Result<(), SafetyError> {
    let changed = diesel::update(safety_reports::table.find(report.id))
        .set(safety_reports::version.eq(safety_reports::version + 1))
        .execute(conn)?;
    one(changed)
}

/// Gives a report that nobody has to an organisation.
pub fn route(conn: &mut Conn, id: Id, organisation: Id) -> Result<(), DbError> {
    let row = safety_reports::table
        .filter(safety_reports::id.eq(id))
        .filter(safety_reports::organisation_id.is_null());
    diesel::update(row)
        .set((
            safety_reports::organisation_id.eq(organisation),
            safety_reports::version.eq(safety_reports::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Removes a report with its hazards and the rows of its photos. What is left is a tombstone, whose
/// id must have nothing to do with the report's.
pub fn bury(
    conn: &mut Conn,
    report: &Report,
    tombstone: Id,
    because: ErasedBecause,
) -> Result<(), DbError> {
    let month = report.filed_at.date().first_of_month();
    let of_hazards = safety_report_hazards::report_id.eq(report.id);
    diesel::delete(safety_report_hazards::table.filter(of_hazards)).execute(conn)?;
    let of_photos = safety_evidence::report_id.eq(report.id);
    diesel::delete(safety_evidence::table.filter(of_photos)).execute(conn)?;
    diesel::delete(safety_reports::table.find(report.id)).execute(conn)?;
    diesel::insert_into(safety_tombstones::table)
        .values((
            safety_tombstones::id.eq(tombstone),
            safety_tombstones::country.eq(&report.country),
            safety_tombstones::kind.eq(&report.kind),
            safety_tombstones::filed_in.eq(month),
            safety_tombstones::status.eq(report.standing.status),
            safety_tombstones::erased_because.eq(because),
        ))
        .execute(conn)?;
    Ok(())
}

/// Reports on which the work ended before a time, oldest first.
pub fn list_expired(conn: &mut Conn, before: Time, most: i64) -> Result<Vec<Report>, DbError> {
    let rows: Vec<ReportRow> = safety_reports::table
        .filter(safety_reports::closed_at.lt(before))
        .order(safety_reports::closed_at)
        .limit(most)
        .select(ReportRow::as_select())
        .load(conn)?;
    rows.into_iter().map(ReportRow::into_report).collect()
}

/// Whether a report stands behind another.
#[diesel::dsl::auto_type(no_type_alias)]
pub(in crate::safety) fn behind_another() -> _ {
    safety_report_merges::table.filter(safety_report_merges::report_id.eq(safety_reports::id))
}

/// Reports that no organisation has and on which work could begin, and whether somebody was in danger.
pub fn list_unassigned(conn: &mut Conn, most: i64) -> Result<Vec<(Id, Danger)>, DbError> {
    let found: Vec<(Id, bool)> = safety_reports::table
        .filter(safety_reports::organisation_id.is_null())
        .filter(safety_reports::status.eq(Status::Received))
        .filter(not(exists(behind_another())))
        .order((safety_reports::queue_rank, safety_reports::queue_at))
        .limit(most)
        .select((safety_reports::id, safety_reports::danger_now))
        .load(conn)?;
    let told = found.into_iter().map(|(id, now)| (id, Danger::of(now)));
    Ok(told.collect())
}

/// When a report was filed.
pub fn find_filing_time(conn: &mut Conn, id: Id) -> Result<Option<Time>, DbError> {
    Ok(safety_reports::table
        .find(id)
        .select(safety_reports::filed_at)
        .first(conn)
        .optional()?)
}

/// How far a report is.
pub fn find_status(conn: &mut Conn, id: Id) -> Result<Option<Status>, DbError> {
    Ok(safety_reports::table
        .find(id)
        .select(safety_reports::status)
        .first(conn)
        .optional()?)
}

/// How many reports stand before what is over in the queue of an organisation: read from the index of the queue alone, which takes
/// some 2 µs a report.
pub fn count_in_queue(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    Ok(safety_reports::table
        .filter(safety_reports::organisation_id.eq(organisation))
        .filter(safety_reports::queue_rank.lt(Standing::RANK_OVER))
        .select(count_star())
        .first(conn)?)
}

/// How many open reports an organisation has.
pub fn count_open(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    Ok(safety_reports::table
        .filter(safety_reports::organisation_id.eq(organisation))
        .filter(safety_reports::closed_at.is_null())
        .select(count_star())
        .first(conn)?)
}

/// A row that was not there to be changed has been changed by somebody else.
const fn one(changed: usize) -> Result<(), SafetyError> {
    match changed {
        0 => Err(SafetyError::Overtaken),
        _ => Ok(()),
    }
}
