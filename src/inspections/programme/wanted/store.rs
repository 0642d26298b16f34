//! The sealed rows.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model::{Slip, VisitWish, WantedVisit, Wish};
use crate::inspections::programme::planner::shipped;
use crate::inspections::records::VisitStatus;
use crate::platform::clock::Date;
use crate::platform::crypto::{Class, Domain, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, VaultError};
use crate::schema::{inspection_visits, inspection_wanted_visits as wanted};

const FIELD: &str = "safety_report.wanted_visit";
/// Bytes that are sealed, whatever is said in them.
const LENGTH: usize = 512;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = wanted)]
struct Row {
    report_id: Id,
    organisation_id: Id,
    sealed_wish: Vec<u8>,
    establishment_hash: Vec<u8>,
}

/// Of which report of which inspectorate something is said, by whom, and when.
pub struct Told<'a> {
    /// What the service is made of.
    pub services: &'a Services,
    /// The report's key.
    pub key: &'a SubjectKey,
    /// The report.
    pub report: Id,
    /// The inspectorate that has it.
    pub organisation: Id,
    /// The workplace at which its danger is.
    pub establishment: Id,
    /// Who says so.
    pub by: Id,
    /// The day.
    pub today: Date,
}

fn hash(lookup: &LookupKey, establishment: Id) -> Vec<u8> {
    let bytes = establishment.as_bytes();
    lookup.hash(Domain::WantedVisit, bytes).to_vec()
}

fn seal(key: &SubjectKey, report: Id, slip: &Slip) -> Result<Vec<u8>, VaultError> {
    let mut plain = serde_json::to_vec(slip).map_err(|_| VaultError::Form)?;
    if plain.len() > LENGTH {
        return Err(VaultError::Form);
    }
    // Blanks after JSON are read over.
    plain.resize(LENGTH, b' ');
    key.seal(report, FIELD, &plain)
}

fn open(conn: &mut Conn, key: &SubjectKey, report: Id) -> Result<Option<Wish>, VaultError> {
    let sealed: Option<Vec<u8>> = wanted::table
        .find(report)
        .select(wanted::sealed_wish)
        .first(conn)
        .optional()?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    Ok(key.open_json::<Slip>(report, FIELD, &sealed)?.wish)
}

/// What is said about a visit together with a workplace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Nothing: an earlier wish for the same workplace stays.
    Nothing,
    /// None is wanted.
    NoVisit,
    /// One is wanted.
    Visit(VisitWish),
}

/// Says where a report's danger is and whether a visit is wanted there.
pub fn note(conn: &mut Conn, told: &Told<'_>, said: Said) -> Result<(), VaultError> {
    let parameters = shipped().map_err(|_| VaultError::Form)?;
    let earlier = open(conn, told.key, told.report)?;
    let earlier = earlier.filter(|wish| wish.establishment == told.establishment);
    let is_over = match &earlier {
        Some(wish) => has_ended(conn, wish)?,
        None => false,
    };
    let wish = match (said, earlier) {
        (Said::Nothing, earlier) => earlier,
        (Said::NoVisit, _) => None,
        (Said::Visit(wish), Some(earlier))
            if !is_over && earlier.is_again(wish, told.establishment) =>
        {
            Some(Wish {
                wanted_by: wish.wanted_by,
                ..earlier
            })
        }
        (Said::Visit(wish), _) => {
            let who = (told.establishment, told.by);
            let chance = (told.today, &*told.services.randomness);
            Some(Wish::new(wish, who, &parameters, chance))
        }
    };
    forget(conn, told.report)?;
    let mut chance = [0; 32];
    told.services.randomness.fill(&mut chance);
    let establishment_hash = match &wish {
        Some(wish) => hash(&told.services.lookup, wish.establishment),
        None => chance.to_vec(),
    };
    let row = Row {
        report_id: told.report,
        organisation_id: told.organisation,
        sealed_wish: seal(told.key, told.report, &Slip { wish })?,
        establishment_hash,
    };
    let insert = diesel::insert_into(wanted::table).values(row);
    insert.execute(conn)?;
    Ok(())
}

