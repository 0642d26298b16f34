//! Entries of employers whom workers have named: made before anybody has looked them up, so that they
//! can be reviewed at once, and without the name, which is sealed where the proposal is kept.

use diesel::prelude::*;

use super::behind::names::forget_trigrams;
use super::behind::statements::forget_other;
use super::matches::{Join, lock, retire};
use super::model::{EntryKind, StatusBasis, searched, sort_key};
use super::registers::exclude_imports;
use super::search::Search;
use super::store::{self, Filter};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json, dialect};
use crate::platform::ids::Id;
use crate::platform::text::{licence_number_key, trigrams};
use crate::schema::{agencies, agency_sectors, entry_sources};

/// The register of the employers whom workers have named.
const REGISTER: &str = "named_by_workers";
/// What stands where agencies have the status of their licence; it is never shown.
const NO_LICENCE: &str = "unknown";
/// Employers that are shown beside one that may be among them.
const MOST_ALIKE: usize = 10;

/// What is public of an employer, from whoever has looked it up.
#[derive(Debug, Clone)]
pub struct LookedUp {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub alternate_names: Vec<String>,
    /// The city or the address.
    pub place: Option<String>,
    /// The sector of the work (code list `sectors`).
    pub sector: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// Its number in a register of companies.
    pub registration_number: Option<String>,
    /// Where this was found: the name of the place.
    pub source_name: String,
    /// Its address.
    pub source_url: String,
}

impl LookedUp {
    fn searched(&self) -> String {
        let others = self.alternate_names.iter().map(String::as_str);
        let names = std::iter::once(self.name.as_str()).chain(others);
        searched(names, self.registration_number.as_deref())
    }
}

fn stored<T: serde::Serialize>(value: &T) -> Result<Json, DbError> {
    let broken = |error| diesel::result::Error::SerializationError(Box::new(error));
    Ok(Json::of(value).map_err(broken)?)
}

