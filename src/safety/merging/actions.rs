//! Putting reports behind others, and taking them from there.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::alike::{Likeness, MOST_DAYS_APART, likeness, shared};
use super::marks::{self, Place};
use super::model::{Company, Merge, MergeOrigin};
use super::store;
use crate::correspondence::{ChangedBy, StatusChange, list_changes};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::HandleSafetyReports;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, Domain, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::safety::actions::{find, subject};
use crate::safety::model::{NewReport, Report, SafetyError, Standing, Status, WitnessSecret};
use crate::safety::retaliation::raise_leads;
use crate::safety::store as reports;

type Inspector = Caller<HandleSafetyReports>;

/// Days within which a report from a board is taken for the danger that somebody saw there too.
const BOARD_DAYS: u64 = 90;
/// Most reports that are proposed as the same.
const MOST_PROPOSED: usize = 20;

/// What somebody gave who saw a danger too.
pub struct Given<'a> {
    /// The report that they mean.
    pub lead: Id,
    /// The report that they filed.
    pub report: Id,
    /// How they said which danger they mean.
    pub origin: MergeOrigin,
    /// The secret of their app.
    pub witness: &'a WitnessSecret,
    /// When.
    pub at: Time,
}

/// A report that may be of the same danger.
pub struct Proposed {
    /// The report.
    pub report: Report,
    /// In what it is alike.
    pub alike: BTreeSet<Likeness>,
}

/// Keeps by what a report is found that is being filed, and who filed it.
pub fn mark(conn: &mut Conn, key: &LookupKey, new: &NewReport) -> Result<(), DbError> {
    store::put_marks(conn, new.id, &marks::of(key, &new.told))?;
    if let Some(witness) = &new.witness {
        reports::put_witness(conn, new.id, &witness_hash(key, new.id, witness))?;
    }
    Ok(())
}

/// Who saw the danger of one report: of another the same person has another hash.
fn witness_hash(key: &LookupKey, lead: Id, witness: &WitnessSecret) -> [u8; 32] {
    let value = [lead.as_bytes().as_slice(), witness.as_bytes()].concat();
    key.hash(Domain::SafetyWitness, &value)
}

/// Puts a report that was just filed behind the one that its reporter saw too. The same person counts once.
pub fn corroborate(conn: &mut Conn, key: &LookupKey, given: &Given<'_>) -> Result<(), DbError> {
    let hash = witness_hash(key, given.lead, given.witness);
    let is_counted = !store::knows_witness(conn, given.lead, &hash)?;
    let merge = Merge {
        report: given.report,
        lead: given.lead,
        origin: given.origin,
        is_counted,
        witness: Some(hash.to_vec()),
        by: None,
        at: given.at,
    };
    store::insert(conn, &merge)
}

/// The newest open report from a board of one of these hazards.
pub fn open_lead_at_board(
    conn: &mut Conn,
    key: &LookupKey,
    (board, hazards): (Id, &[String]),
    now: Time,
) -> Result<Option<Id>, DbError> {
    let (_, mark) = Place::Board(board).mark(key);
    let since = now.minus(Duration::from_hours(24 * BOARD_DAYS));
    store::newest_at_board(conn, mark, hazards, since)
}

/// The reports behind these.
pub fn company_of(conn: &mut Conn, leads: &[Id]) -> Result<BTreeMap<Id, Company>, DbError> {
    store::behind(conn, leads)
}

/// The report that one stands behind.
pub fn find_lead(conn: &mut Conn, report: Id) -> Result<Option<Id>, DbError> {
    Ok(leads_of(conn, report)?.first().copied())
}

/// The reports that one stands behind, nearest first.
pub fn leads_of(conn: &mut Conn, report: Id) -> Result<Vec<Id>, DbError> {
    let leads = store::leads(conn, report)?;
    Ok(leads.into_iter().map(|(lead, _)| lead).collect())
}

/// Refuses work on a report that stands behind another: it is done there.
pub fn refuse_merged(conn: &mut Conn, report: Id) -> Result<(), SafetyError> {
    match store::leads(conn, report)?.as_slice() {
        [] => Ok(()),
        [_, ..] => Err(SafetyError::Merged),
    }
}

/// How a report looks to its reporter: its own history, and from the moment at which it stood behind another what was
/// done about that one. Of who reported the other and when, nothing is to be seen.
pub fn shown(
    conn: &mut Conn,
    report: &Report,
) -> Result<(Standing, Vec<StatusChange>), SafetyError> {
    let mut history = list_changes(conn, subject(report.id))?;
    let mut standing = report.standing;
    if standing.status == Status::Withdrawn {
        return Ok((standing, history));
    }
    for (lead, since) in store::leads(conn, report.id)? {
        for change in list_changes(conn, subject(lead))? {
            let counts = change.at > since && change.by == ChangedBy::Organisation;
            let Ok(status) = change.to.parse::<Status>() else {
                continue;
            };
            // Two states of the other may look the same from here.
            if !counts || status == standing.status {
                continue;
            }
            history.push(StatusChange {
                from: Some(standing.status.to_string()),
                ..change
            });
            standing = standing.seen(status, history.last().map_or(since, |last| last.at));
        }
    }
    Ok((standing, history))
}

