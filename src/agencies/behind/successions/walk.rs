//! The way back from a licence to those from which it came, and forward.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{SuccessionRow, SuccessionStatus};
use crate::platform::clock::Date;
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{agencies, agency_successions};

/// Agencies that are shown of a chain; nobody has had more licences.
const MOST_LINKED: usize = 10;

/// What is shown of an agency at the other end of a link.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(in crate::agencies) struct LinkedRow {
    pub id: Id,
    pub name: String,
    pub country: String,
    pub licence_number: Option<String>,
    pub licence_status: String,
    pub licence_expires_on: Option<Date>,
    pub missing_since: Option<Date>,
    pub marks: Json,
    pub rating_count: i64,
    pub rating: Option<Json>,
}

/// An agency that is linked with another, with the link.
#[derive(Debug, Clone)]
pub(in crate::agencies) struct Linked {
    pub link: SuccessionRow,
    pub agency: LinkedRow,
}

/// Which way a chain is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::agencies) enum Direction {
    /// To those from which it came.
    Back,
    /// To those that came out of it.
    Forward,
}

/// The agencies from which one came, or that came out of it, nearest first.
pub(in crate::agencies) fn follow(
    conn: &mut Conn,
    agency: Id,
    direction: Direction,
) -> QueryResult<Vec<Linked>> {
    let mut seen = BTreeSet::from([agency]);
    let (mut found, mut at) = (Vec::new(), vec![agency]);
    while !at.is_empty() && found.len() < MOST_LINKED {
        let links = links(conn, at, direction)?;
        let far = |link: &SuccessionRow| match direction {
            Direction::Back => link.earlier_agency_id,
            Direction::Forward => link.later_agency_id,
        };
        at = links
            .iter()
            .map(far)
            .filter(|id| seen.insert(*id))
            .collect();
        let rows: Vec<LinkedRow> = agencies::table
            .filter(agencies::id.eq_any(at.clone()))
            .select(LinkedRow::as_select())
            .load(conn)?;
        let mut rows: BTreeMap<Id, LinkedRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let linked = links.into_iter().filter_map(|link| {
            let agency = rows.remove(&far(&link))?;
            Some(Linked { link, agency })
        });
        found.extend(linked);
    }
    found.truncate(MOST_LINKED);
    Ok(found)
}

fn links(conn: &mut Conn, of: Vec<Id>, direction: Direction) -> QueryResult<Vec<SuccessionRow>> {
    let query = agency_successions::table
        .filter(agency_successions::status.eq(SuccessionStatus::Confirmed))
        .order(agency_successions::id)
        .select(SuccessionRow::as_select())
        .into_boxed::<MultiBackend>();
    match direction {
        Direction::Back => query.filter(agency_successions::later_agency_id.eq_any(of)),
        Direction::Forward => query.filter(agency_successions::earlier_agency_id.eq_any(of)),
    }
    .load(conn)
}

/// Whether one agency came out of another, by whatever way: all of it is walked, not only what is shown.
pub(super) fn comes_from(conn: &mut Conn, later: Id, earlier: Id) -> QueryResult<bool> {
    let (mut seen, mut at) = (BTreeSet::from([later]), vec![later]);
    while !at.is_empty() {
        if at.contains(&earlier) {
            return Ok(true);
        }
        let links = links(conn, at, Direction::Back)?.into_iter();
        let back = links.map(|link| link.earlier_agency_id);
        at = back.filter(|id| seen.insert(*id)).collect();
    }
    Ok(false)
}
