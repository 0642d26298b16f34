//! Whose visits they are, and what tablets are told of it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::inspections::feed::{self, FeedEntity, Telling};
use crate::inspections::records::notebook::Hand;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::schema::{
    inspection_assignments as assignments, inspection_records as records,
    inspection_team_changes as team_changes, inspection_visits as visits,
};

/// Whose visits these are: visit, inspector.
pub fn teams_of(conn: &mut Conn, of: &BTreeSet<Id>) -> QueryResult<Vec<(Id, Id)>> {
    let of: Vec<Id> = of.iter().copied().collect();
    assignments::table
        .filter(assignments::visit_id.eq_any(of))
        .order((assignments::visit_id, assignments::account_id))
        .select((assignments::visit_id, assignments::account_id))
        .load(conn)
}

/// Whose visit this is.
pub fn team_of(conn: &mut Conn, visit: Id) -> QueryResult<Vec<Id>> {
    let teams = teams_of(conn, &BTreeSet::from([visit]))?;
    Ok(teams.into_iter().map(|(_, account)| account).collect())
}

/// Gives visits to inspectors who do not have them yet: visit, inspector.
pub fn join(conn: &mut Conn, hand: &Hand<'_>, pairs: &BTreeSet<(Id, Id)>) -> QueryResult<()> {
    let row = |(visit, account): &(Id, Id)| {
        (
            assignments::visit_id.eq(*visit),
            assignments::account_id.eq(*account),
            assignments::assigned_by.eq(hand.account),
            assignments::assigned_at.eq(hand.now),
        )
    };
    let rows: Vec<_> = pairs.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let insert = diesel::insert_into(assignments::table).values(rows);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// Makes a visit that of these inspectors and of nobody else: the tablets of those who are new get all of it, those of
/// others forget it. However many they are, it takes a fixed number of queries.
pub fn assign(
    conn: &mut Conn,
    hand: &Hand<'_>,
    (visit, establishment): (Id, Id),
    team: &BTreeSet<Id>,
) -> QueryResult<()> {
    let old: BTreeSet<Id> = team_of(conn, visit)?.into_iter().collect();
    if old == *team {
        return Ok(());
    }
    note_team(conn, hand, visit, (&old, team))?;
    let all: Vec<Id> = records::table
        .filter(records::visit_id.eq(visit))
        .order(records::id)
        .select(records::id)
        .load(conn)?;
    let gone: Vec<Id> = old.difference(team).copied().collect();
    let of_gone = assignments::table
        .filter(assignments::visit_id.eq(visit))
        .filter(assignments::account_id.eq_any(gone.clone()));
    diesel::delete(of_gone).execute(conn)?;
    let new = team.difference(&old).map(|account| (visit, *account));
    join(conn, hand, &new.collect())?;
    let still = who_visits(conn, &gone, establishment)?;
    let mut tellings = Vec::new();
    for account in old.symmetric_difference(team) {
        let is_gone = old.contains(account);
        let about = |entity, entity_id, is_gone| Telling {
            account: *account,
            entity,
            entity_id,
            is_gone,
        };
        let of_visit = all.iter().map(|id| about(FeedEntity::Record, *id, is_gone));
        tellings.extend(of_visit);
        let needs = !is_gone || still.contains(account);
        tellings.push(about(FeedEntity::Establishment, establishment, !needs));
    }
    feed::tell(conn, hand.organisation, &tellings)
}

/// Who of these inspectors has a visit to this establishment.
fn who_visits(conn: &mut Conn, accounts: &[Id], establishment: Id) -> QueryResult<BTreeSet<Id>> {
    let found: Vec<Id> = visits::table
        .inner_join(assignments::table)
        .filter(assignments::account_id.eq_any(accounts.to_vec()))
        .filter(visits::establishment_id.eq(establishment))
        .select(assignments::account_id)
        .distinct()
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// Tells the tablets that hold one of these establishments that it has changed. Call it late: after it, only the end of
/// the audit log is locked.
pub fn tell_of_establishments(conn: &mut Conn, ids: &BTreeSet<Id>) -> QueryResult<()> {
    let ids: Vec<Id> = ids.iter().copied().collect();
    let holders: Vec<(Id, Id, Id)> = visits::table
        .inner_join(assignments::table)
        .filter(visits::establishment_id.eq_any(ids))
        .select((
            visits::organisation_id,
            assignments::account_id,
            visits::establishment_id,
        ))
        .distinct()
        .load(conn)?;
    let mut of: BTreeMap<Id, Vec<Telling>> = BTreeMap::new();
    for (organisation, account, entity_id) in holders {
        of.entry(organisation).or_default().push(Telling {
            account,
            entity: FeedEntity::Establishment,
            entity_id,
            is_gone: false,
        });
    }
    // Always in the same order, so that two who tell the same inspectorates wait for each other and no more.
    for (organisation, tellings) in of {
        feed::tell(conn, organisation, &tellings)?;
    }
    Ok(())
}

/// A change of the team of a visit: rows are only ever added.
#[derive(Queryable, Selectable)]
#[diesel(table_name = team_changes)]
pub struct TeamChange {
    pub id: Id,
    pub at: Time,
    pub account_id: Option<Id>,
    pub before: Json,
    pub after: Json,
}

/// Notes whose the visits are that were just made: visit, inspector.
pub fn note_first_teams(
    conn: &mut Conn,
    hand: &Hand<'_>,
    pairs: &BTreeSet<(Id, Id)>,
) -> QueryResult<()> {
    let mut teams: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for (visit, account) in pairs {
        teams.entry(*visit).or_default().insert(*account);
    }
    let mut rows = Vec::with_capacity(teams.len());
    for (visit, team) in &teams {
        rows.push((
            team_changes::id.eq(hand.services.new_id()),
            team_changes::visit_id.eq(*visit),
            team_changes::at.eq(hand.now),
            team_changes::account_id.eq(hand.account),
            team_changes::before.eq(written(&BTreeSet::new())?),
            team_changes::after.eq(written(team)?),
        ));
    }
    if rows.is_empty() {
        return Ok(());
    }
    let insert = diesel::insert_into(team_changes::table).values(rows);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// A team as it is stored.
fn written(team: &BTreeSet<Id>) -> QueryResult<Json> {
    let written = Json::of(team);
    written.map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
}

fn note_team(
    conn: &mut Conn,
    hand: &Hand<'_>,
    visit: Id,
    (before, after): (&BTreeSet<Id>, &BTreeSet<Id>),
) -> QueryResult<()> {
    diesel::insert_into(team_changes::table)
        .values((
            team_changes::id.eq(hand.services.new_id()),
            team_changes::visit_id.eq(visit),
            team_changes::at.eq(hand.now),
            team_changes::account_id.eq(hand.account),
            team_changes::before.eq(written(before)?),
            team_changes::after.eq(written(after)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Who a visit belonged to, newest first.
pub fn list_team_changes(conn: &mut Conn, visit: Id) -> QueryResult<Vec<TeamChange>> {
    team_changes::table
        .filter(team_changes::visit_id.eq(visit))
        .order((team_changes::at.desc(), team_changes::id.desc()))
        .select(TeamChange::as_select())
        .load(conn)
}