/// Finds reports of the organisation that may be of the same danger; the audit log says so, because what was told is
/// opened for it.
pub(super) fn propose(
    conn: &mut Conn,
    by: &Inspector,
    services: &Services,
    id: Id,
    now: Time,
) -> Result<Vec<Proposed>, SafetyError> {
    let report = find(conn, by, id)?.standing_by()?;
    let key = services.vault.key(conn, id, Class::Confidential)?;
    let told = reports::open(conn, &key, id)?;
    let mut wanted = marks::around(&services.lookup, &told);
    wanted.extend(store::text_marks(conn, id)?);
    let days = Duration::from_hours(24 * MOST_DAYS_APART);
    let within = (report.filed_at.minus(days), report.filed_at.plus(days));
    let rows = store::sharing(conn, (by.organisation(), id), wanted, within)?;
    let proposed = rank(conn, by, &report, &shared(rows))?;
    let (action, detail) = (Action::Opened, Some("similar"));
    by.record(conn, now, action, Audited::SafetyReport, id, detail)?;
    Ok(proposed)
}

type Shared = BTreeMap<Id, BTreeMap<super::model::ReportMarkKind, usize>>;

/// The most alike first; what stands together already is not proposed.
fn rank(
    conn: &mut Conn,
    by: &Inspector,
    report: &Report,
    shared: &Shared,
) -> Result<Vec<Proposed>, DbError> {
    let ids: Vec<Id> = shared.keys().copied().collect();
    let mut together: BTreeSet<Id> = store::leads(conn, report.id)?
        .into_iter()
        .map(|(lead, _)| lead)
        .collect();
    let company = store::behind(conn, &[report.id])?;
    let behind = company.into_values().flat_map(|company| company.0);
    together.extend(behind.map(|behind| behind.report));
    let mut found = Vec::new();
    for other in reports::list_of_organisation(conn, by.organisation(), ids)? {
        let marks = shared.get(&other.id).cloned().unwrap_or_default();
        if together.contains(&other.id) {
            continue;
        }
        if let Some((points, alike)) = likeness(report, &other, &marks) {
            found.push((
                points,
                Proposed {
                    report: other,
                    alike,
                },
            ));
        }
    }
    found.sort_by_key(|(points, proposed)| {
        let latest = std::cmp::Reverse(proposed.report.filed_at);
        (std::cmp::Reverse(*points), latest, proposed.report.id)
    });
    let best = found.into_iter().take(MOST_PROPOSED);
    Ok(best.map(|(_, proposed)| proposed).collect())
}

/// Puts a report behind another of the organisation, which a person found to be of the same danger.
pub(super) fn merge(
    conn: &mut Conn,
    by: &Inspector,
    report: &Report,
    into: Id,
    now: Time,
) -> Result<Report, SafetyError> {
    if report.standing.status == Status::Withdrawn {
        return Err(SafetyError::Withdrawn);
    }
    refuse_merged(conn, report.id)?;
    let lead = reports::lock_of_organisation(conn, by.organisation(), into)?;
    let lead = lead.filter(|lead| lead.standing.status != Status::Withdrawn);
    let lead = lead.ok_or(SafetyError::UnknownLead)?;
    let above = store::leads(conn, lead.id)?;
    if lead.id == report.id || above.iter().any(|(id, _)| *id == report.id) {
        return Err(SafetyError::UnknownLead);
    }
    let merge = Merge {
        report: report.id,
        lead: lead.id,
        origin: MergeOrigin::Staff,
        is_counted: true,
        witness: None,
        by: Some(by.account()),
        at: now,
    };
    store::insert(conn, &merge)?;
    reports::touch(conn, report)?;
    reports::touch(conn, &lead)?;
    // Until the organisation takes a step there, also when the two are taken apart again.
    if report.is_raised {
        raise_leads(conn, report.id)?;
    }
    for id in [report.id, lead.id] {
        let (action, detail) = (Action::Stated, Some("merged"));
        by.record(conn, now, action, Audited::SafetyReport, id, detail)?;
    }
    find(conn, by, report.id)
}

/// Takes a report from behind another: both are as they were. Doing it again changes nothing.
pub(super) fn unmerge(
    conn: &mut Conn,
    by: &Inspector,
    id: Id,
    now: Time,
) -> Result<(), SafetyError> {
    let report = find(conn, by, id)?;
    if !store::delete(conn, id)? {
        return Ok(());
    }
    reports::touch(conn, &report)?;
    let (action, detail) = (Action::Withdrawn, Some("merged"));
    Ok(by.record(conn, now, action, Audited::SafetyReport, id, detail)?)
}

/// The reports behind one go to its organisation with it.
pub fn route(conn: &mut Conn, lead: Id, organisation: Id) -> Result<(), DbError> {
    for behind in store::behind(conn, &[lead])?
        .into_values()
        .flat_map(|company| company.0)
    {
        reports::route(conn, behind.report, organisation)?;
    }
    Ok(())
}

/// Its reporter took a report back: it stands behind no other, is found by nothing any more, and what stood behind it
/// stands for itself. A danger that others saw does not go with one who fell silent.
pub fn leave(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    store::delete(conn, report)?;
    store::release(conn, report)?;
    store::delete_marks(conn, report)
}

/// The same, before a report is destroyed.
pub fn forget(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    leave(conn, report)
}
