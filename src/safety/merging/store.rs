//! Queries.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model::{Behind, Company, DEEPEST, Merge, MergeOrigin, ReportMarkKind};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json, dialect};
use crate::platform::ids::Id;
use crate::safety::model::Status;
use crate::schema::{
    safety_report_hazards, safety_report_marks as marks, safety_report_merges as merges,
    safety_reports,
};

/// Marks of other reports that are looked at.
const MOST_MARKS: i64 = 2000;

/// Puts a report behind another.
pub fn insert(conn: &mut Conn, merge: &Merge) -> Result<(), DbError> {
    diesel::insert_into(merges::table)
        .values((
            merges::report_id.eq(merge.report),
            merges::lead_id.eq(merge.lead),
            merges::origin.eq(merge.origin),
            merges::is_counted.eq(merge.is_counted),
            merges::witness_hash.eq(&merge.witness),
            merges::merged_by.eq(merge.by),
            merges::merged_at.eq(merge.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a report from behind another; whether it stood there.
pub fn delete(conn: &mut Conn, report: Id) -> Result<bool, DbError> {
    Ok(diesel::delete(merges::table.find(report)).execute(conn)? > 0)
}

/// Lets all reports behind one stand for themselves again.
pub fn release(conn: &mut Conn, lead: Id) -> Result<(), DbError> {
    diesel::delete(merges::table.filter(merges::lead_id.eq(lead))).execute(conn)?;
    Ok(())
}

/// The reports that a report stands behind, nearest first, and since when.
pub fn leads(conn: &mut Conn, report: Id) -> Result<Vec<(Id, Time)>, DbError> {
    let mut found = Vec::new();
    let mut at = report;
    while found.len() < DEEPEST {
        let lead: Option<(Id, Time)> = merges::table
            .find(at)
            .select((merges::lead_id, merges::merged_at))
            .first(conn)
            .optional()?;
        let Some(lead) = lead else { break };
        found.push(lead);
        at = lead.0;
    }
    Ok(found)
}

type BehindRow = (Id, Id, MergeOrigin, Time, bool, Status, Option<Time>);

/// The reports behind each of these, also behind those behind them.
pub fn behind(conn: &mut Conn, leads: &[Id]) -> Result<BTreeMap<Id, Company>, DbError> {
    let mut company: BTreeMap<Id, Company> = BTreeMap::new();
    let mut tops: BTreeMap<Id, Id> = leads.iter().map(|id| (*id, *id)).collect();
    for _ in 0..DEEPEST {
        if tops.is_empty() {
            break;
        }
        let rows: Vec<BehindRow> = merges::table
            .inner_join(safety_reports::table)
            .filter(merges::lead_id.eq_any(tops.keys().copied().collect::<Vec<_>>()))
            .order((merges::merged_at, merges::report_id))
            .select((
                merges::report_id,
                merges::lead_id,
                merges::origin,
                merges::merged_at,
                merges::is_counted,
                safety_reports::status,
                safety_reports::unanswered_since,
            ))
            .load(conn)?;
        let mut next = BTreeMap::new();
        for (report, lead, origin, at, is_counted, status, unanswered_since) in rows {
            let Some(top) = tops.get(&lead) else { continue };
            next.insert(report, *top);
            company.entry(*top).or_default().0.push(Behind {
                report,
                origin,
                at,
                is_counted,
                status,
                unanswered_since,
            });
        }
        tops = next;
    }
    Ok(company)
}

/// Whether a person is known to a report already: as its reporter, or as one who saw it too.
pub fn knows_witness(conn: &mut Conn, lead: Id, witness: &[u8]) -> Result<bool, DbError> {
    let own: Option<Id> = safety_reports::table
        .filter(safety_reports::id.eq(lead))
        .filter(safety_reports::witness_hash.eq(witness))
        .select(safety_reports::id)
        .first(conn)
        .optional()?;
    let other: Option<Id> = merges::table
        .filter(merges::lead_id.eq(lead))
        .filter(merges::witness_hash.eq(witness))
        .select(merges::report_id)
        .first(conn)
        .optional()?;
    Ok(own.or(other).is_some())
}

/// Keeps by what a report is found to be like others.
pub fn put_marks(
    conn: &mut Conn,
    report: Id,
    found: &[(ReportMarkKind, i64)],
) -> Result<(), DbError> {
    let found: BTreeSet<(i64, &str)> = found
        .iter()
        .map(|(kind, mark)| (*mark, kind.as_str()))
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    let found = Json::of(&found)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    dialect::insert_report_marks(conn, report, found)?;
    Ok(())
}

/// Forgets them.
pub fn delete_marks(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    diesel::delete(marks::table.filter(marks::report_id.eq(report))).execute(conn)?;
    Ok(())
}

/// The pieces of a report's text that are kept.
pub fn text_marks(conn: &mut Conn, report: Id) -> Result<Vec<i64>, DbError> {
    Ok(marks::table
        .filter(marks::report_id.eq(report))
        .filter(marks::kind.eq(ReportMarkKind::Text))
        .select(marks::mark)
        .load(conn)?)
}

/// Other reports of an organisation that were filed within a time and have one of these marks, with the kinds of
/// those that they have.
pub fn sharing(
    conn: &mut Conn,
    (organisation, report): (Id, Id),
    wanted: Vec<i64>,
    (from, until): (Time, Time),
) -> Result<Vec<(Id, ReportMarkKind)>, DbError> {
    Ok(marks::table
        .inner_join(safety_reports::table)
        .filter(marks::mark.eq_any(wanted))
        .filter(marks::report_id.ne(report))
        .filter(safety_reports::organisation_id.eq(organisation))
        .filter(safety_reports::status.ne(Status::Withdrawn))
        .filter(safety_reports::filed_at.between(from, until))
        .order(safety_reports::filed_at.desc())
        .limit(MOST_MARKS)
        .select((marks::report_id, marks::kind))
        .load(conn)?)
}

/// The newest report from a board that tells of one of these hazards, is not over, stands behind no other and was filed
/// since a time.
pub fn newest_at_board(
    conn: &mut Conn,
    board: i64,
    hazards: &[String],
    since: Time,
) -> Result<Option<Id>, DbError> {
    let of_hazards = safety_report_hazards::table
        .filter(safety_report_hazards::report_id.eq(safety_reports::id))
        .filter(safety_report_hazards::hazard_code.eq_any(hazards.to_vec()));
    let is_behind = merges::table.filter(merges::report_id.eq(safety_reports::id));
    Ok(marks::table
        .inner_join(safety_reports::table)
        .filter(marks::mark.eq(board))
        .filter(marks::kind.eq(ReportMarkKind::Board))
        .filter(safety_reports::closed_at.is_null())
        .filter(safety_reports::filed_at.ge(since))
        .filter(diesel::dsl::exists(of_hazards))
        .filter(diesel::dsl::not(diesel::dsl::exists(is_behind)))
        .order((safety_reports::filed_at.desc(), safety_reports::id))
        .select(safety_reports::id)
        .first(conn)
        .optional()?)
}
