//! Who acts for an agency, or says so.
//!
//! Name and telephone are sealed under a key of their own and found by keyed hashes, so that a stolen
//! database names nobody in a village. What is opened for the public is what was confirmed, and
//! companies of which the agency denies it.

mod model;
mod reading;

pub(in crate::agencies) use model::{Named, Said, SubAgentStanding, Witness};
pub(in crate::agencies) use reading::{Asked, Reader, find_asked, list};

use diesel::prelude::*;

use super::model::SourceOf;
use crate::agencies::registers::exclude_imports;
use crate::platform::clock::{Date, Time};
use crate::platform::crypto::{Class, Domain, LookupKey};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::{CONFLICT, INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::text::fold;
use crate::schema::agency_sub_agents;

/// Which organisation speaks for an agency: the area that lets organisations do so tells.
#[derive(Clone, Copy)]
pub struct Speakers(pub fn(&mut Conn, Id) -> Result<Option<Id>, DbError>);

/// Names what is sealed under the key of a sub-agent.
const CONTENT_FIELD: &str = "sub_agent.content";

/// A sub-agent as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agency_sub_agents)]
pub(in crate::agencies) struct SubAgentRow {
    pub id: Id,
    pub agency_id: Id,
    pub sealed_content: Vec<u8>,
    pub is_person: bool,
    pub standing: SubAgentStanding,
    pub said_by: Witness,
    pub source: Json,
    pub recorded_at: Time,
    pub version: i64,
    pub answered_on: Option<Date>,
}

impl SubAgentRow {
    /// Whether anybody may read the name: not that of a person of whom it is only said.
    pub fn is_public(&self) -> bool {
        match self.standing {
            SubAgentStanding::Confirmed => true,
            SubAgentStanding::Denied => !self.is_person,
            SubAgentStanding::Claimed => false,
        }
    }

    /// Where it comes from.
    pub fn source(&self) -> Result<SourceOf, Problem> {
        self.source.read().map_err(unreadable)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unreadable(error: serde_json::Error) -> Problem {
    tracing::error!(%error, "A sub-agent cannot be read or stored");
    Problem::new(&INTERNAL_ERROR)
}

fn name_hash(lookup: &LookupKey, name: &str) -> Vec<u8> {
    let value = format!("name {}", fold(name));
    lookup.hash(Domain::SubAgent, value.as_bytes()).to_vec()
}

fn telephone_hash(lookup: &LookupKey, telephone: &PhoneNumber) -> Vec<u8> {
    let value = format!("telephone {}", telephone.as_str());
    lookup.hash(Domain::SubAgent, value.as_bytes()).to_vec()
}

/// Keeps that somebody acts for an agency; said before, it is brought together with what was said.
/// What the agency or a register says outweighs what others say; a denial stays until the agency
/// itself says otherwise. Also tells whether anything is new.
pub(in crate::agencies) fn put(
    conn: &mut Conn,
    services: &Services,
    agency: Id,
    said: &Said,
    now: Time,
) -> Result<(SubAgentRow, bool), Problem> {
    exclude_imports(conn)?;
    let hash = name_hash(&services.lookup, &said.named.name);
    let known = find_by_name(conn, agency, &hash)?;
    let Some(row) = known else {
        let id = insert(conn, services, agency, said, hash, now)?;
        return Ok((get(conn, agency, id)?, true));
    };
    // Under a name that is confirmed or denied, a number that others bring would be so, too.
    let speaks = matches!(said.by, Witness::Agency | Witness::Register);
    let is_open = row.standing == SubAgentStanding::Claimed;
    let is_reached = (speaks || is_open) && add_telephone(conn, services, &row, said)?;
    // Whoever called them a person is heard: a person's name needs more before it is shown.
    if said.is_person && !row.is_person {
        diesel::update(agency_sub_agents::table.find(row.id))
            .set(agency_sub_agents::is_person.eq(true))
            .execute(conn)?;
    }
    let outweighs = said.by.outweighs(row.standing);
    if outweighs {
        let source = Json::of(&said.source).map_err(unreadable)?;
        diesel::update(agency_sub_agents::table.find(row.id))
            .set((
                agency_sub_agents::standing.eq(said.by.standing()),
                agency_sub_agents::said_by.eq(said.by),
                agency_sub_agents::source.eq(source),
                agency_sub_agents::version.eq(row.version + 1),
                agency_sub_agents::answered_on.eq(answered_on(said.by, now)),
            ))
            .execute(conn)?;
    }
    Ok((get(conn, agency, row.id)?, outweighs || is_reached))
}

/// Adds the telephone of somebody of whom only the name was known; tells whether it did.
fn add_telephone(
    conn: &mut Conn,
    services: &Services,
    row: &SubAgentRow,
    said: &Said,
) -> Result<bool, Problem> {
    let Some(telephone) = &said.named.telephone else {
        return Ok(false);
    };
    let mut named = open(conn, services, row)?;
    if named.telephone.is_some() {
        return Ok(false);
    }
    named.telephone = Some(telephone.clone());
    let key = services.vault.key(conn, row.id, Class::Identity)?;
    diesel::update(agency_sub_agents::table.find(row.id))
        .set((
            agency_sub_agents::telephone_hash.eq(telephone_hash(&services.lookup, telephone)),
            agency_sub_agents::sealed_content.eq(key.seal_json(row.id, CONTENT_FIELD, &named)?),
        ))
        .execute(conn)?;
    Ok(true)
}

fn answered_on(by: Witness, now: Time) -> Option<Date> {
    (by == Witness::Agency).then(|| now.date())
}

fn insert(
    conn: &mut Conn,
    services: &Services,
    agency: Id,
    said: &Said,
    name_hash: Vec<u8>,
    now: Time,
) -> Result<Id, Problem> {
    let id = services.new_id();
    let key = services.vault.create_key(conn, id, Class::Identity, now)?;
    let telephone = said.named.telephone.as_ref();
    let telephone = telephone.map(|number| telephone_hash(&services.lookup, number));
    diesel::insert_into(agency_sub_agents::table)
        .values((
            agency_sub_agents::id.eq(id),
            agency_sub_agents::agency_id.eq(agency),
            agency_sub_agents::name_hash.eq(name_hash),
            agency_sub_agents::telephone_hash.eq(telephone),
            agency_sub_agents::sealed_content.eq(key.seal_json(id, CONTENT_FIELD, &said.named)?),
            agency_sub_agents::is_person.eq(said.is_person),
            agency_sub_agents::standing.eq(said.by.standing()),
            agency_sub_agents::said_by.eq(said.by),
            agency_sub_agents::source.eq(Json::of(&said.source).map_err(unreadable)?),
            agency_sub_agents::recorded_at.eq(now),
            agency_sub_agents::version.eq(1_i64),
            agency_sub_agents::answered_on.eq(answered_on(said.by, now)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// Says for the agency that somebody acts for it, or does not; `check` looks at the version that the
/// caller saw. What a public register says is not the agency's to deny.
pub(in crate::agencies) fn answer(
    conn: &mut Conn,
    (agency, id): (Id, Id),
    standing: SubAgentStanding,
    today: Date,
    check: impl FnOnce(&SubAgentRow) -> Result<(), Problem>,
) -> Result<SubAgentRow, Problem> {
    exclude_imports(conn)?;
    let row = get(conn, agency, id)?;
    check(&row)?;
    if row.said_by == Witness::Register || row.standing == standing {
        return Err(Problem::new(&CONFLICT));
    }
    diesel::update(agency_sub_agents::table.find(id))
        .set((
            agency_sub_agents::standing.eq(standing),
            agency_sub_agents::version.eq(row.version + 1),
            agency_sub_agents::answered_on.eq(Some(today)),
        ))
        .execute(conn)?;
    get(conn, agency, id)
}

/// Forgets who was said to act for an agency: the key is destroyed with the row. Tells whether there
/// was anybody to forget.
pub(in crate::agencies) fn forget(
    conn: &mut Conn,
    services: &Services,
    (agency, id): (Id, Id),
) -> Result<bool, Problem> {
    exclude_imports(conn)?;
    let found = find(conn, agency, id)?.is_some();
    if found {
        erase(conn, services, id)?;
    }
    Ok(found)
}

fn erase(conn: &mut Conn, services: &Services, id: Id) -> Result<(), Problem> {
    services.vault.destroy(conn, id)?;
    diesel::delete(agency_sub_agents::table.find(id)).execute(conn)?;
    Ok(())
}

/// One who is said to act for this agency.
pub(in crate::agencies) fn get(
    conn: &mut Conn,
    agency: Id,
    id: Id,
) -> Result<SubAgentRow, Problem> {
    find(conn, agency, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))
}

fn find(conn: &mut Conn, agency: Id, id: Id) -> Result<Option<SubAgentRow>, DbError> {
    let row = agency_sub_agents::table
        .filter(agency_sub_agents::id.eq(id))
        .filter(agency_sub_agents::agency_id.eq(agency))
        .select(SubAgentRow::as_select());
    Ok(row.first(conn).optional()?)
}

/// Opens name and telephone.
pub(in crate::agencies) fn open(
    conn: &mut Conn,
    services: &Services,
    row: &SubAgentRow,
) -> Result<Named, Problem> {
    let key = services.vault.key(conn, row.id, Class::Identity)?;
    Ok(key.open_json(row.id, CONTENT_FIELD, &row.sealed_content)?)
}

fn find_by_name(conn: &mut Conn, agency: Id, hash: &[u8]) -> Result<Option<SubAgentRow>, DbError> {
    let row = agency_sub_agents::table
        .filter(agency_sub_agents::agency_id.eq(agency))
        .filter(agency_sub_agents::name_hash.eq(hash.to_vec()))
        .select(SubAgentRow::as_select());
    Ok(row.first(conn).optional()?)
}

/// Moves those of an entry that was joined into another. Who is said to act for both stays once, as
/// the one about whom more is known.
pub(in crate::agencies) fn join(
    conn: &mut Conn,
    services: &Services,
    from: Id,
    into: Id,
) -> Result<(), Problem> {
    let moved: Vec<(Id, Vec<u8>, SubAgentStanding)> = agency_sub_agents::table
        .filter(agency_sub_agents::agency_id.eq(from))
        .select((
            agency_sub_agents::id,
            agency_sub_agents::name_hash,
            agency_sub_agents::standing,
        ))
        .load(conn)?;
    for (id, hash, standing) in moved {
        if let Some(known) = find_by_name(conn, into, &hash)? {
            let says_less =
                known.standing == SubAgentStanding::Claimed && standing != known.standing;
            if !says_less {
                erase(conn, services, id)?;
                continue;
            }
            erase(conn, services, known.id)?;
        }
        diesel::update(agency_sub_agents::table.find(id))
            .set(agency_sub_agents::agency_id.eq(into))
            .execute(conn)?;
    }
    Ok(())
}
