//! Who acts for an agency, or says so.
//!
//! Name and telephone are sealed under a key of their own and found by keyed hashes, so that a stolen
//! database names nobody in a village. What is opened for the public is what a register says, and companies
//! about which the agency has answered and whose name somebody else has written here.

mod model;
mod reading;

pub(in crate::agencies) use model::{Named, Said, Stand, SubAgentStanding, Weight, Witness};
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
    /// How it stands, and who says so.
    pub const fn stand(&self) -> Stand {
        Stand {
            standing: self.standing,
            said_by: self.said_by,
            answered_on: self.answered_on,
        }
    }

    /// Whether anybody may read the name.
    pub const fn is_public(&self) -> bool {
        self.stand().is_listed(self.is_person)
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

/// Keeps that somebody acts for an agency; said before, it is brought together with what was said, as
/// [`Stand::after`] has it. Also tells whether anything is new.
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
    let telephone = said.named.telephone.as_ref();
    let is_reached = (speaks || is_open) && add_telephone(conn, services, &row, telephone)?;
    if said.is_person && !row.is_person {
        call_a_person(conn, row.id)?;
    }
    let stand = row.stand().after(said.by, now.date());
    let is_changed = stand != row.stand();
    if is_changed {
        put_stand(conn, &row, stand, said)?;
    }
    Ok((get(conn, agency, row.id)?, is_changed || is_reached))
}

/// Whoever called them a person is heard: a person's name needs more before it is shown.
fn call_a_person(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::update(agency_sub_agents::table.find(id))
        .set(agency_sub_agents::is_person.eq(true))
        .execute(conn)?;
    Ok(())
}

/// Keeps how it stands; the source stays with who says so.
fn put_stand(conn: &mut Conn, row: &SubAgentRow, stand: Stand, said: &Said) -> Result<(), Problem> {
    let source = if stand.said_by == said.by {
        Json::of(&said.source).map_err(unreadable)?
    } else {
        row.source.clone()
    };
    diesel::update(agency_sub_agents::table.find(row.id))
        .set((
            agency_sub_agents::standing.eq(stand.standing),
            agency_sub_agents::said_by.eq(stand.said_by),
            agency_sub_agents::source.eq(source),
            agency_sub_agents::version.eq(row.version + 1),
            agency_sub_agents::answered_on.eq(stand.answered_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds the telephone of somebody of whom only the name was known; tells whether it did.
fn add_telephone(
    conn: &mut Conn,
    services: &Services,
    row: &SubAgentRow,
    telephone: Option<&PhoneNumber>,
) -> Result<bool, Problem> {
    let Some(telephone) = telephone else {
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

/// Says for the agency whether somebody acts for it; `check` looks at the version that the caller saw.
/// What a public register says is not the agency's to deny.
pub(in crate::agencies) fn answer(
    conn: &mut Conn,
    (agency, id): (Id, Id),
    yes: bool,
    today: Date,
    check: impl FnOnce(&SubAgentRow) -> Result<(), Problem>,
) -> Result<SubAgentRow, Problem> {
    exclude_imports(conn)?;
    let row = get(conn, agency, id)?;
    check(&row)?;
    let stand = row.stand().answered(yes, today);
    if row.stand().weight() == Weight::Register || stand == row.stand() {
        return Err(Problem::new(&CONFLICT));
    }
    diesel::update(agency_sub_agents::table.find(id))
        .set((
            agency_sub_agents::standing.eq(stand.standing),
            agency_sub_agents::version.eq(row.version + 1),
            agency_sub_agents::answered_on.eq(stand.answered_on),
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

/// Moves those of an entry that was joined into another. Of who is said to act for both the stronger
/// statement stays, whichever entry it was about; who was called a person there stays one.
pub(in crate::agencies) fn join(
    conn: &mut Conn,
    services: &Services,
    from: Id,
    into: Id,
) -> Result<(), Problem> {
    let moved: Vec<(SubAgentRow, Vec<u8>)> = agency_sub_agents::table
        .filter(agency_sub_agents::agency_id.eq(from))
        .select((SubAgentRow::as_select(), agency_sub_agents::name_hash))
        .load(conn)?;
    for (row, hash) in moved {
        if let Some(known) = find_by_name(conn, into, &hash)? {
            if !row.stand().is_stronger_than(known.stand()) {
                absorb(conn, services, &known, &row)?;
                continue;
            }
            absorb(conn, services, &row, &known)?;
        }
        diesel::update(agency_sub_agents::table.find(row.id))
            .set(agency_sub_agents::agency_id.eq(into))
            .execute(conn)?;
    }
    Ok(())
}

/// Erases the weaker of two statements about one name, but for what the other one lacks. A number counts
/// only where it is as well known as the name.
fn absorb(
    conn: &mut Conn,
    services: &Services,
    stronger: &SubAgentRow,
    weaker: &SubAgentRow,
) -> Result<(), Problem> {
    if weaker.is_person && !stronger.is_person {
        call_a_person(conn, stronger.id)?;
    }
    if stronger.stand().weight() == weaker.stand().weight() {
        let named = open(conn, services, weaker)?;
        add_telephone(conn, services, stronger, named.telephone.as_ref())?;
    }
    erase(conn, services, weaker.id)
}