/// Forgets what was wanted because of a report: when it is taken back, erased, or nobody knows any more where it is. A visit that
/// is planned stays.
pub fn forget(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    diesel::delete(wanted::table.find(report)).execute(conn)?;
    Ok(())
}

fn status_of(conn: &mut Conn, wish: &Wish) -> QueryResult<Option<VisitStatus>> {
    let Some(visit) = wish.visit else {
        return Ok(None);
    };
    inspection_visits::table
        .find(visit)
        .select(inspection_visits::status)
        .first(conn)
        .optional()
}

/// Whether the visit was made, or will not be: who asks then asks for another one.
fn has_ended(conn: &mut Conn, wish: &Wish) -> QueryResult<bool> {
    Ok(match status_of(conn, wish)? {
        None | Some(VisitStatus::Planned | VisitStatus::UnderWay) => false,
        Some(VisitStatus::Done | VisitStatus::NotDone | VisitStatus::Cancelled) => true,
    })
}

/// What is wanted because of a report, and what became of it.
pub fn find_wish(
    conn: &mut Conn,
    key: &SubjectKey,
    report: Id,
    today: Date,
) -> Result<Option<WantedVisit>, VaultError> {
    let Some(wish) = open(conn, key, report)? else {
        return Ok(None);
    };
    let status = status_of(conn, &wish)?;
    Ok(Some(wish.shown(status, today)))
}

/// An id of a workplace today, by each of its ids ever.
pub type Places = BTreeMap<Id, Id>;

fn by_hash(lookup: &LookupKey, places: &Places) -> BTreeMap<Vec<u8>, Id> {
    let hashed = places
        .iter()
        .map(|(id, current)| (hash(lookup, *id), *current));
    hashed.collect()
}

/// Which of these workplaces a plan of this day is to favour.
pub fn wanted_places(
    conn: &mut Conn,
    services: &Services,
    organisation: Id,
    places: &Places,
    today: Date,
) -> Result<BTreeSet<Id>, VaultError> {
    let hashes = by_hash(&services.lookup, places);
    let mut found = BTreeSet::new();
    for row in rows_of(conn, organisation)? {
        // Each is opened, so that what takes how long says nothing either.
        let key = services
            .vault
            .key(conn, row.report_id, Class::Confidential)?;
        let slip: Slip = key.open_json(row.report_id, FIELD, &row.sealed_wish)?;
        let place = hashes.get(&row.establishment_hash);
        let waits = slip.wish.is_some_and(|wish| wish.waits_for_a_plan(today));
        if let Some(place) = place.filter(|_| waits) {
            found.insert(*place);
        }
    }
    Ok(found)
}

fn rows_of(conn: &mut Conn, organisation: Id) -> QueryResult<Vec<Row>> {
    crate::lock!(
        conn,
        wanted::table
            .filter(wanted::organisation_id.eq(organisation))
            .order(wanted::report_id)
            .select(Row::as_select())
    )
}

/// Remembers to which visits wishes led, of visits that are planned now: workplace, visit. All rows of the inspectorate are
/// written anew.
pub fn link_visits(
    conn: &mut Conn,
    services: &Services,
    organisation: Id,
    (places, visits): (&Places, &BTreeMap<Id, Id>),
) -> Result<(), VaultError> {
    let hashes = by_hash(&services.lookup, places);
    for row in rows_of(conn, organisation)? {
        let key = services
            .vault
            .key(conn, row.report_id, Class::Confidential)?;
        let mut slip: Slip = key.open_json(row.report_id, FIELD, &row.sealed_wish)?;
        let place = hashes.get(&row.establishment_hash);
        let visit = place.and_then(|place| visits.get(place));
        if let Some(wish) = slip.wish.as_mut().filter(|wish| wish.visit.is_none()) {
            wish.visit = visit.copied();
        }
        let sealed = seal(&key, row.report_id, &slip)?;
        diesel::update(wanted::table.find(row.report_id))
            .set(wanted::sealed_wish.eq(sealed))
            .execute(conn)?;
    }
    Ok(())
}