/// Makes an entry for an employer whom nobody has looked up yet. Of the time only the day is stored.
pub fn insert_proposed(
    conn: &mut Conn,
    id: Id,
    country: &str,
    (today, day): (Date, Time),
) -> Result<(), DbError> {
    let (key, nothing) = (id.to_string(), Vec::<String>::new());
    diesel::insert_into(agencies::table)
        .values((
            (
                agencies::id.eq(id),
                agencies::kind.eq(EntryKind::ProposedEmployer),
                agencies::register.eq(REGISTER),
                agencies::register_key.eq(&key),
                agencies::country.eq(country),
                agencies::name.eq(""),
                agencies::alternate_names.eq(stored(&nothing)?),
                agencies::telephones.eq(stored(&nothing)?),
                agencies::licence_status.eq(NO_LICENCE),
                agencies::licence_status_basis.eq(StatusBasis::Listed),
            ),
            (
                agencies::retrieved_on.eq(today),
                agencies::searched.eq(""),
                agencies::sort_key.eq(sort_key("", REGISTER, &key)),
                agencies::content_hash.eq(Vec::new()),
                agencies::rating_count.eq(0_i64),
                agencies::created_at.eq(day),
                agencies::updated_at.eq(day),
            ),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets a proposed employer in: from now on the public finds it.
pub fn accept_proposed(
    conn: &mut Conn,
    id: Id,
    found: &LookedUp,
    today: Date,
) -> Result<(), DbError> {
    let number_key = found.registration_number.as_deref().map(licence_number_key);
    diesel::update(agencies::table.find(id))
        .set((
            agencies::kind.eq(EntryKind::Employer),
            agencies::name.eq(&found.name),
            agencies::alternate_names.eq(stored(&found.alternate_names)?),
            agencies::address.eq(&found.place),
            agencies::website.eq(&found.website),
            agencies::licence_number.eq(&found.registration_number),
            agencies::licence_number_key.eq(number_key.filter(|key| !key.is_empty())),
            agencies::retrieved_on.eq(today),
            agencies::searched.eq(found.searched()),
            agencies::sort_key.eq(sort_key(&found.name, REGISTER, &id.to_string())),
        ))
        .execute(conn)?;
    dialect::insert_agency_trigrams(conn, id, stored(&trigrams(&found.searched()))?)?;
    if let Some(sector) = &found.sector {
        diesel::insert_into(agency_sectors::table)
            .values((
                agency_sectors::agency_id.eq(id),
                agency_sectors::sector.eq(sector),
            ))
            .execute(conn)?;
    }
    diesel::insert_into(entry_sources::table)
        .values((
            entry_sources::agency_id.eq(id),
            entry_sources::name.eq(&found.source_name),
            entry_sources::url.eq(&found.source_url),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that an employer whom a worker has named has no page: nothing more can be said about it, and
/// what was public of it is gone, also where agencies name it as their principal. Its published reviews
/// have been taken down before.
pub fn refuse_proposed(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let searched: String = agencies::table
        .find(id)
        .select(agencies::searched)
        .first(conn)?;
    forget_trigrams(conn, id, &searched)?;
    diesel::delete(agency_sectors::table.filter(agency_sectors::agency_id.eq(id))).execute(conn)?;
    diesel::delete(entry_sources::table.find(id)).execute(conn)?;
    forget_other(conn, id)?;
    diesel::update(agencies::table.find(id))
        .set((
            agencies::kind.eq(EntryKind::RefusedEmployer),
            agencies::name.eq(""),
            agencies::alternate_names.eq(stored(&Vec::<String>::new())?),
            agencies::address.eq(None::<String>),
            agencies::website.eq(None::<String>),
            agencies::licence_number.eq(None::<String>),
            agencies::licence_number_key.eq(None::<String>),
            agencies::searched.eq(""),
            agencies::sort_key.eq(sort_key("", REGISTER, &id.to_string())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets nobody join entries before the commit; whoever does so waits. To be taken before any other lock, as
/// all take it who join.
pub fn exclude_joins(conn: &mut Conn) -> Result<(), DbError> {
    Ok(exclude_imports(conn)?)
}

/// Lets nobody store anything about an entry before the commit, not even who files a review of it: who has
/// begun is waited for.
pub fn lock_entry(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let entry = agencies::table.find(id).select(agencies::id);
    let _: Vec<Id> = crate::lock!(conn, entry)?;
    Ok(())
}

/// Makes the id of a proposed employer mean one that is known; tells whether that is still an employer, now
/// that both are locked. The caller has excluded other joins. What other areas hold about it moves with the
/// [`Followers`](super::Followers), which the caller asks next.
pub fn join_proposed(conn: &mut Conn, join: Join) -> Result<bool, DbError> {
    let mut pair = lock(conn, join.from, join.into)?;
    let still = store::find_of_kind(conn, join.into, EntryKind::Employer)?;
    let (Some(goes), true) = (pair.remove(&join.from), still == Some(join.into)) else {
        return Ok(false);
    };
    retire(conn, &goes, join.into)?;
    Ok(true)
}

/// An employer that may be the one somebody names.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The employer.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The city or the address.
    pub place: Option<String>,
}

/// Employers of a country whose names resemble this one, the best match first.
pub fn list_alike(
    conn: &mut Conn,
    country: &str,
    name: &str,
    today: Date,
) -> Result<Vec<Alike>, DbError> {
    let Some(search) = Search::read(name) else {
        return Ok(Vec::new());
    };
    let filter = Filter {
        kind: EntryKind::Employer,
        country: Some(country.to_owned()),
        licence_status: None,
        destination: None,
        sector: None,
    };
    let mut hits = store::search(conn, &filter, &search, today)?;
    hits.truncate(MOST_ALIKE);
    let found = store::load(conn, hits)?.into_iter();
    let alike = found.map(|(_, row)| Alike {
        id: row.id,
        name: row.name,
        place: row.address,
    });
    Ok(alike.collect())
}
